"""The estimator that ships, put to a table of balances that somebody else brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.formulas.checks import FloatArray
from queries.localshare import methods
from queries.localshare.balances import Balances
from queries.localshare.model import LEVELS, Model, estimate, shipped
from queries.localshare.national import National
from queries.localshare.report import correlation


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One region.

    Attributes:
        region: its name.
        error: mean absolute error, weighted by requirement.
        bias: mean of estimate minus truth, weighted.
        quotient: the error of min(1, SLQ).
        flegg: the error of Flegg's quotients, δ = .3.
        covered: part of cells inside their intervals, for each level.
        seen_before: its outputs are those of a region that the calibration was made from.
    """

    region: str
    error: float
    bias: float
    quotient: float
    flegg: float
    covered: dict[float, float]
    seen_before: bool


@dataclass(frozen=True, slots=True)
class Check:
    """All regions; ``error``, ``correlation`` and ``covered`` are over them, each region alike."""

    made_from: str
    rows: tuple[CheckRow, ...]
    error: float
    correlation: float
    covered: dict[float, float]


def check(balances: Balances, national: National, known: Balances, model: Model | None = None) -> Check:
    """Return how the estimator does on balances.

    Args:
        balances: the regions to check it on.
        national: the national table of the same sectors.
        known: the balances that the calibration was made from, to tell what it has seen.
        model: the coefficients; those that ship if None.

    Raises:
        FiguresRefused: as for :func:`queries.localshare.estimate`; a region outside its bounds is named.
    """
    used = model or shipped()
    weight, seen, truth = balances.weight(national), balances.seen(national), balances.share
    shares, rows = np.zeros_like(truth), []
    for k, region in enumerate(balances.regions):
        x = balances.output[k]
        covered = {}
        for level in LEVELS:
            found = estimate(x, national, region, level=level, model=used)
            within = (truth[k] >= found.low - 1e-12) & (truth[k] <= found.high + 1e-12)
            covered[level] = float(within[seen[k]].mean()) if seen[k].any() else 0.0
            shares[k] = found.share
        rows.append(
            CheckRow(
                region=region,
                error=_error(weight[k], shares[k], truth[k]),
                bias=float((weight[k] * (shares[k] - truth[k])).sum()),
                quotient=_error(weight[k], methods.by_quotient(x, national), truth[k]),
                flegg=_error(weight[k], methods.by_flegg(x, national, 0.3), truth[k]),
                covered=covered,
                seen_before=_known(x, known),
            )
        )
    cells = weight > 0
    return Check(
        made_from=f"{used.regional}, {used.national}",
        rows=tuple(rows),
        error=float(np.mean([row.error for row in rows])),
        correlation=correlation(shares[cells], truth[cells]),
        covered={level: float(np.mean([row.covered[level] for row in rows])) for level in LEVELS},
    )


def _error(weight: FloatArray, shares: FloatArray, truth: FloatArray) -> float:
    return float((weight * np.abs(shares - truth)).sum())


def _known(output: FloatArray, known: Balances) -> bool:
    return output.shape == known.output.shape[1:] and bool((known.output == output).all(axis=1).any())
