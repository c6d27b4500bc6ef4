"""Sentences about season and forecast."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)

TEXT = {
    **{f"scores.seasonality.month.{number}": {"en": name, "vi": f"tháng {number}"} for number, name in enumerate(_MONTHS, 1)},
    **{f"scores.seasonality.quarter.{number}": {"en": f"quarter {number}", "vi": f"quý {number}"} for number in range(1, 5)},
    "scores.seasonality.question": {
        "en": "How much of the ups and downs from one {one} to the next comes back every year?",
        "vi": "Bao nhiêu phần lên xuống giữa các {one} lặp lại hằng năm?",
    },
    "scores.seasonality.some": {
        "en": "Over the year the season moves {metric} for {asked} by {up} at most ({up_place}) and {down} at least ({down_place}); seen over "
        "{cycles:number} years, {periods:count} complete {many}, n = {base:count}, p = {p:p_value}.",
        "vi": "Trong năm, mùa vụ làm {metric} của {asked} thay đổi cao nhất {up} ({up_place}) và thấp nhất {down} ({down_place}); dựa trên "
        "{cycles:number} năm, {periods:count} {many} đủ kỳ, n = {base:count}, p = {p:p_value}.",
    },
    "scores.seasonality.none": {
        "en": "We cannot tell whether {metric} for {asked} has a season: over {cycles:number} years ({periods:count} complete {many}, "
        "n = {base:count}) it looks like {up} in {up_place} and {down} in {down_place}, but chance alone often gives as much (p = {p:p_value}).",
        "vi": "Chưa thể kết luận {metric} của {asked} có tính mùa vụ: qua {cycles:number} năm ({periods:count} {many} đủ kỳ, n = {base:count}) "
        "có vẻ {up} vào {up_place} và {down} vào {down_place}, nhưng chỉ riêng ngẫu nhiên cũng thường gây ra mức đó (p = {p:p_value}).",
    },
    "scores.seasonality.few": {
        "en": "We cannot tell whether {metric} for {asked} has a season: that takes two full years, {needed:count} {many} in a row, with each "
        "{one} of the year seen at least once; there are {periods:count} complete {many} with {minimum:count} or more answers.",
        "vi": "Chưa thể kết luận {metric} của {asked} có tính mùa vụ: cần hai năm trọn vẹn, tức {needed:count} {many} liên tiếp, mỗi {one} "
        "trong năm có ít nhất một lần; hiện có {periods:count} {many} đủ kỳ với từ {minimum:count} câu trả lời trở lên.",
    },
    "scores.seasonality.constant": {
        "en": "We cannot tell any season: {metric} for {asked} is the same in all of {periods:count} {many}.",
        "vi": "Chưa thấy tính mùa vụ: {metric} của {asked} như nhau trong cả {periods:count} {many}.",
    },
    "scores.seasonality.no_cycle": {
        "en": "This study cannot show a season of {metric} for {asked}: its periods are not months or quarters that follow each other. "
        "Ask by month or quarter, with answers that have a day.",
        "vi": "Dữ liệu này chưa cho thấy được tính mùa vụ của {metric} cho {asked}: các kỳ không phải là tháng hoặc quý nối tiếp nhau. "
        "Hãy xem theo tháng hoặc quý, với câu trả lời có ngày.",
    },
    "scores.seasonality.method": {
        "en": "Trend, season and remainder by STL, robust (strength of the season {strength:number} of 1). The p-value is that of an F test "
        "on {harmonics:count} waves a year beside a level that may wander; it can take a slow swing of about a year for a season.",
        "vi": "Xu hướng, mùa vụ và phần còn lại được tách bằng STL bền vững (độ mạnh của mùa vụ {strength:number} trên 1). Giá trị p từ kiểm "
        "định F với {harmonics:count} sóng mỗi năm bên cạnh một mức có thể trôi; một đợt lên xuống chậm dài khoảng một năm có thể bị "
        "nhầm là mùa vụ.",
    },
    "scores.seasonality.axis": {"en": "{metric}: what the season adds", "vi": "{metric}: phần do mùa vụ"},
    "scores.seasonality.next.some": {
        "en": "Compare a {one} with the same {one} of last year, not with the one before.",
        "vi": "Hãy so sánh mỗi {one} với cùng {one} năm trước, không phải với kỳ liền trước.",
    },
    "scores.seasonality.next.none": {
        "en": "Do not explain ups and downs by the season yet; another year of answers would show it.",
        "vi": "Chưa nên giải thích lên xuống bằng mùa vụ; thêm một năm dữ liệu sẽ cho thấy rõ hơn.",
    },
    "scores.forecast.question": {
        "en": "What will the score be next, if things go on as they have?",
        "vi": "Điểm kỳ tới sẽ là bao nhiêu, nếu mọi việc vẫn tiếp diễn như trước?",
    },
    "scores.forecast.some": {
        "en": "If things go on as before, {metric} for {asked} will be about {value} in {period:period} (95% interval {low} to {high}; "
        "forecast from n = {base:count} answers).",
        "vi": "Nếu mọi việc tiếp diễn như trước, {metric} của {asked} sẽ vào khoảng {value} trong {period:period} (khoảng tin cậy 95%: {low} "
        "đến {high}; dự báo từ n = {base:count} câu trả lời).",
    },
    "scores.forecast.farthest": {
        "en": "In {period:period} about {value} ({low} to {high}).",
        "vi": "Trong {period:period} khoảng {value} ({low} đến {high}).",
    },
    "scores.forecast.record": {
        "en": "On the study's own past ({forecasts:count} forecasts from {starts:count} starts) the {model} model missed by {miss} on average, "
        "the simple rule ({rule}) by {rule_miss}; its 95% intervals held {coverage_95:whole_share} of what came, its 80% intervals "
        "{coverage_80:whole_share}. It did better by more than luck (p = {p:p_value}).",
        "vi": "Trên chính dữ liệu quá khứ ({forecasts:count} dự báo từ {starts:count} điểm xuất phát), mô hình {model} lệch trung bình {miss}, "
        "quy tắc đơn giản ({rule}) lệch {rule_miss}; khoảng 95% của mô hình chứa {coverage_95:whole_share} kết quả thực tế, khoảng 80% chứa "
        "{coverage_80:whole_share}. Mô hình tốt hơn không phải do may mắn (p = {p:p_value}).",
    },
    "scores.forecast.widened": {
        "en": "The intervals are {factor:score} times as wide as the model says, because on the past its own held too little.",
        "vi": "Các khoảng được nới rộng gấp {factor:score} lần so với mô hình, vì trong quá khứ khoảng của mô hình chứa quá ít kết quả.",
    },
    "scores.forecast.unfinished": {
        "en": "{periods} is not complete in the data; it is left out and forecast as a whole.",
        "vi": "{periods} chưa đủ dữ liệu; phần đã có không được dùng mà dự báo cho cả kỳ.",
    },
    "scores.forecast.as_before": {
        "en": "The interval is for the score of a period with about as many answers as before. It knows nothing of what you plan to change.",
        "vi": "Khoảng này dành cho điểm của một kỳ có số câu trả lời tương tự trước đây, và không biết gì về những thay đổi bạn dự định.",
    },
    "scores.forecast.none": {
        "en": "We cannot tell what {metric} for {asked} will be next: on the study's own past ({forecasts:count} forecasts from {starts:count} "
        "starts, n = {base:count}) no model beat the simple rule ({rule}), which missed by {miss} on average, by more than luck.",
        "vi": "Chưa thể nói {metric} của {asked} kỳ tới sẽ ra sao: trên chính dữ liệu quá khứ ({forecasts:count} dự báo từ {starts:count} điểm "
        "xuất phát, n = {base:count}), không mô hình nào tốt hơn rõ rệt quy tắc đơn giản ({rule}), vốn lệch trung bình {miss}.",
    },
    "scores.forecast.rule.seasonal naive": {"en": "as a year before", "vi": "như cùng kỳ năm trước"},
    "scores.forecast.rule.naive": {"en": "as last time", "vi": "như kỳ liền trước"},
    "scores.forecast.few": {
        "en": "We cannot tell yet: there are {periods:count} complete {many} with {minimum:count} or more answers, and a forecast needs "
        "{needed:count}.",
        "vi": "Chưa thể dự báo: mới có {periods:count} {many} đủ kỳ với từ {minimum:count} câu trả lời trở lên, trong khi cần {needed:count}.",
    },
    "scores.forecast.luck": {
        "en": "A model is shown only when its pinball loss over rolling starts is lower than that of the simple rule at p < 0.05 "
        "(Diebold and Mariano, corrected for few starts).",
        "vi": "Mô hình chỉ được hiển thị khi tổn thất pinball qua các điểm xuất phát thấp hơn quy tắc đơn giản với p < 0,05 (Diebold và "
        "Mariano, hiệu chỉnh cho ít điểm xuất phát).",
    },
    "scores.forecast.axis": {"en": "{metric}: how far forecasts were off on average", "vi": "{metric}: mức lệch trung bình của dự báo"},
    "scores.forecast.next.some": {
        "en": "When the period is complete, look whether its score lies in the interval; if not, ask what happened.",
        "vi": "Khi đủ kỳ, hãy xem điểm có nằm trong khoảng dự báo không; nếu không, hãy tìm hiểu điều gì đã xảy ra.",
    },
    "scores.forecast.next.none": {
        "en": "Plan with the range of past scores; more periods, or more answers in each, may make a forecast possible.",
        "vi": "Hãy lập kế hoạch theo khoảng điểm đã thấy; thêm kỳ, hoặc thêm câu trả lời mỗi kỳ, có thể giúp dự báo được.",
    },
    "value.kind.observed": {"en": "observed", "vi": "thực tế"},
    "value.kind.forecast": {"en": "forecast", "vi": "dự báo"},
    "value.model.naive": {"en": "as last time", "vi": "như kỳ liền trước"},
    "value.model.seasonal naive": {"en": "as a year before", "vi": "như cùng kỳ năm trước"},
    "value.model.local level": {"en": "local level", "vi": "mức trôi dần"},
    "value.model.damped trend": {"en": "damped trend", "vi": "xu hướng tắt dần"},
    "label.kind": {"en": "Kind", "vi": "Loại"},
    "label.model": {"en": "Rule or model", "vi": "Quy tắc hoặc mô hình"},
    "label.starts": {"en": "Starts", "vi": "Điểm xuất phát"},
    "label.forecasts": {"en": "Forecasts judged", "vi": "Số dự báo đã xét"},
    "label.miss": {"en": "Off on average", "vi": "Lệch trung bình"},
    "label.loss": {"en": "Pinball loss", "vi": "Tổn thất pinball"},
    "label.coverage_80": {"en": "Held by 80% intervals", "vi": "Nằm trong khoảng 80%"},
    "label.coverage_95": {"en": "Held by 95% intervals", "vi": "Nằm trong khoảng 95%"},
    "label.trend": {"en": "Trend", "vi": "Xu hướng"},
    "label.seasonal": {"en": "Season", "vi": "Mùa vụ"},
    "label.remainder": {"en": "Remainder", "vi": "Phần còn lại"},
}
