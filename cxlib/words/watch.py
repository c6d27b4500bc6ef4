"""Sentences of the alerts between waves."""

TEXT = {
    "watch.limits": {"en": "outside of {low} to {high}", "vi": "ngoài khoảng {low} đến {high}"},
    "watch.below": {"en": "below {limit}", "vi": "dưới {limit}"},
    "watch.above": {"en": "above {limit}", "vi": "trên {limit}"},
    "watch.rule.limit": {
        "en": "{who} in {period:period}: {value} (95% interval {low} to {high}, n = {base:count}), {against}, the range that it keeps when nothing happens. As of {as_of:date}.",
        "vi": "{who} trong {period:period}: {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), {against}, là khoảng thường gặp khi không có biến động. Tính đến {as_of:date}.",
    },
    "watch.rule.drift": {
        "en": "{who} in {period:period}: {value} (95% interval {low} to {high}, n = {base:count}); it has drifted for some time. As of {as_of:date}.",
        "vi": "{who} trong {period:period}: {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}); đã trôi dần từ một thời gian. Tính đến {as_of:date}.",
    },
    "watch.rule.below": {
        "en": "{who} in {period:period}: {value} (95% interval {low} to {high}, n = {base:count}), surely {against}. As of {as_of:date}.",
        "vi": "{who} trong {period:period}: {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), chắc chắn {against}. Tính đến {as_of:date}.",
    },
    "watch.rule.above": {
        "en": "{who} in {period:period}: {value} (95% interval {low} to {high}, n = {base:count}), surely {against}. As of {as_of:date}.",
        "vi": "{who} trong {period:period}: {value} (khoảng tin cậy 95%: {low} đến {high}, n = {base:count}), chắc chắn {against}. Tính đến {as_of:date}.",
    },
    "watch.rule.cleared": {"en": "No longer so as of {as_of:date}: {was}", "vi": "Không còn nữa, tính đến {as_of:date}: {was}"},
    "watch.nothing": {"en": "Nothing new as of {as_of}; alerts that still stand: {standing:count}.", "vi": "Không có gì mới tính đến {as_of}; cảnh báo còn hiệu lực: {standing:count}."},
    "watch.some": {"en": "New as of {as_of}: {fresh:count}; alerts that still stand: {standing:count}. Written to {file}.", "vi": "Mới tính đến {as_of}: {fresh:count}; cảnh báo còn hiệu lực: {standing:count}. Đã ghi vào {file}."},
    "watch.busy": {"en": "Another look at this study is under way; nothing was done.", "vi": "Đang có một lượt theo dõi khác; chưa làm gì."},
}
