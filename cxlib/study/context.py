"""What stands beside a score: step, channel, segment, owner; scores with none of them are scores only."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..slices import EVERYONE
from ..store import NOT_KNOWN
from .cubes import answers_dimensions

__all__ = ["PARTS", "context_counts", "score_only", "stamp"]

PARTS = ("stage", "channel", "segment", "owner")
_HALF, _MOST = 0.5, 0.9
_SEEN = ("question", "step", "channel", "segment")
_STEPS = 20  # steps and what is known of them, roughly


def context_counts(study) -> pd.DataFrame:
    """How many answers of the study's wave carry what.

    A step or channel counts when the answer has it or the codebook gives it for the question; a segment when at least one
    level is known; an owner when the codebook names one for the question, or the journey for the step.

    Returns
    -------
    DataFrame
        Columns ``question``, ``stage``, ``channel``, ``segment``, ``owner`` (bool), ``n`` (answers with a score).
    """
    study = study.in_focus()
    found = _beside(study)
    asked = [study.codebook[name] for name in found["question"]]
    owners = study.settings.journey.owners
    steps = [question.stage if step == NOT_KNOWN else step for step, question in zip(found["step"], asked)]
    table = pd.DataFrame({
        "question": found["question"], "stage": [bool(step) for step in steps],
        "channel": [bool(given or question.channel) for given, question in zip(found["channel"], asked)],
        "segment": found["segment"].astype(bool),
        "owner": [bool(question.owner or owners.get(step)) for step, question in zip(steps, asked)], "n": found["n"],
    })
    return table.groupby(["question", *PARTS], as_index=False)["n"].sum()


def stamp(everything: float, nothing: float) -> str:
    """The stamp of a question from the shares of its answers that carry all four things and none of them.

    Returns
    -------
    {"score only", "partly", "with context"}
        "score only" from half of the answers without any of them on, "with context" from nine in ten with all four on.

    Examples
    --------
    >>> stamp(0.95, 0.0), stamp(0.4, 0.1), stamp(0.0, 0.8)
    ('with context', 'partly', 'score only')
    """
    if nothing >= _HALF:
        return "score only"
    return "with context" if everything >= _MOST else "partly"


def score_only(study, question: str) -> tuple[str, ...]:
    """The caveat "score only" for a finding about this question; nothing where its answers carry context.

    Examples
    --------
    >>> from cxlib import open_study
    >>> score_only(open_study("data/sample"), "recommend")  # doctest: +SKIP
    ()
    """
    study = study.in_focus()
    rows = _beside_question(study, question)
    if not rows:
        return ()
    asked, owners = study.codebook[question], study.settings.journey.owners
    everything = bare = 0
    for step, channel, segment, n in rows:
        step = asked.stage if step == NOT_KNOWN else step
        everything += n
        bare += 0 if step or channel or asked.channel or segment or asked.owner or owners.get(step) else n
    if not everything or stamp(0.0, bare / everything) != "score only":
        return ()
    return (words.say("quality.context.caveat", study.language, question=question),)


def _beside_question(study, question: str) -> list[tuple]:
    """Step, whether channel and any segment are known, and how many answers, for one question in the wave."""
    cube = context_cube(study)
    if cube is None:
        frame = _beside(study)
        return list(frame.loc[frame["question"] == question, [*_SEEN[1:], "n"]].itertuples(index=False, name=None))
    found = cube.coded(study.slice.without("period"), ["period", *_SEEN])
    found = found.keep((found.among("period", [study.wave]) == 0) & (found.among("question", [question]) == 0))
    columns = [np.asarray(found.labels[name], dtype=object)[found.codes[name]].tolist() for name in _SEEN[1:]]
    return list(zip(*columns, found.sums["n"].tolist(), strict=True))


def _beside(study) -> pd.DataFrame:
    """Answers of the wave by question, step, and whether channel and any segment are known."""
    cube = context_cube(study)
    if cube is None:
        frame = _stamped(study, study.slice, ())
        frame = frame[frame["period"] == study.wave]
    else:
        frame = cube.counts(study.slice, ["period", *_SEEN])
        frame = frame[frame["period"] == study.wave]
    return frame.drop(columns="period").reset_index(drop=True).astype({"n": np.int64, "channel": bool, "segment": bool})


def context_cube(study):
    """What stands beside answers by every segment, or None where that is too fine; in the manner of the counts of answers."""
    outer = answers_dimensions(study, len(study.waves) * len(study.codebook) * _STEPS)
    if outer is None:
        return None
    return study.view.cube("context", outer, ("period", *_SEEN), lambda: _stamped(study, EVERYONE, outer), ("n",))


def _stamped(study, slice_, by) -> pd.DataFrame:
    names = [name for name in study.segments if name in study.view.segments_of("responses")]
    listed = ", ".join(study.view.expressions(["question", "period", "stage", "channel", *names, *by], "responses"))
    known = " OR ".join(f"b{4 + place} <> '{NOT_KNOWN}'" for place in range(len(names))) or "FALSE"
    groups = "".join(f", b{4 + len(names) + place} AS g{place}" for place in range(len(by)))
    where, values = study.view.where(slice_, "responses")
    frame = study.view.frame(
        f"WITH given AS (SELECT {listed} FROM {study.view.rows('responses')} WHERE {where} AND score IS NOT NULL) "
        f"SELECT b1 AS period, b0 AS question, b2 AS step, b3 <> '{NOT_KNOWN}' AS channel, {known} AS segment{groups}, count(*) AS n FROM given "
        "GROUP BY ALL ORDER BY ALL", values,
    )
    return frame.rename(columns={f"g{place}": name for place, name in enumerate(by)})
