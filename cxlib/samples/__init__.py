"""A made-up company whose truth is known, at any size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from . import world
from .answers import draw_asked, draw_scores, responses_table
from .events import last_events, payments, touchpoints_table, transactions_table
from .files import write_folder
from .leaving import after_last_event, cut_visits, draw_leaving
from .people import customers_table, draw_people
from .truth import Truth, build_truth
from .visits import draw_orders, draw_visits
from ..errors import ArgumentError

__all__ = ["Sample", "Truth", "company", "write"]

_SMALLEST_SCALE = 0.02


@dataclass(frozen=True)
class Sample:
    """A made-up company.

    Attributes
    ----------
    tables : dict of pandas.DataFrame
        The four tables of the contract: ``customers``, ``touchpoints``, ``responses``, ``transactions``.
        Times are local (Asia/Ho_Chi_Minh), amounts in VND, scores in the scale of their question.
    truth : Truth
        What was planted.
    seed : int
    scale : float
        1 is about 20,000 customers.
    """

    tables: dict[str, pd.DataFrame]
    truth: Truth
    seed: int
    scale: float


def company(*, scale: float = 1.0, seed: int = 2026) -> Sample:
    """A Vietnamese coffee chain that does not exist, over eight quarters, with its truth beside it.

    The tables hold no broken rows; :func:`write` adds those to the raw files only.

    Parameters
    ----------
    scale : float
        Size: 1 is 20,000 customers, 50 is a million. At least 0.02.
    seed : int
        The same seed and scale give the same tables.

    Returns
    -------
    Sample

    Raises
    ------
    ArgumentError
        When `scale` is not a number of at least 0.02 or `seed` is not a whole number of at least 0.

    Examples
    --------
    >>> sample = company(scale=0.02)
    >>> len(sample.tables["customers"]), sample.truth["drop_off"]["share_after"]
    (400, 0.45)
    """
    _check(scale, seed)
    people = draw_people(round(world.CUSTOMERS_AT_SCALE_1 * scale), seed=seed)
    visits = draw_visits(people, seed=seed)
    orders = draw_orders(people, visits, seed=seed)
    leaving = draw_leaving(people, orders, seed=seed)
    visits, orders = cut_visits(visits, orders, leaving, seed=seed)
    paid = payments(people, visits, orders, seed=seed)
    leaving = after_last_event(leaving, last_events(people, orders, paid))
    asked = draw_asked(people, leaving, scale=scale, seed=seed)
    responses = responses_table(asked, draw_scores(people, asked, seed=seed), seed=seed)
    tables = {
        "customers": customers_table(people),
        "touchpoints": touchpoints_table(people, orders, seed=seed),
        "responses": responses,
        "transactions": transactions_table(paid),
    }
    return Sample(tables, build_truth(people, orders, leaving, asked, responses, seed=seed), seed, scale)


def write(sample: Sample, folder: str | Path) -> Path:
    """Write a sample as a study folder of raw files and return the folder.

    ``customers.csv``, ``touchpoints.parquet``, ``transactions.parquet``, ``responses_<wave>.csv``, ``study.toml``,
    ``README.md``, and the truth: ``truth.json``, ``truth_customers.parquet``, ``truth_hazard.parquet``.
    The answer files get a few broken rows; ``truth["faults"]`` counts them by wave and rule.
    The same seed and scale give the same CSV files, byte for byte.

    Raises
    ------
    ArgumentError
        When `folder` is the name of a file, or holds a study that is not a sample.
    """
    folder = Path(folder)
    write_folder(sample, folder)
    return folder


def _check(scale: float, seed: int) -> None:
    number = isinstance(scale, int | float | np.number) and not isinstance(scale, bool)
    if not number or not np.isfinite(scale) or scale < _SMALLEST_SCALE:
        raise ArgumentError(
            f"scale is {scale!r}; give a number of at least {_SMALLEST_SCALE} (1 is 20,000 customers, 50 a million)."
        )
    if not isinstance(seed, int | np.integer) or isinstance(seed, bool) or seed < 0:
        raise ArgumentError(f"seed is {seed!r}; give a whole number of at least 0, such as 2026.")
