"""Every number of the persona cards, for all personas at once, so that what one card hides no other gives away."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import withhold
from ..journeys.look import look
from ..journeys.losses import step_by_group
from ..personas.naming import habit_label
from ..scores.sums import MEASURES, UNITS, differences, estimates, sums
from .persona_crowd import NUMBERS, SEGMENT, Crowd
from .persona_profile import segments

__all__ = ["facts"]

# What is true for a moment, said in other parts of the card, or how much is known of somebody: no habits to tell of.
_NOT_TOLD = (
    "persona", "recency_days", "gap_ratio", "visits_last_30", "visits_prior_30", "mean_gap_days", "spend", "low_scores", "answers",
    "touchpoints_used", "channels_used",
)
_MONEY = ("basket", "spend", "monthly_fee")
_SCORES = ("nps", "csat", "ces", "rating")


def facts(crowd: Crowd, *, risk: pd.Series | None = None) -> pd.DataFrame:
    """All numbers of all cards.

    Returns
    -------
    DataFrame
        ``persona``, ``part``, ``item``, ``value``, ``low``, ``high``, ``elsewhere`` (other personas), ``everyone``, ``effect``
        (difference from everyone in standard deviations), ``association`` (eta or Cramér's V), ``index`` (share here /
        share overall), ``base``, ``p_value`` (against the others; none for what made the personas), ``made``, ``unit``,
        ``withheld``. What rests on too few is withheld, with what would give it away.
    """
    parts = [_sizes(crowd), _habits(crowd), segments(crowd), _scores(crowd), _drop_off(crowd), _worth(crowd), _leaving(crowd, risk), _contacts(crowd)]
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    for column in (*NUMBERS, "made", "_code"):
        if column not in table:
            table[column] = "" if column in ("made", "_code") else np.nan
    table = table.fillna({"made": "", "_code": ""})
    minimum = crowd.study.settings.minimum_base
    sizes = withhold(table[table["part"] == "size"], minimum=minimum, within=[], columns=())
    reasons = sizes.set_index("persona")["withheld"]
    own = reasons.reindex(table["persona"]).to_numpy()
    table["withheld"] = np.where(own != "", own, table["withheld"])
    table.loc[table["withheld"] != "", list(NUMBERS)] = np.nan
    return table


def _sizes(crowd: Crowd) -> pd.DataFrame:
    n = crowd.people["persona"].value_counts().reindex(list(crowd.found.names), fill_value=0)
    low, high = intervals.share_interval(n.to_numpy(float), float(crowd.total))
    item = words.say("maps.persona_card.item.size", crowd.study.language)
    return pd.DataFrame({"persona": n.index, "part": "size", "item": item, "value": n.to_numpy() / crowd.total, "low": low, "high": high,
                         "base": n.to_numpy(float), "unit": "share", "withheld": ""})


def _each(crowd: Crowd, part: str, item: str, values: pd.Series, persona: pd.Series, *, unit: str, made: str = "", tested: bool = True) -> pd.DataFrame:
    """Mean of a column in each persona, with interval, beside the others; withheld where it rests on few."""
    known = values.notna().to_numpy()
    values, persona, rows = values[known].astype(float), persona[known], []
    spread = values.std() if len(values) > 1 else 0.0
    for name in crowd.found.names:
        inside = (persona == name).to_numpy()
        mine, rest = values[inside].to_numpy(), values[~inside].to_numpy()
        value, low, high = _mean(mine, unit)
        effect = (value - values.mean()) / spread if spread > 0 and len(mine) else np.nan
        rows.append({
            "persona": name, "part": part, "item": item, "value": value, "low": low, "high": high, "elsewhere": rest.mean() if len(rest) else np.nan,
            "everyone": values.mean(), "effect": effect, "association": _eta(inside, values.to_numpy()), "base": float(len(mine)), "unit": unit,
            "made": made, "p_value": _welch(rest, mine) if tested and not made else np.nan,
        })
    return _hidden(crowd, pd.DataFrame(rows))


def _hidden(crowd: Crowd, table: pd.DataFrame) -> pd.DataFrame:
    return withhold(table, minimum=crowd.study.settings.minimum_base, within=["item"], columns=NUMBERS)


def _mean(values: np.ndarray, unit: str) -> tuple[float, float, float]:
    """Mean with interval: of skewed amounts for money, on its scale for a share."""
    n = len(values)
    if not n:
        return np.nan, np.nan, np.nan
    mean = float(values.mean())
    scale = abs(mean) or 1.0
    parts = values / scale
    if unit == "money":
        low, high = intervals.skewed_mean_interval(n, parts.sum(), (parts**2).sum(), (parts**3).sum())
    elif unit == "share":
        scale, parts = 1.0, np.clip(values, 0, 1)
        low, high = intervals.mean_interval(n, parts.sum(), (parts**2).sum(), scale=(0, 1))
    else:
        low, high = intervals.mean_interval(n, parts.sum(), (parts**2).sum())
    return mean, min(float(low) * scale, mean), max(float(high) * scale, mean)


def _eta(inside: np.ndarray, values: np.ndarray) -> float:
    """Square root of the share of variance that lies between the persona and the others."""
    total = ((values - values.mean()) ** 2).sum() if len(values) else 0.0
    if not total > 0 or inside.all() or not inside.any():
        return np.nan
    between = sum(side.sum() * (values[side].mean() - values.mean()) ** 2 for side in (inside, ~inside))
    return float(np.sqrt(min(between / total, 1.0)))


def _welch(rest: np.ndarray, mine: np.ndarray) -> float:
    if min(len(rest), len(mine)) < 2:
        return np.nan
    scale = max(np.abs(rest).max(), np.abs(mine).max()) or 1.0
    sums_ = [(len(side), side.sum() / scale, ((side / scale) ** 2).sum()) for side in (rest, mine)]
    return float(intervals.mean_difference(*sums_)[3])


def _habits(crowd: Crowd) -> pd.DataFrame:
    language, table = crowd.study.language, crowd.people
    made = set(crowd.found.features)
    found = []
    for column in _habits_told(crowd):
        unit = "share" if column.endswith("_share") else "money" if column in _MONEY else "days" if column.endswith("_days") else "number"
        # Of labels alone it is not known what made them; a habit that repeats one that made them is made with it.
        why = "made" if column in made or crowd.found.recipe is None or crowd.found.left_out.get(column) in ("duplicate", "product") else ""
        found.append(_each(crowd, "habit", habit_label(column, language), table[column], table["persona"], unit=unit, made=why).assign(_code=column))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _habits_told(crowd: Crowd) -> list[str]:
    """Habits in numbers that vary: those that made the personas first, then others that are no state of the moment."""
    table, found = crowd.people, crowd.found
    others = [
        column for column in table if not column.startswith(("_", "last_score_")) and column not in found.features
        and column not in _NOT_TOLD
    ]
    told = [column for column in (*found.features, *others) if column in table and pd.api.types.is_numeric_dtype(table[column])]
    return [column for column in told if table[column].nunique() > 1]


def _scores(crowd: Crowd) -> pd.DataFrame:
    """NPS, CSAT and CES of the wave."""
    study, labelled = crowd.study, crowd.labelled
    if not study.has("responses") or labelled.slice.kept(SEGMENT) is None:
        return pd.DataFrame()
    counts = labelled.unsliced().where(labelled.slice.without("period")).score_counts(["period", SEGMENT])
    counts = counts[counts["period"] == study.wave]
    found = [_score(crowd, question, counts) for metric in _SCORES for question in study.codebook.values() if question.metric == metric]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def _score(crowd: Crowd, question, counts: pd.DataFrame) -> pd.DataFrame:
    study, names, measure = crowd.study, list(crowd.found.names), MEASURES[question.metric][0]
    mine = sums(counts, question, [SEGMENT]).set_index(SEGMENT).reindex(names).fillna(0.0)
    everyone = mine.sum()
    rest = (everyone - mine).clip(lower=0.0)
    own, others = (estimates(table, question, measure, weighted=study.weighted) for table in (mine, rest))
    whole = estimates(everyone.to_frame().T, question, measure, weighted=study.weighted)
    apart = differences(rest, mine, question, measure, weighted=study.weighted)
    item = f"{words.say(f'value.metric.{measure}', study.language)} – {question.name}"
    table = pd.DataFrame({
        "persona": names, "part": "score", "item": item, **{name: own[name].to_numpy() for name in ("value", "low", "high", "base")},
        "elsewhere": others["value"].to_numpy(), "everyone": float(whole["value"].iloc[0]), "p_value": apart["p_value"].to_numpy(),
        "unit": UNITS[measure], "_code": question.metric,
    })
    return _hidden(crowd, table)


def _drop_off(crowd: Crowd) -> pd.DataFrame:
    """Who does not go on from a stage to the next, in the journeys of the wave."""
    study, labelled = crowd.study, crowd.labelled
    if not study.has("touchpoints") or len(study.settings.journey.stages) < 2 or study.settings.period == "wave" or labelled.slice.kept(SEGMENT) is None:
        return pd.DataFrame()
    seen = look(labelled, by=[SEGMENT], over="wave", window_days=None, order=None)
    if not len(seen.found):
        return pd.DataFrame()
    parts = []
    for stage in range(1, len(seen.stages)):
        table, whole = step_by_group(seen, [SEGMENT], stage), step_by_group(seen, [], stage)
        table = table.set_index(SEGMENT).reindex(list(crowd.found.names))
        parts.append(pd.DataFrame({
            "persona": table.index, "part": "drop_off", "item": f"{_stage(seen.stages[stage - 1], study)} → {_stage(seen.stages[stage], study)}",
            "value": 1 - table["value"].to_numpy(), "low": 1 - table["high"].to_numpy(), "high": 1 - table["low"].to_numpy(),
            "elsewhere": 1 - table["rest"].to_numpy(), "everyone": 1 - float(whole["value"].iloc[0]), "base": table["base"].fillna(0).to_numpy(float),
            "p_value": table["p_value"].to_numpy(), "unit": "share", "_code": seen.owner(stage - 1),
        }))
    return _hidden(crowd, pd.concat(parts, ignore_index=True))


def _stage(stage: str, study) -> str:
    key = f"value.stage.{stage}"
    return words.say(key, study.language) if words.has(key) else stage


def _worth(crowd: Crowd) -> pd.DataFrame:
    """Spend per customer, and the share of what all personas spend."""
    if "spend" not in crowd.people:
        return pd.DataFrame()
    language, people = crowd.study.language, crowd.people
    item = words.say("maps.persona_card.item.spend", language, days=crowd.found.lookback_days)
    spend = people["spend"].fillna(0.0)
    mean = _each(crowd, "worth", item, spend, people["persona"], unit="money", made="made")
    total = float(spend.sum())
    if not total > 0 or len(spend) < 2:
        return mean
    rows = []
    for name in crowd.found.names:
        inside = crowd.inside(name)
        share = float(spend[inside].sum() / total)
        # The ratio of two sums over the same customers, linearised (Cochran 1977, Sampling Techniques, 6.3).
        half = 1.959964 * float(np.sqrt(((spend.to_numpy() * (inside - share)) ** 2).sum() * len(spend) / (len(spend) - 1))) / total
        rows.append({"persona": name, "part": "worth", "item": words.say("maps.persona_card.item.revenue", language), "value": share,
                     "low": min(max(share - half, 0.0), share), "high": max(min(share + half, 1.0), share), "base": float(inside.sum()), "unit": "share", "made": "made"})
    return pd.concat([mean, _hidden(crowd, pd.DataFrame(rows))], ignore_index=True)


def _leaving(crowd: Crowd, risk: pd.Series | None) -> pd.DataFrame:
    """The risk that is given, else who is gone or silent a lookback later, else who is silent now."""
    language, days, people = crowd.study.language, crowd.study.settings.churn.silence_days, crowd.people
    if risk is not None:
        known = pd.Series(risk.to_numpy(dtype=float), index=risk.index.astype(str)).reindex(people.index.astype(str))
        item = words.say("maps.persona_card.item.risk", language)
        return _each(crowd, "leaving", item, known.set_axis(people.index), people["persona"], unit="share")
    since = crowd.since[crowd.since["persona"].isin(crowd.found.names)]
    if len(since):
        item = words.say("maps.persona_card.item.since", language, days=days, lookback=crowd.found.lookback_days)
        return _shares(crowd, item, since["value"], since["persona"])
    if "recency_days" not in people or crowd.study.settings.churn.kind == "contract":
        return pd.DataFrame()
    item = words.say("maps.persona_card.item.silent", language, days=days)
    # Silence is part of being seen or not, which may have made labels that came from elsewhere.
    return _shares(crowd, item, (people["recency_days"] > days).astype(float), people["persona"], made="made" if crowd.found.recipe is None else "")


def _shares(crowd: Crowd, item: str, yes: pd.Series, persona: pd.Series, *, made: str = "") -> pd.DataFrame:
    rows, values = [], yes.to_numpy(dtype=float)
    for name in crowd.found.names:
        inside = (persona == name).to_numpy()
        (hits, n), (others, m) = ((values[side].sum(), float(side.sum())) for side in (inside, ~inside))
        low, high = intervals.share_interval(hits, n)
        rows.append({
            "persona": name, "part": "leaving", "item": item, "value": hits / n if n else np.nan, "low": float(low), "high": float(high),
            "elsewhere": others / m if m else np.nan, "everyone": values.mean(), "base": n, "unit": "share", "made": made,
            "p_value": np.nan if made else float(intervals.share_difference((others, m), (hits, n))[3]),
        })
    return _hidden(crowd, pd.DataFrame(rows))


def _contacts(crowd: Crowd) -> pd.DataFrame:
    """Through which channels: the mean of each customer's own shares."""
    columns = [name for name in crowd.people if name.startswith("channel_") and name.endswith("_share")]
    made = "made" if crowd.found.recipe is None else ""
    found = [
        _each(crowd, "contact", column.removeprefix("channel_").removesuffix("_share").replace("_", " "), crowd.people[column],
              crowd.people["persona"], unit="share", made=made or ("made" if column in crowd.found.features else ""), tested=False)
        for column in columns if crowd.people[column].notna().any()
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()
