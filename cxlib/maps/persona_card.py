"""One persona on one page: who they are, what they say, where they leave, what they are worth, what is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..comments import quotes
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from ..personas import Personas
from ..personas.naming import habit_label
from ..personas.rule import as_personas
from ..slices import Slice
from .persona_crowd import NUMBERS, SEGMENT, Crowd, crowd_of
from .persona_facts import facts

__all__ = ["persona_card", "persona_cards"]

_NAME = "maps.persona_card"
_CLEAR = 0.05
_RATINGS = 3
_NOTABLE = 0.2  # standard deviations: less is not worth a line on the page
_EACH_SIDE, _SEGMENTS, _QUOTES = 3, 3, 3
_MISSING = 0.1
_FORMATS = {"elsewhere": "@unit", "everyone": "@unit", "effect": "signed_score", "association": "score", "index": "number", "adjusted_p": "p_value"}
_COLUMNS = ["part", "item", "value", "low", "high", "elsewhere", "everyone", "effect", "association", "index", "base", "adjusted_p",
            "compared", "made", "text", "withheld", "unit", "_shown", "_drawn", "_code"]


def persona_card(study, found: Personas | pd.Series, persona: str, *, risk: pd.Series | None = None) -> Finding:
    """One persona on one page.

    Parameters
    ----------
    found : Personas, or Series of labels by customer_id
    persona : str
        One of ``found.names``.
    risk : Series, optional
        Probability of leaving by customer_id; without it, who of those of one lookback ago is gone or silent.

    Returns
    -------
    Finding
        One row per thing on the card: ``part`` (``name``, ``size``, ``habit``, ``segment``, ``score``, ``drop_off``, ``worth``,
        ``leaving``, ``contact``, ``quote``, ``unknown``, ``next``), ``item``, ``value``, ``low``, ``high`` (95%), ``elsewhere``
        (active customers of other personas), ``everyone`` (all active), ``effect`` (difference from everyone in standard
        deviations), ``association`` (eta or Cramér's V of being of this persona), ``index`` (share here / share overall),
        ``base``, ``adjusted_p`` (Holm, over all that is compared on the card), ``compared`` (higher, lower, alike; blank
        where not tested), ``made`` (whether it made the personas, and so is not tested), ``text``, ``withheld``, ``unit``.

    Raises
    ------
    ArgumentError
        For an unknown persona, or a risk that is no Series of probabilities.

    References
    ----------
    Holm 1979, Scand. J. Stat. 6:65; shares Wilson 1927; spend Hall 1992, J. R. Stat. Soc. B 54:221.

    Examples
    --------
    >>> persona_card(study, found, found.names[0]).sentence  # doctest: +SKIP
    """
    _check(risk)
    study = study.in_focus()
    found = as_personas(found, study.language)
    if found.verdict == "not_available":
        return study.not_available(_NAME, words.say(f"{_NAME}.question", study.language, persona=persona), "transactions", "touchpoints")
    choose("persona", persona, found.names)
    crowd = crowd_of(study, found)
    if not crowd.inside(persona).any():
        return study.nobody(_NAME, words.say(f"{_NAME}.question", study.language, persona=persona))
    return _card(crowd, facts(crowd, risk=risk), persona)


def persona_cards(study, found: Personas | pd.Series, *, risk: pd.Series | None = None) -> tuple[Finding, ...]:
    """The card of every persona that is in the slice, the largest there first.

    Parameters
    ----------
    found, risk : as of :func:`persona_card`

    Returns
    -------
    tuple of Finding
        Empty where there is nobody, or nothing to make personas of.
    """
    _check(risk)
    study = study.in_focus()
    found = as_personas(found, study.language)
    if found.verdict == "not_available":
        return ()
    crowd = crowd_of(study, found)
    sizes = {name: int(crowd.inside(name).sum()) for name in found.names}
    names = sorted((name for name in found.names if sizes[name]), key=lambda name: -sizes[name])
    table = facts(crowd, risk=risk) if names else None
    return tuple(_card(crowd, table, name) for name in names)


def _check(risk: pd.Series | None) -> None:
    if risk is None:
        return
    if not isinstance(risk, pd.Series) or not pd.api.types.is_numeric_dtype(risk) or not risk.dropna().between(0, 1).all():
        raise ArgumentError("risk needs a pandas Series of probabilities from 0 to 1, indexed by customer_id")
    if risk.index.astype(str).has_duplicates:
        raise ArgumentError("risk has more than one probability for a customer; keep one for each")


def _card(crowd: Crowd, everything: pd.DataFrame, persona: str) -> Finding:
    study, language = crowd.study, crowd.study.language
    mine = everything[everything["persona"] == persona].drop(columns="persona").reset_index(drop=True)
    mine = _compared(mine).assign(text="")
    mine["_shown"] = _shown(mine)
    size = mine[mine["part"] == "size"].iloc[0]
    hidden = size["withheld"] != ""
    spoken = pd.DataFrame([] if hidden else _quotes(crowd, persona))
    unknown = [_line("unknown", text) for text in _unknown(crowd, mine, spoken, persona)]
    step, owner = _next(crowd, mine)
    told = pd.DataFrame([_line("name", persona), *spoken.to_dict("records"), *unknown, _line("next", step)])
    table = pd.concat([told.iloc[:1], mine, told.iloc[1:]], ignore_index=True)
    table = table.fillna({"made": "", "compared": "", "withheld": "", "unit": "", "_code": "", "item": ""})
    table["made"] = [words.say("personas.yes", language) if made else "" for made in table["made"]]
    table["_drawn"] = np.where(table["_shown"].isin(["over", "under", "segment"]), "yes", "")
    for column in NUMBERS[:-1]:
        table[column] = table[column].astype("float64")
    headline = None if hidden else {name: size[name] for name in ("value", "low", "high", "base", "unit")}
    return study.finding(
        _NAME, question=words.say(f"{_NAME}.question", language, persona=persona), sentence=_sentence(crowd, mine, persona, hidden),
        table=table[_COLUMNS], chart=_chart(language), base=0 if hidden else int(size["base"]), formats=_FORMATS, headline=headline,
        status="cannot_tell" if hidden or crowd.found.verdict == "none" else "answered", caveats=_caveats(crowd, table, mine),
        owner=owner, next_step=step, key=f"{_NAME}.{persona}",
    )


def _chart(language: str) -> Chart:
    return Chart("card", x="effect", y="item", low=None, high=None, unit="signed_score", reference=0.0, where={"_drawn": "yes"},
                 x_label=words.label("effect", language), y_label=words.say(f"{_NAME}.apart", language))


def _compared(mine: pd.DataFrame) -> pd.DataFrame:
    """With p-values corrected over the card, and which way it clearly differs."""
    adjusted = intervals.adjust(mine["p_value"].to_numpy(float), method="holm")
    clear, more = adjusted < _CLEAR, (mine["value"] > mine["elsewhere"]).to_numpy()
    said = np.select([clear & more, clear & ~more, ~np.isnan(adjusted)], ["higher", "lower", "alike"], default="")
    return mine.assign(adjusted_p=adjusted, compared=said).drop(columns="p_value")


def _shown(mine: pd.DataFrame) -> pd.Series:
    """What stands on the page: the largest differences, one score of each kind, the worst step, worth, leaving, channels."""
    shown = pd.Series("", index=mine.index, dtype="object")
    habits = mine[(mine["part"] == "habit") & (mine["effect"].abs() >= _NOTABLE)]
    shown[habits[habits["effect"] > 0].sort_values("effect", ascending=False, kind="stable").index[:_EACH_SIDE]] = "over"
    shown[habits[habits["effect"] < 0].sort_values("effect", kind="stable").index[:_EACH_SIDE]] = "under"
    clear = mine[(mine["part"] == "segment") & ((mine["compared"].isin(["higher", "lower"])) | (mine["made"] != "")) & mine["effect"].notna()]
    shown[clear["effect"].abs().sort_values(ascending=False, kind="stable").index[:_SEGMENTS]] = "segment"
    scores = mine[mine["part"] == "score"]
    shown[scores[scores["_code"] != "rating"].drop_duplicates("_code").index] = "fact"
    ratings = scores[(scores["_code"] == "rating") & scores["compared"].isin(["higher", "lower"])]
    apart = (ratings["value"] - ratings["elsewhere"]).abs().sort_values(ascending=False, kind="stable")
    shown[apart.index[:_RATINGS]] = "fact"
    steps = mine[(mine["part"] == "drop_off") & mine["value"].notna()]
    if len(steps):
        shown[(steps["value"] - steps["elsewhere"].fillna(steps["everyone"])).idxmax()] = "fact"
    shown[mine["part"].isin(["worth", "leaving"])] = "fact"
    shown[mine["part"] == "contact"] = "contact"
    shown[mine["part"] == "size"] = "size"
    return shown


def _line(part: str, text: str, item: str = "") -> dict:
    return {"part": part, "item": item, "text": text, "_shown": part}


def _quotes(crowd: Crowd, persona: str) -> list[dict]:
    """Two who are not pleased and one who is, by the rule of the comments; any others where one side is silent."""
    study = crowd.labelled
    if not study.has("responses") or study.slice.kept(SEGMENT) is None:
        return []
    theirs = study.where(Slice(((SEGMENT, (persona,)),)))
    found = []
    for side, most in (("low", _QUOTES - 1), ("high", _QUOTES - 1), ("any", _QUOTES)):
        table = quotes(theirs, side=side, n=_QUOTES).table
        for row in table.head(most).to_dict("records"):
            if len(found) < _QUOTES and row["quote"] not in {one["text"] for one in found}:
                found.append(_line("quote", row["quote"], row["said_by"]))
    return found


def _unknown(crowd: Crowd, mine: pd.DataFrame, spoken: pd.DataFrame, persona: str) -> list[str]:
    """What the card cannot say, most telling first."""
    study, language, said = crowd.study, crowd.study.language, []
    say = lambda key, **values: said.append(words.say(f"{_NAME}.unknown.{key}", language, **values))  # noqa: E731
    if (mine.loc[mine["part"] == "size", "withheld"] != "").any():
        say("small", minimum=study.settings.minimum_base)
        return said
    if crowd.found.verdict in ("none", "continuum"):
        say(crowd.found.verdict)
    scores = mine[mine["part"] == "score"]
    few = scores[scores["value"].isna()]
    if scores.empty or len(few) == len(scores):
        say("no_scores")
    elif len(few):
        say("few_answers", items=", ".join(few["item"]))
    if spoken.empty:
        say("no_comments")
    lacking = crowd.people.loc[crowd.inside(persona), [name for name in crowd.found.features if name in crowd.people]].isna().mean()
    if len(lacking) and lacking.max() > _MISSING:
        say("missing", habit=habit_label(lacking.idxmax(), language), share=float(lacking.max()))
    for part, key in (("drop_off", "no_journey"), ("worth", "no_spend"), ("leaving", "no_leaving")):
        if mine.loc[mine["part"] == part, "value"].notna().sum() == 0:
            say(key)
    if not len(said) or len(said) < 3:
        say("why")
    return said


def _next(crowd: Crowd, mine: pd.DataFrame) -> tuple[str, str]:
    """What to do first: keep those who leave, mend what they rate low or where they drop off, else go and listen."""
    language = crowd.study.language
    owner = words.say("personas.owner", language)

    def worst(part: str, compared: str) -> pd.DataFrame:
        rows = mine[(mine["part"] == part) & (mine["compared"] == compared)]
        return rows.loc[(rows["value"] - rows["elsewhere"]).abs().sort_values(ascending=False, kind="stable").index]

    leaving, score, step = worst("leaving", "higher"), worst("score", "lower"), worst("drop_off", "higher")
    if len(leaving):
        return words.say(f"{_NAME}.next.leaving", language), owner
    if len(score):
        return words.say(f"{_NAME}.next.score", language, item=score["item"].iloc[0]), owner
    if len(step):
        return words.say(f"{_NAME}.next.drop_off", language, step=step["item"].iloc[0]), step["_code"].iloc[0] or owner
    if (mine.loc[mine["part"] == "size", "withheld"] != "").any():
        return words.say(f"{_NAME}.next.small", language), owner
    return words.say(f"{_NAME}.next.listen", language), owner


def _sentence(crowd: Crowd, mine: pd.DataFrame, persona: str, hidden: bool) -> str:
    language = crowd.study.language
    if hidden:
        return words.say(f"{_NAME}.hidden", language, persona=persona, minimum=crowd.study.settings.minimum_base)
    size = mine[mine["part"] == "size"].iloc[0]
    parts = [words.say(_NAME, language, persona=persona, value=size["value"], low=size["low"], high=size["high"], n=size["base"])]
    apart = mine[mine["_shown"].isin(["over", "under"])]
    apart = apart.loc[apart["effect"].abs().sort_values(ascending=False, kind="stable").index].head(2)
    said = [words.say(f"{_NAME}.{'more' if row.effect > 0 else 'less'}", language, habit=row.item, size=abs(row.effect)) for row in apart.itertuples()]
    if said:
        parts.append(words.say(f"{_NAME}.differences", language, parts="; ".join(said)))
    clear = mine[mine["part"].isin(["score", "leaving", "drop_off"]) & mine["compared"].isin(["higher", "lower"]) & (mine["_shown"] == "fact")]
    if len(clear):
        row = clear.loc[clear["adjusted_p"].idxmin()]
        here, there = (_number(crowd.study, row[name], row["unit"]) for name in ("value", "elsewhere"))
        parts.append(words.say(f"{_NAME}.clear", language, item=row["item"], here=here, there=there))
    return " ".join(parts)


def _number(study, value: float, unit: str) -> str:
    return words.format_value((value, study.currency) if unit == "money" else value, unit, study.language)


def _caveats(crowd: Crowd, table: pd.DataFrame, mine: pd.DataFrame) -> tuple[str, ...]:
    study, language, notes = crowd.study, crowd.study.language, []
    tested = int(mine["adjusted_p"].notna().sum())
    if tested:
        notes.append(words.say(f"{_NAME}.caveat.tested", language, tested=tested))
    if (table["made"] != "").any():
        notes.append(words.say(f"{_NAME}.caveat.{'made' if crowd.found.recipe is not None else 'labels'}", language))
    if (table["part"] == "segment").any():
        notes.append(words.say(f"{_NAME}.caveat.profile", language))
    notes.append(words.say(f"{_NAME}.caveat.others", language))
    if study.weighted:
        notes.append(words.say(f"{_NAME}.caveat.weights", language))
    if crowd.found.verdict == "continuum":
        notes.append(words.say("personas.caveat.continuum", language))
    if (table["part"] == "quote").any():
        notes.append(words.say("comments.quotes.masked", language))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return tuple(notes)
