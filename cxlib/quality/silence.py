"""Who did not answer, and by how much the score could move if they differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import intervals, words
from ..errors import ArgumentError, choose
from ..finding import Chart, Finding, withhold
from ..study.replies import lists_only_respondents, reply_counts

__all__ = ["response_rate", "silent"]

_LEADING = ("nps", "csat", "ces", "rating")
_APART = 0.10  # of the measure's range on NPS and shares: ten points


def response_rate(study, *, by: str | None = None) -> Finding:
    """Which share of the customers on the books gave a score in the wave, by segment, each level against the rest.

    Parameters
    ----------
    by : segment of customers, optional
        The first segment of the study when not given.

    Returns
    -------
    Finding
        Columns `by`, ``base`` (customers on the books), ``answered``, ``value``, ``low``, ``high`` (share, Wilson), ``difference``
        (from the rest), ``adjusted_p`` (Benjamini-Hochberg), ``withheld``.

    Raises
    ------
    ArgumentError
        When customers cannot be split by `by`.
    """
    study = study.in_focus()
    language, asked = study.language, words.say("quality.response.question", study.language, wave=study.wave)
    if not (study.has("responses") and study.has("customers")):
        return study.not_available("quality.response_rate", asked, "responses", "customers")
    if lists_only_respondents(study):
        return _no_register(study, "quality.response_rate", asked)
    by = _segment(study, by)
    if by is None:
        return study.finding("quality.response_rate", question=asked, sentence=words.say("quality.response.no_segment", language),
                             table=pd.DataFrame(), status="not_available")
    counts = reply_counts(study, [by])
    if not counts["customers"].sum():
        return study.nobody("quality.response_rate", asked)
    table, tests = _rates(study, counts, by)
    n, said = int(counts["customers"].sum()), int(counts["answered"].sum())
    if n < study.settings.minimum_share_base:
        return study.finding("quality.response_rate", question=asked, table=table, status="cannot_tell",
                             sentence=words.say("quality.weights.too_few", language, wave=study.wave, minimum=study.settings.minimum_share_base))
    apart = table[table["adjusted_p"] < 0.05]
    low, high = intervals.share_interval(said, n)
    fills = {"wave": study.wave, "n": n, "answered": said, "value": said / n, "low": low, "high": high, "by": words.label(by, language)}
    if len(apart):
        least = apart.loc[apart["difference"].idxmin()]
        fills |= {"level": least[by], "rate": least["value"], "count": len(apart), "difference": least["difference"]}
    return study.finding(
        "quality.response_rate", question=asked, sentence=words.say(f"quality.response.{'apart' if len(apart) else 'alike'}", language, **fills),
        table=table, base=n, unit="share", status="answered" if len(apart) else "cannot_tell", key=f"quality.response_rate.{by}",
        formats={"difference": "signed_points", "adjusted_p": "p_value", "answered": "count"},
        caveats=(words.say("quality.response.caveat", language), words.say("scores.change.correction", language, tests=tests)),
        chart=Chart("interval", x="value", y=by, unit="share", reference=said / n, reference_label=words.say("house.everyone", language),
                    x_label=words.say("quality.response.axis", language)),
    )


def silent(study, *, question: str | None = None, by: str | None = None) -> Finding:
    """The score of everybody on the books if those who did not answer differ: a little, by segment, and at the very worst.

    Parameters
    ----------
    question : name of a question, optional
        The first NPS, CSAT, CES or rating question when not given.
    by : segment of customers, optional
        By which the silent ones are taken to be like those who answered; the first segment when not given.

    Returns
    -------
    Finding
        A row for each ``scenario`` (as answered; silent like their segment; silent ten points, or a tenth of the scale, lower and
        higher; all silent at the bottom and at the top): ``base`` (customers with a score), ``value``, ``low``, ``high``
        (95% interval of what was answered, carried along), ``unit``.

    Raises
    ------
    ArgumentError
        For an unknown question or segment.

    References
    ----------
    Manski 1989, J. Hum. Resour. 24:343 (bounds without any assumption on those who did not answer).
    """
    study = study.in_focus()
    asked = words.say("quality.silent.question", study.language)
    if not (study.has("responses") and study.has("customers")):
        return study.not_available("quality.silent", asked, "responses", "customers")
    if lists_only_respondents(study):
        return _no_register(study, "quality.silent", asked)
    question = choose("question", question, study.codebook) if question else _leading(study)
    by = _segment(study, by)
    counts = reply_counts(study, [by] if by else [], question=question)
    n, said = int(counts["customers"].sum()), int(counts["answered"].sum())
    if not n:
        return study.nobody("quality.silent", asked)
    if said < study.settings.minimum_base:
        return study.finding("quality.silent", question=asked, table=pd.DataFrame(), status="cannot_tell", key=f"quality.silent.{question}",
                             sentence=words.say("quality.weights.too_few", study.language, wave=study.wave, minimum=study.settings.minimum_base))
    table = _scenarios(study, question, by, counts, said / n)
    rows = table.set_index("scenario")
    sentence = words.say("quality.silent.told", study.language, wave=study.wave, n=n, silent=n - said, share=1 - said / n, asked=question, **{
        name: _shown(study, rows.loc[row, "value"], table["unit"].iloc[0])
        for name, row in (("value", "as answered"), ("lower", "silent lower"), ("worst", "all at the bottom"), ("best", "all at the top"))})
    return study.finding(
        "quality.silent", question=asked, sentence=sentence, table=table, base=said, unit=table["unit"].iloc[0], key=f"quality.silent.{question}",
        chart=Chart("interval", x="value", y="scenario", unit=table["unit"].iloc[0], x_label=words.say("quality.silent.axis", study.language, asked=question)),
        caveats=(words.say("quality.silent.caveat", study.language),), owner=study.codebook[question].owner,
    )


def _rates(study, counts: pd.DataFrame, by: str) -> tuple[pd.DataFrame, int]:
    n, said = counts["customers"].to_numpy(float), counts["answered"].to_numpy(float)
    rest = (said.sum() - said, n.sum() - n)
    minimum = study.settings.minimum_base
    enough = (n >= minimum) & (rest[1] >= minimum)
    with np.errstate(invalid="ignore"):
        difference, _, _, p = intervals.share_difference(rest, (said, n))
        value = said / n
    low, high = intervals.share_interval(said, n)
    table = pd.DataFrame({by: counts[by], "base": n, "answered": said, "value": value, "low": low, "high": high,
                          "difference": np.where(enough, difference, np.nan), "adjusted_p": intervals.adjust(np.where(enough, p, np.nan), method="fdr_bh")})
    table = withhold(table, minimum=minimum, within=[], columns=("value", "low", "high", "base", "answered", "difference", "adjusted_p"))
    return table, int(enough.sum())


def _scenarios(study, question: str, by: str | None, counts: pd.DataFrame, rate: float) -> pd.DataFrame:
    """What the score of everybody would be; `rate` is the share that answered."""
    scores = study.score_counts(["period", *([by] if by else [])])
    mine = scores[(scores["period"] == study.wave) & (scores["question"] == question) & scores["score"].notna()]
    meaning = study.codebook[question]
    point, low, high, (bottom, top), unit = _measured(mine, meaning)
    step = _APART * (1.0 if unit == "points" else top - bottom)
    base = float(mine["n"].sum())
    ends = np.array([point, low, high])
    rows = {"as answered": ends}
    if by:
        shift = _like_their_segment(mine, counts, by, meaning, point)
        rows["silent like their segment"] = ends + shift
    for name, silent_ends in (("silent lower", ends - step), ("silent higher", ends + step), ("all at the bottom", np.full(3, bottom)), ("all at the top", np.full(3, top))):
        rows[name] = rate * ends + (1 - rate) * np.clip(silent_ends, bottom, top)
    table = pd.DataFrame([{"scenario": name, "base": base, "value": v, "low": min(lo, v), "high": max(hi, v), "unit": unit} for name, (v, lo, hi) in rows.items()])
    table[["value", "low", "high"]] = table[["value", "low", "high"]].clip(bottom, top)
    return table


def _like_their_segment(mine: pd.DataFrame, counts: pd.DataFrame, by: str, meaning, point: float) -> float:
    """How far the score moves when each level counts by its customers in place of its answers; levels without an answer keep out."""
    found = []
    for level, people, answered in zip(counts[by], counts["customers"], counts["answered"]):
        here = mine[mine[by] == level]
        if len(here) and answered:
            found.append((people, _measured(here, meaning)[0]))
    if not found:
        return 0.0
    people, values = np.array(found, dtype=float).T
    return float(np.dot(people, values) / people.sum() - point)


def _measured(counts: pd.DataFrame, meaning) -> tuple[float, float, float, tuple[float, float], str]:
    """Value, interval, range and unit of the question's first measure."""
    score, n, w, w2 = (counts[name].to_numpy(float) for name in ("score", "n", "w", "w2"))
    sums = {"n": n.sum(), "w": w.sum(), "w2": w2.sum()}
    if meaning.metric == "nps":
        top, bottom = score >= 9, score <= 6
        value, low, high, _ = intervals.weighted_nps_interval(*sums.values(), w[top].sum(), w[bottom].sum(), w2[top].sum(), w2[bottom].sum())
        return float(value), float(low), float(high), (-1.0, 1.0), "points"
    shown = meaning.shown(score)
    if meaning.metric == "csat":
        yes = shown > meaning.high - meaning.top_box
        value, low, high, _ = intervals.weighted_share_interval(*sums.values(), w[yes].sum(), w2[yes].sum())
        return float(value), float(low), float(high), (0.0, 1.0), "share"
    scale = (float(meaning.low), float(meaning.high))
    value, low, high, _ = intervals.weighted_mean_interval(*sums.values(), (w * shown).sum(), (w2 * shown).sum(), (w2 * shown**2).sum(), scale=scale)
    return float(value), float(low), float(high), scale, "score"


def _no_register(study, name: str, asked: str) -> Finding:
    return study.finding(name, question=asked, sentence=words.say("quality.response.only_respondents", study.language), table=pd.DataFrame(),
                         status="not_available")


def _shown(study, value: float, unit: str) -> str:
    return words.format_value(value, unit, study.language)


def _segment(study, by: str | None) -> str | None:
    if by is not None:
        return choose("segment of customers", by, study.view.customer_segments)
    return next((name for name in study.segments if name in study.view.customer_segments), None)


def _leading(study) -> str:
    for metric in _LEADING:
        for name, question in study.codebook.items():
            if question.metric == metric:
                return name
    raise ArgumentError("the codebook declares no question; add [questions.NAME] to study.toml")
