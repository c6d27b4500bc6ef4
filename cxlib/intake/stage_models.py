"""Ready models of a journey: which stages they have, and how a company's own stages fall into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..errors import ArgumentError, StudyError, choose, unknown

__all__ = ["OWN_MODEL", "STAGE_MODELS", "stages_in"]

OWN_MODEL = "own"
STAGE_MODELS: dict[str, tuple[str, ...]] = {
    "seven": ("need", "search", "explore", "connect", "purchase", "confirm", "loyal"),
    "four": ("awareness", "consideration", "decision", "loyalty"),
    "five_es": ("entice", "enter", "engage", "exit", "extend"),
}
_FROM_SEVEN = {
    "four": ("awareness", "consideration", "consideration", "decision", "decision", "decision", "loyalty"),
    "five_es": ("entice", "entice", "enter", "engage", "engage", "exit", "extend"),
}


def stages_in(
    model: str, stages: Sequence[str], given: Mapping[str, str], *, where: str = "", error: type[StudyError] = ArgumentError
) -> dict[str, str]:
    """The stage of a model that each of a company's own stages falls into.

    A stage goes where `given` says; else to the stage of the model that has its name; else, where it is one of the
    seven, to its usual place.

    Parameters
    ----------
    model : {"seven", "four", "five_es", "own"}
    stages : the company's stages in order
    given : own stage -> stage of the model
    where, error : what an error names, and its type

    Raises
    ------
    StudyError
        For an unknown model or stage, a stage without a place, or places that run backwards; of the type `error`.

    Examples
    --------
    >>> stages_in("four", ["search", "till"], {"till": "decision"})
    {'search': 'consideration', 'till': 'decision'}
    """
    choose("model of stages", model, (OWN_MODEL, *STAGE_MODELS), where=where, error=error)
    at = f"{where}, as: " if where else ""
    for stage in given:
        if stage not in stages:
            raise error(f"{at}{unknown('stage', stage, stages)}")
    if model == OWN_MODEL:
        return {stage: stage for stage in stages}
    wanted = STAGE_MODELS[model]
    usual = dict(zip(STAGE_MODELS["seven"], _FROM_SEVEN.get(model, STAGE_MODELS["seven"]), strict=True))
    found: dict[str, str] = {}
    for stage in stages:
        goal = given.get(stage) or (stage if stage in wanted else usual.get(stage, ""))
        if not goal:
            raise error(f'{at}the stage "{stage}" has no place in the model "{model}"; write {stage} = one of: {", ".join(wanted)}')
        if goal not in wanted:
            raise error(f'{at}{unknown(f"stage of {model}", goal, wanted)}')
        if found and wanted.index(goal) < wanted.index(list(found.values())[-1]):
            raise error(f'{at}"{stage}" stands after "{list(found)[-1]}", but its place "{goal}" comes before "{list(found.values())[-1]}"')
        found[stage] = goal
    return found
