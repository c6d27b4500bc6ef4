"""Sentences about where the lost went, windows, and consistency of places."""

TEXT: dict[str, dict[str, str]] = {
    "journeys.next.question": {
        "en": "Where did those go who did not go on?",
        "vi": "Những khách không đi tiếp đã đi đâu?",
    },
    "journeys.next.lost": {
        "en": "Of the {units} {when}, {base:count} were lost at {step}.",
        "vi": "Trong các {units} {when}, {base:count} đã bị mất ở bước {step}.",
    },
    "journeys.next.most_lost": {
        "en": "Of the {units} {when}, {base:count} were lost at {step}, more than at any other step.",
        "vi": "Trong các {units} {when}, {base:count} đã bị mất ở bước {step}, nhiều hơn mọi bước khác.",
    },
    "journeys.next.silent": {
        "en": "{share} of these made no other contact before their window was over.",
        "vi": "{share} trong số đó không có lượt tiếp xúc nào khác cho đến hết thời hạn.",
    },
    "journeys.next.none_silent": {
        "en": "All of these made another contact before their window was over.",
        "vi": "Tất cả số đó đều có lượt tiếp xúc khác trước khi hết thời hạn.",
    },
    "journeys.next.place": {
        "en": "The most frequent of their next contacts is “{place}”: {share}.",
        "vi": "Lượt tiếp xúc kế tiếp thường gặp nhất là “{place}”: {share}.",
    },
    "journeys.next.tie": {
        "en": "Which of these comes first we cannot tell.",
        "vi": "Chưa thể kết luận hướng nào nhiều hơn.",
    },
    "journeys.next.nobody": {
        "en": "None of the {units} {when} was lost here so far.",
        "vi": "Cho đến nay chưa mất ai ở đây trong các {units} {when}.",
    },
    "journeys.next.next": {
        "en": "Follow some of those lost at {step} to where they went, and ask those who went silent.",
        "vi": "Xem lại một số khách bị mất ở {step} đã đi đâu, và hỏi những ai đã im lặng.",
    },
    "journeys.next.caveat": {
        "en": "Only settled losses count, not those still on their way. The next contact is the customer's, in whichever journey.",
        "vi": "Chỉ tính những trường hợp đã chắc chắn bị mất, không tính ai còn đang đi. Lượt tiếp xúc kế tiếp là của khách hàng, bất kể thuộc hành trình nào.",
    },
    "journeys.next.axis": {"en": "Share of those lost at the step", "vi": "Tỷ lệ trong số bị mất ở bước đó"},
    "value.went_to.no contact": {"en": "no contact", "vi": "không tiếp xúc nữa"},
    "value.went_to.same stage only": {"en": "same stage only", "vi": "chỉ ở lại bước cũ"},
    "value.went_to.outside of the stages": {"en": "outside of the stages", "vi": "ngoài các bước"},
    "value.went_to.new journey": {"en": "new journey", "vi": "hành trình mới"},
    "value.went_to.other places": {"en": "other places", "vi": "nơi khác"},
    "label.went_to": {"en": "Went to", "vi": "Đi đến"},
    "label.went_there": {"en": "Went there", "vi": "Số đi đến đó"},
    "label.other_channel": {"en": "By another channel", "vi": "Qua kênh khác"},
    "label.days": {"en": "Days until then (median)", "vi": "Số ngày đến lúc đó (trung vị)"},
    "journeys.windows.question": {
        "en": "How much does the share that completes the journey depend on the window?",
        "vi": "Tỷ lệ đi hết hành trình phụ thuộc vào thời hạn đến mức nào?",
    },
    "journeys.windows": {
        "en": "Of the {base:count} {units} {when}, {value} reach {stage} within the study's window of {days:number} days.",
        "vi": "Trong {base:count} {units} {when}, {value} đi đến bước {stage} trong thời hạn {days:number} ngày của nghiên cứu.",
    },
    "journeys.windows.shorter": {
        "en": "With {days:number} days it would be {value}.",
        "vi": "Với thời hạn {days:number} ngày, con số là {value}.",
    },
    "journeys.windows.longer": {
        "en": "A window of {days:number} days would add {added}.",
        "vi": "Thời hạn {days:number} ngày sẽ cộng thêm {added}.",
    },
    "journeys.windows.longer.none": {
        "en": "A window of {days:number} days would add {added}: next to nothing that we can tell.",
        "vi": "Thời hạn {days:number} ngày sẽ cộng thêm {added}: gần như không đáng kể.",
    },
    "journeys.windows.not_watched": {
        "en": "Nobody has been watched for {days:number} days yet, so we cannot tell how many of the {units} will arrive.",
        "vi": "Chưa ai được theo dõi đủ {days:number} ngày, nên chưa thể biết bao nhiêu {units} sẽ đi đến cuối.",
    },
    "journeys.windows.each": {
        "en": "Each row has its own window; the notes below speak of the study's.",
        "vi": "Mỗi dòng có thời hạn riêng; các ghi chú nói về thời hạn của nghiên cứu.",
    },
    "journeys.windows.caveat": {
        "en": "{rows:count} windows are longer than anybody was watched: no share is given for them.",
        "vi": "Có {rows:count} thời hạn dài hơn thời gian theo dõi bất kỳ ai: không đưa ra tỷ lệ cho các thời hạn đó.",
    },
    "journeys.windows.next": {
        "en": "If the share still climbs at the study's window, lengthen it in study.toml, [journey] window_days.",
        "vi": "Nếu tỷ lệ vẫn còn tăng ở thời hạn hiện tại, hãy kéo dài nó trong study.toml, mục [journey] window_days.",
    },
    "journeys.windows.axis": {"en": "Share that reaches {stage}", "vi": "Tỷ lệ đi đến bước {stage}"},
    "journeys.windows.axis_days": {"en": "Conversion window (days)", "vi": "Thời hạn (ngày)"},
    "label.window_days": {"en": "Window (days)", "vi": "Thời hạn (ngày)"},
    "consistency.question": {
        "en": "At the same touchpoint, how much depends on the {by}?",
        "vi": "Cùng một điểm chạm, kết quả phụ thuộc vào {by} đến mức nào?",
    },
    "consistency.at": {"en": " at “{place}”", "vi": " tại “{place}”"},
    "consistency.differ": {
        "en": "In {wave:period} the least consistent is {asked}{spot}: the {by} explains {share:share} (95% interval {low:share} to {high:share}) "
        "of the differences between answers. About two places in three lie within ±{sd:score} of the average "
        "(95% interval of this spread {sd_low:score} to {sd_high:score}; {places:count} places, n = {base:count}).",
        "vi": "Trong {wave:period}, thiếu nhất quán nhất là {asked}{spot}: {by} giải thích {share:share} (khoảng tin cậy 95%: {low:share} đến "
        "{high:share}) khác biệt giữa các câu trả lời. Khoảng hai phần ba số nơi nằm trong ±{sd:score} quanh mức trung bình "
        "(khoảng tin cậy 95% của độ lệch này: {sd_low:score} đến {sd_high:score}; {places:count} nơi, n = {base:count}).",
    },
    "consistency.none": {
        "en": "In {wave:period} we cannot tell that the {by} makes a difference at any of the {tested:count} touchpoints looked at. The largest share "
        "is that of {asked}{spot}: {share:share} of the differences between answers (95% interval {low:share} to {high:share}; "
        "{places:count} places, n = {base:count}).",
        "vi": "Trong {wave:period}, chưa thể kết luận rằng {by} tạo ra khác biệt ở bất kỳ điểm nào trong {tested:count} điểm chạm đã xét. "
        "Tỷ lệ lớn nhất thuộc về {asked}{spot}: {share:share} khác biệt giữa các câu trả lời (khoảng tin cậy 95%: {low:share} đến {high:share}; "
        "{places:count} nơi, n = {base:count}).",
    },
    "consistency.others": {
        "en": "Places differ clearly at {others:count} more of the {tested:count} looked at.",
        "vi": "Các nơi còn khác biệt rõ ở {others:count} điểm khác trong {tested:count} điểm đã xét.",
    },
    "consistency.too_few": {
        "en": "In {wave:period} fewer than {fewest:count} places ({by}) have answers that can be compared: we cannot tell how much they differ.",
        "vi": "Trong {wave:period}, có ít hơn {fewest:count} nơi ({by}) có câu trả lời để so sánh: chưa thể kết luận chúng khác nhau bao nhiêu.",
    },
    "consistency.next": {
        "en": "See which {by} stands out on {asked}, and copy what the best of them do.",
        "vi": "Xem {by} nào nổi bật ở {asked}, và nhân rộng cách làm của nơi tốt nhất.",
    },
    "consistency.next.none": {
        "en": "Do not rank by {by} on this evidence; gather more answers on {asked}, or look at another split.",
        "vi": "Chưa nên xếp hạng theo {by} với dữ liệu này; hãy thu thêm câu trả lời về {asked}, hoặc xem cách chia khác.",
    },
    "consistency.caveat": {
        "en": "Intraclass correlation of single answers (one-way random effects, F interval); the p-values are corrected for {tested:count} "
        "touchpoints. Places that serve other kinds of customers differ too: a difference is not yet a fault.",
        "vi": "Hệ số tương quan nội nhóm của từng câu trả lời (mô hình ngẫu nhiên một chiều, khoảng theo phân phối F); giá trị p đã hiệu chỉnh cho "
        "{tested:count} điểm chạm. Nơi phục vụ nhóm khách khác nhau cũng sẽ khác nhau: khác biệt chưa phải là lỗi.",
    },
    "consistency.unweighted": {
        "en": "Weights are not used here: every answer counts alike.",
        "vi": "Phần này không dùng trọng số: mọi câu trả lời được tính như nhau.",
    },
    "consistency.employees": {
        "en": "These are people: use it to help, with them, and never alone to judge.",
        "vi": "Đây là con người: hãy dùng để hỗ trợ và trao đổi cùng họ, không dùng riêng để phán xét.",
    },
    "consistency.axis": {
        "en": "Share of the differences between answers that the {by} explains",
        "vi": "Tỷ lệ khác biệt giữa các câu trả lời do {by}",
    },
    "label.places": {"en": "Places", "vi": "Số nơi"},
    "label.between_sd": {"en": "Spread between places", "vi": "Độ lệch giữa các nơi"},
    "label.between_low": {"en": "Spread, low", "vi": "Độ lệch, cận dưới"},
    "label.between_high": {"en": "Spread, high", "vi": "Độ lệch, cận trên"},
    "label.within_sd": {"en": "Spread within a place", "vi": "Độ lệch trong một nơi"},
    "value.verdict.places differ": {"en": "places differ", "vi": "các nơi khác nhau"},
    "bad_contact.question": {
        "en": "Does one bad contact outweigh the average of all?",
        "vi": "Một lần tiếp xúc tồi có lấn át mức trung bình của mọi lần không?",
    },
    "bad_contact.worst": {
        "en": "Yes: for {base:count} customers the worst earlier rating tells the later {asked} better than the average does. It explains "
        "{worst:share} of the differences for unseen customers, the average {average:share} (95% interval of the gap {low:signed_points} to "
        "{high:signed_points} points).",
        "vi": "Có: với {base:count} khách hàng, điểm tệ nhất trước đó dự báo {asked} về sau tốt hơn điểm trung bình. Nó giải thích {worst:share} "
        "khác biệt ở khách chưa biết, còn điểm trung bình là {average:share} (khoảng tin cậy 95% của chênh lệch: {low:signed_points} đến "
        "{high:signed_points} điểm).",
    },
    "bad_contact.average": {
        "en": "No: for {base:count} customers the average of the earlier ratings tells the later {asked} better than the worst does. It explains "
        "{average:share} of the differences for unseen customers, the worst {worst:share} (95% interval of the gap {low:signed_points} to "
        "{high:signed_points} points).",
        "vi": "Không: với {base:count} khách hàng, điểm trung bình trước đó dự báo {asked} về sau tốt hơn điểm tệ nhất. Nó giải thích "
        "{average:share} khác biệt ở khách chưa biết, còn điểm tệ nhất là {worst:share} (khoảng tin cậy 95% của chênh lệch: {low:signed_points} đến "
        "{high:signed_points} điểm).",
    },
    "bad_contact.none": {
        "en": "We cannot tell: for {base:count} customers the worst earlier rating explains {worst:share} of the later {asked} for unseen "
        "customers, the average {average:share} (95% interval of the gap {low:signed_points} to {high:signed_points} points).",
        "vi": "Chưa thể kết luận: với {base:count} khách hàng, điểm tệ nhất trước đó giải thích {worst:share} khác biệt của {asked} về sau ở khách "
        "chưa biết, còn điểm trung bình là {average:share} (khoảng tin cậy 95% của chênh lệch: {low:signed_points} đến {high:signed_points} điểm).",
    },
    "bad_contact.nothing": {
        "en": "We cannot tell: for {base:count} customers neither the worst nor the average of the earlier ratings tells anything of the later {asked}.",
        "vi": "Chưa thể kết luận: với {base:count} khách hàng, cả điểm tệ nhất lẫn điểm trung bình trước đó đều không cho biết gì về {asked} về sau.",
    },
    "bad_contact.adds": {
        "en": "Knowing the worst beside the average adds {gain:signed_points} points (95% interval {low:signed_points} to {high:signed_points}).",
        "vi": "Biết thêm điểm tệ nhất bên cạnh điểm trung bình giúp tăng {gain:signed_points} điểm (khoảng tin cậy 95%: {low:signed_points} đến "
        "{high:signed_points}).",
    },
    "bad_contact.too_few": {
        "en": "We cannot tell: {n:count} customers gave two ratings or more before a later answer to {asked}; it takes {fewest:count}.",
        "vi": "Chưa thể kết luận: có {n:count} khách hàng cho từ hai điểm trở lên trước khi trả lời {asked}; cần ít nhất {fewest:count}.",
    },
    "bad_contact.ask": {
        "en": "Ask the same customers again: a short rating after each contact, and the overall question some weeks later.",
        "vi": "Hãy hỏi lại cùng những khách hàng: chấm điểm ngắn sau mỗi lần tiếp xúc, và câu hỏi tổng thể vài tuần sau đó.",
    },
    "bad_contact.caveat": {
        "en": "{ratings:number} earlier ratings per customer on average, from the waves before. Errors are for customers that the line has not seen "
        "({folds:count} parts). What tells a score need not cause it.",
        "vi": "Trung bình {ratings:number} điểm trước đó cho mỗi khách, từ các đợt trước. Sai số tính trên khách mà mô hình chưa thấy "
        "({folds:count} phần). Điều dự báo được điểm chưa chắc là nguyên nhân.",
    },
    "bad_contact.next": {
        "en": "Watch the worst rating of each customer beside their average, and mend after a bad contact.",
        "vi": "Theo dõi điểm tệ nhất của từng khách bên cạnh điểm trung bình, và khắc phục ngay sau lần tiếp xúc tồi.",
    },
    "bad_contact.axis": {
        "en": "Differences explained beyond the average rating (points)",
        "vi": "Phần khác biệt giải thích thêm so với điểm trung bình (điểm)",
    },
    "bad_contact.reference": {"en": "as good as the average", "vi": "ngang với điểm trung bình"},
    "label.predictor": {"en": "Predicted from", "vi": "Dự báo từ"},
    "label.error": {"en": "Error (score units)", "vi": "Sai số (đơn vị điểm)"},
    "label.explained": {"en": "Explained", "vi": "Giải thích được"},
    "value.predictor.average": {"en": "average rating", "vi": "điểm trung bình"},
    "value.predictor.worst": {"en": "worst rating", "vi": "điểm tệ nhất"},
    "value.predictor.both": {"en": "both", "vi": "cả hai"},
    "value.predictor.neither": {"en": "neither", "vi": "không điểm nào"},
    "value.verdict.better": {"en": "better", "vi": "tốt hơn"},
    "value.verdict.worse": {"en": "worse", "vi": "kém hơn"},
}
