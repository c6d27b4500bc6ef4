"""Journeys on real data, against figures worked out with pandas from the raw files."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlib
from cxlib import intake
from cxlib.journeys import funnel, time_to_next
from cxlib.journeys.incidents import incidents

ROOT = Path(__file__).resolve().parents[1]
STUDIES = ROOT / "data" / "studies"
DATA = ROOT.parent / "shared" / "data"
FOLDERS = {"shop_clickstream": "shop_clickstream", "olist": "olist_sample"}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data sets (../shared/data) are not here"),
    pytest.mark.xdist_group("real_studies"),
]


def opened(name, folder, **options):
    shutil.copy(STUDIES / name / "study.toml", folder)
    return cxlib.open_study(folder, data=DATA / FOLDERS[name], **options)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return opened("shop_clickstream", tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def clicks():
    return pd.read_csv(DATA / "shop_clickstream" / "ecom.csv.gz", parse_dates=["timestamp"])


@pytest.fixture(scope="module")
def olist(tmp_path_factory):
    return opened("olist", tmp_path_factory.mktemp("olist"))


@pytest.fixture(scope="module")
def orders():
    """One row an order, times of its five steps in the shop's zone."""
    folder = DATA / "olist_sample"
    frame = pd.read_csv(folder / "olist_orders_dataset.csv", index_col="order_id")
    reviews = pd.read_csv(folder / "olist_order_reviews_dataset.csv")
    columns = ("order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date", "order_delivered_customer_date")
    times = pd.DataFrame({name: pd.to_datetime(frame[name]) for name in columns})
    # 14 orders have several reviews; the one that counts is the first after the parcel
    reviews["at"] = pd.to_datetime(reviews["review_answer_timestamp"])
    after = reviews["at"] >= reviews["order_id"].map(times["order_delivered_customer_date"])
    times["reviewed"] = reviews[after].groupby("order_id")["at"].min().reindex(times.index)
    return times.set_axis(["purchase", "approved", "carrier", "delivered", "reviewed"], axis=1)


# Shop clickstream


def test_every_row_of_the_clickstream_is_accepted(tmp_path):
    result = intake.check(STUDIES / "shop_clickstream", data=DATA / "shop_clickstream", rejected_file=tmp_path / "rejected.csv")
    assert list(result.breaches) == [] and result.accepted == result.read > 0


def test_the_rows_that_stand_twice_are_all_there_and_change_no_journey(shop, clicks, tmp_path):
    events = shop.events()
    assert len(clicks) - len(clicks.drop_duplicates()) == 30 and len(events) == 31_106
    (tmp_path / "data").mkdir()
    clicks.drop_duplicates().to_csv(tmp_path / "data" / "ecom.csv.gz", index=False)
    shutil.copy(STUDIES / "shop_clickstream" / "study.toml", tmp_path)
    once = cxlib.open_study(tmp_path, data=tmp_path / "data")
    assert len(once.events()) == 31_106 - 30
    pd.testing.assert_frame_equal(funnel(once, over="all").table, funnel(shop, over="all").table)
    pd.testing.assert_frame_equal(incidents(once).table, incidents(shop).table)


def test_visits_users_and_devices(shop, clicks):
    assert len(shop.customers()) == 600 and shop.waves == ("2024Q1", "2024Q2")
    assert len(np.unique(shop.events().journey)) == clicks["session_id"].nunique() == 3605
    assert funnel(shop, over="all").base == clicks.loc[clicks["event"] == "add_to_cart", "session_id"].nunique() == 1213


def overlap(row, first: dt.date, last: dt.date) -> float:
    """Days in both spans over days in either."""
    both = (min(row["to_day"], last) - max(row["from_day"], first)).days + 1
    return max(both, 0) / ((max(row["to_day"], last) - min(row["from_day"], first)).days + 1)


@pytest.mark.parametrize("every", ["week", "day"])
def test_the_planted_problems_of_the_checkout_surface_by_themselves(shop, every):
    """Mobile checkout bug 9 April to 9 May; payment incident 19 May to 7 June, for everyone."""
    found = incidents(shop, every=every)
    assert found.status == "answered" and found.table["adjusted_p"].iloc[1] < 0.05
    rows = found.table.head(2).set_index("step")
    payment, mobile = rows.loc["payment_details → purchase"], rows.loc["shipping_details → payment_details"]
    assert (payment["level"], mobile["level"]) == ("everyone", "mobile")
    assert overlap(payment, dt.date(2024, 5, 19), dt.date(2024, 6, 7)) > 0.9
    assert overlap(mobile, dt.date(2024, 4, 9), dt.date(2024, 5, 9)) > 0.75
    assert (payment["owner"], mobile["owner"]) == ("Payments", "Checkout")
    assert len(found.table) == 2


def test_the_numbers_of_the_payment_incident_are_those_of_the_raw_file(shop, clicks):
    row = incidents(shop).table.iloc[0]
    times = clicks.groupby(["session_id", "event"])["timestamp"].min().unstack()
    paying = times[times["payment_details"].notna()]
    # a visit counts on the day on which it held payment details and all the steps before them
    entered = paying[["add_to_cart", "shipping_details", "payment_details"]].max(axis=1)
    inside = (entered.dt.date >= row["from_day"]) & (entered.dt.date <= row["to_day"])
    assert row["base"] == inside.sum()
    bought = paying["purchase"].notna()
    # some buy later than nineteen in twenty do, so that the share is a little lower
    assert bought[inside].mean() - 0.06 < row["value"] <= bought[inside].mean()
    assert bought[~inside].mean() - 0.06 < row["usual"] <= bought[~inside].mean()


def test_the_planted_problems_surface_in_vietnamese_too(shop):
    sentence = incidents(shop.in_language("vi")).sentence
    assert "19/05/2024" in sentence and "mobile" in sentence


# Olist orders


def reached(orders: pd.DataFrame, *, window_days: float) -> list[int]:
    """Orders at each step, in order, each step at or after the one before and inside of the window."""
    time, inside = orders["purchase"], orders["purchase"].notna()
    last, out = orders["purchase"], [int(inside.sum())]
    for step in orders.columns[1:]:
        inside &= (orders[step] >= last) & (orders[step] - time <= pd.Timedelta(days=window_days))
        last = orders[step]
        out.append(int(inside.sum()))
    return out


def test_olist_funnel(olist, orders):
    table = funnel(olist, over="all").table
    assert table["stage"].tolist() == list(orders.columns)
    assert table["reached"].tolist() == reached(orders, window_days=120)
    assert table["base"].iloc[0] == 4000


def test_olist_long_window_finds_more(olist, orders):
    table = funnel(olist, over="all", window_days=365).table
    assert table["reached"].tolist() == reached(orders, window_days=365)


def test_olist_median_times(olist, orders):
    table = time_to_next(olist, over="all").table
    inside, last = orders["purchase"].notna(), orders["purchase"]
    for place, step in enumerate(orders.columns[1:]):
        inside &= (orders[step] >= last) & (orders[step] - orders["purchase"] <= pd.Timedelta(days=120))
        days = (orders[step] - last)[inside].dt.total_seconds() / 86_400
        row = table.iloc[place]
        assert row["went_on"] == len(days)
        # the share is cumulative incidence, so its median may differ from the plain one by a cell and by the open orders
        assert row["value"] == pytest.approx(days.median(), rel=0.04, abs=0.001)
        assert row["p90"] == pytest.approx(days.quantile(0.9), rel=0.04)
        last = orders[step]
