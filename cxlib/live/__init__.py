"""A finding and a slicer in a browser: what they show as data, and the one script that draws it everywhere."""

from .about import about, base_text
from .answering import Sides, answer, answer_of, sides
from .content import content, says, table_of
from .picture import picture
from .scripts import script, styles

__all__ = ["Sides", "about", "answer", "answer_of", "base_text", "content", "picture", "says", "script", "sides", "styles", "table_of"]
