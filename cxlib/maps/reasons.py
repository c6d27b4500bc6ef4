"""Why customers leave a step: what leavers had scored, waited, used and written, beside those who went on."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from ..journeys.kernel import DAY, OPEN
from ..journeys.look import Look, _instant, look
from ..journeys.notes import caveats, missing, step_names
from .before import Crossing, Heard, at_step, heard, rows_of_channels, rows_of_scores, rows_of_waits, rows_of_words

__all__ = ["crossings", "drop_reasons", "heard_around", "settled_notes", "survivorship"]

_CLEAR = 0.05
_FORMATS = {
    "leavers": "count", "stayers": "count", "leavers_value": "@_unit", "stayers_value": "@_unit", "p_value": "p_value", "adjusted_p": "p_value",
}
_HIDDEN = ("base", "leavers", "stayers", "leavers_value", "stayers_value", "value", "low", "high", "p_value", "_effect", "_effect_low", "_effect_high")


def drop_reasons(
    study,
    *,
    step: str | None = None,
    by: str | None = None,
    over: str = "wave",
    window_days: float | None = None,
    order: str | None = None,
    lookback_days: int = 180,
    seed: int = 2026,
) -> Finding:
    """How those who left a step differ, before that moment, from those who went on: in score, wait, channel and words.

    Parameters
    ----------
    step : name of the stage that the step leaves from, or "worst", optional
        "worst" is the step that loses most; every step when not given.
    by : segment of customers, "channel" or "period", optional
        Each of its levels apart.
    over : {"wave", "all"}
    window_days, order : optional
        In place of the study's own.
    lookback_days : int
        How old an answer or comment may be when the stage is reached.
    seed : int

    Returns
    -------
    Finding
        One row per step, `by` and reason: ``step``, ``reason`` (``score``, ``wait``, ``channel``, ``word``), ``what`` (the question,
        channel or word), ``base``, ``leavers`` and ``stayers`` (customers, or comments, that it is known of),
        ``leavers_value``, ``stayers_value`` (score, days, share), ``value`` (leavers minus stayers), ``low``, ``high``, ``unit``,
        ``p_value``, ``adjusted_p`` (Benjamini-Hochberg over every row), ``verdict`` (``clear``, ``cannot tell``, ``leavers not heard``),
        ``owner``, ``withheld``. Clear ones first, then by size in standard deviations.

    Raises
    ------
    ArgumentError
        For a wrong word, or a lookback or window that is not above 0.

    Notes
    -----
    Time-matched: only journeys whose window is over; only what was known before the customer went on; each leaver is
    looked at for as long after reaching the stage as one of those who went on took, drawn by chance. One row a customer, the
    last time they reached the stage. Scores: the last answer of the customer to each question. Words: p-values from permuted
    labels, the largest of all words (:func:`cxlib.comments.contrast`); the three that tell most are rows.

    References
    ----------
    Newcombe 1998, Stat. Med. 17:873; Welch 1947, Biometrika 34:28; Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57:289;
    risk-set matching: Prentice and Breslow 1978, Biometrika 65:153.

    Examples
    --------
    >>> drop_reasons(study, step="connect").sentence  # doctest: +SKIP
    """
    name, asked = "maps.drop_reasons", words.say("reasons.question", study.language)
    if not lookback_days > 0:
        raise ArgumentError(f"lookback_days must be above 0, not {lookback_days!r}; give the days an answer may be old")
    lacking = missing(study, name, asked)
    if lacking is not None:
        return lacking
    if step is not None:
        choose("step", step, [*study.settings.journey.stages[:-1], "worst"])
    names = (by,) if by else ()
    seen = look(study, by=names, over=over, window_days=window_days, order=order)
    if not len(seen.found):
        return study.nobody(name, asked)
    steps = crossings(seen, names, step, seed)
    told = heard_around(seen, steps, lookback_days) if study.has("responses") else None
    table = _tested(study, _table(seen, steps, told, by, lookback_days * DAY, seed), by)
    sentence, status, first = _tell(seen, table, by)
    notes = (words.say("reasons.caveat", study.language, days=lookback_days, tested=int(table["adjusted_p"].notna().sum()) if len(table) else 0),
             *survivorship(seen, steps, told))
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=int(sum(len(one.customer) for one in steps)), status=status, formats=_FORMATS,
        chart=_chart(study, table), caveats=settled_notes(seen, table, *notes), owner=first["owner"] if first is not None else "",
        headline=None if first is None else {column: first[column] for column in ("value", "low", "high", "base", "unit")},
        next_step=words.say("reasons.next", study.language, step=first["step"]) if first is not None else words.say("reasons.next.none", study.language),
        key=".".join([name, *[part for part in (step, by) if part]]),
    )


def crossings(seen: Look, names: tuple[str, ...], step: str | None, seed: int) -> list[Crossing]:
    """Each step that is asked for, with its leavers and stayers."""
    as_of = _instant(seen.study.as_of, seen.study)
    every = [at_step(seen, place, as_of=as_of, by=names, seed=seed) for place in range(len(seen.stages) - 1)]
    if step == "worst":
        return [max(every, key=lambda one: int(one.left.sum()))]
    return every if step is None else [every[seen.stages.index(step)]]


def heard_around(seen: Look, steps: list[Crossing], lookback_days: int) -> Heard:
    """Answers and comments from the lookback before the first journey to the end of the last window."""
    first = int(seen.found.at[:, 0].min()) - lookback_days * DAY
    last = max((int(one.over.max()) for one in steps if len(one.over)), default=first)
    return heard(seen.study, first, last)


def survivorship(seen: Look, steps: list[Crossing], told: Heard | None) -> tuple[str, ...]:
    """Warnings for the steps at which those who went on were asked and leavers were not, or far less often."""
    if told is None:
        return ()
    notes, language, minimum = [], seen.study.language, seen.study.settings.minimum_base
    for one in steps:
        asked = told.asked(one, seen.stages[one.step:one.step + 2])
        sides = [(int(asked[mask].sum()), int(mask.sum())) for mask in (one.left, ~one.left)]
        if min(n for _, n in sides) < minimum or sides[1][0] < minimum:
            continue
        shares = [yes / n for yes, n in sides]
        p = float(intervals.share_difference(sides[1], sides[0])[3])
        if p < _CLEAR and shares[0] < shares[1] / 2:
            key = "reasons.survivors_only" if sides[0][0] == 0 else "reasons.survivors"
            notes.append(words.say(key, language, step=step_names(seen)[one.step], leavers=shares[0], stayers=shares[1], stage=seen.stages[one.step]))
    return tuple(notes)


def settled_notes(seen: Look, table: pd.DataFrame, *notes: str) -> tuple[str, ...]:
    """Caveats of journeys that are settled and count once a customer; those still open take no part."""
    settled = replace(seen, found=seen.found.keep(seen.found.state != OPEN))
    hidden = int((table["withheld"] != "").sum()) if "withheld" in table else 0
    study = seen.study
    small = [words.say("house.withheld_caveat", study.language, rows=hidden, minimum=study.settings.minimum_base)] if hidden else []
    clusters = words.say("journeys.caveat.clusters", study.language)
    return tuple(note for note in caveats(settled, pd.DataFrame(), *notes, *small) if note != clusters)


def _table(seen: Look, steps: list[Crossing], told: Heard | None, by: str | None, lookback: int, seed: int) -> pd.DataFrame:
    study, rows = seen.study, []
    for whole in steps:
        levels = [row[0] for row in seen.groups((by,), stage=whole.step).rows] if by else [None]
        for place, level in enumerate(levels):
            one = whole.keep(whole.group == place) if by else whole
            if not one.left.any() or one.left.all():
                continue
            found = itertools.chain(rows_of_waits(one), rows_of_channels(one, seen.events.channel_names) if by != "channel" else ())
            if told is not None:
                split = told.said_before(one, lookback)
                found = itertools.chain(rows_of_scores(study, one, told.scores_before(one, lookback)), found,
                                        rows_of_words(split, study.settings.minimum_base, seed))
            head = {"step": step_names(seen)[one.step], **({by: level} if by else {})}
            rows += [head | row | {"owner": seen.owner(one.step)} for row in found]
    return pd.DataFrame(rows)


def _tested(study, table: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Reasons known of too few on one side withheld, p-values corrected over the rest, clear ones first."""
    if table.empty:
        return table
    few, minimum = table[["leavers", "stayers"]].min(axis=1), study.settings.minimum_base
    table = table.assign(base=table["leavers"] + table["stayers"])
    unheard = (table["leavers"] == 0) & (table["stayers"] >= minimum)
    table["withheld"] = np.where((few < minimum) & (table["base"] > 0) & ~unheard, "small", "")
    for column in _HIDDEN:
        table[column] = table[column].astype(float).mask(table["withheld"] != "")
    table["adjusted_p"] = intervals.adjust(table["p_value"].to_numpy(float), method="fdr_bh")
    clear = (table["adjusted_p"] < _CLEAR) & ((table["low"] > 0) | (table["high"] < 0))
    table["verdict"] = np.select([unheard, table["value"].isna(), clear], ["leavers not heard", "", "clear"], "cannot tell")
    table["_clear"], table["_size"] = clear, table["_effect"].abs()
    table = table.sort_values(["_clear", "_size"], ascending=False, kind="stable", na_position="last", ignore_index=True)
    first = ["step", *([by] if by else []), "reason", "what"]
    rest = ["base", "leavers", "stayers", "leavers_value", "stayers_value", "value", "low", "high", "unit", "p_value", "adjusted_p", "verdict",
            "owner", "withheld", "_unit", "_effect", "_effect_low", "_effect_high"]
    named = [what or words.say(f"value.reason.{kind}", study.language) for kind, what in zip(table["reason"], table["what"], strict=True)]
    heads = [", ".join(head) for head in table[first[:-2]].astype(str).itertuples(index=False)]
    return table[first + rest].assign(_label=[f"{head}: {name}" for head, name in zip(heads, named, strict=True)])


def _tell(seen: Look, table: pd.DataFrame, by: str | None) -> tuple[str, str, pd.Series | None]:
    """The clear reason that is largest in standard deviations."""
    language = seen.study.language
    if table.empty or table["value"].isna().all():
        return words.say("reasons.too_few", language, units=seen.units(), when=seen.when()), "cannot_tell", None
    clear = table[table["verdict"] == "clear"]
    tested = int(table["adjusted_p"].notna().sum())
    if clear.empty:
        return words.say("reasons.none", language, tested=tested, units=seen.units(), when=seen.when()), "cannot_tell", None
    row = clear.iloc[0]
    step = f"{row['step']} ({row[by]})" if by else row["step"]
    sides = {side: words.format_value(row[f"{side}_value"], row["_unit"], language) for side in ("leavers", "stayers")}
    apart = {name: words.format_value(row[name], row["unit"], language) for name in ("value", "low", "high")}
    sentence = words.say(
        f"reasons.{row['reason']}", language, units=seen.units(), when=seen.when(), step=step, what=row["what"], **sides,
        apart=words.say("reasons.apart", language, **apart, first=row["leavers"], second=row["stayers"]),
    )
    if len(clear) > 1:
        sentence += " " + words.say("reasons.more", language, more=len(clear) - 1, tested=tested)
    return sentence, "answered", row


def _chart(study, table: pd.DataFrame) -> Chart | None:
    """Clear ones if there are any, in standard deviations, as their units differ."""
    if table.empty or table["_effect"].isna().all():
        return None
    where = {"verdict": "clear"} if (table["verdict"] == "clear").any() else {}
    return Chart("interval", x="_effect", y="_label", low="_effect_low", high="_effect_high", unit="number", reference=0.0, where=where,
                 x_label=words.say("reasons.axis", study.language), y_label=words.label("what", study.language))
