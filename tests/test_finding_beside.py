"""Two slices beside each other: the arithmetic against closed forms and statsmodels, and every odd case in words."""

import dataclasses
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cxlib import charts, journeys, quality, scores
from cxlib.errors import ArgumentError
from cxlib.finding import Chart, Finding, beside
from cxlib.finding.beside_rows import interval_p_value
from cxlib.intervals.basis import mover_p_value, normal_quantile
from cxlib.slices import Slice

NAMES = ("North", "South")


def shares(counts, *, withheld=(), language="en", **rest):
    """A finding of shares with Wilson intervals; `counts` maps a level to (yes, all)."""
    rows = []
    for level, (yes, all_) in counts.items():
        low, high = proportion_confint(yes, all_, method="wilson")
        rows.append({"region": level, "base": all_, "value": yes / all_, "low": low, "high": high, "withheld": "small" if level in withheld else ""})
    table = pd.DataFrame(rows)
    table.loc[table["withheld"] != "", ["value", "low", "high", "base"]] = np.nan
    return Finding("demo", "How many stay?", "Some stay.", table, chart=Chart("interval", y="region", x="value", unit="share"), unit="share",
                   base=sum(n for _, n in counts.values()), language=language, **rest)


def test_the_difference_of_shares_is_newcombe_s_interval():
    one, other = {"a": (45, 120), "b": (3, 30), "c": (50, 50)}, {"a": (30, 150), "b": (9, 28), "c": (40, 45)}
    found = beside(shares(one), shares(other), names=NAMES).table.drop_duplicates("region").set_index("region")
    for level in one:
        low, high = confint_proportions_2indep(*one[level], *other[level], method="newcomb", compare="diff")
        assert found.loc[level, "difference_low"] == pytest.approx(low, abs=1e-9)
        assert found.loc[level, "difference_high"] == pytest.approx(high, abs=1e-9)
        assert found.loc[level, "difference"] == pytest.approx(one[level][0] / one[level][1] - other[level][0] / other[level][1])


def test_p_is_under_5_percent_exactly_where_the_interval_leaves_zero_out():
    rng = np.random.default_rng(7)
    one, other = ({str(k): (int(rng.integers(0, n + 1)), n) for k, n in enumerate(rng.integers(20, 200, 200).tolist())} for _ in range(2))
    table = beside(shares(one), shares(other), names=NAMES).table.drop_duplicates("region")
    outside = (table["difference_low"] > 0) | (table["difference_high"] < 0)
    assert 20 < outside.sum() < 190
    assert (outside == (table["p_value"] < 0.05)).all()
    assert np.allclose(table["adjusted_p"], multipletests(table["p_value"], method="fdr_bh")[1])
    assert ((table["verdict"] == "clear") == (table["adjusted_p"] < 0.05)).all()


def test_p_agrees_with_the_bisection_over_the_mover_interval():
    first, second = (np.array([0.2, 4.0, 10.0]), np.array([0.1, 3.5, 7.0]), np.array([0.35, 4.4, 15.0])), (
        np.array([0.4, 3.1, 11.0]), np.array([0.33, 2.2, 8.0]), np.array([0.45, 3.9, 12.0]))

    def ends(side):
        value, low, high = side
        return lambda x: normal_quantile(0.95) * np.where(x >= value, (x - value) / (high - value), (value - x) / (value - low))

    assert np.allclose(interval_p_value(first, second), mover_p_value(first[0], second[0], ends(first), ends(second)))


def test_p_of_normal_means_is_that_of_a_z_test():
    half = normal_quantile(0.95)
    first, second = (5.0, 5.0 - half * 0.3, 5.0 + half * 0.3), (6.0, 6.0 - half * 0.4, 6.0 + half * 0.4)
    assert float(interval_p_value(first, second)) == pytest.approx(math.erfc(1.0 / 0.5 / math.sqrt(2)))


def test_no_width_means_no_verdict():
    sure = shares({"a": (40, 50)})
    flat = dataclasses.replace(sure, table=sure.table.assign(low=sure.table["value"], high=sure.table["value"]))
    other = dataclasses.replace(flat, table=flat.table.assign(value=0.5, low=0.5, high=0.5))
    found = beside(flat, other, names=NAMES)
    assert found.status == "cannot_tell" and found.table[["p_value", "difference_low"]].isna().all(axis=None)


def test_the_sentence_gives_size_bases_and_interval():
    found = beside(shares({"a": (45, 60)}), shares({"a": (30, 80)}), names=NAMES)
    low, high = (100 * end for end in confint_proportions_2indep(45, 60, 30, 80, method="newcomb", compare="diff"))
    assert found.sentence == (
        f"North and South clearly differ. a: 75.0% (n = 60) against 37.5% (n = 80), difference +37.5 ({low:+.1f} to {high:+.1f})."
    )
    assert found.status == "answered" and found.key == "demo.beside" and found.base == 140
    assert found.headline["value"] == pytest.approx(0.375) and found.headline["unit"] == "signed_points"


def test_in_vietnamese():
    found = beside(shares({"a": (45, 60)}, language="vi"), shares({"a": (44, 60)}, language="vi"), names=("Bắc", "Nam"))
    assert found.sentence.startswith("Chưa thể kết luận Bắc và Nam có khác nhau hay không. a: 75,0% (n = 60) so với 73,3% (n = 60), chênh lệch +1,7 (từ ")
    assert found.status == "cannot_tell"


def test_of_many_rows_the_clear_ones_are_named_and_the_rest_counted():
    one = {str(k): (90 if k < 5 else 50, 100) for k in range(10)}
    found = beside(shares(one), shares({str(k): (50, 100) for k in range(10)}), names=NAMES)
    assert found.sentence.startswith("North and South clearly differ in 5 of 10 comparisons. 0: 90.0%")
    assert found.sentence.endswith("; and 2 more in the table.")
    same = beside(shares({str(k): (50, 100) for k in range(10)}), shares({str(k): (50, 100) for k in range(10)}), names=NAMES)
    assert same.status == "cannot_tell" and "none of 10 comparisons is clear after correction" in same.sentence


def test_turned_round_the_difference_changes_its_sign_only():
    one, other = shares({"a": (45, 60), "b": (5, 60)}), shares({"a": (30, 80), "b": (6, 44)})
    there, back = beside(one, other, names=NAMES).table, beside(other, one, names=NAMES[::-1]).table
    assert np.allclose(there["difference"], -back["difference"]) and np.allclose(there["p_value"], back["p_value"])
    assert np.allclose(there["difference_low"], -back["difference_high"])


def test_the_order_of_rows_does_not_matter_and_inputs_stay_as_they_are():
    one, other = shares({"a": (45, 60), "b": (5, 60), "c": (9, 20)}), shares({"b": (30, 80), "c": (6, 44), "a": (1, 9)})
    before = one.table.copy(), other.table.copy()
    found = beside(one, other, names=NAMES).table
    turned = beside(dataclasses.replace(one, table=one.table.iloc[::-1]), other, names=NAMES).table
    columns = ["region", "slice"]
    pd.testing.assert_frame_equal(
        found.sort_values(columns, ignore_index=True), turned.sort_values(columns, ignore_index=True), check_like=True)
    pd.testing.assert_frame_equal(one.table, before[0])
    pd.testing.assert_frame_equal(other.table, before[1])


def test_a_row_of_one_side_is_kept_and_said_to_be_alone():
    found = beside(shares({"a": (45, 60), "b": (5, 60)}), shares({"a": (30, 80), "c": (6, 44)}), names=NAMES)
    alone = found.table[found.table["region"] != "a"]
    assert list(zip(alone["region"], alone["slice"], strict=True)) == [("b", "North"), ("c", "South")]
    assert set(alone["verdict"]) == {"not in the other"} and alone["difference"].isna().all() and alone["value"].notna().all()
    assert "Rows that are in one of the two only, and have no difference: 2." in found.caveats
    none = beside(shares({"a": (45, 60)}), shares({"b": (30, 80)}), names=NAMES)
    assert none.sentence == "No row is in both North and South, so nothing can be compared." and none.status == "cannot_tell"


def test_what_one_side_withholds_is_withheld_in_both():
    found = beside(shares({"a": (45, 60), "b": (2, 3)}, withheld=("b",)), shares({"a": (30, 80), "b": (20, 80)}), names=NAMES)
    hidden = found.table[found.table["region"] == "b"]
    assert hidden[["base", "value", "low", "high", "difference", "difference_low", "p_value"]].isna().all(axis=None)
    assert set(hidden["withheld"]) == {"small"} and set(hidden["verdict"]) == {"withheld"} and len(hidden) == 2
    shown = found.display_table()
    assert "25.0%" not in shown.to_string() and "66.7%" not in shown.to_string()
    only = beside(shares({"b": (2, 3)}, withheld=("b",)), shares({"b": (20, 80)}), names=NAMES)
    assert only.sentence == "We cannot tell whether North and South differ: one of them rests on too few to be shown."


def test_people_in_both_slices_leave_no_interval():
    found = beside(shares({"a": (45, 60)}), shares({"a": (30, 80)}), names=NAMES, disjoint=False)
    assert found.status == "cannot_tell" and found.table[["difference_low", "p_value", "adjusted_p"]].isna().all(axis=None)
    assert found.table["difference"].tolist() == pytest.approx([0.375, 0.375])
    assert found.sentence.startswith("North and South have people in common, so we cannot tell how sure their difference is. a: 75.0%")
    assert any("same people" in text for text in found.caveats) and found.base == 80


def test_rounds_are_said_to_be_treated_as_independent():
    one, other = (shares({"a": (45, 60)}, provenance={"wave": wave}) for wave in ("2026Q3", "2026Q2"))
    found = beside(one, other, names=("Q3", "Q2"))
    assert any("Rounds are treated as independent samples" in text for text in found.caveats)
    assert found.provenance["beside"]["waves"] == ["2026Q3", "2026Q2"]


def test_a_table_without_intervals_stands_side_by_side():
    one, other = (Finding("notes", "What?", f"{word}.", pd.DataFrame({"topic": ["x"], "count": [3]})) for word in ("One", "Two"))
    found = beside(one, other, names=NAMES)
    assert found.sentence.endswith("North: One. South: Two.") and "no difference is claimed" in found.sentence
    assert list(found.table["slice"]) == ["North", "South"] and "difference" not in found.table


def test_nobody_on_one_side():
    nobody = Finding("demo", "How many stay?", "Nobody is there.", pd.DataFrame(), status="nobody")
    for one, other in ((nobody, shares({"a": (45, 60)})), (shares({"a": (45, 60)}), nobody)):
        found = beside(one, other, names=NAMES)
        assert found.status == "cannot_tell" and "Nobody is there." in found.sentence and len(found.table) == 1
    both = beside(nobody, nobody, names=NAMES)
    assert both.status == "nobody" and both.table.empty


def test_an_80_percent_band_is_not_taken_for_a_95_percent_interval():
    one = shares({"a": (45, 60)})
    band = dataclasses.replace(one, chart=dataclasses.replace(one.chart, band_label="80%"))
    assert "difference" not in beside(band, band, names=NAMES).table


def test_only_two_of_a_kind_can_stand_beside_each_other():
    one = shares({"a": (45, 60)})
    with pytest.raises(ArgumentError, match='only findings of one analysis can stand beside each other; got "demo" and "else"'):
        beside(one, dataclasses.replace(one, name="else"), names=NAMES)
    with pytest.raises(ArgumentError, match='both findings must be in one language; got "en" and "vi"'):
        beside(one, dataclasses.replace(one, language="vi"), names=NAMES)
    for wrong in (("a", "a"), ("a", " "), ("a",), "ab"):
        with pytest.raises(ArgumentError, match="names are two different texts"):
            beside(one, one, names=wrong)


def test_the_slice_is_that_of_both():
    def of(one, other):
        return str(beside(*(shares({"a": (45, 60)}, slice=Slice.parse(text)) for text in (one, other)), names=NAMES).slice)

    assert of("region = a & plan = x", "region = b & plan = x") == "plan = x & region = a, b"
    assert of("region = a", "plan = x") == "" and of("region = a", "") == ""
    assert of("region = a & plan = x", "not (region = a & plan = x)") == "" and of("weights = off", "region = a & weights = off") == "weights = off"
    assert of("region = a & period = 2026Q2", "region = a & period = 2026Q3") == "region = a & period = 2026Q2, 2026Q3"


def test_weighted_rows_are_compared_with_weighted_ones_and_counted_once():
    def both(yes):
        plain = shares({"a": (yes, 60)}).table
        return Finding("demo", "", "", pd.concat([plain.assign(basis=name) for name in ("weighted", "unweighted")], ignore_index=True),
                       chart=Chart("interval", y="region", x="value"), unit="share")

    found = beside(both(45), both(20), names=NAMES)
    assert len(found.table) == 4 and found.chart.where == {"basis": "weighted"}
    assert found.sentence.startswith("North and South clearly differ. a: 75.0%") and "Benjamini" not in " ".join(found.caveats)


@pytest.fixture(scope="module")
def halves(small):
    """The made-up company: one region, and everyone of another."""
    return small.where("region = Hà Nội"), small.where("region = Đà Nẵng")


ANALYSES = [
    scores.level, lambda study: scores.level(study, by="plan"), scores.trend, scores.change, scores.retention, scores.arpu,
    journeys.funnel, journeys.drop_off, journeys.time_to_next, quality.answers, quality.coverage,
]


@pytest.mark.parametrize("number", range(len(ANALYSES)))
def test_real_findings_stand_beside_each_other_and_are_drawn(halves, number):
    one, other = (ANALYSES[number](study) for study in halves)
    found = beside(one, other, names=("Hà Nội", "Đà Nẵng"))
    assert found == Finding.from_json(found.to_json())
    drawn = found.chart.kind != "none" and found.table["value"].notna().any()
    assert (charts.png(found, size="page") is not None) == drawn
    assert found.sentence and "nan" not in found.sentence
    if "difference" in found.table:
        for _, pair in found.table.groupby([name for name in one.table.columns if name in found.table and name in (
                "question", "metric", "basis", "plan", "period", "stage", "step")]):
            assert len(pair) <= 2
            values = pair.set_index("slice")["value"]
            if len(values) == 2 and values.notna().all() and pair["difference"].notna().all():
                assert pair["difference"].iloc[0] == pytest.approx(values["Hà Nội"] - values["Đà Nẵng"])


def test_it_agrees_with_the_change_between_two_waves(tiny_study):
    rng = np.random.default_rng(3)
    days = {"2026-05-10": [0.3, 0.7], "2026-08-10": [0.6, 0.4]}
    rows = [{"customer_id": f"{day}{k}", "at": day, "question": "satisfaction", "score": score}
            for day, chances in days.items() for k, score in enumerate(rng.choice([2, 5], size=150, p=chances))]
    study = tiny_study(responses=rows, settings='period = "quarter"\nas_of = 2026-10-01')
    now, before = (scores.level(study.where(f"period = {wave}")) for wave in ("2026Q3", "2026Q2"))
    found = beside(now, before, names=("Q3", "Q2")).table.query("metric == 'csat'").iloc[0]
    moved = scores.change(study).table.query("metric == 'csat'").iloc[0]
    for ours, theirs in (("difference", "value"), ("difference_low", "low"), ("difference_high", "high")):
        assert found[ours] == pytest.approx(moved[theirs], abs=1e-9)


def test_neutral_slices_are_called_clear_no_more_often_than_promised():
    rng = np.random.default_rng(11)
    clear = 0
    for _ in range(400):
        one, other = ({"a": (int(rng.binomial(80, 0.4)), 80)} for _ in range(2))
        clear += beside(shares(one), shares(other), names=NAMES).status == "answered"
    assert clear <= 400 * 0.05 + 3 * math.sqrt(400 * 0.05 * 0.95)


def test_every_verdict_has_its_word_in_both_languages():
    from cxlib import words

    for verdict, language in itertools.product(("clear", "cannot tell", "not in the other", "withheld"), words.LANGUAGES):
        assert words.say(f"value.verdict.{verdict}", language)
