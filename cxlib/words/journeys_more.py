"""Sentences about where the lost went, windows, and consistency of places."""

TEXT: dict[str, dict[str, str]] = {}
