"""Demand from what a store tells: its stated outputs, and what they take by a table's coefficients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.store import Value
from queries.demand.model import Demand, IoTable, Product, StatedDemand, Unused
from queries.demand.outputs import IndustryClasses, Ties, chains_about, what_it_makes
from queries.demand.requirements import stated_demand
from queries.demand.stated import stated_outputs
from queries.gaps.model import ChainGaps, ChainGraph
from queries.gaps.places import Places

Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Reference:
    """What demand is reckoned with: a table, its products, and the codes of industries."""

    table: IoTable
    products: tuple[Product, ...]
    declared: Mapping[str, IndustryClasses]


@dataclass(frozen=True, slots=True)
class DemandFound:
    """All stated outputs with what they take, and the sizes that were not used."""

    stated: tuple[StatedDemand, ...]
    unused: tuple[Unused, ...]

    def by_segment(self) -> dict[str, tuple[Demand, ...]]:
        """Return the rows of each segment that lies below a stated output."""
        found: dict[str, list[Demand]] = defaultdict(list)
        for one in self.stated:
            for row in one.below:
                if row not in found[row.segment]:
                    found[row.segment].append(row)
        return {key: tuple(rows) for key, rows in found.items()}


def demand_found(
    rows: Iterable[Row],
    chains: Sequence[ChainGraph],
    ties: Ties,
    places: Places,
    reference: Reference,
    sectors: Collection[str] = (),
) -> DemandFound:
    """Return the demand that follows from every stated output; pure.

    Args:
        rows: of the question ``stated-outputs``.
        chains: all chains, as the analysis reads them.
        ties: what clusters and chains are about.
        places: the region whose outputs count, and what lies where.
        reference: the table with its products, and the codes of industries.
        sectors: statements of figures by sector, which are measured as a whole (:mod:`queries.tiers`).
    """
    sources = {source.key: source for chain in chains for source in chain.sources}
    figures, unused = stated_outputs((row for row in rows if row["statement"] not in sectors), sources, places)
    by_key = {chain.key: chain for chain in chains}
    found = []
    for figure in figures:
        made = what_it_makes(figure, chains, ties, reference.products, reference.declared)
        found.append(stated_demand(figure, made, reference.table, reference.products, by_key))
    left = tuple(replace(one, chains=chains_about(one.figure, ties)) for one in unused)
    return DemandFound(tuple(found), left)


def read_ties(rows: Iterable[Row]) -> Ties:
    """Return what clusters and chains are about, from the question ``industry-ties``; accepted facts only."""
    ties: dict[str, dict[str, list[str]]] = {"ABOUT": defaultdict(list), "IN_INDUSTRY": defaultdict(list)}
    names = {}
    for row in rows:
        names[str(row["industry"])] = str(row["industry_name"])
        if row["review"] == "accepted" and row["status"] in ("done", "", None):
            ties[str(row["relation"])][str(row["thing"])].append(str(row["industry"]))
    of_chain, of_cluster = (
        {key: tuple(found) for key, found in ties[kind].items()} for kind in ("ABOUT", "IN_INDUSTRY")
    )
    return Ties(of_cluster, of_chain, names)


def with_demand(gaps: ChainGaps, demand: Mapping[str, tuple[Demand, ...]]) -> ChainGaps:
    """Return an answer whose rows carry the demand for their segment; no class, rank or count changes."""
    rows = tuple(replace(row, demand=demand.get(row.segment.key, ())) for row in gaps.rows)
    return replace(gaps, rows=rows)
