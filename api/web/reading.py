"""What several pages share of the analysis: read and reckoned once a data version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.answers import known
from graph.store import Store
from queries.demand.model import Demand
from queries.demand.read import with_demand
from queries.gaps.answers import find_chain
from queries.gaps.model import ChainGaps, ChainGraph, Measures

KEY = "page-answers"
"""Under which it is kept."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of all chains, of all together, and what they were reckoned from."""

    every: tuple[ChainGaps, ...]
    city: ChainGaps
    chains: tuple[ChainGraph, ...]
    measures: Mapping[str, Measures]
    demand: Mapping[str, tuple[Demand, ...]]

    def chain(self, name: str) -> ChainGaps:
        """Return the answer of a chain by key, name or alias.

        Raises:
            NotFound: there is none.
        """
        key = find_chain(self.chains, name).key
        return next(one for one in self.every if one.chain.key == key)

    @property
    def names(self) -> dict[str, str]:
        """Names of all segments and leaders by key."""
        nodes = {node.key: node.canonical or node.name for one in self.chains for node in one.segments}
        return nodes | {firm.key: firm.name for one in self.chains for firm in one.leaders}


def read_answers(store: Store) -> Answers:
    """Read and reckon all that the pages show of the analysis."""
    told = known(store)
    demand = told.demand().by_segment() if told.chains else {}
    every = tuple(with_demand(one, demand) for one in told.every())
    return Answers(every, with_demand(told.together(), demand), told.chains, told.measures, demand)
