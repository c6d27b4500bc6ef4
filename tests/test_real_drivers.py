"""Drivers of airline satisfaction: 129,880 passengers, 14 ratings."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

import cxlib
from cxlib import drivers

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "airline_satisfaction" / "airline_passenger_satisfaction.zip"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not DATA.is_file(), reason="the airline data are not on this machine")]


@pytest.fixture(scope="module")
def airline(tmp_path_factory):
    """A study with the ratings as they are; satisfied counts 1, neutral or dissatisfied 0."""
    folder = tmp_path_factory.mktemp("airline")
    with zipfile.ZipFile(DATA) as file:
        rows = pd.read_csv(file.open(file.namelist()[0]))
    ratings = list(rows.columns[9:-1])
    rows["Satisfaction"] = (rows["Satisfaction"] == "Satisfied").astype(int)
    rows.to_csv(folder / "passengers.csv", index=False)
    names = {name: name.lower().replace("-", "_").replace(" ", "_") for name in ratings}
    asked = "".join(f'[questions.{name}]\nmetric = "rating"\nscale = [1, 5]\nhigh_is = "good"\nmissing = [0]\n' for name in names.values())
    columns = ", ".join(f'{short} = "{name}"' for name, short in names.items())
    (folder / "study.toml").write_text(
        f'[study]\nname = "Airline"\nperiod = "wave"\n[[sources]]\ntable = "responses"\npath = "passengers.csv"\nwave = "2023"\n'
        f'columns = {{ customer_id = "ID" }}\nquestions = {{ satisfied = "Satisfaction", {columns} }}\n'
        f'[questions.satisfied]\nmetric = "rating"\nscale = [0, 1]\nhigh_is = "good"\n{asked}', encoding="utf-8")
    return cxlib.open_study(folder)


def test_boarding_wifi_and_entertainment_come_first_and_seat_comfort_close_behind(airline):
    table = drivers.importance(airline, outcome="satisfied").table.set_index("driver")
    order = list(table.sort_values("value", ascending=False).index)
    assert order[:3] == ["online_boarding", "in_flight_wifi_service", "in_flight_entertainment"]
    assert set(order[3:5]) == {"leg_room_service", "seat_comfort"}
    for place, name in enumerate(order[:3], start=1):
        assert table.loc[name, "rank_low"] <= place <= table.loc[name, "rank_high"] <= 4
    assert table.loc[order[0], "low"] > table.loc[order[4], "high"], "the first and the fifth are apart"


def test_a_rating_of_zero_is_no_rating(airline):
    counts = airline.score_counts()
    boarding = counts[counts["question"] == "online_boarding"]
    assert boarding.loc[boarding["score"].notna(), "score"].min() == 1 and boarding.loc[boarding["score"].isna(), "n"].sum() > 2000
