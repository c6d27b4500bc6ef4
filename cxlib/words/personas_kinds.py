"""Sentences about how personas are found and what would mislead."""

TEXT: dict[str, dict[str, str]] = {
    "personas.no_answer": {"en": "No answers", "vi": "Chưa trả lời"},
    "personas.representation.numbers": {"en": "numbers alone", "vi": "chỉ các con số"},
    "personas.naive.question": {
        "en": "What would a plain k-means on raw numbers have told us?",
        "vi": "Nếu chỉ chạy k-means trên số liệu thô thì sẽ kết luận gì?",
    },
    "personas.naive.as_much": {
        "en": "K-means on raw numbers picks {k:count} groups (silhouette {value:score}), but finds as much ({made_up:score}) in "
        "made-up customers without any groups; {share:share} of what sets its groups apart is {habit} alone.",
        "vi": "K-means trên số liệu thô chọn {k:count} nhóm (silhouette {value:score}), nhưng cũng thấy rõ như vậy ({made_up:score}) ở "
        "khách giả lập không hề có nhóm; {share:share} sự khác biệt giữa các nhóm chỉ đến từ {habit}.",
    },
    "personas.naive.more": {
        "en": "K-means on raw numbers picks {k:count} groups (silhouette {value:score}, against {made_up:score} in made-up customers "
        "without any groups); {share:share} of what sets its groups apart is {habit} alone.",
        "vi": "K-means trên số liệu thô chọn {k:count} nhóm (silhouette {value:score}, so với {made_up:score} ở khách giả lập không có "
        "nhóm); {share:share} sự khác biệt giữa các nhóm chỉ đến từ {habit}.",
    },
    "personas.naive.ours.distinct": {
        "en": "With habits on one scale and tested against such customers there are {k:count} groups, {z:score} standard "
        "deviations beyond chance.",
        "vi": "Khi đưa các thói quen về cùng thang đo và so với khách giả lập, có {k:count} nhóm, vượt mức ngẫu nhiên {z:score} độ lệch chuẩn.",
    },
    "personas.naive.ours.continuum": {
        "en": "With habits on one scale and tested against such customers we see a continuum, not types.",
        "vi": "Khi đưa các thói quen về cùng thang đo và so với khách giả lập, đây là một dải liên tục chứ không phải các kiểu khách.",
    },
    "personas.naive.ours.none": {
        "en": "With habits on one scale and tested against such customers we see no clear groups.",
        "vi": "Khi đưa các thói quen về cùng thang đo và so với khách giả lập, không có nhóm rõ rệt.",
    },
    "personas.naive.few": {
        "en": "We cannot tell: only {n:count} active customers have every habit known.",
        "vi": "Chưa thể kết luận: chỉ {n:count} khách đang hoạt động có đủ mọi thói quen.",
    },
    "personas.naive.real": {"en": "our customers", "vi": "khách của chúng ta"},
    "personas.naive.made_up": {"en": "made up, without groups", "vi": "giả lập, không có nhóm"},
    "personas.naive.axis": {"en": "Silhouette of raw k-means", "vi": "Silhouette của k-means thô"},
    "personas.naive.band": {"en": "smallest to largest of nine draws", "vi": "nhỏ nhất đến lớn nhất của chín lần giả lập"},
    "personas.naive.caveat": {
        "en": "A silhouette shows how well a cut separates, not whether there are groups; money counted in single units drowns out "
        "every other habit.",
        "vi": "Silhouette cho biết cách chia tách tốt đến đâu, không cho biết có nhóm hay không; tiền tính bằng đơn vị nhỏ lấn át mọi thói quen khác.",
    },
    "personas.naive.next": {
        "en": "Ask of any segmentation what it finds in customers without groups.",
        "vi": "Với mọi cách phân nhóm, hãy hỏi nó tìm thấy gì ở khách không có nhóm.",
    },
    "personas.blocks.question": {
        "en": "Do behaviour and attitudes tell the same groups?",
        "vi": "Hành vi và thái độ có cho ra cùng các nhóm không?",
    },
    "personas.blocks.behaviour": {"en": "behaviour", "vi": "hành vi"},
    "personas.blocks.attitudes": {"en": "attitudes", "vi": "thái độ"},
    "personas.blocks.both": {"en": "both", "vi": "cả hai"},
    "personas.blocks.distinct": {"en": "distinct groups", "vi": "nhóm tách biệt"},
    "personas.blocks.continuum": {"en": "a cut through a continuum", "vi": "cắt một dải liên tục"},
    "personas.blocks.none": {"en": "no clear groups", "vi": "không có nhóm rõ rệt"},
    "personas.blocks.not_available": {"en": "no data", "vi": "không có dữ liệu"},
    "personas.blocks.said.distinct": {
        "en": "Made of {made_of}: {k:count} distinct groups, which hold {behaviour:share} of the variance of behaviour and "
        "{attitudes:share} of that of attitudes.",
        "vi": "Theo {made_of}: {k:count} nhóm tách biệt, giải thích {behaviour:share} phương sai của hành vi và {attitudes:share} của thái độ.",
    },
    "personas.blocks.said.continuum": {
        "en": "Made of {made_of}: a continuum cut into {k:count}, which holds {behaviour:share} of the variance of behaviour and "
        "{attitudes:share} of that of attitudes.",
        "vi": "Theo {made_of}: một dải liên tục cắt thành {k:count} phần, giải thích {behaviour:share} phương sai của hành vi và "
        "{attitudes:share} của thái độ.",
    },
    "personas.blocks.said.none": {
        "en": "Made of {made_of}: no groups that we could compare.",
        "vi": "Theo {made_of}: không có nhóm nào để so sánh.",
    },
    "personas.blocks.axis": {
        "en": "Share of the block's variance between the groups", "vi": "Tỷ lệ phương sai của khối nằm giữa các nhóm",
    },
    "personas.blocks.caveat": {
        "en": "Attitudes are known only of customers who answered; groups always separate the block they were made of, so look at the other one.",
        "vi": "Chỉ biết thái độ của khách đã trả lời; nhóm luôn tách biệt ở khối tạo ra nó, vì vậy hãy nhìn vào khối còn lại.",
    },
    "personas.blocks.next": {
        "en": "Keep the personas made of behaviour, unless attitudes tell groups apart that behaviour does not.",
        "vi": "Giữ các chân dung tạo từ hành vi, trừ khi thái độ phân biệt được những nhóm mà hành vi không thấy.",
    },
    "personas.by_rule.question": {
        "en": "Which segments does a plain rule give, and what do they spend?",
        "vi": "Quy tắc đơn giản cho ra những phân khúc nào và họ chi tiêu bao nhiêu?",
    },
    "personas.by_rule.champions": {"en": "Champions", "vi": "Khách hàng tốt nhất"},
    "personas.by_rule.loyal": {"en": "Loyal", "vi": "Trung thành"},
    "personas.by_rule.new": {"en": "New", "vi": "Mới"},
    "personas.by_rule.promising": {"en": "Promising", "vi": "Triển vọng"},
    "personas.by_rule.need_attention": {"en": "Need attention", "vi": "Cần quan tâm"},
    "personas.by_rule.at_risk": {"en": "At risk", "vi": "Có nguy cơ rời bỏ"},
    "personas.by_rule.hibernating": {"en": "Hibernating", "vi": "Ngủ đông"},
    "personas.by_rule.lost": {"en": "Lost", "vi": "Đã mất"},
    "personas.by_rule.rule.champions": {
        "en": "latest, most frequent and highest third", "vi": "một phần ba gần nhất, thường xuyên nhất và chi nhiều nhất",
    },
    "personas.by_rule.rule.loyal": {"en": "most frequent third, not long away", "vi": "một phần ba thường xuyên nhất, chưa vắng lâu"},
    "personas.by_rule.rule.new": {"en": "first seen in the last {days:count} days", "vi": "xuất hiện lần đầu trong {days:count} ngày qua"},
    "personas.by_rule.rule.promising": {"en": "latest third, not yet frequent", "vi": "một phần ba gần nhất, chưa thường xuyên"},
    "personas.by_rule.rule.need_attention": {"en": "middle third, not frequent", "vi": "một phần ba ở giữa, không thường xuyên"},
    "personas.by_rule.rule.at_risk": {"en": "longest away, once frequent or valuable", "vi": "vắng lâu nhất, từng thường xuyên hoặc chi nhiều"},
    "personas.by_rule.rule.hibernating": {"en": "longest away, seldom and small", "vi": "vắng lâu nhất, ít ghé và chi ít"},
    "personas.by_rule.rule.lost": {"en": "nothing in the lookback", "vi": "không có hoạt động trong kỳ xem xét"},
    "personas.by_rule.top": {
        "en": "By rule the largest segment is \u201c{segment}\u201d with {share:share} of {n:count} customers (95% interval {low:share} to {high:share}).",
        "vi": "Theo quy tắc, phân khúc lớn nhất là \u201c{segment}\u201d, chiếm {share:share} trong {n:count} khách "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}).",
    },
    "personas.by_rule.risk": {
        "en": "{share:share} ({low:share} to {high:share}, n = {base:count}) were frequent or valuable and have been away longest.",
        "vi": "{share:share} ({low:share} đến {high:share}, n = {base:count}) từng ghé thường xuyên hoặc chi nhiều và nay vắng lâu nhất.",
    },
    "personas.by_rule.none": {
        "en": "We cannot tell: {n:count} customers are too few for segments.",
        "vi": "Chưa thể kết luận: {n:count} khách là quá ít để phân khúc.",
    },
    "personas.by_rule.caveat.payments": {
        "en": "A rule, not types: thirds of recency, frequency and spend of everyone active in the last {days:count} days.",
        "vi": "Đây là quy tắc, không phải kiểu khách: chia ba theo lần gần nhất, tần suất và chi tiêu của mọi khách hoạt động trong {days:count} ngày qua.",
    },
    "personas.by_rule.caveat.contacts": {
        "en": "A rule, not types: thirds of recency and number of contacts of everyone active in the last {days:count} days; there are no payments.",
        "vi": "Đây là quy tắc, không phải kiểu khách: chia ba theo lần gần nhất và số lượt tiếp xúc của mọi khách hoạt động trong "
        "{days:count} ngày qua; không có dữ liệu thanh toán.",
    },
    "personas.by_rule.next": {
        "en": "Write first to those at risk; thank the champions.",
        "vi": "Liên hệ trước với khách có nguy cơ rời bỏ; cảm ơn nhóm tốt nhất.",
    },
    "label.share_of_largest": {"en": "Share from the largest number", "vi": "Tỷ lệ từ con số lớn nhất"},
    "label.made_of": {"en": "Made of", "vi": "Tạo từ"},
    "label.block": {"en": "Block", "vi": "Khối"},
}
