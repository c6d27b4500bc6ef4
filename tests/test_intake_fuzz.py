"""Any table and any damaged file: every row is accepted, refused or left out on purpose, and nothing but our own errors comes out."""

from __future__ import annotations

import csv
import io
import itertools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxlib import intake
from cxlib.errors import StudyError

from .benchmarks import intake_fuzz

CELL = st.one_of(
    st.sampled_from(["", " ", "a", "b", "9", "11", "-1", "2,5", "1e400", "nan", "2026-03-31", "2026-02-31", "2026-03-31T08:00:00+07:00", "31/12/2025", "recommend", "need",
                     "2 tuần trước", "yesterday", "=1+1", "\u200b", "\x00", "x\ny", "q,r", 'he said "hi"', "5\"", "9007199254740993", "1.5E+20", "Huế", "Huế"]),
    st.text(max_size=6),
)
HEADINGS = st.lists(st.sampled_from(["customer_id", "at", "question", "score", "amount", "stage", "wave", "weight", "comment", "region", "index", "", "_part", "Vùng"]),
                    min_size=1, max_size=8, unique=True)
SETTINGS = st.sampled_from(["", 'dates = "%d/%m/%Y"\n', 'decimal = ","\n', "relative_to = 2026-05-01\n", 'relative_to = "at"\n', 'repeats = "leave_out"\n', 'id_prefix = "w-"\n',
                            'keep = { stage = ["need"] }\n', 'missing = ["9"]\n', 'recode = { score = { 9 = "8" } }\n', 'wave = "1"\n'])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heading=HEADINGS, cells=st.lists(st.lists(CELL, min_size=1, max_size=9), min_size=1, max_size=8), table=st.sampled_from(["responses", "customers", "touchpoints", "transactions"]),
       more=SETTINGS, quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), end=st.sampled_from(["\n", "\r\n", "\r"]), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_rows_add_up_whatever_the_table_holds(folder, heading, cells, table, more, quoting, end, encoding):
    text = io.StringIO(newline="")
    broken = any("\n" in cell or "\r" in cell for row in cells for cell in row)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if broken else quoting, lineterminator=end)
    writer.writerows([heading, *cells])
    (folder / "any.csv").write_bytes(text.getvalue().encode(encoding, "surrogatepass"))
    (folder / "study.toml").write_text(intake_fuzz._settings(table, "any.csv", more), encoding="utf-8")
    try:
        result = intake.load(intake.read_settings(folder))
    except StudyError as error:
        assert "\n" not in str(error)
        return
    one = result.sources[0]
    assert one.accepted + one.rejected == one.read <= len(cells) and len(result.rejected_rows) == one.rejected
    assert sum(part.num_rows for part in result.tables.values()) == one.accepted
    # Blank rows are passed over; every other row is somewhere.
    filled = sum(any(cell.strip("\ufeff") for cell in row) for row in cells)
    assert one.read + one.left_out <= len(cells) and (one.read + one.left_out >= filled or "missing" in more)


@pytest.mark.parametrize("start", [0, 1])
def test_damaged_files_are_read_or_refused(start):
    found = intake_fuzz.outcomes(seed=start, count=150)
    assert [outcome for outcome in found if outcome[2].startswith("FAULT")] == []


def test_the_damage_is_real_and_the_same_each_time():
    content = intake_fuzz.seeds()["answers.csv"][1]
    made = [intake_fuzz.damaged(content, random.Random(number)) for number in range(50)]
    assert made == [intake_fuzz.damaged(content, random.Random(number)) for number in range(50)]
    assert sum(one != content for one in made) > 45 and len(set(made)) > 45


@pytest.mark.parametrize("name", sorted(intake_fuzz.seeds()))
def test_whole_files_of_every_kind_are_read(tmp_path, name):
    text, content = intake_fuzz.seeds()[name]
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    result = intake.load(intake.read_settings(tmp_path))
    assert result.accepted == result.read >= 20


def test_rows_that_are_lost_would_be_found(monkeypatch):
    """The fuzzer can fail: a door that drops rows is caught."""
    whole = intake.SourceFile.batches
    monkeypatch.setattr(intake.SourceFile, "batches", lambda self: (batch.slice(1) for batch in whole(self)))
    found = [outcome for _, _, outcome in itertools.islice(intake_fuzz.outcomes(seed=3, count=60, by_command=10**9), 60)]
    assert any(outcome.startswith("FAULT rows do not add up") for outcome in found)
