"""How a finding is drawn."""

from .picture import alt_text, draw, png, svg

__all__ = ["draw", "png", "svg", "alt_text"]
