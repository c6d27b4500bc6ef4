"""The prepared store: the same data give the same store, half a store is none, later rows are out of reach."""

from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cxlib
from cxlib.errors import ArgumentError, SourceError
from cxlib.store import EVENT_TABLES, build, fingerprint, open_store, stage

ROWS = [{"customer_id": name, "at": at, "question": "recommend", "score": 9}
        for name, at in (("b", "2026-02-03"), ("a", "2026-05-02"), ("a", "2026-02-01"), ("c", "2026-08-01"))]


def test_the_fingerprint_follows_settings_and_bytes(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("x\n1\n")
    first = fingerprint("settings", [file])
    assert len(first) == 16 and int(first, 16) >= 0 and fingerprint("settings", [file]) == first
    assert fingerprint("other", [file]) != first
    file.write_text("x\n2\n")
    assert fingerprint("settings", [file]) != first


def test_a_changed_file_makes_a_new_store_and_an_unchanged_one_does_not(tiny_study):
    study = tiny_study(responses=ROWS, settings="as_of = 2026-10-01")
    folder, mark = study.settings.folder, study.provenance["fingerprint"]
    written = (folder / ".cx" / mark / "meta.json").stat().st_mtime_ns
    again = cxlib.open_study(folder)
    assert again.provenance["fingerprint"] == mark
    assert (folder / ".cx" / mark / "meta.json").stat().st_mtime_ns == written
    pd.DataFrame(ROWS[:3]).to_csv(folder / "responses.csv", index=False)
    changed = cxlib.open_study(folder)
    assert changed.provenance["fingerprint"] != mark and changed.score_counts()["n"].sum() == 3
    assert study.score_counts()["n"].sum() == 4, "an opened study keeps its own store"


def test_old_stores_are_forgotten(tiny_study):
    study = tiny_study(responses=ROWS, settings="as_of = 2026-10-01")
    for size in (1, 2, 3, 4, 3):
        pd.DataFrame(ROWS[:size]).to_csv(study.settings.folder / "responses.csv", index=False)
        cxlib.open_study(study.settings.folder)
    assert len(list((study.settings.folder / ".cx").glob("*/meta.json"))) <= 3


def test_rows_are_kept_by_customer_and_time(small):
    for name in EVENT_TABLES:
        table = pq.read_table(small.view.store.folder / name, columns=["customer", "at"]).to_pandas()
        assert len(table) > 100
        pd.testing.assert_frame_equal(table, table.sort_values(["customer", "at"], kind="stable"))


def put(folder, mark="m1", **tables):
    """Rows as a source file's accepted ones."""
    return [stage(folder, name, f"{mark}{name}", [table], dict) for name, table in tables.items()]


def test_a_store_of_nothing_is_refused(tmp_path):
    empty = pa.table({"customer_id": pa.array([], pa.string()), "_row": pa.array([], pa.int64())})
    with pytest.raises(SourceError) as error:
        build(put(tmp_path, customers=empty), tmp_path / "store", segments=[], stages=[], meta={})
    assert str(error.value) == "no row of any source was accepted; run cx check to see why"
    assert [path.name for path in tmp_path.iterdir()] == ["staged"]


def test_a_failed_build_leaves_no_store_behind(tmp_path):
    broken = pa.table({"customer_id": ["a"], "at": ["no day"], "_row": [1]})
    with pytest.raises(Exception, match="no day"):
        build(put(tmp_path, transactions=broken), tmp_path / "store", segments=[], stages=[], meta={})
    assert not (tmp_path / "store").exists() and not list(tmp_path.glob("*.lock"))


def test_half_a_store_is_none(tmp_path):
    (tmp_path / "customers.parquet").write_bytes(b"")
    with pytest.raises(SourceError) as error:
        open_store(tmp_path)
    assert str(error.value) == f"no prepared store at {tmp_path}; open the study again to build it"


def test_a_second_build_of_the_same_store_keeps_the_first(tiny_study):
    study = tiny_study(responses=ROWS, settings="as_of = 2026-10-01")
    folder = study.view.store.folder
    before = (folder / "meta.json").read_text(encoding="utf-8")
    table = pa.table({"customer_id": ["z"], "_row": [1], "amount": [1.0]})
    build(put(folder.parent, transactions=table), folder, segments=[], stages=[], meta={"other": True})
    assert (folder / "meta.json").read_text(encoding="utf-8") == before
    assert not [path for path in folder.parent.iterdir() if path.name.startswith((".draft", ".building"))]


def test_meta_counts_what_was_read(tiny_study):
    study = tiny_study(responses=[*ROWS, {**ROWS[0], "score": 12}], settings="as_of = 2026-10-01\nmax_rejected = 0.5")
    meta = json.loads((study.view.store.folder / "meta.json").read_text(encoding="utf-8"))
    assert (meta["read"], meta["accepted"], meta["rejected"]) == (5, 4, 1)
    assert sum(source["accepted"] + source["rejected"] for source in meta["sources"]) == meta["read"]


def test_later_rows_cannot_be_reached(tiny_study):
    store = tiny_study(responses=ROWS, settings="as_of = 2026-10-01").view.store
    view = store.upto(dt.date(2026, 4, 1), ("2026Q1",), period="quarter")
    assert view.query("SELECT count(*), max(day) FROM responses") == [(2, dt.date(2026, 2, 3))]
    assert sorted(row[0] for row in view.query("SELECT customer_id FROM customers")) == ["a", "b"], "c was not heard of yet"
    assert store.last_day() == dt.date(2026, 8, 1)


def test_a_day_belongs_to_the_studys_own_zone(tiny_study):
    """Half past eleven in the evening of 31 March in London is April in Hà Nội."""
    rows = [{"customer_id": "a", "at": "2026-03-31T23:30:00Z", "question": "recommend", "score": 9}]
    here, there = (tiny_study(responses=rows, settings=f"as_of = 2026-07-01\ntimezone = '{zone}'").waves
                   for zone in ("Asia/Ho_Chi_Minh", "Europe/Lisbon"))
    assert (here, there) == (("2026Q2",), ("2026Q2",)), "summer time has begun in Lisbon"
    assert tiny_study(responses=rows, settings="as_of = 2026-07-01\ntimezone = 'UTC'").waves == ("2026Q1",)


def test_periods_are_in_the_order_of_their_numbers(tiny_study):
    rows = [{"wave": wave, "question": "recommend", "score": 9} for wave in ("W10", "W9", "W1")]
    assert tiny_study(responses=rows, settings='period = "wave"').view.store.periods("wave") == ["W1", "W9", "W10"]


def test_a_column_that_cannot_be_counted_by_is_named(small):
    with pytest.raises(ArgumentError) as error:
        small.score_counts(["chanel"])
    assert str(error.value) == ('no segment of responses called "chanel"; did you mean "channel"? Choose from: period, month, quarter, year, '
                                "region, store, age_band, plan, acquired_by, question, stage, touchpoint, channel, employee, language.")


def test_folders_with_quotation_marks(tmp_path):
    folder = tmp_path / "it's a \"study\""
    folder.mkdir()
    pd.DataFrame(ROWS).to_csv(folder / "responses.csv", index=False)
    (folder / "study.toml").write_text(
        '[study]\nname = "Q"\n[[sources]]\ntable = "responses"\npath = "responses.csv"\n'
        '[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n', encoding="utf-8")
    assert cxlib.open_study(folder).score_counts()["n"].sum() == 4
