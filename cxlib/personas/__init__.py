"""Which kinds of customer there are, how stable that is, who is not our customer."""

from .cards import profile, sizes, structure
from .fit import who_is_not
from .kinds import Personas, find, segment, separate

__all__ = ["Personas", "find", "profile", "segment", "separate", "sizes", "structure", "who_is_not"]
