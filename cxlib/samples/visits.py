"""When customers come, how far their orders go, and where they complain of waiting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import world
from .people import People

# A customer and a second fit in one integer, so that one plain sort orders both.
_SECOND_BITS = 26
_NEVER = -1


@dataclass(frozen=True)
class Visits:
    """What would happen if nobody ever left: visits by customer and time, and orders among them."""

    customer: np.ndarray
    at: np.ndarray
    is_order: np.ndarray


@dataclass(frozen=True)
class Orders:
    """Order journeys: the time of each stage, how many stages are reached, channel, complaint."""

    customer: np.ndarray
    at: np.ndarray  # journeys x stages, seconds from the first day
    reached: np.ndarray
    first_channel: np.ndarray
    channel: np.ndarray
    complains: np.ndarray

    def keep(self, mask: np.ndarray) -> Orders:
        """The journeys where `mask` is true."""
        return Orders(**{name: value[mask] for name, value in vars(self).items()})


def draw_visits(people: People, *, seed: int) -> Visits:
    """Visits in each customer's own rhythm: one in each stretch of 1 / rate, at a random place in it.

    So a customer who has not left is never away for much longer than twice the own mean gap.
    """
    rng = world.generator(seed, "visits")
    season = _season_clock()
    first = np.maximum(people.joined_day, 0)
    per_day = people.visits_per_month / world.DAYS_PER_MONTH
    length = per_day * (season[-1] - season[first])
    count = np.ceil(length).astype(np.int64)
    customer = np.repeat(np.arange(len(people), dtype=np.int64), count)
    turn = np.arange(len(customer)) - np.repeat(np.cumsum(count) - count, count)
    place = turn + rng.random(len(customer)) * ((turn > 0) | (people.joined_day[customer] < 0))
    inside = place < length[customer]
    customer, place = customer[inside], place[inside]
    clock = season[first[customer]] + place / per_day[customer]
    day = np.minimum(np.interp(clock, season, np.arange(world.DAYS + 1)).astype(np.int64), world.DAYS - 1)
    day = _move_to_weekday(rng, day, people.weekend_share[customer], first[customer])
    second = day * world.DAY_SECONDS + _second_of_day(rng, people.morning_share[customer])
    both = np.sort((customer << _SECOND_BITS) | second)
    customer, second = both >> _SECOND_BITS, both & ((1 << _SECOND_BITS) - 1)
    return Visits(customer, second, rng.random(len(customer)) < people.order_share[customer])


def draw_orders(people: People, visits: Visits, *, seed: int) -> Orders:
    """The journey of each order; times after the last day are still drawn and cut off later."""
    rng = world.generator(seed, "orders")
    customer, start = visits.customer[visits.is_order], visits.at[visits.is_order]
    channel = _channels(rng, people, customer, start)
    strays = rng.random(len(customer)) < world.OTHER_FIRST_CHANNEL
    first_channel = np.where(strays, rng.integers(0, len(world.CHANNELS), len(customer)), channel)
    at = _stage_times(rng, start)
    go_on = np.empty((len(customer), len(world.STAGES) - 1))
    for step, stage in enumerate(world.STAGES[:-1]):
        go_on[:, step] = world.GO_ON.get(stage, _NEVER)
    go_on[:, world.CONNECT] = buy_after_connect(people.age[customer], channel, at[:, world.CONNECT])
    passed = rng.random(go_on.shape) < go_on
    reached = 1 + np.logical_and.accumulate(passed, axis=1).sum(axis=1)
    complaint = np.where(people.persona[customer] == world.DEAL_HUNTER, world.COMPLAINT_TIMES["deal hunter"], 1.0)
    slow = (people.region[customer] == world.HANOI) & (at[:, world.CONNECT] >= _real_change_second())
    complaint = world.COMPLAINT_SHARE * complaint * np.where(slow, world.COMPLAINT_TIMES["Hà Nội in 2026Q3"], 1.0)
    complains = (reached > world.CONNECT) & (rng.random(len(customer)) < complaint)
    return Orders(customer, at, reached, first_channel, channel, complains)


def buy_after_connect(age: np.ndarray, channel: np.ndarray, at: np.ndarray) -> np.ndarray:
    """True share that goes on from connect to purchase."""
    share = np.array(world.BUY_AFTER_CONNECT)[channel]
    hit = (age == world.OLDEST) & (channel == world.APP) & (at >= world.APP_FAULT_FROM * world.DAY_SECONDS)
    return np.where(hit, world.BUY_ON_APP_OLDEST, share)


def _real_change_second() -> int:
    return world.WAVE_STARTS[world.REAL_WAVE] * world.DAY_SECONDS


def _season_clock() -> np.ndarray:
    """Days of ordinary intensity passed by the start of each calendar day."""
    days = world.FIRST_DAY + np.arange(world.DAYS)
    month = days.astype("datetime64[M]").astype(int) % 12
    return np.concatenate([[0.0], np.cumsum(np.array(world.SEASON)[month])])


def _move_to_weekday(
    rng: np.random.Generator, day: np.ndarray, weekend_share: np.ndarray, first: np.ndarray
) -> np.ndarray:
    """Move each visit by at most three days to a weekday the customer likes."""
    weekend = rng.random(len(day)) < weekend_share
    wanted = np.where(weekend, rng.integers(5, 7, len(day)), rng.integers(0, 5, len(day)))
    # The first day of the data is a Tuesday, weekday 1.
    moved = day + (wanted - (day + 1) % 7 + 3) % 7 - 3
    return np.where((moved < first) | (moved >= world.DAYS), day, moved)


def _second_of_day(rng: np.random.Generator, morning_share: np.ndarray) -> np.ndarray:
    morning = rng.random(len(morning_share)) < morning_share
    hour = rng.standard_normal(len(morning_share))
    hour = np.where(morning, np.clip(8.0 + 0.9 * hour, 6.2, 10.9), np.clip(16.0 + 2.6 * hour, 11.0, 21.5))
    return (hour * 3600).astype(np.int64)


def _channels(rng: np.random.Generator, people: People, customer: np.ndarray, at: np.ndarray) -> np.ndarray:
    faded = at >= people.app_fades_day[customer] * world.DAY_SECONDS
    app = people.app_share[customer] * np.where(faded, world.APP_AFTER_FADING, 1.0)
    other = np.searchsorted([0.72, 0.88], rng.random(len(customer))) + world.STORE_CHANNEL
    return np.where(rng.random(len(customer)) < app, world.APP, other)


def _stage_times(rng: np.random.Generator, start: np.ndarray) -> np.ndarray:
    """Minutes to the next stage, and for some whole days: so the hour of the day stays the customer's."""
    at = np.empty((len(start), len(world.STAGES)), dtype=np.int64)
    at[:, 0] = start
    for step, (later_share, mean_days) in enumerate(world.STEP_WAITS):
        minutes = 1 + np.minimum(np.exp(rng.normal(1.2, 0.8, len(start))), 40)
        days = rng.geometric(1 / mean_days, len(start)) * (rng.random(len(start)) < later_share)
        at[:, step + 1] = at[:, step] + (minutes * 60).astype(np.int64) + days * world.DAY_SECONDS
    return at
