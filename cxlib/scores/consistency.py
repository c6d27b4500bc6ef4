"""How much places differ at the same touchpoint."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from .sums import check_segment, sums

__all__ = ["Agreement", "agreement", "consistency"]

_FEWEST_PLACES = 3
_CLEAR = 0.05
_EMPLOYEE = "employee"
_HIDDEN = ("base", "places", "value", "low", "high", "between_sd", "between_low", "between_high", "within_sd", "p_value")
_FORMATS = {
    "places": "count", "between_sd": "score", "between_low": "score", "between_high": "score", "within_sd": "score",
    "adjusted_p": "p_value",
}


class Agreement(NamedTuple):
    """Intraclass correlation with its interval, the spread between and within groups, and the p-value of no spread."""

    value: float
    low: float
    high: float
    between_sd: float
    between_low: float
    between_high: float
    within_sd: float
    p_value: float


def agreement(n: ArrayLike, s1: ArrayLike, s2: ArrayLike) -> Agreement:
    """Share of the variance of single answers that lies between groups: ICC(1), one-way random effects.

    Parameters
    ----------
    n, s1, s2 : array-like, one place a group
        Answers, their sum and the sum of their squares. Groups without answers do not count.

    Returns
    -------
    Agreement
        ``value``, ``low``, ``high`` from 0 to 1 (95%; an estimate below 0 is 0); ``between_sd`` with its ends and
        ``within_sd`` in score units; ``p_value`` of the F test. All nan with fewer than two groups, one answer in each,
        or no spread within any group.

    Notes
    -----
    The estimate is that of the analysis of variance, with the size n0 = (N - sum(n^2)/N) / (k - 1) where groups differ in
    size. The interval is exact for normal answers in groups of any size: the ratios of variances at which the weighted
    sum of squares between groups is the 97.5% and the 2.5% point of F. In groups of one size it is Searle's.

    References
    ----------
    Wald 1940, Ann. Math. Stat. 11:96; Searle 1971, Linear Models, ch. 9; McGraw and Wong 1996, Psychol. Methods 1:30,
    ICC(1); Donner 1986, Int. Stat. Rev. 54:67, for unequal groups.

    Examples
    --------
    >>> found = agreement([4, 4, 4], [8, 16, 12], [18, 66, 38])
    >>> round(found.value, 3), round(found.within_sd, 3)
    (0.556, 0.816)
    """
    n, s1, s2 = (np.asarray(part, dtype=float) for part in (n, s1, s2))
    n, s1, s2 = (part[n > 0] for part in (n, s1, s2))
    groups, total = len(n), n.sum()
    if groups < 2 or total <= groups:
        return Agreement(*[np.nan] * 8)
    between = max(float((s1**2 / n).sum() - s1.sum() ** 2 / total), 0.0) / (groups - 1)
    within = max(float((s2 - s1**2 / n).sum()), 0.0) / (total - groups)
    # squares of sums leave crumbs where all answers of a group are alike
    if within <= 1e-12 * max(float(s2.sum() / total), 1e-300):
        return Agreement(*[np.nan] * 8)
    size = (total - (n**2).sum() / total) / (groups - 1)
    ratio, freedom = between / within, (groups - 1, total - groups)
    value = float(np.clip((ratio - 1) / (ratio + size - 1), 0.0, 1.0))
    low, high = _ends(n, s1 / n, within, freedom)
    low, high = min(low, value), max(high, value)
    spreads = [np.sqrt(within * share / (1 - share)) for share in (value, low, high)]
    from scipy.stats import f as f_law

    return Agreement(value, low, high, *(float(x) for x in spreads), float(np.sqrt(within)), float(f_law.sf(ratio, *freedom)))


def consistency(
    study, *, by: str | None = "store", at: str | None = None, question: str | None = None, employees: bool = False
) -> Finding:
    """How much of the differences between answers comes from which store (channel, team) the customer was at.

    Parameters
    ----------
    by : segment or None
        None, as of a study without segments, gives a finding that says so.
    at : name of a touchpoint or stage, optional
        Answers given there only; every touchpoint of each question when not given.
    question : name of a question, optional
        All when not given.
    employees : bool
        Must be True for ``by="employee"``: people are not compared by accident.

    Returns
    -------
    Finding
        One row per question and touchpoint (or stage) of the study's wave: ``question``, ``touchpoint`` (or ``stage``), ``places``
        (with answers), ``base``, ``value`` (intraclass correlation, a share), ``low``, ``high``, ``between_sd`` (standard
        deviation of the places' true averages, score units) with ``between_low`` and ``between_high``, ``within_sd``,
        ``adjusted_p`` (Benjamini-Hochberg over all rows), ``verdict`` (``places differ``, ``cannot tell``), ``owner``;
        the least consistent first.

    Raises
    ------
    ArgumentError
        For an unknown segment, question, touchpoint or stage, or employees not asked for.

    Notes
    -----
    See :func:`agreement`. Answers count alike, whatever their weights: this speaks of the answers that were given.

    Examples
    --------
    >>> consistency(study, by="store").sentence  # doctest: +SKIP
    """
    study = study.in_focus()
    name, language = "scores.consistency", study.language
    where = words.label(by or "segment", language).lower()
    asked = words.say("consistency.question", language, by=where)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    if by is None:
        sentence = words.say("scores.places.no_segment", language)
        return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    check_segment(study, by, "responses")
    if by == _EMPLOYEE and not employees:
        raise ArgumentError("employees are not compared unless you ask for it: add employees=True, and mind what it is used for")
    spot = _spot(study, by, at)
    names = list(study.codebook) if question is None else [choose("question", question, study.codebook)]
    counts = _counts(study, by, spot, at)
    if not counts["score"].notna().any():
        return study.nobody(name, asked)
    table = _tested(study, pd.DataFrame([row for each in names for row in _rows(study, counts, each, by, spot)]))
    key = ".".join([name, by, *[part for part in (at, question) if part]])
    if table.empty or table["value"].isna().all():
        sentence = words.say("consistency.too_few", language, fewest=_FEWEST_PLACES, by=where, wave=study.wave)
        return study.finding(name, question=asked, sentence=sentence, table=table, status="cannot_tell", key=key, unit="share", formats=_FORMATS)
    sentence, status, next_step = _tell(study, table, where, spot)
    first = table.iloc[0]
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=int(table["base"].sum()), status=status, unit="share", formats=_FORMATS,
        chart=_chart(study, table, where), caveats=_notes(study, table, by), key=key, owner=first["owner"], next_step=next_step,
        headline={column: first[column] for column in ("value", "low", "high", "base")} | {"unit": "share"},
    )


def _ends(n: np.ndarray, means: np.ndarray, within: float, freedom: tuple[float, float]) -> list[float]:
    """The correlations at which what was found would be the 97.5% and the 2.5% point."""
    from scipy.optimize import brentq
    from scipy.stats import f as f_law

    def ratio(share: float) -> float:
        weight = 1 / (share / (1 - share) + 1 / n)
        centre = (weight * means).sum() / weight.sum()
        return float((weight * (means - centre) ** 2).sum() / freedom[0] / within)

    found, most = [], 1 - 1e-9
    for point in (f_law.ppf(0.975, *freedom), f_law.ppf(0.025, *freedom)):
        # the ratio falls as the share rises
        found.append(0.0 if ratio(0.0) <= point else most if ratio(most) >= point else brentq(lambda share: ratio(share) - point, 0.0, most))
    return found


def _spot(study, by: str, at: str | None) -> str:
    """The column that says where an answer was given: touchpoint, or stage when `at` is one or nothing else is known."""
    places = {"touchpoint": study.levels_of("touchpoint"), "stage": study.levels_of("stage")}
    if at is not None:
        choose("touchpoint or stage", at, list(dict.fromkeys([*places["touchpoint"], *places["stage"]])))
        return "touchpoint" if at in places["touchpoint"] else "stage"
    known = [level for level in places["touchpoint"] if level != words.NOT_KNOWN["en"]]
    return "touchpoint" if known and by != "touchpoint" or by == "stage" else "stage"


def _counts(study, by: str, spot: str, at: str | None) -> pd.DataFrame:
    """Answers of the wave by place, spot and score; answers without a place do not count."""
    whole = study.unsliced().where(study.slice.without("period"))
    counts = whole.score_counts(list(dict.fromkeys(["period", by, spot])))
    counts = counts[(counts["period"] == study.wave) & (counts[by] != words.NOT_KNOWN["en"])]
    return counts if at is None else counts[counts[spot] == at]


def _rows(study, counts: pd.DataFrame, question: str, by: str, spot: str) -> list[dict]:
    meaning = study.codebook[question]
    totals = sums(counts, meaning, list(dict.fromkeys([by, spot])))
    rows = []
    for place, part in totals[totals["n"] > 0].groupby(spot, sort=True):
        enough = len(part) >= _FEWEST_PLACES
        found = agreement(part["n"], part["y"], part["y2"]) if enough else Agreement(*[np.nan] * 8)
        rows.append({"question": question, spot: place, "places": len(part), "base": part["n"].sum(), **found._asdict(), "owner": meaning.owner})
    return rows


def _tested(study, table: pd.DataFrame) -> pd.DataFrame:
    """Small rows withheld, p-values corrected over the rest, the least consistent first."""
    if table.empty:
        return table
    table = withhold(table, minimum=study.settings.minimum_base, within=[], columns=_HIDDEN)
    table["adjusted_p"] = intervals.adjust(table["p_value"].to_numpy(float), method="fdr_bh")
    clear = table["adjusted_p"] < _CLEAR
    table["verdict"] = np.select([table["value"].isna(), clear], ["", "places differ"], "cannot tell")
    table["_clear"] = clear
    table = table.sort_values(["_clear", "value"], ascending=False, kind="stable", na_position="last", ignore_index=True)
    last = ["adjusted_p", "verdict", "owner", "withheld"]
    return table[[column for column in table if column not in (*last, "p_value", "_clear")] + last]


def _tell(study, table: pd.DataFrame, where: str, spot: str) -> tuple[str, str, str]:
    """The least consistent touchpoint, in plain words."""
    language, row = study.language, table.iloc[0]
    tested = int(table["value"].notna().sum())
    differ = row["verdict"] == "places differ"
    sentence = words.say(
        "consistency.differ" if differ else "consistency.none", language, by=where, asked=row["question"], spot=_at(row, spot, language),
        wave=study.wave, share=row["value"], low=row["low"], high=row["high"], sd=row["between_sd"], sd_low=row["between_low"],
        sd_high=row["between_high"], within=row["within_sd"], places=row["places"], base=row["base"], tested=tested,
    )
    others = int((table["verdict"] == "places differ").sum()) - 1
    if others > 0:
        sentence += " " + words.say("consistency.others", language, others=others, tested=tested)
    next_step = words.say("consistency.next" if differ else "consistency.next.none", language, by=where, asked=row["question"])
    return sentence, "answered" if differ else "cannot_tell", next_step


def _at(row, spot: str, language: str) -> str:
    known = row[spot] and row[spot] != words.NOT_KNOWN["en"]
    return words.say("consistency.at", language, place=row[spot]) if known else ""


def _chart(study, table: pd.DataFrame, where: str) -> Chart:
    twice = table["question"].duplicated().any()
    spot = "touchpoint" if "touchpoint" in table else "stage"
    return Chart("interval", x="value", y="question", unit="share", series=spot if twice else None,
                 x_label=words.say("consistency.axis", study.language, by=where))


def _notes(study, table: pd.DataFrame, by: str) -> tuple[str, ...]:
    language = study.language
    notes = [words.say("consistency.caveat", language, tested=int(table["value"].notna().sum()))]
    if study.weighted:
        notes.append(words.say("consistency.unweighted", language))
    if by == _EMPLOYEE:
        notes.append(words.say("consistency.employees", language))
    if not study.complete(study.wave):
        notes.append(words.say("scores.partial_caveat", language, periods=words.period_label(study.wave, language)))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(notes)
