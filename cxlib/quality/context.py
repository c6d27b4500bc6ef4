"""How much stands beside each score."""

from __future__ import annotations

import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold
from ..study.context import PARTS, context_counts, stamp

__all__ = ["context_meter"]


def context_meter(study) -> Finding:
    """How much stands beside each score of the wave: step, channel, segment and owner; those with none are scores only.

    Returns
    -------
    Finding
        A row per question, least context first: ``question``, ``base`` (answers with a score), ``value``, ``low``, ``high``
        (share that carries all four, Wilson), ``stage``, ``channel``, ``segment``, ``owner`` (share that carries each),
        ``nothing`` (share that carries none), ``stamp`` (score only, partly, with context), ``to_ask``, ``withheld``.

    Notes
    -----
    What counts as carried: :func:`cxlib.study.context.context_counts`; where the stamps lie: :func:`cxlib.study.context.stamp`.
    """
    asked = words.say("quality.context.question", study.language)
    if not study.has("responses"):
        return study.not_available("quality.context_meter", asked, "responses")
    study = study.in_focus()
    counts = context_counts(study)
    if counts.empty:
        return study.nobody("quality.context_meter", asked)
    minimum = study.settings.minimum_share_base
    whole = _carried(study, counts)
    table = withhold(whole, minimum=minimum, columns=("value", "low", "high", "base", *PARTS, "nothing"))
    small = table["withheld"] != ""
    table[["stamp", "to_ask"]] = table[["stamp", "to_ask"]].mask(small, "")
    sentence, next_step = _context_sentence(study, counts, whole[~small])
    note = words.say("house.withheld_caveat", study.language, rows=int(small.sum()), minimum=minimum)
    return study.finding(
        "quality.context_meter", question=asked, sentence=sentence, next_step=next_step, unit="share",
        table=table.sort_values(["value", "question"], ignore_index=True), formats=dict.fromkeys((*PARTS, "nothing"), "share"),
        chart=Chart("interval", x="value", y="question", unit="share", x_label=words.say("quality.context.axis", study.language)),
        base=int(table["base"].sum()), status="cannot_tell" if small.all() else "answered", caveats=(note,) if small.any() else (),
    )


def _carried(study, counts: pd.DataFrame) -> pd.DataFrame:
    """Shares of each question's answers; missing things are those that more than a tenth of its answers lack."""
    flags = counts[list(PARTS)]
    sums = pd.DataFrame({
        "question": counts["question"], "n": counts["n"], **{part: counts["n"] * flags[part] for part in PARTS},
        "everything": counts["n"] * flags.all(axis=1), "nothing": counts["n"] * ~flags.any(axis=1),
    }).groupby("question").sum().astype(float)
    low, high = intervals.share_interval(sums["everything"].to_numpy(), sums["n"].to_numpy())
    shares = sums.drop(columns="n").div(sums["n"], axis=0)
    table = pd.DataFrame({"base": sums["n"], "value": shares["everything"], "low": low, "high": high, "unit": "share",
                          **{part: shares[part] for part in (*PARTS, "nothing")}})
    table["stamp"] = [stamp(*pair) for pair in zip(shares["everything"], shares["nothing"])]
    table["to_ask"] = [", ".join(words.label(part, study.language) for part in PARTS if row[part] < 0.9)
                       for _, row in shares.iterrows()]
    return table.reset_index()


def _context_sentence(study, counts: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, str]:
    """Overall shares, the thing that most answers lack, and what to do about it."""
    language, minimum = study.language, study.settings.minimum_share_base
    if shown.empty:
        return words.say("quality.context.too_few", language, wave=study.wave, minimum=minimum), ""
    mine = counts[counts["question"].isin(shown["question"])]
    n, flags = mine["n"].sum(), mine[list(PARTS)]
    sentence = words.say("quality.context", language, wave=study.wave, n=n, everything=mine.loc[flags.all(axis=1), "n"].sum() / n,
                         nothing=mine.loc[~flags.any(axis=1), "n"].sum() / n)
    lacking = shown.set_index("question")[list(PARTS)].rsub(1.0).mul(shown.set_index("question")["base"], axis=0)
    question, part = lacking.stack().idxmax()
    if lacking.loc[question, part] < 0.5:
        return sentence, ""
    missing = words.say("quality.context.missing", language, part=words.label(part, language).lower(), question=question,
                        share=lacking.loc[question, part] / shown.set_index("question").loc[question, "base"])
    return f"{sentence} {missing}", words.say(f"quality.context.ask.{part}", language, question=question)
