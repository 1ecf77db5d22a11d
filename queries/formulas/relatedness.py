"""Which products go together: diversity, ubiquity, proximity, density.

M is a table of zeros and ones, regions × products: M_cp = 1 where region c
makes product p (by its RCA, or by a list that is complete). Proximity says
what was found together in the regions looked at, not why.
"""

from __future__ import annotations

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import FloatArray, Names, Values, fit, matrix


def diversity(presence: Values) -> FloatArray:
    """Return how many products each region makes, k_c = Σ_p M_cp.

    Source: Hidalgo & Hausmann (2009), The building blocks of economic complexity, PNAS 106.

    Raises:
        FiguresRefused: ``presence`` holds anything but zeros and ones.
    """
    found: FloatArray = _presence(presence).sum(axis=1)
    return found


def ubiquity(presence: Values) -> FloatArray:
    """Return how many regions make each product, k_p = Σ_c M_cp.

    Source: Hidalgo & Hausmann (2009).

    Raises:
        FiguresRefused: ``presence`` holds anything but zeros and ones.
    """
    found: FloatArray = _presence(presence).sum(axis=0)
    return found


def proximity(presence: Values, *, products: Names = ()) -> FloatArray:
    """Return φ_ik: of the regions that make the commoner of two products, the share that makes both.

    φ_ik = Σ_c M_ci M_ck / max(k_i, k_k), φ_ii = 1: the smaller of the two conditional probabilities.

    Source: Hidalgo, Klinger, Barabási & Hausmann (2007), The product space conditions the
    development of nations, Science 317.

    Args:
        presence: M, regions × products.
        products: names of the columns, for refusals.

    Returns:
        Products × products, symmetric, in [0, 1]; a product that nobody makes is near itself only.

    Raises:
        FiguresRefused: anything but zeros and ones, or one region only (all that it makes would be near).
    """
    found = _presence(presence, products)
    if len(found) < 2:
        raise FiguresRefused(
            "只有一个地区，看不出什么同什么一起出现",
            "with one region nothing can be said of what goes together",
            where="M",
            do_zh="至少要两个地区，越多越好",
            do_en="Give at least two regions, the more the better",
        )
    together = found.T @ found
    counts = np.diag(together)
    larger = np.maximum(counts[:, None], counts[None, :])
    near = np.divide(together, larger, out=np.zeros_like(together), where=larger > 0)
    np.fill_diagonal(near, 1.0)
    return near


def density(near: Values, presence: Values) -> FloatArray:
    """Return d_i = Σ_k φ_ik M_k / Σ_k φ_ik: how much of what lies near a product is made already.

    Source: Hidalgo et al. (2007).

    Args:
        near: φ, products × products, the diagonal 1.
        presence: M of one region (products), or of several (regions × products).

    Returns:
        In [0, 1], of the shape of ``presence``.

    Raises:
        FiguresRefused: shapes that disagree, anything but zeros and ones in ``presence``, a proximity
            outside [0, 1], or a diagonal that is not 1.
    """
    phi = matrix(near, "φ", square=True)
    made = np.asarray(presence)
    here = _presence(np.atleast_2d(made))
    fit(here[0], (len(phi),), "M")
    if (phi > 1).any() or (np.diag(phi) != 1).any():
        raise FiguresRefused(
            "邻近度应在 0 到 1 之间，同自己是 1",
            "proximities lie between 0 and 1, to itself 1",
            where="φ",
            do_zh="请用 proximity 的结果",
            do_en="Use what proximity returns",
        )
    found: FloatArray = np.minimum(here @ phi.T / phi.sum(axis=1)[None, :], 1.0)
    return found[0] if made.ndim == 1 else found


def _presence(values: Values, products: Names = ()) -> FloatArray:
    found = matrix(values, "M", (), products)
    bad = np.argwhere((found != 0) & (found != 1))
    if len(bad):
        row, column = (int(i) for i in bad[0])
        raise FiguresRefused(
            f"只能是 0 或 1：{found[row, column]:g}",
            f"only 0 or 1 may stand here: {found[row, column]:g}",
            where=f"M[{row + 1}, {column + 1}]",
            do_zh="先按门槛（如 RCA ≥ 1）化成 0 和 1",
            do_en="Turn it into zeros and ones first, by a threshold such as RCA >= 1",
        )
    return found
