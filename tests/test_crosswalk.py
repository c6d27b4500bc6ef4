"""Names of places from before and after a change stand on one side, counted to the row; what cannot be placed is said."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter

import pandas as pd
import pytest

from cxlib import quality, scores
from cxlib.errors import SettingsError
from cxlib.intake import provinces, read_settings
from cxlib.intake.crosswalk import Crosswalk, Move, place_key, read_crosswalks
from tests.conftest import write_study

BEFORE, AFTER = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
VIETNAM = '[crosswalk.region]\nlist = "vietnam_2025"'
REGIONS = 'segments = ["region"]\nas_of = 2026-01-01'


@pytest.fixture(scope="module")
def vietnam():
    return read_crosswalks({"region": {"list": "vietnam_2025"}}, ["region"], None, "here")["region"]


# The list itself.


def test_sixty_three_became_thirty_four(vietnam):
    olds, news = [move.old for move in vietnam.moves], [move.new for move in vietnam.moves]
    assert len(olds) == len({place_key(name) for name in olds}) == 63, "each old unit stands once, so it maps to exactly one"
    assert len({place_key(name) for name in news}) == 34
    assert len(provinces.UNCHANGED) == 11 and len(provinces.MERGED) == 23
    assert set(news) - set(olds) == set(), "every new unit took the name of one of its parts"
    assert {move.since for move in vietnam.moves} == {AFTER}
    cities = {"Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "TP. Hồ Chí Minh"}
    assert cities <= set(news) and len(set(news) - cities) == 28
    # 11 stand alone, 17 were made of two, 6 of three: 11 + 34 + 18 = 63.
    assert Counter(Counter(news).values()) == {1: 11, 2: 17, 3: 6}


def test_a_name_that_stayed_means_the_unit_it_is_part_of(vietnam):
    """So rows without a day, such as customers, are never unclear."""
    for move in vietnam.moves:
        assert {vietnam.placed(move.old, day)[0] for day in (None, BEFORE, AFTER)} == {move.new}
    for name in {move.new for move in vietnam.moves}:
        assert vietnam.placed(name, None) == (name, "same")


@pytest.mark.parametrize(("written", "unit"), [
    ("TP. Hồ Chí Minh", "TP. Hồ Chí Minh"), ("tp.hcm", "TP. Hồ Chí Minh"), ("TPHCM", "TP. Hồ Chí Minh"), ("Ho Chi Minh City", "TP. Hồ Chí Minh"),
    ("Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh"), ("Sai Gon", "TP. Hồ Chí Minh"), ("BINH DUONG", "TP. Hồ Chí Minh"), ("Tỉnh Bình Dương", "TP. Hồ Chí Minh"),
    ("Bà Rịa – Vũng Tàu", "TP. Hồ Chí Minh"), ("Ba Ria Vung Tau", "TP. Hồ Chí Minh"), ("Thừa Thiên - Huế", "Huế"), ("T.P. Hà Nội", "Hà Nội"),
    ("Dak Nong", "Lâm Đồng"), ("Đăk Lăk", "Đắk Lắk"), ("Khánh Hoà", "Khánh Hòa"), ("Hoà Bình", "Phú Thọ"), (unicodedata.normalize("NFD", "Hải Dương"), "Hải Phòng"),
])
def test_spellings_of_people(vietnam, written, unit):
    assert vietnam.placed(written, BEFORE)[0] == unit


def test_verdicts(vietnam):
    assert vietnam.placed("Long An", BEFORE) == ("Tây Ninh", "mapped")
    assert vietnam.placed("Long An", AFTER) == ("Tây Ninh", "late")
    assert vietnam.placed("Long An", None) == ("Tây Ninh", "mapped")
    assert vietnam.placed("tay ninh", AFTER) == ("Tây Ninh", "respelled")
    assert vietnam.placed("Atlantis", BEFORE) == ("Atlantis", "unknown")


# Other lists.

SWAP = Crosswalk((Move("A", "B", AFTER), Move("B", "C", AFTER)))


def test_a_name_taken_over_by_another_unit_needs_the_day():
    assert SWAP.placed("B", BEFORE) == ("C", "mapped") and SWAP.placed("B", AFTER) == ("B", "same")
    assert SWAP.placed("A", BEFORE) == ("B", "mapped"), "one change at a time, never on to C"
    assert SWAP.placed("B", None) == (None, "unclear") and SWAP.placed("A", None) == ("B", "mapped")


AGAIN = (Move("A", "B", dt.date(2008, 8, 1)), Move("C", "A", AFTER))  # the name A is gone for years, then another unit takes it


@pytest.mark.parametrize(("direction", "before", "after"), [("new", "B", "A"), ("old", "A", "C")])
def test_a_name_used_again_at_a_later_change_needs_the_day(direction, before, after):
    walk = Crosswalk(AGAIN, direction)
    assert (walk.placed("A", dt.date(2000, 1, 1))[0], walk.placed("A", AFTER)[0]) == (before, after)
    assert walk.placed("A", None) == (None, "unclear")
    assert [walk.placed(name, None)[1] for name in "BC"] == (["same", "mapped"] if direction == "new" else ["mapped", "same"])


def test_rows_without_a_day_that_carry_such_a_name_are_counted_as_not_decided(tmp_path):
    import cxlib

    (tmp_path / "list.csv").write_text("from,to,since\nA,B,2008-08-01\nC,A,2025-07-01\n", encoding="utf-8")
    people = [{"customer_id": f"{place}", "region": "ABC"[place % 3]} for place in range(30)]
    rows = [{"customer_id": f"{place}", "at": "2026-01-05", "question": "recommend", "score": 9} for place in range(30)]
    study = cxlib.open_study(write_study(tmp_path, customers=people, responses=rows, settings='segments = ["region"]', more='[crosswalk.region]\nfile = "list.csv"'))
    told = quality.regions(study)
    assert told.table.iloc[0][["base", "mapped", "unclear"]].tolist() == [30, 10, 10]
    assert told.caveats == ("10 rows without a day carry a name that means another unit since the change; they count as not known.",)
    assert study.score_counts(["region"]).set_index("region")["n"].to_dict() == {"A": 10, "B": 10, "not known": 10}


def test_changes_follow_each_other():
    walk = Crosswalk((Move("A", "B", dt.date(2008, 8, 1)), Move("B", "C", AFTER)))
    assert [walk.placed("A", day)[0] for day in (dt.date(2000, 1, 1), dt.date(2010, 1, 1), AFTER, None)] == ["C"] * 4
    back = Crosswalk(walk.moves, "old")
    assert [back.placed(name, AFTER)[0] for name in "ABC"] == ["A"] * 3


def written(folder, text, more=""):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "list.csv").write_text(text, encoding="utf-8")
    return write_study(folder, responses=[{"customer_id": "a", "at": "2025-01-01", "question": "recommend", "score": 9, "region": "A"}],
                       settings='segments = ["region"]', more=f'[crosswalk.region]\nfile = "list.csv"\n{more}')


@pytest.mark.parametrize(("text", "more", "said"), [
    ("from,to,since\nA,B,2025-07-01\nA,C,2025-07-01\n", "", '"A" was split into "B" and "C", so its old rows cannot be placed; take direction = "old"'),
    ("from,to,since\nA,C,2025-07-01\nB,C,2025-07-01\n", 'direction = "old"', '"C" was made of "A" and "B", so its new rows cannot be placed; take direction = "new"'),
    ("from,to,since,also\nA,B,2008-08-01,X\nX,C,2025-07-01,\n", "", '"X" stands as a spelling of "A" and is the name of another unit; take it out of also'),
    ("from,to\nA,B\n", "", "list.csv, row 2: since is blank or missing; the columns are from, to and since"),
    ("from,to,since\nA,B,1/7/2025\n", "", 'since must be a date such as 2025-07-01; not "1/7/2025"'),
    ("from,to,since\n", "", "list.csv has no row"),
    ("from,to,since\nA,B,2025-07-01\n", 'list = "vietnam_2025"', "name either file"),
    ("from,to,since\nA,B,2025-07-01\n", 'direction = "sideways"', 'no direction called "sideways"'),
])
def test_lists_that_cannot_be_followed(tmp_path, text, more, said):
    with pytest.raises(SettingsError) as refused:
        read_settings(written(tmp_path, text, more))
    assert said in str(refused.value) and "[crosswalk.region]" in str(refused.value)


def test_a_split_is_taken_back_when_asked(tmp_path):
    settings = read_settings(written(tmp_path, "from,to,since\nA,B,2025-07-01\nA,C,2025-07-01\n", 'direction = "old"'))
    walk = settings.crosswalk["region"]
    assert [walk.placed(name, day)[0] for name, day in (("B", AFTER), ("C", AFTER), ("A", BEFORE), ("c", None))] == ["A"] * 4


@pytest.mark.parametrize(("more", "said"), [
    ('[crosswalk.regoin]\nlist = "vietnam_2025"', 'no segment called "regoin"; did you mean "region"?'),
    ('[crosswalk.region]\nfile = "../list.csv"', "stays in it"),
    ('[crosswalk.region]\nfile = "gone.csv"', "gone.csv cannot be read"),
    ('[crosswalk.region]\nlist = "france"', 'no list called "france"'),
])
def test_settings_that_are_wrong(tmp_path, more, said):
    folder = write_study(tmp_path, responses=[{"customer_id": "a", "at": "2025-01-01", "question": "recommend", "score": 9}],
                         settings='segments = ["region"]', more=more)
    with pytest.raises(SettingsError) as refused:
        read_settings(folder)
    assert said in str(refused.value)


# As a study.


def answers():
    """Two waves: 20 of Bình Dương and 20 of HCMC before; 40 of TP. Hồ Chí Minh after, 5 of them still "Bình Dương"; 3 of Atlantis."""
    names = ["Bình Dương"] * 20 + ["TP HCM"] * 20, ["TP. Hồ Chí Minh"] * 35 + ["Bình Dương"] * 5 + ["Atlantis"] * 3
    return [{"customer_id": f"{day}{place}", "at": day, "question": "recommend", "score": 10, "region": name}
            for day, wave in zip(("2025-05-10", "2025-08-10"), names) for place, name in enumerate(wave)]


def test_waves_are_comparable_and_every_row_is_counted(tiny_study):
    study = tiny_study(responses=answers(), settings=REGIONS, more=VIETNAM)
    assert study.segments["region"] == ("Atlantis", "TP. Hồ Chí Minh")
    moved = scores.change(study, question="recommend", by="region").table
    assert set(moved["region"]) == {"Atlantis", "TP. Hồ Chí Minh"}
    counts = study.score_counts(["period", "region"]).set_index(["period", "region"])["n"].to_dict()
    assert counts == {("2025Q2", "TP. Hồ Chí Minh"): 40, ("2025Q3", "TP. Hồ Chí Minh"): 40, ("2025Q3", "Atlantis"): 3}
    told = quality.regions(study)
    row = told.table.iloc[0]
    assert row[["base", "mapped", "late", "respelled", "unclear", "unknown"]].tolist() == [83, 25, 5, 20, 0, 3] and row["example"] == "Atlantis"
    assert told.sentence == ("25 of 83 rows with a name now carry the name of another unit; 3 (3.6%) have a name that is in neither list, such as: Atlantis.")
    assert told.caveats == ("5 of the changed rows are from after the change and still carried the old name.",)
    assert "không nằm trong danh sách nào" in quality.regions(study.in_language("vi")).sentence


def test_the_day_of_the_change_belongs_to_the_new_names(tmp_path):
    import cxlib

    (tmp_path / "list.csv").write_text("from,to,since\nA,B,2025-07-01\nB,C,2025-07-01\n", encoding="utf-8")
    rows = [{"customer_id": f"{place}", "at": at, "question": "recommend", "score": 9, "region": "B"}
            for place, at in enumerate(("2025-06-30 23:59:00", "2025-07-01 00:00:00", "2025-07-02"))]
    study = cxlib.open_study(write_study(tmp_path, responses=rows, settings='segments = ["region"]\ntimezone = "Asia/Ho_Chi_Minh"',
                                         more='[crosswalk.region]\nfile = "list.csv"'))
    assert study.score_counts(["region"]).set_index("region")["n"].to_dict() == {"B": 2, "C": 1}


def test_customers_are_mapped_and_a_slice_takes_the_new_name(tiny_study):
    rows = answers()
    customers = pd.DataFrame(rows)[["customer_id", "region"]]
    study = tiny_study(customers=customers, responses=pd.DataFrame(rows).drop(columns="region"), settings=REGIONS, more=VIETNAM)
    assert study.where("region = TP. Hồ Chí Minh").size == 80


def test_without_a_crosswalk_nothing_is_mapped(tiny_study):
    study = tiny_study(responses=answers(), settings=REGIONS)
    assert "Bình Dương" in study.segments["region"] and quality.regions(study).status == "not_available"


def test_a_changed_list_builds_the_store_anew(tmp_path):
    import cxlib

    folder = written(tmp_path, "from,to,since\nA,B,2025-07-01\n")
    assert cxlib.open_study(folder).segments["region"] == ("B",)
    (folder / "list.csv").write_text("from,to,since\nA,Z,2025-07-01\n", encoding="utf-8")
    assert cxlib.open_study(folder).segments["region"] == ("Z",)
