"""Stretches of time in which fewer went on than usual: the scan over all of them, and how strong chance makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Counts", "Dip", "by_chance", "sharpened", "strengths_in", "strongest"]

_LENGTHS = (1, 2, 3, 4, 6, 8, 11, 15, 21, 29, 41, 57, 80, 112, 157, 220, 308)
_FEWEST_BINS = 8
_FEWEST_A_BIN = 5
_MEAN_SIZE = 0.7979  # of a standard normal value, without its sign
_LEAST = np.float32(1e-12)
_CELLS = 300_000  # values at once, so that they stay in the cache


@dataclass(frozen=True)
class Counts:
    """Entries and those who went on, by series (rows) and time (columns).

    Attributes
    ----------
    n, x : a group of one step: how many entered, how many of them went on
    rest_n, rest_x : the same of the other groups of that step; zero throughout for a series of everyone
    """

    n: np.ndarray
    x: np.ndarray
    rest_n: np.ndarray
    rest_x: np.ndarray

    def binned(self, starts: np.ndarray) -> Counts:
        """The counts over columns from each of `starts` to the next."""
        return Counts(*(np.add.reduceat(part, starts, axis=-1) for part in (self.n, self.x, self.rest_n, self.rest_x)))

    def only(self, row: int) -> Counts:
        """One series."""
        return Counts(*(part[[row]] for part in (self.n, self.x, self.rest_n, self.rest_x)))


@dataclass(frozen=True)
class Dip:
    """The strongest dip of a scan: series, columns from `first` to before `after`, and its strength in standard errors."""

    row: int
    first: int
    after: int
    strength: float


def strongest(counts: Counts, *, fewest: int) -> Dip | None:
    """The stretch and series in which the drop is clearest, None where no stretch has `fewest` entries inside and outside.

    A stretch takes at most half of the time. Its strength is the smaller of two: how far the share that goes on lies
    below that of the rest of the time, and how much more it fell than the share of the other groups fell meanwhile.
    Both are differences of arcsine roots in their standard errors; where shares differ from one column to the next by more
    than chance alone, that spread is part of the error.

    References
    ----------
    Kulldorff 1997, Commun. Stat. Theory Methods 26:1481 (scan over all stretches); Anscombe 1948, Biometrika 35:246
    (arcsine root); Laney 2002, Qual. Eng. 14:531 (spread beyond the binomial).

    Examples
    --------
    >>> n, none = np.full((1, 20), 50), np.zeros((1, 20), dtype=int)
    >>> x = np.where((np.arange(20) >= 8) & (np.arange(20) < 11), 20, 40)[None]
    >>> found = strongest(Counts(n, x, none, none), fewest=10)
    >>> found.first, found.after
    (8, 11)
    """
    best, spreads, upto = None, [spread[:, None] for spread in _spreads(counts)], [_upto(part) for part in _parts(counts)]
    for length, step in _lengths(counts.n.shape[1]):
        strength = _strengths(upto, length, step, fewest, *(spread / length for spread in spreads))
        row, place = np.unravel_index(int(strength.argmax()), strength.shape)
        if strength[row, place] > (best.strength if best else 0.0):
            best = Dip(int(row), int(place) * step, int(place) * step + length, float(strength[row, place]))
    return best


def sharpened(days: Counts, first: int, after: int, *, reach: int, fewest: int) -> tuple[int, int]:
    """The ends of a stretch of one series moved by up to `reach` columns, to where the drop is clearest.

    Columns without entries are cut off at both ends.
    """
    total = days.n.shape[1]
    starts = np.arange(max(first - reach, 0), min(first + reach, total - 1) + 1)
    ends = np.arange(max(after - reach, 1), min(after + reach, total) + 1)
    left, right = (grid.ravel() for grid in np.meshgrid(starts, ends, indexing="ij"))
    fits = (right > left) & (2 * (right - left) <= total)
    left, right = left[fits], right[fits]
    inside = [upto[0, right] - upto[0, left] for upto in map(_upto, _parts(days))]
    strength = _strength(inside, [part.sum() for part in _parts(days)], fewest)
    if not len(strength) or strength.max() <= 0:
        return first, after
    place = int(strength.argmax())
    busy = np.flatnonzero(days.n[0, left[place]:right[place]])
    return int(left[place] + busy[0]), int(left[place] + busy[-1] + 1)


def strengths_in(counts: Counts, first: int, after: int, *, fewest: int) -> np.ndarray:
    """Strength of each series' drop in one stretch, as :func:`strongest` measures it but for the spread."""
    inside = [part[:, first:after].sum(axis=1) for part in _parts(counts)]
    return _strength(inside, [part.sum(axis=1) for part in _parts(counts)], fewest)


def by_chance(counts: Counts, block: np.ndarray, *, fewest: int, draws: int, seed: int) -> np.ndarray:
    """Strength of the strongest dip in each of `draws` quiet worlds, over all series and stretches.

    Everybody goes on with the share of the whole series at any time. Series of one `block` (a step split one way) make
    up each other's rest; blocks are drawn apart, which makes the strongest dip of all rather stronger than it would be.

    Parameters
    ----------
    block : array of int, ascending
        Which series belong together.
    """
    rng = np.random.default_rng(seed)
    starts = np.flatnonzero(np.r_[True, block[1:] != block[:-1]])
    size = np.diff(np.r_[starts, len(block)])
    n = counts.n.astype(np.int32)
    entered = n.sum(axis=1, keepdims=True)
    share = np.divide(counts.x.sum(axis=1, keepdims=True), entered, out=np.zeros(entered.shape), where=entered > 0)
    strongest_of = np.zeros(draws)
    at_once = max(int(_CELLS / max(n.size, 1)), 1)
    for begin in range(0, draws, at_once):
        part = slice(begin, min(begin + at_once, draws))
        x = rng.binomial(n, share, size=(part.stop - part.start, *n.shape)).astype(np.int32)
        rest = np.repeat(np.add.reduceat(x, starts, axis=1), size, axis=1) - x
        upto = [_upto(part) for part in (n, x, counts.rest_n, rest)]
        for length, step in _lengths(n.shape[1]):
            found = _strengths(upto, length, step, fewest).max(axis=(1, 2))
            strongest_of[part] = np.maximum(strongest_of[part], found)
    return strongest_of


def _lengths(bins: int) -> Iterator[tuple[int, int]]:
    """Lengths of stretches up to half of the time, and how far apart stretches of that length begin."""
    return ((length, max(length // 3, 1)) for length in _LENGTHS if 2 * length <= bins)


def _parts(counts: Counts) -> tuple[np.ndarray, ...]:
    return counts.n, counts.x, counts.rest_n, counts.rest_x


def _upto(part: np.ndarray) -> np.ndarray:
    """Sums of the columns before each column, and of all."""
    out = np.zeros((*part.shape[:-1], part.shape[-1] + 1), dtype=np.int32)
    np.cumsum(part, axis=-1, out=out[..., 1:])
    return out


def _strengths(upto: Sequence[np.ndarray], length: int, step: int, fewest: int, own_spread=0.0, gap_spread=0.0) -> np.ndarray:
    """The strength of every stretch of one length, from sums of the columns before each."""
    inside = [part[..., length::step] - part[..., :-length:step] for part in upto]
    return _strength(inside, [part[..., -1:] for part in upto], fewest, own_spread, gap_spread)


def _strength(inside, whole, fewest: int, own_spread=0.0, gap_spread=0.0) -> np.ndarray:
    """0 where too few are inside or outside of the stretch.

    A stretch is held against the whole, of which it is a part: that takes half the roots, and its error is the
    difference of the two, so that to first order it is the same as holding it against what is outside.
    """
    n, x, rest_n, rest_x = inside
    all_n, all_x, all_rest_n, all_rest_x = whole
    drop = _root(all_x, all_n) - _root(x, n)
    error = np.maximum(_error(n) - _error(all_n), _LEAST)
    own = drop / np.sqrt(error + own_spread)
    rest_drop = _root(all_rest_x, all_rest_n) - _root(rest_x, rest_n)
    rest_error = np.maximum(_error(rest_n) - _error(all_rest_n), _LEAST)
    gap = (drop - rest_drop) / np.sqrt(error + rest_error + gap_spread)
    strength = np.where(all_rest_n > 0, np.minimum(own, gap), own)
    # the root of a share of 0 or 1 leans on n, so that equal shares are no equal roots
    lower = np.multiply(x, all_n, dtype=np.float64) < np.multiply(all_x, n, dtype=np.float64)
    return np.where(lower & (n >= fewest) & (all_n - n >= fewest), strength, 0.0)


def _root(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Twice the arcsine root of a share; its variance hardly depends on the share."""
    share = (np.asarray(x, dtype=np.float32) + np.float32(0.375)) / (np.asarray(n, dtype=np.float32) + np.float32(0.75))
    return np.float32(2) * np.arcsin(np.sqrt(share))


def _error(n: np.ndarray) -> np.ndarray:
    return np.float32(1) / (np.asarray(n, dtype=np.float32) + np.float32(0.5))


def _spreads(counts: Counts) -> tuple[np.ndarray, np.ndarray]:
    """Variance between columns beyond chance, of the roots of each series and of their gap to those of the rest."""
    root, error = _root(counts.x, counts.n), _error(counts.n)
    rest, rest_error = _root(counts.rest_x, counts.rest_n), _error(counts.rest_n)
    own = _spread(root, error, _busy(counts.n))
    return own, _spread(root - rest, error + rest_error, _busy(counts.n) & _busy(counts.rest_n))


def _busy(n: np.ndarray) -> np.ndarray:
    """Columns with enough entries to say something about the spread."""
    return n >= np.maximum(n.mean(axis=1, keepdims=True) / 2, _FEWEST_A_BIN)


def _spread(value: np.ndarray, error: np.ndarray, known: np.ndarray) -> np.ndarray:
    """From neighbours, which a level that changes twice hardly moves apart."""
    out = np.zeros(len(value))
    for row in np.flatnonzero(known.sum(axis=1) >= _FEWEST_BINS):
        some = known[row]
        moves = np.abs(np.diff(value[row, some]))
        chance = np.sqrt(error[row, some][1:] + error[row, some][:-1])
        out[row] = max((float(moves.mean()) / _MEAN_SIZE) ** 2 - float(chance.mean()) ** 2, 0.0) / 2
    return out
