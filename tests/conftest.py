"""Small studies, written as a user would write them, for the tests of several modules."""

from __future__ import annotations

import itertools
import os

import pandas as pd
import pytest

import cxlib
from cxlib import samples

os.environ["LC_ALL"] = "C.UTF-8"  # what a terminal says goes by it: here in English, whatever the machine speaks

QUESTIONS = {
    "recommend": 'metric = "nps"\nscale = [0, 10]\nhigh_is = "good"',
    "satisfaction": 'metric = "csat"\nscale = [1, 5]\nhigh_is = "good"',
    "effort": 'metric = "ces"\nscale = [1, 5]\nhigh_is = "bad"\nasks = "effort"',
}


def write_study(folder, *, questions=None, settings="", more="", **tables):
    """A study folder: study.toml and a CSV for each table (rows as dicts, or a DataFrame)."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["[study]", 'name = "Tiny"', settings]
    for name, rows in tables.items():
        frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
        frame.to_csv(folder / f"{name}.csv", index=False)
        lines += ["[[sources]]", f'table = "{name}"', f'path = "{name}.csv"']
    for name, text in (QUESTIONS if questions is None else questions).items():
        lines += [f"[questions.{name}]", text]
    (folder / "study.toml").write_text("\n".join([*lines, more]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_study(tmp_path_factory):
    """A function that writes a small study and opens it; each call has a folder of its own."""
    top, number = tmp_path_factory.mktemp("tiny"), itertools.count()

    def make(*, wave=None, language=None, slice="", on_rejected="continue", **parts):
        folder = write_study(top / str(next(number)), **parts)
        return cxlib.open_study(folder, wave=wave, language=language, slice=slice, on_rejected=on_rejected)

    return make


@pytest.fixture(scope="session")
def small_company():
    """The made-up company at a twentieth of its size."""
    return samples.company(scale=0.05, seed=11)


@pytest.fixture(scope="session")
def small_folder(small_company, tmp_path_factory):
    """Its study folder."""
    return samples.write(small_company, tmp_path_factory.mktemp("company") / "study")


@pytest.fixture(scope="session")
def small(small_folder):
    """Its study, last wave."""
    return cxlib.open_study(small_folder)
