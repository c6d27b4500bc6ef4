"""Refusals by the contract, and refusals of reports, the study and its settings, in Vietnamese."""

TEXT = {
    "{0}: this finding is no persona card; give what maps.persona_card found":
        "{0}: kết quả này không phải là thẻ chân dung khách hàng; hãy đưa vào kết quả của maps.persona_card",
    "a card needs a page of its own; leave ax out": "một thẻ cần một trang riêng; hãy bỏ ax",
    "a chart with a facet needs a figure of its own; leave ax out": "biểu đồ có facet cần một hình riêng; hãy bỏ ax",
    "{0}: the chart has no column \"{1}\" to draw": "{0}: biểu đồ không có cột \"{1}\" để vẽ",
    "{0} is there already; --force replaces it, cx add-wave adds a file to it":
        "{0} đã có sẵn; --force sẽ thay thế tệp này, cx add-wave sẽ thêm một tệp dữ liệu vào đó",
    "{0} is there already; give the new file another name": "{0} đã có sẵn; hãy đặt tên khác cho tệp mới",
    "{0}: declare each question in its own [questions.NAME]; not {1}": "{0}: hãy khai báo mỗi câu hỏi trong mục riêng [questions.NAME]; không phải {1}",
    "{0}: scale must be two whole numbers, low then high, such as [0, 10]; not {1}":
        "{0}: scale phải là hai số nguyên, số thấp trước, số cao sau, ví dụ [0, 10]; không phải {1}",
    "{0}: missing must be a list of whole numbers, such as [0, 99]; not {1}": "{0}: missing phải là danh sách số nguyên, ví dụ [0, 99]; không phải {1}",
    "{0}: wording must be text, or a table such as { en = \"...\", vi = \"...\" }; not {1}":
        "{0}: wording phải là văn bản, hoặc một bảng như { en = \"...\", vi = \"...\" }; không phải {1}",
    "{0}: NPS is asked from 0 to 10, not {1} to {2}. Declare this question as metric = \"rating\": it is kept under its own name and not trended with NPS.":
        "{0}: NPS được hỏi trên thang 0 đến 10, không phải {1} đến {2}. Hãy khai báo câu hỏi này là metric = \"rating\": câu hỏi sẽ được giữ dưới "
        "tên riêng và không xếp chung vào xu hướng NPS.",
    "{0}: on an NPS question high is good; set high_is = \"good\"": "{0}: với câu hỏi NPS, điểm cao là tốt; hãy đặt high_is = \"good\"",
    "{0}: on {1} points there is no agreed top box; say how many boxes count as satisfied, for example top_box = 2":
        "{0}: với thang {1} điểm, không có quy ước chung về top box; hãy cho biết bao nhiêu mức trên cùng được tính là hài lòng, ví dụ top_box = 2",
    "{0}: top_box must be a whole number from 1 to {1}, not {2}": "{0}: top_box phải là số nguyên từ 1 đến {1}, không phải {2}",
    "{0}: say what the question asks: asks = \"ease\" (high is easy) or asks = \"effort\"":
        "{0}: hãy cho biết câu hỏi hỏi về điều gì: asks = \"ease\" (điểm cao là dễ dàng) hoặc asks = \"effort\"",
    "{0}: asks = \"{1}\" means high is {2}, but high_is says \"{3}\"": "{0}: asks = \"{1}\" nghĩa là high_is phải là {2}, nhưng high_is lại ghi \"{3}\"",
    "{0}: {1} must be text in quotes, not {2}": "{0}: {1} phải là văn bản trong dấu ngoặc kép, không phải {2}",
    "{0}: the missing code {1} lies inside of the scale {2} to {3}": "{0}: mã {1} trong missing nằm bên trong thang đo {2} đến {3}",
    "{0}: top_box belongs to metric = \"csat\" only": "{0}: top_box chỉ dùng với metric = \"csat\"",
    "{0}: asks belongs to metric = \"ces\" only": "{0}: asks chỉ dùng với metric = \"ces\"",
    "follow needs a slicer or a study first, not {0}: follow(slicer, scores.trend)":
        "tham số đầu tiên của follow phải là bộ lọc hoặc nghiên cứu, không phải {0}: follow(slicer, scores.trend)",
    "follow shows findings, but {0} returned {1}": "follow hiển thị các kết quả (Finding), nhưng {0} trả về {1}",
    "{0}: expected a table of settings, not {1}": "{0}: cần một bảng thiết lập, không phải {1}",
    "{0}: {1}": "{0}: {1}",
    "{0}: the setting \"{1}\" is missing": "{0}: thiếu thiết lập \"{1}\"",
    "{0}: row {1} has its value outside of its interval": "{0}: dòng {1} có giá trị nằm ngoài khoảng tin cậy của chính nó",
    "{0}: the chart names column \"{1}\", which the table does not have": "{0}: biểu đồ nêu cột \"{1}\", nhưng bảng không có cột này",
    "{0}: the layout names column \"{1}\", which the table does not have": "{0}: bố cục nêu cột \"{1}\", nhưng bảng không có cột này",
    "only findings of one analysis can stand beside each other; got \"{0}\" and \"{1}\"":
        "chỉ có thể đặt cạnh nhau các kết quả của cùng một phân tích; nhận được \"{0}\" và \"{1}\"",
    "both findings must be in one language; got \"{0}\" and \"{1}\"": "hai kết quả phải cùng một ngôn ngữ; nhận được \"{0}\" và \"{1}\"",
    "names are two different texts, one for each slice; got {0}": "names phải là hai văn bản khác nhau, mỗi lát cắt một tên; nhận được {0}",
    "a chart draws the level \"{0}\" of its series dashed, so it needs a series": "biểu đồ vẽ nét đứt cho nhóm \"{0}\" của series, nên cần có series",
    "a chart has four corners or none to name; got {0}": "biểu đồ phải có tên cho cả bốn góc hoặc không góc nào; nhận được {0}",
    "both slices are the same; compare with another one": "hai lát cắt giống nhau; hãy so sánh với lát cắt khác",
    "there is no wave before \"{0}\" to compare with; choose another comparison": "không có đợt nào trước \"{0}\" để so sánh; hãy chọn cách so sánh khác",
    "level=\"{0}\" needs the segment it is of: journey_map(study, by=..., level=\"{1}\")":
        "level=\"{0}\" cần kèm phân khúc chứa nhóm đó: journey_map(study, by=..., level=\"{1}\")",
    "risk needs a pandas Series of probabilities from 0 to 1, indexed by customer_id":
        "risk phải là một pandas Series các xác suất từ 0 đến 1, có chỉ mục là customer_id",
    "risk has more than one probability for a customer; keep one for each":
        "risk có nhiều hơn một xác suất cho cùng một khách hàng; hãy giữ mỗi khách một giá trị",
    "lookback_days must be above 0, not {0}; give the days an answer may be old":
        "lookback_days phải trên 0, không phải {0}; hãy cho biết câu trả lời được phép cũ tối đa bao nhiêu ngày",
    "a plan has one row for each gap, named in a column key": "kế hoạch có mỗi khoảng cách một dòng, được nêu trong cột key",
    "the plan names \"{0}\" twice; keep one row for each key": "kế hoạch nêu \"{0}\" hai lần; hãy giữ mỗi key một dòng",
    "the plan says {0} = \"{1}\" for \"{2}\"; it is a number {3}, or empty":
        "kế hoạch ghi {0} = \"{1}\" cho \"{2}\"; giá trị này phải là một số {3}, hoặc để trống",
    "{0} lists no customers to write: {1}": "{0} không có danh sách khách hàng để ghi: {1}",
    "Cannot make the folder \"{0}\" ({1}). Name another one.": "Không tạo được thư mục \"{0}\" ({1}). Hãy nêu thư mục khác.",
    "\"{0}\" has room for {1} MB only, and a report needs {2}. Make room, or name another folder with --out.":
        "\"{0}\" chỉ còn {1} MB trống, trong khi một báo cáo cần {2} MB. Hãy giải phóng dung lượng, hoặc nêu thư mục khác bằng --out.",
    "jobs is how many notebooks run at once: a whole number from 1, not {0}": "jobs là số notebook chạy cùng lúc: một số nguyên từ 1 trở lên, không phải {0}",
    "Cannot write into \"{0}\" ({1}). Name another folder with --out.": "Không ghi được vào \"{0}\" ({1}). Hãy nêu thư mục khác bằng --out.",
    "Another run is writing \"{0}\" now. Wait until it ends, or stop it.": "Một lượt chạy khác đang ghi \"{0}\". Hãy chờ đến khi xong, hoặc dừng lượt chạy đó.",
    "{0} cannot be written ({1}); close it where it is open, and do this again": "không ghi được {0} ({1}); hãy đóng tệp ở nơi đang mở, rồi làm lại",
    "{0} cannot be read ({1}); mend it, or delete it and keep the personas again":
        "không đọc được {0} ({1}); hãy sửa tệp, hoặc xóa tệp rồi lưu lại các chân dung khách hàng",
    "{0} has no column key; take the file of the last report and change only the other columns":
        "{0} không có cột key; hãy lấy tệp của báo cáo gần nhất và chỉ sửa các cột khác",
    "{0} cannot be written: {1}": "không ghi được {0}: {1}",
    "{0} is larger than {1} bytes; a plan has one short line for each gap": "{0} lớn hơn {1} byte; một kế hoạch chỉ có một dòng ngắn cho mỗi khoảng cách",
    "{0} cannot be read ({1}); save it as CSV in UTF-8, or delete it": "không đọc được {0} ({1}); hãy lưu tệp dưới dạng CSV theo UTF-8, hoặc xóa tệp",
    "There is no folder of notebooks at \"{0}\". Name one with --notebooks.": "Không có thư mục notebook nào tại \"{0}\". Hãy nêu thư mục bằng --notebooks.",
    "The folder \"{0}\" holds no notebook (*.ipynb). Name another with --notebooks.":
        "Thư mục \"{0}\" không có notebook nào (*.ipynb). Hãy nêu thư mục khác bằng --notebooks.",
    "\"{0}\" cannot be read as a notebook ({1}). Open it in JupyterLab.": "Không đọc được \"{0}\" như một notebook ({1}). Hãy mở tệp trong JupyterLab.",
    "port is a whole number from 0 (a free one) to 65535, not {0}": "port phải là số nguyên từ 0 (lấy một cổng còn trống) đến 65535, không phải {0}",
    "The presenter stopped by itself.": "Trình chiếu đã tự dừng.",
    "a parked question has 1 to {0} letters, not {1}": "một câu hỏi để lại dài từ 1 đến {0} ký tự, không phải {1}",
    "there are too many parked questions": "đã có quá nhiều câu hỏi để lại",
    "\"{0}\" cannot be read ({1})": "không đọc được \"{0}\" ({1})",
    "\"{0}\" cannot be written ({1})": "không ghi được \"{0}\" ({1})",
    "Cannot write \"{0}\" ({1}). Is the folder there, and the file not open elsewhere?":
        "Không ghi được \"{0}\" ({1}). Thư mục có ở đó không, và tệp có đang mở ở nơi khác không?",
    "{0} cannot be written ({1})": "không ghi được {0} ({1})",
    "{0}, line {1}: is no alert; delete that line, or the file to begin anew":
        "{0}, dòng {1}: không phải là một cảnh báo; hãy xóa dòng đó, hoặc xóa cả tệp để bắt đầu lại",
    "\"{0}\" cannot be compared with itself; name an earlier report first": "không thể so sánh \"{0}\" với chính nó; hãy nêu báo cáo cũ hơn ở vị trí thứ nhất",
    "the study stands at {0}, the later report at {1}; open the study with wave=\"{2}\"":
        "nghiên cứu đang ở {0}, báo cáo sau ở {1}; hãy mở nghiên cứu với wave=\"{2}\"",
    "there is no report in \"{0}\": it has no findings.json. Make it with: cx run STUDY --wave {1}":
        "không có báo cáo trong \"{0}\": thiếu findings.json. Hãy tạo bằng lệnh: cx run STUDY --wave {1}",
    "the report in \"{0}\" cannot be read ({1}). Run that wave again.": "không đọc được báo cáo trong \"{0}\" ({1}). Hãy chạy lại đợt đó.",
    "scale is {0}; give a number of at least {1} (1 is 20,000 customers, 50 a million).":
        "scale là {0}; hãy cho một số từ {1} trở lên (1 là 20.000 khách hàng, 50 là một triệu).",
    "seed is {0}; give a whole number of at least 0, such as 2026.": "seed là {0}; hãy cho một số nguyên từ 0 trở lên, ví dụ 2026.",
    "{0} is a file; the sample needs a folder. Give the name of a new folder.": "{0} là một tệp; dữ liệu mẫu cần một thư mục. Hãy cho tên một thư mục mới.",
    "{0} holds a study of yours; the sample would replace its files. Give the name of a new folder.":
        "{0} chứa một nghiên cứu của bạn; dữ liệu mẫu sẽ ghi đè các tệp trong đó. Hãy cho tên một thư mục mới.",
    "\"period\" is not a segment; give it as periods=(\"2026Q3\",)": "\"period\" không phải là phân khúc; hãy viết thành periods=(\"2026Q3\",)",
    "a slice names each segment once; list its levels together": "một lát cắt chỉ nêu mỗi phân khúc một lần; hãy liệt kê các nhóm của phân khúc cùng một chỗ",
    "cannot read the slice \"{0}\": write not (segment = level & segment = level)":
        "không đọc được lát cắt \"{0}\": hãy viết not (segment = level & segment = level)",
    "cannot read the slice \"{0}\": a quotation mark is not closed": "không đọc được lát cắt \"{0}\": có dấu ngoặc kép chưa đóng",
    "cannot read the slice \"{0}\": a bracket of not (...) is not closed": "không đọc được lát cắt \"{0}\": có dấu ngoặc của not (...) chưa đóng",
    "\"{0}\" keeps some and leaves out others, so everyone else is no slice; name one group of levels only":
        "\"{0}\" vừa giữ một số nhóm vừa loại nhóm khác, nên những người còn lại không thành một lát cắt; hãy chỉ nêu một tập hợp nhóm",
    "the slice \"{0}\" says weights = {1}; choose from: off, on": "lát cắt \"{0}\" ghi weights = {1}; hãy chọn một trong: off, on",
    "cannot read the slice \"{0}\": write segment = level, level & segment = level":
        "không đọc được lát cắt \"{0}\": hãy viết segment = level, level & segment = level",
    "the slice \"{0}\" names {1} twice; list its levels together": "lát cắt \"{0}\" nêu {1} hai lần; hãy liệt kê các nhóm của phân khúc này cùng một chỗ",
    "no row of any source was accepted; run cx check to see why": "không có dòng nào của bất kỳ nguồn nào được nhận; hãy chạy cx check để xem vì sao",
    "no prepared store at {0}; open the study again to build it": "không có kho dữ liệu đã chuẩn bị tại {0}; hãy mở lại nghiên cứu để tạo kho",
    "the prepared store at {0} is damaged; delete that folder and open the study again":
        "kho dữ liệu đã chuẩn bị tại {0} bị hỏng; hãy xóa thư mục đó và mở lại nghiên cứu",
    "Spark already runs at {0} in this program; start a new one to use {1}":
        "Spark đã chạy tại {0} trong chương trình này; hãy khởi động một chương trình mới để dùng {1}",
    "engine \"spark\" needs {0}; install it with: pip install \"cxlib[spark]\"": "engine \"spark\" cần {0}; hãy cài bằng lệnh: pip install \"cxlib[spark]\"",
    "engine \"spark\" did not start at {0}: {1}; it needs Java 17 or later": "engine \"spark\" không khởi động được tại {0}: {1}; cần Java 17 trở lên",
    "lifetimes are counted by month, quarter or year; this study's periods are survey waves":
        "vòng đời khách hàng được tính theo tháng, quý hoặc năm; các kỳ của nghiên cứu này là đợt khảo sát",
    "{0}: no row has a date, so there is no {1} to look at; map at or joined_at":
        "{0}: không dòng nào có ngày, nên không có kỳ nào (period = \"{1}\") để xem; hãy ánh xạ at hoặc joined_at",
    "{0}: as_of = {1} leaves nothing to look at; the data begin in {2}": "{0}: với as_of = {1} thì không còn gì để xem; dữ liệu bắt đầu từ {2}",
    (
        "{0}: period = \"wave\", but no answer names its wave; set wave in the sources of responses, map the column wave, or set period to "
        "\"month\", \"quarter\" or \"year\""
    ):
        "{0}: period = \"wave\", nhưng không câu trả lời nào ghi đợt của mình; hãy đặt wave trong các nguồn của responses, ánh xạ cột wave, hoặc "
        "đặt period là \"month\", \"quarter\" hoặc \"year\"",
    "{0}: a wave of the answers is no {1}: {2}; or set period = \"wave\"":
        "{0}: có đợt của câu trả lời không khớp với period = \"{1}\": {2}; hoặc hãy đặt period = \"wave\"",
    "\"{0}\" is no period; write it like 2026Q3, 2026-03 or 2026": "\"{0}\" không phải là một kỳ; hãy viết như 2026Q3, 2026-03 hoặc 2026",
    "these margins cannot all be met at once by the answers that there are; merge small levels or drop a margin.":
        "các câu trả lời hiện có không thể khớp cùng lúc với mọi tỷ lệ trong margins; hãy gộp các nhóm nhỏ hoặc bỏ bớt một phân khúc khỏi margins.",
    "{0}, margins: {1}": "{0}, margins: {1}",
    "nobody at {0} \"{1}\" gave an answer, so it cannot be raked to {2}; merge it with another level.":
        "không có ai thuộc {0} \"{1}\" trả lời, nên không thể hiệu chỉnh nhóm này về {2}; hãy gộp với nhóm khác.",
    "with_segment needs a pandas Series of labels, indexed by customer_id": "with_segment cần một pandas Series các nhãn, có chỉ mục là customer_id",
    "with_segment: customer \"{0}\" has more than one label; keep one for each":
        "with_segment: khách hàng \"{0}\" có nhiều hơn một nhãn; hãy giữ mỗi khách một nhãn",
    "with_segment: \"{0}\" has a meaning of its own; give the segment another name": "with_segment: \"{0}\" đã có nghĩa riêng; hãy đặt tên khác cho phân khúc",
    "with_segment: the answers are raked by \"{0}\"; give the segment another name":
        "with_segment: câu trả lời đang được hiệu chỉnh trọng số theo \"{0}\"; hãy đặt tên khác cho phân khúc",
    "features as of {0} would need days after {1}, which this study does not see":
        "đặc trưng tính đến {0} cần những ngày sau {1}, mà nghiên cứu này không thấy được",
    "rows were multiplied or made up before the split; split first, and leave classes as they are":
        "có dòng được nhân lên hoặc tạo thêm trước khi chia dữ liệu; hãy chia trước, và giữ nguyên các lớp như vốn có",
    "they seem to know the outcome; check when they are filled, or go on with on_leak=\"continue\"":
        "các cột này dường như đã biết trước kết quả; hãy kiểm tra chúng được điền vào lúc nào, hoặc tiếp tục với on_leak=\"continue\"",
    "fill in {0}, or leave the row out": "điền {0}, hoặc bỏ dòng này",
    "{0} may not be blank": "{0} không được để trống",
    "export the file again as text; a program wrote it in pieces, or it is damaged":
        "xuất lại tệp dưới dạng văn bản; có chương trình đã ghi tệp này thành từng mảnh, hoặc tệp bị hỏng",
    "the text holds a byte of zero": "văn bản có chứa byte 0",
    "fill in at or wave, or set wave in the source": "điền at hoặc wave, hoặc đặt wave trong nguồn",
    "an answer needs its time or its wave": "câu trả lời cần có thời điểm hoặc đợt",
    "correct one of the two dates": "sửa một trong hai ngày",
    "say in the source which sign is decimal: decimal = \",\" (points group thousands) or decimal = \".\"":
        "ghi trong nguồn dấu nào là dấu thập phân: decimal = \",\" (dấu chấm ngăn cách hàng nghìn) hoặc decimal = \".\"",
    "\"{value}\" may stand for thousands or for a decimal": "\"{value}\" có thể là hàng nghìn, cũng có thể là số thập phân",
    "a weight must be above 0, not {value}": "trọng số phải trên 0, không phải {value}",
    "correct the weight, or leave the answer out": "sửa trọng số, hoặc bỏ câu trả lời này",
    "a duration cannot be below 0, not {value}": "thời lượng không thể dưới 0, nhưng ở đây là {value}",
    "write the seconds that the respondent took, or leave it blank": "ghi số giây mà người trả lời đã dùng, hoặc để trống",
    "the stage is not one of: {0}": "bước hành trình không thuộc danh sách: {0}",
    "correct the stage, map it with recode.stage, or list it in [journey]": "sửa bước, ánh xạ bằng recode.stage, hoặc thêm vào danh sách trong [journey]",
    "declare it in study.toml as [questions.NAME] with metric, scale and high_is":
        "khai báo câu hỏi trong study.toml thành [questions.NAME] với metric, scale và high_is",
    "{value} lies outside of the scale {0} of {1}": "{value} nằm ngoài thang đo {0} của {1}",
    "correct the score, or declare the code as missing": "sửa điểm, hoặc khai báo mã này trong missing",
    "{value} is not a whole step of the scale of {0}": "{value} không phải là bậc nguyên trên thang đo của {0}",
    "correct the score; averages of several answers are not answers": "sửa điểm; trung bình của nhiều câu trả lời không phải là một câu trả lời",
    "write ids as text or as integers": "ghi mã dưới dạng văn bản hoặc số nguyên",
    "{value} is too large for a number that is kept as a float": "{value} quá lớn đối với số lưu ở dạng float",
    "{value} is an id that a spreadsheet shortened: two customers could share it": "{value} là mã đã bị bảng tính rút gọn: hai khách hàng có thể trùng mã này",
    "a local time that the clocks skip; taken as the moment at which they go forward":
        "giờ địa phương bị đồng hồ bỏ qua; được lấy là thời điểm đồng hồ chỉnh tiến",
    "a local time that the clocks show twice; the first is taken": "giờ địa phương mà đồng hồ chỉ hai lần; lấy lần đầu",
    "correct the time": "sửa thời gian",
    "correct the date": "sửa ngày",
    "a date told from another day, counted back from what relative_to names": "ngày ghi tương đối so với một ngày khác, tính lùi từ ngày mà relative_to nêu",
    "\"{value}\" is counted from a day that is not known here": "\"{value}\" được tính từ một ngày chưa biết ở đây",
    "say in the source from which: relative_to = 2021-05-01, or the column that holds the day":
        "ghi trong nguồn tính từ ngày nào: relative_to = 2021-05-01, hoặc tên cột chứa ngày đó",
    "the year of {value} cannot be right": "năm của {value} không thể đúng",
    "\"{value}\" is not a number": "\"{value}\" không phải là số",
    "write digits only; if \"{0}\" is the decimal sign here, set decimal = \"{1}\" in the source":
        "chỉ viết chữ số; nếu \"{0}\" là dấu thập phân ở đây, hãy đặt decimal = \"{1}\" trong nguồn",
    "change dates in the source": "đổi dates trong nguồn",
    "set dates in the source, for example dates = \"%d/%m/%Y\"": "đặt dates trong nguồn, ví dụ dates = \"%d/%m/%Y\"",
    "\"{value}\" is not a date or time of the form {0}": "\"{value}\" không phải là ngày hay thời gian theo dạng {0}",
    "correct it; if times are written differently here, {0}": "sửa lại; nếu ở đây thời gian được ghi theo cách khác, hãy {0}",
    "no best ordered logit: a driver tells the outcome perfectly, or is a copy of others":
        "không có mô hình logit thứ bậc tốt nhất: một yếu tố cho biết kết quả hoàn toàn chính xác, hoặc là bản sao của các yếu tố khác",
    "{0} needs the package {1}, which is not installed. Install it with: python -m pip install \"cxlib[{2}]\"":
        "{0} cần gói {1}, hiện chưa được cài. Hãy cài bằng lệnh: python -m pip install \"cxlib[{2}]\"",
    "; did you mean \"{0}\"?": "; có phải ý bạn là \"{0}\"?",
    "the database {0} on {1}, port {2}": "cơ sở dữ liệu {0} trên {1}, cổng {2}",
    "connecting to {0}: reads {1}, changes nothing": "đang kết nối đến {0}: đọc {1}, không thay đổi gì",
    "; left out, as no study uses such columns: {0}": "; đã bỏ ra vì không nghiên cứu nào dùng các cột như vậy: {0}",
    "ask for the right to read it, or name a table or view that this user may read": "hãy xin quyền đọc, hoặc nêu một bảng hay view mà người dùng này được đọc",
    "is the address right, the server up, and the password the right one?": "địa chỉ có đúng không, máy chủ có đang chạy không, và mật khẩu có đúng không?",
    "see that the table or query works in the database itself": "hãy xem bảng hay truy vấn này có chạy được ngay trong cơ sở dữ liệu không",
    "keep one row per customer": "giữ mỗi khách hàng một dòng",
    "the customer \"{0}\" stands in an earlier row already": "khách hàng \"{0}\" đã có ở một dòng trước đó",
    "put text that holds the separator in quotation marks": "đặt văn bản có chứa dấu ngăn cột trong dấu ngoặc kép",
    "the row has {0} columns where the heading has {1}": "dòng này có {0} cột trong khi tiêu đề có {1}",
    "the file declares this as no answer; taken as blank": "tệp khai báo giá trị này là không trả lời; được coi là trống",
    "that the file declares": "mà tệp khai báo",
    (
        "{0}: its texts are not in the encoding {1}. Set the right one in the source, for example encoding = \"cp1252\" (western Europe), "
        "\"cp1258\" (Vietnamese) or \"utf-8\", and look whether accents are right"
    ):
        "{0}: văn bản trong tệp không theo bảng mã {1}. Hãy đặt bảng mã đúng trong nguồn, ví dụ encoding = \"cp1252\" (Tây Âu), \"cp1258\" (tiếng "
        "Việt) hoặc \"utf-8\", và xem các dấu có đúng không",
    "a line that looks like a row": "một dòng chữ trông như một dòng dữ liệu",
    "{0} lines that look like rows": "{0} dòng chữ trông như dòng dữ liệu",
    "(the line is kept out, because ids are hashed)": "(nội dung dòng không được lưu, vì mã khách hàng được băm)",
    "open it in Excel and save it as .xlsx": "hãy mở bằng Excel và lưu thành .xlsx",
    "save it as .xlsx or .csv": "hãy lưu thành .xlsx hoặc .csv",
    "save it in SPSS as .sav": "hãy lưu thành .sav trong SPSS",
    "unpack it first": "hãy giải nén trước",
    "save it as .csv or .parquet": "hãy lưu thành .csv hoặc .parquet",
    "save the log as .xes": "hãy lưu nhật ký thành .xes",
    "{0} further rows were refused too; only the first {1} of a file are listed": "{0} dòng nữa cũng bị từ chối; chỉ liệt kê {1} dòng đầu của mỗi tệp",
    "{0}the stage \"{1}\" has no place in the model \"{2}\"; write {3} = one of: {4}":
        "{0}bước \"{1}\" chưa có chỗ trong mô hình \"{2}\"; hãy ghi {3} = một trong: {4}",
    "{0}\"{1}\" stands after \"{2}\", but its place \"{3}\" comes before \"{4}\"":
        "{0}\"{1}\" đứng sau \"{2}\", nhưng chỗ \"{3}\" của bước này lại đứng trước \"{4}\"",
    "If it is not UTF-8, set encoding in the source, for example encoding = \"cp1258\"":
        "Nếu tệp không theo UTF-8, hãy đặt encoding trong nguồn, ví dụ encoding = \"cp1258\"",
    "find the personas again and save them": "hãy tìm lại các chân dung khách hàng và lưu chúng",
    "no personas in it": "không có chân dung khách hàng nào trong đó",
    "names, centres and view do not fit each other": "names, centres và view không khớp nhau",
    "a centre is not a number": "có tâm nhóm không phải là số",
    "the chart of {0} cannot be drawn: {1}": "không vẽ được biểu đồ của {0}: {1}",
    " The word stands in reports made before: {0}; make them again, or delete them.":
        " Từ này có trong các báo cáo đã tạo trước đây: {0}; hãy tạo lại, hoặc xóa các báo cáo đó.",
    (
        "no customer \"{0}\" stands in a source file, prepared table or list here, so nothing was changed. Give the id as it stands in the source "
        "files, with id_prefix where the source has one"
    ):
        "không có khách hàng \"{0}\" trong tệp nguồn, bảng đã chuẩn bị hay danh sách nào ở đây, nên chưa thay đổi gì. Hãy cho mã đúng như trong tệp "
        "nguồn, kèm id_prefix nếu nguồn có khai báo",
    "prepared tables: {0} kept below {1}, made again when the study is opened": "bảng đã chuẩn bị: {0} mục lưu dưới {1}, được tạo lại khi mở nghiên cứu",
    "{0}: notebooks kept for the next run": "{0}: notebook được giữ cho lần chạy sau",
    "Port {0} cannot be used ({1}). Leave --port out to take a free one.": "Không dùng được cổng {0} ({1}). Hãy bỏ --port để lấy một cổng còn trống.",
    "The presenter did not start ({0}).": "Trình chiếu không khởi động được ({0}).",
    "{0}: sorting piece {1} of {2}": "{0}: đang sắp xếp phần {1} trên {2}",
    "{0}: splitting into {1} pieces": "{0}: đang chia thành {1} phần",
    "the prepared data cannot be written to {0} ({1}); copy study.toml to a folder where you may write, and name the data with --data":
        "không ghi được dữ liệu đã chuẩn bị vào {0} ({1}); hãy chép study.toml sang một thư mục mà bạn được phép ghi, và nêu nơi chứa dữ liệu bằng "
        "--data",
    "another program prepares this data; waiting for it": "một chương trình khác đang chuẩn bị dữ liệu này; đang chờ",
    "another program fetches this data; waiting for it": "một chương trình khác đang lấy dữ liệu này; đang chờ",
    " Or set when_empty = \"as_given\" to leave such a wave with the weights that came.":
        " Hoặc đặt when_empty = \"as_given\" để đợt như vậy giữ nguyên trọng số đã có.",
    "{0} Give \"{1}\" a share, or map it to another.": "{0} Hãy cho \"{1}\" một tỷ lệ, hoặc ánh xạ sang nhóm khác.",
}

KINDS = {
    "size": "kích cỡ",
    "segment of customers": "phân khúc khách hàng",
    "column to trust, [churn] trusted": "cột tin dùng ([churn] trusted)",
    "group of customers": "nhóm khách hàng",
    "offer": "ưu đãi",
    "on_leak": "giá trị của on_leak",
    "metric": "chỉ số",
    "direction": "hướng",
    "instrument": "cách hỏi",
    "side": "phía",
    "stage": "bước hành trình",
    "question": "câu hỏi",
    "topic": "chủ đề",
    "segment of responses": "phân khúc của câu trả lời",
    "setting": "thiết lập",
    "status": "tình trạng",
    "kind of chart": "loại biểu đồ",
    "scale": "kiểu thang",
    "column": "cột",
    "kind of database": "loại cơ sở dữ liệu",
    "option of the URL": "tùy chọn của URL",
    "schema with tables that may be read": "schema có bảng được phép đọc",
    "table or view that may be read in {0}": "bảng hay view được phép đọc trong {0}",
    "table or view that may be read": "bảng hay view được phép đọc",
    "list": "danh sách",
    "segment": "phân khúc",
    "sheet": "trang tính",
    "check": "phép kiểm tra",
    "language": "ngôn ngữ",
    "answer to {0}": "câu trả lời cho {0}",
    "file to join": "tệp để ghép nối",
    "mapped column": "cột đã ánh xạ",
    "file": "tệp",
    "order": "kiểu thứ tự",
    "reentry": "giá trị của reentry",
    "model of stages": "mô hình bước hành trình",
    "period": "kỳ",
    "unit": "đơn vị",
    "kind": "loại",
    "table": "bảng",
    "word for repeats": "giá trị của repeats",
    "decimal sign": "dấu thập phân",
    "stage of {0}": "bước của {0}",
    "word for when_empty": "giá trị của when_empty",
    "method": "phương pháp",
    "time step": "bước thời gian",
    "span of time": "khoảng thời gian",
    "segment of journeys": "phân khúc của hành trình",
    "kind of state": "loại trạng thái",
    "file of the live pages": "tệp của các trang tương tác",
    "sentiment": "cách đo cảm xúc",
    "level of {0}": "nhóm của {0}",
    "thing to show": "nội dung hiển thị",
    "persona": "chân dung khách hàng",
    "step": "bước",
    "blocks to make personas of": "khối để lập chân dung khách hàng",
    "column to make personas of": "cột để lập chân dung khách hàng",
    "horizon": "thời hạn",
    "way to treat rejected rows": "cách xử lý dòng bị từ chối",
    "theme of the truth": "chủ đề của đáp án",
    "wave": "đợt",
    "touchpoint or stage": "điểm chạm hay bước hành trình",
    "correction": "cách hiệu chỉnh",
    "scope of the correction": "phạm vi hiệu chỉnh",
    "every": "giá trị của every",
    "segment of {0}": "phân khúc của {0}",
    "centre": "cách lấy đường giữa",
    "level of {0} among the margins": "nhóm của {0} trong margins",
    "column of contacts": "cột của lượt tiếp xúc",
    "sentence": "câu",
}
