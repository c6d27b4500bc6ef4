"""What each metric means here: formula, scale, direction, denominator, window, and what it is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .. import words
from ..codebook import Question
from ..errors import ArgumentError, choose
from ..finding import Finding

__all__ = ["METRICS", "definition", "definitions", "has_fees", "not_this"]

# Metric -> name in the sentences, kind of question it is asked by (if any), scale, direction.
_ASKED = {"nps": ("nps", "nps"), "csat": ("csat", "csat"), "csat_mean": ("csat_mean", "csat"), "ces": ("ces", "ces")}
_COUNTED = {
    "churn rate": ("churn", "share", "lower"), "retention rate": ("retention", "share", "higher"),
    "repeat rate": ("repeat", "share", "higher"), "ARPU per active customer": ("arpu_active", "money", "higher"),
    "ARPU per customer": ("arpu", "money", "higher"), "gross revenue retention": ("gross", "share", "higher"),
    "net revenue retention": ("net", "ratio", "higher"), "customer-base growth": ("growth", "ratio", "neither"),
}
METRICS = (*_ASKED, *_COUNTED)
_EXAMPLES = {"csat_mean": "mean", "ces": "mean", "churn": "base", "retention": "base", "growth": "base", "arpu_active": "arpu",
             "gross": "revenue", "net": "revenue"}
_PARTS = ("formula", "scale", "better", "denominator", "window", "not_this", "shown")


def definitions(study, *, of: Finding | None = None) -> Finding:
    """The definition card of every metric, with the facts of this study: scales, top boxes, start cohort, period.

    Parameters
    ----------
    of : Finding, optional
        Then only the metrics in that finding's column ``metric``.

    Returns
    -------
    Finding
        A row per metric and question: ``metric``, ``question``, ``formula``, ``scale``, ``better`` (which way is),
        ``denominator``, ``window``, ``not_this`` (the popular trap), ``shown`` (yes, or why this study cannot show it).

    Raises
    ------
    ArgumentError
        When `of` holds no metric that has a card.
    """
    kept = METRICS if of is None else _metrics_of(of)
    table = pd.DataFrame([row for metric in kept for row in _cards(study, metric)], columns=["metric", "question", *_PARTS])
    able = table.loc[table["shown"] == words.say("house.yes", study.language), "metric"].nunique()
    sentence = words.say("scores.cards", study.language, shown=able, all=len(kept))
    if {"churn rate", "retention rate"} <= set(kept):
        sentence += " " + words.say("scores.cards.add_up", study.language)
    return study.finding(
        "scores.definitions", question=words.say("scores.cards.question", study.language), sentence=sentence, table=table, base=int(able),
        key="scores.definitions" if of is None else f"scores.definitions.{of.key}",
    )


def definition(study, metric: str) -> Finding:
    """The definition card of one metric with a worked example.

    Returns
    -------
    Finding
        Columns ``part`` (formula, scale, better, denominator, window, not_this, example, shown) and ``says``.

    Raises
    ------
    ArgumentError
        For a metric that has no card; the text names those that have one.

    Examples
    --------
    >>> from cxlib import open_study, scores
    >>> scores.definition(open_study("data/sample"), "churn rate")  # doctest: +SKIP
    """
    choose("metric", metric, METRICS)
    cards, name = _cards(study, metric), _name(study, metric)
    rows = [(part, _joined(cards, part)) for part in _PARTS]
    rows.insert(-1, ("example", _example(study, metric)))
    sentence = words.say("scores.cards.one", study.language, metric=name[:1].upper() + name[1:], formula=cards[0]["formula"],
                         not_this=cards[0]["not_this"])
    able = any(card["shown"] == words.say("house.yes", study.language) for card in cards)
    return study.finding(
        "scores.definition", question=words.say("scores.cards.question_one", study.language, metric=name), sentence=sentence,
        table=pd.DataFrame(rows, columns=["part", "says"]), status="answered" if able else "not_available",
        key=f"scores.definition.{metric.replace(' ', '_')}",
    )


def not_this(study, metric: str) -> str:
    """The popular trap of a metric as one sentence, for the caveats of a finding that shows it.

    Raises
    ------
    ArgumentError
        For a metric that has no card.
    """
    choose("metric", metric, METRICS)
    return _say(study, f"not.{_slug(metric)}")


def has_fees(study) -> bool:
    """Whether customers come with a monthly fee, which stands for payments where there are none."""
    return study.has("customers") and study.view.query("SELECT count(*) FROM customers WHERE monthly_fee > 0")[0][0] > 0


def _metrics_of(finding: Finding) -> tuple[str, ...]:
    found = set(finding.table["metric"]) if "metric" in finding.table else set()
    kept = tuple(metric for metric in METRICS if metric in found)
    if not kept:
        raise ArgumentError(f"{finding.name} shows no metric that has a card; those are: {', '.join(METRICS)}")
    return kept


def _slug(metric: str) -> str:
    return (_ASKED.get(metric) or _COUNTED[metric])[0]


def _name(study, metric: str) -> str:
    return words.say(f"value.metric.{metric}", study.language)


def _say(study, key: str, **values: Any) -> str:
    """A text of the cards; all may speak of the study's period and currency."""
    period = words.say(f"scores.cards.{study.settings.period}", study.language)
    return words.say(f"scores.cards.{key}", study.language, period=period, currency=study.currency, **values)


def _cards(study, metric: str) -> list[dict[str, str]]:
    common = {"metric": metric, "formula": _say(study, f"formula.{_slug(metric)}"), "not_this": not_this(study, metric)}
    if metric in _COUNTED:
        return [{**common, "question": "", **_counted(study, metric)}]
    asked = [question for question in study.codebook.values() if question.metric == _ASKED[metric][1]]
    if not asked:
        blank = dict.fromkeys(("question", "scale", "better", "denominator", "window"), "")
        return [{**common, **blank, "shown": _say(study, "no_question", metric=_ASKED[metric][1])}]
    return [{**common, "question": question.name, **_asked(study, metric, question)} for question in asked]


def _asked(study, metric: str, question: Question) -> dict[str, str]:
    """The facts of a question from the codebook."""
    codes = ", ".join(str(code) for code in question.missing)
    return {
        "scale": _scale(study, metric, question), "better": _say(study, f"better.{'turned' if question.turned else 'higher'}"),
        "denominator": _say(study, "base.answers_codes", codes=codes) if codes else _say(study, "base.answers"),
        "window": _say(study, "window.answers"), "shown": _shown(study, "responses"),
    }


def _scale(study, metric: str, question: Question) -> str:
    ends = {"low": question.low, "high": question.high}
    if metric == "csat":
        box = question.top_box
        good = (question.low, question.low + box - 1) if question.turned else (question.high - box + 1, question.high)
        return _say(study, "scale.csat", **ends, first=good[0], last=good[1])
    if metric == "ces":
        published = {("effort", 1, 5): "effort_2010", ("ease", 1, 7): "ease_2"}
        return _say(study, f"scale.{published.get((question.asks, question.low, question.high), question.asks)}", **ends)
    return _say(study, "scale.nps" if metric == "nps" else "scale.mean", **ends)


def _counted(study, metric: str) -> dict[str, str]:
    """The facts of a metric that is counted from customers and payments, from the settings."""
    slug, scale, better = _COUNTED[metric]
    churn, owing = study.settings.churn, has_fees(study) and not study.has("transactions")
    base, window, needs = slug, "window.one", ("transactions",)
    if slug in ("churn", "retention", "growth"):
        base, window = churn.kind, f"window.{churn.kind}"
        needs = ("customers",) if churn.kind == "contract" else () if study.has("touchpoints") else ("transactions",)
    if slug in ("gross", "net"):
        base, window = ("fees", "window.one") if owing else ("paid", "window.two")
    if slug in ("gross", "net", "arpu", "arpu_active") and owing:
        needs = ()
    return {
        "scale": _say(study, f"scale.{scale}"), "better": _say(study, f"better.{better}"),
        "denominator": _say(study, f"base.{base}"), "window": _since(study, window), "shown": _shown(study, *needs, by_days=True),
    }


def _since(study, window: str) -> str:
    """The window, with the day from which leaving was recorded where that is known."""
    text, since = _say(study, window, days=study.settings.churn.silence_days), study.settings.churn.known_from
    recorded = since is not None and window in ("window.contract", "window.silence")
    return _say(study, "window.known", window=text, since=since) if recorded else text


def _shown(study, *tables: str, by_days: bool = False) -> str:
    """Yes, or the sentence that names what is missing."""
    if not all(study.has(table) for table in tables) or (by_days and study.settings.period == "wave"):
        return study.not_available("scores.definitions", "", *tables).sentence
    return words.say("house.yes", study.language)


def _joined(cards: list[Mapping[str, str]], part: str) -> str:
    """What the cards of a metric say; each with its question where they differ."""
    texts = [card[part] for card in cards]
    if len(set(texts)) == 1:
        return texts[0]
    return "; ".join(f"{card['question']}: {card[part]}" for card in cards)


def _example(study, metric: str) -> str:
    """A worked example; the results are computed, not typed."""
    slug = _slug(metric)
    kind = _EXAMPLES.get(slug, slug)
    start, left, joined = 1000, 200, 300
    before, more, less, lost = 1000, 200, 100, 150
    numbers = {
        "nps": {"n": 100, "up": 50, "down": 20, "value": (50 - 20) / 100},
        "csat": {"n": 100, "up": 70, "value": 70 / 100},
        "mean": {"n": 4, "total": 17, "value": 17 / 4},
        "base": {"start": start, "left": left, "joined": joined, "churn": left / start, "retention": (start - left) / start,
                 "growth": (start - left + joined) / start},
        "repeat": {"n": 200, "again": 60, "value": 60 / 200},
        "arpu": {"amount": 10_000, "active": 80, "all": 100, "per_active": 10_000 / 80, "per_all": 10_000 / 100},
        "revenue": {"before": before, "more": more, "less": less, "lost": lost, "gross": (before - less - lost) / before,
                    "net": (before + more - less - lost) / before},
    }
    return _say(study, f"example.{kind}", **numbers[kind])
