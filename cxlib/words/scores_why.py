"""Sentences about why a score moved, about small places, and about limits for a place."""

TEXT = {
    "scores.why.question": {
        "en": "Why did the score move between {against:period} and {wave:period}: who answered, or how they answered?",
        "vi": "Vì sao điểm thay đổi từ {against:period} đến {wave:period}: do ai trả lời hay do họ trả lời khác đi?",
    },
    "scores.why.mix": {
        "en": "{metric} for {asked} moved by {value} against {against:period} (95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}) because of who answered: their mix by {dimension} accounts for {mix} "
        "({mix_low} to {mix_high}), while how they answered accounts for {rate} ({rate_low} to {rate_high}), which may be nothing.",
        "vi": "{metric} của {asked} thay đổi {value} so với {against:period} (khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}) do thành phần người trả lời: cơ cấu theo {dimension} chiếm {mix} "
        "({mix_low} đến {mix_high}), còn cách trả lời chiếm {rate} ({rate_low} đến {rate_high}), có thể bằng không.",
    },
    "scores.why.partly": {
        "en": "{metric} for {asked} moved by {value} against {against:period} (95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}). Who answered, by {dimension}, accounts for {mix} of it ({mix_low} to {mix_high}); "
        "for the rest, {rate} ({rate_low} to {rate_high}), we cannot tell.",
        "vi": "{metric} của {asked} thay đổi {value} so với {against:period} (khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}). Thành phần người trả lời theo {dimension} chiếm {mix} ({mix_low} đến {mix_high}); "
        "phần còn lại, {rate} ({rate_low} đến {rate_high}), chưa thể kết luận.",
    },
    "scores.why.both": {
        "en": "{metric} for {asked} moved by {value} against {against:period} (95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}) for two reasons: who answered, by {dimension}, accounts for {mix} "
        "({mix_low} to {mix_high}), and how they answered for {rate} ({rate_low} to {rate_high}).",
        "vi": "{metric} của {asked} thay đổi {value} so với {against:period} (khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}) do hai phần: thành phần người trả lời theo {dimension} chiếm {mix} "
        "({mix_low} đến {mix_high}), và cách trả lời chiếm {rate} ({rate_low} đến {rate_high}).",
    },
    "scores.why.offset": {
        "en": "We cannot tell whether {metric} for {asked} moved in all ({value}, 95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}), but two things moved against each other: who answered, by {dimension}, by {mix} "
        "({mix_low} to {mix_high}), and how they answered by {rate} ({rate_low} to {rate_high}).",
        "vi": "Chưa thể kết luận {metric} của {asked} có thay đổi nói chung ({value}, khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}), nhưng có hai phần bù nhau: thành phần người trả lời theo {dimension}: {mix} "
        "({mix_low} đến {mix_high}), và cách trả lời: {rate} ({rate_low} đến {rate_high}).",
    },
    "scores.why.hidden": {
        "en": "We cannot tell whether {metric} for {asked} moved in all ({value}, 95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}), but who answered, by {dimension}, moved it by {mix} ({mix_low} to {mix_high}); "
        "how they answered accounts for {rate} ({rate_low} to {rate_high}), which may be nothing.",
        "vi": "Chưa thể kết luận {metric} của {asked} có thay đổi nói chung ({value}, khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}), nhưng thành phần người trả lời theo {dimension} làm điểm thay đổi {mix} "
        "({mix_low} đến {mix_high}); cách trả lời chiếm {rate} ({rate_low} đến {rate_high}), có thể bằng không.",
    },
    "scores.why.rate": {
        "en": "{metric} for {asked} moved by {value} against {against:period} (95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}) because of how they answered: who answered accounts for no clear part by {dimensions} "
        "(the most by {dimension}: {mix}, {mix_low} to {mix_high}).",
        "vi": "{metric} của {asked} thay đổi {value} so với {against:period} (khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}) do cách trả lời: thành phần người trả lời không chiếm phần rõ ràng nào theo {dimensions} "
        "(nhiều nhất theo {dimension}: {mix}, {mix_low} đến {mix_high}).",
    },
    "scores.why.cannot_tell": {
        "en": "We cannot tell whether {metric} for {asked} moved ({value}, 95% interval {value_low} to {value_high}, "
        "n = {base_before:count} and {base:count}), and who answered accounts for no clear part by {dimensions} "
        "(the most by {dimension}: {mix}, {mix_low} to {mix_high}): there is nothing to explain.",
        "vi": "Chưa thể kết luận {metric} của {asked} có thay đổi ({value}, khoảng tin cậy 95%: {value_low} đến {value_high}, "
        "n = {base_before:count} và {base:count}), và thành phần người trả lời không chiếm phần rõ ràng nào theo {dimensions} "
        "(nhiều nhất theo {dimension}: {mix}, {mix_low} đến {mix_high}): chưa có gì để giải thích.",
    },
    "scores.why.where": {
        "en": "It is clearest for {level} ({dimension}): {rate} of it ({rate_low} to {rate_high}).",
        "vi": "Rõ nhất là {level} ({dimension}): {rate} trong đó ({rate_low} đến {rate_high}).",
    },
    "scores.why.nowhere": {
        "en": "No single group stands out.",
        "vi": "Không nhóm riêng lẻ nào nổi bật.",
    },
    "scores.why.share": {
        "en": "The largest part: {level} went from {before:share} to {after:share} of the answers.",
        "vi": "Phần lớn nhất: {level} đi từ {before:share} đến {after:share} số câu trả lời.",
    },
    "scores.why.no_dimension": {
        "en": "All answers are in one group by every segment, so the change cannot be split.",
        "vi": "Mọi câu trả lời đều thuộc một nhóm theo mọi cách chia, nên chưa thể tách thay đổi.",
    },
    "scores.why.opposite": {
        "en": "Mind the total: by {dimension}, how they answered moved by {rate} ({rate_low} to {rate_high}), against the total's {value}. "
        "The total moved the other way because of who answered (Simpson's paradox).",
        "vi": "Cẩn thận với tổng: theo {dimension}, cách trả lời thay đổi {rate} ({rate_low} đến {rate_high}), ngược với tổng {value}. "
        "Tổng đi hướng khác vì thành phần người trả lời (nghịch lý Simpson).",
    },
    "scores.why.views": {
        "en": "Each pair of rows splits the same change by one thing alone; pairs of different dimensions must not be added.",
        "vi": "Mỗi cặp dòng tách cùng một thay đổi theo riêng một chiều; không được cộng các cặp của những chiều khác nhau.",
    },
    "scores.why.shapley": {
        "en": "The mix of each dimension is taken within those named before it; steps are averaged over all orders (Shapley), so the rows add up.",
        "vi": "Cơ cấu của mỗi chiều được xét trong các chiều đứng trước; các bước lấy trung bình theo mọi thứ tự (Shapley), nên các dòng cộng lại bằng tổng.",
    },
    "scores.why.unmatched": {
        "en": "Up to {share:share} of a wave's answers are in groups that did not answer in the other wave; they count as who answered.",
        "vi": "Tối đa {share:share} câu trả lời của một đợt thuộc nhóm không trả lời ở đợt kia; phần này được tính là thành phần người trả lời.",
    },
    "scores.why.weighted": {
        "en": "Answers are weighted; bases are numbers of answers.",
        "vi": "Câu trả lời có trọng số; cỡ mẫu là số câu trả lời.",
    },
    "scores.why.next.mix": {
        "en": "Compare within {dimension} before acting on the total, and ask why other people answered.",
        "vi": "Hãy so sánh trong từng nhóm theo {dimension} trước khi hành động theo tổng, và hỏi vì sao thành phần người trả lời đổi khác.",
    },
    "scores.why.next.rate": {
        "en": "Ask what changed for {level} in that wave.",
        "vi": "Hãy tìm hiểu điều gì đã đổi với {level} trong đợt đó.",
    },
    "scores.why.next.rate.nowhere": {
        "en": "Ask what changed for everyone in that wave.",
        "vi": "Hãy tìm hiểu điều gì đã đổi với mọi người trong đợt đó.",
    },
    "scores.places.question": {
        "en": "Which of our places ({by}) really differ in {wave:period}?",
        "vi": "Những nơi nào ({by}) thật sự khác biệt trong {wave:period}?",
    },
    "scores.places.some": {
        "en": "Clearly apart from the average of {centre} in {metric} for {asked}: {apart:count} of {places:count} places ({by}): {listed}. "
        "The lowest, {level}, is at {value} (95% interval {low} to {high}, n = {base:count}) and may rank anywhere from {rank_low:count} to "
        "{rank_high:count}.",
        "vi": "Khác rõ so với mức trung bình {centre} về {metric} của {asked}: {apart:count} trong {places:count} nơi ({by}): {listed}. "
        "Thấp nhất là {level}: {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), có thể xếp hạng từ {rank_low:count} đến "
        "{rank_high:count}.",
    },
    "scores.places.none": {
        "en": "We cannot tell the {places:count} places ({by}) apart: none is clearly off the average of {centre} in {metric} for {asked}. "
        "The lowest, {level}, is at {value} (95% interval {low} to {high}, n = {base:count}) and may rank anywhere from {rank_low:count} to "
        "{rank_high:count}.",
        "vi": "Chưa thể phân biệt {places:count} nơi ({by}): không nơi nào khác rõ so với mức trung bình {centre} về {metric} của {asked}. "
        "Thấp nhất là {level}: {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), có thể xếp hạng từ {rank_low:count} đến "
        "{rank_high:count}.",
    },
    "scores.places.too_few": {
        "en": "Fewer than {fewest:count} places ({by}) have {minimum:count} answers in {wave:period}: too few to compare.",
        "vi": "Có ít hơn {fewest:count} nơi ({by}) đủ {minimum:count} câu trả lời trong {wave:period}: quá ít để so sánh.",
    },
    "scores.places.shrunk": {
        "en": "Values are drawn toward the average, the more so the fewer answers a place has; the raw score stands beside them. "
        "Rank 1 is the highest.",
        "vi": "Giá trị được kéo về mức trung bình, càng ít câu trả lời càng kéo nhiều; điểm gốc nằm bên cạnh. Hạng 1 là cao nhất.",
    },
    "scores.places.next.some": {
        "en": "Visit the clear ones first, high and low; do not rank the others.",
        "vi": "Hãy tìm hiểu những nơi khác biệt rõ trước, cả cao lẫn thấp; không xếp hạng các nơi còn lại.",
    },
    "scores.places.next.none": {
        "en": "Do not reward or blame by this ranking; gather more answers per place.",
        "vi": "Không nên khen chê theo bảng xếp hạng này; hãy thu thêm câu trả lời ở mỗi nơi.",
    },
    "scores.funnel.question": {
        "en": "Which places ({by}) lie outside of what chance allows in {wave:period}?",
        "vi": "Những nơi nào ({by}) nằm ngoài mức ngẫu nhiên cho phép trong {wave:period}?",
    },
    "scores.funnel.some": {
        "en": "Outside of the 95% limits around {centre} in {metric} for {asked}: {outside:count} of {places:count} places ({by}; chance alone would "
        "put about {expected:number} there), of which outside of the 99.8% limits: {far:count}. They are {listed}.",
        "vi": "Ngoài giới hạn 95% quanh mức {centre} về {metric} của {asked}: {outside:count} trong {places:count} nơi ({by}; chỉ do ngẫu nhiên đã có "
        "khoảng {expected:number}), trong đó ngoài giới hạn 99,8%: {far:count}. Đó là {listed}.",
    },
    "scores.funnel.none": {
        "en": "All {places:count} places ({by}) lie inside of the 95% limits around {centre} in {metric} for {asked}: they differ no more than "
        "chance allows.",
        "vi": "Cả {places:count} nơi ({by}) nằm trong giới hạn 95% quanh mức {centre} về {metric} của {asked}: khác biệt không quá mức ngẫu nhiên.",
    },
    "scores.funnel.widened": {
        "en": "Places differ more than chance alone allows, so the limits are {factor:number} times as wide.",
        "vi": "Các nơi khác nhau nhiều hơn mức ngẫu nhiên, nên giới hạn được nới rộng {factor:number} lần.",
    },
    "scores.funnel.exact": {
        "en": "Lines are limits for a place of that size if all places were alike, not intervals of its score; answers are counted without weights.",
        "vi": "Các đường là giới hạn cho một nơi có cỡ mẫu đó nếu mọi nơi như nhau, không phải khoảng tin cậy của điểm; câu trả lời không dùng trọng số.",
    },
    "scores.places.axis": {"en": "{metric}, drawn toward the average", "vi": "{metric}, đã kéo về mức trung bình"},
    "scores.why.axis": {"en": "Part of the change in {metric}", "vi": "Phần thay đổi của {metric}"},
    "scores.funnel.axis": {"en": "Answers of the place (n)", "vi": "Số câu trả lời của nơi đó (n)"},
    "scores.funnel.limits": {"en": "{level:number}% limits", "vi": "giới hạn {level:number}%"},
    "scores.funnel.outside": {"en": "outside of the limits", "vi": "ngoài giới hạn"},
    "scores.funnel.centre": {"en": "all places together", "vi": "tất cả các nơi gộp lại"},
    "value.part.mix": {"en": "who answered", "vi": "ai trả lời"},
    "value.part.rate": {"en": "how they answered", "vi": "cách trả lời"},
    "value.verdict.above": {"en": "above", "vi": "cao hơn"},
    "value.verdict.below": {"en": "below", "vi": "thấp hơn"},
    "value.verdict.inside": {"en": "inside", "vi": "bên trong"},
    "value.verdict.outside 95%": {"en": "outside 95%", "vi": "ngoài 95%"},
    "value.verdict.outside 99.8%": {"en": "outside 99.8%", "vi": "ngoài 99,8%"},
    "label.dimension": {"en": "Split by", "vi": "Chia theo"},
    "label.part": {"en": "Part", "vi": "Phần"},
    "label.level": {"en": "Level", "vi": "Nhóm"},
    "label.total": {"en": "Whole change", "vi": "Thay đổi chung"},
    "label.share_before": {"en": "Share before", "vi": "Tỷ lệ trước"},
    "label.opposite": {"en": "Against the total", "vi": "Ngược với tổng"},
    "label.place": {"en": "Place", "vi": "Nơi"},
    "label.raw": {"en": "Raw score", "vi": "Điểm gốc"},
    "label.chance_worst_tenth": {"en": "Chance of the worst tenth", "vi": "Khả năng thuộc nhóm 10% thấp nhất"},
    "label.low95": {"en": "95% limit, low", "vi": "Giới hạn 95%, dưới"},
    "label.high95": {"en": "95% limit, high", "vi": "Giới hạn 95%, trên"},
    "label.low998": {"en": "99.8% limit, low", "vi": "Giới hạn 99,8%, dưới"},
    "label.high998": {"en": "99.8% limit, high", "vi": "Giới hạn 99,8%, trên"},
    "scores.places.no_segment": {
        "en": "This study has no segment such as stores or branches, so there are no places to compare. Add one to study.toml.",
        "vi": "Nghiên cứu này không có phân khúc như cửa hàng hay chi nhánh, nên chưa có nơi nào để so sánh. Hãy khai báo trong study.toml.",
    },
}
