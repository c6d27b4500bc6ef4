"""Which persona of one finding is which of another, by the customers they share."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..finding import Chart, Finding, withhold
from ..intervals import share_interval
from .keeping import rename
from .kinds import Personas
from .waves import next_step, unanswered

__all__ = ["SAME", "matched", "matches", "named_like"]

# Two personas that share fewer of their customers are not the same persona.
SAME = 0.6


def matched(one: Personas, other: Personas, features: pd.DataFrame) -> pd.DataFrame:
    """The personas of `one` beside those of `other` that hold most of the same customers.

    Pairs are chosen together, so that the Jaccard indices add up to the most (Hungarian assignment); the inactive are
    left out.

    Parameters
    ----------
    features : DataFrame
        The same customers for both, as of :meth:`cxlib.study.Study.features`.

    Returns
    -------
    DataFrame
        ``persona`` (of `one`, in its order, then "" for those of `other` left over), ``match`` (of `other`, "" for none),
        ``jaccard`` (customers in both / in either, 0 to 1), ``both``, ``base`` (in either), ``same`` (0.6 or more).
        Where any is not the same, the personas are a new version.

    References
    ----------
    Kuhn 1955, Nav. Res. Logist. Q. 2:83; Hennig 2007, Comput. Stat. Data Anal. 52:258, for 0.6.
    """
    from scipy.optimize import linear_sum_assignment

    first, second = one.assign(features).to_numpy(dtype=object), other.assign(features).to_numpy(dtype=object)
    mine = first[:, None] == np.array(one.names, dtype=object)
    theirs = second[:, None] == np.array(other.names, dtype=object)
    both = mine.astype(float).T @ theirs.astype(float)
    either = mine.sum(axis=0)[:, None] + theirs.sum(axis=0) - both
    share = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    pairs = dict(zip(*linear_sum_assignment(-share), strict=True))
    rows = [(name, pairs.get(place)) for place, name in enumerate(one.names)]
    table = [
        {"persona": name, "match": "" if to is None else other.names[to], "jaccard": 0.0 if to is None else share[place, to],
         "both": 0 if to is None else int(both[place, to]), "base": int(mine[:, place].sum() if to is None else either[place, to])}
        for place, (name, to) in enumerate(rows)
    ]
    left = [place for place in range(len(other.names)) if place not in pairs.values()]
    table += [{"persona": "", "match": other.names[to], "jaccard": 0.0, "both": 0, "base": int(theirs[:, to].sum())} for to in left]
    out = pd.DataFrame(table, columns=["persona", "match", "jaccard", "both", "base"])
    return out.assign(same=out["jaccard"] >= SAME)


def matches(study, one: Personas, other: Personas) -> Finding:
    """Are the personas found anew the same as those kept from an earlier wave?

    Parameters
    ----------
    one, other : Personas
        The kept ones and those found now; both are given to the slice's customers of today.

    Returns
    -------
    Finding
        ``persona``, ``match``, ``value`` (Jaccard index, 0 to 1), ``low``, ``high`` (Wilson's, over who is in either),
        ``base`` (in either), ``verdict`` (``same``, ``new version``), ``withheld``.
    """
    name, language = "personas.matches", study.language
    question = words.say("waves.matches.question", language)
    for found in (one, other):
        refused = unanswered(study, found, name, question, compares=False)
        if refused is not None:
            return refused
    features = study.features(lookback_days=other.lookback_days)
    if features.empty:
        return study.nobody(name, question)
    table = matched(one, other, features)
    table["low"], table["high"] = share_interval(table["both"].to_numpy(), table["base"].to_numpy())
    table = withhold(table.rename(columns={"jaccard": "value"}), minimum=study.settings.minimum_base)
    known = table["value"].notna()
    table["verdict"] = np.select([~known, table["value"] >= SAME], ["", "same"], "new version")
    told, same = int(known.sum()), int((table["verdict"] == "same").sum())
    case = "few" if not told else "same" if same == told else "new"
    sentence = words.say(f"waves.matches.{case}", language, same=same, told=told, n=len(features), least=table["value"].min(), limit=SAME,
                         minimum=study.settings.minimum_base)
    return study.finding(
        name, question=question, sentence=sentence, table=table[["persona", "match", "value", "low", "high", "base", "verdict", "withheld"]],
        base=len(features), unit="share", status="answered" if told else "cannot_tell",
        chart=Chart("interval", y="persona", unit="share", reference=SAME, reference_label=words.say("waves.matches.limit", language),
                    x_label=words.say("waves.matches.axis", language)),
        **next_step({"few": "wait", "same": "keep", "new": "version"}[case], language),
    )


def named_like(found: Personas, kept: Personas, features: pd.DataFrame) -> Personas:
    """Personas found anew under the names of the kept ones that they are the same as; the others keep their own.

    A new persona whose own name is now another's gets "(2)" after it.
    """
    pairs = matched(kept, found, features)
    names = {row.match: row.persona for row in pairs[pairs["same"]].itertuples()}
    taken = set(names.values()) | {found.inactive}
    for name in found.names:
        if name not in names:
            new, number = name, 2
            while new in taken:
                new, number = f"{name} ({number})", number + 1
            names[name] = new
            taken.add(new)
    return rename(found, names)
