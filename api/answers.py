"""The gap answers with all that stands beside them: wired here, since only here loaders and queries meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from api.reference import DEFAULT, economies, gaps_by, reference, sector_names
from graph.store import Store
from queries.catalogue import run
from queries.demand.read import DemandFound, Row, demand_found, read_ties, with_demand
from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.answers import find_chain
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGaps, ChainGraph, GapParameters, Measures
from queries.gaps.places import Places, read_places
from queries.tiers.model import LocalShare, SectorSet
from queries.tiers.sets import sector_sets


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has for the analysis: chains, figures of outputs, and the measures that follow from sectors.

    ``used`` is the set of sectors that was measured, ``refused`` says why others were not.
    """

    store: Store
    chains: tuple[ChainGraph, ...]
    parameters: GapParameters
    rows: tuple[Row, ...]
    places: Places
    measures: Mapping[str, Measures]
    used: tuple[SectorSet, ...] = ()
    refused: tuple[str, ...] = ()

    def demand(self, table: str = DEFAULT) -> DemandFound:
        """Return what the stated outputs of the region take, by a national table that ships.

        Raises:
            InputError: there is no such table.
        """
        ties = read_ties(run(self.store, "industry-ties").dicts())
        return demand_found(self.rows, self.chains, ties, self.places, reference(table))

    def chain(self, name: str) -> ChainGaps:
        """Return the gaps of one chain.

        Raises:
            NotFound: no such chain, naming near ones.
        """
        wanted = find_chain(self.chains, name).key
        return next(gaps for gaps in self.every() if gaps.chain.key == wanted)

    def every(self) -> tuple[ChainGaps, ...]:
        """Return the gaps of every chain, in key order."""
        return analyse(self.chains, self.parameters, self.measures)

    def together(self) -> ChainGaps:
        """Return one answer over all chains, a shared segment being one row."""
        return analyse_together(self.chains, self.parameters, self.measures)


def known(store: Store, parameters: GapParameters | None = None, share: LocalShare | None = None) -> Known:
    """Read all that the analysis of a store needs.

    Args:
        store: where to read.
        parameters: thresholds and the region; the defaults if not given.
        share: which local share the gaps of T2 take; the calibrated estimator if not given.
    """
    parameters = parameters or GapParameters()
    chains = load_chains(store, parameters)
    rows = tuple(run(store, "stated-outputs").dicts())
    places = read_places(tuple(run(store, "located-in").dicts()), parameters.region)
    found = Known(store, chains, parameters, rows, places, {})
    sources = {source.key: source for chain in chains for source in chain.sources}
    sets = sector_sets(rows, sector_names(), sources, places)
    if not sets.by_region and not sets.refused:
        return found
    # Only a store that has figures of sectors pays for arrays and the estimator.
    from queries.tiers.measures import Instruments, measure

    tools = Instruments(economies(), partial(gaps_by, share or LocalShare()))
    measured = measure(sets, chains, places, tools)
    return Known(store, chains, parameters, rows, places, measured.by_segment, measured.used, measured.refused)


def answers(
    store: Store,
    chain: str | None = None,
    parameters: GapParameters | None = None,
    share: LocalShare | None = None,
    *,
    demand: bool = True,
) -> list[ChainGaps]:
    """Return the gaps of one chain or of all.

    Args:
        store: where to read.
        chain: key or name.
        parameters: thresholds; the defaults if not given.
        share: which local share the gaps of T2 take.
        demand: with what stated outputs take of each segment.

    Raises:
        NotFound: no such chain, naming near ones.
    """
    told = known(store, parameters, share)
    found = [told.chain(chain)] if chain else list(told.every())
    return demanding(found, told) if demand and found else found


def demanding(found: Sequence[ChainGaps], told: Known) -> list[ChainGaps]:
    """Return answers with the demand for each segment."""
    rows = told.demand().by_segment()
    return [with_demand(gaps, rows) for gaps in found]
