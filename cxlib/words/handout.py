"""Words of handout."""

TEXT: dict[str, dict[str, str]] = {}
