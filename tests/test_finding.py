"""A finding keeps its words: checked intervals, a faithful copy as data, no text that runs, nothing withheld let out."""

from __future__ import annotations

import doctest
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib import finding as module
from cxlib.errors import ArgumentError
from cxlib.finding import MIME, Chart, Entry, Finding, Layout, withhold
from cxlib.slices import Slice

MANY = settings(deadline=None, max_examples=60, derandomize=True)


def made(table, **more):
    return Finding(name="scores.level", question="How high?", sentence="This high.", table=pd.DataFrame(table), **more)


def round_trip(finding):
    return Finding.from_json(json.loads(json.dumps(finding.to_json(), ensure_ascii=False, allow_nan=False)))


def test_the_examples_run():
    assert doctest.testmod(module).failed == 0


def test_a_finding_comes_back_from_json_equal():
    table = pd.DataFrame({
        "region": ["Huế", "Đà Nẵng & <co>"], "base": [12.0, np.nan], "value": [0.25, np.nan], "low": [0.1, np.nan], "high": [0.5, np.nan],
        "count": [3, 4], "whole": [1.0, 2.0], "nothing": [np.nan, np.nan], "complete": [True, False], "withheld": ["", "small"],
        "_unit": ["share", "share"], "blank": [None, "x"],
    })
    finding = made(
        table, chart=Chart("interval", x="value", y="region", unit="share", reference=0.3), base=12, slice=Slice({"region": ("Huế",)}, "2026Q3"),
        status="cannot_tell", caveats=("một", "hai"), unit="share", currency="VND", formats={"count": "count"}, language="vi",
        headline={"value": np.float64(0.25), "base": np.int64(12), "low": float("nan")}, provenance={"rows": {"responses": np.int64(5)}}, key="scores.level.region",
    )
    back = round_trip(finding)
    assert back == finding
    for column in table:
        if column != "blank":
            assert back.table[column].dtype == pd.DataFrame(table)[column].dtype, column
    pd.testing.assert_frame_equal(back.table, table, check_dtype=False)
    assert back.slice == finding.slice and back.headline["low"] is None
    assert back.to_html() == finding.to_html()


def test_an_empty_table_comes_back():
    assert round_trip(made({})) == made({})
    assert round_trip(made({"value": pd.Series(dtype=float), "region": pd.Series(dtype=str)})).table.empty


@MANY
@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), st.floats(-1e6, 1e6), st.integers(-2**50, 2**50), st.booleans()), min_size=1, max_size=5))
def test_any_table_comes_back(rows):
    finding = made(pd.DataFrame(rows, columns=["level", "value", "count", "known"]))
    back = round_trip(finding)
    assert back == finding
    assert list(back.table["level"]) == [text for text, *_ in rows]
    assert list(back.table["count"]) == [n for _, _, n, _ in rows] and list(back.table["known"]) == [b for *_, b in rows]
    np.testing.assert_allclose(back.table["value"], [x for _, x, _, _ in rows], atol=1e-12)


def test_findings_that_differ_are_not_equal():
    first = made({"value": [0.5]})
    assert first == made({"value": [0.5]})
    assert first != made({"value": [0.6]}) and first != made({"value": [0.5]}, base=3) and first != "text"
    assert first.with_key("other") != first and first.with_key("other").key == "other"


HOSTILE = '<script>alert(1)</script><img src=x onerror="x()">&'


def test_hostile_names_are_escaped_everywhere():
    table = pd.DataFrame({HOSTILE: ["a", "b"], "region": [HOSTILE, "<b>"], "value": [0.5, 0.2]})
    finding = Finding(name="x", question=HOSTILE, sentence=f"Lowest: {HOSTILE}", caveats=(HOSTILE,), table=table)
    page = finding.to_html()
    assert "<script" not in page and "<img" not in page and "<b>" not in page
    assert page.count("&lt;script&gt;") == 4, "sentence, heading, cell, caveat"
    bundle = finding._repr_mimebundle_()
    assert bundle["text/html"] == page and bundle[MIME] == finding.to_json()


def test_a_long_text_is_shown_in_full():
    said = "Khách hàng nói rằng " + "rất " * 60 + "lâu."
    assert said in made(pd.DataFrame({"sentence": [said], "value": [0.5]})).to_html()


def test_an_unknown_level_is_said_in_the_language():
    table = pd.DataFrame({"region": ["not known", "Huế"], "value": [0.5, 0.2]})
    assert list(made(table, language="vi").display_table()["Khu vực"]) == ["chưa biết", "Huế"]
    assert list(made(table).display_table()["Region"]) == ["not known", "Huế"]


def test_a_chart_says_which_rows_it_shows_and_in_which_order():
    table = pd.DataFrame({"step": ["b", "a"], "basis": ["weighted"] * 2, "value": [0.5, 0.2]})
    chart = Chart("interval", x="value", y="step", where={"basis": "weighted"}, order={"step": ("a", "b")}, scale="log")
    back = round_trip(made(table, chart=chart))
    assert back == made(table, chart=chart) and list(back.chart.order["step"]) == ["a", "b"]
    with pytest.raises(ArgumentError, match='the chart names column "wave"'):
        made(table, chart=Chart("interval", x="value", y="step", where={"wave": "x"}))
    with pytest.raises(ArgumentError, match='^no scale called "log10"; did you mean "log"'):
        Chart(scale="log10")


@pytest.mark.parametrize(("value", "low", "high"), [(0.5, 0.6, 0.9), (0.5, 0.1, 0.4), (0.5, 0.9, 0.1)])
def test_a_value_outside_of_its_interval_is_refused(value, low, high):
    with pytest.raises(ArgumentError) as error:
        made({"value": [0.2, value], "low": [0.1, low], "high": [0.3, high]})
    assert str(error.value) == "scores.level: row 1 has its value outside of its interval"


def test_a_missing_end_or_value_is_allowed():
    kept = made({"value": [0.2, np.nan, 0.1], "low": [np.nan, 0.1, 0.1], "high": [0.3, 0.2, 0.1]})
    assert kept.table["value"].isna().tolist() == [False, True, False]


def test_a_chart_of_points_comes_back_with_all_its_signs():
    table = pd.DataFrame({"place": ["a", "b"], "kind": ["now", "then"], "base": [9, 90], "value": [0.5, 0.2], "wide": [0.6, 0.4], "far": [True, False]})
    chart = Chart("scatter", x="base", y="value", x_low="base", x_high="base", x_reference=40.0, label="place", limits={"wide": "95%"}, mark="far",
                  mark_label="far away", band_label="80%", series="kind", dashed="then", corners=("a", "b", "c", "d"))
    back = round_trip(made(table, chart=chart))
    assert back == made(table, chart=chart)
    assert dict(back.chart.limits) == {"wide": "95%"} and back.chart.dashed == "then" and list(back.chart.corners) == ["a", "b", "c", "d"]
    assert back != made(table, chart=Chart("scatter", x="base", y="value", label="place"))
    with pytest.raises(ArgumentError, match='the chart names column "narrow"'):
        made(table, chart=Chart("scatter", x="base", y="value", limits={"narrow": "95%"}))


def test_a_chart_read_from_before_these_signs_is_as_it_was():
    finding = made({"region": ["a"], "value": [0.2]}, chart=Chart("interval", x="value", y="region"))
    data = finding.to_json()
    for name in ("x_low", "x_high", "x_reference", "corners", "label", "limits", "mark", "mark_label", "band_label", "dashed"):
        del data["chart"][name]
    assert Finding.from_json(data) == finding


def test_signs_that_say_nothing_are_refused():
    with pytest.raises(ArgumentError, match='^a chart draws the level "forecast" of its series dashed, so it needs a series$'):
        Chart("line", x="period", y="value", dashed="forecast")
    with pytest.raises(ArgumentError, match="^a chart has four corners or none to name; got 2$"):
        Chart("scatter", corners=("a", "b"))


@pytest.mark.parametrize("part", ["x", "y", "series", "facet", "value", "x_low", "x_high", "label", "mark"])
def test_a_chart_of_a_column_that_is_not_there_is_refused(part):
    with pytest.raises(ArgumentError) as error:
        made({"value": [0.2]}, chart=Chart("bars", **{part: "regoin"}))
    assert str(error.value) == 'scores.level: the chart names column "regoin", which the table does not have'


def test_wrong_words_are_refused():
    with pytest.raises(ArgumentError) as error:
        Chart("intervall")
    assert str(error.value) == ('no kind of chart called "intervall"; did you mean "interval"? Choose from: interval, line, funnel, bars, '
                                "heatmap, calibration, scatter, map, card, none.")
    with pytest.raises(ArgumentError) as error:
        made({}, status="answerd")
    assert str(error.value) == 'no status called "answerd"; did you mean "answered"? Choose from: answered, cannot_tell, nobody, not_available.'


def test_the_table_for_people_is_in_their_units_and_language():
    table = {"region": ["Huế"], "period": ["2026Q3"], "value": [0.1234], "base": [1234.0], "p_value": [0.0004], "_unit": ["share"], "known": [True]}
    shown = made(table, unit="share", formats={"p_value": "p_value"}, language="vi").display_table().iloc[0].to_dict()
    assert shown == {"Khu vực": "Huế", "Kỳ": "Quý 3/2026", "Giá trị": "12,3%", "Cỡ mẫu (n)": "1.234", "p": "<0,001", "Đã biết": "có"}


def test_a_withheld_row_says_so_in_every_number():
    table = withhold(pd.DataFrame({"base": [3.0, 40.0], "value": [0.5, 0.5], "count": [1.0, 20.0], "gap": [0.0, 0.1]}), minimum=5,
                     columns=("base", "value", "count", "gap"))
    shown = made(table, formats={"count": "count"}).display_table()
    assert set(shown.iloc[0]) == {"withheld"}
    assert "withheld" not in set(shown.iloc[1])


BASES = st.lists(st.integers(0, 5) | st.integers(0, 60), min_size=1, max_size=8)


@MANY
@given(BASES, st.integers(1, 20))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(bases, minimum):
    table = pd.DataFrame({"base": bases, "value": [0.5] * len(bases)})
    before = table.copy()
    out = withhold(table, minimum=minimum, within=[])
    pd.testing.assert_frame_equal(table, before)
    hidden = (out["withheld"] != "").to_numpy()
    real = np.array(bases)
    assert ((real > 0) & (real < minimum) <= hidden).all(), "every small row is hidden"
    assert not hidden[real == 0].any(), "a row with nobody hides nothing"
    assert out.loc[hidden, ["base", "value"]].isna().all(axis=None)
    assert out.loc[~hidden, "value"].eq(0.5).all() and len(out) == len(bases)
    if hidden.any() and not hidden[real > 0].all():
        assert hidden.sum() >= 2 and real[hidden].sum() >= minimum


def test_two_small_rows_with_little_between_them_hide_a_third():
    out = withhold(pd.DataFrame({"base": [1, 2, 40, 30]}), minimum=5, within=[])
    assert list(out["withheld"]) == ["small", "small", "", "complement"]


def test_only_small_rows_are_hidden_where_rows_add_up_to_nothing():
    out = withhold(pd.DataFrame({"base": [3, 40, 50], "value": [0.5, 0.5, 0.6]}), minimum=5)
    assert list(out["withheld"]) == ["small", "", ""]


def test_groups_are_hidden_apart():
    table = pd.DataFrame({"period": ["a", "a", "b", "b"], "base": [3, 40, 30, 40]})
    assert list(withhold(table, minimum=5, within=["period"])["withheld"]) == ["small", "complement", "", ""]


def wide():
    """Two questions, the second asked in one column only."""
    rows = [("a", "nps", "Huế", 40, 0.5, "B", "points", ""), ("a", "nps", "Vinh", 3, np.nan, "", "points", "small"), ("a", "mean", "Huế", 40, 4.25, "", "score", ""),
            ("a", "mean", "Vinh", 3, np.nan, "", "score", "small"), ("b", "mean", "Vinh", 20, 3.0, "c", "score", "")]
    table = pd.DataFrame(rows, columns=["question", "metric", "head", "base", "value", "letters", "unit", "withheld"])
    return made(table, layout=Layout(("question", "metric"), "head", above=("base",), marks={"value": "letters"}))


def test_a_layout_shows_the_rows_side_by_side():
    finding = wide()
    shown = finding.display_table()
    assert list(shown) == ["Question", "Metric", "Huế", "Vinh"]
    assert shown.to_numpy().tolist() == [
        ["a", "Base (n)", "40", "withheld"], ["", "NPS", "50.0\u00a0B", "withheld"], ["", "mean", "4.25", "withheld"],
        ["b", "Base (n)", "", "20"], ["", "mean", "", "3.00\u00a0c"],
    ]
    assert finding.lines == 5 and finding.entries(limit=2)[1][1][2] == Entry(0.5, "points", "B")
    assert len(finding.table) == 5 and "head" in finding.table
    assert finding.to_html().count("<tr>") == 6


def test_a_layout_comes_back_from_json():
    back = round_trip(wide())
    assert back == wide() and back.display_table().equals(wide().display_table())
    assert made({"value": [0.5]}).to_json()["layout"] is None
    older = {name: value for name, value in made({"value": [0.5]}).to_json().items() if name != "layout"}
    assert Finding.from_json(older) == made({"value": [0.5]})


def test_a_layout_of_a_column_that_is_not_there_is_refused():
    with pytest.raises(ArgumentError) as error:
        made({"value": [0.5], "region": ["a"], "b": ["c"]}, layout=Layout(("region", "b"), "hed"))
    assert str(error.value) == 'scores.level: the layout names column "hed", which the table does not have'


def test_only_the_first_lines_are_written_when_asked():
    finding = made(pd.DataFrame({"region": list("abc"), "value": [0.1, 0.2, 0.3]}), unit="share")
    assert finding.lines == 3 and finding.display_table(limit=2).to_numpy().tolist() == [["a", "10.0%"], ["b", "20.0%"]]
    assert finding.display_table().head(2).equals(finding.display_table(limit=2))


def test_a_segment_is_named_in_the_language():
    assert list(made(pd.DataFrame({"segment": ["region", ""], "value": [0.1, 0.2]}), language="vi").display_table()["Phân khúc"]) == ["Khu vực", ""]
