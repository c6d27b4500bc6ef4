"""Who the customers are, what sets them apart, and when they joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import world
from .columns import coded, customer_ids, frame, times


@dataclass(frozen=True)
class People:
    """One array per trait, one place per customer; names are kept as codes into `world`."""

    joined_day: np.ndarray
    persona: np.ndarray
    region: np.ndarray
    store: np.ndarray
    age: np.ndarray
    plan: np.ndarray
    acquired_by: np.ndarray
    visits_per_month: np.ndarray
    order_share: np.ndarray
    app_share: np.ndarray
    morning_share: np.ndarray
    weekend_share: np.ndarray
    basket: np.ndarray
    voucher_share: np.ndarray
    collects_points: np.ndarray
    app_fades_day: np.ndarray

    def __len__(self) -> int:
        return len(self.persona)


def draw_people(n: int, *, seed: int) -> People:
    """`n` customers, in the order in which they joined."""
    rng = world.generator(seed, "people")
    persona = _choose(rng, [p.share for p in world.PERSONAS], n)
    joined = _joined_days(rng, n)
    store = _choose(rng, [share for _, share in world.STORES.values()], n)
    fades = rng.random(n) < world.APP_FADES
    first = np.maximum(joined, 0)
    visits = _trait(persona, "visits_per_month") * np.exp(rng.normal(-0.08, 0.40, n))
    return People(
        joined_day=joined,
        persona=persona,
        region=np.array([region for region, _ in world.STORES.values()])[store],
        store=store,
        age=_choose_by(rng, persona, [p.ages for p in world.PERSONAS]),
        plan=_choose_by(rng, persona, [p.plans for p in world.PERSONAS]),
        acquired_by=_choose(rng, list(world.ACQUIRED_BY.values()), n),
        visits_per_month=np.maximum(visits, world.LOWEST_VISITS_PER_MONTH),
        order_share=_trait(persona, "order_share"),
        app_share=_share(rng, persona, "app_share"),
        morning_share=_share(rng, persona, "morning_share"),
        weekend_share=_share(rng, persona, "weekend_share"),
        basket=_trait(persona, "basket") * np.exp(rng.normal(0, 0.38, n)),
        voucher_share=_share(rng, persona, "voucher_share"),
        collects_points=rng.random(n) < world.COLLECTS_POINTS,
        app_fades_day=np.where(fades, first + rng.random(n) * (world.DAYS - first), np.inf),
    )


def customers_table(people: People) -> pd.DataFrame:
    """The table `customers` of the contract."""
    return frame(
        {
            "customer_id": customer_ids(np.arange(1, len(people) + 1)),
            "joined_at": times(people.joined_day * world.DAY_SECONDS),
            "region": coded(people.region, world.REGIONS),
            "store": coded(people.store, list(world.STORES)),
            "age_band": coded(people.age, world.AGE_BANDS),
            "plan": coded(people.plan, world.PLANS),
            "acquired_by": coded(people.acquired_by, list(world.ACQUIRED_BY)),
        }
    )


def _joined_days(rng: np.random.Generator, n: int) -> np.ndarray:
    """Some joined in the two years before the data begin; later ones come faster and faster."""
    before = round(n * world.MEMBERS_BEFORE_FIRST_DAY)
    old = -1 - rng.integers(0, 730, before)
    new = np.floor(world.DAYS * rng.random(n - before) ** 0.75).astype(np.int64)
    return np.sort(np.concatenate([old, new]))


def _choose(rng: np.random.Generator, shares: list[float], n: int) -> np.ndarray:
    ends = np.cumsum(shares) / np.sum(shares)
    return np.minimum(np.searchsorted(ends, rng.random(n), side="right"), len(shares) - 1)


def _choose_by(rng: np.random.Generator, group: np.ndarray, shares: list[tuple[float, ...]]) -> np.ndarray:
    ends = np.cumsum(shares, axis=1)[:, :-1]
    return (rng.random(len(group))[:, None] >= ends[group]).sum(axis=1)


def _trait(persona: np.ndarray, name: str) -> np.ndarray:
    return np.array([getattr(p, name) for p in world.PERSONAS])[persona]


def _share(rng: np.random.Generator, persona: np.ndarray, name: str, *, spread: float = 5.0) -> np.ndarray:
    """A share of each customer's own, beta distributed around the persona's: this makes the overlap."""
    mean = _trait(persona, name)
    return rng.beta(mean * spread, (1 - mean) * spread)
