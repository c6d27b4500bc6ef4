"""Sentences about the data itself: what came in, what was refused, what it can answer."""

TEXT = {
    "quality.rows.question": {"en": "What came in, and what was refused?", "vi": "Dữ liệu nào được nhận, dữ liệu nào bị từ chối?"},
    "quality.rows": {
        "en": "{accepted:count} of {read:count} rows were accepted; {rejected:count} ({share:share}) break the contract and wait in {file}.",
        "vi": "{accepted:count} trong {read:count} dòng được nhận; {rejected:count} dòng ({share:share}) vi phạm quy ước và nằm trong tệp {file}.",
    },
    "quality.rows.clean": {
        "en": "All {read:count} rows were accepted; none breaks the contract.",
        "vi": "Toàn bộ {read:count} dòng được nhận; không dòng nào vi phạm quy ước.",
    },
    "quality.breaches.question": {"en": "Why were rows refused?", "vi": "Vì sao có dòng bị từ chối?"},
    "quality.breaches": {
        "en": "The most common reason, {count:count} times: {rule}. To mend it: {mend}.",
        "vi": "Lý do thường gặp nhất ({count:count} lần): {rule}. Cách sửa: {mend}.",
    },
    "quality.breaches.example": {"en": "row {row}, {column}: {value}", "vi": "dòng {row}, {column}: {value}"},
    "quality.breaches.none": {"en": "No row was refused.", "vi": "Không có dòng nào bị từ chối."},
    "quality.answers.question": {"en": "How many people answered, and who did not?", "vi": "Bao nhiêu người trả lời, và ai không trả lời?"},
    "quality.answers": {
        "en": "In {wave:period}, {n:count} of {asked:count} people asked {question} gave a score; {missing:share} gave none.",
        "vi": "Trong {wave:period}, {n:count} trong {asked:count} người được hỏi {question} đã cho điểm; {missing:share} không cho.",
    },
    "quality.answers.too_few": {
        "en": "In {wave:period} fewer than {minimum:count} people were asked {question}: too few for a number.",
        "vi": "Trong {wave:period} có ít hơn {minimum:count} người được hỏi {question}: quá ít để đưa ra con số.",
    },
    "quality.answers.axis": {"en": "Share of those asked who gave no score", "vi": "Tỷ lệ người được hỏi không cho điểm"},
    "quality.answers.none": {"en": "Nobody was asked in {wave:period}.", "vi": "Không có ai được hỏi trong {wave:period}."},
    "quality.weights_caveat": {
        "en": "Weights differ: the design effect of {question} is {deff:number}, so {n:count} answers are worth {effective:count}.",
        "vi": "Trọng số khác nhau: hệ số thiết kế của {question} là {deff:number}, nên {n:count} câu trả lời tương đương {effective:count}.",
    },
    "quality.coverage.question": {"en": "Which questions can this study answer?", "vi": "Dữ liệu này trả lời được những câu hỏi nào?"},
    "quality.coverage": {
        "en": "It can answer {count:count} of the four questions: {listed}.",
        "vi": "Dữ liệu trả lời được {count:count} trong bốn câu hỏi: {listed}.",
    },
    "quality.coverage.personas": {"en": "personas", "vi": "chân dung khách hàng"},
    "quality.coverage.journeys": {"en": "journeys", "vi": "hành trình"},
    "quality.coverage.scores": {"en": "metric trends", "vi": "xu hướng chỉ số"},
    "quality.coverage.churn": {"en": "churn", "vi": "rời bỏ"},
    "quality.coverage.nothing": {"en": "none", "vi": "không có câu nào"},
    "quality.context.question": {"en": "How much stands beside each score?", "vi": "Mỗi điểm số đi kèm bao nhiêu bối cảnh?"},
    "quality.context": {
        "en": "In {wave:period}, {everything:share} of {n:count} answers carry step, channel, segment and owner; {nothing:share} are a score only.",
        "vi": "Trong {wave:period}, {everything:share} của {n:count} câu trả lời có đủ bước hành trình, kênh, phân khúc và người phụ trách; "
        "{nothing:share} chỉ có điểm số.",
    },
    "quality.context.missing": {
        "en": "Most is missing at {question}: {share:share} of its answers have no {part}.",
        "vi": "Thiếu nhiều nhất ở {question}: {share:share} câu trả lời không có {part}.",
    },
    "quality.context.too_few": {
        "en": "In {wave:period} every question has fewer than {minimum:count} answers: too few for a number.",
        "vi": "Trong {wave:period} câu hỏi nào cũng có ít hơn {minimum:count} câu trả lời: quá ít để đưa ra con số.",
    },
    "quality.context.ask.stage": {
        "en": "Next time, record at which step each answer to {question} was given: a column stage, or stage in [questions.{question}].",
        "vi": "Lần sau, hãy ghi lại mỗi câu trả lời {question} được hỏi ở bước nào: thêm cột stage, hoặc khai báo stage trong [questions.{question}].",
    },
    "quality.context.ask.channel": {
        "en": "Next time, record by which channel each answer to {question} came: a column channel, or channel in [questions.{question}].",
        "vi": "Lần sau, hãy ghi lại mỗi câu trả lời {question} đến từ kênh nào: thêm cột channel, hoặc khai báo channel trong [questions.{question}].",
    },
    "quality.context.ask.segment": {
        "en": "Next time, keep customer_id with each answer to {question}, so that the customer's segments are known.",
        "vi": "Lần sau, hãy giữ customer_id của mỗi câu trả lời {question} để biết khách thuộc phân khúc nào.",
    },
    "quality.context.ask.owner": {
        "en": "Next time, name who acts on {question}: owner in [questions.{question}], or of its step in [journey.owners].",
        "vi": "Lần sau, hãy ghi ai chịu trách nhiệm về {question}: khai báo owner trong [questions.{question}], hoặc theo bước trong [journey.owners].",
    },
    "quality.context.axis": {"en": "Share of answers with all four", "vi": "Tỷ lệ câu trả lời có đủ cả bốn"},
    "quality.context.caveat": {
        "en": "Score only: most answers to {question} carry no step, channel, segment or owner, so the number cannot say where to act.",
        "vi": "Chỉ có điểm số: phần lớn câu trả lời {question} không có bước hành trình, kênh, phân khúc hay người phụ trách, nên con số chưa chỉ ra cần làm gì ở đâu.",
    },
    "value.stamp.score only": {"en": "score only", "vi": "chỉ có điểm số"},
    "value.stamp.partly": {"en": "partly", "vi": "một phần"},
    "value.stamp.with context": {"en": "with context", "vi": "có bối cảnh"},
    "label.stamp": {"en": "Stamp", "vi": "Đánh giá"},
    "label.nothing": {"en": "Score only", "vi": "Chỉ có điểm"},
    "value.topic.personas": {"en": "Who are our customers?", "vi": "Khách hàng của chúng ta là ai?"},
    "value.topic.journeys": {"en": "Where do they drop off?", "vi": "Họ dừng lại ở bước nào?"},
    "value.topic.scores": {"en": "Did the scores really move?", "vi": "Điểm số có thật sự thay đổi?"},
    "value.topic.churn": {"en": "Who is about to leave?", "vi": "Ai sắp rời đi?"},
    "value.answerable.yes": {"en": "yes", "vi": "có"},
    "value.answerable.no": {"en": "no", "vi": "không"},
    "label.topic": {"en": "Question", "vi": "Câu hỏi"},
    "label.answerable": {"en": "Answerable", "vi": "Trả lời được"},
    "label.to_ask": {"en": "To ask for next time", "vi": "Cần xin thêm lần sau"},
    "label.table": {"en": "Table", "vi": "Bảng"},
    "label.file": {"en": "File", "vi": "Tệp"},
    "label.read": {"en": "Read", "vi": "Đã đọc"},
    "label.accepted": {"en": "Accepted", "vi": "Nhận"},
    "label.rejected": {"en": "Rejected", "vi": "Từ chối"},
    "label.left_out": {"en": "Left out on purpose", "vi": "Chủ ý bỏ qua"},
    "label.rule": {"en": "Rule", "vi": "Quy ước"},
    "label.mend": {"en": "How to mend", "vi": "Cách sửa"},
    "label.rows": {"en": "Rows", "vi": "Số dòng"},
    "label.example": {"en": "Example", "vi": "Ví dụ"},
    "label.share_missing": {"en": "Share without score", "vi": "Tỷ lệ không cho điểm"},
    "quality.weights.question": {"en": "What do the weights cost?", "vi": "Trọng số làm mất bao nhiêu độ chính xác?"},
    "quality.weights.told": {
        "en": "In {wave:period}, {n:count} respondents are worth {effective:count} after weighting (design effect {deff:number}); "
        "the largest weight is {largest:number} times the mean.",
        "vi": "Trong {wave:period}, {n:count} người trả lời chỉ tương đương {effective:count} người sau khi tính trọng số (hệ số thiết kế {deff:number}); "
        "trọng số lớn nhất gấp {largest:number} lần trung bình.",
    },
    "quality.weights.none": {
        "en": "In {wave:period} all {n:count} respondents weigh the same, so nothing is lost.",
        "vi": "Trong {wave:period}, cả {n:count} người trả lời có trọng số như nhau, nên không mất gì.",
    },
    "quality.weights.too_few": {
        "en": "In {wave:period} fewer than {minimum:count} people answered: too few for a number.",
        "vi": "Trong {wave:period} có ít hơn {minimum:count} người trả lời: quá ít để đưa ra con số.",
    },
    "quality.weights.axis": {"en": "Design effect", "vi": "Hệ số thiết kế"},
    "quality.weights.reference": {"en": "no weights", "vi": "không có trọng số"},
    "quality.weights.raked_caveat": {
        "en": "The weights are raked, wave by wave, to the shares that study.toml gives for: {segments}.",
        "vi": "Trọng số được hiệu chỉnh theo từng kỳ để khớp tỷ lệ khai trong study.toml cho: {segments}.",
    },
    "quality.weights.cap_caveat": {
        "en": "Raking multiplies no weight by more than {cap:number} times the mean factor.",
        "vi": "Khi hiệu chỉnh, không trọng số nào bị nhân quá {cap:number} lần hệ số trung bình.",
    },
    "quality.weights.kept_caveat": {
        "en": "Not raked, because a level has no answer there: {waves}. Do not compare these with raked waves.",
        "vi": "Không hiệu chỉnh được vì có nhóm không ai trả lời: {waves}. Không nên so các kỳ này với kỳ đã hiệu chỉnh.",
    },
    "quality.margins.question": {"en": "Do those who answered look like the customers?", "vi": "Người trả lời có giống tập khách hàng không?"},
    "quality.margins.told": {
        "en": "In {wave:period}, {level} was {before:share} of {n:count} respondents and is weighted to {target:share}; all margins are met.",
        "vi": "Trong {wave:period}, {level} chiếm {before:share} của {n:count} người trả lời và được đưa về {target:share}; mọi tỷ lệ đều khớp.",
    },
    "quality.margins.left": {
        "en": "In {wave:period}, {level} was {before:share} of {n:count} respondents where {target:share} is known; after weighting the largest gap "
        "that is left is {left:points} points.",
        "vi": "Trong {wave:period}, {level} chiếm {before:share} của {n:count} người trả lời trong khi tỷ lệ đã biết là {target:share}; sau khi hiệu chỉnh, "
        "chênh lệch lớn nhất còn lại là {left:points} điểm.",
    },
    "quality.margins.none": {
        "en": "The study names no margins. To weight answers to known shares of customers, add [weights.margins.SEGMENT] to study.toml.",
        "vi": "Nghiên cứu chưa khai tỷ lệ khách hàng. Để hiệu chỉnh câu trả lời theo tỷ lệ đã biết, thêm [weights.margins.PHÂN_KHÚC] vào study.toml.",
    },
    "quality.margins.axis": {"en": "Share of respondents less the known share, before weighting", "vi": "Tỷ lệ người trả lời trừ tỷ lệ đã biết, trước khi hiệu chỉnh"},
    "quality.margins.unknown_caveat": {
        "en": "{share:share} of respondents have no known level in a margin; they take no part in that margin.",
        "vi": "{share:share} người trả lời không rõ thuộc nhóm nào; họ không tham gia vào tỷ lệ đó.",
    },
    "label.deff": {"en": "Design effect", "vi": "Hệ số thiết kế"},
    "label.largest": {"en": "Largest weight", "vi": "Trọng số lớn nhất"},
    "label.raked": {"en": "Raked", "vi": "Đã hiệu chỉnh"},
    "label.known_share": {"en": "Known share", "vi": "Tỷ lệ đã biết"},
    "quality.regions.question": {"en": "Which names of places were changed?", "vi": "Tên địa phương nào đã được đổi?"},
    "quality.regions.told": {
        "en": "{mapped:count} of {n:count} rows with a name now carry the name of another unit; every name is in the list.",
        "vi": "{mapped:count} trong {n:count} dòng có tên đã mang tên đơn vị khác; mọi tên đều có trong danh sách.",
    },
    "quality.regions.unknown": {
        "en": "{mapped:count} of {n:count} rows with a name now carry the name of another unit; {unknown:count} ({share:share}) have a name that is in "
        "neither list, such as: {names}.",
        "vi": "{mapped:count} trong {n:count} dòng có tên đã mang tên đơn vị khác; {unknown:count} dòng ({share:share}) có tên không nằm trong danh sách nào, "
        "chẳng hạn: {names}.",
    },
    "quality.regions.none": {
        "en": "The study has no crosswalk. Where names of places changed, add [crosswalk.SEGMENT] to study.toml.",
        "vi": "Nghiên cứu chưa khai bảng chuyển đổi. Nếu tên địa phương đã thay đổi, thêm [crosswalk.PHÂN_KHÚC] vào study.toml.",
    },
    "quality.regions.late_caveat": {
        "en": "{n:count} of the changed rows are from after the change and still carried the old name.",
        "vi": "{n:count} dòng được đổi có ngày sau khi đổi tên mà vẫn ghi tên cũ.",
    },
    "quality.regions.unclear_caveat": {
        "en": "{n:count} rows without a day carry a name that means another unit since the change; they count as not known.",
        "vi": "{n:count} dòng không có ngày mang tên nay chỉ một đơn vị khác; các dòng này được tính là chưa biết.",
    },
    "label.mapped": {"en": "Mapped", "vi": "Đã chuyển tên"},
    "label.respelled": {"en": "Respelled", "vi": "Sửa cách viết"},
    "label.late": {"en": "Old name after the change", "vi": "Tên cũ sau ngày đổi"},
    "label.unclear": {"en": "Unclear", "vi": "Không rõ"},
    "label.unknown": {"en": "In neither list", "vi": "Ngoài danh sách"},
    "quality.rows.repeated_caveat": {
        "en": "{rows:count} of the accepted rows ({share:share}) are the same as an earlier one in every column of their file.",
        "vi": "{rows:count} dòng được nhận ({share:share}) giống hệt một dòng trước đó ở mọi cột của cùng tệp.",
    },
    "quality.rows.repeated_about": {
        "en": "About {rows:count} of the accepted rows ({share:share}) are the same as an earlier one in every column of their file; of a file "
        "with so many rows this is estimated from a part of them.",
        "vi": "Khoảng {rows:count} dòng được nhận ({share:share}) giống hệt một dòng trước đó ở mọi cột của cùng tệp; tệp có quá nhiều dòng nên "
        "đây là ước lượng từ một phần số dòng.",
    },
    "label.row": {"en": "Row", "vi": "Dòng"},
    "label.repeated": {"en": "Repeated", "vi": "Lặp lại"},
    "quality.rows.axis": {"en": "Share of rows", "vi": "Tỷ lệ dòng"},
    "quality.rows.too_few": {
        "en": "Every table has fewer than {minimum:count} rows here: too few for a number.",
        "vi": "Ở đây bảng nào cũng có ít hơn {minimum:count} dòng: quá ít để đưa ra con số.",
    },
    "quality.respondents.axis": {"en": "Share of respondents", "vi": "Tỷ lệ người trả lời"},
    "quality.straight.question": {"en": "Who gave one answer to everything?", "vi": "Ai chọn cùng một mức cho mọi câu?"},
    "quality.straight.told": {
        "en": "In {wave:period}, {value:share} ({low:share} to {high:share}) of {n:count} respondents gave the same answer to all of their rating items; "
        "{by_chance:share} would by chance.",
        "vi": "Trong {wave:period}, {value:share} ({low:share} đến {high:share}) của {n:count} người trả lời chọn cùng một mức cho mọi câu đánh giá; "
        "nếu ngẫu nhiên thì là {by_chance:share}.",
    },
    "quality.straight.chance": {
        "en": "In {wave:period}, {value:share} ({low:share} to {high:share}) of {n:count} respondents gave the same answer to all of their rating items, "
        "no more than chance explains ({by_chance:share}).",
        "vi": "Trong {wave:period}, {value:share} ({low:share} đến {high:share}) của {n:count} người trả lời chọn cùng một mức cho mọi câu đánh giá, "
        "không nhiều hơn mức ngẫu nhiên ({by_chance:share}).",
    },
    "quality.straight.no_items": {
        "en": "The codebook has fewer than three rating questions on one scale, so a straight line cannot be told from an opinion.",
        "vi": "Bộ câu hỏi có ít hơn ba câu đánh giá cùng thang đo, nên không phân biệt được trả lời máy móc với ý kiến thật.",
    },
    "quality.straight.caveat": {
        "en": "By chance means: each item answered on its own as the wave answered it. Items that measure one thing agree more, so part of the difference is honest.",
        "vi": "Ngẫu nhiên nghĩa là mỗi câu được trả lời độc lập theo tỷ lệ của kỳ đó. Các câu đo cùng một điều thường giống nhau hơn, nên một phần chênh lệch là thật lòng.",
    },
    "quality.speeders.question": {"en": "Who answered too fast to have read the questions?", "vi": "Ai trả lời nhanh đến mức khó mà đã đọc câu hỏi?"},
    "quality.speeders.told": {
        "en": "In {wave:period}, {value:share} ({low:share} to {high:share}) of {n:count} respondents took less than a third of the median time "
        "({median:number} seconds).",
        "vi": "Trong {wave:period}, {value:share} ({low:share} đến {high:share}) của {n:count} người trả lời mất chưa tới một phần ba thời gian trung vị "
        "({median:number} giây).",
    },
    "quality.speeders.no_duration": {
        "en": 'No source says how long respondents took. Where a file does, map it: columns = {{ duration = "..." }}, in seconds.',
        "vi": 'Chưa có nguồn nào ghi thời gian trả lời. Nếu tệp có cột này, hãy khai: columns = {{ duration = "..." }}, tính bằng giây.',
    },
    "quality.repeated.question": {"en": "Which comments were written again and again?", "vi": "Nhận xét nào bị lặp lại nhiều lần?"},
    "quality.repeated.told": {
        "en": "{share:share} ({low:share} to {high:share}) of {n:count} comments say word for word what another respondent wrote; the most frequent text "
        "stands {most:count} times.",
        "vi": "{share:share} ({low:share} đến {high:share}) của {n:count} nhận xét trùng từng chữ với người khác; câu thường gặp nhất xuất hiện "
        "{most:count} lần.",
    },
    "quality.repeated.no": {
        "en": "No two respondents wrote the same text (0 of {n:count} comments, at most {high:share}).",
        "vi": "Không có hai người nào viết giống hệt nhau (0 trong {n:count} nhận xét, nhiều nhất {high:share}).",
    },
    "quality.repeated.none_written": {
        "en": "Nobody wrote a comment of twelve characters or more in this wave.",
        "vi": "Trong kỳ này không ai viết nhận xét từ mười hai ký tự trở lên.",
    },
    "quality.repeated.too_few": {
        "en": "Fewer than {minimum:count} comments of twelve characters or more: too few for a number.",
        "vi": "Có ít hơn {minimum:count} nhận xét từ mười hai ký tự trở lên: quá ít để đưa ra con số.",
    },
    "quality.repeated.caveat": {
        "en": "A text is shown only when at least {minimum:count} respondents wrote it, without numbers and addresses.",
        "vi": "Chỉ hiện câu có ít nhất {minimum:count} người viết, đã bỏ chữ số và địa chỉ.",
    },
    "quality.repeated.axis": {"en": "Share of comments", "vi": "Tỷ lệ nhận xét"},
    "quality.duplicates.question": {"en": "Which rows stand twice?", "vi": "Dòng nào bị ghi hai lần?"},
    "quality.duplicates.told": {
        "en": "{copies:count} of {base:count} rows of {table} ({value:share}, {low:share} to {high:share}) repeat another row exactly; no table has a larger share.",
        "vi": "{copies:count} trong {base:count} dòng {table} ({value:share}, {low:share} đến {high:share}) lặp lại y hệt dòng khác; không bảng nào có tỷ lệ cao hơn.",
    },
    "quality.duplicates.none": {"en": "None of {n:count} rows repeats another one exactly.", "vi": "Không dòng nào trong {n:count} dòng lặp lại y hệt dòng khác."},
    "quality.duplicates.caveat": {
        "en": "A copy has the same customer, moment and content. Where times are kept to the day, two honest rows may look so. Answers without a customer "
        "cannot be told apart and never count as copies.",
        "vi": "Dòng lặp có cùng khách hàng, thời điểm và nội dung. Nếu chỉ ghi đến ngày, hai dòng thật có thể giống nhau. Câu trả lời không có mã khách hàng "
        "không bao giờ được tính là lặp.",
    },
    "quality.impossible.question": {"en": "Which rows cannot be right?", "vi": "Dòng nào không thể đúng?"},
    "quality.impossible.told": {
        "en": "{rows_found:count} of {base:count} rows that could show it ({value:share}, {low:share} to {high:share}): {problem}.",
        "vi": "{rows_found:count} trong {base:count} dòng kiểm tra được ({value:share}, {low:share} đến {high:share}): {problem}.",
    },
    "quality.impossible.none": {
        "en": "None of the rows that could show it (up to {n:count}) lies before joining or after leaving, or has an amount of 0.",
        "vi": "Không dòng nào (trong tối đa {n:count} dòng kiểm tra được) có ngày trước khi tham gia, sau khi rời đi, hay số tiền bằng 0.",
    },
    "quality.impossible.nothing": {
        "en": "Nothing can be checked: there is no date of joining or leaving, and no amount.",
        "vi": "Chưa kiểm tra được gì: không có ngày tham gia, ngày rời đi hay số tiền.",
    },
    "value.problem.responses_before_joining": {"en": "answers before joining", "vi": "câu trả lời trước khi tham gia"},
    "value.problem.touchpoints_before_joining": {"en": "contacts before joining", "vi": "lượt tiếp xúc trước khi tham gia"},
    "value.problem.transactions_before_joining": {"en": "payments before joining", "vi": "giao dịch trước khi tham gia"},
    "value.problem.responses_after_leaving": {"en": "answers after leaving", "vi": "câu trả lời sau khi rời đi"},
    "value.problem.touchpoints_after_leaving": {"en": "contacts after leaving", "vi": "lượt tiếp xúc sau khi rời đi"},
    "value.problem.transactions_after_leaving": {"en": "payments after leaving", "vi": "giao dịch sau khi rời đi"},
    "value.problem.nothing_paid": {"en": "payments of 0", "vi": "giao dịch có số tiền bằng 0"},
    "value.table.responses": {"en": "survey answers", "vi": "câu trả lời khảo sát"},
    "value.table.touchpoints": {"en": "contacts", "vi": "lượt tiếp xúc"},
    "value.table.transactions": {"en": "payments", "vi": "giao dịch"},
    "value.table.customers": {"en": "customers", "vi": "khách hàng"},
    "quality.jumps.question": {"en": "Did a unit change between waves?", "vi": "Đơn vị đo có đổi giữa các kỳ không?"},
    "quality.jumps.told": {
        "en": "{count:count} jumps that look like a changed unit. The last: in {wave:period} the median of {measure} is {median:number} (n = {n:count}), "
        "{ratio:number} times {way} the wave before. Ask whether the file changed from units to thousands, or back.",
        "vi": "Có {count:count} bước nhảy giống như đổi đơn vị. Gần nhất: trong {wave:period}, trung vị của {measure} là {median:number} (n = {n:count}), "
        "{way} kỳ trước {ratio:number} lần. Hãy hỏi xem tệp có đổi từ đồng sang nghìn đồng, hay ngược lại.",
    },
    "quality.jumps.above": {"en": "above", "vi": "cao hơn"},
    "quality.jumps.below": {"en": "below", "vi": "thấp hơn"},
    "quality.jumps.file": {
        "en": "{count:count} jumps that look like a changed unit. The last: in {file} the median of {measure} is about {median:number} (n = {n:count}), {ratio:number} "
        "times {way} the other files. Ask whether that file is in thousands.",
        "vi": "Có {count:count} bước nhảy giống như đổi đơn vị. Gần nhất: trong {file}, trung vị của {measure} khoảng {median:number} (n = {n:count}), {way} các tệp "
        "khác {ratio:number} lần. Hãy hỏi xem tệp đó có tính bằng nghìn đồng không.",
    },
    "quality.jumps.none": {
        "en": "No median jumps by about 10, 100 or 1,000, neither over {waves:count} waves nor between {files:count} files that could be compared.",
        "vi": "Không trung vị nào nhảy khoảng 10, 100 hay 1.000 lần, cả qua {waves:count} kỳ lẫn giữa {files:count} tệp so được với nhau.",
    },
    "quality.jumps.none_by_wave": {
        "en": "No median jumps by about 10, 100 or 1,000 over {waves:count} waves.",
        "vi": "Không trung vị nào nhảy khoảng 10, 100 hay 1.000 lần qua {waves:count} kỳ.",
    },
    "quality.jumps.reference": {"en": "as in the wave before", "vi": "như kỳ trước"},
    "quality.jumps.nothing": {
        "en": "There is no amount and no duration that could change its unit, or too few of them.",
        "vi": "Không có số tiền hay thời lượng nào để kiểm tra đơn vị, hoặc có quá ít.",
    },
    "quality.latency.question": {"en": "How old is what we hear in {wave:period}?", "vi": "Điều ta nghe được trong {wave:period} đã cũ bao lâu?"},
    "quality.latency.told": {"en": "In {wave:period}: {parts}", "vi": "Trong {wave:period}: {parts}"},
    "quality.latency.contact_to_answer": {
        "en": "from the last contact to the answer it takes {value:days} days at the median ({low:days} to {high:days}; n = {n:count}), a tenth take more than "
        "{p90:days}.",
        "vi": "từ lần tiếp xúc cuối đến khi trả lời, trung vị là {value:days} ngày ({low:days} đến {high:days}; n = {n:count}), một phần mười lâu hơn "
        "{p90:days} ngày.",
    },
    "quality.latency.answer_to_report": {
        "en": "From the answer to the end of the wave it takes {value:days} days ({low:days} to {high:days}; n = {n:count}), for a tenth more than {p90:days}.",
        "vi": "Từ khi trả lời đến hết kỳ, trung vị là {value:days} ngày ({low:days} đến {high:days}; n = {n:count}), một phần mười lâu hơn {p90:days} ngày.",
    },
    "quality.latency.axis": {"en": "Days, median", "vi": "Số ngày, trung vị"},
    "quality.latency.caveat": {
        "en": "The report is taken to be ready on the day after the wave; what a team needs on top is not in the data.",
        "vi": "Báo cáo được coi là xong vào ngày sau khi hết kỳ; thời gian làm thêm của đội không có trong dữ liệu.",
    },
    "value.span.contact to answer": {"en": "contact to answer", "vi": "từ tiếp xúc đến trả lời"},
    "value.span.answer to report": {"en": "answer to report", "vi": "từ trả lời đến báo cáo"},
    "quality.response.question": {"en": "Who answered in {wave:period}, and who stayed silent?", "vi": "Trong {wave:period}, ai trả lời và ai im lặng?"},
    "quality.response.apart": {
        "en": "In {wave:period}, {answered:count} of {n:count} customers on the books answered ({value:share}, {low:share} to {high:share}). {count:count} levels of "
        "{by} differ from the rest after correction; {level} answers least ({rate:share}, {difference:signed_points} points).",
        "vi": "Trong {wave:period}, {answered:count} trong {n:count} khách hàng đã trả lời ({value:share}, {low:share} đến {high:share}). {count:count} nhóm theo "
        "{by} khác phần còn lại sau khi hiệu chỉnh; {level} trả lời ít nhất ({rate:share}, {difference:signed_points} điểm).",
    },
    "quality.response.alike": {
        "en": "In {wave:period}, {answered:count} of {n:count} customers on the books answered ({value:share}, {low:share} to {high:share}). No level of {by} can be "
        "told from the rest after correction.",
        "vi": "Trong {wave:period}, {answered:count} trong {n:count} khách hàng đã trả lời ({value:share}, {low:share} đến {high:share}). Không nhóm nào theo {by} "
        "khác rõ với phần còn lại sau khi hiệu chỉnh.",
    },
    "quality.response.no_segment": {
        "en": "Customers have no segment to compare by. Name one in segments under [study].",
        "vi": "Khách hàng chưa có phân khúc để so sánh. Hãy khai trong segments dưới [study].",
    },
    "quality.response.only_respondents": {
        "en": "The table of customers lists only people who answered, so nobody knows who stayed silent. Bring the list of everybody who could have been asked.",
        "vi": "Bảng khách hàng chỉ gồm những người đã trả lời, nên không biết ai im lặng. Hãy cung cấp danh sách tất cả những người có thể đã được hỏi.",
    },
    "quality.response.caveat": {
        "en": "The base is all customers on the books in the wave; the data do not say who was invited.",
        "vi": "Cỡ mẫu là mọi khách hàng còn trong danh sách ở kỳ đó; dữ liệu không cho biết ai được mời.",
    },
    "quality.response.axis": {"en": "Share of customers who answered", "vi": "Tỷ lệ khách hàng trả lời"},
    "quality.silent.question": {"en": "By how much could those who did not answer move the score?", "vi": "Những người không trả lời có thể làm điểm số thay đổi bao nhiêu?"},
    "quality.silent.told": {
        "en": "In {wave:period}, {silent:count} of {n:count} customers ({share:share}) gave no score to {asked}. It is {value} as answered; if the silent lie ten points "
        "(a tenth of the scale) lower, everyone is at {lower}. Nothing in the answers rules out anything from {worst} to {best}.",
        "vi": "Trong {wave:period}, {silent:count} trong {n:count} khách hàng ({share:share}) không cho điểm {asked}. Theo người trả lời, điểm là {value}; nếu người im "
        "lặng thấp hơn mười điểm (một phần mười thang đo) thì cả tập là {lower}. Câu trả lời không loại trừ bất kỳ mức nào từ {worst} đến {best}.",
    },
    "quality.silent.caveat": {
        "en": "The ends are what would be if all silent customers sat at one end of the scale: no opinion about them, only arithmetic.",
        "vi": "Hai đầu là khi mọi người im lặng đều ở một đầu thang đo: không phải nhận định về họ, chỉ là phép tính.",
    },
    "quality.silent.axis": {"en": "{asked}, all customers", "vi": "{asked}, toàn bộ khách hàng"},
    "value.scenario.as answered": {"en": "as answered", "vi": "theo người trả lời"},
    "value.scenario.silent like their segment": {"en": "silent like their segment", "vi": "im lặng giống phân khúc của họ"},
    "value.scenario.silent lower": {"en": "silent a tenth lower", "vi": "im lặng thấp hơn một phần mười"},
    "value.scenario.silent higher": {"en": "silent a tenth higher", "vi": "im lặng cao hơn một phần mười"},
    "value.scenario.all at the bottom": {"en": "all silent at the bottom", "vi": "im lặng đều ở đáy thang"},
    "value.scenario.all at the top": {"en": "all silent at the top", "vi": "im lặng đều ở đỉnh thang"},
    "label.duration": {"en": "Duration", "vi": "Thời lượng"},
    "label.amount": {"en": "Amount", "vi": "Số tiền"},
    "label.by_chance": {"en": "By chance", "vi": "Do ngẫu nhiên"},
    "label.median": {"en": "Median", "vi": "Trung vị"},
    "label.times": {"en": "Times", "vi": "Số lần"},
    "label.wording": {"en": "Text", "vi": "Nội dung"},
    "label.rows_found": {"en": "Rows like that", "vi": "Số dòng như vậy"},
    "label.copies": {"en": "Copies", "vi": "Dòng lặp"},
    "label.problem": {"en": "Problem", "vi": "Vấn đề"},
    "label.ratio": {"en": "Ratio to the wave before", "vi": "Tỷ số so với kỳ trước"},
    "label.jump": {"en": "Jump", "vi": "Bước nhảy"},
    "label.span": {"en": "Span", "vi": "Khoảng thời gian"},
    "label.answered": {"en": "Answered", "vi": "Đã trả lời"},
    "label.scenario": {"en": "If", "vi": "Nếu"},
    "quality.gates.question": {"en": "Can we trust the data?", "vi": "Có thể tin dữ liệu này không?"},
    "quality.gates.fine": {
        "en": "The {count:count} checks of the data in {wave:period}: none stops a finding; {look:count} look, {fine:count} fine, {unmeasured:count} not measured.",
        "vi": "{count:count} phép kiểm tra dữ liệu của {wave:period}: không phép nào chặn kết quả; {look:count} cần xem lại, {fine:count} đạt, {unmeasured:count} chưa đo được.",
    },
    "quality.gates.stop": {
        "en": "The {count:count} checks of the data in {wave:period}: {stop:count} stop ({names}), {look:count} look, {fine:count} fine, {unmeasured:count} not measured.",
        "vi": "{count:count} phép kiểm tra dữ liệu của {wave:period}: {stop:count} dừng ({names}), {look:count} cần xem lại, {fine:count} đạt, {unmeasured:count} chưa đo được.",
    },
    "quality.gates.next": {
        "en": 'Mend the data first where it says {check}; or decide in study.toml, [quality], from which value on it matters.',
        "vi": 'Hãy sửa dữ liệu ở mục {check} trước; hoặc đặt trong study.toml, [quality], mức từ đó mới đáng kể.',
    },
    "quality.gates.undeclared": {
        "en": "study.toml has no [quality], so the verdicts stand on this page only; with one, findings that a check stops say so or are withheld.",
        "vi": "study.toml chưa có [quality], nên các đánh giá chỉ nằm ở trang này; nếu có, kết quả bị chặn sẽ được ghi chú hoặc ẩn đi.",
    },
    "quality.gates.caveat": {
        "en": "The check of {check} says stop in {wave:period}: {value}, where {stop} is the limit. Do not lean on this number.",
        "vi": "Kiểm tra {check} báo dừng trong {wave:period}: {value}, giới hạn là {stop}. Không nên dựa vào con số này.",
    },
    "quality.gates.withheld": {
        "en": "Withheld: the check of {check} says stop in {wave:period} ({value}, where {stop} is the limit), and study.toml withholds what it touches.",
        "vi": "Đã ẩn: kiểm tra {check} báo dừng trong {wave:period} ({value}, giới hạn là {stop}), và study.toml yêu cầu ẩn các kết quả liên quan.",
    },
    "value.check.rejected": {"en": "rejected rows", "vi": "dòng bị từ chối"},
    "value.check.duplicates": {"en": "copied rows", "vi": "dòng lặp"},
    "value.check.impossible": {"en": "impossible rows", "vi": "dòng không thể đúng"},
    "value.check.straight_lining": {"en": "one answer to everything", "vi": "chọn một mức cho mọi câu"},
    "value.check.speeders": {"en": "answers given too fast", "vi": "trả lời quá nhanh"},
    "value.check.repeated_text": {"en": "one comment again and again", "vi": "một nhận xét lặp đi lặp lại"},
    "value.check.missing": {"en": "missing scores", "vi": "thiếu điểm số"},
    "value.check.unit_jumps": {"en": "jumps of a unit", "vi": "bước nhảy đơn vị"},
    "value.check.silent": {"en": "silent customers", "vi": "khách hàng im lặng"},
    "value.check.weights": {"en": "design effect of weights", "vi": "hệ số thiết kế của trọng số"},
    "value.check.regions": {"en": "names of places in neither list", "vi": "tên địa phương ngoài danh sách"},
    "value.verdict.fine": {"en": "fine", "vi": "đạt"},
    "value.verdict.look": {"en": "look", "vi": "xem lại"},
    "value.verdict.stop": {"en": "stop", "vi": "dừng"},
    "value.verdict.not measured": {"en": "not measured", "vi": "chưa đo được"},
    "quality.area.all": {"en": "all findings", "vi": "mọi kết quả"},
    "quality.area.scores": {"en": "scores", "vi": "chỉ số"},
    "quality.area.drivers": {"en": "drivers", "vi": "yếu tố tác động"},
    "quality.area.journeys": {"en": "journeys", "vi": "hành trình"},
    "quality.area.personas": {"en": "personas", "vi": "chân dung khách hàng"},
    "quality.area.churn": {"en": "churn", "vi": "rời bỏ"},
    "quality.area.maps": {"en": "maps", "vi": "bản đồ hành trình"},
    "quality.area.readout": {"en": "readout", "vi": "báo cáo tổng kết"},
    "quality.area.comments": {"en": "comments", "vi": "nhận xét"},
    "label.check": {"en": "Check", "vi": "Phép kiểm tra"},
    "label.look": {"en": "Look from", "vi": "Xem lại từ"},
    "label.stop": {"en": "Stop from", "vi": "Dừng từ"},
    "label.touches": {"en": "Touches", "vi": "Ảnh hưởng đến"},
    "label.withholds": {"en": "Withholds", "vi": "Ẩn kết quả"},
}
