"""Choosing a slice by hand, and seeing findings follow it."""

from .page import Shown, show
from .slicer import Slicer, slicer
from .view import View, follow, follow_each

__all__ = ["Shown", "Slicer", "View", "follow", "follow_each", "show", "slicer"]
