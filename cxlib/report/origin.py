"""Where a report comes from: data, weights, questions as they were asked, definitions, software, the run itself."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from .. import words
from .waves_state import versions

__all__ = ["origin_html", "with_run"]

_RUN = "<!--run-->"


def origin_html(study: Any) -> str:
    """What every number of a report rests on, as a part of a page; the same for the same study and software.

    Parameters
    ----------
    study : Study

    Returns
    -------
    str
        A ``<details>`` with an id of its own, in the study's language; :func:`with_run` adds the run.
    """
    language = study.language

    def say(key: str, **values: Any) -> str:
        return words.say(f"origin.{key}", language, **values)

    parts = [("data", _listed(_data(study, say))), ("questions", _questions(study, say)), ("definitions", _listed(_definitions(study, say))),
             ("software", _listed(_software(study, say)))]
    inside = "".join(f"<h4>{escape(say(name))}</h4>{part}" for name, part in parts if part)
    return f'<details class="origin"><summary>{escape(say("title"))}</summary>{inside}{_RUN}</details>'


def with_run(origin: str, language: str, begun: dt.datetime, seconds: float) -> str:
    """The same with when the run began (its own zone) and how many seconds it took.

    Examples
    --------
    >>> with_run("<details><!--run--></details>", "en", dt.datetime(2026, 10, 2, 9, 30, tzinfo=dt.UTC), 58.31)
    '<details><h4>Run</h4><p>begun 2026-10-02 at 09:30 UTC, took 58 seconds</p></details>'
    """
    told = words.say("origin.run.told", language, day=begun.date(), time=f"{begun:%H:%M %Z}", seconds=round(seconds, 1 if seconds < 10 else None))
    return origin.replace(_RUN, f"<h4>{escape(words.say('origin.run', language))}</h4><p>{escape(told)}</p>")


def _listed(facts: Iterable[tuple[str, str]]) -> str:
    pairs = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts)
    return f"<dl>{pairs}</dl>" if pairs else ""


def _data(study: Any, say: Any) -> Iterable[tuple[str, str]]:
    about = study.provenance
    yield say("fingerprint"), about["fingerprint"]
    days = {name: study.view.first_day(name) for name in about["rows"] if name != "customers"}
    first = min(filter(None, days.values()), default=None)
    if first is not None:
        yield say("days"), say("days.told", first=first, last=max(filter(None, map(study.view.last_day, days))))
    for name, rows in about["rows"].items():
        since = days.get(name)
        yield say(f"table.{name}"), say("rows", n=rows) if since is None else say("rows.since", n=rows, first=since)
    yield say("rejected"), words.format_value(about["rejected"], "count", study.language)
    if study.has("responses"):
        yield say("weights"), _weights(study, say)


def _weights(study: Any, say: Any) -> str:
    if not study.weighted:
        return say("weights.none")
    low, high = study.view.weights
    margins = study.settings.weights.margins
    if not margins:
        return say("weights.given", low=low, high=high)
    return say("weights.raked", low=low, high=high, segments=", ".join(words.label(name, study.language) for name in margins))


def _questions(study: Any, say: Any) -> str:
    """A row for each question: its wording, scale and metric."""
    language = study.language
    head = [words.label("question", language), say("wording"), say("scale"), words.label("metric", language), words.label("owner", language)]
    rows = []
    for name, one in study.codebook.items():
        scale = [say(f"scale.{one.high_is}", low=one.low, high=one.high)]
        if one.missing:
            scale.append(say("not_answers", codes=", ".join(map(str, one.missing))))
        if one.top_box:
            scale.append(say("top_box", n=one.top_box))
        rows.append([name, one.text(language), "; ".join(scale), say("rating") if one.metric == "rating" else one.metric.upper(), one.owner])
    if not rows:
        return ""
    top = "".join(f"<th>{escape(text)}</th>" for text in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>\n" for row in rows)
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>\n{body}</tbody></table></div>'


def _definitions(study: Any, say: Any) -> Iterable[tuple[str, str]]:
    settings = study.settings
    churn, journey = settings.churn, settings.journey
    yield say("gone"), say(f"gone.{churn.kind}", **({"days": churn.silence_days} if churn.kind == "silence" else {}))
    yield say("forecast"), say("forecast.told", outcome=churn.outcome_days, gap=churn.gap_days)
    if journey.stages:
        yield say("journey"), " → ".join(journey.stages)
        yield say("journey.window"), say("journey.window.told", days=journey.window_days)
        yield say("journey.order"), say(f"journey.order.{journey.order}")
        yield say("journey.unit"), say(f"journey.unit.{journey.unit}")
    yield say("personas"), say("personas.told", days=settings.personas.lookback_days)
    yield say("smallest"), say("smallest.told", n=settings.minimum_base)
    yield say("place"), ", ".join(filter(None, (settings.currency, settings.timezone)))


def _software(study: Any, say: Any) -> Iterable[tuple[str, str]]:
    yield "CX Workbench", study.provenance["version"]
    known: Mapping[str, str] = {"Python": platform.python_version(), **versions()}
    yield say("packages"), ", ".join(f"{name} {number}" for name, number in known.items())
    yield say("seed"), str(study.settings.seed)
