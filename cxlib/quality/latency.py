"""How long contact, answer and report lie apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..study.replies import answered_after

__all__ = ["latency"]


def latency(study) -> Finding:
    """Days from the last contact to the answer, and from the answer to the end of the wave: median and slowest tenth.

    Returns
    -------
    Finding
        Columns ``span`` (contact to answer, answer to report), ``base`` (answers of the wave, those at one moment once), ``value``
        (median, days), ``low``, ``high`` (between order statistics, 95%), ``p90`` (days), ``withheld``.

    Notes
    -----
    The report is taken to be ready on the day after the wave; what a team needs on top is not in the data.
    """
    study = study.in_focus()
    asked = words.say("quality.latency.question", study.language, wave=study.wave)
    if not study.has("responses"):
        return study.not_available("quality.latency", asked, "responses")
    if study.settings.period == "wave":
        return study.not_available("quality.latency", asked)
    spans = dict(zip(("contact to answer", "answer to report"), answered_after(study)))
    table = pd.DataFrame([{"span": name, **_middle(days)} for name, days in spans.items() if len(days)])
    if table.empty:
        return study.nobody("quality.latency", asked)
    table = withhold(table, minimum=study.settings.minimum_base, columns=("value", "low", "high", "base", "p90"))
    return study.finding(
        "quality.latency", question=asked, sentence=_sentence(study, table), table=table, unit="days", formats={"p90": "days"},
        base=int(np.nan_to_num(table["base"]).max()), status="cannot_tell" if (table["withheld"] != "").all() else "answered",
        chart=Chart("interval", x="value", y="span", unit="days", x_label=words.say("quality.latency.axis", study.language)),
        caveats=(words.say("quality.latency.caveat", study.language),),
    )


def _middle(days: np.ndarray) -> dict[str, float]:
    """The median and an interval that holds it with at least 95%, whatever the distribution; from the binomial of half."""
    from scipy.stats import binom

    ordered, n = np.sort(days), len(days)
    below = int(binom.ppf(0.025, n, 0.5))
    return {"base": float(n), "value": float(np.median(ordered)), "low": float(ordered[max(below - 1, 0)]), "high": float(ordered[min(n - below, n - 1)]),
            "p90": float(np.quantile(ordered, 0.9))}


def _sentence(study, table: pd.DataFrame) -> str:
    shown = table[table["withheld"] == ""]
    if shown.empty:
        return words.say("quality.weights.too_few", study.language, wave=study.wave, minimum=study.settings.minimum_base)
    parts = [words.say(f"quality.latency.{row['span'].replace(' ', '_')}", study.language, n=row["base"],
                       **{name: row[name] for name in ("value", "low", "high", "p90")}) for _, row in shown.iterrows()]
    return words.say("quality.latency.told", study.language, wave=study.wave, parts=" ".join(parts))
