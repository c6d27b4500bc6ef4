"""The simple rule: planted rules come back, words are the tree, honest agreement, noise is called noise."""

import re

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from cxlib import charts, words
from cxlib.errors import ArgumentError
from cxlib.finding import Finding
from cxlib.personas import separate
from cxlib.personas.behaviour import habits
from cxlib.personas.rule import apply_rule, as_personas, simple_rule
from cxlib.personas.tree import Condition, Line, Rule, learn_rule

HOSTILE = ("<script>alert(1)</script>", "=1+1", "Khách quen $x^2$")


def world(seed=3, n=1500):
    """Behaviour features, and personas that follow from two questions."""
    rng = np.random.default_rng(seed)
    visits, contacts = rng.poisson(12, n) + 1.0, rng.poisson(6, n) + 0.0
    features = pd.DataFrame({
        "visits": visits, "contacts": contacts, "basket": np.exp(rng.normal(11, 0.6, n)), "morning_share": rng.beta(1, 1, n),
        "weekend_share": rng.beta(2, 3, n), "tenure_days": rng.uniform(30, 900, n),
    }, index=pd.Index([f"K{i:05d}" for i in range(n)], name="customer_id"))
    features.loc[features.index[:5], ["visits", "contacts"]] = 0.0
    features.loc[features.index[5:60], "basket"] = np.nan
    labels = pd.Series(np.where(features["morning_share"] > 0.6, "early", np.where(features["basket"] > 90_000, "large", "other")), index=features.index)
    labels[features.index[:5]] = "idle"
    return features, labels


COLUMNS = ("basket", "morning_share", "weekend_share", "visits_per_month")


@pytest.fixture(scope="module")
def planted():
    features, labels = world()
    return features, labels, learn_rule(features, labels, columns=COLUMNS, lookback_days=180, inactive="idle")


@pytest.fixture(scope="module")
def labelled(small):
    """The sample company with labels that follow from the basket and the hour."""
    features = small.features()
    basket = features["basket"].fillna(0)
    labels = np.where(basket > 100_000, "big", np.where(features["morning_share"] > 0.5, "early", "late"))
    return pd.Series(labels, index=features.index)


def test_a_planted_rule_comes_back(planted):
    features, labels, rule = planted
    named = rule.apply(features)
    assert (named == labels).mean() > 0.99
    assert (named[labels == "idle"] == "idle").all()
    asked = {condition.habit for line in rule.lines for condition in line.conditions}
    assert asked == {"morning_share", "basket"}, "what does not matter is not asked"
    early = next(line for line in rule.lines if line.persona == "early" and not line.idle)
    assert early.conditions == (Condition("morning_share", 0.6, "", True),)


def test_exactly_one_line_holds_for_everybody(planted):
    features, _, rule = planted
    table = habits(features)
    idle = (features[["visits", "contacts"]] == 0).all(axis=1).to_numpy()
    holds = np.array([np.all([idle if line.idle else ~idle, *(one.holds(table) for one in line.conditions)], axis=0) for line in rule.lines])
    assert (holds.sum(axis=0) == 1).all()


def test_the_rule_is_the_tree_of_scikit_learn(monkeypatch):
    from sklearn.tree import DecisionTreeClassifier

    kept = {}

    class Kept(DecisionTreeClassifier):
        def fit(self, X, y, **rest):
            kept.update(tree=super().fit(X, y, **rest), codes=X)
            return self

    monkeypatch.setattr("sklearn.tree.DecisionTreeClassifier", Kept)
    features, labels = world(8)
    rng = np.random.default_rng(5)
    labels = labels.where(rng.random(len(labels)) > 0.3, rng.choice(["early", "large", "other"], len(labels)))
    labels[features.index[:5]] = "idle"
    rule = learn_rule(features, labels, columns=COLUMNS, lookback_days=180, inactive="idle")
    known = features[labels != "idle"]
    assert list(rule.apply(known)) == list(kept["tree"].predict(kept["codes"]))


def meets_words(text, table):
    """An independent reading of the English words of a rule."""
    labels = {words.label(column, "en").lower(): column for column in table}
    holds = np.ones(len(table), dtype=bool)
    for part in text.split(" and "):
        habit, way, value, sign = re.fullmatch(r"(.+) (above|at most) ([\d.,]+)(%?).*", part).groups()
        limit = float(value.replace(",", "")) / (100 if sign else 1)
        holds &= (table[labels[habit.lower()]] > limit).to_numpy() == (way == "above")
    return holds


def test_the_words_give_the_same_name_as_the_tree_to_everybody(small, labelled):
    found = simple_rule(small, labelled)
    features = small.features()
    table, named = habits(features), apply_rule(found, features)
    rules = found.table[found.table["part"] == "rule"]
    assert len(rules) >= 3
    covered = np.zeros(len(table), dtype=int)
    for row in rules.to_dict("records"):
        meets = meets_words(row["rule"], table)
        assert set(named[meets]) <= {row["persona"]}
        covered += meets
    assert (covered == 1).all()


def test_agreement_is_measured_on_others_with_wilson(small, labelled):
    found = simple_rule(small, labelled)
    first, lazy = found.table.iloc[0], found.table.iloc[1]
    low, high = proportion_confint(round(first["value"] * first["base"]), first["base"], method="wilson")
    assert (first["low"], first["high"]) == pytest.approx((low, high), abs=1e-9)
    assert 0.2 < first["base"] / len(labelled) < 0.4
    assert first["value"] > 0.95 and found.status == "answered"
    assert lazy["part"] == "always_largest" and lazy["value"] == pytest.approx(labelled.value_counts(normalize=True).max(), abs=0.08)
    rules = found.table[found.table["part"] == "rule"]
    assert rules["base"].sum() == first["base"]
    recall, precision = (found.table[found.table["part"] == part] for part in ("recall", "precision"))
    hits = first["value"] * first["base"]
    assert (recall["value"] * recall["base"]).sum() == pytest.approx(hits)
    assert (precision["value"] * precision["base"]).sum() == pytest.approx(hits)


def test_labels_by_chance_are_no_rule(small, labelled):
    shuffled = pd.Series(np.random.default_rng(1).permutation(labelled.to_numpy()), index=labelled.index)
    found = simple_rule(small, shuffled)
    assert found.status == "cannot_tell" and "not good enough" in found.sentence
    lopsided = pd.Series(np.where(np.random.default_rng(2).random(len(labelled)) < 0.85, "most", "few"), index=labelled.index)
    found = simple_rule(small, lopsided)
    assert found.table["value"].iloc[0] > 0.7 and found.status == "cannot_tell", "no better than always naming the largest"


def test_a_finding_and_its_json_apply_alike_and_order_does_not_matter(small, labelled):
    found = simple_rule(small, labelled)
    again = Finding.from_json(found.to_json())
    features = small.features()
    assert apply_rule(found, features).equals(apply_rule(again, features))
    alone = apply_rule(found, features.iloc[[7]])
    assert alone.iloc[0] == apply_rule(found, features).iloc[7]
    turned = simple_rule(small, labelled.iloc[::-1])
    pd.testing.assert_frame_equal(found.table, turned.table)


def test_a_level_in_words_can_be_asked_for():
    features, _ = world(5)
    plan = pd.Series(np.random.default_rng(6).choice(["basic", "gold", None], len(features)), index=features.index)
    labels = pd.Series(np.where(plan == "gold", "A", "B"), index=features.index)
    rule = learn_rule(features.assign(plan=plan), labels, columns=("plan", "basket"), lookback_days=180)
    assert (rule.apply(features.assign(plan=plan)) == labels).all()
    assert rule.lines == (Line("A", (Condition("plan", 0.0, "gold", True),)), Line("B", (Condition("plan", 0.0, "gold", False),)))


def test_hostile_names_and_vietnamese(small, labelled):
    names = labelled.map(dict(zip(("big", "early", "late"), HOSTILE, strict=True)))
    found = simple_rule(small.in_language("vi"), names)
    assert "<script>" not in found.to_html() and "&lt;script&gt;" in found.to_html()
    assert set(apply_rule(found, small.features())) == set(HOSTILE)
    assert "câu hỏi" in found.sentence and "số tiền mỗi lượt ghé" in " ".join(found.table["rule"]).lower()
    assert charts.png(found)


def test_nobody_one_persona_nothing_and_wrong_words(small, labelled, tiny_study):
    level = small.segments["region"][0]
    sliced = small.where(f"region = {level}")
    whole, part = simple_rule(small, labelled), simple_rule(sliced, labelled)
    assert part.base < whole.base
    told = [found.table.loc[found.table["part"] == "rule", "_line"].tolist() for found in (whole, part)]
    assert told[0] == told[1], "a slice does not change the rule"
    assert simple_rule(small, pd.Series("one", index=labelled.index)).status == "cannot_tell"
    assert simple_rule(small, pd.Series("x", index=["nobody knows"])).status == "nobody"
    answers = [{"customer_id": "a", "at": "2026-03-01", "question": "recommend", "score": 9}]
    bare = tiny_study(settings='as_of = 2027-01-01\nperiod = "year"', responses=answers)
    assert simple_rule(bare, pd.Series({"a": "x"})).status == "not_available"
    with pytest.raises(ArgumentError, match="depth is 4; give 1, 2 or 3"):
        simple_rule(small, labelled, depth=4)
    with pytest.raises(ArgumentError, match="holds no rule"):
        apply_rule(simple_rule(small, pd.Series("one", index=labelled.index)), small.features())


def test_labels_alone_become_personas(labelled):
    found = as_personas(labelled, "en")
    sizes = labelled.value_counts()
    assert found.verdict == "by_rule" and found.k == 3 and found.names[0] == sizes.idxmax()
    assert as_personas(found, "en") is found
    assert isinstance(Rule((), 180), Rule)


def test_personas_that_were_found_and_a_study_without_groups(small):
    found = separate(small.features(), draws=19)
    rule = simple_rule(small, found)
    assert rule.status in ("answered", "cannot_tell")
    if found.k > 1:
        assert set(rule.table.loc[rule.table["part"] == "recall", "persona"]) == set(found.names)
        idle = rule.table[(rule.table["part"] == "rule") & (rule.table["persona"] == found.inactive)]
        assert len(idle) == 1 and "in the last 180 days" in idle["rule"].iloc[0]
