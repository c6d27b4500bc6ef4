"""`python -m tests.benchmarks [PART]`: measure the claims of a part, or of all."""

from __future__ import annotations

import importlib
import sys

from .claims import report

PARTS = ("front", "scores", "worlds", "drivers", "trends", "forecasts", "comments", "censoring", "answers", "journeys", "slicing", "slicing_browser", "presenting", "handout", "reports", "spark", "personas", "churn", "intake", "intake_fuzz")


def main(part: str = "all") -> int:
    """Measure; 0 when every claim holds, 1 when any falls short, 2 for an unknown part."""
    if part not in ("all", *PARTS):
        print(f'no benchmarks for a part called "{part}". Choose from: all, {", ".join(PARTS)}.', file=sys.stderr)
        return 2
    chosen = PARTS if part == "all" else (part,)
    results = [report(name, importlib.import_module(f"{__package__}.{name}").claims()) for name in chosen]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
