"""What the totals would be if the offer were sold to the target only."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..errors import ArgumentError
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from ..slices import Slice
from ..study.periods import period_bounds
from .beginnings import facts, members
from .cards import people
from .cost import Span, cost_caveat, costs_of, value_of, what_happened
from .fit import who_is_not
from .kinds import Personas
from .stand_in import stand_in, standing_in

__all__ = ["sold_to_target_only"]

_TABLES = ("transactions", "touchpoints")
_PERIODS = 4
_Z = 1.959963984540054
# Measure -> the column that is added up, and the unit of its total.
_TOTALS = {"sales": ("sales", "money"), "value_after_cost": ("value", "money"), "refunds": ("refunds", "count"), "complaints": ("complaints", "count")}
_SAID = ("sales", "value_after_cost", "refunds", "complaints", "nps")
_COLUMNS = ("period", "measure", "value", "low", "high", "everyone", "target", "base", "outside", "complete", "withheld", "unit", "_measured")


def sold_to_target_only(study, without: Personas | Finding | Slice | pd.Series) -> Finding:
    """How much would the totals of each period differ without the customers whom the offer does not suit?

    Intervals are for customers like these (the customers seen as a sample): linearised for totals, Wilson's for the
    number of customers, linearised over customers for the NPS.

    Parameters
    ----------
    study : Study
    without : Personas, Finding, Slice or Series
        Who is left out: personas that :func:`cxlib.personas.who_is_not` names, the groups of a finding of
        :func:`cxlib.personas.poor_fit_rules` (neither where they stand in for a protected attribute), customers
        under a rule over what is known at their start, or those marked True by customer_id.

    Returns
    -------
    Finding
        A row for each of the last four periods and measure (customers, sales, value after cost, refunds, complaints, NPS):
        ``value`` (change of the total as a share of it; of the NPS in points, -2 to 2), ``low``, ``high``, ``everyone`` and ``target``
        (the totals, or the NPS), ``base`` (customers who were there; answers for the NPS), ``outside`` (those of them left out), ``complete``, ``withheld``.
        Status ``cannot_tell`` when nobody is left out.

    Raises
    ------
    ArgumentError
        When `without` is none of these, or the finding does not come from ``poor_fit_rules``.

    References
    ----------
    Saerndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, section 5.5, for the linearised ratio.
    """
    name, question, language = "personas.sold_to_target_only", words.say("personas.target.question", study.language), study.language
    if study.settings.period == "wave":
        return study.not_available(name, question)
    if not any(study.has(table) for table in _TABLES) and "monthly_fee" not in study.features():
        return study.not_available(name, question, *_TABLES)
    if study.customers().empty:
        return study.nobody(name, question)
    inside = _left_out(study, without).fillna(False).astype(bool)
    if not inside.any():
        sentence = words.say("personas.target.nobody_left_out", language)
        return study.finding(name, question=question, sentence=sentence, table=pd.DataFrame(), status="cannot_tell", **_action("cannot_tell", language))
    table = _shown(_rows(study, inside), study.settings.minimum_base)
    told = stand_in(study, inside.reindex(study.customers().index, fill_value=False))
    strong = bool((told["strength"] == "strong").any())
    group = words.say("personas.target.group", language)
    last = table.loc[table["complete"], "period"].max() if table["complete"].any() else table["period"].max()
    sure = table[(table["period"] == last) & table["low"].notna() & (table["outside"] > 0)]
    sentence = _sentence(sure, last, language) if len(sure) else words.say("personas.target.too_few", language)
    caveats = [words.say(f"personas.target.{which}", language) for which in ("caveat", "hindsight", *(["stand_in"] if strong else []))]
    return study.finding(
        name, question=question, sentence=" ".join([sentence, *standing_in(study, told, group)]), table=table,
        chart=Chart("interval", y="measure", unit="share", where={"period": last, "unit": "share"}, reference=0.0,
                    reference_label=words.say("personas.target.unchanged", language), x_label=words.say("personas.target.axis", language)),
        base=int(table.loc[table["period"] == last, "base"].max()), unit="share", status="answered" if len(sure) else "cannot_tell",
        formats={"everyone": "@_measured", "target": "@_measured", "outside": "count"}, caveats=(*caveats, cost_caveat(study)),
        **_action("stand_in" if strong else "answered" if len(sure) else "cannot_tell", language),
    )


def _shown(rows: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """What rests on too few customers left out is withheld, and so is who they are."""
    hidden = withhold(rows.assign(base=rows["outside"]), minimum=minimum, columns=("value", "low", "high", "target", "outside"))
    return hidden.assign(base=rows["base"])[list(_COLUMNS)]


def _left_out(study, without) -> pd.Series:
    customers = study.customers().index
    if isinstance(without, Personas):
        return _personas(study, without).reindex(customers)
    if isinstance(without, Finding):
        return _rules(study, without).reindex(customers)
    if isinstance(without, Slice):
        return members(facts(study), without).reindex(customers)
    if isinstance(without, pd.Series):
        return without.reindex(customers).astype("boolean")
    raise ArgumentError("sold_to_target_only needs to know who is left out: personas, a finding of poor_fit_rules, a rule (Slice), or a Series of "
                        f"True and False by customer_id; got {type(without).__name__}")


def _personas(study, found: Personas) -> pd.Series:
    table = who_is_not(study, found).table
    poor = set(table.loc[table["_poor_fit"] & ~table["_stand_in"], "persona"]) if "_poor_fit" in table else set()
    return people(study, found)["persona"].isin(poor).astype("boolean") if poor else pd.Series(dtype="boolean")


def _rules(study, finding: Finding) -> pd.Series:
    table = finding.table
    if finding.name != "personas.poor_fit_rules":
        raise ArgumentError(f'sold_to_target_only takes a finding of poor_fit_rules; got one of "{finding.name}"')
    rules = dict.fromkeys(table.loc[table["_poor_fit"] & ~table["_stand_in"], "_rule"]) if len(table) else {}
    known, inside = facts(study) if rules else pd.DataFrame(), pd.Series(dtype="boolean")
    for rule in rules:
        under = members(known, Slice.parse(rule)).fillna(False)
        inside = under if inside.empty else inside | under
    return inside


def _rows(study, inside: pd.Series) -> pd.DataFrame:
    periods = [period for period in study.waves if study.slice.periods is None or period in study.slice.periods][-_PERIODS:]
    sums = value_of(what_happened(study, _span(study, periods)), costs_of(study))
    rows = []
    for period in periods:
        seen = sums.xs(period, level="part") if period in sums.index.get_level_values("part") else sums.iloc[:0].droplevel("part")
        seen = seen[(seen[["sales", "contacts", "refunds"]] > 0).any(axis=1)]
        out = inside.reindex(seen.index, fill_value=False).to_numpy()
        rows += [{"period": period, "complete": study.complete(period), "base": len(seen), "outside": int(out.sum()), **row} for row in _totals(study, seen, out)]
        if study.has("responses"):
            rows += [{"period": period, "complete": study.complete(period), **row} for row in _nps(study, period, inside)]
    return pd.DataFrame(rows, columns=[*(name for name in _COLUMNS if name != "withheld")])


def _span(study, periods: list[str]) -> Span:
    """Every customer in every period; labels and days here are our own, never from a file."""
    where, values = study.view.where(study.slice, "customers")
    rows = ", ".join(f"('{label}', DATE '{first}', DATE '{after}')" for label in periods for first, after in [period_bounds(label)])
    return Span(
        f"SELECT customer, first, after, part FROM customers, (VALUES {rows or _NO_PERIOD}) AS spans(part, first, after) WHERE {where}", values,
    )


_NO_PERIOD = "('', DATE '1900-01-01', DATE '1900-01-01')"


def _totals(study, seen: pd.DataFrame, out: np.ndarray) -> list[dict]:
    n = len(seen)
    low, high = (-float(end) for end in share_interval(out.sum(), n)[::-1])
    share = -out.mean() if n else np.nan
    rows = [{"measure": "active_customers", "value": share, "low": low, "high": high, "everyone": n, "target": n - int(out.sum()), "unit": "share", "_measured": "count"}]
    for measure, (column, unit) in _TOTALS.items():
        amount = seen[column].to_numpy()
        if (amount != 0).any() and not (measure == "value_after_cost" and not seen["sales"].any()):
            value, low, high = _change(amount, out)
            rows.append({"measure": measure, "value": value, "low": low, "high": high, "everyone": amount.sum(), "target": amount[~out].sum(),
                         "unit": "share", "_measured": unit})
    return rows


def _change(amount: np.ndarray, out: np.ndarray) -> tuple[float, float, float]:
    """Change of a total without some customers, as a share of it; nan where the total is not above zero."""
    n, total, gone = len(amount), amount.sum(), amount[out].sum()
    if total <= 0:
        return np.nan, np.nan, np.nan
    if not (amount[out] != 0).any():
        # None of them adds anything: as many may still do so as Wilson allows of nobody.
        return 0.0, -float(share_interval(0, (amount != 0).sum())[1]), 0.0
    if n < 2:
        return -gone / total, np.nan, np.nan
    part = gone / total
    away = _Z * np.sqrt(n / (n - 1) * ((amount * (out - part)) ** 2).sum()) / total
    low, high = -part - away, -part + away
    return (-part, low, high) if (amount < 0).any() else (-part, max(low, -1.0), min(high, 0.0))


def _nps(study, period: str, inside: pd.Series) -> list[dict]:
    """The NPS with and without them; the change is linearised over customers."""
    question = next((name for name, told in study.codebook.items() if told.metric == "nps"), None)
    if question is None:
        return []
    first, after = period_bounds(period)
    where, values = study.view.where(study.slice, "customers")
    weight = "coalesce(weight, 0)::DOUBLE" if study.weighted else "1.0::DOUBLE"
    rows = study.view.frame(
        f"SELECT customer_id, score::DOUBLE AS score, {weight} AS w FROM responses JOIN customers USING (customer) WHERE {where} AND question = ? "
        "AND score IS NOT NULL AND responses.day >= ? AND responses.day < ? ORDER BY customer_id, score, w", [*values, question, first, after],
    )
    rows = rows[rows["score"].between(0, 10) & (rows["w"] > 0)]
    out, w = inside.reindex(rows["customer_id"], fill_value=False).to_numpy(dtype=bool), rows["w"].to_numpy()
    points = np.select([rows["score"] >= 9, rows["score"] <= 6], [1.0, -1.0], 0.0)
    if out.all() or not len(rows):
        return []
    everyone, target = np.average(points, weights=w), np.average(points[~out], weights=w[~out])
    pull = np.where(out, 0.0, w * (points - target) / w[~out].sum()) - w * (points - everyone) / w.sum()
    each = pd.Series(pull).groupby(rows["customer_id"].to_numpy()).sum().to_numpy()
    away = _Z * np.sqrt(len(each) / max(len(each) - 1, 1) * (each**2).sum())
    change, known = target - everyone, len(each) > 1 and out.any()
    return [{"measure": "nps", "value": change, "low": max(change - away, -2.0) if known else np.nan, "high": min(change + away, 2.0) if known else np.nan,
             "everyone": everyone, "target": target, "base": len(rows), "outside": int(out.sum()), "unit": "signed_points", "_measured": "points"}]


def _sentence(sure: pd.DataFrame, period: str, language: str) -> str:
    parts = []
    for row in sure[sure["measure"].isin(_SAID)].itertuples():
        if row.low > 0 or row.high < 0:
            direction = words.say(f"personas.target.{'lower' if row.value < 0 else 'higher'}", language)
            size = {"size": abs(row.value), "low": row.low, "high": row.high, "direction": direction}
            parts.append(words.say(f"personas.target.{'part' if row.unit == 'share' else 'points'}", language,
                                   measure=words.say(f"value.measure.{row.measure}", language), **size))
    if not parts:
        return words.say("personas.target.same", language, period=period)
    return words.say("personas.target.sentence", language, period=period, parts="; ".join(parts))


def _action(case: str, language: str) -> dict[str, str]:
    key = "personas.next.poor_fit.stand_in" if case == "stand_in" else f"personas.next.target.{case}"
    return {"owner": words.say("personas.owner", language), "next_step": words.say(key, language)}
