"""What came in and what was refused."""

from __future__ import annotations

import pandas as pd

from .. import words
from ..finding import Finding

__all__ = ["breaches", "rows"]


def rows(study) -> Finding:
    """Rows read, accepted, rejected and left out, by file; accepted + rejected = read.

    Returns
    -------
    Finding
        Columns ``table``, ``file``, ``read``, ``accepted``, ``rejected``, ``left_out``, ``repeated`` (of the accepted rows, the same
        as an earlier one in every column of the file).
    """
    meta, language = study.view.store.meta, study.language
    table = pd.DataFrame(meta["sources"])[["table", "file", "read", "accepted", "rejected", "left_out", "repeated"]]
    key = "quality.rows" if meta["rejected"] else "quality.rows.clean"
    sentence = words.say(key, language, read=meta["read"], accepted=meta["accepted"], rejected=meta["rejected"],
                         share=meta["rejected"] / max(meta["read"], 1), file="rejected.csv")
    notes = [words.say("house.synthetic", language)] if study.settings.synthetic else []
    again = int(table["repeated"].sum())
    if again:
        about = any(source.get("repeated_about") for source in meta["sources"])
        key = "quality.rows.repeated_about" if about else "quality.rows.repeated_caveat"
        notes.append(words.say(key, language, rows=again, share=again / max(meta["accepted"], 1)))
    return study.finding(
        "quality.rows", question=words.say("quality.rows.question", language), sentence=sentence, table=table,
        base=meta["read"], formats=dict.fromkeys(("read", "accepted", "rejected", "left_out", "repeated"), "count"),
        caveats=tuple(notes),
    )


def breaches(study) -> Finding:
    """Why rows were refused: each rule with how often it was broken, an example and how to mend it.

    The counts are of all refused rows, though ``rejected.csv`` lists the first 200,000 of a file. Of a rule that very many values
    broke, the others stand in one line, with … for the value.

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
    for name in ("rule", "mend"):
        found[name] = [words.translated(text, language) for text in found[name]]
    found["example"] = [words.say("quality.breaches.example", language, row=row, column=column, value=value[:40])
                        for row, column, value in zip(found["row"], found["column"], found["value"])]
    table = found.sort_values(["rows", "file", "rule"], ascending=[False, True, True], ignore_index=True)
    top = found.groupby(["rule", "mend"])["rows"].sum().sort_values(ascending=False, kind="stable")
    rule, mend = top.index[0]
    sentence = words.say("quality.breaches", language, count=int(top.iloc[0]), rule=rule, mend=mend)
    return study.finding("quality.breaches", question=asked, sentence=sentence, base=int(top.sum()),
                         table=table[["file", "rule", "rows", "example", "mend"]], formats={"rows": "count"})
