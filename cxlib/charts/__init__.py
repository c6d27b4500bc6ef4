"""How a finding is drawn."""

from typing import Any

__all__ = ["draw", "png", "svg", "both", "alt_text"]


def __getattr__(name: str) -> Any:
    """Drawing loads with its first use: who only reads what a chart says does without it."""
    if name in __all__:
        from . import picture

        return getattr(picture, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
