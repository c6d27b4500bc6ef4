"""Sentences about why customers leave a step."""

TEXT: dict[str, dict[str, str]] = {
    "reasons.question": {
        "en": "How do those who leave a step differ from those who go on?",
        "vi": "Khách rời bỏ ở một bước khác gì so với khách đi tiếp?",
    },
    "reasons.apart": {
        "en": "a difference of {value} (95% interval {low} to {high}; n = {first:count} and {second:count})",
        "vi": "chênh lệch {value} (khoảng tin cậy 95%: {low} đến {high}; n = {first:count} và {second:count})",
    },
    "reasons.score": {
        "en": "Of the {units} {when}, those lost at {step} had scored {what} at {leavers} before they left, those who went on at {stayers}: {apart}.",
        "vi": "Trong các {units} {when}, khách bị mất ở {step} trước đó cho {what} mức {leavers}, còn khách đi tiếp cho {stayers}: {apart}.",
    },
    "reasons.wait": {
        "en": "Of the {units} {when}, those lost at {step} had taken {leavers} days from the stage before, those who went on {stayers}: {apart}.",
        "vi": "Trong các {units} {when}, khách bị mất ở {step} đã mất {leavers} ngày từ bước trước, còn khách đi tiếp mất {stayers} ngày: {apart}.",
    },
    "reasons.channel": {
        "en": "Of the {units} {when}, {leavers} of those lost at {step} came by “{what}”, against {stayers} of those who went on: {apart}.",
        "vi": "Trong các {units} {when}, {leavers} số khách bị mất ở {step} đến qua “{what}”, so với {stayers} ở khách đi tiếp: {apart}.",
    },
    "reasons.word": {
        "en": "Of the {units} {when}, {leavers} of the comments of those lost at {step} say “{what}”, against {stayers} of those who went on: {apart}.",
        "vi": "Trong các {units} {when}, {leavers} ý kiến của khách bị mất ở {step} nhắc “{what}”, so với {stayers} ở khách đi tiếp: {apart}.",
    },
    "reasons.more": {
        "en": "{more:count} more of the {tested:count} things looked at differ clearly.",
        "vi": "Còn {more:count} điều khác trong {tested:count} điều đã xét cũng khác biệt rõ.",
    },
    "reasons.none": {
        "en": "Of {tested:count} things looked at among the {units} {when}, none sets those who left clearly apart from those who went on: we cannot tell why they left.",
        "vi": "Trong {tested:count} điều đã xét ở các {units} {when}, không điều nào phân biệt rõ khách rời bỏ với khách đi tiếp: chưa thể kết luận vì sao họ rời bỏ.",
    },
    "reasons.too_few": {
        "en": "Of the {units} {when}, too few are known to have left or gone on, with something known of them before: we cannot tell how they differ.",
        "vi": "Trong các {units} {when}, còn quá ít trường hợp đã rõ là rời bỏ hay đi tiếp và có thông tin trước đó: chưa thể kết luận họ khác nhau thế nào.",
    },
    "reasons.caveat": {
        "en": "Only what was known before the customer went on counts (answers and comments up to {days:count} days old); each of those who left is looked at "
        "for as long as one of those who went on. One row a customer. {tested:count} comparisons, p-values corrected (Benjamini-Hochberg). A difference is not yet a cause.",
        "vi": "Chỉ tính những gì đã biết trước khi khách đi tiếp (câu trả lời và ý kiến không quá {days:count} ngày); mỗi khách rời bỏ được xem xét trong thời "
        "gian bằng một khách đi tiếp. Mỗi khách được tính một lần. {tested:count} phép so sánh, giá trị p đã hiệu chỉnh (Benjamini-Hochberg). Khác biệt chưa phải là nguyên nhân.",
    },
    "reasons.survivors_only": {
        "en": "At {step} only those who went on were asked (none of those who left, {stayers:share} of the others): scores of this step speak of "
        "survivors. Next time ask those who stop at “{stage}” too.",
        "vi": "Ở {step} chỉ khách đi tiếp được hỏi (không ai trong số rời bỏ, {stayers:share} số còn lại): điểm của bước này chỉ nói về người ở lại. "
        "Lần sau hãy hỏi cả những khách dừng ở “{stage}”.",
    },
    "reasons.survivors": {
        "en": "At {step} those who left were heard far less often than those who went on ({leavers:share} against {stayers:share}): scores of this "
        "step speak mostly of survivors. Next time ask those who stop at “{stage}” too.",
        "vi": "Ở {step}, khách rời bỏ ít được lắng nghe hơn nhiều so với khách đi tiếp ({leavers:share} so với {stayers:share}): điểm của bước này chủ yếu "
        "nói về người ở lại. Lần sau hãy hỏi cả những khách dừng ở “{stage}”.",
    },
    "reasons.next": {
        "en": "Change this at {step} for some customers first, and see whether more of them go on.",
        "vi": "Thử thay đổi điều này ở {step} với một số khách trước, rồi xem có thêm bao nhiêu khách đi tiếp.",
    },
    "reasons.next.none": {
        "en": "Ask a few of those who left, soon after they stop.",
        "vi": "Hãy hỏi một số khách đã rời bỏ, ngay sau khi họ dừng lại.",
    },
    "reasons.axis": {
        "en": "Those who left minus those who went on, in standard deviations",
        "vi": "Khách rời bỏ trừ khách đi tiếp, theo độ lệch chuẩn",
    },
    "joint.question": {
        "en": "At each step: how many are lost, how had they scored, what did they write?",
        "vi": "Ở từng bước: mất bao nhiêu khách, họ đã chấm điểm thế nào, họ viết gì?",
    },
    "joint": {
        "en": "Of the {units} {when}, the step {step} loses most: {lost:count} of {base:count}, {value} with those still on their way estimated.",
        "vi": "Trong các {units} {when}, bước {step} làm mất nhiều nhất: {lost:count} trên {base:count}, tức {value} sau khi ước lượng phần còn đang diễn ra.",
    },
    "joint.score": {
        "en": "Those who left had scored {asked} at {leavers}, those who went on at {stayers}: a difference of {value} (95% interval {low} to {high}, "
        "n = {n:count}).",
        "vi": "Khách rời bỏ đã cho {asked} mức {leavers}, khách đi tiếp cho {stayers}: chênh lệch {value} (khoảng tin cậy 95%: {low} đến {high}, "
        "n = {n:count}).",
    },
    "joint.no_score": {
        "en": "We cannot tell their scores of {asked} apart: {leavers} against {stayers}, a difference of {value} (95% interval {low} to {high}, n = {n:count}).",
        "vi": "Chưa thể phân biệt điểm {asked} của họ: {leavers} so với {stayers}, chênh lệch {value} (khoảng tin cậy 95%: {low} đến {high}, n = {n:count}).",
    },
    "joint.unheard": {
        "en": "Too few of those who left had answered anything before.",
        "vi": "Quá ít khách rời bỏ từng trả lời trước đó.",
    },
    "joint.word": {"en": "They write “{word}” more often.", "vi": "Họ viết “{word}” thường xuyên hơn."},
    "joint.quote": {"en": "One of them wrote: “{quote}”.", "vi": "Một khách viết: “{quote}”."},
    "joint.nobody": {
        "en": "Of the {units} {when}, none was lost so far, or too few for a number.",
        "vi": "Trong các {units} {when}, cho đến nay chưa mất ai, hoặc quá ít để đưa ra con số.",
    },
    "joint.caveat": {
        "en": "Scores and comments are from before the customer left or went on (up to {days:count} days old), so the step itself is not yet in them. "
        "Quotes are chosen by rule and masked.",
        "vi": "Điểm và ý kiến có từ trước khi khách rời bỏ hoặc đi tiếp (không quá {days:count} ngày), nên chưa phản ánh chính bước này. "
        "Câu trích được chọn theo quy tắc và đã che thông tin cá nhân.",
    },
    "joint.next": {
        "en": "Take {step} to its owner with this row, and ask those who leave there.",
        "vi": "Đưa dòng này của {step} cho người phụ trách, và hỏi những khách rời bỏ ở đó.",
    },
    "joint.axis": {"en": "Share lost at the step", "vi": "Tỷ lệ bị mất ở bước"},
    "label.reason": {"en": "Kind of reason", "vi": "Loại lý do"},
    "label.what": {"en": "What", "vi": "Nội dung"},
    "label.leavers": {"en": "Left (n)", "vi": "Rời bỏ (n)"},
    "label.stayers": {"en": "Went on (n)", "vi": "Đi tiếp (n)"},
    "label.leavers_value": {"en": "Those who left", "vi": "Khách rời bỏ"},
    "label.stayers_value": {"en": "Those who went on", "vi": "Khách đi tiếp"},
    "label.comments": {"en": "Comments of those who left", "vi": "Ý kiến của khách rời bỏ"},
    "value.reason.score": {"en": "score", "vi": "điểm số"},
    "value.reason.wait": {"en": "days from the stage before", "vi": "số ngày từ bước trước"},
    "value.reason.channel": {"en": "channel", "vi": "kênh"},
    "value.reason.word": {"en": "word", "vi": "từ ngữ"},
    "value.verdict.leavers not heard": {"en": "those who left were not heard", "vi": "chưa nghe được khách rời bỏ"},
}
