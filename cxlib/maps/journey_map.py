"""The journey on one picture: how many come, where they leave, how long it takes, how it feels, what they say."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from .. import words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from ..journeys.look import Look, look
from ..journeys.models import in_model, places
from ..journeys.notes import caveats, missing
from ..slices import Slice
from .counts import seen_through
from .heard import Heard, heard
from .map_words import told
from .passing import passing

__all__ = ["SENTIMENTS", "journey_map"]

SENTIMENTS = ("model", "scores")
_FORMATS = {
    "lost": "count", "open": "count", "next_days": "days", "next_days_low": "days", "next_days_high": "days", "rated_base": "count", "felt_base": "count",
    **{f"{name}{end}": "points" for name in ("rated", "felt") for end in ("", "_low", "_high")},
}


def journey_map(
    study,
    *,
    by: str | None = None,
    level: str | None = None,
    model: str | None = None,
    over: str = "wave",
    sentiment: str = "model",
    seed: int = 2026,
) -> Finding:
    """The journey map: for each stage volume, drop-off, time, channels, two lines of feeling, a quote and the owner.

    Parameters
    ----------
    by : segment of customers, optional
        A map for each of its levels (a persona laid over the study is a segment too); one map of the slice without.
    level : one level of `by`, optional
        The map of this level alone.
    model : {"own", "seven", "four", "five_es"}, optional
        Stages to draw; the study's own setting when not given. A customer is counted at the furthest stage reached.
    over : {"wave", "all"}
        Journeys that began in the study's wave (or in the slice's periods), or ever. Answers and comments are always
        those of the wave (or of the slice's periods).
    sentiment : {"model", "scores"}
        How comments are read: by the words, where :func:`cxlib.comments.sentiment` works here, else by the score beside.
    seed : int

    Returns
    -------
    Finding
        One row per level and stage: ``level`` (with `by`), ``stage``, ``base`` (reached it), ``lost`` (and exited),
        ``open``, ``value`` (share that does not go on, the open censored), ``low``, ``high``, ``next_days`` (median to the next
        stage), ``next_days_low``, ``next_days_high``, ``time``, ``channels``, ``rated`` (mean rating, 0 to 1), ``rated_low``,
        ``rated_high``, ``rated_base`` (respondents), ``felt`` (feeling of comments, 0 to 1), ``felt_low``, ``felt_high``,
        ``felt_base`` (customers who wrote), ``voice`` (heard, few, unheard), ``quote``, ``owner``, ``withheld``.

    Raises
    ------
    ArgumentError
        For a wrong word, a level without `by`, or a model in which a stage of the study has no place.

    Notes
    -----
    Each answer is put where it lies between the worst and the best end of its own scale; a respondent's answers about
    one stage count once, as their mean, with Student's t interval. Nothing is drawn between stages where nobody
    answered. Drop-off: Aalen and Johansen 1978, Scand. J. Stat. 5:141.

    Examples
    --------
    >>> journey_map(study, by="region", level="Hà Nội").sentence  # doctest: +SKIP
    """
    language, name = study.language, "maps.journey_map"
    choose("sentiment", sentiment, SENTIMENTS)
    key = ".".join([name, *[part for part in (by, level, model) if part]])
    study, by = _narrowed(study, by, level)
    asked = words.say(f"{name}.question_by" if by else f"{name}.question", language, by=words.label(by, language).lower() if by else "")
    lacking = missing(study, name, asked)
    if lacking is not None:
        return lacking
    into = places(study, model)
    channelled = len(study.levels_of("channel")) > 1
    seen = look(study, by=[*([by] if by else []), *(["channel"] if channelled else [])], over=over, window_days=None, order=None)
    if not len(seen.found):
        return study.nobody(name, asked)
    if any(own != goal for own, goal in into.items()):
        seen = in_model(seen, into)
    passed = passing(seen, [by] if by else [], channelled)
    said = heard(study, into, passed.table, segment=by, sentiment=sentiment, seed=seed)
    table = pd.concat([passed.table, said.table], axis=1)
    table = table.assign(owner=[seen.study.settings.journey.owners.get(stage, "") for stage in table["stage"]])
    table = table[[column for column in [*_ORDER, *passed.mix, "withheld"] if column in table]]
    sentence, status, headline, owner = told(seen, table, by, passed)
    return study.finding(
        name, question=asked, sentence=sentence, table=table, chart=_chart(study, table, passed.mix, by), base=len(seen.found),
        status=status, unit="share", formats=_FORMATS, headline=headline, owner=owner, key=key,
        caveats=(*_notes(study, seen, said, into), *caveats(seen, table)),
        next_step=words.say(f"{name}.next_by" if by else f"{name}.next", language, by=by or "", level=table["level"].iloc[0] if by else ""),
    )


_ORDER = (
    "level", "stage", "base", "lost", "open", "value", "low", "high", "next_days", "next_days_low", "next_days_high", "time", "channels",
    "rated", "rated_low", "rated_high", "rated_base", "felt", "felt_low", "felt_high", "felt_base", "voice", "quote", "owner",
)


def _narrowed(study, by: str | None, level: str | None):
    """The study of one level, where one is asked for, and what is left to compare by."""
    if by is None:
        if level is not None:
            raise ArgumentError(f'level="{level}" needs the segment it is of: journey_map(study, by=..., level="{level}")')
        return study, None
    choose("segment of customers", by, [name for name in study.segments if name in study.view.customer_segments])
    if level is None:
        return study, by
    choose(f"level of {by}", level, study.levels_of(by))
    return study.where(Slice(((by, (level,)),))), None


def _notes(study, seen: Look, said: Heard, into: Mapping[str, str]) -> tuple[str, ...]:
    """How feelings are measured, what the comments are worth, what is left out."""
    language = study.language
    notes = [words.say("maps.caveat.scale", language)]
    if said.told_by == "model":
        value, low, high, base = said.right
        notes.append(words.say("maps.caveat.model", language, value=value, low=low, high=high, n=base))
    elif said.any_comments:
        notes.append(words.say("maps.caveat.scores", language))
    if said.table["quote"].ne("").any():
        notes.append(words.say("comments.quotes.rule" if said.telling else "comments.quotes.latest", language))
        notes.append(words.say("comments.quotes.masked", language))
    if said.elsewhere:
        notes.append(words.say("maps.caveat.elsewhere", language, n=said.elsewhere))
    if seen.study is not study:
        pairs = "; ".join(f"{own} → {goal}" for own, goal in into.items() if own != goal)
        notes.append(words.say("maps.caveat.model_of_stages", language, pairs=pairs))
    _, cut = seen_through(study, "responses")
    if cut and study.has("responses"):
        notes.append(words.say("maps.caveat.not_answers", language, segments=", ".join(cut)))
    hidden = int((said.table["voice"] == "few").sum())
    if hidden:
        notes.append(words.say("maps.caveat.few", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(notes)


def _chart(study, table: pd.DataFrame, mix: Mapping[str, str], by: str | None) -> Chart:
    language = study.language
    texts = {name: words.say(f"maps.strip.{name}", language) for name in ("time", "quote", "owner") if table[name].ne("").any()}
    return Chart(
        "map", x="stage", y="value", value="base", facet="level" if by else None, unit="count",
        lines={name: words.say(f"maps.strip.{name}", language) for name in ("rated", "felt")}, mix=dict(mix), texts=texts,
        x_label=words.say("maps.axis", language), label="voice", y_label=words.say("maps.strip.loss", language), value_label=words.say("maps.strip.volume", language),
    )
