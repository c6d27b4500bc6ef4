"""Sentences about early warning and change points."""

TEXT: dict[str, dict[str, str]] = {}
