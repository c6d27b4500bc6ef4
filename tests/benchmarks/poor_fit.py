"""How often groups are named whom the offer would not suit, in worlds without any, and how often planted ones are found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cxlib.personas.beginnings import Beginnings
from cxlib.personas.marking import sift
from cxlib.slices import Slice

from .claims import Claim

WORLDS, DRAWS = 100, 99


def world(seed: int, *, n: int = 4000, planted: bool = False, money: bool = True) -> Beginnings:
    """Customers with five facts; with `planted`, those of ``first_touchpoint = voucher`` return more, leave sooner, buy less.

    Signals of one customer go together (who leaves buys less), and the share of a fact drifts with time.
    """
    rng = np.random.default_rng([seed, 31])
    day = np.sort(rng.integers(0, 540, n))
    voucher = rng.random(n) < 0.15 + 0.1 * day / 540
    facts = pd.DataFrame({
        "first_touchpoint": np.where(voucher, "voucher", rng.choice(["menu", "till"], n)),
        "first_channel": rng.choice(["app", "store", "phone"], n, p=[0.5, 0.4, 0.1]), "plan": rng.choice(["A", "B", "C"], n),
        "region": rng.choice([f"R{place}" for place in range(12)], n), "acquired_by": rng.choice(["ad", "friend", "walk in", "web"], n),
    }, dtype=object)
    facts.loc[rng.random(n) < 0.3, "first_channel"] = None
    poor = voucher & planted
    frailty = rng.normal(size=n)
    gone = rng.random(n) < np.where(poor, 0.16, 0.06) * np.exp(0.5 * frailty - 0.125)
    spend = np.exp(rng.normal(12, 0.9, n)) * np.where(poor, 0.55, 1.0) * (1 + 0.3 * day / 540)
    value = spend * np.where(gone, 0.4, 1.0)
    after = pd.DataFrame({
        "refunds": (rng.random(n) < np.where(poor, 0.15, 0.05) * np.exp(0.5 * frailty - 0.125)).astype(float),
        "complaints": (rng.random(n) < 0.08).astype(float), "early_churn": gone.astype(float),
        "value": value, "stayed_value": np.where(gone, np.nan, spend),
    })
    after = after if money else after.drop(columns=["value", "stayed_value"])
    return Beginnings(facts, after, pd.Series(pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")))


def named(begun: Beginnings, *, seed: int = 1, draws: int = DRAWS) -> set[str]:
    """Rules that are named."""
    table = sift(begun, seed=seed, draws=draws)
    return set(table.loc[table["_poor_fit"], "_rule"]) if len(table) else set()


def one_signal(seed: int) -> Beginnings:
    """A world in which a group buys less and nothing else: it is no poor fit."""
    begun = world(seed)
    rich = (begun.facts["plan"] == "A").to_numpy()
    after = begun.after.copy()
    after.loc[rich, ["value", "stayed_value"]] *= 0.5
    return Beginnings(begun.facts, after, begun.start)


def false_alarms(worlds: int = WORLDS) -> dict[str, float]:
    """Share of worlds without a poor fit in which any group is named, by kind of world."""
    kinds = {"nothing differs": world, "small, nothing differs": lambda seed: world(seed, n=800),
             "one group only buys less": one_signal}
    return {kind: float(np.mean([bool(named(make(seed))) for seed in range(worlds)])) for kind, make in kinds.items()}


def found(worlds: int = WORLDS) -> float:
    """Share of worlds with a planted poor fit in which it is named and nothing else."""
    rule = str(Slice({"first_touchpoint": ("voucher",)}))
    return float(np.mean([named(world(seed, planted=True)) == {rule} for seed in range(worlds)]))


def claims() -> list[Claim]:
    """False alarms at most 5 %, planted groups found in at least 90 %."""
    alarms = [Claim(f"Poor fit, {kind}: worlds in which a group is named, {WORLDS} worlds", 100 * share, 5, "%") for kind, share in false_alarms().items()]
    return [*alarms, Claim(f"Poor fit, planted: worlds in which it is named and nothing else, {WORLDS} worlds", 100 * found(), 90, "%", "higher")]
