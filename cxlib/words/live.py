"""Words of live."""

TEXT: dict[str, dict[str, str]] = {}
