"""Sentences about what each metric means, and revenue and repeat customers."""

TEXT: dict[str, dict[str, str]] = {}
