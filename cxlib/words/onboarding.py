"""Words of onboarding."""

TEXT: dict[str, dict[str, str]] = {}
