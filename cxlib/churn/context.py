"""The last that is known of a customer: touchpoint, score, complaint, and who owns that step."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from ..study import Study

__all__ = ["LATELY_DAYS", "complaint_names", "is_low", "last_known"]

LATELY_DAYS = 60
_AT_ONCE = 1000
_LEADING = ("nps", "csat", "ces", "rating")
_COMPLAINTS = ("complain", "khieu_nai", "phan_nan")
_DETRACTOR = 6
_LOW_PART = 0.4


def last_known(study: Study, ids: Sequence[str]) -> pd.DataFrame:
    """The last contact and the last score of each of these customers before the study's last day.

    Parameters
    ----------
    study : Study
    ids : customer ids

    Returns
    -------
    DataFrame
        Index customer_id, in the order of `ids`: ``last_touchpoint`` (its stage where it has no name; "" without any),
        ``last_touchpoint_day`` (ISO text or missing), ``last_question`` ("" without any), ``last_score`` (as given),
        ``last_score_day``, ``owner`` (of the stage of that contact in [journey.owners]; "" where nobody is named),
        ``low_lately`` and ``complained_lately`` (bool: in the last 60 days). Of several questions answered at the same
        moment NPS comes before CSAT, CES and ratings.

    Examples
    --------
    >>> last_known(study, ["KH000001"])["last_touchpoint"]  # doctest: +SKIP
    """
    ids = pd.Index(ids, name="customer_id")
    since = pd.Timestamp(study.as_of - dt.timedelta(days=LATELY_DAYS))
    contacts = _contacts(study, ids).reindex(ids)
    answers = _answers(study, ids)
    last = answers.drop_duplicates("customer_id").set_index("customer_id").reindex(ids)
    lately = answers[answers["day"] >= since]
    owners = study.settings.journey.owners
    return pd.DataFrame({
        "last_touchpoint": _text(contacts["touchpoint"].where(contacts["touchpoint"].notna(), contacts["stage"])),
        "last_touchpoint_day": _iso(contacts["day"]),
        "last_question": _text(last["question"]), "last_score": last["score"].astype(float), "last_score_day": _iso(last["day"]),
        "owner": [owners.get(stage, "") for stage in contacts["stage"]],
        "low_lately": ids.isin(lately.loc[lately["low"], "customer_id"]),
        "complained_lately": (_last_complaint(study, ids).reindex(ids) >= since).to_numpy(),
    }, index=ids)  # fmt: skip


def is_low(study: Study, questions: pd.Series, scores: pd.Series) -> np.ndarray:
    """Whether each score lies at the bad end: 0 to 6 for NPS, else the worst two fifths of the scale.

    Questions that the codebook does not hold, and answers without a score, are not low.
    """
    found = np.zeros(len(scores), dtype=bool)
    for name, meaning in study.codebook.items():
        mine = (questions == name).to_numpy()
        good = np.asarray(meaning.shown(scores[mine].to_numpy(dtype=float)), dtype=float)
        most = _DETRACTOR if meaning.metric == "nps" else meaning.low + _LOW_PART * (meaning.high - meaning.low)
        found[mine] = good <= most
    return found


def complaint_names(study: Study) -> tuple[str, ...]:
    """Touchpoints and stages that are complaints: ``[personas] complaints``, else those whose names say so."""
    if not study.has("touchpoints"):
        return ()
    names = dict.fromkeys([*study.levels_of("touchpoint"), *study.levels_of("stage")])
    declared = study.settings.personas.complaints
    return tuple(name for name in names if (name in declared if declared else any(word in _plain(name) for word in _COMPLAINTS)))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter if letter.isalnum() else "_" for letter in letters if not unicodedata.combining(letter))


def _contacts(study: Study, ids: pd.Index) -> pd.DataFrame:
    """The last contact of each, by customer_id."""
    empty = pd.DataFrame({"customer_id": [], "touchpoint": [], "stage": [], "day": []})
    if not study.has("touchpoints"):
        return empty.set_index("customer_id")
    rows = _in_parts(ids, lambda marks, part: study.view.frame(
        "SELECT customer_id, touchpoint, stage, day FROM (SELECT customer_id, touchpoint, stage, day, "
        'row_number() OVER (PARTITION BY customer_id ORDER BY "at" DESC, _row DESC) AS place '
        f"FROM touchpoints JOIN customers USING (customer) WHERE customer_id IN ({marks})) AS x WHERE place = 1", part,
    ), empty)
    return rows.set_index("customer_id")


def _answers(study: Study, ids: pd.Index) -> pd.DataFrame:
    """Every score of theirs, last first, and whether it is low."""
    empty = pd.DataFrame({"customer_id": [], "question": [], "score": [], "day": [], "at": [], "_row": []})
    rows = empty if not study.has("responses") else _in_parts(ids, lambda marks, part: study.view.frame(
        'SELECT customer_id, question, score::DOUBLE AS score, day, "at", _row FROM responses JOIN customers USING (customer) '
        f"WHERE score IS NOT NULL AND customer_id IN ({marks})", part,
    ), empty)
    metric = rows["question"].map({name: _LEADING.index(meaning.metric) for name, meaning in study.codebook.items()})
    rows = rows.assign(day=pd.to_datetime(rows["day"]), low=is_low(study, rows["question"], rows["score"]), _first=metric.fillna(len(_LEADING)))
    return rows.sort_values(["at", "_first", "_row"], ascending=[False, True, False], kind="stable")


def _last_complaint(study: Study, ids: pd.Index) -> pd.Series:
    names = complaint_names(study)
    empty = pd.DataFrame({"customer_id": [], "day": []})
    said = ", ".join("?" for _ in names)
    rows = empty if not names else _in_parts(ids, lambda marks, part: study.view.frame(
        "SELECT customer_id, max(day) AS day FROM touchpoints JOIN customers USING (customer) "
        f"WHERE (touchpoint IN ({said}) OR stage IN ({said})) AND customer_id IN ({marks}) GROUP BY customer_id", [*names, *names, *part],
    ), empty)
    return pd.to_datetime(rows.set_index("customer_id")["day"])


def _in_parts(ids: pd.Index, ask: Callable[[str, list[str]], pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """What a query gives for these customers, asked for some at a time: ids are bound, never written into it."""
    parts = [list(ids[start : start + _AT_ONCE]) for start in range(0, len(ids), _AT_ONCE)]
    found = [ask(", ".join("?" for _ in part), part) for part in parts]
    return pd.concat(found, ignore_index=True) if found else empty


def _text(values: pd.Series) -> pd.Series:
    """As text, blank where missing, also where all of them are."""
    return values.astype(object).where(values.notna(), "").astype("str")


def _iso(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days).dt.strftime("%Y-%m-%d").astype("str")
