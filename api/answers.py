"""The gap answers with all that stands beside them: wired here, since only here loaders and queries meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from queries.gaps.stability import Stability, find_stability
from queries.tiers.model import FLQ, LocalShare, SectorSet
from queries.tiers.sets import Sets, sector_sets

DELTAS = (0.1, 0.2, 0.3, 0.4)
"""δ of Flegg's quotient for which an answer at T2 is made anew, to see what hangs on it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has for the analysis: chains, figures of outputs, and the measures that follow from sectors.

    ``used`` is the set of sectors that was measured, ``refused`` says why others were not.
    """

    chains: tuple[ChainGraph, ...]
    parameters: GapParameters
    rows: tuple[Row, ...]
    ties: tuple[Row, ...]
    places: Places
    measures: Mapping[str, Measures]
    used: tuple[SectorSet, ...] = ()
    refused: tuple[str, ...] = ()
    sets: Sets | None = None

    def demand(self, table: str = DEFAULT) -> DemandFound:
        """Return what the stated outputs of the region take, by a national table that ships.

        Raises:
            InputError: there is no such table.
        """
        ties = read_ties(self.ties)
        sectors = self.sets.statements if self.sets else ()
        return demand_found(self.rows, self.chains, ties, self.places, reference(table), sectors)

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

    def stability(self, chain: str, top: int) -> Stability:
        """Return how stable the answer of a chain (by key) is, or that of all together where it is empty.

        Where gaps of T2 are known they are made anew by Flegg's quotient with each of :data:`DELTAS`.
        """
        variants = []
        if any(one.gap_ratio is not None for one in self.measures.values()):
            variants = [(f"FLQ，δ={delta:g}", self._measured(LocalShare(FLQ, delta)).measures) for delta in DELTAS]
        return find_stability(self.chains, chain, top, self.parameters, self.measures, variants)

    def _measured(self, share: LocalShare) -> Known:
        """The same with the measures that follow from sectors."""
        from queries.tiers.measures import Instruments, measure

        if self.sets is None:
            return self
        tools = Instruments(economies(), partial(gaps_by, share))
        found = measure(self.sets, self.chains, self.places, tools)
        return replace(self, measures=found.by_segment, used=found.used, refused=found.refused)

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
    ties = tuple(run(store, "industry-ties").dicts())
    found = Known(chains, parameters, rows, ties, places, {})
    sources = {source.key: source for chain in chains for source in chain.sources}
    sets = sector_sets(rows, sector_names(), sources, places)
    if not sets.by_region and not sets.refused:
        return found
    # Only a store that has figures of sectors pays for arrays and the estimator.
    return replace(found, sets=sets)._measured(share or LocalShare())


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
