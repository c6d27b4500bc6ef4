"""Sentences about the journey map and the touchpoint matrix."""

TEXT: dict[str, dict[str, str]] = {}
