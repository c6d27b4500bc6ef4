"""Sentences about leaving: who counts as gone, who may go next, and how far to trust that."""

TEXT = {
    "churn.definition.question": {"en": "When do we call a customer gone?", "vi": "Khi nào chúng ta coi một khách hàng là đã rời bỏ?"},
    "churn.definition.silence": {
        "en": "A customer silent for {days:count} days counts as gone: {value:share} of {base:count} on {as_of:date} "
        "({low:share} to {high:share}). Between {short:count} and {long:count} days it would be {least:share} to {most:share}. {returns}",
        "vi": "Khách hàng im lặng {days:count} ngày được coi là đã rời bỏ: {value:share} trong {base:count} khách tính đến {as_of:date} "
        "({low:share} đến {high:share}). Nếu chọn mốc từ {short:count} đến {long:count} ngày, tỷ lệ là {least:share} đến {most:share}. {returns}",
    },
    "churn.definition.returns": {
        "en": "Of {base:count} who had just become that silent, {value:share} came back within {follow:count} days ({low:share} to {high:share}).",
        "vi": "Trong {base:count} khách vừa im lặng đến mốc đó, {value:share} quay lại trong {follow:count} ngày ({low:share} đến {high:share}).",
    },
    "churn.definition.returns_unknown": {
        "en": "How many of them come back cannot be told yet: too few could be watched for long enough.",
        "vi": "Chưa thể biết bao nhiêu người quay lại: có quá ít khách được theo dõi đủ lâu.",
    },
    "churn.definition.axis_silence": {"en": "Share silent for longer than that", "vi": "Tỷ lệ im lặng lâu hơn mốc đó"},
    "churn.definition.contract": {
        "en": "A customer is gone on the day the contract ends. Of {base:count} with a contract on {cutoff:date}, {value:share} "
        "({low:share} to {high:share}) left between {start:date} and {end:date}.",
        "vi": "Khách hàng rời bỏ vào ngày hợp đồng kết thúc. Trong {base:count} khách còn hợp đồng ngày {cutoff:date}, {value:share} "
        "({low:share} đến {high:share}) rời đi từ {start:date} đến trước {end:date}.",
    },
    "churn.definition.known_from": {
        "en": "Leaving is recorded from {day:date}; what happened before is not known, which is not the same as nothing.",
        "vi": "Việc rời bỏ chỉ được ghi nhận từ {day:date}; trước đó là chưa biết, không phải là không có.",
    },
    "churn.definition.early": {
        "en": "More than one in twenty of those called gone came back: a longer silence would be a safer sign.",
        "vi": "Hơn một phần hai mươi số khách bị coi là rời bỏ đã quay lại: nên chọn mốc im lặng dài hơn.",
    },
    "churn.definition.joiners": {
        "en": "Customers who were never seen do not count; those who joined lately cannot have been silent for long.",
        "vi": "Khách chưa từng xuất hiện không được tính; khách mới tham gia chưa thể im lặng lâu.",
    },
    "churn.trust.question": {"en": "How far can we trust the forecast of who leaves?", "vi": "Dự báo ai sẽ rời bỏ đáng tin đến đâu?"},
    "churn.trust": {
        "en": "Judged on {base:count} customers of {cutoff:date}, of whom {left:count} had left by {end:date}: of one who left and one who "
        "stayed, the leaver has the higher risk in {auc:whole_share} of pairs ({auc_low:whole_share} to {auc_high:whole_share}; chance 50%). "
        "The riskiest tenth holds {lift:number} times as many leavers as average ({lift_low:number} to {lift_high:number}).",
        "vi": "Kiểm tra trên {base:count} khách tại ngày {cutoff:date}, trong đó {left:count} khách đã rời đi trước {end:date}: khi so một người "
        "rời đi với một người ở lại, người rời đi có rủi ro cao hơn trong {auc:whole_share} số cặp ({auc_low:whole_share} đến "
        "{auc_high:whole_share}; ngẫu nhiên là 50%). Nhóm 10% rủi ro nhất có số người rời đi gấp {lift:number} lần mức trung bình "
        "({lift_low:number} đến {lift_high:number}).",
    },
    "churn.trust.split.time": {
        "en": "Learned on customers of {train}, tuned on {validation}, judged on {test}; each outcome was known before the next date.",
        "vi": "Học từ khách tại {train}, hiệu chỉnh tại {validation}, kiểm tra tại {test}; kết quả của mỗi mốc đều biết trước mốc kế tiếp.",
    },
    "churn.trust.split.shared": {
        "en": "Learned and tuned on different customers of {train}, judged on {test}; the outcome was known before that date.",
        "vi": "Học và hiệu chỉnh trên các khách khác nhau tại {train}, kiểm tra tại {test}; kết quả đã biết trước mốc đó.",
    },
    "churn.trust.split.customers": {
        "en": "Only {test} has a known outcome, so it is judged on other customers of the same time, not on later ones: expect less from it later.",
        "vi": "Chỉ có mốc {test} đã biết kết quả, nên mô hình được kiểm tra trên khách khác cùng thời điểm, chưa phải thời điểm sau: về sau có thể kém hơn.",
    },
    "churn.trust.gap": {
        "en": "{n:count} customers left within {days:count} days of the cut-off, too soon to act on; they are not counted.",
        "vi": "{n:count} khách rời đi trong vòng {days:count} ngày sau mốc, quá sớm để kịp hành động; họ không được tính.",
    },
    "churn.trust.learner.logistic": {
        "en": "Logistic regression with splines; boosted trees were tried and did not do clearly better.",
        "vi": "Hồi quy logistic với hàm spline; đã thử cây tăng cường nhưng không tốt hơn rõ rệt.",
    },
    "churn.trust.learner.boosting": {
        "en": "Boosted trees: they did clearly better than logistic regression with splines on the tuning customers.",
        "vi": "Cây tăng cường: tốt hơn rõ rệt so với hồi quy logistic với spline trên nhóm hiệu chỉnh.",
    },
    "churn.segments_today": {
        "en": "Segments are taken as they stand in the data today, not as they stood on the past date.",
        "vi": "Các nhóm khách được lấy theo dữ liệu hiện tại, không phải theo thời điểm trong quá khứ.",
    },
    "churn.slice_rows": {
        "en": "The forecast is about customers; the slice's choice of {names} concerns single contacts or answers and is not applied.",
        "vi": "Dự báo tính theo khách hàng; lựa chọn {names} trong lát cắt áp dụng cho từng lượt tiếp xúc hay câu trả lời nên không được dùng.",
    },
    "value.metric.auc": {"en": "Leaver ranked above stayer (AUC)", "vi": "Xếp người rời đi trên người ở lại (AUC)"},
    "value.metric.auc_to_keep": {"en": "The same among those not yet silent (AUC)", "vi": "Chỉ số đó ở khách chưa im lặng (AUC)"},
    "value.metric.auc_silence_alone": {"en": "Days of silence alone (AUC)", "vi": "Chỉ riêng số ngày im lặng (AUC)"},
    "value.metric.log_loss": {"en": "Log-loss (lower is better)", "vi": "Log-loss (càng thấp càng tốt)"},
    "value.metric.brier": {"en": "Brier score (lower is better)", "vi": "Điểm Brier (càng thấp càng tốt)"},
    "value.metric.lift": {"en": "Lift in the riskiest tenth (times)", "vi": "Độ nâng ở nhóm 10% rủi ro nhất (lần)"},
    "churn.refused.cannot_predict": {
        "en": "Who leaves cannot be predicted from this data: on {base:count} customers it had not learned from, the model did no better than chance or "
        "than the past share of leavers ({rate:share}).",
        "vi": "Không thể dự báo ai rời bỏ từ dữ liệu này: trên {base:count} khách chưa từng học, mô hình không hơn ngẫu nhiên hoặc "
        "không hơn tỷ lệ rời bỏ trong quá khứ ({rate:share}).",
    },
    "churn.refused.only_silence": {
        "en": "Who leaves cannot be predicted from this data: on {base:count} customers it had not learned from, the model ranks no better than the days of "
        "silence against the customer's usual gap alone ({value:signed_points} points, {low:signed_points} to {high:signed_points}). It notices who has already gone quiet and foresees nothing.",
        "vi": "Không thể dự báo ai rời bỏ từ dữ liệu này: trên {base:count} khách chưa từng học, mô hình xếp hạng không hơn việc chỉ đếm số ngày im lặng so với "
        "khoảng cách thường lệ của khách ({value:signed_points} điểm, {low:signed_points} đến {high:signed_points}). Nó nhận ra ai đã im lặng chứ không thấy trước điều gì.",
    },
    "churn.trust.beyond_silence": {
        "en": "Part of this is noticing who has already gone quiet. Against counting the days of silence beside the usual gap, the model puts {value:signed_points} "
        "of 100 pairs more in the right order ({low:signed_points} to {high:signed_points}, all test customers).",
        "vi": "Một phần là nhờ nhận ra ai đã im lặng. So với việc chỉ đếm số ngày im lặng bên cạnh khoảng cách thường lệ, mô hình xếp đúng thêm {value:signed_points} "
        "trong 100 cặp ({low:signed_points} đến {high:signed_points}, trên toàn bộ khách kiểm tra).",
    },
    "churn.refused.too_few_leavers": {
        "en": "Too few customers left (or stayed) to learn from: {leavers:count} of {base:count} left in the known windows; at least "
        "{needed:count} leavers are needed to learn, {held:count} to tune and {held:count} to judge.",
        "vi": "Có quá ít khách rời đi (hoặc ở lại) để học: {leavers:count} trong {base:count} khách rời đi trong các cửa sổ đã biết; cần ít nhất "
        "{needed:count} người rời đi để học, {held:count} để hiệu chỉnh và {held:count} để kiểm tra.",
    },
    "churn.refused.suspected_leak": {
        "en": "Stopped: these columns seem to know the outcome already: {columns}. Check when they are filled, and take them out of the study's segments. "
        "If they were known on the day, say so under trusted in [churn].",
        "vi": "Đã dừng: các cột này dường như đã biết trước kết quả: {columns}. Hãy kiểm tra chúng được ghi khi nào và bỏ khỏi danh sách nhóm khách. "
        "Nếu chúng đã được biết vào ngày đó, hãy ghi điều này ở trusted trong [churn].",
    },
    "churn.refused.no_window": {
        "en": "Not enough days yet: no past date has both a history and a fully known outcome {days:count} days later.",
        "vi": "Chưa đủ ngày: chưa có mốc quá khứ nào vừa có lịch sử vừa biết trọn kết quả sau {days:count} ngày.",
    },
    "churn.refused.slice": {
        "en": "Too few in this slice to judge: {left:count} of {base:count} customers left. The forecast itself was judged on everyone.",
        "vi": "Lát cắt này quá nhỏ để đánh giá: {left:count} trong {base:count} khách rời đi. Bản thân dự báo đã được kiểm tra trên toàn bộ khách.",
    },
    "churn.calibration.question": {"en": "When it says 30 of 100 will leave, do 30 leave?", "vi": "Khi dự báo 30 trong 100 người rời đi, có đúng 30 người rời đi không?"},
    "churn.calibration": {
        "en": "Of 100 customers called {predicted:whole_share}, {seen:count} left ({low:count} to {high:count}; n = {base:count}). {holds:count} of {bins:count} "
        "groups agree with the forecast within their interval. Over all, {expected:share} were expected to leave and {value:share} did.",
        "vi": "Trong 100 khách được dự báo {predicted:whole_share}, {seen:count} người rời đi ({low:count} đến {high:count}; n = {base:count}). {holds:count} trong "
        "{bins:count} nhóm khớp với dự báo trong khoảng tin cậy. Tổng cộng dự báo {expected:share} rời đi, thực tế là {value:share}.",
    },
    "churn.axis.predicted": {"en": "Forecast share leaving", "vi": "Tỷ lệ rời đi dự báo"},
    "churn.axis.observed": {"en": "Share that left", "vi": "Tỷ lệ rời đi thực tế"},
    "churn.reasons.question": {"en": "What goes with leaving?", "vi": "Điều gì đi cùng với việc rời bỏ?"},
    "churn.reasons": {
        "en": "Most of the forecast rests on {first}. Of one who left and one who stayed, the leaver has the higher risk in {auc:share} of pairs; "
        "without this theme in {without:share}, {value:points} points fewer ({low:points} to {high:points}). Next: {rest}. "
        "This goes with leaving; it is not a proven cause.",
        "vi": "Dự báo dựa nhiều nhất vào {first}. Khi so một người rời đi với một người ở lại, người rời đi có rủi ro cao hơn trong {auc:share} số cặp; "
        "nếu thiếu chủ đề này chỉ còn {without:share}, giảm {value:points} điểm phần trăm ({low:points} đến {high:points}). Tiếp theo: {rest}. "
        "Đây là điều đi cùng với rời bỏ, chưa phải nguyên nhân được chứng minh.",
    },
    "churn.reasons.axis": {
        "en": "Points lost without it, of 100 pairs of a leaver and a stayer",
        "vi": "Số điểm mất đi khi thiếu chủ đề, trên 100 cặp người rời đi và người ở lại",
    },
    "churn.reasons.drawn": {
        "en": "Worked out on {drawn:count} of the {base:count} test customers, leavers and stayers drawn apart; that does not change the share of pairs.",
        "vi": "Tính trên {drawn:count} trong {base:count} khách kiểm tra, chọn riêng người rời đi và người ở lại; việc này không làm đổi tỷ lệ cặp.",
    },
    "churn.reasons.none": {
        "en": "No single theme clearly carries the forecast.",
        "vi": "Không có chủ đề nào rõ ràng quyết định dự báo.",
    },
    "churn.reasons.shared": {
        "en": "Value: of 100 pairs of one who left and one who stayed, how many fewer are put in the right order without the theme (chance: 50 right). "
        "Themes share information, so their points do not add up.",
        "vi": "Giá trị: trên 100 cặp gồm một người rời đi và một người ở lại, số cặp xếp đúng giảm đi bao nhiêu nếu thiếu chủ đề (ngẫu nhiên: đúng 50). "
        "Các chủ đề có thông tin trùng nhau nên không cộng dồn được.",
    },
    "churn.nothing_else": {"en": "nothing else clearly", "vi": "không còn gì rõ ràng"},
    "value.direction.up": {"en": "the higher, the more leave", "vi": "càng cao, càng nhiều người rời đi"},
    "value.direction.down": {"en": "the higher, the fewer leave", "vi": "càng cao, càng ít người rời đi"},
    "value.direction.level_up": {"en": "more of them leave", "vi": "nhóm này rời đi nhiều hơn"},
    "value.direction.level_down": {"en": "fewer of them leave", "vi": "nhóm này rời đi ít hơn"},
    "value.basis.end date": {"en": "contract ended", "vi": "hợp đồng kết thúc"},
    "value.direction.mixed": {"en": "not one way", "vi": "không theo một chiều"},
    "churn.at_risk.to_keep.question": {"en": "Who may leave next but can still be kept, and why?", "vi": "Ai sắp rời đi nhưng còn giữ lại được, và vì sao?"},
    "churn.at_risk.to_win_back.question": {"en": "Who is already silent and would have to be won back?", "vi": "Ai đã im lặng và cần được kéo trở lại?"},
    "churn.at_risk.to_keep.axis": {"en": "Chance of leaving", "vi": "Khả năng rời đi"},
    "churn.at_risk.to_win_back.axis": {"en": "Chance of staying away", "vi": "Khả năng không quay lại"},
    "churn.at_risk.to_keep": {
        "en": "Of {base:count} customers on {as_of:date} who can still be kept, {listed:count} are more likely to leave than the past average ({rate:share}). "
        "These {top:count} come first: {lowest:whole_share} to {highest:whole_share} each, about {expected:count} of them gone by {end:date} if nothing is done.",
        "vi": "Trong {base:count} khách còn có thể giữ lại tính đến {as_of:date}, {listed:count} khách có khả năng rời đi cao hơn mức trung bình trước đây ({rate:share}). "
        "Đây là {top:count} khách cần ưu tiên: mỗi người {lowest:whole_share} đến {highest:whole_share}, khoảng {expected:count} người sẽ rời đi trước {end:date} nếu không làm gì.",
    },
    "churn.at_risk.to_keep.none": {
        "en": "None of the {base:count} customers here who can still be kept is more likely to leave than the past average ({rate:share}).",
        "vi": "Trong {base:count} khách còn có thể giữ lại ở đây, không ai có khả năng rời đi cao hơn mức trung bình trước đây ({rate:share}).",
    },
    "churn.at_risk.to_win_back": {
        "en": "{base:count} customers on {as_of:date} have been silent for longer than their own rhythm explains. These {top:count} come first: "
        "{lowest:whole_share} to {highest:whole_share} likely to stay away until {end:date}.",
        "vi": "Tính đến {as_of:date}, {base:count} khách đã im lặng lâu hơn nhịp ghé của chính họ. Đây là {top:count} khách cần ưu tiên: "
        "khả năng không quay lại đến {end:date} là {lowest:whole_share} đến {highest:whole_share}.",
    },
    "churn.at_risk.to_win_back.none": {
        "en": "Nobody here has been silent for longer than their own rhythm explains.",
        "vi": "Ở đây không ai im lặng lâu hơn nhịp ghé của chính họ.",
    },
    "churn.at_risk.silent": {
        "en": "Not listed: {n:count} who are already silent for longer than their own rhythm explains, though not yet for {days:count} days. They have to be won back.",
        "vi": "Không có trong danh sách: {n:count} khách đã im lặng lâu hơn nhịp ghé của chính họ, dù chưa đến {days:count} ngày. Họ cần được kéo trở lại.",
    },
    "churn.at_risk.silent_money": {
        "en": " They paid {money:money} in the last {days:count} days.",
        "vi": " Họ đã trả {money:money} trong {days:count} ngày qua.",
    },
    "churn.at_risk.money": {
        "en": " {money:money} of what they paid in {days:count} days is at risk.",
        "vi": " {money:money} trong số tiền họ đã trả trong {days:count} ngày đang gặp rủi ro.",
    },
    "churn.at_risk.ids": {
        "en": "The list names customers: for internal use by those who act on it, not for a slide.",
        "vi": "Danh sách nêu tên khách hàng: chỉ dùng nội bộ cho người xử lý, không đưa lên slide.",
    },
    "churn.at_risk.persuade": {
        "en": "Likely to leave does not mean can be kept: leave a random part of the list alone to see what acting does.",
        "vi": "Dễ rời đi không có nghĩa là giữ lại được: hãy để ngẫu nhiên một phần danh sách không tác động để thấy hiệu quả.",
    },
    "churn.at_risk.intervals": {
        "en": "The interval says how far the forecast may have been off for the {n:count} past customers with the nearest forecasts.",
        "vi": "Khoảng tin cậy cho biết dự báo có thể đã lệch bao nhiêu ở {n:count} khách trước đây có mức dự báo gần nhất.",
    },
    "churn.at_risk.widened": {
        "en": "For {n:count} in the list the forecast was off for such past customers: their probability stands at the end of its interval.",
        "vi": "Với {n:count} khách trong danh sách, dự báo đã lệch ở nhóm khách tương tự trước đây: xác suất của họ nằm ở đầu mút của khoảng tin cậy.",
    },
    "churn.at_risk.value": {
        "en": "Paid: in the {days:count} days before; value at risk is that times the probability.",
        "vi": "Đã trả: trong {days:count} ngày trước đó; giá trị rủi ro là số đó nhân với xác suất.",
    },
    "churn.at_risk.to_keep.next": {"en": "Contact the first in the list this week, and note what was done.", "vi": "Liên hệ những khách đầu danh sách trong tuần này và ghi lại việc đã làm."},
    "churn.at_risk.to_win_back.next": {"en": "Ask a few of them why they stopped coming before offering anything.", "vi": "Hãy hỏi vài khách vì sao họ không ghé nữa trước khi đưa ra ưu đãi."},
    "churn.reason": {"en": "{name}: {value} (typical {usual})", "vi": "{name}: {value} (thường là {usual})"},
    "churn.reason.level": {"en": "{name}: {value}", "vi": "{name}: {value}"},
    "value.can_change.yes": {"en": "yes", "vi": "có"},
    "value.can_change.no": {"en": "no", "vi": "không"},
    "churn.theme.rhythm": {"en": "how often and how lately they come", "vi": "tần suất và lần ghé gần nhất"},
    "churn.theme.tenure": {"en": "how long they have been customers", "vi": "thời gian là khách hàng"},
    "churn.theme.money": {"en": "how much they spend", "vi": "mức chi tiêu"},
    "churn.theme.fee": {"en": "their monthly fee", "vi": "phí hằng tháng"},
    "churn.theme.refunds": {"en": "refunds", "vi": "hoàn tiền"},
    "churn.theme.channels": {"en": "the channels and contacts they use", "vi": "kênh và điểm chạm họ dùng"},
    "churn.theme.scores": {"en": "what they answered", "vi": "câu trả lời khảo sát"},
    "churn.theme.hours": {"en": "the time of day and week they come", "vi": "giờ và ngày họ ghé"},
    "churn.column.tenure_days": {"en": "days since joining", "vi": "số ngày từ khi tham gia"},
    "churn.column.recency_days": {"en": "days since last seen", "vi": "số ngày từ lần ghé gần nhất"},
    "churn.column.visits": {"en": "payments", "vi": "số lần thanh toán"},
    "churn.column.spend": {"en": "spend", "vi": "chi tiêu"},
    "churn.column.basket": {"en": "usual payment", "vi": "mức thanh toán mỗi lần"},
    "churn.column.refunds": {"en": "refunds", "vi": "số lần hoàn tiền"},
    "churn.column.visits_last_30": {"en": "payments in the last 30 days", "vi": "số lần thanh toán trong 30 ngày qua"},
    "churn.column.visits_prior_30": {"en": "payments in the 30 days before those", "vi": "số lần thanh toán trong 30 ngày trước đó"},
    "churn.column.visits_against_usual": {"en": "last 30 days against own usual", "vi": "30 ngày qua so với mức thường của chính họ"},
    "churn.column.mean_gap_days": {"en": "days between payments", "vi": "số ngày giữa hai lần thanh toán"},
    "churn.column.gap_ratio": {"en": "silence against own usual gap", "vi": "thời gian im lặng so với khoảng cách thường lệ"},
    "churn.column.morning_share": {"en": "share in the morning", "vi": "tỷ lệ vào buổi sáng"},
    "churn.column.weekend_share": {"en": "share at the weekend", "vi": "tỷ lệ vào cuối tuần"},
    "churn.column.contacts": {"en": "contacts", "vi": "số lượt tiếp xúc"},
    "churn.column.touchpoints_used": {"en": "kinds of touchpoint used", "vi": "số loại điểm chạm đã dùng"},
    "churn.column.channels_used": {"en": "channels used", "vi": "số kênh đã dùng"},
    "churn.column.answers": {"en": "answers given", "vi": "số câu trả lời"},
    "churn.column.low_scores": {"en": "low scores given", "vi": "số lần chấm điểm thấp"},
    "churn.column.monthly_fee": {"en": "monthly fee", "vi": "phí hằng tháng"},
    "churn.column.touchpoint": {"en": "times met: {name}", "vi": "số lần gặp: {name}"},
    "churn.column.recent": {"en": "times met lately: {name}", "vi": "số lần gặp gần đây: {name}"},
    "churn.theme.touchpoint": {"en": "touchpoint {name}", "vi": "điểm chạm {name}"},
    "churn.column.channel": {"en": "share of contacts by {name}", "vi": "tỷ lệ tiếp xúc qua {name}"},
    "churn.column.last_score": {"en": "last score for {name}", "vi": "điểm gần nhất về {name}"},
    "label.silent_days": {"en": "Days of silence", "vi": "Số ngày im lặng"},
    "label.return_base": {"en": "Just gone silent (n)", "vi": "Vừa im lặng (n)"},
    "label.return_share": {"en": "Came back", "vi": "Đã quay lại"},
    "label.return_low": {"en": "Came back, low", "vi": "Quay lại, cận dưới"},
    "label.return_high": {"en": "Came back, high", "vi": "Quay lại, cận trên"},
    "label.in_use": {"en": "In use", "vi": "Đang dùng"},
    "label.without_model": {"en": "Without a model", "vi": "Không dùng mô hình"},
    "label.predicted": {"en": "Forecast", "vi": "Dự báo"},
    "label.left_count": {"en": "Left", "vi": "Đã rời đi"},
    "label.theme": {"en": "Theme", "vi": "Chủ đề"},
    "label.auc_without": {"en": "Right pairs without it", "vi": "Số cặp đúng khi thiếu"},
    "label.strongest": {"en": "Strongest sign", "vi": "Dấu hiệu mạnh nhất"},
    "label.direction": {"en": "Direction", "vi": "Chiều"},
    "label.can_change": {"en": "Can be changed", "vi": "Có thể thay đổi"},
    "label.paid": {"en": "Paid", "vi": "Đã trả"},
    "label.value_at_risk": {"en": "Value at risk", "vi": "Giá trị rủi ro"},
    "label.why": {"en": "What goes with it", "vi": "Điều đi cùng"},
    "label.why_changeable": {"en": "Of which can be changed", "vi": "Trong đó có thể thay đổi"},
}
