"""Sentences about cross-tables and workbooks."""

TEXT: dict[str, dict[str, str]] = {
    "scores.cross.question": {
        "en": "How do the answers of {wave:period} differ by {by}?",
        "vi": "Câu trả lời trong {wave:period} khác nhau thế nào theo {by}?",
    },
    "scores.cross.no_segment": {
        "en": "This study has no segment, so a cross-table has no columns. Add one to study.toml.",
        "vi": "Nghiên cứu này chưa có phân khúc nào nên bảng chéo không có cột. Hãy khai báo trong study.toml.",
    },
    "scores.cross.some": {
        "en": "{told:count} of {tests:count} comparisons of two columns differ at 95% after correction.",
        "vi": "{told:count} trong {tests:count} phép so sánh hai cột có khác biệt ở mức 95% sau hiệu chỉnh.",
    },
    "scores.cross.some_uncorrected": {
        "en": "{told:count} of {tests:count} comparisons of two columns differ at 95%, without any correction: one in 20 would do so by chance alone.",
        "vi": "{told:count} trong {tests:count} phép so sánh hai cột có khác biệt ở mức 95%, chưa hiệu chỉnh: riêng ngẫu nhiên đã tạo ra 1 trong 20.",
    },
    "scores.cross.widest": {
        "en": "Farthest apart in {metric} for {asked}: {high_level} at {high_value} (n = {high_base:count}) and {low_level} at {low_value} "
        "(n = {low_base:count}), a difference of {value} (95% interval {low} to {high}).",
        "vi": "Cách xa nhất về {metric} của {asked}: {high_level} đạt {high_value} (n = {high_base:count}) và {low_level} đạt {low_value} "
        "(n = {low_base:count}), chênh lệch {value} (khoảng tin cậy 95%: {low} đến {high}).",
    },
    "scores.cross.none": {
        "en": "We cannot tell the columns apart: none of {tests:count} comparisons of two columns differs at 95% (n = {base:count}).",
        "vi": "Chưa thể kết luận các cột khác nhau: không phép nào trong {tests:count} phép so sánh hai cột có khác biệt ở mức 95% (n = {base:count}).",
    },
    "scores.cross.one": {
        "en": "There are no two columns with {minimum:count} answers or more, so nothing can be compared.",
        "vi": "Không có hai cột nào đủ từ {minimum:count} câu trả lời trở lên nên chưa thể so sánh.",
    },
    "scores.cross.total": {"en": "Total", "vi": "Tổng"},
    "scores.cross.axis": {"en": "{metric} for {asked}, {wave:period}", "vi": "{metric} của {asked}, {wave:period}"},
    "scores.cross.letters": {
        "en": "How to read the letters: a value is higher than that of the columns whose letters stand behind it. Capital letter: at 95%; "
        "small letter: at 90%. Columns are compared within their segment, never with the total.",
        "vi": "Cách đọc chữ cái: giá trị cao hơn giá trị của những cột có chữ cái đứng sau nó. Chữ hoa: mức 95%; chữ thường: mức 90%. "
        "Các cột chỉ được so sánh trong cùng phân khúc, không so với cột tổng.",
    },
    "scores.cross.correction.fdr_bh.table": {
        "en": "Letters are corrected for all {tests:count} comparisons of the table (Benjamini and Hochberg).",
        "vi": "Chữ cái đã được hiệu chỉnh cho toàn bộ {tests:count} phép so sánh trong bảng (Benjamini và Hochberg).",
    },
    "scores.cross.correction.holm.table": {
        "en": "Letters are corrected for all {tests:count} comparisons of the table (Holm).",
        "vi": "Chữ cái đã được hiệu chỉnh cho toàn bộ {tests:count} phép so sánh trong bảng (Holm).",
    },
    "scores.cross.correction.fdr_bh.row": {
        "en": "Letters are corrected for the comparisons of their own line (Benjamini and Hochberg), not for the number of lines.",
        "vi": "Chữ cái được hiệu chỉnh trong từng dòng (Benjamini và Hochberg), không hiệu chỉnh cho số dòng.",
    },
    "scores.cross.correction.holm.row": {
        "en": "Letters are corrected for the comparisons of their own line (Holm), not for the number of lines.",
        "vi": "Chữ cái được hiệu chỉnh trong từng dòng (Holm), không hiệu chỉnh cho số dòng.",
    },
    "scores.cross.uncorrected": {
        "en": "Letters are not corrected for {tests:count} comparisons: about {chance:count} would differ at 95% by chance alone.",
        "vi": "Chữ cái chưa được hiệu chỉnh cho {tests:count} phép so sánh: riêng ngẫu nhiên đã tạo ra khoảng {chance:count} khác biệt ở mức 95%.",
    },
    "scores.cross.low_base": {
        "en": "* Low base: fewer than {fewest:count} effective answers. The column is compared, but read it as a direction only.",
        "vi": "* Cỡ mẫu nhỏ: dưới {fewest:count} câu trả lời hiệu dụng. Cột vẫn được so sánh nhưng chỉ nên xem là xu hướng.",
    },
    "scores.cross.weighted": {
        "en": "Values are weighted. The base counts answers without weights; tests use the effective base.",
        "vi": "Giá trị có trọng số. Cỡ mẫu đếm câu trả lời không trọng số; kiểm định dùng cỡ mẫu hiệu dụng.",
    },
    "scores.cross.not_asked": {
        "en": "Nobody answered {questions} in {wave:period}; it has no lines.",
        "vi": "Không ai trả lời {questions} trong {wave:period} nên không có dòng tương ứng.",
    },
    "scores.cross.next": {
        "en": "Ask what the higher columns do that the lower ones do not, before the next wave.",
        "vi": "Trước đợt sau, hãy tìm hiểu nhóm cao làm gì mà nhóm thấp chưa làm.",
    },
    "value.metric.promoters": {"en": "Promoters", "vi": "Người ủng hộ"},
    "value.metric.passives": {"en": "Passives", "vi": "Người trung lập"},
    "value.metric.detractors": {"en": "Detractors", "vi": "Người không hài lòng"},
    "value.metric.top_box": {"en": "Top box", "vi": "Mức cao nhất"},
    "value.metric.middle_box": {"en": "Middle", "vi": "Mức giữa"},
    "value.metric.bottom_box": {"en": "Bottom box", "vi": "Mức thấp nhất"},
    "label.answers": {"en": "Scores", "vi": "Điểm"},
    "label.letter": {"en": "Letter", "vi": "Chữ cái"},
    "label.letters": {"en": "Higher than", "vi": "Cao hơn"},
    "label.low_base": {"en": "Low base", "vi": "Cỡ mẫu nhỏ"},
}
