"""What a file does not say by itself: a question, its possible answers, and why we ask."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Doubt"]


@dataclass(frozen=True)
class Doubt:
    """One thing to decide.

    Attributes
    ----------
    key : str
        Names it in `answers`, such as ``dates:survey.csv``.
    what : str
        The name of a sentence in words, said with `values`.
    values : mapping
    choices : tuple of str
        What can be answered; () where any text will do.
    blocks : bool
        Whether the study stops until it is answered.
    """

    key: str
    what: str
    values: dict
    choices: tuple[str, ...] = ()
    blocks: bool = True
