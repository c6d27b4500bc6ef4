"""What a terminal says, how a word that is not known is refused, and phrases that stand inside of other texts, in Vietnamese."""

TEXT = {
    'no {kind} called "{given}"; did you mean "{match}"? Choose from: {names}.':
        'không có {kind} nào tên là "{given}"; có phải ý bạn là "{match}"? Hãy chọn một trong: {names}.',
    'no {kind} called "{given}". Choose from: {names}.': 'không có {kind} nào tên là "{given}". Hãy chọn một trong: {names}.',
    'no {kind} called "{given}"; did you mean "{match}"? Choose from: {names}. {rest}':
        'không có {kind} nào tên là "{given}"; có phải ý bạn là "{match}"? Hãy chọn một trong: {names}. {rest}',
    'no {kind} called "{given}". Choose from: {names}. {rest}': 'không có {kind} nào tên là "{given}". Hãy chọn một trong: {names}. {rest}',
    'no {kind} called "{given}". There is no {0} here.': 'không có {kind} nào tên là "{given}". Ở đây không có cái nào.',
    "{names} and {0} more": "{names} và {0} mục khác",
    "Those of another schema are written schema.table": "Bảng thuộc schema khác được viết là schema.table",
    "left_at lies before joined_at": "left_at đứng trước joined_at",
    "a query of study.toml": "một truy vấn trong study.toml",
    "the DuckDB file {0}": "tệp DuckDB {0}",
    "above 0": "lớn hơn 0",
    "nothing": "không có gì",
    "a cell": "một ô",
    "the query": "truy vấn",
    "the analysis": "phép phân tích",
    "customers: codes": "khách hàng: đánh mã",
    "What breaks the contract:": "Những gì trái quy ước dữ liệu:",
    "What breaks the contract ({0} of {1}, the first {2} of each kind):": "Những gì trái quy ước dữ liệu ({0} trên {1}, mỗi loại {2} dòng đầu):",
    "Note: {0}, {1}: {2} ({3} rows; the first in row {4}: {value})": "Lưu ý: {0}, {1}: {2} ({3} dòng; dòng đầu tiên là dòng {4}: {value})",
    'Note: {0}: {1} rows are the same as an earlier one in every column; repeats = "leave_out" in the source leaves them out':
        'Lưu ý: {0}: {1} dòng giống hệt một dòng trước ở mọi cột; đặt repeats = "leave_out" trong nguồn để bỏ chúng ra',
    'Note: {0}: about {1} rows are the same as an earlier one in every column; repeats = "leave_out" in the source leaves them out':
        'Lưu ý: {0}: khoảng {1} dòng giống hệt một dòng trước ở mọi cột; đặt repeats = "leave_out" trong nguồn để bỏ chúng ra',
    "{0} rows read, {1} accepted, {2} rejected ({3}; {4}).": "{0} dòng đã đọc, {1} được nhận, {2} bị từ chối ({3}; {4}).",
    "over the limit of {0}": "vượt giới hạn {0}",
    "within the limit of {0}": "trong giới hạn {0}",
    'The engine "spark"': 'Động cơ "spark"',
    "reading a database": "việc đọc cơ sở dữ liệu",
    "Rejected rows and why: {0}": "Các dòng bị từ chối và lý do: {0}",
    "{0}: {1} rows as of {2}, kept in {3}": "{0}: {1} dòng tính đến {2}, giữ trong {3}",
    "No source of this study is in a database.": "Không có nguồn nào của nghiên cứu này nằm trong cơ sở dữ liệu.",
    "{0} is forgotten: later intakes leave the person out and count the rows.":
        "Đã xóa {0}: những lần đọc dữ liệu sau sẽ bỏ người này ra và đếm số dòng.",
    "removed from {0}": "đã xóa khỏi {0}",
    "What this cannot reach:": "Những chỗ lệnh này không với tới được:",
    "{0}: the person still stands in row {1}; take them out there, or where the file comes from":
        "{0}: người này vẫn còn ở dòng {1}; hãy xóa ở đó, hoặc ở nơi tệp này được xuất ra",
    "{0}: made before, holds the id (or a number like it)": "{0}: được tạo trước đây, có chứa mã khách hàng (hoặc một số giống như vậy)",
    "make it again with: {0}": "tạo lại bằng: {0}",
    "databases, backups, and copies of reports that were sent; PDF and pictures cannot be searched":
        "cơ sở dữ liệu, bản sao lưu, và các bản báo cáo đã gửi đi; không thể tìm trong PDF và hình ảnh",
    "Synthetic study written. Next: {0}": "Đã tạo nghiên cứu tổng hợp (dữ liệu mô phỏng). Bước tiếp theo: {0}",
    "Open this address in a browser on this machine; Ctrl-C ends it.": "Hãy mở địa chỉ này bằng trình duyệt trên máy này; nhấn Ctrl-C để kết thúc.",
    "Stopped.": "Đã dừng.",
    "Kept in {0}": "Đã giữ trong {0}",
    "Stopped; the last complete report is untouched, and the next run goes on from here.":
        "Đã dừng; báo cáo hoàn chỉnh gần nhất vẫn nguyên vẹn, và lần chạy sau sẽ tiếp tục từ đây.",
    "{0}, cell {1}: {2}: {3}": "{0}, ô {1}: {2}: {3}",
    "The run was not started:": "Chưa bắt đầu chạy:",
}
