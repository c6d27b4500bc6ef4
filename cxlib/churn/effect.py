"""Whether acting on the list kept anybody: those drawn to be contacted against those left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..intervals import adjust, share_difference, share_interval
from ..study import Study
from .actions import ACTIONS
from .hold_out import smallest_seen
from .ledger import Ledger
from .outcome import unavailable, window
from .pooled import over_quarters

__all__ = ["did_it_work"]

NAME = "churn.did_it_work"
_ALPHA = 0.05
_SURE = 0.001
_UNLIKE = 0.1  # a test of few strata sees little: the usual limit for heterogeneity
_COUNTS = ("base_contact", "base_hold_out")
_SHARES = ("left_contact", "left_hold_out", "value", "low", "high", "p_value", "detectable")
_FORMATS = {"base_contact": "count", "base_hold_out": "count", "left_contact": "share", "left_hold_out": "share", "p_value": "p_value",
            "adjusted_p": "p_value", "detectable": "points"}


def did_it_work(study: Study, ledger: Ledger | Sequence[Ledger]) -> Finding:
    """How many fewer left among those drawn to be contacted than among those left alone, as they were drawn.

    Everyone counts in the arm they were drawn into, whether they were reached or not: who is reached is not random. Left
    is: the contract ended from the day of the list on, or no activity in the last `silence_days` before the outcome
    window of that list ends, or before the study's last day where that comes first.

    Parameters
    ----------
    study : Study
        Of a later wave than the one that made the list.
    ledger : Ledger, or several of them
        From :func:`cxlib.churn.read_ledger`. Several quarters are put together, each weighted by how surely it is known, and
        it is said whether they differ by more than chance.

    Returns
    -------
    Finding
        ``among`` (everyone; payments: who paid nothing, where our own contact cannot count as coming back; a class of
        action where both arms reach the minimum base; naive), ``base``, ``base_contact``, ``base_hold_out``,
        ``left_contact``, ``left_hold_out`` (shares), ``value`` (contact minus hold-out, shown in points: below 0 fewer
        left), ``low``, ``high`` (95%), ``p_value``, ``adjusted_p`` (Holm over the classes, and
        never below the p-value of the first row), ``detectable`` (smallest
        difference that 8 of 10 such draws would show), ``verdict`` (fewer left, more left, cannot tell, misleading).
        Without a hold-out one row, ``naive``: those with an action noted against those without; it misleads, and the
        finding cannot tell. Of several ledgers: a first row ``lists`` (all together, see :func:`.pooled.pooled`), then a row
        for each, named by the day of its list; lists too small to show, too early or without a hold-out take no part.

    Raises
    ------
    ArgumentError
        When `ledger` is something else, or two ledgers are of the same list.

    References
    ----------
    Intention to treat: Hollis and Campbell 1999, BMJ 319:670. Difference: Newcombe 1998, Stat. Med. 17:873, method 10.
    Parts only after the whole: Westfall and Krishen 2001, J. Stat. Plan. Inference 99:25.

    Examples
    --------
    >>> did_it_work(study, read_ledger("ledger.xlsx", study)).sentence  # doctest: +SKIP
    """
    if isinstance(ledger, (list, tuple)) and all(isinstance(one, Ledger) for one in ledger) and ledger:
        ledger = _in_order(ledger)
        if len(ledger) > 1:
            return _together(study, ledger)
        ledger = ledger[0]
    if not isinstance(ledger, Ledger):
        raise ArgumentError(f"did_it_work needs the ledger that read_ledger gives, not {type(ledger).__name__}")
    question = words.say(f"churn.did_it_work.question", study.language)
    missing = unavailable(study)
    if missing:
        return study.not_available(NAME, question, *missing)
    rows = ledger.rows[ledger.rows["customer_id"].isin(study.customers().index)]
    if not len(rows):
        return study.nobody(NAME, question)
    end = min(window(study, ledger.listed_on)[1], study.as_of)
    first = _first_day(study, ledger.listed_on)
    if end < first:
        sentence = words.say(f"churn.did_it_work.too_early", study.language, listed_on=ledger.listed_on, as_of=study.as_of, first=first)
        return study.finding(NAME, question=question, sentence=sentence, table=pd.DataFrame(), base=len(rows), status="cannot_tell")
    rows = _with_outcome(study, rows, ledger.listed_on, end)
    if ledger.has_hold_out:
        return _by_arm(study, ledger, rows, end, question)
    return _without_hold_out(study, ledger, rows, end, question)


def _in_order(ledgers: Sequence[Ledger]) -> list[Ledger]:
    days = [one.listed_on for one in ledgers]
    twice = [day for day in days if day is not None and days.count(day) > 1]
    if twice:
        raise ArgumentError(f"two ledgers are of the list of {twice[0]}; give each list once")
    return sorted(ledgers, key=lambda one: (one.listed_on is None, one.listed_on or dt.date.max))


def _together(study: Study, ledgers: list[Ledger]) -> Finding:
    """The answers of several lists put together; where fewer than two can be shown, that of the last one that can."""
    language, minimum, question = study.language, study.settings.minimum_base, words.say("churn.did_it_work.question", study.language)
    missing = unavailable(study)
    if missing:
        return study.not_available(NAME, question, *missing)
    rows, seen, usable = [], [], []
    for one in ledgers:
        mine = one.rows[one.rows["customer_id"].isin(study.customers().index)]
        end = min(window(study, one.listed_on)[1], study.as_of) if one.listed_on else None
        if not one.has_hold_out or not len(mine) or end < _first_day(study, one.listed_on):
            continue
        known = _with_outcome(study, mine, one.listed_on, end)
        rows.append(_compared(words.format_value(one.listed_on, "date", language), known, known["left"]))
        seen.append(known["customer_id"])
        usable.append(one)
    hidden = _withheld(pd.DataFrame(rows), minimum, within=None) if rows else pd.DataFrame({"value": []})
    table, found = over_quarters(hidden) if len(rows) > 1 else (hidden, None)
    if found is None:
        shown = [one for one, value in zip(usable, hidden["value"], strict=True) if not pd.isna(value)]
        return did_it_work(study, (shown or usable or ledgers)[-1])
    first, used = table.iloc[0], int(hidden["value"].notna().sum())
    key = {"fewer left": "worked", "more left": "harmed"}.get(first["verdict"], "cannot_tell")
    values = {name: first[name] for name in ("base_contact", "base_hold_out", "value", "low", "high", "detectable")}
    apart = "unlike" if found["q_p"] < _UNLIKE else "alike"
    sentence = words.say(f"churn.did_it_work.lists.{key}", language, lists=used, **values) + " " + words.say(
        f"churn.did_it_work.lists.{apart}", language, p=found["q_p"], part=found["i_squared"])
    again = pd.concat(seen)
    caveats = [words.say("churn.did_it_work.as_drawn", language), words.say("churn.did_it_work.lists.how", language, lists=used)]
    caveats += [words.say("churn.did_it_work.lists.aside", language, n=len(ledgers) - used)] if used < len(ledgers) else []
    caveats += [words.say("churn.did_it_work.lists.again", language, n=int(again[again.duplicated()].nunique()))] if again.duplicated().any() else []
    return study.finding(
        NAME, question=question, sentence=sentence, table=table, base=int(first["base"]), unit="signed_points", formats=_FORMATS,
        status="cannot_tell" if key == "cannot_tell" else "answered", caveats=tuple(caveats),
        chart=Chart("interval", y="among", unit="signed_points", reference=0.0, x_label=words.say("churn.did_it_work.axis", language)),
        headline={**{name: first[name] for name in ("value", "low", "high", "base")}, "unit": "signed_points"},
        next_step=words.say(f"churn.did_it_work.next.{key}", language), key=f"{NAME}.lists",
    )


def effects(rows: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """The arms compared: all together, by payments, and by class of action.

    Parameters
    ----------
    rows : DataFrame
        ``arm``, ``left`` (bool), ``action``, and ``unpaid`` (bool) where payments are known.
    minimum : int
        Smallest arm whose share is shown.

    Returns
    -------
    DataFrame
        See :func:`did_it_work`.
    """
    whole = [_compared("everyone", rows, rows["left"])]
    if "unpaid" in rows:
        whole.append(_compared("payments", rows, rows["unpaid"]))
    classes = [_compared(action, rows[mine], rows.loc[mine, "left"]) for action in ACTIONS if (mine := rows["action"] == action).any()]
    # One class alone is everyone over again.
    whole, classes = pd.DataFrame(whole), pd.DataFrame(classes if len(classes) > 1 else [], columns=list(whole[0]))
    whole, classes = _withheld(whole, minimum, within=None), _withheld(classes, minimum, within=[])
    classes = classes.assign(adjusted_p=adjust(classes["p_value"].to_numpy(float), method="holm"))
    table = pd.concat([part for part in (whole.assign(adjusted_p=whole["p_value"]), classes) if len(part)], ignore_index=True)
    # Parts are looked at only when the whole tells, so that chance calls some row in at most one of twenty lists.
    table["adjusted_p"] = np.maximum(table["adjusted_p"], table["p_value"].iloc[0])
    sure = table["adjusted_p"] < _ALPHA
    table["verdict"] = np.select([sure & (table["value"] < 0), sure], ["fewer left", "more left"], default="cannot tell")
    return table


def _compared(among: str, rows: pd.DataFrame, left: pd.Series) -> dict:
    contact = (rows["arm"] == "contact").to_numpy()
    return _two_shares(among, left.to_numpy(dtype=bool), contact)


def _two_shares(among: str, left: np.ndarray, contact: np.ndarray) -> dict:
    """One row: the share that left in the first group (`contact`) against the others."""
    n, others = int(contact.sum()), int((~contact).sum())
    gone, gone_others = int(left[contact].sum()), int(left[~contact].sum())
    value, low, high, p = share_difference((gone_others, others), (gone, n))
    # Adding one who left and one who stayed keeps the spread above 0 where all did the same.
    spread = (gone + gone_others + 1) / (n + others + 2)
    return {
        "among": among, "base": n + others, "base_contact": n, "base_hold_out": others, "left_contact": gone / n if n else np.nan,
        "left_hold_out": gone_others / others if others else np.nan, "value": float(value), "low": float(low), "high": float(high),
        "p_value": float(p), "detectable": smallest_seen(spread, n, others),
    }


def _withheld(rows: pd.DataFrame, minimum: int, *, within: list | None) -> pd.DataFrame:
    """Both arms must reach the minimum base; what one of them hides is hidden in both."""
    marks = [withhold(rows.assign(base=rows[side]), minimum=minimum, within=within)["withheld"] for side in _COUNTS]
    out = rows.assign(withheld=marks[0].mask(marks[0] == "", marks[1]).astype(str))
    hidden = out["withheld"] != ""
    counted = ["base", *_COUNTS]
    out[counted] = out[counted].astype(float)
    out.loc[hidden | (out[list(_COUNTS)].min(axis=1) == 0), list(_SHARES)] = np.nan
    out.loc[hidden, counted] = np.nan
    return out


def _first_day(study: Study, listed_on: dt.date) -> dt.date:
    """The first day on which somebody on that list can be known to have left."""
    churn = study.settings.churn
    return listed_on + dt.timedelta(days=max(churn.gap_days, 1) if churn.kind == "contract" else churn.silence_days)


def _with_outcome(study: Study, rows: pd.DataFrame, listed_on: dt.date, end: dt.date) -> pd.DataFrame:
    ids = rows["customer_id"]
    if study.settings.churn.kind == "contract":
        left_at = study.customers()["left_at"].reindex(ids).to_numpy()
        gone, late = left_at < np.datetime64(listed_on), left_at >= np.datetime64(end)
        return rows.assign(left=~np.isnat(left_at) & ~late)[~gone]
    since = end - dt.timedelta(days=study.settings.churn.silence_days)
    out = rows.assign(left=~study.active(since, end).reindex(ids, fill_value=False).to_numpy(dtype=bool))
    if study.has("transactions") and study.has("touchpoints"):
        paid = study.view.frame("SELECT DISTINCT customer_id FROM transactions JOIN customers USING (customer) WHERE day >= ? AND day < ?", [since, end])
        out = out.assign(unpaid=~ids.isin(paid["customer_id"]))
    return out


def _by_arm(study: Study, ledger: Ledger, rows: pd.DataFrame, end: dt.date, question: str) -> Finding:
    language, minimum = study.language, study.settings.minimum_base
    table = effects(rows, minimum=minimum)
    main = table.iloc[0]
    told = main["verdict"] != "cannot tell"
    if pd.isna(main["value"]):
        key, values = "too_few", {"minimum": minimum}
    else:
        key = {"fewer left": "worked", "more left": "harmed"}.get(main["verdict"], "cannot_tell")
        values = {name: main[name] for name in ("base_contact", "base_hold_out", "left_contact", "left_hold_out", "value", "low", "high", "detectable")}
    sentence = words.say(f"churn.did_it_work.{key}", language, end=end, listed_on=ledger.listed_on, **values)
    return study.finding(
        NAME, question=question, sentence=sentence, table=table, base=len(rows), unit="signed_points", status="answered" if told else "cannot_tell",
        chart=Chart("interval", y="among", unit="signed_points", reference=0.0, x_label=words.say(f"churn.did_it_work.axis", language)),
        formats=_FORMATS,
        headline=None if pd.isna(main["value"]) else {**{name: main[name] for name in ("value", "low", "high", "base")}, "unit": "signed_points"},
        caveats=_caveats(study, ledger, rows, table, end), next_step=words.say(f"churn.did_it_work.next.{key}", language),
    )


def _without_hold_out(study: Study, ledger: Ledger, rows: pd.DataFrame, end: dt.date, question: str) -> Finding:
    """It cannot be told; the comparison that suggests itself stands there marked as misleading."""
    language, minimum = study.language, study.settings.minimum_base
    acted = _acted(rows)
    table = pd.DataFrame()
    sentence = words.say(f"churn.did_it_work.no_hold_out", language)
    if min(acted.sum(), (~acted).sum()) >= minimum:
        row = {**_two_shares("naive", rows["left"].to_numpy(dtype=bool), acted), "adjusted_p": np.nan, "verdict": "misleading", "withheld": ""}
        table = pd.DataFrame([row]).assign(p_value=np.nan, detectable=np.nan)
        sentence += words.say(f"churn.did_it_work.naive", language, **{name: row[name] for name in ("base_contact", "base_hold_out", "left_contact", "left_hold_out")})
    return study.finding(
        NAME, question=question, sentence=sentence, table=table, base=len(rows), unit="signed_points", status="cannot_tell", formats=_FORMATS,
        caveats=tuple(_of_the_ledger(study, ledger, rows, end)), next_step=words.say(f"churn.did_it_work.next.no_hold_out", language),
    )


def _acted(rows: pd.DataFrame) -> np.ndarray:
    """Whether an action is noted."""
    return (~rows["action_taken"].isin(["", "none"]) | rows["action_day"].notna()).to_numpy()


def _caveats(study: Study, ledger: Ledger, rows: pd.DataFrame, table: pd.DataFrame, end: dt.date) -> tuple[str, ...]:
    language, notes = study.language, [words.say(f"churn.did_it_work.as_drawn", study.language)]
    contact, acted = (rows["arm"] == "contact").to_numpy(), _acted(rows)
    notes += _as_treated(study, rows, contact, acted)
    spoiled = int((acted & ~contact).sum())
    if spoiled:
        notes.append(words.say(f"churn.did_it_work.spoiled", language, n=spoiled))
    if (contact & ~acted).any():
        notes.append(words.say(f"churn.did_it_work.not_done", language, n=int((contact & ~acted).sum()), base=int(contact.sum())))
    if "unpaid" in rows:
        notes.append(words.say(f"churn.did_it_work.payments", language))
    elif study.settings.churn.kind == "silence" and study.has("touchpoints"):
        notes.append(words.say(f"churn.did_it_work.own_contact", language))
    tested = int((table["among"].isin(ACTIONS) & table["p_value"].notna()).sum())
    if tested:
        notes.append(words.say(f"churn.did_it_work.classes", language, n=tested))
    hidden = int((table["withheld"] != "").sum())
    if hidden:
        notes.append(words.say("house.withheld_caveat", language, rows=hidden, minimum=study.settings.minimum_base))
    return (*notes, *_of_the_ledger(study, ledger, rows, end))


def _as_treated(study: Study, rows: pd.DataFrame, contact: np.ndarray, acted: np.ndarray) -> list[str]:
    left = rows["left"].to_numpy(dtype=bool)
    done, not_done = left[contact & acted], left[contact & ~acted]
    if min(len(done), len(not_done)) < study.settings.minimum_base:
        return []
    return [words.say(f"churn.did_it_work.as_treated", study.language, done=len(done), left_done=float(done.mean()), not_done=len(not_done), left_not_done=float(not_done.mean()))]


def _of_the_ledger(study: Study, ledger: Ledger, rows: pd.DataFrame, end: dt.date) -> list[str]:
    """What is missing from the ledger, and from the time that was watched."""
    language, notes = study.language, []
    planned = window(study, ledger.listed_on)[1]
    if end < planned:
        notes.append(words.say(f"churn.did_it_work.early", language, end=end, planned=planned))
    if ledger.listed is not None and ledger.read < ledger.listed:
        notes.append(words.say(f"churn.did_it_work.lost", language, read=ledger.read, listed=ledger.listed))
    if ledger.share is not None and ledger.has_hold_out:
        alone, n = int((ledger.rows["arm"] == "hold_out").sum()), len(ledger.rows)
        low, high = share_interval(alone, n, confidence=1 - _SURE)
        if not low <= ledger.share <= high:
            notes.append(words.say(f"churn.did_it_work.uneven", language, share=ledger.share, seen=alone / n))
    aside = len(ledger.rejected)
    if aside:
        lost = ledger.rejected.loc[ledger.rejected["kept"] == "no", "row"].nunique()
        notes.append(words.say(f"churn.did_it_work.rejected", language, cells=aside, rows=lost))
    gone = len(ledger.rows) - len(rows)
    if gone:
        notes.append(words.say(f"churn.did_it_work.elsewhere", language, n=gone))
    return notes
