"""What the same customers would look like if they were one continuous cloud without kinds."""

from __future__ import annotations

import numpy as np

__all__ = ["Continuum", "fit_continuum"]


class Continuum:
    """A Gaussian copula with the margins of a table of coordinates; :meth:`draw` gives a cloud of customers."""

    def __init__(self, values: np.ndarray, root: np.ndarray) -> None:
        self._values, self._root = values, root

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """As many customers as were given, each column holding exactly the values it was given."""
        normal = rng.standard_normal(self._values.shape) @ self._root.T
        return np.take_along_axis(self._values, normal.argsort(axis=0).argsort(axis=0), axis=0)


def fit_continuum(coordinates: np.ndarray) -> Continuum:
    """The continuum with these margins and their normal-score correlations, corrected for ties.

    References
    ----------
    Hennig and Lin 2015, Stat. Comput. 25:821 for testing clusters against a null of the data's own shape.
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    n = len(coordinates)
    scores = ndtri((rankdata(coordinates, axis=0) - 0.5) / n)
    # Tied values share one score, which pulls correlations towards nothing, by how far scores follow untied ones.
    untied = ndtri((np.arange(n) + 0.5) / n)
    follows = np.array([np.corrcoef(np.sort(column), untied)[0, 1] for column in scores.T])
    latent = np.corrcoef(scores, rowvar=False).reshape(len(follows), -1) / np.outer(follows, follows)
    latent = np.clip(latent, -0.99, 0.99)
    np.fill_diagonal(latent, 1.0)
    values, axes = np.linalg.eigh(latent)
    root = axes * np.sqrt(np.maximum(values, 1e-6))
    return Continuum(np.sort(coordinates, axis=0), root / np.linalg.norm(root, axis=1, keepdims=True))
