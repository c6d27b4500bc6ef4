"""Refusals of analyses (wrong arguments, missing data), in Vietnamese."""

TEXT = {
    "cutoffs must be a list of dates, such as [date(2026, 1, 1), date(2026, 6, 1)]":
        "cutoffs phải là một danh sách ngày, ví dụ [date(2026, 1, 1), date(2026, 6, 1)]",
    "share is {0}; give a share above 0 and below 1, such as 0.1, or None for the past share of leavers":
        "share là {0}; hãy cho một tỷ lệ trên 0 và dưới 1, ví dụ 0.1, hoặc None để dùng tỷ lệ rời bỏ trong quá khứ",
    "weeks is {0}; give a whole number from 1 to 52": "weeks là {0}; hãy cho một số nguyên từ 1 đến 52",
    "did_it_work needs the ledger that read_ledger gives, not {0}": "did_it_work cần sổ theo dõi do read_ledger trả về, không phải {0}",
    "two ledgers are of the list of {0}; give each list once": "có hai sổ theo dõi cùng của danh sách ngày {0}; hãy cho mỗi danh sách một lần",
    "share is {0}; give a part between 0 and 1, such as 0.2": "share là {0}; hãy cho một tỷ lệ giữa 0 và 1, ví dụ 0.2",
    "seed is {0}; give a whole number, and the same one every time": "seed là {0}; hãy cho một số nguyên, và lần nào cũng dùng cùng một số",
    "with_hold_out needs the finding of churn.at_risk, or a table with a column customer_id":
        "with_hold_out cần kết quả của churn.at_risk, hoặc một bảng có cột customer_id",
    "{0} entries, {1} exits and {2} ends: give one of each for everybody":
        "{0} giá trị bắt đầu (entry), {1} giá trị kết thúc (exit) và {2} giá trị ended: hãy cho mỗi khách đủ một giá trị của từng loại",
    "everybody must be watched for a while: exit must lie above entry (-1 for those watched from age 0)":
        "mỗi khách phải được theo dõi một thời gian: exit phải lớn hơn entry (-1 với khách được theo dõi từ tuổi 0)",
    "there is no ledger at {0}; name the .csv or .xlsx that write_ledger made":
        "không có sổ theo dõi ở {0}; hãy nêu tệp .csv hoặc .xlsx do write_ledger tạo ra",
    "{0}: no row says which list it is of; put the column {1} back as write_ledger made it.":
        "{0}: không dòng nào cho biết thuộc danh sách nào; hãy khôi phục cột {1} như write_ledger đã tạo.",
    "{0}: the column \"{1}\" ({2}) is not there; put it back as write_ledger made it. There are: {3}.":
        "{0}: thiếu cột \"{1}\" ({2}); hãy khôi phục cột này như write_ledger đã tạo. Hiện có các cột: {3}.",
    "points is {0}; give percentage points above 0 and at most 100, such as 5": "points là {0}; hãy cho số điểm phần trăm trên 0 và không quá 100, ví dụ 5",
    "years is {0}; give a whole number from 1 to {1}, such as 5": "years là {0}; hãy cho một số nguyên từ 1 đến {1}, ví dụ 5",
    "top is {0}; give a whole number of at least 1, such as 20": "top là {0}; hãy cho một số nguyên từ 1 trở lên, ví dụ 20",
    "top is {0}; give a share above 0 and at most 1, such as 0.1": "top là {0}; hãy cho một tỷ lệ trên 0 và không quá 1, ví dụ 0.1",
    "{0} probabilities and {1} outcomes: give one outcome for each probability": "{0} xác suất nhưng có {1} kết quả thực tế: hãy cho mỗi xác suất một kết quả",
    "outcomes must be 0 (stayed) or 1 (left), and no probability may be missing":
        "kết quả thực tế phải là 0 (ở lại) hoặc 1 (rời đi), và không được thiếu xác suất nào",
    "churn needs dates and one of these tables: {0}": "phân tích rời bỏ cần có ngày và một trong các bảng: {0}",
    "the outcome of cut-off {0} is known on {1}, but this study sees days before {2} only; choose an earlier cut-off":
        "kết quả của mốc {0} phải đến {1} mới biết, nhưng nghiên cứu này chỉ thấy các ngày trước {2}; hãy chọn mốc sớm hơn",
    "the outcome window of cut-off {0} starts on {1}, but leaving is recorded from {2} only; choose a later cut-off":
        "cửa sổ kết quả của mốc {0} bắt đầu từ {1}, nhưng việc rời bỏ chỉ được ghi nhận từ {2}; hãy chọn mốc muộn hơn",
    "{0} is {1}; give a share from 0 to 1, such as 0.3": "{0} là {1}; hãy cho một tỷ lệ từ 0 đến 1, ví dụ 0.3",
    "the weight of a success rate is {0}; give a number of tries above 0": "trọng số của tỷ lệ thành công là {0}; hãy cho số lần thử lớn hơn 0",
    "success_rate is {0}; give a range as (low, high), such as (0.2, 0.4)": "success_rate là {0}; hãy cho một khoảng dạng (thấp, cao), ví dụ (0.2, 0.4)",
    "made needs the columns customer_id and day; it lacks {0}": "made cần các cột customer_id và day; hiện thiếu {0}",
    "made holds something in \"day\" that is no date; write dates as 2026-03-31":
        "made có giá trị trong cột \"day\" không phải là ngày; hãy ghi ngày theo dạng 2026-03-31",
    "cost is {0}; give a number of at least 0, in the study's currency": "cost là {0}; hãy cho một số từ 0 trở lên, theo đơn vị tiền tệ của nghiên cứu",
    "suspected leak: {0}: {1}": "nghi ngờ rò rỉ kết quả: {0}: {1}",
    "{0} outcomes for {1} rows: give 0 (stayed) or 1 (left) for each row":
        "{0} kết quả thực tế cho {1} dòng: hãy cho mỗi dòng một giá trị, 0 (ở lại) hoặc 1 (rời đi)",
    "folds is {0} and repeats {1}; give at least 2 folds and 1 repeat": "folds là {0} và repeats là {1}; hãy cho ít nhất 2 folds và 1 repeat",
    "{0} of {1} left: too few leavers or stayers for {2} folds; there must be {3} of each at least":
        "{0} trong {1} khách đã rời đi: quá ít khách rời đi hoặc ở lại để chia thành {2} phần; mỗi bên phải có ít nhất {3} khách",
    "months is {0}; give a whole number of at least 1, such as 12": "months là {0}; hãy cho một số nguyên từ 1 trở lên, ví dụ 12",
    "{0} is {1}; give a number{2}, in the study's currency": "{0} là {1}; hãy cho một số{2}, theo đơn vị tiền tệ của nghiên cứu",
    "capacity is {0}; give how many customers staff can contact, such as 500":
        "capacity là {0}; hãy cho biết nhân viên liên hệ được bao nhiêu khách hàng, ví dụ 500",
    "n is {0}; give a whole number of at least 1, such as 3": "n là {0}; hãy cho một số nguyên từ 1 trở lên, ví dụ 3",
    "waves must be a whole number from 1, or None for all waves; not {0}": "waves phải là một số nguyên từ 1 trở lên, hoặc None để lấy mọi đợt; không phải {0}",
    "no topic called \"{0}\": these comments have no stable topics": "không có chủ đề nào tên là \"{0}\": các nhận xét này không có chủ đề ổn định",
    "k must be a whole number from 2 to 30, or None to choose it; not {0}": "k phải là một số nguyên từ 2 đến 30, hoặc None để tự động chọn; không phải {0}",
    "name one or two levels to set apart: levels=(...); choose from: {0}": "hãy nêu một hoặc hai nhóm cần phân biệt: levels=(...); hãy chọn trong: {0}",
    "prior must be above 0; got {0}": "prior phải lớn hơn 0; hiện là {0}",
    "permutations must be {0} or more; got {1}": "permutations phải từ {0} trở lên; hiện là {1}",
    "levels names one level, or two that differ; got {0}": "levels chỉ nêu một nhóm, hoặc hai nhóm khác nhau; hiện là {0}",
    "the codebook declares no question; add [questions.NAME] to study.toml": "bộ câu hỏi chưa khai báo câu hỏi nào; hãy thêm [questions.TÊN] vào study.toml",
    "\"{0}\" is the outcome, so it cannot be a driver too": "\"{0}\" là kết quả cần giải thích nên không thể đồng thời là yếu tố tác động",
    "the driver \"{0}\" is named twice": "yếu tố tác động \"{0}\" được nêu hai lần",
    "an ordered logit needs at least two different outcomes": "logit thứ bậc cần ít nhất hai giá trị kết quả khác nhau",
    "a correlation matrix is square, drivers first and the outcome last; got shape {0}":
        "ma trận tương quan phải vuông, các yếu tố tác động đứng trước và kết quả đứng cuối; hiện có kích thước {0}",
    "a correlation lies between -1 and 1; leave out drivers that do not vary": "hệ số tương quan nằm giữa -1 và 1; hãy bỏ các yếu tố tác động không thay đổi",
    "a correlation matrix is symmetric with ones on its diagonal": "ma trận tương quan phải đối xứng và có các số 1 trên đường chéo",
    "draws must be a whole number from 50, so that an interval can be read off; not {0}":
        "draws phải là một số nguyên từ 50 trở lên thì mới lập được khoảng tin cậy; không phải {0}",
    "two outcomes need two questions; this study has one": "hai kết quả cần hai câu hỏi; nghiên cứu này chỉ có một",
    "the two outcomes are both \"{0}\"; name two different questions": "cả hai kết quả đều là \"{0}\"; hãy nêu hai câu hỏi khác nhau",
    "{0} must be between 0 and 1, both excluded; got {1}. For 95 % write 0.95.":
        "{0} phải nằm giữa 0 và 1, không tính hai đầu; hiện là {1}. Với 95%, hãy ghi 0.95.",
    "{0} cannot be more than {1}; got {2} of {3}.": "{0} không thể lớn hơn {1}; hiện là {2} trên {3}.",
    "the arrays do not have the same shape: {0}.": "các mảng không có cùng kích thước: {0}.",
    "{0} must be finite and not negative; got {1}.": "{0} phải hữu hạn và không âm; hiện là {1}.",
    "{0} must be a number or an array of numbers; got {1}.": "{0} phải là một số hoặc một mảng số; hiện là {1}.",
    "a weighted mean needs the {0} sums {1}; got {2}.": "trung bình có trọng số cần {0} tổng {1}; hiện có {2}.",
    "scale must be (lowest, highest) with lowest below highest; got {0}.":
        "scale phải là (thấp nhất, cao nhất), số thấp nhất nhỏ hơn số cao nhất; hiện là {0}.",
    "a mean of {0} is outside the scale {1} to {2}; check the sums, or the scale in the codebook.":
        "giá trị trung bình {0} nằm ngoài thang đo từ {1} đến {2}; hãy kiểm tra các tổng, hoặc thang đo trong bộ câu hỏi.",
    "scale must be two numbers, lowest and highest; got {0}.": "scale phải là hai số, thấp nhất và cao nhất; hiện là {0}.",
    "p-values must be from 0 to 1; got {0}.": "giá trị p phải từ 0 đến 1; hiện là {0}.",
    "path_differences takes by or against, not both; leave one out": "path_differences nhận by hoặc against, không nhận cả hai; hãy bỏ một trong hai",
    "{0} customers are in \"{1}\" and in \"{2}\" too; compare slices that share nobody":
        "{0} khách hàng vừa ở trong \"{1}\" vừa ở trong \"{2}\"; hãy so sánh các lát cắt không có khách chung",
    "window_days must be above 0, not {0}; give the days a journey may take":
        "window_days phải lớn hơn 0, không phải {0}; hãy cho số ngày tối đa của một hành trình",
    "a journey needs at least two stages; name them in order in study.toml, [journey] stages":
        "hành trình cần ít nhất hai bước; hãy nêu các bước theo thứ tự trong study.toml, mục [journey] stages",
    "with order \"any\" nothing tells where one pass ends and the next begins; take reentry \"first\", or order \"loose\"":
        "với order \"any\", không có gì cho biết một lượt đi kết thúc ở đâu và lượt sau bắt đầu ở đâu; hãy dùng reentry \"first\", hoặc order \"loose\"",
    "by names a segment twice: {0}; name each once": "by nêu một phân khúc hai lần: {0}; hãy nêu mỗi phân khúc một lần",
    "all stages fall into \"{0}\": a journey needs at least two; see [journey.as] in study.toml":
        "mọi bước đều rơi vào \"{0}\": hành trình cần ít nhất hai bước; hãy xem [journey.as] trong study.toml",
    "top must be 1 or more, not {0}": "top phải từ 1 trở lên, không phải {0}",
    "draws must be 100 or more for an interval, not {0}": "draws phải từ 100 trở lên thì mới có khoảng tin cậy, không phải {0}",
    "steps must be 1 or more, not {0}": "steps phải từ 1 trở lên, không phải {0}",
    "windows must be days above 0; got {0}": "windows phải là số ngày lớn hơn 0; hiện có {0}",
    "stability needs counts of 0 or more over the same bins, then and now":
        "stability cần các số đếm từ 0 trở lên trên cùng các khoảng chia, trước đây và hiện nay",
    "these personas hold nothing to assign by; find them in a study with payments or contacts":
        "các chân dung này không có căn cứ để xếp khách vào; hãy tìm chân dung trong một nghiên cứu có thanh toán hoặc lượt tiếp xúc",
    "these personas do not hold their spread; use certainty(keep(found, features), features) with the customers they were found on":
        "các chân dung này không lưu độ phân tán; hãy dùng certainty(keep(found, features), features) với những khách đã dùng để tìm ra chúng",
    "{0} holds no personas; give a file that was saved from personas, or {1}": "{0} không chứa chân dung nào; hãy cho tệp đã lưu từ các chân dung, hoặc {1}",
    "{0} is written in format {1}, and this version of cxlib reads format {2}; use the version of cxlib that wrote it, or {3}":
        "{0} được ghi ở định dạng {1}, còn phiên bản cxlib này đọc định dạng {2}; hãy dùng phiên bản cxlib đã ghi tệp, hoặc {3}",
    "{0}: names must hold each of {1} once, on the left; change only the names on the right":
        "{0}: names phải có mỗi tên trong {1} đúng một lần, ở bên trái; chỉ đổi các tên ở bên phải",
    "these personas do not hold the customers they were found on; give their features: keep(found, features)":
        "các chân dung này không lưu những khách đã dùng để tìm ra chúng; hãy cho đặc điểm của những khách đó: keep(found, features)",
    "a persona needs a name; got {0}": "mỗi chân dung cần có tên; hiện là {0}",
    "two groups of customers would be called \"{0}\"; give each a name of its own":
        "hai nhóm khách hàng sẽ cùng tên là \"{0}\"; hãy đặt cho mỗi nhóm một tên riêng",
    "{0} is broken at line {1}: {2}; mend that line, or {3}": "{0} bị hỏng ở dòng {1}: {2}; hãy sửa dòng đó, hoặc {3}",
    "{0} is broken ({1}: {2}); undo what was changed besides names, or {3}": "{0} bị hỏng ({1}: {2}); hãy hoàn tác những gì đã sửa ngoài names, hoặc {3}",
    "{0}, names: {1}": "{0}, names: {1}",
    "a customer's weight must be above 0 and finite; correct it, or leave it empty for the mean":
        "trọng số của khách hàng phải lớn hơn 0 và hữu hạn; hãy sửa lại, hoặc để trống để lấy mức trung bình",
    "{0} is {1}; give a whole number of at least {2}.": "{0} là {1}; hãy cho một số nguyên từ {2} trở lên.",
    "features name the columns already, so made_of=\"{0}\" has nothing to choose; give one of the two":
        "features đã nêu sẵn các cột nên made_of=\"{0}\" không còn gì để chọn; hãy chỉ cho một trong hai",
    "nobody can have changed persona: there are no personas, or no earlier wave with days; see movers(study, found)":
        "không thể có ai đổi chân dung: không có chân dung nào, hoặc không có đợt trước nào có ngày; hãy xem movers(study, found)",
    "start_days is {0} and days is {1}; days must go on after start_days, which is at least 1":
        "start_days là {0} và days là {1}; days phải dài hơn start_days, và start_days ít nhất là 1",
    "draws is {0}; give a whole number of at least 39.": "draws là {0}; hãy cho một số nguyên từ 39 trở lên.",
    "depth is {0}; give 1, 2 or 3: a longer rule is not a simple one": "depth là {0}; hãy cho 1, 2 hoặc 3: quy tắc dài hơn không còn là quy tắc đơn giản",
    "this finding holds no rule; give what personas.simple_rule found in a study with personas":
        "kết quả này không chứa quy tắc nào; hãy cho kết quả của personas.simple_rule từ một nghiên cứu có chân dung",
    (
        "sold_to_target_only needs to know who is left out: personas, a finding of poor_fit_rules, a rule (Slice), or a Series of True "
        "and False by customer_id; got {0}"
    ): (
        "sold_to_target_only cần biết ai bị bỏ ra: các chân dung, một kết quả của poor_fit_rules, một quy tắc (Slice), hoặc một Series "
        "gồm True và False theo customer_id; hiện là {0}"
    ),
    "sold_to_target_only takes a finding of poor_fit_rules; got one of \"{0}\"":
        "sold_to_target_only nhận kết quả của poor_fit_rules; hiện là kết quả của \"{0}\"",
    "{0} cannot be written to a file: it is a {1}; keep numbers, texts and tables only":
        "không ghi được {0} vào tệp: đây là {1}; hãy chỉ giữ số, văn bản và bảng",
    "{0} cannot be written to a file: its rows have names of several parts": "không ghi được {0} vào tệp: các dòng có tên gồm nhiều phần",
    "folds must be a whole number of at least 2, not {0}": "folds phải là một số nguyên từ 2 trở lên, không phải {0}",
    "{0} shows no metric that has a card; those are: {1}": "{0} không có chỉ số nào có thẻ chỉ số; các chỉ số có thẻ là: {1}",
    "{0} cannot be compared with itself; name an earlier wave": "không thể so sánh {0} với chính nó; hãy nêu một đợt trước đó",
    "employees are not compared unless you ask for it: add employees=True, and mind what it is used for":
        "nhân viên không được so sánh trừ khi bạn yêu cầu: hãy thêm employees=True, và lưu ý kết quả sẽ được dùng vào việc gì",
    "columns can be compared in a study with answers and a segment; see Study.segments":
        "chỉ so sánh được các cột khi nghiên cứu có câu trả lời và một phân khúc; hãy xem Study.segments",
    "{0}: {1} retained and {2} churned do not add up to {3}": "{0}: {1} khách ở lại và {2} khách rời bỏ cộng lại không bằng {3}",
    "ahead is a number of periods from 1 to {0}; got {1}": "ahead là số kỳ từ 1 đến {0}; hiện là {1}",
    "every place needs an answer, and shares that are not negative and sum to 1":
        "mỗi nơi cần có câu trả lời, và các tỷ lệ (shares) phải không âm và có tổng bằng 1",
    "cells must be in lexicographic order and without repeats": "cells phải xếp theo thứ tự từ điển và không lặp lại",
    "mix and rate add up to {0}, but the score moved by {1}": "phần do cơ cấu và phần do cách trả lời cộng lại là {0}, nhưng điểm thay đổi {1}",
    "the shares of each wave must sum to 1; got {0}": "các tỷ lệ của mỗi đợt phải có tổng bằng 1; hiện là {0}",
    "draws must be {0} or more for intervals of ranks; got {1}": "draws phải từ {0} trở lên thì mới có khoảng tin cậy của thứ hạng; hiện là {1}",
    "employees are not ranked unless you ask for it: add employees=True, and mind what it is used for":
        "nhân viên không được xếp hạng trừ khi bạn yêu cầu: hãy thêm employees=True, và lưu ý kết quả sẽ được dùng vào việc gì",
    "every place needs a finite value and a variance above 0": "mỗi nơi cần một giá trị hữu hạn và phương sai lớn hơn 0",
    "places are shrunk toward each other: three or more are needed (two with widest=...); got {0}":
        "giá trị của các nơi được kéo về gần nhau: cần từ ba nơi trở lên (hai nơi nếu có widest=...); hiện có {0}",
    "draws must be {0} or more for an interval; got {1}": "draws phải từ {0} trở lên thì mới có khoảng tin cậy; hiện là {1}",
    "by names each segment once, and at least one; got {0}": "by nêu mỗi phân khúc một lần, và ít nhất một phân khúc; hiện là {0}",
    "average_run_length takes sigmas, or lam with width, or all three, or k with h alone":
        "average_run_length nhận sigmas, hoặc lam cùng width, hoặc cả ba, hoặc chỉ k cùng h",
    "looks must be 1 or more; got {0}": "looks phải từ 1 trở lên; hiện là {0}",
    "periods must be 3 or more; got {0}": "periods phải từ 3 trở lên; hiện là {0}",
    "a break is looked for in one row of numbers, none missing; leave empty periods out":
        "điểm đổi mức được tìm trong một dãy số không thiếu giá trị nào; hãy bỏ các kỳ trống",
    "trim must lie in 0 to 0.4 and draws be 99 or more; got trim = {0}, draws = {1}":
        "trim phải nằm trong khoảng 0 đến 0.4 và draws phải từ 99 trở lên; hiện là trim = {0}, draws = {1}",
    "laney_limits needs a count for each n, between 0 and n": "laney_limits cần một số đếm cho mỗi n, nằm giữa 0 và n",
    "limits needs a standard error for each value, none negative; got {0} values and {1} errors":
        "limits cần một sai số chuẩn không âm cho mỗi giá trị; hiện có {0} giá trị và {1} sai số",
    "ewma needs 0 < lam <= 1, a width above 0, and start \"steady\" or \"widening\"":
        "ewma cần 0 < lam <= 1, width lớn hơn 0, và start là \"steady\" hoặc \"widening\"",
    "cusum needs k of 0 or more and h above 0; got k = {0}, h = {1}": "cusum cần k từ 0 trở lên và h lớn hơn 0; hiện là k = {0}, h = {1}",
    "{0} values but {1} standard errors; give one for each": "{0} giá trị nhưng có {1} sai số chuẩn; hãy cho mỗi giá trị một sai số chuẩn",
}
