"""The slicer and the views: what a hand chooses is what one line gives."""

import asyncio
import base64
import html
import re
import time
import warnings

import pandas as pd
import pytest

from cxlib import charts, controls, live, scores, words
from cxlib.controls import refreshing
from cxlib.errors import ArgumentError
from cxlib.finding import MIME, Chart, Finding
from cxlib.slices import Slice

HOSTILE = ("<script>alert(1)</script>", 'Nhóm "A", B & C = D', "a\\b", "Huế")
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def odd(tiny_study):
    """Five customers in a segment whose levels would break a page or a slice's text."""
    people = pd.DataFrame({
        "customer_id": list("abcde"), "region": ["Hà Nội"] * 3 + ["Huế"] * 2, "odd": [HOSTILE[0], HOSTILE[0], HOSTILE[1], HOSTILE[2], "Huế"],
        "joined_at": "2026-01-05",
    })
    answers = [{"customer_id": one, "at": f"2026-0{month}-10", "question": "recommend", "score": 9} for one in "abcde" for month in (2, 5)]
    return tiny_study(customers=people, responses=answers, settings='segments = ["region", "odd"]\nlanguage = "en"\nperiod = "quarter"')


def sizes(study, *, title="How many?"):
    """An analysis: customers by level of the hostile segment."""
    counts = study.customers()["odd"].value_counts().sort_index()
    if counts.empty:
        raise ArgumentError("nobody <b>is</b> left")
    table = pd.DataFrame({"odd": counts.index.astype(str), "base": counts.to_numpy(), "value": counts.to_numpy() / counts.sum()})
    return Finding("demo.sizes", title, f"The first is {counts.index[0]}.", table, Chart("bars", y="odd", x="value", unit="share"),
                   base=int(counts.sum()), slice=study.slice, language=study.language, caveats=("a < b",))


def same(view, expected):
    assert view.finding == expected and not view.is_behind
    assert view.shown["content"] == live.content(expected, image=True) and view.shown["error"] == ""


def click(look, text, *, sent=1, against=""):
    """What a choice in the browser sends."""
    look._heard(look, {"kind": "choose", "client": "p-1", "sent": sent, "text": text, "against": against}, [])


def seen(view, is_seen, *, page="p", client="p-2"):
    view._heard(view, {"kind": "seen", "client": client, "page": page, "seen": is_seen}, [])


# -- the slicer -------------------------------------------------------------------------------------------------


def test_the_slicer_tells_the_browser_levels_with_their_sizes(odd):
    look = controls.slicer(odd)
    region, other = look.about["segments"]
    assert [(one["level"], one["n"]) for one in region["levels"]] == sorted([("Hà Nội", 3), ("Huế", 2)])
    assert {one["level"] for one in other["levels"]} == set(HOSTILE)
    assert look.about["periods"][-1] == {"period": "2026Q2", "label": "Q2 2026"}
    assert look.state == {"text": "", "against": "", "number": 0, "error": "", "base": "n = 5 customers"}


def test_the_slicer_speaks_the_language_of_the_study(odd):
    look = controls.slicer(odd.in_language("vi"))
    assert look.about["segments"][0]["label"] == "Khu vực" and look.about["says"]["reset"] == "Xem tất cả"
    assert "tất cả khách hàng" in look.static_html() and "5 khách hàng" in look.static_html()


def test_only_the_segments_asked_for_get_a_list(odd):
    told = controls.slicer(odd, segments=["odd"]).about["segments"]
    assert [(one["name"], one["listed"]) for one in told] == [("odd", True), ("region", False)]
    with pytest.raises(ArgumentError) as error:
        controls.slicer(odd, segments=["regoin"])
    assert str(error.value) == 'no segment called "regoin"; did you mean "region"? Choose from: region, odd.'


def test_choosing_changes_the_slice_and_the_finding_to_the_one_line_call(odd):
    look = controls.slicer(odd)
    view = controls.follow(look, sizes, title="Bao nhiêu?")
    same(view, sizes(odd, title="Bao nhiêu?"))
    for sent, text in enumerate(["region = Huế", "not (region = Huế)", "region = Huế & period = 2026Q2", "period = 2026Q2", ""], 1):
        click(look, text, sent=sent)
        assert look.slice == Slice.parse(text) and look.text == text and look.state["base"] == live.base_text(odd.where(text))
        same(view, sizes(odd.where(text), title="Bao nhiêu?"))
    assert look.state == {"text": "", "against": "", "number": 5, "error": "", "base": "n = 5 customers", "client": "p-1", "sent": 5}


def test_a_comparison_is_the_one_line_call_too(small):
    look = controls.slicer(small)
    view = controls.follow(look, scores.level)
    for sent, (text, against) in enumerate([("region = Hà Nội", "rest"), ("region = Hà Nội", "previous"), ("", "region = Hà Nội")], 1):
        click(look, text, sent=sent, against=against)
        assert look.state["error"] == "" and look.against == against
        expected = live.answer(small, scores.level, text, against)
        assert set(expected.table["slice"]) and view.error == ""
        same(view, expected)


def test_every_hostile_level_goes_through_the_slicer_and_stays_text(odd):
    for level in HOSTILE:
        look = controls.slicer(odd)
        look.set(Slice({"odd": (level,)}))
        other = controls.slicer(odd)
        click(other, look.text)
        assert other.slice == Slice({"odd": (level,)}) and other.state["text"] == look.text
        assert "<script>" not in other.static_html() and html.escape(level) in other.static_html()


def test_a_wrong_word_is_a_sentence_and_changes_nothing(odd):
    look = controls.slicer(odd.where("region = Huế"))
    calls = []
    look.subscribe(calls.append)
    click(look, "region = <Hue>")
    assert look.state["error"].startswith('no level of region called "<Hue>"') and look.state["sent"] == 1
    assert look.slice == Slice({"region": ("Huế",)}) and calls == [] and look.number == 0
    click(look, "region = Hà Nội", sent=2)
    assert look.state["error"] == "" and len(calls) == 1
    with pytest.raises(ArgumentError, match='^no period called "2027Q1"; did you mean "202'):
        look.set("period = 2027Q1")


def test_the_controls_start_where_the_study_is(odd):
    look = controls.slicer(odd.where("region = Huế & period = 2026Q1"))
    assert look.state["text"] == "period = 2026Q1 & region = Huế" or look.slice == Slice({"region": "Huế"}, "2026Q1")
    assert look.study.slice == look.slice
    look.set("")
    assert look.study.slice == Slice()


def test_subscribers_hear_each_change_once_until_they_leave(odd):
    look, heard = controls.slicer(odd), []
    leave = look.subscribe(lambda study: heard.append(str(study.slice)))
    look.set("region = Huế")
    look.set("region = Huế")
    look.set("region = Huế", against="rest")
    look.set(Slice({"region": ("Hà Nội",)}))
    leave()
    leave()
    look.set("")
    assert heard == ["region = Huế", "region = Hà Nội"]


def test_a_slice_that_nobody_is_in_says_so(odd):
    look = controls.slicer(odd)
    look.set("region = ")
    assert look.slice == Slice({"region": ()}) and look.state["base"] == "n = 0 customers"


# -- the views --------------------------------------------------------------------------------------------------


def test_the_first_call_fails_loudly_and_a_later_one_in_place(odd):
    with pytest.raises(ArgumentError, match="^nobody <b>is</b> left$"):
        controls.follow(controls.slicer(odd.where("region = ")), sizes)
    look = controls.slicer(odd)
    view = controls.follow(look, sizes)
    look.set("region = ")
    assert view.finding is None and view.error == view.shown["error"] == "nobody <b>is</b> left" and view.shown["content"] is None
    bundle = view._repr_mimebundle_()
    assert MIME not in bundle and "&lt;b&gt;is" in bundle["text/html"] and "<img" not in bundle["text/html"]
    look.set("region = Huế")
    same(view, sizes(odd.where("region = Huế")))


def test_an_unexpected_error_never_leaves_the_old_finding_under_a_new_slice(odd):
    def fragile(study):
        if study.slice:
            raise ZeroDivisionError("division by zero")
        return sizes(study)

    look = controls.slicer(odd)
    first, second = controls.follow(look, fragile), controls.follow(look, sizes)
    look.set("region = Huế")
    assert first.finding is None
    assert first.error == "This could not be worked out for the slice chosen (ZeroDivisionError: division by zero)."
    same(second, sizes(odd.where("region = Huế")))


def test_a_view_shows_itself_without_a_kernel(odd):
    found = sizes(odd)
    bundle = controls.follow(odd, sizes)._repr_mimebundle_()
    assert WIDGET in bundle and Finding.from_json(bundle[MIME]) == found
    page = bundle["text/html"]
    data = re.search(r'src="data:image/png;base64,([^"]+)"', page).group(1)
    assert base64.b64decode(data) == charts.png(found)
    assert f'alt="{html.escape(charts.alt_text(found))}"' in page
    assert "<details><summary>Table</summary>" in page and "a &lt; b" in page
    assert "<script" not in page and "&lt;script&gt;" in page


def test_show_gives_the_same_page_without_widgets(odd):
    bundle = controls.show(sizes(odd))._repr_mimebundle_()
    view = controls.follow(odd, sizes)._repr_mimebundle_()
    assert bundle["text/html"] == view["text/html"] and bundle[MIME] == view[MIME]


def test_a_finding_without_a_chart_shows_its_sentence_alone(odd):
    view = controls.follow(odd, lambda study: Finding("x", "q?", "Nobody.", pd.DataFrame()))
    assert "<img" not in view.static_html() and "<details>" not in view.static_html() and "Nobody." in view.static_html()


def test_a_long_table_says_how_many_rows_it_leaves_out():
    table = pd.DataFrame({"customer": [f"c{i}" for i in range(250)], "base": 1})
    page = controls.page.table_html(Finding("x", "q", "s", table))
    assert page.count("<tr>") == 201 and "and 50 more rows" in page
    long = "x" * 120
    assert long in controls.page.table_html(Finding("x", "q", "s", pd.DataFrame({"comment": [long]})))


def test_follow_says_what_it_needs(odd):
    with pytest.raises(ArgumentError) as error:
        controls.follow("study", sizes)
    assert str(error.value) == "follow needs a slicer or a study first, not str: follow(slicer, scores.trend)"
    with pytest.raises(ArgumentError) as error:
        controls.follow(odd, lambda study: 3)
    assert str(error.value) == "follow shows findings, but <lambda> returned int"


def test_on_a_real_study_the_view_equals_the_one_line_call(small):
    look = controls.slicer(small)
    view = controls.follow(look, scores.level, by=small.main_segment)
    name, levels = next(iter(small.segments.items()))
    chosen = Slice({name: levels[:2]})
    click(look, str(chosen))
    same(view, scores.level(small.where(chosen), by=small.main_segment))
    people = small.where(chosen).customers()
    assert look.state["base"].startswith(words.say("house.base", small.language, n=len(people)) + " ")


def test_follow_each_works_the_findings_out_once_for_all_views(small, monkeypatch):
    """As many views as findings; a slice that has fewer says so, and nothing is worked out twice for one study."""
    asked, shown = [], []
    monkeypatch.setattr("IPython.display.display", shown.append)

    def analysis(study):
        asked.append(study.slice)
        names = ["a", "b"] if study.slice else ["a", "b", "c"]
        return [study.finding(f"t.{name}", question=name, sentence=f"{name} in {study.slice}.", table=pd.DataFrame(), key=name) for name in names]

    look = controls.slicer(small)
    controls.follow_each(look, analysis)
    assert [view.finding.sentence[0] for view in shown] == ["a", "b", "c"] and len(asked) == 1
    look.set("region = Hà Nội")
    assert [view.finding.status for view in shown] == ["answered", "answered", "nobody"] and len(asked) == 2
    assert "Hà Nội" in shown[1].finding.sentence


# -- the copy in the notebook -----------------------------------------------------------------------------------


@pytest.fixture
def outputs(monkeypatch):
    """Outputs as a notebook would keep them: a list of bundles, those with a display id renewed in their place."""
    kept, at = [], {}

    def display(bundle, *, raw, display_id=None):
        assert raw
        at[display_id] = len(kept)
        kept.append(bundle)

    def update(bundle, *, display_id, raw):
        assert raw
        kept[at[display_id]] = bundle

    monkeypatch.setattr("IPython.display.display", display)
    monkeypatch.setattr("IPython.display.update_display", update)
    return kept


def test_a_notebook_keeps_the_last_state_even_where_nobody_looks(odd, outputs):
    look = controls.slicer(odd)
    view = controls.follow(look, sizes)
    look._ipython_display_()
    view._ipython_display_()
    look.set("region = Huế")
    first, chips, second, page = outputs
    assert WIDGET in first and WIDGET in second and first["text/html"] == second["text/html"] == ""
    assert "Huế" in chips["text/html"] and "n = 2 customers" in chips["text/html"]
    found = sizes(odd.where("region = Huế"))
    assert Finding.from_json(page[MIME]) == found and page["text/plain"] == found.sentence
    assert base64.b64encode(charts.png(found)).decode() in page["text/html"]


def test_in_a_browser_the_copy_follows_when_the_hand_rests(odd, outputs, monkeypatch):
    monkeypatch.setattr(refreshing, "_SETTLED", 0.02)
    drawn = []
    png = charts.png
    monkeypatch.setattr(charts, "png", lambda finding: (drawn.append(str(finding.slice)), png(finding))[1])

    async def hand():
        look = controls.slicer(odd)
        view = controls.follow(look, sizes)
        view._ipython_display_()
        seen(view, True)
        click(look, "region = Huế")
        await asyncio.sleep(0.01)
        assert not view.is_behind and drawn == [""], "no picture is drawn between the click and the answer"
        while look._refresh.is_under_way:
            await asyncio.sleep(0.01)

    asyncio.run(hand())
    assert drawn == ["", "region = Huế"] and Finding.from_json(outputs[-1][MIME]).slice == Slice({"region": "Huế"})


# -- what may come next -------------------------------------------------------------------------------------------


def near(look, *texts, against=""):
    look._handle_custom_msg({"kind": "near", "texts": list(texts), "against": against}, [])


def test_choices_that_are_near_are_answered_while_nothing_else_is_to_be_done(odd):
    sent, calls = [], []

    async def hand():
        look = controls.slicer(odd)
        view, hidden = controls.follow(look, counted(calls, "seen")), controls.follow(look, counted(calls, "hidden"))
        view.send = sent.append
        seen(view, True)
        seen(hidden, False)
        calls.clear()
        near(look, "region = Huế", "region = nowhere", "region = Hà Nội")
        assert calls == [], "a message works nothing out"
        await asyncio.wait_for(look._refresh._advance, 10)
        assert calls == [("seen", "region = Huế"), ("seen", "region = Hà Nội")], "what nobody sees waits, and a wrong word is said when it is chosen"
        click(look, "region = Huế")
        await rest(look)
        assert calls[2:] == [("seen", "region = Huế"), ("hidden", "region = Huế")], "what is shown as current is always worked out for this choice"
        near(look, "region = Huế", "region = nowhere")
        await asyncio.wait_for(look._refresh._advance, 10)
        assert len(calls) == 4 and len(sent) == 2, "an answer is given ahead once"
        want = live.content(sizes(odd.where("region = Huế")), image=True, late=True)
        assert sent[0] == {"kind": "ahead", "text": "region = Huế", "against": "", "content": want}
        assert view.shown == {"content": want, "error": "", "number": look.number} and view.finding == sizes(odd.where("region = Huế"))
        while not view.table:
            await asyncio.sleep(0.005)
        assert {name: view.table[name] for name in ("head", "rows", "more")} == live.content(view.finding)["table"]

    asyncio.run(hand())


def test_a_choice_that_is_made_ends_the_looking_ahead(odd):
    calls = []

    async def hand():
        look = controls.slicer(odd)
        view = controls.follow(look, counted(calls, "a"))
        view.send = lambda message: None
        seen(view, True)
        calls.clear()
        near(look, "region = Huế", "region = Hà Nội")
        while not calls:
            await asyncio.sleep(0)
        near(look)
        click(look, "plan = x" if "plan" in odd.segments else "not (region = Huế)")
        await rest(look)
        while look._refresh._advance and not look._refresh._advance.done():
            await asyncio.sleep(0.005)

    asyncio.run(hand())
    assert len(calls) == 2 and calls[0] == ("a", "region = Huế") and calls[1][1] != "region = Hà Nội"


def test_a_slow_view_is_not_answered_ahead(odd, monkeypatch):
    from cxlib.controls import view as views

    monkeypatch.setattr(views, "_QUICK", 0.0)
    calls = []

    async def hand():
        look = controls.slicer(odd)
        view = controls.follow(look, counted(calls, "a"))
        seen(view, True)
        assert view.seconds > 0, "the first answer is timed"
        calls.clear()
        near(look, "region = Huế")
        await asyncio.wait_for(look._refresh._advance, 10)

    asyncio.run(hand())
    assert calls == []


def test_a_table_that_cannot_be_written_is_said_and_holds_up_nobody(odd, monkeypatch):
    async def hand():
        look = controls.slicer(odd)
        bad, good = controls.follow(look, sizes), controls.follow(look, sizes)
        for view in (bad, good):
            seen(view, True)
        table_of, tried = live.table_of, []
        monkeypatch.setattr(live, "table_of", lambda finding: (tried.append(finding), table_of(finding) if len(tried) > 1 else 1 / 0)[1])
        click(look, "region = Huế")
        await rest(look)
        while not good.table:
            await asyncio.sleep(0.005)
        assert "ZeroDivisionError" in bad.shown["error"] and good.shown["error"] == ""

    asyncio.run(hand())


# -- in what order ----------------------------------------------------------------------------------------------


def counted(calls, name, *, seconds=0.0):
    def analysis(study):
        end = time.process_time() + (seconds if study.slice else 0)
        while time.process_time() < end:
            pass
        calls.append((name, str(study.slice)))
        return sizes(study)

    return analysis


def rest(look):
    async def wait():
        while any(view.is_behind and not view.is_gone for view in look._views):
            await asyncio.sleep(0.005)

    return asyncio.wait_for(wait(), 10)


def test_what_is_on_screen_is_answered_first(odd):
    calls = []

    async def hand():
        look = controls.slicer(odd)
        views = [controls.follow(look, counted(calls, name)) for name in "abc"]
        for view, is_seen in zip(views, (False, False, True), strict=True):
            seen(view, is_seen)
        calls.clear()
        click(look, "region = Huế")
        assert calls == [], "the click itself works nothing out"
        assert [view.shown["number"] < look.state["number"] for view in views] == [True] * 3, "all know that they are old"
        await rest(look)

    asyncio.run(hand())
    assert [name for name, _ in calls] == ["c", "a", "b"]


def test_a_newer_choice_ends_the_older_refresh(odd):
    calls = []

    async def hand():
        look = controls.slicer(odd)
        views = [controls.follow(look, counted(calls, name)) for name in "abcd"]
        for view in views:
            seen(view, True)
        calls.clear()
        click(look, "region = Huế")
        while not calls:
            await asyncio.sleep(0)
        click(look, "region = Hà Nội", sent=2)
        await rest(look)
        assert all(view.finding.slice == Slice({"region": "Hà Nội"}) and view.shown["number"] == look.number for view in views)

    asyncio.run(hand())
    assert calls == [("a", "region = Huế"), *((name, "region = Hà Nội") for name in "abcd")]


def test_a_slow_view_does_not_hold_up_the_quick_ones(odd, monkeypatch):
    monkeypatch.setattr(refreshing, "_SLOW", 0.3)
    monkeypatch.setattr(refreshing, "_REST", 0.02)
    calls = []

    async def hand():
        look = controls.slicer(odd)
        views = [controls.follow(look, counted(calls, name, seconds=seconds)) for name, seconds in (("slow", 0.5), ("quick", 0), ("quick too", 0))]
        for view in views:
            view.seconds = 0.0
            seen(view, True)
        for sent, text in enumerate(("region = Huế", "region = Hà Nội"), 1):
            calls.clear()
            click(look, text, sent=sent)
            await rest(look)

    asyncio.run(hand())
    assert [name for name, _ in calls] == ["quick", "quick too", "slow"]


def test_a_finding_asked_for_in_code_is_never_an_old_one(odd):
    async def hand():
        look = controls.slicer(odd)
        view = controls.follow(look, sizes)
        seen(view, True)
        click(look, "region = Huế")
        assert view.is_behind
        same(view, sizes(odd.where("region = Huế")))

    asyncio.run(hand())


def test_a_view_that_left_the_screen_waits_until_it_is_back(odd):
    look, calls = controls.slicer(odd), []
    view = controls.follow(look, counted(calls, "a"))
    look.set("region = Huế")
    assert len(calls) == 2, "no screen yet: a run without a browser still follows"
    seen(view, True)
    seen(view, None)
    look.set("region = Hà Nội")
    assert len(calls) == 2 and view.is_behind
    seen(view, True)
    assert calls[-1] == ("a", "region = Hà Nội")
    same(view, sizes(odd.where("region = Hà Nội")))


def test_a_page_that_was_loaded_again_takes_the_place_of_the_old_one(odd):
    view = controls.follow(controls.slicer(odd), sizes)
    seen(view, True, page="old", client="old-1")
    seen(view, False, page="new", client="new-1")
    assert not view.is_on_screen and not view.is_gone


def test_widgets_carry_a_few_lines_and_the_script_is_held_once(odd):
    look = controls.slicer(odd)
    views = [controls.follow(look, sizes) for _ in range(3)]
    assert all(view.library is look.library and view.room == look.model_id for view in views)
    assert len(views[0]._esm) < 2000 < len(look.library.code)


def test_the_examples_run():
    import doctest

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert doctest.testmod(controls.page).failed == 0
