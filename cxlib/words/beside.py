"""Words of beside."""

TEXT: dict[str, dict[str, str]] = {}
