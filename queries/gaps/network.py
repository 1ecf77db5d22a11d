"""The input graph of a chain, or of all chains together: what depends on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import networkx as nx

from queries.gaps.model import ChainGraph, FirmHere, InputEdge, Quote, SegmentNode, Source

TOGETHER = "Chain:*"
"""Key of the graph in which all chains stand together."""
_ROOT = ""
"""Virtual source of every input path; no segment has an empty key."""


class Network:
    """Input edges between segments, self-loops left out: nothing breaks itself.

    Args:
        graph: edges whose ends are not both its segments are ignored.
    """

    def __init__(self, graph: ChainGraph) -> None:
        self.graph = graph
        self.segments = {segment.key: segment for segment in graph.segments}
        self._digraph: nx.DiGraph[str] = nx.DiGraph()
        self._digraph.add_nodes_from(sorted(self.segments))
        self._digraph.add_edges_from(
            sorted(
                {(e.start, e.end) for e in graph.inputs if e.start != e.end and {e.start, e.end} <= {*self.segments}}
            )
        )

    def names(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the names of segments, in name order."""
        return tuple(sorted(self.segments[key].name for key in keys))

    def inputs(self, key: str) -> frozenset[str]:
        """Return the direct inputs of a segment."""
        return frozenset(self._digraph.predecessors(key))

    def direct(self, key: str) -> frozenset[str]:
        """Return the segments that take this one directly."""
        return frozenset(self._digraph.successors(key))

    def indirect(self, key: str) -> frozenset[str]:
        """Return the segments that depend on this one only through others."""
        return frozenset(nx.descendants(self._digraph, key)) - self.direct(key) - {key}

    def upstream(self, key: str) -> frozenset[str]:
        """Return all segments that this one depends on."""
        return frozenset(nx.ancestors(self._digraph, key)) - {key}

    def loses_every_path(self, key: str) -> frozenset[str]:
        """Return the segments that no input path reaches any more once this one is taken out.

        They are those which the segment dominates (Lengauer & Tarjan 1979) in
        the flow graph whose root feeds every segment without inputs.
        """
        return frozenset(self._dominated[key])

    @cached_property
    def _dominated(self) -> dict[str, set[str]]:
        flow = self._digraph.copy()
        flow.add_node(_ROOT)
        flow.add_edges_from((_ROOT, key) for key in self._first())
        above = nx.immediate_dominators(flow, _ROOT)
        dominated: dict[str, set[str]] = {key: set() for key in self.segments}
        for key in self.segments:
            dominator = above[key]
            while dominator != _ROOT:
                dominated[dominator].add(key)
                dominator = above[dominator]
        return dominated

    def _first(self) -> list[str]:
        """Segments without inputs; of a loop that nothing feeds, all members, else it would be unreachable."""
        condensed = nx.condensation(self._digraph)
        return sorted(
            key for node in condensed if not condensed.in_degree(node) for key in condensed.nodes[node]["members"]
        )


class Joined(Network):
    """All chains as one network in which dependence is followed only within a chain.

    A circuit board goes into a machine and a machine into a medicine, but in
    different chains: nobody would say that the medicine hangs on the board.
    """

    def __init__(self, chains: Sequence[ChainGraph]) -> None:
        super().__init__(together(chains))
        self._chains = [Network(chain) for chain in chains]

    def indirect(self, key: str) -> frozenset[str]:
        """Return the segments that depend on this one through others of one and the same chain."""
        found = [chain.indirect(key) for chain in self._chains if key in chain.segments]
        return frozenset[str]().union(*found) - self.direct(key) - {key}

    def upstream(self, key: str) -> frozenset[str]:
        """Return the segments that this one depends on within a chain."""
        found = [chain.upstream(key) for chain in self._chains if key in chain.segments]
        return frozenset[str]().union(*found) - {key}


def together(chains: Sequence[ChainGraph]) -> ChainGraph:
    """Return all chains as one graph in which a shared segment is one node.

    What different chains say of a segment is united; its place is that of the
    first chain by key, its name the shared node's.
    """
    ordered = sorted(chains, key=lambda chain: chain.key)
    versions: dict[str, list[SegmentNode]] = {}
    inputs: dict[tuple[str, str], InputEdge] = {}
    for chain in ordered:
        for segment in chain.segments:
            versions.setdefault(segment.key, []).append(segment)
        for edge in sorted(chain.inputs, key=lambda e: (e.start, e.end, e.basis != "stated", e.kind)):
            known = inputs.get((edge.start, edge.end))
            if known is None or (known.basis != "stated" and edge.basis == "stated"):
                inputs[edge.start, edge.end] = edge
    return ChainGraph(
        key=TOGETHER,
        name="全部产业链",
        version=_same(chain.version for chain in ordered),
        author=_same(chain.author for chain in ordered),
        scope="",
        segments=tuple(_united(versions[key]) for key in sorted(versions)),
        inputs=tuple(inputs[pair] for pair in sorted(inputs)),
        leaders=_firms(firm for chain in ordered for firm in chain.leaders),
        sources=tuple(sorted({s.key: s for chain in ordered for s in chain.sources}.values(), key=_source_key)),
    )


def _united(versions: Sequence[SegmentNode]) -> SegmentNode:
    first = versions[0]
    mentions: dict[str, Quote] = {quote.statement: quote for v in versions for quote in v.mentions}
    return replace(
        first,
        name=first.canonical or first.name,
        covered_by=tuple(sorted({key for v in versions for key in v.covered_by})),
        firms=_firms(firm for v in versions for firm in v.firms),
        elsewhere=_firms(firm for v in versions for firm in v.elsewhere),
        mentions=tuple(mentions[key] for key in sorted(mentions)),
        nearby=replace(first.nearby, who=tuple(dict.fromkeys(one for v in versions for one in v.nearby.who))),
        gbt4754=tuple(sorted({code for v in versions for code in v.gbt4754})),
    )


def _firms(firms: Iterable[FirmHere]) -> tuple[FirmHere, ...]:
    """One entry a firm, the counted one if there is one: an accepted fact outweighs a candidate."""
    best: dict[str, FirmHere] = {}
    for firm in sorted(firms, key=lambda f: (f.key, not f.counted, f.review != "accepted", f.status, f.rule, f.term)):
        best.setdefault(firm.key, firm)
    return tuple(best[key] for key in sorted(best))


def _same(values: Iterable[str]) -> str:
    distinct = sorted({value for value in values if value})
    return distinct[0] if len(distinct) == 1 else ""


def _source_key(source: Source) -> str:
    return source.key
