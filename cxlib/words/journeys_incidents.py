"""Sentences about incidents in the journey."""

TEXT: dict[str, dict[str, str]] = {
    "journeys.incidents.question": {
        "en": "When, where and for whom did fewer go on than usual?",
        "vi": "Khi nào, ở bước nào và với ai, số người đi tiếp ít hơn bình thường?",
    },
    "journeys.incidents": {
        "en": "From {first:date} to {last:date} fewer of “{level}” than usual went on at {step}: {value:share} of {base:count} {units}, "
        "against {usual:share} in the rest of the time, a difference of {difference:signed_points} points "
        "(95% interval {difference_low:signed_points} to {difference_high:signed_points}).",
        "vi": "Từ {first:date} đến {last:date}, ở bước {step}, số đi tiếp trong nhóm “{level}” ít hơn bình thường: {value:share} trong "
        "{base:count} {units}, so với {usual:share} vào thời gian còn lại, chênh lệch {difference:signed_points} điểm "
        "(khoảng tin cậy 95%: {difference_low:signed_points} đến {difference_high:signed_points}).",
    },
    "journeys.incidents.everyone": {
        "en": "From {first:date} to {last:date} fewer than usual went on at {step}, in all groups together: {value:share} of {base:count} {units}, "
        "against {usual:share} in the rest of the time, a difference of {difference:signed_points} points "
        "(95% interval {difference_low:signed_points} to {difference_high:signed_points}).",
        "vi": "Từ {first:date} đến {last:date}, ở bước {step}, số đi tiếp ít hơn bình thường trên toàn bộ khách: {value:share} trong "
        "{base:count} {units}, so với {usual:share} vào thời gian còn lại, chênh lệch {difference:signed_points} điểm "
        "(khoảng tin cậy 95%: {difference_low:signed_points} đến {difference_high:signed_points}).",
    },
    "journeys.incidents.others": {
        "en": "Meanwhile the share of the other groups changed by {others:signed_points} points.",
        "vi": "Cùng thời gian đó, tỷ lệ của các nhóm khác thay đổi {others:signed_points} điểm.",
    },
    "journeys.incidents.more": {"en": "Also clear: {more}.", "vi": "Cũng thấy rõ: {more}."},
    "journeys.incidents.none": {
        "en": "Of the {units} from {first:date} to {last:date}, watched in {tested:count} pairs of step and group, there is no stretch of time in "
        "which clearly fewer went on than usual: we cannot tell any of them from chance.",
        "vi": "Trong các {units} từ {first:date} đến {last:date}, theo dõi qua {tested:count} cặp bước và nhóm, không có khoảng thời gian nào "
        "số đi tiếp ít hơn hẳn bình thường: chưa thể phân biệt với ngẫu nhiên.",
    },
    "journeys.incidents.short.week": {
        "en": "The journeys are seen over {bins:count} weeks only; what is usual can be told from {needed:count} weeks on.",
        "vi": "Hành trình mới được theo dõi {bins:count} tuần; cần ít nhất {needed:count} tuần để biết thế nào là bình thường.",
    },
    "journeys.incidents.short.day": {
        "en": "The journeys are seen over {bins:count} days only; what is usual can be told from {needed:count} days on.",
        "vi": "Hành trình mới được theo dõi {bins:count} ngày; cần ít nhất {needed:count} ngày để biết thế nào là bình thường.",
    },
    "journeys.incidents.where": {
        "en": "{step}: {level}, {first:date} to {last:date}",
        "vi": "{step}: {level}, {first:date} đến {last:date}",
    },
    "journeys.incidents.axis": {
        "en": "Share that went on, difference from usual",
        "vi": "Tỷ lệ đi tiếp, chênh lệch so với bình thường",
    },
    "journeys.incidents.next": {
        "en": "Ask the owner of {step} what changed around {day:date}: a release, a supplier, a price, a rule.",
        "vi": "Hỏi người phụ trách bước {step} điều gì đã thay đổi vào khoảng {day:date}: phiên bản mới, đối tác, giá hay quy định.",
    },
    "journeys.incidents.caveat.judged": {
        "en": "A step is made within {days:number} days of the journey's beginning, and within the time that nineteen in twenty of those who go on take. "
        "Whoever has not had that time yet is left out. The shares are therefore a little lower than in the funnel.",
        "vi": "Một bước được tính khi diễn ra trong vòng {days:number} ngày kể từ đầu hành trình, và trong khoảng thời gian mà mười chín trên "
        "hai mươi trường hợp đi tiếp cần đến; ai chưa đủ thời gian đó thì chưa xét. Vì vậy các tỷ lệ thấp hơn một chút so với trong phễu.",
    },
    "journeys.incidents.caveat.tested": {
        "en": "{tested:count} pairs of step and group were looked at over all stretches of up to half of the time; the p-values are corrected for all "
        "of them. The days are those at which it shows most clearly, so the difference is somewhat too large, and it is not yet a cause.",
        "vi": "Đã xét {tested:count} cặp bước và nhóm, trên mọi khoảng dài đến một nửa thời gian; giá trị p đã được hiệu chỉnh cho tất cả. "
        "Ngày được chọn là lúc khác biệt thấy rõ nhất, nên chênh lệch hơi lớn hơn thực tế, và chưa phải là nguyên nhân.",
    },
    "journeys.incidents.caveat.order": {
        "en": "The steps of a journey count here in whichever order they were taken; a step needs all those before it in the design.",
        "vi": "Ở đây các bước của một hành trình được tính bất kể thứ tự; một bước chỉ được tính khi có đủ các bước trước nó trong thiết kế.",
    },
    "journeys.incidents.caveat.again": {
        "en": "Several journeys of one customer count like those of several customers; the spread from week to week, where it is more than chance, "
        "makes the alarm slower.",
        "vi": "Nhiều hành trình của một khách được tính như của nhiều khách; khi tỷ lệ giữa các tuần dao động hơn mức ngẫu nhiên, cảnh báo sẽ thận trọng hơn.",
    },
    "journeys.incidents.caveat.twice": {
        "en": "Contacts at these steps that stand in the data twice, the same in customer, moment and step: {rows:count}. They change nothing: a step counts once.",
        "vi": "Số lượt tiếp xúc ở các bước này bị lặp trong dữ liệu (trùng khách hàng, thời điểm và bước): {rows:count}. Điều này không ảnh hưởng: mỗi bước chỉ tính một lần.",
    },
    "label.from_day": {"en": "From", "vi": "Từ ngày"},
    "label.to_day": {"en": "To", "vi": "Đến ngày"},
    "label.usual": {"en": "Usually", "vi": "Bình thường"},
    "label.others": {"en": "Change of the others", "vi": "Thay đổi của nhóm khác"},
    "label.missed": {"en": "Fewer than usual", "vi": "Ít hơn bình thường"},
    "label.signup_month": {"en": "Month of sign-up", "vi": "Tháng đăng ký"},
    "label.lifecycle": {"en": "New or loyal", "vi": "Mới hay thân thiết"},
}
