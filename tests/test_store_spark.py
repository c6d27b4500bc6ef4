"""The same study on Spark gives the same tables, count for count."""

import datetime as dt
import importlib.util
import shutil
from functools import partial

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import journeys, scores
from cxlib.errors import SettingsError, SourceError
from cxlib.intake import read_settings
from cxlib.journeys.steps import gaps, step_matrix, transitions
from cxlib.journeys.tally import edges
from cxlib.maps.counts import rating_counts
from cxlib.personas.beginnings import facts
from cxlib.personas.cost import value_after_cost
from cxlib.study.raking import respondents, weights_by_wave

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed: pip install 'cxlib[spark]'"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed, which Spark needs"),
]
COUNTS = {
    "scores by period and region": lambda s: s.score_counts(["period", "region"]),
    "scores by month and channel": lambda s: s.score_counts(["month", "channel"]),
    "scores in a slice": lambda s: s.where("region = Hà Nội & period = 2026Q1").score_counts(["age_band"]),
    "customers": lambda s: s.customers(),
    "retention": lambda s: s.retention_counts(["region"]),
    "revenue": lambda s: s.revenue_counts(["region"]),
    "revenue retention": lambda s: s.revenue_retention_counts(["plan"]),
    "weights by wave": weights_by_wave,
    "respondents": lambda s: respondents(s.view, ["region"]),
    "ratings": lambda s: rating_counts(s, ["stage", "channel"]),
    "value after cost": lambda s: value_after_cost(s, lookback_days=180).drop(columns="value"),
    "first contacts": lambda s: facts(s),
    "repeat": lambda s: s.repeat_counts([]),
    "cohorts": lambda s: s.cohort_counts([]),
    "features": lambda s: s.features(dt.date(2026, 6, 1)),
    "active": lambda s: s.active(dt.date(2026, 1, 1), dt.date(2026, 2, 1)).to_frame(),
    "answers side by side": lambda s: s.answer_rows(["recommend", "staff"]).scores,
    "comments": lambda s: s.comment_rows(["region"]),
    "rows": lambda s: pd.DataFrame([s.provenance["rows"]]),
    "labels": lambda s: s.with_segment("kind", pd.Series({"KH000001": "một", "KH000002": "hai"})).score_counts(["kind"]),
    "earlier wave": lambda s: cxlib.open_study(s.settings.file, wave="2025Q4").score_counts(["period"]),
}


@pytest.fixture(scope="module")
def both(small_folder, tmp_path_factory):
    """The small company on DuckDB and on Spark."""
    folder = tmp_path_factory.mktemp("spark") / "study"
    shutil.copytree(small_folder, folder)
    file = folder / "study.toml"
    file.write_text(file.read_text(encoding="utf-8") + '\n[engine]\nkind = "spark"\nmaster = "local[2]"\n', encoding="utf-8")
    return cxlib.open_study(small_folder), cxlib.open_study(folder)


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_equal(both, name):
    here, there = (COUNTS[name](study) for study in both)
    assert len(here) > 0
    pd.testing.assert_frame_equal(here, there)


def counting():
    """A kernel that travels with its code, as this file is not known where Spark works."""
    def by_stage_and_channel(piece):
        """A kernel: contacts by stage and channel, and customers with their first and last moment."""
        cell = (piece.stage.astype(int) + 1) * 10 + piece.channel + 1
        first = np.concatenate([[True], piece.customer[1:] != piece.customer[:-1]]) if len(piece) else np.zeros(0, bool)
        assert (np.diff(piece.customer) >= 0).all()
        inside = piece.customer[1:] == piece.customer[:-1]
        assert (np.diff(piece.at)[inside] >= 0).all(), "times ascend inside of a customer"
        return np.bincount(cell, minlength=100), int(first.sum()), int(piece.at.sum() % 1_000_003)

    return by_stage_and_channel


@pytest.mark.parametrize("slice_", ["", "region = Hà Nội", "age_band = 55+ & plan = Vàng"])
def test_kernels_over_contacts_give_the_same_and_no_customer_is_split(both, slice_):
    found = []
    for study in both:
        parts = (study.where(slice_) if slice_ else study).over_events(counting())
        found.append((sum(part[0] for part in parts).tolist(), sum(part[1] for part in parts)))
    assert found[0] == found[1] and found[0][1] > 10


def test_path_kernels_give_the_same(both):
    cells = edges(365)
    for kernel in (transitions, partial(step_matrix, steps=6), partial(gaps, cells=cells), partial(transitions, of="channel", unit="journey")):
        here, there = (sum(study.over_events(kernel)) for study in both)
        assert here.sum() > 1000 and np.array_equal(here, there)


def test_findings_are_the_same(both):
    for analysis in (scores.level, scores.change, scores.retention, journeys.funnel, journeys.drop_off, journeys.worst_groups, journeys.time_to_next):
        here, there = (analysis(study) for study in both)
        assert here.sentence == there.sentence
        pd.testing.assert_frame_equal(here.table, there.table)


def test_findings_about_paths_are_the_same_and_run_where_the_rows_are(both, monkeypatch):
    """On Spark no piece of contacts is read at the driver."""
    kinds = (journeys.common_paths, journeys.transition_matrix, journeys.step_matrix, journeys.conformance, journeys.removal_effect,
             lambda study: journeys.path_differences(study, by="region"))
    here = [analysis(both[0]) for analysis in kinds]
    monkeypatch.setattr(type(both[1].view), "events", lambda *_, **__: pytest.fail("contacts were read at the driver"))
    for analysis, one in zip(kinds, here, strict=True):
        there = analysis(both[1])
        assert one.sentence == there.sentence
        pd.testing.assert_frame_equal(one.table, there.table)


def test_one_program_has_one_spark(both):
    from cxlib.store.spark import Spark

    both[1].score_counts()
    with pytest.raises(SourceError, match=r"already runs at local\[2\] in this program"):
        Spark("local[1]")


def test_an_engine_that_does_not_exist_is_refused(small_folder, tmp_path):
    text = (small_folder / "study.toml").read_text(encoding="utf-8")
    for more, said in (('kind = "sparc"', 'did you mean "spark"'), ('memory = "much"', 'write it like "2GB"'), ('mastr = "x"', 'did you mean "master"')):
        (tmp_path / "study.toml").write_text(f"{text}\n[engine]\n{more}\n", encoding="utf-8")
        with pytest.raises(SettingsError, match=said):
            read_settings(tmp_path)
