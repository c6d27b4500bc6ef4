"""Comments made safe and comparable: composed letters, masked contacts and numbers of persons, folded diacritics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from .. import words

__all__ = ["cleaned", "folded", "masked", "hidden_spans"]

# Characters without a width hide digits from a search and turn text round.
_HIDDEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"))
_GAP = r"[ \t\u00a0\u200c\u200d.\-\u2010-\u2015()]"
_START, _END = r"(?<![0-9])(?<![0-9][.,])", r"(?![0-9])"
_MONEY = re.compile(r"\s*(?:đ|vnđ|vnd|đồng|dong|usd|\$|€|triệu|trieu|tr|nghìn|ngàn|tỷ|tỉ|k)(?!\w)", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+")
_DATE = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])[.\-](?:0?[1-9]|1[0-2])[.\-](?:19|20)[0-9]{2}")
_AT = r"\s?[\[({]\s?(?:at|a còng)\s?[\])}]\s?"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|chấm)\s?[\])}]\s?)"
_ACCOUNT_CUE = r"(?:stk|s[ốo] (?:t[àa]i kho[ảa]n|tk)|t[àa]i kho[ảa]n|tk|account|acct|a/c)(?: (?:s[ốo]|no\.?|number))?"
_PAPER_CUE = r"(?:cmnd|cmt|cccd|c[ăa]n c[ướươu]{2}c(?: c[ôo]ng d[âa]n)?|ch[ứu]ng minh(?: nh[âa]n d[âa]n| th[ưu])?|id card|citizen id|identity card)"
_PASSPORT_CUE = r"(?:h[ộo] chi[ếe]u|passport)(?: (?:s[ốo]|no\.?|number))?"


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def _is_card(text: str) -> bool:
    """Luhn's check, as payment cards pass it (ISO/IEC 7812-1)."""
    digits = [int(digit) for digit in _digits(text)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_phone(text: str) -> bool:
    return 9 <= len(_digits(text)) <= 15 and not _GROUPED.fullmatch(text) and not _DATE.match(text)


def _is_iban(text: str) -> bool:
    """The check of international account numbers (ISO 13616: the rest of a division by 97 is 1)."""
    plain = text.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def _not_years(text: str) -> bool:
    return not all(part[:2] in ("19", "20") for part in text.split())


def _always(text: str) -> bool:
    return True


def _not_money(text: str) -> bool:
    return not _GROUPED.fullmatch(text)


# In this order: what an earlier rule takes, a later one does not see.
_RULES: tuple[tuple[str, re.Pattern, Callable[[str], bool]], ...] = (
    ("mail", re.compile(r"[\w.+%\-]*[\w+%\-]@[^\W\d_][\w\-]*(?:\.[\w\-]+)*"), _always),
    ("mail", re.compile(rf"[\w.+%\-]*[\w+%\-]{_AT}[^\W\d_][\w\-]*(?:{_DOT}[\w\-]+)+", re.IGNORECASE), _always),
    ("mail", re.compile(r"[\w.+%\-]*[\w+%\-] @ ?[^\W\d_][\w\-]*(?:\.[\w\-]+)*\.[^\W\d_]{2,}"), _always),
    ("link", re.compile(r"(?:https?://|www\.)[^\s<>\"'”’)]+", re.IGNORECASE), _always),
    ("link", re.compile(r"(?<![\w@.])(?:[a-z0-9\-]+\.)+(?:com|vn|net|org|me|io|info)/[^\s<>\"'”’)]+", re.IGNORECASE), _always),
    ("handle", re.compile(r"(?<![\w@])@\w[\w.]*\w"), _always),
    ("account", re.compile(rf"(?<!\w){_ACCOUNT_CUE}\W{{0,3}}(?P<it>[0-9](?:{_GAP}?[0-9]){{5,18}}){_END}", re.IGNORECASE), _not_money),
    ("account", re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)"), _is_iban),
    ("card", re.compile(rf"{_START}[0-9](?:{_GAP}?[0-9]){{12,18}}{_END}"), _is_card),
    ("passport", re.compile(rf"(?<=\b){_PASSPORT_CUE}\W{{0,3}}(?P<it>[a-z]{{0,2}}[0-9]{{6,9}}){_END}", re.IGNORECASE), _always),
    ("passport", re.compile(rf"(?<!\w)[A-Z]{{1,2}}[0-9]{{7,8}}(?!\w)"), _always),
    ("id", re.compile(rf"(?<!\w){_PAPER_CUE}\W{{0,3}}(?:s[ốo]\W{{0,2}})?(?P<it>[0-9](?:{_GAP}?[0-9]){{7,11}}){_END}", re.IGNORECASE), _always),
    ("id", re.compile(rf"{_START}0[0-9]{{2}}(?:{_GAP}?[0-9]{{3}}){{3}}{_END}"), _always),
    ("id", re.compile(r"(?<![\w-])(?:[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]{6}-[1-8][0-9]{6}|[0-9]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9])(?![\w-])"), _always),
    ("id", re.compile(r"(?<!\w)(?:[STFGM][0-9]{7}[A-Z]|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:[0-9]{2} ?){3}[A-D])(?!\w)"), _always),
    ("id", re.compile(rf"{_START}[2-9][0-9]{{3}}(?: [0-9]{{4}}){{2}}(?! ?[0-9])"), _not_years),
    ("phone", re.compile(rf"{_START}0[0-9]{{2,3}}(?:[,_/][0-9]{{3,4}}){{2}}{_END}"), _always),
    ("phone", re.compile(rf"{_START}\(?(?:\+|00)[1-9](?:{_GAP}{{0,2}}[0-9]){{7,13}}{_END}"), _is_phone),
    ("phone", re.compile(rf"{_START}\(?0(?:{_GAP}{{0,2}}[0-9]){{9,10}}{_END}"), _is_phone),
    ("phone", re.compile(rf"{_START}84(?={_GAP}?[235789])(?:{_GAP}?[0-9]){{9,10}}{_END}"), _always),
    ("phone", re.compile(rf"{_START}\(?[0-9]{{3}}\)?{_GAP}{{1,2}}[0-9]{{3}}{_GAP}[0-9]{{4}}(?![0-9.,]*[0-9])"), _always),
    ("number", re.compile(rf"{_START}[0-9]{{9,}}"), _always),
)
_SUSPECT = re.compile(r"\d|@|https?:|www\.|\.\w+/|[\[({]\s?(?:at|a còng)\s?[\])}]", re.IGNORECASE)
_AMOUNTS = frozenset(["number", "phone", "account"])  # a card passes its check, which amounts seldom do


def cleaned(text: str) -> str:
    """The text with composed letters (NFC), one space between words, and no characters without a width.

    Decomposed Vietnamese would fall apart into letters and marks when it is split into words.

    Examples
    --------
    >>> cleaned(" Cho\\u031b\\u0300  lâu\\nquá ") == "Chờ lâu quá"
    True
    """
    return " ".join(unicodedata.normalize("NFC", str(text)).translate(_HIDDEN).split())


def masked(text: str, *, language: str = "en") -> str:
    """The text with mails, phones, numbers of persons, cards and accounts, links and handles replaced by a word for each.

    Amounts, dates, versions, hotlines and short order numbers stay. Nothing else is changed but the composition of
    letters, and characters without a width go. Names of people are not found. Masking twice changes nothing.

    Parameters
    ----------
    text : str
    language : {"en", "vi"}
        Of the words that take the place.

    Notes
    -----
    Vietnamese phones (0..., +84..., (024)...), citizen and identity cards (12 and 9 digits), passports (a letter and 7
    or 8 digits), accounts after a cue word and IBAN that pass their check, cards that pass Luhn's check, identity numbers of the
    United States, United Kingdom, Singapore, Thailand, South Korea and India as they are usually written, mails with (at), and any run
    of nine digits or more. A digit written as a letter (O for 0) and a number in words are not found.

    Examples
    --------
    >>> masked("gọi tôi 0912 345 678 nhé, giá 1.250.000 đ")
    'gọi tôi [phone] nhé, giá 1.250.000 đ'
    """
    text = unicodedata.normalize("NFC", str(text)).translate(_HIDDEN)
    parts, last = [], 0
    for start, end, kind in hidden_spans(text):
        parts += [text[last:start], f"[{words.say(f'comments.mask.{kind}', language)}]"]
        last = end
    return "".join([*parts, text[last:]])


def hidden_spans(text: str) -> list[tuple[int, int, str]]:
    """What :func:`masked` hides: start, end and kind of each stretch, in order; none overlap."""
    found: list[tuple[int, int, str]] = []
    if not _SUSPECT.search(text):
        return found
    taken = text = "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)
    for kind, pattern, holds in _RULES:
        for match in pattern.finditer(taken):
            start, end = match.span("it" if "it" in pattern.groupindex else 0)
            # A bracket that is not closed inside stands around the number, not in it.
            start += text[start] == "(" and text.count("(", start, end) > text.count(")", start, end)
            amount = kind in _AMOUNTS and text[start] not in "0+(" and _MONEY.match(text, end)
            if not amount and holds(text[start:end]):
                found.append((start, end, kind))
        for start, end, _ in found:
            # A letter of no script takes the place, so that no later rule joins what stands on both sides.
            taken = taken[:start] + "\ue000" * (end - start) + taken[end:]
    return sorted(found)


def folded(text: str) -> str:
    """The text in lower case and without diacritics (đ too), as many people type Vietnamese on a phone.

    Examples
    --------
    >>> folded("Đợi lâu quá")
    'doi lau qua'
    """
    letters = unicodedata.normalize("NFD", str(text).lower().replace("đ", "d"))
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if not unicodedata.combining(letter)))
