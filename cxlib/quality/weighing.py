"""What weighting costs and what it mends."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold
from ..study.raking import weights_by_wave

__all__ = ["margins", "weights"]


def weights(study) -> Finding:
    """By wave: how many respondents the weighted ones are worth, the design effect, and the largest weight.

    Returns
    -------
    Finding
        Columns ``period``, ``base`` (respondents), ``effective_base`` (Kish), ``deff`` (how many times as many are needed as
        without weights), ``largest`` (weight, as a multiple of the mean), ``raked``, ``withheld``.

    References
    ----------
    Kish 1965, Survey Sampling, section 11.7.
    """
    language, study = study.language, study.in_focus()
    asked = words.say("quality.weights.question", language)
    if not study.has("responses"):
        return study.not_available("quality.weights", asked, "responses")
    sums = weights_by_wave(study)
    if sums.empty:
        return study.nobody("quality.weights", asked)
    effective = intervals.effective_n(sums["w"].to_numpy(), sums["w2"].to_numpy())
    raked = _raked(study)
    table = pd.DataFrame({
        "period": sums["period"], "base": sums["n"].astype(float), "effective_base": effective, "deff": sums["n"] / effective,
        "largest": sums["most"] * sums["n"] / sums["w"], "raked": [bool(raked.get(wave, False)) for wave in sums["period"]],
    })
    minimum = study.settings.minimum_share_base
    table = withhold(table, minimum=minimum, columns=("base", "effective_base", "deff", "largest"))
    lead = table.iloc[-1]
    small = bool(lead["withheld"])
    key = "too_few" if small else "none" if np.isclose(lead["deff"], 1) else "told"
    sentence = words.say(f"quality.weights.{key}", language, wave=lead["period"], n=lead["base"], effective=lead["effective_base"],
                         deff=lead["deff"], largest=lead["largest"], minimum=minimum)
    return study.finding(
        "quality.weights", question=asked, sentence=sentence, table=table, base=0 if small else int(lead["base"]),
        chart=Chart("line", x="period", y="deff", unit="number", reference=1.0, y_label=words.say("quality.weights.axis", language),
                    reference_label=words.say("quality.weights.reference", language)),
        formats={"deff": "number", "largest": "number"}, status="cannot_tell" if small else "answered", caveats=_weights_notes(study),
    )


def margins(study) -> Finding:
    """The margins that answers are raked to: the share of each level before and after, by wave.

    Returns
    -------
    Finding
        Columns ``segment``, ``level``, ``period``, ``base`` (respondents), ``before`` (share under the weights that came),
        ``difference`` (of that from the known share), ``value`` (under the raked ones), ``known_share``, ``withheld``.
    """
    language, study = study.language, study.in_focus()
    asked = words.say("quality.margins.question", language)
    if not study.settings.weights.margins or study.view.factors is None:
        sentence = words.say("quality.margins.none", language)
        return study.finding("quality.margins", question=asked, sentence=sentence, table=pd.DataFrame(), status="not_available")
    names, told = study.view.factors
    cells = told.to_pandas().rename(columns={f"l{place}": name for place, name in enumerate(names)})
    cells = cells[cells["period"].isin(study.waves)]
    if cells.empty:
        return study.nobody("quality.margins", asked)
    table = pd.concat([_margin(cells, name, shares) for name, shares in study.settings.weights.margins.items()], ignore_index=True)
    now = table[table["period"] == table["period"].iloc[-1]]
    worst = now.loc[(now["before"] - now["known_share"]).abs().idxmax()]
    left = float((now["value"] - now["known_share"]).abs().max())
    key = "left" if left > 1e-6 else "told"
    sentence = words.say(f"quality.margins.{key}", language, wave=worst["period"], level=worst["level"], before=worst["before"], target=worst["known_share"],
                         left=left, n=cells.loc[cells["period"] == worst["period"], "n"].sum())
    table = withhold(table, minimum=study.settings.minimum_share_base, within=["segment", "period"], columns=("base", "before", "difference", "value"))
    return study.finding(
        "quality.margins", question=asked, sentence=sentence, table=table, base=int(now["base"].groupby(now["segment"]).sum().max()), unit="share",
        chart=Chart("bars", x="difference", y="level", low=None, high=None, facet="segment", unit="points", reference=0.0, where={"period": worst["period"]},
                    x_label=words.say("quality.margins.axis", language)),
        formats={"before": "share", "difference": "signed_points", "known_share": "share"}, caveats=_margin_notes(study, cells, names),
    )


def _margin(cells: pd.DataFrame, name: str, shares) -> pd.DataFrame:
    known = cells[cells[name].isin(list(shares))]
    sums = known.assign(after=known["w"] * known["factor"]).groupby(["period", name], sort=False)[["n", "w", "after"]].sum()
    grid = pd.MultiIndex.from_product([known["period"].unique(), list(shares)], names=["period", name])
    sums = sums.reindex(grid, fill_value=0.0)
    whole = sums.groupby(level="period", sort=False).transform("sum")
    before, known_share = (sums["w"] / whole["w"]).to_numpy(), np.array([shares[level] for level in sums.index.get_level_values(1)])
    return pd.DataFrame({
        "segment": name, "level": sums.index.get_level_values(1), "period": sums.index.get_level_values(0), "base": sums["n"].to_numpy(float),
        "before": before, "difference": before - known_share, "value": (sums["after"] / whole["after"]).to_numpy(), "known_share": known_share,
    })


def _raked(study) -> dict[str, bool]:
    """Which waves were raked; none where the study has no margins."""
    if study.view.factors is None:
        return {}
    told = study.view.factors[1].to_pandas()
    return told.groupby("period")["gap"].apply(lambda gap: gap.notna().all()).to_dict()


def _weights_notes(study) -> tuple[str, ...]:
    if study.view.factors is None:
        return ()
    language, settings = study.language, study.settings.weights
    notes = [words.say("quality.weights.raked_caveat", language, segments=", ".join(words.label(name, language) for name in settings.margins))]
    if settings.cap:
        notes.append(words.say("quality.weights.cap_caveat", language, cap=settings.cap))
    kept = [wave for wave, done in _raked(study).items() if not done]
    if kept:
        notes.append(words.say("quality.weights.kept_caveat", language, waves=", ".join(words.period_label(wave, language) for wave in kept)))
    return tuple(notes)


def _margin_notes(study, cells: pd.DataFrame, names) -> tuple[str, ...]:
    """How many respondents are at no known level of a margin."""
    shares = study.settings.weights.margins
    unknown = ~np.logical_and.reduce([cells[name].isin(list(shares[name])) for name in names])
    if not unknown.any():
        return ()
    return (words.say("quality.margins.unknown_caveat", study.language, share=cells.loc[unknown, "n"].sum() / cells["n"].sum()),)
