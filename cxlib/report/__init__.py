"""Findings as a page: the quarter's notebooks run, gathered and put in place whole."""

from __future__ import annotations

from .build import Progress, RunResult, run
from .execute import Failure
from .presenter import present
from .workbook import write_workbook

__all__ = ["Failure", "Progress", "RunResult", "present", "run", "write_workbook"]
