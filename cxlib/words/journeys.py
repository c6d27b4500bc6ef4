"""Sentences about journeys: funnel, drop-off, time to the next stage."""

TEXT = {
    "journeys.unit.customer": {"en": "customers", "vi": "khách hàng"},
    "journeys.unit.journey": {"en": "journeys", "vi": "hành trình"},
    "journeys.when.periods": {"en": "that began in {periods}", "vi": "bắt đầu trong {periods}"},
    "journeys.when.all": {"en": "that began by {day:date}", "vi": "bắt đầu đến hết ngày {day:date}"},
    "journeys.share": {
        "en": "{value:share} (95% interval {low:share} to {high:share})",
        "vi": "{value:share} (khoảng tin cậy 95%: {low:share} đến {high:share})",
    },
    "journeys.owner": {"en": "Owner of this step: {owner}.", "vi": "Phụ trách bước này: {owner}."},
    "journeys.days": {"en": "{n:days} days", "vi": "{n:days} ngày"},
    "journeys.hours": {"en": "{n:days} hours", "vi": "{n:days} giờ"},
    "journeys.minutes": {"en": "{n:days} minutes", "vi": "{n:days} phút"},
    "journeys.no_stages": {
        "en": "This study does not say what its journey is: name at least two stages, in order, in study.toml, [journey] stages.",
        "vi": "Dữ liệu này chưa cho biết hành trình gồm những bước nào: hãy khai báo ít nhất hai bước, theo thứ tự, trong study.toml, mục [journey] stages.",
    },
    "journeys.too_few": {
        "en": "Too few {units} are in this slice for a number.",
        "vi": "Lát cắt này có quá ít {units} để đưa ra con số.",
    },
    "journeys.all_open": {
        "en": "All {n:count} {units} are still on their way, so we cannot tell yet how many will arrive.",
        "vi": "Cả {n:count} {units} vẫn đang diễn ra, nên chưa thể biết bao nhiêu sẽ đi đến cuối.",
    },
    "journeys.funnel.question": {
        "en": "How many reach each stage of the journey?",
        "vi": "Bao nhiêu khách đi đến từng bước của hành trình?",
    },
    "journeys.funnel.question_by": {
        "en": "How many reach each stage of the journey, by {by}?",
        "vi": "Bao nhiêu khách đi đến từng bước của hành trình, theo {by}?",
    },
    "journeys.funnel": {
        "en": "Of the {base:count} {units} {when}, {value} reach {stage}.",
        "vi": "Trong {base:count} {units} {when}, {value} đi đến bước {stage}.",
    },
    "journeys.funnel.worst": {
        "en": "The step {step} loses most: {lost:count}.",
        "vi": "Bước {step} làm mất nhiều nhất: {lost:count}.",
    },
    "journeys.funnel.nobody_lost": {
        "en": "No step has lost anybody so far.",
        "vi": "Cho đến nay chưa bước nào làm mất ai.",
    },
    "journeys.funnel.open": {
        "en": "{open:count} {units} are still on their way and not counted as lost; counting them so would give {naive:share}.",
        "vi": "{open:count} {units} vẫn đang diễn ra và không bị tính là đã mất; nếu tính là mất thì chỉ còn {naive:share}.",
    },
    "journeys.funnel.by": {
        "en": "Of the {units} {when}, the share that reaches {stage} runs from {low_value} for {low_group} "
        "(n = {low_base:count}) to {high_value} for {high_group} (n = {high_base:count}). {verdict}",
        "vi": "Trong các {units} {when}, tỷ lệ đi đến bước {stage} thay đổi từ {low_value} ở nhóm {low_group} "
        "(n = {low_base:count}) đến {high_value} ở nhóm {high_group} (n = {high_base:count}). {verdict}",
    },
    "journeys.funnel.apart": {
        "en": "Clearly apart from the rest: {groups}.",
        "vi": "Khác biệt rõ so với phần còn lại: {groups}.",
    },
    "journeys.funnel.not_apart": {
        "en": "No group is clearly apart from the rest: we cannot tell them apart.",
        "vi": "Không nhóm nào khác biệt rõ so với phần còn lại: chưa thể kết luận.",
    },
    "journeys.funnel.next": {
        "en": "Find out for whom the step {step} loses more than for the rest.",
        "vi": "Tìm xem bước {step} làm mất nhóm khách nào nhiều hơn phần còn lại.",
    },
    "journeys.funnel.axis": {"en": "Share of {units} that reach the stage", "vi": "Tỷ lệ {units} đi đến từng bước"},
    "journeys.drop_off.axis": {"en": "Share that goes on to the next stage", "vi": "Tỷ lệ đi tiếp sang bước sau"},
    "journeys.drop_off.axis_by": {
        "en": "Share that goes on, difference from the rest",
        "vi": "Tỷ lệ đi tiếp, chênh lệch so với phần còn lại",
    },
    "journeys.time.axis": {
        "en": "Time within which nine in ten have gone on",
        "vi": "Thời gian để chín phần mười đã đi tiếp",
    },
    "journeys.drop_off.question": {
        "en": "Which step of the journey loses most?",
        "vi": "Bước nào của hành trình làm mất nhiều khách nhất?",
    },
    "journeys.drop_off.question_by": {
        "en": "At which step, and for which {by}, do we lose more than elsewhere?",
        "vi": "Ở bước nào và với {by} nào, chúng ta mất nhiều khách hơn những nơi khác?",
    },
    "journeys.drop_off": {
        "en": "Of the {units} {when}, {all:count} were lost, most of them at {step}: {gone:count}. "
        "There {value} go on (n = {base:count}).",
        "vi": "Trong các {units} {when}, {all:count} đã bị mất, nhiều nhất ở bước {step}: {gone:count}. "
        "Ở bước này {value} đi tiếp (n = {base:count}).",
    },
    "journeys.drop_off.nobody": {
        "en": "None of the {units} {when} was lost so far.",
        "vi": "Cho đến nay chưa mất ai trong các {units} {when}.",
    },
    "journeys.drop_off.by": {
        "en": "At {step}, {value} of “{group}” go on, against {rest:share} of the rest: a difference of "
        "{difference:signed_points} points (95% interval {low:signed_points} to {high:signed_points}, n = {base:count}). "
        "Were they like the rest, about {excess:count} more of the {units} {when} would have gone on.",
        "vi": "Ở bước {step}, {value} của nhóm “{group}” đi tiếp, so với {rest:share} ở phần còn lại: chênh lệch "
        "{difference:signed_points} điểm (khoảng tin cậy 95%: {low:signed_points} đến {high:signed_points}, n = {base:count}). "
        "Nếu giống phần còn lại, sẽ có thêm khoảng {excess:count} {units} {when} đi tiếp.",
    },
    "journeys.drop_off.none": {
        "en": "Of the {units} {when}, no group by {by} loses clearly more than the rest at any step "
        "({rows:count} pairs of step and group looked at): we cannot tell them apart.",
        "vi": "Trong các {units} {when}, không nhóm nào theo {by} bị mất rõ rệt hơn phần còn lại ở bất kỳ bước nào "
        "(đã xét {rows:count} cặp bước và nhóm): chưa thể kết luận.",
    },
    "journeys.drop_off.next": {
        "en": "Ask for whom {step} loses more: the same question by a segment and by channel.",
        "vi": "Hỏi tiếp bước {step} làm mất ai nhiều hơn: xem lại theo từng nhóm khách và theo kênh.",
    },
    "journeys.drop_off.next_by": {
        "en": "Walk through {step} as {group} would, and read what they wrote.",
        "vi": "Tự đi qua bước {step} như nhóm {group}, và đọc những gì họ viết.",
    },
    "journeys.drop_off.next_none": {
        "en": "Look at the step that loses most for everyone, or by another segment.",
        "vi": "Xem bước làm mất nhiều nhất ở toàn bộ khách, hoặc chia theo cách khác.",
    },
    "journeys.time.question": {
        "en": "How long does it take to get to the next stage?",
        "vi": "Mất bao lâu để sang bước tiếp theo?",
    },
    "journeys.time": {
        "en": "The slowest step is {step}: of the {units} {when}, half of those who go on do so within {median} "
        "(95% interval {low} to {high}, n = {n:count}), nine in ten within {slow}.",
        "vi": "Bước chậm nhất là {step}: trong các {units} {when}, một nửa số đi tiếp làm vậy trong vòng {median} "
        "(khoảng tin cậy 95%: {low} đến {high}, n = {n:count}), chín phần mười trong vòng {slow}.",
    },
    "journeys.time.by": {
        "en": "The slowest is {step} for {group}: of the {units} {when}, half of those who go on do so within {median} "
        "(95% interval {low} to {high}, n = {n:count}), nine in ten within {slow}.",
        "vi": "Chậm nhất là bước {step} ở nhóm {group}: trong các {units} {when}, một nửa số đi tiếp làm vậy trong vòng "
        "{median} (khoảng tin cậy 95%: {low} đến {high}, n = {n:count}), chín phần mười trong vòng {slow}.",
    },
    "journeys.time.row": {
        "en": "half within {median}, nine in ten within {slow}",
        "vi": "một nửa trong {median}, chín phần mười trong {slow}",
    },
    "journeys.time.next": {
        "en": "Ask what people wait for at {step}.",
        "vi": "Tìm hiểu khách phải chờ điều gì ở bước {step}.",
    },
    "journeys.caveat.rule": {
        "en": "A stage counts when it is reached after the one before it and within {days:number} days of the first.",
        "vi": "Một bước được tính khi đến sau bước liền trước và trong vòng {days:number} ngày kể từ bước đầu tiên.",
    },
    "journeys.caveat.open": {
        "en": "{open:count} {units} are still within their window. The shares estimate what will become of them from those "
        "watched for longer (Aalen-Johansen); the naive share counts them as lost.",
        "vi": "{open:count} {units} vẫn còn trong thời hạn. Tỷ lệ được ước lượng dựa trên những trường hợp đã theo dõi lâu hơn "
        "(Aalen-Johansen); tỷ lệ thô tính họ là đã mất.",
    },
    "journeys.caveat.short": {
        "en": "Nobody has been watched for the whole window of {days:number} days: the shares speak of the first {watched:number} days.",
        "vi": "Chưa ai được theo dõi đủ thời hạn {days:number} ngày: các tỷ lệ chỉ nói về {watched:number} ngày đầu.",
    },
    "journeys.caveat.exits": {
        "en": "How those who left by an exit did so: {exits}.",
        "vi": "Những trường hợp kết thúc sớm gồm: {exits}.",
    },
    "journeys.caveat.partial": {
        "en": "Not every day of {periods} is in the data.",
        "vi": "Dữ liệu chưa có đủ mọi ngày của {periods}.",
    },
    "journeys.caveat.clusters": {
        "en": "Some customers made several journeys; the intervals take into account that these are alike.",
        "vi": "Một số khách có nhiều hành trình; khoảng tin cậy đã tính đến việc các hành trình đó giống nhau.",
    },
    "journeys.caveat.cut": {
        "en": "The slice by {segments} leaves out single contacts, so some journeys are seen in part.",
        "vi": "Lát cắt theo {segments} bỏ bớt một số lượt tiếp xúc, nên một số hành trình chỉ thấy được một phần.",
    },
    "journeys.caveat.tested": {
        "en": "{tested:count} pairs of step and group were compared with the rest; the p-values are corrected for all of them "
        "(Benjamini-Hochberg). A difference is not yet a cause.",
        "vi": "Đã so sánh {tested:count} cặp bước và nhóm với phần còn lại; giá trị p đã được hiệu chỉnh cho tất cả "
        "(Benjamini-Hochberg). Khác biệt chưa phải là nguyên nhân.",
    },
    "journeys.caveat.time": {
        "en": "The times are of those who go on; those who leave have none.",
        "vi": "Thời gian chỉ tính cho những ai đi tiếp; những ai rời đi thì không có.",
    },
    "label.reached": {"en": "Reached", "vi": "Đã đến"},
    "label.naive": {"en": "Naive share", "vi": "Tỷ lệ thô"},
    "label.step": {"en": "Step", "vi": "Bước chuyển"},
    "label.step_share": {"en": "Share from the stage before", "vi": "Tỷ lệ từ bước trước"},
    "label.from_stage": {"en": "From", "vi": "Từ bước"},
    "label.to_stage": {"en": "To", "vi": "Đến bước"},
    "label.went_on": {"en": "Went on", "vi": "Đi tiếp"},
    "label.lost": {"en": "Lost", "vi": "Đã mất"},
    "label.exited": {"en": "Left by an exit", "vi": "Kết thúc sớm"},
    "label.open": {"en": "Still on their way", "vi": "Còn đang diễn ra"},
    "label.group": {"en": "Group", "vi": "Nhóm"},
    "label.rest": {"en": "The rest", "vi": "Phần còn lại"},
    "label.difference_low": {"en": "Difference, low", "vi": "Chênh lệch, cận dưới"},
    "label.difference_high": {"en": "Difference, high", "vi": "Chênh lệch, cận trên"},
    "label.excess_lost": {"en": "Lost beyond the rest", "vi": "Mất nhiều hơn phần còn lại"},
    "label.p90": {"en": "Nine in ten within (days)", "vi": "Chín phần mười trong (ngày)"},
    "label.p90_low": {"en": "Nine in ten, low", "vi": "Chín phần mười, cận dưới"},
    "label.p90_high": {"en": "Nine in ten, high", "vi": "Chín phần mười, cận trên"},
    "label.in_words": {"en": "In words", "vi": "Diễn giải"},
    "journeys.worst.question": {
        "en": "For whom does a step lose clearly more than for all others?",
        "vi": "Ở bước nào, với nhóm nào, ta mất nhiều hơn hẳn so với những người khác?",
    },
    "journeys.worst": {
        "en": "At {step}, {value:share} of “{group}” go on, against {rest:share} of all others: a difference of {difference:signed_points} points "
        "(95% interval {low:signed_points} to {high:signed_points}, n = {base:count}). Were they like the rest, about {excess:count} more of the "
        "{units} {when} would have gone on.",
        "vi": "Ở {step}, {value:share} của nhóm “{group}” đi tiếp, so với {rest:share} của những người khác: chênh lệch {difference:signed_points} điểm "
        "(khoảng tin cậy 95%: {low:signed_points} đến {high:signed_points}, n = {base:count}). Nếu nhóm này như phần còn lại, sẽ có thêm khoảng "
        "{excess:count} trong số {units} {when} đi tiếp.",
    },
    "journeys.worst.none": {
        "en": "Of {tested:count} steps and groups looked at among the {units} {when}, none loses clearly more than the rest: we cannot tell them apart.",
        "vi": "Trong {tested:count} bước và nhóm đã xem xét của {units} {when}, không nhóm nào mất nhiều hơn hẳn phần còn lại: chưa thể kết luận.",
    },
    "journeys.worst.nothing_to_split": {
        "en": "This study has nothing to split its journeys by: no segment of customers, and one channel. Bring a channel or a segment next time.",
        "vi": "Dữ liệu này không có gì để tách hành trình: không có phân khúc khách hàng và chỉ có một kênh. Lần sau hãy bổ sung kênh hoặc phân khúc.",
    },
    "label.where": {"en": "Where", "vi": "Ở đâu"},
    "label.split": {"en": "Split by", "vi": "Tách theo"},
}
