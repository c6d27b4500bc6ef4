"""Words of the interview that writes a first study.toml, and of adding a wave."""

TEXT = {
    "onboarding.head": {
        "en": "Written by cx init from the first rows of your files. Lines that begin with DOUBT are for you to decide; then run: cx check",
        "vi": "Do cx init viết từ những dòng đầu của các tệp. Dòng bắt đầu bằng DOUBT cần bạn quyết định; sau đó chạy: cx check",
    },
    "onboarding.currency": {"en": "code of the money in all amounts", "vi": "mã tiền tệ của mọi số tiền"},
    "onboarding.timezone": {"en": "zone of times without one; UTC when left out", "vi": "múi giờ cho thời điểm không ghi múi giờ; bỏ trống là UTC"},
    "onboarding.segments": {"en": "columns to compare by; the first is the one used when none is named", "vi": "các cột để so sánh; cột đầu được dùng khi không nêu tên"},
    "onboarding.unread": {"en": "{file} could not be read: {reason}", "vi": "Không đọc được {file}: {reason}"},
    "onboarding.files": {"en": "{n:count} files with the same heading", "vi": "{n:count} tệp cùng tiêu đề"},
    "onboarding.wave": {"en": "there is no date in this file, so say which survey round it is", "vi": "tệp này không có ngày, hãy ghi đây là đợt khảo sát nào"},
    "onboarding.private": {"en": "Left out because they look private: {columns}", "vi": "Bỏ ra vì có vẻ riêng tư: {columns}"},
    "onboarding.left": {"en": "Not used: {columns}", "vi": "Chưa dùng: {columns}"},
    "onboarding.metric": {"en": "nps, csat, ces or rating: check that it is what was asked", "vi": "nps, csat, ces hoặc rating: hãy kiểm tra đúng với câu đã hỏi"},
    "onboarding.words": {"en": "by the words of its scale", "vi": "theo các chữ của thang đo"},
    "onboarding.owner": {"en": "who acts on it", "vi": "ai hành động theo câu này"},
    "onboarding.stages": {
        "en": "DOUBT the order is by where they come on average: put the steps in the order that you designed, and take out what is no step",
        "vi": "DOUBT thứ tự xếp theo vị trí trung bình: hãy đặt các bước theo đúng thiết kế, và bỏ những gì không phải là bước",
    },
    "onboarding.doubt.table": {
        "en": "what is one row of {file}: a customer, a contact, an answer or a payment?",
        "vi": "một dòng của {file} là gì: khách hàng, điểm chạm, câu trả lời hay khoản thanh toán?",
    },
    "onboarding.doubt.encoding": {"en": "{file} is not UTF-8; {encoding} could read it: look whether accents are right", "vi": "{file} không phải UTF-8; có thể đọc bằng {encoding}: hãy xem dấu có đúng không"},
    "onboarding.doubt.dates": {
        "en": "{column} in {file}: every date fits day first and month first. Which is it?",
        "vi": "{column} trong {file}: mọi ngày đều đọc được cả ngày trước lẫn tháng trước. Cách nào đúng?",
    },
    "onboarding.doubt.several_dates": {
        "en": "{file}: its columns {columns} write dates in different ways; one source takes one way",
        "vi": "{file}: các cột {columns} ghi ngày khác nhau; mỗi nguồn chỉ nhận một cách ghi",
    },
    "onboarding.doubt.decimal": {
        "en": "{column} in {file}: 50.000 is fifty or fifty thousand; which sign parts the decimals?",
        "vi": "{column} trong {file}: 50.000 là năm mươi hay năm mươi nghìn; dấu nào ngăn phần thập phân?",
    },
    "onboarding.doubt.anonymous": {
        "en": "{file} has no column that is surely a customer, so answers are taken as anonymous; or name it in columns",
        "vi": "{file} không có cột nào chắc chắn là khách hàng, nên coi là ẩn danh; hoặc ghi tên cột trong columns",
    },
    "onboarding.doubt.customer": {"en": "{file}: which column says who the customer is?", "vi": "{file}: cột nào cho biết khách hàng là ai?"},
    "onboarding.doubt.direction": {
        "en": "{column}, {low} to {high}: is the high end good or bad?",
        "vi": "{column}, {low} đến {high}: điểm cao là tốt hay xấu?",
    },
    "onboarding.doubt.asks": {"en": "{column}: does it ask for ease or for effort?", "vi": "{column}: hỏi mức dễ dàng hay mức công sức?"},
    "onboarding.doubt.missing": {
        "en": "{column}: {codes} lie outside of {low} to {high} and are taken as no answer; a code that is an answer needs another scale",
        "vi": "{column}: {codes} nằm ngoài {low} đến {high} nên coi là không trả lời; nếu là câu trả lời thì cần thang khác",
    },
    "onboarding.written": {"en": "{sources:count} sources and {questions:count} questions found; {doubts:count} doubts are marked DOUBT in {file}.", "vi": "Đã thấy {sources:count} nguồn và {questions:count} câu hỏi; {doubts:count} điểm nghi vấn được đánh dấu DOUBT trong {file}."},
    "onboarding.next": {"en": "Look it through, then: cx check {folder}", "vi": "Hãy xem lại, rồi chạy: cx check {folder}"},
    "onboarding.leave_open": {"en": "leave open", "vi": "để ngỏ"},
    "onboarding.like": {"en": "{file} is mapped like {like}.", "vi": "{file} được ánh xạ như {like}."},
    "onboarding.taken": {"en": "A source of the study takes this file already; nothing is added.", "vi": "Đã có nguồn nhận tệp này; không thêm gì."},
    "onboarding.added": {"en": "Added to {file}; look it through, then: cx check", "vi": "Đã thêm vào {file}; hãy xem lại, rồi chạy: cx check"},
    "onboarding.change.renamed": {"en": "renamed: {was} is now {column}{used}", "vi": "đổi tên: {was} nay là {column}{used}"},
    "onboarding.change.unsure": {"en": "DOUBT renamed: {was} could be {column}{used}", "vi": "DOUBT đổi tên: {was} có thể là {column}{used}"},
    "onboarding.change.gone": {"en": "gone: {column}{used}", "vi": "không còn: {column}{used}"},
    "onboarding.change.new": {"en": "new: {column}", "vi": "mới: {column}"},
    "onboarding.change.codes": {"en": "new values in {column}{used}: {values}", "vi": "giá trị mới trong {column}{used}: {values}"},
    "onboarding.used": {"en": " (used as {used})", "vi": " (dùng làm {used})"},
}
