"""When in life customers leave: of those who reach an age, the share that leaves in it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import choose
from ..finding import Chart, Finding, withhold
from ..intervals import adjust, share_interval
from ..study import Study
from .curves import compared, named_groups, notes, said
from .lives import lives, months
from .outcome import unavailable

__all__ = ["hazard"]

NAME = "churn.hazard"
_MOST_LINES = 5
_FEWEST_EXPECTED = 1.0


def hazard(study: Study, *, by: str | None = None, smooth: bool = False) -> Finding:
    """Share that leaves at each age, of those who reached it: when in life customers leave.

    Only who was watched over the whole of an age counts for it, leavers and stayers alike, so the share is a plain one.

    Parameters
    ----------
    by : segment of customers, or "period" (of joining), optional
    smooth : bool
        Each age together with the one before and the one after it; a caveat says so.

    Returns
    -------
    Finding
        [`by`], ``days_since``, ``days_to`` (an age: from that many days since joining up to, not with, the other),
        ``base`` (reached it and were watched to its end), ``left_count``, ``value`` (share that left in it), ``low``, ``high``
        (Wilson, 95%), ``unit``, ``withheld``, ``p_value`` (an age against all others), ``adjusted_p`` (over the ages),
        ``verdict`` (above, below, cannot tell). With `by` these three compare the levels over all ages instead, see
        :func:`cxlib.churn.curves.retention_curve`.

    Raises
    ------
    ArgumentError
        For an unknown segment.

    References
    ----------
    Singer & Willett 1993, J. Educ. Stat. 18:155 (discrete-time hazard); Pearson's chi-square; Benjamini & Hochberg 1995.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> churn.hazard(open_study("data/sample")).sentence  # doctest: +SKIP
    """
    question = words.say("churn.hazard.question", study.language)
    missing = unavailable(study)
    if missing:
        return study.not_available(NAME, question, *missing)
    if by is not None:
        choose("segment of customers", by, ["period", *study.view.customer_segments])
    everyone = lives(study)
    groups = named_groups(study, everyone, by)
    edges = months(everyone.rows["watched_to"].max() + 1) if len(everyone.rows) else np.zeros(1)
    if len(edges) < 2:
        if not everyone.undated + everyone.new + len(everyone.rows):
            return study.nobody(NAME, question)
        text = words.say("churn.hazard.too_short", study.language)
        return study.finding(NAME, question=question, sentence=text, table=pd.DataFrame(), status="cannot_tell", base=len(everyone.rows))
    table = _table(study, groups, edges, by, smooth)
    sentence, status = _in_words(study, table, groups, by)
    caveats = notes(study, everyone, table, by)
    if smooth:
        caveats = (words.say("churn.hazard.smoothed", study.language), *caveats)
    return study.finding(
        NAME, question=question, sentence=sentence, status=status, base=len(everyone.rows), unit="share", table=table,
        chart=_chart(study, table, by), caveats=caveats, key=".".join(filter(None, [NAME, by])),
        formats={"days_since": "count", "days_to": "count", "left_count": "count", "p_value": "p_value", "adjusted_p": "p_value"},
    )


def _table(study: Study, groups: dict[str, pd.DataFrame], edges: np.ndarray, by: str | None, smooth: bool) -> pd.DataFrame:
    parts = [_level(rows, edges, smooth).assign(_level=level) for level, rows in groups.items()]
    table = pd.concat(parts, ignore_index=True) if parts else _level(pd.DataFrame(columns=["entry", "exit", "ended", "watched_to"]), edges, smooth).assign(_level="")
    table = withhold(table, minimum=study.settings.minimum_share_base, columns=("value", "low", "high", "base", "left_count"),
                     within=["days_since"] if by else None)
    if by is None:
        rows = table[table["base"].ne(0)].drop(columns="_level").reset_index(drop=True)
        return _against_the_others(rows, study.settings.minimum_base)
    tests = compared(groups, study.settings.minimum_base)
    table = table.join(tests, on="_level")
    table.insert(0, by, table.pop("_level"))
    return table[table["base"].ne(0) | ~table.duplicated(by)].reset_index(drop=True)


def _level(rows: pd.DataFrame, edges: np.ndarray, smooth: bool) -> pd.DataFrame:
    """Who was watched over each age, and left in it."""
    base, left = _counts(rows, edges)
    if smooth and len(base) > 2:
        base, left = (np.convolve(counts, np.ones(3), mode="same") for counts in (base, left))
    low, high = share_interval(left, base)
    value = np.divide(left, base, out=np.full(len(base), np.nan), where=base > 0)
    return pd.DataFrame({"days_since": edges[:-1], "days_to": edges[1:], "base": base, "left_count": left, "value": value,
                         "low": low, "high": high, "unit": "share"})


def _counts(rows: pd.DataFrame, edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    entry, exit, ended, reach = (rows[name].to_numpy(dtype=float) for name in ("entry", "exit", "ended", "watched_to"))
    base, left = np.zeros(len(edges) - 1), np.zeros(len(edges) - 1)
    for place, (start, stop) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
        there = (entry < start) & (exit >= start) & (reach >= stop - 1)
        base[place], left[place] = there.sum(), (there & (ended > 0) & (exit < stop)).sum()
    return base, left


def _against_the_others(rows: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Each age against all others together; ages are independent given who reaches them."""
    from scipy.stats import chi2

    base, left = rows["base"].to_numpy(dtype=float), rows["left_count"].to_numpy(dtype=float)
    others, gone = np.nansum(base) - base, np.nansum(left) - left
    share = np.divide(left + gone, base + others, out=np.zeros(len(base)), where=base + others > 0)
    spread = share * (1 - share) * (1 / np.maximum(base, 1) + 1 / np.maximum(others, 1))
    apart = rows["value"].to_numpy(dtype=float) - np.divide(gone, others, out=np.zeros(len(base)), where=others > 0)
    tested = (base >= minimum) & (others >= minimum) & (base * np.minimum(share, 1 - share) >= _FEWEST_EXPECTED)
    p = np.where(tested, chi2.sf(np.divide(apart**2, spread, out=np.zeros(len(base)), where=spread > 0), 1), np.nan)
    adjusted = adjust(p, method="fdr_bh")
    verdict = np.where(adjusted < 0.05, np.where(apart > 0, "above", "below"), "cannot tell")
    return rows.assign(p_value=p, adjusted_p=adjusted, verdict=verdict)


def _in_words(study: Study, table: pd.DataFrame, groups: dict[str, pd.DataFrame], by: str | None) -> tuple[str, str]:
    language = study.language
    if by is not None:
        return _groups_in_words(study, table, by)
    known = table[table["p_value"].notna()]
    if len(known) < 2:
        return words.say("churn.hazard.too_few", language, left=int(groups[""]["ended"].sum()), base=len(groups[""])), "cannot_tell"
    clear = known[known["verdict"] != "cannot tell"]
    if not len(clear):
        top = known.loc[known["value"].idxmax()]
        whole = float(known["left_count"].sum() / known["base"].sum())
        return words.say("churn.hazard.alike", language, rest=whole, tests=len(known), p=known["adjusted_p"].min(), **_said_of(top)), "cannot_tell"
    text = []
    for way, extreme in (("above", "idxmax"), ("below", "idxmin")):
        mine = clear[clear["verdict"] == way]
        if len(mine):
            one = mine.loc[getattr(mine["value"], extreme)()]
            others = known.drop(one.name)
            rest = float(others["left_count"].sum() / others["base"].sum())
            text.append(words.say(f"churn.hazard.{way}", language, rest=rest, p=one["adjusted_p"], **_said_of(one)))
    return " ".join(text), "answered"


def _said_of(row: pd.Series) -> dict[str, float]:
    return {"start": row["days_since"], "stop": row["days_to"], **{name: float(row[name]) for name in ("value", "low", "high", "base")}}


def _groups_in_words(study: Study, table: pd.DataFrame, by: str) -> tuple[str, str]:
    language, name = study.language, words.label("joined_in" if by == "period" else by, study.language)
    levels = table.drop_duplicates(by).set_index(by)
    sooner = [said(study, by, level) for level in levels.index[levels["verdict"] == "leaves sooner"]]
    tested = int(levels["p_value"].notna().sum())
    if tested < 2:
        return words.say("churn.curve.one_group", language, by=name), "cannot_tell"
    if not sooner:
        return words.say("churn.hazard.no_group", language, by=name, tests=tested), "cannot_tell"
    return words.say("churn.hazard.groups", language, by=name, tests=tested, named=", ".join(sooner)), "answered"


def _chart(study: Study, table: pd.DataFrame, by: str | None) -> Chart:
    across, up = (words.say(f"churn.hazard.{end}", study.language) for end in ("across", "axis"))
    if by and table[by].nunique() > _MOST_LINES:
        down = words.label("joined_in" if by == "period" else by, study.language)
        return Chart("heatmap", x="days_since", y=by, value="value", unit="share", x_label=across, y_label=down, value_label=up)
    return Chart("line", x="days_since", y="value", series=by, unit="share", x_label=across, y_label=up)
