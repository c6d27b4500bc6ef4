"""A claim: what was measured, what it should be, and whether it holds."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True)
class Claim:
    """One measured figure beside its target.

    Parameters
    ----------
    better : {"lower", "higher"}
        Which side of the target is good.
    """

    name: str
    figure: float
    target: float
    unit: str
    better: str = "lower"

    @property
    def holds(self) -> bool:
        """Whether the figure reaches its target."""
        return bool(self.figure <= self.target if self.better == "lower" else self.figure >= self.target)

    def __str__(self) -> str:
        sign = "at most" if self.better == "lower" else "at least"
        verdict = "holds" if self.holds else "falls short"
        return f"{self.name}: {self.figure:.4g} {self.unit} (target: {sign} {self.target:g} {self.unit}) {verdict}"


def report(part: str, claims: list[Claim]) -> bool:
    """Print each claim, keep them as JSON, and say whether all hold."""
    for claim in claims:
        print(claim, flush=True)
    OUT.mkdir(exist_ok=True)
    rows = [{**asdict(claim), "holds": claim.holds} for claim in claims]
    machine = {"python": platform.python_version(), "machine": platform.machine(), "claims": rows}
    (OUT / f"{part}.json").write_text(json.dumps(machine, indent=1), encoding="utf-8")
    return all(claim.holds for claim in claims)
