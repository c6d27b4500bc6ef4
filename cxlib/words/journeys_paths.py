"""Sentences about paths, transitions and removal effects."""

TEXT: dict[str, dict[str, str]] = {}
