"""The quarter on one page: what was found, how sure we are, who owns it, what to do next."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .. import churn, journeys, personas, scores, words
from ..finding import Finding

__all__ = ["quarter", "still_unknown", "summary"]

_ORDER = ("answered", "cannot_tell", "not_available", "nobody")


def quarter(study, found: personas.Personas, model: churn.ChurnModel) -> tuple[Finding, ...]:
    """The findings that a quarter is read by, in the order of the four questions.

    Parameters
    ----------
    found : result of :func:`cxlib.personas.find`
    model : result of :func:`cxlib.churn.fit`
    """
    # Two findings of a page ask for the same ones; what the ids stand for is kept, so that no other takes them.
    key = ("readout.quarter", study.slice, study.wave, study.language, id(found), id(model))
    return study.view.remembered_few(key, lambda: (_quarter(study, found, model), found, model))[0]


def _quarter(study, found: personas.Personas, model: churn.ChurnModel) -> tuple[Finding, ...]:
    return (
        personas.structure(study, found),
        personas.who_is_not(study, found),
        journeys.funnel(study),
        journeys.drop_off(study),
        journeys.worst_groups(study),
        scores.level(study),
        scores.change(study),
        scores.retention(study),
        scores.arpu(study),
        churn.trust(study, model),
        churn.reasons(study, model),
    )


def summary(study, found: personas.Personas, model: churn.ChurnModel) -> Finding:
    """One row for each finding of the quarter: those that hold up first.

    Returns
    -------
    Finding
        Columns ``status``, ``question``, ``sentence``, ``base``, ``owner``, ``next_step``.

    Examples
    --------
    >>> from cxlib import churn, open_study, personas, readout
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> readout.summary(study, personas.find(study), churn.fit(study))  # doctest: +SKIP
    """
    language = study.language
    table = _rows(study, quarter(study, found, model))
    tally = table["status"].value_counts()
    sentence = words.say("readout.summary", language, told=int(tally.get("answered", 0)), unsure=int(tally.get("cannot_tell", 0)),
                         absent=int(tally.get("not_available", 0) + tally.get("nobody", 0)))
    return study.finding("readout.summary", question=words.say("readout.question", language, wave=study.wave), sentence=sentence,
                         table=table, base=len(table), caveats=(words.say("readout.order_caveat", language),))


def still_unknown(study, found: personas.Personas, model: churn.ChurnModel) -> Finding:
    """The questions that this wave could not answer, and why.

    Returns
    -------
    Finding
        Columns ``question``, ``status``, ``sentence``, ``next_step``.
    """
    table = _rows(study, quarter(study, found, model))
    left = table[table["status"] != "answered"][["question", "status", "sentence", "next_step"]].reset_index(drop=True)
    key = "readout.unknown" if len(left) else "readout.unknown.none"
    sentence = words.say(key, study.language, count=len(left), asked=len(table))
    return study.finding("readout.still_unknown", question=words.say("readout.unknown.question", study.language), sentence=sentence,
                         table=left, base=len(table))


def _rows(study, findings: Sequence[Finding]) -> pd.DataFrame:
    nobody = words.say("readout.owner_none", study.language)
    rows = [
        {"status": f.status, "question": f.question, "sentence": f.sentence, "base": float(f.base), "owner": f.owner or nobody,
         "next_step": f.next_step}
        for f in findings
    ]
    table = pd.DataFrame(rows, columns=["status", "question", "sentence", "base", "owner", "next_step"])
    place = table["status"].map({status: order for order, status in enumerate(_ORDER)})
    return table.assign(_place=place).sort_values("_place", kind="stable").drop(columns="_place").reset_index(drop=True)
