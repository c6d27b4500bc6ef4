"""Sentences about how far a forecast of leaving can be trusted, by segment and over time."""

TEXT: dict[str, dict[str, str]] = {
    "churn.column.habit": {"en": "share of a year's contacts: {name}", "vi": "tỷ trọng trong tiếp xúc cả năm: {name}"},
    "churn.column.recent_channel": {"en": "share of recent contacts by {name}", "vi": "tỷ lệ tiếp xúc gần đây qua {name}"},
    "churn.refused.leak.future": {
        "en": "Stopped: these features change when what came after the cut-off is taken away: {columns}. They would not have been known on that day.",
        "vi": "Đã dừng: các đặc trưng này thay đổi khi bỏ đi những gì xảy ra sau mốc: {columns}. Vào ngày đó chưa thể biết chúng.",
    },
    "churn.refused.leak.resampled": {
        "en": "Stopped: customers were multiplied before the split ({columns}, {share:whole_share} of those looked at). The same customers would teach and judge. "
        "Give the table as it was collected: classes are neither weighted nor resampled here.",
        "vi": "Đã dừng: khách hàng đã bị nhân bản trước khi chia ({columns}, {share:whole_share} số khách được kiểm tra). Cùng một khách sẽ vừa dạy vừa chấm. "
        "Hãy dùng bảng gốc như khi thu thập: ở đây không cân lại hay lấy mẫu lại các nhóm.",
    },
    "churn.refused.leak.performance": {
        "en": "Stopped: leavers are told from stayers in {auc:share} of pairs on later customers, better than leaving can be foreseen. Some columns "
        "probably know the outcome together. Check when each is filled.",
        "vi": "Đã dừng: trên khách về sau, {auc:share} số cặp được xếp đúng, tốt hơn mức có thể thấy trước việc rời bỏ. Có lẽ một số cột "
        "cùng nhau đã biết kết quả. Hãy kiểm tra từng cột được ghi khi nào.",
    },
    "churn.leak.same rows": {"en": "same rows on both sides", "vi": "cùng một dòng ở cả hai phía"},
    "churn.leak.made-up rows": {"en": "made-up rows between two others", "vi": "dòng được tạo ra giữa hai dòng khác"},
    "value.metric.average_precision": {"en": "Average precision", "vi": "Độ chính xác trung bình (AP)"},
    "churn.trust_by.question_any": {"en": "Is the forecast as good for each segment?", "vi": "Dự báo có tốt như nhau cho từng phân khúc không?"},
    "churn.trust_by.no_segment": {
        "en": "This study has no segment of customers to compare by. To answer it, name one under segments in study.toml.",
        "vi": "Nghiên cứu này không có phân khúc khách hàng nào để so. Để trả lời được, hãy nêu một phân khúc ở segments trong study.toml.",
    },
    "churn.trust_by.question": {"en": "Is the forecast as good for each {segment}?", "vi": "Dự báo có tốt như nhau cho từng {segment} không?"},
    "churn.trust_by.fair": {
        "en": "No level of {segment} stands out: in none of {levels:count} did clearly more or fewer leave than the forecast said, beside the others. "
        "Over all {value:share} left; {predicted:share} were expected.",
        "vi": "Không nhóm nào của {segment} nổi bật: trong {levels:count} nhóm, không nhóm nào có số người rời đi nhiều hay ít hơn dự báo rõ rệt so với các nhóm khác. "
        "Tổng cộng {value:share} rời đi; dự báo là {predicted:share}.",
    },
    "churn.trust_by.unfair": {
        "en": "The forecast does not hold equally for each {segment}. In {first}, {value:share} left ({low:share} to {high:share}, n = {base:count}) and "
        "{predicted:share} were expected. {count:count} of {levels:count} levels stand out from the others.",
        "vi": "Dự báo không đúng như nhau cho từng {segment}. Ở {first}, {value:share} rời đi ({low:share} đến {high:share}, n = {base:count}) trong khi "
        "dự báo là {predicted:share}. {count:count} trong {levels:count} nhóm khác hẳn các nhóm còn lại.",
    },
    "churn.trust_by.cannot": {
        "en": "We cannot tell: no level of {segment} holds enough customers who left or stayed to judge by.",
        "vi": "Chưa thể kết luận: không nhóm nào của {segment} có đủ khách rời đi và ở lại để đánh giá.",
    },
    "churn.axis.everyone": {"en": "all test customers", "vi": "toàn bộ khách kiểm tra"},
    "churn.trust_by.how": {
        "en": "Standing out: what was expected is first moved by one common amount so that it is right over all; then each level is compared, corrected for "
        "looking at {levels:count} (Holm).",
        "vi": "Cách xét: dự báo trước hết được dịch một lượng chung cho khớp tổng thể; sau đó so từng nhóm, có hiệu chỉnh vì xem {levels:count} nhóm (Holm).",
    },
    "churn.trust_by.few": {
        "en": "The order of customers (AUC) is shown where at least {fewest:count} left and {fewest:count} stayed.",
        "vi": "Thứ hạng khách (AUC) chỉ hiện khi có ít nhất {fewest:count} người rời đi và {fewest:count} người ở lại.",
    },
    "value.verdict.as_elsewhere": {"en": "as elsewhere", "vi": "như các nhóm khác"},
    "value.verdict.more_left": {"en": "more left than expected", "vi": "rời đi nhiều hơn dự báo"},
    "value.verdict.fewer_left": {"en": "fewer left than expected", "vi": "rời đi ít hơn dự báo"},
    "label.auc": {"en": "AUC", "vi": "AUC"},
    "label.auc_low": {"en": "AUC, low", "vi": "AUC, cận dưới"},
    "label.auc_high": {"en": "AUC, high", "vi": "AUC, cận trên"},
    "churn.learning_curve.question": {"en": "Would more customers make the forecast better?", "vi": "Thêm khách hàng để học có làm dự báo tốt hơn không?"},
    "churn.learning_curve": {
        "en": "Learning from {leavers:count} leavers puts {value:share} of pairs in the right order ({low:share} to {high:share}); half of them would give {half:share}.",
        "vi": "Học từ {leavers:count} người rời đi, mô hình xếp đúng {value:share} số cặp ({low:share} đến {high:share}); một nửa số đó cho {half:share}.",
    },
    "churn.learning_curve.helps": {
        "en": "It is still learning: more leavers would likely help. From about {needed:count} leavers on, little would be gained.",
        "vi": "Mô hình vẫn đang học thêm: có nhiều người rời đi hơn thì có lẽ tốt hơn. Từ khoảng {needed:count} người trở đi sẽ không tăng thêm bao nhiêu.",
    },
    "churn.learning_curve.helps_open": {
        "en": "It is still learning: more leavers would likely help; how many it takes cannot be told from this curve.",
        "vi": "Mô hình vẫn đang học thêm: có nhiều người rời đi hơn thì có lẽ tốt hơn; đường cong này chưa cho biết cần bao nhiêu.",
    },
    "churn.learning_curve.enough": {
        "en": "From half to all, nothing was clearly gained: more customers of the same kind would change little; other facts about them might.",
        "vi": "Từ một nửa đến toàn bộ, không tăng thêm rõ rệt: thêm khách cùng loại sẽ không đổi nhiều; có thêm thông tin khác về họ thì có thể.",
    },
    "churn.learning_curve.too_few": {
        "en": "Too few customers left so far: {leavers:count} to learn from and {held:count} to judge by; {needed:count} and {needed_held:count} are needed at least.",
        "vi": "Đến nay quá ít khách rời đi: {leavers:count} người để học và {held:count} người để kiểm tra; cần ít nhất {needed:count} và {needed_held:count}.",
    },
    "churn.learning_curve.to_be_sure": {
        "en": "If the order is truly this good, about {needed:count} leavers to judge by would be needed to be sure of it; there were {held:count}.",
        "vi": "Nếu thứ hạng thật sự tốt như vậy, cần khoảng {needed:count} người rời đi để kiểm tra chắc chắn; hiện có {held:count}.",
    },
    "churn.learning_curve.not_seen": {
        "en": "Nothing was learned that ranks better than chance, so how many leavers it would take cannot be told.",
        "vi": "Chưa học được gì xếp hạng tốt hơn ngẫu nhiên, nên chưa thể biết cần bao nhiêu người rời đi.",
    },
    "churn.learning_curve.how": {
        "en": "Each share of the customers is drawn at random, learned from in the same way and judged on the same later customers; intervals are of the "
        "judging, not of the drawing.",
        "vi": "Mỗi tỷ lệ khách được chọn ngẫu nhiên, học theo cùng một cách và kiểm tra trên cùng nhóm khách về sau; khoảng tin cậy phản ánh việc kiểm tra, "
        "không phản ánh việc chọn mẫu.",
    },
    "churn.learning_curve.axis": {"en": "Leavers learned from", "vi": "Số người rời đi dùng để học"},
    "churn.learning_curve.axis_auc": {"en": "Pairs in the right order (AUC)", "vi": "Cặp xếp đúng thứ tự (AUC)"},
    "label.learned_from": {"en": "Leavers learned from", "vi": "Số người rời đi đã học"},
    "label.train_base": {"en": "Learned from (n)", "vi": "Số khách đã học (n)"},
    "label.log_loss": {"en": "Log-loss", "vi": "Log-loss"},
    "label.log_loss_low": {"en": "Log-loss, low", "vi": "Log-loss, cận dưới"},
    "label.log_loss_high": {"en": "Log-loss, high", "vi": "Log-loss, cận trên"},
    "churn.ageing.question": {"en": "Does the forecast still hold, or must it be learned again?", "vi": "Dự báo còn đúng không, hay phải học lại?"},
    "churn.ageing.holds": {
        "en": "It still holds. Of {base:count} customers of {cutoff:date}, {value:share} left ({low:share} to {high:share}) and {predicted:share} were expected. "
        "{drifted:count} of {columns:count} columns have changed since it learned.",
        "vi": "Dự báo vẫn đúng. Trong {base:count} khách tại ngày {cutoff:date}, {value:share} rời đi ({low:share} đến {high:share}), dự báo là {predicted:share}. "
        "{drifted:count} trong {columns:count} cột đã thay đổi kể từ khi học.",
    },
    "churn.ageing.refit": {
        "en": "Learn it again. Of {base:count} customers of {cutoff:date}, {value:share} left ({low:share} to {high:share}) and {predicted:share} were expected; "
        "{auc:share} of pairs were in the right order. {drifted:count} of {columns:count} columns have changed since it learned.",
        "vi": "Nên học lại. Trong {base:count} khách tại ngày {cutoff:date}, {value:share} rời đi ({low:share} đến {high:share}), dự báo là {predicted:share}; "
        "{auc:share} số cặp xếp đúng. {drifted:count} trong {columns:count} cột đã thay đổi kể từ khi học.",
    },
    "churn.ageing.same_day": {
        "en": "No later outcome is known yet than the one it was judged on.",
        "vi": "Chưa có kết quả nào mới hơn kết quả đã dùng để kiểm tra.",
    },
    "churn.ageing.limit": {
        "en": "Drift is the population stability index; its limit is what 95% of pairs of samples of these sizes stay under when nothing changes. P-values are "
        "corrected for {columns:count} columns (Benjamini and Hochberg). With many customers even small changes show.",
        "vi": "Độ trôi là chỉ số ổn định tổng thể (PSI); giới hạn là mức mà 95% cặp mẫu cỡ này không vượt qua khi không có gì thay đổi. Giá trị p đã hiệu chỉnh "
        "cho {columns:count} cột (Benjamini và Hochberg). Với nhiều khách, thay đổi nhỏ cũng hiện ra.",
    },
    "churn.ageing.rule": {
        "en": "It must be learned again when the share that left is surely more than a tenth off the expected, or leavers are surely ranked worse than when judged.",
        "vi": "Phải học lại khi tỷ lệ rời đi chắc chắn lệch quá một phần mười so với dự báo, hoặc thứ hạng chắc chắn kém hơn lúc kiểm tra.",
    },
    "churn.ageing.axis": {"en": "Drift since learning (PSI)", "vi": "Độ trôi kể từ khi học (PSI)"},
    "label.feature": {"en": "Column", "vi": "Cột"},
    "label.drift_limit": {"en": "Limit without change", "vi": "Giới hạn khi không đổi"},
    "value.verdict.no_drift": {"en": "no clear change", "vi": "không đổi rõ rệt"},
    "churn.ageing.forecast": {"en": "the forecast itself", "vi": "chính dự báo"},
    "churn.trust.slope.right": {
        "en": "The forecast is about as sure as it should be (calibration slope {value:number}, {low:number} to {high:number}; 1 is right).",
        "vi": "Mức chắc chắn của dự báo là hợp lý (độ dốc hiệu chuẩn {value:number}, từ {low:number} đến {high:number}; đúng là 1).",
    },
    "churn.trust.slope.too_sure": {
        "en": "The forecast is too sure: high risks are said too high and low ones too low (calibration slope {value:number}, {low:number} to {high:number}; 1 is right).",
        "vi": "Dự báo quá chắc chắn: rủi ro cao bị nói quá cao, rủi ro thấp bị nói quá thấp (độ dốc hiệu chuẩn {value:number}, từ {low:number} đến {high:number}; đúng là 1).",
    },
    "churn.trust.slope.unsure": {
        "en": "The forecast is not sure enough: high risks are said too low and low ones too high (calibration slope {value:number}, {low:number} to {high:number}; 1 is right).",
        "vi": "Dự báo chưa đủ dứt khoát: rủi ro cao bị nói quá thấp, rủi ro thấp bị nói quá cao (độ dốc hiệu chuẩn {value:number}, từ {low:number} đến {high:number}; đúng là 1).",
    },
    "churn.trust.level.right": {"en": "Over all it is neither too high nor too low.", "vi": "Nhìn chung dự báo không cao quá cũng không thấp quá."},
    "churn.trust.level.high": {"en": "Over all it expected more to leave than did.", "vi": "Nhìn chung dự báo số người rời đi nhiều hơn thực tế."},
    "churn.trust.level.low": {"en": "Over all it expected fewer to leave than did.", "vi": "Nhìn chung dự báo số người rời đi ít hơn thực tế."},
    "churn.trust.trusted": {
        "en": "Trusted, not checked: {columns} would have stopped this forecast, because it looks as if it knew the outcome (alone it tells {auc:share} of pairs "
        "of one who left and one who stayed). The study's settings say that it was known on the day. If that is wrong, nothing here holds.",
        "vi": "Được tin, chưa được kiểm chứng: {columns} lẽ ra đã làm dừng dự báo này, vì trông như đã biết trước kết quả (chỉ riêng nó xếp đúng {auc:share} số cặp "
        "người rời đi và người ở lại). Cài đặt của nghiên cứu nói rằng nó đã được biết vào ngày đó. Nếu điều này sai, mọi kết quả ở đây đều không còn giá trị.",
    },
    "churn.calibration.top.holds": {
        "en": "At the very top it holds: of the {base:count} with the highest forecasts ({predicted:share} on average), {value:share} left ({low:share} to {high:share}).",
        "vi": "Ở nhóm cao nhất dự báo vẫn đúng: trong {base:count} khách có dự báo cao nhất (trung bình {predicted:share}), {value:share} rời đi ({low:share} đến {high:share}).",
    },
    "churn.calibration.top.too_sure": {
        "en": "At the very top it is too sure: of the {base:count} with the highest forecasts ({predicted:share} on average), only {value:share} left ({low:share} to {high:share}).",
        "vi": "Ở nhóm cao nhất dự báo quá chắc chắn: trong {base:count} khách có dự báo cao nhất (trung bình {predicted:share}), chỉ {value:share} rời đi ({low:share} đến {high:share}).",
    },
    "churn.calibration.top.unsure": {
        "en": "At the very top it is not sure enough: of the {base:count} with the highest forecasts ({predicted:share} on average), {value:share} left ({low:share} to {high:share}).",
        "vi": "Ở nhóm cao nhất dự báo chưa đủ dứt khoát: trong {base:count} khách có dự báo cao nhất (trung bình {predicted:share}), {value:share} rời đi ({low:share} đến {high:share}).",
    },
    "churn.at_risk.capped": {
        "en": "No probability is shown above {most:share}: past customers with the highest forecasts bear out no more. It stands so for {n:count} in the list.",
        "vi": "Không xác suất nào được hiển thị cao hơn {most:share}: khách trước đây có dự báo cao nhất không cho thấy hơn mức đó. Điều này áp dụng cho {n:count} khách trong danh sách.",
    },
    "value.metric.calibration_slope": {"en": "Calibration slope (1 is right)", "vi": "Độ dốc hiệu chuẩn (đúng là 1)"},
    "value.metric.calibration_intercept": {"en": "Calibration intercept (0 is right)", "vi": "Hệ số chặn hiệu chuẩn (đúng là 0)"},
}
