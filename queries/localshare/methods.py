"""The methods that the estimator is measured against, from the textbook's to a plain regression.

Each gives local shares of regions from their outputs and the national table. Those that learn anything learn
it from the other regions only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from queries.formulas.checks import FloatArray
from queries.formulas.inputoutput import gap, requirement
from queries.formulas.quotients import flegg, simple_location_quotient
from queries.localshare.balances import Balances
from queries.localshare.features import cross_hauled, supply_ratio
from queries.localshare.fit import expit
from queries.localshare.national import National

_CROSSED = (0.1, 0.2, 0.3, 0.4)
_EDGE = 0.005


def by_flegg(output: FloatArray, national: National, delta: float) -> FloatArray:
    """Return 1 − G_i / R_i with the shares t_ij of Flegg's quotient, n; 0 where nothing is required."""
    need = requirement(national.coefficients, output)
    bought = gap(national.coefficients, flegg(output, national.output, delta).shares, output)
    return 1 - np.divide(bought, need, out=np.ones_like(need), where=need > 0)  # of nothing, nothing is local


def by_quotient(output: FloatArray, national: National) -> FloatArray:
    """Return min(1, SLQ_i), n."""
    return np.minimum(simple_location_quotient(output, national.output).values, 1.0)


def by_pool(output: FloatArray, national: National) -> FloatArray:
    """Return min(1, X_i / use_i), n: the supply-demand pool, which has no cross-hauling."""
    return np.where(output > 0, np.minimum(supply_ratio(output, national), 1.0), 0.0)


def by_mean(balances: Balances, national: National) -> FloatArray:
    """Return each sector's mean share in the other regions, weighted by requirement, K × n: no region's own figure."""
    weight = np.where(balances.seen(national), balances.weight(national), 0.0)
    sums, totals = (weight * balances.share).sum(axis=0), weight.sum(axis=0)
    rest, own = totals - weight, sums - weight * balances.share
    mean = np.divide(own, rest, out=np.zeros_like(own), where=rest > 0)
    return np.where(balances.output > 0, mean, 0.0)


def by_crossing(balances: Balances, national: National) -> FloatArray:
    """Return cross-hauled shares with one h, the best of four in the other regions, K × n: one parameter."""
    ratio = np.array([supply_ratio(x, national) for x in balances.output])
    tried = [np.where(balances.output > 0, expit(cross_hauled(ratio, h)), 0.0) for h in _CROSSED]
    errors = np.array([region_errors(balances, national, one) for one in tried])
    others = errors.sum(axis=1, keepdims=True) - errors
    best = others.argmin(axis=0)
    return np.array([tried[at][k] for k, at in enumerate(best)])


def by_regression(balances: Balances, national: National) -> FloatArray:
    """Return the shares of least squares on logit shares, region by region fitted to the others, K × n.

    Regressors: ln SLQ, max(0, ln SLQ), ln of the region's size, a constant for each sector; weighted by
    requirement; shares cut to [.005, .995] before the logit.
    """
    k, n = balances.output.shape
    slq = np.array([simple_location_quotient(x, national.output).values for x in balances.output])
    ln = np.log(np.maximum(slq, 1e-4))
    size = np.broadcast_to(np.log(balances.output.sum(axis=1) / national.size)[:, None], (k, n))
    sectors = np.broadcast_to(np.eye(n), (k, n, n))
    x = np.concatenate([np.stack([ln, np.maximum(ln, 0), size], axis=2), sectors], axis=2)
    y = np.clip(balances.share, _EDGE, 1 - _EDGE)
    root = np.sqrt(np.where(balances.seen(national), balances.weight(national), 0.0))
    found = np.zeros((k, n))
    for at in range(k):
        rest = np.arange(k) != at
        left = (x * root[:, :, None])[rest].reshape(-1, x.shape[2])
        right = (np.log(y / (1 - y)) * root)[rest].ravel()
        found[at] = expit(x[at] @ np.linalg.lstsq(left, right, rcond=None)[0])
    return np.where(balances.output > 0, found, 0.0)


def each(balances: Balances, national: National, method: Callable[[FloatArray, National], FloatArray]) -> FloatArray:
    """Return a method's shares of all regions, K × n."""
    return np.array([method(x, national) for x in balances.output])


def region_errors(balances: Balances, national: National, shares: FloatArray) -> FloatArray:
    """Return the mean absolute error of each region, weighted by requirement within it, K."""
    errors: FloatArray = (balances.weight(national) * np.abs(shares - balances.share)).sum(axis=1)
    return errors
