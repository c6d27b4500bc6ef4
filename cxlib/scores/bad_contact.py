"""Whether one bad contact outweighs the average of all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding
from .levels import main_question

__all__ = ["one_bad_contact"]

_FEWEST = 50
_FORMATS = {"error": "number", "explained": "share", "p_value": "p_value"}


def one_bad_contact(study, *, question: str | None = None, folds: int = 10, seed: int = 2026) -> Finding:
    """Whether a customer's worst earlier rating tells the later score better than the average of their earlier ratings.

    Parameters
    ----------
    question : name of a question, optional
        The later overall score; the main question when not given. All other questions are earlier ratings.
    folds : int
        Parts of the customers; each part is predicted from the others.
    seed : int

    Returns
    -------
    Finding
        One row per way to predict: ``predictor`` (``average``, ``worst``, ``both``, ``neither``: everyone's mean),
        ``base`` (customers), ``error`` (root of the mean squared error for unseen customers, score units), ``explained`` (share of
        the squared error of ``neither`` that it takes away), ``value`` (that share minus the one of ``average``: above 0 is
        better than the average), ``low``, ``high`` (95%), ``p_value``, ``verdict`` (``better``, ``worse``, ``cannot tell``).

    Raises
    ------
    ArgumentError
        For an unknown question, or fewer than two folds.

    Notes
    -----
    One row per customer: the last wave with an answer to `question`, and all ratings of the waves before it, each put
    from 0 to 1 on its own scale, higher is better. Customers with one earlier rating do not count, as its worst is its average.
    Straight lines by least squares. The interval is Student's for the mean over customers of the difference in squared
    error; that the folds share training rows is left out of it.

    Examples
    --------
    >>> one_bad_contact(study).sentence  # doctest: +SKIP
    """
    if isinstance(folds, bool) or not isinstance(folds, int) or folds < 2:
        raise ArgumentError(f"folds must be a whole number of at least 2, not {folds!r}")
    study = study.in_focus()
    name, language = "scores.one_bad_contact", study.language
    asked = words.say("bad_contact.question", language)
    if not study.has("responses"):
        return study.not_available(name, asked, "responses")
    question = choose("question", question or main_question(study), study.codebook)
    if study.slice.restricts and not len(study.customers()):
        return study.nobody(name, asked)
    told = _one_row_each(study, question)
    key = ".".join([name, question])
    fewest = max(_FEWEST, study.settings.minimum_base)
    if len(told) < fewest or told["y"].nunique() < 2:
        sentence = words.say("bad_contact.too_few", language, n=len(told), asked=question, fewest=fewest)
        return study.finding(name, question=asked, sentence=sentence, table=pd.DataFrame(), status="cannot_tell", base=len(told), key=key,
                             next_step=words.say("bad_contact.ask", language))
    table = _compared(told, folds, seed)
    sentence, status = _tell(study, table, question)
    row = table[table["predictor"] == "worst"].iloc[0]
    return study.finding(
        name, question=asked, sentence=sentence, table=table, base=len(told), status=status, unit="share", formats=_FORMATS, key=key,
        headline={column: row[column] for column in ("value", "low", "high", "base")} | {"unit": "share"},
        caveats=(words.say("bad_contact.caveat", language, ratings=float(told["ratings"].mean()), folds=folds),),
        owner=study.codebook[question].owner, next_step=words.say("bad_contact.next", language) if status == "answered" else "",
        chart=Chart("interval", x="value", y="predictor", unit="share", reference=0.0, x_label=words.say("bad_contact.axis", language),
                    reference_label=words.say("bad_contact.reference", language)),
    )


def _one_row_each(study, question: str) -> pd.DataFrame:
    """A row per customer: ``y``, and ``worst``, ``average`` and number of the ``ratings`` of the waves before it."""
    others = [name for name in study.codebook if name != question]
    rows = study.answer_rows([question, *others], periods=study.waves)
    meaning = study.codebook[question]
    place = pd.Series(rows.period).map({wave: number for number, wave in enumerate(study.waves)}).to_numpy()
    y = pd.Series(meaning.shown(rows.scores[question].to_numpy(float)))
    outcome = pd.DataFrame({"customer": rows.customer, "place": place, "y": y})[y.notna()]
    outcome = outcome.sort_values(["customer", "place"]).drop_duplicates("customer", keep="last")
    parts = []
    for name in others:
        asked = study.codebook[name]
        rating = (asked.shown(rows.scores[name].to_numpy(float)) - asked.low) / (asked.high - asked.low)
        parts.append(pd.DataFrame({"customer": rows.customer, "earlier": place, "rating": rating}))
    if not parts:
        return outcome.assign(worst=0.0, average=0.0, ratings=0).iloc[:0]
    earlier = pd.concat(parts).dropna(subset=["rating"]).merge(outcome[["customer", "place"]], on="customer")
    earlier = earlier[earlier["earlier"] < earlier["place"]]
    summary = earlier.groupby("customer")["rating"].agg(worst="min", average="mean", ratings="count").reset_index()
    return outcome.merge(summary[summary["ratings"] >= 2], on="customer").sort_values("customer", ignore_index=True)


def _compared(told: pd.DataFrame, folds: int, seed: int) -> pd.DataFrame:
    part = np.random.default_rng(seed).permutation(len(told)) % folds
    ways = {"average": ["average"], "worst": ["worst"], "both": ["average", "worst"], "neither": []}
    squares = {way: _squares(told, columns, part) for way, columns in ways.items()}
    whole, own = squares["neither"].mean(), squares["average"]
    n, rows = len(told), []
    for way, lost in squares.items():
        gain = (own - lost) / whole
        _, low, high, p = intervals.mean_difference((n, 0.0, 0.0), (n, gain.sum(), (gain**2).sum()))
        rows.append({
            "predictor": way, "base": n, "error": float(np.sqrt(lost.mean())), "explained": float(1 - lost.mean() / whole),
            "value": float(gain.mean()), "low": float(low), "high": float(high), "p_value": float(p),
        })
    table = pd.DataFrame(rows)
    verdict = np.select([table["low"] > 0, table["high"] < 0, table["predictor"] != "average"], ["better", "worse", "cannot tell"], "")
    return table.assign(verdict=verdict)


def _squares(told: pd.DataFrame, columns: list[str], part: np.ndarray) -> np.ndarray:
    """Squared error of each customer, predicted by a line through the customers of the other parts."""
    design = np.column_stack([np.ones(len(told)), *(told[column].to_numpy(float) for column in columns)])
    y, found = told["y"].to_numpy(float), np.empty(len(told))
    for fold in np.unique(part):
        mine = part == fold
        line = np.linalg.lstsq(design[~mine], y[~mine], rcond=None)[0]
        found[mine] = (y[mine] - design[mine] @ line) ** 2
    return found


def _tell(study, table: pd.DataFrame, question: str) -> tuple[str, str]:
    language, rows = study.language, table.set_index("predictor")
    worst, both = rows.loc["worst"], rows.loc["both"]
    if max(rows["explained"]) <= 0:
        return words.say("bad_contact.nothing", language, asked=question, base=worst["base"]), "cannot_tell"
    key = {"better": "bad_contact.worst", "worse": "bad_contact.average"}.get(worst["verdict"], "bad_contact.none")
    sentence = words.say(
        key, language, asked=question, base=worst["base"], difference=worst["value"], low=worst["low"], high=worst["high"],
        worst=worst["explained"], average=rows.loc["average", "explained"],
    )
    if both["verdict"] == "better":
        sentence += " " + words.say("bad_contact.adds", language, gain=both["value"], low=both["low"], high=both["high"])
    told = key != "bad_contact.none" or both["verdict"] == "better"
    return sentence, "answered" if told else "cannot_tell"
