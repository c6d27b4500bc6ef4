"""The whole main job on real data: every notebook runs, and the report holds the known answers."""

import json
import shutil
from pathlib import Path

import pytest

from cxlib import report

ROOT = Path(__file__).parent.parent
DATA = ROOT.parent / "shared" / "data"
FOLDERS = {
    "sfo_airport": "sfo_airport_survey", "olist": "olist_sample", "bpi2012": "event_logs", "telco_contracts": "telco_contracts",
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data sets (../shared/data) are not here"),
]


@pytest.fixture
def reported(tmp_path):
    """A function that runs all notebooks on a real study and gives the findings by key."""

    def run(name, wave=None):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(ROOT / "data" / "studies" / name / "study.toml", folder)
        result = report.run(folder, wave=wave, data=DATA / FOLDERS[name], out=tmp_path / "reports", notebooks=ROOT / "notebooks")
        assert [str(failure) for failure in result.failed] == []
        assert {page.stem for page in result.folder.glob("0*.html")} == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
        found = json.loads((result.folder / "findings.json").read_text(encoding="utf-8"))["findings"]
        return {one["key"]: one for one in found}

    return run


def rows(finding, **wanted):
    return [row for row in finding["table"]["data"] if all(row[name] == value for name, value in wanted.items())]


def test_sfo_airport(reported):
    found = reported("sfo_airport")
    nps = {row["basis"]: row for row in rows(found["scores.level"], metric="nps")}
    assert nps["unweighted"]["value"] == pytest.approx(0.3984, abs=5e-5) and nps["unweighted"]["base"] == 2746
    assert nps["weighted"]["value"] == pytest.approx(0.4040, abs=5e-5)
    shares = [row["value"] for row in rows(found["scores.trend"], metric="csat", basis="unweighted")]
    assert [round(100 * share, 1) for share in shares] == [75.4, 75.4, 78.8, 79.3, 78.9, 80.0, 81.0, 82.1]
    assert found["journeys.funnel"]["status"] == found["churn.trust"]["status"] == "not_available"


def test_olist(reported):
    found = reported("olist", "2018Q3")  # the last quarter in the file holds late reviews only
    assert found["journeys.funnel"]["status"] == "answered"
    assert found["scores.level"]["table"]["data"] and found["quality.rows"]["base"] > 20_000


def test_bpi2012(reported):
    found = reported("bpi2012")
    assert found["scores.level"]["status"] == "not_available"
    assert found["journeys.funnel"]["base"] == 5632
    assert sum(row["open"] for row in found["journeys.funnel"]["table"]["data"]) == 399


def test_telco_contracts(reported):
    found = reported("telco_contracts")
    churned = {row["period"]: row for row in rows(found["scores.retention"], metric="churn rate")}
    assert [churned[month]["count"] for month in ("2019-10", "2019-11", "2019-12", "2020-01")] == [458, 485, 466, 460]
    assert churned["2019-09"]["value"] is None and not churned["2019-09"]["known"]
    assert found["churn.trust"]["status"] == "answered"
