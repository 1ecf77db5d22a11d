"""Input-output analysis: coefficients, inverses, linkages, extraction, requirement and gap.

Sectors are numbered alike in every array. Flows, outputs and demands are in
one unit of money (any); coefficients and multipliers have none.
"""

from __future__ import annotations

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import FloatArray, Masked, Names, Values, fit, matrix, place, positive, settled, vector

BALANCE = 1e-3
"""A column may miss its output by this share: official tables round."""

_EDGE = 1e-9
"""A spectral radius this close to 1 is refused with 1: the inverse would be noise."""


def coefficients(
    flows: Values,
    output: Values,
    *,
    value_added: Values | None = None,
    balance: float = BALANCE,
    rounding: float = 0.0,
    names: Names = (),
) -> FloatArray:
    """Return input coefficients a_ij = z_ij / x_j: what one unit of j takes of i.

    Source: Miller & Blair (2009), chapter 2; Eurostat (2008), Manual of Supply, Use and
    Input-Output Tables.

    Args:
        flows: Z, n × n; z_ij is what sector j buys of sector i.
        output: x, n; all above zero.
        value_added: v, n, any sign; where given, inputs and value added must make up the output.
        balance: by what share of its output a column may be out.
        rounding: by what amount it may be out besides, where the figures are rounded.
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: figures not finite, negative flows, zero output, shapes that disagree, or a
            column that does not balance.
    """
    z, x = _table(flows, output, names)
    positive(x, "x", names)
    if value_added is not None:
        v = vector(value_added, "v", names, signed=True)
        fit(v, x.shape, "v")
        _balanced(z.sum(axis=0) + v, x, balance * x + rounding, names)
    with np.errstate(over="ignore"):
        return settled(z / x[None, :], "A")


def spectral_radius(a: Values) -> float:
    """Return the largest absolute eigenvalue of a square matrix.

    Below 1, and only then, every round of inputs of inputs is smaller than the one before,
    and (I − A)⁻¹ is their sum.

    Raises:
        FiguresRefused: not square, not finite or negative.
    """
    return float(np.abs(np.linalg.eigvals(matrix(a, "A", square=True))).max())


def leontief(a: Values, *, names: Names = ()) -> FloatArray:
    """Return L = (I − A)⁻¹ = I + A + A² + …: l_ij is what must be made of i for one unit of j's final demand.

    Source: Leontief (1936); Miller & Blair (2009), chapter 2.

    Args:
        a: A, n × n, non-negative.
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: not square, not finite, negative, or a spectral radius of 1 or more.
    """
    found = _productive(a, "A", names)
    return settled(_inverse(found), "L")


def outputs(a: Values, demand: Values, *, names: Names = ()) -> FloatArray:
    """Return x = (I − A)⁻¹ f, what every sector must make for a final demand; the inverse is not formed.

    Args:
        a: A, n × n; for a sparse one see :func:`queries.formulas.sparse.outputs`.
        demand: f, n, any sign (stocks may be drawn down).
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: shapes that disagree, figures not finite, negative coefficients, or a
            spectral radius of 1 or more.
    """
    f = vector(demand, "f", names, signed=True)
    found = _productive(a, "A", names)
    fit(f, (len(found),), "f")
    return settled(np.linalg.solve(np.eye(len(found)) - found, f), "x")


def backward_linkages(inverse: Values) -> FloatArray:
    """Return BL_j = Σ_i l_ij, the output multipliers, of a Leontief inverse: n numbers of at least 1.

    Source: Rasmussen (1956); Miller & Blair (2009), chapters 6 and 12.

    Raises:
        FiguresRefused: not square, not finite or negative.
    """
    found: FloatArray = matrix(inverse, "L", square=True).sum(axis=0)
    return found


def sensitivities(inverse: Values) -> FloatArray:
    """Return Σ_j l_ij of a Leontief inverse: what i must make if every sector's final demand grows by one.

    It weighs small sectors like large ones; Ghosh's inverse is the measure of forward linkage.

    Source: Rasmussen (1956), sensitivity of dispersion; Miller & Blair (2009), chapter 12.

    Raises:
        FiguresRefused: not square, not finite or negative.
    """
    found: FloatArray = matrix(inverse, "L", square=True).sum(axis=1)
    return found


def allocation(flows: Values, output: Values, *, names: Names = ()) -> FloatArray:
    """Return allocation coefficients b_ij = z_ij / x_i: which share of i's output goes to j.

    Source: Ghosh (1958), Input-output approach in an allocation system, Economica 25.

    Args and errors as for :func:`coefficients`.
    """
    z, x = _table(flows, output, names)
    positive(x, "x", names)
    with np.errstate(over="ignore"):
        return settled(z / x[:, None], "B")


def ghosh(b: Values, *, names: Names = ()) -> FloatArray:
    """Return Ghosh's inverse (I − B)⁻¹ of allocation coefficients.

    Not a forecast of supply (Oosterhaven 1988; Dietzenbacher 1997 reads it as a model of prices):
    here it only measures forward linkage.

    Source: Ghosh (1958); Miller & Blair (2009), chapter 12.

    Raises:
        FiguresRefused: as for :func:`leontief`.
    """
    found = _productive(b, "B", names)
    return settled(_inverse(found), "G")


def forward_linkages(inverse: Values) -> FloatArray:
    """Return FL_i = Σ_j g_ij of Ghosh's inverse: a forward linkage, nothing more.

    Source: Miller & Blair (2009), chapter 12; Eurostat (2008).

    Raises:
        FiguresRefused: not square, not finite or negative.
    """
    found: FloatArray = matrix(inverse, "G", square=True).sum(axis=1)
    return found


def normalised(linkages: Values) -> FloatArray:
    """Return linkages over their mean (Rasmussen's power of dispersion): above 1 is above average.

    Source: Rasmussen (1956); Miller & Blair (2009), chapter 12.

    Raises:
        FiguresRefused: figures not finite, negative, or all zero.
    """
    found = vector(linkages, "linkage")
    positive(np.array([found.sum()]), "linkage")
    return settled(found / found.mean(), "linkage")


def extraction(a: Values, demand: Values, *, names: Names = ()) -> FloatArray:
    """Return T_j = (Σx − Σx̄) / Σx, the share of all output lost if sector j bought nothing from others.

    Column j of A is set to 0, itself included; final demand stays as it was (it
    is met from outside). By Sherman and Morrison nothing is solved anew:
    Σx − Σx̄ = (BL_j − 1) · x_j / l_jj.

    Source: hypothetical extraction of backward linkages, Dietzenbacher & van der Linden (1997),
    Journal of Regional Science 37; Miller & Blair (2009), chapter 12.

    Args:
        a: A, n × n.
        demand: f, n, any sign, as long as no output comes out negative.
        names: the sectors' names, for refusals.

    Returns:
        n shares, 0 or more.

    Raises:
        FiguresRefused: as for :func:`outputs`, or a demand that asks for negative or no output.
    """
    inverse = leontief(a, names=names)
    f = vector(demand, "f", names, signed=True)
    fit(f, (len(inverse),), "f")
    x = inverse @ f
    slack = 1e-9 * np.abs(x).max()
    if (x < -slack).any():
        worst = int(np.argmin(x))
        raise FiguresRefused(
            f"按这个最终需求，产出成了负数：{x[worst]:g}",
            f"this final demand asks for a negative output: {x[worst]:g}",
            where=place("x", (worst,), names),
            do_zh="请核对最终使用减去进口是否与投入系数同一口径",
            do_en="See that final use and coefficients treat imports alike",
        )
    x = np.maximum(x, 0.0)
    positive(np.array([x.sum()]), "Σx")
    lost = (inverse.sum(axis=0) - 1) * x / np.diag(inverse)
    return settled(np.maximum(lost, 0.0) / x.sum(), "T")


def requirement(a: Values, output: Values, *, names: Names = ()) -> FloatArray:
    """Return R_i = Σ_j a_ij X_j: what the outputs made here take of each product, from wherever it comes.

    Args:
        a: A, products × sectors; coefficients that count domestic and imported inputs alike.
        output: X, one a sector, in the unit that R shall have.
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: figures not finite or negative, or shapes that disagree.
    """
    found, x = matrix(a, "A", (), names), vector(output, "X", names)
    fit(x, found.shape[1:], "X")
    return settled(found @ x, "R")


def gap(a: Values, shares: Values, output: Values, *, names: Names = ()) -> FloatArray:
    """Return G_i = Σ_j a_ij (1 − t_ij) X_j: the part of the requirement that is bought outside; 0 ≤ G_i ≤ R_i.

    Args:
        a: A, products × sectors.
        shares: t_ij in [0, 1], of the shape of ``a``, or one a product (the same for all buyers).
        output: X, one a sector.
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: as for :func:`requirement`, or a share above 1.
    """
    found, x = matrix(a, "A", (), names), vector(output, "X", names)
    if np.ndim(shares) == 1:
        one = vector(shares, "t")
        fit(one, found.shape[:1], "t")
        t = np.broadcast_to(one[:, None], found.shape)
    else:
        t = matrix(shares, "t")
        fit(t, found.shape, "t")
    fit(x, found.shape[1:], "X")
    if (t > 1).any():
        first = tuple(int(i) for i in np.argwhere(t > 1)[0])
        raise FiguresRefused(
            f"份额不能大于 1：{t[first]:g}",
            f"a share cannot be above 1: {t[first]:g}",
            where=place("t", first),
            do_zh="份额写成 0 到 1 的小数，不写百分数",
            do_en="Write shares as 0 to 1, not in percent",
        )
    return settled((found * (1 - t)) @ x, "G")


def gap_ratio(gaps: Values, requirements: Values) -> Masked:
    """Return g_i = G_i / R_i; not defined (and 0) where nothing is required.

    Raises:
        FiguresRefused: figures not finite or negative, lengths that differ, or a gap above its requirement.
    """
    g, r = vector(gaps, "G"), vector(requirements, "R")
    fit(r, g.shape, "R")
    over = np.flatnonzero(g > r * (1 + 1e-9))
    if over.size:
        raise FiguresRefused(
            f"缺口（{g[over[0]]:g}）比需求（{r[over[0]]:g}）还大",
            f"the gap ({g[over[0]]:g}) is above the requirement ({r[over[0]]:g})",
            where=place("G", (int(over[0]),)),
            do_zh="请核对两者是否用同一套系数和产出算的",
            do_en="Compute both from the same coefficients and outputs",
        )
    defined = r > 0
    values = np.divide(g, r, out=np.zeros_like(g), where=defined)
    return Masked(np.minimum(values, 1.0), defined)


def _table(flows: Values, output: Values, names: Names) -> tuple[FloatArray, FloatArray]:
    z, x = matrix(flows, "Z", names, names, square=True), vector(output, "x", names)
    fit(x, (len(z),), "x")
    return z, x


def _balanced(sums: FloatArray, x: FloatArray, allowed: FloatArray, names: Names) -> None:
    out = np.abs(sums - x)
    count = int((out > allowed).sum())
    if count:
        worst = int(np.argmax(out - allowed))
        share = out[worst] / x[worst]
        raise FiguresRefused(
            f"列不平衡：中间投入加增加值是 {sums[worst]:g}，总产出是 {x[worst]:g}，差 {share:.2%}"
            + (f"；共 {count} 列这样" if count > 1 else ""),
            f"the column does not balance: inputs and value added make {sums[worst]:g}, output is {x[worst]:g},"
            f" {share:.2%} apart" + (f"; {count} columns are so" if count > 1 else ""),
            where=place("x", (worst,), names),
            do_zh="请核对是否少读了进口投入、增加值的某一行，或单位不一",
            do_en="See whether a row of imports or value added was left out, or units differ",
        )


def _productive(a: Values, symbol: str, names: Names) -> FloatArray:
    found = matrix(a, symbol, names, names, square=True)
    radius = spectral_radius(found)
    if radius >= 1 - _EDGE:
        raise unproductive(symbol, found.sum(axis=0 if symbol == "A" else 1), names, f"{radius:.4g}")
    return found


def _inverse(found: FloatArray) -> FloatArray:
    """Return (I − A)⁻¹, which is a sum of non-negative matrices: what comes out below zero is rounding."""
    inverse: FloatArray = np.maximum(np.linalg.inv(np.eye(len(found)) - found), 0.0)
    return inverse


def unproductive(symbol: str, sums: FloatArray, names: Names, radius: str) -> FiguresRefused:
    """Refusal of coefficients whose rounds of inputs never end; it names the sector that takes most.

    Args:
        symbol: A or B.
        sums: each sector's coefficients, summed.
        names: the sectors' names.
        radius: the spectral radius as printed.
    """
    worst = int(np.argmax(sums))
    return FiguresRefused(
        f"系数太大，逆矩阵没有意义：谱半径 {radius}，应小于 1；系数合计最大的是 {sums[worst]:.4g}",
        f"the inverse would mean nothing: the spectral radius is {radius}, it has to be below 1;"
        f" the largest sum of coefficients is {sums[worst]:.4g}",
        where=place(symbol, (worst,), names),
        do_zh="请核对流量和总产出是否同一单位，行列有没有颠倒",
        do_en="See that flows and outputs are of one unit, and rows and columns not swapped",
    )
