"""What customers answer in each wave: who is asked, how they score, and the weights."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
import pyarrow as pa

from . import world
from .columns import coded, customer_ids, frame, times
from .leaving import Leaving
from .people import People
from .remarks import draw_comments

_STAGE = {
    "ease": "connect", "satisfaction": "purchase", "app_speed": "explore", "wait_time": "connect",
    "drink_quality": "confirm", "staff": "purchase", "price_value": "explore", "loyalty_points": "loyal",
}  # fmt: skip
_TOUCHPOINT = {
    "app_speed": "app_menu", "wait_time": "queue", "drink_quality": "drink", "staff": "till",
    "price_value": "menu_prices", "loyalty_points": "points_redeemed",
}  # fmt: skip
_SATISFACTION_LOAD, _EASE_LOAD = 0.55, 0.35
_TOP_2 = 4


@dataclass(frozen=True)
class Asked:
    """Who answered: wave, customer, second, channel, design weight, and whether already leaving."""

    wave: np.ndarray
    customer: np.ndarray
    at: np.ndarray
    channel: np.ndarray
    weight: np.ndarray
    leaving: np.ndarray


def cuts(shares: tuple[float, ...]) -> np.ndarray:
    """Normal quantiles that cut a standard normal variable into scores with these shares."""
    return np.array([NormalDist().inv_cdf(end) for end in np.cumsum(shares)[:-1]])


def satisfaction_offsets() -> np.ndarray:
    """Shift of the satisfaction variable by channel that makes the top-2 share as declared."""
    top = cuts(world.SATISFACTION_SHARES)[_TOP_2 - 2]
    return np.array([top + NormalDist().inv_cdf(share) for share in world.SATISFIED])


def rating_shifts(people: People, customer: np.ndarray, wave: np.ndarray) -> np.ndarray:
    """Mean shifts of the rating variables that carry over to recommending, one row per answerer."""
    shift = np.zeros((len(customer), len(world.RATINGS)))
    danang = people.region[customer] == world.DANANG
    shift[danang, world.DRINK] += world.DANANG_SHIFT
    shift[danang, world.STAFF] += world.DANANG_SHIFT
    shift[(people.region[customer] == world.HANOI) & (wave == world.REAL_WAVE), world.WAIT] += world.WAIT_SHIFT_HANOI
    shift[people.persona[customer] == world.DEAL_HUNTER, world.PRICE] += world.PRICE_SHIFT_DEAL_HUNTER
    return shift


def eligible(people: People, leaving: Leaving, wave: int, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Customers who could be asked in a wave, and when: members for a week who have not left."""
    rng = world.generator(seed, f"asked {world.WAVES[wave]}")
    start = world.WAVE_STARTS[wave]
    end = world.WAVE_STARTS[wave + 1] if wave + 1 < len(world.WAVES) else world.DAYS
    day = rng.integers(start + 10, end - 7, len(people))
    at = day * world.DAY_SECONDS + rng.integers(8 * 3600, 22 * 3600, len(people))
    who = np.flatnonzero((people.joined_day + 7 <= day) & (leaving.left > at))
    return who, at[who]


def draw_asked(people: People, leaving: Leaving, *, scale: float, seed: int) -> Asked:
    """A sample for each wave, one region over-sampled on purpose and weighted back."""
    parts = [_draw_wave(people, leaving, wave, scale=scale, seed=seed) for wave in range(len(world.WAVES))]
    return Asked(*(np.concatenate([part[i] for part in parts]) for i in range(6)))


def draw_scores(people: People, asked: Asked, *, seed: int) -> np.ndarray:
    """Scores, answerers x questions, in the order of `world.QUESTIONS`; nan is blank, 99 "do not know"."""
    rng = world.generator(seed, "scores")
    n = len(asked.customer)
    base = rng.standard_normal((n, len(world.RATINGS))) @ np.linalg.cholesky(world.RATING_CORRELATIONS).T
    shift = rating_shifts(people, asked.customer, asked.wave)
    weights = np.array(world.DRIVER_WEIGHTS)
    explained = weights @ world.RATING_CORRELATIONS @ weights
    recommend = (base + shift) @ weights + np.sqrt(1 - explained) * rng.standard_normal(n)
    # Satisfaction and ease follow the mood only, not the shifts: so satisfaction differs by channel alone.
    mood = base @ weights / np.sqrt(explained)
    satisfied = _mixed(rng, mood, _SATISFACTION_LOAD) + satisfaction_offsets()[asked.channel]
    ease = _mixed(rng, mood, _EASE_LOAD) + world.LEAVING_EASE_SHIFT * asked.leaving
    hit = (people.age[asked.customer] == world.OLDEST) & (asked.channel == world.APP)
    ease += world.OLDEST_APP_EASE_SHIFT * (hit & (asked.at >= world.APP_FAULT_FROM * world.DAY_SECONDS))
    ratings = base + shift
    ratings[:, world.POINTS] += world.LEAVING_POINTS_SHIFT * asked.leaving
    scores = np.column_stack(
        [
            np.searchsorted(cuts(world.RECOMMEND_SHARES), recommend),
            1 + np.searchsorted(cuts(world.SATISFACTION_SHARES), satisfied),
            1 + np.searchsorted(cuts(world.EASE_SHARES), ease),
            1 + np.searchsorted(cuts(world.RATING_SHARES), ratings),
        ]
    ).astype(np.float64)
    unknown = rng.random(scores.shape) < world.DO_NOT_KNOW_SHARE
    unknown[:, : len(world.QUESTIONS) - len(world.RATINGS)] = False
    scores[unknown] = world.DO_NOT_KNOW
    scores[rng.random(scores.shape) < world.BLANK_SHARE] = np.nan
    return scores


def responses_table(asked: Asked, scores: np.ndarray, *, seed: int) -> pd.DataFrame:
    """The table `responses` of the contract: one row per answerer and question, by wave."""
    per = len(world.QUESTIONS)
    row = np.repeat(np.arange(len(asked.wave)), per)
    question = np.tile(np.arange(per), len(asked.wave))
    stages = [world.STAGES.index(_STAGE[q]) if q in _STAGE else -1 for q in world.QUESTIONS]
    contacts = list(_TOUCHPOINT.values())
    places = [contacts.index(_TOUCHPOINT[q]) if q in _TOUCHPOINT else -1 for q in world.QUESTIONS]
    comment, language = draw_comments(scores, seed=seed)
    table = frame(
        {
            "customer_id": customer_ids(asked.customer[row] + 1),
            "at": times(asked.at[row]),
            "wave": coded(asked.wave[row], world.WAVES),
            "question": coded(question, world.QUESTIONS),
            "score": pa.array(scores.ravel(), from_pandas=False),
            "weight": pa.array(asked.weight[row]),
            "stage": coded(np.array(stages)[question], world.STAGES),
            "touchpoint": coded(np.array(places)[question], contacts),
            "channel": coded(asked.channel[row], world.CHANNELS),
            "comment": _on_first_question(comment, per),
            "language": coded(_spread(language, per), ("vi", "en")),
        }
    )
    return table


def _draw_wave(
    people: People, leaving: Leaving, wave: int, *, scale: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = world.generator(seed, f"sample {world.WAVES[wave]}")
    who, at = eligible(people, leaving, wave, seed=seed)
    region = people.region[who]
    size = np.bincount(region, minlength=len(world.REGIONS))
    share = size / size.sum()
    usual = (1 - world.OVERSAMPLED_SHARE) / (1 - share[world.DANANG])
    wanted = world.RESPONDENTS[wave] * scale * share * usual
    wanted[world.DANANG] = world.RESPONDENTS[wave] * scale * world.OVERSAMPLED_SHARE
    taken = np.minimum(np.maximum(np.round(wanted).astype(int), 1), size)
    # Rank customers within their region at random and take the first ones.
    order = np.lexsort((rng.random(len(who)), region))
    rank = np.arange(len(who)) - np.repeat(np.cumsum(size) - size, size)
    chosen = np.sort(order[rank < np.repeat(taken, size)])
    weight = (size / np.maximum(taken, 1))[region[chosen]]
    channels = world.MIX_CHANNELS if wave == world.MIX_WAVE else world.USUAL_CHANNELS
    channel = np.searchsorted(np.cumsum(channels)[:-1], rng.random(len(chosen)), side="right")
    leaves = leaving.decided[who[chosen]] <= at[chosen]
    return np.full(len(chosen), wave), who[chosen], at[chosen], channel, np.round(weight / weight.mean(), 4), leaves


def _mixed(rng: np.random.Generator, mood: np.ndarray, load: float) -> np.ndarray:
    return load * mood + np.sqrt(1 - load**2) * rng.standard_normal(len(mood))


def _spread(values: np.ndarray, per: int) -> np.ndarray:
    """One value per answerer placed on the first question's row; -1 on the others."""
    out = np.full(len(values) * per, -1)
    out[::per] = values
    return out


def _on_first_question(comment: pa.Array, per: int) -> pa.Array:
    """A comment belongs to the answer on recommending, the first question."""
    place = _spread(np.arange(len(comment)), per)
    return comment.take(pa.array(place, mask=place < 0))
