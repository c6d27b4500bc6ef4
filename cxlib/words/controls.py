"""Words of the slicer, of the views below it, and of the axes of charts."""

TEXT = {
    "controls.no_more": {"en": "What else is there in this slice?", "vi": "Lát cắt này còn gì nữa?"},
    "controls.periods": {"en": "Period", "vi": "Kỳ"},
    "controls.level": {"en": "{level} ({n:count})", "vi": "{level} ({n:count})"},
    "controls.text": {"en": "Slice as text", "vi": "Lát cắt dạng chữ"},
    "controls.placeholder": {
        "en": "segment = level, level & segment = level",
        "vi": "nhóm = giá trị, giá trị & nhóm = giá trị",
    },
    "controls.reset": {"en": "Show everyone", "vi": "Xem tất cả"},
    "controls.showing": {"en": "Showing", "vi": "Đang xem"},
    "controls.table": {"en": "Table", "vi": "Bảng số liệu"},
    "controls.more_rows": {"en": "and {n:count} more rows", "vi": "và {n:count} dòng nữa"},
    "controls.several": {
        "en": "Keep several with Ctrl or Shift; keep none for everyone.",
        "vi": "Giữ Ctrl hoặc Shift để chọn nhiều; không chọn gì là xem tất cả.",
    },
    "controls.unexpected": {
        "en": "This could not be worked out for the slice chosen ({error}).",
        "vi": "Chưa tính được cho lát cắt này ({error}).",
    },
    "chart.partial": {"en": "(partial)", "vi": "(chưa đủ)"},
    "chart.reference": {"en": "dashed line: {name}", "vi": "đường nét đứt: {name}"},
    "chart.hatched": {"en": "hatched: withheld", "vi": "gạch chéo: bị ẩn"},
    "chart.left_out": {"en": "{n:count} more in the table", "vi": "còn {n:count} mục trong bảng số liệu"},
    "chart.equal": {"en": "predicted = observed", "vi": "dự báo = thực tế"},
    "chart.each": {"en": "{base} at each point", "vi": "mỗi điểm {base}"},
    "chart.unit.share": {"en": "%", "vi": "%"},
    "chart.unit.whole_share": {"en": "%", "vi": "%"},
    "chart.unit.points": {"en": "points", "vi": "điểm"},
    "chart.unit.signed_points": {"en": "points", "vi": "điểm"},
    "chart.unit.score": {"en": "score", "vi": "điểm số"},
    "chart.unit.signed_score": {"en": "score", "vi": "điểm số"},
    "chart.unit.days": {"en": "days", "vi": "ngày"},
}
