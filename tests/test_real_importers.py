"""Awkward real files go in by `cx init` and small edits; what is read is held against other programs' reading of the same files."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest

import cxlib
from cxlib import intake
from cxlib.errors import SourceError
from cxlib.intake.interview import decided, interview, study_text
from cxlib.intake.readers import read_batches
from cxlib.intake.sources import Source

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FILES = DATA / "importers"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILES.is_dir(), reason="the real data sets (../shared/data) are not here"),
    pytest.mark.xdist_group("real_importers"),
]


@pytest.fixture
def begun(tmp_path):
    """A function that writes study.toml for one file as `cx init` does, with answers to its doubts and edits of its text."""

    def begin(name: str, answers: dict | None = None, edits: tuple[tuple[str, str], ...] = ()) -> Path:
        shutil.copy(FILES / name, tmp_path)
        found = interview(tmp_path)
        given = {doubt.key: "good" for doubt in found.doubts if doubt.key.startswith("high_is")} | (answers or {})
        text = study_text(found, answers=given)
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        (tmp_path / "study.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return begin


def one(folder: Path, table: str) -> list[dict]:
    return intake.load(intake.read_settings(folder)).tables[table].to_pylist()


def raw(name: str) -> list[list[str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


# Google Forms

NUMBERS = {"Never": 1, "Rarely": 2, "Sometimes": 3, "Mostly": 4, "Always": 5,
           "Very Dissatisfied": 1, "Dissatisfied": 2, "Neutral": 3, "Satisfied": 4, "Very Satisfied": 5}


def test_google_forms_in_words_and_grids(begun):
    folder = begun("google_forms_csat.csv")
    heading, *rows = raw("google_forms_csat.csv")
    study = cxlib.open_study(folder)
    counts = study.score_counts()
    got = {name: Counter({row.score: row.n for row in part.itertuples() if row.score == row.score}) for name, part in counts.groupby("question", observed=True)}
    named = intake.read_settings(folder).sources[0].questions
    assert len(named) == 12 and set(named.values()) == set(heading[1:13])
    for name, column in named.items():
        place = heading.index(column)
        assert got[name] == Counter(float(NUMBERS[row[place]]) for row in rows if row[place] in NUMBERS), name
    desk = got["service_desk"]
    assert (desk[5.0], desk[4.0], desk[3.0], desk[2.0], desk[1.0]) == (114, 49, 5, 3, 2)
    result = intake.check(folder)
    assert (result.read, result.accepted, result.rejected) == (190 * 12, 190 * 12, 0)
    assert study.waves[0] == "2018Q3" and study.waves[-1] == "2019Q3"


def test_google_forms_asks_what_words_do_not_say(tmp_path):
    shutil.copy(FILES / "google_forms_csat.csv", tmp_path)
    doubts = {doubt.key for doubt in interview(tmp_path).doubts}
    assert len([key for key in doubts if key.startswith("high_is:")]) == 4  # always and never: good or bad by what was asked
    assert not [key for key in doubts if "service_desk" in key]


# Qualtrics


def test_qualtrics_with_three_heading_rows(begun):
    folder = begun("qualtrics_3_header_rows.csv", edits=(
        ('# questions = { q1 = "Q1" }', 'questions = { q1 = "Q1" }'), ("# [questions.q1]", "[questions.q1]"), ('# metric = "rating"', 'metric = "rating"'),
        ("# scale = [1, 5]", "scale = [1, 5]"), ('# high_is = "good"', 'high_is = "good"'), ("# wording", "wording")))
    found = one(folder, "responses")
    assert len(found) == 1
    assert {name: found[0][name] for name in ("_row", "customer_id", "at", "score", "comment", "language", "channel", "duration")} == {
        "_row": 4, "customer_id": "R_2YPOQ602ER1jkf1", "at": dt.datetime(2017, 7, 18, 8, 28, 48), "score": 2.0, "comment": "Hello World!", "language": "DE",
        "channel": "anonymous", "duration": 38.0}
    private = next(line for line in (folder / "study.toml").read_text(encoding="utf-8").splitlines() if "private" in line)
    assert all(name in private for name in ("IPAddress", "RecipientEmail", "LocationLatitude"))


# SPSS


def test_a_spss_survey_is_read_as_the_reference_reader_does():
    import pyreadstat

    frame, _ = pyreadstat.read_sav(FILES / "sleep.sav", apply_value_formats=True, formats_as_category=False)
    ours = next(read_batches(FILES / "sleep.sav", Source("responses", "sleep.sav"), [])).to_pandas()
    for name in frame:
        theirs, mine = (column.map(lambda value: value if isinstance(value, str) else float(value), na_action="ignore") for column in (frame[name], ours[name]))
        # A code without a label stands among words as its text.
        expected = [f"{value:g}" if isinstance(value, float) and isinstance(got, str) else value for value, got in zip(theirs.dropna(), mine.dropna(), strict=True)]
        assert expected == mine.dropna().tolist(), name
        assert frame[name].isna().tolist() == ours[name].isna().tolist(), name


def test_a_spss_survey_becomes_a_study(begun):
    import pyreadstat

    folder = begun("sleep.sav", answers={"weight:sleep.sav": "something_else"},
                   edits=(('# DOUBT wave = "2026"', 'wave = "2026" #'), ('constants = { weight = "1" }', 'constants = { weight = "1" }')))
    codes, _ = pyreadstat.read_sav(FILES / "sleep.sav")
    study = cxlib.open_study(folder)
    counts = study.score_counts(by=("sex",))
    for name in ("satsleep", "healthrate", "impact1", "qualslp"):
        mine = counts[(counts["question"] == name) & counts["score"].notna()]
        assert int(mine["n"].sum()) == codes[name].notna().sum()
        assert (mine["score"] * mine["n"]).sum() / mine["n"].sum() == pytest.approx(codes[name].mean(), abs=1e-12)
        assert mine["n"].sum() == pytest.approx(mine["w"].sum())  # kilograms are no weight of answers
    by_sex = counts[counts["question"] == "satsleep"].groupby("sex")["n"].sum()
    known = codes["sex"].value_counts()
    assert (by_sex["female"], by_sex["male"]) == (known[0.0], known[1.0])


def test_kilograms_are_not_taken_for_weights(tmp_path):
    shutil.copy(FILES / "sleep.sav", tmp_path)
    found = interview(tmp_path)
    assert "weight:sleep.sav" in {doubt.key for doubt in found.doubts}
    assert 'constants = { weight = "1" }' in study_text(found)


def test_a_declared_missing_code_is_blank(begun):
    folder = begun("spss27.sav", answers={"table:spss27.sav": "customers", "customer_id:spss27.sav": "id"}, edits=(("segments = []", 'segments = ["sex", "height"]'),))
    people = one(folder, "customers")
    assert [(row["_row"], row["customer_id"], row["sex"]) for row in people][:3] == [(1, "1", "female"), (2, "2", "male"), (3, "3", None)]
    assert "sex: the file declares -99 as no answer; 1 values are taken as blank" in (folder / "study.toml").read_text(encoding="utf-8")


def test_every_kind_of_spss_variable():
    row = next(read_batches(FILES / "spss_variable_types.sav", Source("responses", "x"), [])).to_pylist()[0]
    assert row == {"numeric": 1234.56789, "comma": 1234567.89, "dot": 1234567.89, "scientific": 12345, "date": dt.date(1970, 1, 1), "dollar": 1234.56,
                   "custom_currency": 1234.56, "string": "Text", "restricted_numeric": 1234, "_row": 1}


def test_a_wrongly_declared_encoding_is_refused_with_its_fix(begun):
    with pytest.raises(SourceError) as error:
        next(read_batches(FILES / "wrong_encoding.sav", Source("customers", "wrong_encoding.sav"), []))
    assert str(error.value) == (
        "wrong_encoding.sav: its texts are not in the encoding that the file declares. Set the right one in the source, for example "
        'encoding = "cp1252" (western Europe), "cp1258" (Vietnamese) or "utf-8", and look whether accents are right')
    folder = begun("wrong_encoding.sav", answers={"table:wrong_encoding.sav": "customers", "customer_id:wrong_encoding.sav": "BeerID"},
                   edits=(('encoding = "cp1258"', 'encoding = "cp1252"'),))
    import pyreadstat

    frame, _ = pyreadstat.read_sav(FILES / "wrong_encoding.sav", encoding="latin1")
    result = intake.check(folder)
    assert result.read == 249 == result.accepted + result.rejected
    assert result.accepted == frame["BeerID"].nunique()
    text = (folder / "study.toml").read_text(encoding="utf-8")
    assert "DOUBT wrong_encoding.sav is not in the encoding that it should be" in text
    names = next(read_batches(FILES / "wrong_encoding.sav", Source("customers", "x", encoding="cp1252"), []))["Name"].to_pylist()
    assert [name or "" for name in names] == [name.encode("latin-1").decode("cp1252") for name in frame["Name"]]


# All of them


@pytest.mark.parametrize(("folder", "tables"), [
    ("importers", {"responses"}), ("vietnamese_phone_reviews", {"responses"}), ("telco", {"customers"}), ("telco_contracts", {"customers"}),
    ("olist_sample", {"customers", "responses", "touchpoints"}), ("shop_clickstream", {"touchpoints"}), ("event_logs", {"touchpoints"}),
])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_folder_is_looked_at_and_every_column_accounted_for(folder, tables, language):
    found = interview(DATA / folder)
    assert not found.unread and {source.table for source in found.sources} - {""} == tables
    rows = decided(found, language=language)
    assert [(row.file, row.column) for row in rows] == [(source.place, column.name) for source in found.sources for column in source.columns]
    assert all(row.why for row in rows)
    cxlib_text = study_text(found, language=language)
    assert all(source.path in cxlib_text for source in found.sources)


def test_the_loan_log_goes_in_as_it_is(tmp_path):
    shutil.copy(DATA / "event_logs" / "bpic2012.csv.gz", tmp_path)
    text = study_text(interview(tmp_path), answers={"lifecycle:bpic2012.csv.gz": "all"})
    (tmp_path / "study.toml").write_text(text.replace('segments = ["lifecycle_transition"]', "segments = []").replace(', lifecycle_transition = "lifecycle:transition"', ""), encoding="utf-8")
    loaded = intake.load(intake.read_settings(tmp_path))
    assert (loaded.accepted, loaded.rejected) == (262_200, 0)
    steps = loaded.tables["touchpoints"].select(["customer_id", "stage"]).to_pandas().drop_duplicates()["stage"].value_counts()
    assert [int(steps[name]) for name in ("A_SUBMITTED", "A_PREACCEPTED", "A_ACCEPTED", "O_SENT", "A_APPROVED")] == [13_087, 7_367, 5_113, 5_015, 2_246]


def test_the_same_log_as_xes_gives_the_same_rows(tmp_path):
    """The first thousand events written as XES by hand are the rows of the CSV file."""
    import gzip
    from itertools import groupby, islice
    from xml.sax.saxutils import quoteattr

    with gzip.open(DATA / "event_logs" / "bpic2012.csv.gz", "rt", encoding="utf-8", newline="") as file:
        events = list(islice(csv.DictReader(file), 1000))
    lines = ['<?xml version="1.0" encoding="UTF-8"?><log>']
    for case, group in groupby(events, key=lambda event: event["case:concept:name"]):
        group = list(group)
        lines.append("<trace>" + "".join(f'<string key="{name[5:]}" value={quoteattr(group[0][name])}/>' for name in group[0] if name.startswith("case:")))
        lines += ["<event>" + "".join(f'<string key="{name}" value={quoteattr(value)}/>' for name, value in event.items() if not name.startswith("case:")) + "</event>" for event in group]
        lines.append("</trace>")
    (tmp_path / "log.xes.gz").write_bytes(gzip.compress("\n".join([*lines, "</log>"]).encode()))
    read = [row for batch in read_batches(tmp_path / "log.xes.gz", Source("touchpoints", "log.xes.gz"), []) for row in batch.to_pylist()]
    assert [{name: row[name] or "" for name in events[0]} for row in read] == events
