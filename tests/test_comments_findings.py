"""What people said: rows, contrast, topics, feelings and quotes, against oracles, planted truth and worlds without any."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxlib import charts, comments
from cxlib.codebook import Question
from cxlib.comments import feeling, grouping, learning, picking, quoting, said, structure, subjects, wording
from cxlib.comments.terms import terms_of
from cxlib.errors import ArgumentError
from cxlib.samples import remarks
from cxlib.samples import world as samples_world
from tests.benchmarks import comments as benchmark

ORACLE = json.loads((Path(__file__).parent / "oracles" / "text_expected.json").read_text(encoding="utf-8"))
NPS = 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"'
CSAT = 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"'
FINDINGS = (comments.contrast, comments.topics, comments.sentiment, comments.quotes)
BAD = ("nhân viên chậm", "chờ quá lâu", "app bị treo")
GOOD = ("cà phê rất ngon", "giá hợp lý", "không gian yên tĩnh")
FILLER = "qua ghé đi cùng nhà uống chỗ mua mang về sáng cuối tuần trưa chiều tối bàn ghế cửa đường xe mưa nắng áo túi hoa".split()


def world(n=400, seed=1, *, planted=True, **more):
    """One comment per person: a theme that goes with the score (or does not), and words that go with nothing."""
    rng = np.random.default_rng(seed)
    happy = rng.random(n) < 0.5
    mood = happy if planted else rng.random(n) < 0.5
    texts = [f"{(GOOD if good else BAD)[rng.integers(3)]}, {', '.join(rng.choice(FILLER, 4))}" for good in mood]
    return pd.DataFrame({
        "customer_id": [f"c{place:04d}" for place in range(n)], "at": np.where(np.arange(n) % 2, "2026-01-15", "2026-04-15"),
        "question": "recommend", "score": np.where(happy, rng.integers(9, 11, n), rng.integers(0, 7, n)), "comment": texts, **more,
    })


def noise(n=400, seed=1):
    rng = np.random.default_rng(seed)
    return world(n, seed).assign(comment=[" ".join(f"w{word}x" for word in rng.integers(0, 120, 9)) for _ in range(n)])


@pytest.fixture(scope="session")
def opened(tiny_study):
    """A function that opens a study of these answers."""

    def make(rows, *, questions=None, **more):
        settings = 'as_of = 2026-07-01\nperiod = "quarter"' + more.pop("settings", "")
        return tiny_study(responses=rows, questions={"recommend": NPS} | (questions or {}), settings=settings, **more)

    return make


@pytest.fixture(scope="module")
def planted(opened):
    return opened(world())


@pytest.fixture(scope="module")
def empty(opened):
    return opened(world(30).assign(comment=""))


@pytest.mark.parametrize("module", [feeling, grouping, learning, quoting, said, subjects, wording], ids=lambda module: module.__name__)
def test_the_examples_run(module):
    assert doctest.testmod(module).failed == 0


# Rows


def test_a_comment_beside_several_answers_counts_once(opened):
    questions = {"recommend": NPS, "satisfaction": CSAT}
    rows = [
        {"customer_id": "a", "at": "2026-04-01", "question": "satisfaction", "score": 2, "comment": "Chờ lâu "},
        {"customer_id": "a", "at": "2026-04-01", "question": "recommend", "score": 3, "comment": "chờ  lâu"},
        {"customer_id": "a", "at": "2026-01-01", "question": "recommend", "score": 9, "comment": "chờ lâu"},
        {"customer_id": "b", "at": "2026-04-01", "question": "satisfaction", "score": 5, "comment": "tốt"},
        {"customer_id": "b", "at": "2026-04-02", "question": "satisfaction", "score": 4, "comment": "rẻ"},
        {"customer_id": "b", "at": "2026-04-02", "question": "recommend", "score": 8, "comment": " "},
    ]
    study = opened(rows, questions=questions)
    found = study.comment_rows()
    assert list(zip(found["customer_id"], found["comment"], found["question"], found["score"], strict=True)) == [
        ("a", "chờ lâu", "recommend", 9), ("a", "chờ  lâu", "recommend", 3), ("b", "tốt", "satisfaction", 5), ("b", "rẻ", "satisfaction", 4),
    ]
    assert study.comment_rows(question="satisfaction")["score"].fillna(-1).tolist() == [-1, 2, 4, 4]
    assert study.where("period = 2026Q1").comment_rows()["comment"].tolist() == ["chờ lâu"]
    with pytest.raises(ArgumentError, match="no question called"):
        study.comment_rows(question="recomend")


def test_people_without_an_id_may_say_the_same(opened):
    rows = pd.DataFrame({"at": "2026-04-01", "question": "recommend", "score": 3, "comment": ["ok"] * 3})
    assert len(opened(rows).comment_rows()) == 3


def test_later_comments_are_out_of_reach(opened):
    study = opened(world(20), wave="2026Q1")
    assert len(study.comment_rows()) == 10 and set(study.comment_rows()["period"]) == {"2026Q1"}


def test_feelings_follow_the_scale_and_its_direction():
    effort = Question("effort", "ces", 1, 7, "bad", asks="effort")
    assert list(said.feelings(pd.Series([1, 2, 3, 5, 6, 7, np.nan]), effort)) == ["high", "high", "middle", "middle", "low", "low", ""]
    nps = Question("recommend", "nps", 0, 10, "good")
    assert list(said.feelings(pd.Series([6, 7, 8, 9.0]), nps)) == ["low", "middle", "middle", "high"]


# Contrast


def test_log_odds_equal_the_oracle():
    case = ORACLE["log_odds"]
    names = list(case["expected"])
    delta, variance, z = comments.log_odds([case["a"][name] for name in names], [case["b"][name] for name in names], prior=100)
    for place, name in enumerate(names):
        expected = case["expected"][name]
        assert (delta[place], variance[place], z[place]) == pytest.approx((expected["delta"], expected["var"], expected["z"]), rel=1e-12)


def test_swapping_the_sides_turns_the_sign():
    rng = np.random.default_rng(3)
    a, b = rng.integers(0, 30, 20), rng.integers(0, 30, 20)
    assert comments.log_odds(a, b)[0] == pytest.approx(-comments.log_odds(b, a)[0])
    with pytest.raises(ArgumentError, match="prior must be above 0"):
        comments.log_odds(a, b, prior=0)


def test_planted_words_come_up_on_their_side(planted):
    found = comments.contrast(planted)
    low = set(found.table.loc[(found.table["side"] == "detractors") & (found.table["verdict"] == "clear"), "word"])
    high = set(found.table.loc[(found.table["side"] == "promoters") & (found.table["verdict"] == "clear"), "word"])
    assert found.status == "answered" and len(low) >= 3 and len(high) >= 3
    assert all(any(word in phrase for phrase in BAD) for word in low) and all(any(word in phrase for phrase in GOOD) for word in high)
    assert (found.table["low"] <= found.table["value"]).all() and (found.table["base"] >= 10).all()


def test_shuffled_scores_show_a_word_at_most_about_once_in_twenty(opened):
    called = 0
    study = opened(world(300, planted=False))
    rows = study.comment_rows()
    for seed in range(40):
        first = np.random.default_rng(seed).random(len(rows)) < 0.4
        table, _ = wording.separating(wording.Split(said.Said(rows, None, ("2026Q2",)), first, ("a", "b")), minimum=10, permutations=99, seed=seed)
        called += (table["verdict"] == "clear").any()
    assert called <= 6  # 2 expected; 7 or more has a chance of 0.3%


def test_a_talkative_customer_is_one_customer(opened):
    """Twelve customers who each wrote 12 times: their favourite words are no difference between groups."""
    rng, rows = np.random.default_rng(5), []
    for person in range(24):
        for turn in range(12):
            rows.append({"customer_id": f"c{person:02d}", "at": f"2026-0{1 + turn % 6}-{1 + turn:02d}", "question": "recommend", "score": 5,
                         "comment": f"fav{person % 12} word{rng.integers(30)} nr{turn}"})
    rows = opened(rows).comment_rows()
    called = 0
    for seed in range(20):
        leavers = set(np.random.default_rng(seed).permutation(rows["customer_id"].unique())[:12])
        split = wording.Split(said.Said(rows, None, ("2026Q2",)), rows["customer_id"].isin(leavers).to_numpy(), ("a", "b"))
        called += (wording.separating(split, minimum=10, permutations=99, seed=seed)[0]["verdict"] == "clear").any()
    assert called <= 4


def test_groups_may_be_a_segment_or_labels(opened):
    rows = world(300)
    rows["channel"] = np.where(rows["score"] > 6, "app", np.where(np.arange(300) % 3 == 0, "phone", "store"))
    study = opened(rows)
    labels = pd.Series(np.where(rows["score"] > 6, "stays", "leaves"), index=rows["customer_id"])
    by_labels, by_score = comments.contrast(study, by=labels), comments.contrast(study)
    assert by_labels.table["value"].tolist() == pytest.approx(by_score.table["value"].tolist())
    assert comments.contrast(study, by="channel", levels="app").status == "answered"
    assert comments.contrast(study, by="channel", levels=("phone", "store")).status == "cannot_tell"
    with pytest.raises(ArgumentError, match="name one or two levels to set apart"):
        comments.contrast(study, by="channel")
    with pytest.raises(ArgumentError, match='no level of channel called "ap"'):
        comments.contrast(study, by="channel", levels="ap")
    with pytest.raises(ArgumentError, match='no segment of responses called "chanel"; did you mean "channel"'):
        comments.contrast(study, by="chanel")
    with pytest.raises(ArgumentError, match="permutations must be 99 or more"):
        comments.contrast(study, permutations=10)


# Topics


def test_planted_topics_are_found_and_nothing_else():
    rng = np.random.default_rng(0)
    theme = rng.integers(5, size=500)
    own = [[f"t{a}w{b}x" for b in range(12)] for a in range(5)]
    texts = [" ".join([*rng.choice(own[one], 4), *(f"c{word}x" for word in rng.integers(0, 40, 5))]) for one in theme]
    terms = terms_of(texts, at_least=5)
    found, tried = grouping.chosen(grouping.weights_of(terms), range(2, 8), fewest=10, starts=4, seed=1)
    assert len(found.terms) == 5 and found.agreement > 0.9 and max(tried[k] for k in (2, 3, 4)) < 0.9
    assert grouping.agreement(np.where(found.group < 0, 5, found.group), theme) > 0.9
    assert structure.chance_of_structure(terms, 5, seed=1) <= 0.01


def test_agreement_equals_scikit_learn():
    from sklearn.metrics import adjusted_rand_score

    rng = np.random.default_rng(2)
    for _ in range(5):
        first, second = rng.integers(0, 4, 60), rng.integers(0, 3, 60)
        assert grouping.agreement(first, second) == pytest.approx(adjusted_rand_score(first, second))


def test_dealing_keeps_how_often_each_word_and_how_long_each_comment_is():
    from scipy.sparse import csr_matrix

    rng = np.random.default_rng(4)
    holds = csr_matrix((rng.random((200, 40)) < 0.1).astype(float))
    out = structure.dealt(holds, rng)
    assert out.nnz >= 0.99 * holds.nnz and (out != holds).nnz > holds.nnz / 2
    assert np.abs(out.sum(axis=0) - holds.sum(axis=0)).sum() <= 0.02 * holds.nnz and np.abs(out.sum(axis=1) - holds.sum(axis=1)).sum() <= 0.02 * holds.nnz


def test_topics_have_shares_that_add_up_and_scores(planted):
    found = comments.topics(planted)
    assert found.status == "answered" and found.table["value"].sum() == pytest.approx(1)
    assert {"below", "above"} <= set(found.table["verdict"])
    below = " ".join(found.table.loc[found.table["verdict"] == "below", "theme"])
    assert re.search("chậm|chờ|treo", below) and not re.search("ngon|hợp lý|yên tĩnh", below)
    for row in found.table[found.table["verdict"] == "below"].itertuples():
        assert any(phrase in row.quote for phrase in BAD)
    theme = found.table["theme"].iloc[0]
    quoted = comments.quotes(planted, side="any", topic=theme)
    assert quoted.status == "answered" and quoted.base == found.table["base"].iloc[0]
    with pytest.raises(ArgumentError, match="no topic called"):
        comments.quotes(planted, topic="coffee beans")


def test_words_without_topics_are_not_given_any(opened):
    for seed in (1, 2, 3):
        found = comments.topics(opened(noise(seed=seed)))
        assert found.status == "cannot_tell" and "cannot tell" in found.sentence and {"k", "agreement"} <= set(found.table)


def test_the_themes_of_the_made_up_company_come_up(opened):
    """Its comments speak of six themes in two languages, a sixth of them typed without diacritics."""
    rng = np.random.default_rng(8)
    n = 12_000
    ratings = rng.integers(1, 6, (n, len(samples_world.RATINGS))).astype(float)
    scores = np.column_stack([rng.integers(0, 11, n).astype(float), ratings])
    drawn, _ = remarks.draw_comments(scores, seed=8)
    rows = pd.DataFrame({"customer_id": [f"c{place:05d}" for place in range(n)], "at": "2026-04-01", "question": "recommend", "score": scores[:, 0],
                         "comment": drawn.to_pylist()})
    study = opened(rows[rows["comment"].notna()])
    found = comments.topics(study)
    assert found.status == "answered"
    named = " ".join(found.table["theme"])
    themes = ("app|ứng dụng|đặt", "chờ|đợi|nhanh|lâu", "cà phê|đồ uống", "nhân viên|món", "giá|đồng tiền|khuyến mãi", "điểm")
    assert [theme for theme in themes if not re.search(theme, named)] == []
    clear = comments.contrast(study).table
    assert {"cân nhắc", "bạn bè"} <= set(clear.loc[clear["verdict"] == "clear", "word"])
    shown = comments.quotes(study, side="any", n=40).to_html()
    assert "<script" not in shown and "0900" not in shown and "khach.hang@" not in shown


# Feelings


def test_feelings_are_told_on_other_customers_and_on_later_comments(planted):
    found = comments.sentiment(planted)
    value = found.table.set_index(["tested_on", "metric"])["value"]
    assert found.status == "answered" and value["customers", "accuracy"] > 0.95 and value["later", "accuracy"] > 0.95
    assert value["customers", "gain"] == pytest.approx(value["customers", "accuracy"] - value["customers", "baseline"])
    assert "interval" in found.sentence and "Macro-F1" in found.sentence


def test_a_customer_is_never_told_from_the_own_comments():
    """Each customer has a word of the own and always the same feeling: only a leak could tell it."""
    rng = np.random.default_rng(6)
    customers = np.repeat([f"c{place}" for place in range(60)], 5)
    feeling = np.repeat(np.where(rng.random(60) < 0.5, "low", "high"), 5)
    chances, usual = learning.out_of_fold([f"word{name}x" for name in customers], feeling, customers, seed=1)
    assert (chances.idxmax(axis=1) == feeling).mean() < 0.65 and len(usual) == 300


def test_quality_equals_scikit_learn():
    from sklearn.metrics import f1_score

    rng = np.random.default_rng(7)
    true, told = (np.asarray(learning.FEELINGS, dtype=object)[rng.integers(0, 3, 200)] for _ in range(2))
    table = learning.quality(told, true, np.full(200, "high", dtype=object), np.arange(200)).set_index("metric")
    assert table.loc["accuracy", "value"] == pytest.approx((told == true).mean())
    assert table.loc["macro_f1", "value"] == pytest.approx(f1_score(true.astype(str), told.astype(str), average="macro"))
    assert (table["low"] <= table["value"]).all() and (table["value"] <= table["high"]).all()


def test_feelings_that_words_do_not_show_are_not_told(opened):
    found = comments.sentiment(opened(world(planted=False)))
    assert found.status == "cannot_tell" and "We cannot tell feelings" in found.sentence


def test_felt_gives_chances_for_every_comment(opened):
    rows = world(320)
    rows["score"] = rows["score"].astype(float).mask(rows.index >= 300)
    table = comments.felt(opened(rows))
    assert len(table) == 320 and table[["low", "middle", "high"]].sum(axis=1).to_numpy() == pytest.approx(1)
    blank = table[table["given"] == ""]
    assert len(blank) == 20 and set(blank["felt"]) <= set(said.FEELINGS)
    assert comments.felt(opened(rows.head(30))).empty


# Quotes


def test_quotes_follow_the_rule_and_are_masked(opened):
    rows = world(60)
    rows.loc[0, ["score", "comment"]] = [0, "nhân viên chậm, chờ quá lâu, app bị treo, gọi tôi 0912345678"]
    study = opened(rows)
    found = comments.quotes(study, n=5)
    assert found.status == "answered" and len(found.table) == 5 and set(found.table["said_by"]) == {"detractors"}
    assert not found.table["quote"].str.contains(r"\d{3}|@").any()
    first = comments.quotes(study, n=1).table["quote"].iloc[0]
    assert first == found.table["quote"].iloc[0] and any(phrase in first for phrase in BAD)


def test_a_customer_is_quoted_once_and_a_text_once():
    rows = pd.DataFrame({
        "customer_id": ["a", "a", "b", "c", "d", "a"],
        "at": pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-03", "2026-01-04", "2025-12-31"]),
        "comment": ["một hai ba bốn", "năm sáu bảy tám", "mot hai ba bon", "chín mười một hai", "ngắn", "thêm một câu nữa"],
    })
    found = picking.picked(rows, np.array([1.0, 1.0, 1.0, 1.0, 9.0, 1.0]), 9, language="en")
    assert found["quote"].tolist() == ["mot hai ba bon", "chín mười một hai", "năm sáu bảy tám"]


def test_nobody_is_given_away(opened):
    rows = world(60, stage="purchase")
    rows["score"] = np.where(np.arange(60) < 9, 2, 10)
    study = opened(rows)
    found = comments.quotes(study, side="low")
    assert found.status == "cannot_tell" and found.table.empty and "too few to quote" in found.sentence
    assert comments.quotes(study, side="high").status == "answered"
    assert comments.quotes(study, side="any", stage="purchase").base == 60
    with pytest.raises(ArgumentError, match="no stage called"):
        comments.quotes(study, stage="purchse")
    with pytest.raises(ArgumentError, match="n is 0"):
        comments.quotes(study, n=0)
    with pytest.raises(ArgumentError, match='no side called "lo"'):
        comments.quotes(study, side="lo")


# Lawful data that says little


@pytest.mark.parametrize("analysis", FINDINGS, ids=lambda one: one.__name__)
class TestEveryAnalysis:
    @pytest.mark.parametrize("language", ["en", "vi"])
    def test_it_speaks_both_languages(self, analysis, language, planted):
        found = analysis(planted.in_language(language))
        found.to_html()
        charts.png(found)
        assert found.status == "answered" and found.base > 0 and found.provenance
        assert not [name for name in found.display_table() if "_" in name]
        assert "{" not in found.sentence and found == type(found).from_json(found.to_json())

    def test_no_comments(self, analysis, empty):
        found = analysis(empty)
        assert found.status == "nobody" and "wrote a comment" in found.sentence

    def test_no_answers_at_all(self, analysis, tiny_study):
        study = tiny_study(questions={}, touchpoints=[{"customer_id": "a", "at": "2026-01-01", "stage": "purchase"}])
        assert analysis(study).status == "not_available"

    def test_an_empty_slice(self, analysis, opened):
        study = opened(world(40, channel="app"), customers=[{"customer_id": "zz", "region": "N"}, {"customer_id": "c0001", "region": "S"}],
                       settings='\nsegments = ["region"]')
        assert analysis(study.where("region = N")).status in ("nobody", "cannot_tell")
        assert analysis(study.where("region = S")).status == "cannot_tell"

    @pytest.mark.parametrize("change", [
        {"comment": "ok"}, {"score": 7}, {"score": 0}, {"score": np.nan}, {"comment": "!!!"}, {"comment": "0912345678"}, {"customer_id": "one"},
        {"at": "2026-04-15"},
    ], ids=str)
    def test_strange_but_lawful(self, analysis, change, opened):
        found = analysis(opened(world(220).assign(**change)))
        assert found.status in ("answered", "cannot_tell", "nobody") and found.sentence
        charts.png(found)

    def test_one_comment(self, analysis, opened):
        assert analysis(opened(world(1))).status == "cannot_tell"

    def test_waves_without_dates(self, analysis, tiny_study):
        rows = world(240).drop(columns="at").assign(wave=["first", "second"] * 120)
        study = tiny_study(responses=rows, questions={"recommend": NPS}, settings='period = "wave"')
        assert analysis(study).status in ("answered", "cannot_tell")

    def test_the_order_of_rows_does_not_matter(self, analysis, opened, planted):
        again = opened(world().sample(frac=1, random_state=3))
        assert analysis(again).sentence == analysis(planted).sentence

    def test_unknown_words(self, analysis, planted):
        with pytest.raises(ArgumentError, match="no question called"):
            analysis(planted, question="recomend")
        with pytest.raises(ArgumentError, match="waves must be a whole number"):
            analysis(planted, waves=0)


@pytest.mark.real
@pytest.mark.skipif(not benchmark.REVIEWS.is_dir(), reason="the phone reviews (../shared/data/vietnamese_phone_reviews) are not here")
def test_feelings_of_vietnamese_phone_reviews():
    table = benchmark.measured().set_index(["typed", "metric"])
    assert table.loc[("as typed", "accuracy"), "value"] >= 0.79
    assert table.loc[("without diacritics", "accuracy"), "value"] >= 0.75
    assert table.loc[("as typed", "gain"), "low"] > 0.1
