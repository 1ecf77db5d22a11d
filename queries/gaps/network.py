"""The input graph of a chain, or of all chains together: what depends on what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import networkx as nx

from queries.gaps.model import ChainGraph, FirmHere, InputEdge, Quote, SegmentNode, Source

TOGETHER = "Chain:*"
"""Key of the graph in which all chains stand together."""
_ROOT = ""
"""Virtual source of every input path; no segment has an empty key."""


class Flow:
    """Which segment is a direct input of which, and what follows from that alone.

    It knows nothing of firms, so it is worked out once and asked for any state of knowledge.

    Args:
        keys: of the segments.
        pairs: direct inputs, from → to; self-loops and ends that are no segment are left out.
    """

    def __init__(self, keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
        self._digraph: nx.DiGraph[str] = nx.DiGraph()
        self._digraph.add_nodes_from(sorted(keys))
        there = {*self._digraph}
        self._digraph.add_edges_from(sorted({(a, b) for a, b in pairs if a != b and {a, b} <= there}))
        self.inputs = {key: frozenset(self._digraph.pred[key]) for key in self._digraph}
        self.direct = {key: frozenset(self._digraph.succ[key]) for key in self._digraph}
        self._below: dict[str, frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def below(self, key: str) -> frozenset[str]:
        """Return all segments that depend on this one, itself left out."""
        return _reached(key, self.direct, self._below)

    def above(self, key: str) -> frozenset[str]:
        """Return all segments that this one depends on, itself left out."""
        return _reached(key, self.inputs, self._above)

    @cached_property
    def dominated(self) -> dict[str, frozenset[str]]:
        """For each segment, those that no input path reaches any more once it is taken out.

        They are those which it dominates (Lengauer & Tarjan 1979) in the flow
        graph whose root feeds every segment without inputs.
        """
        flow = self._digraph.copy()
        flow.add_node(_ROOT)
        flow.add_edges_from((_ROOT, key) for key in self._first())
        above = nx.immediate_dominators(flow, _ROOT)
        dominated: dict[str, set[str]] = {key: set() for key in self._digraph}
        for key in self._digraph:
            dominator = above[key]
            while dominator != _ROOT:
                dominated[dominator].add(key)
                dominator = above[dominator]
        return {key: frozenset(cut) for key, cut in dominated.items()}

    def _first(self) -> list[str]:
        """Segments without inputs; of a loop that nothing feeds, all members, else it would be unreachable."""
        condensed = nx.condensation(self._digraph)
        return sorted(
            key for node in condensed if not condensed.in_degree(node) for key in condensed.nodes[node]["members"]
        )


def _reached(key: str, steps: Mapping[str, frozenset[str]], known: dict[str, frozenset[str]]) -> frozenset[str]:
    if key not in known:
        found: set[str] = set()
        waiting = [*steps[key]]
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting.extend(steps[here] - found)
        known[key] = frozenset(found) - {key}
    return known[key]


class Network:
    """A chain's segments and their input edges.

    Args:
        graph: edges whose ends are not both its segments are ignored.
        flow: of the same segments and edges, where it is known already.
    """

    def __init__(self, graph: ChainGraph, flow: Flow | None = None) -> None:
        self.graph = graph
        self.segments = {segment.key: segment for segment in graph.segments}
        self.flow = flow or Flow(self.segments, ((edge.start, edge.end) for edge in graph.inputs))

    def names(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the names of segments, in name order."""
        return tuple(sorted(self.segments[key].name for key in keys))

    def inputs(self, key: str) -> frozenset[str]:
        """Return the direct inputs of a segment."""
        return self.flow.inputs[key]

    def direct(self, key: str) -> frozenset[str]:
        """Return the segments that take this one directly."""
        return self.flow.direct[key]

    def indirect(self, key: str) -> frozenset[str]:
        """Return the segments that depend on this one only through others."""
        return self.flow.below(key) - self.direct(key)

    def upstream(self, key: str) -> frozenset[str]:
        """Return all segments that this one depends on."""
        return self.flow.above(key)

    def loses_every_path(self, key: str) -> frozenset[str]:
        """Return the segments that no input path reaches any more once this one is taken out."""
        return self.flow.dominated[key]


class Joined(Network):
    """All chains as one network in which dependence is followed only within a chain.

    A circuit board goes into a machine and a machine into a medicine, but in
    different chains: nobody would say that the medicine hangs on the board.

    Args:
        graph: of :func:`together`.
        networks: of the chains by themselves.
        flow: of the graph, where it is known already.
    """

    def __init__(self, graph: ChainGraph, networks: Iterable[Network], flow: Flow | None = None) -> None:
        super().__init__(graph, flow)
        self._chains = tuple(networks)

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
        sources=_sources(ordered),
    )


def together_again(graph: ChainGraph, before: Sequence[ChainGraph], after: Sequence[ChainGraph]) -> ChainGraph:
    """Return all chains as one graph, from that of the same chains in another state; the order is that of their keys.

    Segments and edges are the same by key; only segments that are another object are united anew.
    """
    new = {
        node.key
        for old_chain, chain in zip(before, after, strict=True)
        if old_chain is not chain
        for old, node in zip(old_chain.segments, chain.segments, strict=True)
        if old is not node
    }
    versions: dict[str, list[SegmentNode]] = {key: [] for key in new}
    for chain in after:
        for node in chain.segments:
            if node.key in new:
                versions[node.key].append(node)
    return replace(
        graph,
        segments=tuple(_united(versions[node.key]) if node.key in new else node for node in graph.segments),
        leaders=_firms(firm for chain in after for firm in chain.leaders),
        sources=_sources(after),
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
        towns=tuple(sorted({town for v in versions for town in v.towns})),
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


def _sources(chains: Iterable[ChainGraph]) -> tuple[Source, ...]:
    found = {source.key: source for chain in chains for source in chain.sources}
    return tuple(found[key] for key in sorted(found))
