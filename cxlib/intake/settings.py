"""`study.toml` as a checked value."""

from __future__ import annotations

import datetime as dt
import tomllib
import unicodedata
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..codebook import Question, read_codebook
from ..contract import TABLES
from ..errors import SettingsError, check_keys, choose, unknown
from ..words import LANGUAGES
from . import typed
from .crosswalk import Crosswalk, read_crosswalks
from .databases import placed
from .engine import Engine, read_engine
from .gating import Gating, read_gating
from .privacy import Privacy, read_privacy
from .sources import Source, read_sources
from .stage_models import OWN_MODEL, STAGE_MODELS, stages_in
from .weighting import Weights, read_weights

__all__ = ["OWN_COLUMNS", "PERIODS", "Churn", "Journey", "Personas", "Settings", "Source", "read_settings"]

PERIODS = ("month", "quarter", "year", "wave")


@dataclass(frozen=True)
class Journey:
    """The designed journey: stages in order, how long a customer may take, what ends it.

    Attributes
    ----------
    stages, exits, other : stage names in order; those that end a journey for good; those that are neither
    window_days : days from the first stage within which a journey counts as completed
    order : {"loose", "strict", "any"}
    unit : {"customer", "journey"}
    reentry : {"first", "every"}: whether a customer's later passes count too
    owners : stage -> who owns the step
    model : stages in which the journey map is drawn: {"own", "seven", "four", "five_es"}
    stage_as : own stage -> stage of that model
    offline : channels that are offline; None tells by their names
    """

    stages: tuple[str, ...] = ()
    exits: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    window_days: float = 30.0
    order: str = "loose"
    unit: str = "customer"
    reentry: str = "first"
    owners: Mapping[str, str] = field(default_factory=dict)
    model: str = OWN_MODEL
    stage_as: Mapping[str, str] = field(default_factory=dict)
    offline: tuple[str, ...] | None = None

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every stage name that a row may carry; empty when anything goes."""
        return () if "*" in self.other else self.stages + self.exits + self.other


@dataclass(frozen=True)
class Churn:
    """What leaving means here.

    Attributes
    ----------
    kind : {"contract", "silence"}
    silence_days : days without activity that count as gone (kind "silence")
    gap_days, outcome_days : days left for acting, then days watched
    known_from : first day from which leaving was recorded, or None
    trusted : columns or segments that were known on the day, though they look as if they knew the outcome
    """

    kind: str = "silence"
    silence_days: int = 90
    gap_days: int = 14
    outcome_days: int = 90
    known_from: dt.date | None = None
    trusted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Personas:
    """What personas are made of.

    Attributes
    ----------
    features : behaviours that take part, by name; all of them when empty
    columns : further columns of the table of customers that take part, numbers or words
    lookback_days : days of behaviour
    protected : segments that must not be acted on, such as gender; told by their names when empty
    complaints : touchpoints and stages that are complaints; told by their names when empty
    """

    features: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lookback_days: int = 180
    protected: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Everything that `study.toml` says, checked."""

    file: Path
    data: Path
    name: str
    language: str
    currency: str
    timezone: str
    period: str
    as_of: dt.date | None
    segments: tuple[str, ...]
    synthetic: bool
    seed: int
    minimum_base: int
    minimum_share_base: int
    max_rejected: float
    sources: tuple[Source, ...]
    codebook: Mapping[str, Question]
    journey: Journey
    churn: Churn
    costs: Mapping[str, Any]
    engine: Engine = Engine()
    personas: Personas = Personas()
    watch: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    weights: Weights = Weights()
    crosswalk: Mapping[str, Crosswalk] = field(default_factory=dict)
    quality: Gating = Gating()
    privacy: Privacy = Privacy()

    @property
    def kept_columns(self) -> tuple[str, ...]:
        """Columns that are kept beside those of the contract: segments, and what else personas are made of."""
        return tuple(dict.fromkeys((*self.segments, *self.personas.columns)))

    @property
    def folder(self) -> Path:
        """The folder that holds `study.toml`."""
        return self.file.parent


def read_settings(path: str | Path, *, data: str | Path | None = None) -> Settings:
    """The settings of the study at `path` (a folder with study.toml, or the file).

    Parameters
    ----------
    data : path, optional
        Folder that the sources' paths start from; the study's own folder when not given.

    Raises
    ------
    SettingsError
        When the file is missing, is no TOML, or says something unknown; the message names the place.
    """
    file = Path(path)
    file = file / "study.toml" if file.is_dir() else file
    if not file.is_file():
        raise SettingsError(
            f"no study at {path}: there is no study.toml. Make the sample study with: cx sample {path}"
        )
    if file.suffix.lower() != ".toml":
        raise SettingsError(f"{path} is no study; name the folder that holds study.toml, or that file")
    raw = _read_toml(file)
    check_keys(file.name, raw, ("study", "sources", "questions", "journey", "churn", "costs", "personas", "engine", "watch", "weights", "privacy", "crosswalk", "quality"), ("study", "sources"))
    for name in ("study", "questions", "journey", "churn", "costs", "personas", "engine", "watch", "weights", "privacy", "crosswalk", "quality"):
        typed.table(raw, name, file.name)
    study = _study(raw["study"], f"{file.name}, [study]")
    folder = Path(data) if data else file.parent / typed.text(raw["study"], "data", ".", f"{file.name}, [study]")
    if not folder.is_dir():
        raise SettingsError(f"{file.name}: the data folder {folder} does not exist; name it with data or --data")
    codebook = read_codebook(raw.get("questions", {}), where=file.name)
    return Settings(
        file=file.resolve(),
        data=folder.resolve(),
        sources=placed(read_sources(raw["sources"], codebook, f"{file.name}, [[sources]]"), file.resolve().parent),
        codebook=codebook,
        journey=_journey(raw.get("journey", {}), f"{file.name}, [journey]"),
        churn=_churn(raw.get("churn", {}), f"{file.name}, [churn]"),
        costs=_costs(raw.get("costs", {}), f"{file.name}, [costs]"),
        engine=read_engine(raw.get("engine", {}), f"{file.name}, [engine]"),
        personas=_personas(raw.get("personas", {}), f"{file.name}, [personas]"),
        watch=_watch(raw.get("watch", {}), codebook, f"{file.name}, [watch]"),
        crosswalk=read_crosswalks(raw.get("crosswalk", {}), study["segments"], folder, f"{file.name}, [crosswalk]"),
        quality=read_gating(raw.get("quality"), f"{file.name}, [quality]"),
        weights=read_weights(raw.get("weights", {}), study["segments"], f"{file.name}, [weights]"),
        privacy=read_privacy(raw.get("privacy", {}), f"{file.name}, [privacy]"),
        **study,
    )


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        # Composed, as the headings and values of the files are: one name has one spelling.
        return tomllib.loads(unicodedata.normalize("NFC", file.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise SettingsError(f"{file} cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text; save it as UTF-8") from None


_STUDY_KEYS = (
    "name", "language", "currency", "timezone", "period", "as_of", "segments", "synthetic", "seed", "data",
    "minimum_base", "minimum_share_base", "max_rejected",
)


def _study(given: Mapping[str, Any], where: str) -> dict[str, Any]:
    check_keys(where, given, _STUDY_KEYS, ("name",))
    return {
        "name": typed.text(given, "name", "", where),
        "language": choose("language", given.get("language", "en"), LANGUAGES, where=where, error=SettingsError),
        "currency": typed.text(given, "currency", "", where),
        "timezone": _timezone(given, where),
        "period": choose("period", given.get("period", "quarter"), PERIODS, where=where, error=SettingsError),
        "as_of": typed.day(given, "as_of", where),
        "segments": _segments(given, where),
        "synthetic": typed.boolean(given, "synthetic", False, where),
        "seed": typed.whole(given, "seed", 2026, where),
        "minimum_base": typed.whole(given, "minimum_base", 10, where, low=1),
        "minimum_share_base": typed.whole(given, "minimum_share_base", 5, where, low=1),
        "max_rejected": typed.fraction(given, "max_rejected", 0.05, where),
    }


def _timezone(given: Mapping[str, Any], where: str) -> str:
    zone = given.get("timezone", "UTC")
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise SettingsError(f'{where}: no time zone called "{zone}"; write it like "Asia/Ho_Chi_Minh"') from None
    return zone


# Columns of the tables that findings are made of: a segment stands beside them and may not replace one.
OWN_COLUMNS = frozenset(
    """
    adjusted_p after churn_rate contraction expansion now periods_later alarm amount amount2 amount3 at base base_before basis before centre churned complete
    customer customers customers_all day detectable difference direction effective_base end everyone excess_lost exited
    from_stage group high hour joined known letters listed lost low lower_limit measure metric missing month n naive open
    owner p_value period persona quarter question reached rest retained score share start status step
    step_share to_stage unit upper_limit value verdict w w2 wave weight went_on withheld year
    """.split()
) | set(TABLES["customers"])


def _segments(given: Mapping[str, Any], where: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in typed.texts(given, "segments", where))
    for place, name in enumerate(names):
        # Upper and lower case are one name to the engine.
        if name.lower() in (other.lower() for other in names[:place]):
            raise SettingsError(f'{where}: the segment "{name}" is named twice in segments')
        if name.lower() in OWN_COLUMNS:
            raise SettingsError(
                f'{where}: "{name}" is a column of our own tables and cannot be a segment; give it another name and map '
                f'it in its source: columns = {{ my_{name} = "{name}" }}'
            )
        if not name or not name.isprintable():
            raise SettingsError(f"{where}: {name!r} cannot be the name of a segment; write a name on one line")
    return names


def _journey(given: Mapping[str, Any], where: str) -> Journey:
    check_keys(where, given, tuple("as" if name == "stage_as" else name for name in Journey.__dataclass_fields__))
    stages, exits, other = (typed.texts(given, name, where) for name in ("stages", "exits", "other"))
    named = (*stages, *exits, *other)
    for place, stage in enumerate(named):
        if stage in named[:place]:
            raise SettingsError(f'{where}: the stage "{stage}" is named twice')
    owners = typed.strings(given, "owners", where)
    for stage in owners:
        if stage not in stages:
            raise SettingsError(f"{where}, owners: {unknown('stage', stage, stages)}")
    model, stage_as = _model(given, stages, where)
    order = choose("order", given.get("order", "loose"), ("loose", "strict", "any"), where=where, error=SettingsError)
    reentry = choose("reentry", given.get("reentry", "first"), ("first", "every"), where=where, error=SettingsError)
    if order == "any" and reentry == "every":
        raise SettingsError(f'{where}: with order = "any" nothing tells where one pass ends; take reentry = "first", or order = "loose"')
    return Journey(
        stages=stages,
        exits=exits,
        other=other,
        window_days=typed.day_count(given, "window_days", 30.0, where),
        order=order,
        unit=choose("unit", given.get("unit", "customer"), ("customer", "journey"), where=where, error=SettingsError),
        reentry=reentry,
        owners=owners,
        model=model,
        stage_as=stage_as,
        offline=typed.texts(given, "offline", where) if "offline" in given else None,
    )


def _model(given: Mapping[str, Any], stages: tuple[str, ...], where: str) -> tuple[str, dict[str, str]]:
    """The model that the journey map is drawn in, and which of its stages the own ones fall into."""
    model, stage_as = typed.text(given, "model", OWN_MODEL, where), typed.strings(given, "as", where)
    choose("model of stages", model, (OWN_MODEL, *STAGE_MODELS), where=where, error=SettingsError)
    if model == OWN_MODEL and stage_as:
        raise SettingsError(f'{where}, as: says where stages stand in a model, but no model is named; write model = one of: {", ".join(STAGE_MODELS)}')
    if len(set(stages_in(model, stages, stage_as, where=where, error=SettingsError).values())) == 1 < len(stages):
        raise SettingsError(f'{where}, as: all stages fall into one stage of the model "{model}"; a map needs at least two')
    return model, stage_as


def _churn(given: Mapping[str, Any], where: str) -> Churn:
    check_keys(where, given, tuple(Churn.__dataclass_fields__))
    return Churn(
        kind=choose("kind", given.get("kind", "silence"), ("contract", "silence"), where=where, error=SettingsError),
        silence_days=typed.whole(given, "silence_days", Churn.silence_days, where, low=1),
        gap_days=typed.whole(given, "gap_days", Churn.gap_days, where),
        outcome_days=typed.whole(given, "outcome_days", Churn.outcome_days, where, low=1),
        known_from=typed.day(given, "known_from", where),
        trusted=typed.texts(given, "trusted", where),
    )


def _personas(given: Mapping[str, Any], where: str) -> Personas:
    check_keys(where, given, tuple(Personas.__dataclass_fields__))
    columns = typed.texts(given, "columns", where)
    for name in columns:
        if name.lower() in OWN_COLUMNS:
            raise SettingsError(f'{where}, columns: "{name}" is a column of our own tables; map it under another name in its source')
    return Personas(
        features=typed.texts(given, "features", where), columns=columns, protected=typed.texts(given, "protected", where),
        complaints=typed.texts(given, "complaints", where),
        lookback_days=typed.whole(given, "lookback_days", Personas.lookback_days, where, low=30),
    )


def _costs(given: Mapping[str, Any], where: str) -> dict[str, Any]:
    numbers = ("margin_share", "offer", "contact", "success_rate", "discount_rate", "capacity", "refund")
    check_keys(where, given, (*numbers, "serve"))
    found: dict[str, Any] = {name: typed.number(given, name, 0.0, where) for name in given if name != "serve"}
    if "serve" in given:
        serve = typed.table(given, "serve", where)
        found["serve"] = {name: typed.number(serve, name, 0.0, f"{where}, serve") for name in serve}
    return found


def _watch(given: Mapping[str, Any], codebook: Mapping[str, Question], where: str) -> dict[str, dict[str, float]]:
    """Thresholds by question, as people read the score: NPS in points, shares in per cent, means on their scale."""
    check_keys(where, given, ("below", "above"), ())
    found: dict[str, dict[str, float]] = {"below": {}, "above": {}}
    for side in given:
        for name, value in typed.table(given, side, where).items():
            if name not in codebook:
                raise SettingsError(f"{where}, {side}: {unknown('question', name, codebook)}")
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise SettingsError(f"{where}, {side}.{name}: must be a number, such as 30; not {value!r}")
            found[side][name] = float(value)
    return found
