"""Definition cards say the facts of the study at hand, in both languages."""

from __future__ import annotations

import pytest

import cxlib
from cxlib import scores, words
from cxlib.errors import ArgumentError
from cxlib.scores.cards import METRICS, definition, definitions, not_this
from cxlib.scores.growth import base_growth
from cxlib.scores.revenue import revenue_retention

DAY = "2026-02-10"
ANSWERS = [{"customer_id": f"c{i}", "at": DAY, "question": name, "score": 3} for i in range(12) for name in ("recommend", "happy", "effort", "ease", "own")]
QUESTIONS = {
    "recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"\nmissing = [99, 98]',
    "happy": 'metric = "csat"\nscale = [1, 10]\nhigh_is = "good"\ntop_box = 3',
    "trouble": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "bad"',
    "effort": 'metric = "ces"\nscale = [1, 5]\nhigh_is = "bad"\nasks = "effort"',
    "ease": 'metric = "ces"\nscale = [1, 7]\nhigh_is = "good"\nasks = "ease"',
    "own": 'metric = "ces"\nscale = [1, 10]\nhigh_is = "good"\nasks = "ease"',
}


@pytest.fixture(scope="module")
def survey(tiny_study):
    return tiny_study(responses=ANSWERS, questions=QUESTIONS, settings='period = "month"\nas_of = 2026-04-01')


@pytest.fixture(scope="module")
def contract(tiny_study):
    people = [{"customer_id": f"c{i}", "joined_at": "2025-11-10", "left_at": "", "monthly_fee": 10} for i in range(12)]
    return tiny_study(customers=people, questions={}, settings='as_of = 2026-04-01\ncurrency = "EUR"',
                      more='[churn]\nkind = "contract"\nknown_from = 2026-01-01')


def card(study, metric, question=""):
    table = definitions(study).table
    rows = table[(table["metric"] == metric) & (table["question"] == question)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_every_metric_has_its_card(small):
    finding = definitions(small)
    assert set(finding.table["metric"]) == set(METRICS) and len(METRICS) == 12
    assert finding.base == 12 and finding.sentence.startswith("This study can show 12 of 12 metrics.")
    assert (finding.table.drop(columns="question") != "").all(axis=None)


@pytest.mark.parametrize(("question", "scale", "better"), [
    ("effort", "CES of 2010: effort, 1 to 5", "as asked lower is better; shown turned round, so higher is better"),
    ("ease", "CES 2.0: ease, 1 to 7", "higher is better"),
    ("own", "ease, 1 to 10: a scale of its own, not comparable with a published CES", "higher is better"),
])
def test_the_instrument_of_a_ces_comes_from_the_codebook(survey, question, scale, better):
    found = card(survey, "ces", question)
    assert (found["scale"], found["better"]) == (scale, better)


def test_scale_box_and_missing_codes_come_from_the_codebook(survey):
    assert card(survey, "csat", "happy")["scale"] == "answers 1 to 10, satisfied are 8 to 10; shown as 0% to 100%"
    assert card(survey, "csat", "trouble")["scale"] == "answers 1 to 5, satisfied are 1 to 2; shown as 0% to 100%"
    assert card(survey, "nps", "recommend")["denominator"] == "everyone who gave a score; 99, 98 means no answer"
    assert card(survey, "csat_mean", "happy")["scale"] == "1 to 10"
    assert card(survey, "nps", "recommend")["window"] == "answers of one month"


def test_the_start_cohort_and_its_window_come_from_the_settings(small, contract):
    silent, bound = card(small, "churn rate"), card(contract, "churn rate")
    assert silent["denominator"] == "start cohort: customers who paid or made contact in the quarter before"
    assert f"by {small.settings.churn.silence_days} days of silence" in silent["window"]
    assert bound["denominator"] == "start cohort: customers with a contract when the quarter began"
    assert bound["window"] == "one quarter; left = the contract ended in it; known from 2026-01-01 on"
    for study in (small, contract):
        assert card(study, "churn rate")["denominator"] == card(study, "retention rate")["denominator"]
        assert (card(study, "churn rate")["better"], card(study, "retention rate")["better"]) == ("lower is better", "higher is better")


def test_a_card_says_why_a_metric_cannot_be_shown(survey, contract):
    assert "payments" in card(survey, "repeat rate")["shown"] and "bring one row per payment" in card(survey, "repeat rate")["shown"]
    assert card(contract, "nps")["shown"] == 'No question of this kind is declared; add [questions.NAME] with metric = "nps" to study.toml.'
    assert card(contract, "gross revenue retention")["shown"] == "yes" and "monthly fees" in card(contract, "gross revenue retention")["denominator"]
    assert card(contract, "repeat rate")["shown"] != "yes"


@pytest.mark.parametrize("study", ["small", "survey", "contract"])
def test_a_card_and_its_finding_agree_on_what_can_be_shown(study, request):
    """Two roads: the card says yes exactly where the analysis is available."""
    study = request.getfixturevalue(study)
    calls = {"churn rate": scores.retention, "customer-base growth": base_growth, "net revenue retention": revenue_retention,
             "ARPU per customer": scores.arpu}
    for metric, call in calls.items():
        assert (card(study, metric)["shown"] == "yes") == (call(study).status != "not_available"), metric


def test_the_worked_example(small):
    for metric in ("churn rate", "retention rate", "customer-base growth"):
        says = definition(small, metric).table.set_index("part")["says"]
        assert says["example"] == ("1,000 at the start, 200 leave, 300 join: churn 20%, retention 80%, customer-base growth 110%")
    assert "gross 75%, net 95%" in definition(small, "net revenue retention").table.set_index("part")["says"]["example"]
    assert definition(small, "nps").table.set_index("part")["says"]["example"].endswith("NPS +30.0")


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_one_card_holds_in_both_languages(small, survey, metric, language):
    for study in (small.in_language(language), survey.in_language(language)):
        finding = definition(study, metric)
        assert finding.table["part"].tolist() == ["formula", "scale", "better", "denominator", "window", "not_this", "example", "shown"]
        assert cxlib.Finding.from_json(finding.to_json()) == finding and not_this(study, metric) in finding.sentence
        assert (finding.status == "answered") == (study.name != "Tiny" or metric in ("nps", "csat", "csat_mean", "ces"))
    assert words.say(f"value.metric.{metric}", language)


def test_two_instruments_stay_apart_on_one_card(survey):
    says = definition(survey, "ces").table.set_index("part")["says"]
    assert says["scale"].startswith("effort: CES of 2010") and "; ease: CES 2.0" in says["scale"]
    assert "never pooled" in says["not_this"]


def test_a_finding_leads_to_its_cards(small):
    assert definitions(small, of=scores.retention(small)).table["metric"].tolist() == ["churn rate", "retention rate"]
    growth = definitions(small, of=base_growth(small))
    assert growth.table["metric"].tolist() == ["customer-base growth"] and growth.sentence == "This study can show 1 of 1 metrics."
    level = definitions(small, of=scores.level(small)).table["metric"].unique().tolist()
    assert level == ["nps", "csat", "csat_mean", "ces"]


def test_wrong_words(small):
    with pytest.raises(ArgumentError, match='no metric called "churn"; did you mean "churn rate"'):
        definition(small, "churn")
    with pytest.raises(ArgumentError, match="shows no metric that has a card; those are: nps, csat"):
        definitions(small, of=definition(small, "nps"))


def test_survey_waves_without_days(tiny_study):
    study = tiny_study(responses=[{"customer_id": "a", "wave": "w1", "question": "recommend", "score": 9}], settings='period = "wave"')
    assert card(study, "nps", "recommend")["window"] == "answers of one survey wave"
    assert card(study, "churn rate")["shown"] != "yes"
