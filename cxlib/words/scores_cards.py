"""Sentences about what each metric means, and revenue and repeat customers."""

TEXT: dict[str, dict[str, str]] = {
    "scores.cards.question": {"en": "What does each number mean?", "vi": "Mỗi chỉ số nghĩa là gì?"},
    "scores.cards.question_one": {"en": "What does {metric} mean?", "vi": "{metric} nghĩa là gì?"},
    "scores.cards": {
        "en": "This study can show {shown:count} of {all:count} metrics.",
        "vi": "Dữ liệu này cho được {shown:count} trong {all:count} chỉ số.",
    },
    "scores.cards.add_up": {
        "en": "Churn and retention come from the ids of one start cohort and add up to 100%.",
        "vi": "Tỷ lệ rời bỏ và tỷ lệ giữ chân tính trên cùng một nhóm khách đầu kỳ nên cộng lại bằng 100%.",
    },
    "scores.cards.no_question": {
        "en": 'No question of this kind is declared; add [questions.NAME] with metric = "{metric}" to study.toml.',
        "vi": 'Chưa khai báo câu hỏi loại này; hãy thêm [questions.TÊN] với metric = "{metric}" vào study.toml.',
    },
    "scores.cards.one": {"en": "{metric}: {formula}. {not_this}", "vi": "{metric}: {formula}. {not_this}"},
    "scores.cards.month": {"en": "month", "vi": "tháng"},
    "scores.cards.quarter": {"en": "quarter", "vi": "quý"},
    "scores.cards.year": {"en": "year", "vi": "năm"},
    "scores.cards.wave": {"en": "survey wave", "vi": "đợt khảo sát"},
    # Formulas.
    "scores.cards.formula.nps": {
        "en": "100 × (answers 9 to 10 − answers 0 to 6) / all answers", "vi": "100 × (số câu 9–10 điểm − số câu 0–6 điểm) / tổng số câu trả lời"},
    "scores.cards.formula.csat": {"en": "satisfied answers / all answers", "vi": "số câu trả lời hài lòng / tổng số câu trả lời"},
    "scores.cards.formula.csat_mean": {"en": "sum of scores / all answers", "vi": "tổng điểm / tổng số câu trả lời"},
    "scores.cards.formula.ces": {"en": "sum of ease scores / all answers", "vi": "tổng điểm dễ dàng / tổng số câu trả lời"},
    "scores.cards.formula.churn": {"en": "customers of the start cohort who left / start cohort", "vi": "số khách đầu kỳ đã rời đi / số khách đầu kỳ"},
    "scores.cards.formula.retention": {
        "en": "customers of the start cohort who stayed / start cohort = 1 − churn rate",
        "vi": "số khách đầu kỳ ở lại / số khách đầu kỳ = 1 − tỷ lệ rời bỏ",
    },
    "scores.cards.formula.repeat": {
        "en": "customers with 2 or more purchases / customers with 1 or more", "vi": "số khách mua từ 2 lần / số khách mua từ 1 lần"},
    "scores.cards.formula.arpu_active": {"en": "revenue / customers who paid", "vi": "doanh thu / số khách có thanh toán"},
    "scores.cards.formula.arpu": {"en": "revenue / all customers on the books", "vi": "doanh thu / tổng số khách đang có"},
    "scores.cards.formula.gross": {
        "en": "sum of min(paid now, paid before) / sum of paid before", "vi": "tổng min(trả kỳ này, trả kỳ trước) / tổng trả kỳ trước"},
    "scores.cards.formula.net": {"en": "sum of paid now / sum of paid before", "vi": "tổng trả kỳ này / tổng trả kỳ trước"},
    "scores.cards.formula.growth": {"en": "customers at the end / customers at the start", "vi": "số khách cuối kỳ / số khách đầu kỳ"},
    # Scales.
    "scores.cards.scale.nps": {
        "en": "answers {low:count} to {high:count}; shown from −100 to +100", "vi": "câu trả lời từ {low:count} đến {high:count}; hiển thị từ −100 đến +100"},
    "scores.cards.scale.csat": {
        "en": "answers {low:count} to {high:count}, satisfied are {first:count} to {last:count}; shown as 0% to 100%",
        "vi": "câu trả lời từ {low:count} đến {high:count}, hài lòng là từ {first:count} đến {last:count}; hiển thị từ 0% đến 100%",
    },
    "scores.cards.scale.mean": {"en": "{low:count} to {high:count}", "vi": "{low:count} đến {high:count}"},
    "scores.cards.scale.effort_2010": {
        "en": "CES of 2010: effort, {low:count} to {high:count}", "vi": "CES năm 2010: hỏi về công sức, {low:count} đến {high:count}"},
    "scores.cards.scale.ease_2": {"en": "CES 2.0: ease, {low:count} to {high:count}", "vi": "CES 2.0: hỏi về mức dễ dàng, {low:count} đến {high:count}"},
    "scores.cards.scale.effort": {
        "en": "effort, {low:count} to {high:count}: a scale of its own, not comparable with a published CES",
        "vi": "hỏi về công sức, {low:count} đến {high:count}: thang riêng, không so được với CES đã công bố",
    },
    "scores.cards.scale.ease": {
        "en": "ease, {low:count} to {high:count}: a scale of its own, not comparable with a published CES",
        "vi": "hỏi về mức dễ dàng, {low:count} đến {high:count}: thang riêng, không so được với CES đã công bố",
    },
    "scores.cards.scale.share": {"en": "0% to 100%", "vi": "0% đến 100%"},
    "scores.cards.scale.ratio": {"en": "0% and up, over 100% is possible", "vi": "từ 0% trở lên, có thể vượt 100%"},
    "scores.cards.scale.money": {"en": "money ({currency})", "vi": "tiền ({currency})"},
    # Directions.
    "scores.cards.better.higher": {"en": "higher is better", "vi": "càng cao càng tốt"},
    "scores.cards.better.lower": {"en": "lower is better", "vi": "càng thấp càng tốt"},
    "scores.cards.better.turned": {
        "en": "as asked lower is better; shown turned round, so higher is better",
        "vi": "theo cách hỏi thì càng thấp càng tốt; khi hiển thị đã đảo lại nên càng cao càng tốt",
    },
    "scores.cards.better.neither": {"en": "neither: read it with churn beside it", "vi": "không theo hướng nào: phải đọc cùng tỷ lệ rời bỏ"},
    # Denominators.
    "scores.cards.base.answers": {"en": "everyone who gave a score", "vi": "mọi người đã cho điểm"},
    "scores.cards.base.answers_codes": {
        "en": "everyone who gave a score; {codes} means no answer", "vi": "mọi người đã cho điểm; mã {codes} nghĩa là không trả lời"},
    "scores.cards.base.contract": {
        "en": "start cohort: customers with a contract when the {period} began", "vi": "nhóm đầu kỳ: khách có hợp đồng khi {period} bắt đầu"},
    "scores.cards.base.silence": {
        "en": "start cohort: customers who paid or made contact in the {period} before",
        "vi": "nhóm đầu kỳ: khách có thanh toán hoặc liên hệ trong {period} trước",
    },
    "scores.cards.base.repeat": {"en": "customers who bought in the {period}", "vi": "khách có mua hàng trong {period}"},
    "scores.cards.base.arpu_active": {"en": "customers who paid in the {period}", "vi": "khách có thanh toán trong {period}"},
    "scores.cards.base.arpu": {
        "en": "everyone who was a customer on a day of the {period}, paying or not", "vi": "mọi khách hàng có mặt trong {period}, có thanh toán hay không"},
    "scores.cards.base.paid": {
        "en": "what the customers who paid in the {period} before paid then", "vi": "số tiền mà khách có thanh toán ở {period} trước đã trả khi đó"},
    "scores.cards.base.fees": {
        "en": "monthly fees of the customers on the books when the {period} began", "vi": "phí hằng tháng của khách đang có khi {period} bắt đầu"},
    # Windows.
    "scores.cards.window.answers": {"en": "answers of one {period}", "vi": "câu trả lời trong một {period}"},
    "scores.cards.window.one": {"en": "one {period}", "vi": "một {period}"},
    "scores.cards.window.contract": {
        "en": "one {period}; left = the contract ended in it", "vi": "một {period}; rời đi = hợp đồng kết thúc trong kỳ đó"},
    "scores.cards.window.silence": {
        "en": "one {period}; left = silent in all of it (who may leave next is judged by {days:count} days of silence)",
        "vi": "một {period}; rời đi = im lặng suốt kỳ đó (dự báo ai sắp rời đi dùng {days:count} ngày im lặng)",
    },
    "scores.cards.window.known": {"en": "{window}; known from {since:date} on", "vi": "{window}; chỉ biết từ {since:date}"},
    "scores.cards.window.two": {"en": "one {period} against the {period} before", "vi": "một {period} so với {period} trước"},
    # What it is not.
    "scores.cards.not.nps": {
        "en": "NPS is no percentage and no mean: very different mixes of answers give the same NPS.",
        "vi": "NPS không phải phần trăm, cũng không phải điểm trung bình: các cơ cấu câu trả lời rất khác nhau có thể cho cùng một NPS.",
    },
    "scores.cards.not.csat": {
        "en": "CSAT is not comparable between scales or boxes: the top 2 of 5 and the top 2 of 10 are different questions.",
        "vi": "CSAT không so được giữa các thang điểm hay cách chọn mức: 2 mức cao của thang 5 và của thang 10 là hai chuyện khác nhau.",
    },
    "scores.cards.not.csat_mean": {
        "en": "A CSAT mean is not the share of satisfied customers: it can rise while fewer are satisfied.",
        "vi": "CSAT trung bình không phải tỷ lệ khách hài lòng: điểm có thể tăng trong khi ít người hài lòng hơn.",
    },
    "scores.cards.not.ces": {
        "en": "CES by effort and CES by ease are two instruments: they are never pooled and never trended into one another.",
        "vi": "CES hỏi công sức và CES hỏi mức dễ dàng là hai công cụ: không gộp chung và không nối thành một xu hướng.",
    },
    "scores.cards.not.churn": {
        "en": "The churn rate is not 1 − customers at the end / customers at the start: new customers hide those who left. Nor is a year's "
        "churn twelve times a month's.",
        "vi": "Tỷ lệ rời bỏ không phải 1 − khách cuối kỳ / khách đầu kỳ: khách mới che khuất người đã rời đi. Tỷ lệ của năm cũng không phải "
        "mười hai lần tỷ lệ của tháng.",
    },
    "scores.cards.not.retention": {
        "en": "The retention rate is not customers at the end / customers at the start: that can pass 100%.",
        "vi": "Tỷ lệ giữ chân không phải khách cuối kỳ / khách đầu kỳ: con số đó có thể vượt 100%.",
    },
    "scores.cards.not.repeat": {
        "en": "The repeat rate is no retention: both purchases lie inside of one {period}, and a longer window gives a higher rate.",
        "vi": "Tỷ lệ mua lại không phải tỷ lệ giữ chân: cả hai lần mua nằm trong cùng một {period}, và kỳ dài hơn cho tỷ lệ cao hơn.",
    },
    "scores.cards.not.arpu_active": {
        "en": "ARPU per active customer is not what a customer is worth: those who paid nothing are left out.",
        "vi": "ARPU trên khách hoạt động không phải giá trị của một khách hàng: người không thanh toán bị bỏ ra ngoài.",
    },
    "scores.cards.not.arpu": {
        "en": "ARPU is not revenue / customers at the end: that depends on who joined last.",
        "vi": "ARPU không phải doanh thu / số khách cuối kỳ: con số đó phụ thuộc vào người vừa tham gia.",
    },
    "scores.cards.not.gross": {
        "en": "Gross revenue retention is not the share of customers who stayed: large customers weigh more, and a smaller bill counts as loss.",
        "vi": "Tỷ lệ giữ doanh thu gộp không phải tỷ lệ khách ở lại: khách lớn có trọng lượng hơn, và khách trả ít đi cũng là mất doanh thu.",
    },
    "scores.cards.not.net": {
        "en": "Net revenue retention is not revenue growth: new customers are not in it. Nor is it kept customers: a few who pay more "
        "can hide many who left.",
        "vi": "Tỷ lệ giữ doanh thu thuần không phải tăng trưởng doanh thu: không tính khách mới. Nó cũng không phải tỷ lệ khách ở lại: "
        "vài người trả nhiều hơn có thể che khuất nhiều người đã rời đi.",
    },
    "scores.cards.not.growth": {
        "en": "Customer-base growth is not retention: customers who join hide those who leave, so it can pass 100% while churn is high.",
        "vi": "Tăng trưởng số khách không phải tỷ lệ giữ chân: khách mới che khuất người rời đi, nên có thể vượt 100% trong khi rời bỏ vẫn cao.",
    },
    # Worked examples.
    "scores.cards.example.nps": {
        "en": "{n:count} answers, {up:count} of 9 to 10 and {down:count} of 0 to 6: NPS {value:signed_points}",
        "vi": "{n:count} câu trả lời, {up:count} câu 9–10 điểm và {down:count} câu 0–6 điểm: NPS {value:signed_points}",
    },
    "scores.cards.example.csat": {
        "en": "{n:count} answers, {up:count} satisfied: CSAT {value:whole_share}", "vi": "{n:count} câu trả lời, {up:count} câu hài lòng: CSAT {value:whole_share}"},
    "scores.cards.example.mean": {
        "en": "{n:count} answers with {total:count} in sum: mean {value:score}", "vi": "{n:count} câu trả lời, tổng {total:count} điểm: trung bình {value:score}"},
    "scores.cards.example.base": {
        "en": "{start:count} at the start, {left:count} leave, {joined:count} join: churn {churn:whole_share}, retention {retention:whole_share}, "
        "customer-base growth {growth:whole_share}",
        "vi": "đầu kỳ {start:count} khách, {left:count} rời đi, {joined:count} tham gia: rời bỏ {churn:whole_share}, giữ chân {retention:whole_share}, "
        "tăng trưởng số khách {growth:whole_share}",
    },
    "scores.cards.example.repeat": {
        "en": "{n:count} customers bought, {again:count} of them twice or more: repeat rate {value:whole_share}",
        "vi": "{n:count} khách đã mua, {again:count} người mua từ hai lần: tỷ lệ mua lại {value:whole_share}",
    },
    "scores.cards.example.arpu": {
        "en": "revenue {amount:count}, {active:count} of {all:count} customers paid: {per_active:count} per active customer, {per_all:count} per customer",
        "vi": "doanh thu {amount:count}, {active:count} trong {all:count} khách có thanh toán: {per_active:count} trên khách hoạt động, "
        "{per_all:count} trên tất cả khách",
    },
    "scores.cards.example.revenue": {
        "en": "{before:count} paid before; now {more:count} more from some, {less:count} less from others, {lost:count} lost with those who stopped: "
        "gross {gross:whole_share}, net {net:whole_share}",
        "vi": "kỳ trước trả {before:count}; kỳ này có người trả thêm {more:count}, người khác giảm {less:count}, mất {lost:count} từ người đã dừng: "
        "gộp {gross:whole_share}, thuần {net:whole_share}",
    },
    # Revenue retention.
    "scores.revenue.question": {
        "en": "How much of last period's revenue came again?", "vi": "Bao nhiêu doanh thu của kỳ trước quay lại?"},
    "scores.revenue": {
        "en": "In {period:period}, net revenue retention was {net:share} (95% interval {net_low:share} to {net_high:share}, n = {base:count} customers "
        "who paid before): {expansion} more from some, {contraction} less from others, {lost} lost with those who stopped. Gross, without "
        "the increases, it was {gross:share} ({gross_low:share} to {gross_high:share}). {verdict}",
        "vi": "Trong {period:period}, tỷ lệ giữ doanh thu thuần là {net:share} (khoảng tin cậy 95%: {net_low:share} đến {net_high:share}, n = {base:count} "
        "khách đã trả kỳ trước): có người trả thêm {expansion}, người khác giảm {contraction}, mất {lost} từ người đã dừng. Tính gộp, không kể "
        "phần tăng, là {gross:share} ({gross_low:share} đến {gross_high:share}). {verdict}",
    },
    "scores.revenue.of_fees": {
        "en": "In {period:period}, {gross:share} of the monthly fees of the {base:count} customers at the start was kept (95% interval {gross_low:share} to "
        "{gross_high:share}); {lost} went with those who left.",
        "vi": "Trong {period:period}, giữ được {gross:share} phí hằng tháng của {base:count} khách đầu kỳ (khoảng tin cậy 95%: {gross_low:share} đến "
        "{gross_high:share}); mất {lost} theo người rời đi.",
    },
    "scores.revenue.more": {"en": "The same customers pay more than before.", "vi": "Cùng nhóm khách này trả nhiều hơn trước."},
    "scores.revenue.less": {"en": "The same customers pay less than before.", "vi": "Cùng nhóm khách này trả ít hơn trước."},
    "scores.revenue.cannot_tell": {
        "en": "We cannot tell whether the same customers pay more or less than before.",
        "vi": "Chưa thể kết luận cùng nhóm khách này trả nhiều hơn hay ít hơn trước.",
    },
    "scores.revenue.none": {
        "en": "No complete period has enough customers who paid in the one before, so revenue retention is not known.",
        "vi": "Chưa có kỳ đầy đủ nào đủ khách đã thanh toán ở kỳ trước, nên chưa biết tỷ lệ giữ doanh thu.",
    },
    "scores.revenue.fees": {
        "en": "There are no payments: each customer's monthly fee is taken as it stands today, so a raised or lowered fee is not seen.",
        "vi": "Không có dữ liệu thanh toán: phí hằng tháng của mỗi khách lấy theo mức hiện tại, nên không thấy được việc tăng hay giảm phí.",
    },
    "scores.revenue.partial_before": {
        "en": "Customers who joined during the period before paid for a part of it only, which lifts net; and payments follow the season: "
        "compare with the same period a year ago.",
        "vi": "Khách tham gia giữa kỳ trước chỉ trả một phần của kỳ đó, làm tỷ lệ thuần cao hơn; thanh toán cũng theo mùa: nên so với cùng kỳ năm trước.",
    },
    "scores.revenue.axis": {"en": "Share of the revenue before", "vi": "Tỷ lệ trên doanh thu kỳ trước"},
    # Repeat rate.
    "scores.repeat.question": {"en": "How many buy more than once?", "vi": "Bao nhiêu khách mua hơn một lần?"},
    "scores.repeat": {
        "en": "In {period:period}, {repeated:count} of the {base:count} customers who bought did so at least twice: a repeat rate of {value:share} "
        "(95% interval {low:share} to {high:share}).",
        "vi": "Trong {period:period}, {repeated:count} trong {base:count} khách có mua đã mua ít nhất hai lần: tỷ lệ mua lại {value:share} "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}).",
    },
    "scores.repeat.none": {
        "en": "No complete period has enough customers who bought, so the repeat rate is not known.",
        "vi": "Chưa có kỳ đầy đủ nào đủ khách mua hàng, nên chưa biết tỷ lệ mua lại.",
    },
    "scores.repeat.axis": {"en": "Share of the customers who bought", "vi": "Tỷ lệ trên số khách có mua"},
    # Growth.
    "scores.growth.question": {
        "en": "How did the number of customers grow, and what does that hide?", "vi": "Số khách hàng tăng thế nào, và điều đó che khuất gì?"},
    "scores.growth": {
        "en": "In {period:period} the customer base went from {base:count} to {end:count}, {value:share} of its start: {left:count} left and {joined:count} "
        "joined or came back. That is no retention: the churn rate was {churn:share}.",
        "vi": "Trong {period:period}, số khách từ {base:count} thành {end:count}, bằng {value:share} so với đầu kỳ: {left:count} rời đi và {joined:count} "
        "tham gia hoặc quay lại. Đây không phải tỷ lệ giữ chân: tỷ lệ rời bỏ là {churn:share}.",
    },
    "scores.growth.none": {
        "en": "No complete period has a start cohort yet, so growth is not known.",
        "vi": "Chưa có kỳ đầy đủ nào có nhóm khách đầu kỳ, nên chưa biết mức tăng trưởng.",
    },
    "scores.growth.axis": {"en": "Customers at the end, as a share of those at the start", "vi": "Khách cuối kỳ so với khách đầu kỳ"},
    # Cohorts.
    "scores.cohorts.question": {
        "en": "How many of those who began together are there later?", "vi": "Trong số khách bắt đầu cùng lúc, bao nhiêu người còn lại về sau?"},
    "scores.cohorts": {
        "en": "{after} after they began, {value:share} of customers are there (95% interval {low:share} to {high:share}, n = {base:count}; "
        "cohorts: {cohorts:count}).",
        "vi": "Sau {after} kể từ khi bắt đầu, {value:share} khách còn hoạt động (khoảng tin cậy 95%: {low:share} đến {high:share}, n = {base:count}; "
        "số nhóm: {cohorts:count}).",
    },
    "scores.cohorts.later": {
        "en": "After {after} it is {value:share} (n = {base:count}; cohorts: {cohorts:count}).",
        "vi": "Sau {after} là {value:share} (n = {base:count}; số nhóm: {cohorts:count}).",
    },
    "scores.cohorts.one.month": {"en": "One month", "vi": "1 tháng"},
    "scores.cohorts.many.month": {"en": "{number:count} months", "vi": "{number:count} tháng"},
    "scores.cohorts.one.quarter": {"en": "One quarter", "vi": "1 quý"},
    "scores.cohorts.many.quarter": {"en": "{number:count} quarters", "vi": "{number:count} quý"},
    "scores.cohorts.one.year": {"en": "One year", "vi": "1 năm"},
    "scores.cohorts.many.year": {"en": "{number:count} years", "vi": "{number:count} năm"},
    "scores.cohorts.none": {
        "en": "No cohort is old enough yet, or they are too small, so how many stay is not known.",
        "vi": "Chưa có nhóm nào đủ lâu hoặc đủ lớn, nên chưa biết bao nhiêu khách ở lại.",
    },
    "scores.cohorts.silence": {
        "en": "A cohort begins with a customer's first payment or contact; at an age, those who paid or made contact in that period are counted.",
        "vi": "Một nhóm bắt đầu từ lần thanh toán hoặc liên hệ đầu tiên; ở mỗi mốc, chỉ tính người có thanh toán hoặc liên hệ trong kỳ đó.",
    },
    "scores.cohorts.contract": {
        "en": "A cohort begins with joining; at an age, those who are still customers when that period ends are counted.",
        "vi": "Một nhóm bắt đầu khi tham gia; ở mỗi mốc, chỉ tính người vẫn là khách hàng khi kỳ đó kết thúc.",
    },
    "scores.cohorts.reach": {
        "en": "Blank means that the data do not reach that far, not zero; the average uses the cohorts that reached that age, weighted by size.",
        "vi": "Ô trống nghĩa là dữ liệu chưa tới, không phải bằng không; trung bình chỉ dùng các nhóm đã tới mốc đó, có trọng số theo quy mô.",
    },
    "scores.cohorts.before": {
        "en": "{count:count} customers who had joined before {wave:period} are left out: the data do not show their first periods.",
        "vi": "{count:count} khách tham gia trước {wave:period} không được tính: dữ liệu không có những kỳ đầu của họ.",
    },
    "scores.cohorts.before_few": {
        "en": "Customers who had joined before {wave:period} are left out: the data do not show their first periods.",
        "vi": "Khách tham gia trước {wave:period} không được tính: dữ liệu không có những kỳ đầu của họ.",
    },
    "scores.cohorts.undated": {
        "en": "The cohort of {wave:period} holds everyone who was there already, because the day of joining is not known: it looks more loyal than new "
        "customers are.",
        "vi": "Nhóm {wave:period} gồm cả những người đã có từ trước, vì không biết ngày tham gia: nhóm này trông trung thành hơn khách mới.",
    },
    "scores.cohorts.axis": {"en": "Share of the cohort that is there", "vi": "Tỷ lệ khách của nhóm còn lại"},
    "scores.cohorts.down": {"en": "Began in", "vi": "Bắt đầu trong"},
    "scores.cohorts.age.month": {"en": "Months since they began", "vi": "Số tháng từ khi bắt đầu"},
    "scores.cohorts.age.quarter": {"en": "Quarters since they began", "vi": "Số quý từ khi bắt đầu"},
    "scores.cohorts.age.year": {"en": "Years since they began", "vi": "Số năm từ khi bắt đầu"},
    "value.period.all cohorts": {"en": "all cohorts", "vi": "mọi nhóm"},
    "value.metric.repeat rate": {"en": "repeat rate", "vi": "tỷ lệ mua lại"},
    "value.metric.gross revenue retention": {"en": "gross revenue retention", "vi": "tỷ lệ giữ doanh thu gộp"},
    "value.metric.net revenue retention": {"en": "net revenue retention", "vi": "tỷ lệ giữ doanh thu thuần"},
    "value.metric.customer-base growth": {"en": "customer-base growth", "vi": "tăng trưởng số khách"},
    "value.part.formula": {"en": "Formula", "vi": "Công thức"},
    "value.part.scale": {"en": "Scale", "vi": "Thang đo"},
    "value.part.better": {"en": "Direction", "vi": "Hướng tốt"},
    "value.part.denominator": {"en": "Denominator", "vi": "Mẫu số"},
    "value.part.window": {"en": "Window", "vi": "Khoảng thời gian"},
    "value.part.not_this": {"en": "What it is not", "vi": "Không phải là"},
    "value.part.example": {"en": "Example", "vi": "Ví dụ"},
    "value.part.shown": {"en": "In this study", "vi": "Trong dữ liệu này"},
    "label.formula": {"en": "Formula", "vi": "Công thức"},
    "label.scale": {"en": "Scale", "vi": "Thang đo"},
    "label.better": {"en": "Direction", "vi": "Hướng tốt"},
    "label.denominator": {"en": "Denominator", "vi": "Mẫu số"},
    "label.window": {"en": "Window", "vi": "Khoảng thời gian"},
    "label.not_this": {"en": "What it is not", "vi": "Không phải là"},
    "label.shown": {"en": "In this study", "vi": "Trong dữ liệu này"},
    "label.says": {"en": "Meaning", "vi": "Ý nghĩa"},
    "label.periods_later": {"en": "Periods later", "vi": "Số kỳ sau đó"},
    "label.now": {"en": "Now", "vi": "Kỳ này"},
    "label.expansion": {"en": "Paid more", "vi": "Trả thêm"},
    "label.contraction": {"en": "Paid less", "vi": "Trả ít đi"},
    "label.churned": {"en": "Left", "vi": "Rời đi"},
    "label.joined": {"en": "Joined or came back", "vi": "Tham gia hoặc quay lại"},
    "label.end": {"en": "At the end", "vi": "Cuối kỳ"},
    "label.churn_rate": {"en": "Churn rate", "vi": "Tỷ lệ rời bỏ"},
}
