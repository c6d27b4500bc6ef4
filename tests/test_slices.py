"""A slice is a value: written as text and read back, joined with &, refused with the nearest match."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib import slices
from cxlib.errors import ArgumentError
from cxlib.slices import EVERYONE, Slice

MANY = settings(deadline=None, max_examples=120, derandomize=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.text('&=,"\\ ệ', max_size=5)
NAMES = TEXT.filter(lambda name: name != "period")
SLICES = st.builds(Slice, st.dictionaries(NAMES, st.sets(TEXT, max_size=3), max_size=3), st.none() | st.sets(TEXT, max_size=3))
COMMON = st.builds(
    Slice, st.dictionaries(st.sampled_from(["region", "plan"]), st.sets(st.sampled_from("abc"), max_size=3), max_size=2),
    st.none() | st.sets(st.sampled_from(["2026Q1", "2026Q2"])),
)


def test_the_examples_run():
    assert doctest.testmod(slices).failed == 0


@MANY
@given(SLICES)
def test_text_reads_back(slice_):
    assert Slice.parse(str(slice_)) == slice_
    assert hash(Slice.parse(str(slice_))) == hash(slice_)


@MANY
@given(COMMON, COMMON, COMMON)
def test_joining_is_that_of_sets(one, two, three):
    assert one & two == two & one
    assert (one & two) & three == one & (two & three)
    assert one & one == one
    assert one & EVERYONE == one
    for name in {*one.segments, *two.segments}:
        kept = [set(s.kept(name)) for s in (one, two) if s.kept(name) is not None]
        assert set((one & two).kept(name)) == set.intersection(*kept)


def test_order_and_spelling_do_not_matter():
    assert Slice({"b": ("2", "1"), "a": "x"}) == Slice({"a": ["x"], "b": {"1", "2"}})
    assert str(Slice({"b": ("2", "1"), "a": "x"}, ["2026Q2", "2026Q1"])) == "a = x & b = 1, 2 & period = 2026Q1, 2026Q2"


def test_everyone_is_no_slice_and_nobody_is_one():
    assert not EVERYONE and str(EVERYONE) == "" and Slice.parse("  ") == EVERYONE
    nobody = Slice({"region": "a"}) & Slice({"region": "b"})
    assert nobody and nobody.kept("region") == () and Slice.parse(str(nobody)) == nobody
    assert nobody.without("region") == EVERYONE and Slice({}, "2026Q1").without("period") == EVERYONE


@pytest.mark.parametrize(("text", "said"), [
    ("region", 'cannot read the slice "region": write segment = level, level & segment = level'),
    ("region = a = b", 'cannot read the slice "region = a = b": write segment = level, level & segment = level'),
    ('region = "a', 'cannot read the slice "region = "a": a quotation mark is not closed'),
    ("plan = a & plan = b", 'the slice "plan = a & plan = b" names plan twice; list its levels together'),
    ("period = a & period = b", 'the slice "period = a & period = b" names period twice; list its levels together'),
])
def test_text_that_is_no_slice_is_refused(text, said):
    with pytest.raises(ArgumentError) as error:
        Slice.parse(text)
    assert str(error.value) == said


def test_a_segment_is_named_once_and_period_is_none():
    with pytest.raises(ArgumentError) as error:
        Slice((("a", "x"), ("a", "y")))
    assert str(error.value) == "a slice names each segment once; list its levels together"
    with pytest.raises(ArgumentError) as error:
        Slice({"period": "2026Q3"})
    assert str(error.value) == '"period" is not a segment; give it as periods=("2026Q3",)'


@pytest.mark.parametrize(("text", "said"), [
    ("regoin = Huế", 'no segment called "regoin"; did you mean "region"? Choose from: region, plan.'),
    ("region = Hue", 'no level of region called "Hue"; did you mean "Huế"? Choose from: Hà Nội, Huế.'),
    ("period = 2026Q4", 'no period called "2026Q4"; did you mean "2026Q3"? Choose from: 2026Q3.'),
    ("plan = ", None),
])
def test_names_are_checked_against_the_study(text, said):
    slice_ = Slice.parse(text)
    segments, periods = {"region": ("Hà Nội", "Huế"), "plan": ("Vàng",)}, ("2026Q3",)
    if said is None:
        assert slice_.check(segments, periods) is slice_
        return
    with pytest.raises(ArgumentError) as error:
        slice_.check(segments, periods)
    assert str(error.value) == said
