"""Why a score moved between two waves: by segment, with intervals and a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from .levels import _headline_questions, main_question
from .sums import UNITS, check_segment
from .why_rows import Job, alone, finished, job_of, signed, together
from .why_words import say_notes, say_why

__all__ = ["why_moved"]

_FEWEST_DRAWS = 50
_OF_LEVELS = ["level", "share_before", "share", "before", "after"]


def why_moved(
    study, *, by: str | Sequence[str] | None = None, against: str | None = None, question: str | None = None,
    draws: int = 400, seed: int = 2026,
) -> Finding:
    """The change of a score split exactly into who answered (mix) and how they answered (rate).

    Parameters
    ----------
    by : segment or several, optional
        One: the split by it, with a row for what each level adds. Several: mix of the first, of the second within
        it, ..., and rate (Shapley average), which add up to the change. None: every segment and the channel, each
        looked at alone; these rows are views of one change and must not be added.
    against : wave, optional
        The previous one when not given.
    question : name of a question, optional
        When not given, the first NPS, CSAT or CES question that was answered in both waves.
    draws : int
        Bootstrap resamples of the respondents of each wave.
    seed : int

    Returns
    -------
    Finding
        Columns ``dimension``, [``level``], ``part`` (mix, rate), ``base_before``, ``base``, [``share_before``, ``share``,
        ``before``, ``after``], ``value``, ``low``, ``high``, ``total`` (the change), ``adjusted_p`` (Holm over the rows of
        one part), ``opposite`` (rate clearly moved against the total: Simpson), ``unit``; ``_segment`` holds the
        segment's own name. Shares and NPS are fractions.

    Raises
    ------
    ArgumentError
        For an unknown wave, question or segment, a wave against itself, or fewer than 50 draws.
    StudyError
        When mix and rate do not add up to the change.

    Notes
    -----
    Kitagawa (1955); several segments: Shapley average. Interval: errors of a Poisson bootstrap of respondents within
    wave, times the normal quantile, or more where the exact interval of the whole change is wider than that.
    """
    study = study.in_focus()
    language = study.language
    against = choose("wave", against, study.waves) if against else study.previous_wave
    asked = words.say("scores.why.question", language, wave=study.wave, against=against or "")
    if not study.has("responses"):
        return study.not_available("scores.why_moved", asked, "responses")
    names = _named(study, by)
    if against == study.wave:
        raise ArgumentError(f"{against} cannot be compared with itself; name an earlier wave")
    if not draws >= _FEWEST_DRAWS:
        raise ArgumentError(f"draws must be {_FEWEST_DRAWS} or more for an interval; got {draws!r}")
    if against is None:
        sentence = words.say("scores.change.first", language, wave=study.wave)
        return study.finding("scores.why_moved", question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell")
    meaning = study.codebook[choose("question", question or _asked_in_both(study, against), study.codebook)]
    job = job_of(study, meaning, against, draws, seed)
    if not job.bases.any():
        return study.nobody("scores.why_moved", asked)
    key = ".".join(["scores.why_moved", *[part for part in (question, *((by,) if isinstance(by, str) else by or ())) if part]])
    if job.bases.min() < study.settings.minimum_base:
        few = words.say("scores.change.too_few", language, wave=study.wave, against=against, minimum=study.settings.minimum_base)
        return study.finding("scores.why_moved", question=asked, sentence=few, table=pd.DataFrame(), status="cannot_tell", key=key)
    return _answer(job, asked, names, by, key)


def _asked_in_both(study, against: str) -> str:
    """The first headline question that was answered in both waves, else the main one."""
    counts = study.unsliced().score_counts(["period"])
    answered = counts[counts["score"].notna() & counts["period"].isin([against, study.wave])]
    waves = answered.groupby("question")["period"].nunique()
    both = [name for name in _headline_questions(study) if waves.get(name, 0) == 2]
    return both[0] if both else main_question(study)


def _named(study, by: str | Sequence[str] | None) -> list[str]:
    if by is None:
        rows = study.view.segments_of("responses")
        return list(dict.fromkeys(name for name in (*study.segments, "channel") if name in rows and name != "employee"))
    names = [by] if isinstance(by, str) else list(by)
    if not names or len(set(names)) < len(names):
        raise ArgumentError(f"by names each segment once, and at least one; got {names}")
    for name in names:
        check_segment(study, name, "responses")
    return names


def _answer(job: Job, asked: str, names: list[str], by, key: str) -> Finding:
    study, unit = job.study, UNITS[job.measure]
    several = by is not None and len(names) > 1
    each = [one for one in (alone(job, name, must_vary=by is None) for name in names) if one is not None]
    found = [together(job, names)] if several else each
    if not found:
        sentence = words.say("scores.why.no_dimension", study.language)
        return study.finding("scores.why_moved", question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell", key=key)
    parts, levels = finished(job, [one.parts for one in found]), finished(job, [one.levels for one in each])
    sentence, status, next_step = say_why(job, parts, levels)
    single = by is not None and len(names) == 1
    table = pd.concat([parts, levels], ignore_index=True) if single else parts.drop(columns=_OF_LEVELS, errors="ignore")
    unmatched = max(one.unmatched for one in found)
    return study.finding(
        "scores.why_moved", question=asked, sentence=sentence, status=status, next_step=next_step, table=table,
        chart=Chart("interval", x="value", y="level" if single else "dimension", series="part", unit=signed(unit), reference=0.0,
                    x_label=words.say("scores.why.axis", study.language, metric=words.say(f"value.metric.{job.measure}", study.language))),
        base=int(job.bases[1]), unit=signed(unit), key=key, owner=job.question.owner,
        formats={"base_before": "count", "total": "@unit", "adjusted_p": "p_value", "share_before": "share", "share": "share",
                 "before": "@_unit", "after": "@_unit"},
        headline={**{name: float(job.total[name]) for name in ("value", "low", "high")}, "base": int(job.bases[1]), "unit": signed(unit)},
        caveats=say_notes(job, table, unmatched, views=by is None and len(found) > 1, shapley=several),
    )
