"""The slicer and the views: what a hand chooses is what one line gives."""

import base64
import html
import re
from dataclasses import dataclass, replace

import pandas as pd
import pytest

from cxlib import charts, controls, scores, words
from cxlib.errors import ArgumentError
from cxlib.finding import MIME, Chart, Finding
from cxlib.slices import Slice

HOSTILE = ("<script>alert(1)</script>", 'Nhóm "A", B & C = D', "a\\b", "Huế")
PEOPLE = pd.DataFrame(
    {"region": ["Hà Nội"] * 3 + ["Huế"] * 2, "odd": [HOSTILE[0], HOSTILE[0], HOSTILE[1], HOSTILE[2], "Huế"]},
    index=pd.Index(list("abcde"), name="customer_id"),
)


@dataclass(frozen=True)
class Fake:
    """As much of a study as the controls ask for."""

    slice: Slice = Slice()
    language: str = "en"
    tables: tuple = ("customers",)
    waves: tuple = ("2026Q1", "2026Q2")
    segments = {"region": ("Hà Nội", "Huế", "Vinh"), "odd": HOSTILE}

    def has(self, table):
        return table in self.tables

    def unsliced(self):
        return replace(self, slice=Slice())

    def where(self, slice_):
        slice_ = Slice.parse(slice_) if isinstance(slice_, str) else slice_
        return replace(self, slice=self.slice & slice_.check(self.segments, self.waves))

    def customers(self):
        kept = PEOPLE
        for name, levels in self.slice.levels:
            kept = kept[kept[name].isin(levels)]
        return kept

    def score_counts(self, by=()):
        if set(by) - {"region", "period"}:
            raise ArgumentError("no such segment")
        rows = pd.DataFrame({"region": ["Hà Nội", "Hà Nội", "Hà Nội", "Huế"], "question": ["nps", "nps", "csat", "nps"], "score": [9, None, 4, 3], "n": [5, 2, 4, 1]})
        kept = self.slice.kept("region")
        return rows if kept is None else rows[rows["region"].isin(kept)]


def sizes(study, *, title="How many?"):
    """An analysis: customers by level of the hostile segment."""
    counts = study.customers()["odd"].value_counts().sort_index()
    if counts.empty:
        raise ArgumentError("nobody <b>is</b> left")
    table = pd.DataFrame({"odd": counts.index.astype(str), "base": counts.to_numpy(), "value": counts.to_numpy() / counts.sum()})
    return Finding("demo.sizes", title, f"The first is {counts.index[0]}.", table, Chart("bars", y="odd", x="value", unit="share"),
                   base=int(counts.sum()), slice=study.slice, language=study.language, caveats=("a < b",))


def lists(look):
    return {name: control for name, control in look._lists.items()}


def same(view, expected):
    assert view.finding == expected
    assert expected.sentence in html.unescape(view._heading.value)
    picture = charts.png(expected)
    assert view._image.value == (controls.page.picture_html(expected, picture) if picture else "")


def test_each_level_shows_how_many_it_has():
    look = controls.slicer(Fake())
    assert [text for text, _ in lists(look)["region"].options] == ["Hà Nội (3)", "Huế (2)", "Vinh (0)"]
    assert [text for text, _ in lists(look)["period"].options] == ["Q1 2026", "Q2 2026"]
    assert "n = 5 customers" in look._chips.value


def test_without_customers_answers_are_counted_once_for_each_person():
    look = controls.slicer(Fake(tables=("responses",)))
    assert [text for text, _ in lists(look)["region"].options] == ["Hà Nội (7)", "Huế (1)", "Vinh (0)"]
    assert [text for text, _ in lists(look)["odd"].options] == list(HOSTILE)
    assert "n = 8 survey answers" in look._chips.value


def test_the_slicer_speaks_the_language_of_the_study():
    look = controls.slicer(Fake(language="vi"))
    assert lists(look)["region"].description == "Khu vực"
    assert "tất cả khách hàng" in look._chips.value and "khách hàng" in look._chips.value
    assert look._reset.description == "Xem tất cả"


def test_only_the_segments_asked_for_get_a_list():
    assert list(lists(controls.slicer(Fake(), segments=["odd"]))) == ["odd", "period"]
    with pytest.raises(ArgumentError) as error:
        controls.slicer(Fake(), segments=["regoin"])
    assert str(error.value) == 'no segment called "regoin"; did you mean "region"? Choose from: region, odd.'


def test_choosing_changes_the_slice_and_the_finding_to_the_one_line_call():
    look = controls.slicer(Fake())
    view = controls.follow(look, sizes, title="Bao nhiêu?")
    same(view, sizes(Fake(), title="Bao nhiêu?"))
    lists(look)["region"].value = ("Huế",)
    same(view, sizes(Fake().where("region = Huế"), title="Bao nhiêu?"))
    lists(look)["period"].value = ("2026Q2",)
    assert look.slice == Slice({"region": ("Huế",)}, ("2026Q2",))
    same(view, sizes(Fake().where(look.slice), title="Bao nhiêu?"))
    lists(look)["region"].value = ()
    assert look.slice == Slice(periods=("2026Q2",))
    look._reset.click()
    assert look.slice == Slice() and lists(look)["period"].value == ()
    same(view, sizes(Fake(), title="Bao nhiêu?"))


def test_every_hostile_level_goes_through_lists_text_and_back():
    for level in HOSTILE:
        look = controls.slicer(Fake())
        lists(look)["odd"].value = (level,)
        typed = look._text.value
        other = controls.slicer(Fake())
        other._text.value = typed
        assert other.slice == Slice({"odd": (level,)})
        assert lists(other)["odd"].value == (level,) and other._text.value == typed
        assert "<script>" not in other._chips.value and html.escape(level) in other._chips.value
        assert "<script>" not in other._repr_mimebundle_()["text/html"]


def test_typing_sets_the_lists_and_tidies_the_text():
    look = controls.slicer(Fake())
    look._text.value = "  region=Huế ,Hà Nội"
    assert lists(look)["region"].value == ("Hà Nội", "Huế")
    assert look._text.value == "region = Huế, Hà Nội" == str(look.slice)


def test_a_wrong_word_shows_its_sentence_in_place_and_changes_nothing():
    look = controls.slicer(Fake(Slice({"region": ("Huế",)})))
    calls = []
    look.subscribe(calls.append)
    look._text.value = "region = <Hue>"
    assert 'role="alert"' in look._error.value
    assert 'no level of region called "<Hue>"' in html.unescape(look._error.value) and "<Hue>" not in look._error.value
    assert look.slice == Slice({"region": ("Huế",)}) and calls == []
    assert look._text.value == "region = <Hue>", "what was typed stays, to be mended"
    look._text.value = "region = Hà Nội"
    assert look._error.value == "" and len(calls) == 1
    with pytest.raises(ArgumentError, match='^no period called "2027Q1"; did you mean "2026Q1"'):
        look.set("period = 2027Q1")


def test_the_controls_start_where_the_study_is():
    look = controls.slicer(Fake(Slice({"region": ("Huế",)}, ("2026Q1",))))
    assert look.slice == Slice({"region": ("Huế",)}, ("2026Q1",))
    assert lists(look)["region"].value == ("Huế",) and lists(look)["period"].value == ("2026Q1",)
    assert look.study.slice == look.slice
    look._reset.click()
    assert look.study == Fake()


def test_subscribers_hear_each_change_once_until_they_leave():
    look, heard = controls.slicer(Fake()), []
    leave = look.subscribe(lambda study: heard.append(str(study.slice)))
    look.set("region = Huế")
    look.set("region = Huế")
    look.set(Slice({"region": ("Vinh",)}))
    leave()
    leave()
    look.set("")
    assert heard == ["region = Huế", "region = Vinh"]


def test_a_slice_that_the_lists_cannot_show_stays_as_it_is():
    look = controls.slicer(Fake())
    look.set("region = Huế")
    look.set("region = ")
    assert look.slice == Slice({"region": ()}) and lists(look)["region"].value == ()
    assert "n = 0 customers" in look._chips.value


def test_the_first_call_fails_loudly_and_a_later_one_in_place():
    with pytest.raises(ArgumentError, match="^nobody <b>is</b> left$"):
        controls.follow(controls.slicer(Fake(Slice({"region": ("Vinh",)}))), sizes)
    look = controls.slicer(Fake())
    view = controls.follow(look, sizes)
    look.set("region = Vinh")
    assert view.finding is None and html.escape("nobody <b>is</b> left") in view._heading.value
    assert view._image.layout.display == "none" and view._fold.layout.display == "none"
    bundle = view._repr_mimebundle_()
    assert MIME not in bundle and "&lt;b&gt;is" in bundle["text/html"] and "<img" not in bundle["text/html"]
    look.set("region = Huế")
    same(view, sizes(Fake().where("region = Huế")))
    assert view._image.layout.display is None


def test_an_unexpected_error_never_leaves_the_old_finding_under_a_new_slice():
    def fragile(study):
        if study.slice:
            raise ZeroDivisionError("division by zero")
        return sizes(study)

    look = controls.slicer(Fake())
    first, second = controls.follow(look, fragile), controls.follow(look, sizes)
    look.set("region = Huế")
    assert first.finding is None
    assert first.error == "This could not be worked out for the slice chosen (ZeroDivisionError: division by zero)."
    same(second, sizes(Fake().where("region = Huế")))


def test_a_view_shows_itself_without_a_kernel():
    found = sizes(Fake())
    bundle = controls.follow(Fake(), sizes)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert Finding.from_json(bundle[MIME]) == found
    page = bundle["text/html"]
    data = re.search(r'src="data:image/png;base64,([^"]+)"', page).group(1)
    assert base64.b64decode(data) == charts.png(found)
    assert f'alt="{html.escape(charts.alt_text(found))}"' in page
    assert "<details><summary>Table</summary>" in page and "a &lt; b" in page
    assert "<script" not in page and "&lt;script&gt;" in page


def test_show_gives_the_same_page_without_widgets():
    found = sizes(Fake())
    bundle = controls.show(found)._repr_mimebundle_()
    view = controls.follow(Fake(), sizes)._repr_mimebundle_()
    assert bundle["text/html"] == view["text/html"] and bundle[MIME] == view[MIME]


def test_the_page_holds_the_present_state():
    look = controls.slicer(Fake())
    view = controls.follow(look, sizes)
    look.set("region = Huế")
    assert Finding.from_json(view._repr_mimebundle_()[MIME]).slice == Slice({"region": ("Huế",)})
    assert "Huế" in look._repr_mimebundle_()["text/html"] and "n = 2 customers" in look._repr_mimebundle_()["text/html"]


def test_a_finding_without_a_chart_shows_its_sentence_alone():
    view = controls.follow(Fake(), lambda study: Finding("x", "q?", "Nobody.", pd.DataFrame()))
    assert view._image.layout.display == "none" and "<img" not in view.static_html()
    assert "<details>" not in view.static_html() and "Nobody." in view.static_html()


def test_a_long_table_says_how_many_rows_it_leaves_out():
    table = pd.DataFrame({"customer": [f"c{i}" for i in range(250)], "base": 1})
    page = controls.page.table_html(Finding("x", "q", "s", table))
    assert page.count("<tr>") == 201 and "and 50 more rows" in page
    long = "x" * 120
    assert long in controls.page.table_html(Finding("x", "q", "s", pd.DataFrame({"comment": [long]})))


def test_a_view_that_left_the_screen_waits_until_it_is_back():
    look, calls = controls.slicer(Fake()), []

    def counted(study):
        calls.append(str(study.slice))
        return sizes(study)

    view = controls.follow(look, counted)
    look.set("region = Huế")
    assert len(calls) == 2, "no screen yet: a run without a browser still follows"
    view._view_count = 1
    view._view_count = 0
    look.set("region = Hà Nội")
    assert len(calls) == 2
    view._view_count = 1
    assert calls[-1] == "region = Hà Nội"
    same(view, sizes(Fake().where("region = Hà Nội")))


def test_follow_says_what_it_needs():
    with pytest.raises(ArgumentError) as error:
        controls.follow("study", sizes)
    assert str(error.value) == "follow needs a slicer or a study first, not str: follow(slicer, scores.trend)"
    with pytest.raises(ArgumentError) as error:
        controls.follow(Fake(), lambda study: 3)
    assert str(error.value) == "follow shows findings, but <lambda> returned int"


def test_on_a_real_study_the_view_equals_the_one_line_call(small):
    look = controls.slicer(small)
    view = controls.follow(look, scores.level, by=small.main_segment)
    name, levels = next(iter(small.segments.items()))
    lists(look)[name].value = levels[:2]
    assert view.error == ""
    same(view, scores.level(small.where(Slice({name: levels[:2]})), by=small.main_segment))
    people = small.where(Slice({name: levels[:2]})).customers()
    assert words.say("house.base", small.language, n=len(people)) + " " in look._chips.value


def test_follow_each_works_the_findings_out_once_for_all_views(small, monkeypatch):
    """As many views as findings; a slice that has fewer says so, and nothing is worked out twice for one study."""
    asked, shown = [], []
    monkeypatch.setattr("IPython.display.display", shown.append)

    def analysis(study):
        asked.append(study.slice)
        names = ["a", "b"] if study.slice else ["a", "b", "c"]
        return [study.finding(f"t.{name}", question=name, sentence=f"{name} in {study.slice}.", table=pd.DataFrame(), key=name) for name in names]

    slicer = controls.slicer(small)
    controls.follow_each(slicer, analysis)
    assert [view.finding.sentence[0] for view in shown] == ["a", "b", "c"] and len(asked) == 1
    sliced = small.where("region = Hà Nội")
    for view in shown:
        view.refresh(sliced)
    assert len(asked) == 2
    assert [view.finding.status for view in shown] == ["answered", "answered", "nobody"]
    assert "Hà Nội" in shown[1].finding.sentence
