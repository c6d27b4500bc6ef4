"""Sentences: both languages say the same things, every one that is asked for is there, and numbers are written as people write them."""

from __future__ import annotations

import ast
import datetime as dt
import doctest
import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib import words
from cxlib.errors import ArgumentError

SOURCE = Path(words.__file__).resolve().parents[1]
MODULES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py")) if path.parent.name != "words"}
SHAPE = re.compile(r"[a-z_]+(\.[A-Za-z_0-9 ]+)+")


def places(text):
    return sorted((name, unit) for _, name, unit, _ in string.Formatter().parse(text) if name is not None)


def test_the_examples_run():
    assert doctest.testmod(words).failed == 0


@pytest.mark.parametrize("key", sorted(words.catalogue()))
def test_both_languages_fill_the_same_places(key):
    texts = words.catalogue()[key]
    assert set(texts) == set(words.LANGUAGES)
    assert texts["en"].strip() and texts["vi"].strip()
    assert places(texts["en"]) == places(texts["vi"])


def test_units_named_in_sentences_exist():
    samples = {"period": "2026Q1", "date": "2026-01-01"}
    for key, texts in words.catalogue().items():
        for _, unit in places(texts["en"]):
            assert words.format_value(samples.get(unit, 1.0), unit, "en"), (key, unit)


def said():
    """Keys in calls of words.say, as (file, key); a key with {} in an f-string as a pattern."""
    for path, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("words.say", "words.has") and node.args:
                for key in ast.walk(node.args[0]):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str) and SHAPE.fullmatch(key.value):
                        yield path.name, re.escape(key.value)
                    elif isinstance(key, ast.JoinedStr):
                        yield path.name, pattern_of(key)


def pattern_of(text):
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in text.values)


def test_every_sentence_that_is_said_exists():
    keys, absent = words.catalogue(), []
    for file, pattern in said():
        if not any(re.fullmatch(pattern, key) for key in keys):
            absent.append((file, pattern))
    assert not absent


def test_every_sentence_is_used():
    """Every key that is not a label or a value stands in the source, whole or built from its parts."""
    there = {path.stem for path in MODULES} | {path.parent.name for path in MODULES} | {"house"}
    used, patterns = set(), set()
    for tree in MODULES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                used.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                patterns.add(pattern_of(node))
    ends = {pattern.removeprefix(".+") for pattern in patterns if pattern.startswith(".+")}  # f"{name}.question"
    used |= {f"{key}{end}".replace("\\", "") for key in used for end in ends}
    patterns = {pattern for pattern in patterns if re.match(r"[a-z_]+\\\.", pattern)}
    idle = [key for key in words.catalogue() if not key.startswith(("label.", "value.")) and key not in used
            and key.split(".")[0] in there and not any(re.fullmatch(pattern, key) for pattern in patterns)]
    assert not idle


def test_no_sentence_is_empty_of_diacritics_in_vietnamese():
    marks = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđĐÂÊÔƠƯ]")
    bare = [key for key, texts in words.catalogue().items() if len(re.sub(r"{[^}]*}", "", texts["vi"])) > 40 and not marks.search(texts["vi"])]
    assert not bare


@pytest.mark.parametrize(("value", "unit", "en", "vi"), [
    (0.1234, "share", "12.3%", "12,3%"), (0.1234, "whole_share", "12%", "12%"), (-0.0001, "share", "0.0%", "0,0%"),
    (0.25, "points", "25.0", "25,0"), (0.25, "signed_points", "+25.0", "+25,0"), (-0.25, "signed_points", "-25.0", "-25,0"),
    (1234567, "count", "1,234,567", "1.234.567"), (4.2149, "score", "4.21", "4,21"), (0.5, "signed_score", "+0.50", "+0,50"),
    ((1234567.8, "VND"), "money", "1,234,568 VND", "1.234.568 VND"), ((12.5, "EUR"), "money", "12.50 EUR", "12,50 EUR"),
    ((float("nan"), "EUR"), "money", "not known", "chưa biết"), (1234.5, "days", "1,234.5", "1.234,5"),
    (0.0004, "p_value", "<0.001", "<0,001"), (0.0421, "p_value", "0.042", "0,042"), (1200.0, "number", "1,200", "1.200"),
    (float("nan"), "share", "not known", "chưa biết"), (None, "count", "not known", "chưa biết"),
    (dt.date(2026, 3, 7), "date", "2026-03-07", "07/03/2026"), ("2026Q3", "period", "Q3 2026", "Quý 3/2026"),
    ("2026-03", "period", "2026-03", "03/2026"), ("2026", "period", "2026", "2026"), ("đợt 2", "period", "đợt 2", "đợt 2"),
])
def test_numbers_and_dates_word_for_word(value, unit, en, vi):
    assert words.format_value(value, unit, "en") == en
    assert words.format_value(value, unit, "vi") == vi


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.floats(-1e9, 1e9), st.sampled_from(["share", "points", "signed_points", "count", "score", "signed_score", "days", "number", "money"]))
def test_languages_write_the_same_number(value, unit):
    english, vietnamese = (words.format_value(value, unit, language) for language in ("en", "vi"))
    assert vietnamese.translate(str.maketrans(",.", ".,")) == english
    number = float(re.sub(r"[,%]", "", english))
    assert number == pytest.approx(value * (100 if unit in ("share", "points", "signed_points") else 1), abs=0.51)
    assert not re.fullmatch(r"-0(\.0+)?%?", english), "no minus before a zero"


@pytest.mark.parametrize(("call", "text"), [
    (lambda: words.say("house.bas", "en"), 'no sentence called "house.bas"; did you mean "house.base"? Choose from:'),
    (lambda: words.say("house.base", "fr"), 'no language called "fr". Choose from: en, vi.'),
    (lambda: words.say("house.base", "en"), "sentence \"house.base\" needs a value for 'n'"),
    (lambda: words.format_value(1, "shares", "en"), 'no unit called "shares"; did you mean "share"? Choose from:'),
])
def test_a_wrong_word_is_refused(call, text):
    with pytest.raises(ArgumentError) as error:
        call()
    assert str(error.value).startswith(text)


def test_headings_fall_back_to_the_name():
    assert words.label("my_own_column", "vi") == "My own column" and words.label("region", "vi") == "Khu vực"
