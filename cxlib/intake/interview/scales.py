"""Answers in words: which scales are known, their order, and whether their high end is good."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["WordScale", "labelled_scale", "no_answer", "plain_name", "word_scale"]

# From worst to best: the words say themselves which end is good.
_GOOD = (
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("very dissatisfied", "somewhat dissatisfied", "neither satisfied nor dissatisfied", "somewhat satisfied", "very satisfied"),
    ("extremely dissatisfied", "somewhat dissatisfied", "neither satisfied nor dissatisfied", "somewhat satisfied", "extremely satisfied"),
    ("very unsatisfied", "unsatisfied", "neutral", "satisfied", "very satisfied"),
    ("very poor", "poor", "average", "good", "excellent"), ("very poor", "poor", "fair", "good", "very good"), ("poor", "fair", "good", "very good", "excellent"),
    ("terrible", "poor", "average", "good", "excellent"), ("very bad", "bad", "okay", "good", "very good"), ("very bad", "bad", "neutral", "good", "very good"),
    ("very difficult", "difficult", "neutral", "easy", "very easy"), ("very hard", "hard", "neutral", "easy", "very easy"),
    ("rat khong hai long", "khong hai long", "binh thuong", "hai long", "rat hai long"), ("rat khong hai long", "khong hai long", "trung lap", "hai long", "rat hai long"),
    ("hoan toan khong hai long", "khong hai long", "binh thuong", "hai long", "hoan toan hai long"),
    ("rat te", "te", "binh thuong", "tot", "rat tot"), ("rat kem", "kem", "trung binh", "tot", "rat tot"), ("kem", "trung binh", "kha", "tot", "xuat sac"),
    ("rat kho", "kho", "binh thuong", "de", "rat de"), ("rat kho khan", "kho khan", "binh thuong", "de dang", "rat de dang"),
)
# From least to most: whether much is good depends on what was asked.
_MUCH = (
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
    ("never", "rarely", "sometimes", "often", "always"), ("never", "rarely", "sometimes", "mostly", "always"),
    ("not at all", "slightly", "moderately", "very", "extremely"), ("not at all", "a little", "somewhat", "a lot", "completely"),
    ("hoan toan khong dong y", "khong dong y", "binh thuong", "dong y", "hoan toan dong y"),
    ("hoan toan khong dong y", "khong dong y", "trung lap", "dong y", "hoan toan dong y"), ("rat khong dong y", "khong dong y", "phan van", "dong y", "rat dong y"),
    ("khong bao gio", "hiem khi", "thinh thoang", "thuong xuyen", "luon luon"), ("khong bao gio", "hiem khi", "thinh thoang", "thuong xuyen", "rat thuong xuyen"),
)  # fmt: skip
_NO_ANSWER = re.compile(r"^(n a|na|not applicable|not used|did not use|refused|no answer|no opinion|no response|missing|khong ap dung|khong dung|khong su dung|chua su dung"
                        r"|don t know|do not know|dk|khong biet|khong tra loi|khong co y kien|tu choi)\b")
_BAD_END = re.compile(r"\b(dissatisfied|unsatisfied|poor|bad|terrible|awful|worst|difficult|hard|unlikely|useless|khong hai long|kem|te|kho|khong bao gio gioi thieu|toi te)\b")
_GOOD_END = re.compile(r"\b(satisfied|good|excellent|best|easy|likely|perfect|outstanding|hai long|tot|xuat sac|tuyet voi|de|de dang|chac chan gioi thieu)\b")
_ORDERED = re.compile(r"\b(agree|disagree|always|never|often|extremely|not at all|dong y|khong bao gio|luon luon|thuong xuyen)\b")


@dataclass(frozen=True)
class WordScale:
    """A scale of words.

    Attributes
    ----------
    codes : tuple of (spelling, place), 1 for the low end
    high : int
        Place of the high end.
    words : tuple of str
        A spelling for each place, "" where nobody gave that answer.
    odd : tuple of str
        Words that mean "no answer".
    direction : {"good", "bad", ""}
        What the high end is, "" where the words do not say.
    sure : bool
        Whether no other known scale puts these words in other places.
    """

    codes: tuple[tuple[str, int], ...]
    high: int
    words: tuple[str, ...]
    odd: tuple[str, ...]
    direction: str
    sure: bool


def plain_name(name: str) -> str:
    """A name in small plain letters and single blanks, so that "Mã KH" and "ma_kh" are the same.

    Examples
    --------
    >>> plain_name("Mã_KH (số)")
    'ma kh so'
    """
    text = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def no_answer(word: str) -> bool:
    """Whether a word means that there is no answer.

    Examples
    --------
    >>> no_answer("N/A do not use"), no_answer("Không biết"), no_answer("Neutral")
    (True, True, False)
    """
    return bool(_NO_ANSWER.search(plain_name(word)))


def word_scale(answers: Iterable[str]) -> WordScale | None:
    """The known scale that these answers are given on; None where there is none, or nearly nobody used it.

    Examples
    --------
    >>> word_scale(["Rất hài lòng", "Không hài lòng"]).codes
    (('Không hài lòng', 2), ('Rất hài lòng', 5))
    """
    given = sorted(set(answers))
    asked = {answer: plain_name(answer) for answer in given if not no_answer(answer)}
    if len(set(asked.values())) < 2:
        return None
    fitting = [(words, "good" if words in _GOOD else "") for words in (*_GOOD, *_MUCH) if set(asked.values()) <= set(words)]
    if not fitting:
        return None
    words, direction = fitting[0]
    ways = {tuple(other.index(word) for word in asked.values()) for other, _ in fitting}
    codes = tuple(sorted(((answer, words.index(word) + 1) for answer, word in asked.items()), key=lambda pair: (pair[1], pair[0])))
    shown = tuple(next((answer for answer, place in codes if place == number), "") for number in range(1, len(words) + 1))
    return WordScale(codes, len(words), shown, tuple(answer for answer in given if answer not in asked), direction, len(ways) == 1)


def labelled_scale(labels: Mapping[str, str], values: Iterable[str]) -> tuple[tuple[int, int], str, tuple[str, ...]] | None:
    """The scale that value labels speak of: (low, high), what its high end is, and codes that mean "no answer".

    None where the labels are names of kinds (married, single), or of two answers only.

    Parameters
    ----------
    labels : mapping of code to word
    values : codes that occur

    Examples
    --------
    >>> labelled_scale({"1": "very poor", "10": "very good"}, ["1", "4", "10"])
    ((1, 10), 'good', ())
    >>> labelled_scale({"1": "single", "2": "married", "3": "widowed"}, ["1", "2", "3"]) is None
    True
    """
    try:
        meant = {int(code): word for code, word in labels.items() if not no_answer(word)}
        odd = {int(code) for code, word in labels.items() if no_answer(word)}
        codes = {int(value) for value in values} - odd
    except ValueError:
        return None
    if len(meant) < 2:
        return None
    low, high = min(meant), max(meant)
    first, last = _end(meant[low]), _end(meant[high])
    ends_only = len(meant) == 2 and high - low >= 2
    ordered = first * last < 0 or (bool(_ORDERED.search(plain_name(meant[low]))) and bool(_ORDERED.search(plain_name(meant[high]))))
    if high - low < 2 or high - low > 10 or any(not low <= code <= high for code in codes) or not (ends_only or ordered):
        return None
    direction = "" if first * last >= 0 else "good" if last > 0 else "bad"
    return (low, high), direction, tuple(str(code) for code in sorted(odd))


def _end(word: str) -> int:
    plain = plain_name(word)
    return -1 if _BAD_END.search(plain) else 1 if _GOOD_END.search(plain) else 0
