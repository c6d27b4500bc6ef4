"""Personas of real customers: Online Retail by recency, frequency and value, airline passengers by what they do."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

import cxlib
from cxlib import maps, personas
from cxlib.report import write_card

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
STUDIES = HERE.parent / "data" / "studies"

pytestmark = pytest.mark.real


def unpacked(archive, folder):
    """The folder of a data set, unpacked; skipped where it is not there."""
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not on this machine")
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as held:
            held.extractall(folder)
    else:
        with tarfile.open(archive) as held:
            held.extractall(folder, filter="data")
    return folder


def opened(name, data, tmp_path_factory):
    """The study in a folder of its own, so that its store does not lie beside the mapping."""
    folder = tmp_path_factory.mktemp(name)
    (folder / "study.toml").write_bytes((STUDIES / name / "study.toml").read_bytes())
    return cxlib.open_study(folder, data=data)


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    data = unpacked(DATA / "online_retail" / "by-day.tar.gz", tmp_path_factory.mktemp("retail"))
    return opened("online_retail", data, tmp_path_factory)


@pytest.fixture(scope="module")
def airline(tmp_path_factory):
    archive = DATA / "airline_satisfaction" / "airline_passenger_satisfaction.zip"
    return opened("airline", unpacked(archive, tmp_path_factory.mktemp("airline_data")), tmp_path_factory)


def test_online_retail_is_counted_as_its_key_says(retail):
    """541,909 lines; 135,080 without a customer; 4,338 customers with a line that was paid."""
    lines = [one for one in retail.view.store.meta["sources"] if one["table"] == "transactions"]
    assert sum(one["read"] for one in lines) == 541_909
    assert sum(one["rejected"] for one in lines) == 135_080
    features = retail.features(lookback_days=400)
    assert (features["visits"] > 0).sum() == 4_338


def test_online_retail_by_recency_frequency_value(retail, tmp_path):
    found = personas.find(retail)
    assert found.verdict in ("distinct", "continuum") and found.k >= 2
    assert set(found.features) == {"visits_per_month", "recency_days", "spend"}
    sizes = personas.sizes(retail, found).table
    assert sizes["base"].sum() == len(retail.features()) and sizes["value"].iloc[: found.k].min() > 0.02
    profile = personas.profile(retail, found).table
    spent = profile[profile["habit"].str.startswith("Spend")].set_index("persona")["value"]
    assert spent.max() > 3 * spent.min()
    cards = maps.persona_cards(retail, found)
    assert len(cards) == found.k and all(write_card(card, tmp_path)[1].stat().st_size > 20_000 for card in cards)


def test_rules_name_recency_frequency_and_value(retail):
    table = personas.by_rule(retail).table
    assert table["base"].sum() == len(retail.features())
    spend = table.set_index("segment")["spend"]
    assert spend["Champions"] == spend.max() and spend["Champions"] > 5 * spend["Lost"]


def test_airline_passengers_from_numbers_and_categories(airline, tmp_path):
    """129,880 passengers, 56.6% dissatisfied or neutral; made of distance, cabin, loyalty and purpose."""
    found = personas.find(airline)
    assert found.verdict == "distinct" and found.k >= 3
    assert set(found.features) == {"distance"} and set(found.categories) == {"cabin", "customer_type", "travel_type"}
    assert personas.sizes(airline, found).table["base"].sum() == 129_880
    scores = airline.features()["last_score_satisfied"]
    assert round(100 * (1 - scores.mean()), 1) == 56.6
    rule = personas.simple_rule(airline, found)
    assert rule.status == "answered" and rule.headline["value"] > 0.9
    cards = maps.persona_cards(airline, found)
    assert len(cards) == found.k
    satisfied = [card.table[card.table["item"].str.contains("satisfied")].iloc[0] for card in cards]
    assert max(row["value"] for row in satisfied) > 2 * min(row["value"] for row in satisfied)
    html = write_card(cards[0], tmp_path)[0].read_text(encoding="utf-8")
    assert "<img" in html and "http" not in html.replace("http-equiv", "")
