"""Sentences about season and forecast."""

TEXT: dict[str, dict[str, str]] = {}
