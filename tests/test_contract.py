"""The check at the door: typed columns, every breach listed, nothing lost."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlib.codebook import read_codebook
from cxlib.contract import TABLES, Breach, Note, Rules, check, required_columns, zones

QUESTIONS = read_codebook({
    "recommend": {"metric": "nps", "scale": [0, 10], "high_is": "good", "missing": [99]},
    "ease": {"metric": "ces", "scale": [1, 5], "high_is": "good", "asks": "ease"},
})
MEND_TIME = 'correct it; if times are written differently here, set dates in the source, for example dates = "%d/%m/%Y"'
MEND_COMMA = 'write digits only; if "," is the decimal sign here, set decimal = "," in the source'


def checked(table: str, columns: dict, *, extra: tuple[str, ...] = (), **rules):
    rows = len(next(iter(columns.values())))
    batch = pa.table({**columns, "_row": pa.array(np.arange(2, rows + 2))})
    return check(table, batch, Rules(questions=QUESTIONS, **rules), file="a.csv", extra=extra)


def answers(scores, question: str = "recommend", **columns):
    n = len(scores)
    return {"customer_id": ["c"] * n, "at": ["2026-03-31"] * n, "question": [question] * n, "score": scores, **columns}


def told(result) -> list[tuple[int, str, str, str]]:
    return [(breach.row, breach.column, breach.rule, breach.mend) for breach in result.breaches]


def test_required_columns():
    assert {name: required_columns(name) for name in TABLES} == {
        "customers": ["customer_id"],
        "touchpoints": ["customer_id", "at", "stage"],
        "responses": ["question", "score"],
        "transactions": ["customer_id", "at", "amount"],
    }


def test_a_score_of_eleven_on_nps_is_a_breach():
    result = checked("responses", answers(["10", "11", "-1", "7.5", "99", "", "x"]))
    outside = "correct the score, or declare the code as missing"
    assert told(result) == [
        (3, "score", "11 lies outside of the scale 0 to 10 of recommend", outside),
        (4, "score", "-1 lies outside of the scale 0 to 10 of recommend", outside),
        (5, "score", "7.5 is not a whole step of the scale of recommend",
         "correct the score; averages of several answers are not answers"),
        (8, "score", '"x" is not a number', MEND_COMMA),
    ]
    assert result.accepted["_row"].to_pylist() == [2, 6, 7]
    scores = result.accepted["score"].to_pylist()
    assert scores[0] == 10.0 and scores[1:] == [None, None]


def test_every_breach_of_a_row_is_listed_and_the_first_breach_is_a_value():
    columns = {"customer_id": [""], "at": ["31/02/2026"], "amount": ["1,5"]}
    result = checked("transactions", columns)
    when = '"31/02/2026" is not a date or time of the form 2026-03-31 or 2026-03-31 14:05:00'
    assert told(result) == [
        (2, "customer_id", "customer_id may not be blank", "fill in customer_id, or leave the row out"),
        (2, "at", when, MEND_TIME),
        (2, "amount", '"1,5" is not a number', MEND_COMMA),
    ]
    assert result.breaches[1] == Breach("a.csv", 2, "at", "31/02/2026", when, MEND_TIME)
    assert result.places == [0, 0, 0] and result.rejected.tolist() == [True]


def test_the_thirty_first_of_february_is_no_date_in_the_declared_form_either():
    result = checked("customers", {"customer_id": ["a", "b"], "joined_at": ["31/02/2026", "28/02/2026"]}, dates="%d/%m/%Y")
    rule = '"31/02/2026" is not a date or time of the form %d/%m/%Y'
    mend = "correct it; if times are written differently here, change dates in the source"
    assert told(result) == [(2, "joined_at", rule, mend)]
    assert result.accepted["joined_at"].to_pylist() == [dt.date(2026, 2, 28)]


@pytest.mark.parametrize(
    ("decimal", "text", "value"),
    [
        (".", "1.5", 1.5), (".", "-3", -3.0), (".", "1e3", 1000.0), (".", ".5", 0.5),
        (",", "1,5", 1.5), (",", "1.234,5", 1234.5), (",", "1.234", 1234.0), (",", "12.345.678", 12345678.0), (",", "7", 7.0),
    ],
)
def test_numbers_by_decimal_sign(decimal, text, value):
    columns = {"customer_id": ["c"], "at": ["2026-03-31"], "amount": [text]}
    assert checked("transactions", columns, decimal=decimal).accepted["amount"].to_pylist() == [value]


@pytest.mark.parametrize(
    ("decimal", "text"),
    [(".", text) for text in ("1,5", "1.234,5", "NaN", "nan", "inf", "-Infinity", "0x10", "1 000", "1e999", "five", "9" * 402)]
    + [(",", text) for text in ("1.5", "1,234.5", "12.34.567", "1,2,3", "NaN")],
)
def test_what_is_no_number(decimal, text):
    columns = {"customer_id": ["c"], "at": ["2026-03-31"], "amount": [text]}
    result = checked("transactions", columns, decimal=decimal)
    other = {".": ",", ",": "."}[decimal]
    mend = f'write digits only; if "{other}" is the decimal sign here, set decimal = "{other}" in the source'
    assert told(result) == [(2, "amount", f'"{text[:200]}" is not a number', mend)]


def test_an_amount_that_may_stand_for_thousands_waits_for_a_word():
    texts = ["50.000", "-1.250", "50.00", "0.125", "1250.000", "50.0005", "7"]
    columns = {"customer_id": ["c"] * 7, "at": ["2026-03-31"] * 7, "amount": texts}
    result = checked("transactions", columns, decimal="")
    mend = 'say in the source which sign is decimal: decimal = "," (points group thousands) or decimal = "."'
    assert told(result) == [
        (2, "amount", '"50.000" may stand for thousands or for a decimal', mend),
        (3, "amount", '"-1.250" may stand for thousands or for a decimal', mend),
    ]
    for decimal, value in ((".", 50.0), (",", 50000.0)):
        columns = {"customer_id": ["c"], "at": ["2026-03-31"], "amount": ["50.000"]}
        assert checked("transactions", columns, decimal=decimal).accepted["amount"].to_pylist() == [value]
    typed = checked("transactions", {**columns, "amount": pa.array([50.125])}, decimal="")
    assert typed.accepted["amount"].to_pylist() == [50.125]


def test_typed_numbers_may_be_blank_but_not_infinite():
    amounts = pa.array([1.0, float("nan"), float("inf"), None])
    columns = {"customer_id": ["a"] * 4, "at": ["2026-03-31"] * 4, "amount": amounts}
    assert [(row, rule) for row, _, rule, _ in told(checked("transactions", columns))] == [
        (3, "amount may not be blank"), (4, '"inf" is not a number'), (5, "amount may not be blank"),
    ]


def test_weights_must_be_above_zero():
    result = checked("responses", answers(["1"] * 4, weight=["0", "-1", "0.5", "x"]))
    mend = "correct the weight, or leave the answer out"
    assert told(result) == [
        (2, "weight", "a weight must be above 0, not 0", mend),
        (3, "weight", "a weight must be above 0, not -1", mend),
        (5, "weight", '"x" is not a number', MEND_COMMA),
    ]


def test_an_undeclared_question_names_the_nearest():
    result = checked("responses", answers(["1"], question="recomend"))
    rule = 'no question called "recomend"; did you mean "recommend"? Choose from: recommend, ease.'
    assert told(result) == [
        (2, "question", rule, "declare it in study.toml as [questions.NAME] with metric, scale and high_is")
    ]


def test_a_stage_that_the_journey_does_not_have():
    columns = {"customer_id": ["a", "a"], "at": ["2026-01-01"] * 2, "stage": ["visit", "viist"]}
    result = checked("touchpoints", columns, stages=("visit", "pay"))
    mend = "correct the stage, map it with recode.stage, or list it in [journey]"
    assert told(result) == [(3, "stage", "the stage is not one of: visit, pay", mend)]
    assert checked("touchpoints", columns).breaches == []


def test_an_answer_needs_a_time_or_a_wave():
    columns = {"customer_id": ["a", "b", "c"], "at": ["2026-01-01", "", ""], "wave": ["", "2026", ""],
               "question": ["ease"] * 3, "score": ["3"] * 3}
    mend = "fill in at or wave, or set wave in the source"
    assert told(checked("responses", columns)) == [(4, "question", "an answer needs its time or its wave", mend)]


def test_nobody_leaves_before_joining():
    columns = {"customer_id": ["a", "b"], "joined_at": ["2026-02-01", "2026-02-01"], "left_at": ["2026-01-31", "2026-02-01"]}
    result = checked("customers", columns)
    assert told(result) == [(2, "left_at", "left_at lies before joined_at", "correct one of the two dates")]


def test_years_that_cannot_be_right():
    columns = {"customer_id": ["a", "b"], "joined_at": ["0202-01-01", "1899-12-31"]}
    assert [rule for _, _, rule, _ in told(checked("customers", columns))] == [
        "the year of 0202-01-01 cannot be right", "the year of 1899-12-31 cannot be right",
    ]
    columns = {"customer_id": ["a", "b"], "at": ["9999-12-31", "1969-12-30"], "stage": ["x", "x"]}
    assert [rule for _, _, rule, _ in told(checked("touchpoints", columns))] == [
        "the year of 9999-12-31 cannot be right", "the year of 1969-12-30 cannot be right",
    ]


@pytest.mark.parametrize(
    ("text", "utc", "day", "hour"),
    [
        # Amsterdam is at +1 in winter and +2 in summer; 2026-03-29 02:30 does not exist, 2026-10-25 02:30 is there twice.
        ("2026-03-29 01:30:00", "2026-03-29T00:30:00", "2026-03-29", 1),
        ("2026-03-29 03:30:00", "2026-03-29T01:30:00", "2026-03-29", 3),
        ("2026-03-29 02:30:00", "2026-03-29T01:00:00", "2026-03-29", 3),
        ("2026-10-25 02:30:00", "2026-10-25T00:30:00", "2026-10-25", 2),
        ("2026-10-25 03:30:00", "2026-10-25T02:30:00", "2026-10-25", 3),
        ("2026-03-28T23:30:00Z", "2026-03-28T23:30:00", "2026-03-29", 0),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00", "2026-10-25", 2),
        ("2026-06-30T23:00:00-0800", "2026-07-01T07:00:00", "2026-07-01", 9),
        ("2026-07-01", "2026-06-30T22:00:00", "2026-07-01", 0),
    ],
)
def test_times_by_zone_over_the_daylight_saving_change(text, utc, day, hour):
    columns = {"customer_id": ["a"], "at": [text], "stage": ["x"]}
    row = checked("touchpoints", columns, zone="Europe/Amsterdam").accepted.to_pylist()[0]
    assert row["at"] == dt.datetime.fromisoformat(utc)
    assert row["day"] == dt.date.fromisoformat(day)
    assert row["hour"] == hour


def test_typed_times_are_read_by_their_zone():
    stamps = pa.array([dt.datetime(2026, 7, 1, 12)], pa.timestamp("ms"))
    zoned = pa.array([dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC)], pa.timestamp("ns", "UTC"))
    for array, hour in ((stamps, 12), (zoned, 14)):
        columns = {"customer_id": ["a"], "at": array, "stage": ["x"]}
        row = checked("touchpoints", columns, zone="Europe/Amsterdam").accepted.to_pylist()[0]
        assert row["hour"] == hour


def test_a_form_with_a_zone_is_read():
    columns = {"customer_id": ["a", "b"], "at": ["01/07/2026 12h00 +0700", "01/07/2026 12h00"], "stage": ["x", "x"]}
    result = checked("touchpoints", columns, zone="Asia/Ho_Chi_Minh", dates="%d/%m/%Y %Hh%M %z")
    assert result.accepted["at"].to_pylist() == [dt.datetime(2026, 7, 1, 5)]
    assert [row for row, *_ in told(result)] == [3]


def test_ids_beyond_float_precision():
    whole = pa.array([2**53, 2**53 + 1], pa.int64())
    assert checked("customers", {"customer_id": whole}).accepted["customer_id"].to_pylist() == [
        "9007199254740992", "9007199254740993",
    ]
    text = ["9007199254740993", "0007"]
    assert checked("customers", {"customer_id": text}).accepted["customer_id"].to_pylist() == text
    floats = pa.array([12.0, None, 2.0**53])
    result = checked("customers", {"customer_id": floats})
    assert [(row, mend) for row, _, _, mend in told(result)] == [
        (3, "fill in customer_id, or leave the row out"), (4, "write ids as text or as integers"),
    ]


def test_ids_of_an_integer_column_with_blanks_are_whole():
    floats = pa.array([12.0, float("nan"), 13.0])
    assert checked("customers", {"customer_id": floats}).accepted["customer_id"].to_pylist() == ["12", "13"]


def test_segments_come_along_as_text():
    result = checked("customers", {"customer_id": ["a"], "region": [" Huế "], "size": pa.array([3.0])}, extra=("region", "size"))
    assert result.accepted.select(["region", "size"]).to_pylist() == [{"region": "Huế", "size": "3"}]


def test_the_given_table_is_not_changed():
    columns = answers(["1", "x"])
    batch = pa.table({**columns, "_row": pa.array([2, 3])})
    before = batch.to_pylist()
    check("responses", batch, Rules(questions=QUESTIONS), file="a.csv")
    assert batch.to_pylist() == before


CELL = st.one_of(
    st.none(), st.sampled_from(["", " ", "a", "3", "11", "-1", "2.5", "nan", "1e999", "2026-03-31", "2026-02-31", "31/02/2026"]),
    st.text(max_size=8),
)


@settings(max_examples=150, deadline=None)
@given(table=st.sampled_from(sorted(TABLES)), data=st.data())
def test_every_row_is_accepted_or_rejected_whatever_it_holds(table, data):
    rows = data.draw(st.integers(1, 6))
    columns = {name: pa.array(data.draw(st.lists(CELL, min_size=rows, max_size=rows)), pa.string()) for name in TABLES[table]}
    result = checked(table, columns)
    kept = set(result.accepted["_row"].to_pylist())
    refused = {2 + place for place in np.flatnonzero(result.rejected)}
    assert kept | refused == set(range(2, rows + 2)) and not kept & refused
    assert {breach.row for breach in result.breaches} == refused
    assert all(breach.rule and breach.mend for breach in result.breaches)


# Zones, daylight saving and relative dates


def micros(text: str) -> int:
    return int(np.datetime64(text, "us").astype(np.int64))


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Casablanca", "Asia/Kathmandu", "UTC"])
def test_local_times_and_utc_as_the_standard_library_has_them(zone):
    rng = np.random.default_rng(7)
    local = rng.integers(micros("1900-01-02"), micros("2037-12-30"), 4000) // 1_000_000 * 1_000_000
    turns = [micros(f"{year}-{month:02d}-{day:02d}T{hour:02d}:30") for year in (2024, 2026) for month in range(1, 13) for day in range(1, 29) for hour in (0, 1, 2, 3, 23)]
    local = np.concatenate([local, np.array(turns)])
    info, start = zoneinfo.ZoneInfo(zone), dt.datetime(1970, 1, 1)
    walls = [start + dt.timedelta(microseconds=int(one)) for one in local]
    firsts = [wall.replace(tzinfo=info).astimezone(dt.UTC) for wall in walls]
    seconds = [wall.replace(tzinfo=info, fold=1).astimezone(dt.UTC) for wall in walls]
    there = np.array([first.astimezone(info).replace(tzinfo=None) == wall for first, wall in zip(firsts, walls)])
    utc, skipped, twice = zones.to_utc(local, zone)
    assert (skipped == ~there).all()
    assert (twice == np.array([first != second for first, second in zip(firsts, seconds)]) & there).all()
    base = start.replace(tzinfo=dt.UTC)
    want = np.array([(first - base) // dt.timedelta(microseconds=1) for first in firsts])
    assert (utc[there] == want[there]).all() and (zones.to_local(utc[there], zone) == local[there]).all()
    # A time that the clocks skip is the moment at which they go forward: between the two readings that a fold allows.
    gap = np.array([(second - base) // dt.timedelta(microseconds=1) for second in seconds])
    assert (utc[~there] >= np.minimum(gap, want)[~there]).all() and (utc[~there] <= np.maximum(gap, want)[~there]).all()


def test_a_time_that_is_skipped_or_there_twice_is_taken_and_said():
    times = ["2026-03-29 02:30:00", "2026-10-25 02:30:00", "2026-10-25 02:45:00", "2026-07-01 12:00:00", "2026-02-30"]
    result = checked("touchpoints", {"customer_id": ["a"] * 5, "at": times, "stage": ["x"] * 5}, zone="Europe/Amsterdam")
    assert result.notes == [
        Note("at", "a local time that the clocks skip; taken as the moment at which they go forward", 1, 2, "2026-03-29 02:30:00"),
        Note("at", "a local time that the clocks show twice; the first is taken", 2, 3, "2026-10-25 02:30:00"),
    ]


def test_a_day_whose_midnight_is_skipped_stays_that_day():
    # Santiago goes from 2026-09-05 24:00 to 2026-09-06 01:00.
    result = checked("customers", {"customer_id": ["a"], "joined_at": ["2026-09-06"]}, zone="America/Santiago")
    assert result.accepted["joined_at"].to_pylist() == [dt.date(2026, 9, 6)]
    row = checked("touchpoints", {"customer_id": ["a"], "at": ["2026-09-06"], "stage": ["x"]}, zone="America/Santiago")
    assert (row.accepted["day"].to_pylist(), row.notes) == ([dt.date(2026, 9, 6)], [])


SAID_UNDATED = "is counted from a day that is not known here"


@pytest.mark.parametrize(
    ("text", "day"),
    [("2 tuần trước", (2021, 4, 17)), ("3 ngày trước", (2021, 4, 28)), ("hôm qua", (2021, 4, 30)), ("Hôm Nay", (2021, 5, 1)), ("20 giờ trước", (2021, 4, 30)), ("1 tháng trước", (2021, 4, 1)),
     ("2 năm trước", (2019, 5, 1)), ("yesterday", (2021, 4, 30)), ("2 weeks ago", (2021, 4, 17)), ("an hour ago", (2021, 5, 1)), ("3  days ago", (2021, 4, 28)), ("2 tuan truoc", (2021, 4, 17)),
     ("ba ngày trước", (2021, 4, 28)), ("vừa xong", (2021, 5, 1)), ("15 phút trước", (2021, 5, 1)), ("2 months ago", (2021, 3, 1))],
)
def test_relative_dates_are_counted_from_the_declared_day_only(text, day):
    columns = {"customer_id": ["a", "b"], "at": [text, "2021-04-02"], "stage": ["x", "x"]}
    result = checked("touchpoints", columns)
    assert told(result) == [(2, "at", f'"{text}" {SAID_UNDATED}', "say in the source from which: relative_to = 2021-05-01, or the column that holds the day")]
    result = checked("touchpoints", columns, relative_to=dt.date(2021, 5, 1))
    assert result.accepted["day"].to_pylist() == [dt.date(*day), dt.date(2021, 4, 2)] and not result.breaches
    assert [(note.rows, note.row, note.value) for note in result.notes] == [(1, 2, text)]


@pytest.mark.parametrize("text", ["trước", "2 trước", "tuần trước 2", "-2 days ago", "2 days from now", "99999 days ago", "9999 years ago", "next week", "last week", "2 tuần", "days ago"])
def test_what_only_looks_like_a_relative_date(text):
    columns = {"customer_id": ["a"], "at": [text], "stage": ["x"]}
    assert len(told(checked("touchpoints", columns, relative_to=dt.date(2021, 5, 1)))) == 1


def test_relative_dates_are_counted_from_a_column_row_by_row():
    columns = {"customer_id": ["a", "b", "c", "d"], "at": ["2 giờ trước", "hôm qua", "1 tuần trước", "31/12/2020"], "stage": ["x"] * 4,
               "_reference": ["01/05/2021", "01/06/2021", "", "01/05/2021"]}
    result = checked("touchpoints", columns, dates="%d/%m/%Y", zone="Asia/Ho_Chi_Minh")
    assert result.accepted["day"].to_pylist() == [dt.date(2021, 5, 1), dt.date(2021, 5, 31), dt.date(2020, 12, 31)]
    assert result.accepted["hour"].to_pylist()[0] == 10 and "_reference" not in result.accepted.column_names
    assert [(row, rule) for row, _, rule, _ in told(result)] == [(4, f'"1 tuần trước" {SAID_UNDATED}')]


def test_one_wrong_time_changes_no_other():
    """Whole columns are read at once where they can be; a wrong value in between may not change its neighbours."""
    good = ["2026-03-31 08:00:00", "2026-03-31", "2026-02-28T23:59:59.5", "2024-02-29", "2026-03-31T08:00:00Z", "2026-03-31 08:00:00+07:00", "", "2026-03-31T08:00"]
    alone = [checked("responses", answers(["9"], at=[text], wave=["1"]), zone="Asia/Ho_Chi_Minh").accepted["at"].to_pylist()[0] for text in good]
    assert alone[0] == dt.datetime(2026, 3, 31, 1) and alone[3] == dt.datetime(2024, 2, 28, 17) and alone[4] == dt.datetime(2026, 3, 31, 8) and alone[6] is None
    for wrong in ("2026-02-29", "soon", "2026-03-31T08:00:00+25:00", "2026-04-31 08:00:00", "2026-03-31+07:00"):
        mixed = checked("responses", answers(["9"] * 9, at=[*good[:4], wrong, *good[4:]], wave=["1"] * 9), zone="Asia/Ho_Chi_Minh")
        assert mixed.rejected.tolist() == [place == 4 for place in range(9)] and mixed.accepted["at"].to_pylist() == alone


def test_text_with_a_dictionary_is_checked_as_text_is():
    columns = {"customer_id": ["a", " b", "c", "d"], "at": ["2026-01-01"] * 4, "stage": ["visit", "viist", " visit ", None], "channel": ["", "app", "ứng dụng", "app"]}
    plain = checked("touchpoints", columns, stages=("visit",))
    coded = checked("touchpoints", {name: pa.array(values, pa.string()).dictionary_encode() for name, values in columns.items()}, stages=("visit",))
    assert told(plain) == told(coded) and plain.accepted.to_pylist() == coded.accepted.to_pylist()
    assert [row for row, *_ in told(plain)] == [3, 5] and plain.accepted["stage"].to_pylist() == ["visit", "visit"]
    scored = answers(["10", "11", "x", "99", "50.000"])
    coded = {name: pa.array(values, pa.string()).dictionary_encode() for name, values in scored.items()}
    assert told(checked("responses", scored, decimal="")) == told(checked("responses", coded, decimal=""))


def test_only_so_many_breaches_are_listed_and_all_rows_counted():
    batch = pa.table({**answers(["11"] * 50, at=["x"] * 50), "_row": pa.array(np.arange(2, 52))})
    result = check("responses", batch, Rules(questions=QUESTIONS), file="a.csv", most_listed=3)
    assert result.rejected.all() and {breach.row for breach in result.breaches} == {2, 3, 4} and len(result.breaches) == 6
