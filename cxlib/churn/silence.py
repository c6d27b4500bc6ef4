"""Who has been silent for longer than their own rhythm explains: too late to keep, to be won back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..study import Study

__all__ = ["already_silent"]

_PART_OF_SILENCE = 0.5
# Nine in ten gaps of somebody who comes at random are shorter than this many times their mean gap: log(10).
_MEAN_GAPS = 2.302585092994046


def already_silent(study: Study, features: pd.DataFrame) -> np.ndarray:
    """Whether each customer's present silence is longer than half of `silence_days` and than their own rhythm explains.

    Their own rhythm explains a silence up to the length that nine in ten of their gaps stay under, if they come at
    random as often as they did: log(10) times their mean gap. Who came only once has no rhythm yet, so nothing is said
    against them; they are mostly new. Under a contract nobody is silent.

    Parameters
    ----------
    study : Study
    features : DataFrame
        With ``recency_days`` and, where there are payments, ``mean_gap_days``; without payments the first part decides.

    Returns
    -------
    array of bool, in the order of `features`
    """
    if study.settings.churn.kind == "contract" or "recency_days" not in features:
        return np.zeros(len(features), dtype=bool)
    longest = np.full(len(features), _PART_OF_SILENCE * study.settings.churn.silence_days)
    if "mean_gap_days" in features:
        longest = np.maximum(longest, _MEAN_GAPS * features["mean_gap_days"].to_numpy(dtype=float))
    # A gap that is not known makes this nan, and nothing is longer than that.
    return features["recency_days"].to_numpy(dtype=float) > longest
