"""Which step loses most, and for whom it loses clearly more than for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding
from ..finding.withholding import blanked
from .look import Look, look
from .notes import caveats, listed, missing, say_share, step_names
from .tally import Shares, Tally, shares, tally_step

__all__ = ["drop_off", "step_by_group"]

_FORMATS = {
    "went_on": "count", "lost": "count", "exited": "count", "open": "count", "naive": "share", "rest": "share",
    "difference": "signed_points", "difference_low": "signed_points", "difference_high": "signed_points",
    "adjusted_p": "p_value", "excess_lost": "count",
}
_COUNTS = (
    "base", "went_on", "lost", "exited", "open", "value", "low", "high", "naive",
    "rest", "difference", "difference_low", "difference_high", "p_value", "excess_lost",
)
_CLEAR = 0.05


def drop_off(
    study,
    *,
    by: str | Sequence[str] | None = None,
    over: str = "wave",
    window_days: float | None = None,
    order: str | None = None,
    reentry: str | None = None,
) -> Finding:
    """Each step with the share that goes on; with `by`, the groups that a step loses more of than of the rest.

    Parameters
    ----------
    by : segment of customers, "channel" (at the stage that the step leaves from) or "period", or several, optional
        With several, the groups are their combinations: ``by=("age_band", "channel")``.
    over : {"wave", "all"}
        Journeys that began in the study's wave (or in the slice's periods), or ever.
    window_days, order, reentry : optional
        In place of the study's own.
    reentry : {"first", "every"}
        Whether a customer's later passes count too (:func:`cxlib.journeys.passages`).

    Returns
    -------
    Finding
        One row per step and group: ``step``, ``from_stage``, ``to_stage``, `by`, ``base`` (reached the first of the
        two stages), ``went_on``, ``lost``, ``exited``, ``open``, ``value`` (share that goes on within what is left
        of the window; the open are censored), ``low``, ``high``, ``naive`` (the open counted as lost), ``owner``.
        With `by` also ``rest`` (the share of all other groups), ``difference`` from it with ``difference_low`` and
        ``difference_high``, ``adjusted_p``, and ``excess_lost``: how many more went on if the group were as the rest.
        Sorted by ``excess_lost``, groups that are clearly worse first; without `by` by how many are gone.

    Raises
    ------
    ArgumentError
        For a wrong word, or a window that is not above 0.

    References
    ----------
    Newcombe 1998, Stat. Med. 17:873; Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289.

    Examples
    --------
    >>> drop_off(study, by=("age_band", "channel")).table.head(1)  # doctest: +SKIP
    """
    names = listed(by)
    key = "journeys.drop_off.question_by" if names else "journeys.drop_off.question"
    asked = words.say(key, study.language, by=", ".join(words.label(name, study.language).lower() for name in names))
    lacking = missing(study, "journeys.drop_off", asked)
    if lacking is not None:
        return lacking
    seen = look(study, by=names, over=over, window_days=window_days, order=order, reentry=reentry)
    if not len(seen.found):
        return study.nobody("journeys.drop_off", asked)
    columns = _steps(seen, names, range(1, len(seen.stages)))
    columns = blanked(columns, minimum=study.settings.minimum_share_base, columns=_COUNTS, group=pd.factorize(columns["step"])[0] if names else None)
    table, tested = _tested(columns) if names else (_by_loss(pd.DataFrame(columns, copy=False)), 0)
    more = [words.say("journeys.caveat.tested", study.language, tested=tested)] if names else []
    sentence, status = (_tell_group if names else _tell_step)(seen, names, table)
    first = table.iloc[0]
    return study.finding(
        "journeys.drop_off", question=asked, sentence=sentence, table=table, base=len(seen.found), status=status,
        chart=_chart(seen, names), unit="share", formats=_FORMATS, headline=_headline(first), owner=first["owner"],
        caveats=caveats(seen, table, *more), next_step=_next_step(seen, names, first, status),
        key="journeys.drop_off" + "".join(f".{name}" for name in names),
    )


def step_by_group(seen: Look, names: Sequence[str], stage: int) -> pd.DataFrame:
    """One step by group, not yet tested: the columns of :func:`drop_off` with ``p_value``.

    Parameters
    ----------
    names : what the journeys are grouped by
    stage : place of the stage that the step leads to, from 1
    """
    return pd.DataFrame(_steps(seen, names, [stage]), copy=False)


def _steps(seen: Look, names: Sequence[str], stages: Sequence[int]) -> dict[str, Any]:
    """Several steps by group, one after the other; all of their shares are found at once."""
    grouped = [seen.groups(names, stage=stage - 1) for stage in stages]
    each = [tally_step(seen.found, groups.code, len(groups), stage, seen.cells) for stage, groups in zip(stages, grouped, strict=True)]
    counts, sizes = each[0].after(each[1:]), [len(groups) for groups in grouped]
    rows = [row for groups in grouped for row in groups.rows]
    rests = [one.rest() for one in each] if names else []
    own, *rest = shares(counts.after(rests)).split(sum(sizes))
    steps = step_names(seen)
    texts = {
        "step": [steps[stage - 1] for stage in stages], "from_stage": [seen.stages[stage - 1] for stage in stages],
        "to_stage": [seen.stages[stage] for stage in stages], "owner": [seen.owner(stage - 1) for stage in stages],
    }
    texts = {name: pd.array(np.repeat(np.array(text, dtype=object), sizes), dtype="str") for name, text in texts.items()}
    by = {name: pd.array([row[place] for row in rows], dtype="str") for place, name in enumerate(names)}
    by |= {"group": pd.array([", ".join(row) for row in rows], dtype="str")} if len(names) > 1 else {}
    owner = {"owner": texts.pop("owner")}
    return {
        **texts, **by, "base": counts.base, "went_on": counts.advanced, "lost": counts.lost, "exited": counts.exited, "open": counts.open,
        "value": own.value, "low": own.low, "high": own.high, "naive": own.naive,
        **(_against_rest(counts, own, rest[0]) if names else {}), **owner,
    }


def _against_rest(counts: Tally, own: Shares, rest: Shares) -> dict[str, np.ndarray]:
    pairs = [(np.nan_to_num(one.value) * one.effective, one.effective) for one in (rest, own)]
    difference, low, high, p = intervals.share_difference(*pairs)
    return {
        "rest": rest.value, "difference": difference, "difference_low": low, "difference_high": high, "p_value": p,
        "excess_lost": counts.base * -difference,
    }


def _tested(columns: dict[str, Any]) -> tuple[pd.DataFrame, int]:
    """The table with p-values corrected over every row that is shown, clearly worse groups first."""
    adjusted = intervals.adjust(columns["p_value"], method="fdr_bh")
    with np.errstate(invalid="ignore"):
        worse = (adjusted < _CLEAR) & (columns["difference"] < 0)
    # Clear ones first; within both by what is lost in excess, which is missing where it is withheld.
    order = np.lexsort([-columns["excess_lost"], ~worse])
    columns = {name: column for name, column in columns.items() if name != "p_value"} | {"adjusted_p": adjusted, "_clear": worse}
    return pd.DataFrame({name: column.take(order) for name, column in columns.items()}, copy=False), int((~np.isnan(adjusted)).sum())


def _by_loss(table: pd.DataFrame) -> pd.DataFrame:
    gone = table["lost"] + table["exited"]
    return table.loc[gone.sort_values(ascending=False, kind="stable", na_position="last").index].reset_index(drop=True)


def _tell_step(seen: Look, names: Sequence[str], table: pd.DataFrame) -> tuple[str, str]:
    language, row = seen.study.language, table.iloc[0]
    if row["withheld"] or np.isnan(row["value"]):
        return words.say("journeys.too_few", language, units=seen.units()), "cannot_tell"
    gone = row["lost"] + row["exited"]
    everyone = (table["lost"] + table["exited"]).sum()
    if everyone == 0 and (table["withheld"] == "").all():
        return words.say("journeys.drop_off.nobody", language, units=seen.units(), when=seen.when()), "answered"
    sentence = words.say(
        "journeys.drop_off", language, step=row["step"], gone=gone, all=everyone, units=seen.units(), when=seen.when(),
        value=say_share(row, language), base=row["base"],
    )
    return _with_owner(seen, sentence, row), "answered"


def _tell_group(seen: Look, names: Sequence[str], table: pd.DataFrame) -> tuple[str, str]:
    language, row = seen.study.language, table.iloc[0]
    if not table["_clear"].any():
        by = ", ".join(words.label(name, language).lower() for name in names)
        tested = int(table["adjusted_p"].notna().sum())
        return words.say("journeys.drop_off.none", language, by=by, units=seen.units(), when=seen.when(), rows=tested), "cannot_tell"
    sentence = words.say(
        "journeys.drop_off.by", language, step=row["step"], group=_group(names, row), value=say_share(row, language),
        rest=row["rest"], difference=row["difference"], low=row["difference_low"], high=row["difference_high"],
        base=row["base"], excess=max(row["excess_lost"], 0), units=seen.units(), when=seen.when(),
    )
    return _with_owner(seen, sentence, row), "answered"


def _with_owner(seen: Look, sentence: str, row: pd.Series) -> str:
    if not row["owner"]:
        return sentence
    return f"{sentence} {words.say('journeys.owner', seen.study.language, owner=row['owner'])}"


def _group(names: Sequence[str], row: pd.Series) -> str:
    return ", ".join(str(row[name]) for name in names)


def _next_step(seen: Look, names: Sequence[str], row: pd.Series, status: str) -> str:
    language = seen.study.language
    if names and status == "answered":
        return words.say("journeys.drop_off.next_by", language, step=row["step"], group=_group(names, row))
    if not names and row["lost"] + row["exited"] == 0:
        return ""
    key = "journeys.drop_off.next_none" if names else "journeys.drop_off.next"
    return words.say(key, language, step=row["step"])


def _headline(row: pd.Series) -> dict:
    return {name: row[name] for name in ("value", "low", "high", "base")} | {"unit": "share"}


def _chart(seen: Look, names: Sequence[str]) -> Chart:
    """Steps and levels in the order of the design, whatever the table is sorted by."""
    language, steps = seen.study.language, {"step": step_names(seen)}
    if not names:
        return Chart("interval", x="value", y="step", unit="share", x_label=words.say("journeys.drop_off.axis", language), order=steps)
    down = names[0] if len(names) == 1 else "group"
    groups = [", ".join(row) for row in seen.groups(names).rows]
    return Chart("heatmap", x="step", y=down, value="difference", unit="signed_points", reference=0.0, order={down: groups, **steps},
                 value_label=words.say("journeys.drop_off.axis_by", language))
