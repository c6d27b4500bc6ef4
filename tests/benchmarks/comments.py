"""How well feelings are told from Vietnamese phone reviews: learned from one part, tested on another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from cxlib import comments
from cxlib.codebook import Question
from cxlib.comments import learning, said

from .claims import Claim

REVIEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "vietnamese_phone_reviews"
STARS = Question("stars", "rating", 1, 5, "good")


def measured() -> pd.DataFrame:
    """Accuracy, baseline, gain and macro-F1 with intervals, learned from Train and tested on Dev; and without diacritics."""
    train, test = (pd.read_csv(REVIEWS / f"{name}.csv") for name in ("Train", "Dev"))
    given, true = (said.feelings(part["n_star"], STARS) for part in (train, test))
    learned = comments.learn(train["comment"].tolist(), given)
    usual = np.full(len(test), learning.most_frequent(given), dtype=object)
    parts = []
    for typed, texts in (("as typed", test["comment"]), ("without diacritics", test["comment"].map(comments.folded))):
        told = learned.chances(texts.tolist()).idxmax(axis=1).to_numpy(dtype=object)
        parts.append(learning.quality(told, true, usual, [str(place) for place in test.index]).assign(typed=typed))
    return pd.concat(parts, ignore_index=True)


def claims() -> list[Claim]:
    """Three classes from stars; nothing is claimed where the reviews are not here."""
    if not REVIEWS.is_dir():
        print("comments: the phone reviews (../shared/data/vietnamese_phone_reviews) are not here, nothing is measured")
        return []
    table = measured()
    for row in table.itertuples():
        print(f"{row.typed}, {row.metric}: {row.value:.4f} (95% interval {row.low:.4f} to {row.high:.4f}, n = {row.base})")
    accuracy = table[table["metric"] == "accuracy"].set_index("typed")["value"]
    gain = table[(table["metric"] == "gain") & (table["typed"] == "as typed")].iloc[0]
    return [
        Claim("Vietnamese phone reviews, three classes: accuracy on Dev", float(accuracy["as typed"]), 0.79, "of 1", "higher"),
        Claim("the same typed without diacritics", float(accuracy["without diacritics"]), 0.75, "of 1", "higher"),
        Claim("gain over the most frequent class, lower end of 95%", float(gain["low"]), 0.1, "of 1", "higher"),
    ]
