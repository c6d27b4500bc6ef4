"""The tables of contacts and of payments, from visits and orders."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from . import world
from .columns import coded, customer_ids, frame, numbered, times
from .people import People
from .visits import Orders, Visits

_END = world.DAYS * world.DAY_SECONDS
# One name per stage and channel; the names below replace it where a customer's own traits show.
_NAMES = {
    "need": ("craving", "craving", "craving", "craving"),
    "search": ("store_finder", "street_sign", "search_page", "hotline_menu"),
    "explore": ("app_menu", "counter_menu", "web_menu", "staff_advice"),
    "connect": ("app_checkout", "queue", "web_checkout", "call_agent"),
    "purchase": ("app_payment", "till", "web_payment", "pay_on_pickup"),
    "confirm": ("receipt", "receipt", "receipt", "receipt"),
    "loyal": ("review", "review", "review", "review"),
}
_SPECIAL = ("voucher", "points_reminder", "points_receipt", "points_redeemed", "complaint_wait")
TOUCHPOINTS = (*dict.fromkeys(name for names in _NAMES.values() for name in names), *_SPECIAL)
_VOUCHER, _REMINDER, _POINTS_RECEIPT, _REDEEMED, _COMPLAINT = (TOUCHPOINTS.index(name) for name in _SPECIAL)
_REMINDER_SHARE = 0.45


def touchpoints_table(people: People, orders: Orders, *, seed: int) -> pd.DataFrame:
    """The table `touchpoints` of the contract, by customer and time."""
    rng = world.generator(seed, "touchpoints")
    happened = (np.arange(len(world.STAGES)) < orders.reached[:, None]) & (orders.at < _END)
    journey, stage = np.nonzero(happened)
    at = orders.at[journey, stage]
    channel = np.where(stage < 2, orders.first_channel[journey], orders.channel[journey])
    touchpoint = _touchpoints(rng, people, orders.customer[journey], stage, channel)
    upset = np.flatnonzero(orders.complains & (orders.at[:, world.CONNECT] + 30 < _END))
    journey = np.concatenate([journey, upset])
    stage = np.concatenate([stage, np.full(len(upset), world.CONNECT)])
    at = np.concatenate([at, orders.at[upset, world.CONNECT] + 30])
    channel = np.concatenate([channel, orders.channel[upset]])
    touchpoint = np.concatenate([touchpoint, np.full(len(upset), _COMPLAINT)])
    order = np.argsort((orders.customer[journey] << 26) | at, kind="stable")
    return frame(
        {
            "customer_id": customer_ids(orders.customer[journey][order] + 1),
            "at": times(at[order]),
            "stage": coded(stage[order], world.STAGES),
            "touchpoint": coded(touchpoint[order], TOUCHPOINTS),
            "channel": coded(channel[order], world.CHANNELS),
            "journey_id": numbered("DH", journey[order] + 1, 8),
        }
    )


def payments(people: People, visits: Visits, orders: Orders, *, seed: int) -> dict[str, np.ndarray]:
    """Customer, second, amount and refund flag of each payment, by customer and time.

    Walk-in visits are paid at the till and leave no journey; an order is paid when it reaches purchase.
    """
    rng = world.generator(seed, "payments")
    paid = (orders.reached > world.PURCHASE) & (orders.at[:, world.PURCHASE] < _END)
    walk_in = ~visits.is_order
    customer = np.concatenate([visits.customer[walk_in], orders.customer[paid]])
    at = np.concatenate([visits.at[walk_in], orders.at[paid, world.PURCHASE]])
    amount = people.basket[customer] * np.exp(rng.normal(0, 0.30, len(customer)))
    amount = np.maximum(np.round(amount / 1000) * 1000, 15_000).astype(np.int64)
    refund_share = np.array([p.refund_share for p in world.PERSONAS])[people.persona[customer]]
    back_at = at + rng.integers(world.DAY_SECONDS // 24, 2 * world.DAY_SECONDS, len(at))
    back = np.flatnonzero((rng.random(len(at)) < refund_share) & (back_at < _END))
    customer = np.concatenate([customer, customer[back]])
    at = np.concatenate([at, back_at[back]])
    refund = np.arange(len(at)) >= len(amount)
    amount = np.concatenate([amount, -amount[back]])
    order = np.argsort((customer << 26) | at, kind="stable")
    return {"customer": customer[order], "at": at[order], "amount": amount[order], "refund": refund[order]}


def transactions_table(paid: dict[str, np.ndarray]) -> pd.DataFrame:
    """The table `transactions` of the contract; amounts in VND, refunds negative."""
    return frame(
        {
            "customer_id": customer_ids(paid["customer"] + 1),
            "at": times(paid["at"]),
            "amount": pa.array(paid["amount"].astype(np.float64)),
            "kind": coded(paid["refund"].astype(int), ("sale", "refund")),
        }
    )


def last_events(people: People, orders: Orders, paid: dict[str, np.ndarray]) -> np.ndarray:
    """Second of each customer's last contact or payment; minus infinity for none."""
    last = np.full(len(people), -np.inf)
    in_data = (np.arange(len(world.STAGES)) < orders.reached[:, None]) & (orders.at < _END)
    # A complaint comes half a minute after its contact.
    ends = np.where(in_data, orders.at, -1).max(axis=1) + 30
    np.maximum.at(last, orders.customer, ends)
    np.maximum.at(last, paid["customer"], paid["at"])
    return last


def _touchpoints(
    rng: np.random.Generator,
    people: People,
    customer: np.ndarray,
    stage: np.ndarray,
    channel: np.ndarray,
) -> np.ndarray:
    """Which contact it was: vouchers and points show who hunts deals and who collects points."""
    place = {name: code for code, name in enumerate(TOUCHPOINTS)}
    usual = np.array([[place[name] for name in _NAMES[stage_name]] for stage_name in world.STAGES])
    touchpoint = usual[stage, channel]
    draw = rng.random((2, len(customer)))
    collects = people.collects_points[customer]
    need = stage == 0
    touchpoint[need & collects & (draw[0] < _REMINDER_SHARE)] = _REMINDER
    touchpoint[need & (draw[1] < people.voucher_share[customer])] = _VOUCHER
    touchpoint[(stage == world.CONFIRM) & collects] = _POINTS_RECEIPT
    touchpoint[(stage == world.LOYAL) & collects] = _REDEEMED
    return touchpoint
