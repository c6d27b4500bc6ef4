"""What one column of a file likely is, from its name and its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...contract.amounts import amount
from ...contract.relative import is_relative
from .dates import DateForm, date_form, with_relative
from .scales import labelled_scale, plain_name, word_scale

__all__ = ["Column", "column", "plain_name"]

_NUMBER = re.compile(r"[-+]?(\d+([.,]\d+)?|\d{1,3}([.,]\d{3})+([.,]\d+)?)")
_COMMA = re.compile(r"[-+]?(\d+,\d{1,2}|\d+,\d{4,}|\d{1,3}(\.\d{3})+,\d+)")
_GROUPED = re.compile(r"[-+]?\d{1,3}([.,]\d{3})+")
_MAIL, _PHONE = re.compile(r"[^@\s]+@[^@\s]+\.\w+"), re.compile(r"(\+?84|0)[ .-]?\d[\d .-]{7,11}\d")
_ASKED = re.compile(r"^q ?\d|\?$|rat(e|ing)\b|score|stars?\b|satisf|how (likely|easy|much)|diem|danh gia|hai long|please rate")
_BLANKS = {"na", "n/a", "nan", "null", "none", "blank", "-", "--", ".", "khong co", "chua biet"}
# The roles that a column's name speaks for, in plain letters; the longest that is found counts.
_NAMED = {
    "customer_id": ("customer id", "customerid", "cust id", "client id", "user id", "userid", "member id", "account id", "subscriber id", "ma kh",
                    "ma khach hang", "id khach", "customer unique id", "loyalty id", "respnum", "respondent id", "responseid", "response id", "passenger id",
                    "identification number", "respondent number", "respondent"),
    "at": ("date", "time", "timestamp", "datetime", "ngay", "thoi gian", "created at", "order date", "invoice date", "invoicedate", "recorded date", "recordeddate",
           "purchase timestamp", "complete timestamp", "ngay mua", "ngay giao dich", "ngay tra loi", "thoi diem", "when", "at"),
    "joined_at": ("joined", "join date", "joined at", "signup", "sign up date", "registration", "registered", "begin date", "begindate", "ngay tham gia", "ngay dang ky"),
    "left_at": ("left at", "left", "end date", "enddate", "churn date", "cancel date", "ngay roi", "ngay huy", "ngay cham dut"),
    "monthly_fee": ("monthly fee", "monthly charges", "monthlycharges", "cuoc thang", "phi thang"),
    "amount": ("amount", "total price", "revenue", "paid", "payment value", "so tien", "thanh tien", "doanh thu", "spend", "gia tri", "total", "order value"),
    "stage": ("stage", "step", "event", "event name", "activity", "concept name", "status", "buoc", "giai doan", "hanh dong", "su kien", "screen", "page"),
    "touchpoint": ("touchpoint", "touch point", "diem cham", "contact type"),
    "channel": ("channel", "kenh", "device", "source", "medium", "thiet bi"),
    "journey_id": ("journey id", "case id", "case concept name", "case", "session id", "session", "order id", "invoice no", "invoiceno", "ma don", "ma phien"),
    "employee": ("employee", "agent", "staff id", "nhan vien", "resource", "org resource"),
    "question": ("question", "cau hoi", "item"),
    "score": ("score", "rating", "answer", "diem", "diem so", "review score", "stars", "n star"),
    "weight": ("weight", "trong so", "weights"),
    "comment": ("comment", "comments", "verbatim", "feedback", "nhan xet", "gop y", "y kien", "review", "review comment message", "open end", "anything else",
                "like to share", "suggestions", "chia se", "de xuat", "free text"),
    "wave": ("wave", "survey round", "dot", "dot khao sat"),
    "language": ("language", "lang", "ngon ngu"),
    "duration": ("duration in seconds", "duration", "interview time", "time spent", "thoi luong"),
}
_METRICS = {
    "nps": ("nps", "netpro", "recommend", "likelihood to recommend", "gioi thieu", "khuyen nghi"),
    "csat": ("csat", "satisfaction", "satisfied", "overall", "hai long"),
    "ces": ("ces", "effort", "ease", "easy", "de dang", "no luc"),
}
_MOST_LEVELS, _MOST_CODES = 40, 14
_AMOUNTS_TRIED, _NO_AMOUNTS = 500, "none"


@dataclass(frozen=True)
class Column:
    """One column of a file as it looks.

    Attributes
    ----------
    name : str
        As in the file.
    kind : {"empty", "date", "number", "text"}
    filled, distinct : int
        Among the rows looked at.
    rows : int
        Rows looked at.
    role : str
        The contract column that its name speaks for, or "".
    metric : {"", "nps", "csat", "ces", "rating"}
        Where its values look like answers on a scale.
    scale : (low, high) or None
    odd : tuple of str
        Codes outside of that scale: no answer, or a mistake.
    words : tuple of str
        The scale's words from the low end to the high one, where answers are words.
    codes : tuple of (word, place)
        Every spelling of them.
    direction : {"good", "bad", ""}
        What the high end of the scale is; "" where only the user can say.
    sure : bool
        Whether the order of the words is certain.
    wording : str
        What was asked, where the file says it.
    labelled : bool
        Whether the file itself names the answers (SPSS).
    levels : tuple of str
        Its values where they are few, the commonest first.
    date : DateForm or None
    comma : bool or None
        Whether a comma is the decimal sign; None where `50.000` could be both.
    private : {"", "mail", "phone", "person"}
    stays : str
        In a column of days the one word that stands where there is no day, such as "No" in an end date.
    spaced : float
        Share of the values with a blank in them: prose, not codes.
    """

    name: str
    kind: str
    filled: int
    distinct: int
    rows: int
    role: str = ""
    metric: str = ""
    scale: tuple[int, int] | None = None
    odd: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    date: DateForm | None = None
    comma: bool | None = False
    private: str = ""
    stays: str = ""
    length: float = field(default=0.0)
    spaced: float = 0.0
    codes: tuple[tuple[str, int], ...] = ()
    direction: str = ""
    sure: bool = True
    wording: str = ""
    labelled: bool = False

    @property
    def is_key(self) -> bool:
        """Whether nearly every row has another value."""
        return self.filled > 0 and self.distinct >= 0.98 * self.filled and self.filled >= 0.9 * self.rows

    @property
    def is_segment(self) -> bool:
        """Whether it has few values, so that it can be compared by."""
        repeats = self.filled >= 3 * len(self.levels) and self.filled >= 0.2 * self.rows
        return 2 <= len(self.levels) <= _MOST_LEVELS and self.kind != "date" and not self.private and repeats

    @property
    def is_asked(self) -> bool:
        """Whether its name alone says that it is a question."""
        said = self.wording or self.name
        by_name = bool(_ASKED.search(plain_name(self.name)) or _ASKED.search(plain_name(said)) or "?" in said)
        return bool(self.words) or self.metric in ("nps", "csat", "ces") or by_name or (self.labelled and bool(self.metric))


def column(name: str, values: Sequence[str | None], *, typed: str = "", wording: str = "", labels: Mapping[str, str] | None = None,
           role: str | None = None) -> Column:
    """What a column of texts likely is.

    Parameters
    ----------
    name : str
    values : sequence of str or None
    typed : {"", "date", "number"}
        What the file itself says (Parquet, Excel, SPSS); then nothing is guessed about how it is written.
    wording : str
        What was asked, where the file says it.
    labels : mapping of code to word, optional
        What the file says the codes mean. Where they name kinds, the words are what the column holds.
    role : str, optional
        Where the file itself says what the column is; "private" for what speaks of a person.
    """
    filled = [value.strip() for value in values if value is not None and value.strip()]
    if labels and filled and (scale := _labelled(wording or name, labels, dict.fromkeys(filled))):
        return Column(kind="number", labelled=True, **(_facts(name, filled, len(values), wording, role) | scale))
    if labels:
        filled, typed = [labels.get(value, value) for value in filled], ""
    blanks = tuple(sorted({value for value in filled if plain_name(value) in _BLANKS or value in _BLANKS}))
    filled = [value for value in filled if value not in blanks]
    facts = _facts(name, filled, len(values), wording, role) | {"blanks": blanks}
    counts = dict.fromkeys(filled, 0)
    for value in filled:
        counts[value] += 1
    if not filled:
        return Column(kind="empty", **facts)
    return _of_kind(name, counts, filled[:2000], typed, facts)


def _facts(name: str, filled: list[str], rows: int, wording: str, role: str | None) -> dict:
    counts: dict[str, int] = {}
    for value in filled:
        counts[value] = counts.get(value, 0) + 1
    levels = tuple(sorted(counts, key=lambda value: (-counts[value], value))) if len(counts) <= _MOST_LEVELS else ()
    said = _role(name) if role is None else "" if role == "private" else role
    said = said or ("customer_id" if role is None and _role(wording) == "customer_id" else "comment" if role is None and _role(wording) == "comment" else "")
    n = max(len(filled), 1)
    return {"name": name, "filled": len(filled), "distinct": len(counts), "rows": rows, "role": said, "wording": wording, "levels": levels,
            "length": sum(map(len, filled)) / n, "spaced": sum(" " in value for value in filled) / n, "private": "person" if role == "private" else ""}


def _of_kind(name: str, counts: dict[str, int], sample: list[str], typed: str, facts: dict) -> Column:
    if typed == "date":
        return Column(kind="date", date=DateForm(("",), 1.0), **facts)
    if sum(bool(_MAIL.fullmatch(value)) for value in sample) > 0.5 * len(sample):
        return Column(kind="text", **facts | {"private": "mail"})
    is_number = sum(bool(_NUMBER.fullmatch(value)) for value in sample) >= 0.95 * len(sample)
    if sum(bool(_PHONE.fullmatch(value)) for value in sample) > 0.8 * len(sample) and _looks_like_phones(name, facts):
        return Column(kind="text", **facts | {"private": "phone"})
    if not is_number or facts["role"] in ("at", "joined_at", "left_at"):
        stays = _stays(counts) if facts["role"] in ("at", "joined_at", "left_at") else ""
        date = date_form([value for value in sample if value != stays])
        if date is not None:
            return Column(kind="date", date=with_relative(date, counts), stays=stays, **facts)
    wording = facts["wording"] or name
    if not is_number and (money := _as_amounts(sample[:_AMOUNTS_TRIED])) is not _NO_AMOUNTS:
        return Column(kind="number", comma=money, **facts)
    if is_number:
        return Column(kind="number", comma=False if typed else _comma(sample), **facts | _scale(wording, counts))
    return Column(kind="text", **facts | _word_scale(wording, counts))


def _looks_like_phones(name: str, facts: dict) -> bool:
    by_name = bool(re.search(r"phone|mobile|dien thoai|sdt|\btel\b|hotline", plain_name(name)))
    return by_name or (facts["distinct"] > max(0.5 * facts["filled"], _MOST_LEVELS) and facts["role"] != "customer_id")


def _stays(counts: dict[str, int]) -> str:
    """The word that stands in place of a day, where it is one word."""
    letters = [value for value in counts if not any(letter.isdigit() for letter in value) and not is_relative(value)]
    return letters[0] if len(letters) == 1 else ""


def _role(name: str) -> str:
    plain = f" {plain_name(name)} "
    found = [(len(hint), role) for role, hints in _NAMED.items() for hint in hints if f" {hint} " in plain or plain.strip().replace(" ", "") == hint]
    return max(found)[1] if found else ""


def _metric(name: str, default: str) -> str:
    plain = f" {plain_name(name)} "
    return next((metric for metric, hints in _METRICS.items() if any(hint in plain for hint in hints)), default)


def _comma(sample: Sequence[str]) -> bool | None:
    if any(_COMMA.fullmatch(value) for value in sample):
        return True
    return None if any(_GROUPED.fullmatch(value) for value in sample) else False


def _as_amounts(sample: Sequence[str]) -> bool | None | str:
    """Whether a comma parts the decimals of amounts such as 12k and 1,5 triệu; None where it could or could not, the last where they are none."""
    with_comma, with_point = ([amount(value, decimal=sign) for value in sample] for sign in ",.")
    comma, point = (sum(value is not None for value in read) >= 0.95 * len(sample) for read in (with_comma, with_point))
    if not comma and not point:
        return _NO_AMOUNTS
    if comma and point:
        return None if with_comma != with_point and [amount(value) for value in sample] != with_point else False
    return comma


def _scale(name: str, counts: dict[str, int]) -> dict:
    """The scale that whole numbers seem to be answers on; nothing where they are counts or codes."""
    try:
        codes = {int(float(value)): n for value, n in counts.items() if float(value).is_integer()}
    except ValueError:
        return {}
    if len(codes) < len(counts) or not 3 <= len(codes) <= _MOST_CODES:
        return {}
    total = sum(codes.values())
    # Who recommends is asked from 0 to 10, also where few rows do not show every answer.
    scales = ((0, 10), (1, 5), (1, 7), (1, 10)) if _metric(name, "") == "nps" else ((1, 5), (1, 7), (0, 10), (1, 10))
    for low, high in scales:
        inside = [code for code in codes if low <= code <= high]
        odd = [code for code in codes if not low <= code <= high]
        fits = sum(codes[code] for code in inside) >= 0.6 * total and len(inside) >= min(high - low, 4) and len(odd) <= 3
        # A 6 on a scale of five is a code for "no answer" when it is rare, and a scale of seven when it is not.
        if fits and all(code in (0, 6, 8, 9, 11, 88, 97, 98, 99, 999, -1, -99) for code in odd) and max((codes[code] for code in odd), default=0) <= 0.35 * total:
            metric = _metric(name, "rating")
            metric = "rating" if (metric == "nps") != ((low, high) == (0, 10)) and metric == "nps" else metric
            return {"metric": metric, "scale": (low, high), "odd": tuple(str(code) for code in sorted(odd)), "direction": "good" if metric == "nps" else ""}
    return {}


def _word_scale(wording: str, counts: dict[str, int]) -> dict:
    found = word_scale(counts)
    if found is None:
        return {}
    return {"metric": _metric(wording, "csat" if found.direction else "rating"), "scale": (1, found.high), "words": found.words, "odd": found.odd, "codes": found.codes,
            "direction": found.direction, "sure": found.sure}


def _labelled(wording: str, labels: Mapping[str, str], counts: dict[str, int]) -> dict:
    """What value labels say of numbers: the scale they are answers on; nothing where they name kinds."""
    found = labelled_scale(labels, counts)
    if found is None:
        return {}
    scale, direction, odd = found
    metric = _metric(wording, "rating")
    metric = "rating" if metric == "nps" and scale != (0, 10) else metric
    return {"metric": metric, "scale": scale, "odd": odd, "direction": "good" if metric == "nps" else direction, "sure": True}
