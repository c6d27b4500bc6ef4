"""Sentences about whether acting on a forecast is worth it."""

TEXT: dict[str, dict[str, str]] = {
    "churn.worth.question": {
        "en": "Is it worth contacting those who may leave, and how many of them?",
        "vi": "Có đáng để liên hệ những khách có thể rời đi không, và nên liên hệ bao nhiêu người?",
    },
    "churn.worth.pays": {
        "en": "Worth it, if {rate:share} of the leavers who are contacted stay: contacting {count:count} of {base:count} customers of {cutoff:date} "
        "({share:share}), {rule}, would have brought {value:money} ({low:money} to {high:money}). Contacting everyone would have brought "
        "{everyone:money}, nobody 0.",
        "vi": "Đáng làm, nếu {rate:share} số khách sắp rời đi được liên hệ chịu ở lại: liên hệ {count:count} trong {base:count} khách ngày {cutoff:date} "
        "({share:share}), {rule}, lẽ ra mang về {value:money} ({low:money} đến {high:money}). Liên hệ tất cả thì được {everyone:money}, "
        "không liên hệ ai thì được 0.",
    },
    "churn.worth.cannot_tell": {
        "en": "We cannot tell whether it is worth it: if {rate:share} of the leavers who are contacted stay, contacting {count:count} of {base:count} "
        "customers of {cutoff:date} ({share:share}), {rule}, would have brought {value:money}, but anything from {low:money} to {high:money} "
        "fits. Contacting everyone would have brought {everyone:money}, nobody 0.",
        "vi": "Chưa thể kết luận có đáng làm hay không: nếu {rate:share} số khách sắp rời đi được liên hệ chịu ở lại, liên hệ {count:count} trong "
        "{base:count} khách ngày {cutoff:date} ({share:share}), {rule}, lẽ ra mang về {value:money}, nhưng mọi mức từ {low:money} đến {high:money} "
        "đều có thể. Liên hệ tất cả thì được {everyone:money}, không liên hệ ai thì được 0.",
    },
    "churn.worth.loses": {
        "en": "Not worth it: even if {rate:share} of the leavers who are contacted stay, contacting {count:count} of {base:count} customers of "
        "{cutoff:date} ({share:share}), {rule}, would have brought {value:money} ({low:money} to {high:money}). Contacting everyone would have "
        "brought {everyone:money}, nobody 0.",
        "vi": "Không đáng làm: ngay cả khi {rate:share} số khách sắp rời đi được liên hệ chịu ở lại, liên hệ {count:count} trong {base:count} khách ngày "
        "{cutoff:date} ({share:share}), {rule}, cũng chỉ mang về {value:money} ({low:money} đến {high:money}). Liên hệ tất cả thì được "
        "{everyone:money}, không liên hệ ai thì được 0.",
    },
    "churn.worth.never": {
        "en": "Not worth it: for none of the {base:count} customers of {cutoff:date} is the risk high enough for a contact to pay: {rule}. Contacting "
        "everyone would have brought {everyone:money}, nobody 0.",
        "vi": "Không đáng làm: không ai trong {base:count} khách ngày {cutoff:date} có rủi ro đủ cao để việc liên hệ có lãi: {rule}. Liên hệ tất cả thì "
        "được {everyone:money}, không liên hệ ai thì được 0.",
    },
    "churn.worth.unclear": {
        "en": "We cannot tell whether it is worth it: at a success rate of {rate:share} a contact pays for none of the {base:count} customers of "
        "{cutoff:date} ({rule}); at the upper end of what the rate may be it would for some. Contacting everyone would have brought "
        "{everyone:money}, nobody 0.",
        "vi": "Chưa thể kết luận có đáng làm hay không: với tỷ lệ thành công {rate:share}, việc liên hệ không có lãi với ai trong {base:count} khách ngày "
        "{cutoff:date} ({rule}); nếu tỷ lệ này ở mức cao nhất có thể thì sẽ có lãi với một số khách. Liên hệ tất cả thì được {everyone:money}, "
        "không liên hệ ai thì được 0.",
    },
    "churn.worth.few": {
        "en": "We cannot tell whether it is worth it: a contact is expected to pay for a handful of the {base:count} customers of {cutoff:date} only, "
        "{rule}, too few to judge by. Contacting everyone would have brought {everyone:money}, nobody 0.",
        "vi": "Chưa thể kết luận có đáng làm hay không: việc liên hệ chỉ có thể có lãi với vài người trong {base:count} khách ngày {cutoff:date}, "
        "{rule}, quá ít để đánh giá. Liên hệ tất cả thì được {everyone:money}, không liên hệ ai thì được 0.",
    },
    "churn.worth.no_staff": {
        "en": "With staff for no contact at all nothing can be gained among the {base:count} customers of {cutoff:date}.",
        "vi": "Không có nhân sự để liên hệ thì không thể thu được gì từ {base:count} khách ngày {cutoff:date}.",
    },
    "churn.worth.rule.one": {"en": "those at a risk of {risk:share} or more", "vi": "những người có rủi ro từ {risk:share} trở lên"},
    "churn.worth.rule.own": {
        "en": "those whose risk is high enough for what they are worth (at the mean of {value:money}: from {risk:share})",
        "vi": "những người có rủi ro đủ cao so với giá trị của họ (ở mức giá trị trung bình {value:money}: từ {risk:share})",
    },
    "churn.worth.rule.first": {"en": "the first in order of expected gain", "vi": "những người đầu tiên theo lợi ích kỳ vọng"},
    "churn.worth.rule.own_beyond": {
        "en": "those worth enough for their risk (at the mean of {value:money} no risk is high enough)",
        "vi": "những người có giá trị đủ cao so với rủi ro (ở mức giá trị trung bình {value:money} không rủi ro nào là đủ cao)",
    },
    "churn.worth.rule.none": {
        "en": "at a mean value of {value:money} it would take a risk of {risk:share}",
        "vi": "ở mức giá trị trung bình {value:money} cần rủi ro từ {risk:share}",
    },
    "churn.worth.rule.none_beyond": {
        "en": "at a mean value of {value:money} no risk is high enough",
        "vi": "ở mức giá trị trung bình {value:money} không rủi ro nào là đủ cao",
    },
    "churn.worth.capacity": {
        "en": " That is as many as staff can contact ({capacity:count}); contacting all {count:count} for whom it is expected to pay would have brought {value:money}.",
        "vi": " Đó là số khách tối đa nhân viên liên hệ được ({capacity:count}); nếu liên hệ đủ {count:count} khách được dự kiến có lãi thì lẽ ra được {value:money}.",
    },
    "churn.worth.persuade": {
        "en": "This rests on the success rate. Risk says who may leave, not who can be persuaded: only leaving a random part of the list alone shows "
        "what acting does.",
        "vi": "Kết quả này phụ thuộc vào tỷ lệ thành công. Rủi ro cho biết ai có thể rời đi, không cho biết ai có thể thuyết phục được: chỉ khi để ngẫu nhiên "
        "một phần danh sách không tác động mới thấy được hiệu quả.",
    },
    "churn.worth.rate.range": {
        "en": "Assumed: a success rate of {rate:share} ({low:share} to {high:share}), {contact:money} a contact, {offer:money} for an offer taken up (stayers take "
        "it too), {value:money} on average for a customer who is kept. The interval holds the success rate's own range.",
        "vi": "Giả định: tỷ lệ thành công {rate:share} ({low:share} đến {high:share}), {contact:money} mỗi lần liên hệ, {offer:money} cho mỗi ưu đãi được nhận (người "
        "ở lại cũng nhận), trung bình {value:money} cho mỗi khách giữ được. Khoảng tin cậy đã tính cả khoảng của tỷ lệ thành công.",
    },
    "churn.worth.rate.exact": {
        "en": "Assumed: a success rate of exactly {rate:share}, {contact:money} a contact, {offer:money} for an offer taken up (stayers take it too), {value:money} on "
        "average for a customer who is kept. The interval takes the success rate as certain.",
        "vi": "Giả định: tỷ lệ thành công đúng bằng {rate:share}, {contact:money} mỗi lần liên hệ, {offer:money} cho mỗi ưu đãi được nhận (người ở lại cũng nhận), "
        "trung bình {value:money} cho mỗi khách giữ được. Khoảng tin cậy coi tỷ lệ thành công là chắc chắn.",
    },
    "churn.worth.hindsight": {
        "en": "Looking back, profit was highest at {share:share} contacted ({low:share} to {high:share}); that is known only afterwards, so the verdict does "
        "not rest on it.",
        "vi": "Nhìn lại, lợi nhuận cao nhất khi liên hệ {share:share} ({low:share} đến {high:share}); điều này chỉ biết được về sau nên kết luận không dựa vào đó.",
    },
    "churn.worth.empc": {
        "en": "Expected maximum profit (EMPC): {value:money}, {each:money} a customer, at {share:share} contacted. It picks the best share looking back, for each "
        "success rate anew: good for comparing models, not a forecast of profit.",
        "vi": "Lợi nhuận tối đa kỳ vọng (EMPC): {value:money}, tức {each:money} mỗi khách, khi liên hệ {share:share}. Con số này chọn lại tỷ lệ tốt nhất khi đã biết "
        "kết quả, cho từng mức thành công: dùng để so các mô hình, không phải dự báo lợi nhuận.",
    },
    "churn.worth.own_value": {
        "en": "A kept customer is worth the margin on what they paid a month over the last {days:count} days (or their fee), for {months:count} months in "
        "which they may still leave as often as others did.",
        "vi": "Giá trị của một khách giữ được là biên lợi nhuận trên mức trả bình quân tháng trong {days:count} ngày gần nhất (hoặc phí của họ), trong {months:count} "
        "tháng mà họ vẫn có thể rời đi với tần suất như các khách khác.",
    },
    "churn.worth.set_aside.to_keep": {
        "en": "Left out: {n:count} who were already silent for longer than their own rhythm explains. They have to be won back.",
        "vi": "Không tính: {n:count} khách đã im lặng lâu hơn nhịp ghé của chính họ. Họ cần được kéo trở lại.",
    },
    "churn.worth.set_aside.to_win_back": {
        "en": "Left out: {n:count} who were not yet silent. They can still be kept.",
        "vi": "Không tính: {n:count} khách chưa im lặng. Họ vẫn có thể được giữ lại.",
    },
    "churn.worth.axis_x": {"en": "Share of customers contacted, riskiest for their value first", "vi": "Tỷ lệ khách được liên hệ, ưu tiên rủi ro cao so với giá trị"},
    "churn.worth.axis_y": {"en": "Profit", "vi": "Lợi nhuận"},
    "churn.worth.mark.rule": {"en": "Best by the rule", "vi": "Tốt nhất theo quy tắc"},
    "churn.worth.mark.staff": {"en": "Best that staff can reach", "vi": "Tốt nhất trong sức nhân viên"},
    "churn.worth.zero_line": {"en": "no profit", "vi": "không có lợi nhuận"},
    "churn.worth.capacity_line": {
        "en": "no profit; upright: as many as staff can contact ({capacity:count})",
        "vi": "không có lợi nhuận; đường đứng: số khách nhân viên liên hệ được ({capacity:count})",
    },
    "churn.worth.next.pays": {
        "en": "Contact them, and leave a random fifth alone to see how many stay because of it.",
        "vi": "Hãy liên hệ họ, và để ngẫu nhiên một phần năm không tác động để biết bao nhiêu người ở lại nhờ đó.",
    },
    "churn.worth.next.cannot_tell": {
        "en": "Try it on a small random part of the list first: a measured success rate narrows this most.",
        "vi": "Hãy thử trước trên một phần nhỏ chọn ngẫu nhiên: đo được tỷ lệ thành công sẽ thu hẹp khoảng này nhiều nhất.",
    },
    "churn.worth.next.unclear": {
        "en": "Try it on a small random part of the list first: a measured success rate narrows this most.",
        "vi": "Hãy thử trước trên một phần nhỏ chọn ngẫu nhiên: đo được tỷ lệ thành công sẽ thu hẹp khoảng này nhiều nhất.",
    },
    "churn.worth.next.few": {
        "en": "Speak to those few in person; a programme needs a cheaper contact or a better offer.",
        "vi": "Hãy trao đổi trực tiếp với vài khách đó; muốn làm chương trình thì cần cách liên hệ rẻ hơn hoặc ưu đãi tốt hơn.",
    },
    "churn.worth.next.loses": {
        "en": "Do not run this offer; look for a cheaper contact or for what makes people leave.",
        "vi": "Đừng triển khai ưu đãi này; hãy tìm cách liên hệ rẻ hơn hoặc tìm nguyên nhân khiến khách rời đi.",
    },
    "churn.worth.next.never": {
        "en": "Do not run this offer; look for a cheaper contact or for what makes people leave.",
        "vi": "Đừng triển khai ưu đãi này; hãy tìm cách liên hệ rẻ hơn hoặc tìm nguyên nhân khiến khách rời đi.",
    },
    "churn.worth.next.no_staff": {
        "en": "Find time for at least a few contacts, or automate them.",
        "vi": "Hãy dành thời gian cho ít nhất vài lượt liên hệ, hoặc tự động hóa chúng.",
    },
    "churn.break_even.times": {
        "en": "Of the {base:count} customers of {cutoff:date} at most risk ({share:whole_share}) {left:count} left. Contacting them pays when success rate x value of "
        "a kept customer is more than {value:number} times the cost of a contact ({low:number} to {high:number}; offers not counted).",
        "vi": "Trong {base:count} khách rủi ro nhất ngày {cutoff:date} ({share:whole_share}), {left:count} người đã rời đi. Liên hệ họ có lãi khi tỷ lệ thành công x giá trị "
        "một khách giữ được lớn hơn {value:number} lần chi phí một lần liên hệ ({low:number} đến {high:number}; chưa tính ưu đãi).",
    },
    "churn.break_even.money": {
        "en": "Of the {base:count} customers of {cutoff:date} at most risk ({share:whole_share}) {left:count} left. Contacting them pays when success rate x (value of "
        "a kept customer - offer) is more than {value:money} ({low:money} to {high:money}).",
        "vi": "Trong {base:count} khách rủi ro nhất ngày {cutoff:date} ({share:whole_share}), {left:count} người đã rời đi. Liên hệ họ có lãi khi tỷ lệ thành công x (giá trị "
        "một khách giữ được - ưu đãi) lớn hơn {value:money} ({low:money} đến {high:money}).",
    },
    "churn.break_even.rate": {
        "en": "At what these customers are worth that takes a success rate of {rate:share}.",
        "vi": "Với giá trị của các khách này, cần tỷ lệ thành công {rate:share}.",
    },
    "churn.break_even.no_rate": {
        "en": "At what these customers are worth no success rate would do.",
        "vi": "Với giá trị của các khách này, không tỷ lệ thành công nào là đủ.",
    },
    "churn.break_even.value": {
        "en": "At the success rate given that takes {value:money} a customer.",
        "vi": "Với tỷ lệ thành công đã cho, mỗi khách giữ được phải mang lại {value:money}.",
    },
    "churn.break_even.unknown": {
        "en": "We cannot tell whether acting is worth it: too few of the customers at most risk left.",
        "vi": "Chưa thể kết luận hành động có đáng hay không: quá ít người trong nhóm rủi ro nhất rời đi.",
    },
    "churn.break_even.declare": {
        "en": "To see whether it does, declare under [costs] in study.toml: {names}.",
        "vi": "Để biết có lãi hay không, hãy khai báo trong mục [costs] của study.toml: {names}.",
    },
    "churn.break_even.give_value": {
        "en": "There are no payments or fees to take the value of a customer from: give it as value=.",
        "vi": "Không có giao dịch hay phí để tính giá trị một khách: hãy cho biết bằng value=.",
    },
    "churn.break_even.axis_x": {"en": "Share of customers contacted, riskiest first", "vi": "Tỷ lệ khách được liên hệ, rủi ro cao trước"},
    "churn.break_even.axis.money": {"en": "Success rate x (value - offer) at which it pays", "vi": "Mức hòa vốn của tỷ lệ thành công x (giá trị - ưu đãi)"},
    "churn.break_even.axis.number": {
        "en": "Success rate x value at which it pays, in costs of a contact",
        "vi": "Mức hòa vốn của tỷ lệ thành công x giá trị, tính theo chi phí một lần liên hệ",
    },
    "churn.break_even.next": {
        "en": "Ask finance for the margin and the cost of an offer, and past campaigns for a success rate.",
        "vi": "Hãy hỏi bộ phận tài chính về biên lợi nhuận và chi phí ưu đãi, và lấy tỷ lệ thành công từ các chiến dịch trước.",
    },
    "churn.lifetime.question": {"en": "What is a customer worth over the years ahead?", "vi": "Một khách hàng đáng giá bao nhiêu trong những năm tới?"},
    "churn.lifetime.margin": {
        "en": "A customer is worth {value:money} over {years:count} years ({low:money} to {high:money}): {margin:money} of margin a year, yearly retention "
        "of {retention:share}, n = {base:count}.",
        "vi": "Một khách hàng đáng giá {value:money} trong {years:count} năm ({low:money} đến {high:money}): biên lợi nhuận {margin:money} mỗi năm, tỷ lệ giữ chân "
        "hằng năm {retention:share}, n = {base:count}.",
    },
    "churn.lifetime.revenue": {
        "en": "A customer brings {value:money} of revenue (not profit) over {years:count} years ({low:money} to {high:money}): {margin:money} a year, yearly "
        "retention of {retention:share}, n = {base:count}.",
        "vi": "Một khách hàng mang lại {value:money} doanh thu (chưa phải lợi nhuận) trong {years:count} năm ({low:money} đến {high:money}): {margin:money} mỗi năm, "
        "tỷ lệ giữ chân hằng năm {retention:share}, n = {base:count}.",
    },
    "churn.lifetime.by.margin": {
        "en": "Over {years:count} years a customer of {most} is worth most, {value:money} ({low:money} to {high:money}); one of {least} least, "
        "{least_value:money} ({least_low:money} to {least_high:money}).",
        "vi": "Trong {years:count} năm, khách thuộc {most} đáng giá nhất, {value:money} ({low:money} đến {high:money}); khách thuộc {least} thấp nhất, "
        "{least_value:money} ({least_low:money} đến {least_high:money}).",
    },
    "churn.lifetime.by.revenue": {
        "en": "Over {years:count} years a customer of {most} brings most revenue (not profit), {value:money} ({low:money} to {high:money}); one of {least} "
        "least, {least_value:money} ({least_low:money} to {least_high:money}).",
        "vi": "Trong {years:count} năm, khách thuộc {most} mang lại nhiều doanh thu nhất (chưa phải lợi nhuận), {value:money} ({low:money} đến {high:money}); khách "
        "thuộc {least} ít nhất, {least_value:money} ({least_low:money} đến {least_high:money}).",
    },
    "churn.lifetime.apart": {"en": "Even allowing for the number of levels compared, their intervals lie apart.", "vi": "Kể cả khi tính đến số nhóm được so sánh, hai khoảng tin cậy vẫn tách rời nhau."},
    "churn.lifetime.together": {
        "en": "With so many levels compared their intervals overlap, so they may be worth the same.",
        "vi": "Với số nhóm được so sánh, hai khoảng tin cậy chồng lên nhau, nên giá trị có thể như nhau.",
    },
    "churn.lifetime.nothing": {
        "en": "Not enough days yet: no whole period shows both who stayed and what was paid.",
        "vi": "Chưa đủ ngày: chưa có kỳ trọn vẹn nào cho biết cả ai ở lại lẫn số tiền đã trả.",
    },
    "churn.lifetime.margin.declared": {
        "en": "Margin: {margin:share} of what customers pay, as declared under [costs].",
        "vi": "Biên lợi nhuận: {margin:share} số tiền khách trả, theo khai báo trong [costs].",
    },
    "churn.lifetime.margin.missing": {
        "en": "These amounts are revenue: declare margin_share under [costs] in study.toml to see profit. Changes in per cent are the same for both.",
        "vi": "Các số tiền này là doanh thu: hãy khai báo margin_share trong mục [costs] của study.toml để thấy lợi nhuận. Mức thay đổi theo phần trăm là như nhau.",
    },
    "churn.lifetime.discount.declared": {
        "en": "Later years are discounted by {rate:share} a year, as declared under [costs].",
        "vi": "Các năm sau được chiết khấu {rate:share} mỗi năm, theo khai báo trong [costs].",
    },
    "churn.lifetime.discount.assumed": {
        "en": "Assumed: later years are discounted by {rate:share} a year; declare discount_rate under [costs] to set your own.",
        "vi": "Giả định: các năm sau được chiết khấu {rate:share} mỗi năm; hãy khai báo discount_rate trong [costs] để dùng mức của bạn.",
    },
    "churn.lifetime.retention": {
        "en": "Retention and payments are those of {first:period} to {last:period} ({count:count} whole periods), taken to hold on. The interval "
        "holds chance only, not whether they will.",
        "vi": "Tỷ lệ giữ chân và chi trả lấy từ {first:period} đến {last:period} ({count:count} kỳ trọn vẹn), coi như tiếp tục như vậy. Khoảng "
        "tin cậy chỉ tính ngẫu nhiên, không tính việc điều đó có đúng hay không.",
    },
    "churn.lifetime.constant": {
        "en": "Every year ahead has the same retention: cohorts do not show, or not for long enough, that older customers leave less.",
        "vi": "Mọi năm tới đều có cùng tỷ lệ giữ chân: các lứa khách chưa cho thấy, hoặc chưa đủ lâu để thấy, khách lâu năm ít rời đi hơn.",
    },
    "churn.lifetime.falling": {
        "en": "Cohorts show that older customers leave less (shifted-beta-geometric): a new customer's retention is {first:share} in the first year and "
        "{second:share} in the second.",
        "vi": "Các lứa khách cho thấy khách lâu năm ít rời đi hơn (mô hình beta-hình học dịch chuyển): tỷ lệ giữ chân của khách mới là {first:share} trong năm đầu "
        "và {second:share} trong năm thứ hai.",
    },
    "churn.lifetime.silence": {
        "en": "Who is silent for a whole period counts as gone; some come back, so customers are worth somewhat more.",
        "vi": "Khách im lặng trọn một kỳ được coi là đã rời đi; một số sẽ quay lại, nên giá trị thật cao hơn đôi chút.",
    },
    "churn.lifetime.axis.margin": {"en": "Worth of a customer over {years:count} years", "vi": "Giá trị một khách trong {years:count} năm"},
    "churn.lifetime.axis.revenue": {"en": "Revenue of a customer over {years:count} years", "vi": "Doanh thu từ một khách trong {years:count} năm"},
    "churn.what_if.question": {
        "en": "What if yearly retention rose by {points:number} percentage points?",
        "vi": "Nếu tỷ lệ giữ chân hằng năm tăng {points:number} điểm phần trăm thì sao?",
    },
    "churn.what_if.margin": {
        "en": "If yearly retention rose by {points:number} percentage points, from {start:share} to {end:share}, a new customer would be worth {after:money} "
        "over {years:count} years in place of {before:money}: {difference:money} more ({difference_low:money} to {difference_high:money}), or "
        "{value:share} ({low:share} to {high:share}).",
        "vi": "Nếu tỷ lệ giữ chân hằng năm tăng {points:number} điểm phần trăm, từ {start:share} lên {end:share}, một khách mới đáng giá {after:money} trong "
        "{years:count} năm thay vì {before:money}: thêm {difference:money} ({difference_low:money} đến {difference_high:money}), tức {value:share} "
        "({low:share} đến {high:share}).",
    },
    "churn.what_if.revenue": {
        "en": "If yearly retention rose by {points:number} percentage points, from {start:share} to {end:share}, a new customer would bring {after:money} of "
        "revenue (not profit) over {years:count} years in place of {before:money}: {difference:money} more ({difference_low:money} to "
        "{difference_high:money}), or {value:share} ({low:share} to {high:share}).",
        "vi": "Nếu tỷ lệ giữ chân hằng năm tăng {points:number} điểm phần trăm, từ {start:share} lên {end:share}, một khách mới mang lại {after:money} doanh thu "
        "(chưa phải lợi nhuận) trong {years:count} năm thay vì {before:money}: thêm {difference:money} ({difference_low:money} đến "
        "{difference_high:money}), tức {value:share} ({low:share} đến {high:share}).",
    },
    "churn.what_if.per_cent": {
        "en": "A rise by {points:number} per cent is not the same: to {end:share} only, {value:share} more.",
        "vi": "Tăng {points:number} phần trăm thì khác: chỉ lên {end:share}, thêm {value:share}.",
    },
    "churn.what_if.year.margin": {
        "en": "Profit of the coming year from today's {customers:count} customers would be {after:money} in place of {before:money}, {value:share} more "
        "({low:share} to {high:share}).",
        "vi": "Lợi nhuận năm tới từ {customers:count} khách hiện có sẽ là {after:money} thay vì {before:money}, thêm {value:share} ({low:share} đến {high:share}).",
    },
    "churn.what_if.year.revenue": {
        "en": "Revenue of the coming year from today's {customers:count} customers would be {after:money} in place of {before:money}, {value:share} more "
        "({low:share} to {high:share}).",
        "vi": "Doanh thu năm tới từ {customers:count} khách hiện có sẽ là {after:money} thay vì {before:money}, thêm {value:share} ({low:share} đến {high:share}).",
    },
    "churn.what_if.negative": {
        "en": "Customers bring no profit here ({before:money} each over {years:count} years), so keeping more of them would not help: with retention higher by "
        "{points:number} percentage points, {end:share} in place of {start:share}, it would be {after:money} each.",
        "vi": "Ở đây khách hàng không mang lại lợi nhuận ({before:money} mỗi khách trong {years:count} năm), nên giữ thêm khách không giúp ích: nếu tỷ lệ giữ chân cao hơn "
        "{points:number} điểm phần trăm, {end:share} thay vì {start:share}, con số là {after:money} mỗi khách.",
    },
    "churn.what_if.all_stay": {
        "en": "Retention cannot rise: none of {base:count} customers left from {first:period} to {last:period}.",
        "vi": "Tỷ lệ giữ chân không thể tăng: không ai trong {base:count} khách rời đi từ {first:period} đến {last:period}.",
    },
    "churn.what_if.few": {
        "en": "We cannot tell: fewer than {minimum:count} customers were there when the last period began.",
        "vi": "Chưa thể kết luận: khi kỳ gần nhất bắt đầu có ít hơn {minimum:count} khách.",
    },
    "churn.what_if.capped": {
        "en": "Retention cannot rise above 100%, so the rise is smaller than asked where {points:number} more would pass it.",
        "vi": "Tỷ lệ giữ chân không thể vượt 100%, nên mức tăng nhỏ hơn yêu cầu ở chỗ cộng thêm {points:number} sẽ vượt mức đó.",
    },
    "churn.what_if.cost": {
        "en": "What it takes to raise retention is not counted: over {years:count} years it may cost at most {difference:money} a customer.",
        "vi": "Chưa tính chi phí để tăng tỷ lệ giữ chân: trong {years:count} năm, chi phí đó tối đa chỉ nên là {difference:money} mỗi khách.",
    },
    "churn.what_if.published": {
        "en": "The much-quoted 25 to 95% more profit for 5 points of retention is a published figure about other firms (Reichheld and Sasser, 1990, on fewer customers "
        "lost), disputed since; it says nothing about this company.",
        "vi": "Con số hay được trích dẫn “giữ chân thêm 5 điểm, lợi nhuận tăng 25 đến 95%” là số liệu công bố về các doanh nghiệp khác (Reichheld và Sasser, 1990, về "
        "việc giảm mất khách) và đã bị tranh cãi; nó không nói gì về công ty này.",
    },
    "churn.what_if.axis.margin": {"en": "Change of profit", "vi": "Mức thay đổi lợi nhuận"},
    "churn.what_if.axis.revenue": {"en": "Change of revenue", "vi": "Mức thay đổi doanh thu"},
    "churn.what_if.now": {"en": "as it is now", "vi": "như hiện tại"},
    "label._case": {"en": "If retention rises", "vi": "Nếu giữ chân tăng"},
    "value._case.lifetime points": {"en": "A new customer, rise in points", "vi": "Một khách mới, tăng theo điểm"},
    "value._case.lifetime per_cent": {"en": "A new customer, rise in per cent", "vi": "Một khách mới, tăng theo phần trăm"},
    "value._case.next_year points": {"en": "The coming year, rise in points", "vi": "Năm tới, tăng theo điểm"},
    "value._case.next_year per_cent": {"en": "The coming year, rise in per cent", "vi": "Năm tới, tăng theo phần trăm"},
    "churn.what_if.next": {
        "en": "Compare this gain with what keeping that many more customers would cost.",
        "vi": "Hãy so mức tăng này với chi phí để giữ thêm từng ấy khách.",
    },
    "value.measure.lifetime": {"en": "Lifetime value of a new customer", "vi": "Giá trị vòng đời của một khách mới"},
    "value.measure.next_year": {"en": "The coming year, from today's customers", "vi": "Năm tới, từ khách hiện có"},
    "value.rise.points": {"en": "Retention up by points", "vi": "Giữ chân tăng theo điểm"},
    "value.rise.per_cent": {"en": "Retention up by per cent", "vi": "Giữ chân tăng theo phần trăm"},
    "label.rise": {"en": "Rise", "vi": "Mức tăng"},
    "label.retention_before": {"en": "Retention a year, now", "vi": "Giữ chân mỗi năm, hiện tại"},
    "label.retention_after": {"en": "Retention a year, then", "vi": "Giữ chân mỗi năm, khi đó"},
    "label.retention": {"en": "Retention a year", "vi": "Giữ chân mỗi năm"},
    "label.retention_low": {"en": "Retention, low", "vi": "Giữ chân, cận dưới"},
    "label.retention_high": {"en": "Retention, high", "vi": "Giữ chân, cận trên"},
    "label.yearly_margin": {"en": "Brings a year", "vi": "Mang lại mỗi năm"},
    "label.contacted_share": {"en": "Contacted", "vi": "Được liên hệ"},
    "label.lowest_risk": {"en": "Lowest risk among them", "vi": "Rủi ro thấp nhất trong đó"},
    "label.point": {"en": "Point", "vi": "Điểm"},
    "label.leaver_share": {"en": "Leavers among them", "vi": "Tỷ lệ rời đi trong đó"},
    "label.needed_rate": {"en": "Success rate needed", "vi": "Tỷ lệ thành công cần có"},
    "label.needed_value": {"en": "Value needed", "vi": "Giá trị cần có"},
    "value.point.nobody": {"en": "nobody", "vi": "không ai"},
    "value.point.everyone": {"en": "everyone", "vi": "tất cả"},
    "value.point.rule": {"en": "by the rule", "vi": "theo quy tắc"},
    "value.point.capacity": {"en": "staff capacity", "vi": "sức nhân viên"},
    "value.point.hindsight": {"en": "highest, looking back", "vi": "cao nhất khi nhìn lại"},
    "value.point.empc": {"en": "expected maximum (EMPC)", "vi": "tối đa kỳ vọng (EMPC)"},
    "churn.tornado.question": {"en": "Which assumption moves the profit of keeping customers most?", "vi": "Giả định nào làm lợi nhuận của việc giữ khách thay đổi nhiều nhất?"},
    "churn.tornado.margin": {
        "en": "Keeping customers would bring {value:money} of profit each over {years:count} years; with everything moved at once {low:money} to {high:money}.",
        "vi": "Giữ chân khách sẽ mang lại {value:money} lợi nhuận mỗi khách trong {years:count} năm; khi mọi giả định cùng thay đổi là {low:money} đến {high:money}.",
    },
    "churn.tornado.revenue": {
        "en": "Keeping customers would bring {value:money} of revenue (not profit) each over {years:count} years; with everything moved at once {low:money} to {high:money}.",
        "vi": "Giữ chân khách sẽ mang lại {value:money} doanh thu (chưa phải lợi nhuận) mỗi khách trong {years:count} năm; khi mọi giả định cùng thay đổi là {low:money} đến {high:money}.",
    },
    "churn.tornado.first": {
        "en": "Most hangs on {name} ({range}): {low:money} to {high:money}.",
        "vi": "Phụ thuộc nhiều nhất vào {name} ({range}): {low:money} đến {high:money}.",
    },
    "churn.tornado.turning": {"en": "These alone decide between gain and loss: {names}.", "vi": "Chỉ riêng các yếu tố này đã quyết định lãi hay lỗ: {names}."},
    "churn.tornado.none_turns": {"en": "None of them alone turns gain into loss or back.", "vi": "Không yếu tố nào tự nó làm đổi từ lãi sang lỗ hay ngược lại."},
    "churn.tornado.success": {
        "en": "The programme keeps the success rate of those who would leave in each year: a part of the leavers, not percentage points of retention.",
        "vi": "Chương trình giữ lại một phần (tỷ lệ thành công) trong số khách lẽ ra rời đi mỗi năm: đó là phần của người rời đi, không phải điểm phần trăm của tỷ lệ giữ chân.",
    },
    "churn.tornado.points": {
        "en": "No success rate is given: yearly retention is taken to rise by {points:number} percentage points.",
        "vi": "Chưa có tỷ lệ thành công: giả định tỷ lệ giữ chân hằng năm tăng {points:number} điểm phần trăm.",
    },
    "churn.tornado.cost": {
        "en": "The programme costs {cost:money} a year for each customer who is there.",
        "vi": "Chương trình tốn {cost:money} mỗi năm cho mỗi khách còn lại.",
    },
    "churn.tornado.no_cost": {
        "en": "What the programme costs is not known and not counted; give cost, or contact and offer under [costs].",
        "vi": "Chi phí chương trình chưa biết nên chưa được tính; hãy cho cost, hoặc contact và offer trong [costs].",
    },
    "churn.tornado.fifth": {
        "en": "Retention, payments and success rate move over their 95% interval; what is only declared moves by a fifth up and down, which is our choice.",
        "vi": "Tỷ lệ giữ chân, mức chi trả và tỷ lệ thành công thay đổi trong khoảng tin cậy 95%; những gì chỉ được khai báo thay đổi một phần năm lên xuống, đây là lựa chọn của chúng tôi.",
    },
    "churn.tornado.range": {"en": "{low} to {high}", "vi": "{low} đến {high}"},
    "churn.tornado.range.together": {"en": "all of these", "vi": "tất cả các giả định"},
    "churn.tornado.axis.margin": {"en": "Profit a customer over {years:count} years", "vi": "Lợi nhuận mỗi khách trong {years:count} năm"},
    "churn.tornado.axis.revenue": {"en": "Revenue a customer over {years:count} years", "vi": "Doanh thu mỗi khách trong {years:count} năm"},
    "churn.tornado.zero.margin": {"en": "no profit", "vi": "không có lợi nhuận"},
    "churn.tornado.zero.revenue": {"en": "nothing gained", "vi": "không thêm được gì"},
    "churn.tornado.next": {"en": "Measure the first of them before spending on it.", "vi": "Hãy đo yếu tố đứng đầu trước khi chi tiền."},
    "label.assumption": {"en": "Assumption", "vi": "Giả định"},
    "label.range": {"en": "From, to", "vi": "Từ, đến"},
    "value.assumption.success": {"en": "Success rate", "vi": "Tỷ lệ thành công"},
    "value.assumption.retention": {"en": "Retention a year", "vi": "Giữ chân mỗi năm"},
    "value.assumption.payments": {"en": "Payments a year (value)", "vi": "Khoản chi trả mỗi năm (giá trị)"},
    "value.assumption.margin": {"en": "Margin", "vi": "Biên lợi nhuận"},
    "value.assumption.discount": {"en": "Discount a year", "vi": "Chiết khấu mỗi năm"},
    "value.assumption.cost": {"en": "Cost", "vi": "Chi phí"},
    "value.assumption.together": {"en": "Everything at once", "vi": "Tất cả cùng lúc"},
    "churn.what_if.kept": {
        "en": "Keeping {rate:share} of those who would leave ({rate_low:share} to {rate_high:share}) raises yearly retention from {start:share} to {end:share}: by "
        "{points:points} percentage points, which is {per_cent:share} of what it is now.",
        "vi": "Giữ lại {rate:share} số khách lẽ ra rời đi ({rate_low:share} đến {rate_high:share}) nâng tỷ lệ giữ chân hằng năm từ {start:share} lên {end:share}: tăng "
        "{points:points} điểm phần trăm, tức {per_cent:share} so với hiện tại.",
    },
    "churn.what_if.kept_question": {
        "en": "What if acting kept some of those who would leave?", "vi": "Nếu hành động giữ lại được một phần khách lẽ ra rời đi thì sao?",
    },
    "value._case.lifetime kept": {"en": "A new customer, leavers kept", "vi": "Một khách mới, giữ được người rời đi"},
    "value._case.next_year kept": {"en": "The coming year, leavers kept", "vi": "Năm tới, giữ được người rời đi"},
    "value.rise.kept": {"en": "Part of the leavers kept", "vi": "Giữ lại một phần người rời đi"},
}
