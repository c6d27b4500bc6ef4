"""Whether the personas have aged: are customers still like those they were found on."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import adjust, mean_difference, share_difference, share_interval
from .baseline import Baseline, baseline_of, stability
from .kinds import Personas
from .naming import habit_label
from .spread import OUTSIDE, Spread
from .waves import days, next_step, spread_for, unanswered

__all__ = ["drift"]

# A shift of the index that is worth acting on, by custom; whether it is more than chance is told by chi-squared.
MATERIAL = 0.1
# More customers than this who are none of the personas ask for new ones.
MOST_OUTSIDE = 0.05
_LEVEL = 0.05
_MONEY = ("basket", "spend")
_SHOWN = ("value", "low", "high", "then", "now", "limit", "p_value", "base", "base_then")


def drift(study, found: Personas) -> Finding:
    """Have the personas aged: refit them or keep them?

    Then is the day the personas were found on, when they were kept from an earlier day; else the end of the previous
    wave. Now is the end of the study's wave.

    Returns
    -------
    Finding
        ``aspect`` (habit, persona, distance), ``what``, ``value`` (habit: population stability index; persona and none of these:
        change of the share, -1 to 1; distance: change of the mean distance from the nearest persona, in standard
        deviations) with ``low`` and ``high`` where it is a change, ``limit`` (of the index: chance passes it for any
        habit in 5 % of quarters in which nothing changes), ``then``, ``now`` (mean of the habit, share, distance),
        ``adjusted_p`` (Bonferroni over habits, Holm over shares), ``verdict`` (``drifted``, ``cannot tell``), ``base_then``,
        ``base``, ``unit``, ``withheld``; habits with the largest index first.
        Status ``answered`` when anything drifted, else ``cannot_tell``.

    Notes
    -----
    Refit when a habit is past its limit with an index of 0.1 or more, or clearly more than 5 % are none of the personas; keep
    but watch when something drifted by less. Customers who are there on both days make chance smaller than the limits
    take it to be, so the limits are cautious.

    References
    ----------
    See :func:`cxlib.personas.baseline.stability`.
    """
    name, language = "personas.drift", study.language
    question = words.say("waves.drift.question", language)
    now = _now(study)
    then = getattr(found, "baseline", None)
    if then is not None and (then.as_of is None or now is None or then.as_of >= now):
        then = None
    refused = unanswered(study, found, name, question, compares=then is None)
    if refused is not None:
        return refused
    spread = spread_for(study, found)
    then, here = _both(study, found, spread, then, now)
    if not _active(then, found) or not _active(here, found):
        return study.nobody(name, question)
    table = _table(study, found, then, here)
    return _told(study, found, table, then, here, name, question)


def _now(study) -> dt.date | None:
    found = days(study)
    return found[1] if found else (study.as_of if study.settings.period != "wave" else None)


def _both(study, found: Personas, spread: Spread | None, then: Baseline | None, now: dt.date) -> tuple[Baseline, Baseline]:
    """Counts of both days, in the same bins; those of a slice are counted anew, as everyone's say nothing of it."""
    if then is None or study.slice.restricts:
        day = then.as_of if then is not None else days(study)[0]
        features = study.features(day, lookback_days=found.lookback_days)
        then = baseline_of(found, features, spread, as_of=day, like=then)
    features = study.features(now, lookback_days=found.lookback_days)
    return then, baseline_of(found, features, spread, as_of=now, like=then)


def _active(day: Baseline, found: Personas) -> int:
    return sum(day.personas.get(name, 0) for name in found.names)


def _table(study, found: Personas, then: Baseline, here: Baseline) -> pd.DataFrame:
    language, minimum = study.language, study.settings.minimum_base
    habits = pd.DataFrame([_habit(name, then, here, language) for name in here.habits])
    habits = habits.sort_values("value", ascending=False, kind="stable")
    shares = pd.DataFrame(_shares(found, then, here, language))
    table = pd.concat([habits, shares, pd.DataFrame([_distance(then, here, language)])], ignore_index=True)
    # The smaller day decides: a mean of then on three customers is no less theirs.
    smaller = withhold(table.assign(base=table[["base", "base_then"]].min(axis=1)), minimum=minimum, columns=())
    table["withheld"] = smaller["withheld"]
    few = _small_shares(table, study.settings.minimum_share_base)
    table.loc[few, "withheld"] = "small"
    table[list(_SHOWN)] = table[list(_SHOWN)].astype(float).mask(table["withheld"] != "")
    about = table["aspect"].isin(["persona"])
    table["adjusted_p"] = np.minimum(table["p_value"] * len(habits), 1.0)
    table.loc[about, "adjusted_p"] = adjust(table.loc[about, "p_value"].to_numpy(float), method="holm")
    table.loc[table["aspect"] == "distance", "adjusted_p"] = table["p_value"]
    table["verdict"] = np.select([table["value"].isna(), table["adjusted_p"] < _LEVEL], ["", "drifted"], "cannot tell")
    columns = ["aspect", "what", "value", "low", "high", "limit", "then", "now", "adjusted_p", "verdict", "base_then", "base", "unit", "withheld"]
    return table[[*columns, "_unit", "_item"]]


def _habit(name: str, then: Baseline, here: Baseline, language: str) -> dict:
    from scipy.special import chdtri

    old, new = then.habits[name], here.habits[name]
    found, n, m = stability(old.counts, new.counts), sum(old.counts), sum(new.counts)
    limit = float(chdtri(found.freedom, _LEVEL / len(here.habits)) * (n + m) / (n * m)) if found.freedom else np.nan
    unit = "share" if name.endswith("_share") else "money" if name in _MONEY else "number"
    return {
        "aspect": "habit", "what": habit_label(name, language), "value": found.value, "low": np.nan, "high": np.nan, "limit": limit,
        "then": old.mean, "now": new.mean, "p_value": found.p_value, "base_then": n, "base": m, "unit": "p_value", "_unit": unit, "_item": name, "_counts": None,
    }


def _shares(found: Personas, then: Baseline, here: Baseline, language: str) -> list[dict]:
    """Shares of the personas among all, and of who is none of them among the active with a place."""
    rows, n, m = [], sum(then.personas.values()), sum(here.personas.values())
    for name in (*found.names, found.inactive):
        rows.append(_share(name, (then.personas.get(name, 0), n), (here.personas.get(name, 0), m)))
    (n, *_), (m, *_) = then.distances, here.distances
    if n and m:
        rows.append(_share(words.say("waves.none_of_these", language), (then.outside, n), (here.outside, m)) | {"_item": "none"})
    return rows


def _share(name: str, then: tuple[int, int], here: tuple[int, int]) -> dict:
    value, low, high, p = (float(part) for part in share_difference(then, here))
    return {
        "aspect": "persona", "what": name, "value": value, "low": low, "high": high, "limit": np.nan, "then": then[0] / then[1],
        "now": here[0] / here[1], "p_value": p, "base_then": then[1], "base": here[1], "unit": "signed_points", "_unit": "share",
        "_item": "", "_counts": (then[0], here[0]),
    }


def _small_shares(table: pd.DataFrame, minimum: int) -> pd.Series:
    """Shares of so few customers that they would be told apart; as shares add up, one hidden hides the next smallest."""
    few = pd.Series(False, index=table.index)
    # One in a hundred was none of them by construction, which gives nobody away: there the count of now decides.
    for of, within, of_days in (((table["aspect"] == "persona") & (table["_item"] == ""), [], (0, 1)), (table["_item"] == "none", None, (1,))):
        for day in of_days if of.any() else ():
            counts = [pair[day] for pair in table.loc[of, "_counts"]]
            told = withhold(pd.DataFrame({"base": counts}), minimum=minimum, within=within, columns=())["withheld"]
            few[of] |= (told != "").to_numpy()
    return few


def _distance(then: Baseline, here: Baseline, language: str) -> dict:
    (n, one, _), (m, other, _) = then.distances, here.distances
    value, low, high, p = (float(part) for part in mean_difference(then.distances, here.distances))
    return {
        "aspect": "distance", "what": words.say("waves.drift.distance", language), "value": value, "low": low, "high": high, "limit": np.nan,
        "then": one / n if n else np.nan, "now": other / m if m else np.nan, "p_value": p, "base_then": n, "base": m,
        "unit": "signed_score", "_unit": "score", "_item": "", "_counts": None,
    }


def _told(study, found: Personas, table: pd.DataFrame, then: Baseline, here: Baseline, name: str, question: str) -> Finding:
    language, habits = study.language, table[table["aspect"] == "habit"]
    case = _case(table, here)
    drifted = habits[habits["verdict"] == "drifted"]
    values = {"then": then.as_of, "now": here.as_of, "n": _active(then, found), "m": _active(here, found), "tested": len(habits)}
    if habits["value"].isna().all():
        sentence, case = words.say("waves.drift.few", language, minimum=study.settings.minimum_base), "keep"
    elif len(drifted):
        top = drifted.iloc[0]
        sentence = words.say(f"waves.drift.{case}", language, **values, drifted=len(drifted), habit=top["what"], index=top["value"], limit=top["limit"])
    else:
        others = table[(table["verdict"] == "drifted")].sort_values("adjusted_p", kind="stable")["what"]
        values["what"] = others.iloc[0] if len(others) else ""
        sentence = words.say(f"waves.drift.{'keep' if case == 'keep' else case + '.other'}", language, **values)
    outside = table[(table["_item"] == "none") & table["value"].notna()]
    if len(outside):
        row = outside.iloc[0]
        sentence += " " + words.say("waves.drift.outside", language, now=row["now"], then=row["then"], low=row["low"], high=row["high"])
    limit = habits["limit"].max()
    chart = Chart("bars", y="what", unit="number", low=None, high=None, where={"aspect": "habit"}, x_label=words.say("waves.drift.axis", language),
                  reference=float(limit) if np.isfinite(limit) else None, reference_label=words.say("waves.drift.limit", language))
    return study.finding(
        name, question=question, sentence=sentence, table=table, chart=chart, base=_active(here, found),
        status="answered" if (table["verdict"] == "drifted").any() else "cannot_tell", caveats=_caveats(study, found, table),
        formats={"then": "@_unit", "now": "@_unit", "limit": "p_value", "adjusted_p": "p_value", "base_then": "count"},
        **next_step(case, language),
    )


def _case(table: pd.DataFrame, here: Baseline) -> str:
    """Keep, watch or refit."""
    habits = table[(table["aspect"] == "habit") & (table["verdict"] == "drifted")]
    if (habits["value"] >= MATERIAL).any() or _outside_low(here) > MOST_OUTSIDE:
        return "refit"
    return "watch" if (table["verdict"] == "drifted").any() else "keep"


def _outside_low(here: Baseline) -> float:
    n = here.distances[0]
    return float(share_interval(here.outside, n)[0]) if n else 0.0


def _caveats(study, found: Personas, table: pd.DataFrame) -> tuple[str, ...]:
    language = study.language
    texts = [words.say("waves.drift.cautious", language), words.say("waves.drift.rule", language, material=MATERIAL, outside=MOST_OUTSIDE, usual=OUTSIDE)]
    if found.verdict == "continuum":
        texts.append(words.say("personas.caveat.continuum", language))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        texts.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(texts)
