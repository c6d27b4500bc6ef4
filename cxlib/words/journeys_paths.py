"""Sentences about paths, transitions and removal effects."""

_MARKS = {
    "(start)": {"en": "start", "vi": "bắt đầu"},
    "(end)": {"en": "end", "vi": "kết thúc"},
    "(open)": {"en": "still on the way", "vi": "còn đang diễn ra"},
    "(other)": {"en": "other contact", "vi": "tiếp xúc khác"},
}

TEXT: dict[str, dict[str, str]] = {
    **{f"value.{column}.{mark}": texts for column in ("from_state", "to_state", "where") for mark, texts in _MARKS.items()},
    "journeys.paths.rest": {"en": "all other paths", "vi": "mọi lộ trình khác"},
    "journeys.paths.caveat.rule": {
        "en": "A path is the order of contacts within {days:number} days of the first one in the periods looked at; the {units} are counted "
        "by when that first contact was.",
        "vi": "Lộ trình là thứ tự các lần tiếp xúc trong vòng {days:number} ngày kể từ lần đầu trong kỳ đang xét; các {units} được tính theo "
        "thời điểm của lần đầu đó.",
    },
    "journeys.paths.caveat.aside": {
        "en": "{n:count} {units} are set aside because their time is not over yet: what they will do next is not known.",
        "vi": "{n:count} {units} được để riêng vì chưa hết thời hạn: chưa biết họ sẽ làm gì tiếp theo.",
    },
    "journeys.paths.caveat.so_far": {
        "en": "{n:count} {units} are still on their way. For most the time is not over, so the shares tell what was seen so far.",
        "vi": "{n:count} {units} vẫn đang diễn ra. Phần lớn chưa hết thời hạn, nên các tỷ lệ chỉ nói về những gì đã thấy cho đến nay.",
    },
    "journeys.paths.caveat.collapsed": {
        "en": "Contacts in a row at the same place count as one step.",
        "vi": "Các lần tiếp xúc liên tiếp ở cùng một chỗ được tính là một bước.",
    },
    "journeys.paths.caveat.rare": {
        "en": "Paths of fewer than {minimum:count} {units} are not shown on their own; they are among all other paths.",
        "vi": "Lộ trình của dưới {minimum:count} {units} không hiển thị riêng; chúng nằm trong mọi lộ trình khác.",
    },
    "journeys.paths.common.question": {
        "en": "Which paths do people take most often?",
        "vi": "Khách thường đi theo những lộ trình nào nhất?",
    },
    "journeys.paths.common.question_by": {
        "en": "Which paths do people take most often, by {by}?",
        "vi": "Khách thường đi theo những lộ trình nào nhất, theo {by}?",
    },
    "journeys.paths.common": {
        "en": "Of the {n:count} {units} {when}, {value} take the path {path}. There are {paths:count} different paths; the {named:count} shown "
        "cover {covered:share} of the {units}.",
        "vi": "Trong {n:count} {units} {when}, {value} đi theo lộ trình {path}. Có {paths:count} lộ trình khác nhau; {named:count} lộ trình "
        "được nêu chiếm {covered:share} số {units}.",
    },
    "journeys.paths.common.none": {
        "en": "The {n:count} {units} {when} took {paths:count} different paths, none of them often enough to be shown.",
        "vi": "{n:count} {units} {when} đi theo {paths:count} lộ trình khác nhau, không lộ trình nào đủ phổ biến để nêu ra.",
    },
    "journeys.paths.common.by": {
        "en": "The most common path is {path}. Of the {units} {when}, the share that takes it runs from {low_value} for {low_group} "
        "(n = {low_base:count}) to {high_value} for {high_group} (n = {high_base:count}). {verdict}",
        "vi": "Lộ trình phổ biến nhất là {path}. Trong các {units} {when}, tỷ lệ đi theo lộ trình này thay đổi từ {low_value} ở nhóm {low_group} "
        "(n = {low_base:count}) đến {high_value} ở nhóm {high_group} (n = {high_base:count}). {verdict}",
    },
    "journeys.paths.common.next": {
        "en": "Compare these paths with the one that was designed.",
        "vi": "So sánh các lộ trình này với lộ trình đã thiết kế.",
    },
    "journeys.paths.common.axis": {"en": "Share of {units} that take the path", "vi": "Tỷ lệ {units} đi theo lộ trình"},
    "journeys.conformance.question": {
        "en": "How often is the way that people take the way that was designed?",
        "vi": "Khách có đi đúng hành trình đã thiết kế không?",
    },
    "journeys.conformance": {
        "en": "Of the {n:count} {units} {when}, {value} follow the design from its first stage to its last; {short:share} keep to it but end "
        "early; {off:share} leave it.",
        "vi": "Trong {n:count} {units} {when}, {value} đi đúng thiết kế từ bước đầu đến bước cuối; {short:share} đi đúng nhưng dừng sớm; "
        "{off:share} đi lệch.",
    },
    "journeys.conformance.so_far": {
        "en": "Another {going:share} keep to it and are still on their way.",
        "vi": "Ngoài ra {going:share} vẫn đi đúng và còn đang diễn ra.",
    },
    "journeys.conformance.worst": {
        "en": "The most skipped stage is {stage}: {value} of the {n:count} that got past it never were there.",
        "vi": "Bước hay bị bỏ qua nhất là {stage}: {value} trong {n:count} trường hợp đã vượt qua bước này mà không hề ghé đến.",
    },
    "journeys.conformance.close": {
        "en": "It is not clearly more skipped than {stage} ({value:share}).",
        "vi": "Chưa thể nói bước này bị bỏ qua nhiều hơn hẳn {stage} ({value:share}).",
    },
    "journeys.conformance.no_skip": {"en": "No stage was skipped.", "vi": "Không bước nào bị bỏ qua."},
    "journeys.conformance.exact": {"en": "exactly as designed", "vi": "đúng hoàn toàn như thiết kế"},
    "journeys.conformance.short": {"en": "as designed, ended early", "vi": "đúng thiết kế, dừng sớm"},
    "journeys.conformance.going": {"en": "as designed, still on the way", "vi": "đúng thiết kế, còn đang diễn ra"},
    "journeys.conformance.off": {"en": "left the design", "vi": "đi lệch thiết kế"},
    "journeys.conformance.skipped": {"en": "of all: skipped a stage", "vi": "trong tất cả: bỏ qua một bước"},
    "journeys.conformance.returned": {"en": "of all: went back to an earlier stage", "vi": "trong tất cả: quay lại bước trước"},
    "journeys.conformance.detour": {"en": "of all: a contact outside of the design", "vi": "trong tất cả: tiếp xúc ngoài thiết kế"},
    "journeys.conformance.repeated": {"en": "of all: a stage twice in a row", "vi": "trong tất cả: lặp lại một bước liền nhau"},
    "journeys.conformance.skip": {"en": "got past {stage} without it", "vi": "vượt qua {stage} mà không ghé"},
    "journeys.conformance.axis": {"en": "Share of {units}", "vi": "Tỷ lệ {units}"},
    "journeys.conformance.caveat": {
        "en": "A stage twice in a row is no departure from the design. A skipped stage may also be one that was not recorded.",
        "vi": "Lặp lại một bước liền nhau không bị coi là đi lệch. Bước bị bỏ qua cũng có thể là bước không được ghi nhận.",
    },
    "journeys.conformance.next": {
        "en": "Find out whether {stage} is missed by people or only by the records, and whether it is needed.",
        "vi": "Tìm hiểu xem khách thật sự bỏ qua {stage} hay chỉ do không ghi nhận, và bước này có cần thiết không.",
    },
    "journeys.transitions.question": {
        "en": "Where do people go next from each {of}?",
        "vi": "Từ mỗi {of}, khách đi đâu tiếp theo?",
    },
    "journeys.transitions.ends": {
        "en": "Of the {n:count} {units} {when}, most end at {state}: {count:count}. There the path ends after {value} of the visits "
        "(n = {base:count}).",
        "vi": "Trong {n:count} {units} {when}, nhiều nhất kết thúc ở {state}: {count:count}. Ở đó lộ trình kết thúc sau {value} số lần ghé "
        "(n = {base:count}).",
    },
    "journeys.transitions.off": {
        "en": "The most frequent move that the design does not have is {one} → {other}: {count:count} times, {value} of the moves from {one}.",
        "vi": "Bước chuyển ngoài thiết kế thường gặp nhất là {one} → {other}: {count:count} lần, {value} số lần rời {one}.",
    },
    "journeys.transitions.change": {
        "en": "The most frequent change is {one} → {other}: {count:count} times, {value} of the moves from {one}.",
        "vi": "Lần chuyển thường gặp nhất là {one} → {other}: {count:count} lần, {value} số lần rời {one}.",
    },
    "journeys.transitions.axis": {"en": "Share of the moves from there", "vi": "Tỷ lệ trong số lần rời đi"},
    "journeys.transitions.next": {
        "en": "See for whom these moves differ: the same question for two groups.",
        "vi": "Xem các bước chuyển này khác nhau ở nhóm khách nào: hỏi lại cho hai nhóm.",
    },
    "journeys.steps.question": {
        "en": "At which {of} are people at their first contact, their second, and so on?",
        "vi": "Ở lần tiếp xúc thứ nhất, thứ hai, ... khách đang ở {of} nào?",
    },
    "journeys.steps": {
        "en": "Of the {n:count} {units} {when}, {value} begin at {state}.",
        "vi": "Trong {n:count} {units} {when}, {value} bắt đầu ở {state}.",
    },
    "journeys.steps.half": {
        "en": "At position {position:count} at least half are over: {value:share}.",
        "vi": "Đến lần tiếp xúc thứ {position:count}, ít nhất một nửa đã kết thúc: {value:share}.",
    },
    "journeys.steps.axis": {"en": "Share of all {units}", "vi": "Tỷ lệ trong tất cả {units}"},
    "journeys.differences.question": {
        "en": "Which moves differ between groups ({by})?",
        "vi": "Những bước chuyển nào khác nhau giữa các nhóm ({by})?",
    },
    "journeys.differences": {
        "en": "{clear:count} of {tested:count} moves of the {units} {when} differ clearly. The clearest: of the moves of “{group}” from {one}, "
        "{share:share} lead to “{other}”, against {rest:share} among the others: a difference of {value:signed_points} points "
        "(95% interval {low:signed_points} to {high:signed_points}, n = {base:count}).",
        "vi": "{clear:count} trong {tested:count} bước chuyển của các {units} {when} khác nhau rõ rệt. Rõ nhất: trong số lần nhóm “{group}” rời "
        "{one}, {share:share} dẫn đến “{other}”, so với {rest:share} ở những người khác: chênh lệch {value:signed_points} điểm "
        "(khoảng tin cậy 95%: {low:signed_points} đến {high:signed_points}, n = {base:count}).",
    },
    "journeys.differences.none": {
        "en": "None of {tested:count} moves of the {units} {when} differs clearly between the groups: we cannot tell their paths apart.",
        "vi": "Không bước chuyển nào trong {tested:count} bước chuyển của các {units} {when} khác nhau rõ rệt giữa các nhóm: chưa thể kết luận.",
    },
    "journeys.differences.caveat": {
        "en": "{tested:count} moves were compared; the p-values are corrected for all of them (Benjamini-Hochberg), with the customer as the "
        "unit, since the moves of one customer are alike. Moves too rare to test are listed without a p-value. A difference is not yet a cause.",
        "vi": "Đã so sánh {tested:count} bước chuyển; giá trị p được hiệu chỉnh cho tất cả (Benjamini-Hochberg), lấy khách hàng làm đơn vị vì "
        "các bước chuyển của cùng một khách giống nhau. Bước chuyển quá hiếm được nêu mà không có giá trị p. Khác biệt chưa phải là nguyên nhân.",
    },
    "journeys.differences.axis": {
        "en": "Share of the moves from there, difference from the others",
        "vi": "Tỷ lệ trong số lần rời đi, chênh lệch so với những người khác",
    },
    "journeys.differences.next": {
        "en": "Look at what {group} meet at {move}.",
        "vi": "Xem nhóm {group} gặp điều gì ở {move}.",
    },
    "journeys.removal.question": {
        "en": "How much of the traffic to the goal runs through each {of}?",
        "vi": "Bao nhiêu lượt khách đến đích đi qua từng {of}?",
    },
    "journeys.removal": {
        "en": "{reached:count} of the {n:count} {units} {when} reach {goal}. Were every path to end where it meets {state}, {value} of them would "
        "be lost ({base:count} {units} meet it before).",
        "vi": "{reached:count} trong {n:count} {units} {when} đến được {goal}. Nếu mọi lộ trình đều dừng khi gặp {state}, sẽ mất {value} trong số đó "
        "({base:count} {units} gặp trước khi đến đích).",
    },
    "journeys.removal.all": {
        "en": "{reached:count} of the {n:count} {units} {when} reach {goal}, every one of them by way of {listed}: were paths to end at any of these, "
        "all would be lost.",
        "vi": "{reached:count} trong {n:count} {units} {when} đến được {goal}, tất cả đều đi qua {listed}: nếu dừng ở bất kỳ chỗ nào trong số này, "
        "sẽ mất toàn bộ.",
    },
    "journeys.removal.close": {
        "en": "It is not clearly ahead of {state} ({value:share}).",
        "vi": "Chưa thể nói hơn hẳn {state} ({value:share}).",
    },
    "journeys.removal.traffic": {
        "en": "This tells where the traffic runs, not what it would really cost to close it: people may find another way, or would have come anyway.",
        "vi": "Điều này cho biết khách đi qua đâu, không phải thiệt hại thật nếu bỏ đi: khách có thể tìm cách khác, hoặc đằng nào cũng đến.",
    },
    "journeys.removal.none": {
        "en": "Too few of the {n:count} {units} {when} reach {goal} by way of another contact to tell what the traffic runs through.",
        "vi": "Quá ít trong {n:count} {units} {when} đến được {goal} qua một lần tiếp xúc khác, nên chưa thể biết khách đi qua đâu.",
    },
    "journeys.removal.caveat": {
        "en": "A first-order Markov chain: the next contact depends on the present one alone. The contact that reaches {goal} is not counted as a "
        "place. Intervals from draws of customers.",
        "vi": "Chuỗi Markov bậc một: lần tiếp xúc sau chỉ phụ thuộc lần hiện tại. Lần tiếp xúc đạt đến {goal} không được tính là một chỗ. "
        "Khoảng tin cậy lấy từ việc rút mẫu lại khách hàng.",
    },
    "journeys.removal.axis": {
        "en": "Share of those who reach {goal} that would be lost",
        "vi": "Tỷ lệ sẽ mất trong số đến được {goal}",
    },
    "journeys.removal.next": {
        "en": "To learn what {state} really brings, try a change there for some customers and not for others.",
        "vi": "Để biết {state} thật sự mang lại gì, hãy thử thay đổi ở đó cho một số khách và giữ nguyên với số còn lại.",
    },
    "label.path": {"en": "Path", "vi": "Lộ trình"},
    "label.measure": {"en": "Measure", "vi": "Thước đo"},
    "label.from_state": {"en": "From", "vi": "Từ"},
    "label.to_state": {"en": "To", "vi": "Đến"},
    "label.customers": {"en": "Customers", "vi": "Số khách hàng"},
    "label.position": {"en": "Contact number", "vi": "Lần tiếp xúc thứ"},
    "label.move": {"en": "Move", "vi": "Bước chuyển"},
    "label.rest_base": {"en": "Base of the others (n)", "vi": "Cỡ mẫu nhóm còn lại (n)"},
    "label.effect_share": {"en": "Part of all effects", "vi": "Phần trong tổng ảnh hưởng"},
    "value.measure.exact": {"en": "exact", "vi": "đúng"},
    "value.measure.short": {"en": "ended early", "vi": "dừng sớm"},
    "value.measure.going": {"en": "still going", "vi": "đang đi"},
    "value.measure.off": {"en": "off", "vi": "lệch"},
    "value.measure.skipped": {"en": "skipped", "vi": "bỏ qua"},
    "value.measure.returned": {"en": "returned", "vi": "quay lại"},
    "value.measure.detour": {"en": "detour", "vi": "ngoài thiết kế"},
    "value.measure.repeated": {"en": "repeated", "vi": "lặp lại"},
    "value.measure.skip": {"en": "skip rate", "vi": "tỷ lệ bỏ qua"},
}
