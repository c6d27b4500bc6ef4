"""Sums of fractions do not depend on the order of rows: the same numbers to the last digit, however many threads the engine has."""

from __future__ import annotations

import ast
import datetime as dt
import importlib.util
import itertools
import math
import re
import shutil
from fractions import Fraction

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings, strategies as st

import cxlib
from cxlib import maps, quality, scores
from cxlib.personas.beginnings import facts
from cxlib.personas.cost import value_after_cost
from cxlib.scores.revenue import revenue_retention
from cxlib.slices import EVERYONE, Slice
from cxlib.store import Exact, embedded, power_above
from cxlib.store.cube import cube_of
from cxlib.store.engine import connect
from cxlib.study.cubes import answer_sums
from cxlib.study.raking import respondents, weights_by_wave
from tests.test_house import ROOT, modules

CUSTOMERS, ANSWERS, PAYMENTS, CONTACTS = 260_000, 400_000, 500_000, 260_000
SETTINGS = """
[study]
name = "Made up"
as_of = 2026-07-01
synthetic = true
segments = ["region", "plan"]
{sources}
[questions.recommend]
metric = "nps"
scale = [0, 10]
high_is = "good"
[questions.effort]
metric = "ces"
scale = [1, 7]
high_is = "good"
asks = "ease"
[journey]
stages = ["look", "buy"]
[churn]
kind = "contract"
[costs]
margin_share = 0.37
refund = 1.1
serve = {{ phone = 1.37, shop = 0.13 }}
[weights.margins.region]
north = 0.41
south = 0.33
west = 0.26
"""
COUNTS = {
    "answers": lambda study: study.score_counts(["period", "region"]),
    "answers in a slice": lambda study: study.where("region = north").score_counts(["month", "plan"]),
    "answers by channel": lambda study: study.score_counts(["period", "channel"]),
    "answers that no cube holds": lambda study: study.view.counts(["region", "question"], "responses", answer_sums(study.view, weighted=True), study.slice),
    "respondents before raking": lambda study: respondents(study.view, ["region"]),
    "weights by wave": weights_by_wave,
    "revenue": lambda study: study.revenue_counts(["region"]),
    "revenue retention": lambda study: study.revenue_retention_counts(["plan"]),
    "behaviour": lambda study: study.features(dt.date(2026, 6, 1)),
    "value after cost": lambda study: value_after_cost(study, lookback_days=180),
    "first contacts": facts,
    "ratings": lambda study: maps.counts.rating_counts(study, ["stage", "channel"]),
}
FINDINGS = {
    "weights": quality.weights, "gates": quality.gates, "margins": quality.margins, "level": scores.level, "arpu": scores.arpu,
    "arpu by region": lambda study: scores.arpu(study, by="region"), "revenue retention": revenue_retention,
    "matrix": maps.touchpoint_matrix,
}


def write(folder, *, payments=True):
    """A study with payments and fees in cents, and weights with many digits."""
    folder.mkdir()
    rng = np.random.default_rng(5)
    ids = np.array([f"C{place:07d}" for place in range(CUSTOMERS)])
    first, day = np.datetime64("2025-07-01", "us"), np.timedelta64(86_400_000_000, "us")
    seconds = lambda many: first + rng.integers(0, 364 * 86_400, many) * np.timedelta64(1_000_000, "us")  # noqa: E731
    left = first + rng.integers(0, 900, CUSTOMERS) * day
    one_of = lambda names, many: np.array(names)[rng.integers(0, len(names), many)]  # noqa: E731
    tables = {
        "customers": {
            "customer_id": ids, "joined_at": first - rng.integers(-90, 900, CUSTOMERS) * day,
            "left_at": np.where(rng.random(CUSTOMERS) < 0.5, left, np.datetime64("NaT", "us")),
            "region": one_of(["north", "south", "west"], CUSTOMERS), "plan": one_of(["a", "b"], CUSTOMERS),
            "monthly_fee": np.round(rng.lognormal(3, 1, CUSTOMERS), 2),
        },
        "responses": {
            "customer_id": ids[rng.integers(0, CUSTOMERS, ANSWERS)], "at": seconds(ANSWERS), "question": one_of(["recommend", "effort"], ANSWERS),
            "score": rng.integers(1, 8, ANSWERS).astype(float), "weight": rng.lognormal(0, 0.5, ANSWERS), "stage": one_of(["look", "buy"], ANSWERS),
            "channel": one_of(["phone", "shop"], ANSWERS),
        },
        "touchpoints": {
            "customer_id": ids[rng.integers(0, CUSTOMERS, CONTACTS) // 30], "at": seconds(CONTACTS), "stage": one_of(["look", "buy"], CONTACTS),
            "touchpoint": one_of(["phone", "shop"], CONTACTS), "channel": one_of(["phone", "shop"], CONTACTS),
        },
    }
    if payments:
        who = ids[(rng.random(PAYMENTS) ** 4 * CUSTOMERS / 3).astype(int)]
        amount = np.round(rng.lognormal(3, 1.5, PAYMENTS) * rng.choice([1, 1, 1, 1, -0.3], PAYMENTS), 2)
        tables["transactions"] = {"customer_id": who, "at": seconds(PAYMENTS), "amount": np.where(amount == 0, 0.01, amount)}
    for name, columns in tables.items():
        pq.write_table(pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False), folder / f"{name}.parquet")
    sources = "".join(f'[[sources]]\ntable = "{name}"\npath = "{name}.parquet"\n' for name in tables)
    (folder / "study.toml").write_text(SETTINGS.format(sources=sources), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exact")
    return {"payments": write(folder / "payments"), "fees": write(folder / "fees", payments=False)}


@pytest.fixture
def opened(monkeypatch):
    """Opens a study whose engine has so many threads."""
    def make(folder, threads):
        def connected(**settings):
            engine = connect(**settings)
            engine.execute(f"SET threads = {threads}")
            return engine

        monkeypatch.setattr(embedded, "connect", connected)
        return cxlib.open_study(folder)

    return make


def as_bytes(frame):
    """Every digit of a table; rows of customers in the order of their names."""
    frame = frame.sort_index() if frame.index.name == "customer_id" else frame
    return pd.util.hash_pandas_object(frame).to_numpy().tobytes(), frame.to_json(double_precision=15, orient="split")


def everything(study):
    found = {f"counts: {name}": as_bytes(make(study)) for name, make in COUNTS.items() if name != "behaviour" or study.has("transactions")}
    return found | {f"finding: {name}": as_bytes(make(study).table) for name, make in FINDINGS.items()}


@pytest.mark.parametrize(("kind", "times"), [("payments", 2), ("fees", 1)])
def test_threads_do_not_change_a_digit(folders, opened, kind, times):
    once = everything(opened(folders[kind], 1))
    for _ in range(times):
        again = everything(opened(folders[kind], 8))
        assert [name for name in once if again[name] != once[name]] == []


HOSTILE = {
    "cents": [0.01, 0.1, 0.2, 19.99, -0.07] * 400, "large and small": [1e12, 0.01, 1e12, 0.03, -1e12] * 200,
    "a refund of all": [0.1] * 10 + [-1.0], "no digit fits": [1e300, 1.0, -1e300, 3.0], "tiny": [1e-40, 2e-40, 5e-41], "whole": list(range(1, 2000)),
    "zeros": [0.0] * 5, "not known": [None, 0.25, None, 0.5], "one": [1234567.89],
}


@pytest.fixture(scope="module")
def engine():
    with connect() as engine:
        yield engine


def summed(engine, values, power=1, where=""):
    """The exact sum of a power of values, with the bound that a view would give it."""
    engine.execute("CREATE OR REPLACE TEMP TABLE given AS SELECT unnest(?::DOUBLE[]) AS x", [list(values)])
    largest = max((abs(value) for value in values if value is not None), default=0.0)
    one = Exact(" * ".join("x" * power), math.prod([largest] * power) * len(values), where)
    return engine.execute(f"SELECT {one} FROM given").fetchall()[0][0]


@pytest.mark.parametrize("power", [1, 2, 3])
@pytest.mark.parametrize("name", HOSTILE)
def test_the_sum_is_that_of_fractions(engine, name, power):
    values = HOSTILE[name]
    known = [math.prod([value] * power) for value in values if value is not None]
    if not all(map(math.isfinite, known)):
        assert not math.isfinite(summed(engine, values, power)), "nothing is said to be exact, and nothing is refused"
        return
    exact, size = sum(map(Fraction, known)), sum(abs(Fraction(value)) for value in known)
    found = Fraction(summed(engine, values, power))
    # A step is 124 bits below the largest sum that could be.
    assert abs(found - exact) <= abs(exact) * Fraction(1, 2**52) + size * len(values) * Fraction(1, 2**110)
    if name not in ("large and small", "no digit fits"):
        assert float(found) == pytest.approx(math.fsum(known), rel=2**-52, abs=0)


def test_cents_beside_large_amounts_keep_every_digit(engine):
    assert summed(engine, [1e12, 0.01, -1e12]) == 0.01
    assert summed(engine, [0.1] * 10) == 1.0 and summed(engine, [0.1, 0.2, 0.3]) == math.fsum([0.1, 0.2, 0.3])


def test_nothing_adds_up_to_nothing(engine):
    assert summed(engine, []) is None and summed(engine, [None]) is None and summed(engine, [0.0, 0.0]) == 0.0
    assert summed(engine, [1.5, -2.5, 4.0], where="x < 0") == -2.5 and summed(engine, [1.5], where="x < 0") is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e15, 1e15, allow_nan=False), min_size=1, max_size=60), st.randoms())
def test_any_order_gives_the_same_digits(engine, values, random):
    once = summed(engine, values, 3)
    random.shuffle(values)
    assert summed(engine, values, 3) == once


def test_a_bound_that_is_four_times_too_small_still_holds(engine):
    assert engine.execute(f"SELECT {Exact('x', 2.0**70)} FROM (SELECT 2.0::DOUBLE ** 70 AS x FROM range(4))").fetchall() == [(2.0**72,)]


@pytest.mark.parametrize(("largest", "unit"), [(0.0, 1.0), (1.0, 1.0), (0.3, 0.5), (5e11, 2.0**39), (3.0, 4.0)])
def test_amounts_are_counted_in_a_power_of_two(engine, largest, unit):
    assert engine.execute(f"SELECT {power_above('max(x)')} FROM (SELECT ?::DOUBLE AS x)", [largest]).fetchall() == [(unit,)]


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e9])
def test_revenue_is_that_of_plain_arithmetic(tiny_study, scale):
    """Sums, squares and cubes of what each paid, whatever the size of amounts; refunds below zero too."""
    rng = np.random.default_rng(3)
    rows = pd.DataFrame({"customer_id": rng.choice([f"c{i}" for i in range(30)], 200), "at": rng.choice(["2026-01-10", "2026-04-20"], 200),
                         "amount": np.round(rng.lognormal(3, 2, 200) * rng.choice([1, 1, -0.5], 200), 2) * scale})
    study = tiny_study(transactions=rows, questions={}, settings="as_of = 2026-07-01")
    each = rows.groupby(["at", "customer_id"])["amount"].agg(math.fsum)
    counts = study.revenue_counts().set_index("period")
    for period, at in (("2026Q1", "2026-01-10"), ("2026Q2", "2026-04-20")):
        for power, name in enumerate(["amount", "amount2", "amount3"], start=1):
            exact = sum(Fraction(amount) ** power for amount in each[at])
            assert counts.at[period, name] == pytest.approx(float(exact), rel=1e-13)


@pytest.mark.parametrize("amounts", [[], [0.0, 0.0], [-5.5, -0.5], [1e12, 0.01]])
def test_revenue_of_nothing_of_zeros_and_of_refunds_alone(tiny_study, amounts):
    rows = [{"customer_id": f"c{place}", "at": f"2026-0{month}-10", "amount": amount} for month in (1, 4) for place, amount in enumerate(amounts)]
    rows = rows or [{"customer_id": "c0", "at": "2026-09-01", "amount": 5.5}]  # after the day: no row is seen
    seen = [{"customer_id": "c0", "at": "2026-01-05", "stage": "look"}]
    study = tiny_study(transactions=rows, touchpoints=seen, questions={}, settings="as_of = 2026-07-01",
                       customers=[{"customer_id": "c0", "joined_at": "2026-01-02"}, {"customer_id": "c1", "joined_at": "2026-01-02"}])
    counts = study.revenue_counts()
    assert counts["amount"].tolist() == [sum(amounts)] * len(counts)
    again = study.revenue_retention_counts()
    assert again["before"].fillna(0).max() == (sum(amounts) if sum(amounts) > 0 else 0) if len(again) else True
    assert study.features()["spend"].fillna(0).tolist() == [2 * amount for amount in amounts] or not amounts


def test_what_was_asked_before_does_not_change_a_digit():
    """A cube adds up a slice in the same order, whichever sums it holds already."""
    rng = np.random.default_rng(0)
    levels = {"a": "abcdefgh", "b": "xyz", "c": "12345", "d": "pqrstuvwxyz", "period": "123"}
    frame = pd.MultiIndex.from_product(map(list, levels.values()), names=list(levels)).to_frame(index=False)
    frame = frame.assign(n=1, w=rng.lognormal(0, 1, len(frame)))
    asked = [(Slice({"a": ("a", "b")}), ["period"]), (Slice({"b": ("x",)}), ["a", "period"]), (EVERYONE, ["period"]),
             (Slice({"c": ("1",), "d": ("p", "q")}), ["b", "period"]), (EVERYONE, ["d"]), (Slice({"a": ("c",)}), ["b", "c"])]
    fresh = [as_bytes(cube_of(frame, list("abcd"), ["period"], ["n", "w"]).counts(*one)) for one in asked]
    for order in itertools.islice(itertools.permutations(range(len(asked))), 0, None, 13):
        cube = cube_of(frame, list("abcd"), ["period"], ["n", "w"])
        assert all(as_bytes(cube.counts(*asked[place])) == fresh[place] for place in order)


# Sums in SQL that are of whole numbers; any other sum of rows must be an Exact one.
WHOLE = {"bought", "refunded", "early", "lines", "contacts", "contacts * contacts", "unheard", "times", "amount_steps", "paid_steps"}
WHOLE_STARTS = ("CASE WHEN ", "(hour < 11)")  # of flags
INEXACT = re.compile(r"\b(avg|mean|stddev\w*|var_\w+|variance|corr|regr_\w+|covar\w*|favg|fsum|kahan_sum|skewness|kurtosis)\(", re.IGNORECASE)


def sql_in(path):
    """Texts of a module in which the rest of a query could be, in the order of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and isinstance(node.body[0], ast.Expr)}
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said]


@pytest.mark.parametrize("path", [path for path in modules() if "store" not in path.parts], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_query_adds_fractions_in_the_order_of_rows(path):
    for text in sql_in(path):
        for found in re.finditer(r"\bsum\(", text):
            rest = text[found.end() :]
            plain = rest.split(")")[0] in WHOLE or rest.startswith(WHOLE_STARTS)
            assert plain, f"{path.relative_to(ROOT)}: sum({rest[:40]} depends on threads if it is of fractions: use cxlib.store.Exact, or add it to WHOLE"
        assert not INEXACT.search(text), f"{path.relative_to(ROOT)}: {INEXACT.search(text)[0]}...) depends on threads: use cxlib.store.Exact and divide"


@pytest.mark.xdist_group("spark")
@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None or shutil.which("java") is None, reason="Spark or Java is not installed")
def test_spark_gives_the_same_sums(engine):
    from cxlib.store.spark import Spark

    rng = np.random.default_rng(1)
    table = pa.table({"x": np.concatenate([rng.lognormal(0, 8, 4000), [1e12, -1e12, 0.01]]), "g": rng.integers(0, 3, 4003)})
    most = float(np.abs(table["x"].to_numpy()).max())
    products = {"x": most, "x * x": most**2, "x * x * x": most**3}
    query = f"SELECT g, {', '.join(f'{Exact(sql, size * 4003)} AS y{place}' for place, (sql, size) in enumerate(products.items()))}, " \
            f"{Exact('x', most * 4003, 'x < 0')} AS below, {power_above('max(abs(x))')} AS unit FROM rows_ GROUP BY g ORDER BY g"
    engine.register("rows_", table)
    spark = Spark("local[2]")
    spark.register("rows_", table)
    here, there = engine.sql(query).df(), spark.frame(query)
    assert np.allclose(here, there, rtol=1e-15, atol=0, equal_nan=True)
