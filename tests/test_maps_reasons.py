"""Why customers leave a step: planted reasons, worlds without any, matching in time, survivors, thin data."""

import doctest
import importlib

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import samples
from cxlib.errors import ArgumentError
from cxlib.journeys import drop_off
from cxlib.journeys.kernel import DAY
from cxlib.journeys.look import _instant, look
from cxlib.maps.before import at_step
from cxlib.maps.joint import drop_score_said
from cxlib.maps.reasons import drop_reasons

QUESTIONS = {
    "recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"',
    "queue": 'metric = "rating"\nscale = [1, 5]\nhigh_is = "good"\nstage = "ask"',
    "happy": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"\nstage = "buy"',
}
SETTINGS = "as_of = 2026-07-01\nperiod = 'quarter'\n[journey]\nstages = ['visit', 'ask', 'buy']\nexits = ['complain']\nwindow_days = 20\nowners.ask = 'Shop floor'"
START = np.datetime64("2026-04-10T08:00:00")
BAD = ("phải chờ lâu quá, gọi 0912 345 678", "chờ lâu, không ai trả lời", "chờ lâu mà nhân viên thờ ơ")
GOOD = ("đồ uống ngon, giá hợp lý", "ngon và sạch sẽ, sẽ quay lại", "giá hợp lý, nhân viên vui vẻ")


def moment(day):
    return str(START + np.timedelta64(round(day * 86_400), "s")).replace("T", " ")


class World:
    """Customers who visit, ask and then buy or not, with what they answered."""

    def __init__(self, seed, n=600, stay=0.6):
        self.rng, self.n = np.random.default_rng(seed), n
        self.left = self.rng.random(n) >= stay
        self.visit = self.rng.uniform(0, 40, n)
        self.ask = self.visit + self.rng.exponential(1.0, n)
        self.buy = self.ask + self.rng.exponential(3.0, n)
        self.left |= self.buy > self.visit + 20
        self.channel = self.rng.choice(["app", "shop", "phone"], n)
        self.answers = []

    def answer(self, question, score, day, **more):
        who = np.arange(self.n)
        score, day = np.broadcast_to(score, self.n), np.broadcast_to(day, self.n)
        self.answers += [{"customer_id": f"c{i}", "at": moment(day[i]), "question": question, "score": int(score[i]), **more} for i in who if np.isfinite(day[i])]

    def study(self, tiny_study, **more):
        rows = []
        for i in range(self.n):
            for stage, day in (("visit", self.visit[i]), ("ask", self.ask[i]), ("buy", np.inf if self.left[i] else self.buy[i])):
                rows += [{"customer_id": f"c{i}", "at": moment(day), "stage": stage, "channel": self.channel[i]}] if np.isfinite(day) else []
        tables = {"touchpoints": rows} | ({"responses": self.answers} if self.answers else {}) | more
        return tiny_study(**{"questions": QUESTIONS, "settings": SETTINGS} | tables)


def rating(rng, mean, n):
    return np.clip(np.round(mean + rng.normal(0, 1, n)), 1, 5)


def planted(seed=1):
    """Leavers scored the queue lower, waited longer, came by phone and wrote of waiting."""
    world = World(seed)
    world.channel = np.where(world.left & (world.rng.random(world.n) < 0.4), "phone", world.channel)
    slow = np.where(world.left, 1.5, 0.0)
    world.ask, world.buy = world.ask + slow, world.buy + slow
    world.answer("queue", rating(world.rng, np.where(world.left, 2.8, 3.8), world.n), world.visit - 10)
    world.answer("recommend", world.rng.integers(4, 11, world.n), world.visit - 9)
    for row in world.answers[: world.n]:
        said = BAD if world.left[int(row["customer_id"][1:])] else GOOD
        row["comment"] = f"{said[world.rng.integers(3)]}"
    return world


def test_planted_reasons_are_clear_and_the_others_are_not(tiny_study):
    study = planted().study(tiny_study)
    answer = drop_reasons(study, step="ask")
    rows = answer.table.set_index("what")
    assert answer.status == "answered" and answer.owner == "Shop floor"
    assert rows.loc["queue", "verdict"] == "clear" and rows.loc["queue", "low"] < -1 < rows.loc["queue", "high"]
    assert rows.loc["phone", "verdict"] == "clear" and rows.loc["phone", "value"] > 0.2
    assert rows.loc["", "verdict"] == "clear" and rows.loc["", "low"] < 1.5 < rows.loc["", "high"]  # days from the stage before
    assert "clear" in set(rows.loc[rows["reason"] == "word", "verdict"])
    assert rows.loc["recommend", "verdict"] == "cannot tell"
    assert (answer.table["base"] == answer.table["leavers"] + answer.table["stayers"]).all()
    shown = answer.table.dropna(subset=["value"])
    assert shown["value"].to_numpy() == pytest.approx((shown["leavers_value"] - shown["stayers_value"]).to_numpy())
    assert set(answer.table["step"]) == {"ask → buy"}


def test_the_sentence_names_the_largest_in_both_languages(tiny_study):
    world = World(3)
    world.answer("queue", rating(world.rng, np.where(world.left, 2.6, 3.8), world.n), world.visit - 10)
    study = world.study(tiny_study)
    said = drop_reasons(study, step="worst").sentence
    assert said.startswith("Of the customers that began in Q2 2026, those lost at ask → buy had scored queue at 2.")
    assert "95% interval" in said and "n = " in said
    vi = drop_reasons(study.in_language("vi"), step="worst")
    assert vi.sentence.startswith("Trong các khách hàng bắt đầu trong Quý 2/2026, khách bị mất ở ask → buy trước đó cho queue mức 2,")
    assert "Loại lý do" in vi.display_table().columns


def test_without_any_reason_it_cannot_tell(tiny_study):
    told = []
    for seed in range(6):
        world = World(seed, n=300)
        world.answer("queue", rating(world.rng, 3.5, world.n), world.visit - 10)
        world.answer("recommend", world.rng.integers(4, 11, world.n), world.visit - 9)
        told.append(drop_reasons(world.study(tiny_study)))
    assert [one.status for one in told].count("cannot_tell") >= 5
    calm = next(one for one in told if one.status == "cannot_tell")
    assert "we cannot tell why they left" in calm.sentence


def test_an_answer_after_going_on_is_no_reason(tiny_study):
    world = World(4)
    world.answer("happy", rating(world.rng, 3.5, world.n), world.visit - 10)
    # a letter of thanks makes buyers happy; the last answer of each would set them far apart
    world.answer("happy", 5, np.where(world.left, np.nan, world.buy + 1))
    row = drop_reasons(world.study(tiny_study), step="ask").table.set_index("what").loc["happy"]
    last = pd.DataFrame(world.answers).drop_duplicates("customer_id", keep="last").set_index("customer_id")["score"]
    naive = last[[f"c{i}" for i in np.flatnonzero(world.left)]].gt(3).mean() - last[[f"c{i}" for i in np.flatnonzero(~world.left)]].gt(3).mean()
    assert naive < -0.4 and row["verdict"] == "cannot tell" and row["low"] < 0 < row["high"]


def test_leavers_are_looked_at_for_as_long_as_the_others(tiny_study):
    found, naive = [], []
    for seed in range(4):
        world = World(seed, n=1500)
        after = world.rng.uniform(0, 15, world.n)
        # everybody's score rises with the days since they asked, whether they leave or not
        score = np.clip(np.round(1 + after / 4 + world.rng.normal(0, 0.5, world.n)), 1, 5)
        world.answer("queue", score, world.ask + after)
        found.append(drop_reasons(world.study(tiny_study), step="ask").table.set_index("what").loc["queue"])
        naive.append(score[world.left].mean() - score[~world.left & (world.ask + after < world.buy)].mean())
    assert min(naive) > 0.9
    assert abs(np.mean([row["value"] for row in found])) < 0.12
    assert [row["verdict"] for row in found].count("cannot tell") >= 3


def test_the_moments_of_leavers_are_drawn_from_those_who_went_on(tiny_study):
    study = World(6).study(tiny_study)
    seen = look(study, by=(), over="wave", window_days=None, order=None)
    one = at_step(seen, 1, as_of=_instant(study.as_of, study), seed=1)
    again = at_step(seen, 1, as_of=_instant(study.as_of, study), seed=1)
    other = at_step(seen, 1, as_of=_instant(study.as_of, study), seed=2)
    assert (one.until == again.until).all() and (one.until != other.until).any()
    days = (one.until - one.entered) / DAY
    quartiles = [np.quantile(days[side], [0.25, 0.5, 0.75]) for side in (one.left, ~one.left)]
    assert quartiles[0] == pytest.approx(quartiles[1], rel=0.1)
    assert (one.until <= one.over).all() and (one.over < _instant(study.as_of, study)).all()
    assert len(set(one.customer)) == len(one.customer)


def test_only_survivors_asked_is_said(tiny_study):
    world = World(7)
    world.answer("happy", rating(world.rng, 4, world.n), np.where(world.left, np.nan, world.buy + 1), stage="buy")
    notes = drop_reasons(world.study(tiny_study), step="ask").caveats
    warned = [note for note in notes if "survivors" in note]
    assert len(warned) == 1 and warned[0].startswith("At ask → buy only those who went on were asked (none of those who left, ")
    assert warned[0].endswith("Next time ask those who stop at “ask” too.")
    everyone = World(7)
    everyone.answer("happy", rating(everyone.rng, 4, everyone.n), everyone.ask + 1, stage="buy")
    assert not any("survivors" in note for note in drop_reasons(everyone.study(tiny_study), step="ask").caveats)


def test_by_a_segment_each_level_is_compared_alone(tiny_study):
    world = World(8, n=900)
    old = np.arange(world.n) % 3 == 0
    world.answer("queue", rating(world.rng, np.where(world.left & old, 2.3, 3.7), world.n), world.visit - 10)
    segmented = SETTINGS.replace("period", "segments = ['age']\nperiod", 1)
    people = [{"customer_id": f"c{i}", "age": "old" if old[i] else "young"} for i in range(world.n)]
    answer = drop_reasons(world.study(tiny_study, customers=people, settings=segmented).where("age = old,young"), step="ask", by="age")
    rows = answer.table[answer.table["what"] == "queue"].set_index("age")
    assert rows.loc["old", "verdict"] == "clear" and rows.loc["young", "verdict"] == "cannot tell"
    assert "ask → buy (old)" in answer.sentence and answer.key == "maps.drop_reasons.ask.age"


def test_few_on_one_side_are_withheld_and_unheard_leavers_are_called_so(tiny_study):
    world = World(9, n=200)
    few = np.flatnonzero(world.left)[:4]
    world.answer("queue", 3, np.where(np.isin(np.arange(200), few) | ~world.left, world.visit - 5, np.nan))
    world.answer("recommend", 8, np.where(world.left, np.nan, world.visit - 5))
    rows = drop_reasons(world.study(tiny_study), step="ask").table.set_index("what")
    assert rows.loc["queue", "withheld"] == "small" and rows.loc["queue", ["leavers", "value", "leavers_value"]].isna().all()
    assert rows.loc["recommend", "verdict"] == "leavers not heard" and np.isnan(rows.loc["recommend", "value"])


@pytest.mark.parametrize("analysis", [drop_reasons, drop_score_said])
def test_lawful_but_thin_data_gives_a_finding(tiny_study, analysis):
    visit = {"customer_id": "c1", "at": "2026-05-01 10:00", "stage": "visit"}
    one = tiny_study(touchpoints=[visit], responses=[{"customer_id": "c1", "at": "2026-04-01", "question": "queue", "score": 3}],
                     questions=QUESTIONS, settings=SETTINGS)
    assert analysis(one).status == "cannot_tell" and analysis(one.in_language("vi")).sentence
    assert analysis(tiny_study(touchpoints=[visit], questions={}, settings=SETTINGS)).status == "cannot_tell"
    assert analysis(tiny_study(touchpoints=[visit | {"stage": "ask"}], questions={}, settings=SETTINGS)).status == "nobody"
    assert analysis(tiny_study(responses=[{"customer_id": "c1", "at": "2026-04-01", "question": "queue", "score": 3}], questions=QUESTIONS)).status == "not_available"
    world = World(10, n=80)
    undated = [{"customer_id": f"c{i}", "wave": "2026Q2", "question": "queue", "score": 3} for i in range(80)]
    for period in ("quarter", "wave"):
        wave = world.study(tiny_study, responses=undated, settings=SETTINGS.replace("quarter", period))
        told = analysis(wave)
        assert told.status in ("answered", "cannot_tell") and "queue" not in told.sentence
    bare = world.study(tiny_study)  # no answers at all: waits and channels are left
    assert set(drop_reasons(bare).table["reason"]) == {"wait", "channel"}
    stayed = World(11, n=60, stay=2.0)
    stayed.left[:] = False
    assert analysis(stayed.study(tiny_study)).status in ("answered", "cannot_tell")


def test_wrong_words_are_refused(small):
    with pytest.raises(ArgumentError, match='no step called "purchse"; did you mean "purchase"'):
        drop_reasons(small, step="purchse")
    with pytest.raises(ArgumentError, match="lookback_days must be above 0, not 0"):
        drop_reasons(small, lookback_days=0)


def test_the_sample_shows_the_planted_channel_at_its_step(tmp_path):
    study = cxlib.open_study(samples.write(samples.company(scale=0.3), tmp_path / "study"))
    row = drop_reasons(study, by="age_band", step="connect").table.iloc[0]
    assert (row["age_band"], row["what"], row["verdict"]) in {("55+", "app", "clear"), ("55+", "store", "clear")}


# Drop, score and what they said in one table


def test_the_joint_table_agrees_with_drop_off_and_reasons(tiny_study):
    study = planted(2).study(tiny_study)
    joint, losses = drop_score_said(study), drop_off(study).table.set_index("step")
    rows = joint.table.set_index("step")
    assert rows["value"].to_numpy() == pytest.approx(1 - losses.loc[rows.index, "value"].to_numpy())
    assert (rows["lost"] == (losses["lost"] + losses["exited"])[rows.index]).all()
    row, reason = rows.loc["ask → buy"], drop_reasons(study, step="ask").table.set_index("what").loc["queue"]
    assert row["question"] == "queue" and row["adjusted_p"] < 0.05
    assert row[["leavers", "leavers_value", "stayers_value", "difference"]].tolist() == pytest.approx(reason[["leavers", "leavers_value", "stayers_value", "value"]].tolist())


def test_the_quote_is_a_leavers_and_masked(tiny_study):
    study = planted(2).study(tiny_study)
    joint = drop_score_said(study)
    row = joint.table.set_index("step").loc["ask → buy"]
    assert "chờ" in row["word"] and "chờ lâu" in row["quote"] and row["owner"] == "Shop floor"
    assert not joint.table["quote"].str.contains("0912").any()
    assert f"They write “{row['word']}” more often." in joint.sentence and joint.sentence.endswith("Owner of this step: Shop floor.")
    assert "Họ viết “" in drop_score_said(study.in_language("vi")).sentence


def test_no_quote_of_few(tiny_study):
    world = planted(3)
    kept = [row for row in world.answers if row["question"] == "queue"]
    for place, row in enumerate(kept):
        if place >= 12:
            row.pop("comment", None)
    rows = drop_score_said(world.study(tiny_study, responses=kept)).table
    assert (rows["quote"] == "").all() and (rows["word"] == "").all()


def test_the_study_and_its_tables_come_out_unchanged(small):
    before = small.score_counts()
    first, second = drop_reasons(small), drop_reasons(small)
    assert first == second and before.equals(small.score_counts())


def test_examples():
    for name in ("before", "reasons", "joint"):
        assert doctest.testmod(importlib.import_module(f"cxlib.maps.{name}")).failed == 0
