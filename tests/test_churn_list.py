"""The list and its ledger: last contacts, suggested actions, files, the hold-out, and whether acting worked."""

import csv
import datetime as dt
import hashlib
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest

import cxlib
from cxlib import charts, churn, samples, words
from cxlib.churn.actions import ACTIONS, action_for, kinds_of
from cxlib.churn.context import complaint_names, is_low, last_known
from cxlib.churn.effect import did_it_work, effects
from cxlib.churn.hold_out import arm_of, smallest_seen, with_hold_out
from cxlib.churn.ledger import COLUMNS, TAKEN, Ledger, read_ledger
from cxlib.errors import ArgumentError, SourceError
from cxlib.intervals import share_difference
from cxlib.maps.action_list import _shown, action_list
from cxlib.report.action_list import write_action_list, write_ledger

NASTY = ["00123", "=1+1", "'=1+1", "+84912345678", "-5", "@sum", "' OR 1=1 --", "<b>x</b>", "a,b;\"c\"", "Nguyễn", "123456789012345678"]
LISTED_ON = dt.date(2026, 4, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return samples.write(samples.company(scale=0.25, seed=2026), tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def study(folder):
    return cxlib.open_study(folder, wave="2026Q2")


@pytest.fixture(scope="module")
def later(folder):
    return cxlib.open_study(folder)


@pytest.fixture(scope="module")
def model(study):
    return churn.fit(study)


@pytest.fixture(scope="module")
def listed(study, model):
    return action_list(study, model, top=150)


# The rule


SURE = {"low": 0.2, "high": 0.5, "base_rate": 0.1, "complained": False, "scored_low": False}


@pytest.mark.parametrize(("given", "kinds", "action"), [
    ({}, [], "none"),
    ({}, ["", "", ""], "none"),
    ({}, ["proactive_service"], "proactive_service"),
    ({}, ["", "proactive_service"], "proactive_service"),
    ({}, ["consistency"], "consistency"),
    ({}, ["proactive_service", "consistency"], "consistency"),
    ({"complained": True}, [], "recovery"),
    ({"scored_low": True}, ["consistency", "proactive_service"], "recovery"),
    ({"low": 0.1}, ["consistency"], "none"),
    ({"low": 0.05, "complained": True}, ["consistency"], "none"),
    ({"low": 0.02, "high": 0.1}, ["proactive_service"], "none"),
    ({"low": 0.02, "high": 0.09}, ["proactive_service"], "proactive_service"),
])  # fmt: skip
def test_the_rule_row_by_row(given, kinds, action):
    assert action_for(**{**SURE, **given}, kinds=kinds) == action


@pytest.mark.parametrize(("parts", "features", "kinds"), [
    ({"gap_ratio": 1.0, "visits_last_30": 0.5}, {"gap_ratio": 2.0}, ["proactive_service"]),
    ({"gap_ratio": 1.0}, {"gap_ratio": 0.5, "visits_against_usual": 1.2}, [""]),
    ({"visits": 1.0}, {"visits_last_30": 1, "visits_prior_30": 3}, ["proactive_service"]),
    ({"visits": 1.0}, {"visits_against_usual": np.nan, "gap_ratio": np.nan}, [""]),
    ({"tenure_days": 2.0, "channel_app_share": 1.0, "monthly_fee": 0.9}, {}, ["", "consistency", "proactive_service"]),
    ({"touchpoint_queue": 0.3, "recent_touchpoint_queue": 0.3, "refunds": 0.5}, {"touchpoint_queue": 2, "refunds": 0}, ["consistency", ""]),
    ({"touchpoint_queue": 0.3}, {"touchpoint_queue": 0}, [""]),
    ({"low_scores": 0.3, "region=a": 0.2}, {"low_scores": 1}, ["consistency", ""]),
    ({"answers": 0.3}, {"low_scores": 0}, [""]),
    ({"contacts": 0.05, "region=a": -2.0}, {}, []),
    ({"tenure_days": 4, "spend": 3, "region=a": 2, "contacts": 1}, {}, ["", "", ""]),
])  # fmt: skip
def test_what_the_main_themes_point_to(parts, features, kinds):
    assert kinds_of(pd.Series(parts, dtype=float), pd.Series(features, dtype=float)) == kinds


def test_every_row_of_the_list_has_the_action_its_facts_ask_for(folder, study, model, listed):
    rows = listed.table.set_index("customer_id")
    assert listed.status == "answered" and len(rows) == 150 and set(rows["action"]) <= set(ACTIONS)
    since, until = pd.Timestamp("2026-05-02"), pd.Timestamp("2026-07-01")
    contacts = pd.read_parquet(folder / "touchpoints.parquet")
    lately = contacts[(contacts["at"].dt.tz_localize(None) >= since) & (contacts["at"].dt.tz_localize(None) < until)]
    upset = rows.index.isin(lately.loc[lately["touchpoint"] == "complaint_wait", "customer_id"])
    answers = study.view.frame("SELECT customer_id, day, question, score FROM responses JOIN customers USING (customer)")
    answers = answers[(pd.to_datetime(answers["day"]) >= since) & answers["score"].notna()]
    worst = {"recommend": 6, "ease": 3}  # 0..10, 1..7, else 1..5
    low = answers["score"] <= answers["question"].map(worst).fillna(2)
    upset |= rows.index.isin(answers.loc[low, "customer_id"])
    holds = ((rows["low"] <= model.base_rate) & (model.base_rate <= rows["high"])).to_numpy()
    assert (rows["action"].to_numpy()[holds] == "none").all()
    assert ((rows["action"] == "recovery").to_numpy() == (upset & ~holds)).all() and (rows["action"] == "recovery").sum() > 5
    assert {"recovery", "consistency"} <= set(rows["action"])
    assert words.say("churn_list.rule", "en", rate=model.base_rate, days=60) in listed.caveats


# What is known last


def place(tiny_study, **parts):
    contacts = [
        {"customer_id": "a", "at": "2026-01-05 10:00", "stage": "buy", "touchpoint": "till"},
        {"customer_id": "a", "at": "2026-03-05 10:00", "stage": "help", "touchpoint": "Khiếu nại"},
        {"customer_id": "a", "at": "2026-03-06 09:00", "stage": "buy", "touchpoint": ""},
        {"customer_id": "a", "at": "2026-07-06 09:00", "stage": "help", "touchpoint": "later"},
        *[{"customer_id": name, "at": "2026-02-01 09:00", "stage": "help", "touchpoint": "hotline"} for name in NASTY],
    ]
    answers = [
        {"customer_id": "a", "at": "2026-03-01 10:00", "question": "satisfaction", "score": 5, "comment": ""},
        {"customer_id": "a", "at": "2026-03-01 10:00", "question": "recommend", "score": 7, "comment": "call 0912 345 678 <script>alert(1)</script>"},
        {"customer_id": "a", "at": "2026-02-01 10:00", "question": "recommend", "score": 0, "comment": ""},
        {"customer_id": "00123", "at": "2026-01-30 10:00", "question": "effort", "score": 5, "comment": "=HYPERLINK(\"http://x.example/?\"&A1)"},
        {"customer_id": "=1+1", "at": "2026-01-31 10:00", "question": "effort", "score": 5, "comment": "@SUM(A1) mail me: kim@shop.example"},
        {"customer_id": "-5", "at": "2026-03-31 10:00", "question": "effort", "score": 1, "comment": "\t+cmd|' /C calc'!A0"},
    ]
    more = '[journey]\nstages = ["help", "buy"]\n[journey.owners]\nbuy = "Shop floor"\n' + parts.pop("more", "")
    return tiny_study(touchpoints=contacts, responses=answers, settings='period = "quarter"\nas_of = 2026-10-01\ncurrency = "USD"', more=more, wave="2026Q1", **parts)


def test_the_last_contact_and_score_are_those_of_the_data(tiny_study):
    here = place(tiny_study)
    found = last_known(here, ["a", *NASTY, "nobody"])
    assert list(found.index) == ["a", *NASTY, "nobody"]
    a = found.loc["a"]
    assert (a["last_touchpoint"], a["last_touchpoint_day"], a["owner"]) == ("buy", "2026-03-06", "Shop floor"), "its stage where it has no name; nothing later"
    assert (a["last_question"], a["last_score"], a["last_score_day"]) == ("recommend", 7, "2026-03-01"), "of one moment, NPS leads"
    assert a["complained_lately"] and a["low_lately"], "a detractor of 59 days ago"
    assert (found.loc[NASTY, "last_touchpoint"] == "hotline").all() and (found.loc[NASTY, "owner"] == "").all()
    assert found["low_lately"].to_dict() == {"a": True, **dict.fromkeys([*NASTY, "nobody"], False), "=1+1": True}, "60 days ago counts, 61 does not; effort of 1 is good"
    nobody = found.loc["nobody"]
    assert nobody["last_touchpoint"] == "" and pd.isna(nobody["last_touchpoint_day"]) and pd.isna(nobody["last_score"])
    assert last_known(here, []).empty


def test_complaints_are_told_by_name_or_declared(tiny_study):
    assert complaint_names(place(tiny_study)) == ("Khiếu nại",)
    assert complaint_names(place(tiny_study, more='[personas]\ncomplaints = ["hotline"]\n')) == ("hotline",)


def test_without_contacts_or_answers_nothing_is_known(tiny_study):
    here = tiny_study(transactions=[{"customer_id": "a", "at": "2026-01-05", "amount": 5}], settings='period = "month"', questions={})
    row = last_known(here, ["a"]).loc["a"]
    assert (row["last_touchpoint"], row["last_question"], row["owner"]) == ("", "", "") and not row["low_lately"] and not row["complained_lately"]


def test_low_is_told_by_the_scale(tiny_study):
    here = place(tiny_study)
    questions = pd.Series(["recommend"] * 2 + ["satisfaction"] * 2 + ["effort"] * 2 + ["recommend", "other"])
    scores = pd.Series([6, 7, 2, 3, 4, 3, np.nan, 0.0])
    assert is_low(here, questions, scores).tolist() == [True, False, True, False, True, False, False, False]


def test_the_list_carries_what_is_known_last(study, listed):
    rows = listed.table
    known = last_known(study, rows["customer_id"])
    for name in ("last_touchpoint", "owner", "last_question"):
        assert rows[name].tolist() == known[name].tolist()
    assert (rows["last_touchpoint_day"].dropna() < "2026-07-01").all() and (rows["last_comment_day"].dropna() < "2026-07-01").all()
    owners = study.settings.journey.owners
    assert set(rows["owner"]) <= {*owners.values(), ""} and (rows["owner"] != "").mean() > 0.5
    said = study.comment_rows().set_index("customer_id")["comment"]
    spoke = rows["customer_id"].isin(said.index)
    assert ((rows["last_comment"] != "") == spoke).all() and spoke.any()


def test_findings_speak_both_languages_and_survive_a_round_trip(study, model, listed):
    vi = action_list(study.in_language("vi"), model, top=20)
    assert vi.question != listed.question and "Hành động gợi ý" in vi.display_table().columns
    drawn = with_hold_out(vi, seed=3)
    for one in (vi, drawn, listed):
        assert type(one).from_json(one.to_json()) == one and len(one.display_table()) == len(one.table)
    assert charts.png(drawn)
    shown = {column for one in (drawn, listed) for column in one.table} - {"unit", "withheld"}
    assert [name for name in shown if not words.has(f"label.{name}")] == []


# Comments and files


def hand_list(study, ids, **columns):
    table = pd.DataFrame({"customer_id": ids, "base": 50, "value": 0.4, "low": 0.3, "high": 0.5, "action": "recovery", **columns})
    return study.finding("churn.at_risk", question="Who?", sentence="These.", table=table, base=len(ids), unit="whole_share", caveats=("One.",))


@pytest.fixture
def hostile(tiny_study, monkeypatch):
    here = place(tiny_study)
    monkeypatch.setitem(action_list.__globals__, "at_risk", lambda study, model, **options: hand_list(here, ["a", *NASTY], note="=1+2"))
    return here, action_list(here, None)


def test_comments_are_masked_and_escaped(hostile):
    _, found = hostile
    said = found.table.set_index("customer_id")["last_comment"]
    assert said["a"] == "call [phone] <script>alert(1)</script>" and "kim@shop" not in said["=1+1"] and said["Nguyễn"] == ""
    page = found.to_html()
    assert "<script>" not in page and "<b>x</b>" not in page and "0912" not in page
    assert found.table.set_index("customer_id")["last_comment_day"]["a"] == "2026-03-01"


def test_a_comment_is_masked_before_it_is_cut():
    assert "0912" not in _shown("x" * 272 + " 0912 345 678", "en") and len(_shown("y" * 999, "en")) == 281


def cells_of(path):
    return [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_files_hold_ids_as_text_and_no_formula(hostile, tmp_path):
    here, found = hostile
    paths = [*write_action_list(found, tmp_path / "new" / "place"), *write_ledger(with_hold_out(found, seed=1), tmp_path)]
    for path in paths[::2]:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") and b"0912 345" not in data
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert len(rows) == 1 + len(found.table) and len({len(row) for row in rows}) == 1
        assert [text for row in rows for text in row if text[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
        assert [row[0].removeprefix("'") if row[0] != "' OR 1=1 --" else row[0] for row in rows[1:]] == ["a", *NASTY]
    for path in paths[1::2]:
        found_cells = cells_of(path)
        assert not [cell for cell in found_cells if cell.data_type == "f"]
        ids = [cell for cell in found_cells if cell.column == 1 and 1 < cell.row <= 13 and cell.parent.title in ("Action list", "Ledger")]
        assert [cell.value for cell in ids] == ["a", *NASTY] and {cell.data_type for cell in ids} == {"s"} and {cell.number_format for cell in ids} == {"@"}
        notes = [cell.value for cell in found_cells if cell.parent.title == "Notes"]
        assert {found.question, "These.", "One.", "n = 12"} <= set(notes)


def test_equal_lists_give_equal_files_and_numbers_stay_numbers(listed, tmp_path):
    first, second = (write_action_list(listed, tmp_path / name) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    table = pd.read_csv(first[0], dtype={"Customer": str})
    assert table["Chance of leaving"].to_numpy() == pytest.approx(listed.table["value"].to_numpy())
    assert table["On"].dropna().tolist() == listed.table["last_touchpoint_day"].dropna().tolist()
    sheet = openpyxl.load_workbook(first[1]).worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, heads["Chance of leaving"]).number_format == "0%" and sheet.freeze_panes == "B2"
    assert isinstance(sheet.cell(2, heads["On"]).value, dt.datetime)


def test_a_finding_without_a_list_is_not_written(study, model, tmp_path):
    none = action_list(study, model.__class__("too_few_leavers", counts={"train": (10, 1)}))
    assert (none.name, none.status) == ("maps.action_list", "cannot_tell")
    with pytest.raises(ArgumentError, match=r"^maps.action_list lists no customers to write: Too few customers left"):
        write_action_list(none, tmp_path)
    with pytest.raises(cxlib.errors.RunError, match=r"^Cannot make the folder"):
        (tmp_path / "file").write_text("x")
        write_action_list(hand_list(study, ["a"]), tmp_path / "file")


# The hold-out


def test_the_same_customer_is_drawn_the_same_way():
    ids = [f"c{number}" for number in range(4000)]
    rows = pd.DataFrame({"customer_id": ids, "value": np.linspace(0, 1, 4000)})
    before = rows.copy()
    drawn = with_hold_out(rows, seed=5)
    assert rows.equals(before) and list(drawn.columns) == ["customer_id", "arm", "value"]
    again = with_hold_out(rows.sample(frac=0.3, random_state=1), seed=5).set_index("customer_id")["arm"]
    assert again.equals(drawn.set_index("customer_id")["arm"].loc[again.index])
    alone = drawn["arm"] == "hold_out"
    assert abs(alone.mean() - 0.2) < 4 * np.sqrt(0.16 / 4000), "four standard errors"
    assert abs(drawn.loc[alone, "value"].mean() - 0.5) < 4 * np.sqrt(1 / 12 / 800), "not by risk"
    other = with_hold_out(rows, seed=6)["arm"] == "hold_out"
    assert abs((alone & other).mean() - 0.04) < 4 * np.sqrt(0.04 / 4000), "another seed draws anew"
    wider = with_hold_out(rows, share=0.5, seed=5)["arm"] == "hold_out"
    assert (wider | ~alone).all(), "who was left alone stays so when more are"


def test_arms_are_those_of_the_hash():
    drawn = pd.Series([int.from_bytes(hashlib.sha256(f"5\x1fc{number}".encode()).digest()[:8]) / 2**64 for number in range(50)])
    assert [arm_of(f"c{number}", share=0.3, seed=5) for number in range(50)] == np.where(drawn < 0.3, "hold_out", "contact").tolist()


@pytest.mark.parametrize(("options", "text"), [
    ({"share": 0, "seed": 1}, "share is 0; give a part between 0 and 1, such as 0.2"),
    ({"share": 1.0, "seed": 1}, "share is 1.0; give a part between 0 and 1, such as 0.2"),
    ({"share": True, "seed": 1}, "share is True; give a part between 0 and 1, such as 0.2"),
    ({"seed": "x"}, "seed is 'x'; give a whole number, and the same one every time"),
])  # fmt: skip
def test_a_draw_that_cannot_be_made_is_refused(options, text):
    with pytest.raises(ArgumentError) as refused:
        with_hold_out(pd.DataFrame({"customer_id": ["a"]}), **options)
    assert str(refused.value) == text
    with pytest.raises(ArgumentError, match="^with_hold_out needs the finding of churn.at_risk, or a table with a column customer_id$"):
        with_hold_out(pd.DataFrame({"id": ["a"]}), seed=1)


def test_a_share_with_many_digits_is_read_back_to_the_last(tiny_study, tmp_path):
    drawn = with_hold_out(hand_list(place(tiny_study), ["a", *NASTY]), share=1 / 3, seed=-4)
    found = read_ledger(written(drawn, tmp_path), place(tiny_study))
    assert (found.share, found.rejected.empty) == (1 / 3, True)


def test_the_list_says_how_small_an_effect_it_could_show(listed):
    drawn = with_hold_out(listed, seed=7)
    alone = int((drawn.table["arm"] == "hold_out").sum())
    p = listed.table["value"].mean()
    seen = (1.959964 + 0.841621) * np.sqrt(p * (1 - p) * (1 / alone + 1 / (150 - alone)))
    assert smallest_seen(p, 150 - alone, alone) == pytest.approx(seen, rel=1e-5)
    assert f"effect of {100 * seen:.1f} points" in drawn.caveats[0] and drawn.provenance["hold_out"] == {"seed": 7, "share": 0.2, "listed": 150}
    one = with_hold_out(listed.__class__(**{**vars(listed), "table": listed.table.head(1)}), seed=7)
    assert "One side is empty" in one.caveats[0]


# The ledger


def written(finding, folder, edit=None, kind="csv"):
    """The ledger's file after its owner edited it: `edit` gets the texts by column and gives them back."""
    text, path = write_ledger(finding, folder)
    if kind == "xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        table = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
        for number, row in enumerate((edit(table) if edit else table).itertuples(index=False), start=2):
            for place, value in enumerate(row, start=1):
                sheet.cell(number, place).value = value
                sheet.cell(number, place).data_type = "s" if isinstance(value, str) else sheet.cell(number, place).data_type
        book.save(path)
        return path
    table = pd.read_csv(text, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    table = edit(table) if edit else table
    table.to_csv(text, index=False, encoding="utf-8-sig")
    return text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_was_written_is_read_back(tiny_study, tmp_path, kind, language):
    here = place(tiny_study).in_language(language)
    drawn = with_hold_out(hand_list(here, ["a", *NASTY]), share=0.4, seed=2)
    found = read_ledger(written(drawn, tmp_path, kind=kind), place(tiny_study))
    assert found.rows["customer_id"].tolist() == ["a", *NASTY] and found.rejected.empty and found.read == 12
    assert found.rows["arm"].tolist() == drawn.table["arm"].tolist() and set(found.rows["action"]) == {"recovery"}
    assert (found.listed_on, found.listed, found.share, found.has_hold_out) == (LISTED_ON, 12, 0.4, True)
    assert (found.rows[["action_taken", "done_by", "note"]] == "").all(axis=None) and found.rows["action_day"].isna().all()


def test_the_owners_words_are_read_in_both_languages(tiny_study, tmp_path):
    here = place(tiny_study)
    later_study = cxlib.open_study(here.settings.file.parent, on_rejected="continue")
    notes = ["Proactive service", "khac phuc su co", "Làm đồng đều trải nghiệm", "other", "none", ""]

    def fill(table):
        table.loc[:5, "Action taken"] = notes
        table.loc[:1, "Day of action"] = ["2026-04-05", "2026-04-06 00:00:00"]
        table.loc[0, ["Done by (role)", "Note"]] = ["store manager", "=cmd|' /C calc'!A0"]
        return table

    for kind in ("csv", "xlsx"):
        found = read_ledger(written(hand_list(here, ["a", *NASTY]), tmp_path, fill, kind), later_study)
        assert found.rows["action_taken"].tolist()[:6] == ["proactive_service", "recovery", "consistency", "other", "none", ""]
        assert found.rows["action_day"].tolist()[:2] == [pd.Timestamp("2026-04-05"), pd.Timestamp("2026-04-06")]
        assert found.rows.loc[0, ["done_by", "note"]].tolist() == ["store manager", "=cmd|' /C calc'!A0"]
        assert found.rejected.empty and not found.has_hold_out and found.rows["arm"].eq("").all()


def test_what_cannot_be_used_is_listed_with_its_mending_and_nothing_is_lost(tiny_study, tmp_path):
    here = place(tiny_study)
    later_study = cxlib.open_study(here.settings.file.parent, on_rejected="continue")
    drawn = with_hold_out(hand_list(here, ["a", *NASTY]), share=0.4, seed=2)
    moved = drawn.table["arm"].map({"contact": "leave alone", "hold_out": "contact"})

    def spoil(table):
        table.loc[0, "Drawn to"] = moved[0]
        table.loc[1, "Customer"] = "123"
        table.loc[2, "Action taken"] = "rang them"
        table.loc[3, "Day of action"] = "31/02/2026"
        table.loc[4, "Day of action"] = "2026-03-31"
        table.loc[5, "Day of action"] = "2027-01-01"
        table.loc[6, "Customer"] = "stranger"
        table.loc[7, "List (do not change)"] = "list of 2026-01-01"
        table.loc[8, "Customer"] = ""
        table.loc[9, "List (do not change)"] = "4/1/2026"
        return pd.concat([table, table.iloc[[0]]], ignore_index=True)

    path = written(drawn, tmp_path, spoil)
    with path.open("a", encoding="utf-8") as file:
        file.write("a,b,c\n")
    found = read_ledger(path, later_study)
    told = found.rejected.set_index("row")[["column", "given", "reason", "kept"]]
    allowed = "recovery, consistency, proactive service, other, none"
    drawn_to = words.say(f"value.arm.{drawn.table['arm'][0]}", "en")
    width = len(pd.read_csv(path, nrows=1).columns)
    assert told.to_dict("index") == {
        2: {"column": "Drawn to", "given": moved[0], "reason": f"changed by hand; this customer was drawn to: {drawn_to}, and counts there", "kept": "yes"},
        3: {"column": "Customer", "given": "123", "kept": "no",
            "reason": "no customer with this id; a spreadsheet may have changed 00123. Put that back, and keep the column as text"},
        4: {"column": "Action taken", "given": "rang them", "reason": f"not one of the words to choose from: {allowed}", "kept": "yes"},
        5: {"column": "Day of action", "given": "31/02/2026", "reason": "not a day that can be read; write it like 2026-10-05", "kept": "yes"},
        **{row: {"column": "Day of action", "given": given, "kept": "yes",
                 "reason": "the day lies outside of what was watched: from 2026-04-01 to before 2026-10-01; mend the day"}
           for row, given in ((6, "2026-03-31"), (7, "2027-01-01"))},
        8: {"column": "Customer", "given": "stranger", "reason": "no customer with this id in the study; put back the id of the list", "kept": "no"},
        9: {"column": "List (do not change)", "given": "list of 2026-01-01", "kept": "no",
            "reason": "a row of another list; this file is the list of 2026-04-01, seed 2, share 0.4, of 12. Keep a file for each list"},
        10: {"column": "Customer", "given": "", "reason": "the id is blank; put back the id of the list", "kept": "no"},
        11: {"column": "List (do not change)", "given": "4/1/2026", "kept": "yes",
             "reason": "does not say which list it is of; put back: list of 2026-04-01, seed 2, share 0.4, of 12"},
        14: {"column": "Customer", "given": "a", "reason": "this customer stands in row 2 already; keep one row", "kept": "no"},
        15: {"column": "", "given": "a,b,c", "kept": "no", "reason": f"3 columns instead of {width}; mend the separators and quotation marks of this row"},
    }
    kept = found.rows.set_index("row")
    assert set(kept.index) == {2, 4, 5, 6, 7, 11, 12, 13} and found.read == 14
    assert kept.loc[2, "arm"] == drawn.table["arm"][0] and kept.loc[4, "action_taken"] == "" and kept["action_day"].isna().all()
    vietnamese = read_ledger(path, later_study.in_language("vi"))
    assert set(vietnamese.rejected["row"]) == set(found.rejected["row"]) and not set(vietnamese.rejected["reason"]) & set(found.rejected["reason"])


def test_a_ledger_that_cannot_be_read_says_what_to_do(tiny_study, tmp_path):
    here = place(tiny_study)
    with pytest.raises(SourceError, match=r"there is no ledger at .*none.csv; name the .csv or .xlsx that write_ledger made$"):
        read_ledger(tmp_path / "none.csv", here)
    path = written(hand_list(here, ["a"]), tmp_path, lambda table: table.drop(columns="List (do not change)"))
    with pytest.raises(SourceError, match=r'^ledger.csv: the column "List \(do not change\)" \(draw\) is not there; put it back as write_ledger made it. There are: Customer, Action taken,'):
        read_ledger(path, here)
    path = written(hand_list(here, ["a"]), tmp_path, lambda table: table.assign(**{"List (do not change)": "4/1/2026"}))
    with pytest.raises(SourceError, match=r"^ledger.csv: no row says which list it is of; put the column List \(do not change\) back as write_ledger made it\.$"):
        read_ledger(path, here)
    (tmp_path / "x.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(SourceError, match=r"^x.xlsx is not an Excel workbook"):
        read_ledger(tmp_path / "x.xlsx", here)


def test_the_workbook_offers_the_words_and_greys_who_is_left_alone(tiny_study, tmp_path):
    drawn = with_hold_out(hand_list(place(tiny_study).in_language("vi"), ["a", *NASTY]), share=0.4, seed=2)
    book = openpyxl.load_workbook(write_ledger(drawn, tmp_path)[1])
    sheet = book.worksheets[0]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"khắc phục sự cố,làm đồng đều trải nghiệm,chủ động chăm sóc,việc khác,không làm gì"' and len(rule.formula1) < 255
    assert [cell.value for cell in sheet[1]][:6] == ["Khách hàng", "Nhóm được chọn", "Việc đã làm", "Ngày thực hiện", "Người làm (vai trò)", "Ghi chú"]
    grey = [sheet.cell(row, 1).fill.fgColor.rgb.endswith("E4E4E4") for row in range(2, 14)]
    assert grey == (drawn.table["arm"] == "hold_out").tolist() and any(grey)
    assert len(TAKEN) == 5 and set(COLUMNS) >= {"arm", "draw"}


# Whether it worked


def world(rng, n, *, risk, effect, share=0.2, seed=1):
    """A list in which acting on those to be contacted lowers their risk; more is done for those at less risk."""
    arm = np.array([arm_of(f"c{number}", share=share, seed=seed) for number in range(n)])
    own = rng.beta(4 * risk, 4 * (1 - risk), n)
    left = rng.random(n) < np.clip(own - effect * (arm == "contact"), 0, 1)
    return pd.DataFrame({"arm": arm, "left": left, "action": rng.choice(["recovery", "consistency"], n)}), own


def test_the_difference_is_newcombes():
    from statsmodels.stats.proportion import confint_proportions_2indep

    rows, _ = world(np.random.default_rng(3), 400, risk=0.4, effect=0.1)
    before = rows.copy()
    table = effects(rows, minimum=10).set_index("among")
    assert rows.equals(before) and list(table.index) == ["everyone", "recovery", "consistency"]
    contact, alone = rows[rows["arm"] == "contact"]["left"], rows[rows["arm"] == "hold_out"]["left"]
    low, high = confint_proportions_2indep(contact.sum(), len(contact), alone.sum(), len(alone), method="newcomb", compare="diff")
    row = table.loc["everyone"]
    assert row["value"] == pytest.approx(contact.mean() - alone.mean()) and (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    assert (row["base"], row["base_contact"], row["base_hold_out"]) == (400, len(contact), len(alone))
    assert table.loc[["recovery", "consistency"], "base"].sum() == 400
    ps = table.loc[["recovery", "consistency"], "p_value"].sort_values()
    assert table["adjusted_p"][ps.index[0]] == pytest.approx(max(min(1, 2 * ps.iloc[0]), row["p_value"])), "Holm over the two classes, after the whole"
    assert row["adjusted_p"] == row["p_value"], "the planned comparison is not corrected"


@pytest.mark.parametrize("effect", [0.0, 0.12])
def test_the_interval_covers_the_true_effect(effect):
    rng, worlds, counts, truth = np.random.default_rng(17), 800, [], []
    for seed in range(worlds):
        rows, own = world(rng, 250, risk=0.5, effect=effect, share=0.3, seed=seed)
        counts.append([(rows.loc[rows["arm"] == arm, "left"].sum(), (rows["arm"] == arm).sum()) for arm in ("hold_out", "contact")])
        truth.append(np.clip(own - effect, 0, 1).mean() - own.mean())
        if seed < 5:
            said = effects(rows.assign(action="recovery"), minimum=10).iloc[0]
            assert said[["value", "low", "high", "p_value"]].tolist() == pytest.approx([float(x) for x in share_difference(*counts[-1])])
            assert said["verdict"] == ("cannot tell" if said["p_value"] >= 0.05 else "fewer left" if said["value"] < 0 else "more left")
    alone, contact = np.array(counts).transpose(1, 2, 0)
    _, low, high, p = share_difference(tuple(alone), tuple(contact))
    assert abs(((low <= truth) & (truth <= high)).mean() - 0.95) < 0.023, "three standard errors of 800 worlds"
    assert (p < 0.05).mean() < 0.074 if effect == 0 else (p < 0.05).mean() > 0.25


@pytest.mark.parametrize(("contact", "alone", "risk"), [(175, 75, 0.5), (233, 67, 0.43), (80, 20, 0.4), (400, 100, 0.2), (900, 100, 0.1)])
def test_chance_is_called_an_effect_in_one_of_twenty_worlds(contact, alone, risk):
    rng = np.random.default_rng(5)
    gone, count = np.unique(np.stack([rng.binomial(contact, risk, 20_000), rng.binomial(alone, risk, 20_000)]), axis=1, return_counts=True)
    p = share_difference((gone[1], np.full(len(count), alone)), (gone[0], np.full(len(count), contact)))[3]
    assert count[p < 0.05].sum() / 20_000 < 0.055


def test_a_class_is_not_called_when_the_whole_is_not():
    """Half of the list helped and half harmed: in all nothing, though both classes differ on their own."""
    arm = np.array(["contact", "hold_out"] * 200)
    action = np.repeat(["recovery", "consistency"], 200)
    rng = np.random.default_rng(2)
    left = rng.random(400) < np.where(arm == "contact", np.where(action == "recovery", 0.35, 0.65), 0.5)
    table = effects(pd.DataFrame({"arm": arm, "left": left, "action": action}), minimum=10).set_index("among")
    assert (table.loc[["recovery", "consistency"], "p_value"] < 0.05).any() and table.loc["everyone", "p_value"] > 0.05
    assert set(table["verdict"]) == {"cannot tell"} and (table["adjusted_p"] >= table.loc["everyone", "p_value"]).all()
    helped = effects(pd.DataFrame({"arm": arm, "left": rng.random(400) < np.where(arm == "contact", 0.2, 0.6), "action": action}), minimum=10)
    assert set(helped["verdict"]) == {"fewer left"}


def test_what_is_called_detectable_is_seen_in_eight_of_ten_draws():
    rng, n, alone = np.random.default_rng(4), 400, 200
    least = smallest_seen(0.4, n, alone)
    gone = rng.binomial(alone, 0.4 + least / 2, 4000), rng.binomial(n, 0.4 - least / 2, 4000)
    p = share_difference((gone[0], np.full(4000, alone)), (gone[1], np.full(4000, n)))[3]
    assert abs((p < 0.05).mean() - 0.8) < 0.03


def contracts(tiny_study, *, n=300, effect=0.3, seed=3, as_of="2026-08-01", language=None, **extra):
    """Contracts of which those drawn to be contacted end less often in May; the list is of 2026-04-01."""
    rng, ids = np.random.default_rng(seed), [f"c{number:03d}" for number in range(n)]
    arm = np.array([arm_of(name, share=0.3, seed=9) for name in ids])
    left = rng.random(n) < 0.6 - effect * (arm == "contact")
    frame = pd.DataFrame({"customer_id": ids, "joined_at": "2024-01-01", "plan": np.where(rng.random(n) < 0.5, "x", "y"), "left_at": np.where(left, "2026-05-10", "")})
    frame = pd.concat([frame, pd.DataFrame([{"customer_id": "late", "joined_at": "2026-04-02", "plan": "x", "left_at": ""}])], ignore_index=True)
    study = tiny_study(customers=frame, questions={}, settings=f'period = "month"\nas_of = {as_of}\nsegments = ["plan"]', language=language,
                       more='[churn]\nkind = "contract"\ngap_days = 10\noutcome_days = 80\n', **extra)
    return study, arm, left


def contract_ledger(study, arm, *, share=0.3, listed_on=LISTED_ON, **columns):
    n = len(arm)
    rows = pd.DataFrame({"row": range(2, n + 2), "customer_id": [f"c{number:03d}" for number in range(n)], "arm": arm, "action": "recovery",
                         "action_taken": "", "action_day": pd.NaT, "done_by": "", "note": "", **columns}).astype({"action_day": "datetime64[us]"})
    empty = pd.DataFrame({"row": [], "column": [], "given": [], "reason": [], "kept": []})
    return Ledger("ledger.csv", listed_on, rows, empty, n, share)


def test_it_says_when_acting_worked_as_drawn_not_as_done(tiny_study):
    study, arm, left = contracts(tiny_study)
    found = did_it_work(study, contract_ledger(study, arm))
    row = found.table.iloc[0]
    assert (found.status, row["verdict"], found.base) == ("answered", "fewer left", 300)
    assert row["value"] == pytest.approx(left[arm == "contact"].mean() - left[arm == "hold_out"].mean()) == found.headline["value"]
    assert found.sentence.startswith("It kept customers: of ") and list(found.table["among"]) == ["everyone"], "one class alone is everyone over again"
    # Whoever was reached, and whoever of the hold-out was contacted by mistake: the estimate stays.
    stayed = np.where(~left, "recovery", "")
    after = did_it_work(study, contract_ledger(study, arm, action_taken=stayed))
    assert after.table.equals(found.table) and after.sentence == found.sentence
    done, not_done = arm == "contact", (arm == "contact") & left
    assert f"Not comparable: of {(done & ~left).sum()} in the contact arm with an action noted 0.0% left, of {not_done.sum()} without 100.0%." in " ".join(after.caveats)
    assert any(text.startswith(f"{(~done & ~left).sum()} who were to be left alone have an action noted") for text in after.caveats)


def test_harm_and_chance_are_told_apart(tiny_study):
    study, arm, _ = contracts(tiny_study, effect=-0.3)
    harmed = did_it_work(study, contract_ledger(study, arm))
    assert (harmed.status, harmed.table["verdict"][0]) == ("answered", "more left") and harmed.sentence.startswith("It did harm: of ")
    study, arm, _ = contracts(tiny_study, effect=0.0)
    nothing = did_it_work(study, contract_ledger(study, arm))
    row = nothing.table.iloc[0]
    assert nothing.status == "cannot_tell" and row["low"] < 0 < row["high"]
    assert f"an effect under {100 * row['detectable']:.1f} points would mostly go unseen" in nothing.sentence


def test_without_a_hold_out_it_cannot_be_told(tiny_study):
    study, arm, left = contracts(tiny_study)
    acted = np.where(~left, "other", "none")
    for arms in ("", "contact"):
        found = did_it_work(study, contract_ledger(study, np.full(300, arms), share=None, action_taken=acted))
        row = found.table.iloc[0]
        assert found.status == "cannot_tell" and found.sentence.startswith("It cannot be told whether acting worked: nobody on the list was left alone at random")
        assert (row["among"], row["verdict"], row["value"]) == ("naive", "misleading", -1.0) and "misleads" in found.sentence
        assert found.chart.kind == "none" and found.headline is None
    nobody = did_it_work(study, contract_ledger(study, np.full(300, ""), share=None))
    assert nobody.table.empty and "misleads" not in nobody.sentence


def test_small_arms_are_withheld_and_early_or_empty_ones_say_so(tiny_study):
    study, arm, _ = contracts(tiny_study, n=20)
    assert 0 < (arm == "hold_out").sum() < 10
    few = did_it_work(study, contract_ledger(study, arm))
    assert few.status == "cannot_tell" and few.table[["value", "base", "base_hold_out", "left_contact", "detectable"]].isna().all(axis=None)
    assert few.sentence == "Too few to tell: at least 10 customers are needed in either arm of the list of 2026-04-01." and few.headline is None
    early, arm, _ = contracts(tiny_study, as_of="2026-04-08")
    assert did_it_work(early, contract_ledger(early, arm)).sentence == (
        "Too early to tell: the list is of 2026-04-01, this study sees days before 2026-04-08, and nobody can be known to have left before 2026-04-11.")
    half, arm, _ = contracts(tiny_study, as_of="2026-06-01")
    assert any("before the outcome of this list is complete on 2026-06-30" in text for text in did_it_work(half, contract_ledger(half, arm)).caveats)
    nobody = half.where(cxlib.Slice({"plan": ()}))
    assert did_it_work(nobody, contract_ledger(half, arm)).status == "nobody"
    part = did_it_work(half.where("plan = x"), contract_ledger(half, arm))
    assert 0 < part.base < 300 and any(text.startswith(f"{300 - part.base} of the ledger are outside of this slice") for text in part.caveats)
    with pytest.raises(ArgumentError, match="^did_it_work needs the ledger that read_ledger gives, not DataFrame$"):
        did_it_work(half, pd.DataFrame())


def test_rows_that_went_missing_are_noticed(tiny_study):
    study, arm, _ = contracts(tiny_study)
    whole = contract_ledger(study, arm)
    kept = whole.rows[(whole.rows["arm"] == "contact") | (whole.rows["row"] % 3 == 0)]
    found = did_it_work(study, Ledger(whole.file, whole.listed_on, kept, whole.rejected, 300, 0.3))
    assert any(f"holds {len(kept)} of the 300 rows" in text for text in found.caveats)
    assert any("Look for rows that were deleted" in text for text in found.caveats)
    assert not any("deleted" in text for text in did_it_work(study, whole).caveats)


def test_our_own_contact_does_not_count_as_coming_back(tiny_study):
    """Nobody pays any more or less, but each contact that was made stands in the log of touchpoints."""
    ids = [f"c{number:03d}" for number in range(200)]
    arm = np.array([arm_of(name, share=0.4, seed=9) for name in ids])
    rng = np.random.default_rng(1)
    paid = [{"customer_id": name, "at": "2026-03-01", "amount": 5} for name in ids] + [{"customer_id": name, "at": "2026-07-01", "amount": 5} for name in ids if rng.random() < 0.5]
    rang = [{"customer_id": name, "at": "2026-06-20", "stage": "call"} for name, drawn in zip(ids, arm, strict=True) if drawn == "contact"] + [{"customer_id": "c000", "at": "2026-03-01", "stage": "call"}]
    study = tiny_study(transactions=paid, touchpoints=rang, questions={}, settings='period = "month"\nas_of = 2026-08-01',
                       more='[churn]\nkind = "silence"\nsilence_days = 60\ngap_days = 10\noutcome_days = 90\n')
    table = did_it_work(study, contract_ledger(study, arm)).table.set_index("among")
    assert table.loc["everyone", "left_contact"] == 0 and table.loc["everyone", "verdict"] == "fewer left"
    assert table.loc["payments", "verdict"] == "cannot tell" and 0.4 < table.loc["payments", "left_contact"] < 0.6


def test_a_list_is_drawn_filled_in_and_judged_a_quarter_later(study, later, listed, tmp_path):
    drawn = with_hold_out(listed, share=0.3, seed=4)
    ledger = read_ledger(write_ledger(drawn, tmp_path)[1], later)
    assert len(ledger.rows) == 150 and ledger.rejected.empty and ledger.listed_on == study.as_of
    found = did_it_work(later, ledger)
    assert found.status == "cannot_tell", "nothing was done for anybody"
    # The window ends on 2026-10-13, after the study: the last 60 days that it sees without any payment or contact.
    last = later.active(dt.date(2026, 8, 2), dt.date(2026, 10, 1))
    assert any("before the outcome of this list is complete on 2026-10-13" in text for text in found.caveats)
    contact = drawn.table.loc[drawn.table["arm"] == "contact", "customer_id"]
    assert found.table.loc[0, "left_contact"] == pytest.approx(1 - last.loc[contact].mean())
    vi = did_it_work(later.in_language("vi"), ledger)
    assert type(vi).from_json(vi.to_json()) == vi and vi.sentence.startswith("Chưa thể kết luận") and charts.png(vi)
    assert [name for name in vi.table if name not in ("withheld", "unit") and not words.has(f"label.{name}")] == []
