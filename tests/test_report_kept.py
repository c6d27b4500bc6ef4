"""Personas kept beside study.toml: found once, named by hand, the same in every later wave."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest

import cxlib
from cxlib import personas, report
from cxlib.cli import main
from cxlib.errors import SourceError


@pytest.fixture
def folder(small_folder, tmp_path):
    shutil.copytree(small_folder, tmp_path / "study")
    return tmp_path / "study"


def test_kept_personas_are_the_same_for_every_customer(folder):
    study = cxlib.open_study(folder)
    found = report.personas_of(study)
    assert not (folder / report.kept.FILE).exists()
    path = report.keep_personas(study, found)
    assert path == folder / "personas.json"
    again = report.personas_of(cxlib.open_study(folder))
    pd.testing.assert_series_equal(again.labels, found.labels, check_dtype=False)
    assert again.names == found.names and again.verdict == found.verdict
    ids = set(study.customers().index)
    assert not any(word in ids for word in path.read_text(encoding="utf-8").replace('"', " ").split())


def test_an_earlier_wave_uses_the_kept_ones(folder):
    study = cxlib.open_study(folder)
    report.keep_personas(study)
    before = report.personas_of(cxlib.open_study(folder, wave=study.previous_wave))
    assert before.names == report.personas_of(study).names
    assert before.behaviour.as_of < study.as_of and len(before.labels) < len(report.personas_of(study).labels)


def test_a_name_given_by_hand_stays(folder):
    path = report.keep_personas(cxlib.open_study(folder))
    held = json.loads(path.read_text(encoding="utf-8"))
    first = next(iter(held["names"]))
    held["names"][first] = "Khách buổi sáng"
    path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    study = cxlib.open_study(folder)
    found = report.personas_of(study)
    assert found.names[0] == "Khách buổi sáng"
    assert "Khách buổi sáng" in personas.sizes(study, found).table["persona"].tolist()


def test_a_broken_file_says_what_to_do(folder):
    (folder / "personas.json").write_text("{", encoding="utf-8")
    with pytest.raises(SourceError, match=r"personas\.json is broken at line 1"):
        report.personas_of(cxlib.open_study(folder))


def test_the_command_keeps_them_and_writes_cards(folder, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["personas", str(folder), "--out", str(tmp_path / "out")])
    assert ended.value.code == 0
    pages = capsys.readouterr().out.split("\n")
    held = json.loads((folder / "personas.json").read_text(encoding="utf-8"))
    assert len([page for page in pages if page.strip()]) == len(held["names"])
    assert len(list((tmp_path / "out").rglob("*.png"))) == len(held["names"])
