"""What the forecast rests on: how much worse it ranks when a theme is shuffled."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding
from ..study import Study
from .learners import expit
from .measures import area_lost, area_under_curve
from .model import ChurnModel
from .naming import named
from .trusting import judged, refusal, too_few, trusted_columns

__all__ = ["reasons"]

_MOST_SHOWN = 10
_MOST_TRIED = 15
_MOST_LEAVERS, _MOST_STAYERS = 1000, 2000
_SHUFFLES = 2
_EXPLAINED = 50


def reasons(study: Study, model: ChurnModel) -> Finding:
    """What goes with leaving: how much worse leavers are told from stayers when a theme is shuffled.

    Columns that tell much the same are one theme and are shuffled together (rhythm, channels, answers, each segment).
    The 15 themes that add most to the log-odds are tried, and the 10 without which most is lost are shown. Many test
    customers are not needed: at most 1,000 who left and 2,000 who stayed are drawn, which leaves the area under the
    curve as it is, because it compares the two.

    Returns
    -------
    Finding
        ``theme``, ``base``, ``value`` (area under the curve lost without the theme, 0..1, shown in points), ``low``,
        ``high`` (95%, DeLong), ``auc_without`` (what is left of it; 0.5 is chance), ``strongest`` column in words,
        ``direction`` (up, down, mixed; level_up, level_down for a level) and ``can_change`` (yes, no).

    References
    ----------
    Breiman 2001, Mach. Learn. 45:5, on held-out rows and by groups of columns; interval as in
    :func:`cxlib.churn.measures.area_lost`.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.reasons(study, churn.fit(study)).sentence  # doctest: +SKIP
    """
    name, question = "churn.reasons", words.say("churn.reasons.question", study.language)
    if model.verdict != "usable":
        return refusal(study, model, name, question)
    p, left = judged(study, model)
    refused = too_few(study, name, question, left)
    if refused:
        return refused
    drawn = _drawn(left, model.seed)
    features = model.test.features[model.test.features.index.isin(study.customers().index)].iloc[drawn]
    whole = area_under_curve(p, left)["value"]
    table = _themes(study, model, features, left[drawn], whole)
    clear = table[table["low"] > 0]
    return study.finding(
        name, question=question, sentence=_in_words(study, clear, whole), table=table, base=len(drawn), unit="points",
        status="answered" if len(clear) else "cannot_tell", caveats=(*_caveats(study, len(drawn), len(p)), *trusted_columns(study, model)), formats={"auc_without": "share"},
        chart=Chart("interval", y="theme", unit="points", reference=0.0, x_label=words.say("churn.reasons.axis", study.language)),
    )


def _drawn(left: np.ndarray, seed: int) -> np.ndarray:
    """Places of the leavers and stayers to judge by, in their order."""
    rng = np.random.default_rng([seed, 1])
    groups = (np.flatnonzero(left), _MOST_LEAVERS), (np.flatnonzero(~left), _MOST_STAYERS)
    return np.sort(np.concatenate([rng.permutation(places)[:most] for places, most in groups]))


def _themes(study: Study, model: ChurnModel, features: pd.DataFrame, left: np.ndarray, whole: float) -> pd.DataFrame:
    groups: dict[str, list[str]] = {}
    for column in model.learner.columns:
        groups.setdefault(named(column, study.language).theme, []).append(column)
    strength, ways = _strengths(model, features)
    tried = sorted((theme for theme in groups if strength[groups[theme]].any()), key=lambda theme: -strength[groups[theme]].sum())
    orders = [np.random.default_rng([model.seed, 2, turn]).permutation(len(features)) for turn in range(_SHUFFLES)]
    before, rows = expit(model.log_odds(features)), []
    for columns in (groups[theme] for theme in tried[:_MOST_TRIED]):
        without = [expit(model.log_odds(_shuffled(features, columns, order))) for order in orders]
        lost = area_lost(before, without, left)
        first = max(columns, key=lambda column: strength[column])
        name = named(first, study.language)
        rows.append({
            "theme": name.theme_text, "base": len(features), **lost, "auc_without": whole - lost["value"],
            "strongest": first.split("=", 1)[1] if "=" in first else name.text, "direction": ways[first],
            "can_change": "yes" if name.changeable else "no",
        })
    table = pd.DataFrame(rows, columns=["theme", "base", "value", "low", "high", "auc_without", "strongest", "direction", "can_change"])
    return table.sort_values("value", ascending=False, kind="stable").head(_MOST_SHOWN).reset_index(drop=True)


def _shuffled(features: pd.DataFrame, columns: list[str], order: np.ndarray) -> pd.DataFrame:
    present = [column for column in columns if column in features]
    return features.assign(**{column: features[column].to_numpy()[order] for column in present})


def _strengths(model: ChurnModel, features: pd.DataFrame) -> tuple[pd.Series, dict[str, str]]:
    """Mean size of each column's contribution, and whether risk goes up or down with it."""
    some = features.iloc[:: max(1, len(features) // _EXPLAINED)]
    _, parts = model.contributions(some)
    ways = {}
    for column in parts:
        known = some[column].notna() if column in some else pd.Series(False, index=some.index)
        x, y = (some.loc[known, column].rank(), parts.loc[known, column].rank()) if known.any() else (pd.Series(dtype=float),) * 2
        moves = len(x) > 2 and x.std() > 0 and y.std() > 0
        along = float(np.corrcoef(x, y)[0, 1]) if moves else 0.0
        way = "up" if along > 0.5 else "down" if along < -0.5 else "mixed"
        ways[column] = f"level_{way}" if "=" in column and way != "mixed" else way
    return parts.abs().mean(), ways


def _in_words(study: Study, clear: pd.DataFrame, whole: float) -> str:
    if not len(clear):
        return words.say("churn.reasons.none", study.language)
    first = clear.iloc[0]
    rest = "; ".join(clear["theme"].iloc[1:4]) or words.say("churn.nothing_else", study.language)
    return words.say("churn.reasons", study.language, first=first["theme"], rest=rest, auc=whole, without=first["auc_without"],
                     **{end: first[end] for end in ("value", "low", "high")})


def _caveats(study: Study, drawn: int, judged_on: int) -> tuple[str, ...]:
    out = [words.say("churn.reasons.shared", study.language)]
    if drawn < judged_on:
        out.append(words.say("churn.reasons.drawn", study.language, drawn=drawn, base=judged_on))
    return (*out, words.say("churn.segments_today", study.language))
