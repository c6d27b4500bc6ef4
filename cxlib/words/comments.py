"""Sentences about what customers wrote."""

TEXT: dict[str, dict[str, str]] = {
    "comments.mask.mail": {"en": "mail address", "vi": "địa chỉ thư"},
    "comments.mask.link": {"en": "link", "vi": "liên kết"},
    "comments.mask.handle": {"en": "account name", "vi": "tên tài khoản"},
    "comments.mask.card": {"en": "card number", "vi": "số thẻ"},
    "comments.mask.passport": {"en": "passport number", "vi": "số hộ chiếu"},
    "comments.mask.id": {"en": "identity number", "vi": "số giấy tờ"},
    "comments.mask.account": {"en": "account number", "vi": "số tài khoản"},
    "comments.mask.phone": {"en": "phone", "vi": "số điện thoại"},
    "comments.mask.number": {"en": "long number", "vi": "dãy số"},
    "comments.from_to": {"en": "{first} to {last}", "vi": "{first} đến {last}"},
    "comments.side.nps.low": {"en": "detractors", "vi": "người không hài lòng"},
    "comments.side.nps.middle": {"en": "passives", "vi": "người trung lập"},
    "comments.side.nps.high": {"en": "promoters", "vi": "người ủng hộ"},
    "comments.side.score.low": {"en": "low scorers", "vi": "người cho điểm thấp"},
    "comments.side.score.middle": {"en": "middle scorers", "vi": "người cho điểm giữa"},
    "comments.side.score.high": {"en": "high scorers", "vi": "người cho điểm cao"},
    "comments.everyone_else": {"en": "everyone else", "vi": "những người còn lại"},
    "comments.none": {
        "en": "Nobody in this slice wrote a comment in {when}. Add one open question (“What is the main reason for your score?”).",
        "vi": "Không ai trong lát cắt này viết nhận xét trong {when}. Hãy thêm một câu hỏi mở (“Lý do chính của điểm này là gì?”).",
    },
    "comments.not_cause": {
        "en": "Words that go with a score are not its cause.",
        "vi": "Từ ngữ đi cùng điểm số không có nghĩa là nguyên nhân của điểm số.",
    },
    "comments.contrast.question": {
        "en": "Which words tell unhappy customers from happy ones?",
        "vi": "Từ nào phân biệt khách không hài lòng với khách hài lòng?",
    },
    "comments.contrast.question_groups": {
        "en": "Which words tell {first} from {second}?",
        "vi": "Từ nào phân biệt {first} với {second}?",
    },
    "comments.contrast": {
        "en": "In {when}, {first} ({n_first:count} comments) clearly say more often: {listed}. The other way round, {second} "
        "({n_second:count} comments) say more often: {other}.",
        "vi": "Trong {when}, {first} ({n_first:count} nhận xét) nói rõ rệt nhiều hơn: {listed}. Ngược lại, {second} "
        "({n_second:count} nhận xét) nói nhiều hơn: {other}.",
    },
    "comments.contrast.no_word": {"en": "no word clearly", "vi": "không có từ nào rõ rệt"},
    "comments.contrast.none": {
        "en": "We cannot tell {first} ({n_first:count} comments) from {second} ({n_second:count} comments) by their words in {when}: "
        "none of {tried:count} words goes beyond what shuffled comments show.",
        "vi": "Chưa thể phân biệt {first} ({n_first:count} nhận xét) với {second} ({n_second:count} nhận xét) qua từ ngữ trong {when}: "
        "trong {tried:count} từ, không từ nào vượt mức khi xáo trộn ngẫu nhiên các nhận xét.",
    },
    "comments.contrast.too_few": {
        "en": "We cannot tell which words set {first} and {second} apart: in {when} one of them wrote fewer than {minimum:count} comments. "
        "Pool more waves.",
        "vi": "Chưa thể kết luận từ nào phân biệt {first} với {second}: trong {when} một trong hai nhóm có dưới {minimum:count} nhận xét. "
        "Hãy gộp thêm đợt.",
    },
    "comments.contrast.caveat": {
        "en": "A word counts once a comment; {tried:count} words stand in {minimum:count} comments or more. Clear is what goes beyond the "
        "largest difference among all of them when comments are shuffled (5%).",
        "vi": "Mỗi từ tính một lần trong một nhận xét; có {tried:count} từ xuất hiện trong ít nhất {minimum:count} nhận xét. “Rõ rệt” nghĩa là "
        "vượt mức chênh lệch lớn nhất của mọi từ khi xáo trộn nhận xét (5%).",
    },
    "comments.contrast.axis": {
        "en": "Difference of log-odds: right {first}, left {second}",
        "vi": "Chênh lệch log-odds: bên phải {first}, bên trái {second}",
    },
    "comments.contrast.next": {
        "en": "Read the comments behind these words with comments.quotes(study).",
        "vi": "Hãy đọc các nhận xét chứa những từ này bằng comments.quotes(study).",
    },
    "label.word": {"en": "Word", "vi": "Từ"},
    "label.share_here": {"en": "Share in the first group", "vi": "Tỷ lệ ở nhóm thứ nhất"},
    "label.share_there": {"en": "Share in the second group", "vi": "Tỷ lệ ở nhóm thứ hai"},
    "value.verdict.clear": {"en": "clear", "vi": "rõ rệt"},
    "label.tested_on": {"en": "Tested on", "vi": "Kiểm tra trên"},
    "value.tested_on.customers": {"en": "other customers", "vi": "khách hàng khác"},
    "value.tested_on.later": {"en": "the last period", "vi": "kỳ sau cùng"},
    "value.metric.accuracy": {"en": "Told right", "vi": "Đoán đúng"},
    "value.metric.baseline": {"en": "Always the most frequent", "vi": "Đoán nhóm đông nhất"},
    "value.metric.gain": {"en": "Gain over that", "vi": "Hơn cách đó"},
    "value.metric.macro_f1": {"en": "Macro-F1", "vi": "Macro-F1"},
    "comments.feeling.low": {"en": "low", "vi": "thấp"},
    "comments.feeling.middle": {"en": "middle", "vi": "giữa"},
    "comments.feeling.high": {"en": "high", "vi": "cao"},
    "comments.unweighted": {
        "en": "Comments are counted as they came, without survey weights.",
        "vi": "Các nhận xét được đếm nguyên trạng, không dùng trọng số khảo sát.",
    },
    "comments.sentiment.question": {
        "en": "How well do comments alone tell how customers feel?",
        "vi": "Chỉ đọc nhận xét thì biết cảm nhận của khách đến đâu?",
    },
    "comments.sentiment": {
        "en": "Learned from {n:count} comments of {when} beside a score for {asked}: of customers it had not read, it tells low, middle and high "
        "right in {value:share} (95% interval {low:share} to {high:share}); always saying the most frequent is right in {baseline:share}. "
        "Macro-F1 is {f1:score}.",
        "vi": "Học từ {n:count} nhận xét trong {when} có kèm điểm {asked}: với những khách chưa từng đọc, đoán đúng mức thấp, giữa hay cao ở "
        "{value:share} nhận xét (khoảng tin cậy 95%: {low:share} đến {high:share}); nếu luôn đoán nhóm đông nhất thì đúng {baseline:share}. "
        "Macro-F1 là {f1:score}.",
    },
    "comments.sentiment.none": {
        "en": "We cannot tell feelings from these comments: learned from {n:count} of them in {when} beside a score for {asked}, it is right in "
        "{value:share} (95% interval {low:share} to {high:share}), no more than always saying the most frequent ({baseline:share}). "
        "Macro-F1 is {f1:score}.",
        "vi": "Chưa thể biết cảm nhận qua các nhận xét này: học từ {n:count} nhận xét trong {when} có kèm điểm {asked}, đoán đúng {value:share} "
        "(khoảng tin cậy 95%: {low:share} đến {high:share}), không hơn việc luôn đoán nhóm đông nhất ({baseline:share}). Macro-F1 là {f1:score}.",
    },
    "comments.sentiment.later": {
        "en": "On the {n:count} comments of the last period, learned from earlier ones only: {value:share} ({low:share} to {high:share}).",
        "vi": "Với {n:count} nhận xét của kỳ sau cùng, chỉ học từ các kỳ trước: {value:share} ({low:share} đến {high:share}).",
    },
    "comments.sentiment.too_few": {
        "en": "We cannot tell feelings from comments: {when} holds fewer than {fewest:count} comments beside a score, too few customers, or "
        "nearly all of one kind. Pool more waves.",
        "vi": "Chưa thể biết cảm nhận qua nhận xét: {when} có dưới {fewest:count} nhận xét kèm điểm, quá ít khách, hoặc gần như chỉ một loại. "
        "Hãy gộp thêm đợt.",
    },
    "comments.sentiment.classes": {
        "en": "Low, middle and high are parts of the scale of {asked}; comments of each: {mix}.",
        "vi": "Thấp, giữa và cao là các phần trên thang điểm của {asked}; số nhận xét: {mix}.",
    },
    "comments.sentiment.single": {
        "en": "It is meant for counting many comments, not for judging a single one.",
        "vi": "Cách này dùng để đếm nhiều nhận xét, không để phán xét từng nhận xét.",
    },
    "comments.sentiment.axis": {"en": "Share of comments; macro-F1 from 0 to 100%", "vi": "Tỷ lệ nhận xét; macro-F1 từ 0 đến 100%"},
    "label.mean_score": {"en": "Mean score", "vi": "Điểm trung bình"},
    "label.mean_low": {"en": "Mean, low", "vi": "Trung bình, cận dưới"},
    "label.mean_high": {"en": "Mean, high", "vi": "Trung bình, cận trên"},
    "label.stability": {"en": "Found again", "vi": "Mức lặp lại"},
    "label.agreement": {"en": "Agreement", "vi": "Mức nhất quán"},
    "label.quote": {"en": "In their words", "vi": "Nguyên văn"},
    "label.said_by": {"en": "Said by", "vi": "Người nói"},
    "comments.topics.question": {"en": "What do customers write about?", "vi": "Khách hàng viết về điều gì?"},
    "comments.topics": {
        "en": "The {n:count} comments of {when} fall into {k:count} topics on which random starts agree (agreement {agreement:score}); the largest, "
        "“{theme}”, holds {value:share} (95% interval {low:share} to {high:share}). {verdict}",
        "vi": "{n:count} nhận xét trong {when} chia thành {k:count} chủ đề mà các lần khởi tạo ngẫu nhiên đều nhất quán (mức nhất quán "
        "{agreement:score}); chủ đề lớn nhất, “{theme}”, chiếm {value:share} (khoảng tin cậy 95%: {low:share} đến {high:share}). {verdict}",
    },
    "comments.topics.low": {
        "en": "Scores for {asked} are lowest with “{theme}”: {mean:score} on average ({low:score} to {high:score}, n = {n:count}), clearly below "
        "the other comments.",
        "vi": "Điểm {asked} thấp nhất ở “{theme}”: trung bình {mean:score} ({low:score} đến {high:score}, n = {n:count}), thấp hơn rõ rệt so với "
        "các nhận xét khác.",
    },
    "comments.topics.low_none": {
        "en": "We cannot tell that any topic goes with lower scores.",
        "vi": "Chưa thể kết luận chủ đề nào đi cùng điểm thấp hơn.",
    },
    "comments.topics.unstable": {
        "en": "No stable topics: we cannot tell what the {n:count} comments of {when} are about. Random starts agree at most {best:score}, and "
        "{needed:score} is needed. Read them, or pool more waves.",
        "vi": "Không có chủ đề ổn định: chưa thể kết luận {n:count} nhận xét trong {when} nói về điều gì. Các lần khởi tạo ngẫu nhiên nhất quán "
        "cao nhất {best:score}, trong khi cần {needed:score}. Hãy đọc trực tiếp hoặc gộp thêm đợt.",
    },
    "comments.topics.no_structure": {
        "en": "No topics: we cannot tell what the {n:count} comments of {when} are about, as their words go together no more than words dealt "
        "out at random. Read them, or pool more waves.",
        "vi": "Không có chủ đề: chưa thể kết luận {n:count} nhận xét trong {when} nói về điều gì, vì các từ đi cùng nhau không hơn mức xáo trộn "
        "ngẫu nhiên. Hãy đọc trực tiếp hoặc gộp thêm đợt.",
    },
    "label.separation": {"en": "Separation (z)", "vi": "Mức phân biệt (z)"},
    "comments.topics.too_few": {
        "en": "We cannot tell topics: {when} holds fewer than {fewest:count} comments, or hardly a word that comes again. Pool more waves.",
        "vi": "Chưa thể tìm chủ đề: {when} có dưới {fewest:count} nhận xét, hoặc hầu như không có từ nào lặp lại. Hãy gộp thêm đợt.",
    },
    "comments.topics.agreement": {
        "en": "Agreement is 1 when all random starts group the comments alike, and 0 when they do so by chance.",
        "vi": "Mức nhất quán bằng 1 khi mọi lần khởi tạo ngẫu nhiên chia nhóm như nhau, và bằng 0 khi chỉ giống nhau do ngẫu nhiên.",
    },
    "comments.topics.given": {
        "en": "Each comment belongs to one topic; intervals take the topics as they were found.",
        "vi": "Mỗi nhận xét thuộc một chủ đề; khoảng tin cậy xem các chủ đề là đã cho.",
    },
    "comments.topics.rest": {"en": "none of these", "vi": "không thuộc chủ đề nào"},
    "comments.topics.axis": {"en": "Share of comments", "vi": "Tỷ lệ nhận xét"},
    "comments.side.any": {"en": "customers", "vi": "khách hàng"},
    "comments.quotes.question": {"en": "What do they say in their own words?", "vi": "Khách nói gì bằng chính lời của họ?"},
    "comments.quotes": {
        "en": "{shown:count} of {n:count} comments that {who} wrote{about} in {when}; first: “{first}”",
        "vi": "{shown:count} trong {n:count} nhận xét của {who}{about} trong {when}; đầu tiên: “{first}”",
    },
    "comments.quotes.stage": {"en": " at the stage {name}", "vi": " ở bước {name}"},
    "comments.quotes.topic": {"en": " about “{name}”", "vi": " về “{name}”"},
    "comments.quotes.none": {
        "en": "None of the {n:count} comments that {who} wrote{about} in {when} has a length to be quoted (4 to 40 words).",
        "vi": "Trong {n:count} nhận xét của {who}{about} trong {when}, không có nhận xét nào đủ độ dài để trích (4 đến 40 từ).",
    },
    "comments.quotes.too_few": {
        "en": "Fewer than {minimum:count} customers among {who} wrote{about} in {when}: too few to quote without giving someone away.",
        "vi": "Có dưới {minimum:count} khách thuộc nhóm {who} viết nhận xét{about} trong {when}: quá ít để trích mà không làm lộ ai.",
    },
    "comments.quotes.rule": {
        "en": "Chosen by rule: the comments with most of the words that set this group or topic apart, 4 to 40 words long, one per customer.",
        "vi": "Chọn theo quy tắc: nhận xét chứa nhiều nhất các từ đặc trưng của nhóm hay chủ đề này, dài 4 đến 40 từ, mỗi khách một nhận xét.",
    },
    "comments.quotes.latest": {
        "en": "No word sets this group apart, so the latest comments are shown, 4 to 40 words long, one per customer.",
        "vi": "Không có từ nào đặc trưng cho nhóm này, nên đây là các nhận xét mới nhất, dài 4 đến 40 từ, mỗi khách một nhận xét.",
    },
    "comments.quotes.masked": {
        "en": "Phones, mails, links and numbers of persons are masked; names of people are not. Read before you publish.",
        "vi": "Số điện thoại, địa chỉ thư, liên kết và số giấy tờ đã được che; tên người thì chưa. Hãy đọc lại trước khi công bố.",
    },
}
