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
    found = scipy.sparse.csr_array(values, dtype=np.float64)
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
