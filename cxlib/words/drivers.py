"""Sentences about drivers: importance, where to work, penalty and reward. They speak of going together, never of causes."""

TEXT = {
    "drivers.importance.question_any": {
        "en": "Which ratings go most with what customers tell us?",
        "vi": "Những điểm đánh giá nào gắn nhiều nhất với điều khách hàng nói?",
    },
    "drivers.importance.question": {
        "en": "Which ratings go most with {outcome}?",
        "vi": "Những điểm đánh giá nào gắn nhiều nhất với {outcome}?",
    },
    "drivers.importance": {
        "en": "In {when}, the {drivers:count} ratings together explain {r2:share} of the variance of {outcome} (n = {base:count}); the "
        "largest part of that, {value:share} (95% interval {low:share} to {high:share}), goes with {driver}. {verdict}",
        "vi": "Trong {when}, {drivers:count} điểm đánh giá cùng nhau giải thích {r2:share} phương sai của {outcome} (n = {base:count}); phần "
        "lớn nhất trong đó, {value:share} (khoảng tin cậy 95%: {low:share} đến {high:share}), gắn với {driver}. {verdict}",
    },
    "drivers.importance.first": {
        "en": "First place is clear: {names}.",
        "vi": "Vị trí thứ nhất là rõ ràng: {names}.",
    },
    "drivers.importance.tied": {
        "en": "We cannot tell which of these comes first: {names}.",
        "vi": "Chưa thể kết luận yếu tố nào đứng đầu trong số: {names}.",
    },
    "drivers.importance.no_link": {
        "en": "In {when} we cannot tell that any of the {drivers:count} ratings goes with {outcome}: together they explain {r2:share} of its "
        "variance, no more than chance may give (n = {base:count}).",
        "vi": "Trong {when}, chưa thể kết luận có điểm nào trong {drivers:count} điểm đánh giá gắn với {outcome}: cùng nhau chúng giải thích "
        "{r2:share} phương sai, không hơn mức ngẫu nhiên (n = {base:count}).",
    },
    "drivers.importance.axis": {"en": "Share of what the ratings explain", "vi": "Tỷ phần trong mức giải thích chung"},
    "drivers.no_answers": {
        "en": "Nobody answered {outcome} in {when}.",
        "vi": "Không có ai trả lời {outcome} trong {when}.",
    },
    "drivers.too_few_answers": {
        "en": "We cannot tell what goes with {outcome}: in {when} fewer than {minimum:count} respondents answered it and all "
        "{drivers:count} ratings. Pool more waves, or name fewer ratings.",
        "vi": "Chưa thể kết luận điều gì gắn với {outcome}: trong {when} có ít hơn {minimum:count} người trả lời câu này và đủ "
        "{drivers:count} điểm đánh giá. Hãy gộp thêm đợt, hoặc chọn ít điểm đánh giá hơn.",
    },
    "drivers.too_few_ratings": {
        "en": "We cannot tell what goes with {outcome}: in {when} fewer than {minimum:count} ratings can be set side by side. Ask for ratings "
        "of single touchpoints next time.",
        "vi": "Chưa thể kết luận điều gì gắn với {outcome}: trong {when} có ít hơn {minimum:count} điểm đánh giá để so sánh. Lần sau hãy hỏi "
        "điểm cho từng điểm chạm.",
    },
    "drivers.no_variation": {
        "en": "We cannot tell what goes with {outcome}: in {when} everyone gave the same score.",
        "vi": "Chưa thể kết luận điều gì gắn với {outcome}: trong {when} mọi người đều cho cùng một điểm.",
    },
    "drivers.from_to": {"en": "{first} to {last}", "vi": "{first} đến {last}"},
    "drivers.association": {
        "en": "These figures show what goes together, not what causes what.",
        "vi": "Các con số cho thấy điều gì đi cùng nhau, không cho thấy nguyên nhân.",
    },
    "drivers.listwise": {
        "en": "{n:count} of the {asked:count} who answered {outcome} answered every rating; only they count here.",
        "vi": "{n:count} trong {asked:count} người trả lời {outcome} đã trả lời mọi điểm đánh giá; chỉ những người này được tính.",
    },
    "drivers.costly": {
        "en": "Most were lost to {driver}: without it there would be {n:count}.",
        "vi": "Phần lớn bị loại vì {driver}: nếu bỏ điểm này sẽ còn {n:count} người.",
    },
    "drivers.pooled": {
        "en": "Waves are pooled ({when}); a customer who answered in several counts as one when intervals are drawn.",
        "vi": "Các đợt được gộp ({when}); khách trả lời nhiều đợt được tính là một khi lập khoảng tin cậy.",
    },
    "drivers.weighted": {
        "en": "Answers are weighted; they are worth {effective:count} unweighted ones.",
        "vi": "Câu trả lời có trọng số; chúng tương đương {effective:count} câu không trọng số.",
    },
    "drivers.left_out": {
        "en": "Left out, as fewer than half of the respondents answered: {names}.",
        "vi": "Không đưa vào vì chưa đến một nửa số người trả lời: {names}.",
    },
    "drivers.constant": {
        "en": "Left out, as everyone gave the same score: {names}.",
        "vi": "Không đưa vào vì mọi người cho cùng một điểm: {names}.",
    },
    "drivers.borrowed": {
        "en": "With the other ratings equal we cannot tell that these go with it at all: {names}. Their share may be that of ratings they go along with.",
        "vi": "Khi các điểm khác như nhau, chưa thể kết luận các điểm này có liên hệ: {names}. Tỷ phần của chúng có thể là của những điểm đi cùng.",
    },
    "drivers.turned": {
        "en": "With the other ratings equal, a higher rating goes with a lower outcome: {names}. Check how these are asked.",
        "vi": "Khi các điểm khác như nhau, điểm cao hơn lại đi cùng kết quả thấp hơn: {names}. Hãy xem lại cách hỏi.",
    },
    "drivers.tangled": {
        "en": "Hard to tell from the other ratings (variance inflation above 5): {names}.",
        "vi": "Khó tách khỏi các điểm khác (hệ số phóng đại phương sai trên 5): {names}.",
    },
    "drivers.johnson": {
        "en": "With more than 18 ratings the shares are Johnson's relative weights, which stay within about 0.3 points of the exact ones.",
        "vi": "Khi có hơn 18 điểm đánh giá, tỷ phần là trọng số tương đối của Johnson, lệch khoảng 0,3 điểm so với cách tính chính xác.",
    },
    "drivers.ordered.same": {
        "en": "Taken as an ordered answer only (ordered logit), the strongest rating is the same: {driver}.",
        "vi": "Khi chỉ xét thứ tự của câu trả lời (logit thứ bậc), điểm gắn mạnh nhất vẫn là {driver}.",
    },
    "drivers.ordered.other": {
        "en": "Taken as an ordered answer only (ordered logit), the strongest rating is another: {driver}. Do not lean on the order of the first places.",
        "vi": "Khi chỉ xét thứ tự của câu trả lời (logit thứ bậc), điểm gắn mạnh nhất lại là {driver}. Không nên dựa vào thứ tự của các vị trí đầu.",
    },
    "drivers.placing.question": {
        "en": "Which ratings matter and are low: where should we work first?",
        "vi": "Điểm nào vừa quan trọng vừa thấp: nên cải thiện ở đâu trước?",
    },
    "drivers.placing": {
        "en": "By what goes with {outcome} and how high the rating is (n = {base:count}): {parts}. Not placed, as an interval crosses a "
        "line: {unplaced:count}.",
        "vi": "Xét mức gắn với {outcome} và độ cao của điểm (n = {base:count}): {parts}. Chưa xếp được vì khoảng tin cậy cắt đường chia: "
        "{unplaced:count}.",
    },
    "drivers.placing.nothing": {
        "en": "No rating can be placed: the interval of each crosses a line between high and low (importance for {outcome}, n = {base:count}).",
        "vi": "Chưa xếp được điểm nào: khoảng tin cậy của mỗi điểm đều cắt đường chia cao thấp (mức quan trọng với {outcome}, n = {base:count}).",
    },
    "drivers.placing.no_link": {
        "en": "No rating can be placed: together they explain no more of {outcome} than chance may give (n = {base:count}).",
        "vi": "Chưa xếp được điểm nào: cùng nhau chúng giải thích {outcome} không hơn mức ngẫu nhiên (n = {base:count}).",
    },
    "drivers.placing.lines": {
        "en": "High and low are parted at the mean over the ratings shown; a rating whose interval crosses a line is not placed.",
        "vi": "Cao và thấp được chia tại trung bình của các điểm đang xét; điểm có khoảng tin cậy cắt đường chia thì chưa xếp.",
    },
    "drivers.placing.mean": {"en": "mean over the ratings", "vi": "trung bình các điểm đánh giá"},
    "drivers.penalty.question": {
        "en": "Does a bad rating hurt more than a good one helps?",
        "vi": "Điểm xấu làm giảm nhiều hơn điểm tốt làm tăng không?",
    },
    "drivers.penalty": {
        "en": "A bad {driver} rating goes with a {outcome} that is {value:signed_score} against a middle rating, the other ratings being equal (95% "
        "interval {low:signed_score} to {high:signed_score}, n = {base:count}). {verdict}",
        "vi": "Điểm {driver} xấu đi cùng {outcome} chênh {value:signed_score} so với điểm trung bình, khi các điểm khác như nhau (khoảng tin cậy "
        "95%: {low:signed_score} đến {high:signed_score}, n = {base:count}). {verdict}",
    },
    "drivers.penalty.hurts more": {
        "en": "Bad goes further down than good goes up, point for point: {names}.",
        "vi": "Tính trên mỗi điểm, phía xấu kéo xuống nhiều hơn phía tốt nâng lên: {names}.",
    },
    "drivers.penalty.helps more": {
        "en": "Good goes further up than bad goes down, point for point: {names}.",
        "vi": "Tính trên mỗi điểm, phía tốt nâng lên nhiều hơn phía xấu kéo xuống: {names}.",
    },
    "drivers.penalty.cannot_tell": {
        "en": "For no rating can we tell that one side weighs more than the other.",
        "vi": "Chưa thể kết luận phía nào nặng hơn ở bất kỳ điểm đánh giá nào.",
    },
    "drivers.penalty.too_few": {
        "en": "We cannot tell what a bad rating goes with: fewer than {minimum:count} respondents rated anything badly (outcome {outcome}).",
        "vi": "Chưa thể kết luận điểm xấu đi cùng điều gì: có ít hơn {minimum:count} người cho điểm xấu (kết quả {outcome}).",
    },
    "drivers.penalty.none": {
        "en": "For no rating can we tell that a bad one goes with a lower {outcome} than a middle one (n = {base:count}).",
        "vi": "Chưa thể kết luận có điểm xấu nào đi cùng {outcome} thấp hơn so với điểm trung bình (n = {base:count}).",
    },
    "drivers.penalty.ends": {
        "en": "Bad and good are the outer quarters of each scale (1-2 and 4-5 of five points); the verdict compares them per point of the "
        "rating and is corrected for looking at every rating (Benjamini and Hochberg).",
        "vi": "Xấu và tốt là một phần tư ở mỗi đầu thang điểm (1-2 và 4-5 trên thang năm điểm); kết luận so sánh trên mỗi điểm và đã hiệu "
        "chỉnh vì xem nhiều điểm đánh giá (Benjamini và Hochberg).",
    },
    "drivers.penalty.axis": {"en": "{outcome} against a middle rating", "vi": "{outcome} so với điểm trung bình"},
    "drivers.two.question_any": {
        "en": "Do the same ratings go with two outcomes?",
        "vi": "Hai kết quả có gắn với cùng những điểm đánh giá không?",
    },
    "drivers.two.question": {
        "en": "Do the same ratings go with {outcome} and {other}?",
        "vi": "{outcome} và {other} có gắn với cùng những điểm đánh giá không?",
    },
    "drivers.two.differ": {
        "en": "These ratings weigh differently for {outcome} and {other}: {names} (explained variance {r2:share} and {other_r2:share}, "
        "n = {base:count}).",
        "vi": "Các điểm có mức gắn khác nhau giữa {outcome} và {other}: {names} (phương sai giải thích được {r2:share} và {other_r2:share}, "
        "n = {base:count}).",
    },
    "drivers.two.cannot_tell": {
        "en": "We cannot tell that any rating weighs differently for {outcome} and {other} (explained variance {r2:share} and "
        "{other_r2:share}, n = {base:count}).",
        "vi": "Chưa thể kết luận có điểm nào có mức gắn khác nhau giữa {outcome} và {other} (phương sai giải thích được {r2:share} và "
        "{other_r2:share}, n = {base:count}).",
    },
    "value.quadrant.work here": {"en": "work here", "vi": "ưu tiên cải thiện"},
    "value.quadrant.keep up": {"en": "keep up", "vi": "tiếp tục giữ vững"},
    "value.quadrant.watch": {"en": "watch", "vi": "theo dõi"},
    "value.quadrant.enough": {"en": "enough", "vi": "đã đủ tốt"},
    "value.quadrant.not placed": {"en": "not placed", "vi": "chưa xếp được"},
    "value.side.penalty": {"en": "bad rating", "vi": "điểm xấu"},
    "value.side.reward": {"en": "good rating", "vi": "điểm tốt"},
    "value.verdict.hurts more": {"en": "bad weighs more", "vi": "phía xấu nặng hơn"},
    "value.verdict.helps more": {"en": "good weighs more", "vi": "phía tốt nặng hơn"},
    "label.driver": {"en": "Rating", "vi": "Điểm đánh giá"},
    "label.outcome": {"en": "Outcome", "vi": "Kết quả"},
    "label.rank": {"en": "Rank", "vi": "Thứ hạng"},
    "label.rank_low": {"en": "Rank, best", "vi": "Hạng cao nhất"},
    "label.rank_high": {"en": "Rank, worst", "vi": "Hạng thấp nhất"},
    "label.beta": {"en": "Standardised beta", "vi": "Beta chuẩn hóa"},
    "label.beta_low": {"en": "Beta, low", "vi": "Beta, cận dưới"},
    "label.beta_high": {"en": "Beta, high", "vi": "Beta, cận trên"},
    "label.vif": {"en": "VIF", "vi": "VIF"},
    "label.performance": {"en": "Mean rating", "vi": "Điểm trung bình"},
    "label.performance_low": {"en": "Mean rating, low", "vi": "Điểm trung bình, cận dưới"},
    "label.performance_high": {"en": "Mean rating, high", "vi": "Điểm trung bình, cận trên"},
    "label.quadrant": {"en": "Where it stands", "vi": "Vị trí"},
    "label.side": {"en": "Side", "vi": "Phía"},
    "label.per_point": {"en": "Per point of rating", "vi": "Trên mỗi điểm"},
}
