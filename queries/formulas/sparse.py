"""The same formulas where most cells are empty: scipy.sparse in, scipy.sparse or vectors out."""

from __future__ import annotations

import warnings
from typing import TypeAlias

import numpy as np
import scipy.sparse
from scipy.sparse.linalg import MatrixRankWarning, splu

from graph.errors import FiguresRefused
from queries.formulas.checks import FloatArray, Names, fit, settled, shapes
from queries.formulas.inputoutput import unproductive

Sparse: TypeAlias = scipy.sparse.csr_array


def csr(values: Sparse, symbol: str) -> Sparse:
    """Return a matrix in compressed rows, its stored figures finite and non-negative.

    Raises:
        FiguresRefused: it has no cell, or a figure is not finite or negative.
    """
    found = scipy.sparse.csr_array(values, dtype=np.float64, copy=True)
    found.sum_duplicates()
    if found.ndim != 2 or 0 in found.shape:
        raise shapes(symbol, found.shape, (1, 1))
    bad = np.flatnonzero(~np.isfinite(found.data) | (found.data < 0))
    if bad.size:
        row = int(np.searchsorted(found.indptr, bad[0], side="right")) - 1
        raise FiguresRefused(
            f"负数、缺数或不是有限的数：{found.data[bad[0]]:g}",
            f"negative, missing or not finite: {found.data[bad[0]]:g}",
            where=f"{symbol}[{row + 1}, {int(found.indices[bad[0]]) + 1}]",
            do_zh="请改正，或不存这一格",
            do_en="Correct it, or leave the cell out",
        )
    return found


def outputs(a: Sparse, demand: FloatArray, *, names: Names = ()) -> FloatArray:
    """Return x of (I − A) x = f for a sparse A; see :func:`queries.formulas.inputoutput.outputs`.

    For a non-negative A the spectral radius is below 1 exactly if (I − A) x = 1 has a solution
    that is nowhere below 1 (Berman & Plemmons 1994, chapter 6): one more solve instead of eigenvalues.

    Raises:
        FiguresRefused: shapes that disagree, negative coefficients, or a spectral radius of 1 or more.
    """
    found = csr(a, "A")
    n = found.shape[0]
    if found.shape != (n, n):
        raise shapes("A", found.shape, (n, n))
    fit(demand, (n,), "f")
    sums: FloatArray = np.asarray(found.sum(axis=0)).ravel()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MatrixRankWarning)
        try:
            factors = splu((scipy.sparse.eye_array(n) - found).tocsc())
        except RuntimeError as error:
            raise unproductive("A", sums, names, "1") from error
    rounds = factors.solve(np.ones(n))
    if not np.isfinite(rounds).all() or (rounds < 1 - 1e-6).any() or rounds.max() > 1e9:
        raise unproductive("A", sums, names, ">= 1")
    return settled(np.asarray(factors.solve(demand)), "x")


def rca(figures: Sparse) -> Sparse:
    """Return revealed comparative advantage, regions × products; see :func:`queries.formulas.quotients.rca`.

    Only cells with a figure are stored: a cell that is not is 0, or not defined where its region or
    product has nothing at all.

    Raises:
        FiguresRefused: a figure that is not finite or negative, all zero, or one region or product only.
    """
    found = csr(figures, "x")
    rows, columns = (np.asarray(found.sum(axis=axis)).ravel() for axis in (1, 0))
    total = float(rows.sum())
    if min(found.shape) < 2 or total <= 0:
        raise FiguresRefused(
            "至少要两个地区、两个产品，合计不为零",
            "at least two regions and two products are needed, and a total above zero",
            where=f"x {found.shape[0]}×{found.shape[1]}",
            do_zh="只有一个地区时用 SLQ，另给全国的数",
            do_en="With one region use the SLQ and the nation's figures",
        )
    found.eliminate_zeros()
    at = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    with np.errstate(over="ignore"):
        held = settled((found.data / rows[at]) / (columns[found.indices] / total), "RCA")
    return scipy.sparse.csr_array((held, found.indices, found.indptr), shape=found.shape)


def at_least(figures: Sparse, threshold: float) -> Sparse:
    """Return 1 where a stored figure reaches a threshold above zero: M of the relatedness formulas.

    Raises:
        FiguresRefused: a threshold that is not above zero, since cells that are not stored would reach it.
    """
    if not threshold > 0:
        raise FiguresRefused(
            f"门槛应大于 0：{threshold}",
            f"the threshold has to be above 0: {threshold}",
            do_zh="常用 1",
            do_en="1 is common",
        )
    found = csr(figures, "RCA")
    made = scipy.sparse.csr_array(
        ((found.data >= threshold).astype(np.float64), found.indices, found.indptr), found.shape
    )
    made.eliminate_zeros()
    return made


def proximity(presence: Sparse) -> Sparse:
    """Return φ, products × products; see :func:`queries.formulas.relatedness.proximity`.

    Pairs that no region makes together are not stored.

    Raises:
        FiguresRefused: anything but ones stored, or one region only.
    """
    made = _presence(presence)
    if made.shape[0] < 2:
        raise FiguresRefused(
            "只有一个地区，看不出什么同什么一起出现",
            "with one region nothing can be said of what goes together",
            where="M",
            do_zh="至少要两个地区，越多越好",
            do_en="Give at least two regions, the more the better",
        )
    together = (made.T @ made).tocoo()
    counts = np.asarray(made.sum(axis=0)).ravel()
    row, column = together.coords
    off = row != column
    held = together.data[off] / np.maximum(counts[row[off]], counts[column[off]])
    own = np.arange(made.shape[1])
    data = np.concatenate([held, np.ones(len(own))])
    places = np.concatenate([row[off], own]), np.concatenate([column[off], own])
    return scipy.sparse.csr_array((data, places), shape=together.shape)


def density(near: Sparse, presence: Sparse) -> FloatArray:
    """Return d, regions × products, dense; see :func:`queries.formulas.relatedness.density`.

    Raises:
        FiguresRefused: shapes that disagree, anything but ones stored in ``presence``, or a proximity
            above 1 or not 1 to itself.
    """
    phi, made = csr(near, "φ"), _presence(presence)
    n = phi.shape[0]
    if phi.shape != (n, n) or made.shape[1] != n:
        raise shapes("φ", phi.shape, (made.shape[1], made.shape[1]))
    if (phi.data > 1).any() or (phi.diagonal() != 1).any():
        raise FiguresRefused(
            "邻近度应在 0 到 1 之间，同自己是 1",
            "proximities lie between 0 and 1, to itself 1",
            where="φ",
            do_zh="请用 proximity 的结果",
            do_en="Use what proximity returns",
        )
    sums = np.asarray(phi.sum(axis=1)).ravel()
    return settled(np.minimum(np.asarray((made @ phi.T).todense()) / sums[None, :], 1.0), "d")


def _presence(values: Sparse) -> Sparse:
    made = csr(values, "M")
    made.eliminate_zeros()
    if (made.data != 1).any():
        raise FiguresRefused(
            "只能是 0 或 1",
            "only 0 or 1 may stand here",
            where="M",
            do_zh="先按门槛（如 RCA ≥ 1）化成 0 和 1",
            do_en="Turn it into zeros and ones first, by a threshold such as RCA >= 1",
        )
    return made
