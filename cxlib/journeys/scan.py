"""Where a step loses clearly more: every segment, channel and their pairs looked at, and corrected for it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding
from .look import Look, look
from .losses import step_by_group
from .notes import caveats, hide_small, missing

__all__ = ["worst_groups"]

_CLEAR = 0.05
_Z = 1.959964


def worst_groups(study, *, over: str = "wave", top: int = 10) -> Finding:
    """The groups that a step loses clearly more of than of all others, over everything that can be split by.

    Looked at are each segment of customers, the channel at the stage that the step leaves from, and each segment
    within each channel. The clearest stands first: the difference in units of its own standard error.

    Parameters
    ----------
    over : {"wave", "all"}
        Journeys that began in the study's wave (or in the slice's periods), or ever.
    top : int
        Rows kept.

    Returns
    -------
    Finding
        Columns ``where`` (step and group), ``step``, ``group``, ``split`` (what was split by), ``base``, ``went_on``
        (share that goes on), ``rest``, ``value`` (difference from the rest), ``low``, ``high``, ``adjusted_p``,
        ``excess_lost``, ``owner``.

    References
    ----------
    Newcombe 1998, Stat. Med. 17:873; Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289, over every row looked at.

    Examples
    --------
    >>> worst_groups(study).sentence  # doctest: +SKIP
    """
    language = study.language
    asked = words.say("journeys.worst.question", language)
    lacking = missing(study, "journeys.worst_groups", asked)
    if lacking is not None:
        return lacking
    segments = [name for name in study.segments if name in study.view.customer_segments]
    seen = look(study, by=(*segments, "channel"), over=over, window_days=None, order=None)
    if not len(seen.found):
        return study.nobody("journeys.worst_groups", asked)
    whole = _everything(seen, segments)
    if whole.empty:
        sentence = words.say("journeys.worst.nothing_to_split", language)
        return study.finding("journeys.worst_groups", question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    table, tested = _clearest(whole)
    told = bool((table["adjusted_p"] < _CLEAR).any())
    kept = table[table["adjusted_p"] < _CLEAR].head(top) if told else table.head(5)
    kept = kept.reset_index(drop=True)
    return study.finding(
        "journeys.worst_groups", question=asked, sentence=_sentence(seen, kept, tested, told), table=kept,
        chart=Chart("interval", x="value", y="where", unit="signed_points", reference=0.0,
                    x_label=words.say("journeys.drop_off.axis_by", language)), base=len(seen.found),
        status="answered" if told else "cannot_tell", unit="signed_points", formats=_FORMATS,
        caveats=caveats(seen, kept, words.say("journeys.caveat.tested", language, tested=tested)),
        owner=kept["owner"].iloc[0] if told else "", headline=_headline(kept) if told else None,
        next_step=words.say("journeys.drop_off.next_by", language, step=kept["step"].iloc[0], group=kept["group"].iloc[0]) if told else "",
    )


_FORMATS = {"went_on": "share", "rest": "share", "adjusted_p": "p_value", "excess_lost": "count"}


def _everything(seen: Look, segments: Sequence[str]) -> pd.DataFrame:
    """A row for each step and group of each split, small groups withheld."""
    splits = [*[(name,) for name in segments], ("channel",), *[(name, "channel") for name in segments]]
    parts = []
    for names in splits:
        split = " × ".join(words.label(name, seen.study.language) for name in names)
        for stage in range(1, len(seen.stages)):
            part = step_by_group(seen, names, stage)
            parts.append(part.assign(group=part["group"] if len(names) > 1 else part[names[0]], split=split))
    whole = pd.concat(parts, ignore_index=True)
    whole = whole[whole["group"].groupby([whole["split"], whole["step"]]).transform("size") > 1]
    return hide_small(whole, seen.study.settings.minimum_share_base, within=["split", "step"], columns=_COUNTS)


_COUNTS = ("base", "value", "low", "high", "rest", "difference", "difference_low", "difference_high", "p_value", "excess_lost")


def _clearest(whole: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Worse groups, the clearest first; p-values are corrected over better ones too."""
    adjusted = intervals.adjust(whole["p_value"].to_numpy(), method="fdr_bh")
    error = (whole["difference_high"] - whole["difference_low"]) / (2 * _Z)
    table = pd.DataFrame({
        "where": whole["step"] + ": " + whole["group"], "step": whole["step"], "group": whole["group"], "split": whole["split"],
        "base": whole["base"], "went_on": whole["value"], "rest": whole["rest"], "value": whole["difference"],
        "low": whole["difference_low"], "high": whole["difference_high"], "adjusted_p": adjusted,
        "excess_lost": whole["excess_lost"], "owner": whole["owner"], "_clarity": -whole["difference"] / error,
    })
    worse = table[table["value"] < 0].sort_values("_clarity", ascending=False, kind="stable")
    return worse.reset_index(drop=True), int((~np.isnan(adjusted)).sum())


def _sentence(seen: Look, kept: pd.DataFrame, tested: int, told: bool) -> str:
    language = seen.study.language
    if not told:
        return words.say("journeys.worst.none", language, tested=tested, units=seen.units(), when=seen.when())
    row = kept.iloc[0]
    sentence = words.say(
        "journeys.worst", language, step=row["step"], group=row["group"], value=row["went_on"], rest=row["rest"],
        difference=row["value"], low=row["low"], high=row["high"], base=row["base"], excess=max(row["excess_lost"], 0),
        units=seen.units(), when=seen.when(),
    )
    return f"{sentence} {words.say('journeys.owner', language, owner=row['owner'])}" if row["owner"] else sentence


def _headline(kept: pd.DataFrame) -> dict:
    return {name: kept[name].iloc[0] for name in ("value", "low", "high", "base")} | {"unit": "signed_points"}
