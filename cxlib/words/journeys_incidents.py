"""Sentences about incidents in the journey."""

TEXT: dict[str, dict[str, str]] = {}
