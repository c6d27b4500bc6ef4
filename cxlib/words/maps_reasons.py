"""Sentences about why customers leave a step."""

TEXT: dict[str, dict[str, str]] = {}
