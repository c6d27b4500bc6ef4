"""The list of those at risk with what each last wrote, masked."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from .. import words
from ..churn import ChurnModel, at_risk
from ..comments import cleaned, masked
from ..finding import Finding

__all__ = ["action_list"]

NAME = "maps.action_list"
_LONGEST = 280  # letters of a comment


def action_list(study, model: ChurnModel, *, top: int = 20, who: str = "to_keep") -> Finding:
    """Everything that the owner of a step needs to act: :func:`cxlib.churn.at_risk` and the last comment of each.

    Parameters
    ----------
    study : Study
    model : ChurnModel
    top, who : as of :func:`cxlib.churn.at_risk`

    Returns
    -------
    Finding
        The columns of ``churn.at_risk``, then ``last_comment`` ("" without any; phone numbers, mails and other numbers of
        persons masked, on one line, cut after 280 letters) and ``last_comment_day``. Where nobody can be listed it is
        that finding under this name.

    Raises
    ------
    ArgumentError
        As of :func:`cxlib.churn.at_risk`.

    Examples
    --------
    >>> from cxlib import churn, maps, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> maps.action_list(study, churn.fit(study), top=10).display_table()  # doctest: +SKIP
    """
    found = at_risk(study, model, top=top, who=who)
    question = words.say(f"{NAME}.{who}.question", study.language)
    if not len(found.table):
        return replace(found, name=NAME, key=NAME, question=question)
    table = found.table.assign(**_last_comments(study, found.table["customer_id"]))
    return replace(
        found, name=NAME, key=NAME, question=question, table=table, formats={**found.formats, "last_comment_day": "date"},
        caveats=(*found.caveats, words.say(f"{NAME}.masked", study.language)),
    )


def _last_comments(study, ids: pd.Series) -> dict[str, pd.Series]:
    if not study.has("responses"):
        return {"last_comment": "", "last_comment_day": pd.Series(float("nan"), index=ids.index, dtype="str")}
    rows = study.unsliced().comment_rows()
    rows = rows[rows["customer_id"].isin(ids)].sort_values("at", kind="stable", na_position="first")
    last = rows.drop_duplicates("customer_id", keep="last").set_index("customer_id").reindex(ids)
    said = [_shown(text, study.language) if isinstance(text, str) else "" for text in last["comment"]]
    days = pd.to_datetime(last["at"]).dt.strftime("%Y-%m-%d").astype("str")
    return {"last_comment": pd.Series(said, index=ids.index, dtype="str"), "last_comment_day": pd.Series(days.to_numpy(), index=ids.index, dtype="str")}


def _shown(text: str, language: str) -> str:
    """Masked before it is cut, so that no half of a number is left over."""
    safe = cleaned(masked(text, language=language))
    return safe if len(safe) <= _LONGEST else f"{safe[:_LONGEST].rstrip()}…"
