"""Sentences of the readout: the quarter on one page."""

TEXT = {
    "readout.question": {"en": "What did we find in {wave:period}, and who does what next?", "vi": "Chúng ta tìm thấy gì trong {wave:period}, và ai làm gì tiếp theo?"},
    "readout.summary": {
        "en": "Findings that hold up: {told:count}; we cannot tell yet: {unsure:count}; waiting for data that this study does not have: {absent:count}.",
        "vi": "Kết quả vững: {told:count}; chưa thể kết luận: {unsure:count}; cần dữ liệu mà nghiên cứu này chưa có: {absent:count}.",
    },
    "readout.order_caveat": {
        "en": "Findings that hold up come first; within a group they keep the order of the four questions. The order is not a ranking by importance.",
        "vi": "Kết quả vững đứng trước; trong mỗi nhóm giữ thứ tự của bốn câu hỏi. Thứ tự này không phải là xếp hạng mức quan trọng.",
    },
    "readout.unknown.question": {"en": "What do we still not know?", "vi": "Điều gì chúng ta vẫn chưa biết?"},
    "readout.unknown": {"en": "{count:count} of the {asked:count} questions asked have no answer yet.", "vi": "{count:count} trong {asked:count} câu hỏi chưa có câu trả lời."},
    "readout.unknown.none": {"en": "Each of the {asked:count} questions asked has an answer in this wave.", "vi": "Cả {asked:count} câu hỏi đều có câu trả lời trong đợt này."},
    "readout.owner_none": {"en": "nobody named yet", "vi": "chưa giao"},
    "value.status.answered": {"en": "holds up", "vi": "vững"},
    "value.status.cannot_tell": {"en": "cannot tell", "vi": "chưa thể kết luận"},
    "value.status.not_available": {"en": "no data", "vi": "thiếu dữ liệu"},
    "value.status.nobody": {"en": "nobody in it", "vi": "không có ai"},
    "label.status": {"en": "Status", "vi": "Tình trạng"},
    "label.sentence": {"en": "What we found", "vi": "Kết quả"},
    "label.next_step": {"en": "Next step", "vi": "Bước tiếp theo"},
}
