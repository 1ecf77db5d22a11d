"""Measures of segments from what is known of sectors: each segment at the grain of the sector that its codes lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.gaps.model import ChainGraph, Measures, SegmentNode
from queries.gaps.places import Places
from queries.tiers.model import (
    JOBS,
    OUTPUT,
    Economy,
    GapFigure,
    Gaps,
    QuotientFigure,
    Sector,
    SectorGap,
    SectorSet,
)
from queries.tiers.quotients import economy_of, part_of, quotients
from queries.tiers.sets import Sets, best_set, loaded_reference

EQUAL, FINER = "代码与行业相同", "环节比行业细，是整个行业的数，其中含本环节"


@dataclass(frozen=True, slots=True)
class Instruments:
    """What sectors are measured with.

    ``economies`` are the references that ship, by unit; ``gaps`` reckons the
    gaps of a set of outputs, by the local share that was asked for.
    """

    economies: Mapping[str, Economy]
    gaps: Callable[[SectorSet], Gaps]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the store's figures of sectors say: measures by segment, the sets used, and why others were not."""

    by_segment: Mapping[str, Measures]
    used: tuple[SectorSet, ...]
    refused: tuple[str, ...]


def measure(sets: Sets, chains: Sequence[ChainGraph], places: Places, tools: Instruments) -> Measured:
    """Return the measures of every segment; pure.

    Args:
        sets: what the store has of sectors.
        chains: all chains, for the segments' codes.
        places: the region and what contains it.
        tools: references and the reckoning of gaps.
    """
    chosen = _chosen(sets, places.region)
    if chosen is None:
        return Measured(_only_reasons(chains, sets.refused), (), sets.refused)
    economy = _economy(chosen, sets, places, tools)
    values, reasons = quotients(chosen, economy) if economy else ({}, {})
    no_reference = f"{chosen.label}没有同口径的参照（全国数），只有一个地区，不能算区位商"
    gaps = tools.gaps(chosen) if chosen.unit == OUTPUT else Gaps((), "", "", refused="缺口要产出，只有从业人数")
    found = {}
    for node in _nodes(chains).values():
        quotient, why = None, [no_reference] if economy is None else []
        if economy:
            quotient, why = _quotient(node, chosen, economy, values, reasons)
        gap, no_gap = _gap(node, chosen, gaps)
        told = tuple(dict.fromkeys((*why, *no_gap)))
        found[node.key] = Measures(
            quotient=quotient.value if quotient else None,
            gap_ratio=gap.ratio if gap else None,
            quotient_figure=quotient,
            gap=gap,
            reasons=told,
        )
    return Measured(found, (chosen,), sets.refused)


def _chosen(sets: Sets, region: str) -> SectorSet | None:
    own = sets.by_region.get(region, ())
    return best_set(own, OUTPUT) or best_set(own, JOBS)


def _economy(chosen: SectorSet, sets: Sets, places: Places, tools: Instruments) -> Economy | None:
    loaded = loaded_reference(chosen, sets.by_region, places.home - {places.region})
    return economy_of(loaded) if loaded else tools.economies.get(chosen.unit)


def _only_reasons(chains: Sequence[ChainGraph], refused: tuple[str, ...]) -> dict[str, Measures]:
    """Without a set nothing is measured; where one was refused, each row says why."""
    return {key: Measures(reasons=refused) for key in _nodes(chains)} if refused else {}


def _nodes(chains: Sequence[ChainGraph]) -> dict[str, SegmentNode]:
    return {node.key: node for chain in chains for node in chain.segments}


def _sector_of(node: SegmentNode, sectors: Iterable[Sector]) -> tuple[Sector | None, str, str]:
    """The one sector that a segment's codes lie in, its grain; or why there is none."""
    if not node.gbt4754:
        return None, "", "环节没有行业小类代码"
    touched = [s for s in sectors if any(_lies(code, s) for code in node.gbt4754)]
    if not touched:
        return None, "", "没有这个环节所在行业的数"
    if len(touched) > 1 or any(not _lies(code, touched[0]) for code in node.gbt4754):
        listed = "、".join(sector.name for sector in touched)
        return None, "", f"环节的行业小类分属几个行业（{listed}等），不合成一个数"
    whole = all(any(member.startswith(code) for code in node.gbt4754) for member in touched[0].members)
    return touched[0], EQUAL if whole else FINER, ""


def _lies(code: str, sector: Sector) -> bool:
    return any(code.startswith(known) for known in sector.codes)


def _quotient(
    node: SegmentNode,
    chosen: SectorSet,
    economy: Economy,
    values: Mapping[Sector, float],
    reasons: Mapping[Sector, str],
) -> tuple[QuotientFigure | None, list[str]]:
    sector, grain, why = _sector_of(node, (figure.sector for figure in chosen.figures))
    if sector is None:
        return None, [f"区位商：{why}"]
    if sector not in values:
        return None, [f"区位商：{sector.name}：{reasons[sector]}"]
    statements = tuple(f.statement for f in chosen.figures if f.sector == sector)
    compared = sum(part_of(figure.sector, economy) is not None for figure in chosen.figures)
    notes = [f"份额在两边都有的 {compared} 个行业之内比", *economy.notes, *chosen.left]
    if economy.year and economy.year.rstrip("年") not in chosen.period:
        notes.insert(1, f"{chosen.region}是{chosen.period or '没有写年份'}，参照是 {economy.year}，年份不同")
    notes.append("区位商大于 1 不等于不从市外买")
    figure = QuotientFigure(
        values[sector], sector.name, sector.codes, grain, chosen.label, economy.label, statements, tuple(notes)
    )
    return figure, []


def _gap(node: SegmentNode, chosen: SectorSet, gaps: Gaps) -> tuple[GapFigure | None, list[str]]:
    if gaps.refused:
        return None, [f"缺口：{gaps.refused}"]
    sector, grain, why = _sector_of(node, (one.sector for one in gaps.found))
    if sector is None:
        return None, [f"缺口：{why}"]
    return _figure(next(one for one in gaps.found if one.sector == sector), grain, chosen, gaps), []


def _figure(one: SectorGap, grain: str, chosen: SectorSet, gaps: Gaps) -> GapFigure:
    low, high = one.ratio_low, one.ratio_high
    return GapFigure(
        sector=one.sector.name,
        codes=one.sector.codes,
        grain=grain,
        requirement=one.requirement,
        amount=one.amount,
        low=low * one.requirement if low is not None else None,
        high=high * one.requirement if high is not None else None,
        ratio=one.ratio,
        ratio_low=low,
        ratio_high=high,
        method=gaps.method,
        level=gaps.level,
        error=one.error,
        table=gaps.table,
        region=chosen.label,
        statements=one.statements,
        notes=(*one.notes, *gaps.notes, f"产出是{chosen.period or '没有写年份'}的，系数是全国表的，价格没有换算"),
    )
