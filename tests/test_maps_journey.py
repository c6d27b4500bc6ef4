"""The journey map: counts by hand, silence, what must not be shown, models of stages, planted truth."""

import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import charts, journeys, words
from cxlib.errors import ArgumentError, SettingsError
from cxlib.finding import Finding
from cxlib.intake.stage_models import STAGE_MODELS, stages_in
from cxlib.maps.journey_map import journey_map
from cxlib.slices import Slice

SETTINGS = 'period = "year"\nas_of = 2027-01-01\nminimum_base = 3\nminimum_share_base = 2\nsegments = ["city"]'
JOURNEY = '[journey]\nstages = ["see", "ask", "buy"]\nwindow_days = 30\nowners = { ask = "Desk" }'
SEE, ASK, BUY = [f"k{i}" for i in range(10)], [f"k{i}" for i in range(6)], ["k0", "k1", "k2"]


def contacts():
    rows = []
    for hour, (stage, who) in enumerate([("see", SEE), ("ask", ASK), ("buy", BUY)]):
        rows += [{"customer_id": one, "at": f"2026-03-01 {10 + 2 * hour}:00:00", "stage": stage,
                  "channel": "web" if int(one[1:]) % 2 else "store"} for one in who]
    return rows


def answer(who, question, score, stage="ask", comment=""):
    return {"customer_id": who, "at": "2026-03-02 09:00:00", "question": question, "score": score, "stage": stage, "comment": comment}


ANSWERS = [
    answer("k0", "satisfaction", 5), answer("k1", "satisfaction", 3), answer("k2", "satisfaction", 1), answer("k2", "effort", 1),
    answer("k3", "recommend", 10), answer("k0", "recommend", 2, "buy"), answer("k1", "satisfaction", 4, "elsewhere"),
]


@pytest.fixture(scope="module")
def tiny(tiny_study):
    def make(answers=ANSWERS, **parts):
        tables = {"touchpoints": contacts(), **({"responses": answers} if answers else {})}
        people = [{"customer_id": who, "city": "Huế" if int(who[1:]) < 5 else "Vinh"} for who in SEE]
        return tiny_study(**{"settings": SETTINGS, "more": JOURNEY, **tables, "customers": people, **parts})

    return make


def row(found, stage, level=None):
    table = found.table[found.table["stage"] == stage]
    return (table if level is None else table[table["level"] == level]).iloc[0]


def test_a_map_counted_by_hand(tiny):
    found = journey_map(tiny())
    assert found.table["stage"].tolist() == ["see", "ask", "buy"]
    assert found.table["base"].tolist() == [10, 6, 3]
    assert found.table["lost"].tolist()[:2] == [4, 3] and np.isnan(found.table["lost"].iloc[2])
    assert found.table["value"].tolist()[:2] == pytest.approx([0.4, 0.5])
    assert found.table["next_days"].tolist()[:2] == pytest.approx([2 / 24] * 2, rel=0.03)
    assert row(found, "see")["channels"] == "store 50%, web 50%"
    assert row(found, "buy")["channels"] == "other channels 100%"  # two from the store, one from the web: too few to name
    assert row(found, "ask")["owner"] == "Desk"
    assert "most are lost after see: 4 so far; 40.0%" in found.sentence


def test_answers_lie_on_their_own_scale_and_a_person_counts_once(tiny):
    ask = row(journey_map(tiny()), "ask")
    # k0 5 of 1-5, k1 3, k2 the mean of satisfaction 1 and of effort 1 (easy, so best), k3 10 of 0-10
    assert ask["rated_base"] == 4
    assert ask["rated"] == pytest.approx(np.mean([1.0, 0.5, 0.5, 1.0]))
    half = 3.182446 * np.std([1.0, 0.5, 0.5, 1.0], ddof=1) / 2  # Student's t, 3 degrees of freedom
    assert (ask["rated_low"], ask["rated_high"]) == pytest.approx((0.75 - half, 1.0), abs=1e-5)


def test_silence_is_said_and_few_are_withheld(tiny):
    found = journey_map(tiny())
    assert found.table["voice"].tolist() == ["unheard", "heard", "few"]
    buy = row(found, "buy")
    assert np.isnan(buy["rated"]) and np.isnan(buy["rated_base"])
    assert row(found, "see")["rated_base"] == 0 and np.isnan(row(found, "see")["rated"])
    assert "Unheard: see." in found.sentence
    assert any(text.startswith("1 respondents speak of no stage") for text in found.caveats)
    assert "nobody was heard" in found.sentence  # most are lost after "see"


def test_nobody_answered_at_all_and_still_a_map(tiny):
    for answers in (None, [answer("k0", "satisfaction", None)]):
        found = journey_map(tiny(answers))
        assert found.status == "answered" and found.table["voice"].eq("unheard").all()
        assert found.table["base"].tolist() == [10, 6, 3]
        assert "Nobody was heard at any stage" in found.sentence
        assert charts.png(found)


def low(who, text):
    return answer(who, "recommend", 1, "ask", text)


def test_a_quote_is_masked_and_never_of_too_few(tiny):
    said = [low(who, f"chờ quá lâu, gọi tôi 091234567{who[1:]} nhé") for who in ("k0", "k1", "k2")]
    quote = row(journey_map(tiny(said)), "ask")["quote"]
    assert quote.startswith("chờ quá lâu") and "[phone]" in quote and "0912" not in quote
    assert row(journey_map(tiny(said, language="vi")), "ask")["quote"].count("[số điện thoại]") == 1
    assert row(journey_map(tiny(said[:2])), "ask")["quote"] == ""
    again = [low("k0", f"chờ quá lâu lần thứ {n}") for n in "123"]
    assert row(journey_map(tiny(again)), "ask")["quote"] == "", "three comments of one customer are one voice"
    happy = [answer(who, "recommend", 10, "ask", "rất nhanh và dễ chịu") for who in ("k0", "k1", "k2")]
    assert row(journey_map(tiny(happy)), "ask")["quote"] == ""


def test_without_a_model_the_comments_have_the_score_beside_them(tiny):
    said = [answer(who, "recommend", score, "ask", "đã viết vài lời ở đây") for who, score in (("k0", 0), ("k1", 5), ("k2", 10))]
    found = journey_map(tiny(said))
    ask = row(found, "ask")
    assert ask["felt_base"] == 3 and ask["felt"] == pytest.approx(0.5)
    assert any("score that stands beside" in text for text in found.caveats)


def test_levels_add_up_and_a_level_alone_is_its_slice(tiny):
    study = tiny(settings=SETTINGS.replace("minimum_share_base = 2", "minimum_share_base = 1"))
    whole, parts = journey_map(study), journey_map(study, by="city")
    assert parts.table.groupby("stage", sort=False)["base"].sum().tolist() == whole.table["base"].tolist()
    alone = journey_map(study, by="city", level="Huế")
    assert "level" not in alone.table and str(alone.slice) == str(Slice((("city", ("Huế",)),)))
    mine = parts.table[parts.table["level"] == "Huế"]
    for column in ("base", "lost", "value", "rated", "next_days"):
        assert mine[column].tolist() == pytest.approx(alone.table[column].tolist(), nan_ok=True)
    assert len(parts.table) == 6


def test_small_cells_are_withheld_with_what_gives_them_away(tiny):
    table = journey_map(tiny(), by="city").table
    ask = table[table["stage"] == "ask"]  # five from Huế, one from Vinh
    assert ask["base"].isna().all() and set(ask["withheld"]) == {"small", "complement"}
    assert ask["value"].isna().all() and (ask["channels"] == "").all() and (ask["time"] == "").all()


def test_lawful_data_give_no_traceback(tiny, tiny_study):
    one = [{"customer_id": "k0", "at": "2026-03-01", "stage": "see"}]
    plain = SETTINGS.replace('["city"]', "[]")
    found = journey_map(tiny_study(settings=plain, more=JOURNEY, touchpoints=one))
    assert found.status == "cannot_tell" and "Too few" in found.sentence and len(found.table) == 3
    waves = [{**answer(f"k{i}", "satisfaction", 4), "wave": "W1"} for i in range(4)]
    by_wave = tiny(waves, settings=SETTINGS.replace('"year"', '"wave"'))
    assert row(journey_map(by_wave), "ask")["rated"] == pytest.approx(0.75)
    assert row(journey_map(tiny([answer(f"k{i}", "satisfaction", 5) for i in range(5)])), "ask")["rated_low"] < 1
    nobody = tiny_study(settings=plain, more=JOURNEY, touchpoints=[{"customer_id": "k1", "at": "2026-03-01", "stage": "ask"}])
    assert journey_map(nobody).status == "nobody"
    no_contacts = tiny_study(settings=plain, responses=ANSWERS[:3])
    assert journey_map(no_contacts).status == "not_available"


def test_wrong_words_name_the_right_ones(tiny):
    study = tiny()
    with pytest.raises(ArgumentError, match=r'^no segment of customers called "town"\. Choose from: city\.$'):
        journey_map(study, by="town")
    with pytest.raises(ArgumentError, match=r'^no level of city called "Hue"; did you mean "Huế"\? Choose from: Huế, Vinh\.$'):
        journey_map(study, by="city", level="Hue")
    with pytest.raises(ArgumentError, match=r'^level="Huế" needs the segment it is of: journey_map\(study, by=\.\.\., level="Huế"\)$'):
        journey_map(study, level="Huế")
    with pytest.raises(ArgumentError, match=r'^no sentiment called "magic"'):
        journey_map(study, sentiment="magic")
    with pytest.raises(ArgumentError, match='^no model of stages called "eight"'):
        journey_map(study, model="eight")
    with pytest.raises(ArgumentError, match='^the stage "see" has no place in the model "four"; write see = one of: awareness, consideration'):
        journey_map(study, model="four")


# Models of stages

FOUR = '\nmodel = "four"\nas = { see = "awareness", ask = "awareness", buy = "decision" }'


def test_the_map_can_be_drawn_in_the_stages_of_a_model(tiny):
    study = tiny(more=JOURNEY + FOUR)
    found = journey_map(study)
    assert found.table["stage"].tolist() == ["awareness", "decision"]
    assert found.table["base"].tolist() == [10, 3] and found.table["lost"].iloc[0] == 7
    assert found.table["next_days"].iloc[0] == pytest.approx(4 / 24, rel=0.03)  # from see to buy
    assert row(found, "awareness")["rated_base"] == 4 and row(found, "awareness")["owner"] == "Desk"
    assert any("see → awareness" in text for text in found.caveats)
    assert journey_map(study, model="own").table["stage"].tolist() == ["see", "ask", "buy"]
    assert "nhận biết" in journey_map(study.in_language("vi")).display_table().to_string()


def test_a_person_who_answered_about_two_stages_of_one_counts_once(tiny):
    said = [answer(f"k{i}", "satisfaction", 5, stage) for i in range(4) for stage in ("see", "ask")]
    assert row(journey_map(tiny(said, more=JOURNEY + FOUR)), "awareness")["rated_base"] == 4


def test_a_model_keeps_who_reached_what(small):
    own, drawn = journeys.funnel(small).table, journey_map(small, model="four", sentiment="scores").table
    reached = own.set_index("stage")["reached"]
    assert drawn["stage"].tolist() == list(STAGE_MODELS["four"])
    assert drawn["base"].tolist() == [reached["need"], reached["search"], reached["connect"], reached["loyal"]]
    same = journey_map(small, model="seven", sentiment="scores").table
    assert same["base"].tolist() == reached.tolist()


@pytest.mark.parametrize(("more", "text"), [
    ('model = "nine"', r'study\.toml, \[journey\]: no model of stages called "nine"\. Choose from: own, seven, four, five_es\.'),
    ('as = { see = "enter" }', r"study\.toml, \[journey\], as: says where stages stand in a model, but no model is named; write model = one of: seven, four, five_es"),
    ('model = "four"', r'study\.toml, \[journey\], as: the stage "see" has no place in the model "four"; write see = one of: awareness, consideration, decision, loyalty'),
    ('model = "four"\nas = { sea = "awareness" }', r'study\.toml, \[journey\], as: no stage called "sea"; did you mean "see"\? Choose from: see, ask, buy\.'),
    ('model = "four"\nas = { see = "decision", ask = "awareness", buy = "loyalty" }',
     r'study\.toml, \[journey\], as: "ask" stands after "see", but its place "awareness" comes before "decision"'),
    ('model = "four"\nas = { see = "enter" }', r'study\.toml, \[journey\], as: no stage of four called "enter"\. Choose from: awareness, consideration, decision, loyalty\.'),
    ('model = "four"\nas = { see = "loyalty", ask = "loyalty", buy = "loyalty" }',
     r'study\.toml, \[journey\], as: all stages fall into one stage of the model "four"; a map needs at least two'),
    ('offline = "store"', r"study\.toml, \[journey\]: offline must be a list of texts.*"),
])
def test_settings_of_a_model_are_checked_at_the_door(tiny, more, text):
    with pytest.raises(SettingsError, match=f"^{text}$"):
        tiny(more=f"{JOURNEY}\n{more}")


def test_every_stage_of_the_seven_has_its_place_in_every_model():
    for name, stages in STAGE_MODELS.items():
        into = stages_in(name, STAGE_MODELS["seven"], {})
        assert list(dict.fromkeys(into.values())) == list(stages)


# Planted truth, languages, other programs' data


def test_the_planted_trouble_surfaces(small):
    found = journey_map(small, by="region", sentiment="scores")
    # Hà Nội rates its waiting lower, and waiting is rated at "connect".
    assert "Hà Nội at connect" in found.sentence and found.status == "answered"
    apart = journey_map(small, by="age_band", over="all", sentiment="scores")
    assert apart.sentence.startswith("55+ stands out after connect")  # the app fails them there
    assert row(apart, "connect", "55+")["value"] > row(apart, "connect", "25-34")["value"]
    assert apart.owner == "Digital team"


def test_the_words_of_comments_are_read_where_that_works(small):
    found = journey_map(small)
    loyal = row(found, "loyal")
    assert loyal["felt_base"] > 10 and 0 < loyal["felt_low"] < loyal["felt"] < loyal["felt_high"] < 1
    if any("read from their words" in text for text in found.caveats):
        beside = row(journey_map(small, sentiment="scores"), "loyal")
        assert abs(loyal["felt"] - beside["felt"]) < 0.3
    assert found.table["felt"].notna().sum() == 1  # comments stand beside the question about "loyal" only


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_heading_is_said_and_the_finding_comes_back_from_json(small, language):
    for options in ({}, {"by": "plan"}, {"model": "five_es"}):
        found = journey_map(small.in_language(language), sentiment="scores", **options)
        assert not [name for name in found.table if name != "withheld" and not name.startswith("_") and not words.has(f"label.{name}")]
        assert not re.search(r"\{|nan|_", found.sentence)
        assert Finding.from_json(found.to_json()) == found


def test_the_study_is_left_alone(small):
    before = journeys.funnel(small).to_json()
    journey_map(small, model="four", sentiment="scores")
    assert journeys.funnel(small).to_json() == before and small.settings.journey.stages[0] == "need"


ROOT = Path(__file__).resolve().parents[1]
LOGS = ROOT.parent / "shared" / "data" / "event_logs"


@pytest.mark.real
@pytest.mark.skipif(not LOGS.is_dir(), reason="the real data sets (../shared/data) are not here")
@pytest.mark.xdist_group("real_studies")
def test_a_log_without_answers_is_a_map_in_which_everything_is_unheard(tmp_path):
    shutil.copy(ROOT / "data" / "studies" / "bpi2012" / "study.toml", tmp_path)
    study = cxlib.open_study(tmp_path, data=LOGS)
    found = journey_map(study, over="all")
    assert found.table["base"].tolist() == [13087, 7367, 5113, 5015, 2246]
    assert found.table["voice"].eq("unheard").all() and "any stage" in found.sentence
    assert charts.png(found)


def test_doubling_the_customers_keeps_shares_and_narrows_intervals(tiny_study):
    rows = pd.DataFrame(contacts())
    twice = pd.concat([rows, rows.assign(customer_id=rows["customer_id"] + "x")])
    once, double = (journey_map(tiny_study(settings=SETTINGS.replace('["city"]', "[]"), more=JOURNEY, touchpoints=frame)).table for frame in (rows, twice))
    assert double["value"].tolist()[:2] == pytest.approx(once["value"].tolist()[:2])
    assert ((double["high"] - double["low"]) < (once["high"] - once["low"]))[:2].all()
