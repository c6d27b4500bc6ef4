"""Words of slides."""

TEXT: dict[str, dict[str, str]] = {
    "label.column": {"en": "Column", "vi": "Cột"},
    "label.label": {"en": "What", "vi": "Nội dung"},
    "slides.seen": {"en": "Data before {day:date}", "vi": "Dữ liệu trước ngày {day:date}"},
    "slides.slice": {"en": "Slice: {slice}", "vi": "Lát cắt: {slice}"},
    "slides.estimate": {"en": "{value} ({low} to {high})", "vi": "{value} ({low} đến {high})"},
    "slides.estimates": {"en": "Value (95% interval)", "vi": "Giá trị (khoảng tin cậy 95%)"},
    "slides.estimates_band": {"en": "Value ({band})", "vi": "Giá trị ({band})"},
    "slides.perfect": {"en": "Perfect", "vi": "Hoàn hảo"},
    "slides.more_rows": {
        "en": "and {rows:count} more rows in the workbook, sheet {sheet}",
        "vi": "và {rows:count} dòng nữa trong tệp Excel, trang {sheet}",
    },
    "slides.more_columns": {
        "en": "and {columns:count} more columns in the workbook, sheet {sheet}",
        "vi": "và {columns:count} cột nữa trong tệp Excel, trang {sheet}",
    },
    "slides.more_rows_columns": {
        "en": "and {rows:count} more rows, {columns:count} more columns in the workbook, sheet {sheet}",
        "vi": "và {rows:count} dòng, {columns:count} cột nữa trong tệp Excel, trang {sheet}",
    },
    "slides.not_drawn": {
        "en": "{n:count} not in the chart; all of them are in the workbook, sheet {sheet}",
        "vi": "{n:count} không có trong biểu đồ; tất cả nằm trong tệp Excel, trang {sheet}",
    },
    "slides.whiskers": {"en": "Thin lines: 95% interval", "vi": "Vạch mảnh: khoảng tin cậy 95%"},
    "slides.hollow": {"en": "hollow: period not complete", "vi": "điểm rỗng: kỳ chưa đủ dữ liệu"},
    "slides.rest.title": {"en": "What is not on these slides", "vi": "Những phần không có trong các trang chiếu này"},
    "slides.rest": {
        "en": "{n:count} more findings are in the report (index.html) and in the workbook.",
        "vi": "Còn {n:count} kết quả nữa trong báo cáo (index.html) và trong tệp Excel.",
    },
    "slides.notes.base": {"en": "Base: {base}; {slice}", "vi": "Cỡ mẫu: {base}; {slice}"},
    "slides.notes.status": {"en": "Status: {status}", "vi": "Trạng thái: {status}"},
    "slides.notes.intervals": {"en": "{heading}:", "vi": "{heading}:"},
    "slides.notes.no_intervals": {"en": "This finding has no interval.", "vi": "Kết quả này không có khoảng tin cậy."},
    "slides.notes.more": {"en": "and {n:count} more", "vi": "và {n:count} dòng nữa"},
    "slides.notes.source": {"en": "Source: {source}", "vi": "Nguồn: {source}"},
}
