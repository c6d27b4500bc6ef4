"""The prepared tables on an engine (DuckDB embedded); counts.

Each table is sorted by customer and time once, with codes in place of ids and segment names, so that column
names and values from a customer's file never become part of a query's text.
"""

from .build import build, fingerprint
from .engine import CALENDAR, EVENT_TABLES, INDEX_SQL, NOT_KNOWN, PERIOD_SQL
from .prepared import Store, open_store
from .view import SortedEvents, View

__all__ = [
    "CALENDAR", "EVENT_TABLES", "INDEX_SQL", "NOT_KNOWN", "PERIOD_SQL", "SortedEvents", "Store", "View", "build", "fingerprint", "open_store",
]
