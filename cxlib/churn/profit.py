"""What contacting those at most risk brings: profit by share contacted, how sure it is, and its expected maximum."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import ArgumentError

__all__ = ["Band", "Ranked", "SuccessRate", "Terms", "break_even", "expected_maximum_profit", "profit_band", "threshold"]

_GUESS_WEIGHT = 20.0
_Z = 1.959963984540054


@dataclass(frozen=True)
class SuccessRate:
    """Share of the leavers contacted who stay because of it, as a beta distribution.

    Parameters
    ----------
    mean : float
        0..1.
    weight : float
        As sure as if it had been seen in so many tries; infinite: exactly known.

    Raises
    ------
    ArgumentError
        For a mean outside of 0..1 or a weight that is not above 0.

    Examples
    --------
    >>> round(float(SuccessRate(0.3, 20).quantile(0.5)), 3)
    0.293
    """

    mean: float
    weight: float = math.inf

    def __post_init__(self) -> None:
        share(self.mean, "success_rate")
        if not self.weight > 0:
            raise ArgumentError(f"the weight of a success rate is {self.weight!r}; give a number of tries above 0")

    @classmethod
    def of(cls, given: float | Sequence[float] | SuccessRate) -> SuccessRate:
        """The rate that was meant: one number (unsure as after 20 tries), a range (its 95%), or a rate as it is.

        Raises
        ------
        ArgumentError
            When it is none of these, or outside of 0..1.

        Examples
        --------
        >>> SuccessRate.of(0.3), SuccessRate.of((0.2, 0.4)).mean.__round__(2)
        (SuccessRate(mean=0.3, weight=20.0), 0.3)
        """
        if isinstance(given, SuccessRate):
            return given
        if isinstance(given, (list, tuple)):
            if len(given) != 2 or not share(given[0], "success_rate") <= share(given[1], "success_rate"):
                raise ArgumentError(f"success_rate is {given!r}; give a range as (low, high), such as (0.2, 0.4)")
            mean, spread = (given[0] + given[1]) / 2, (given[1] - given[0]) / (2 * _Z)
            return cls(mean, mean * (1 - mean) / spread**2 - 1) if spread > 0 else cls(mean)
        share(given, "success_rate")
        # Nobody has measured a rate that is only declared; 0 and 1 are meant as they stand.
        return cls(float(given), _GUESS_WEIGHT if 0 < given < 1 else math.inf)

    def quantile(self, chance: ArrayLike) -> np.ndarray:
        """The rate that it stays under with that chance."""
        chance = np.asarray(chance, dtype=float)
        if math.isinf(self.weight):
            return np.full(chance.shape, self.mean)
        from scipy.special import betaincinv

        return betaincinv(self.mean * self.weight, (1 - self.mean) * self.weight, chance)

    @property
    def interval(self) -> tuple[float, float]:
        """Its middle 95%."""
        low, high = self.quantile([0.025, 0.975])
        return float(low), float(high)


@dataclass(frozen=True)
class Terms:
    """What acting costs and how often it works.

    Attributes
    ----------
    offer : cost of an offer that is taken up; a stayer takes it up as well
    contact : cost of reaching out to a customer
    success : SuccessRate
    """

    offer: float
    contact: float
    success: SuccessRate

    def gain(self, probability: ArrayLike, value: ArrayLike, *, rate: float | None = None) -> np.ndarray:
        """Expected profit of contacting each customer: p (rate (value - offer) + offer) - (offer + contact)."""
        rate = self.success.mean if rate is None else rate
        return np.asarray(probability) * (rate * (np.asarray(value) - self.offer) + self.offer) - (self.offer + self.contact)


@dataclass(frozen=True)
class Ranked:
    """Customers in the order in which they would be contacted, highest expected gain first.

    Attributes
    ----------
    probability, left, value : arrays in that order
    score : what they are ranked by
    """

    probability: np.ndarray
    left: np.ndarray
    value: np.ndarray
    score: np.ndarray

    @classmethod
    def by_gain(cls, probability: ArrayLike, left: ArrayLike, value: ArrayLike, terms: Terms) -> Ranked:
        """Ranked by expected gain; those of equal gain stay in the order given."""
        p, y = np.asarray(probability, dtype=float), np.asarray(left, dtype=bool)
        v = np.broadcast_to(np.asarray(value, dtype=float), p.shape)
        gain = terms.gain(p, v)
        # One value for all can make every gain equal; the risk then still says who is first.
        order = np.lexsort((-p, -gain))
        return cls(p[order], y[order], v[order], gain[order])

    def sums(self, terms: Terms) -> tuple[np.ndarray, np.ndarray]:
        """Profit of contacting the first k = 0..n: the part that is multiplied by the success rate, and the other."""
        kept = np.concatenate([[0.0], np.cumsum(self.left * (self.value - terms.offer))])
        spared = np.concatenate([[0.0], np.cumsum(self.left * terms.offer)])
        return kept, spared - np.arange(len(kept)) * (terms.offer + terms.contact)


@dataclass(frozen=True)
class Band:
    """Profit by share contacted, in sum over the customers ranked, and how sure it is.

    Attributes
    ----------
    value, low, high : arrays, one number for each share asked for
        95%: customers drawn again, and the success rate drawn from its distribution.
    best, best_low, best_high : float
        Of these shares the one at which the profit was highest, looking back.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    best: float
    best_low: float
    best_high: float


def threshold(value: float, terms: Terms) -> float:
    """Risk from which contacting pays: (offer + contact) / (rate (value - offer) + offer); infinite where it never does.

    References
    ----------
    Verbraken, Verbeke & Baesens 2013, IEEE TKDE 25:961.

    Examples
    --------
    >>> round(threshold(200, Terms(10, 1, SuccessRate(0.3))), 4)
    0.1642
    """
    cost, worth = terms.offer + terms.contact, terms.success.mean * (value - terms.offer) + terms.offer
    return cost / worth if worth > 0 else 0.0 if cost == 0 and worth == 0 else math.inf


def break_even(leavers: ArrayLike, *, offer: float, contact: float) -> np.ndarray:
    """What rate x (value - offer) must come to when that share of those contacted are leavers: (offer + contact) / share - offer.

    Examples
    --------
    >>> break_even([0.5, 0.25], offer=0, contact=10).tolist()
    [20.0, 40.0]
    """
    leavers = np.asarray(leavers, dtype=float)
    return np.divide(offer + contact, leavers, out=np.full(leavers.shape, np.inf), where=leavers > 0) - offer


def profit_band(ranked: Ranked, terms: Terms, shares: ArrayLike, *, seed: int, draws: int = 500) -> Band:
    """Profit of contacting the first `shares` of the customers.

    Parameters
    ----------
    ranked : Ranked
    terms : Terms
    shares : 0..1
    seed, draws : of the simulation

    Returns
    -------
    Band
        Each draw gives every customer a Poisson(1) weight (the bootstrap for many customers) and takes one success
        rate for all.
    """
    shares = np.asarray(shares, dtype=float)
    rng, n = np.random.default_rng(seed), len(ranked.left)
    rates = terms.success.quantile(rng.random(draws))
    drawn = np.array([_profit(ranked, terms, shares, rate, rng.poisson(1.0, n)) for rate in rates])
    value = _profit(ranked, terms, shares, terms.success.mean, np.ones(n))
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return Band(
        value, np.minimum(low, value), np.maximum(high, value), float(shares[value.argmax()]),
        *(float(end) for end in np.quantile(shares[drawn.argmax(axis=1)], [0.025, 0.975])),
    )


def expected_maximum_profit(ranked: Ranked, terms: Terms) -> tuple[float, float]:
    """Profit a customer when the best share is contacted for each success rate there may be, averaged over these rates.

    The share may differ from rate to rate and is chosen looking back, so this measures the ranking; it promises nothing.

    Returns
    -------
    (profit, share contacted), both in mean over the success rate

    References
    ----------
    EMPC of Verbraken, Verbeke & Baesens 2013, IEEE TKDE 25:961; here exact, over the upper hull of the profit lines.

    Examples
    --------
    >>> terms = Terms(10, 1, SuccessRate(0.5))
    >>> expected_maximum_profit(Ranked.by_gain([0.9, 0.1], [1, 0], 200, terms), terms)
    (47.0, 0.5)
    """
    n = len(ranked.score)
    if not n:
        return float("nan"), float("nan")
    slope, level = ranked.sums(terms)
    ends = np.flatnonzero(np.concatenate([[True], np.diff(ranked.score) != 0, [True]]))
    slope, level = slope[ends], level[ends]
    if math.isinf(terms.success.weight):
        profit = terms.success.mean * slope + level
        top = int(profit.argmax())
        return float(profit[top]) / n, float(ends[top]) / n
    from scipy.special import betainc

    kept, cuts = _hull(slope, level)
    a, b = terms.success.mean * terms.success.weight, (1 - terms.success.mean) * terms.success.weight
    chance = np.diff(betainc(a, b, cuts))
    mean = terms.success.mean * np.diff(betainc(a + 1, b, cuts))
    return float((slope[kept] * mean + level[kept] * chance).sum()) / n, float((ends[kept] * chance).sum()) / n


def share(value: float, name: str) -> float:
    """The value when it is a share.

    Raises
    ------
    ArgumentError
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not 0 <= value <= 1:
        raise ArgumentError(f"{name} is {value!r}; give a share from 0 to 1, such as 0.3")
    return float(value)


def _profit(ranked: Ranked, terms: Terms, shares: np.ndarray, rate: float, weight: np.ndarray) -> np.ndarray:
    """Profit at each share when customers count `weight` times; in sum over as many customers as there are."""
    n = len(weight)
    whole = weight.sum()
    if not whole:
        return np.zeros(len(shares))
    counted = np.concatenate([[0.0], np.cumsum(weight)])
    worth = ranked.left * (rate * (ranked.value - terms.offer) + terms.offer)
    brought = np.concatenate([[0.0], np.cumsum(weight * worth)])
    return (np.interp(shares * whole, counted, brought) - shares * whole * (terms.offer + terms.contact)) * n / whole


def _hull(slope: np.ndarray, level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The lines that are highest somewhere between 0 and 1, from left to right, and where each takes over."""
    order = np.lexsort((level, slope))
    last = np.concatenate([np.diff(slope[order]) > 0, [True]])  # of equal slopes the highest line
    kept: list[int] = []
    starts: list[float] = []
    for line in order[last]:
        start = 0.0
        while kept:
            before = kept[-1]
            start = (level[before] - level[line]) / (slope[line] - slope[before])
            if start > starts[-1]:
                break
            kept.pop()
            starts.pop()
            start = 0.0
        kept.append(line)
        starts.append(start)
    cuts = np.clip([*starts, 1.0], 0.0, 1.0)
    return np.array(kept), cuts
