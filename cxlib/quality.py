"""What came in, what was refused, and which questions the data can answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import intervals, words
from .finding import Chart, Finding, withhold

__all__ = ["answers", "breaches", "coverage", "rows"]


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
