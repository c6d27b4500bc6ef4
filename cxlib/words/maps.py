"""Sentences about the journey map and the touchpoint matrix."""

TEXT: dict[str, dict[str, str]] = {
    "maps.journey_map.question": {
        "en": "How does the journey go, stage by stage: who comes, who leaves, how does it feel, what do they say?",
        "vi": "Hành trình diễn ra thế nào ở từng bước: ai đến, ai rời đi, cảm nhận ra sao, họ nói gì?",
    },
    "maps.journey_map.question_by": {
        "en": "How does the journey go, stage by stage, by {by}?",
        "vi": "Hành trình diễn ra thế nào ở từng bước, theo {by}?",
    },
    "maps.journey_map.next": {
        "en": "Sit down with the owner of this stage, read the comments there, and ask at the unheard stages.",
        "vi": "Hãy ngồi lại với người phụ trách bước này, đọc nhận xét ở đó, và hỏi khách ở những bước chưa ai lên tiếng.",
    },
    "maps.journey_map.next_by": {
        "en": 'See the whole map of one group, with quotes and channels: journey_map(study, by="{by}", level="{level}").',
        "vi": 'Xem toàn bộ bản đồ của một nhóm, có trích lời và kênh: journey_map(study, by="{by}", level="{level}").',
    },
    "maps.loss": {
        "en": "Of the {units} {when}, most are lost after {stage}: {lost:count} so far; {value:share} of those who reach it do not go on "
        "(95% interval {low:share} to {high:share}, n = {base:count}).",
        "vi": "Trong các {units} {when}, mất nhiều nhất là sau bước {stage}: đến nay {lost:count}; {value:share} số đến được bước này không đi "
        "tiếp (khoảng tin cậy 95%: {low:share} đến {high:share}, n = {base:count}).",
    },
    "maps.feeling.rated": {
        "en": "Ratings are lowest at {stage}: {value:points} of 100 (95% interval {low:points} to {high:points}, n = {n:count}){verdict}.",
        "vi": "Điểm đánh giá thấp nhất ở bước {stage}: {value:points} trên 100 (khoảng tin cậy 95%: {low:points} đến {high:points}, "
        "n = {n:count}){verdict}.",
    },
    "maps.feeling.felt": {
        "en": "Comments sound worst at {stage}: {value:points} of 100 (95% interval {low:points} to {high:points}, n = {n:count}){verdict}.",
        "vi": "Nhận xét kém vui nhất ở bước {stage}: {value:points} trên 100 (khoảng tin cậy 95%: {low:points} đến {high:points}, "
        "n = {n:count}){verdict}.",
    },
    "maps.feeling.clear": {"en": ", clearly below every other stage", "vi": ", thấp hơn rõ rệt so với mọi bước khác"},
    "maps.feeling.near": {"en": "; we cannot tell it from {others}", "vi": "; chưa thể phân biệt với {others}"},
    "maps.feeling.only": {"en": ", the only stage with enough answers", "vi": ", bước duy nhất có đủ câu trả lời"},
    "maps.same": {
        "en": "It is the same stage that feels worst and loses most.",
        "vi": "Bước có cảm nhận kém nhất cũng chính là bước làm mất nhiều nhất.",
    },
    "maps.not_same": {
        "en": "The stage that loses most is not the one that feels worst.",
        "vi": "Bước làm mất nhiều nhất không phải là bước có cảm nhận kém nhất.",
    },
    "maps.loss_unheard": {
        "en": "At {stage}, where most are lost, nobody was heard.",
        "vi": "Ở bước {stage}, nơi mất nhiều nhất, chưa ai lên tiếng.",
    },
    "maps.unheard": {"en": "Unheard: {stages}.", "vi": "Chưa ai lên tiếng ở: {stages}."},
    "maps.unheard.none": {"en": "Somebody was heard at every stage.", "vi": "Bước nào cũng có khách lên tiếng."},
    "maps.unheard.all": {
        "en": "Nobody was heard at any stage: the map shows what customers did, not how it felt. Ask at the stage that loses most.",
        "vi": "Không ai lên tiếng ở bất kỳ bước nào: bản đồ chỉ cho biết khách đã làm gì, không cho biết cảm nhận. Hãy hỏi khách ở bước làm mất nhiều nhất.",
    },
    "maps.by.loss": {
        "en": "{level} stands out after {stage}: {value:share} leave there (95% interval {low:share} to {high:share}, n = {base:count}), against "
        "{rest:share} of the others, of the {units} {when}.",
        "vi": "{level} nổi bật ở sau bước {stage}: {value:share} rời đi (khoảng tin cậy 95%: {low:share} đến {high:share}, n = {base:count}), so với "
        "{rest:share} ở các nhóm khác, trong các {units} {when}.",
    },
    "maps.by.no_loss": {
        "en": "Of the {units} {when}, no group by {by} leaves clearly more than the others after any stage: we cannot tell them apart.",
        "vi": "Trong các {units} {when}, không nhóm nào theo {by} rời đi rõ rệt nhiều hơn các nhóm khác ở bất kỳ bước nào: chưa thể kết luận.",
    },
    "maps.by.feeling": {
        "en": "Ratings are furthest below those of the others for {level} at {stage}: {value:points} of 100 (95% interval {low:points} to "
        "{high:points}, n = {n:count}), against {rest:points}.",
        "vi": "Điểm đánh giá kém các nhóm khác nhiều nhất là của {level} ở bước {stage}: {value:points} trên 100 (khoảng tin cậy 95%: {low:points} "
        "đến {high:points}, n = {n:count}), so với {rest:points}.",
    },
    "maps.by.no_feeling": {
        "en": "No group by {by} rates a stage clearly lower than the others do.",
        "vi": "Không nhóm nào theo {by} đánh giá một bước thấp hơn rõ rệt so với các nhóm khác.",
    },
    "maps.by.same": {
        "en": "It is the same group and stage that loses more and feels worse.",
        "vi": "Nhóm và bước mất nhiều hơn cũng chính là nơi có cảm nhận kém hơn.",
    },
    "maps.caveat.scale": {
        "en": "Feeling runs from 0 (the worst end of a question's own scale) to 100 (its best end); a respondent's answers about one stage count "
        "once. Stages of different questions are compared with care.",
        "vi": "Cảm nhận chạy từ 0 (đầu tệ nhất trên thang điểm của câu hỏi) đến 100 (đầu tốt nhất); các câu trả lời của một người về cùng một bước "
        "chỉ tính một lần. Hãy thận trọng khi so sánh các bước được hỏi bằng câu khác nhau.",
    },
    "maps.caveat.model": {
        "en": "The line of comments is read from their words (low 0, middle 50, high 100); on {n:count} comments of customers it had not read, "
        "{value:share} were told right (95% interval {low:share} to {high:share}).",
        "vi": "Đường nhận xét được đọc từ lời viết (thấp 0, giữa 50, cao 100); trên {n:count} nhận xét của những khách chưa từng đọc, đoán đúng "
        "{value:share} (khoảng tin cậy 95%: {low:share} đến {high:share}).",
    },
    "maps.caveat.scores": {
        "en": "The line of comments is the score that stands beside each comment.",
        "vi": "Đường nhận xét là điểm số đi kèm mỗi nhận xét.",
    },
    "maps.caveat.elsewhere": {
        "en": "{n:count} respondents speak of no stage of this map; they are left out.",
        "vi": "{n:count} người trả lời không nói về bước nào của bản đồ này; họ không được tính.",
    },
    "maps.caveat.model_of_stages": {
        "en": "The company's own stages are drawn in the stages of a model: {pairs}.",
        "vi": "Các bước của công ty được vẽ theo các bước của một mô hình: {pairs}.",
    },
    "maps.caveat.not_answers": {
        "en": "Answers do not know {segments}: those of everyone in the rest of the slice are shown.",
        "vi": "Câu trả lời không có {segments}: bản đồ dùng câu trả lời của mọi người trong phần còn lại của lát cắt.",
    },
    "maps.caveat.few": {
        "en": "In {rows:count} cells fewer than {minimum:count} people were heard: their feeling is not shown.",
        "vi": "Ở {rows:count} ô có dưới {minimum:count} người lên tiếng: cảm nhận của họ không được hiển thị.",
    },
    "maps.other_channels": {"en": "other channels", "vi": "kênh khác"},
    "maps.strip.volume": {"en": "Reach the stage", "vi": "Đi đến bước"},
    "maps.strip.loss": {"en": "Leave after it", "vi": "Rời đi sau đó"},
    "maps.strip.feeling": {"en": "Feeling, 0 to 100", "vi": "Cảm nhận, 0 đến 100"},
    "maps.strip.heard": {"en": "n of each", "vi": "n mỗi đường"},
    "maps.axis": {
        "en": "Stages from left to right; dots and lines with 95% intervals; no line where nobody was heard",
        "vi": "Các bước từ trái sang phải; chấm và đường kèm khoảng tin cậy 95%; không nối đường ở nơi chưa ai lên tiếng",
    },
    "maps.strip.mix": {"en": "Channels", "vi": "Kênh"},
    "maps.strip.rated": {"en": "ratings", "vi": "điểm đánh giá"},
    "maps.strip.felt": {"en": "comments", "vi": "nhận xét"},
    "maps.strip.time": {"en": "Half take", "vi": "Một nửa mất"},
    "maps.strip.quote": {"en": "In their words", "vi": "Lời của khách"},
    "maps.strip.owner": {"en": "Owner", "vi": "Phụ trách"},
    "value.voice.heard": {"en": "heard", "vi": "có lên tiếng"},
    "value.voice.few": {"en": "too few", "vi": "quá ít"},
    "value.voice.unheard": {"en": "unheard", "vi": "chưa ai lên tiếng"},
    "value.stage.awareness": {"en": "awareness", "vi": "nhận biết"},
    "value.stage.consideration": {"en": "consideration", "vi": "cân nhắc"},
    "value.stage.decision": {"en": "decision", "vi": "quyết định"},
    "value.stage.loyalty": {"en": "loyalty", "vi": "gắn bó"},
    "value.stage.entice": {"en": "entice", "vi": "thu hút"},
    "value.stage.enter": {"en": "enter", "vi": "bước vào"},
    "value.stage.engage": {"en": "engage", "vi": "trải nghiệm"},
    "value.stage.exit": {"en": "exit", "vi": "kết thúc"},
    "value.stage.extend": {"en": "extend", "vi": "kéo dài"},
    "label.next_days": {"en": "Days to the next stage, median", "vi": "Số ngày đến bước sau, trung vị"},
    "label.next_days_low": {"en": "Days, low", "vi": "Số ngày, cận dưới"},
    "label.next_days_high": {"en": "Days, high", "vi": "Số ngày, cận trên"},
    "label.time": {"en": "Time to the next stage", "vi": "Thời gian đến bước sau"},
    "label.channels": {"en": "Channels", "vi": "Các kênh"},
    "label.rated_base": {"en": "Customers who rated", "vi": "Số khách đánh giá"},
    "label.rated": {"en": "Ratings (0 to 100)", "vi": "Điểm đánh giá (0 đến 100)"},
    "label.rated_low": {"en": "Ratings, low", "vi": "Điểm đánh giá, cận dưới"},
    "label.rated_high": {"en": "Ratings, high", "vi": "Điểm đánh giá, cận trên"},
    "label.felt": {"en": "Comments (0 to 100)", "vi": "Nhận xét (0 đến 100)"},
    "label.felt_low": {"en": "Comments, low", "vi": "Nhận xét, cận dưới"},
    "label.felt_high": {"en": "Comments, high", "vi": "Nhận xét, cận trên"},
    "label.felt_base": {"en": "Customers who wrote", "vi": "Số khách viết nhận xét"},
    "label.voice": {"en": "Voice", "vi": "Tiếng nói"},
    "maps.touchpoint_matrix.question": {
        "en": "Which touchpoint, in which channel, works badly, is not heard, or is passed by?",
        "vi": "Điểm chạm nào, ở kênh nào, đang kém, chưa được lắng nghe, hoặc bị bỏ qua?",
    },
    "maps.touchpoint_matrix.next": {
        "en": "Ask at the touchpoints where nobody is heard, and look at one group of customers with a slice.",
        "vi": "Hãy hỏi khách ở những điểm chạm chưa được lắng nghe, và xem riêng từng nhóm khách bằng lát cắt.",
    },
    "maps.matrix.score": {
        "en": "Rated lowest: {cell}, {value:points} of 100 (95% interval {low:points} to {high:points}, n = {n:count}).",
        "vi": "Bị đánh giá thấp nhất: {cell}, {value:points} trên 100 (khoảng tin cậy 95%: {low:points} đến {high:points}, n = {n:count}).",
    },
    "maps.matrix.drop_off": {
        "en": "Clearly more leave after {cell} than elsewhere at its stage: {value:share} (95% interval {low:share} to {high:share}, n = {n:count}), "
        "against {rest:share}.",
        "vi": "Sau {cell}, khách rời đi rõ rệt nhiều hơn những nơi khác ở cùng bước: {value:share} (khoảng tin cậy 95%: {low:share} đến {high:share}, "
        "n = {n:count}), so với {rest:share}.",
    },
    "maps.matrix.no_drop_off": {
        "en": "After no touchpoint do clearly more leave than elsewhere at its stage: we cannot tell them apart.",
        "vi": "Không điểm chạm nào có khách rời đi rõ rệt nhiều hơn những nơi khác ở cùng bước: chưa thể kết luận.",
    },
    "maps.matrix.skipped": {
        "en": "Most skipped: {cell}; {value:share} of those who came as far by this channel never used it (95% interval {low:share} to {high:share}; "
        "{n:count} customers did).",
        "vi": "Bị bỏ qua nhiều nhất: {cell}; {value:share} số khách đã đi đến đó qua kênh này chưa từng dùng (khoảng tin cậy 95%: {low:share} đến "
        "{high:share}; {n:count} khách có dùng).",
    },
    "maps.matrix.unheard": {
        "en": "{value:share} of {n:count} contacts are of customers who gave no answer about them.",
        "vi": "{value:share} trong {n:count} lượt tiếp xúc là của những khách không trả lời gì về chúng.",
    },
    "maps.matrix.too_few": {
        "en": "We cannot tell: every touchpoint was used by fewer than {minimum:count} customers.",
        "vi": "Chưa thể kết luận: mọi điểm chạm đều có dưới {minimum:count} khách sử dụng.",
    },
    "maps.matrix.rule": {
        "en": "Contacts and answers are those of the periods looked at; leaving is of the journeys that began in them. A customer is heard at a "
        "touchpoint by an answer about it, or about its stage where the answer names no touchpoint; answers without a customer are nobody's.",
        "vi": "Lượt tiếp xúc và câu trả lời thuộc các kỳ đang xem; tỷ lệ rời đi tính trên các hành trình bắt đầu trong đó. Khách được xem là đã lên "
        "tiếng ở một điểm chạm khi có câu trả lời về nó, hoặc về bước của nó nếu câu trả lời không nêu điểm chạm; câu trả lời ẩn danh không tính cho ai.",
    },
    "maps.matrix.sides": {
        "en": "Told by name, offline: {offline}; online: {online}. Set [journey] offline in study.toml where that is wrong.",
        "vi": "Phân theo tên kênh, trực tiếp: {offline}; trực tuyến: {online}. Nếu chưa đúng, hãy đặt [journey] offline trong study.toml.",
    },
    "maps.matrix.sides_named": {
        "en": "Offline: {offline}; online: {online}.",
        "vi": "Trực tiếp: {offline}; trực tuyến: {online}.",
    },
    "maps.matrix.withheld": {
        "en": "In {rows:count} rows something is withheld: fewer than {minimum:count} customers or journeys, or fewer than {answers:count} respondents.",
        "vi": "Ở {rows:count} dòng có số bị ẩn: dưới {minimum:count} khách hay hành trình, hoặc dưới {answers:count} người trả lời.",
    },
    "maps.matrix.axis.score": {"en": "Mean rating, 0 to 100", "vi": "Điểm đánh giá trung bình, 0 đến 100"},
    "maps.matrix.axis.drop_off": {"en": "Share that leaves after it", "vi": "Tỷ lệ rời đi sau đó"},
    "maps.matrix.axis.unheard": {"en": "Share of contacts not heard", "vi": "Tỷ lệ lượt tiếp xúc chưa được lắng nghe"},
    "maps.matrix.axis.skipped": {"en": "Share of customers who never used it", "vi": "Tỷ lệ khách chưa từng dùng"},
    "maps.matrix.axis.contacts": {"en": "Contacts", "vi": "Số lượt tiếp xúc"},
    "value.channel_kind.online": {"en": "online", "vi": "trực tuyến"},
    "value.channel_kind.offline": {"en": "offline", "vi": "trực tiếp"},
    "label.channel_kind": {"en": "Kind of channel", "vi": "Loại kênh"},
    "label.came": {"en": "Came as far by the channel", "vi": "Đã đi đến đó qua kênh"},
    "label.contacts": {"en": "Contacts", "vi": "Lượt tiếp xúc"},
    "label.drop_off": {"en": "Leave after it", "vi": "Rời đi sau đó"},
    "label.drop_off_low": {"en": "Leave, low", "vi": "Rời đi, cận dưới"},
    "label.drop_off_high": {"en": "Leave, high", "vi": "Rời đi, cận trên"},
    "label.unheard": {"en": "Unheard", "vi": "Chưa được lắng nghe"},
    "label.unheard_low": {"en": "Unheard, low", "vi": "Chưa lắng nghe, cận dưới"},
    "label.unheard_high": {"en": "Unheard, high", "vi": "Chưa lắng nghe, cận trên"},
    "label.skipped": {"en": "Skipped", "vi": "Bỏ qua"},
    "label.skipped_low": {"en": "Skipped, low", "vi": "Bỏ qua, cận dưới"},
    "label.skipped_high": {"en": "Skipped, high", "vi": "Bỏ qua, cận trên"},
}
