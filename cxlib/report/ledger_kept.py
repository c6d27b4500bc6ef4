"""The ledger of a study: written for its owner to fill in, read back in a later wave."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .. import churn, maps, words
from ..finding import Finding
from .action_list import write_action_list, write_ledger

__all__ = ["LEDGERS", "ledger_effect", "write_lists"]

LEDGERS = ("ledger.xlsx", "ledger.csv")


def write_lists(study, folder: str | Path, *, top: int = 200, hold_out: float = 0.2) -> tuple[Finding, tuple[Path, ...]]:
    """The action list and its ledger as files, with a share of customers left alone by lot.

    Parameters
    ----------
    study : Study
    folder : path
    top : int
        Length of the list.
    hold_out : float
        Share of the list that is left alone, 0 (none) to below 1.

    Returns
    -------
    (finding, paths)
        The list, and the CSV and workbook of the list and of the ledger; no paths where nobody can be listed.
    """
    listed = maps.action_list(study, churn.fit(study), top=top)
    if "customer_id" not in listed.table:
        return listed, ()
    drawn = churn.with_hold_out(listed, share=hold_out, seed=study.settings.seed) if hold_out else listed
    ledger = write_ledger(drawn, folder) if hold_out else ()
    return drawn, (*write_action_list(drawn, folder), *ledger)


def ledger_effect(study) -> Finding:
    """Did what was done last time work? From ledger.xlsx or ledger.csv beside study.toml.

    Returns
    -------
    Finding
        Of :func:`cxlib.churn.did_it_work`; where there is no ledger it says how to make one.

    Raises
    ------
    SourceError
        When the file cannot be read.
    """
    for name in LEDGERS:
        path = study.settings.folder / name
        if path.is_file():
            return churn.did_it_work(study, churn.read_ledger(path, study))
    question, sentence = (words.say(f"report.ledger.{part}", study.language) for part in ("question", "none"))
    return study.finding("churn.did_it_work", question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")
