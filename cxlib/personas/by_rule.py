"""Segments by a plain rule, where there are no kinds: how lately, how often and for how much."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval, skewed_mean_interval

__all__ = ["RULE_SEGMENTS", "by_rule", "rule_labels"]

RULE_SEGMENTS = ("champions", "loyal", "new", "promising", "need_attention", "at_risk", "hibernating", "lost")
SEGMENT = "rule_segment"
_NEW_DAYS = 60


def by_rule(study, *, lookback_days: int = 180) -> Finding:
    """How large are segments by recency, frequency and value, and what do they spend?

    Returns
    -------
    Finding
        ``segment``, ``base``, ``value`` (share of the slice's customers, 0 to 1, Wilson's interval), ``low``, ``high``,
        ``spend`` (mean per customer over the lookback, where there are payments), ``spend_low``, ``spend_high``, ``rule``
        (in words), ``withheld``.

    Raises
    ------
    ArgumentError
        For a lookback that the study cannot count.

    References
    ----------
    Hughes 1994, Strategic Database Marketing, for recency, frequency and monetary value.
    """
    name, language = "personas.by_rule", study.language
    question = words.say("personas.by_rule.question", language)
    if not (study.has("transactions") or study.has("touchpoints")):
        return study.not_available(name, question, "transactions", "touchpoints")
    features = study.features(lookback_days=lookback_days)
    if features.empty:
        return study.nobody(name, question)
    labels = rule_labels(study, lookback_days=lookback_days).reindex(features.index)
    paid = study.has("transactions")
    rows = [_row(segment, labels, features, paid, language) for segment in RULE_SEGMENTS]
    shown = pd.DataFrame(rows)
    shown["low"], shown["high"] = share_interval(shown["base"].to_numpy(), len(features))
    money = [column for column in shown if column.startswith("spend")]
    shown = withhold(shown, minimum=study.settings.minimum_share_base, within=[], columns=("value", "low", "high", "base", *money))
    shown = shown[["segment", "base", "value", "low", "high", *money, "rule", "withheld"]]
    return study.finding(
        name, question=question, sentence=_sentence(shown, len(features), language), table=shown, base=len(features), unit="share",
        chart=Chart("interval", y="segment", unit="share", x_label=words.say("personas.sizes.axis", language)),
        caveats=_caveats(study, shown, paid, lookback_days), formats=dict.fromkeys(money, "money"),
        status="answered" if (shown["base"] > 0).any() else "cannot_tell",
        owner=words.say("personas.owner", language), next_step=words.say("personas.by_rule.next", language),
    )


def rule_labels(study, *, lookback_days: int = 180) -> pd.Series:
    """Segment of each customer of the study by customer_id, in the study's language.

    The thirds are those of everyone, whatever the slice, so a slice changes nobody's segment. Give them to
    ``study.with_segment("rule_segment", labels)`` to slice by them.

    Returns
    -------
    Series
        Empty where the study has neither payments nor contacts.
    """
    if not (study.has("transactions") or study.has("touchpoints")):
        return pd.Series(dtype=object, name=SEGMENT)
    features = study.unsliced().features(lookback_days=lookback_days)
    said = {segment: words.say(f"personas.by_rule.{segment}", study.language) for segment in RULE_SEGMENTS}
    return _segments(features, study.has("transactions")).map(said).rename(SEGMENT)


def _segments(features: pd.DataFrame, paid: bool) -> pd.Series:
    """Recency, frequency and value in thirds of the active, 3 the best; then the first rule that fits."""
    count = features["visits" if paid else "contacts"]
    active = count > 0
    recent = _thirds(-features["recency_days"], active)
    often = _thirds(count, active)
    worth = _thirds(features["spend"], active) if paid else often
    young = features["tenure_days"] <= _NEW_DAYS if "tenure_days" in features else pd.Series(False, index=features.index)
    rules = [
        ("lost", ~active),
        ("new", young),
        ("champions", (recent == 3) & (often == 3) & (worth == 3)),
        ("at_risk", (recent == 1) & ((often >= 2) | (worth == 3))),
        ("hibernating", recent == 1),
        ("loyal", often == 3),
        ("promising", recent == 3),
    ]
    places = np.select([rule.to_numpy() for _, rule in rules], [name for name, _ in rules], default="need_attention")
    return pd.Series(places, index=features.index, dtype=object)


def _thirds(values: pd.Series, active: pd.Series) -> pd.Series:
    known = values[active].dropna()
    if known.empty:
        return pd.Series(2, index=values.index)
    low, high = known.quantile([1 / 3, 2 / 3])
    return 1 + (values > low).astype(int) + (values > high).astype(int)


def _row(segment: str, labels: pd.Series, features: pd.DataFrame, paid: bool, language: str) -> dict:
    said = words.say(f"personas.by_rule.{segment}", language)
    mine = features[(labels == said).to_numpy()]
    row = {"segment": said, "base": len(mine), "value": len(mine) / len(features)}
    if paid:
        row |= dict(zip(("spend", "spend_low", "spend_high"), _mean(mine["spend"]), strict=True))
    return row | {"rule": words.say(f"personas.by_rule.rule.{segment}", language, days=_NEW_DAYS)}


def _mean(values: pd.Series) -> tuple[float, float, float]:
    values = values.dropna().to_numpy(dtype=float)
    if not len(values):
        return np.nan, np.nan, np.nan
    mean = float(values.mean())
    # Powers of large amounts lose digits, so they are taken in units of the mean.
    scale = abs(mean) or 1.0
    low, high = (scale * float(end) for end in skewed_mean_interval(len(values), *(((values / scale) ** power).sum() for power in (1, 2, 3))))
    return mean, min(low, mean), max(high, mean)


def _sentence(shown: pd.DataFrame, n: int, language: str) -> str:
    known = shown[shown["base"] > 0]
    if known.empty:
        return words.say("personas.by_rule.none", language, n=n)
    top = known.loc[known["value"].idxmax()]
    sentence = words.say("personas.by_rule.top", language, segment=top["segment"], share=top["value"], low=top["low"], high=top["high"], n=n)
    risk = known[known["segment"] == words.say("personas.by_rule.at_risk", language)]
    if len(risk) and risk["base"].iloc[0] > 0:
        row = risk.iloc[0]
        sentence += " " + words.say("personas.by_rule.risk", language, share=row["value"], low=row["low"], high=row["high"], base=int(row["base"]))
    return sentence


def _caveats(study, shown: pd.DataFrame, paid: bool, lookback_days: int) -> tuple[str, ...]:
    language = study.language
    texts = [words.say(f"personas.by_rule.caveat.{'payments' if paid else 'contacts'}", language, days=lookback_days)]
    if (shown["withheld"] != "").any():
        texts.append(words.say("house.withheld_caveat", language, rows=int((shown["withheld"] != "").sum()),
                               minimum=study.settings.minimum_share_base))
    return tuple(texts)
