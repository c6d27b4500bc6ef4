"""Who leaves, when they decide it, and why: a weekly hazard with known causes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import world
from .people import People
from .visits import Orders, Visits

# Members from before the first day may already have decided; the lead is never shorter than this.
_FIRST_WEEK = -world.LEAD_DAYS[0] // 7
_LONG_AGO = -10_000


@dataclass(frozen=True)
class Leaving:
    """Seconds from the first day of deciding and of leaving; infinite for those who stay."""

    decided: np.ndarray
    left: np.ndarray


def draw_leaving(people: People, orders: Orders, *, seed: int) -> Leaving:
    """Walk through the weeks; each customer decides to leave with the hazard of that week."""
    rng = world.generator(seed, "leaving")
    n = len(people)
    week_of, who = complaints(orders)
    bounds = np.searchsorted(week_of, np.arange(_FIRST_WEEK, world.DAYS // 7 + 2))
    standing = standing_hazard(people)
    last = np.full(n, _LONG_AGO)
    decided = np.full(n, np.inf)
    for step, week in enumerate(range(_FIRST_WEEK, world.DAYS // 7 + 1)):
        hazard = standing * app_ratio(people, week * 7)
        hazard = np.where(week - last <= world.COMPLAINT_WEEKS, hazard * world.HAZARD_RATIOS["wait_complaint"], hazard)
        at_risk = (people.joined_day <= week * 7) & np.isinf(decided)
        leaves = at_risk & (rng.random(n) < -np.expm1(-hazard))
        decided[leaves] = (week * 7 + 7 * rng.random(leaves.sum())) * world.DAY_SECONDS
        last[who[bounds[step] : bounds[step + 1]]] = week
    lead = rng.integers(world.LEAD_DAYS[0], world.LEAD_DAYS[1] + 1, n) * world.DAY_SECONDS
    return Leaving(np.floor(decided), np.floor(decided + lead))


def complaints(orders: Orders) -> tuple[np.ndarray, np.ndarray]:
    """Week and customer of each complaint, in order of week."""
    week = orders.at[orders.complains, world.CONNECT] // (7 * world.DAY_SECONDS)
    order = np.argsort(week, kind="stable")
    return week[order], orders.customer[orders.complains][order]


def standing_hazard(people: People) -> np.ndarray:
    """Weekly hazard of deciding to leave from the causes that do not change."""
    ratio = np.where(people.persona == world.DEAL_HUNTER, world.HAZARD_RATIOS["deal_hunter"], 1.0)
    ratio = ratio * np.where(people.collects_points, 1.0, world.HAZARD_RATIOS["no_points"])
    return world.WEEKLY_HAZARD * ratio


def app_ratio(people: People, day: float) -> np.ndarray:
    """Hazard ratio of those whose app use has faded by `day`."""
    return np.where(people.app_fades_day <= day, world.HAZARD_RATIOS["app_fading"], 1.0)


def cut_visits(visits: Visits, orders: Orders, leaving: Leaving, *, seed: int) -> tuple[Visits, Orders]:
    """What really happens: visits thin out after deciding and stop at leaving."""
    rng = world.generator(seed, "cut")
    decided, left = leaving.decided[visits.customer], leaving.left[visits.customer]
    keep = visits.at < decided
    keep |= (visits.at < left) & (rng.random(len(keep)) < world.SLOWED_TO)
    kept = Visits(visits.customer[keep], visits.at[keep], visits.is_order[keep])
    return kept, orders.keep(keep[visits.is_order])


def after_last_event(leaving: Leaving, last_event: np.ndarray) -> Leaving:
    """Leaving is never before the last event: an order begun before it may end days later."""
    end = world.DAYS * world.DAY_SECONDS
    left = np.maximum(leaving.left, last_event + 1)
    return Leaving(leaving.decided, np.where(left < end, left, np.inf))


def expected_leaving(people: People, orders: Orders, cut_off: int) -> np.ndarray:
    """Probability of leaving in the outcome window from the causes known at the cut-off (in seconds).

    A leave in the window was decided one lead earlier; the weekly hazard is summed over those weeks. A complaint
    made before the cut-off counts for as long as it works, later ones by how often such a customer complains.
    """
    day = cut_off / world.DAY_SECONDS
    lead = sum(world.LEAD_DAYS) / 2
    low, high = day + world.GAP_DAYS - lead, day + world.GAP_DAYS + world.OUTCOME_DAYS - lead
    week_of, who = complaints(orders)
    known = week_of < day // 7
    last = np.full(len(people), float(_LONG_AGO))
    last[who[known]] = week_of[known]
    start, stop = 7 * (last + 1), 7 * (last + 1 + world.COMPLAINT_WEEKS)
    upset = np.clip(np.minimum(stop, high) - np.maximum(start, low), 0, None)
    calm_ahead = np.clip(high - np.maximum(stop, day), 0, None) / (high - day)
    upset = upset + calm_ahead * _upset_days_ahead(people, high - day)
    days = (high - low) + upset * (world.HAZARD_RATIOS["wait_complaint"] - 1)
    return -np.expm1(-standing_hazard(people) * app_ratio(people, day) * days / 7)


def _upset_days_ahead(people: People, days: float) -> np.ndarray:
    """Expected days under the effect of a complaint, out of the next `days`, for one who is calm today."""
    lasting = 7.0 * world.COMPLAINT_WEEKS
    reach = np.prod([world.GO_ON[stage] for stage in world.STAGES[: world.CONNECT]])
    share = np.where(people.persona == world.DEAL_HUNTER, world.COMPLAINT_TIMES["deal hunter"], 1.0)
    orders_a_day = people.visits_per_month * people.order_share / world.DAYS_PER_MONTH
    rate = orders_a_day * reach * world.COMPLAINT_SHARE * share
    settled = -np.expm1(-rate * lasting)
    return lasting - settled / rate + (days - lasting) * settled
