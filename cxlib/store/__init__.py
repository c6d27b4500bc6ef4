"""The prepared tables on an engine (DuckDB embedded); counts.

Each table is sorted by customer and time once, with codes in place of ids and segment names, so that column
names and values from a customer's file never become part of a query's text.
"""

from .build import build, customers_listed, fingerprint
from .cube import MOST_CELLS, Coded, Cube, coded_of
from .engine import CALENDAR, EVENT_TABLES, INDEX_SQL, NOT_KNOWN, PERIOD_SQL
from .exact import Exact, power_above, weight_sum
from .prepared import Store, open_store
from .staging import Staged, file_digest, forget_staged, stage, staged
from .sequences import SortedEvents, joined, taken
from .turns import in_turn, lock
from .view import View

__all__ = [
    "CALENDAR", "Coded", "Cube", "EVENT_TABLES", "Exact", "INDEX_SQL", "MOST_CELLS", "NOT_KNOWN", "PERIOD_SQL", "SortedEvents", "Staged", "Store", "View", "build", "coded_of", "customers_listed",
    "file_digest", "fingerprint", "forget_staged", "in_turn", "joined", "lock", "open_store", "power_above", "stage", "staged", "taken", "weight_sum",
]
