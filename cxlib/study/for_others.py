"""A study as it is shown to others: nothing rests on a small group."""

from __future__ import annotations

from dataclasses import replace

from ..intake import Settings

__all__ = ["SHARE", "for_others"]

SHARE = "CX_SHARE"
"""Set by a run that is to be given away, for the programs that it starts."""


def for_others(settings: Settings) -> Settings:
    """The settings with the minimum bases raised to that of ``[privacy] share_base``."""
    least = settings.privacy.share_base
    return replace(
        settings, minimum_base=max(settings.minimum_base, least), minimum_share_base=max(settings.minimum_share_base, least),
        privacy=replace(settings.privacy, is_shared=True),
    )
