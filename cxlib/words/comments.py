"""Sentences about what customers wrote."""

TEXT: dict[str, dict[str, str]] = {}
