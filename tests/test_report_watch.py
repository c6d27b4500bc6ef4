"""Alerts between waves: what rings is said once, new files alone are read, nothing is lost when two look at once."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

from cxlib import report
from cxlib.cli import main
from cxlib.errors import RunError, SettingsError
from cxlib.report.watch import ALERTS

HEAD = (
    '[study]\nname = "Watch"\nperiod = "month"\nsegments = ["area"]\n[[sources]]\ntable = "responses"\npath = "day_*.csv"\nquestions = { recommend = "nps" }\n'
    'columns = { customer_id = "id", at = "day" }\n[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\nowner = "Shop"\n'
)


def month(folder, place, *, promoters, n=300):
    """A month of answers of which this share are promoters and the rest detractors."""
    year, number = 2024 + place // 12, place % 12 + 1
    rng = np.random.default_rng(place)
    rows = [f"c{place}_{who},{year}-{number:02d}-{who % 28 + 1:02d},{9 if rng.random() < promoters else 2},{'NS'[who % 2]}" for who in range(n)]
    (folder / f"day_{year}-{number:02d}.csv").write_text("id,day,nps,area\n" + "\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture
def quiet(tmp_path):
    """Fourteen months at the same level, the last one begun only."""
    (tmp_path / "study.toml").write_text(HEAD, encoding="utf-8")
    for place in range(13):
        month(tmp_path, place, promoters=0.6)
    month(tmp_path, 13, promoters=0.6, n=20)
    return tmp_path


def lines(folder):
    file = folder / ALERTS
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.is_file() else []


def test_quiet_months_ring_nothing_and_a_fall_rings_once(quiet):
    assert report.watch(quiet).fresh == ()
    month(quiet, 13, promoters=0.3)
    month(quiet, 14, promoters=0.6, n=20)
    seen = report.watch(quiet)
    rung = {(alert.rule, alert.level) for alert in seen.fresh}
    assert ("limit", "") in rung and {level for _, level in rung} <= {"", "N", "S"}
    first = next(alert for alert in seen.fresh if not alert.level)
    assert (first.period, first.complete, first.base, first.owner) == ("2025-02", True, 300, "Shop")
    # 100 (p - q) of the file itself.
    scores = [int(line.split(",")[2]) for line in (quiet / "day_2025-02.csv").read_text().splitlines()[1:]]
    assert first.value == pytest.approx(100 * (sum(s >= 9 for s in scores) - sum(s <= 6 for s in scores)) / 300)
    assert "2025" in first.sentence and "As of" in first.sentence and "real time" not in first.sentence
    again = report.watch(quiet)
    assert again.fresh == () and again.standing == len(seen.fresh) and len(lines(quiet)) == len(seen.fresh)


def test_thresholds_ring_only_when_the_interval_is_beyond(quiet):
    value = 100 * (2 * 0.6 - 1)
    (quiet / "study.toml").write_text(HEAD + f"[watch]\nbelow = {{ recommend = {value + 1} }}\n", encoding="utf-8")
    assert report.watch(quiet).fresh == ()  # twenty answers cannot tell one point
    (quiet / "study.toml").write_text(HEAD + "[watch]\nbelow = { recommend = 95 }\n", encoding="utf-8")
    (alert,) = report.watch(quiet).fresh
    assert (alert.rule, alert.complete, alert.period) == ("below", False, "2025-02")
    assert alert.high < 95


def test_an_alert_that_no_longer_holds_is_cleared_once(quiet):
    (quiet / "study.toml").write_text(HEAD + "[watch]\nbelow = { recommend = 95 }\n", encoding="utf-8")
    assert len(report.watch(quiet).fresh) == 1
    month(quiet, 13, promoters=1.0)
    rules = [alert.rule for alert in report.watch(quiet).fresh]
    assert "cleared" in rules
    assert "cleared" not in [alert.rule for alert in report.watch(quiet).fresh]


def test_only_new_files_are_read(quiet, monkeypatch):
    report.watch(quiet)
    from cxlib.intake import delimited

    opened = []
    real = delimited.encoding_of
    monkeypatch.setattr(delimited, "encoding_of", lambda path, source: opened.append(path.name) or real(path, source))
    month(quiet, 14, promoters=0.6, n=20)
    report.watch(quiet)
    assert opened == ["day_2025-03.csv"]


def test_two_looks_at_once_do_not_write_twice(quiet):
    (quiet / f".{ALERTS}.lock").write_text(str(os.getpid()), encoding="ascii")
    assert report.watch(quiet).busy
    (quiet / f".{ALERTS}.lock").write_text("999999999", encoding="ascii")  # no such process
    assert not report.watch(quiet).busy
    assert not (quiet / f".{ALERTS}.lock").exists()


def test_a_line_that_was_cut_off_is_passed_over_and_a_broken_one_named(quiet):
    (quiet / "study.toml").write_text(HEAD + "[watch]\nbelow = { recommend = 95 }\n", encoding="utf-8")
    report.watch(quiet)
    whole = (quiet / ALERTS).read_text(encoding="utf-8")
    (quiet / ALERTS).write_text(whole + whole[:40], encoding="utf-8")
    assert report.watch(quiet).fresh == ()
    (quiet / ALERTS).write_text("{}\n" + whole, encoding="utf-8")
    with pytest.raises(RunError, match="line 1"):
        report.watch(quiet)


@pytest.mark.parametrize(("text", "told"), [("below = { recomend = 3 }", "recommend"), ('below = { recommend = "low" }', "number"), ("under = {}", "below")])
def test_wrong_thresholds_are_refused(quiet, text, told):
    (quiet / "study.toml").write_text(HEAD + f"[watch]\n{text}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=told):
        report.watch(quiet)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_command(quiet, capsys, language):
    (quiet / "study.toml").write_text(HEAD + "[watch]\nbelow = { recommend = 95 }\n", encoding="utf-8")
    for told in ({"en": "surely below", "vi": "chắc chắn dưới"}, {"en": "Nothing new", "vi": "Không có gì mới"}):
        with pytest.raises(SystemExit) as end:
            main(["watch", str(quiet), "--language", language])
        assert end.value.code == 0 and told[language] in capsys.readouterr().out
