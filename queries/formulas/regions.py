"""Regions held against a reference economy: quotients, Flegg's correction, specialisation, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import FiguresRefused
from queries.formulas.checks import BoolArray, FloatArray, Names, Values, matrix, vector
from queries.formulas.quotients import Flegg, flegg, gini_specialisation, rca, simple_location_quotient


@dataclass(frozen=True, slots=True)
class Compared:
    """One region against the reference.

    Attributes:
        quotients: SLQ, n sectors; 0 where ``defined`` is false.
        defined: where the reference has the sector.
        share: the region's part of the reference's total.
        gini: Gini coefficient of specialisation over the sectors that the reference has.
        flegg: Flegg's quotients and trade shares; ``None`` without a δ.
    """

    quotients: FloatArray
    defined: BoolArray
    share: float
    gini: float
    flegg: Flegg | None


def compare(
    figures: Values,
    reference: Values | None,
    *,
    delta: float | None = None,
    sectors: Names = (),
    regions: Names = (),
) -> list[Compared]:
    """Hold each region against a reference economy, or against all of them together (Balassa's RCA).

    Args:
        figures: n sectors × r regions.
        reference: X̄, n, in the same unit; ``None`` for the regions together.
        delta: δ of Flegg's λ*; ``None`` leaves it out. It needs a reference.
        sectors: names of the rows, for refusals.
        regions: names of the columns.

    Raises:
        FiguresRefused: as for :func:`queries.formulas.quotients.flegg` and
            :func:`queries.formulas.quotients.rca`, or δ without a reference; with the region's name.
    """
    found = matrix(figures, "x", sectors, regions)
    if reference is None:
        if delta is not None:
            raise FiguresRefused(
                "算 FLQ 要有参照（全国）",
                "Flegg's quotient needs a reference economy",
                where="δ",
                do_zh="请加“全国”一列，或去掉 δ",
                do_en="Add a national column, or leave δ out",
            )
        rca(found.T, regions=regions, products=sectors)
    whole = found.sum(axis=1) if reference is None else vector(reference, "X̄", sectors)
    compared = []
    for at in range(found.shape[1]):
        try:
            compared.append(_against(found[:, at], whole, delta, sectors))
        except FiguresRefused as error:
            where = f"{regions[at] if at < len(regions) else at + 1} {error.where}"
            raise FiguresRefused(error.zh, error.en, where=where, do_zh=error.do_zh, do_en=error.do_en) from error
    return compared


def _against(region: FloatArray, nation: FloatArray, delta: float | None, names: Names) -> Compared:
    found = simple_location_quotient(region, nation, names=names)
    there = found.defined
    return Compared(
        found.values,
        there,
        float(region.sum() / nation.sum()),
        gini_specialisation(region[there], nation[there]) if region[there].any() else 0.0,
        None if delta is None else flegg(region, nation, delta, names=names),
    )
