"""What the command `cx` says of itself in Vietnamese: its help, the frame around it, and wrong options.

The texts of the help are keyed by their English, a paragraph each. The frame and the errors are those of the library that reads the command line.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["ERRORS", "FRAME", "HELP", "in_vietnamese"]

HELP = {
    "CX Workbench: personas, journeys, metric trends and churn from a company's own data.":
        "CX Workbench: chân dung khách hàng, hành trình, diễn biến của các chỉ số và tỷ lệ rời bỏ, từ dữ liệu của chính công ty.",
    "Show the version and end.": "Hiện phiên bản rồi thoát.",
    "Show the whole traceback of an unexpected error.": "Hiện toàn bộ dấu vết lỗi (traceback) khi có lỗi bất ngờ.",
    "Show this message and exit.": "Hiện hướng dẫn này rồi thoát.",
    # Of several commands.
    "Folder of the study, or its study.toml.": "Thư mục của nghiên cứu, hoặc tệp study.toml trong đó.",
    "Wave to look at, such as 2026Q3; the last one when left out.": "Đợt cần xem, ví dụ 2026Q3; nếu bỏ qua thì lấy đợt cuối.",
    "en or vi; the study's own when left out.": "en hoặc vi; nếu bỏ qua thì theo ngôn ngữ của nghiên cứu.",
    "Folder of the data files, when not beside study.toml.": "Thư mục chứa các tệp dữ liệu, khi không nằm cạnh study.toml.",
    'Keep these customers only, such as "region = Hà Nội, Đà Nẵng".': 'Chỉ giữ những khách hàng này, ví dụ "region = Hà Nội, Đà Nẵng".',
    "Folder of the notebooks; the workbench's own when left out.": "Thư mục các notebook; nếu bỏ qua thì dùng các notebook đi kèm CX Workbench.",
    "Folder of the reports.": "Thư mục các báo cáo.",
    # init
    "Look at the files of a folder and write a commented study.toml, its doubts marked.":
        "Xem các tệp trong một thư mục và viết study.toml có chú thích, đánh dấu những chỗ còn chưa chắc.",
    "Day and month, the decimal sign and which end of a scale is good are never chosen when they could be otherwise.":
        "Thứ tự ngày và tháng, dấu thập phân và đầu nào của thang đo là tốt không bao giờ được tự chọn khi còn có thể hiểu cách khác.",
    "Folder that holds your files.": "Thư mục chứa các tệp của bạn.",
    "en or vi.": "en hoặc vi.",
    "Code of the money in all amounts, such as VND.": "Mã tiền tệ của mọi số tiền, ví dụ VND.",
    "Such as Asia/Ho_Chi_Minh.": "Múi giờ, ví dụ Asia/Ho_Chi_Minh.",
    "Ask about each doubt; on a terminal only.": "Hỏi về từng chỗ chưa chắc; chỉ khi chạy trên terminal.",
    "Replace the study.toml that is there.": "Ghi đè study.toml đã có.",
    # add-wave
    "Map a new wave's file like the last one's, and list what is new, gone or renamed.":
        "Đọc tệp của đợt mới theo cách đọc đợt trước, và liệt kê những gì mới có, mất đi hoặc đổi tên.",
    "File of the new wave; copied into the data folder when it lies elsewhere.":
        "Tệp của đợt mới; được chép vào thư mục dữ liệu nếu đang nằm ở nơi khác.",
    "Label of the survey round; from the file's name when left out.": "Tên của đợt khảo sát; nếu bỏ qua thì lấy theo tên tệp.",
    "Only show what would be added.": "Chỉ hiện những gì sẽ được thêm.",
    # check
    "Read a study's files and hold them against the contract; nothing else is done.":
        "Đọc các tệp của nghiên cứu và đối chiếu với quy ước dữ liệu; không làm gì khác.",
    "Where rejected rows go; rejected.csv beside study.toml when left out.": "Nơi ghi các dòng bị từ chối; nếu bỏ qua thì ghi vào rejected.csv cạnh study.toml.",
    # pull
    "Fetch every table that the study has in a database anew; the study reads this snapshot until the next time.":
        "Lấy lại mọi bảng của nghiên cứu nằm trong cơ sở dữ liệu; nghiên cứu đọc bản sao dữ liệu (snapshot) này cho đến lần lấy sau.",
    # forget
    "Remove a person from everything that was prepared, and leave them out of what is read later.":
        "Xóa một người khỏi mọi dữ liệu đã chuẩn bị, và bỏ người đó ra khỏi những gì đọc sau này.",
    "Source files are never changed: the rows in which the person stands are listed, and so are reports made before.":
        "Tệp nguồn không bao giờ bị sửa: lệnh liệt kê các dòng còn có người này, và cả những báo cáo đã tạo trước đây.",
    "As it stands in the source files.": "Mã khách hàng, viết như trong các tệp nguồn.",
    # sample
    "Write the made-up coffee chain as a study: synthetic data whose truth is known.":
        "Tạo nghiên cứu mẫu về một chuỗi cà phê không có thật: dữ liệu giả lập, biết trước đáp án đúng.",
    "Folder to write the study into.": "Thư mục để ghi nghiên cứu.",
    "1 is about 20,000 customers.": "1 ứng với khoảng 20.000 khách hàng.",
    "The same seed gives the same company.": "Cùng một hạt giống ngẫu nhiên (seed) cho ra cùng một công ty.",
    # run
    "Run every notebook on a study and write its report.": "Chạy mọi notebook trên một nghiên cứu và viết báo cáo.",
    "The last line printed is the path of the report's first page.": "Dòng in ra cuối cùng là đường dẫn đến trang đầu của báo cáo.",
    "Notebooks run at once.": "Số notebook chạy cùng lúc.",
    "Go on when more rows are rejected than the study allows.": "Vẫn chạy tiếp khi số dòng bị từ chối vượt mức nghiên cứu cho phép.",
    "Run every notebook again, also unchanged ones.": "Chạy lại mọi notebook, kể cả những notebook không thay đổi.",
    "Write what may be given away, to WAVE-share: no persons, no comments, no small groups, no notebooks.":
        "Ghi bản có thể chia sẻ ra ngoài vào ĐỢT-share: không có cá nhân, nhận xét, nhóm nhỏ hay notebook.",
    # compare
    "What changed between the reports of two waves: data, definitions, software, and then results.":
        "Những gì đã đổi giữa báo cáo của hai đợt: dữ liệu, định nghĩa, phần mềm, rồi đến kết quả.",
    "Wave whose report is kept, such as 2026Q2.": "Đợt có báo cáo đã lưu, ví dụ 2026Q2.",
    "Wave to set beside it, such as 2026Q3.": "Đợt để đặt cạnh đợt trước, ví dụ 2026Q3.",
    "Folder of the study: mix can then be told from rate.":
        "Thư mục của nghiên cứu: nhờ đó tách được thay đổi do cơ cấu người trả lời với thay đổi của chính chỉ số.",
    # watch
    "Fold in new rows, look at control limits and thresholds again, and write new alerts to alerts.jsonl.":
        "Đọc thêm các dòng mới, xét lại giới hạn kiểm soát và các ngưỡng, và ghi cảnh báo mới vào alerts.jsonl.",
    "For a daily job: it reads only new files, says each alert once, and steps back when another look is under way.":
        "Dùng cho tác vụ chạy hằng ngày: chỉ đọc tệp mới, báo mỗi cảnh báo một lần, và không làm gì khi đang có một lượt theo dõi khác.",
    "Folder of alerts.jsonl; the study's own when left out.": "Thư mục của alerts.jsonl; nếu bỏ qua thì dùng thư mục của nghiên cứu.",
    # present
    "Show the notebooks as live pages in a browser on this machine, code hidden.":
        "Trình chiếu các notebook thành trang tương tác trong trình duyệt trên máy này, ẩn mã lệnh.",
    "Port on this machine; 0 takes a free one.": "Cổng trên máy này; 0 là lấy một cổng còn trống.",
    "Folder of the reports; parked questions and votes are kept there.": "Thư mục các báo cáo; câu hỏi để lại và lượt bình chọn được lưu ở đó.",
    # handout
    "Write one page that slices without Python and without a network; counts of small groups stay out of it.":
        "Viết một trang để phát, lọc được mà không cần Python và không cần mạng; trang không chứa số đếm của các nhóm nhỏ.",
    "The file to write.": "Tệp cần ghi.",
    "Segments that can be sliced, parted by commas; the first ones when left out.":
        "Các phân khúc lọc được, cách nhau bằng dấu phẩy; nếu bỏ qua thì lấy những phân khúc đầu.",
    # personas
    "Keep the personas in personas.json beside study.toml, so that later waves have the same ones, and write a card for each.":
        "Giữ các chân dung trong personas.json cạnh study.toml để những đợt sau dùng cùng các chân dung đó, và viết thẻ cho từng chân dung.",
    "Names can be changed in that file. The paths of the cards are printed.": "Có thể đổi tên chân dung trong tệp đó. Lệnh in ra đường dẫn của các thẻ.",
    "Find them anew, in place of those that are kept.": "Tìm lại từ đầu, thay cho các chân dung đang giữ.",
    # list
    "Write the list of customers at risk and a ledger to fill in, as CSV and workbook.":
        "Viết danh sách khách hàng có nguy cơ rời bỏ và sổ theo dõi để điền, dạng CSV và tệp Excel.",
    "Save the filled ledger as ledger.xlsx beside study.toml: the next wave says whether it worked.":
        "Lưu sổ theo dõi đã điền thành ledger.xlsx cạnh study.toml: đợt sau sẽ cho biết việc đã làm có hiệu quả không.",
    "Customers on the list.": "Số khách hàng trong danh sách.",
    "Share left alone by lot, so that the effect can be measured; 0 for none.":
        "Tỷ lệ khách được chọn ngẫu nhiên để yên, nhờ đó đo được hiệu quả; 0 là không để yên ai.",
}

FRAME = {
    "Usage: ": "Cách dùng: ",
    "Arguments": "Tham số",
    "Options": "Tùy chọn",
    "Commands": "Lệnh",
    "Error": "Lỗi",
    "Aborted.": "Đã dừng.",
    "[default: {}]": "[mặc định: {}]",
    "[required]": "[bắt buộc]",
    "[env var: {}]": "[biến môi trường: {}]",
    "(deprecated) ": "(sắp bỏ) ",
    "Try [blue]'{command_path} {help_option}'[/] for help.": "Chạy [blue]'{command_path} {help_option}'[/] để xem hướng dẫn.",
    # What stands for a value in the line of the usage.
    "[OPTIONS]": "[TÙY_CHỌN]",
    "COMMAND [ARGS]...": "LỆNH [THAM_SỐ]...",
    "STUDY": "NGHIÊN_CỨU",
    "FOLDER": "THƯ_MỤC",
    "FILE": "TỆP",
    "EARLIER": "ĐỢT_TRƯỚC",
    "LATER": "ĐỢT_SAU",
    "CUSTOMER_ID": "MÃ_KHÁCH",
}

# What stands in {why} is such a text itself; in the other places stands what the user wrote.
ERRORS = {
    "Missing command.": "Thiếu tên lệnh.",
    "No such command {0}.": "Không có lệnh {0}.",
    "No such command {0}. Did you mean {1}?": "Không có lệnh {0}. Có phải ý bạn là {1}?",
    "No such option: {0}": "Không có tùy chọn {0}.",
    "No such option: {0}. Did you mean {1}?": "Không có tùy chọn {0}. Có phải ý bạn là {1}?",
    "No such option: {0} Did you mean {1}?": "Không có tùy chọn {0}. Có phải ý bạn là {1}?",
    "No such option: {0} (Possible options: {1})": "Không có tùy chọn {0}. Các tùy chọn gần giống: {1}.",
    "Missing argument {0}.": "Thiếu tham số {0}.",
    "Missing option {0}.": "Thiếu tùy chọn {0}.",
    "Got unexpected extra argument(s) ({0})": "Thừa tham số: {0}",
    "Got unexpected extra argument ({0})": "Thừa tham số: {0}",
    "Got unexpected extra arguments ({0})": "Thừa tham số: {0}",
    "Option {0} requires an argument.": "Tùy chọn {0} cần một giá trị.",
    "Option {0} does not take a value.": "Tùy chọn {0} không nhận giá trị.",
    "Invalid value for {0}: {why}": "Giá trị của {0} không hợp lệ: {why}",
    "Invalid value: {why}": "Giá trị không hợp lệ: {why}",
    "{0} is not a valid integer.": "{0} không phải là số nguyên.",
    "{0} is not a valid float.": "{0} không phải là số.",
    "Input should be a valid integer, unable to parse string as an integer": "cần một số nguyên.",
    "Input should be a valid integer, got a number with a fractional part": "cần một số nguyên, không có phần thập phân.",
    "Unable to parse input string as an integer, exceeded maximum size": "số nguyên này quá lớn.",
    "Input should be a valid number, unable to parse string as a number": "cần một số, phần thập phân viết sau dấu chấm.",
    "Input should be a finite number": "cần một số hữu hạn.",
}

_PLACE = re.compile(r"\{(\w+)\}")


def in_vietnamese(text: str) -> str:
    """A text of the help or of a wrong option in Vietnamese, line by line; what is not known stays as it is.

    Examples
    --------
    >>> in_vietnamese("Folder of the reports.")
    'Thư mục các báo cáo.'
    >>> in_vietnamese("No such command 'rum'. Did you mean 'run'?")
    "Không có lệnh 'rum'. Có phải ý bạn là 'run'?"
    """
    return "\n".join(HELP.get(line) or _error(line) for line in text.split("\n"))


def _error(line: str) -> str:
    for pattern, said in _patterns():
        found = pattern.fullmatch(line)
        if found:
            return _PLACE.sub(lambda place: _in_place(place[1], found[f"_{place[1]}"]), said)
    return line


def _in_place(name: str, value: str) -> str:
    return in_vietnamese(value) if name == "why" else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each error as a pattern, the most telling first."""
    found = []
    for text in sorted(ERRORS, key=lambda text: -len(_PLACE.sub("", text))):
        words, names = _PLACE.split(text)[::2], _PLACE.findall(text)
        parts = [f"(?P<_{name}>.+?)" for name in names]
        found.append((re.compile("".join(re.escape(word) + part for word, part in zip(words, [*parts, ""]))), ERRORS[text]))
    return tuple(found)
