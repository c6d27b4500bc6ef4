"""Sentences about the same personas in another quarter."""

TEXT: dict[str, dict[str, str]] = {
    "waves.none_of_these": {"en": "None of these", "vi": "Không thuộc chân dung nào"},
    "waves.no_groups": {
        "en": "There are no groups to follow from wave to wave.",
        "vi": "Không có nhóm nào để theo dõi qua các kỳ.",
    },
    "waves.first": {
        "en": "{wave:period} is the first wave, so there is no earlier one to compare with.",
        "vi": "{wave:period} là kỳ đầu tiên, nên chưa có kỳ trước để so sánh.",
    },
    "waves.assigned.question": {
        "en": "Which personas do new customers belong to?",
        "vi": "Khách hàng mới thuộc những chân dung nào?",
    },
    "waves.assigned.axis": {"en": "Share of new customers", "vi": "Tỷ lệ khách hàng mới"},
    "waves.assigned.nobody": {
        "en": "Nobody joined since {before:date}, so there is nobody new to place.",
        "vi": "Không có khách nào tham gia từ {before:date}, nên chưa có khách mới để xếp.",
    },
    "waves.assigned.few": {
        "en": "We cannot tell: too few customers joined since {before:date} (at least {minimum:count} are needed).",
        "vi": "Chưa thể kết luận: quá ít khách tham gia từ {before:date} (cần ít nhất {minimum:count}).",
    },
    "waves.assigned.top": {
        "en": "Of {n:count} customers who joined since {before:date}, most often \u201c{persona}\u201d: {share:share} "
        "(95% interval {low:share} to {high:share}).",
        "vi": "Trong {n:count} khách tham gia từ {before:date}, nhiều nhất là \u201c{persona}\u201d: {share:share} "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}).",
    },
    "waves.assigned.new": {
        "en": "{n:count} customers joined since {before:date}.",
        "vi": "Có {n:count} khách tham gia từ {before:date}.",
    },
    "waves.assigned.sure": {
        "en": "A new customer's persona is the right one of them with a mean probability of {chance:whole_share}.",
        "vi": "Xác suất trung bình để một khách mới được xếp đúng chân dung là {chance:whole_share}.",
    },
    "waves.assigned.none": {
        "en": "{share:share} are none of these ({low:share} to {high:share}), where {usual:whole_share} would be usual.",
        "vi": "{share:share} không thuộc chân dung nào ({low:share} đến {high:share}), trong khi mức thường gặp là {usual:whole_share}.",
    },
    "waves.caveat.frozen": {
        "en": "The personas are frozen: customers are given to them, and nothing is fitted again.",
        "vi": "Các chân dung được giữ cố định: khách được xếp vào đó, không có gì được tính lại.",
    },
    "waves.caveat.new": {
        "en": "The probability takes the personas as they were found; new customers have done little so far, so theirs is less sure than it says.",
        "vi": "Xác suất dựa trên các chân dung như khi tìm ra; khách mới còn ít hoạt động, nên chân dung của họ kém chắc chắn hơn con số này.",
    },
    "waves.movers.question": {
        "en": "Who changed persona since the previous wave?",
        "vi": "Ai đã đổi chân dung so với kỳ trước?",
    },
    "waves.movers.axis": {"en": "Share of the earlier persona", "vi": "Tỷ lệ trong chân dung trước"},
    "waves.movers.few": {
        "en": "We cannot tell: fewer than {minimum:count} customers had a persona both times.",
        "vi": "Chưa thể kết luận: chưa đến {minimum:count} khách có chân dung ở cả hai kỳ.",
    },
    "waves.movers.stayed": {
        "en": "Of {n:count} customers with a persona on both {before:date} and {now:date}, {share:share} kept it "
        "(95% interval {low:share} to {high:share}).",
        "vi": "Trong {n:count} khách có chân dung ở cả {before:date} và {now:date}, {share:share} giữ nguyên "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}).",
    },
    "waves.movers.clear": {
        "en": "That {moved:share} changed is more than uncertain placing alone would show (about {expected:share}).",
        "vi": "Tỷ lệ đổi {moved:share} cao hơn mức do xếp nhóm chưa chắc chắn gây ra (khoảng {expected:share}).",
    },
    "waves.movers.chance": {
        "en": "We cannot tell whether anybody truly changed: {moved:share} did on paper, and uncertain placing alone would "
        "show about {expected:share}.",
        "vi": "Chưa thể kết luận có ai thực sự thay đổi: trên số liệu có {moved:share} đổi, còn việc xếp nhóm chưa chắc chắn "
        "cũng có thể tự gây ra khoảng {expected:share}.",
    },
    "waves.movers.sure": {
        "en": "Among {n:count} whose persona was sure both times (probability {sure:whole_share} or more), {share:share} changed "
        "({low:share} to {high:share}).",
        "vi": "Trong {n:count} khách có chân dung chắc chắn ở cả hai kỳ (xác suất từ {sure:whole_share}), {share:share} đã đổi "
        "({low:share} đến {high:share}).",
    },
    "waves.movers.shared": {
        "en": "Each time the last {days:count} days count, and the two share {shared:count} of them, so true changes show in part.",
        "vi": "Mỗi lần tính {days:count} ngày gần nhất, trong đó {shared:count} ngày trùng nhau, nên thay đổi thật chỉ lộ ra một phần.",
    },
    "waves.movers.margin": {
        "en": "What uncertain placing would show is itself an estimate, so only {margin:number} times as many count as more.",
        "vi": "Mức do xếp nhóm chưa chắc chắn cũng chỉ là ước lượng, nên chỉ coi là cao hơn khi gấp {margin:number} lần.",
    },
    "waves.movers.others": {
        "en": "Not counted: {joined:count} customers who were not there before, and {gone:count} who are gone now.",
        "vi": "Không tính: {joined:count} khách chưa có ở kỳ trước và {gone:count} khách nay không còn.",
    },
    "waves.drift.question": {
        "en": "Have the personas aged: keep them or find them again?",
        "vi": "Các chân dung đã cũ chưa: giữ nguyên hay tìm lại?",
    },
    "waves.drift.axis": {"en": "Shift of the habit (PSI)", "vi": "Mức dịch chuyển của thói quen (PSI)"},
    "waves.drift.limit": {"en": "up to here may be chance", "vi": "đến đây có thể do ngẫu nhiên"},
    "waves.drift.distance": {"en": "Mean distance from the nearest persona", "vi": "Khoảng cách trung bình đến chân dung gần nhất"},
    "waves.drift.few": {
        "en": "We cannot tell: fewer than {minimum:count} active customers on one of the two days.",
        "vi": "Chưa thể kết luận: một trong hai thời điểm có chưa đến {minimum:count} khách hoạt động.",
    },
    "waves.drift.keep": {
        "en": "Keep the personas: none of {tested:count} habits shifted by more than chance between {then:date} (n = {n:count}) "
        "and {now:date} (n = {m:count}).",
        "vi": "Giữ nguyên các chân dung: không thói quen nào trong {tested:count} thói quen dịch chuyển quá mức ngẫu nhiên từ "
        "{then:date} (n = {n:count}) đến {now:date} (n = {m:count}).",
    },
    "waves.drift.watch": {
        "en": "Keep the personas but watch them: {drifted:count} of {tested:count} habits shifted between {then:date} (n = {n:count}) "
        "and {now:date} (n = {m:count}), most \u201c{habit}\u201d, but little (PSI {index:p_value}, chance reaches {limit:p_value}).",
        "vi": "Giữ các chân dung nhưng cần theo dõi: {drifted:count} trong {tested:count} thói quen đã dịch chuyển từ {then:date} "
        "(n = {n:count}) đến {now:date} (n = {m:count}), nhiều nhất là \u201c{habit}\u201d, nhưng ít (PSI {index:p_value}, ngẫu nhiên có thể "
        "đến {limit:p_value}).",
    },
    "waves.drift.watch.other": {
        "en": "Keep the personas but watch them: no habit out of {tested:count} shifted by more than chance between {then:date} "
        "(n = {n:count}) and {now:date} (n = {m:count}), but something else did, clearest \u201c{what}\u201d.",
        "vi": "Giữ các chân dung nhưng cần theo dõi: không thói quen nào trong {tested:count} thói quen dịch chuyển quá mức ngẫu nhiên "
        "từ {then:date} (n = {n:count}) đến {now:date} (n = {m:count}), nhưng điều khác đã đổi, rõ nhất là \u201c{what}\u201d.",
    },
    "waves.drift.refit": {
        "en": "The personas have aged; find them again: {drifted:count} of {tested:count} habits shifted between {then:date} "
        "(n = {n:count}) and {now:date} (n = {m:count}), most \u201c{habit}\u201d (PSI {index:p_value}, chance reaches {limit:p_value}).",
        "vi": "Các chân dung đã cũ, nên tìm lại: {drifted:count} trong {tested:count} thói quen đã dịch chuyển từ {then:date} "
        "(n = {n:count}) đến {now:date} (n = {m:count}), nhiều nhất là \u201c{habit}\u201d (PSI {index:p_value}, ngẫu nhiên có thể đến {limit:p_value}).",
    },
    "waves.drift.refit.other": {
        "en": "The personas have aged; find them again: none of {tested:count} habits shifted by itself between {then:date} (n = {n:count}) "
        "and {now:date} (n = {m:count}), but too many customers are none of these.",
        "vi": "Các chân dung đã cũ, nên tìm lại: không thói quen riêng lẻ nào trong {tested:count} thói quen dịch chuyển từ {then:date} "
        "(n = {n:count}) đến {now:date} (n = {m:count}), nhưng quá nhiều khách không thuộc chân dung nào.",
    },
    "waves.drift.outside": {
        "en": "{now:share} of the active are now none of these, {then:share} then (change {low:signed_points} to {high:signed_points} points).",
        "vi": "Nay {now:share} khách hoạt động không thuộc chân dung nào, trước đó là {then:share} (thay đổi {low:signed_points} đến "
        "{high:signed_points} điểm).",
    },
    "waves.drift.cautious": {
        "en": "Many customers are there on both days, which makes chance smaller than the limits take it to be: a shift beyond them is real.",
        "vi": "Nhiều khách có mặt ở cả hai thời điểm, nên ngẫu nhiên nhỏ hơn mức giả định của ngưỡng: dịch chuyển vượt ngưỡng là thật.",
    },
    "waves.drift.rule": {
        "en": "Find again when a habit shifts by more than chance and by a PSI of {material:number} or more, or when clearly more than "
        "{outside:whole_share} are none of these ({usual:whole_share} were when they were found).",
        "vi": "Nên tìm lại khi một thói quen dịch chuyển quá mức ngẫu nhiên với PSI từ {material:number}, hoặc khi rõ ràng có hơn "
        "{outside:whole_share} khách không thuộc chân dung nào (khi mới tìm là {usual:whole_share}).",
    },
    "waves.matches.question": {
        "en": "Are these the same personas as before?",
        "vi": "Đây có phải các chân dung như trước không?",
    },
    "waves.matches.axis": {"en": "Customers in both, of those in either (Jaccard)", "vi": "Khách chung trên tổng số khách (Jaccard)"},
    "waves.matches.limit": {"en": "least for the same persona", "vi": "mức tối thiểu để coi là cùng chân dung"},
    "waves.matches.same": {
        "en": "The same personas: all {told:count} share at least {least:whole_share} of their customers (n = {n:count}; "
        "{limit:whole_share} is needed).",
        "vi": "Vẫn là các chân dung cũ: cả {told:count} chân dung chung ít nhất {least:whole_share} số khách (n = {n:count}; "
        "cần {limit:whole_share}).",
    },
    "waves.matches.new": {
        "en": "A new version: {same:count} of {told:count} personas are the same as before, the others share under "
        "{limit:whole_share} of their customers (least {least:whole_share}, n = {n:count}).",
        "vi": "Là phiên bản mới: {same:count} trong {told:count} chân dung vẫn như trước, số còn lại chung chưa đến "
        "{limit:whole_share} số khách (thấp nhất {least:whole_share}, n = {n:count}).",
    },
    "waves.matches.few": {
        "en": "We cannot tell: no persona has {minimum:count} customers among these {n:count}.",
        "vi": "Chưa thể kết luận: trong {n:count} khách này không chân dung nào có đủ {minimum:count} khách.",
    },
    "waves.next.wait": {
        "en": "Look again after the next wave.",
        "vi": "Xem lại sau kỳ tới.",
    },
    "waves.next.assigned": {
        "en": "Compare the mix of new customers with whom the campaigns were meant to reach.",
        "vi": "So sánh cơ cấu khách mới với đối tượng mà các chiến dịch muốn tiếp cận.",
    },
    "waves.next.outside": {
        "en": "Look at the customers who are none of these: a new kind may be joining.",
        "vi": "Xem những khách không thuộc chân dung nào: có thể một kiểu khách mới đang xuất hiện.",
    },
    "waves.next.moved": {
        "en": "Ask some of those most sure to have changed what changed for them.",
        "vi": "Hỏi một số khách chắc chắn nhất đã đổi xem điều gì đã thay đổi với họ.",
    },
    "waves.next.kept": {
        "en": "Plan with the personas as they are; do not act on single changes.",
        "vi": "Lập kế hoạch theo các chân dung hiện có; đừng hành động theo từng thay đổi lẻ.",
    },
    "waves.next.keep": {
        "en": "Keep the personas and their names for this wave.",
        "vi": "Giữ các chân dung và tên gọi cho kỳ này.",
    },
    "waves.next.watch": {
        "en": "Keep the personas for this wave and look at the shifted habits first next time.",
        "vi": "Giữ các chân dung cho kỳ này và xem các thói quen đã dịch chuyển trước tiên ở kỳ sau.",
    },
    "waves.next.refit": {
        "en": "Find the personas again, match them with the kept ones, and name what is new.",
        "vi": "Tìm lại các chân dung, ghép với bản đã lưu và đặt tên cho phần mới.",
    },
    "waves.next.version": {
        "en": "Give the personas a new version, tell who uses them, and do not compare the new ones with earlier waves.",
        "vi": "Đặt phiên bản mới cho các chân dung, báo cho người sử dụng và không so sánh phần mới với các kỳ trước.",
    },
    "label.persona_before": {"en": "Persona before", "vi": "Chân dung trước"},
    "label.probability": {"en": "Probability", "vi": "Xác suất"},
    "label.probability_before": {"en": "Probability before", "vi": "Xác suất trước"},
    "label.probability_low": {"en": "Probability, low", "vi": "Xác suất, cận dưới"},
    "label.probability_high": {"en": "Probability, high", "vi": "Xác suất, cận trên"},
    "label.none_of_these": {"en": "None of these", "vi": "Không thuộc chân dung nào"},
    "label.earlier": {"en": "Among earlier customers", "vi": "Trong khách cũ"},
    "label.aspect": {"en": "Aspect", "vi": "Khía cạnh"},
    "label.then": {"en": "Then", "vi": "Trước đó"},
    "label.limit": {"en": "Limit of chance", "vi": "Ngưỡng ngẫu nhiên"},
    "label.base_then": {"en": "Base then", "vi": "Cỡ mẫu trước đó"},
    "label.match": {"en": "Same as", "vi": "Tương ứng với"},
    "value.aspect.habit": {"en": "Habit", "vi": "Thói quen"},
    "value.aspect.persona": {"en": "Persona", "vi": "Chân dung"},
    "value.aspect.distance": {"en": "Distance", "vi": "Khoảng cách"},
    "value.verdict.drifted": {"en": "drifted", "vi": "đã dịch chuyển"},
    "value.verdict.same": {"en": "same", "vi": "như trước"},
    "value.verdict.new version": {"en": "new version", "vi": "phiên bản mới"},
}
