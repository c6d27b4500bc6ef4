"""Every touchpoint by channel: contacts, score, leaving after it, who is not heard, who owns it, what is skipped."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import choose
from ..finding import Chart, Finding
from ..journeys.look import look
from ..journeys.tally import shares, tally_step
from ..store import NOT_KNOWN
from .counts import PLACES, contact_counts, furthest_counts, rating_counts, rating_estimates, seen_through

__all__ = ["SHOWN", "touchpoint_matrix"]

SHOWN = ("score", "drop_off", "unheard", "skipped", "contacts")
_BASES = {"score": "rated_base", "drop_off": "reached", "unheard": "customers", "skipped": "came", "contacts": "customers"}
_UNITS = {"score": "points", "drop_off": "share", "unheard": "share", "skipped": "share", "contacts": "count"}
_CLEAR = 0.05
_ENDS = tuple(f"{name}{end}" for name in ("drop_off", "unheard", "skipped") for end in ("", "_low", "_high"))
_RATED = ("rated_base", "rated", "rated_low", "rated_high")
_FORMATS = {
    **dict.fromkeys(("contacts", "customers", "reached", "came", "rated_base"), "count"), **dict.fromkeys(_RATED[1:], "points"),
    **dict.fromkeys(_ENDS, "share"),
}
_OFFLINE = re.compile(
    r"store|shop|branch|counter|kiosk|till|phone|call|hotline|agent|field|visit|post\b|letter|offline|in.person|cửa hàng|chi nhánh|quầy|điện thoại|tổng đài",
    re.IGNORECASE,
)


def touchpoint_matrix(study, *, show: str | None = None) -> Finding:
    """Touchpoint by channel, for the contacts of the study's wave (or of the slice's periods).

    Parameters
    ----------
    show : {"score", "drop_off", "unheard", "skipped", "contacts"}, optional
        What ``value`` is and the grid is coloured by; scores where there are any, else contacts.

    Returns
    -------
    Finding
        One row per stage, touchpoint and channel: ``stage``, ``touchpoint``, ``channel``, ``channel_kind`` (online,
        offline), ``base``, ``value``, ``low``, ``high`` (of what is shown), ``contacts``, ``customers``, ``rated`` (mean rating, 0
        to 1), ``rated_base`` (respondents), ``drop_off`` (share that does not go on of the ``reached``: journeys of the wave that
        came to the stage here; the open are censored), ``unheard`` (share of contacts whose customer gave no answer
        there), ``skipped`` (share of the ``came`` that never used the touchpoint: customers who came to this stage or a
        later one by this channel), each with ``_low`` and ``_high``; ``owner``, ``withheld`` (whether what is shown is).

    Raises
    ------
    ArgumentError
        For a wrong `show`.

    Notes
    -----
    Ratings are put on one scale as in :func:`cxlib.maps.journey_map`. A touchpoint that no answer names has the answers
    about its stage that name none. Shares: Wilson 1927, JASA 22:209; that of contacts at the effective number of customers.

    Examples
    --------
    >>> touchpoint_matrix(study.where("age_band=55+"), show="drop_off").sentence  # doctest: +SKIP
    """
    language, name = study.language, "maps.touchpoint_matrix"
    if show is not None:
        choose("thing to show", show, SHOWN)
    asked = words.say(f"{name}.question", language)
    if not study.has("touchpoints"):
        return study.not_available(name, asked, "touchpoints")
    contacts = contact_counts(study)
    if not contacts["contacts"].sum():
        return study.nobody(name, asked)
    table = _with_scores(study, contacts)
    table = table.merge(_drop_offs(study), on=list(PLACES), how="left").merge(_skipped(study, contacts), on=list(PLACES), how="left")
    table = _hidden(study, _in_order(study, _with_unheard(table)))
    (sentence, lead), hidden = _sentence(study, table), int(table.filter(like="_hidden_").any(axis=1).sum())
    chosen = show or ("score" if table["rated"].notna().any() else "contacts")
    table = _shown(table, chosen)
    return study.finding(
        name, question=asked, sentence=sentence, table=table, chart=_chart(study, table, chosen), base=int(contacts["contacts"].sum()),
        status="cannot_tell" if lead is None else "answered", unit=_UNITS[chosen], formats=_FORMATS, owner="" if lead is None else lead["owner"],
        headline=_headline(lead),
        caveats=_notes(study, table, hidden), key=name if show is None else f"{name}.{show}",
        next_step=words.say(f"{name}.next", language) if lead is not None else "",
    )


def _with_scores(study, contacts: pd.DataFrame) -> pd.DataFrame:
    """The cells, and beside each the answers about it: those that name the touchpoint, else those about the stage."""
    sums = rating_counts(study, PLACES)
    found = sums[list(PLACES)].assign(**rating_estimates(sums, weighted=study.weighted).set_axis(list(_RATED), axis=1))
    named = found[found["touchpoint"] != NOT_KNOWN]
    cells = contacts.merge(named, on=list(PLACES), how="outer")
    loose = found[found["touchpoint"] == NOT_KNOWN].drop(columns="touchpoint")
    wanting = ~cells["touchpoint"].isin(named["touchpoint"])
    about_stage = cells[["stage", "channel"]].merge(loose, on=["stage", "channel"], how="left")
    for column in _RATED:
        cells[column] = cells[column].where(~wanting, about_stage[column])
    return cells.fillna({name: 0.0 for name in ("contacts", "customers", "squares", "unheard", "rated_base")})


def _with_unheard(table: pd.DataFrame) -> pd.DataFrame:
    some = table["contacts"] > 0
    share = table["unheard"] / table["contacts"].where(some)
    people = (table["contacts"] ** 2 / table["squares"].where(some)).fillna(0.0)
    low, high = intervals.share_interval(share.fillna(0.0) * people, people)
    return table.assign(unheard=share, unheard_low=np.fmin(low, share), unheard_high=np.fmax(high, share)).drop(columns="squares")


def _drop_offs(study) -> pd.DataFrame:
    """Leaving after the touchpoint at which a journey came to a stage; the last stage has none to go on to."""
    columns = [*PLACES, "reached", "drop_off", "drop_off_low", "drop_off_high", "_rest", "_p"]
    nothing = pd.DataFrame(columns=columns).astype({name: "float64" if name not in PLACES else "str" for name in columns})
    if len(study.settings.journey.stages) < 2:
        return nothing
    seen = look(study, by=[], over="wave", window_days=None, order=None)
    if not len(seen.found):
        return nothing
    named, parts = _touchpoints(study), []
    for stage in range(len(seen.stages) - 1):
        there = np.flatnonzero(seen.found.furthest >= stage)
        if not len(there):
            continue
        channel = np.array([*seen.events.channel_names, NOT_KNOWN], dtype=object)[seen.events.channel[seen.found.row[there, stage]]]
        keys = pd.DataFrame({"customer": seen.found.customer[there].astype("int64"), "at": seen.found.at[there, stage], "stage": seen.stages[stage]})
        touched = keys.merge(named, on=["customer", "at", "stage"], how="left")["touchpoint"].fillna(NOT_KNOWN)
        code, cells = pd.MultiIndex.from_arrays([touched, channel]).factorize()
        group = np.zeros(len(seen.found), dtype=np.int64)
        group[there] = code
        counts = tally_step(seen.found, group, len(cells), stage + 1, seen.cells)
        found, rest = shares(counts), shares(counts.rest())
        pairs = [(np.nan_to_num(one.value) * one.effective, one.effective) for one in (rest, found)]
        parts.append(pd.DataFrame({
            "stage": seen.stages[stage], "touchpoint": cells.get_level_values(0).astype("str"), "channel": cells.get_level_values(1).astype("str"),
            "reached": counts.base.astype(float), "drop_off": 1 - found.value, "drop_off_low": 1 - found.high, "drop_off_high": 1 - found.low,
            "_rest": 1 - rest.value, "_p": intervals.share_difference(*pairs)[3],
        }))
    return pd.concat(parts, ignore_index=True)


def _touchpoints(study) -> pd.DataFrame:
    """The touchpoint of each contact by customer, moment and stage; of two at one moment the first in the alphabet."""
    rows = study.view.frame(
        "SELECT customer, \"at\", stage, min(CAST(touchpoint AS STRING)) AS touchpoint FROM touchpoints "
        "WHERE touchpoint IS NOT NULL GROUP BY customer, \"at\", stage"
    )
    return rows.assign(customer=rows["customer"].astype("int64"), at=rows["at"].astype("datetime64[us]").astype("int64"), stage=rows["stage"].astype("str"))


def _skipped(study, contacts: pd.DataFrame) -> pd.DataFrame:
    """Of the customers who came as far by a channel, the share that never used the touchpoint there."""
    far, stages = furthest_counts(study), list(study.settings.journey.stages)
    counts = far.pivot(index="channel", columns="place", values="customers").reindex(columns=range(len(stages)), fill_value=0).fillna(0.0)
    came = counts.iloc[:, ::-1].cumsum(axis=1).iloc[:, ::-1]
    cells = contacts[contacts["stage"].isin(stages)]
    base = np.array([came.at[channel, stages.index(stage)] for channel, stage in zip(cells["channel"], cells["stage"], strict=True)], dtype=float)
    missed = np.maximum(base - cells["customers"].to_numpy(float), 0.0)
    low, high = intervals.share_interval(missed, base)
    share = np.divide(missed, base, out=np.full(len(base), np.nan), where=base > 0)
    return cells[list(PLACES)].assign(came=base, skipped=share, skipped_low=np.fmin(low, share), skipped_high=np.fmax(high, share))


def _in_order(study, table: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of the design, with side and owner; cells of nothing known are left out."""
    stages = list(study.settings.journey.stages)
    owners = {question.touchpoint: question.owner for question in study.codebook.values() if question.touchpoint and question.owner}
    place = table["stage"].map({stage: number for number, stage in enumerate(stages)}).fillna(len(stages))
    out = table.assign(
        channel_kind=["" if name == NOT_KNOWN else "offline" if _offline(study, name) else "online" for name in table["channel"]],
        owner=[study.settings.journey.owners.get(stage) or owners.get(touchpoint, "") for stage, touchpoint in zip(table["stage"], table["touchpoint"], strict=True)],
        reached=table["reached"].fillna(0.0), _place=place,
    ).sort_values(["_place", "touchpoint", "channel"], kind="stable").drop(columns="_place").reset_index(drop=True)
    columns = [*PLACES, "channel_kind", "contacts", "customers", *_RATED, "reached", *_ENDS[:6], "came", *_ENDS[6:], "owner", "_rest", "_p"]
    return out[columns].astype({"channel_kind": "str", "owner": "str"})


def _offline(study, channel: str) -> bool:
    named = study.settings.journey.offline
    return bool(_OFFLINE.search(channel)) if named is None else channel in named


def _hidden(study, table: pd.DataFrame) -> pd.DataFrame:
    """Blank what rests on too few: the whole row on few customers, a score on few answers, leaving on few journeys."""
    settings, out = study.settings, table.copy()
    few = (out["customers"] > 0) & (out["customers"] < settings.minimum_share_base)
    few_scores = few | ((out["rated_base"] > 0) & (out["rated_base"] < settings.minimum_base))
    few_journeys = few | ((out["reached"] > 0) & (out["reached"] < settings.minimum_share_base))
    counted = [name for name in _ENDS if not name.startswith("drop_off")]
    out.loc[few, ["contacts", "customers", "came", *counted]] = np.nan
    out.loc[few_scores, list(_RATED)] = np.nan
    out.loc[few_journeys, ["reached", *_ENDS[:3]]] = np.nan
    hidden = {"score": few_scores, "drop_off": few_journeys, "unheard": few, "skipped": few, "contacts": few}
    return out.assign(**{f"_hidden_{name}": rows for name, rows in hidden.items()})


def _shown(table: pd.DataFrame, chosen: str) -> pd.DataFrame:
    """The table with what is shown as ``value``; cells that have none of it keep their row."""
    out = table.drop(columns=[name for name in table if name.startswith("_")])
    column = "rated" if chosen == "score" else chosen
    for place, (name, of) in enumerate({"base": _BASES[chosen], "value": column, "low": f"{column}_low", "high": f"{column}_high"}.items(), start=4):
        out.insert(place, name, table[of] if of in table else np.nan)
    hidden = np.where(table[f"_hidden_{chosen}"], "small", "")
    value = out["value"].where((out["base"] > 0) | out["base"].isna())
    return out.assign(value=value, _cell=_line_names(out), withheld=hidden).astype({"withheld": "str", "_cell": "str"})


def _headline(lead: pd.Series | None) -> dict | None:
    if lead is None or pd.isna(lead["rated"]):
        return None
    return {"value": lead["rated"], "low": lead["rated_low"], "high": lead["rated_high"], "base": lead["rated_base"], "unit": "points"}


def _sentence(study, table: pd.DataFrame) -> tuple[str, pd.Series | None]:
    """What stands out even at the kind end of its interval, so that a cell of few is not named for its luck."""
    language, parts = study.language, []
    rated, skipped = table["rated_high"].where(table["rated"].notna()), table["skipped_low"].where(table["skipped"] > 0)
    lowest = table.loc[rated.idxmin()] if rated.notna().any() else None
    leaving = _leaving(table)
    if lowest is not None:
        parts.append(words.say("maps.matrix.score", language, cell=_cell(lowest), n=lowest["rated_base"], **_share(lowest, "rated")))
    if leaving is not None:
        parts.append(words.say("maps.matrix.drop_off", language, cell=_cell(leaving), rest=leaving["_rest"], n=leaving["reached"], **_share(leaving, "drop_off")))
    elif table["drop_off"].notna().sum() > 1:
        parts.append(words.say("maps.matrix.no_drop_off", language))
    if skipped.notna().any():
        row = table.loc[skipped.idxmax()]
        parts.append(words.say("maps.matrix.skipped", language, cell=_cell(row), n=row["customers"], **_share(row, "skipped")))
    known = table["contacts"].notna() & table["unheard"].notna()
    if known.any():
        total = table.loc[known, "contacts"].sum()
        share = (table.loc[known, "contacts"] * table.loc[known, "unheard"]).sum() / total
        parts.append(words.say("maps.matrix.unheard", language, value=share, n=total))
    if not parts:
        return words.say("maps.matrix.too_few", language, minimum=study.settings.minimum_share_base), None
    return " ".join(parts), next((row for row in (lowest, leaving) if row is not None), table.loc[known.idxmax()])


def _leaving(table: pd.DataFrame) -> pd.Series | None:
    """The cell that clearly loses more than the others of its stage, with the most lost beyond them."""
    shown = table["drop_off"].notna()
    adjusted = intervals.adjust(table["_p"].where(shown).to_numpy(float), method="fdr_bh")
    worse = table[(adjusted < _CLEAR) & (table["drop_off"] > table["_rest"])]
    return None if worse.empty else worse.loc[(worse["reached"] * (worse["drop_off"] - worse["_rest"])).idxmax()]


def _share(row: pd.Series, name: str) -> dict:
    return {"value": row[name], "low": row[f"{name}_low"], "high": row[f"{name}_high"]}


def _cell(row: pd.Series) -> str:
    known = [row[name] for name in ("touchpoint", "channel") if row[name] != NOT_KNOWN]
    return " · ".join(known or [row["stage"]])


def _notes(study, table: pd.DataFrame, hidden: int) -> tuple[str, ...]:
    language = study.language
    sides = {kind: ", ".join(dict.fromkeys(table.loc[table["channel_kind"] == kind, "channel"])) or "–" for kind in ("offline", "online")}
    key = "maps.matrix.sides" if study.settings.journey.offline is None else "maps.matrix.sides_named"
    notes = [words.say("maps.caveat.scale", language), words.say("maps.matrix.rule", language), words.say(key, language, **sides)]
    _, cut = seen_through(study, "responses")
    if cut and study.has("responses"):
        notes.append(words.say("maps.caveat.not_answers", language, segments=", ".join(cut)))
    if hidden:
        notes.append(words.say("maps.matrix.withheld", language, rows=hidden, minimum=study.settings.minimum_share_base, answers=study.settings.minimum_base))
    if study.settings.synthetic:
        notes.append(words.say("house.synthetic", language))
    return tuple(notes)


def _chart(study, table: pd.DataFrame, shown: str) -> Chart:
    language = study.language
    return Chart(
        "heatmap", x="channel", y="_cell", value="value", unit=_UNITS[shown], y_label=words.label("touchpoint", language),
        value_label=words.say(f"maps.matrix.axis.{shown}", language),
    )


def _line_names(table: pd.DataFrame) -> np.ndarray:
    """The touchpoint; with its stage where it stands in several; the stage where there is none."""
    stages = table.groupby("touchpoint")["stage"].transform("nunique")
    many, none = (stages > 1).to_numpy(), (table["touchpoint"] == NOT_KNOWN).to_numpy()
    return np.where(none, table["stage"], np.where(many, table["touchpoint"] + " (" + table["stage"] + ")", table["touchpoint"]))
