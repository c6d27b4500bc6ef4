"""A first study.toml from a folder of files: what each column likely is, and what only the user can say."""

from .adding import AddedWave, Change, add_wave
from .asking import Doubt
from .deciding import Decided, decided, decided_text
from .folder import Interview, interview
from .writing import study_text

__all__ = ["AddedWave", "Change", "Decided", "Doubt", "Interview", "add_wave", "decided", "decided_text", "interview", "study_text"]
