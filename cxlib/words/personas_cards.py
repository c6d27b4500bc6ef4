"""Sentences of persona cards and of the simple rule."""

TEXT: dict[str, dict[str, str]] = {
    "personas.simple_rule.question": {
        "en": "Can a few questions tell which persona a customer is?",
        "vi": "Chỉ vài câu hỏi có đủ để biết một khách thuộc chân dung nào không?",
    },
    "personas.simple_rule.good": {
        "en": "With at most {questions:count} questions the rule names the right persona for {value:share} of customers it had not seen "
        "(95% interval {low:share} to {high:share}, n = {n:count}); always saying \u201c{persona}\u201d would be right for {largest:share}.",
        "vi": "Với nhiều nhất {questions:count} câu hỏi, quy tắc gọi đúng chân dung của {value:share} khách chưa từng thấy "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}, n = {n:count}); nếu luôn nói \u201c{persona}\u201d thì chỉ đúng {largest:share}.",
    },
    "personas.simple_rule.poor": {
        "en": "The rule is not good enough to be used: it names the right persona for {value:share} of customers it had not seen "
        "(95% interval {low:share} to {high:share}, n = {n:count}); always saying \u201c{persona}\u201d would be right for {largest:share}.",
        "vi": "Quy tắc chưa đủ tốt để dùng: chỉ gọi đúng chân dung của {value:share} khách chưa từng thấy "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}, n = {n:count}); nếu luôn nói \u201c{persona}\u201d thì đúng {largest:share}.",
    },
    "personas.simple_rule.few": {
        "en": "We cannot tell how good the rule is: too few customers were held out to judge it by.",
        "vi": "Chưa thể biết quy tắc tốt đến đâu: số khách dành để kiểm tra quá ít.",
    },
    "personas.simple_rule.no_groups": {
        "en": "There are no personas to put into a rule here.",
        "vi": "Ở đây không có chân dung nào để viết thành quy tắc.",
    },
    "personas.simple_rule.example": {
        "en": "For instance: {rule} \u2013 \u201c{persona}\u201d.",
        "vi": "Ví dụ: {rule} \u2013 \u201c{persona}\u201d.",
    },
    "personas.simple_rule.axis": {"en": "Share that is right", "vi": "Tỷ lệ đúng"},
    "personas.simple_rule.caveat": {
        "en": "Learnt on seven tenths of the customers and judged on the others; who did nothing is told by that and does not count.",
        "vi": "Học từ bảy phần mười số khách và kiểm tra trên phần còn lại; khách không hoạt động được nhận ra ngay nên không tính.",
    },
    "personas.simple_rule.unknown": {
        "en": "A number that is not known counts as not above the limit.",
        "vi": "Con số chưa biết được coi là không vượt ngưỡng.",
    },
    "personas.simple_rule.never": {"en": "The rule never names: {personas}.", "vi": "Quy tắc không bao giờ gọi tên: {personas}."},
    "personas.next.simple_rule.good": {
        "en": "Let one shop try the rule for a week, and ask where it feels wrong.",
        "vi": "Cho một cửa hàng dùng thử quy tắc trong một tuần và hỏi họ thấy sai ở đâu.",
    },
    "personas.next.simple_rule.poor": {
        "en": "Assign personas by the full method; do not hand out this rule.",
        "vi": "Hãy xếp chân dung bằng phương pháp đầy đủ; đừng phát quy tắc này cho cửa hàng.",
    },
    "personas.rule.idle": {
        "en": "No visit and no contact in the last {days:count} days",
        "vi": "Không ghé và không tiếp xúc lần nào trong {days:count} ngày qua",
    },
    "personas.rule.always": {"en": "Everyone else", "vi": "Mọi khách còn lại"},
    "personas.rule.and": {"en": " and ", "vi": " và "},
    "personas.rule.above": {"en": "{habit} above {value}", "vi": "{habit} trên {value}"},
    "personas.rule.at_most": {"en": "{habit} at most {value}", "vi": "{habit} không quá {value}"},
    "personas.rule.is": {"en": "{habit} is {level}", "vi": "{habit} là {level}"},
    "personas.rule.is_not": {"en": "{habit} is not {level}", "vi": "{habit} không phải {level}"},
    "value.part.agreement": {"en": "agreement", "vi": "mức gọi đúng"},
    "value.part.always_largest": {"en": "always the largest persona", "vi": "luôn nói chân dung lớn nhất"},
    "value.part.rule": {"en": "rule", "vi": "quy tắc"},
    "value.part.recall": {"en": "of this persona, named so", "vi": "trong chân dung này, được gọi đúng"},
    "value.part.precision": {"en": "of those named so, right", "vi": "trong số được gọi tên, gọi đúng"},
    "maps.persona_card.question": {"en": "Who are \u201c{persona}\u201d?", "vi": "\u201c{persona}\u201d là ai?"},
    "maps.persona_card": {
        "en": "\u201c{persona}\u201d: {value:share} of customers (95% interval {low:share} to {high:share}, n = {n:count}).",
        "vi": "\u201c{persona}\u201d: {value:share} số khách (khoảng tin cậy 95%: {low:share} đến {high:share}, n = {n:count}).",
    },
    "maps.persona_card.hidden": {
        "en": "We cannot tell about \u201c{persona}\u201d: a card that rests on fewer than {minimum:count} customers, or would give such a one away, "
        "is withheld.",
        "vi": "Chưa thể nói gì về \u201c{persona}\u201d: thẻ dựa trên ít hơn {minimum:count} khách, hoặc có thể làm lộ một thẻ như vậy, "
        "không được trình bày.",
    },
    "maps.persona_card.differences": {"en": "What sets them apart: {parts}.", "vi": "Điểm khác biệt: {parts}."},
    "maps.persona_card.more": {
        "en": "{habit} is {size:score} standard deviations above everyone", "vi": "{habit} cao hơn mức chung {size:score} độ lệch chuẩn",
    },
    "maps.persona_card.less": {
        "en": "{habit} is {size:score} standard deviations below everyone", "vi": "{habit} thấp hơn mức chung {size:score} độ lệch chuẩn",
    },
    "maps.persona_card.clear": {
        "en": "Clearly different from the other personas: {item}, {here} against {there}.",
        "vi": "Khác rõ rệt với các chân dung khác: {item}, {here} so với {there}.",
    },
    "maps.persona_card.item.size": {"en": "Share of customers", "vi": "Tỷ lệ khách hàng"},
    "maps.persona_card.item.spend": {"en": "Spend per customer, {days:count} days", "vi": "Chi tiêu mỗi khách, {days:count} ngày"},
    "maps.persona_card.item.revenue": {"en": "Share of the revenue", "vi": "Tỷ trọng doanh thu"},
    "maps.persona_card.item.risk": {"en": "Probability of leaving", "vi": "Xác suất rời bỏ"},
    "maps.persona_card.item.since": {
        "en": "Gone or silent for over {days:count} days, of those here {lookback:count} days ago",
        "vi": "Đã rời đi hoặc im lặng hơn {days:count} ngày, trong số khách {lookback:count} ngày trước",
    },
    "maps.persona_card.item.silent": {"en": "Silent for over {days:count} days now", "vi": "Đang im lặng hơn {days:count} ngày"},
    "maps.persona_card.item.drop_off": {"en": "Lost at {step}", "vi": "Rời bỏ ở {step}"},
    "maps.persona_card.size": {
        "en": "{value:share} of customers ({low:share} to {high:share}), n = {n:count}",
        "vi": "{value:share} số khách ({low:share} đến {high:share}), n = {n:count}",
    },
    "maps.persona_card.apart": {"en": "What sets them apart", "vi": "Điều gì làm họ khác biệt"},
    "maps.persona_card.apart_note": {
        "en": "Standard deviations from everyone; what made the personas is not tested.",
        "vi": "Độ lệch chuẩn so với mức chung; phần tạo nên chân dung không kiểm định.",
    },
    "maps.persona_card.over": {"en": "more than everyone", "vi": "nhiều hơn mức chung"},
    "maps.persona_card.under": {"en": "less than everyone", "vi": "ít hơn mức chung"},
    "maps.persona_card.of_profile": {"en": "Profile only: it describes them", "vi": "Chỉ để mô tả họ"},
    "maps.persona_card.no_differences": {"en": "Nothing stands out from everyone.", "vi": "Không có gì nổi bật so với mức chung."},
    "maps.persona_card.facts": {"en": "How it goes with them", "vi": "Tình hình của họ"},
    "maps.persona_card.here": {"en": "here (95% interval)", "vi": "ở đây (khoảng 95%)"},
    "maps.persona_card.there": {"en": "others", "vi": "còn lại"},
    "maps.persona_card.marks": {"en": "\u25b2 clearly higher   \u25bc clearly lower", "vi": "\u25b2 cao hơn rõ rệt   \u25bc thấp hơn rõ rệt"},
    "maps.persona_card.contacts": {"en": "Channels", "vi": "Kênh"},
    "maps.persona_card.others": {"en": "Others", "vi": "Còn lại"},
    "maps.persona_card.they": {"en": "They", "vi": "Họ"},
    "maps.persona_card.quotes": {"en": "In their words", "vi": "Lời của họ"},
    "maps.persona_card.no_quotes": {"en": "No comment may be shown.", "vi": "Không có ý kiến nào được phép trình bày."},
    "maps.persona_card.not_known": {"en": "What we do not know", "vi": "Điều chưa biết"},
    "maps.persona_card.next": {"en": "Next step", "vi": "Việc tiếp theo"},
    "maps.persona_card.table": {"en": "All numbers of this card", "vi": "Mọi con số của thẻ này"},
    "maps.persona_card.unknown.small": {
        "en": "Too few customers (under {minimum:count}) to show numbers.", "vi": "Quá ít khách (dưới {minimum:count}) để trình bày số liệu.",
    },
    "maps.persona_card.unknown.none": {
        "en": "No clear groups were found: this is everyone.", "vi": "Không tìm thấy nhóm rõ rệt: đây là toàn bộ khách hàng.",
    },
    "maps.persona_card.unknown.continuum": {
        "en": "Where the border runs: a part of a continuum, not a type.", "vi": "Ranh giới nằm ở đâu: đây là phần của một dải liên tục, không phải một kiểu khách.",
    },
    "maps.persona_card.unknown.no_scores": {
        "en": "How they rate us: too few of them answered.", "vi": "Họ đánh giá ra sao: quá ít người trả lời.",
    },
    "maps.persona_card.unknown.few_answers": {"en": "Too few answers to: {items}.", "vi": "Quá ít câu trả lời cho: {items}."},
    "maps.persona_card.unknown.no_comments": {
        "en": "What they say in their own words: too few comments.", "vi": "Họ nói gì: quá ít ý kiến.",
    },
    "maps.persona_card.unknown.missing": {
        "en": "{habit}: not known for {share:share} of them.", "vi": "{habit}: chưa biết ở {share:share} số khách này.",
    },
    "maps.persona_card.unknown.no_journey": {
        "en": "Where they leave the journey: no journeys to compare.", "vi": "Họ rời hành trình ở đâu: không có hành trình để so sánh.",
    },
    "maps.persona_card.unknown.no_spend": {"en": "What they are worth: no payments known.", "vi": "Họ đáng giá bao nhiêu: chưa có dữ liệu thanh toán."},
    "maps.persona_card.unknown.no_leaving": {"en": "How many of them leave.", "vi": "Bao nhiêu người trong số họ rời đi."},
    "maps.persona_card.unknown.why": {
        "en": "Why they act so: these data show what they do, not the reason.",
        "vi": "Vì sao họ làm vậy: dữ liệu cho biết họ làm gì, không cho biết lý do.",
    },
    "maps.persona_card.next.leaving": {
        "en": "Call five who fell silent and ask what changed; try one remedy with half of those who still come.",
        "vi": "Gọi cho năm khách đã im lặng để hỏi điều gì thay đổi; thử một cách khắc phục với một nửa số khách còn ghé.",
    },
    "maps.persona_card.next.score": {
        "en": "Read what low scorers of this persona wrote about {item}, and mend the first thing that two of them name.",
        "vi": "Đọc ý kiến của khách cho điểm thấp thuộc chân dung này về {item}, rồi sửa điều đầu tiên mà hai người cùng nhắc đến.",
    },
    "maps.persona_card.next.drop_off": {
        "en": "Walk the step {step} as one of them would, and take away the first obstacle.",
        "vi": "Tự đi qua bước {step} như một khách trong nhóm và gỡ trở ngại đầu tiên.",
    },
    "maps.persona_card.next.small": {
        "en": "Look at more customers before speaking of this persona.", "vi": "Xem thêm nhiều khách hơn trước khi nói về chân dung này.",
    },
    "maps.persona_card.next.listen": {
        "en": "Sit down with five of them and ask what they come for.", "vi": "Gặp năm khách trong số họ và hỏi họ đến vì điều gì.",
    },
    "maps.persona_card.caveat.tested": {
        "en": "{tested:count} comparisons with the other personas were corrected together (Holm), so looking at many raises no false alarm.",
        "vi": "{tested:count} phép so sánh với các chân dung khác được hiệu chỉnh cùng nhau (Holm), nên so sánh nhiều không gây báo động giả.",
    },
    "maps.persona_card.caveat.made": {
        "en": "What made the personas, or follows from it, is not tested: a test would prove nothing.",
        "vi": "Những gì tạo nên chân dung, hoặc suy ra từ đó, không được kiểm định: kiểm định sẽ không chứng minh được gì.",
    },
    "maps.persona_card.caveat.labels": {
        "en": "What made these labels is not known here, so no behaviour is tested.",
        "vi": "Ở đây không biết các nhãn này được tạo từ đâu, nên hành vi không được kiểm định.",
    },
    "maps.persona_card.caveat.profile": {
        "en": "Region, age and the like describe the persona; they are no reason to treat anybody differently.",
        "vi": "Khu vực, tuổi và các đặc điểm tương tự chỉ để mô tả; không phải lý do để đối xử khác với ai.",
    },
    "maps.persona_card.caveat.others": {
        "en": "The others are the active customers of the other personas in the slice.",
        "vi": "Nhóm còn lại là khách đang hoạt động thuộc các chân dung khác trong lát cắt.",
    },
    "maps.persona_card.caveat.weights": {
        "en": "Scores are weighted; behaviour, sizes and spend count each customer once.",
        "vi": "Điểm số có trọng số; hành vi, quy mô và chi tiêu tính mỗi khách một lần.",
    },
    "report.card.written": {"en": "Card of {study}, seen up to {day:date}", "vi": "Thẻ của {study}, dữ liệu trước ngày {day:date}"},
    "label.tenure_days": {"en": "Days as a customer", "vi": "Số ngày là khách hàng"},
    "label.item": {"en": "What", "vi": "Nội dung"},
    "label.text": {"en": "In words", "vi": "Bằng lời"},
    "label.index": {"en": "Index (share here / overall)", "vi": "Chỉ số (tỷ lệ ở đây / chung)"},
    "label.association": {"en": "Strength (eta or Cramér's V)", "vi": "Độ mạnh (eta hoặc V của Cramér)"},
    "label.made": {"en": "Made the personas", "vi": "Tạo nên chân dung"},
    "label.compared": {"en": "Against the others", "vi": "So với nhóm còn lại"},
    "value.compared.higher": {"en": "clearly higher", "vi": "cao hơn rõ rệt"},
    "value.compared.lower": {"en": "clearly lower", "vi": "thấp hơn rõ rệt"},
    "value.compared.alike": {"en": "not clearly different", "vi": "chưa rõ khác biệt"},
    "value.part.name": {"en": "Name", "vi": "Tên"},
    "value.part.size": {"en": "Size", "vi": "Quy mô"},
    "value.part.habit": {"en": "Behaviour", "vi": "Hành vi"},
    "value.part.segment": {"en": "Profile", "vi": "Mô tả"},
    "value.part.score": {"en": "Score", "vi": "Điểm"},
    "value.part.drop_off": {"en": "Drop-off", "vi": "Rời hành trình"},
    "value.part.worth": {"en": "Value", "vi": "Giá trị"},
    "value.part.leaving": {"en": "Leaving", "vi": "Rời bỏ"},
    "value.part.contact": {"en": "Channel", "vi": "Kênh"},
    "value.part.quote": {"en": "Quote", "vi": "Lời khách"},
    "value.part.unknown": {"en": "Not known", "vi": "Chưa biết"},
    "value.part.next": {"en": "Next step", "vi": "Việc tiếp theo"},
}
