"""Refusals about data files, sources and settings of a study, in Vietnamese."""

TEXT = {
    (
        "{0} of {1} rows ({2}) break the contract; the study stops above {3}. The first: {4}, row {5}, {6}: {7}. See {8}, mend the file, or go on with "
        "--accept-rejected."
    ):
        "{0} trong {1} dòng ({2}) vi phạm quy ước; nghiên cứu dừng lại khi vượt {3}. Lỗi đầu tiên: {4}, dòng {5}, {6}: {7}. Hãy xem {8}, sửa tệp, hoặc đi "
        "tiếp với --accept-rejected.",
    "{0} cannot be written ({1}); close it where it is open, or name another place": "không ghi được {0} ({1}); hãy đóng tệp ở nơi đang mở, hoặc nêu chỗ khác",
    "{0}, [{1}], {2}: {3} Map it in a source, columns = { {4} = \"...\" }, or take it out of {5}":
        "{0}, [{1}], {2}: {3} Hãy ánh xạ tên này trong một nguồn, columns = { {4} = \"...\" }, hoặc bỏ tên này khỏi {5}",
    (
        "{0}: a password may not stand in study.toml; take it out of the URL, put it into an environment variable, and name that: password_env = "
        "\"CRM_PASSWORD\". The server's password file (~/.pgpass) works without any setting"
    ):
        "{0}: mật khẩu không được nằm trong study.toml; hãy bỏ mật khẩu khỏi URL, đặt vào một biến môi trường và nêu tên biến đó: password_env = "
        "\"CRM_PASSWORD\". Tệp mật khẩu của máy chủ (~/.pgpass) dùng được mà không cần thiết lập gì",
    "{0}: {1} Others: export a table as Parquet, and name that file with path": "{0}: {1} Với loại khác: hãy xuất bảng ra Parquet và nêu tệp đó bằng path",
    "{0}: name the server and the database, such as \"postgresql://reader@127.0.0.1:5432/crm\"":
        "{0}: hãy nêu máy chủ và cơ sở dữ liệu, ví dụ \"postgresql://reader@127.0.0.1:5432/crm\"",
    "{0}: a DuckDB file has three slashes and nothing behind its name, such as \"duckdb:///crm.duckdb\"; it needs no password_env":
        "{0}: tệp DuckDB được viết với ba dấu gạch chéo và không có gì sau tên tệp, ví dụ \"duckdb:///crm.duckdb\"; không cần password_env",
    "{0}: the environment variable {1} is not set; set it to the password, or leave out password_env and use the server's password file":
        "{0}: biến môi trường {1} chưa được đặt; hãy đặt biến đó bằng mật khẩu, hoặc bỏ password_env và dùng tệp mật khẩu của máy chủ",
    "{0}: this is no URL; write it like \"postgresql://reader@127.0.0.1:5432/crm\"":
        "{0}: đây không phải là URL; hãy viết như \"postgresql://reader@127.0.0.1:5432/crm\"",
    "there is no DuckDB file at {0}; write its path from the data folder, or with four slashes from the top":
        "không có tệp DuckDB nào tại {0}; hãy viết đường dẫn tính từ thư mục dữ liệu, hoặc dùng bốn dấu gạch chéo để tính từ thư mục gốc",
    "query must be one SELECT, not {0}": "query phải là đúng một lệnh SELECT, không phải {0}",
    "{0}: name either file = \"provinces.csv\" or list = \"{1}\"": "{0}: hãy nêu một trong hai: file = \"provinces.csv\" hoặc list = \"{1}\"",
    "{0}: {1} has no row; write one with from, to and since for each name": "{0}: {1} không có dòng nào; hãy viết cho mỗi tên một dòng gồm from, to và since",
    "{0}: \"{1}\" was made of \"{2}\" and \"{3}\", so its new rows cannot be placed; take direction = \"new\"":
        "{0}: \"{1}\" được gộp từ \"{2}\" và \"{3}\", nên không thể xếp các dòng mới của nơi này về tên cũ nào; hãy dùng direction = \"new\"",
    "{0}: \"{1}\" stands as a spelling of \"{2}\" and is the name of another unit; take it out of also":
        "{0}: \"{1}\" được ghi là cách viết khác của \"{2}\" nhưng cũng là tên của một đơn vị khác; hãy bỏ khỏi also",
    "{0}: {1} Only segments under [study] can have a crosswalk.": "{0}: {1} Chỉ phân khúc khai ở segments dưới [study] mới có được bảng chuyển đổi.",
    "{0}: {1} cannot be read as a CSV in UTF-8 ({2})": "{0}: không đọc được {1} dưới dạng CSV bảng mã UTF-8 ({2})",
    "{0}: {1}, row {2}: {3} is blank or missing; the columns are from, to and since":
        "{0}: {1}, dòng {2}: {3} bị trống hoặc bị thiếu; các cột cần có là from, to và since",
    "{0}: \"{1}\" was split into \"{2}\" and \"{3}\", so its old rows cannot be placed; take direction = \"old\"":
        "{0}: \"{1}\" được tách thành \"{2}\" và \"{3}\", nên không thể xếp các dòng cũ của nơi này vào tên mới nào; hãy dùng direction = \"old\"",
    "{0}: {1}, row {2}: since must be a date such as 2025-07-01; not \"{3}\"":
        "{0}: {1}, dòng {2}: since phải là một ngày, ví dụ 2025-07-01; không phải \"{3}\"",
    "the snapshot cannot be written to {0} ({1})": "không ghi được bản sao dữ liệu (snapshot) vào {0} ({1})",
    "{0} gives no rows with columns that a study can use": "{0} không trả về dòng nào có cột mà nghiên cứu dùng được",
    "{0} cannot be read: {1}; {2}": "không đọc được {0}: {1}; {2}",
    "{0} is a binary file, not text: save it as CSV, or give it the ending of what it is":
        "{0} là tệp nhị phân, không phải văn bản: hãy lưu thành CSV, hoặc đổi đuôi tệp theo đúng loại của nó",
    "{0}: the delimiter \"{1}\" cannot be read; save the file with one such as \";\" or a tab":
        "{0}: không đọc được dấu phân cách \"{1}\"; hãy lưu tệp với dấu phân cách như \";\" hoặc dấu tab",
    "{0} is an Excel workbook or a zip file, not text: give it the ending .xlsx, or save it as CSV":
        "{0} là tệp Excel hoặc tệp zip, không phải văn bản: hãy đổi đuôi tệp thành .xlsx, hoặc lưu thành CSV",
    "{0} looks like UTF-16 text without its mark; set it in the source: encoding = \"{1}\"":
        "{0} có vẻ là văn bản UTF-16 thiếu dấu nhận dạng (BOM); hãy khai trong nguồn: encoding = \"{1}\"",
    "{0} has no heading in its first row": "{0} không có tiêu đề ở dòng đầu tiên",
    "{0} has no row {1}, where its heading should stand": "{0} không có dòng {1}, nơi lẽ ra là dòng tiêu đề",
    "{0}, line {1}: is not UTF-8 text. {2}": "{0}, dòng {1}: không phải văn bản UTF-8. {2}",
    "{0}: no encoding called \"{1}\"; write it like \"utf-8\", \"cp1258\" or \"utf-16\"":
        "{0}: không có bảng mã nào tên là \"{1}\"; hãy viết như \"utf-8\", \"cp1258\" hoặc \"utf-16\"",
    "{0}: its heading cannot be read: {1}": "{0}: không đọc được dòng tiêu đề: {1}",
    "{0}: {1} rows read, but {2} accepted and {3} rejected": "{0}: đã đọc {1} dòng, nhưng lại có {2} dòng được nhận và {3} dòng bị từ chối",
    "{0} is not an SPSS file: it is damaged, so that reading it would end the program; open it in SPSS and save it anew":
        "{0} không phải tệp SPSS dùng được: tệp bị hỏng đến mức đọc vào sẽ làm chương trình dừng đột ngột; hãy mở tệp bằng SPSS và lưu lại",
    "{0} holds no event": "{0} không có sự kiện nào",
    "{0} declares a document type, which could hide anything; a log needs none: remove the line <!DOCTYPE ...>":
        "{0} khai báo kiểu tài liệu (DOCTYPE), có thể ẩn chứa bất cứ thứ gì; nhật ký không cần khai báo này: hãy xóa dòng <!DOCTYPE ...>",
    "{0} is not an XES log: {1}": "{0} không phải nhật ký XES: {1}",
    "{0} is not an XES log: it begins with <{1}>, not with <log>": "{0} không phải nhật ký XES: tệp bắt đầu bằng <{1}>, không phải <log>",
    "{0} is not an SPSS file: {1}": "{0} không phải tệp SPSS: {1}",
    "{0} unpacks to {1} GB, and no more than {2} GB of a workbook is read; save the sheet that you need as CSV":
        "{0} khi giải nén chiếm {1} GB, trong khi mỗi tệp Excel chỉ được đọc tối đa {2} GB; hãy lưu trang tính cần dùng thành CSV",
    "{0} is not an Excel workbook: it declares a document type, which Excel never does; save it anew in Excel":
        "{0} không phải tệp Excel: tệp khai báo kiểu tài liệu (DOCTYPE), điều mà Excel không bao giờ làm; hãy lưu lại tệp bằng Excel",
    "{0} is not an Excel workbook: {1}": "{0} không phải tệp Excel: {1}",
    "{0}, {1}, {2}: a formula that was never calculated; open the workbook in Excel and save it, so that it holds values":
        "{0}, {1}, {2}: công thức chưa bao giờ được tính; hãy mở tệp bằng Excel rồi lưu lại để tệp có giá trị",
    "{0}: {1} would stop at {2}, before it looks at {3}": "{0}: {1} sẽ báo dừng từ {2}, trước cả khi báo xem lại từ {3}",
    "cannot write {0} into study.toml": "không thể ghi {0} vào study.toml",
    "{0} is not a file in the study's data folder {1}; put it there": "{0} không phải là tệp trong thư mục dữ liệu {1} của nghiên cứu; hãy đặt tệp vào đó",
    "{0} looks like no source of this study; write its [[sources]] by hand, or run cx init on a folder with this file alone":
        "{0} không giống nguồn nào của nghiên cứu này; hãy tự viết [[sources]] cho tệp này, hoặc chạy cx init trên một thư mục chỉ có tệp này",
    "{0} is no folder; name the one that holds your files": "{0} không phải là thư mục; hãy nêu thư mục chứa các tệp của bạn",
    "{0} holds no file that can be read; it takes files that end in {1}": "{0} không có tệp nào đọc được; các đuôi tệp được nhận là {1}",
    "{0} has a heading but no rows": "{0} có tiêu đề nhưng không có dòng dữ liệu nào",
    "{0} holds no case": "{0} không có trường hợp (case) nào",
    "{0}, row {1}: has {2} columns where the heading has {3}": "{0}, dòng {1}: có {2} cột trong khi tiêu đề có {3} cột",
    "{0}: {1} \"{2}\" stands in {3} rows; a file to join needs one row each":
        "{0}: {1} \"{2}\" xuất hiện ở {3} dòng; tệp dùng để ghép (join) chỉ được có một dòng cho mỗi giá trị",
    "{0}: the column {1} holds values of type {2}; write it as text, numbers or times":
        "{0}: cột {1} chứa giá trị kiểu {2}; hãy ghi cột này dưới dạng văn bản, số hoặc thời gian",
    "{0}, recode: {1}": "{0}, recode: {1}",
    "{0}: the table {1} needs the column {2}, which the file does not have; say which column it is: columns = { {3} = \"...\" }":
        "{0}: bảng {1} cần cột {2} mà tệp không có; hãy cho biết đó là cột nào: columns = { {3} = \"...\" }",
    "{0}: {1} belongs to a contact, not to a customer; give this segment another name, such as columns = { usual_{2} = \"{3}\" }, and list that in segments":
        "{0}: {1} là thông tin của lượt tiếp xúc, không phải của khách hàng; hãy đặt tên khác cho phân khúc này, ví dụ columns = { usual_{2} = \"{3}\" }, và "
        "khai tên đó trong segments",
    "{0}, {1}: {2} A segment must also be listed in segments under [study], what personas are made of in columns under [personas].":
        "{0}, {1}: {2} Phân khúc còn phải được khai trong segments dưới [study]; cột dùng để tạo chân dung khách hàng thì khai trong columns dưới [personas].",
    "{0}, row {1}: a quotation mark is opened and never closed; close it, or remove it":
        "{0}, dòng {1}: có dấu ngoặc kép mở mà không đóng; hãy đóng hoặc xóa dấu đó",
    "{0}, row {1}: a value in quotation marks holds {2} of the file; a quotation mark is missing or too many there: close it, or remove it":
        "{0}, dòng {1}: một giá trị trong ngoặc kép chứa {2} của tệp; ở đó thiếu hoặc thừa một dấu ngoặc kép: hãy đóng hoặc xóa dấu đó",
    "{0}: one row is longer than {1} MB; look for a quotation mark that is opened and never closed":
        "{0}: có một dòng dài hơn {1} MB; hãy tìm dấu ngoặc kép mở mà không đóng",
    "{0} cannot be read as text in columns: {1}": "không đọc được {0} dưới dạng văn bản chia cột: {1}",
    "{0}, the list of forgotten customers, cannot be read; put back the last good one":
        "không đọc được {0}, danh sách khách hàng đã được xóa theo yêu cầu; hãy khôi phục bản còn tốt gần nhất",
    "{0} cannot be written ({1}); copy study.toml to a folder where you may write":
        "không ghi được {0} ({1}); hãy sao chép study.toml vào một thư mục mà bạn có quyền ghi",
    "{0} cannot be read as the key of hashed ids; put back the one that was kept, or delete it: all ids then change":
        "không đọc được khóa băm mã khách hàng trong {0}; hãy khôi phục khóa đã lưu giữ, hoặc xóa tệp này: khi đó mọi mã đều thay đổi",
    "{0} is a link to a place outside of the data folder {1}; copy the file there, or name its own folder with --data":
        "{0} là liên kết đến một nơi nằm ngoài thư mục dữ liệu {1}; hãy sao chép tệp vào đó, hoặc nêu thư mục riêng của tệp bằng --data",
    "{0}: files that end in {1} are not read; {2}": "{0}: không đọc được tệp có đuôi {1}; {2}",
    "{0} of the database was not fetched yet; fetch it with: cx pull STUDY": "chưa lấy {0} về từ cơ sở dữ liệu; hãy lấy bằng lệnh: cx pull STUDY",
    "the path \"{0}\" cannot be understood: {1}": "không hiểu được đường dẫn \"{0}\": {1}",
    "the folder {0} cannot be read ({1})": "không đọc được thư mục {0} ({1})",
    "{0} is empty": "{0} là tệp trống",
    "{0} cannot be read: {1}": "không đọc được {0}: {1}",
    "{0} is not a Parquet file: {1}": "{0} không phải tệp Parquet: {1}",
    "{0}: the heading names a column twice: {1}; give each column a name of its own":
        "{0}: tiêu đề có tên cột bị trùng: {1}; hãy đặt cho mỗi cột một tên riêng",
    "{0}: the column name {1} is kept for row numbers; rename that column": "{0}: tên cột {1} được dành cho số thứ tự dòng; hãy đổi tên cột đó",
    "no study at {0}: there is no study.toml. Make the sample study with: cx sample {1}":
        "không có nghiên cứu nào tại {0}: không thấy study.toml. Hãy tạo nghiên cứu mẫu bằng lệnh: cx sample {1}",
    "{0} is no study; name the folder that holds study.toml, or that file": "{0} không phải là nghiên cứu; hãy nêu thư mục chứa study.toml, hoặc chính tệp đó",
    "{0}: the data folder {1} does not exist; name it with data or --data": "{0}: thư mục dữ liệu {1} không tồn tại; hãy nêu thư mục bằng data hoặc --data",
    "{0}: with order = \"any\" nothing tells where one pass ends; take reentry = \"first\", or order = \"loose\"":
        "{0}: với order = \"any\", không có gì cho biết một lượt đi kết thúc ở đâu; hãy dùng reentry = \"first\" hoặc order = \"loose\"",
    "{0}, as: says where stages stand in a model, but no model is named; write model = one of: {1}":
        "{0}, as: cho biết các bước nằm ở đâu trong một mô hình, nhưng chưa nêu mô hình nào; hãy viết model = một trong các tên: {1}",
    "{0}, as: all stages fall into one stage of the model \"{1}\"; a map needs at least two":
        "{0}, as: mọi bước đều rơi vào cùng một bước của mô hình \"{1}\"; bản đồ cần ít nhất hai bước",
    "{0}: \"{1}\" is no amount of memory; write it like \"2GB\" or \"500MB\"":
        "{0}: \"{1}\" không phải là dung lượng bộ nhớ; hãy viết như \"2GB\" hoặc \"500MB\"",
    "{0} cannot be read ({1})": "không đọc được {0} ({1})",
    "{0} is not valid TOML: {1}": "{0} không phải TOML hợp lệ: {1}",
    "{0} is not UTF-8 text; save it as UTF-8": "{0} không phải văn bản UTF-8; hãy lưu tệp theo UTF-8",
    "{0}: no time zone called \"{1}\"; write it like \"Asia/Ho_Chi_Minh\"": "{0}: không có múi giờ nào tên là \"{1}\"; hãy viết như \"Asia/Ho_Chi_Minh\"",
    "{0}: the segment \"{1}\" is named twice in segments": "{0}: phân khúc \"{1}\" được nêu hai lần trong segments",
    "{0}: \"{1}\" is a column of our own tables and cannot be a segment; give it another name and map it in its source: columns = { my_{2} = \"{3}\" }":
        "{0}: \"{1}\" là một cột trong các bảng của chương trình nên không thể là phân khúc; hãy đặt tên khác và ánh xạ trong nguồn của nó: columns = { "
        "my_{2} = \"{3}\" }",
    "{0}: {1} cannot be the name of a segment; write a name on one line": "{0}: {1} không thể là tên phân khúc; hãy viết tên trên một dòng",
    "{0}: the stage \"{1}\" is named twice": "{0}: bước \"{1}\" được nêu hai lần",
    "{0}, owners: {1}": "{0}, owners: {1}",
    "{0}, columns: \"{1}\" is a column of our own tables; map it under another name in its source":
        "{0}, columns: \"{1}\" là một cột trong các bảng của chương trình; hãy ánh xạ cột này dưới tên khác trong nguồn của nó",
    "{0}, {1}: {2}": "{0}, {1}: {2}",
    "{0}, {1}.{2}: must be a number, such as 30; not {3}": "{0}, {1}.{2}: phải là một số, ví dụ 30; không phải {3}",
    "{0}: list at least one source, each under its own [[sources]]": "{0}: hãy khai ít nhất một nguồn, mỗi nguồn dưới một [[sources]] riêng",
    "{0}: repeats = \"reject\" belongs to a source of customers, not of {1}; take repeats = \"leave_out\"":
        "{0}: repeats = \"reject\" chỉ dùng cho nguồn của bảng customers, không dùng cho bảng {1}; hãy dùng repeats = \"leave_out\"",
    "{0}: must be a table of codes and texts, such as { 1 = \"yes\" }; not {1}":
        "{0}: phải là một bảng gồm mã và văn bản, ví dụ { 1 = \"yes\" }; không phải {1}",
    "{0}: must be a list, such as [\"a\", \"b\"]; not {1}": "{0}: phải là một danh sách, ví dụ [\"a\", \"b\"]; không phải {1}",
    "{0}: must be a list of two columns or more, such as [\"Quantity\", \"UnitPrice\"]; not {1}":
        "{0}: phải là danh sách từ hai cột trở lên, ví dụ [\"Quantity\", \"UnitPrice\"]; không phải {1}",
    "{0}: must be the rows of the heading, one below the other, such as [3] or [2, 3]; not {1}":
        "{0}: phải là các dòng của tiêu đề, liền nhau từ trên xuống, ví dụ [3] hoặc [2, 3]; không phải {1}",
    "{0}: must be a list, such as [{ path = \"people.csv\", on = \"id\" }]; not {1}":
        "{0}: phải là một danh sách, ví dụ [{ path = \"people.csv\", on = \"id\" }]; không phải {1}",
    "{0}: delimiter must be one sign, such as \";\" or \"\\t\"; not {1}": "{0}: delimiter phải là một ký tự, ví dụ \";\" hoặc \"\\t\"; không phải {1}",
    "{0}: {1} belongs to a source of {2}, not of {3}": "{0}: {1} chỉ dùng cho nguồn của bảng {2}, không dùng cho bảng {3}",
    "{0}: a database is asked for a table, path = \"public.answers\", or with a query = \"select ...\"; name one of the two":
        "{0}: với cơ sở dữ liệu, cần nêu một bảng, path = \"public.answers\", hoặc một truy vấn, query = \"select ...\"; hãy nêu một trong hai",
    "{0} number {1}, questions: {2}": "{0} số {1}, questions: {2}",
    "{0}: {1} goes with database = \"postgresql://reader@127.0.0.1:5432/crm\"": "{0}: {1} phải đi cùng database = \"postgresql://reader@127.0.0.1:5432/crm\"",
    "{0} unpacks to more than {1} times its size, which no table of rows does; unpack it yourself to look at it":
        "{0} khi giải nén lớn gấp hơn {1} lần kích thước của nó, điều không xảy ra với bảng dữ liệu nào; hãy tự giải nén để xem",
    "{0} is not {1} text: {2}": "{0} không phải văn bản {1}: {2}",
    "{0}: {1} must be a date without quotes, such as 2026-10-01; not {2}":
        "{0}: {1} phải là một ngày không đặt trong ngoặc kép, ví dụ 2026-10-01; không phải {2}",
    "{0}: {1} must be a list of texts, such as [\"region\", \"plan\"]; not {2}":
        "{0}: {1} phải là danh sách các chuỗi văn bản, ví dụ [\"region\", \"plan\"]; không phải {2}",
    "{0}: {1} must be a table, such as {2} = { a = \"b\" }; not {3}": "{0}: {1} phải là một bảng, ví dụ {2} = { a = \"b\" }; không phải {3}",
    "{0}: a code must be text or a number, not {1}": "{0}: mã phải là văn bản hoặc số, không phải {1}",
    "{0}: {1} must be a whole number, not {2}": "{0}: {1} phải là số nguyên, không phải {2}",
    "{0}: {1} must be at least {2}, not {3}": "{0}: {1} phải từ {2} trở lên, không phải {3}",
    "{0}: {1} must be a number, not {2}": "{0}: {1} phải là một số, không phải {2}",
    "{0}: {1} is a share from 0 to 1 (5 percent is 0.05), not {2}": "{0}: {1} phải là tỷ lệ từ 0 đến 1 (5 phần trăm là 0.05), không phải {2}",
    "{0}: {1} must be above 0, not {2}": "{0}: {1} phải lớn hơn 0, không phải {2}",
    "{0}: {1} must be true or false, not {2}": "{0}: {1} phải là true hoặc false, không phải {2}",
    "{0}: {1} must be a date without quotes, such as 2021-05-01, or a column in quotes; not {2}":
        "{0}: {1} phải là một ngày không đặt trong ngoặc kép, ví dụ 2021-05-01, hoặc một tên cột trong ngoặc kép; không phải {2}",
    "{0}: {1} = \"{2}\" is no form of dates; write it like \"%d/%m/%Y\" or \"%d/%m/%Y %H:%M\"":
        "{0}: {1} = \"{2}\" không phải là dạng ngày; hãy viết như \"%d/%m/%Y\" hoặc \"%d/%m/%Y %H:%M\"",
    "{0}: path must be text in quotes, not {1}": "{0}: path phải là văn bản trong ngoặc kép, không phải {1}",
    "{0}: path starts from the data folder and stays in it; name the folder with --data":
        "{0}: path tính từ thư mục dữ liệu và phải nằm trong thư mục đó; hãy nêu thư mục bằng --data",
    "{0}: path must name a file, or files such as \"survey_*.csv\"; not {1}": "{0}: path phải nêu một tệp, hoặc nhiều tệp như \"survey_*.csv\"; không phải {1}",
    "{0}: cap must be above 1, the mean factor; not {1}. Leave it out for no cap.":
        "{0}: cap phải lớn hơn 1 là hệ số trung bình; không phải {1}. Hãy bỏ cap nếu không cần giới hạn.",
    "{0}: name each level with its share, such as \"north\" = 0.4": "{0}: hãy nêu từng nhóm kèm tỷ lệ của nhóm, ví dụ \"north\" = 0.4",
    "{0}: the shares add up to {1}; they must add up to 1": "{0}: tổng các tỷ lệ là {1}; tổng phải bằng 1",
    "{0}, margins: {1} A margin is one of segments under [study].":
        "{0}, margins: {1} Mỗi tên trong margins phải là một phân khúc khai ở segments dưới [study].",
    "{0}: the share of \"{1}\" must be above 0; leave a level without customers out":
        "{0}: tỷ lệ của \"{1}\" phải lớn hơn 0; hãy bỏ nhóm không có khách hàng nào",
}
