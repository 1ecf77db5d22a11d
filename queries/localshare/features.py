"""What an estimate is made from: outputs of the region and the national table, nothing else.

Three figures, each with a reason:

* ``traded``: the logit of the share that is local if a product bought outside is what lacks plus what is
  cross-hauled, cross-hauling being a fixed part of output and use (Kronenberg 2009, International Regional
  Science Review 32: CHARM; here with the region's own supply and use in place of the nation's trade);
* ``hub``: how far market services stand above the nation's share: places that trade for others buy and sell
  more outside;
* ``size``: ln of the region's part of national output (the λ of Flegg's quotient, in a form that a fit can use).
"""

from __future__ import annotations

import numpy as np

from queries.formulas.checks import BoolArray, FloatArray
from queries.formulas.inputoutput import requirement
from queries.localshare.national import National
from queries.localshare.sectors import MARKET_SERVICES, group_of

FEATURES = ("traded", "hub", "size")
LEAST, MOST = 1e-6, 20.0
"""Bounds of output over use: beyond them nothing changes that an estimate could show."""


def use(output: FloatArray, national: National) -> FloatArray:
    """Return what the region uses of each product: inputs, and final demand at its part of the nation's income.

    Inputs are R_i = Σ_j a_ij X_j. The income is value added at the nation's rate for each sector.

    Args:
        output: X_i, n, checked.
        national: the table whose coefficients are taken.
    """
    rate = national.value_added / national.output
    part = max(float(rate @ output), 0.0) / float(national.value_added.sum())
    return requirement(national.coefficients, output, names=national.names) + part * national.final_demand


def supply_ratio(output: FloatArray, national: National) -> FloatArray:
    """Return X_i / use_i between its bounds; where nothing is used the ratio is the upper bound."""
    used = use(output, national)
    ratio = np.divide(output, used, out=np.full_like(used, MOST), where=used > 0)
    return np.clip(ratio, LEAST, MOST)


def cross_hauled(ratio: FloatArray, heterogeneity: float) -> FloatArray:
    """Return the logit of X / (X + M) with M = max(use − X, 0) + h (X + use) / 2.

    It rises with X / use, nearly one to one while there is less supply than use, and levels off at
    ln(2 / h) above: a region that makes twice what it uses still buys outside.

    Args:
        ratio: X / use, positive.
        heterogeneity: h, the part of output and use that crosses over; positive.
    """
    return np.log(ratio) - np.log(np.maximum(1 - ratio, 0) + heterogeneity * (1 + ratio) / 2)


def hub(output: FloatArray, national: National) -> FloatArray:
    """Return ln of the quotient of market services, 0 where it is below 1, n.

    The sector itself is left out of its own figure, so that no sector's share falls when its output rises.
    """
    services: BoolArray = np.array([group_of(name) == MARKET_SERVICES for name in national.names])

    def part(x: FloatArray) -> FloatArray:
        own = np.where(services, x, 0.0)
        rest = x.sum() - own
        found: FloatArray = np.divide(x[services].sum() - own, rest, out=np.zeros_like(x), where=rest > 0)
        return found

    reference = part(national.output)
    quotient = np.divide(part(output), reference, out=np.ones_like(output), where=reference > 0)
    return np.log(np.maximum(quotient, 1.0))


def features(output: FloatArray, national: National, heterogeneity: float) -> FloatArray:
    """Return n × 3, the columns named by :data:`FEATURES`."""
    size = np.full_like(output, np.log(output.sum() / national.size))
    traded = cross_hauled(supply_ratio(output, national), heterogeneity)
    return np.stack([traded, hub(output, national), size], axis=1)
