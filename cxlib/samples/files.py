"""A study folder of the made-up company: raw files, settings, truth, and what it all means."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from . import world
from ..errors import ArgumentError
from .faults import with_faults
from .settings_text import readme, study_toml

if TYPE_CHECKING:
    from . import Sample


def write_folder(sample: Sample, folder: Path) -> None:
    """Write every file of the folder; a file of the same name is replaced whole."""
    if folder.exists() and not folder.is_dir():
        raise ArgumentError(f"{folder} is a file; the sample needs a folder. Give the name of a new folder.")
    settings = folder / "study.toml"
    if settings.exists() and not settings.read_bytes().startswith(study_toml(sample.seed).split("\n")[0].encode()):
        raise ArgumentError(f"{folder} holds a study of yours; the sample would replace its files. Give the name of a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    customers = sample.tables["customers"]
    _csv(customers.assign(joined_at=customers["joined_at"].dt.strftime("%Y-%m-%d")), folder / "customers.csv")
    for name in ("touchpoints", "transactions"):
        _parquet(sample.tables[name], folder / f"{name}.parquet")
    for wave in world.WAVES:
        _csv(_raw_answers(sample, wave), folder / f"responses_{wave}.csv")
    _text(json.dumps(sample.truth.facts, ensure_ascii=False, indent=1) + "\n", folder / "truth.json")
    _parquet(sample.truth.customers, folder / "truth_customers.parquet")
    _parquet(sample.truth.hazard, folder / "truth_hazard.parquet")
    _text(readme(sample), folder / "README.md")
    # Last, so that a folder with settings is a folder that is complete.
    _text(study_toml(sample.seed), settings)


def _raw_answers(sample: Sample, wave: str) -> pd.DataFrame:
    responses, customers = sample.tables["responses"], sample.tables["customers"]
    answers = responses[responses["wave"] == wave]
    start = pd.Timestamp(world.FIRST_DAY) + pd.Timedelta(days=world.WAVE_STARTS[world.WAVES.index(wave)])
    strangers = customers.loc[
        (customers["joined_at"] < start) & ~customers["customer_id"].isin(answers["customer_id"]), "customer_id"
    ]
    text = answers.assign(
        at=answers["at"].dt.strftime("%Y-%m-%d %H:%M:%S"),
        score=answers["score"].astype("Int64").astype("str").where(answers["score"].notna()),
    )
    return with_faults(text, sample.truth["faults"], strangers.to_numpy(), seed=sample.seed)


def _csv(table: pd.DataFrame, path: Path) -> None:
    _text(table.to_csv(index=False, lineterminator="\n"), path)


def _text(text: str, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    os.replace(part, path)


def _parquet(table: pd.DataFrame, path: Path) -> None:
    part = path.with_name(path.name + ".part")
    table.to_parquet(part, index=False, compression="zstd")
    os.replace(part, path)
