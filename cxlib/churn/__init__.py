"""Who may leave next, early enough to act, and how far to trust it."""
from .model import VERDICTS, ChurnModel, fit
from .outcome import ChurnTable, table
