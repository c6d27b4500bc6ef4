"""A slice is a value: written as text and read back, joined with &, refused with the nearest match."""

from __future__ import annotations

import doctest
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib import slices
from cxlib.errors import ArgumentError
from cxlib.slices import EVERYONE, Slice

MANY = settings(deadline=None, max_examples=120, derandomize=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.text('&=,"\\ ệ', max_size=5)
NAMES = TEXT.filter(lambda name: name != "period")
LEVELS = st.dictionaries(NAMES | st.sampled_from(["weights", "not (a", "x)"]), st.sets(TEXT | st.sampled_from(["(", "a)", "off"]), max_size=3), max_size=3)
SLICES = st.builds(Slice, LEVELS, st.none() | st.sets(TEXT, max_size=3), outside=st.booleans(), weights=st.booleans(), apart=st.lists(LEVELS, max_size=2))
COMMON = st.builds(
    Slice, st.dictionaries(st.sampled_from(["region", "plan"]), st.sets(st.sampled_from("abc"), max_size=3), max_size=2),
    st.none() | st.sets(st.sampled_from(["2026Q1", "2026Q2"])), outside=st.booleans(), weights=st.booleans(),
)
PEOPLE = [dict(zip(("region", "plan"), pair, strict=True)) for pair in itertools.product(("a", "b", "c", "not known"), repeat=2)]


def inside(slice_, person):
    """The meaning of a slice, said plainly."""
    def all_of(levels):
        return all(person[name] in kept for name, kept in levels)

    return all_of(slice_.inside) and not any(all_of(group) for group in slice_.left_out)


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
    for person in PEOPLE:
        assert inside(one & two, person) == (inside(one, person) and inside(two, person))
    assert (one & two).weights == (one.weights and two.weights)


@MANY
@given(COMMON)
def test_the_rest_is_everyone_else_in_the_same_periods(one):
    assert one.rest().rest() == one and one.rest().periods == one.periods and one.rest().weights == one.weights
    assert all(inside(one, person) != inside(one.rest(), person) for person in PEOPLE)
    for name, level in itertools.product(("region", "plan"), ("a", "b", "c")):
        there = any(inside(one.rest(), person) for person in PEOPLE if person[name] == level)
        assert one.rest().keeps(name, level) or not there


@MANY
@given(COMMON, st.sampled_from(["region", "plan"]))
def test_letting_a_segment_back_in(one, name):
    fewer = one.without(name)
    assert name not in fewer.segments and fewer.periods == one.periods and fewer.weights == one.weights
    other = {"region": "plan", "plan": "region"}[name]
    assert one.only([other]).segments == (() if name in one.segments and one.outside else tuple(x for x in one.segments if x == other))
    assert one.without("period") == Slice(one.levels, outside=one.outside, weights=one.weights)


@pytest.mark.parametrize(("text", "slice_"), [
    ("not (region = A & plan = B) & period = 2026Q3", Slice({"region": "A", "plan": "B"}, "2026Q3", outside=True)),
    ("period = 2026Q3 & not(region = Huế (cũ))", Slice({"region": "Huế (cũ)"}, "2026Q3", outside=True)),
    ("weights = off", Slice(weights=False)), ("weights = on", EVERYONE), ('"weights" = off', Slice({"weights": "off"})),
    ("not ()", Slice(outside=True)), ("age = 30 (old)", Slice({"age": "30 (old)"})),
    ("a = x & not (b = y)", Slice({"a": "x"}) & Slice({"b": "y"}, outside=True)),
])
def test_what_people_write(text, slice_):
    assert Slice.parse(text) == slice_ and Slice.parse(str(slice_)) == slice_
    assert bool(slice_) == (slice_ != EVERYONE)


def test_a_rest_that_is_no_slice_is_refused():
    mixed = Slice({"a": "x"}) & Slice({"b": "y"}, outside=True)
    with pytest.raises(ArgumentError) as error:
        mixed.rest()
    assert str(error.value) == '"a = x & not (b = y)" keeps some and leaves out others, so everyone else is no slice; name one group of levels only'


def test_a_slice_shows_itself_in_short():
    assert repr(Slice({"a": "x"})) == "Slice(levels=(('a', ('x',)),), periods=None)"
    assert repr(Slice({"a": "x"}, outside=True, weights=False)) == "Slice(levels=(('a', ('x',)),), periods=None, outside=True, weights=False)"


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
    ("weights = heavy", 'the slice "weights = heavy" says weights = heavy; choose from: off, on'),
    ("not (a = x", 'cannot read the slice "not (a = x": a bracket of not (...) is not closed'),
    ("not (a = x) b", 'cannot read the slice "not (a = x) b": write not (segment = level & segment = level)'),
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
    ("not (region = Hue)", 'no level of region called "Hue"; did you mean "Huế"? Choose from: Hà Nội, Huế.'),
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
