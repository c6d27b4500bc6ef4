"""Words of watch."""

TEXT: dict[str, dict[str, str]] = {}
