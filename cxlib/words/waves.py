"""Words of waves."""

TEXT: dict[str, dict[str, str]] = {}
