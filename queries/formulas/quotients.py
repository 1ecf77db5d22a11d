"""Location quotients: how much of a sector a region holds, measured by a reference economy.

Quotients have no unit: outputs, jobs or firms may be counted in any, as long
as region and reference count alike. A quotient above 1 does not mean that
nothing is bought outside (cross-hauling).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import FiguresRefused
from queries.formulas.checks import (
    BoolArray,
    FloatArray,
    Masked,
    Names,
    Values,
    fit,
    matrix,
    positive,
    settled,
    vector,
)


@dataclass(frozen=True, slots=True)
class Flegg:
    """What :func:`flegg` returns for n sectors.

    Attributes:
        slq: simple location quotients, n.
        scale: λ*, one number.
        flq: FLQ_ij, n × n; 0 where ``defined`` is false.
        defined: where FLQ_ij can be computed: SLQ_i is defined and SLQ_j is positive.
        shares: t_ij = min(1, FLQ_ij), the share of j's need of i that is bought here, n × n, 0 where i is absent.
    """

    slq: Masked
    scale: float
    flq: FloatArray
    defined: BoolArray
    shares: FloatArray


def simple_location_quotient(regional: Values, national: Values, *, names: Names = ()) -> Masked:
    """Return SLQ_i = (X_i / X) / (X̄_i / X̄).

    Source: Miller & Blair (2009), Input-Output Analysis, 2nd ed., chapter 8.

    Args:
        regional: X_i, output (or employment) of n sectors in the region.
        national: X̄_i, the same of the reference economy, in the same unit.
        names: the sectors' names, for refusals.

    Returns:
        n quotients; not defined (and 0) where the reference has none of the sector.

    Raises:
        FiguresRefused: figures not finite or negative, lengths that differ, or a total of zero.
    """
    region, nation = vector(regional, "X", names), vector(national, "X̄", names)
    fit(nation, region.shape, "X̄")
    total, reference = _total(region, "ΣX"), _total(nation, "ΣX̄")
    defined = nation > 0
    values = np.zeros_like(region)
    with np.errstate(over="ignore"):
        values[defined] = (region[defined] / total) / (nation[defined] / reference)
    return Masked(settled(values, "SLQ"), defined)


def lambda_star(x: float, x_bar: float, delta: float) -> float:
    """Return λ* = [log₂(1 + X / X̄)]^δ, the correction of Flegg's quotient for the size of the region.

    Source: Flegg & Webber (1997), Regional Studies 31; Flegg & Tohmo (2013), Regional Studies 47.

    Args:
        x: X, total output of the region.
        x_bar: X̄, total output of the reference economy, in the same unit.
        delta: δ, from 0 (no correction) to below 1; a parameter, not a fact.

    Raises:
        FiguresRefused: δ outside [0, 1), totals not positive, or a region larger than the reference.
    """
    sizes = vector([x, x_bar], "X")
    positive(sizes, "X", ("ΣX", "ΣX̄"))
    if not 0 <= delta < 1:
        raise FiguresRefused(
            f"δ 应在 0 到 1 之间（不含 1）：{delta}",
            f"delta must be at least 0 and below 1: {delta}",
            where="δ",
            do_zh="常见取值 0 到 0.4",
            do_en="Common values lie between 0 and 0.4",
        )
    if sizes[0] > sizes[1]:
        raise FiguresRefused(
            f"地区的总量（{sizes[0]:g}）比参照的（{sizes[1]:g}）还大",
            f"the region's total ({sizes[0]:g}) is above the reference's ({sizes[1]:g})",
            where="ΣX",
            do_zh="请核对两边单位、年份是否一致，有没有放反",
            do_en="See that both are of one unit and year, and not swapped",
        )
    return float(np.log2(1 + sizes[0] / sizes[1]) ** delta)


def flegg(regional: Values, national: Values, delta: float, *, names: Names = ()) -> Flegg:
    """Return Flegg's quotients FLQ_ij = λ* · SLQ_i / SLQ_j, on the diagonal λ* · SLQ_i, and the trade shares.

    Source: Flegg & Webber (1997); Flegg & Tohmo (2013).

    Args:
        regional: X_i of n sectors in the region.
        national: X̄_i of the reference economy, in the same unit.
        delta: δ of λ*, at least 0 and below 1.
        names: the sectors' names, for refusals.

    Returns:
        See :class:`Flegg`. Where SLQ_j is 0 or not defined nothing is divided: sector j buys nothing here.

    Raises:
        FiguresRefused: as for :func:`simple_location_quotient` and :func:`lambda_star`.
    """
    slq = simple_location_quotient(regional, national, names=names)
    scale = lambda_star(_total(vector(regional, "X"), "ΣX"), _total(vector(national, "X̄"), "ΣX̄"), delta)
    buyers = slq.values > 0
    defined = slq.defined[:, None] & buyers[None, :]
    flq = np.zeros(defined.shape)
    with np.errstate(over="ignore"):
        np.divide(scale * slq.values[:, None], slq.values[None, :], out=flq, where=defined)
    np.fill_diagonal(flq, np.where(buyers, scale * slq.values, 0.0))
    flq = settled(flq, "FLQ")
    return Flegg(slq, scale, flq, defined, np.minimum(flq, 1.0))


def location_quotient(e_ij: float, e_j: float, e_i: float, e: float) -> float:
    """Return LQ = (e_ij / e_j) / (e_i / e).

    Source: Farhauer & Kröll (2013), Standorttheorien; in this order of arguments.

    Args:
        e_ij: employment (or firms, output) of industry i in region j.
        e_j: all employment of region j.
        e_i: all employment of industry i.
        e: all employment.

    Raises:
        FiguresRefused: figures not finite or negative, a total of zero, or a part above its whole.
    """
    names = ("e_ij", "e_j", "e_i", "e")
    found = vector([e_ij, e_j, e_i, e], "LQ", names)
    positive(found[1:], "LQ", names[1:])
    for part, whole in ((0, 1), (0, 2), (1, 3), (2, 3)):
        if found[part] > found[whole]:
            raise FiguresRefused(
                f"部分（{found[part]:g}）比整体（{found[whole]:g}）还大",
                f"a part ({found[part]:g}) is above its whole ({found[whole]:g})",
                where=f"{names[part]} > {names[whole]}",
                do_zh="请核对两个数的口径、单位和次序",
                do_en="Check scope, unit and order of the two figures",
            )
    quotient = np.array((found[0] / found[1]) / (found[2] / found[3]))
    return float(settled(quotient, "LQ"))


def gini_specialisation(regional: Values, national: Values, *, names: Names = ()) -> float:
    """Return the Gini coefficient of regional specialisation, 0 where the region is built like the reference.

    With R the location quotients in ascending order,
    G = 2 / (n² · mean R) · Σ i · (R_i − mean R).

    Source: Farhauer & Kröll (2013), Standorttheorien.

    Args:
        regional: employment (or output) of n industries in the region.
        national: the same of the whole economy; every industry has some.
        names: the industries' names, for refusals.

    Raises:
        FiguresRefused: figures not finite or negative, lengths that differ, or a zero among ``national``.
    """
    nation = vector(national, "E_i", names)
    positive(nation, "E_i", names)
    quotients = np.sort(simple_location_quotient(regional, national, names=names).values)
    n, mean = quotients.size, quotients.mean()
    ranks = np.arange(1, n + 1)
    return max(0.0, float(2 / (n**2 * mean) * (ranks * (quotients - mean)).sum()))


def rca(figures: Values, *, regions: Names = (), products: Names = ()) -> Masked:
    """Return revealed comparative advantage: a region's share of a product over its share of everything.

    RCA_cp = (x_cp / Σ_p x_cp) / (Σ_c x_cp / Σ_cp x_cp).

    Source: Balassa (1965), Trade liberalisation and "revealed" comparative advantage.

    Args:
        figures: x_cp, regions × products, in one unit; exports, output or firms.
        regions: names of the rows, for refusals.
        products: names of the columns.

    Returns:
        Regions × products; not defined where the region has nothing at all or nobody has the product.

    Raises:
        FiguresRefused: figures not finite or negative, all zero, or one region or one product only
            (each would be compared with itself, and every quotient be 1).
    """
    found = matrix(figures, "x", regions, products)
    if min(found.shape) < 2:
        raise FiguresRefused(
            f"只有 {found.shape[0]} 个地区、{found.shape[1]} 个产品：自己同自己比，全是 1",
            f"{found.shape[0]} regions and {found.shape[1]} products: compared with themselves, all would be 1",
            where="x",
            do_zh="至少要两个地区、两个产品；只有一个地区时用 SLQ，另给全国的数",
            do_en="Give at least two of each; with one region use the SLQ and the nation's figures",
        )
    rows, columns = found.sum(axis=1, keepdims=True), found.sum(axis=0, keepdims=True)
    total = _total(found.ravel(), "Σx")
    defined: BoolArray = (rows > 0) & (columns > 0)
    values = np.zeros_like(found)
    with np.errstate(over="ignore"):
        np.divide(found, rows, out=values, where=defined)
        np.divide(values, columns / total, out=values, where=defined)
    return Masked(settled(values, "RCA"), defined)


def _total(found: FloatArray, symbol: str) -> float:
    total = float(found.sum())
    if total <= 0:
        raise FiguresRefused(
            "合计是 0，没有东西可比",
            "the total is 0: there is nothing to compare",
            where=symbol,
            do_zh="请核对是否读错了列",
            do_en="See whether the right column was read",
        )
    return total


__all__ = [
    "Flegg",
    "flegg",
    "gini_specialisation",
    "lambda_star",
    "location_quotient",
    "rca",
    "simple_location_quotient",
]
