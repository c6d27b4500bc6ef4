"""Sentences about whom the offer does not suit."""

TEXT: dict[str, dict[str, str]] = {
    "personas.cost.gross": {
        "en": "Gross value: no costs declared, so value is sales less refunds.",
        "vi": "Giá trị gộp: chưa khai báo chi phí, nên giá trị là doanh số trừ hoàn tiền.",
    },
    "personas.cost.net": {
        "en": "Value is sales less refunds, after what was declared: {parts}.",
        "vi": "Giá trị là doanh số trừ hoàn tiền, sau các khoản đã khai báo: {parts}.",
    },
    "personas.cost.margin": {"en": "the cost of what is sold", "vi": "giá vốn hàng bán"},
    "personas.cost.serve": {"en": "the cost of contacts", "vi": "chi phí tiếp xúc"},
    "personas.cost.refund": {"en": "the handling of refunds", "vi": "chi phí xử lý hoàn tiền"},
    "personas.cost.offer": {"en": "offers taken up", "vi": "ưu đãi đã dùng"},
    "personas.poor_fit.question": {
        "en": "Who, by what is known at the start, does our offer not suit?",
        "vi": "Xét theo những gì biết lúc đầu, sản phẩm của chúng ta chưa phù hợp với ai?",
    },
    "personas.poor_fit.axis": {"en": "Times as among other customers", "vi": "Số lần so với các khách khác"},
    "personas.poor_fit.even": {"en": "as among others", "vi": "như các khách khác"},
    "personas.poor_fit.group": {
        "en": "The offer does not seem to suit customers with \u201c{group}\u201d: {signals} "
              "(n = {base:count} who began later; {stability:whole_share} of half-samples agree).",
        "vi": "Sản phẩm có vẻ chưa phù hợp với khách có \u201c{group}\u201d: {signals} "
              "(n = {base:count} khách bắt đầu sau; {stability:whole_share} các nửa mẫu cho kết quả tương tự).",
    },
    "personas.poor_fit.signal": {
        "en": "{signal} {lift:number} times as among others ({low:number} to {high:number})",
        "vi": "{signal} gấp {lift:number} lần các khách khác ({low:number} đến {high:number})",
    },
    "personas.poor_fit.loss": {"en": "{signal} below zero", "vi": "{signal} dưới 0"},
    "personas.poor_fit.none": {
        "en": "We cannot tell: among {n:count} customers seen from their first day, no group is marked by two independent signals.",
        "vi": "Chưa thể kết luận: trong {n:count} khách được theo dõi từ ngày đầu, không nhóm nào có hai dấu hiệu độc lập.",
    },
    "personas.poor_fit.hint": {
        "en": "We cannot tell: {groups} stood out among customers who began earlier, but not surely enough among those who began later "
              "(n = {n:count} in all).",
        "vi": "Chưa thể kết luận: {groups} nổi bật ở nhóm khách bắt đầu trước, nhưng chưa đủ chắc chắn ở nhóm bắt đầu sau "
              "(n = {n:count} tổng cộng).",
    },
    "personas.poor_fit.too_new": {
        "en": "We cannot tell: no customer has been seen from the first day for long enough.",
        "vi": "Chưa thể kết luận: chưa có khách nào được theo dõi đủ lâu từ ngày đầu.",
    },
    "personas.poor_fit.caveat.checked": {
        "en": "Found on customers who began earlier, shown by those who began later; at least {stable:whole_share} of half-samples must agree. "
              "Facts are from the first {start:count} days, what came of them from then to day {days:count}. "
              "A group is counted without the groups named before it.",
        "vi": "Tìm ở khách bắt đầu trước, kiểm chứng ở khách bắt đầu sau; ít nhất {stable:whole_share} các nửa mẫu phải cho kết quả tương tự. "
              "Thông tin ban đầu lấy trong {start:count} ngày đầu, kết quả tính từ đó đến ngày thứ {days:count}. "
              "Mỗi nhóm không tính lại khách của các nhóm nêu trước.",
    },
    "personas.poor_fit.caveat.value": {
        "en": "A low value counts as a signal of its own only where those who stayed also bought less.",
        "vi": "Giá trị thấp chỉ được tính là một dấu hiệu riêng khi những khách ở lại cũng mua ít hơn.",
    },
    "personas.poor_fit.caveat.segments": {
        "en": "Segments are as the customer list has them; one that was changed later was not known at the start.",
        "vi": "Phân khúc lấy theo danh sách khách hàng; nếu đã bị đổi về sau thì lúc đầu chưa biết.",
    },
    "personas.next.poor_fit.answered": {
        "en": "Talk to some of them about what they hoped for, then change the offer for them or promise less at their start.",
        "vi": "Hỏi một số khách xem họ kỳ vọng gì, rồi điều chỉnh sản phẩm cho họ hoặc hứa hẹn vừa phải ngay từ đầu.",
    },
    "personas.next.poor_fit.cannot_tell": {
        "en": "Keep everyone in mind as a customer; look again when a quarter more is known.",
        "vi": "Vẫn xem mọi người là khách hàng; xem lại khi có thêm dữ liệu một quý.",
    },
    "personas.next.poor_fit.stand_in": {
        "en": "Do not act on this group: it goes with a protected attribute. Find out what in the offer fails these customers.",
        "vi": "Không hành động dựa trên nhóm này vì nó gắn với một đặc điểm được bảo vệ. Hãy tìm hiểu sản phẩm chưa đáp ứng họ ở điểm nào.",
    },
    "personas.next.who_is_not.stand_in": {
        "en": "Do not act on this persona: it goes with a protected attribute. Find out what in the offer fails these customers.",
        "vi": "Không hành động dựa trên chân dung này vì nó gắn với một đặc điểm được bảo vệ. Hãy tìm hiểu sản phẩm chưa đáp ứng họ ở điểm nào.",
    },
    "personas.stand_in.strong": {
        "en": "But \u201c{group}\u201d goes strongly with {attribute}: {times} {most} as {least} "
              "(Cram\u00e9r\u2019s V {v:score}, {low:score} to {high:score}; without the group {kept:whole_share} as many of {most} would be left "
              "as of {least}). Acting on it would act on {attribute}.",
        "vi": "Nhưng \u201c{group}\u201d gắn chặt với thuộc tính \u201c{attribute}\u201d: {times} ở {most} so với {least} "
              "(V Cram\u00e9r {v:score}, {low:score} đến {high:score}; nếu bỏ nhóm này, tỷ lệ còn lại của {most} bằng {kept:whole_share} của {least}). "
              "Hành động theo nhóm này là hành động theo {attribute}.",
    },
    "personas.stand_in.some": {
        "en": "\u201c{group}\u201d goes somewhat with {attribute}: {times} {most} as {least} (Cram\u00e9r\u2019s V {v:score}); keep an eye on it.",
        "vi": "\u201c{group}\u201d có liên hệ nhẹ với thuộc tính \u201c{attribute}\u201d: {times} ở {most} so với {least} (V Cram\u00e9r {v:score}); cần theo dõi.",
    },
    "personas.stand_in.times": {"en": "it takes in {ratio:number} times as large a share of", "vi": "tỷ lệ thuộc nhóm cao gấp {ratio:number} lần"},
    "personas.stand_in.only": {"en": "it takes in some of", "vi": "chỉ có khách thuộc nhóm"},
    "personas.target.question": {
        "en": "What would the totals be if we had sold to the target only?",
        "vi": "Các tổng số sẽ ra sao nếu chỉ bán cho khách mục tiêu?",
    },
    "personas.target.axis": {"en": "Change of the total if sold to the target only", "vi": "Thay đổi của tổng nếu chỉ bán cho khách mục tiêu"},
    "personas.target.unchanged": {"en": "no change", "vi": "không đổi"},
    "personas.target.sentence": {
        "en": "In {period:period}, sold to the target only, {parts}.",
        "vi": "Trong {period:period}, nếu chỉ bán cho khách mục tiêu: {parts}.",
    },
    "personas.target.part": {
        "en": "{measure} would be {size:share} {direction} ({low:share} to {high:share})",
        "vi": "{measure} {direction} {size:share} ({low:share} đến {high:share})",
    },
    "personas.target.points": {
        "en": "{measure} {size:points} points {direction} ({low:signed_points} to {high:signed_points})",
        "vi": "{measure} {direction} {size:points} điểm ({low:signed_points} đến {high:signed_points})",
    },
    "personas.target.same": {
        "en": "In {period:period}, none of the totals would surely differ if we had sold to the target only.",
        "vi": "Trong {period:period}, chưa tổng số nào chắc chắn khác đi nếu chỉ bán cho khách mục tiêu.",
    },
    "personas.target.group": {"en": "who is left out", "vi": "nhóm không bán"},
    "personas.target.lower": {"en": "lower", "vi": "giảm"},
    "personas.target.higher": {"en": "higher", "vi": "tăng"},
    "personas.target.nobody_left_out": {
        "en": "We cannot tell: no group was found that the offer does not suit, so everyone is the target.",
        "vi": "Chưa thể kết luận: không tìm thấy nhóm nào mà sản phẩm chưa phù hợp, nên mọi khách đều là mục tiêu.",
    },
    "personas.target.too_few": {
        "en": "We cannot tell: too few customers fall outside of the target.",
        "vi": "Chưa thể kết luận: quá ít khách nằm ngoài nhóm mục tiêu.",
    },
    "personas.target.caveat": {
        "en": "This is bookkeeping, not a forecast: fixed costs stay, some of these customers brought others, and the next ones may differ.",
        "vi": "Đây là phép tính sổ sách, không phải dự báo: chi phí cố định vẫn còn, một số khách này đã giới thiệu người khác, và khách sắp tới có thể khác.",
    },
    "personas.target.hindsight": {
        "en": "The groups were found on these same customers, which flatters the target; only customers whose facts are known can be left out.",
        "vi": "Các nhóm được tìm trên chính những khách này nên nhóm mục tiêu trông đẹp hơn thực tế; chỉ loại được khách đã biết thông tin ban đầu.",
    },
    "personas.target.stand_in": {
        "en": "The group goes strongly with a protected attribute: do not sell to a target that leaves it out.",
        "vi": "Nhóm này gắn chặt với một đặc điểm được bảo vệ: không nên bán theo mục tiêu loại trừ nhóm này.",
    },
    "personas.next.target.answered": {
        "en": "Weigh this against the cost of changing the offer; try it in one place before anything is stopped.",
        "vi": "Cân nhắc điều này với chi phí điều chỉnh sản phẩm; thử ở một nơi trước khi ngừng bất cứ điều gì.",
    },
    "personas.next.target.cannot_tell": {"en": "Go on selling to everyone.", "vi": "Tiếp tục bán cho mọi khách."},
    "value.measure.active_customers": {"en": "customers who bought or came", "vi": "số khách có hoạt động"},
    "value.measure.sales": {"en": "sales", "vi": "doanh số"},
    "value.measure.value_after_cost": {"en": "value after cost", "vi": "giá trị sau chi phí"},
    "value.measure.nps": {"en": "NPS", "vi": "NPS"},
    "value.measure.refunds": {"en": "refunds", "vi": "số lần hoàn tiền"},
    "value.measure.complaints": {"en": "complaints", "vi": "số khiếu nại"},
    "value.first_amount.low": {"en": "low third", "vi": "một phần ba thấp"},
    "value.first_amount.middle": {"en": "middle third", "vi": "một phần ba giữa"},
    "value.first_amount.high": {"en": "high third", "vi": "một phần ba cao"},
    "label.first_channel": {"en": "First channel", "vi": "Kênh đầu tiên"},
    "label.first_touchpoint": {"en": "First touchpoint", "vi": "Điểm chạm đầu tiên"},
    "label.first_stage": {"en": "First stage", "vi": "Giai đoạn đầu tiên"},
    "label.first_amount": {"en": "First payment", "vi": "Khoản trả đầu tiên"},
    "label.found": {"en": "Lift where found", "vi": "Số lần ở nhóm dùng để tìm"},
    "label.outside": {"en": "Of them left out", "vi": "Trong đó không bán"},
    "label.target": {"en": "Target only", "vi": "Chỉ khách mục tiêu"},
}
