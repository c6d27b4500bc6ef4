"""Who was asked what, and gave no score."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..finding import Chart, Finding, withhold

__all__ = ["answers"]


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
