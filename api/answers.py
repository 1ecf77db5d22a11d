"""The gap answers with all that stands beside them: wired here, since only here loaders and queries meet."""

from __future__ import annotations

from collections.abc import Sequence

from api.reference import DEFAULT, reference
from graph.store import Store
from queries.demand.read import DemandFound, read_demand, with_demand
from queries.gaps.analyse import analyse
from queries.gaps.answers import find_chain
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGaps, ChainGraph, GapParameters


def answers(
    store: Store, chain: str | None = None, parameters: GapParameters | None = None, *, demand: bool = True
) -> list[ChainGaps]:
    """Return the gaps of one chain or of all.

    Args:
        store: where to read.
        chain: key or name.
        parameters: thresholds; the defaults if not given.
        demand: with what stated outputs take of each segment.

    Raises:
        NotFound: no such chain, naming near ones.
    """
    chains = load_chains(store, parameters)
    wanted = find_chain(chains, chain).key if chain else ""
    found = [gaps for gaps in analyse(chains, parameters) if not wanted or gaps.chain.key == wanted]
    if not demand or not found:
        return found
    rows = demand_of(store, chains, parameters).by_segment()
    return [with_demand(gaps, rows) for gaps in found]


def demand_of(
    store: Store, chains: Sequence[ChainGraph], parameters: GapParameters | None = None, table: str = DEFAULT
) -> DemandFound:
    """Return what the stated outputs of the region take, by a national table that ships.

    Raises:
        InputError: there is no such table.
    """
    return read_demand(store, chains, reference(table), (parameters or GapParameters()).region)
