"""What several notebooks of a run need is made once, and is the same as when each makes it."""

import pickle
import subprocess
import sys

import pandas as pd
import pytest

import cxlib
from cxlib import churn, personas
from cxlib.study import RUN_FOLDER, shared


@pytest.fixture
def run_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path / "shared"))
    return tmp_path / "shared"


def test_the_second_who_asks_gets_what_the_first_made(small, run_folder):
    made = []
    for options in ({"seed": 1}, {"seed": 1}, {"seed": 2}):
        assert shared(small, "x", lambda: made.append(1) or len(made), options) == (2 if options["seed"] == 2 else 1)
    assert shared(small, "y", lambda: "other", {"seed": 1}) == "other"
    assert len(made) == 2


def test_nothing_is_shared_without_a_run_or_over_a_segment_of_one_s_own(small, tmp_path, monkeypatch):
    made = []
    monkeypatch.delenv(RUN_FOLDER, raising=False)
    for _ in range(2):
        shared(small, "x", lambda: made.append(1), {})
    monkeypatch.setenv(RUN_FOLDER, str(tmp_path / "shared"))
    people = small.customers()
    laid = small.with_segment("kind", pd.Series("a", index=people.index[:50] if people.index.name == "customer_id" else people["customer_id"][:50]))
    for _ in range(2):
        shared(laid, "x", lambda: made.append(1), {})
    assert len(made) == 4 and not (tmp_path / "shared").exists()


def test_another_slice_wave_or_language_is_another_thing(small, small_folder, run_folder):
    made = []
    level = small.segments[small.main_segment][0]
    earlier = cxlib.open_study(small_folder, wave=small.previous_wave, language=small.language)
    other = cxlib.open_study(small_folder, language="vi" if small.language == "en" else "en")
    for study in (small, small.where(f"{small.main_segment} = {level}"), earlier, other, small):
        shared(study, "x", lambda: made.append(1), {})
    assert len(made) == 4


def test_a_half_written_result_counts_for_nothing(small, run_folder):
    with pytest.raises(KeyboardInterrupt):
        shared(small, "x", stopped, {})
    place, = run_folder.iterdir()
    (place / "draft").write_bytes(b"half")
    assert shared(small, "x", lambda: "whole", {}) == "whole" == shared(small, "x", stopped, {})


def stopped():
    raise KeyboardInterrupt


def test_two_programs_of_a_run_share_the_model_and_it_is_that_of_each_alone(small, small_folder, run_folder, monkeypatch):
    asks = ("import sys, pickle, cxlib; from cxlib import churn, personas; study = cxlib.open_study(sys.argv[1], language=sys.argv[2]);"
            "model, found = churn.fit(study), personas.find(study);"
            "sys.stdout.buffer.write(pickle.dumps((model.verdict, model.tried, model.calibration, found.labels)))")
    command = [sys.executable, "-c", asks, str(small_folder), small.language]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    first, second = (pickle.loads(one.communicate(timeout=300)[0]) for one in running)
    made = [path for path in run_folder.glob("*/made")]
    assert len(made) == 2
    monkeypatch.delenv(RUN_FOLDER)
    alone, found = churn.fit(small), personas.find(small)
    assert first[:3] == second[:3], "one made it, the other took it up"
    for verdict, tried, calibration, labels in (first, second):
        assert verdict == alone.verdict
        # to the last digits only: this process has other numbers of threads
        assert tried == pytest.approx(alone.tried, rel=1e-9) and calibration == pytest.approx(alone.calibration, rel=1e-9)
        pd.testing.assert_series_equal(labels, found.labels)
