"""Every sentence, filled in, word for word in both languages: what changes here is what people read.

After a wanted change write the file anew, `python -m tests.test_sentences`, and read what changed in it.
"""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

import pytest

from cxlib import words

GOLDEN = Path(__file__).parent / "oracles" / "sentences.tsv"
# One value for each unit, chosen so that each language's own way of writing shows.
VALUES = {
    "share": 0.1234, "whole_share": 0.5, "points": 0.3456, "signed_points": -0.0512, "count": 12345, "score": 4.2149, "signed_score": 0.254,
    "money": (1234567.8, "VND"), "days": 1012.5, "p_value": 0.0421, "number": 1234.5, "date": "2026-03-07", "period": "2026Q3",
}


def is_sentence(key):
    """Labels and translated cells are single words; the rest is said."""
    return not key.startswith(("label.", "value."))


def said(key, language):
    text = words.catalogue()[key][language]
    fields = {name: unit for _, name, unit, _ in string.Formatter().parse(text) if name is not None}
    return words.say(key, language, **{name: VALUES[unit] if unit else f"«{name}»" for name, unit in fields.items()})


def rows():
    return [(key, said(key, "en"), said(key, "vi")) for key in sorted(filter(is_sentence, words.catalogue()))]


def written(found):
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows([("key", *words.LANGUAGES), *found])
    return out.getvalue()


def golden():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {key: (en, vi) for key, en, vi in list(csv.reader(file, delimiter="\t"))[1:]}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_sentence_reads_as_it_was_approved(language):
    known, place = golden(), words.LANGUAGES.index(language)
    now = {row[0]: row[1:] for row in rows()}
    assert now.keys() == known.keys(), "sentences that are new or gone: " + ", ".join(sorted(now.keys() ^ known.keys()))
    assert {key: texts[place] for key, texts in now.items() if texts[place] != known[key][place]} == {}


def test_numbers_in_them_are_written_in_each_language_s_way():
    """No sentence builds a number outside of its language: 12,345 and 12.3% are English, 12.345 and 12,3% Vietnamese."""
    for key, en, vi in rows():
        assert not any(wrong in en for wrong in ("12.345", "12,3%", "34,6", "1.234.568", "Quý 3/2026", "07/03/2026")), key
        assert not any(wrong in vi for wrong in ("12,345", "12.3%", "34.6", "1,234,568", "Q3 2026", "2026-03-07")), key


if __name__ == "__main__":
    GOLDEN.write_text(written(rows()), encoding="utf-8")
