"""Raking meets the margins, agrees with other ways to the same weights, and its weights are the study's."""

from __future__ import annotations

import importlib.util
import itertools
import shutil

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

import cxlib
from cxlib import quality, scores
from cxlib.errors import ArgumentError, SettingsError
from cxlib.study.gates import measured
from cxlib.study.raking import rake
from tests.conftest import write_study

DAY = "2026-02-10"


def cells_of(table, *, weights=None):
    """Cells of a cross table (rows by columns) as rake takes them."""
    rows = [{"a": f"a{i}", "b": f"b{j}", "n": int(n)} for (i, j), n in np.ndenumerate(np.asarray(table))]
    frame = pd.DataFrame(rows)
    return frame.assign(w=frame["n"].astype(float) if weights is None else np.ravel(weights)).query("n > 0").reset_index(drop=True)


def shares_of(cells, found, name):
    sums = (cells["w"] * found.factors).groupby(cells[name]).sum()
    return sums / sums.sum()


def test_two_by_two_is_the_root_of_its_quadratic():
    counts, a0, b0 = np.array([[40, 10], [20, 30]]), 0.3, 0.55
    # Raking keeps the odds ratio: x (1 - a - b + x) = odds (a - x) (b - x).
    odds = counts[0, 0] * counts[1, 1] / (counts[0, 1] * counts[1, 0])
    roots = np.roots([1 - odds, (1 - a0 - b0) + odds * (a0 + b0), -odds * a0 * b0])
    x = next(root for root in roots if max(0, a0 + b0 - 1) < root < min(a0, b0))
    cells = cells_of(counts)
    found = rake(cells, {"a": {"a0": a0, "a1": 1 - a0}, "b": {"b0": b0, "b1": 1 - b0}})
    joint = cells["w"] * found.factors / 100
    assert joint.tolist() == pytest.approx([x, a0 - x, b0 - x, 1 - a0 - b0 + x], abs=1e-10)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=12, max_size=12), st.lists(st.floats(0.05, 1), min_size=7, max_size=7),
       st.lists(st.floats(0.2, 5), min_size=12, max_size=12))
def test_margins_are_met_and_the_mean_weight_is_one(counts, raw, mean_weight):
    counts = np.reshape(counts, (3, 4))
    cells = cells_of(counts, weights=counts * np.reshape(mean_weight, (3, 4)))
    margins = {"a": {f"a{i}": share / sum(raw[:3]) for i, share in enumerate(raw[:3])}, "b": {f"b{j}": share / sum(raw[3:]) for j, share in enumerate(raw[3:])}}
    found = rake(cells, margins)
    for name, target in margins.items():
        assert shares_of(cells, found, name).to_dict() == pytest.approx(target, abs=1e-8)
    assert (cells["w"] * found.factors).sum() == pytest.approx(cells["n"].sum())
    assert found.gap < 1e-8 and (found.factors > 0).all()


def test_it_is_the_nearest_table_that_has_the_margins():
    """Raking minimises the sum of w log(w/d): Newton's method on its dual gives the same weights."""
    cells = cells_of([[12, 30, 8], [25, 4, 21]])
    margins = {"a": {"a0": 0.45, "a1": 0.55}, "b": {"b0": 0.2, "b1": 0.3, "b2": 0.5}}
    design = np.column_stack([(cells["a"] == "a0"), *[(cells["b"] == f"b{j}") for j in range(3)]]).astype(float)
    target, theta = np.array([0.45, 0.2, 0.3, 0.5]) * 100, np.zeros(4)
    for _ in range(50):
        weight = cells["w"].to_numpy() * np.exp(design @ theta)
        theta += np.linalg.solve(design.T @ (design * weight[:, None]), target - design.T @ weight)
    assert (cells["w"] * rake(cells, margins).factors).tolist() == pytest.approx(weight.tolist(), abs=1e-9)


def test_those_not_known_stay_out_of_that_margin():
    cells = pd.DataFrame({"a": ["x", "y", "not known"], "n": [30, 10, 20], "w": [30.0, 10.0, 20.0]})
    found = rake(cells, {"a": {"x": 0.5, "y": 0.5}})
    assert (cells["w"] * found.factors).tolist() == pytest.approx([20, 20, 20])


def test_a_cap_is_held_and_what_is_left_is_said():
    cells = pd.DataFrame({"a": ["x", "y"], "n": [90, 10], "w": [90.0, 10.0]})
    loose, tight = rake(cells, {"a": {"x": 0.5, "y": 0.5}}, cap=6), rake(cells, {"a": {"x": 0.5, "y": 0.5}}, cap=2)
    assert loose.factors.tolist() == pytest.approx([5 / 9, 5]) and loose.gap < 1e-8
    # y may weigh 10 * 2 of 100: 20 percent in place of 50.
    assert tight.factors.tolist() == pytest.approx([80 / 90, 2]) and tight.gap == pytest.approx(0.3)


def test_a_feasible_cap_keeps_the_margins():
    cells = cells_of([[30, 5], [5, 60]])
    margins = {"a": {"a0": 0.4, "a1": 0.6}, "b": {"b0": 0.4, "b1": 0.6}}
    free = rake(cells, margins).factors.max()
    cap = (free + 0.4 / 0.35) / 2  # a0 needs 0.4 / 0.35 on average, so no cap below that could hold
    capped = rake(cells, margins, cap=cap)
    assert free > cap * 1.001 and capped.gap < 1e-8 and capped.factors.max() <= cap * (1 + 1e-9)


@pytest.mark.parametrize(("counts", "margins", "said"), [
    ([[10, 5]], {"a": {"a0": 0.5, "a9": 0.5}}, 'nobody at a "a9" gave an answer'),
    ([[10, 5], [3, 3]], {"a": {"a0": 1.0}}, 'no level of a among the margins called "a1"'),
    ([[10, 0], [0, 10]], {"a": {"a0": 0.3, "a1": 0.7}, "b": {"b0": 0.6, "b1": 0.4}}, "cannot all be met at once"),
])
def test_what_cannot_be_raked_is_refused(counts, margins, said):
    with pytest.raises(ArgumentError, match=said):
        rake(cells_of(counts), margins)


# As a study.

WEIGHTS = '[weights.margins.region]\n"north" = 0.5\n"south" = 0.5'
REGIONS = 'as_of = 2026-04-01\nsegments = ["region"]'


def people(counts, day=DAY, **more):
    """counts: (region, score) -> how many people."""
    number = itertools.count()
    return [{"customer_id": f"{region}{day}{next(number)}", "at": day, "question": "recommend", "score": score, "region": region, **more}
            for (region, score), n in counts.items() for _ in range(n)]


LOPSIDED = {("north", 10): 20, ("north", 0): 60, ("south", 10): 15, ("south", 0): 5}


def test_scores_are_those_of_the_raked_answers(tiny_study):
    study = tiny_study(responses=people(LOPSIDED), settings=REGIONS, more=WEIGHTS)
    table = scores.level(study).table.set_index("basis")
    # north -50, south +50, half each
    assert table.loc["weighted", "value"] == pytest.approx(0) and table.loc["unweighted", "value"] == pytest.approx(-0.3)
    # weights 0.625 and 2.5: Kish's size
    effective = 100**2 / (80 * 0.625**2 + 20 * 2.5**2)
    assert quality.weights(study).table.iloc[0][["base", "effective_base"]].tolist() == pytest.approx([100, effective])
    assert scores.level(study.where("region = south")).table.set_index("basis").loc["unweighted", "value"] == pytest.approx(0.5)


def test_weights_given_and_raked_are_alike(tiny_study):
    rows = people(LOPSIDED)
    raked = tiny_study(responses=rows, settings=REGIONS, more=WEIGHTS)
    given = tiny_study(responses=[{**row, "weight": 0.625 if row["region"] == "north" else 2.5} for row in rows], settings=REGIONS)
    pd.testing.assert_frame_equal(scores.level(raked).table, scores.level(given).table)
    pd.testing.assert_frame_equal(scores.level(raked, by="region").table, scores.level(given, by="region").table)


def test_a_respondent_counts_once_however_many_questions_were_answered(tiny_study):
    rows = people({("north", 10): 20, ("south", 0): 20})
    rows += [{**row, "question": "effort", "score": 3} for row in rows if row["region"] == "north"]
    waves = quality.weights(tiny_study(responses=rows, settings=REGIONS, more=WEIGHTS)).table.iloc[0]
    assert waves[["base", "deff", "largest"]].tolist() == pytest.approx([40, 1, 1]), "half and half already: nothing to weigh"


def test_each_wave_is_raked_on_its_own_by_segments_of_customers(tiny_study):
    rows = people(LOPSIDED, day="2025-11-05") + people({("north", 10): 10, ("south", 0): 30})
    customers = pd.DataFrame(rows)[["customer_id", "region"]].drop_duplicates()
    answers = pd.DataFrame(rows).drop(columns="region")
    study = tiny_study(customers=customers, responses=answers, settings=REGIONS, more=WEIGHTS)
    told = quality.margins(study).table
    assert set(told["period"]) == {"2025Q4", "2026Q1"}
    assert told["value"].tolist() == pytest.approx([0.5] * 4) and told["known_share"].tolist() == [0.5] * 4
    assert told.sort_values(["period", "level"])["before"].tolist() == pytest.approx([0.8, 0.2, 0.25, 0.75])
    assert scores.trend(study, question="recommend").table.query("basis == 'weighted'")["value"].tolist() == pytest.approx([0, 0])
    with_persona = study.with_segment("persona", pd.Series({rows[0]["customer_id"]: "a"}))
    assert scores.level(with_persona).table.equals(scores.level(study).table)
    with pytest.raises(ArgumentError, match="raked by"):
        study.with_segment("region", pd.Series({"a": "b"}))


def test_raking_finds_the_weights_that_the_sample_was_drawn_with(small, small_folder, tmp_path):
    """The made-up company asks one region too often and weighs it down; its weights are taken away and found again."""
    folder = shutil.copytree(small_folder, tmp_path / "study", ignore=shutil.ignore_patterns(".cx"))
    for file in folder.glob("responses_*.csv"):
        pd.read_csv(file, dtype=str).drop(columns="weight").to_csv(file, index=False)
    shares = small.customers()["region"].value_counts(normalize=True)
    toml = folder / "study.toml"
    listed = "\n".join(f'"{region}" = {share!r}' for region, share in shares.items())
    toml.write_text(toml.read_text(encoding="utf-8") + f"\n[weights.margins.region]\n{listed}\n", encoding="utf-8")
    raked = cxlib.open_study(folder)
    found, drawn = (scores.trend(study, question="recommend").table.query("basis == 'weighted'")["value"].to_numpy() for study in (raked, small))
    plain = scores.trend(small, question="recommend").table.query("basis == 'unweighted'")["value"].to_numpy()
    assert 3 * np.abs(found - drawn).mean() < np.abs(plain - drawn).mean()
    assert quality.weights(raked).table["deff"].to_numpy() == pytest.approx(quality.weights(small).table["deff"].to_numpy(), abs=0.08)


def test_a_wave_that_cannot_be_raked_stops_the_study_or_keeps_its_weights(tiny_study):
    rows = people(LOPSIDED, day="2025-11-05") + people({("north", 10): 30})
    with pytest.raises(SettingsError) as refused:
        tiny_study(responses=rows, settings=REGIONS, more=WEIGHTS)
    assert str(refused.value) == (
        'study.toml, [weights]: in 2026Q1, nobody at region "south" gave an answer, so it cannot be raked to 0.5; merge it with another level. '
        'Or set when_empty = "as_given" to leave such a wave with the weights that came.')
    study = tiny_study(responses=rows, settings=REGIONS, more='[weights]\nwhen_empty = "as_given"\n' + WEIGHTS)
    kept = quality.weights(study)
    assert kept.table.set_index("period")["raked"].to_dict() == {"2025Q4": True, "2026Q1": False}
    assert kept.table.set_index("period").loc["2026Q1", "deff"] == pytest.approx(1)


@pytest.mark.parametrize(("text", "said"), [
    ('[weights.margins.regoin]\nnorth = 1.0', 'no segment called "regoin"; did you mean "region"?'),
    ('[weights.margins.region]\nnorth = 0.5\nsouth = 0.4', "the shares add up to 0.9; they must add up to 1"),
    ('[weights.margins.region]\nnorth = 1.0\nsouth = 0', 'the share of "south" must be above 0'),
    ('[weights.margins.region]\nnorth = 0.5\nwest = 0.5', 'in 2026Q1, no level of region among the margins called "south"'),
    ('[weights]\ncap = 0.5', "cap must be above 1"),
])
def test_settings_that_are_wrong(tiny_study, text, said):
    with pytest.raises(SettingsError) as refused:
        tiny_study(responses=people(LOPSIDED), settings=REGIONS, more=text)
    assert said in str(refused.value)


@pytest.mark.xdist_group("spark")
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: pip install 'cxlib[spark]'")
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed, which Spark needs")
def test_spark_gives_the_same_weights_and_checks(tmp_path):
    parts = {"responses": people(LOPSIDED, comment="the same words again") + people({("north", 10): 40, ("south", 0): 7}, day="2025-11-05"), "settings": REGIONS,
             "transactions": [{"customer_id": f"c{i % 7}", "at": DAY, "amount": i % 3} for i in range(30)]}
    here = cxlib.open_study(write_study(tmp_path / "here", more=WEIGHTS, **parts))
    there = cxlib.open_study(write_study(tmp_path / "there", more=WEIGHTS + '\n[engine]\nkind = "spark"\nmaster = "local[2]"', **parts))
    pd.testing.assert_frame_equal(here.score_counts(["period", "region"]), there.score_counts(["period", "region"]))
    pd.testing.assert_frame_equal(quality.margins(here).table, quality.margins(there).table)
    assert measured(here) == pytest.approx(measured(there), nan_ok=True)
