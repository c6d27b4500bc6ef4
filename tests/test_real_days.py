"""Online Retail as it came in, a file a day: folded in one at a time it is the study of all files at once.

CX_TEST_DAYS sets how many days are folded in one at a time (6, of the last 90; more: of all 305).
"""

from __future__ import annotations

import os
import shutil

import pandas as pd
import pytest

import cxlib
from cxlib import report, scores

from .test_real_personas import DATA, STUDIES, unpacked

pytestmark = pytest.mark.real
DAYS = int(os.environ.get("CX_TEST_DAYS", "6"))


def tables(study):
    """Customers and payments as plain tables in an order of their own, with what was counted at the door."""
    people = study.customers().sort_index()
    paid = study.view.frame('SELECT customer_id, "at", day, hour, amount FROM transactions JOIN customers USING (customer)')
    meta = study.view.store.meta
    return people, paid.sort_values(list(paid)).reset_index(drop=True), (meta["read"], meta["accepted"], meta["rejected"])


def test_day_files_one_at_a_time_give_the_study_of_all_at_once(tmp_path):
    files = sorted(unpacked(DATA / "online_retail" / "by-day.tar.gz", tmp_path / "all").rglob("20*.csv"))
    assert len(files) == 305
    for file in files[: 0 if DAYS > 6 else -90]:
        file.unlink()
    files = files[-305 if DAYS > 6 else -90 :]
    text = (STUDIES / "online_retail" / "study.toml").read_text(encoding="utf-8")
    for name in ("growing", "whole"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "study.toml").write_text(text, encoding="utf-8")
    data = tmp_path / "arrived"
    data.mkdir()
    for file in files[: len(files) - DAYS]:
        shutil.copy(file, data)
    cxlib.open_study(tmp_path / "growing", data=data)
    for file in files[len(files) - DAYS :]:
        shutil.copy(file, data)
        read = []
        study = cxlib.open_study(tmp_path / "growing", data=data, progress=read.append)
        assert {one.split(": ")[-1] for one in read if one.endswith(".csv")} == {file.name}, "only the new file is read"
    watched = report.watch(tmp_path / "growing", data=data)
    assert watched.as_of == "2011-12-10"
    whole = cxlib.open_study(tmp_path / "whole", data=files[0].parent)
    (people, paid, counts), (all_people, all_paid, all_counts) = tables(study), tables(whole)
    pd.testing.assert_frame_equal(people, all_people)
    pd.testing.assert_frame_equal(paid, all_paid)
    assert counts == all_counts
    mine, theirs = scores.arpu(study).table, scores.arpu(whole).table
    pd.testing.assert_frame_equal(mine, theirs)
    december = mine.loc[mine["period"] == "2011-12"]
    assert len(december) and not december["complete"].any(), "nine days are not a month"
    assert mine.loc[mine["period"] == "2011-11", "complete"].all()
