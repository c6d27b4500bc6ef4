"""Whether the forecast holds for each level of a segment."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import choose
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from ..intervals.basis import two_sided_p
from ..intervals.multiplicity import adjust
from ..study import Study
from .learners import expit
from .measures import area_under_curve
from .model import ChurnModel
from .trusting import judged, mine_of, refusal, too_few, trusted_columns

__all__ = ["trust_by"]

NAME = "churn.trust_by"
_FEWEST = 10
_SURE = 0.05
_HIDDEN = ("value", "low", "high", "base", "left_count", "predicted", "auc", "auc_low", "auc_high", "p_value", "adjusted_p")


def trust_by(study: Study, model: ChurnModel, *, by: str | None = None) -> Finding:
    """Forecast against what happened, and the order of customers, for each level of a segment of the test customers.

    Parameters
    ----------
    study : Study
    model : ChurnModel
    by : str, optional
        A segment of customers; the study's first one when not given.

    Returns
    -------
    Finding
        ``level``, ``base``, ``left_count``, ``predicted`` (mean forecast), ``value`` (share that left), ``low``,
        ``high`` (Wilson, 95%), ``auc``, ``auc_low``, ``auc_high`` (DeLong; blank under 10 leavers or stayers),
        ``p_value``, ``adjusted_p`` (Holm), ``verdict`` (as_elsewhere, more_left, fewer_left) and ``withheld``. A level
        stands out when observed and expected leavers differ after one common shift of all log-odds that makes the
        total right, so a season that moves everyone is not called unfair.

    Raises
    ------
    ArgumentError
        When customers cannot be split by `by`.

    References
    ----------
    Spiegelhalter 1986, Stat. Med. 5:421, for the test of observed against expected.

    Examples
    --------
    >>> from cxlib import churn, open_study
    >>> study = open_study("data/sample")  # doctest: +SKIP
    >>> churn.trust_by(study, churn.fit(study), by="region").sentence  # doctest: +SKIP
    """
    own = study.view.customer_segments
    if by is None and not own:
        question, sentence = (words.say(f"churn.trust_by.{part}", study.language) for part in ("question_any", "no_segment"))
        return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), status="not_available")
    by = choose("segment of customers", own[0] if by is None else by, own)
    segment = words.label(by, study.language)
    question = words.say("churn.trust_by.question", study.language, segment=segment.lower())
    if model.verdict != "usable":
        return refusal(study, model, NAME, question)
    p, left = judged(study, model)
    refused = too_few(study, NAME, question, left)
    if refused:
        return refused
    table = withhold(_levels(study, model, by, p, left), minimum=study.settings.minimum_base, within=[], columns=_HIDDEN)
    table.loc[table["withheld"] != "", "verdict"] = ""
    shown = table[table["verdict"] != ""]
    sentence, status = _in_words(study, segment.lower(), shown, p, left)
    return study.finding(
        NAME, question=question, sentence=sentence, table=table, base=len(p), unit="share", status=status,
        caveats=(*trusted_columns(study, model), words.say("churn.trust_by.how", study.language, levels=len(shown)), words.say("churn.trust_by.few", study.language, fewest=_FEWEST),
                 words.say("churn.segments_today", study.language)),
        formats={"predicted": "share", "left_count": "count", "p_value": "p_value", "adjusted_p": "p_value",
                 **dict.fromkeys(("auc", "auc_low", "auc_high"), "number")},
        chart=Chart("interval", y="level", unit="share", reference=float(left.mean()), reference_label=words.say("churn.axis.everyone", study.language),
                    x_label=words.say("churn.axis.observed", study.language)),
    )


def _levels(study: Study, model: ChurnModel, by: str, p: np.ndarray, left: np.ndarray) -> pd.DataFrame:
    people = model.test.features.index[mine_of(study, model)]
    level = study.customers()[by].reindex(people).astype(object).to_numpy()
    level = np.where(pd.isna(level), "not known", level)
    expected = expit(_log_odds(p) + _shift(p, left))
    rows = []
    for name in [*study.segments.get(by, ()), *sorted(set(level) - set(study.segments.get(by, ())))]:
        mine = level == name
        n, gone = int(mine.sum()), int(left[mine].sum())
        low, high = share_interval(gone, n)
        spread = np.sqrt((expected[mine] * (1 - expected[mine])).sum())
        z = (gone - expected[mine].sum()) / spread if spread > 0 else np.nan
        enough = min(gone, n - gone) >= _FEWEST
        area = area_under_curve(p[mine], left[mine]) if enough else dict.fromkeys(("value", "low", "high"), np.nan)
        rows.append({
            "level": name, "base": n, "left_count": gone, "predicted": p[mine].mean() if n else np.nan, "value": gone / n if n else np.nan,
            "low": float(low), "high": float(high), "auc": area["value"], "auc_low": area["low"], "auc_high": area["high"], "z": z,
        })
    return _with_verdicts(pd.DataFrame(rows), study.settings.minimum_base)


def _with_verdicts(table: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Levels too small to be shown are not tested either."""
    z = table.pop("z").where(table["base"] >= minimum)
    table["p_value"], tested = two_sided_p(z.to_numpy()), z.notna().to_numpy()
    table["adjusted_p"] = np.nan
    table.loc[tested, "adjusted_p"] = adjust(table.loc[tested, "p_value"].to_numpy(), method="holm") if tested.any() else np.nan
    unlike = table["adjusted_p"] < _SURE
    table["verdict"] = np.where(~tested, "", np.where(~unlike, "as_elsewhere", np.where(z > 0, "more_left", "fewer_left")))
    return table


def _shift(p: np.ndarray, left: np.ndarray) -> float:
    """What to add to all log-odds so that as many are expected to leave as did."""
    odds, shift = _log_odds(p), 0.0
    for _ in range(50):
        now = expit(odds + shift)
        step = (left.sum() - now.sum()) / max((now * (1 - now)).sum(), 1e-9)
        shift += float(np.clip(step, -2, 2))
        if abs(step) < 1e-10:
            break
    return shift


def _log_odds(p: np.ndarray) -> np.ndarray:
    kept = np.clip(p, 1e-12, 1 - 1e-12)
    return np.log(kept / (1 - kept))


def _in_words(study: Study, segment: str, shown: pd.DataFrame, p: np.ndarray, left: np.ndarray) -> tuple[str, str]:
    if not len(shown):
        return words.say("churn.trust_by.cannot", study.language, segment=segment), "cannot_tell"
    unlike = shown[shown["verdict"] != "as_elsewhere"].sort_values("adjusted_p")
    if not len(unlike):
        return words.say("churn.trust_by.fair", study.language, segment=segment, levels=len(shown), value=left.mean(), predicted=p.mean()), "answered"
    first = unlike.iloc[0]
    return words.say(
        "churn.trust_by.unfair", study.language, segment=segment, first=first["level"], base=int(first["base"]), count=len(unlike), levels=len(shown),
        **{name: first[name] for name in ("value", "low", "high", "predicted")},
    ), "answered"
