"""One answer as a value."""

from .answer import DRAWN, MIME, STATUSES, Finding, table_html
from .beside import beside
from .chart import Chart
from .layout import Entry, Layout
from .withholding import withhold

__all__ = ["DRAWN", "MIME", "STATUSES", "Chart", "Entry", "Finding", "Layout", "beside", "table_html", "withhold"]
