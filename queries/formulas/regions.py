"""Regions held against a reference economy: quotients, Flegg's correction, specialisation, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.formulas.checks import FloatArray, Names, Values, matrix, vector
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
    defined: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    share: float
    gini: float
    flegg: Flegg | None


def against_reference(
    regional: Values, reference: Values, *, delta: float | None = None, names: Names = ()
) -> Compared:
    """Hold one region against a reference economy.

    Args:
        regional: X_i, n sectors.
        reference: X̄_i, n, in the same unit.
        delta: δ of Flegg's λ*; ``None`` leaves it out.
        names: the sectors' names, for refusals.

    Raises:
        FiguresRefused: as for :func:`queries.formulas.quotients.flegg`.
    """
    region, nation = vector(regional, "X", names), vector(reference, "X̄", names)
    found = simple_location_quotient(region, nation, names=names)
    there = found.defined
    return Compared(
        found.values,
        there,
        float(region.sum() / nation.sum()),
        gini_specialisation(region[there], nation[there]) if region[there].any() else 0.0,
        None if delta is None else flegg(region, nation, delta, names=names),
    )


def among_themselves(figures: Values, *, sectors: Names = (), regions: Names = ()) -> list[Compared]:
    """Hold each of several regions against all of them together (Balassa's RCA).

    Args:
        figures: n sectors × r regions.
        sectors: names of the rows.
        regions: names of the columns.

    Raises:
        FiguresRefused: as for :func:`queries.formulas.quotients.rca`, or a region that has nothing at all.
    """
    found = matrix(figures, "x", sectors, regions)
    rca(found.T, regions=regions, products=sectors)
    whole = found.sum(axis=1)
    return [against_reference(found[:, at], whole, names=sectors) for at in range(found.shape[1])]
