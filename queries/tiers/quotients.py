"""T1: location quotients of a region's sectors against a reference economy."""

from __future__ import annotations

from collections.abc import Sequence

from queries.formulas.quotients import simple_location_quotient
from queries.tiers.model import Economy, Sector, SectorFigure, SectorSet

TOO_FEW = 2
"""With fewer sectors every share is a whole, and the quotient 1 whatever the figures."""


def economy_of(loaded: SectorSet) -> Economy:
    """Return a loaded set as the economy to compare with."""
    year = loaded.period
    return Economy(loaded.label, year, loaded.unit, tuple((f.sector.members, f.value) for f in loaded.figures))


def part_of(sector: Sector, economy: Economy) -> float | None:
    """Return the economy's figure of a sector; None where its parts do not make the sector up exactly."""
    inside = [(members, value) for members, value in economy.parts if members <= sector.members]
    covered = frozenset[str]().union(*(members for members, _ in inside))
    return sum(value for _, value in inside) if inside and covered == sector.members else None


def quotients(chosen: SectorSet, economy: Economy) -> tuple[dict[Sector, float], dict[Sector, str]]:
    """Return SLQ of the sectors, within those that both have.

    Returns:
        Quotients, and the reason where there is none: the reference has no such sector or nothing of it, or the region
        has nothing of it (no division by a quotient of 0 later on).
    """
    reference = {figure.sector: part_of(figure.sector, economy) for figure in chosen.figures}
    shared = [figure for figure in chosen.figures if reference[figure.sector] is not None]
    absent = f"参照（{economy.label}）里没有这个行业，或范围对不上"
    reasons = {sector: absent for sector, value in reference.items() if value is None}
    fault = _fault(shared, reference, economy)
    if fault:
        return {}, {**{figure.sector: fault for figure in shared}, **reasons}
    found = simple_location_quotient([f.value for f in shared], [reference[f.sector] or 0.0 for f in shared])
    values: dict[Sector, float] = {}
    for at, figure in enumerate(shared):
        if not found.defined[at]:
            reasons[figure.sector] = "参照里这个行业为零，不能作除数"
        elif figure.value == 0:
            reasons[figure.sector] = f"{chosen.region}这个行业为零，不作区位商"
        else:
            values[figure.sector] = float(found.values[at])
    return values, reasons


def _fault(shared: Sequence[SectorFigure], reference: dict[Sector, float | None], economy: Economy) -> str:
    if len(shared) < TOO_FEW:
        return f"与参照（{economy.label}）对得上的行业不到 {TOO_FEW} 个，区位商没有意义"
    if not any(figure.value > 0 for figure in shared):
        return "各行业都是零"
    if not any(value for value in reference.values()):
        return f"参照（{economy.label}）各行业都是零"
    return ""
