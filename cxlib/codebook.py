"""What each question means: metric, scale, direction, missing codes, wording, owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import SettingsError, check_keys, choose

__all__ = ["METRICS", "Question", "read_codebook"]

METRICS = ("nps", "csat", "ces", "rating")
_KEYS = (
    "metric", "scale", "high_is", "missing", "top_box", "asks", "wording", "stage", "touchpoint", "channel", "owner",
)


@dataclass(frozen=True)
class Question:
    """One survey question, with everything that a wrong guess would turn into a wrong number.

    Attributes
    ----------
    name : str
    metric : {"nps", "csat", "ces", "rating"}
    low, high : int
        Ends of the scale that answers were given on.
    high_is : {"good", "bad"}
    missing : tuple of int
        Codes that mean "no answer".
    top_box : int or None
        How many boxes at the good end count as satisfied (csat).
    asks : {"ease", "effort", None}
        For ces: what the question asks. Effort is shown turned round, as ease.
    wording : mapping of language to text
    stage, touchpoint, channel, owner : str
    """

    name: str
    metric: str
    low: int
    high: int
    high_is: str
    missing: tuple[int, ...] = ()
    top_box: int | None = None
    asks: str | None = None
    wording: Mapping[str, str] = field(default_factory=dict)
    stage: str = ""
    touchpoint: str = ""
    channel: str = ""
    owner: str = ""

    @property
    def turned(self) -> bool:
        """Whether scores are shown turned round, so that higher is better."""
        return self.high_is == "bad"

    def shown(self, score):
        """Scores as they are shown: turned round where high is bad (1 on a 1-5 effort scale becomes 5).

        Examples
        --------
        >>> Question("effort", "ces", 1, 5, "bad", asks="effort").shown(1)
        5
        """
        return self.low + self.high - score if self.turned else score

    def text(self, language: str) -> str:
        """The wording in `language`, else in any language, else the name."""
        return self.wording.get(language) or next(iter(self.wording.values()), self.name)


def read_codebook(tables: Mapping[str, Mapping[str, Any]], *, where: str = "study.toml") -> dict[str, Question]:
    """The questions declared in ``[questions.NAME]`` tables.

    Raises
    ------
    SettingsError
        When a declaration is incomplete, unknown or contradicts itself: NPS off 0-10, a CES without `asks`,
        a CSAT off five points without `top_box`, a missing code inside of the scale.

    Examples
    --------
    >>> q = read_codebook({"recommend": {"metric": "nps", "scale": [0, 10], "high_is": "good"}})
    >>> q["recommend"].high
    10
    """
    if not isinstance(tables, Mapping):
        raise SettingsError(f"{where}: declare each question in its own [questions.NAME]; not {tables!r}")
    return {name: _question(name, given, f"{where}, [questions.{name}]") for name, given in tables.items()}


def _question(name: str, given: Mapping[str, Any], where: str) -> Question:
    check_keys(where, given, _KEYS, required=("metric", "scale", "high_is"))
    metric = choose("metric", given["metric"], METRICS, where=where, error=SettingsError)
    low, high = _scale(given["scale"], where)
    high_is = choose("direction", given["high_is"], ("good", "bad"), where=where, error=SettingsError)
    missing = _missing(given.get("missing", []), low, high, where)
    _check_nps(metric, low, high, high_is, where)
    for key in ("stage", "touchpoint", "channel", "owner"):
        if not isinstance(given.get(key, ""), str):
            raise SettingsError(f"{where}: {key} must be text in quotes, not {given[key]!r}")
    return Question(
        name=name,
        metric=metric,
        low=low,
        high=high,
        high_is=high_is,
        missing=missing,
        top_box=_top_box(metric, given, low, high, where),
        asks=_asks(metric, given, high_is, where),
        wording=_wording(given.get("wording", {}), where),
        **{key: given.get(key, "") for key in ("stage", "touchpoint", "channel", "owner")},
    )


def _scale(scale: Any, where: str) -> tuple[int, int]:
    whole = isinstance(scale, list) and len(scale) == 2 and all(type(end) is int for end in scale)
    if not whole or scale[0] >= scale[1]:
        raise SettingsError(f"{where}: scale must be two whole numbers, low then high, such as [0, 10]; not {scale!r}")
    return scale[0], scale[1]


def _missing(codes: Any, low: int, high: int, where: str) -> tuple[int, ...]:
    if not isinstance(codes, list) or not all(type(code) is int for code in codes):
        raise SettingsError(f"{where}: missing must be a list of whole numbers, such as [0, 99]; not {codes!r}")
    for code in codes:
        if low <= code <= high:
            raise SettingsError(f"{where}: the missing code {code} lies inside of the scale {low} to {high}")
    return tuple(codes)


def _wording(given: Any, where: str) -> dict[str, str]:
    wording = {"": given} if isinstance(given, str) else given
    if not isinstance(wording, Mapping) or not all(isinstance(text, str) for text in wording.values()):
        raise SettingsError(
            f'{where}: wording must be text, or a table such as {{ en = "...", vi = "..." }}; not {given!r}'
        )
    return dict(wording)


def _check_nps(metric: str, low: int, high: int, high_is: str, where: str) -> None:
    if metric != "nps":
        return
    if (low, high) != (0, 10):
        raise SettingsError(
            f'{where}: NPS is asked from 0 to 10, not {low} to {high}. Declare this question as metric = "rating": '
            "it is kept under its own name and not trended with NPS."
        )
    if high_is != "good":
        raise SettingsError(f'{where}: on an NPS question high is good; set high_is = "good"')


def _top_box(metric: str, given: Mapping[str, Any], low: int, high: int, where: str) -> int | None:
    points = high - low + 1
    if metric != "csat":
        if "top_box" in given:
            raise SettingsError(f'{where}: top_box belongs to metric = "csat" only')
        return None
    box = given.get("top_box", 2 if points == 5 else None)
    if box is None:
        raise SettingsError(
            f"{where}: on {points} points there is no agreed top box; "
            "say how many boxes count as satisfied, for example top_box = 2"
        )
    if type(box) is not int or not 1 <= box < points:
        raise SettingsError(f"{where}: top_box must be a whole number from 1 to {points - 1}, not {box!r}")
    return box


def _asks(metric: str, given: Mapping[str, Any], high_is: str, where: str) -> str | None:
    if metric != "ces":
        if "asks" in given:
            raise SettingsError(f'{where}: asks belongs to metric = "ces" only')
        return None
    if "asks" not in given:
        raise SettingsError(f'{where}: say what the question asks: asks = "ease" (high is easy) or asks = "effort"')
    asks = choose("instrument", given["asks"], ("ease", "effort"), where=where, error=SettingsError)
    right = "good" if asks == "ease" else "bad"
    if high_is != right:
        raise SettingsError(f'{where}: asks = "{asks}" means high is {right}, but high_is says "{high_is}"')
    return asks
