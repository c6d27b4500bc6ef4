"""What came in, what was refused, and which questions the data can answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import intervals, words
from .finding import Chart, Finding, withhold
from .study.context import PARTS, context_counts, score_only, stamp

__all__ = ["answers", "breaches", "context_meter", "coverage", "rows", "score_only"]


def rows(study) -> Finding:
    """Rows read, accepted, rejected and left out, by file; accepted + rejected = read.

    Returns
    -------
    Finding
        Columns ``table``, ``file``, ``read``, ``accepted``, ``rejected``, ``left_out``.
    """
    meta, language = study.view.store.meta, study.language
    table = pd.DataFrame(meta["sources"])[["table", "file", "read", "accepted", "rejected", "left_out"]]
    key = "quality.rows" if meta["rejected"] else "quality.rows.clean"
    sentence = words.say(key, language, read=meta["read"], accepted=meta["accepted"], rejected=meta["rejected"],
                         share=meta["rejected"] / max(meta["read"], 1), file="rejected.csv")
    return study.finding(
        "quality.rows", question=words.say("quality.rows.question", language), sentence=sentence, table=table,
        base=meta["read"], formats=dict.fromkeys(("read", "accepted", "rejected", "left_out"), "count"),
        caveats=(words.say("house.synthetic", language),) if study.settings.synthetic else (),
    )


def breaches(study) -> Finding:
    """Why rows were refused: each rule with how often it was broken, an example and how to mend it.

    Returns
    -------
    Finding
        Columns ``file``, ``rule``, ``rows``, ``example`` (row and value), ``mend``; most frequent first.
    """
    language = study.language
    asked = words.say("quality.breaches.question", language)
    found = pd.DataFrame(study.view.store.meta["reasons"])
    if found.empty:
        sentence = words.say("quality.breaches.none", language)
        return study.finding("quality.breaches", question=asked, sentence=sentence, table=pd.DataFrame())
    found["example"] = [words.say("quality.breaches.example", language, row=row, column=column, value=value[:40])
                        for row, column, value in zip(found["row"], found["column"], found["value"])]
    table = found.sort_values(["rows", "file", "rule"], ascending=[False, True, True], ignore_index=True)
    top = found.groupby(["rule", "mend"])["rows"].sum().sort_values(ascending=False, kind="stable")
    rule, mend = top.index[0]
    sentence = words.say("quality.breaches", language, count=int(top.iloc[0]), rule=rule, mend=mend)
    return study.finding("quality.breaches", question=asked, sentence=sentence, base=int(top.sum()),
                         table=table[["file", "rule", "rows", "example", "mend"]], formats={"rows": "count"})


def answers(study) -> Finding:
    """By wave and question: people asked, scores given, and the share that gave none.

    Returns
    -------
    Finding
        Columns ``period``, ``question``, ``base`` (asked), ``value``, ``low``, ``high`` (share without a score, Wilson),
        ``withheld``.
    """
    asked = words.say("quality.answers.question", study.language)
    if not study.has("responses"):
        return study.not_available("quality.answers", asked, "responses")
    counts = study.score_counts(["period"])
    if counts.empty:
        return study.nobody("quality.answers", asked)
    given = counts["n"].where(counts["score"].notna(), 0)
    frame = counts.assign(given=given).groupby(["period", "question"], as_index=False)[["n", "given"]].sum()
    missing = (frame["n"] - frame["given"]).to_numpy(float)
    low, high = intervals.share_interval(missing, frame["n"].to_numpy(float))
    table = pd.DataFrame({"period": frame["period"], "question": frame["question"], "base": frame["n"].astype(float),
                          "value": missing / frame["n"].to_numpy(float), "low": low, "high": high})
    table = withhold(table, minimum=study.settings.minimum_share_base)
    hidden = int((table["withheld"] != "").sum())
    note = words.say("house.withheld_caveat", study.language, rows=hidden, minimum=study.settings.minimum_share_base)
    return study.finding(
        "quality.answers", question=asked, sentence=_answers_sentence(study, frame), table=table, unit="share",
        base=int(np.nan_to_num(table.loc[table["period"] == study.wave, "base"]).max(initial=0)),
        chart=_answers_chart(study, table), caveats=(*_weights_note(study, counts), *([note] if hidden else [])),
    )


def coverage(study) -> Finding:
    """Which of the four questions this study can answer, and what to ask for next time.

    Returns
    -------
    Finding
        Columns ``topic``, ``answerable`` (yes, no), ``to_ask``.
    """
    language = study.language
    by_days = study.settings.period != "wave"
    behaviour = study.has("transactions") or study.has("touchpoints")
    contract = study.settings.churn.kind == "contract" and study.has("customers")
    can = {
        "personas": (behaviour and by_days, "transactions"),
        "journeys": (study.has("touchpoints") and bool(study.settings.journey.stages), "touchpoints"),
        "scores": (study.has("responses"), "responses"),
        "churn": ((contract or behaviour) and by_days, "transactions"),
    }
    table = pd.DataFrame({
        "topic": list(can), "answerable": ["yes" if yes else "no" for yes, _ in can.values()],
        "to_ask": ["" if yes else words.say(f"house.ask.{table}", language) for yes, table in can.values()],
    })
    names = [words.say(f"quality.coverage.{topic}", language) for topic, (yes, _) in can.items() if yes]
    listed = ", ".join(names) or words.say("quality.coverage.nothing", language)
    sentence = words.say("quality.coverage", language, count=len(names), listed=listed)
    return study.finding("quality.coverage", question=words.say("quality.coverage.question", language), sentence=sentence,
                         table=table, base=sum(study.provenance["rows"].values()))


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


def _answers_chart(study, table: pd.DataFrame) -> Chart:
    """A line for each question; a grid where they are too many for lines."""
    label = words.say("quality.answers.axis", study.language)
    if table["question"].nunique() <= 4:
        return Chart("line", x="period", y="value", series="question", unit="share", y_label=label)
    asked = [name for name in study.codebook if name in set(table["question"])]
    return Chart("heatmap", x="period", y="question", unit="share", value_label=label, order={"question": asked})


def _answers_sentence(study, frame: pd.DataFrame) -> str:
    now = frame[frame["period"] == study.wave]
    if now.empty:
        return words.say("quality.answers.none", study.language, wave=study.wave)
    row = now.sort_values(["n", "question"], ascending=[False, True]).iloc[0]
    minimum = study.settings.minimum_share_base
    if row["n"] < minimum:
        return words.say("quality.answers.too_few", study.language, wave=study.wave, question=row["question"], minimum=minimum)
    return words.say("quality.answers", study.language, wave=study.wave, question=row["question"], n=row["given"], asked=row["n"],
                     missing=(row["n"] - row["given"]) / row["n"])


def _weights_note(study, counts: pd.DataFrame) -> tuple[str, ...]:
    """Kish's design effect of the question with most answers in the wave."""
    now = counts[(counts["period"] == study.wave) & counts["score"].notna()]
    if not study.weighted or now.empty or now.groupby("question")["n"].sum().max() < study.settings.minimum_share_base:
        return ()
    sums = now.groupby("question")[["n", "w", "w2"]].sum().sort_values("n", ascending=False, kind="stable")
    top = sums.iloc[0]
    effective = float(np.asarray(intervals.effective_n(top["w"], top["w2"])))
    return (words.say("quality.weights_caveat", study.language, question=sums.index[0], deff=top["n"] / effective,
                      n=top["n"], effective=effective),)
