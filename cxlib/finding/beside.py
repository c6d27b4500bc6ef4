"""Two findings of one analysis beside each other, and how sure their difference is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..slices import Slice
from .answer import Finding
from .beside_rows import ALONE, CLEAR, HIDDEN, can_differ, compared, keys_of, names_of
from .chart import Chart

__all__ = ["beside"]

_NAMED = 3  # more differences than that are for the table
_ROWS = ("interval", "bars", "funnel")
_FORMATS = {"difference": "@_unit", "difference_low": "@_unit", "difference_high": "@_unit", "p_value": "p_value", "adjusted_p": "p_value"}


def beside(one: Finding, other: Finding, *, names: tuple[str, str], disjoint: bool = True) -> Finding:
    """Two findings of one analysis in one table, chart and sentence, with the difference first minus second of each row.

    Rows are matched by the columns that the chart names, and as many other texts as tell rows apart. A row that only one
    of them has is kept, and what either withholds is withheld in both. Findings without intervals, or of which one has no
    rows, stand beside each other with no difference claimed.

    Parameters
    ----------
    one, other : Finding
        Of the same analysis and language, such as ``analysis(study.where(text))`` twice.
    names : (str, str)
        What the two slices are called.
    disjoint : bool
        Whether nobody is in both slices. If not, the difference has no interval and no verdict.

    Returns
    -------
    Finding
        Two rows a thing. Columns: what names the thing, ``slice`` (of `names`), ``base``, ``value``, ``low``, ``high``, then
        the same in both rows ``difference``, ``difference_low``, ``difference_high`` (95%), ``p_value``, ``adjusted_p``,
        ``verdict`` (clear, cannot tell, not in the other, withheld); ``unit``, ``withheld``. Key: that of `one` and
        ``.beside``. The headline is the clearest difference.

    Raises
    ------
    ArgumentError
        When the two are not of one analysis and language, or `names` are not two different texts.

    Notes
    -----
    Difference: MOVER of the two intervals (Zou & Donner 2008), which for Wilson intervals of shares is Newcombe (1998).
    Correction: Benjamini & Hochberg (1995) over the rows.

    Examples
    --------
    >>> t = pd.DataFrame({"region": ["Huế"], "base": [100], "value": [0.2], "low": [0.1], "high": [0.3]})
    >>> u = t.assign(value=0.5, low=0.4, high=0.6)
    >>> a, b = (Finding("demo", "How many stay?", "", table, unit="share") for table in (t, u))
    >>> beside(a, b, names=("new", "old")).table["difference"].round(2).tolist()
    [-0.3, -0.3]
    """
    _check(one, other, names)
    keys = keys_of(one, other) if can_differ(one) and can_differ(other) else None
    if keys is None:
        return _side_by_side(one, other, names)
    things = compared(one, other, keys, disjoint=disjoint)
    table, both = things.table(names), _two_bases(things.texts)
    told_by = [name for name in keys if name != "basis" or not both]
    pairs = [{**row, "what": what} for row, what in zip(things.records(), names_of(one, things.texts, told_by), strict=True)]
    pairs = [row for row in pairs if row["basis"] == "weighted"] if both else pairs
    chart, drawn = _chart(one, table, keys, told_by, both)
    lead = _lead(pairs)
    return _joined(
        one, other, names, sentence=_sentence(one, pairs, lead, names, disjoint), chart=chart, table=drawn,
        base=one.base + other.base if disjoint else max(one.base, other.base),
        status="answered" if any(row["verdict"] == CLEAR for row in pairs) else "cannot_tell",
        caveats=(*_notes(one, other, names, pairs, disjoint), *_their_caveats(one, other, names)),
        formats={**other.formats, **one.formats, **_FORMATS},
        headline=_headline(lead),
    )


def _check(one: Finding, other: Finding, names: tuple[str, str]) -> None:
    if one.name != other.name:
        raise ArgumentError(f'only findings of one analysis can stand beside each other; got "{one.name}" and "{other.name}"')
    if one.language != other.language:
        raise ArgumentError(f'both findings must be in one language; got "{one.language}" and "{other.language}"')
    if isinstance(names, str) or len(names) != 2 or len({str(name).strip() for name in names} - {""}) < 2:
        raise ArgumentError(f"names are two different texts, one for each slice; got {names!r}")


def _joined(one: Finding, other: Finding, names: tuple[str, str], **parts) -> Finding:
    """A finding with what both have in common."""
    waves = [finding.provenance.get("wave") for finding in (one, other)]
    asked = words.say("beside.question", one.language, asked=one.question, one=names[0], other=names[1])
    return Finding(
        name=one.name, key=f"{one.key}.beside", question=asked, language=one.language, slice=_common(one.slice, other.slice),
        unit=one.unit, currency=one.currency or other.currency, owner=one.owner or other.owner,
        provenance={**one.provenance, "beside": {"names": list(names), "slices": [str(one.slice), str(other.slice)], "waves": waves}},
        **parts,
    )


def _common(one: Slice, other: Slice) -> Slice:
    """Who both slices are about together: the levels of both where they differ in one segment, else what they agree on."""
    if one == other:
        return one
    periods = one.periods if one.periods == other.periods else None
    if periods is None and None not in (one.periods, other.periods):
        periods = tuple({*one.periods, *other.periods})
    mine, others = dict(one.inside), dict(other.inside)
    apart = [name for name in {**mine, **others} if mine.get(name) != others.get(name)]
    agreed = {name: kept for name, kept in mine.items() if name not in apart}
    plain = one.periods == other.periods and not (one.left_out or other.left_out)
    if len(apart) == 1 and apart[0] in mine and apart[0] in others and plain:
        agreed[apart[0]] = tuple({*mine[apart[0]], *others[apart[0]]})
    return Slice(agreed, periods, weights=one.weights or other.weights)


def _side_by_side(one: Finding, other: Finding, names: tuple[str, str]) -> Finding:
    """Both sentences and tables, no difference claimed."""
    language = one.language
    told = words.say("beside.both", language, one=names[0], other=names[1], first=one.sentence, second=other.sentence)
    if "nobody" not in (one.status, other.status) and len(one.table) and len(other.table):
        told = f"{words.say('beside.no_intervals', language)} {told}"
    parts = [finding.table.assign(slice=name) for finding, name in zip((one, other), names, strict=True) if len(finding.table)]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    if "slice" in table:
        table.insert(0, "slice", table.pop("slice"))
    ended = {one.status, other.status}
    calibrated = one.chart.kind == "calibration" and one.chart.series is None and len(parts) == 2
    return _joined(
        one, other, names, sentence=told, table=table, base=max(one.base, other.base),
        status=ended.pop() if len(ended) == 1 else "answered" if ended == {"answered", "cannot_tell"} else "cannot_tell",
        chart=replace(one.chart, series="slice") if calibrated else Chart(),
        caveats=_their_caveats(one, other, names), formats={**other.formats, **one.formats},
    )


def _two_bases(texts: Mapping[str, Sequence]) -> bool:
    """Whether weighted and unweighted rows stand beside each other: sentence and chart then speak of the weighted ones."""
    return set(texts.get("basis", ())) == {"weighted", "unweighted"}


def _lead(pairs: Sequence[dict]) -> dict | None:
    """The clearest difference; the first one where none has a p value; None where there is no difference."""
    known = [row for row in pairs if not math.isnan(row["difference"])]
    return min(known, key=_doubt) if known else None


def _doubt(row: dict) -> float:
    # Shares that mirror each other (churn, retention) differ in the last digits only; the first of them leads.
    return 2.0 if math.isnan(row["p_value"]) else float(f"{row['p_value']:.9g}")


def _headline(lead: dict | None) -> dict | None:
    if lead is None or math.isnan(lead["difference_low"]):
        return None
    base = lead["base"] + lead["base_other"]
    ends = {name: float(lead[f"difference_{name}"]) for name in ("low", "high")}
    return {"value": float(lead["difference"]), **ends, "base": None if math.isnan(base) else int(base), "unit": lead["_unit"]}


def _sentence(one: Finding, pairs: Sequence[dict], lead: dict | None, names: tuple[str, str], disjoint: bool) -> str:
    language, fills = one.language, {"one": names[0], "other": names[1]}
    verdicts = {row["verdict"] for row in pairs}
    if lead is None:
        key = "none_in_both" if verdicts <= {ALONE} else "withheld" if HIDDEN in verdicts else "not_known"
        return words.say(f"beside.{key}", language, **fills)
    if not disjoint:
        return words.say("beside.shared", language, item=_item(one, lead), **fills)
    tests = sum(not math.isnan(row["p_value"]) for row in pairs)
    clear = sorted((row for row in pairs if row["verdict"] == CLEAR), key=_doubt)
    if not clear:
        key = "cannot_tell" if tests <= 1 else "none_clear"
        return words.say(f"beside.{key}", language, tests=tests, item=_item(one, lead), **fills)
    listed = "; ".join(_item(one, row) for row in clear[:_NAMED])
    more = words.say("beside.more", language, more=len(clear) - _NAMED) if len(clear) > _NAMED else ""
    key = "clear" if tests == 1 else "some_clear"
    return words.say(f"beside.{key}", language, tests=tests, clear=len(clear), listed=listed, more=more, **fills)


def _item(one: Finding, row: dict) -> str:
    """One difference in words: the thing, both values with their bases, and the difference with its interval."""
    values = [_shown(one, row[name], row["unit"]) for name in ("value", "value_other")]
    bases = ["" if math.isnan(row[name]) else words.say("beside.base", one.language, n=row[name]) for name in ("base", "base_other")]
    return words.say("beside.item" if row["what"] else "beside.item_alone", one.language, what=row["what"], value=values[0] + bases[0],
                     value_other=values[1] + bases[1], difference=_difference(one, row, "beside.interval"))


def _difference(one: Finding, row: Mapping, interval: str) -> str:
    """The difference of a row, with its interval where it has one."""
    text = _shown(one, row["difference"], row["_unit"])
    if math.isnan(row["difference_low"]):
        return text
    low, high = (_shown(one, row[f"difference_{end}"], row["_unit"]) for end in ("low", "high"))
    return f"{text} {words.say(interval, one.language, low=low, high=high)}"


def _shown(one: Finding, value: float, unit: str) -> str:
    return words.format_value((value, one.currency) if unit == "money" else value, unit, one.language)


def _headings(one: Finding, table: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The difference stands in the heading over the two marks of each thing."""
    texts = []
    for row, name in zip(table.to_dict("records"), names, strict=True):
        known = not math.isnan(row["difference"])
        parts = [words.say("beside.difference", one.language, difference=_difference(one, row, "beside.short_interval"))] if known else []
        parts += [one.text_of("verdict", row["verdict"])] if row["verdict"] in (CLEAR, ALONE) else []
        texts.append(words.say("beside.heading", one.language, what=name, verdict=", ".join(parts)) if parts else name)
    return texts


def _chart(one: Finding, table: pd.DataFrame, keys: Sequence[str], told_by: Sequence[str], both: bool) -> tuple[Chart, pd.DataFrame]:
    """Both slices in one picture (two marks a thing, two lines, or the map of differences), and the table it is of."""
    chart, where = one.chart, {"basis": "weighted"} if both else {}
    if chart.kind in ("none", "card", "map"):
        return Chart(), table
    facet = chart.facet if chart.facet in told_by else None
    if chart.kind == "heatmap" and {chart.x, chart.y} <= set(keys):
        names = list(dict.fromkeys(table["slice"]))
        label = words.say("beside.axis", one.language, one=names[0], other=names[-1])
        return Chart("heatmap", x=chart.x, y=chart.y, value="difference", facet=facet, where={**where, "slice": names[0]},
                     unit=_only(table["_unit"]), x_label=chart.x_label, y_label=chart.y_label, value_label=label), table
    plain = chart.value in (None, "value")
    if chart.kind == "line" and chart.x in keys:
        parts = [name for name in (chart.facet, chart.series) if name in told_by]
        if parts:
            table = table.assign(_panel=names_of(one, table, parts))
        panels = "_panel" if parts and table["_panel"].nunique() > 1 else None
        table = table.assign(_clear=table["verdict"] == CLEAR)
        return Chart("line", x=chart.x, y="value", series="slice", where=where, facet=panels, unit=_only(table["unit"]), x_label=chart.x_label,
                     mark="_clear", mark_label=words.say("beside.mark", one.language), y_label=chart.y_label if plain and chart.y == "value" else "", reference=chart.reference, reference_label=chart.reference_label), table
    names = names_of(one, table, [name for name in told_by if name != facet] or told_by)
    return Chart(chart.kind if chart.kind in _ROWS else "interval", x="value", y="_row", series="slice", where=where, facet=facet, unit=_only(table["unit"]),
                 x_label=chart.x_label if (chart.value or chart.x) in (None, "value") else "", scale=chart.scale,
                 y_label=words.label(chart.y, one.language) if chart.y in keys else " "), table.assign(_row=_headings(one, table, names))


def _only(units: pd.Series) -> str:
    found = set(units)
    return found.pop() if len(found) == 1 else "number"


def _notes(one: Finding, other: Finding, names: tuple[str, str], pairs: Sequence[dict], disjoint: bool) -> tuple[str, ...]:
    language, fills = one.language, {"one": names[0], "other": names[1]}
    notes = [words.say("beside.sign", language, **fills)]
    tests = sum(not math.isnan(row["p_value"]) for row in pairs)
    if not disjoint:
        notes.append(words.say("beside.shared_caveat", language, **fills))
    elif one.provenance.get("wave") != other.provenance.get("wave") or one.slice.periods != other.slice.periods:
        notes.append(words.say("beside.rounds_caveat", language))
    if tests > 1:
        notes.append(words.say("beside.correction", language, tests=tests))
    alone, hidden = (sum(row["verdict"] == verdict for row in pairs) for verdict in (ALONE, HIDDEN))
    if alone:
        notes.append(words.say("beside.alone_caveat", language, rows=alone))
    if hidden:
        notes.append(words.say("beside.withheld_caveat", language, rows=hidden, **fills))
    return tuple(notes)


def _their_caveats(one: Finding, other: Finding, names: tuple[str, str]) -> tuple[str, ...]:
    """What both warn of, then what one of them alone does, under its name."""
    both = [text for text in one.caveats if text in other.caveats]
    alone = [f"{name}: {text}" for finding, name in zip((one, other), names, strict=True) for text in finding.caveats if text not in both]
    return (*both, *alone)
