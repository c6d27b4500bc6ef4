"""The telecom file: what can honestly be reached on it, and the mistake behind better figures."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cxlib.churn import measures
from cxlib.churn.trials import cross_validated
from cxlib.errors import ArgumentError

DATA = Path(__file__).parents[2] / "shared" / "data" / "telco" / "Telco-Customer-Churn.csv"
pytestmark = [pytest.mark.real, pytest.mark.skipif(not DATA.is_file(), reason="the telecom file is not here")]


@pytest.fixture(scope="module")
def telecom():
    table = pd.read_csv(DATA, dtype=str).set_index("customerID")
    return table, (table.pop("Churn") == "Yes").rename("left")


def calibration_error(p, left):
    place = np.minimum((p * 10).astype(int), 9)
    return sum(abs(p[place == number].sum() - left[place == number].sum()) for number in range(10)) / len(p)


def test_telecom_out_of_fold(telecom):
    table, left = telecom
    p = cross_validated(table, left, seed=42)
    assert measures.area_under_curve(p, left)["value"] >= 0.846
    assert measures.log_loss(p, left)["value"] <= 0.415
    assert measures.brier_score(p, left)["value"] <= 0.135
    rng, said = np.random.default_rng(1), p.to_numpy()
    floor = [calibration_error(said, rng.random(len(said)) < said) for _ in range(300)]
    assert calibration_error(said, left.to_numpy()) <= np.quantile(floor, 0.95), "what a perfect model shows at this n"


def test_the_better_figures_come_from_rows_on_both_sides(telecom):
    table, left = telecom
    more = np.random.default_rng(1).choice(np.flatnonzero(left), int((~left).sum() - left.sum()))
    balanced = pd.concat([table, table.iloc[more]]), pd.concat([left, left.iloc[more]])
    with pytest.raises(ArgumentError, match="^suspected leak: same rows: "):
        cross_validated(*balanced)
