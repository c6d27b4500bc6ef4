"""Sentences about scores: level, trend, change, retention, ARPU."""

TEXT = {
    "scores.level.question": {
        "en": "How high are our scores in {wave:period}?",
        "vi": "Điểm của chúng ta trong {wave:period} cao đến đâu?",
    },
    "scores.level.question_by": {
        "en": "How do our scores in {wave:period} differ by {by}?",
        "vi": "Điểm trong {wave:period} khác nhau thế nào theo {by}?",
    },
    "scores.level": {
        "en": "In {wave:period}, {metric} for {asked} is {value} (95% interval {low} to {high}, n = {base:count}).",
        "vi": "Trong {wave:period}, {metric} của {asked} là {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}).",
    },
    "scores.level.axis": {"en": "Result in {wave:period}", "vi": "Kết quả trong {wave:period}"},
    "scores.level.axis_by": {"en": "{metric} in {wave:period}", "vi": "{metric} trong {wave:period}"},
    "scores.level.everyone": {"en": "everyone together", "vi": "tất cả các nhóm gộp lại"},
    "scores.level.by": {
        "en": "{metric} for {asked} runs from {low_value} ({low_level}, n = {low_base:count}) to {high_value} "
        "({high_level}, n = {high_base:count}). {verdict}",
        "vi": "{metric} của {asked} thay đổi từ {low_value} ({low_level}, n = {low_base:count}) đến {high_value} "
        "({high_level}, n = {high_base:count}). {verdict}",
    },
    "scores.level.by.some": {
        "en": "Clearly apart from the rest: {levels}.",
        "vi": "Khác biệt rõ so với phần còn lại: {levels}.",
    },
    "scores.level.by.none": {
        "en": "No level is clearly apart from the rest: we cannot tell them apart.",
        "vi": "Không nhóm nào khác biệt rõ so với phần còn lại: chưa thể kết luận.",
    },
    "scores.too_few": {
        "en": "In {wave:period} fewer than {minimum:count} people answered: too few for a number.",
        "vi": "Trong {wave:period} có ít hơn {minimum:count} người trả lời: quá ít để đưa ra con số.",
    },
    "scores.no_answers": {
        "en": "Nobody answered in {wave:period}.",
        "vi": "Không có ai trả lời trong {wave:period}.",
    },
    "scores.trend.question": {
        "en": "How have our scores moved?",
        "vi": "Điểm của chúng ta đã thay đổi ra sao?",
    },
    "scores.trend.question_by": {
        "en": "How have our scores moved, by {by}?",
        "vi": "Điểm của chúng ta đã thay đổi ra sao, theo {by}?",
    },
    "scores.trend": {
        "en": "{metric} for {asked} went from {first_value} in {first:period} (n = {first_base:count}) to {last_value} in "
        "{last:period} (n = {last_base:count}): {verdict}",
        "vi": "{metric} của {asked} đi từ {first_value} trong {first:period} (n = {first_base:count}) đến {last_value} trong "
        "{last:period} (n = {last_base:count}): {verdict}",
    },
    "scores.verdict.moved": {
        "en": "a change of {value} (95% interval {low} to {high}).",
        "vi": "thay đổi {value} (khoảng tin cậy 95%: {low} đến {high}).",
    },
    "scores.verdict.cannot_tell": {
        "en": "a change of {value}, but the 95% interval ({low} to {high}) holds zero, so we cannot tell.",
        "vi": "thay đổi {value}, nhưng khoảng tin cậy 95% ({low} đến {high}) chứa số không, nên chưa thể kết luận.",
    },
    "scores.trend.steady": {
        "en": "The line through all {periods:count} complete periods moves by {value} a period (95% interval {low} to {high}).",
        "vi": "Đường thẳng qua cả {periods:count} kỳ trọn vẹn thay đổi {value} mỗi kỳ (khoảng tin cậy 95%: {low} đến {high}).",
    },
    "scores.trend.not_steady": {
        "en": "No steady rise or fall shows over the {periods:count} complete periods: {value} a period (95% interval {low} to {high}).",
        "vi": "Không thấy xu hướng tăng hay giảm đều qua {periods:count} kỳ trọn vẹn: {value} mỗi kỳ (khoảng tin cậy 95%: {low} đến {high}).",
    },
    "scores.change.not_there": {
        "en": "There is no {against:period} in the data, so {wave:period} has no period a year earlier to be compared with.",
        "vi": "Dữ liệu không có {against:period}, nên {wave:period} chưa có kỳ cùng kỳ năm trước để so sánh.",
    },
    "scores.trend.one": {
        "en": "There is only one period with answers ({last:period}), so there is no trend yet.",
        "vi": "Mới có một kỳ có câu trả lời ({last:period}), nên chưa có xu hướng.",
    },
    "scores.change.question": {
        "en": "Did our scores really move between {against:period} and {wave:period}?",
        "vi": "Điểm có thật sự thay đổi từ {against:period} đến {wave:period} không?",
    },
    "scores.change.moved": {
        "en": "{metric} for {asked} moved by {value} against {against:period} (95% interval {low} to {high}, "
        "n = {base_before:count} and {base:count}).",
        "vi": "{metric} của {asked} thay đổi {value} so với {against:period} (khoảng tin cậy 95%: {low} đến {high}, "
        "n = {base_before:count} và {base:count}).",
    },
    "scores.change.cannot_tell": {
        "en": "We cannot tell whether {metric} for {asked} moved: the difference is {value}, its 95% interval {low} to {high} "
        "holds zero (n = {base_before:count} and {base:count}). The smallest change these waves could have shown is {detectable}.",
        "vi": "Chưa thể kết luận {metric} của {asked} có thay đổi: chênh lệch {value}, khoảng tin cậy 95% {low} đến {high} "
        "chứa số không (n = {base_before:count} và {base:count}). Mức thay đổi nhỏ nhất mà hai đợt này có thể phát hiện là {detectable}.",
    },
    "scores.change.not_after_correction": {
        "en": "We cannot tell whether {metric} for {asked} moved: the difference is {value} and its 95% interval {low} to {high} "
        "leaves out zero, but that does not hold after correction for looking {tests:count} times "
        "(n = {base_before:count} and {base:count}).",
        "vi": "Chưa thể kết luận {metric} của {asked} có thay đổi: chênh lệch {value}, khoảng tin cậy 95% {low} đến {high} "
        "không chứa số không, nhưng không còn rõ sau khi hiệu chỉnh vì nhìn {tests:count} lần "
        "(n = {base_before:count} và {base:count}).",
    },
    "scores.change.too_few": {
        "en": "In {against:period} or {wave:period} fewer than {minimum:count} people answered: too few to compare.",
        "vi": "Trong {against:period} hoặc {wave:period} có ít hơn {minimum:count} người trả lời: quá ít để so sánh.",
    },
    "scores.change.axis": {"en": "Change since {against:period}", "vi": "Thay đổi so với {against:period}"},
    "scores.change.axis_of": {"en": "{metric}: change since {against:period}", "vi": "{metric}: thay đổi so với {against:period}"},
    "scores.change.by": {
        "en": "Changes by {by} that hold after correction for looking many times: {moved:count} of {tests:count}{named}.",
        "vi": "Thay đổi theo {by} vẫn rõ sau khi hiệu chỉnh vì nhìn nhiều lần: {moved:count} trong {tests:count}{named}.",
    },
    "scores.change.first": {
        "en": "{wave:period} is the first wave, so there is nothing to compare it with.",
        "vi": "{wave:period} là đợt đầu tiên nên chưa có gì để so sánh.",
    },
    "scores.change.correction": {
        "en": "p-values are adjusted for {tests:count} comparisons (Benjamini and Hochberg).",
        "vi": "Giá trị p đã được hiệu chỉnh cho {tests:count} phép so sánh (Benjamini và Hochberg).",
    },
    "scores.weighted_caveat": {
        "en": "The sentence uses weighted answers; the unweighted figures stand beside them.",
        "vi": "Câu kết luận dùng câu trả lời có trọng số; số không trọng số nằm bên cạnh.",
    },
    "scores.missing_caveat": {
        "en": "{missing:count} of {asked:count} people asked gave no score; they are not in the base.",
        "vi": "{missing:count} trong {asked:count} người được hỏi không cho điểm; họ không nằm trong cỡ mẫu.",
    },
    "scores.turned_caveat": {
        "en": "{question} asks for effort; it is shown turned round as ease: higher is easier.",
        "vi": "{question} hỏi về công sức; điểm được đảo lại thành mức độ dễ dàng: càng cao càng dễ.",
    },
    "scores.partial_caveat": {
        "en": "Not complete in the data, so shown but not compared: {periods}.",
        "vi": "Chưa đủ dữ liệu nên chỉ hiển thị, không so sánh: {periods}.",
    },
    "scores.retention.question": {
        "en": "How many customers stay, and how many leave?",
        "vi": "Bao nhiêu khách hàng ở lại, bao nhiêu rời đi?",
    },
    "scores.retention": {
        "en": "In {period:period}, {churned:count} of the {base:count} customers at the start left: a churn rate of {value:share} "
        "(95% interval {low:share} to {high:share}); {retained:share} stayed.",
        "vi": "Trong {period:period}, {churned:count} trong {base:count} khách hàng đầu kỳ đã rời đi: tỷ lệ rời bỏ {value:share} "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}); {retained:share} ở lại.",
    },
    "scores.retention.axis": {"en": "Share of customers at the start", "vi": "Tỷ lệ trên số khách đầu kỳ"},
    "scores.retention.unknown": {
        "en": "Leaving was not recorded before {since:date}: earlier periods are not known, not zero.",
        "vi": "Việc rời đi không được ghi nhận trước {since:date}: các kỳ trước là chưa biết, không phải bằng không.",
    },
    "scores.retention.none": {
        "en": "No complete period has a start cohort yet, so churn is not known.",
        "vi": "Chưa có kỳ đầy đủ nào có nhóm khách đầu kỳ, nên chưa biết tỷ lệ rời bỏ.",
    },
    "scores.retention.silence": {
        "en": "No contract: a customer who was active in the period before and is silent in this one counts as churned here.",
        "vi": "Không có hợp đồng: khách hoạt động ở kỳ trước nhưng im lặng ở kỳ này được tính là rời bỏ.",
    },
    "scores.retention.contract": {
        "en": "Churn counts customers whose contract ended in the period, of those who had one when it began.",
        "vi": "Tỷ lệ rời bỏ tính khách có hợp đồng kết thúc trong kỳ, trên số khách có hợp đồng đầu kỳ.",
    },
    "scores.arpu.question": {
        "en": "What does a customer bring in?",
        "vi": "Mỗi khách hàng mang lại bao nhiêu doanh thu?",
    },
    "scores.arpu": {
        "en": "In {period:period}, revenue per active customer was {value} (95% interval {low} to {high}, n = {base:count}).",
        "vi": "Trong {period:period}, doanh thu trên mỗi khách hoạt động là {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}).",
    },
    "scores.arpu.axis": {"en": "Revenue per customer", "vi": "Doanh thu mỗi khách"},
    "scores.arpu.none": {
        "en": "No complete period has payments yet, so revenue per customer is not known.",
        "vi": "Chưa có kỳ đầy đủ nào có thanh toán, nên chưa biết doanh thu trên mỗi khách hàng.",
    },
    "scores.next.moved": {
        "en": "Ask what changed in that wave: who answered, and at which step.",
        "vi": "Hãy tìm hiểu điều gì đã đổi trong đợt đó: ai trả lời, và ở bước nào.",
    },
    "scores.next.cannot_tell": {
        "en": "Do not act on this difference; more answers in the next wave would make it readable.",
        "vi": "Không nên hành động dựa trên chênh lệch này; đợt sau có thêm câu trả lời sẽ rõ hơn.",
    },
    "value.metric.nps": {"en": "NPS", "vi": "NPS"},
    "value.metric.csat": {"en": "CSAT (top box)", "vi": "CSAT (mức hài lòng cao)"},
    "value.metric.csat_mean": {"en": "CSAT mean", "vi": "CSAT trung bình"},
    "value.metric.ces": {"en": "CES (ease)", "vi": "CES (mức dễ dàng)"},
    "value.metric.rating": {"en": "mean rating", "vi": "điểm trung bình"},
    "value.metric.churn rate": {"en": "churn rate", "vi": "tỷ lệ rời bỏ"},
    "value.metric.retention rate": {"en": "retention rate", "vi": "tỷ lệ giữ chân"},
    "value.metric.ARPU per active customer": {"en": "ARPU per active customer", "vi": "ARPU trên khách hoạt động"},
    "value.metric.ARPU per customer": {"en": "ARPU per customer", "vi": "ARPU trên tất cả khách"},
    "value.basis.weighted": {"en": "weighted", "vi": "có trọng số"},
    "value.basis.unweighted": {"en": "unweighted", "vi": "không trọng số"},
    "value.verdict.up": {"en": "up", "vi": "tăng"},
    "value.verdict.down": {"en": "down", "vi": "giảm"},
    "value.verdict.cannot tell": {"en": "cannot tell", "vi": "chưa thể kết luận"},
    "label.missing": {"en": "No answer", "vi": "Không trả lời"},
    "label.difference": {"en": "Difference", "vi": "Chênh lệch"},
    "label.before": {"en": "Before", "vi": "Trước"},
    "label.after": {"en": "After", "vi": "Sau"},
    "label.base_before": {"en": "Base before", "vi": "Cỡ mẫu trước"},
    "label.p_value": {"en": "p", "vi": "p"},
    "label.adjusted_p": {"en": "p, adjusted", "vi": "p hiệu chỉnh"},
    "label.detectable": {"en": "Smallest detectable", "vi": "Nhỏ nhất phát hiện được"},
    "label.verdict": {"en": "Verdict", "vi": "Kết luận"},
    "label.complete": {"en": "Complete", "vi": "Đủ kỳ"},
}
