"""How much places differ at the same touchpoint, and one bad contact against the average: other programs, planted worlds."""

import doctest
import importlib
import warnings

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import samples
from cxlib.errors import ArgumentError
from cxlib.scores.bad_contact import one_bad_contact
from cxlib.scores.consistency import agreement, consistency

QUESTIONS = {
    "recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"\nowner = "Head office"',
    "queue": 'metric = "rating"\nscale = [1, 5]\nhigh_is = "good"\nowner = "Stores"',
    "effort": 'metric = "ces"\nscale = [1, 7]\nhigh_is = "bad"\nasks = "effort"',
}


def sums_of(groups):
    return [len(g) for g in groups], [g.sum() for g in groups], [(g**2).sum() for g in groups]


def drawn(rng, sizes, between, within=1.0):
    return [rng.normal(rng.normal(0, between), within, n) for n in sizes]


# The correlation


def test_the_worked_example_of_shrout_and_fleiss():
    # Shrout and Fleiss 1979, Psychol. Bull. 86:420, table 2: ICC(1,1) = .17, interval -.13 to .72 (McGraw and Wong 1996), cut at 0 here
    ratings = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
    found = agreement(*sums_of(list(ratings)))
    assert found.value == pytest.approx(0.166, abs=5e-4)
    assert found.high == pytest.approx(0.723, abs=5e-4) and found.low == 0


def test_equal_groups_have_the_interval_of_searle():
    from scipy.stats import f as law

    groups = drawn(np.random.default_rng(9), [12] * 15, 0.7)
    found = agreement(*sums_of(groups))
    within = np.mean([g.var(ddof=1) for g in groups])
    ratio = 12 * np.var([g.mean() for g in groups], ddof=1) / within
    ends = [ratio / law.ppf(share, 14, 165) for share in (0.975, 0.025)]
    assert (found.low, found.high) == pytest.approx(tuple((end - 1) / (end + 11) for end in ends))


def test_equals_a_mixed_model_where_groups_are_of_one_size():
    from statsmodels.regression.mixed_linear_model import MixedLM

    groups = drawn(np.random.default_rng(3), [12] * 15, 0.7)
    label = np.repeat(np.arange(15), 12)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MixedLM(np.concatenate(groups), np.ones((180, 1)), groups=label).fit(reml=True)
    between, within = float(np.asarray(model.cov_re)[0, 0]), float(model.scale)
    found = agreement(*sums_of(groups))
    assert found.value == pytest.approx(between / (between + within), abs=1e-4)
    assert found.between_sd == pytest.approx(np.sqrt(between), abs=1e-4) and found.within_sd == pytest.approx(np.sqrt(within), abs=1e-4)


def test_is_near_a_mixed_model_where_they_are_not():
    from statsmodels.regression.mixed_linear_model import MixedLM

    sizes = np.random.default_rng(1).integers(5, 60, 40)
    groups = drawn(np.random.default_rng(2), sizes, 0.5)
    label = np.repeat(np.arange(40), sizes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MixedLM(np.concatenate(groups), np.ones((sizes.sum(), 1)), groups=label).fit(reml=True)
    between, within = float(np.asarray(model.cov_re)[0, 0]), float(model.scale)
    assert agreement(*sums_of(groups)).value == pytest.approx(between / (between + within), abs=0.03)


@pytest.mark.parametrize("sizes", [[20] * 12, [5, 8, 10, 12, 15, 20, 30, 40, 60, 80, 100, 160]], ids=["equal", "unequal"])
@pytest.mark.parametrize("between", [0.0, 0.25, 0.6])
def test_the_interval_covers_the_truth(sizes, between):
    rng, truth = np.random.default_rng(8), between**2 / (between**2 + 1)
    found = [agreement(*sums_of(drawn(rng, sizes, between))) for _ in range(400)]
    covered = np.mean([one.low <= truth <= one.high for one in found])
    spread = np.mean([one.between_low <= between <= one.between_high for one in found])
    # 400 draws: two standard errors of 95 % are 2.2 points
    assert covered >= 0.925 and spread >= 0.92
    if between == 0:
        assert np.mean([one.p_value < 0.05 for one in found]) <= 0.075


def test_thin_or_equal_data_have_no_correlation():
    for sums in (([], [], []), ([5], [10], [24]), ([1, 1, 1], [1, 2, 3], [1, 4, 9]), ([4, 4], [8, 12], [16, 36]), ([0, 3], [0, 6], [0, 14])):
        assert np.isnan(agreement(*sums)).all()
    alike = agreement([4, 4, 4], [8, 8, 8], [20, 20, 20])
    assert alike.value == alike.low == 0 and alike.between_sd == 0


def test_twice_the_answers_narrow_and_the_order_does_not_matter():
    groups = drawn(np.random.default_rng(4), [10, 20, 30, 40, 25], 0.5)
    n, s1, s2 = (np.array(part) for part in sums_of(groups))
    one, back = agreement(n, s1, s2), agreement(n[::-1], s1[::-1], s2[::-1])
    assert one == pytest.approx(back)
    many = agreement(2 * n, 2 * s1, 2 * s2)
    assert many.high - many.low < one.high - one.low


# The finding


def world(rng, spread, *, stores=12, each=40, weights=False):
    """Answers of a wave in which stores differ by `spread` in the queue and in nothing else."""
    rows = []
    for store in range(stores):
        shift = rng.normal(0, spread)
        for who in range(each):
            head = {"customer_id": f"{store}-{who}", "at": "2026-05-05", "store": f"S{store:02d}"} | ({"weight": 1 + who % 2} if weights else {})
            rows.append({**head, "question": "queue", "score": int(np.clip(round(3.2 + shift + rng.normal(0, 0.9)), 1, 5)), "touchpoint": "till"})
            rows.append({**head, "question": "recommend", "score": int(np.clip(round(7 + rng.normal(0, 2)), 0, 10)), "touchpoint": "mail"})
    return rows


SETTINGS = "as_of = 2026-07-01\nperiod = 'quarter'\nsegments = ['store']"


def test_the_touchpoint_that_differs_is_named_and_the_other_is_not(tiny_study):
    study = tiny_study(responses=world(np.random.default_rng(1), 0.8), questions=QUESTIONS, settings=SETTINGS)
    answer = consistency(study, by="store")
    rows = answer.table.set_index("question")
    assert rows.index[0] == "queue" and rows.loc["queue", "verdict"] == "places differ" and rows.loc["recommend", "verdict"] == "cannot tell"
    assert rows.loc["queue", "between_low"] <= 0.8 <= rows.loc["queue", "between_high"]
    assert answer.status == "answered" and answer.owner == "Stores"
    assert "the least consistent is queue at “till”: the store explains" in answer.sentence
    assert consistency(study, by="store", at="till").table["question"].tolist() == ["queue"]
    assert "thiếu nhất quán nhất là queue tại “till”" in consistency(study.in_language("vi"), by="store").sentence


def test_where_nothing_differs_it_says_so(tiny_study):
    told = [consistency(tiny_study(responses=world(np.random.default_rng(seed), 0.0), questions=QUESTIONS, settings=SETTINGS), by="store") for seed in range(5)]
    assert [one.status for one in told].count("cannot_tell") >= 4
    calm = next(one for one in told if one.status == "cannot_tell")
    assert calm.sentence.startswith("In Q2 2026 we cannot tell that the store makes a difference at any of the 2 touchpoints")


def test_the_planted_wait_in_hanoi_makes_stores_differ(tmp_path):
    small = cxlib.open_study(samples.write(samples.company(scale=0.3), tmp_path / "study"))
    table = consistency(small, by="store").table.set_index("question")
    assert table.index[0] == "wait_time" and table.loc["wait_time", "verdict"] == "places differ"
    assert table.loc["app_speed", "verdict"] == "cannot tell"
    assert consistency(small, by="channel").table["question"].iloc[0] == "satisfaction"


def test_people_are_compared_only_when_asked_for(tiny_study):
    rows = [dict(row, employee=f"E{row['store']}") for row in world(np.random.default_rng(2), 0.8)]
    study = tiny_study(responses=rows, questions=QUESTIONS, settings=SETTINGS)
    with pytest.raises(ArgumentError) as refused:
        consistency(study, by="employee")
    assert str(refused.value) == "employees are not compared unless you ask for it: add employees=True, and mind what it is used for"
    assert any("These are people" in note for note in consistency(study, by="employee", employees=True).caveats)


def test_weights_are_told_of_and_few_are_withheld(tiny_study):
    rng = np.random.default_rng(3)
    study = tiny_study(responses=world(rng, 0.8, weights=True), questions=QUESTIONS, settings=SETTINGS)
    assert "Weights are not used here: every answer counts alike." in consistency(study).caveats
    few = tiny_study(responses=world(rng, 0.8, stores=4, each=2), questions=QUESTIONS, settings=SETTINGS)
    answer = consistency(few)
    assert answer.status == "cannot_tell" and answer.table["value"].isna().all() and set(answer.table["withheld"]) == {"small"}


def test_lawful_but_thin_answers_give_a_finding(tiny_study):
    alike = [{"customer_id": f"c{i}", "at": "2026-05-05", "store": f"S{i % 4}", "question": "queue", "score": 4} for i in range(40)]
    study = tiny_study(responses=alike, questions=QUESTIONS, settings=SETTINGS)
    assert consistency(study).status == "cannot_tell"
    assert consistency(study, by=None).status == "not_available"
    assert consistency(study.where("store = S0")).status == "cannot_tell"
    assert one_bad_contact(study).status == "cannot_tell"
    wave = tiny_study(responses=[{**row, "wave": "W1"} | {"at": None} for row in alike], questions=QUESTIONS, settings="period = 'wave'\nsegments = ['store']")
    assert consistency(wave).status == "cannot_tell" and one_bad_contact(wave).status == "cannot_tell"
    visits = tiny_study(touchpoints=[{"customer_id": "c", "at": "2026-05-01", "stage": "a"}], questions={}, settings="as_of = 2026-07-01")
    assert consistency(visits).status == "not_available" and one_bad_contact(visits).status == "not_available"
    for wrong in ({"by": "shop"}, {"at": "door"}, {"question": "queues"}):
        with pytest.raises(ArgumentError):
            consistency(study, **wrong)


# One bad contact


def later(rng, n, weight_of_worst, noise=1.2):
    """Customers with four earlier ratings and a later score made of their worst and their average."""
    rows = []
    for who in range(n):
        ratings = np.clip(np.round(rng.normal(3.6, 0.5) + rng.normal(0, 1.1, 4)), 1, 5).astype(int)
        told = weight_of_worst * ratings.min() + (1 - weight_of_worst) * ratings.mean() if weight_of_worst is not None else rng.normal(3, 1)
        score = int(np.clip(round(2 * told + rng.normal(0, noise)), 0, 10))
        rows += [{"customer_id": f"c{who}", "at": f"2026-0{1 + 3 * (i // 2)}-1{i}", "question": ("queue", "effort")[i % 2],
                  "score": int(rating if i % 2 == 0 else 7 - (rating - 1) * 1.5)} for i, rating in enumerate(ratings)]
        rows.append({"customer_id": f"c{who}", "at": "2026-07-05", "question": "recommend", "score": score})
    return rows


def asked(tiny_study, weight, n=500, seed=1):
    return tiny_study(responses=later(np.random.default_rng(seed), n, weight), questions=QUESTIONS, settings="as_of = 2026-10-01\nperiod = 'quarter'")


def test_a_world_of_the_worst_and_a_world_of_the_average(tiny_study):
    worst, average = (one_bad_contact(asked(tiny_study, weight)) for weight in (1.0, 0.0))
    assert worst.sentence.startswith("Yes: for 500 customers the worst earlier rating") and worst.status == "answered"
    assert average.sentence.startswith("No: for 500 customers the average of the earlier ratings") and average.status == "answered"
    assert worst.table.set_index("predictor").loc["worst", "low"] > 0 > average.table.set_index("predictor").loc["worst", "high"]
    assert one_bad_contact(asked(tiny_study, 1.0).in_language("vi")).sentence.startswith("Có: với 500 khách hàng")


def test_a_world_without_either_and_a_small_one_cannot_tell(tiny_study):
    told = [one_bad_contact(asked(tiny_study, None, seed=seed)).status for seed in range(4)]
    assert told.count("cannot_tell") >= 3
    few = one_bad_contact(asked(tiny_study, 1.0, n=30))
    assert few.status == "cannot_tell" and few.sentence.startswith("We cannot tell: 30 customers gave two ratings or more") and few.next_step


def test_the_errors_are_those_of_another_program(tiny_study):
    from sklearn.linear_model import LinearRegression

    rows = pd.DataFrame(later(np.random.default_rng(5), 200, 0.5))
    study = tiny_study(responses=rows, questions=QUESTIONS, settings="as_of = 2026-10-01\nperiod = 'quarter'")
    table = one_bad_contact(study, folds=200).table.set_index("predictor")
    earlier = rows[rows["question"] != "recommend"].copy()
    earlier["rating"] = np.where(earlier["question"] == "queue", (earlier["score"] - 1) / 4, (7 - earlier["score"]) / 6)
    by_customer = earlier.groupby("customer_id")["rating"]
    y = rows[rows["question"] == "recommend"].set_index("customer_id")["score"].astype(float)
    for name, column in (("average", by_customer.mean()), ("worst", by_customer.min())):
        x = column[y.index].to_numpy()[:, None]
        lost = [(y.iloc[i] - LinearRegression().fit(np.delete(x, i, 0), np.delete(y.to_numpy(), i)).predict(x[i:i + 1])[0]) ** 2 for i in range(200)]
        assert table.loc[name, "error"] == pytest.approx(np.sqrt(np.mean(lost)))  # each customer left out once
    assert table.loc["worst", "value"] == pytest.approx(table.loc["worst", "explained"] - table.loc["average", "explained"])


def test_only_earlier_waves_count(tiny_study):
    rows = later(np.random.default_rng(1), 80, 1.0)
    now = [row | {"at": "2026-07-05"} for row in rows]
    study = tiny_study(responses=now, questions=QUESTIONS, settings="as_of = 2026-10-01\nperiod = 'quarter'")
    assert one_bad_contact(study).base == 0


def test_wrong_words_are_refused(small):
    with pytest.raises(ArgumentError, match="folds must be a whole number of at least 2, not 1"):
        one_bad_contact(small, folds=1)
    with pytest.raises(ArgumentError, match='no question called "nps"'):
        one_bad_contact(small, question="nps")


def test_examples():
    for name in ("consistency", "bad_contact"):
        assert doctest.testmod(importlib.import_module(f"cxlib.scores.{name}")).failed == 0
