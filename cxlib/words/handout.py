"""Words of the hand-out."""

TEXT: dict[str, dict[str, str]] = {
    "handout.title": {"en": "{study}: hand-out, {wave:period}", "vi": "{study}: bản phát tay, {wave:period}"},
    "handout.lead": {
        "en": "This page works by itself, without a network: choose segments here and the findings below follow.",
        "vi": "Trang này tự hoạt động, không cần mạng: hãy chọn phân khúc ở đây, các kết quả bên dưới sẽ thay đổi theo.",
    },
    "handout.made": {
        "en": "Data up to, but not including, {as_of:date}. Fingerprint of the data: {fingerprint}. Software version: {version}.",
        "vi": "Dữ liệu đến trước ngày {as_of:date}. Mã nhận dạng dữ liệu: {fingerprint}. Phiên bản phần mềm: {version}.",
    },
    "handout.made_on": {"en": "Made on {day:date}.", "vi": "Lập ngày {day:date}."},
    "handout.safe": {
        "en": "It carries counts only: no customers, no comments. Groups of fewer than {minimum:count} are left out, and so are those "
        "that would give such a group away. Up to two segments can be combined.",
        "vi": "Trang chỉ chứa số đếm: không có khách hàng cụ thể, không có bình luận. Nhóm dưới {minimum:count} người bị bỏ ra, kể cả "
        "những nhóm có thể làm lộ nhóm đó. Có thể kết hợp tối đa hai phân khúc.",
    },
    "handout.not_here": {
        "en": "These segments have too many levels to be combined with others here: {segments}.",
        "vi": "Các phân khúc này có quá nhiều nhóm nên không thể kết hợp với phân khúc khác ở đây: {segments}.",
    },
    "handout.third": {
        "en": "The counts in this page combine two segments at most, and not every pair. Let one segment go, or open the study itself for this slice.",
        "vi": "Số đếm trong trang này chỉ kết hợp tối đa hai phân khúc, và không phải cặp nào cũng có. Hãy bỏ bớt một phân khúc, hoặc mở dữ liệu gốc để xem lát cắt này.",
    },
    "handout.left_out": {
        "en": "Withheld in {wave:period}: this slice touches groups that were left out of the page, because they are too small or would give a small one away.",
        "vi": "Bị ẩn trong {wave:period}: lát cắt này chạm đến những nhóm đã được bỏ khỏi trang, vì quá nhỏ hoặc có thể làm lộ một nhóm nhỏ.",
    },
    "handout.left_out_ever": {
        "en": "Withheld: this slice touches groups that were left out of the page, because they are too small or would give a small one away.",
        "vi": "Bị ẩn: lát cắt này chạm đến những nhóm đã được bỏ khỏi trang, vì quá nhỏ hoặc có thể làm lộ một nhóm nhỏ.",
    },
    "handout.one_segment": {
        "en": "In this page journeys follow one segment at a time. Let the other one go, or open the study itself for this slice.",
        "vi": "Trong trang này, hành trình chỉ theo một phân khúc mỗi lần. Hãy bỏ phân khúc còn lại, hoặc mở dữ liệu gốc để xem lát cắt này.",
    },
    "handout.one_period": {
        "en": "In this page journeys are shown for one period at a time. Choose a single period, or open the study itself for this slice.",
        "vi": "Trong trang này, hành trình chỉ được trình bày cho một kỳ mỗi lần. Hãy chọn một kỳ, hoặc mở dữ liệu gốc để xem lát cắt này.",
    },
    "handout.one_level": {
        "en": "This segment has many levels, so for journeys this page knows each one and all but one. Choose a single level, or open the study "
        "itself for this slice.",
        "vi": "Phân khúc này có nhiều nhóm nên với hành trình, trang chỉ có từng nhóm và tất cả trừ một nhóm. Hãy chọn một nhóm, hoặc mở dữ "
        "liệu gốc để xem lát cắt này.",
    },
    "handout.no_journeys": {
        "en": "In this page journeys do not follow this segment, since not every customer with a journey has one of its levels. Open the study "
        "itself for this slice.",
        "vi": "Trong trang này, hành trình không theo phân khúc này, vì không phải khách nào có hành trình cũng thuộc một nhóm của nó. Hãy mở "
        "dữ liệu gốc để xem lát cắt này.",
    },
    "handout.left_out_caveat": {
        "en": "This page carries no small groups, so it withholds more than the study itself does.",
        "vi": "Trang này không mang theo các nhóm nhỏ, nên ẩn nhiều hơn so với khi mở dữ liệu gốc.",
    },
    "handout.slicer": {"en": "Choose a slice", "vi": "Chọn lát cắt"},
    "handout.live": {"en": "Findings that follow the slice", "vi": "Kết quả thay đổi theo lát cắt"},
    "handout.still": {"en": "Findings for everyone", "vi": "Kết quả cho toàn bộ khách hàng"},
    "handout.still_lead": {
        "en": "These stand as they were when the page was made; they do not follow the slice.",
        "vi": "Các kết quả này giữ nguyên như lúc lập trang; chúng không thay đổi theo lát cắt.",
    },
    "handout.language": {"en": "Tiếng Việt", "vi": "English"},
    "handout.too_old": {
        "en": "This browser is too old to open the counts in this page. Open it in a recent Chrome, Edge, Firefox or Safari.",
        "vi": "Trình duyệt này quá cũ để mở số đếm trong trang. Hãy mở bằng phiên bản mới của Chrome, Edge, Firefox hoặc Safari.",
    },
    "handout.same": {"en": "Both slices are the same; compare with another one.", "vi": "Hai lát cắt giống nhau; hãy so sánh với lát cắt khác."},
    "handout.no_rest": {
        "en": "This slice keeps some groups and leaves out others, so everyone else is no slice; name one group only.",
        "vi": "Lát cắt này vừa giữ một số nhóm vừa loại nhóm khác nên không có “phần còn lại”; hãy chỉ nêu một nhóm.",
    },
    "handout.no_previous": {
        "en": "There is no wave before {wave:period} to compare with; choose another comparison.",
        "vi": "Không có đợt nào trước {wave:period} để so sánh; hãy chọn cách so sánh khác.",
    },
}
