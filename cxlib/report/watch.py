"""Alerts between waves: new rows folded in, control limits and thresholds looked at again, what is new written down."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .. import scores, words
from ..errors import ArgumentError, RunError
from ..scores.levels import HEADLINE_METRICS
from ..study import open_study

__all__ = ["ALERTS", "Alert", "Watched", "watch"]

ALERTS = "alerts.jsonl"
_IN_PERCENT = ("points", "share")


@dataclass(frozen=True)
class Alert:
    """One thing that rings.

    Attributes
    ----------
    key : str
        The same as long as it is the same alert: rule, question, level, period.
    rule : {"limit", "drift", "below", "above", "cleared"}
    question, segment, level, period : str
    as_of : str
        First day that was not seen.
    complete : bool
        Whether the period is wholly in the data.
    base : int
    value, low, high : float
        As people read the score: NPS in points, shares in per cent, means on their scale; 95% interval.
    against : str
        The limits or the threshold, in words.
    owner, sentence : str
    """

    key: str
    rule: str
    question: str
    segment: str
    level: str
    period: str
    as_of: str
    complete: bool
    base: int
    value: float
    low: float
    high: float
    against: str
    owner: str
    sentence: str


@dataclass(frozen=True)
class Watched:
    """What a look found.

    Attributes
    ----------
    as_of : str
    fresh : tuple of Alert
        Not written down before.
    standing : int
        Alerts that ring and were written down before.
    file : Path
    busy : bool
        Another look was under way, so nothing was done.
    """

    as_of: str
    fresh: tuple[Alert, ...]
    standing: int
    file: Path
    busy: bool = False


def watch(study_path: str | Path, *, data: str | Path | None = None, out: str | Path | None = None, language: str | None = None) -> Watched:
    """Fold in new rows and write down what rings and did not ring before.

    Only files that are new or changed are read. Looked at are the last complete month (or period) of every NPS, CSAT and CES
    question, together and for each level of the main segment, against its control limits and its drift
    (:func:`cxlib.scores.early_warning`); and the last period, complete or not, against the thresholds of ``[watch]``, which ring only
    when the whole interval lies beyond. An alert of the same period that no longer rings is written down once as cleared.

    Parameters
    ----------
    study_path : path
    data : path, optional
    out : folder, optional
        For ``alerts.jsonl``; the study's folder when not given.
    language : {"en", "vi"}, optional

    Raises
    ------
    StudyError
        When the study is refused.
    RunError
        When alerts.jsonl cannot be read or written.
    """
    study = open_study(study_path, data=data, language=language)
    folder = Path(out) if out is not None else study.settings.folder
    file, as_of = folder / ALERTS, study.as_of.isoformat()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder / f".{ALERTS}.lock") as is_alone:
            if not is_alone:
                return Watched(as_of, (), 0, file, busy=True)
            before = _standing(file)
            now = {alert.key: alert for alert in (*_of_charts(study), *_of_thresholds(study))}
            fresh = [alert for key, alert in now.items() if key not in before]
            looked = {alert.period for alert in now.values()} | {study.wave}
            gone = [_cleared(old, study) for key, old in before.items() if key not in now and old["period"] in looked]
            _append(file, [*fresh, *gone])
    except OSError as error:
        raise RunError(f"{file} cannot be written ({error.strerror})") from None
    return Watched(as_of, (*fresh, *gone), len(now) - len(fresh), file)


def _of_charts(study) -> Iterator[Alert]:
    for question in _asked(study):
        for by in dict.fromkeys(("", study.main_segment or "")):
            yield from _rung(study, question, by)


def _asked(study) -> list[str]:
    seen = set(study.score_counts()["question"]) if study.has("responses") else set()
    return [name for name, one in study.codebook.items() if one.metric in HEADLINE_METRICS and name in seen]


def _rung(study, question: str, by: str) -> Iterator[Alert]:
    try:
        found = scores.early_warning(study, question=question, by=by or None)
    except ArgumentError:
        return
    if "alarm" not in found.table or not found.table["drift"].notna().any():
        return
    last = found.table.loc[found.table["drift"].notna(), "period"].iloc[-1]
    for row in found.table[(found.table["period"] == last) & found.table["alarm"].astype(bool)].to_dict("records"):
        against = words.say("watch.limits", study.language, low=_text(study, row["lower_limit"], row["unit"]), high=_text(study, row["upper_limit"], row["unit"]))
        yield _alert(study, "limit" if row["rang"] == "both" else row["rang"], question, by, row, against)


def _of_thresholds(study) -> Iterator[Alert]:
    for side, limits in study.settings.watch.items():
        for question, limit in limits.items():
            table = scores.trend(study, question=question).table
            if "basis" not in table or not len(table):
                continue
            table = table[table["basis"] == ("weighted" if study.weighted else "unweighted")]
            table = table[table["metric"] == table["metric"].iloc[0]] if "metric" in table else table
            for row in table[table["period"] == table["period"].iloc[-1]].to_dict("records"):
                beyond = row["high"] if side == "below" else row["low"]
                times = 100 if row["unit"] in _IN_PERCENT else 1
                if np.isfinite(beyond) and (beyond * times < limit if side == "below" else beyond * times > limit):
                    yield _alert(study, side, question, "", row, words.say(f"watch.{side}", study.language, limit=_text(study, limit / times, row["unit"])))


def _alert(study, rule: str, question: str, by: str, row: dict, against: str) -> Alert:
    level = str(row[by]) if by else ""
    times = 100 if row["unit"] in _IN_PERCENT else 1
    value, low, high = (round(float(row[name]) * times, 6) for name in ("value", "low", "high"))
    shown = {name: _text(study, row[name], row["unit"]) for name in ("value", "low", "high")}
    who = f"{question}, {level}" if level else question
    sentence = words.say(f"watch.rule.{rule}", study.language, who=who, period=row["period"], base=int(row["base"]), against=against, as_of=study.as_of, **shown)
    return Alert(
        key="|".join((rule, question, by, level, str(row["period"]))), rule=rule, question=question, segment=by, level=level, period=str(row["period"]),
        as_of=study.as_of.isoformat(), complete=bool(row["complete"]), base=int(row["base"]), value=value, low=low, high=high, against=against,
        owner=study.codebook[question].owner or "", sentence=sentence,
    )  # fmt: skip


def _cleared(old: dict, study) -> Alert:
    sentence = words.say("watch.rule.cleared", study.language, was=old["sentence"], as_of=study.as_of)
    return Alert(**{**old, "rule": "cleared", "as_of": study.as_of.isoformat(), "sentence": sentence})


def _text(study, value: float, unit: str) -> str:
    return words.format_value(value, unit, study.language)


def _standing(file: Path) -> dict[str, dict]:
    """Alerts that were written down and not cleared since, by key; a last line that was cut off is passed over."""
    found: dict[str, dict] = {}
    if not file.is_file():
        return found
    lines = file.read_text(encoding="utf-8").split("\n")
    for place, line in enumerate(lines, start=1):
        try:
            alert = json.loads(line) if line.strip() else None
            if alert is None:
                continue
            known = {name: alert[name] for name in Alert.__dataclass_fields__}
        except (ValueError, KeyError, TypeError):
            if place == len(lines):
                continue
            raise RunError(f"{file}, line {place}: is no alert; delete that line, or the file to begin anew") from None
        if known["rule"] == "cleared":
            found.pop(known["key"], None)
        else:
            found[known["key"]] = known
    return found


def _append(file: Path, alerts: list[Alert]) -> None:
    """All lines in one write, so that a stop leaves none of them or all; a line that was cut off before is ended first."""
    if not alerts:
        return
    ends = not file.is_file() or file.stat().st_size == 0 or file.read_bytes().endswith(b"\n")
    text = "".join(json.dumps(asdict(alert), ensure_ascii=False) + "\n" for alert in alerts)
    with open(file, "a", encoding="utf-8") as log:
        log.write(text if ends else "\n" + text)
        log.flush()
        os.fsync(log.fileno())


@contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    """Whether nobody else looks at the same time; a lock whose process is gone does not count."""
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        if _runs(lock):
            yield False
            return
        lock.unlink(missing_ok=True)
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    try:
        os.write(handle, str(os.getpid()).encode())
        os.close(handle)
        yield True
    finally:
        lock.unlink(missing_ok=True)


def _runs(lock: Path) -> bool:
    try:
        process = int(lock.read_text(encoding="ascii"))
        os.kill(process, 0)
    except (OSError, ValueError):
        return False
    return True
