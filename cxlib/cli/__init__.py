"""The command `cx`: init, add-wave, check, pull, forget, sample, run, compare, watch, present, handout, personas, list."""

from . import studies, reports
from .app import app, main, own_notebooks

__all__ = ["app", "main", "own_notebooks", "reports", "studies"]
