"""How many customers stay a year and what each brings, as the study itself shows it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..intervals import skewed_mean_interval
from ..study import Study
from .profit import share
from .survival import Shifted, fit_shifted

__all__ = ["DISCOUNT", "Yearly", "missing_tables", "yearly"]

DISCOUNT = 0.1
_A_YEAR = {"month": 12, "quarter": 4, "year": 1}
_FEWEST_AGES = 3
_GRID = np.linspace(0.02, 0.98, 49)


@dataclass(frozen=True)
class Yearly:
    """What a group of customers showed over the last year of whole periods.

    Attributes
    ----------
    periods : tuple of str
        Those that retention is taken from: at most a year of them.
    a_year : int
        Periods in a year.
    start, retained : arrays
        Customers when each period began, and of them those still there after it.
    amounts : DataFrame
        ``customers``, ``amount``, ``amount2``, ``amount3`` of at most a year of periods.
    customers : int
        Customers at the end of the last period.
    margin : float
        Share of what they pay that is left; 1 where it is not declared.
    declared : bool
    discount : float
        A year, 0..
    assumed : bool
        Whether the discount is our own.
    falling : Shifted or None
        Where cohorts show that the risk of leaving falls with age.
    """

    periods: tuple[str, ...]
    a_year: int
    start: np.ndarray
    retained: np.ndarray
    amounts: pd.DataFrame
    customers: int
    margin: float
    declared: bool
    discount: float
    assumed: bool
    falling: Shifted | None = None

    @property
    def base(self) -> int:
        """Customers when the last period began."""
        return int(self.start[-1])

    @property
    def rate(self) -> float:
        """Share of customers who stay for a period, all periods together."""
        return float(self.retained.sum() / self.start.sum())

    @property
    def retention(self) -> float:
        """Share of customers who stay for a year."""
        return self.rate**self.a_year

    @property
    def brought(self) -> float:
        """Margin of a customer in a period."""
        return self.margin * float((self.amounts["amount"] / self.amounts["customers"]).mean())

    @property
    def interest(self) -> float:
        """Discount for one period."""
        return (1 + self.discount) ** (1 / self.a_year) - 1

    def drawn_rates(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """:attr:`rate` as it may be, from its Jeffreys posterior."""
        stayed, began = self.retained.sum(), self.start.sum()
        return rng.beta(stayed + 0.5, began - stayed + 0.5, size=draws)

    def drawn_margins(self, rng: np.random.Generator, draws: int) -> np.ndarray:
        """:attr:`brought` as it may be, by Hall's interval of a skewed mean.

        The same customers pay in each period, so all periods are high or low together.
        """
        chance, total = rng.random(draws), np.zeros(draws)
        for row in self.amounts.itertuples():
            total += np.interp(chance, _GRID, _quantiles(row.customers, row.amount, row.amount2, row.amount3))
        return self.margin * total / len(self.amounts)


def missing_tables(study: Study) -> tuple[str, ...] | None:
    """Tables without which nothing can be said (none named: there are no days); None when it can."""
    contract = study.settings.churn.kind == "contract"
    seen = study.has("customers") if contract else study.has("transactions") or study.has("touchpoints")
    if study.settings.period == "wave" or not seen:
        return ("customers" if contract else "transactions",)
    if not (study.has("transactions") or _has_fees(study)):
        return ("transactions",)
    return None


def yearly(study: Study, by: str | None = None) -> dict[str, Yearly]:
    """What everyone ("") or each level of `by` showed; those of whom nothing is known are left out.

    Raises
    ------
    ArgumentError
        When a share under [costs] is not between 0 and 1.
    """
    study, names = study.in_focus(), [by] if by else []
    stayed, paid = study.retention_counts(names), study.revenue_counts(names)
    stayed = stayed[stayed["known"] & stayed["complete"] & (stayed["start"] > 0) & stayed["period"].isin(study.waves)]
    paid = paid[paid["complete"] & (paid["customers"] > 0) & paid["period"].isin(study.waves)]
    costs, found = study.settings.costs, {}
    given = {
        "margin": share(costs["margin_share"], "margin_share") if "margin_share" in costs else 1.0, "declared": "margin_share" in costs,
        "discount": float(costs.get("discount_rate", DISCOUNT)), "assumed": "discount_rate" not in costs,
        "a_year": _A_YEAR[study.settings.period],
    }
    for level in study.levels_of(by) if by else ("",):
        mine = stayed[stayed[by] == level] if by else stayed
        money = paid[paid[by] == level] if by else paid
        mine, money = (rows.sort_values("period").tail(given["a_year"]) for rows in (mine, money))
        if len(mine) and len(money):
            found[level] = Yearly(
                periods=tuple(mine["period"]), start=mine["start"].to_numpy(float), retained=mine["retained"].to_numpy(float),
                amounts=money[["customers", "amount", "amount2", "amount3"]].astype(float), customers=int(mine["end"].iloc[-1]),
                falling=_falling(study, given["a_year"]) if not by else None, **given,
            )
    return found


def _has_fees(study: Study) -> bool:
    return study.has("customers") and bool(study.unsliced().revenue_counts()["customers"].any())


def _falling(study: Study, a_year: int) -> Shifted | None:
    """The shifted-beta-geometric of the cohorts, where a year of ages is seen and it fits better than one rate for all ages."""
    counts = study.cohort_counts()
    counts = counts[counts["reached"] & (counts["period"] != "") & (counts["start"] > 0)]
    before = counts.assign(periods_later=counts["periods_later"] + 1)[["period", "periods_later", "active"]]
    pairs = counts.merge(before, on=["period", "periods_later"], suffixes=("", "_before"))
    ages = pairs.groupby("periods_later")[["active_before", "active"]].sum()
    ages = ages[ages["active_before"] >= study.settings.minimum_base]
    if len(ages) < max(_FEWEST_AGES, a_year) or list(ages.index) != list(range(1, len(ages) + 1)):
        return None
    # Somebody who was silent for a period may come back: then more are there than before, which no leaving explains.
    alive = ages["active_before"].to_numpy(float)
    fit = fit_shifted(alive, np.minimum(ages["active"].to_numpy(float), alive))
    return fit if fit is not None and fit.better else None


def _quantiles(n: float, s1: float, s2: float, s3: float) -> np.ndarray:
    """Quantiles of the mean at the chances of the grid; the mean itself where its spread is not known."""
    mean, out = s1 / n, []
    for chance in _GRID:
        if abs(chance - 0.5) < 1e-9:
            out.append(mean)
            continue
        ends = skewed_mean_interval(n, s1, s2, s3, confidence=abs(1 - 2 * chance))
        end = float(ends[0] if chance < 0.5 else ends[1])
        out.append(end if np.isfinite(end) else mean)
    return np.maximum.accumulate(out)
