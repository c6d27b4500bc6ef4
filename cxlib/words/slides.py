"""Words of slides."""

TEXT: dict[str, dict[str, str]] = {}
