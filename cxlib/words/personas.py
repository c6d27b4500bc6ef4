"""Sentences about personas: verdict, sizes, profile, whom the offer does not suit."""

TEXT = {
    "personas.everyone": {"en": "All customers", "vi": "Toàn bộ khách hàng"},
    "personas.inactive": {"en": "Inactive", "vi": "Không hoạt động"},
    "personas.yes": {"en": "yes", "vi": "có"},
    "personas.representation.all": {"en": "all habits", "vi": "mọi thói quen"},
    "personas.representation.components": {"en": "leading components", "vi": "các thành phần chính"},
    "personas.habit.channel": {"en": "Share of channel {name}", "vi": "Tỷ lệ qua kênh {name}"},
    "personas.habit.stage": {"en": "Share of stage {name}", "vi": "Tỷ lệ ở bước {name}"},
    "personas.habit.touchpoint": {"en": "Share of touchpoint {name}", "vi": "Tỷ lệ ở điểm chạm {name}"},
    "personas.word.average": {"en": "like most", "vi": "giống số đông"},
    "personas.word.more": {"en": "more {habit}", "vi": "{habit} cao"},
    "personas.word.less": {"en": "less {habit}", "vi": "{habit} thấp"},
    "personas.word.visits_per_month.more": {"en": "often", "vi": "ghé thường xuyên"},
    "personas.word.visits_per_month.less": {"en": "seldom", "vi": "ít ghé"},
    "personas.word.recency_days.more": {"en": "not seen for long", "vi": "lâu chưa ghé"},
    "personas.word.recency_days.less": {"en": "seen lately", "vi": "mới ghé gần đây"},
    "personas.word.spend.more": {"en": "high spend", "vi": "chi nhiều"},
    "personas.word.spend.less": {"en": "low spend", "vi": "chi ít"},
    "personas.word.contacts_per_month.more": {"en": "many contacts", "vi": "tiếp xúc nhiều"},
    "personas.word.contacts_per_month.less": {"en": "few contacts", "vi": "ít tiếp xúc"},
    "personas.word.basket.more": {"en": "large baskets", "vi": "đơn lớn"},
    "personas.word.basket.less": {"en": "small baskets", "vi": "đơn nhỏ"},
    "personas.word.morning_share.more": {"en": "mornings", "vi": "buổi sáng"},
    "personas.word.morning_share.less": {"en": "later in the day", "vi": "sau buổi sáng"},
    "personas.word.weekend_share.more": {"en": "weekends", "vi": "cuối tuần"},
    "personas.word.weekend_share.less": {"en": "weekdays", "vi": "ngày thường"},
    "personas.word.refund_share.more": {"en": "refunds", "vi": "hay hoàn tiền"},
    "personas.owner": {"en": "Marketing team", "vi": "Bộ phận tiếp thị"},
    "personas.structure.question": {
        "en": "Are there kinds of customers?",
        "vi": "Có những kiểu khách hàng khác nhau không?",
    },
    "personas.structure.distinct": {
        "en": "There are {k:count} distinct groups among {n:count} active customers: they stand apart "
        "more than customers without kinds would (p = {p:p_value}), and the groups of one half foretell those of the other.",
        "vi": "Có {k:count} nhóm tách biệt trong {n:count} khách đang hoạt động: các nhóm "
        "tách nhau rõ hơn so với khi không có kiểu khách nào (p = {p:p_value}), và nhóm của nửa này báo trước được nhóm của nửa kia.",
    },
    "personas.structure.continuum": {
        "en": "The {n:count} active customers form a continuum; it can be cut into {k:count} stable parts for convenience, "
        "but the parts stand apart no more than chance allows (p = {p:p_value}).",
        "vi": "{n:count} khách đang hoạt động trải thành một dải liên tục; có thể cắt thành {k:count} phần ổn định để tiện dùng, "
        "nhưng các phần không tách nhau hơn mức ngẫu nhiên (p = {p:p_value}).",
    },
    "personas.structure.none": {
        "en": "No clear groups here: among {n:count} active customers, no cut comes back when the data are split in half.",
        "vi": "Không có nhóm rõ rệt: trong {n:count} khách đang hoạt động, không cách chia nào lặp lại khi chia đôi dữ liệu.",
    },
    "personas.structure.threshold": {"en": "least separation that counts", "vi": "mức tách biệt tối thiểu được chấp nhận"},
    "personas.sizes.question": {
        "en": "How large is each persona, and what is it worth?",
        "vi": "Mỗi chân dung khách hàng lớn đến đâu và đáng giá bao nhiêu?",
    },
    "personas.sizes.axis": {"en": "Share of customers", "vi": "Tỷ lệ khách hàng"},
    "personas.sizes.top": {
        "en": "The largest persona is \u201c{persona}\u201d with {share:share} of {n:count} customers "
        "(95% interval {low:share} to {high:share}).",
        "vi": "Chân dung lớn nhất là \u201c{persona}\u201d, chiếm {share:share} trong {n:count} khách "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}).",
    },
    "personas.sizes.inactive": {
        "en": "{share:share} did nothing in the last {days:count} days and belong to no persona.",
        "vi": "{share:share} không có hoạt động nào trong {days:count} ngày qua và không thuộc chân dung nào.",
    },
    "personas.sizes.none": {
        "en": "There are no personas to size among these {n:count} customers.",
        "vi": "Không có chân dung nào để đo trong {n:count} khách này.",
    },
    "personas.profile.question": {"en": "What sets each persona apart?", "vi": "Điều gì làm mỗi chân dung khác biệt?"},
    "personas.profile.more": {
        "en": "\u201c{persona}\u201d is {size:score} standard deviations above everyone in {habit}",
        "vi": "\u201c{persona}\u201d cao hơn mức chung {size:score} độ lệch chuẩn về {habit}",
    },
    "personas.profile.less": {
        "en": "\u201c{persona}\u201d is {size:score} standard deviations below everyone in {habit}",
        "vi": "\u201c{persona}\u201d thấp hơn mức chung {size:score} độ lệch chuẩn về {habit}",
    },
    "personas.profile.axis": {
        "en": "Difference from everyone (standard deviations)",
        "vi": "Khác biệt so với mức chung (độ lệch chuẩn)",
    },
    "personas.profile.sentence": {"en": "{parts}.", "vi": "{parts}."},
    "personas.profile.none": {
        "en": "There are no personas to tell apart here.",
        "vi": "Ở đây không có chân dung nào để phân biệt.",
    },
    "personas.profile.caveat": {
        "en": "The personas were made from these habits, so a test of their differences would prove nothing; none is shown.",
        "vi": "Các chân dung được tạo từ chính những thói quen này, nên kiểm định khác biệt không chứng minh được gì; "
        "vì vậy không trình bày.",
    },
    "personas.caveat.continuum": {
        "en": "These are parts of a continuum, not types: customers near a border could stand on either side.",
        "vi": "Đây là các phần của một dải liên tục, không phải các kiểu khách: khách gần ranh giới có thể thuộc phần nào cũng được.",
    },
    "personas.caveat.made_of": {
        "en": "Made from what customers did in the last {days:count} days: {habits}.",
        "vi": "Được tạo từ những gì khách đã làm trong {days:count} ngày qua: {habits}.",
    },
    "personas.caveat.fitted": {
        "en": "Found on {n:count} customers; {share:share} of the active have every habit known, and the others are placed by "
        "the habits they have.",
        "vi": "Được tìm trên {n:count} khách; {share:share} khách đang hoạt động có đủ mọi thói quen, số còn lại được xếp theo "
        "những thói quen đã biết.",
    },
    "personas.caveat.left_out": {
        "en": "Scores, age or place, time as a customer and signs of leaving do not make a persona.",
        "vi": "Điểm khảo sát, tuổi hay nơi ở, thời gian gắn bó và dấu hiệu rời bỏ không được dùng để tạo chân dung.",
    },
    "personas.caveat.dropped": {
        "en": "Not used because they hardly vary, repeat another habit or are missing too often: {habits}.",
        "vi": "Không dùng vì hầu như không đổi, trùng với thói quen khác hoặc thiếu quá nhiều: {habits}.",
    },
    "personas.caveat.everyone": {
        "en": "Personas are made from everyone; the slice does not change them.",
        "vi": "Chân dung được tạo từ toàn bộ khách hàng; lát cắt không làm thay đổi chúng.",
    },
    "personas.who_is_not.question": {"en": "Whom does our offer not suit?", "vi": "Sản phẩm của chúng ta chưa phù hợp với ai?"},
    "personas.who_is_not.axis": {"en": "Times as in the other personas", "vi": "Số lần so với các chân dung khác"},
    "personas.who_is_not.even": {"en": "as in the others", "vi": "như các chân dung khác"},
    "personas.who_is_not.persona": {
        "en": "The offer does not seem to suit \u201c{persona}\u201d: {signals}.",
        "vi": "Sản phẩm có vẻ chưa phù hợp với \u201c{persona}\u201d: {signals}.",
    },
    "personas.who_is_not.signal": {
        "en": "{signal} {lift:number} times as in other personas ({low:number} to {high:number})",
        "vi": "{signal} gấp {lift:number} lần các chân dung khác ({low:number} đến {high:number})",
    },
    "personas.who_is_not.loss": {"en": "{signal} below zero", "vi": "{signal} dưới 0"},
    "personas.who_is_not.none": {
        "en": "We cannot tell: among {n:count} active customers, no persona is marked by two independent signals.",
        "vi": "Chưa thể kết luận: trong {n:count} khách đang hoạt động, không chân dung nào có hai dấu hiệu độc lập.",
    },
    "personas.who_is_not.no_groups": {
        "en": "We cannot tell: there are no groups to compare.",
        "vi": "Chưa thể kết luận: không có nhóm nào để so sánh.",
    },
    "personas.who_is_not.caveat": {
        "en": "All intervals hold together at 95%. At least one of the signals must be one that did not make the personas.",
        "vi": "Mọi khoảng tin cậy cùng đúng ở mức 95%. Ít nhất một dấu hiệu phải là dấu hiệu không dùng để tạo chân dung.",
    },
    "personas.who_is_not.respect": {
        "en": "This is about the offer, not about the people.",
        "vi": "Điều này nói về sản phẩm, không phải về con người.",
    },
    "personas.signal.refunds": {"en": "customers with a refund", "vi": "tỷ lệ khách có hoàn tiền"},
    "personas.signal.value": {"en": "value per customer", "vi": "giá trị mỗi khách"},
    "personas.signal.complaints": {"en": "customers with a complaint", "vi": "tỷ lệ khách có khiếu nại"},
    "personas.signal.early_churn": {"en": "customers gone within {days:count} days", "vi": "tỷ lệ khách rời đi trong {days:count} ngày đầu"},
    "personas.signal.silence": {"en": "customers gone or silent for over {days:count} days", "vi": "tỷ lệ khách đã rời đi hoặc im lặng hơn {days:count} ngày"},
    "personas.signal.low_scores": {"en": "share of low scores", "vi": "tỷ lệ điểm thấp"},
    "personas.next.structure.distinct": {
        "en": "Read the profile with people who serve these customers, and agree on names.",
        "vi": "Đọc hồ sơ cùng những người phục vụ các nhóm khách này và thống nhất tên gọi.",
    },
    "personas.next.structure.continuum": {
        "en": "Use the parts where a rough cut helps; do not design for them as if they were types.",
        "vi": "Dùng các phần này khi chỉ cần phân chia sơ bộ; đừng thiết kế như thể chúng là các kiểu khách.",
    },
    "personas.next.structure.none": {
        "en": "Segment by a rule instead, such as recency and spend, and collect more behaviour.",
        "vi": "Hãy phân nhóm theo quy tắc, chẳng hạn lần mua gần nhất và chi tiêu, và thu thập thêm dữ liệu hành vi.",
    },
    "personas.next.sizes.all": {
        "en": "Choose the persona that deserves attention first by its share and its spend.",
        "vi": "Chọn chân dung cần ưu tiên trước theo quy mô và chi tiêu.",
    },
    "personas.next.profile.all": {
        "en": "Check the three largest differences with people who meet these customers.",
        "vi": "Kiểm chứng ba khác biệt lớn nhất với những người tiếp xúc các khách này.",
    },
    "personas.next.who_is_not.answered": {
        "en": "Talk to some of them, then either change the offer for them or stop promising it to people like them.",
        "vi": "Trò chuyện với một số khách trong nhóm, rồi điều chỉnh sản phẩm hoặc ngừng hứa hẹn với những người tương tự.",
    },
    "personas.next.who_is_not.cannot_tell": {
        "en": "Keep everyone in mind as a customer; look again when a quarter more is known.",
        "vi": "Vẫn xem mọi người là khách hàng; xem lại khi có thêm dữ liệu một quý.",
    },
    "label.k": {"en": "Number of groups", "vi": "Số nhóm"},
    "label.z": {"en": "Separation beyond a continuum (z)", "vi": "Độ tách biệt so với dải liên tục (z)"},
    "label.representation": {"en": "Seen through", "vi": "Nhìn qua"},
    "label.expected": {"en": "Expected without groups", "vi": "Kỳ vọng khi không có nhóm"},
    "label.prediction_strength": {"en": "Comes back in the other half", "vi": "Mức lặp lại ở nửa kia"},
    "label.chosen": {"en": "Chosen", "vi": "Được chọn"},
    "label.habit": {"en": "Habit", "vi": "Thói quen"},
    "label.everyone": {"en": "Everyone", "vi": "Mức chung"},
    "label.effect": {"en": "Difference (standard deviations)", "vi": "Khác biệt (độ lệch chuẩn)"},
    "label.signal": {"en": "Signal", "vi": "Dấu hiệu"},
    "label.here": {"en": "In this group", "vi": "Trong nhóm này"},
    "label.elsewhere": {"en": "In the others", "vi": "Ở các nhóm khác"},
    "label.adverse": {"en": "Adverse", "vi": "Bất lợi"},
    "label.spend": {"en": "Spend per customer", "vi": "Chi tiêu mỗi khách"},
    "label.spend_low": {"en": "Spend, low", "vi": "Chi tiêu, cận dưới"},
    "label.spend_high": {"en": "Spend, high", "vi": "Chi tiêu, cận trên"},
    "label.visits_per_month": {"en": "Visits per month while coming", "vi": "Lượt ghé mỗi tháng khi còn ghé"},
    "label.contacts_per_month": {"en": "Contacts per month", "vi": "Lượt tiếp xúc mỗi tháng"},
    "label.basket": {"en": "Amount per visit", "vi": "Số tiền mỗi lượt ghé"},
    "label.morning_share": {"en": "Share before 11 am", "vi": "Tỷ lệ trước 11 giờ sáng"},
    "label.weekend_share": {"en": "Share at weekends", "vi": "Tỷ lệ vào cuối tuần"},
    "label.refund_share": {"en": "Refunds per visit", "vi": "Số lần hoàn tiền mỗi lượt ghé"},
}
