"""A finding as data for a page, and the script and style that show it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources

import numpy as np
import pandas as pd
import pytest

from cxlib import charts, journeys, live, scores, words
from cxlib.errors import ArgumentError
from cxlib.finding import Chart, Finding


def table(n=4, **columns):
    value = 0.1 + 0.1 * np.arange(n)
    return pd.DataFrame({**columns, "base": 100 + np.arange(n), "value": value, "low": value - 0.05, "high": value + 0.07, "withheld": ""})


def made(kind, rows, *, language="en", unit="share", **chart):
    return Finding("demo", "How many?", "Half.", rows, Chart(kind, **chart), base=406, unit=unit, language=language)


def bars(**more):
    return made("bars", table(region=["a", "b", "c", "d"]), y="region", x="value", **more)


def test_nothing_that_draws_on_paper_is_loaded():
    code = (
        "import sys, pandas as pd; from cxlib import live; from cxlib.finding import Chart, Finding; "
        "t = pd.DataFrame({'region': ['a'], 'base': [400], 'value': [0.5], 'low': [0.4], 'high': [0.6]}); "
        "live.content(Finding('demo', '?', '!', t, Chart('interval', y='region', x='value')), image=True); live.script('draw', 'card'); "
        "print([m for m in ('matplotlib', 'seaborn', 'anywidget', 'scipy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_files_come_once_behind_what_they_need_and_give_what_they_list():
    text = live.script("card", "draw")
    for name in ("drawNode", "drawAxes", "drawChart", "makeCard", "copyPicture"):
        assert len(re.findall(rf"^(?:async )?function {name}\(", text, re.MULTILINE)) == 1
    assert text.index("function drawNode(") < text.index("function drawChart(") < text.index("function makeCard(")
    assert re.search(r"return \{([^}]*)\};\n\}\)\(\)$", text)[1].split(", ") == ["drawChart", "makeCard"]


def test_a_file_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ArgumentError, match="no file of the live pages called"):
        live.script("drow")
    with pytest.raises(ArgumentError, match="live"):
        live.styles("nothing")


@pytest.mark.parametrize("file", ["draw_text", "draw_axes", "draw_rows", "draw_lines", "draw_points", "draw_grid", "draw", "card", "copying"])
def test_files_are_small_and_make_no_markup_of_text(file):
    text = (resources.files("cxlib.live") / f"{file}.js").read_text(encoding="utf-8")
    assert text.count("\n") < 300
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://(?!www\.w3\.org/2000/svg)", text)
    for body in re.split(r"^(?:async )?function ", text, flags=re.MULTILINE)[1:]:
        assert body[: body.index("\n}") + 1].count("\n") <= 60, body.split("(")[0]


def test_names_at_the_top_are_not_used_twice():
    text = live.script("draw", "card")
    names = re.findall(r"^(?:(?:async )?function|const|let) (\w+)", text, re.MULTILINE)
    assert sorted(set(names)) == sorted(names)


def test_colours_of_texts_stand_out_from_their_ground():
    def bright(color):
        parts = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
        return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)

    text = live.styles()
    pairs = {(ink, "#ffffff") for ink in re.findall(r"[{;\s]color: (#\w{6})", text)} - {("#ffffff", "#ffffff")}
    pairs |= {(ink, ground) for ground, ink in re.findall(r"background: (#\w{6}); color: (#\w{6})", text)}
    assert len(pairs) >= 4
    for ink, ground in pairs:
        low, high = sorted([bright(ink), bright(ground)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, ground)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_card_has_all_its_labels(language):
    says = live.says(language)
    used = set(re.findall(r"\bsays\.(\w+)", live.script("draw", "card")))
    assert used <= set(says)
    assert says["saved"].count("{file}") == says["more"].count("{n}") == 1
    with pytest.raises(ArgumentError, match="language"):
        live.says("fr")


def test_content_is_plain_data_and_says_what_the_finding_says(small):
    for finding in (scores.level(small), scores.trend(small), journeys.funnel(small), scores.cohorts(small)):
        shown = json.loads(json.dumps(live.content(finding), allow_nan=False))
        assert (shown["sentence"], shown["question"], shown["base"]) == (finding.sentence, finding.question, finding.base)
        assert shown["alt"] == charts.alt_text(finding)
        text = finding.display_table(limit=200)
        assert shown["table"]["head"] == list(text.columns)
        assert shown["table"]["rows"] == text.to_numpy().tolist()
        assert shown["image"] is None and shown["picture"]["kind"] == finding.chart.kind
        assert shown["notes"]["Data fingerprint"] == finding.provenance["fingerprint"]


def test_rows_of_a_picture_are_those_of_the_table():
    rows = table(region=["a", "b", "c", "d"])
    rows.loc[1, ["value", "low", "high", "base"]] = np.nan
    rows.loc[1, "withheld"] = "small"
    rows["complete"] = [True, True, False, True]
    shown = live.picture(made("interval", rows, y="region", x="value", reference=0.2, reference_label="average"))
    part = shown["panels"][0]
    assert [place["name"] for place in part["places"]] == ["a", "b", "c", "d"]
    assert [row["value"] for row in part["rows"]] == [0.1, None, pytest.approx(0.3), 0.4]
    assert [row["text"] for row in part["rows"]] == ["10.0%  (5.0% – 17.0%)", "withheld", "30.0%  (25.0% – 37.0%)", "40.0%  (35.0% – 47.0%)"]
    assert [row["n"] for row in part["rows"]] == ["n\u00a0=\u00a0100", "", "n\u00a0=\u00a0102", "n\u00a0=\u00a0103"]
    assert [row["hidden"] for row in part["rows"]] == [False, True, False, False]
    assert [row["whole"] for row in part["rows"]] == [True, True, False, True]
    assert shown["foot"] == "n = 406 · everyone · dashed line: average"


def test_nothing_to_draw_is_no_picture():
    empty = table(region=["a", "b", "c", "d"]).assign(value=np.nan, low=np.nan, high=np.nan, withheld="small")
    assert live.picture(made("bars", empty, y="region", x="value")) is None
    assert live.picture(made("bars", empty.iloc[:0], y="region", x="value")) is None
    assert live.picture(made("none", table())) is None
    assert live.content(made("none", pd.DataFrame()))["table"] == {"head": [], "rows": [], "more": 0}


def test_a_picture_has_as_many_things_as_can_be_read_and_counts_the_others():
    many = made("bars", table(60, region=[f"r{i}" for i in range(60)]), y="region", x="value")
    shown = live.picture(many)
    assert len(shown["panels"][0]["rows"]) == 40
    assert shown["foot"].endswith("20 more in the table")
    assert live.content(many, rows=50)["table"]["more"] == 10
    lines = made("line", table(30, who=[f"r{i // 2}" for i in range(30)], day=[0, 1] * 15), x="day", y="value", series="who")
    shown = live.picture(lines)
    assert len(shown["series"]) == 12 and max(row["series"] for row in shown["panels"][0]["rows"]) == 11
    assert shown["foot"].endswith("3 more in the table")


def test_a_level_keeps_its_look_when_another_is_sliced_away():
    rows = table(who=["x", "y", "z", "y"], region=["a", "a", "a", "b"])
    given = {"y": "region", "x": "value", "series": "who", "order": {"who": ("x", "y", "z")}}
    whole = live.picture(made("interval", rows, **given))
    part = live.picture(made("interval", rows[rows["who"] != "x"].reset_index(drop=True), **given))
    looks = {one["name"]: one["look"] for one in whole["series"]}
    assert looks == {"x": 0, "y": 1, "z": 2}
    assert {one["name"]: one["look"] for one in part["series"]} == {"y": 1, "z": 2}


def test_kinds_that_the_script_does_not_draw_come_as_a_png_when_asked(small):
    from cxlib import maps

    finding = maps.journey_map(small)
    assert live.content(finding)["image"] is None and live.content(finding)["picture"] is None
    assert live.content(finding, image=True)["image"].startswith("data:image/png;base64,iVBOR")
    assert live.content(bars(), image=True)["image"] is None


def test_the_finding_stays_as_it_was():
    finding = bars()
    before = json.dumps(finding.to_json())
    live.content(finding, image=True)
    assert json.dumps(finding.to_json()) == before
