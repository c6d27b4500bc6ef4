"""Words of presenter."""

TEXT: dict[str, dict[str, str]] = {}
