"""Sentences of the action list and its ledger."""

TEXT: dict[str, dict[str, str]] = {
    "churn_list.rule": {
        "en": "Suggested action, by a written rule, the first that holds: none, when the interval of the probability holds the past share of leavers "
        "({rate:share}); recovery, after a complaint or a low score in the last {days:count} days; consistency, when channels, a touchpoint that they met, refunds or "
        "low scores are among the three themes that add most to the risk; proactive service, when visits that have fallen, a silence longer than their own "
        "gap, or the fee are among them; else none. It goes with leaving and is not a proven remedy. A complaint deserves an answer in any case.",
        "vi": "Hành động gợi ý theo quy tắc viết sẵn, lấy điều đúng đầu tiên: không làm gì, khi khoảng tin cậy của xác suất chứa tỷ lệ rời bỏ trước đây "
        "({rate:share}); khắc phục sự cố, khi có khiếu nại hoặc điểm thấp trong {days:count} ngày qua; làm đồng đều trải nghiệm, khi kênh, điểm chạm họ đã gặp, hoàn tiền "
        "hoặc điểm thấp nằm trong ba chủ đề làm tăng rủi ro nhiều nhất; chủ động chăm sóc, khi trong ba chủ đề đó có lượt ghé giảm, im lặng lâu hơn nhịp "
        "của chính họ, hoặc mức phí; ngoài ra không làm gì. Đây là điều đi cùng với rời bỏ, chưa phải cách chữa đã được chứng minh. Khiếu nại thì luôn cần được trả lời.",
    },
    "value.action.recovery": {"en": "recovery", "vi": "khắc phục sự cố"},
    "value.action.consistency": {"en": "consistency", "vi": "làm đồng đều trải nghiệm"},
    "value.action.proactive_service": {"en": "proactive service", "vi": "chủ động chăm sóc"},
    "value.action.none": {"en": "none", "vi": "không làm gì"},
    "value.action_taken.recovery": {"en": "recovery", "vi": "khắc phục sự cố"},
    "value.action_taken.consistency": {"en": "consistency", "vi": "làm đồng đều trải nghiệm"},
    "value.action_taken.proactive_service": {"en": "proactive service", "vi": "chủ động chăm sóc"},
    "value.action_taken.other": {"en": "other", "vi": "việc khác"},
    "value.action_taken.none": {"en": "none", "vi": "không làm gì"},
    "value.arm.contact": {"en": "contact", "vi": "liên hệ"},
    "value.arm.hold_out": {"en": "leave alone", "vi": "để yên"},
    "label.last_touchpoint": {"en": "Last touchpoint", "vi": "Điểm chạm gần nhất"},
    "label.last_touchpoint_day": {"en": "On", "vi": "Ngày chạm"},
    "label.last_question": {"en": "Last question answered", "vi": "Câu hỏi trả lời gần nhất"},
    "label.last_score": {"en": "Score given", "vi": "Điểm đã cho"},
    "label.last_score_day": {"en": "Answered on", "vi": "Ngày trả lời"},
    "label.last_comment": {"en": "Last comment", "vi": "Nhận xét gần nhất"},
    "label.last_comment_day": {"en": "Said on", "vi": "Ngày nhận xét"},
    "label.action": {"en": "Suggested action", "vi": "Hành động gợi ý"},
    "label.arm": {"en": "Drawn to", "vi": "Nhóm được chọn"},
    "label.draw": {"en": "List (do not change)", "vi": "Danh sách (không sửa)"},
    "label.action_taken": {"en": "Action taken", "vi": "Việc đã làm"},
    "label.action_day": {"en": "Day of action", "vi": "Ngày thực hiện"},
    "label.done_by": {"en": "Done by (role)", "vi": "Người làm (vai trò)"},
    "label.note": {"en": "Note", "vi": "Ghi chú"},
    "maps.action_list.to_keep.question": {
        "en": "Who may leave next but can still be kept, what happened to them last, and who acts?",
        "vi": "Ai sắp rời đi nhưng còn giữ lại được, điều gì vừa xảy ra với họ, và ai cần hành động?",
    },
    "maps.action_list.to_win_back.question": {
        "en": "Who is already silent, what happened to them last, and who acts?",
        "vi": "Ai đã im lặng, điều gì vừa xảy ra với họ, và ai cần hành động?",
    },
    "maps.action_list.masked": {
        "en": "Comments are masked of phone numbers, mails and other numbers of persons; names of people are not found. They stand here for those who act, not for quoting.",
        "vi": "Nhận xét đã được che số điện thoại, e-mail và các số định danh; tên người thì không nhận ra được. Chỉ dành cho người xử lý, không để trích dẫn.",
    },
    "churn_list.drawn": {
        "en": "Drawn at random (seed {seed}, share {share:share}): {contact:count} to contact, {hold_out:count} to leave alone. With this many, "
        "8 of 10 such draws would show an effect of {seen:points} points in the share that leaves; a much smaller one would mostly go unseen.",
        "vi": "Chọn ngẫu nhiên (seed {seed}, tỷ lệ {share:share}): {contact:count} khách để liên hệ, {hold_out:count} khách để yên. Với số khách này, "
        "8 trong 10 lần chọn như vậy sẽ cho thấy hiệu quả {seen:points} điểm phần trăm về tỷ lệ rời đi; hiệu quả nhỏ hơn nhiều phần lớn sẽ không thấy được.",
    },
    "churn_list.drawn_none": {
        "en": "Drawn at random (seed {seed}, share {share:share}): {contact:count} to contact, {hold_out:count} to leave alone. One side is empty, so whether acting "
        "works cannot be measured; take a longer list.",
        "vi": "Chọn ngẫu nhiên (seed {seed}, tỷ lệ {share:share}): {contact:count} khách để liên hệ, {hold_out:count} khách để yên. Một bên không có ai nên không thể đo "
        "hiệu quả; hãy lấy danh sách dài hơn.",
    },
    "churn_list.sheet.list": {"en": "Action list", "vi": "Danh sách hành động"},
    "churn_list.sheet.ledger": {"en": "Ledger", "vi": "Sổ theo dõi"},
    "churn_list.sheet.notes": {"en": "Notes", "vi": "Ghi chú"},
    "churn_list.how_to_fill": {
        "en": "To fill in: action taken (one of: {taken}), the day as year-month-day, the role of who did it (no names), and a note. Leave blank what was not done. "
        "Do not delete rows, and do not change customer, list or who is drawn to what.",
        "vi": "Cần điền: việc đã làm (một trong: {taken}), ngày theo dạng năm-tháng-ngày, vai trò của người làm (không ghi tên), và ghi chú. Việc chưa làm thì để trống. "
        "Không xoá dòng, không sửa mã khách, cột danh sách hay nhóm được chọn.",
    },
    "churn_list.how_to_fill.drawn": {
        "en": "Grey rows are left alone on purpose: only against them can be seen whether acting works.",
        "vi": "Các dòng màu xám được cố ý để yên: chỉ khi so với họ mới thấy việc hành động có hiệu quả hay không.",
    },
    "churn_list.how_to_fill.not_drawn": {
        "en": "Nobody on this list is left alone at random, so nobody can tell later whether acting worked.",
        "vi": "Danh sách này không để yên ngẫu nhiên ai, nên sau này không thể biết việc hành động có hiệu quả hay không.",
    },
    "churn_list.rejected.unknown_id": {
        "en": "no customer with this id in the study; put back the id of the list",
        "vi": "không có khách hàng nào mang mã này; hãy trả lại mã như trong danh sách",
    },
    "churn_list.rejected.no_id": {"en": "the id is blank; put back the id of the list", "vi": "mã khách để trống; hãy trả lại mã như trong danh sách"},
    "churn_list.rejected.shortened": {
        "en": "no customer with this id; a spreadsheet may have changed {id}. Put that back, and keep the column as text",
        "vi": "không có khách mang mã này; có thể phần mềm bảng tính đã đổi mã {id}. Hãy trả lại mã đó và giữ cột ở dạng văn bản",
    },
    "churn_list.rejected.twice": {"en": "this customer stands in row {first} already; keep one row", "vi": "khách này đã có ở dòng {first}; hãy giữ một dòng"},
    "churn_list.rejected.date": {"en": "not a day that can be read; write it like 2026-10-05", "vi": "không đọc được ngày; hãy viết như 2026-10-05"},
    "churn_list.rejected.outside": {
        "en": "the day lies outside of what was watched: from {first:date} to before {after:date}; mend the day",
        "vi": "ngày nằm ngoài thời gian theo dõi: từ {first:date} đến trước {after:date}; hãy sửa lại ngày",
    },
    "churn_list.rejected.other_list": {
        "en": "a row of another list; this file is the {list}. Keep a file for each list",
        "vi": "dòng này thuộc danh sách khác; tệp này là: {list}. Mỗi danh sách nên có một tệp riêng",
    },
    "churn_list.rejected.list": {"en": "does not say which list it is of; put back: {list}", "vi": "không cho biết thuộc danh sách nào; hãy trả lại: {list}"},
    "churn_list.rejected.word": {"en": "not one of the words to choose from: {allowed}", "vi": "không thuộc các từ được chọn: {allowed}"},
    "churn_list.rejected.moved": {
        "en": "changed by hand; this customer was drawn to: {arm}, and counts there",
        "vi": "đã bị sửa tay; khách này được chọn vào nhóm: {arm}, và được tính ở đó",
    },
    "churn_list.rejected.blank": {"en": "nothing of the ledger stands in this row", "vi": "dòng này không có nội dung nào của sổ theo dõi"},
    "churn_list.rejected.broken": {
        "en": "{found:count} columns instead of {expected:count}; mend the separators and quotation marks of this row",
        "vi": "có {found:count} cột thay vì {expected:count}; hãy sửa dấu phân cách và dấu ngoặc kép của dòng này",
    },
    "churn.did_it_work.question": {"en": "Did acting on the list keep anybody?", "vi": "Hành động theo danh sách có giữ được ai không?"},
    "churn.did_it_work.worked": {
        "en": "It kept customers: of {base_contact:count} drawn to be contacted on {listed_on:date}, {left_contact:share} had left by {end:date}; of {base_hold_out:count} left alone, "
        "{left_hold_out:share}. That is {value:signed_points} points ({low:signed_points} to {high:signed_points}).",
        "vi": "Việc này giữ được khách: trong {base_contact:count} khách được chọn để liên hệ ngày {listed_on:date}, {left_contact:share} đã rời đi trước {end:date}; trong "
        "{base_hold_out:count} khách để yên là {left_hold_out:share}. Chênh lệch {value:signed_points} điểm phần trăm ({low:signed_points} đến {high:signed_points}).",
    },
    "churn.did_it_work.harmed": {
        "en": "It did harm: of {base_contact:count} drawn to be contacted on {listed_on:date}, {left_contact:share} had left by {end:date}; of {base_hold_out:count} left alone, only "
        "{left_hold_out:share}. That is {value:signed_points} points ({low:signed_points} to {high:signed_points}).",
        "vi": "Việc này gây hại: trong {base_contact:count} khách được chọn để liên hệ ngày {listed_on:date}, {left_contact:share} đã rời đi trước {end:date}; trong "
        "{base_hold_out:count} khách để yên chỉ có {left_hold_out:share}. Chênh lệch {value:signed_points} điểm phần trăm ({low:signed_points} đến {high:signed_points}).",
    },
    "churn.did_it_work.cannot_tell": {
        "en": "We cannot tell whether acting works: of {base_contact:count} drawn to be contacted on {listed_on:date}, {left_contact:share} had left by {end:date}; of "
        "{base_hold_out:count} left alone, {left_hold_out:share}. The difference of {value:signed_points} points ({low:signed_points} to {high:signed_points}) may be chance; "
        "with this many, an effect under {detectable:points} points would mostly go unseen.",
        "vi": "Chưa thể kết luận việc hành động có hiệu quả hay không: trong {base_contact:count} khách được chọn để liên hệ ngày {listed_on:date}, {left_contact:share} đã rời đi trước "
        "{end:date}; trong {base_hold_out:count} khách để yên là {left_hold_out:share}. Chênh lệch {value:signed_points} điểm phần trăm ({low:signed_points} đến "
        "{high:signed_points}) có thể chỉ là ngẫu nhiên; với cỡ mẫu này, hiệu quả dưới {detectable:points} điểm phần lớn sẽ không thấy được.",
    },
    "churn.did_it_work.too_few": {
        "en": "Too few to tell: at least {minimum:count} customers are needed in either arm of the list of {listed_on:date}.",
        "vi": "Quá ít để kết luận: mỗi nhóm trong danh sách ngày {listed_on:date} cần ít nhất {minimum:count} khách.",
    },
    "churn.did_it_work.too_early": {
        "en": "Too early to tell: the list is of {listed_on:date}, this study sees days before {as_of:date}, and nobody can be known to have left before {first:date}.",
        "vi": "Còn quá sớm: danh sách lập ngày {listed_on:date}, dữ liệu chỉ thấy các ngày trước {as_of:date}, và chưa thể biết ai đã rời đi trước {first:date}.",
    },
    "churn.did_it_work.no_hold_out": {
        "en": "It cannot be told whether acting worked: nobody on the list was left alone at random, so there is nothing to compare with.",
        "vi": "Không thể biết việc hành động có hiệu quả hay không: không có ai trong danh sách được để yên ngẫu nhiên nên không có gì để so sánh.",
    },
    "churn.did_it_work.naive": {
        "en": " Of {base_contact:count} with an action noted {left_contact:share} left, of the other {base_hold_out:count} {left_hold_out:share}. That comparison misleads: "
        "those who could be reached differ from those who could not, whatever was done.",
        "vi": " Trong {base_contact:count} khách có ghi việc đã làm, {left_contact:share} rời đi; trong {base_hold_out:count} khách còn lại là {left_hold_out:share}. So sánh này gây hiểu lầm: "
        "khách liên hệ được vốn khác khách không liên hệ được, dù có làm gì hay không.",
    },
    "churn.did_it_work.axis": {
        "en": "Share that left, contacted minus left alone (points)",
        "vi": "Tỷ lệ rời đi, nhóm liên hệ trừ nhóm để yên (điểm phần trăm)",
    },
    "churn.did_it_work.next.worked": {"en": "Go on, and keep leaving a part of the next list alone.", "vi": "Tiếp tục, và vẫn để yên một phần của danh sách sau."},
    "churn.did_it_work.next.harmed": {"en": "Stop, and ask some of those who left what the contact did.", "vi": "Dừng lại, và hỏi vài khách đã rời đi xem việc liên hệ đã gây ra điều gì."},
    "churn.did_it_work.next.cannot_tell": {
        "en": "Draw the next list with the same seed and a longer list or a larger part left alone.",
        "vi": "Chọn danh sách sau với cùng seed, dài hơn hoặc để yên nhiều khách hơn.",
    },
    "churn.did_it_work.next.too_few": {"en": "Draw a longer list next time.", "vi": "Lần sau hãy chọn danh sách dài hơn."},
    "churn.did_it_work.next.no_hold_out": {"en": "Leave a random part of the next list alone.", "vi": "Hãy để yên ngẫu nhiên một phần của danh sách sau."},
    "churn.did_it_work.as_drawn": {
        "en": "Everyone counts as drawn, reached or not (intention to treat); so it says what drawing up and handing out this list does, not what a talk does.",
        "vi": "Mọi khách được tính theo nhóm đã chọn, dù có liên hệ được hay không (intention to treat); vì vậy kết quả nói về việc lập và giao danh sách này, không phải về một cuộc trò chuyện.",
    },
    "churn.did_it_work.as_treated": {
        "en": "Not comparable: of {done:count} in the contact arm with an action noted {left_done:share} left, of {not_done:count} without {left_not_done:share}. Who is reached is not random.",
        "vi": "Không so sánh được: trong nhóm liên hệ, {done:count} khách có ghi việc đã làm thì {left_done:share} rời đi, {not_done:count} khách không có thì {left_not_done:share}. Ai liên hệ được không phải là ngẫu nhiên.",
    },
    "churn.did_it_work.spoiled": {
        "en": "{n:count} who were to be left alone have an action noted; they count as left alone, which makes the difference look smaller.",
        "vi": "{n:count} khách lẽ ra để yên lại có ghi việc đã làm; họ vẫn tính là để yên, nên chênh lệch trông nhỏ hơn thực tế.",
    },
    "churn.did_it_work.not_done": {
        "en": "For {n:count} of {base:count} who were to be contacted no action is noted.",
        "vi": "{n:count} trong {base:count} khách cần liên hệ không có ghi việc đã làm.",
    },
    "churn.did_it_work.payments": {
        "en": "A contact that we made may be recorded as activity of theirs; the row on payments is free of that, and checks the first.",
        "vi": "Lần chúng ta liên hệ có thể bị ghi thành hoạt động của khách; dòng về thanh toán không bị ảnh hưởng và dùng để kiểm tra dòng đầu.",
    },
    "churn.did_it_work.own_contact": {
        "en": "A contact that we made may be recorded as activity of theirs; then acting looks better than it is.",
        "vi": "Lần chúng ta liên hệ có thể bị ghi thành hoạt động của khách; khi đó việc hành động trông tốt hơn thực tế.",
    },
    "churn.did_it_work.classes": {
        "en": "The first row alone was planned. The {n:count} classes of action are corrected together (Holm), and nothing is said of a part when the first row cannot tell.",
        "vi": "Chỉ dòng đầu là đã định trước. {n:count} loại hành động được hiệu chỉnh chung (Holm), và không kết luận về phần nào khi dòng đầu chưa thể kết luận.",
    },
    "churn.did_it_work.early": {
        "en": "Judged on {end:date}, before the outcome of this list is complete on {planned:date}: leaving after that day is not seen.",
        "vi": "Đánh giá tại ngày {end:date}, trước khi kết quả của danh sách này đầy đủ vào {planned:date}: chưa thấy những ai rời đi sau đó.",
    },
    "churn.did_it_work.lost": {
        "en": "The ledger holds {read:count} of the {listed:count} rows that were drawn. If rows were deleted in one arm more than in the other, the comparison is spoiled.",
        "vi": "Sổ theo dõi chỉ còn {read:count} trong {listed:count} dòng đã chọn. Nếu một nhóm bị xoá nhiều hơn nhóm kia thì so sánh không còn đúng.",
    },
    "churn.did_it_work.uneven": {
        "en": "{seen:share} of the rows are left alone where {share:share} were to be; chance alone does that less than once in 1,000 times. Look for rows that were deleted.",
        "vi": "{seen:share} số dòng được để yên, trong khi lẽ ra là {share:share}; ngẫu nhiên chỉ gây ra điều đó chưa tới 1 trong 1.000 lần. Hãy tìm xem có dòng nào bị xoá.",
    },
    "churn.did_it_work.rejected": {
        "en": "{cells:count} entries of the ledger could not be used, {rows:count} whole rows among them; they are listed in its table of rejected entries.",
        "vi": "{cells:count} mục trong sổ không dùng được, trong đó có {rows:count} dòng bị bỏ cả dòng; tất cả nằm trong bảng các mục bị loại.",
    },
    "churn.did_it_work.elsewhere": {
        "en": "{n:count} of the ledger are outside of this slice or had left before the list was made, and do not count.",
        "vi": "{n:count} khách trong sổ nằm ngoài lát cắt này hoặc đã rời đi trước khi lập danh sách, nên không được tính.",
    },
    "label.among": {"en": "Among", "vi": "Trong nhóm"},
    "label.base_contact": {"en": "To contact (n)", "vi": "Cần liên hệ (n)"},
    "label.base_hold_out": {"en": "Left alone (n)", "vi": "Để yên (n)"},
    "label.left_contact": {"en": "Left, contacted", "vi": "Rời đi, nhóm liên hệ"},
    "label.left_hold_out": {"en": "Left, left alone", "vi": "Rời đi, nhóm để yên"},
    "value.among.everyone": {"en": "everyone listed", "vi": "tất cả trong danh sách"},
    "value.among.payments": {"en": "everyone, by payments alone", "vi": "tất cả, chỉ xét thanh toán"},
    "value.among.recovery": {"en": "recovery", "vi": "khắc phục sự cố"},
    "value.among.consistency": {"en": "consistency", "vi": "làm đồng đều trải nghiệm"},
    "value.among.proactive_service": {"en": "proactive service", "vi": "chủ động chăm sóc"},
    "value.among.none": {"en": "no action suggested", "vi": "không gợi ý hành động"},
    "value.among.naive": {"en": "acted on against not (misleading)", "vi": "có làm so với không làm (gây hiểu lầm)"},
    "value.verdict.fewer left": {"en": "fewer left", "vi": "ít người rời đi hơn"},
    "value.verdict.more left": {"en": "more left", "vi": "nhiều người rời đi hơn"},
    "value.verdict.misleading": {"en": "misleading", "vi": "gây hiểu lầm"},
    "churn.did_it_work.lists.worked": {
        "en": "Over {lists:count} lists it kept customers: of {base_contact:count} drawn to be contacted fewer left than of {base_hold_out:count} left alone, by "
        "{value:signed_points} points ({low:signed_points} to {high:signed_points}).",
        "vi": "Tính chung {lists:count} danh sách, việc này giữ được khách: trong {base_contact:count} khách được chọn để liên hệ, tỷ lệ rời đi thấp hơn so với {base_hold_out:count} "
        "khách để yên, {value:signed_points} điểm phần trăm ({low:signed_points} đến {high:signed_points}).",
    },
    "churn.did_it_work.lists.harmed": {
        "en": "Over {lists:count} lists it did harm: of {base_contact:count} drawn to be contacted more left than of {base_hold_out:count} left alone, by "
        "{value:signed_points} points ({low:signed_points} to {high:signed_points}).",
        "vi": "Tính chung {lists:count} danh sách, việc này gây hại: trong {base_contact:count} khách được chọn để liên hệ, tỷ lệ rời đi cao hơn so với {base_hold_out:count} "
        "khách để yên, {value:signed_points} điểm phần trăm ({low:signed_points} đến {high:signed_points}).",
    },
    "churn.did_it_work.lists.cannot_tell": {
        "en": "We cannot tell over {lists:count} lists whether acting works: {value:signed_points} points ({low:signed_points} to {high:signed_points}) between "
        "{base_contact:count} drawn to be contacted and {base_hold_out:count} left alone; an effect under {detectable:points} points would mostly go unseen.",
        "vi": "Tính chung {lists:count} danh sách vẫn chưa thể kết luận: chênh lệch {value:signed_points} điểm phần trăm ({low:signed_points} đến {high:signed_points}) giữa "
        "{base_contact:count} khách được chọn để liên hệ và {base_hold_out:count} khách để yên; hiệu quả dưới {detectable:points} điểm phần lớn sẽ không thấy được.",
    },
    "churn.did_it_work.lists.alike": {
        "en": "The lists do not differ by more than chance (p = {p:p_value}; {part:whole_share} of their spread is not chance).",
        "vi": "Các danh sách không khác nhau quá mức ngẫu nhiên (p = {p:p_value}; {part:whole_share} mức phân tán không phải do ngẫu nhiên).",
    },
    "churn.did_it_work.lists.unlike": {
        "en": "But the lists differ by more than chance (p = {p:p_value}; {part:whole_share} of their spread is not chance): the mean hides that it worked differently "
        "from quarter to quarter. Look at each list.",
        "vi": "Nhưng các danh sách khác nhau quá mức ngẫu nhiên (p = {p:p_value}; {part:whole_share} mức phân tán không phải do ngẫu nhiên): con số trung bình che khuất việc hiệu quả "
        "thay đổi theo từng quý. Hãy xem từng danh sách.",
    },
    "churn.did_it_work.lists.how": {
        "en": "Each of the {lists:count} lists is compared within itself, and weighted by how surely its difference is known; shares are never mixed across quarters to compare the arms.",
        "vi": "Mỗi danh sách trong {lists:count} danh sách được so sánh riêng, rồi lấy trung bình có trọng số theo độ chắc chắn của chênh lệch; không trộn tỷ lệ giữa các quý để so hai nhóm.",
    },
    "churn.did_it_work.lists.aside": {
        "en": "{n:count} lists take no part: too small, too early, or with nobody left alone at random.",
        "vi": "{n:count} danh sách không được tính: quá nhỏ, quá sớm, hoặc không có ai được để yên ngẫu nhiên.",
    },
    "churn.did_it_work.lists.again": {
        "en": "{n:count} customers stand on more than one list and count on each; who is still there for a later list may differ between the arms.",
        "vi": "{n:count} khách có mặt trong nhiều danh sách và được tính ở từng danh sách; những ai còn ở lại đến danh sách sau có thể khác nhau giữa hai nhóm.",
    },
    "value.among.lists": {"en": "all lists together", "vi": "tất cả danh sách"},
}
