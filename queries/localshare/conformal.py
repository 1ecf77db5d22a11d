"""How wide an interval has to be, from errors in regions that the fit never saw.

Every region counts alike, however many cells it has, since regions are what is drawn anew: the distributions
of their errors are pooled (Dunn, Wasserman & Ramdas 2023, Journal of the American Statistical Association 118,
CDF pooling). Errors are divided by √(t (1 − t)), the spread of a share. One more region is counted whose errors
are without bound, as in the jackknife+ (Barber, Candès, Ramdas & Tibshirani 2021, Annals of Statistics 49);
the guarantee of that paper is not claimed, coverage is measured instead.
"""

from __future__ import annotations

import numpy as np

from queries.formulas.checks import BoolArray, FloatArray


def scores(share: FloatArray, predicted: FloatArray) -> FloatArray:
    """Return |t − t̂| / √(t̂ (1 − t̂)), of any shape."""
    spread = np.sqrt(predicted * (1 - predicted))
    return np.divide(np.abs(share - predicted), spread, out=np.zeros_like(predicted), where=spread > 0)


def width(found: FloatArray, seen: BoolArray, level: float, *, unseen: int = 1) -> float:
    """Return the pooled quantile of scores, every region of the same weight.

    Args:
        found: scores, K × n.
        seen: which of them count, K × n; a region without any is passed over.
        level: which part of a new region's cells is to lie within.
        unseen: regions counted as if their errors had no bound; 0 gives the plain quantile.
    """
    counts = seen.sum(axis=1)
    used = counts > 0
    weight = np.broadcast_to(1 / np.maximum(counts, 1)[:, None], found.shape)[seen]
    values = found[seen]
    order = np.argsort(values, kind="stable")
    regions = int(used.sum())
    wanted = level * (regions + unseen)
    at = int(np.searchsorted(np.cumsum(weight[order]), wanted - 1e-9))
    return float(values[order][min(at, len(order) - 1)])


def worst(found: FloatArray, seen: BoolArray, level: float) -> float:
    """Return the largest of the quantiles that single regions need."""
    return max(float(np.quantile(row[one], level, method="higher")) for row, one in zip(found, seen, strict=True))
