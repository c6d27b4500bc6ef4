"""Words of two slices beside each other."""

TEXT: dict[str, dict[str, str]] = {
    "beside.question": {"en": "{asked} {one} beside {other}", "vi": "{asked} {one} đặt cạnh {other}"},
    "beside.both": {"en": "{one}: {first} {other}: {second}", "vi": "{one}: {first} {other}: {second}"},
    "beside.no_intervals": {
        "en": "The two stand side by side; no difference is claimed, because this answer has no intervals to compare.",
        "vi": "Hai bên được đặt cạnh nhau; không kết luận về chênh lệch vì kết quả này không có khoảng tin cậy để so sánh.",
    },
    "beside.base": {"en": " (n = {n:count})", "vi": " (n = {n:count})"},
    "beside.interval": {"en": "({low} to {high})", "vi": "(từ {low} đến {high})"},
    "beside.difference": {"en": "difference {difference}", "vi": "chênh lệch {difference}"},
    "beside.mark": {"en": "clear difference", "vi": "chênh lệch rõ rệt"},
    "beside.short_interval": {"en": "({low}\u00a0–\u00a0{high})", "vi": "({low}\u00a0–\u00a0{high})"},
    "beside.item": {
        "en": "{what}: {value} against {value_other}, difference {difference}",
        "vi": "{what}: {value} so với {value_other}, chênh lệch {difference}",
    },
    "beside.item_alone": {
        "en": "{value} against {value_other}, difference {difference}",
        "vi": "{value} so với {value_other}, chênh lệch {difference}",
    },
    "beside.clear": {"en": "{one} and {other} clearly differ. {listed}.", "vi": "{one} và {other} khác nhau rõ rệt. {listed}."},
    "beside.some_clear": {
        "en": "{one} and {other} clearly differ in {clear:count} of {tests:count} comparisons. {listed}{more}.",
        "vi": "{one} và {other} khác nhau rõ rệt ở {clear:count} trong {tests:count} phép so sánh. {listed}{more}.",
    },
    "beside.more": {"en": "; and {more:count} more in the table", "vi": "; và {more:count} chênh lệch nữa trong bảng"},
    "beside.cannot_tell": {
        "en": "We cannot tell whether {one} and {other} differ. {item}.",
        "vi": "Chưa thể kết luận {one} và {other} có khác nhau hay không. {item}.",
    },
    "beside.none_clear": {
        "en": "We cannot tell whether {one} and {other} differ: none of {tests:count} comparisons is clear after correction. The clearest is {item}.",
        "vi": "Chưa thể kết luận {one} và {other} có khác nhau hay không: không phép so sánh nào trong {tests:count} phép là rõ rệt sau hiệu chỉnh. Rõ nhất là {item}.",
    },
    "beside.shared": {
        "en": "{one} and {other} have people in common, so we cannot tell how sure their difference is. {item}.",
        "vi": "{one} và {other} có chung một số người nên chưa thể nói chênh lệch chắc chắn đến đâu. {item}.",
    },
    "beside.none_in_both": {
        "en": "No row is in both {one} and {other}, so nothing can be compared.",
        "vi": "Không có dòng nào có ở cả {one} và {other} nên không có gì để so sánh.",
    },
    "beside.withheld": {
        "en": "We cannot tell whether {one} and {other} differ: one of them rests on too few to be shown.",
        "vi": "Chưa thể kết luận {one} và {other} có khác nhau hay không: một bên có cỡ mẫu quá nhỏ để công bố.",
    },
    "beside.not_known": {
        "en": "We cannot tell whether {one} and {other} differ: no row has a value in both.",
        "vi": "Chưa thể kết luận {one} và {other} có khác nhau hay không: không dòng nào có giá trị ở cả hai bên.",
    },
    "beside.heading": {"en": "{what}: {verdict}", "vi": "{what}: {verdict}"},
    "beside.axis": {"en": "{one} minus {other}", "vi": "{one} trừ {other}"},
    "beside.sign": {
        "en": "A difference is {one} minus {other}, with its 95% interval.",
        "vi": "Chênh lệch là {one} trừ {other}, kèm khoảng tin cậy 95%.",
    },
    "beside.shared_caveat": {
        "en": "The same people stand in {one} and in {other}; an interval for independent groups would not be right, so none is given.",
        "vi": "Có những người thuộc cả {one} và {other}; khoảng tin cậy dành cho các nhóm độc lập sẽ không đúng nên không được đưa ra.",
    },
    "beside.rounds_caveat": {
        "en": "Rounds are treated as independent samples. Where the same people answer twice, the interval is rather too wide than too narrow.",
        "vi": "Các đợt được xem là những mẫu độc lập. Nếu cùng một người trả lời cả hai đợt, khoảng tin cậy thường rộng hơn là hẹp hơn mức cần thiết.",
    },
    "beside.correction": {
        "en": "{tests:count} rows were compared; p is adjusted for that (Benjamini-Hochberg).",
        "vi": "Đã so sánh {tests:count} dòng; p đã hiệu chỉnh theo số đó (Benjamini-Hochberg).",
    },
    "beside.alone_caveat": {
        "en": "Rows that are in one of the two only, and have no difference: {rows:count}.",
        "vi": "{rows:count} dòng chỉ có ở một bên nên không có chênh lệch.",
    },
    "beside.withheld_caveat": {
        "en": "Rows withheld in both {one} and {other}, because one of them rests on too few or would give such a row away: {rows:count}.",
        "vi": "{rows:count} dòng bị ẩn ở cả {one} và {other}, vì một bên có cỡ mẫu quá nhỏ hoặc có thể làm lộ một dòng như vậy.",
    },
    "label.slice": {"en": "Slice", "vi": "Lát cắt"},
    "value.verdict.not in the other": {"en": "not in the other", "vi": "không có ở bên kia"},
    "value.verdict.withheld": {"en": "withheld", "vi": "ẩn"},
}
