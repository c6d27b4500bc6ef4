"""Words that every page needs: headings, bases, what is withheld."""

TEXT = {
    "house.base": {"en": "n = {n:count}", "vi": "n = {n:count}"},
    "house.withheld": {"en": "withheld", "vi": "ẩn"},
    "house.withheld_caveat": {
        "en": "{rows:count} of the rows are withheld: they rest on fewer than {minimum:count}, or would give such a row away.",
        "vi": "{rows:count} dòng bị ẩn: cỡ mẫu dưới {minimum:count}, hoặc có thể làm lộ một dòng như vậy.",
    },
    "house.nobody": {
        "en": "Nobody is in this slice ({slice}), so there is nothing to say. Let some levels back in.",
        "vi": "Không có ai trong lát cắt này ({slice}), nên chưa thể nói gì. Hãy chọn lại một số nhóm.",
    },
    "house.not_available": {
        "en": "This study cannot answer that: it has no table of {tables}. To answer it next time, {ask}.",
        "vi": "Dữ liệu này chưa trả lời được: chưa có bảng {tables}. Để trả lời lần sau, {ask}.",
    },
    "house.not_by_wave": {
        "en": "This study cannot answer that: its periods are survey waves without dates. To answer it, set period to month, "
        "quarter or year.",
        "vi": "Dữ liệu này chưa trả lời được: các kỳ là đợt khảo sát không có ngày. Để trả lời, hãy đặt period là month, "
        "quarter hoặc year.",
    },
    "house.ask.customers": {
        "en": "bring one row per customer, with customer_id and when they joined",
        "vi": "hãy cung cấp mỗi khách hàng một dòng, gồm customer_id và ngày tham gia",
    },
    "house.ask.responses": {
        "en": "bring one row per survey answer, with customer_id, question and score",
        "vi": "hãy cung cấp mỗi câu trả lời khảo sát một dòng, gồm customer_id, câu hỏi và điểm",
    },
    "house.ask.touchpoints": {
        "en": "bring one row per contact, with customer_id, time and stage",
        "vi": "hãy cung cấp mỗi lần tiếp xúc một dòng, gồm customer_id, thời điểm và bước hành trình",
    },
    "house.ask.transactions": {
        "en": "bring one row per payment, with customer_id, time and amount",
        "vi": "hãy cung cấp mỗi lần thanh toán một dòng, gồm customer_id, thời điểm và số tiền",
    },
    "house.table.customers": {"en": "customers", "vi": "khách hàng"},
    "house.table.responses": {"en": "survey answers", "vi": "câu trả lời khảo sát"},
    "house.table.touchpoints": {"en": "contacts", "vi": "lượt tiếp xúc"},
    "house.table.transactions": {"en": "payments", "vi": "giao dịch"},
    "house.synthetic": {
        "en": "Synthetic data: this company is made up.",
        "vi": "Dữ liệu giả lập: công ty này không có thật.",
    },
    "house.everyone": {"en": "everyone", "vi": "tất cả khách hàng"},
    "house.yes": {"en": "yes", "vi": "có"},
    "house.no": {"en": "no", "vi": "không"},
    "label.count": {"en": "Count", "vi": "Số lượng"},
    "label.known": {"en": "Known", "vi": "Đã biết"},
    "label.base": {"en": "Base (n)", "vi": "Cỡ mẫu (n)"},
    "label.effective_base": {"en": "Effective base", "vi": "Cỡ mẫu hiệu dụng"},
    "label.value": {"en": "Value", "vi": "Giá trị"},
    "label.low": {"en": "Low", "vi": "Cận dưới"},
    "label.high": {"en": "High", "vi": "Cận trên"},
    "label.share": {"en": "Share", "vi": "Tỷ lệ"},
    "label.period": {"en": "Period", "vi": "Kỳ"},
    "label.wave": {"en": "Wave", "vi": "Đợt"},
    "label.question": {"en": "Question", "vi": "Câu hỏi"},
    "label.metric": {"en": "Metric", "vi": "Chỉ số"},
    "label.basis": {"en": "Basis", "vi": "Cách tính"},
    "label.stage": {"en": "Stage", "vi": "Bước hành trình"},
    "label.channel": {"en": "Channel", "vi": "Kênh"},
    "label.touchpoint": {"en": "Touchpoint", "vi": "Điểm chạm"},
    "label.owner": {"en": "Owner", "vi": "Người phụ trách"},
    "label.region": {"en": "Region", "vi": "Khu vực"},
    "label.store": {"en": "Store", "vi": "Cửa hàng"},
    "label.age_band": {"en": "Age band", "vi": "Nhóm tuổi"},
    "label.plan": {"en": "Loyalty tier", "vi": "Hạng thành viên"},
    "label.acquired_by": {"en": "Acquired by", "vi": "Nguồn khách"},
    "label.persona": {"en": "Persona", "vi": "Chân dung khách hàng"},
    "label.customer_id": {"en": "Customer", "vi": "Khách hàng"},
}
