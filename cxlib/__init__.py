"""CX Workbench: personas, journeys, metric trends and churn from a company's own data.

Heavy packages (matplotlib, scikit-learn, statsmodels) are imported only when an analysis needs them.

Examples
--------
>>> import cxlib
>>> cxlib.Slice({"region": ("Huế",)})
Slice(levels=(('region', ('Huế',)),), periods=None)
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"
__all__ = ["Finding", "Slice", "Study", "StudyError", "open_study"]

_HOME = {
    "Finding": "finding",
    "Slice": "slices",
    "Study": "study",
    "StudyError": "errors",
    "open_study": "study",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
