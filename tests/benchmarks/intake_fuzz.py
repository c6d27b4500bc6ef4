"""Ten thousand damaged files at the door: rows add up, a refusal is one sentence, nothing else comes out."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import os
import random
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from cxlib import intake
from cxlib.cli import main
from cxlib.errors import StudyError

from .claims import Claim

_QUESTIONS = '[questions.recommend]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\nmissing = [99]\n'
_ANSWERS = "customer_id,at,question,score,comment,region\n" + "".join(
    f'C{n:03d},2026-03-{n % 28 + 1:02d} {n % 24:02d}:15:00,recommend,{n % 11},"fine, {n}",Huế\n' for n in range(40))
_PEOPLE = "customer_id;joined_at;region\n" + "".join(f"C{n:03d};{n % 28 + 1:02d}/03/2025;Đà Nẵng\n" for n in range(30))
_PAID = "customer_id\tat\tamount\n" + "".join(f"C{n:03d}\t2026-03-01T08:00:00+07:00\t{n * 1000},5\n" for n in range(30))
_LONG_AGO = "customer_id,at,stage\n" + "".join(f"C{n:03d},{n} ngày trước,need\n" for n in range(30))
_TOKENS = (b'"', b'""', b"\x00", b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"NaN", b"1e400", b"-0",
           b"9" * 400, b"2999-01-01", b"0000-00-00", b"=1+1", b"<script>", b"'; DROP TABLE x;--", b"2 tu\xe1\xba\xa7n tr\xc6\xb0\xe1\xbb\x9bc", b"\xe2\x80\x8b",
           b",,,,,,,,", b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"customer_id", b"_row", b"a" * 5000, b"\x1a", b"\xf0\x9f\x92\xa9", b"&#0;", b"%s%n", b"../../")


def claims() -> list[Claim]:
    """CX_BENCH_FUZZ files (10000 when not given)."""
    count = int(os.environ.get("CX_BENCH_FUZZ", "10000"))
    began, kinds, faults = time.process_time(), Counter(), []
    for number, name, outcome in outcomes(seed=20261122, count=count):
        kinds[f"{name}: {'fault' if outcome.startswith('FAULT') else outcome}"] += 1
        if outcome.startswith("FAULT"):
            faults.append((number, name, outcome))
    for kind, times in sorted(kinds.items()):
        print(f"  {kind}: {times:,}")
    for number, name, outcome in faults[:20]:
        print(f"  file {number} ({name}): {outcome}", file=sys.stderr)
    print(f"{count:,} damaged files in {time.process_time() - began:.0f} s of CPU")
    return [Claim(f"{count:,} damaged files: tracebacks, and rows that do not add up", len(faults), 0, "files")]


def outcomes(*, seed: int, count: int, by_command: int = 10) -> Iterator[tuple[int, str, str]]:
    """Number, kind and outcome ("read", "refused" or "FAULT ...") of each damaged file; every `by_command`th goes through ``cx check``."""
    made = seeds()
    names = sorted(made)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for number in range(count):
            chance = random.Random(f"{seed}-{number}")
            name = names[number % len(names)]
            settings, content = made[name]
            for path in folder.iterdir():
                path.unlink()
            (folder / "study.toml").write_text(settings, encoding="utf-8")
            (folder / name).write_bytes(_damaged_within(name, content, chance))
            yield number, name, (_checked if number % by_command else _commanded)(folder)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes after one to six faults: flipped, cut, repeated, moved, or with something hostile put in."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        size = min(chance.choice((1, 2, 8, 64, 512)), max(len(data) - start, 0))
        kind = chance.randrange(6)
        if kind == 0 and start < len(data):
            data[start] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del data[start : start + size]
        elif kind == 2:
            data[start:start] = data[start : start + size] * chance.choice((1, 3, 50))
        elif kind == 3:
            other = chance.randrange(len(data) + 1)
            data[other:other] = data[start : start + size]
        elif kind == 4:
            data[start:start] = chance.choice(_TOKENS)
        elif chance.random() < 0.3:
            del data[start:]
    return bytes(data)


def _damaged_within(name: str, content: bytes, chance: random.Random) -> bytes:
    """Of packed files half are damaged before they are packed, so that the damage reaches the reader of rows."""
    packed = name.endswith((".gz", ".xlsx"))
    if not packed or chance.random() < 0.5:
        return damaged(content, chance)
    if name.endswith(".gz"):
        return gzip.compress(damaged(gzip.decompress(content), chance), 1, mtime=0)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(made, "w") as other:
        for part in book.namelist():
            other.writestr(part, damaged(book.read(part), chance) if part.endswith("sheet1.xml") else book.read(part))
    return made.getvalue()


def seeds() -> dict[str, tuple[str, bytes]]:
    """File name -> settings of its study, and its bytes."""
    plain = {"answers.csv": ("responses", _ANSWERS.encode(), ""), "people.csv": ("customers", _PEOPLE.encode(), 'dates = "%d/%m/%Y"\n'),
             "paid.tsv": ("transactions", _PAID.encode(), 'decimal = ","\n'), "wide.txt": ("responses", _ANSWERS.encode("utf-16"), ""),
             "ago.csv": ("touchpoints", _LONG_AGO.encode(), "relative_to = 2021-05-01\n"),
             "one.csv.gz": ("responses", gzip.compress(_ANSWERS.encode(), mtime=0), ""),
             "windows.csv": ("responses", _ANSWERS.replace("Huế", "Hue").encode("cp1252"), 'encoding = "cp1252"\n'),
             "cr.csv": ("responses", _ANSWERS.replace("\n", "\r").encode(), 'repeats = "leave_out"\n'),
             "log.xes": ("touchpoints", _log(), 'columns = { customer_id = "case:concept:name", at = "time:timestamp", stage = "concept:name" }\n')}
    made = {name: (_settings(table, name, more), content) for name, (table, content, more) in plain.items()}
    rows = [line.split(",") for line in _ANSWERS.replace('"', "").replace(", ", " ").splitlines()]
    table = pa.table({name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])})
    typed = table.set_column(3, "score", pa.array([float(value) for value in table["score"].to_pylist()]))
    buffer = io.BytesIO()
    pq.write_table(typed.set_column(1, "at", pa.array([dt.datetime(2026, 3, 1, 8)] * len(table), pa.timestamp("ms"))), buffer)
    made["typed.parquet"] = (_settings("responses", "typed.parquet"), buffer.getvalue())
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    made["book.xlsx"] = (_settings("responses", "book.xlsx"), buffer.getvalue())
    return made


def _log() -> bytes:
    events = "".join(f'<trace><string key="concept:name" value="c{n}"/><event><string key="concept:name" value="need"/>'
                     f'<date key="time:timestamp" value="2026-03-{n % 28 + 1:02d}T08:00:00+07:00"/></event></trace>' for n in range(20))
    return f'<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0">{events}</log>'.encode()


def _settings(table: str, name: str, more: str = "") -> str:
    return (f'[study]\nname = "Damaged"\ntimezone = "Asia/Ho_Chi_Minh"\nmax_rejected = 1.0\n{_QUESTIONS}[[sources]]\ntable = "{table}"\npath = "{name}"\n{more}')


def _checked(folder: Path) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            settings = intake.read_settings(folder)
            source = settings.sources[0]
            one = intake.SourceFile(settings, source, intake.files_of(source, settings.data)[0], intake.Listed())
            accepted = sum(batch.num_rows for batch in one.batches())
            about = one.about()
    except StudyError as error:
        return "refused" if "\n" not in str(error) and "Traceback" not in str(error) else f"FAULT a refusal of several lines: {error!r}"
    except Exception:
        return "FAULT " + traceback.format_exc(limit=-4)
    count = about["count"]
    adds_up = accepted == count["accepted"] and count["accepted"] + count["rejected"] == count["read"] and len(about["rejected"]) == count["rejected"]
    return "read" if adds_up else f"FAULT rows do not add up: {count}"


def _commanded(folder: Path) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            main(["check", str(folder)])
        except SystemExit as stopped:
            code = stopped.code
        except BaseException:
            return "FAULT " + traceback.format_exc(limit=-4)
    text = said.getvalue()
    if code not in (0, 1) or "Traceback" in text or not text.strip():
        return f"FAULT cx check ended with {code}: {text[:2000]}"
    return "read" if code == 0 else "refused"
