"""Sentences about how long customers stay and how early an alarm rings."""

TEXT: dict[str, dict[str, str]] = {
    "churn.curve.question": {"en": "How long do customers stay?", "vi": "Khách hàng ở lại bao lâu?"},
    "churn.curve": {
        "en": "{days:count} days after joining, {value:share} are still customers ({low:share} to {high:share}; n = {base:count} watched for that long, of "
        "{customers:count}, of whom {left:count} left).",
        "vi": "{days:count} ngày sau khi tham gia, {value:share} vẫn còn là khách hàng ({low:share} đến {high:share}; n = {base:count} khách được theo dõi đủ lâu, "
        "trong tổng số {customers:count} khách, trong đó {left:count} khách đã rời đi).",
    },
    "churn.curve.from": {
        "en": "Of those still there {begins:count} days after joining, {value:share} are after {days:count} days ({low:share} to {high:share}; n = {base:count} watched at "
        "that age, of {customers:count}, of whom {left:count} left). Too few were watched from the start to tell what comes before.",
        "vi": "Trong số khách còn ở lại sau {begins:count} ngày, {value:share} vẫn còn sau {days:count} ngày ({low:share} đến {high:share}; n = {base:count} khách được theo dõi ở "
        "mốc đó, trong tổng số {customers:count} khách, trong đó {left:count} khách đã rời đi). Quá ít khách được theo dõi từ đầu nên chưa biết trước đó ra sao.",
    },
    "churn.curve.median": {"en": "Half have left by day {age:count} ({low:count} to {high:count}).", "vi": "Một nửa đã rời đi trước ngày thứ {age:count} ({low:count} đến {high:count})."},
    "churn.curve.median_open": {
        "en": "Half have left by day {age:count} ({low:count} or more; the upper end is not reached yet).",
        "vi": "Một nửa đã rời đi trước ngày thứ {age:count} (từ {low:count} trở lên; chưa xác định được cận trên).",
    },
    "churn.curve.no_median": {
        "en": "More than half are still there at the highest age seen ({longest:count} days), so the median stay is not known.",
        "vi": "Hơn một nửa vẫn còn ở mốc dài nhất quan sát được ({longest:count} ngày), nên chưa biết thời gian ở lại trung vị.",
    },
    "churn.curve.too_few": {
        "en": "Too few customers ({base:count}) were watched for long enough to tell how long they stay.",
        "vi": "Có quá ít khách ({base:count}) được theo dõi đủ lâu để biết họ ở lại bao lâu.",
    },
    "churn.curve.one_group": {
        "en": "There are not two groups by {by} with enough customers to compare.",
        "vi": "Chưa có đủ hai nhóm theo {by} với số khách đủ để so sánh.",
    },
    "churn.curve.alike": {
        "en": "We cannot tell any group by {by} from the others: {tests:count} were compared, the smallest p after correction is {p:p_value}.",
        "vi": "Chưa thể phân biệt nhóm nào theo {by} với các nhóm còn lại: đã so sánh {tests:count} nhóm, p nhỏ nhất sau hiệu chỉnh là {p:p_value}.",
    },
    "churn.curve.differ": {
        "en": "By {by}, {tests:count} groups were each compared with the others over all ages. Staying longer: {long}. Leaving sooner: {short}.",
        "vi": "Theo {by}, {tests:count} nhóm được so sánh, mỗi nhóm với các nhóm còn lại, trên mọi độ tuổi khách hàng. Ở lại lâu hơn: {long}. Rời đi sớm hơn: {short}.",
    },
    "churn.curve.nobody": {"en": "none clearly", "vi": "không nhóm nào rõ rệt"},
    "churn.curve.across": {"en": "Days since joining", "vi": "Số ngày từ khi tham gia"},
    "churn.curve.axis": {"en": "Still a customer", "vi": "Vẫn còn là khách hàng"},
    "churn.lives.silence": {
        "en": "Who left did so at the last activity, which is known to be the last only after more than {days:count} days of silence. So everybody is watched up to "
        "{days:count} days before the last day of the data, and who was active since then counts as still there. Some who are silent now will come back, so the latest shares are a little low.",
        "vi": "Thời điểm rời đi là lần hoạt động cuối; chỉ sau hơn {days:count} ngày im lặng mới biết đó là lần cuối. Vì vậy mọi khách được theo dõi đến "
        "{days:count} ngày trước ngày cuối của dữ liệu; ai còn hoạt động sau mốc đó được tính là vẫn ở lại. Một số khách đang im lặng sẽ quay lại, nên các tỷ lệ gần đây hơi thấp.",
    },
    "churn.lives.contract": {
        "en": "Who left did so on the day the contract ended; the others are watched up to the last day of the data and count as still there.",
        "vi": "Thời điểm rời đi là ngày hợp đồng kết thúc; các khách khác được theo dõi đến ngày cuối của dữ liệu và được tính là vẫn ở lại.",
    },
    "churn.lives.late": {
        "en": "{n:count} had joined before {day:date}, when watching began. They count from the age they had then: others like them may have left unseen.",
        "vi": "{n:count} khách đã tham gia trước {day:date}, khi việc theo dõi bắt đầu. Họ chỉ được tính từ thời điểm đó: có thể đã có những khách tương tự rời đi mà không ai thấy.",
    },
    "churn.lives.cohorts": {
        "en": "{n:count} who joined before {day:date}, when watching began, are in no cohort: others like them may have left unseen.",
        "vi": "{n:count} khách tham gia trước {day:date}, khi việc theo dõi bắt đầu, không thuộc nhóm nào: có thể đã có những khách tương tự rời đi mà không ai thấy.",
    },
    "churn.lives.undated": {
        "en": "{n:count} customers are left out: nobody knows when they joined.",
        "vi": "{n:count} khách không được tính vì không biết họ tham gia khi nào.",
    },
    "churn.lives.new": {
        "en": "{n:count} customers are left out: they left before watching began, or are so new that leaving could not be seen yet.",
        "vi": "{n:count} khách không được tính: họ rời đi trước khi việc theo dõi bắt đầu, hoặc còn quá mới nên chưa thể thấy họ rời đi.",
    },
    "churn.lives.unseen": {
        "en": "We cannot tell yet: of {undated:count} customers nobody knows when they joined, and {new:count} could not be watched for long enough to see them leave.",
        "vi": "Chưa thể kết luận: {undated:count} khách không rõ ngày tham gia và {new:count} khách chưa được theo dõi đủ lâu để thấy họ rời đi.",
    },
    "churn.hazard.question": {"en": "When in life do customers leave?", "vi": "Khách hàng thường rời đi vào lúc nào trong vòng đời?"},
    "churn.hazard.above": {
        "en": "Leaving is likeliest between day {start:count} and day {stop:count} after joining: {value:share} of those who get there leave then "
        "({low:share} to {high:share}; n = {base:count}), against {rest:share} at the other ages on average (p {p:p_value}, corrected).",
        "vi": "Khách dễ rời đi nhất từ ngày {start:count} đến ngày {stop:count} sau khi tham gia: {value:share} số khách còn đến lúc đó rời đi "
        "({low:share} đến {high:share}; n = {base:count}), so với trung bình {rest:share} ở các giai đoạn khác (p {p:p_value}, đã hiệu chỉnh).",
    },
    "churn.hazard.below": {
        "en": "Leaving is least likely between day {start:count} and day {stop:count}: {value:share} leave then ({low:share} to {high:share}; n = {base:count}), "
        "against {rest:share} at the other ages on average (p {p:p_value}, corrected).",
        "vi": "Khách ít rời đi nhất từ ngày {start:count} đến ngày {stop:count}: {value:share} rời đi lúc đó ({low:share} đến {high:share}; n = {base:count}), "
        "so với trung bình {rest:share} ở các giai đoạn khác (p {p:p_value}, đã hiệu chỉnh).",
    },
    "churn.hazard.alike": {
        "en": "We cannot tell that customers leave more at one age than at another: about {rest:share} leave at each ({tests:count} compared, smallest p after "
        "correction {p:p_value}). The highest is {value:share} between day {start:count} and day {stop:count} ({low:share} to {high:share}; n = {base:count}).",
        "vi": "Chưa thể nói khách rời đi nhiều hơn ở giai đoạn nào: mỗi giai đoạn khoảng {rest:share} rời đi (đã so sánh {tests:count} giai đoạn, p nhỏ nhất sau "
        "hiệu chỉnh {p:p_value}). Cao nhất là {value:share} từ ngày {start:count} đến ngày {stop:count} ({low:share} đến {high:share}; n = {base:count}).",
    },
    "churn.hazard.too_few": {
        "en": "Too few leavers were watched to tell when they leave: {left:count} of {base:count} customers left.",
        "vi": "Có quá ít khách rời đi được theo dõi để biết họ rời đi lúc nào: {left:count} trong {base:count} khách đã rời đi.",
    },
    "churn.hazard.too_short": {
        "en": "Nobody was watched for long enough to tell when in life customers leave.",
        "vi": "Chưa có khách nào được theo dõi đủ lâu để biết khách hàng thường rời đi lúc nào.",
    },
    "churn.hazard.groups": {
        "en": "By {by}, {tests:count} groups were each compared with the others over all ages. Leaving sooner: {named}.",
        "vi": "Theo {by}, {tests:count} nhóm được so sánh, mỗi nhóm với các nhóm còn lại, trên mọi giai đoạn. Rời đi sớm hơn: {named}.",
    },
    "churn.hazard.no_group": {
        "en": "We cannot tell that any group by {by} leaves sooner than the others ({tests:count} compared, corrected).",
        "vi": "Chưa thể nói nhóm nào theo {by} rời đi sớm hơn các nhóm còn lại (đã so sánh {tests:count} nhóm, có hiệu chỉnh).",
    },
    "churn.hazard.smoothed": {
        "en": "Smoothed: each age is taken together with the one before and the one after it.",
        "vi": "Đã làm trơn: mỗi giai đoạn được gộp với giai đoạn liền trước và liền sau.",
    },
    "churn.hazard.across": {"en": "Days since joining", "vi": "Số ngày từ khi tham gia"},
    "churn.hazard.axis": {"en": "Left at that age", "vi": "Rời đi ở giai đoạn đó"},
    "churn.early.question": {"en": "How early would we have known?", "vi": "Lẽ ra chúng ta có thể biết sớm đến đâu?"},
    "churn.early": {
        "en": "For half of {base:count} past leavers the alarm had been on for at least {value:count} days when they counted as gone ({low:count} to {high:count}).",
        "vi": "Với một nửa trong {base:count} khách đã rời đi, chuông báo đã bật ít nhất {value:count} ngày trước khi họ bị tính là rời bỏ ({low:count} đến {high:count}).",
    },
    "churn.early.at_least": {
        "en": "For more than half of {base:count} past leavers the alarm was on as far back as we looked; half were warned of at least {value:count} days "
        "before they counted as gone.",
        "vi": "Với hơn một nửa trong {base:count} khách đã rời đi, chuông báo đã bật từ đầu khoảng thời gian xem lại; một nửa được báo trước ít nhất {value:count} ngày "
        "trước khi bị tính là rời bỏ.",
    },
    "churn.early.never": {
        "en": "For most of {base:count} past leavers the alarm was not on when they counted as gone: there was no warning.",
        "vi": "Với phần lớn trong {base:count} khách đã rời đi, chuông báo không bật khi họ bị tính là rời bỏ: không có cảnh báo nào.",
    },
    "churn.early.in_time": {
        "en": "For {value:share} ({low:share} to {high:share}) it rang at least the {gap:count} days before that it takes to act.",
        "vi": "Với {value:share} ({low:share} đến {high:share}), chuông reo trước ít nhất {gap:count} ngày, đủ thời gian để hành động.",
    },
    "churn.early.ever": {
        "en": "For {value:share} ({low:share} to {high:share}) it rang at all before they were gone.",
        "vi": "Với {value:share} ({low:share} đến {high:share}), chuông có reo trước khi họ rời đi.",
    },
    "churn.early.last_visit": {
        "en": "For {value:share} ({low:share} to {high:share}) it was on by their last visit; for the others it noticed a silence that had begun.",
        "vi": "Với {value:share} ({low:share} đến {high:share}), chuông đã bật khi họ ghé lần cuối; với số còn lại, nó chỉ nhận ra sự im lặng đã bắt đầu.",
    },
    "churn.early.price": {
        "en": "The price: of 100 customers who stay, {on:points} have the alarm on at any time.",
        "vi": "Cái giá: trong 100 khách ở lại, lúc nào cũng có {on:points} khách bị báo nhầm.",
    },
    "churn.early.price_new": {
        "en": "For {new:points} of 100 who stay it newly rings each week ({low:points} to {high:points}).",
        "vi": "Mỗi tuần chuông reo mới ở {new:points} trong 100 khách ở lại ({low:points} đến {high:points}).",
    },
    "churn.early.no_better": {
        "en": "Stayers are warned about as often: we cannot tell that the alarm foresees who leaves.",
        "vi": "Khách ở lại cũng bị báo thường xuyên gần như vậy: chưa thể nói chuông báo thấy trước được ai sẽ rời đi.",
    },
    "churn.early.too_few": {
        "en": "Too few left to tell how early the alarm rings: {n:count} were gone after {since:date}, the last day that the model learned or was tuned on.",
        "vi": "Có quá ít khách rời đi để biết chuông reo sớm đến đâu: {n:count} khách rời đi sau {since:date}, ngày cuối cùng mà mô hình được học hoặc hiệu chỉnh.",
    },
    "churn.early.threshold": {
        "en": "The alarm rings at a chance of {value:share} or more, which the riskiest {share:whole_share} of the test customers reach.",
        "vi": "Chuông reo khi khả năng rời đi từ {value:share} trở lên, mức mà nhóm {share:whole_share} rủi ro nhất trong khách kiểm tra đạt tới.",
    },
    "churn.early.threshold_rate": {
        "en": "The alarm rings at a chance of {value:share} or more, the past share of leavers.",
        "vi": "Chuông reo khi khả năng rời đi từ {value:share} trở lên, bằng tỷ lệ rời bỏ trong quá khứ.",
    },
    "churn.early.silence": {
        "en": "A customer counts as gone after more than {days:count} days of silence, so a lead of up to {days:count} days is silence already seen. "
        "The decision itself lies somewhere before; no table shows it.",
        "vi": "Khách bị tính là rời bỏ sau hơn {days:count} ngày im lặng, nên phần báo trước trong vòng {days:count} ngày là sự im lặng đã thấy được. "
        "Bản thân quyết định rời đi nằm đâu đó trước đấy; không bảng dữ liệu nào cho thấy.",
    },
    "churn.early.contract": {
        "en": "A customer is gone on the day the contract ends; notice may have been given earlier, which no table shows.",
        "vi": "Khách rời đi vào ngày hợp đồng kết thúc; họ có thể đã báo trước đó, nhưng không bảng dữ liệu nào cho thấy.",
    },
    "churn.early.since": {
        "en": "Leavers are those gone after {day:date}, the last day that the model learned or was tuned on; of many, the latest.",
        "vi": "Chỉ xét khách rời đi sau {day:date}, ngày cuối cùng mà mô hình được học hoặc hiệu chỉnh; nếu nhiều thì lấy những khách gần nhất.",
    },
    "churn.early.tuned": {
        "en": "Leavers are those gone after {day:date}, the last day that the model learned from; on some of them it was tuned, because few left later.",
        "vi": "Chỉ xét khách rời đi sau {day:date}, ngày cuối cùng mà mô hình được học; mô hình đã được hiệu chỉnh trên một số khách này vì về sau có ít người rời đi.",
    },
    "churn.early.learned": {
        "en": "For days before {day:date} the model had learned from the same customers, though not that these would leave.",
        "vi": "Ở những ngày trước {day:date}, mô hình đã học từ chính các khách này, dù không biết họ sẽ rời đi.",
    },
    "churn.early.window": {
        "en": "An alarm is on when it rang and stayed on until the customer was gone; {days:count} days are set aside to act (gap_days).",
        "vi": "Chuông được coi là bật khi đã reo và giữ nguyên đến lúc khách rời đi; {days:count} ngày được dành để hành động (gap_days).",
    },
    "churn.early.across": {"en": "Weeks before they counted as gone", "vi": "Số tuần trước khi bị tính là rời bỏ"},
    "churn.early.axis": {"en": "Leavers with the alarm on for good", "vi": "Khách rời đi đã được báo và giữ báo"},
    "churn.early.reference": {"en": "stayers warned: {value:share}", "vi": "khách ở lại bị báo nhầm: {value:share}"},
    "churn.early.next": {
        "en": "Judge the offer by a hold-out: an early alarm is worth nothing unless acting on it keeps customers.",
        "vi": "Hãy đánh giá ưu đãi bằng nhóm đối chứng: báo sớm chỉ có ích khi hành động thực sự giữ được khách.",
    },
    "churn.rescue.question": {"en": "Did rescue offers come before or after the decision to leave?", "vi": "Ưu đãi giữ chân đến trước hay sau khi khách quyết định rời đi?"},
    "churn.rescue": {
        "en": "Of {base:count} who left, {timely:share} had an offer in the {days:count} days up to their last visit. For {late_value:share} ({late_low:share} to {late_high:share}) "
        "an offer came only after it, when they had stopped coming; {none_value:share} ({none_low:share} to {none_high:share}) had none.",
        "vi": "Trong {base:count} khách đã rời đi, {timely:share} nhận được ưu đãi trong {days:count} ngày tính đến lần ghé cuối. Với {late_value:share} ({late_low:share} đến {late_high:share}), "
        "ưu đãi chỉ đến sau đó, khi họ đã ngừng ghé; {none_value:share} ({none_low:share} đến {none_high:share}) không nhận được ưu đãi nào.",
    },
    "churn.rescue.alarm": {
        "en": "{value:share} ({low:share} to {high:share}) had one after the alarm rang and while they still came.",
        "vi": "{value:share} ({low:share} đến {high:share}) nhận được ưu đãi sau khi chuông báo reo và khi họ vẫn còn ghé.",
    },
    "churn.rescue.no_offers": {
        "en": "No touchpoint, stage, channel or kind of payment is named like an offer, so it cannot be told when offers were made. Next time record each offer as a contact "
        "with its day, or name them (offers=...).",
        "vi": "Không có điểm chạm, bước, kênh hay loại thanh toán nào có tên giống ưu đãi, nên không biết ưu đãi được đưa ra lúc nào. Lần sau hãy ghi mỗi ưu đãi thành một lượt tiếp xúc "
        "kèm ngày, hoặc nêu tên chúng (offers=...).",
    },
    "churn.rescue.too_few": {
        "en": "Too few customers left to tell: {n:count}.",
        "vi": "Có quá ít khách rời đi để kết luận: {n:count}.",
    },
    "churn.rescue.names": {
        "en": "Taken for offers, by their names: {names}. An offer that the customer asked for or used anyway is no rescue; name the right ones with offers=...",
        "vi": "Được coi là ưu đãi dựa theo tên: {names}. Ưu đãi mà khách tự hỏi hoặc vẫn dùng thường ngày không phải là giữ chân; hãy nêu đúng tên bằng offers=...",
    },
    "churn.rescue.not_effect": {
        "en": "This says when offers came, not whether they work: those whom an offer kept are not among the leavers.",
        "vi": "Kết quả này cho biết ưu đãi đến lúc nào, không cho biết có hiệu quả hay không: khách được ưu đãi giữ lại không nằm trong số người rời đi.",
    },
    "churn.rescue.recent": {
        "en": "Only leavers for whom the alarm could be judged are counted: those gone after the days that the model learned and was tuned on.",
        "vi": "Chỉ tính những khách rời đi có thể xét chuông báo: những người rời đi sau các ngày mà mô hình được học và hiệu chỉnh.",
    },
    "churn.rescue.axis": {"en": "Share of those who left", "vi": "Tỷ lệ trong số khách rời đi"},
    "label.days_since": {"en": "Days since joining", "vi": "Số ngày từ khi tham gia"},
    "label.days_to": {"en": "Up to day", "vi": "Đến ngày"},
    "label.median_days": {"en": "Half had left by day", "vi": "Một nửa rời đi trước ngày"},
    "label.joined_in": {"en": "Period of joining", "vi": "Kỳ tham gia"},
    "label.weeks_before": {"en": "Weeks before", "vi": "Số tuần trước"},
    "label.moment": {"en": "Offer came", "vi": "Ưu đãi đến"},
    "value.verdict.stays longer": {"en": "stays longer", "vi": "ở lại lâu hơn"},
    "value.verdict.leaves sooner": {"en": "leaves sooner", "vi": "rời đi sớm hơn"},
    "value.measure.alarm on": {"en": "Alarm on for good", "vi": "Chuông đã bật hẳn"},
    "value.measure.lead days": {"en": "Days of warning (median)", "vi": "Số ngày báo trước (trung vị)"},
    "value.measure.in time": {"en": "Warned in time to act", "vi": "Báo kịp để hành động"},
    "value.measure.before the last visit": {"en": "Warned by the last visit", "vi": "Báo trước lần ghé cuối"},
    "value.measure.stayers warned": {"en": "Stayers with the alarm on", "vi": "Khách ở lại đang bị báo nhầm"},
    "value.measure.new false alarms": {"en": "New false alarms a week", "vi": "Báo nhầm mới mỗi tuần"},
    "value.moment.before the last visit": {"en": "before the last visit", "vi": "trước lần ghé cuối"},
    "value.moment.before the alarm": {"en": "before the alarm", "vi": "trước khi chuông reo"},
    "value.moment.after the alarm": {"en": "after the alarm, before the last visit", "vi": "sau khi chuông reo, trước lần ghé cuối"},
    "value.moment.only after it": {"en": "only after the last visit", "vi": "chỉ sau lần ghé cuối"},
    "value.moment.no offer": {"en": "no offer", "vi": "không có ưu đãi"},
}
