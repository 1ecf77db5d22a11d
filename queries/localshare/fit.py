"""A fractional logit with shrunk effects, and all fits that leave one or two regions out.

Papke & Wooldridge (1996), Journal of Applied Econometrics 11: a share is fitted by the logit's likelihood,
which is right for its mean whatever its distribution. Effects of groups and of sectors are held near zero by
a ridge penalty, so a sector with little evidence stays near its group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import BoolArray, FloatArray

_STEPS = 400
_CLOSE, _NEAR = 1e-10, 1e-7


@dataclass(frozen=True)
class Design:
    """What is fitted: K regions, n sectors, p parameters.

    Attributes:
        x: K × n × p.
        y: shares in [0, 1], K × n; any number where the weight is 0.
        weight: K × n, 0 where a cell plays no part.
        penalty: ridge penalty of each parameter, p.
    """

    x: FloatArray
    y: FloatArray
    weight: FloatArray
    penalty: FloatArray


def expit(z: FloatArray) -> FloatArray:
    """Return 1 / (1 + e^−z)."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def dummies(labels: Sequence[str], order: Sequence[str]) -> FloatArray:
    """Return a 0/1 matrix, labels × order."""
    return np.array([[float(label == one) for one in order] for label in labels])


def fit_all(design: Design) -> FloatArray:
    """Return the parameters fitted to all regions, by Newton's method, p."""
    x = design.x.reshape(-1, design.x.shape[2])
    y, w = design.y.ravel(), design.weight.ravel()
    b = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = expit(x @ b)
        slope = x.T @ (w * (y - p)) - design.penalty * b
        bend = (x * (w * p * (1 - p))[:, None]).T @ x + np.diag(design.penalty)
        step = np.linalg.solve(bend, slope)
        b = b + step
        if np.abs(step).max() < _CLOSE:
            return b
    raise _no_end()


def fit_without(design: Design, full: FloatArray, omitted: BoolArray) -> FloatArray:
    """Return the parameters of many fits, each without some regions, m × p.

    All fits move at once. Each keeps one bend: that of the full fit less the blocks of its omitted regions,
    which is near enough to its own for the steps to shrink.

    Args:
        design: as for :func:`fit_all`.
        full: the parameters fitted to all regions.
        omitted: m × K, the regions that each fit leaves out.
    """
    n, p = design.x.shape[1:]
    x = design.x.reshape(-1, p)
    at = expit(design.x @ full)
    scaled = design.x * (design.weight * at * (1 - at))[:, :, None]
    blocks = np.swapaxes(scaled, 1, 2) @ design.x
    kept = (~omitted).astype(float)
    bends = np.tensordot(kept, blocks, axes=1) + np.diag(design.penalty)
    inverse = np.linalg.inv(bends)
    weights = np.repeat(kept, n, axis=1) * design.weight.ravel()
    y = design.y.ravel()
    b = np.tile(full, (len(omitted), 1))
    moving = np.arange(len(omitted))
    for _ in range(_STEPS):
        slope = (weights[moving] * (y - expit(b[moving] @ x.T))) @ x - design.penalty * b[moving]
        step = (inverse[moving] @ slope[:, :, None])[:, :, 0]
        b[moving] += step
        moving = moving[np.abs(step).max(axis=1) >= _NEAR]
        if not moving.size:
            return b
    raise _no_end()


def _no_end() -> FiguresRefused:
    return FiguresRefused(
        "拟合没有收敛",
        "the fit does not settle",
        where="logit",
        do_zh="请核对份额和产出",
        do_en="Check shares and outputs",
    )


def pairs(k: int) -> tuple[BoolArray, dict[tuple[int, int], int]]:
    """Return the omissions of one region and of two, and which row leaves out i and j (i = j: i alone)."""
    which = {(i, j): row for row, (i, j) in enumerate((i, j) for i in range(k) for j in range(i, k))}
    omitted = np.zeros((len(which), k), dtype=bool)
    for (i, j), row in which.items():
        omitted[row, [i, j]] = True
    return omitted, which
