"""Sentences about early warning and change points."""

TEXT: dict[str, dict[str, str]] = {
    "scores.watch.one.month": {"en": "month", "vi": "tháng"},
    "scores.watch.one.quarter": {"en": "quarter", "vi": "quý"},
    "scores.watch.one.year": {"en": "year", "vi": "năm"},
    "scores.watch.one.wave": {"en": "wave", "vi": "đợt"},
    "scores.watch.many.month": {"en": "months", "vi": "tháng"},
    "scores.watch.many.quarter": {"en": "quarters", "vi": "quý"},
    "scores.watch.many.year": {"en": "years", "vi": "năm"},
    "scores.watch.many.wave": {"en": "waves", "vi": "đợt"},
    "scores.watch.instead": {
        "en": "Most months have no answers, so the series goes by {one}.",
        "vi": "Phần lớn các tháng không có câu trả lời, nên chuỗi số liệu được xem theo {one}.",
    },
    "scores.watch.weighted": {"en": "Answers are weighted.", "vi": "Câu trả lời được tính theo trọng số."},
    "scores.watch.empty": {
        "en": "Rows without answers ({empty:count}) are shown blank and left out.",
        "vi": "Các dòng không có câu trả lời ({empty:count}) được để trống và không đưa vào tính toán.",
    },
    "scores.early_warning.question": {
        "en": "Is the latest {one} out of its usual range?",
        "vi": "Kết quả {one} gần nhất có nằm ngoài khoảng thường thấy không?",
    },
    "scores.early_warning.limit": {
        "en": "Alarm: {metric} for {asked} in {period:period} is {value} (95% interval {low} to {high}, n = {base:count}), {side} its "
        "usual range of {lower_limit} to {upper_limit}.",
        "vi": "Cảnh báo: {metric} của {asked} trong {period:period} là {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), "
        "{side} khoảng thường thấy từ {lower_limit} đến {upper_limit}.",
    },
    "scores.early_warning.drift": {
        "en": "Alarm: {metric} for {asked} in {period:period} is {value} (95% interval {low} to {high}, n = {base:count}). Alone it is "
        "within its usual range of {lower_limit} to {upper_limit}, but together with the {many} before it, it has drifted {side} "
        "its median of {centre}.",
        "vi": "Cảnh báo: {metric} của {asked} trong {period:period} là {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}). "
        "Xét riêng thì vẫn trong khoảng thường thấy từ {lower_limit} đến {upper_limit}, nhưng cùng với các {many} trước đó, điểm đã "
        "trôi dần {side} mức trung vị {centre}.",
    },
    "scores.early_warning.quiet": {
        "en": "{metric} for {asked} in {period:period} is {value} (95% interval {low} to {high}, n = {base:count}), within its usual range "
        "of {lower_limit} to {upper_limit} and without a slow drift: we cannot tell it from chance.",
        "vi": "{metric} của {asked} trong {period:period} là {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), nằm trong "
        "khoảng thường thấy từ {lower_limit} đến {upper_limit} và không trôi dần: chưa thể phân biệt với ngẫu nhiên.",
    },
    "scores.early_warning.side.above": {"en": "above", "vi": "cao hơn"},
    "scores.early_warning.side.below": {"en": "below", "vi": "thấp hơn"},
    "scores.early_warning.earlier": {
        "en": "Earlier {many} that rang: {count:count} (most recently {listed}).",
        "vi": "Số {many} trước đó có cảnh báo: {count:count} (gần nhất: {listed}).",
    },
    "scores.early_warning.some": {
        "en": "Alarm in {period:period}: {metric} for {asked} is out of its own usual range, or drifts, in {ringing:count} of "
        "{levels:count} groups by {by}: {listed}.",
        "vi": "Cảnh báo trong {period:period}: {metric} của {asked} ra ngoài khoảng thường thấy của chính nhóm, hoặc trôi dần, ở "
        "{ringing:count} trong {levels:count} nhóm theo {by}: {listed}.",
    },
    "scores.early_warning.none": {
        "en": "In {period:period}, {metric} for {asked} is within its own usual range and without a slow drift in each of {levels:count} "
        "groups by {by}: we cannot tell any of them from chance.",
        "vi": "Trong {period:period}, {metric} của {asked} nằm trong khoảng thường thấy và không trôi dần ở cả {levels:count} nhóm theo {by}: "
        "chưa thể phân biệt nhóm nào với ngẫu nhiên.",
    },
    "scores.early_warning.often": {
        "en": "When nothing happens, the latest {one} would ring at most about once in {often:count} {many}.",
        "vi": "Khi không có gì xảy ra, {one} gần nhất chỉ báo động nhiều nhất khoảng một lần trong {often:count} {many}.",
    },
    "scores.early_warning.often_by": {
        "en": "When nothing happens, one of the groups would ring at most about once in {often:count} {many}.",
        "vi": "Khi không có gì xảy ra, một trong các nhóm chỉ báo động nhiều nhất khoảng một lần trong {often:count} {many}.",
    },
    "scores.early_warning.few": {
        "en": "We cannot tell yet: there are {periods:count} complete {many} with {minimum:count} or more answers, and an early warning needs "
        "{needed:count}.",
        "vi": "Chưa thể kết luận: mới có {periods:count} {many} đủ kỳ với từ {minimum:count} câu trả lời trở lên, trong khi cảnh báo sớm cần "
        "{needed:count}.",
    },
    "scores.early_warning.rules": {
        "en": "Two rules: one {one} beyond {sigmas:score} standard deviations (average run length in a quiet series {single:count} {many}), "
        "and a slow drift, EWMA with lambda {lam:number} and limit {width:score} ({drift:count} {many}); both together {both:count} {many}.",
        "vi": "Hai quy tắc: một {one} vượt quá {sigmas:score} độ lệch chuẩn (khi yên ổn, trung bình {single:count} {many} mới báo một lần), "
        "và trôi dần, EWMA với lambda {lam:number} và giới hạn {width:score} ({drift:count} {many}); cả hai cùng lúc: {both:count} {many}.",
    },
    "scores.early_warning.baseline": {
        "en": "Run lengths hold for a known usual level. Here it comes from {periods:count} {many}: simulated, {chance:share} of quiet series "
        "of that length ring somewhere.",
        "vi": "Các con số trên đúng khi đã biết mức thường thấy. Ở đây mức này được ước lượng từ {periods:count} {many}: theo mô phỏng, "
        "{chance:share} số chuỗi yên ổn dài như vậy có báo động ở đâu đó.",
    },
    "scores.early_warning.baseline_by": {
        "en": "Run lengths hold for each group with a known usual level. Here it comes from {periods:count} {many} or more: simulated, in "
        "{chance:share} of quiet worlds some group rings somewhere.",
        "vi": "Các con số trên đúng cho từng nhóm khi đã biết mức thường thấy. Ở đây mức này được ước lượng từ {periods:count} {many} trở lên: "
        "theo mô phỏng, trong {chance:share} trường hợp yên ổn vẫn có nhóm nào đó báo động ở đâu đó.",
    },
    "scores.early_warning.widened": {
        "en": "Limits are widened for looking at {levels:count} groups at once, so that with known usual levels all together ring as rarely as one.",
        "vi": "Giới hạn được nới rộng vì xem {levels:count} nhóm cùng lúc, để khi đã biết mức thường thấy, tất cả gộp lại cũng hiếm khi báo động như một nhóm.",
    },
    "scores.early_warning.inflation": {
        "en": "The {many} differ {inflation:score} times as much as the number of answers alone explains; the limits allow for that.",
        "vi": "Các {many} khác nhau gấp {inflation:score} lần mức do số câu trả lời gây ra; giới hạn đã tính đến điều này.",
    },
    "scores.early_warning.independent": {
        "en": "These rates hold where {many} do not depend on one another; a season, or swings that last several {many}, ring more often.",
        "vi": "Các tần suất này đúng khi các {many} không phụ thuộc nhau; tính mùa vụ, hoặc biến động kéo dài nhiều {many}, sẽ báo động "
        "thường hơn.",
    },
    "scores.early_warning.next.alarm": {
        "en": "Ask what changed: who answered, and at which step; the change points say since when.",
        "vi": "Hãy tìm hiểu điều gì đã đổi: ai trả lời, và ở bước nào; phần điểm thay đổi cho biết từ khi nào.",
    },
    "scores.early_warning.next.quiet": {
        "en": "No need to explain this result; look again when the next one is complete.",
        "vi": "Không cần giải thích kết quả này; hãy xem lại khi có đủ kỳ tiếp theo.",
    },
    "scores.early_warning.alarm": {"en": "alarm", "vi": "cảnh báo"},
    "scores.early_warning.band": {"en": "usual range (control limits)", "vi": "khoảng thường thấy (giới hạn kiểm soát)"},
    "scores.early_warning.centre": {"en": "median of the periods", "vi": "trung vị của các kỳ"},
    "scores.early_warning.latest": {
        "en": "{metric} in {period:period}: the point; its usual range (control limits): the line",
        "vi": "{metric} trong {period:period}: dấu chấm; khoảng thường thấy (giới hạn kiểm soát): đoạn thẳng",
    },
    "scores.change_points.question": {
        "en": "Since which {one} has the score been at another level?",
        "vi": "Từ {one} nào điểm đã chuyển sang một mức khác?",
    },
    "scores.change_points.one": {
        "en": "{metric} for {asked} changed its level in {period:period} (95% interval {since:period} to {until:period}): from {before} to "
        "{after}, a step of {value} (95% interval {low} to {high}; p = {p:p_value}, {periods:count} {many}, n = {base:count}).",
        "vi": "{metric} của {asked} đổi mức từ {period:period} (khoảng tin cậy 95%: {since:period} đến {until:period}): từ {before} thành "
        "{after}, chênh {value} (khoảng tin cậy 95%: {low} đến {high}; p = {p:p_value}, {periods:count} {many}, n = {base:count}).",
    },
    "scores.change_points.many": {
        "en": "{metric} for {asked} changed its level {breaks:count} times in {periods:count} {many} (n = {base:count}): {listed}.",
        "vi": "{metric} của {asked} đổi mức {breaks:count} lần trong {periods:count} {many} (n = {base:count}): {listed}.",
    },
    "scores.change_points.item": {
        "en": "in {period:period} ({since:period} to {until:period}) from {before} to {after}, {value} (95% interval {low} to {high}; "
        "p = {p:p_value})",
        "vi": "từ {period:period} ({since:period} đến {until:period}) mức {before} thành {after}, {value} (khoảng tin cậy 95%: {low} đến "
        "{high}; p = {p:p_value})",
    },
    "scores.change_points.none": {
        "en": "We cannot tell any lasting change of level: in {periods:count} {many} from {first:period} to {last:period} (n = {base:count}), "
        "the most likely step of {metric} for {asked}, in {period:period}, could well be chance (p = {p:p_value}).",
        "vi": "Chưa thể kết luận điểm có đổi mức lâu dài: trong {periods:count} {many} từ {first:period} đến {last:period} (n = {base:count}), "
        "bước đổi rõ nhất của {metric} của {asked}, vào {period:period}, vẫn có thể do ngẫu nhiên (p = {p:p_value}).",
    },
    "scores.change_points.constant": {
        "en": "We cannot tell any change of level: {metric} for {asked} is the same in all of {periods:count} {many} from {first:period} to "
        "{last:period} (n = {base:count}).",
        "vi": "Chưa thấy điểm đổi mức: {metric} của {asked} như nhau trong cả {periods:count} {many} từ {first:period} đến {last:period} "
        "(n = {base:count}).",
    },
    "scores.change_points.few": {
        "en": "We cannot tell yet: there are {periods:count} complete {many} with {minimum:count} or more answers, and change points need "
        "{needed:count}.",
        "vi": "Chưa thể kết luận: mới có {periods:count} {many} đủ kỳ với từ {minimum:count} câu trả lời trở lên, trong khi tìm điểm thay đổi "
        "cần {needed:count}.",
    },
    "scores.change_points.method": {
        "en": "p-values come from {draws:count} series without a step whose neighbouring {many} correlate as these do ({likeness:number}). "
        "Every one of the {many} counts the same, whatever its base.",
        "vi": "Giá trị p lấy từ {draws:count} chuỗi không đổi mức, có tương quan giữa các {many} liền nhau như chuỗi này ({likeness:number}). "
        "Các {many} được tính như nhau, bất kể cỡ mẫu.",
    },
    "scores.change_points.season": {
        "en": "A season or a slow rise can look like a step; a step says when, not why.",
        "vi": "Tính mùa vụ hoặc xu hướng tăng giảm chậm có thể trông giống một bước đổi mức; điều này cho biết khi nào, không cho biết vì sao.",
    },
    "scores.change_points.next.some": {
        "en": "Ask what began then: a new step, a new place, another way of asking.",
        "vi": "Hãy tìm hiểu điều gì bắt đầu trong thời gian đó: bước mới, nơi mới, hay cách hỏi khác.",
    },
    "scores.change_points.next.none": {
        "en": "Do not look for reasons of single ups and downs; more answers a month would show smaller steps.",
        "vi": "Không nên tìm lý do cho từng lần tăng giảm; có thêm câu trả lời mỗi tháng sẽ thấy được các bước nhỏ hơn.",
    },
    "scores.change_points.mark": {"en": "first at a new level", "vi": "bắt đầu mức mới"},
    "scores.change_points.stretch": {"en": "level of the stretch", "vi": "mức chung của giai đoạn"},
    "label.centre": {"en": "Centre (median)", "vi": "Đường giữa (trung vị)"},
    "label.lower_limit": {"en": "Control limit, low", "vi": "Giới hạn kiểm soát, dưới"},
    "label.upper_limit": {"en": "Control limit, high", "vi": "Giới hạn kiểm soát, trên"},
    "label.drift": {"en": "Drift (EWMA, standard deviations)", "vi": "Mức trôi (EWMA, độ lệch chuẩn)"},
    "label.alarm": {"en": "Alarm", "vi": "Cảnh báo"},
    "label.rang": {"en": "Rang by", "vi": "Báo do"},
    "value.rang.limit": {"en": "limit", "vi": "vượt giới hạn"},
    "value.rang.drift": {"en": "slow drift", "vi": "trôi dần"},
    "value.rang.both": {"en": "limit and slow drift", "vi": "vượt giới hạn và trôi dần"},
    "label.stretch": {"en": "Level of the stretch", "vi": "Mức chung của giai đoạn"},
    "label.stretch_low": {"en": "Level, low", "vi": "Mức chung, cận dưới"},
    "label.stretch_high": {"en": "Level, high", "vi": "Mức chung, cận trên"},
    "label.changed": {"en": "New level from here", "vi": "Mức mới từ đây"},
    "label.from_period": {"en": "Earliest", "vi": "Sớm nhất"},
    "label.to_period": {"en": "Latest", "vi": "Muộn nhất"},
    "label.shift": {"en": "Step", "vi": "Bước đổi"},
    "label.shift_low": {"en": "Step, low", "vi": "Bước đổi, cận dưới"},
    "label.shift_high": {"en": "Step, high", "vi": "Bước đổi, cận trên"},
}
