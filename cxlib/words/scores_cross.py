"""Sentences about cross-tables and workbooks."""

TEXT: dict[str, dict[str, str]] = {}
