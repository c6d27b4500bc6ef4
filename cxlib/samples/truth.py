"""The planted truth as plain data: what a right analysis must find, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from . import world
from .answers import Asked, cuts, eligible, rating_shifts
from .columns import customer_ids, moments
from .driver_truth import driver_facts, normal_cdf
from .faults import fault_counts
from .leaving import Leaving, app_ratio, complaints, expected_leaving, standing_hazard
from .people import People
from .remarks import hostile_counts
from .visits import Orders
from ..errors import ArgumentError, unknown


@dataclass(frozen=True)
class Truth:
    """What was planted.

    Attributes
    ----------
    facts : dict
        Plain data by theme: ``personas``, ``drop_off``, ``mix_change``, ``real_change``, ``scores``,
        ``drivers``, ``churn``, ``nothing``, ``sampling``, ``faults``, ``comments``, ``season``.
        ``truth["drop_off"]`` is short for ``truth.facts["drop_off"]``.
    customers : pandas.DataFrame
        One row per customer: persona, own rates and shares, relative hazard, ``decided_at`` and
        ``left_at`` (NaT for those still there on the last day).
    hazard : pandas.DataFrame
        One row per cut-off and customer alive on it: ``p_leave`` (probability of leaving in the outcome
        window from the causes known on the cut-off), ``decided`` and ``left_in_window``.
    """

    facts: dict[str, Any]
    customers: pd.DataFrame
    hazard: pd.DataFrame

    def __getitem__(self, theme: str) -> Any:
        if theme not in self.facts:
            raise ArgumentError(unknown("theme of the truth", theme, self.facts))
        return self.facts[theme]


def build_truth(
    people: People, orders: Orders, leaving: Leaving, asked: Asked, responses: pd.DataFrame, *, seed: int
) -> Truth:
    """The truth of one company."""
    hazard = hazard_table(people, orders, leaving)
    population = [eligible(people, leaving, wave, seed=seed)[0] for wave in range(len(world.WAVES))]
    scores = score_facts(people, population, asked)
    facts = {
        "personas": _persona_facts(people),
        "drop_off": _drop_off_facts(),
        "mix_change": _mix_facts(scores),
        "real_change": _real_facts(people, population, scores),
        "scores": scores,
        "drivers": driver_facts(people, population[: world.REAL_WAVE]),
        "churn": _churn_facts(people, leaving, hazard),
        "nothing": {"segment": "acquired_by", "effect": 0.0},
        "sampling": _sampling_facts(people, population, asked),
        "faults": fault_counts(responses),
        "comments": {"hostile": hostile_counts(responses["comment"].array.__arrow_array__())},
        "season": {f"{month + 1:02d}": share for month, share in enumerate(world.SEASON)},
    }
    return Truth(facts, customers_truth(people, orders, leaving), hazard)


def customers_truth(people: People, orders: Orders, leaving: Leaving) -> pd.DataFrame:
    """One row per customer with the traits that no table shows."""
    upset = np.bincount(complaints(orders)[1], minlength=len(people))
    return pd.DataFrame(
        {
            "customer_id": customer_ids(np.arange(1, len(people) + 1)).to_pandas(),
            "persona": pd.Series([p.name for p in world.PERSONAS]).take(people.persona).array,
            "visits_per_month": people.visits_per_month,
            "app_share": people.app_share,
            "morning_share": people.morning_share,
            "weekend_share": people.weekend_share,
            "basket": people.basket,
            "voucher_share": people.voucher_share,
            "collects_points": people.collects_points,
            "app_fades_at": moments(people.app_fades_day * world.DAY_SECONDS),
            "wait_complaints": upset,
            "relative_hazard": standing_hazard(people) / world.WEEKLY_HAZARD,
            "decided_at": moments(np.where(leaving.decided < _end(), leaving.decided, np.inf)),
            "left_at": moments(leaving.left),
        }
    )


def hazard_table(people: People, orders: Orders, leaving: Leaving) -> pd.DataFrame:
    """The known probability of leaving for everyone alive at each cut-off, and what happened."""
    return pd.concat([_hazard_at(people, orders, leaving, date) for date in world.CUT_OFFS], ignore_index=True)


def score_facts(people: People, population: list[np.ndarray], asked: Asked) -> list[dict[str, Any]]:
    """Expected scores of each wave: NPS of everyone who could be asked, satisfaction of those who were."""
    out = []
    for wave, who in enumerate(population):
        nps = expected_nps(people, who, wave)
        channel = np.bincount(asked.channel[asked.wave == wave], minlength=4) / max((asked.wave == wave).sum(), 1)
        planned = world.MIX_CHANNELS if wave == world.MIX_WAVE else world.USUAL_CHANNELS
        out.append(
            {
                "wave": world.WAVES[wave],
                "nps": nps,
                "satisfied_planned": float(np.dot(planned, world.SATISFIED)),
                "satisfied_given_channels_drawn": float(np.dot(channel, world.SATISFIED)),
            }
        )
    return out


def expected_nps(people: People, who: np.ndarray, wave: int) -> float:
    """Exact NPS of a population, a fraction: the recommend variable is normal with a known mean."""
    shift = rating_shifts(people, who, np.full(len(who), wave)) @ np.array(world.DRIVER_WEIGHTS)
    levels, place = np.unique(np.round(shift, 9), return_inverse=True)
    ends = cuts(world.RECOMMEND_SHARES)
    score = normal_cdf(levels - ends[8]) - normal_cdf(ends[6] - levels)
    return float(score[place].mean())


def area_under_curve(score: np.ndarray, happened: np.ndarray) -> float | None:
    """Chance that one to whom it happened has the higher score (Mann-Whitney, ties count half); none if undefined."""
    rank = pd.Series(score).rank().to_numpy()
    yes, no = int(happened.sum()), int((~happened).sum())
    return float((rank[happened].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else None


def _hazard_at(people: People, orders: Orders, leaving: Leaving, date: str) -> pd.DataFrame:
    cut_off = world.seconds(date)
    start = cut_off + world.GAP_DAYS * world.DAY_SECONDS
    alive = (people.joined_day * world.DAY_SECONDS < cut_off) & (leaving.left > cut_off)
    end = start + world.OUTCOME_DAYS * world.DAY_SECONDS
    return pd.DataFrame(
        {
            "cut_off": pd.Timestamp(date).as_unit("us"),
            "customer_id": customer_ids(np.flatnonzero(alive) + 1).to_pandas(),
            "p_leave": expected_leaving(people, orders, cut_off)[alive],
            "app_fading": app_ratio(people, cut_off / world.DAY_SECONDS)[alive] > 1,
            "decided": (leaving.decided < cut_off)[alive],
            "left_in_gap": (leaving.left < start)[alive],
            "left_in_window": ((leaving.left >= start) & (leaving.left < end))[alive],
        }
    )


def _persona_facts(people: People) -> list[dict[str, Any]]:
    counts = np.bincount(people.persona, minlength=len(world.PERSONAS))
    facts = []
    for persona, count in zip(world.PERSONAS, counts, strict=True):
        plain = {k: list(v) if isinstance(v, tuple) else v for k, v in vars(persona).items()}
        facts.append({**plain, "customers": int(count), "poor_fit": persona.name == "deal hunter"})
    return facts


def _drop_off_facts() -> dict[str, Any]:
    return {
        "step": ["connect", "purchase"],
        "segment": {"age_band": "55+"},
        "channel": "app",
        "from": str(world.FIRST_DAY + world.APP_FAULT_FROM),
        "share_before": world.BUY_AFTER_CONNECT[world.APP],
        "share_after": world.BUY_ON_APP_OLDEST,
        "share_by_channel_for_others": dict(zip(world.CHANNELS, world.BUY_AFTER_CONNECT, strict=True)),
        "share_of_other_steps": dict(world.GO_ON),
    }


def _mix_facts(scores: list[dict[str, Any]]) -> dict[str, Any]:
    before, after = scores[world.MIX_WAVE - 1], scores[world.MIX_WAVE]
    change = after["satisfied_planned"] - before["satisfied_planned"]
    return {
        "question": "satisfaction",
        "waves": [before["wave"], after["wave"]],
        "segment": "channel",
        "channel_shares": [
            dict(zip(world.CHANNELS, shares, strict=True)) for shares in (world.USUAL_CHANNELS, world.MIX_CHANNELS)
        ],
        "satisfied_by_channel": dict(zip(world.CHANNELS, world.SATISFIED, strict=True)),
        "change": change,
        "mix": change,
        "rate": 0.0,
    }


def _real_facts(people: People, population: list[np.ndarray], scores: list[dict[str, Any]]) -> dict[str, Any]:
    regions = []
    for region, name in enumerate(world.REGIONS):
        nps = []
        for wave in (world.REAL_WAVE - 1, world.REAL_WAVE):
            who = population[wave]
            nps.append(expected_nps(people, who[people.region[who] == region], wave))
        regions.append({"region": name, "before": nps[0], "after": nps[1]})
    before, after = scores[world.REAL_WAVE - 1], scores[world.REAL_WAVE]
    return {
        "question": "recommend",
        "waves": [before["wave"], after["wave"]],
        "region": world.REGIONS[world.HANOI],
        "cause": "wait_time",
        "nps_before": before["nps"],
        "nps_after": after["nps"],
        "change": after["nps"] - before["nps"],
        "by_region": regions,
    }


def _churn_facts(people: People, leaving: Leaving, hazard: pd.DataFrame) -> dict[str, Any]:
    start = np.maximum(people.joined_day, 0) * world.DAY_SECONDS
    years = (np.minimum(leaving.left, _end()) - start).clip(0).sum() / (365.25 * world.DAY_SECONDS)
    cut_offs = []
    for date, rows in hazard[~hazard["left_in_gap"]].groupby("cut_off"):
        left = rows["left_in_window"].to_numpy()
        # Who has decided leaves at the end of the lead, so it outranks every probability.
        seen = rows["p_leave"].to_numpy() + rows["decided"].to_numpy()
        cut_offs.append(
            {
                "cut_off": str(date.date()),
                "customers": len(rows),
                "left_in_window": int(left.sum()),
                "expected_in_window": float(rows["p_leave"].sum()),
                "auc_of_causes": area_under_curve(rows["p_leave"].to_numpy(), left),
                "auc_if_decisions_were_seen": area_under_curve(seen, left),
            }
        )
    return {
        "weekly_hazard": world.WEEKLY_HAZARD,
        "hazard_ratios": dict(world.HAZARD_RATIOS),
        "complaint_weeks": world.COMPLAINT_WEEKS,
        "left_per_customer_year": float(np.isfinite(leaving.left).sum() / years),
        "left": int(np.isfinite(leaving.left).sum()),
        "lead_days": list(world.LEAD_DAYS),
        "visits_slow_to": world.SLOWED_TO,
        "gap_days": world.GAP_DAYS,
        "outcome_days": world.OUTCOME_DAYS,
        "cut_offs": cut_offs,
    }


def _sampling_facts(people: People, population: list[np.ndarray], asked: Asked) -> list[dict[str, Any]]:
    facts = []
    for wave, who in enumerate(population):
        inside = asked.wave == wave
        real = np.bincount(people.region[who], minlength=len(world.REGIONS)) / max(len(who), 1)
        drawn = np.bincount(people.region[asked.customer[inside]], minlength=len(world.REGIONS)) / max(inside.sum(), 1)
        facts.append(
            {
                "wave": world.WAVES[wave],
                "population": len(who),
                "answered": int(inside.sum()),
                "region_shares": dict(zip(world.REGIONS, map(float, real), strict=True)),
                "region_shares_drawn": dict(zip(world.REGIONS, map(float, drawn), strict=True)),
            }
        )
    return facts


def _end() -> int:
    return world.DAYS * world.DAY_SECONDS
