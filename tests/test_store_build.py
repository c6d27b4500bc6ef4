"""The store in pieces: nothing is lost, a killed build goes on, new rows are merged, whatever the piece size."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import cxlib
from cxlib.store import build, open_store, stage
from cxlib.store import pieces as writing
from cxlib.store.merging import merged, places_of_new

from .conftest import write_study

STAGES = ["need", "search", "buy"]


def contacts(seed, rows, people=40):
    rng = np.random.default_rng(seed)
    at = pa.array(rng.integers(0, 50, rows) * 60_000_000, pa.timestamp("us"))
    return pa.table({
        "customer_id": [f"c{i:03d}" for i in rng.integers(0, people, rows)], "at": at, "day": at.cast(pa.date32()),
        "stage": rng.choice([*STAGES, "other"], rows).tolist(), "channel": rng.choice(["app", "shop"], rows).tolist(),
        "journey_id": [f"j{i}" if i else None for i in rng.integers(0, 4, rows)], "region": rng.choice(["n", "s"], rows).tolist(),
        "_row": pa.array(range(2, rows + 2)),
    })


def people(names):
    return pa.table({"customer_id": names, "region": [name[-1] for name in names], "_row": pa.array(range(2, len(names) + 2))})


def made(folder, name, staged, **options):
    build(staged, folder / name, segments=["region"], stages=STAGES, meta={}, **options)
    return folder / name


def content(folder):
    """Everything a store says of contacts, without codes: journeys by the rows that share one."""
    ids = pq.read_table(folder / "customers.parquet").to_pandas()
    rows = pq.read_table(folder / "touchpoints").to_pandas().merge(ids[["customer", "customer_id"]], on="customer")
    rows["journey"] = rows.groupby("journey")["_row"].transform(lambda part: str(sorted(part)))
    rows = rows.drop(columns=["customer"]).sort_values(["customer_id", "at", "stage_code", "_row", "journey"], ignore_index=True)
    return rows, ids.drop(columns="customer").sort_values("customer_id", ignore_index=True)


def same(first, second):
    for a, b in zip(content(first), content(second), strict=True):
        pd.testing.assert_frame_equal(a, b[a.columns])


@settings(max_examples=60, deadline=None)
@given(old=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9))), new=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9))))
def test_merging_two_sorted_tables_is_sorting_both(old, new):
    def table(rows, mark):
        rows = sorted(rows)
        return pa.table({"customer": pa.array([c for c, _ in rows], pa.int32()), "at": pa.array([t for _, t in rows], pa.timestamp("us")),
                         "mark": pa.array([mark] * len(rows), pa.string())})

    both = merged(table(old, "old"), table(new, "new"))
    found = [(row["customer"], row["at"].microsecond, row["mark"]) for row in both.to_pylist()]
    assert found == sorted([(c, t, "old") for c, t in old] + [(c, t, "new") for c, t in new], key=lambda r: (r[0], r[1], r[2] == "new"))


def test_rows_without_a_moment_come_last_of_their_customer():
    old = pa.table({"customer": pa.array([0, 0, 1], pa.int32()), "at": pa.array([5, None, 1], pa.timestamp("us"))})
    new = pa.table({"customer": pa.array([0, 1], pa.int32()), "at": pa.array([9, None], pa.timestamp("us"))})
    got = [(row["customer"], row["at"] and row["at"].microsecond) for row in merged(old, new).to_pylist()]
    assert got == [(0, 5), (0, 9), (0, None), (1, 1), (1, None)]


def test_the_old_rows_are_not_walked_through():
    """A million old rows of one customer and three new ones: a bisection of twenty steps."""
    old = np.arange(1_000_000)
    places = places_of_new(np.zeros(1_000_000, np.int32), old, np.zeros(3, np.int32), np.array([-1, 499_999, 2_000_000]))
    assert places.tolist() == [0, 500_000, 1_000_000]


@pytest.mark.parametrize("piece_rows", [1, 37, 100_000])
def test_the_size_of_pieces_changes_nothing_and_no_customer_is_split(tmp_path, piece_rows):
    rows = stage(tmp_path, "touchpoints", "a", [contacts(1, 300)], dict)
    whole = made(tmp_path, "whole", [rows])
    cut = made(tmp_path, "cut", [rows], piece_rows=piece_rows)
    same(whole, cut)
    seen, last = [], -1
    for part in sorted((cut / "touchpoints").glob("*.parquet")):
        table = pq.read_table(part).to_pandas()
        pd.testing.assert_frame_equal(table[["customer", "at"]], table[["customer", "at"]].sort_values(["customer", "at"], kind="stable"))
        assert table["customer"].min() > last
        last = table["customer"].max()
        seen += table["_row"].tolist()
    assert sorted(seen) == list(range(2, 302))


@pytest.mark.parametrize("piece_rows", [29, 100_000])
def test_adding_rows_to_a_store_is_building_it_of_all(tmp_path, piece_rows):
    first = [stage(tmp_path, "touchpoints", "a", [contacts(1, 300)], dict), stage(tmp_path, "customers", "p", [people(["c001", "c002"])], dict)]
    later = contacts(2, 150, people=60).set_column(7, "_row", pa.array(range(1002, 1152)))
    second = [stage(tmp_path, "touchpoints", "b", [later], dict), stage(tmp_path, "customers", "q", [people(["c050", "zz"])], dict)]
    base = made(tmp_path, "base", first, piece_rows=piece_rows)
    same(made(tmp_path, "fresh", [*first, *second], piece_rows=piece_rows), made(tmp_path, "grown", second, base=base, piece_rows=piece_rows))


def test_nothing_new_is_a_copy(tmp_path):
    base = made(tmp_path, "base", [stage(tmp_path, "touchpoints", "a", [contacts(1, 300)], dict)], piece_rows=50)
    same(base, made(tmp_path, "copy", [], base=base))


def test_a_killed_build_goes_on_with_the_next_piece(tmp_path, monkeypatch):
    rows = [stage(tmp_path, "touchpoints", "a", [contacts(1, 300)], dict)]
    whole, write, done, said = made(tmp_path, "whole", rows), writing.Pieces._write_piece, [], []

    def die_at_the_third(self, name, extra, piece, source, target):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(piece)
        write(self, name, extra, piece, source, target)

    monkeypatch.setattr(writing.Pieces, "_write_piece", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, "cut", rows, piece_rows=50)
    assert not (tmp_path / "cut").exists()
    monkeypatch.undo()
    same(whole, made(tmp_path, "cut", rows, piece_rows=50, progress=said.append))
    assert not any("piece 1 of" in text or "piece 2 of" in text or "codes" in text for text in said)
    assert any("piece 3 of" in text for text in said)


def test_the_lock_of_a_dead_process_is_taken_over_and_that_of_a_living_one_respected(tmp_path):
    rows = [stage(tmp_path, "touchpoints", "a", [contacts(1, 60)], dict)]
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True).stdout.strip()
    for name, owner in (("one", dead), ("two", str(os.getpid()))):
        (tmp_path / f".building-{name}.lock").write_text(owner)
        made(tmp_path, name, rows)
        assert open_store(tmp_path / name).has("touchpoints")
    assert not (tmp_path / ".building-one.lock").exists() and (tmp_path / ".building-two.lock").exists()


def test_a_new_wave_is_the_only_file_read_and_the_study_is_that_of_all_files(tmp_path):
    waves = {"2026Q1": "2026-02-03", "2026Q2": "2026-05-06", "2026Q3": "2026-08-09"}
    files = {wave: pd.DataFrame({"customer_id": [f"c{i}" for i in range(12 + place)], "at": day, "question": "recommend", "score": [9, 3] * 6 + [8] * place})
             for place, (wave, day) in enumerate(waves.items())}

    def study(folder, names):
        write_study(folder, settings="as_of = 2026-10-01\nmax_rejected = 0.5", more='[[sources]]\ntable = "responses"\npath = "r_*.csv"')
        for name in names:
            files[name].to_csv(folder / f"r_{name}.csv", index=False)
        return folder

    growing = study(tmp_path / "growing", ["2026Q1", "2026Q3"])
    (growing / "r_2026Q1.csv").write_text((growing / "r_2026Q1.csv").read_text() + "c0,2026-02-04,recommend,12\n")
    cxlib.open_study(growing)
    study(growing, ["2026Q2"])
    said = []
    grown = cxlib.open_study(growing, progress=said.append)
    assert [text for text in said if text.startswith("responses: r_")] == ["responses: r_2026Q2.csv"]
    whole = study(tmp_path / "whole", list(waves))
    (whole / "r_2026Q1.csv").write_text((growing / "r_2026Q1.csv").read_text())
    fresh = cxlib.open_study(whole)
    assert grown.provenance["rows"] == fresh.provenance["rows"] and grown.provenance["rejected"] == fresh.provenance["rejected"] == 1
    pd.testing.assert_frame_equal(grown.score_counts(["period"]), fresh.score_counts(["period"]))
    assert (growing / "rejected.csv").read_text() == (whole / "rejected.csv").read_text()


def test_taking_a_file_away_builds_anew(tmp_path):
    write_study(tmp_path, settings="as_of = 2026-10-01", more='[[sources]]\ntable = "responses"\npath = "r_*.csv"')
    for name in ("a", "b"):
        pd.DataFrame({"customer_id": ["x", name], "at": "2026-02-03", "question": "recommend", "score": 9}).to_csv(tmp_path / f"r_{name}.csv", index=False)
    assert cxlib.open_study(tmp_path).score_counts()["n"].sum() == 4
    (tmp_path / "r_a.csv").unlink()
    study = cxlib.open_study(tmp_path)
    assert study.score_counts()["n"].sum() == 2 and list(study.customers().index) == ["b", "x"]


def test_a_customer_listed_in_an_old_file_is_refused_in_a_new_one(tmp_path):
    write_study(tmp_path, settings="as_of = 2026-10-01\nmax_rejected = 0.9", responses=[{"customer_id": "x", "at": "2026-02-03", "question": "recommend", "score": 9}],
                more='[[sources]]\ntable = "customers"\npath = "c_*.csv"')
    pd.DataFrame({"customer_id": ["x", "y"]}).to_csv(tmp_path / "c_1.csv", index=False)
    assert cxlib.open_study(tmp_path).provenance["rejected"] == 0
    pd.DataFrame({"customer_id": ["z", "x"]}).to_csv(tmp_path / "c_2.csv", index=False)
    study = cxlib.open_study(tmp_path)
    assert study.provenance["rejected"] == 1 and sorted(study.customers().index) == ["x", "y", "z"]
    assert "stands in an earlier row already" in (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")


def test_nothing_is_left_beside_the_store(tmp_path):
    write_study(tmp_path, responses=[{"customer_id": "x", "at": "2026-02-03", "question": "recommend", "score": 9}])
    study = cxlib.open_study(tmp_path)
    assert sorted(path.name for path in (tmp_path / ".cx").iterdir()) == sorted([".lock", study.provenance["fingerprint"]])
    assert json.loads((study.view.store.folder / "files.json").read_text())


def test_anonymous_answers_of_one_row_are_one_respondent(tmp_path):
    """Two questions beside each other in a row without an id: one person, and not the one of the next row."""
    write_study(tmp_path, more='[[sources]]\ntable = "responses"\npath = "wide.csv"\nquestions = { recommend = "R", satisfaction = "S" }\ncolumns = { at = "at" }')
    pd.DataFrame({"at": ["2026-02-03"] * 3, "R": [9, 3, 8], "S": [5, 1, 4]}).to_csv(tmp_path / "wide.csv", index=False)
    study = cxlib.open_study(tmp_path)
    assert len(study.customers()) == 3
    assert study.answer_rows(["recommend", "satisfaction"]).scores.dropna().shape == (3, 2)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), rows=st.integers(1, 60), piece_rows=st.integers(1, 40))
@example(seed=14, rows=14, piece_rows=1)  # a piece without journey ids beside pieces with some
def test_any_rows_any_pieces_any_order_of_files(tmp_path_factory, seed, rows, piece_rows):
    folder = Path(tmp_path_factory.mktemp("any"))
    one, two = contacts(seed, rows, 9), contacts(seed + 1, rows, 12).set_column(7, "_row", pa.array(range(5000, 5000 + rows)))
    parts = [stage(folder, "touchpoints", mark, [table], dict) for mark, table in (("a", one), ("b", two))]
    base = made(folder, "base", parts[:1], piece_rows=piece_rows)
    same(made(folder, "fresh", parts), made(folder, "grown", parts[1:], base=base))


def test_programs_that_open_a_new_study_at_once_all_get_it_and_one_prepares_it(tmp_path):
    write_study(tmp_path, settings="as_of = 2026-10-01", responses=pd.DataFrame(
        {"customer_id": [f"c{i}" for i in range(20_000)], "at": "2026-08-09", "question": "recommend", "score": [9, 3, 8, 10] * 5_000}
    ))
    opens = ("import sys, time; from cxlib import open_study; said = []; time.sleep(max(0, float(sys.argv[2]) - time.time()));"
             "study = open_study(sys.argv[1], progress=said.append); print(len(study.customers()), 'responses: responses.csv' in said)")
    begin = str(time.time() + 8)
    running = [subprocess.Popen([sys.executable, "-c", opens, str(tmp_path), begin], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for _ in range(4)]
    ended = [(one.communicate(timeout=120), one.returncode) for one in running]
    assert [code for _, code in ended] == [0] * 4, ended
    assert sorted(out.strip() for (out, _), _ in ended) == ["20000 False"] * 3 + ["20000 True"]
    assert sorted(path.name for path in (tmp_path / ".cx").iterdir() if not path.is_dir()) == [".lock"]
