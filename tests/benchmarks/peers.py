"""One way to answer the journey questions, in a process of its own: `python peers.py WAY FOLDER` prints what it took as JSON.

It imports nothing of ours unless the way is "cx", so that any Python that has the peer's library can run it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

STAGES = ["need", "search", "explore", "connect", "purchase", "confirm", "loyal"]
WINDOW_DAYS, POSITIONS = 30, 10
_DAY = 86_400_000_000


def timed(work):
    """Wall and CPU seconds of the quicker of two runs, and what it gave."""
    best = None
    for _ in range(2):
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        took = (time.perf_counter() - wall, time.process_time() - cpu)
        best = took if best is None or took[1] < best[1] else best
    return {"wall": best[0], "cpu": best[1]}, found


def cx(folder):
    """Ours, over the prepared pieces: numpy kernels, counts added up over pieces."""
    import numpy as np

    import cxlib
    from cxlib.journeys.kernel import passages
    from cxlib.journeys.steps import gaps, step_matrix, transitions
    from cxlib.journeys.tally import edges

    study = cxlib.open_study(folder)
    codes = study.customers()["region"].astype("category").cat.codes.to_numpy()
    as_of, cells = int(np.datetime64(study.as_of, "us").astype("int64")), edges(365)

    def funnel():
        counts = np.zeros((5, len(STAGES)), dtype=np.int64)
        for piece in study.event_pieces(without=("channel", "journey")):
            found = passages(piece, stages=len(STAGES), window_days=WINDOW_DAYS, as_of=as_of)
            key = codes[found.customer].astype(np.int64) * len(STAGES) + found.furthest
            counts += np.bincount(key, minlength=counts.size).reshape(counts.shape)
        return counts[:, ::-1].cumsum(axis=1)[:, ::-1]

    def over(kernel):
        return lambda: sum(kernel(piece) for piece in study.event_pieces(without=("channel", "journey")))

    def matrix(kernel):
        whole = over(kernel)
        return lambda: whole()[: len(STAGES), : len(STAGES)]

    return {
        "funnel": funnel, "transitions": matrix(transitions), "steps": over(lambda piece: step_matrix(piece, steps=POSITIONS)),
        "times": over(lambda piece: gaps(piece, cells=cells)), "cohorts": lambda: study.cohort_counts([]),
    }


def duckdb(folder):
    """The best SQL that we found, on the raw Parquet."""
    import duckdb as engine

    db = engine.connect(config={"temp_directory": folder, "max_temp_directory_size": "20GB"})
    events, people = f"'{folder}/touchpoints.parquet'", f"'{folder}/customers.parquet'"
    coded = f"SELECT customer_id, \"at\", list_position({STAGES}, stage)::TINYINT AS stage FROM {events}"
    steps = ["first AS (SELECT customer_id, min(\"at\") AS s0 FROM e WHERE stage = 1 GROUP BY 1)"]
    for place in range(1, len(STAGES)):
        before = "first" if place == 1 else f"r{place - 1}"
        steps.append(f"r{place} AS (SELECT customer_id, any_value(s0) AS s0, min(\"at\") AS s{place} FROM e JOIN {before} USING (customer_id) "
                     f"WHERE stage = {place + 1} AND \"at\" >= s{place - 1} AND \"at\" <= s0 + INTERVAL {WINDOW_DAYS} DAY GROUP BY 1)")
    reached = " UNION ALL ".join(f"SELECT region, {place} AS stage, count(*) AS n FROM {'first' if place == 0 else f'r{place}'} "
                                 "JOIN p USING (customer_id) GROUP BY 1" for place in range(len(STAGES)))
    follow = f"SELECT stage, \"at\", lead(stage) OVER w AS after, lead(\"at\") OVER w AS later FROM ({coded}) WINDOW w AS (PARTITION BY customer_id ORDER BY \"at\", stage)"
    return {
        "funnel": lambda: db.execute(f"WITH e AS MATERIALIZED ({coded}), p AS (SELECT customer_id, region FROM {people}), {', '.join(steps)} {reached} "
                                     "ORDER BY region, stage").fetchall(),
        "transitions": lambda: db.execute(f"SELECT stage, after, count(*) FROM ({follow}) WHERE after IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2").fetchall(),
        "steps": lambda: db.execute(f"SELECT place, stage, count(*) FROM (SELECT stage, row_number() OVER (PARTITION BY customer_id ORDER BY \"at\", stage) AS place "
                                    f"FROM ({coded})) WHERE place <= {POSITIONS} GROUP BY 1, 2 ORDER BY 1, 2").fetchall(),
        "times": lambda: db.execute(f"SELECT stage, after, quantile_cont(epoch_us(later) - epoch_us(\"at\"), [0.5, 0.9]) FROM ({follow}) WHERE after IS NOT NULL "
                                    "GROUP BY 1, 2 ORDER BY 1, 2").fetchall(),
        "cohorts": lambda: db.execute(f"WITH a AS (SELECT DISTINCT customer_id, year(\"at\") * 4 + quarter(\"at\") AS q FROM {events}), "
                                      "f AS (SELECT customer_id, min(q) AS q0 FROM a GROUP BY 1) "
                                      "SELECT q0, q - q0, count(*) FROM a JOIN f USING (customer_id) GROUP BY 1, 2 ORDER BY 1, 2").fetchall(),
    }


def polars(folder):
    """Polars, lazily from the raw Parquet."""
    import polars as pl

    def events():
        return pl.scan_parquet(f"{folder}/touchpoints.parquet").select(
            "customer_id", "at", pl.col("stage").cast(pl.Enum(STAGES)).to_physical().alias("stage"))

    def follow():
        return events().sort("customer_id", "at", "stage").with_columns(
            after=pl.col("stage").shift(-1), later=pl.col("at").shift(-1), same=pl.col("customer_id") == pl.col("customer_id").shift(-1)).filter("same")

    def funnel():
        rows = events().collect()
        kept = rows.filter(pl.col("stage") == 0).group_by("customer_id").agg(pl.col("at").min().alias("s0")).with_columns(last="s0")
        people = pl.read_parquet(f"{folder}/customers.parquet", columns=["customer_id", "region"])
        counts = [kept.join(people, on="customer_id").group_by("region").len().sort("region")["len"].to_list()]
        for place in range(1, len(STAGES)):
            kept = (rows.filter(pl.col("stage") == place).join(kept, on="customer_id")
                    .filter((pl.col("at") >= pl.col("last")) & (pl.col("at") <= pl.col("s0") + pl.duration(days=WINDOW_DAYS)))
                    .group_by("customer_id").agg(pl.col("s0").first(), pl.col("at").min().alias("last")))
            counts.append(kept.join(people, on="customer_id").group_by("region").len().sort("region")["len"].to_list())
        return [list(row) for row in zip(*counts)]

    return {
        "funnel": funnel,
        "transitions": lambda: follow().group_by("stage", "after").len().sort("stage", "after").collect().rows(),
        "steps": lambda: events().sort("customer_id", "at", "stage").with_columns(place=pl.int_range(pl.len()).over("customer_id"))
        .filter(pl.col("place") < POSITIONS).group_by("place", "stage").len().sort("place", "stage").collect().rows(),
        "times": lambda: follow().with_columns(gap=pl.col("later") - pl.col("at")).group_by("stage", "after")
        .agg(pl.col("gap").median().alias("half"), pl.col("gap").quantile(0.9).alias("most")).sort("stage", "after").collect().rows(),
        "cohorts": lambda: events().select("customer_id", q=pl.col("at").dt.year() * 4 + pl.col("at").dt.quarter()).unique()
        .with_columns(q0=pl.col("q").min().over("customer_id")).group_by("q0", "q").len().sort("q0", "q").collect().rows(),
    }


def pandas(folder):
    """pandas, columns read once and kept."""
    import pandas as pd

    rows = pd.read_parquet(f"{folder}/touchpoints.parquet", columns=["customer_id", "at", "stage"])
    rows["stage"] = pd.Categorical(rows["stage"], STAGES).codes
    people = pd.read_parquet(f"{folder}/customers.parquet", columns=["customer_id", "region"]).set_index("customer_id")["region"]

    def ordered():
        frame = rows.sort_values(["customer_id", "at", "stage"])
        after = frame.shift(-1)
        return frame.assign(after=after["stage"], later=after["at"])[frame["customer_id"] == after["customer_id"]]

    def funnel():
        kept = rows[rows["stage"] == 0].groupby("customer_id")["at"].min().to_frame("s0").assign(last=lambda f: f["s0"])
        counts = [people.reindex(kept.index).value_counts().sort_index().tolist()]
        for place in range(1, len(STAGES)):
            found = rows[rows["stage"] == place].join(kept, on="customer_id", how="inner")
            found = found[(found["at"] >= found["last"]) & (found["at"] <= found["s0"] + pd.Timedelta(days=WINDOW_DAYS))]
            kept = found.groupby("customer_id").agg(s0=("s0", "first"), last=("at", "min"))
            counts.append(people.reindex(kept.index).value_counts().sort_index().tolist())
        return [list(row) for row in zip(*counts)]

    def steps():
        frame = rows.sort_values(["customer_id", "at", "stage"])
        place = frame.groupby("customer_id").cumcount()
        return frame[place < POSITIONS].assign(place=place).groupby(["place", "stage"]).size()

    def cohorts():
        quarter = rows["at"].dt.year * 4 + rows["at"].dt.quarter
        active = pd.DataFrame({"customer_id": rows["customer_id"], "q": quarter}).drop_duplicates()
        return active.assign(q0=active.groupby("customer_id")["q"].transform("min")).groupby(["q0", "q"]).size()

    return {
        "funnel": funnel, "transitions": lambda: ordered().groupby(["stage", "after"]).size(), "steps": steps,
        "times": lambda: (f := ordered()).assign(gap=f["later"] - f["at"]).groupby(["stage", "after"])["gap"].quantile([0.5, 0.9]), "cohorts": cohorts,
    }


def retentioneering(folder):
    """retentioneering 5 with its tracking off; loading is not part of what is timed."""
    os.environ["RETENTIONEERING_NO_TRACK"] = "1"
    import pandas as pd
    from retentioneering.eventstream.eventstream import Eventstream

    rows = pd.read_parquet(f"{folder}/touchpoints.parquet", columns=["customer_id", "at", "stage"])
    rows.columns = ["user_id", "timestamp", "event"]
    stream = Eventstream(rows, schema={"path_cols": ["user_id"], "event_col": "event", "timestamp_col": "timestamp"})
    return {
        "funnel": lambda: stream.funnel_data(STAGES),
        "transitions": lambda: stream.transition_graph_data(),
        "steps": lambda: stream.step_matrix_data(max_steps=POSITIONS),
        "times": lambda: stream.transition_graph_data(edge_weight="time_median"),
    }


def main(way: str, folder: str) -> None:
    """Prepare, time each question, print."""
    wall, cpu = time.perf_counter(), time.process_time()
    questions = globals()[way](folder)
    report = {"way": way, "load": {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}, "tasks": {}, "answers": {}, "failed": {}}
    for name, work in questions.items():
        try:
            report["tasks"][name], found = timed(work)
            report["answers"][name] = plain(way, name, found)
        except Exception as error:  # noqa: BLE001 - a peer that cannot answer is part of the report
            report["failed"][name] = f"{type(error).__name__}: {error}"[:300]
    report["peak_gib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps(report))


def plain(way: str, name: str, found):
    """Counts in one form for all ways: funnel by region x stage, transitions stage x stage, steps by position x stage."""
    if name == "funnel" and way != "retentioneering":
        if way == "duckdb":
            counts = {(region, stage): n for region, stage, n in found}
            return [[counts.get((region, stage), 0) for stage in range(len(STAGES))] for region in sorted({row[0] for row in found})]
        return [[int(cell) for cell in row] for row in (found.tolist() if hasattr(found, "tolist") else found)]
    if name == "transitions" and way == "cx":
        return found.tolist()
    if name == "transitions" and way in ("duckdb", "polars", "pandas"):
        cells = [[0] * len(STAGES) for _ in STAGES]
        rows = found if way != "pandas" else [(a, b, n) for (a, b), n in found.items()]
        for a, b, n in rows:
            cells[int(a) - (way == "duckdb")][int(b) - (way == "duckdb")] = int(n)
        return cells
    return None


if __name__ == "__main__":
    main(*sys.argv[1:3])
