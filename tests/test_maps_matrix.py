"""The touchpoint matrix: counts by hand, what is hidden, planted truth, both languages."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import cxlib
from cxlib import charts, words
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.intervals import share_interval
from cxlib.maps.matrix import SHOWN, touchpoint_matrix
from cxlib.slices import Slice

SETTINGS = 'period = "year"\nas_of = 2027-01-01\nminimum_base = 3\nminimum_share_base = 2'
JOURNEY = '[journey]\nstages = ["see", "ask", "buy"]\nwindow_days = 30\nowners = { ask = "Desk" }'
# Everyone sees the poster at the store; those below 6 ask the clerk there, 6 and 7 ask by the app's chat; 0, 1 and 6 buy.
VISITS = [("see", "poster", "store", range(10)), ("ask", "clerk", "store", range(6)), ("ask", "chat", "app", (6, 7)),
          ("buy", "till", "store", (0, 1)), ("buy", "cart", "app", (6,))]


def contacts():
    rows = [{"customer_id": f"k{who}", "at": f"2026-03-01 {10 + hour}:00:00", "stage": stage, "touchpoint": touchpoint, "channel": channel}
            for hour, (stage, touchpoint, channel, people) in enumerate(VISITS) for who in people]
    # a second look at the poster by one customer
    return [*rows, {**rows[0], "at": "2026-03-01 10:30:00"}]


def answer(who, score, *, stage="ask", touchpoint="", channel="store"):
    return {"customer_id": who, "at": "2026-03-02", "question": "satisfaction", "score": score, "stage": stage, "touchpoint": touchpoint, "channel": channel}


ANSWERS = [answer("k0", 5, touchpoint="clerk"), answer("k1", 3, touchpoint="clerk"), answer("k2", 1, touchpoint="clerk"),
           answer("k0", 1), answer("k9", 2), answer("k6", 4, channel="app")]


@pytest.fixture(scope="module")
def tiny(tiny_study):
    def make(answers=ANSWERS, **parts):
        return tiny_study(**{"settings": SETTINGS, "more": JOURNEY, "touchpoints": contacts(), **({"responses": answers} if answers else {}), **parts})

    return make


def cell(found, touchpoint, channel="store"):
    table = found.table
    return table[(table["touchpoint"] == touchpoint) & (table["channel"] == channel)].iloc[0]


def test_a_matrix_counted_by_hand(tiny):
    found = touchpoint_matrix(tiny())
    poster, clerk = cell(found, "poster"), cell(found, "clerk")
    assert (poster["contacts"], poster["customers"], poster["reached"]) == (11, 10, 10)
    assert poster["drop_off"] == pytest.approx(0.2) and clerk["drop_off"] == pytest.approx(4 / 6)
    assert (clerk["drop_off_low"], clerk["drop_off_high"]) == pytest.approx([float(end) for end in share_interval(4, 6)])
    assert np.isnan(cell(found, "till")["drop_off"])  # nowhere to go on to
    assert clerk["owner"] == "Desk" and poster["owner"] == ""
    assert found.table["touchpoint"].tolist() == ["poster", "chat", "clerk", "cart", "till"]  # stages in the order of the design


def test_scores_are_of_answers_that_name_the_touchpoint_else_of_the_stage(tiny):
    clerk = cell(touchpoint_matrix(tiny()), "clerk")
    assert clerk["rated_base"] == 3 and clerk["rated"] == pytest.approx(0.5)
    assert (clerk["value"], clerk["base"], clerk["low"]) == (clerk["rated"], 3, clerk["rated_low"])
    about_stage = [answer(f"k{i}", 4, channel="app") for i in (5, 6, 7)]
    chat = cell(touchpoint_matrix(tiny([*ANSWERS[:3], *about_stage])), "chat", "app")
    assert chat["rated_base"] == 3 and chat["rated"] == pytest.approx(0.75)


def test_unheard_are_the_contacts_of_customers_who_gave_no_answer_there(tiny):
    found = touchpoint_matrix(tiny())
    # k0, k1 and k2 spoke of the clerk; k0, k9 and k6 of "ask" without naming a touchpoint
    assert cell(found, "clerk")["unheard"] == pytest.approx(3 / 6)
    assert cell(found, "chat", "app")["unheard"] == pytest.approx(1 / 2)
    poster = cell(found, "poster")
    assert poster["unheard"] == 1
    size = 11**2 / (9 + 4)  # one of the ten came twice
    assert poster["unheard_low"] == pytest.approx(float(share_interval(size, size)[0]))


def test_skipped_are_those_who_came_as_far_by_the_channel_without_it(tiny):
    found = touchpoint_matrix(tiny(), show="skipped")
    clerk = cell(found, "clerk")
    assert clerk["came"] == 6 and clerk["skipped"] == 0
    assert cell(found, "poster")["came"] == 10
    rows = [{**row, "touchpoint": "desk"} if row["touchpoint"] == "clerk" and row["customer_id"] in ("k4", "k5") else row for row in contacts()]
    desk = cell(touchpoint_matrix(tiny(touchpoints=rows), show="skipped"), "desk")
    assert desk["value"] == desk["skipped"] == pytest.approx(4 / 6) and desk["base"] == 6


def test_few_are_withheld(tiny):
    found = touchpoint_matrix(tiny(), show="contacts")
    cart = cell(found, "cart", "app")
    assert cart["withheld"] == "small" and np.isnan([cart["contacts"], cart["customers"], cart["unheard"], cart["skipped"], cart["value"]]).all()
    two = touchpoint_matrix(tiny(ANSWERS[:2]))
    assert np.isnan(cell(two, "clerk")["rated"]) and np.isnan(cell(two, "clerk")["rated_base"])
    assert any("withheld" in text for text in found.caveats)


def test_channels_are_told_by_name_or_named(tiny):
    kinds = touchpoint_matrix(tiny()).table.set_index("channel")["channel_kind"].to_dict()
    assert kinds == {"store": "offline", "app": "online"}
    named = touchpoint_matrix(tiny(more=f'{JOURNEY}\noffline = ["app"]'))
    assert named.table.set_index("channel")["channel_kind"].to_dict() == {"store": "online", "app": "offline"}
    assert any(text == "Offline: app; online: store." for text in named.caveats)


def test_lawful_data_give_no_traceback(tiny, tiny_study):
    silent = touchpoint_matrix(tiny(None))
    assert silent.table["rated_base"].dropna().eq(0).all() and silent.table["unheard"].dropna().eq(1).all()
    assert silent.chart.value_label == "Contacts" and charts.png(silent)
    bare = [{"customer_id": f"k{i}", "at": "2026-03-01", "stage": "see"} for i in range(3)]
    alone = touchpoint_matrix(tiny_study(settings=SETTINGS, more=JOURNEY, touchpoints=bare))
    assert alone.table["_cell"].tolist() == ["see"] and charts.png(alone)
    assert touchpoint_matrix(tiny_study(settings=SETTINGS, more=JOURNEY, touchpoints=bare[:1])).status == "cannot_tell"
    no_stages = touchpoint_matrix(tiny_study(settings=SETTINGS, touchpoints=bare))
    assert no_stages.table["contacts"].tolist() == [3] and no_stages.table["drop_off"].isna().all()
    assert touchpoint_matrix(tiny_study(settings=SETTINGS, responses=ANSWERS)).status == "not_available"
    waves = [{**one, "wave": "W1"} for one in ANSWERS]
    assert cell(touchpoint_matrix(tiny(waves, settings=SETTINGS.replace('"year"', '"wave"'))), "poster")["contacts"] == 11


def test_a_touchpoint_of_two_stages_has_two_lines(tiny):
    rows = [{**row, "touchpoint": "app"} for row in contacts()]
    found = touchpoint_matrix(tiny(touchpoints=rows), show="contacts")
    assert not found.table.duplicated(["_cell", "channel"]).any() and "app (ask)" in found.table["_cell"].tolist()


def test_wrong_words_name_the_right_ones(tiny):
    with pytest.raises(ArgumentError, match=r'^no thing to show called "scores"; did you mean "score"\? Choose from: score, drop_off, unheard, skipped, contacts\.$'):
        touchpoint_matrix(tiny(), show="scores")


def test_the_planted_fault_of_the_app_surfaces(small):
    # People of 55 and more leave at the app's checkout, from 2026Q1 on.
    year = ("2026Q1", "2026Q2", "2026Q3")
    old, young = (touchpoint_matrix(small.where(Slice((("age_band", (band,)),), year))) for band in ("55+", "25-34"))
    assert "leave after app_checkout · app than elsewhere" in old.sentence and "app_checkout · app than" not in young.sentence
    assert cell(young, "app_checkout", "app")["drop_off"] < cell(old, "app_checkout", "app")["drop_off"] - 0.1


def test_contacts_add_up_to_those_of_the_wave(small):
    found = touchpoint_matrix(small)
    rows = small.view.query("SELECT count(*) FROM touchpoints WHERE day >= DATE '2026-07-01' AND day < DATE '2026-10-01'")[0][0]
    assert found.base == rows and found.table["contacts"].sum() <= rows


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_heading_is_said_and_the_finding_comes_back_from_json(small, language):
    for show in SHOWN:
        found = touchpoint_matrix(small.in_language(language), show=show)
        assert not [name for name in found.table if name != "withheld" and not name.startswith("_") and not words.has(f"label.{name}")]
        assert not re.search(r"\{|nan|[a-z]_[a-z]+_", found.sentence)
        assert Finding.from_json(found.to_json()) == found
        assert charts.png(found)


ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT.parent / "shared" / "data" / "event_logs"


@pytest.mark.real
@pytest.mark.skipif(not LOGS.is_dir(), reason="the real data sets (../shared/data) are not here")
@pytest.mark.xdist_group("real_studies")
def test_a_log_without_touchpoints_or_answers_is_a_matrix_of_stages(tmp_path):
    shutil.copy(ROOT / "data" / "studies" / "bpi2012" / "study.toml", tmp_path)
    found = touchpoint_matrix(cxlib.open_study(tmp_path, data=LOGS))
    assert found.table["unheard"].dropna().eq(1).all() and charts.png(found)
