"""One way to bring one table in, in a process of its own: `python intake_one.py WAY FOLDER` prints what it took and found as JSON.

Ways: "cx" reads, maps and checks; "cx-staged" writes the accepted rows too; "pandas" and "pandas-pyarrow" do the same checks in pandas,
every one over whole columns, with the parser of pandas itself or that of Arrow.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

STAGES = ["need", "search", "explore", "connect", "purchase", "confirm", "loyal"]
ZONE = "Asia/Ho_Chi_Minh"


def cx(folder: Path, *, staged: bool = False) -> dict:
    """Ours."""
    from cxlib import intake
    from cxlib.store import stage

    settings = intake.read_settings(folder)
    source = settings.sources[0]
    one = intake.SourceFile(settings, source, intake.files_of(source, settings.data)[0], intake.Listed())
    if staged:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            stage(Path(scratch), source.table, "mark", one.batches(), one.about)
    else:
        for _ in one.batches():
            pass
    return one.about()["count"]


def in_pandas(folder: Path, *, engine: str = "c") -> dict:
    """The same checks in pandas: texts trimmed and composed, ids there, times in the study's zone, years, stages, scores, repeated rows."""
    import numpy as np
    import pandas as pd

    table, path = next((name, folder / f"{name}.csv") for name in ("touchpoints", "responses") if (folder / f"{name}.csv").is_file())
    rows = pd.read_csv(path, dtype="str", engine=engine)
    reasons = pd.Series("", index=rows.index, dtype="str")
    for name in rows.columns:
        text = rows[name].str.strip().str.normalize("NFC")
        rows[name] = text.where(text != "")
        zero = rows[name].str.contains("\x00", regex=False).fillna(False)
        reasons[zero] += f"{name}: the text holds a byte of zero; "
    reasons[rows["customer_id"].isna()] += "customer_id may not be blank; "
    naive = pd.to_datetime(rows["at"], format="ISO8601", errors="coerce")
    wrong = naive.isna()
    reasons[wrong] += "at: " + rows.loc[wrong, "at"].fillna("") + " is not a date or time; "
    local = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="shift_forward")
    odd = ~local.dt.year.between(1970, 2100) & ~wrong
    reasons[odd] += "at: the year of " + rows.loc[odd, "at"] + " cannot be right; "
    if table == "touchpoints":
        strange = ~rows["stage"].isin(STAGES)
        reasons[strange] += "stage: the stage is not one of the journey; "
    else:
        score = pd.to_numeric(rows["score"], errors="coerce")
        no_number = score.isna() & rows["score"].notna()
        reasons[no_number] += "score: " + rows.loc[no_number, "score"] + " is not a number; "
        outside = (score < 0) | (score > 10)
        reasons[outside] += "score: " + rows.loc[outside, "score"] + " lies outside of the scale 0 to 10; "
        broken = (score != np.round(score)) & score.notna() & ~outside
        reasons[broken] += "score: " + rows.loc[broken, "score"] + " is not a whole step; "
        unknown = rows["question"] != "recommend"
        reasons[unknown] += "question: no such question; "
        rows["score"], rows["weight"] = score, 1.0
    rows["at"], rows["day"], rows["hour"] = local.dt.tz_convert("UTC"), naive.dt.normalize(), naive.dt.hour
    bad = reasons != ""
    rejected = rows[bad].assign(reasons=reasons[bad], row=np.flatnonzero(bad) + 2)
    accepted = rows[~bad]
    return {"read": len(rows), "accepted": len(accepted), "rejected": len(rejected), "repeated": int(accepted.duplicated().sum())}


WAYS = {"cx": cx, "cx-staged": lambda folder: cx(folder, staged=True), "pandas": in_pandas, "pandas-pyarrow": lambda folder: in_pandas(folder, engine="pyarrow")}


def main(way: str, folder: str) -> None:
    """Print seconds, peak memory and counts."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = WAYS[way](Path(folder))
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    print(json.dumps({**took, "found": {name: found[name] for name in ("read", "accepted", "rejected", "repeated")}, "about": found.get("repeated_about", False)}))


if __name__ == "__main__":
    main(*sys.argv[1:3])
