"""Words of the report's pages and of its progress."""

TEXT = {
    "report.ledger.question": {"en": "Did what was done last time work?", "vi": "Những việc làm lần trước có hiệu quả không?"},
    "report.ledger.none": {
        "en": "No ledger yet. The command “cx list” writes one beside the action list, with a share of customers left alone by lot; "
              "filled in and saved as ledger.xlsx beside study.toml it is read here in the next wave.",
        "vi": "Chưa có sổ theo dõi. Lệnh “cx list” ghi sổ này cạnh danh sách hành động, chừa lại một phần khách theo rút thăm; "
              "điền xong và lưu thành ledger.xlsx cạnh study.toml thì đợt sau sẽ được đọc ở đây.",
    },
    "report.title": {"en": "{study}, {wave:period}", "vi": "{study}, {wave:period}"},
    "report.seen": {"en": "Data before {day:date}", "vi": "Dữ liệu trước ngày {day:date}"},
    "report.slice": {"en": "Slice: {slice}", "vi": "Lát cắt: {slice}"},
    "report.findings": {"en": "Findings", "vi": "Kết quả"},
    "report.contents": {"en": "Questions on this page", "vi": "Các câu hỏi trong trang này"},
    "report.failed_title": {
        "en": "{n:count} of the notebooks did not run to the end. The other parts are complete.",
        "vi": "{n:count} notebook không chạy được đến cuối. Các phần còn lại vẫn đầy đủ.",
    },
    "report.failed_line": {
        "en": "{notebook}, cell {cell}: {error}: {message}",
        "vi": "{notebook}, ô {cell}: {error}: {message}",
    },
    "report.failed_here": {
        "en": "This notebook stopped at cell {cell}: {error}: {message}. What stands below was made before that.",
        "vi": "Notebook này dừng ở ô {cell}: {error}: {message}. Phần bên dưới được tạo ra trước đó.",
    },
    "report.no_findings": {
        "en": "This notebook shows no findings of its own.",
        "vi": "Notebook này không có kết quả riêng.",
    },
    "report.whole_notebook": {"en": "Read the whole notebook", "vi": "Đọc toàn bộ notebook"},
    "report.back": {"en": "All findings", "vi": "Tất cả kết quả"},
    "report.present.working": {"en": "Working: cell {cell} of {count}", "vi": "Đang tính: ô {cell} trên {count}"},
    "report.evidence": {"en": "Evidence", "vi": "Bằng chứng"},
    "report.evidence_caveats": {"en": "Evidence (caveats: {n:count})", "vi": "Bằng chứng (lưu ý: {n:count})"},
    "report.caveats": {"en": "Caveats", "vi": "Lưu ý"},
    "report.provenance": {"en": "Where this comes from", "vi": "Nguồn gốc"},
    "report.table": {"en": "Table", "vi": "Bảng số liệu"},
    "report.table_cut": {
        "en": "The first {shown:count} of {rows:count} rows; all of them are in {file}.",
        "vi": "{shown:count} dòng đầu trong {rows:count} dòng; toàn bộ nằm trong {file}.",
    },
    "report.table_file": {"en": "The same table as a file: {file}.", "vi": "Bảng này dưới dạng tệp: {file}."},
    "report.owner": {"en": "Owner: {owner}", "vi": "Người phụ trách: {owner}"},
    "report.next_step": {"en": "Next: {step}", "vi": "Việc tiếp theo: {step}"},
    "report.code": {"en": "How this was computed", "vi": "Cách tính"},
    "report.live_only": {
        "en": "This control works while the notebook is open in JupyterLab.",
        "vi": "Bộ chọn này hoạt động khi notebook đang mở trong JupyterLab.",
    },
    "report.workbook.title": {"en": "All tables", "vi": "Tất cả bảng số liệu"},
    "report.workbook.contents": {"en": "Contents", "vi": "Mục lục"},
    "report.workbook.sheet": {"en": "Sheet", "vi": "Trang tính"},
    "report.workbook.mark": {"en": "Mark", "vi": "Ký hiệu"},
    "report.workbook.link": {"en": "All tables as a workbook: {file}", "vi": "Tất cả bảng số liệu trong một tệp Excel: {file}"},
    "report.slides.link": {"en": "The findings as slides: {file}", "vi": "Các kết quả dưới dạng trang chiếu: {file}"},
    "report.handout.link": {"en": "A page to hand out, which slices without Python: {file}", "vi": "Trang để phát, lọc được mà không cần Python: {file}"},
    "report.actions.link": {"en": "Actions to decide; save it beside study.toml: {file}", "vi": "Các hành động cần quyết định; lưu cạnh study.toml: {file}"},
    "report.compared.link": {"en": "What changed since the last wave: {file}", "vi": "Điều gì đã đổi từ đợt trước: {file}"},
    "report.pdf.link": {"en": "This page for printing: {file}", "vi": "Trang này để in: {file}"},
    "report.pdf.no_browser": {
        "en": "index.pdf was not made: no Chromium or Chrome is on this machine. Everything else is complete.",
        "vi": "Chưa tạo được index.pdf: máy này không có Chromium hay Chrome. Mọi phần khác đều đầy đủ.",
    },
    "report.pdf.failed": {
        "en": "index.pdf was not made: {program} could not print the page. Everything else is complete.",
        "vi": "Chưa tạo được index.pdf: {program} không in được trang. Mọi phần khác đều đầy đủ.",
    },
    "report.workbook.cut": {
        "en": "The first {shown:count} of {rows:count} rows; all of them are in the report's folder tables.",
        "vi": "{shown:count} dòng đầu trong {rows:count} dòng; toàn bộ nằm trong thư mục tables của báo cáo.",
    },
    "report.status.answered": {"en": "Answered", "vi": "Đã trả lời"},
    "report.status.cannot_tell": {"en": "Cannot tell yet", "vi": "Chưa thể kết luận"},
    "report.status.nobody": {"en": "Nobody in this slice", "vi": "Không có ai trong lát cắt này"},
    "report.status.not_available": {"en": "Data missing", "vi": "Thiếu dữ liệu"},
    "report.provenance.finding": {"en": "Finding", "vi": "Kết quả"},
    "report.provenance.version": {"en": "Software version", "vi": "Phiên bản phần mềm"},
    "report.provenance.fingerprint": {"en": "Data fingerprint", "vi": "Mã nhận dạng dữ liệu"},
    "report.provenance.rows": {"en": "Rows", "vi": "Số dòng"},
    "report.provenance.as_of": {"en": "As of", "vi": "Tính đến trước ngày"},
    "report.provenance.seed": {"en": "Seed", "vi": "Hạt giống ngẫu nhiên (seed)"},
    "report.provenance.wave": {"en": "Wave", "vi": "Đợt"},
    "report.provenance.share_base": {"en": "Smallest group shown", "vi": "Nhóm nhỏ nhất được hiển thị"},
    "report.share.persons": {
        "en": "{n:count} findings are not in the report for others, because they are about single persons: {names}.",
        "vi": "{n:count} kết quả không có trong báo cáo chia sẻ vì nói về từng cá nhân: {names}.",
    },
    "report.share.verbatim": {
        "en": "{n:count} findings are not in the report for others, because they quote what customers wrote: {names}.",
        "vi": "{n:count} kết quả không có trong báo cáo chia sẻ vì trích lời khách hàng: {names}.",
    },
    "report.share.small": {
        "en": "{n:count} findings are not in the report for others, because they rest on small groups: {names}.",
        "vi": "{n:count} kết quả không có trong báo cáo chia sẻ vì dựa trên nhóm nhỏ: {names}.",
    },
    "report.share.failed": {
        "en": "{n:count} notebooks failed; their findings are not in the report for others: {names}.",
        "vi": "{n:count} sổ phân tích bị lỗi; kết quả của chúng không có trong báo cáo chia sẻ: {names}.",
    },
    "report.provenance.study": {"en": "Study", "vi": "Nghiên cứu"},
    "report.progress.checking": {"en": "Checking the study", "vi": "Đang kiểm tra dữ liệu"},
    "report.progress.started": {
        "en": "[{place:count}/{total:count}] {notebook} started",
        "vi": "[{place:count}/{total:count}] {notebook} bắt đầu",
    },
    "report.progress.done": {
        "en": "[{place:count}/{total:count}] {notebook} done in {seconds:days} s",
        "vi": "[{place:count}/{total:count}] {notebook} xong sau {seconds:days} giây",
    },
    "report.progress.failed": {
        "en": "[{place:count}/{total:count}] {notebook} failed after {seconds:days} s",
        "vi": "[{place:count}/{total:count}] {notebook} bị lỗi sau {seconds:days} giây",
    },
    "report.progress.cell": {
        "en": "[{place:count}/{total:count}] {notebook}: {finding}",
        "vi": "[{place:count}/{total:count}] {notebook}: {finding}",
    },
    "report.progress.reused": {
        "en": "[{place:count}/{total:count}] {notebook} unchanged, taken from the last run",
        "vi": "[{place:count}/{total:count}] {notebook} không đổi, lấy lại từ lần chạy trước",
    },
    "report.progress.left": {"en": ", about {left:count} s left", "vi": ", còn khoảng {left:count} giây"},
    "report.progress.writing": {"en": "Writing the report", "vi": "Đang ghi báo cáo"},
}
