"""What a store holds of a batch, asked in Cypher that every engine answers alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from graph.kinds import EDGES, NODES
from graph.loading import EdgeId, NodeId, edge_ends
from graph.merge import Properties
from graph.store import Batch

Ask = Callable[[str, Mapping[str, object]], Iterable[Sequence[Any]]]
"""Runs a query with parameters; nodes and edges come back as mappings of properties."""


class Stored:
    """Rows of a store that a batch names or that its source claims.

    Args:
        ask: how to query the engine.
        sources: the sources that the store is known to hold; asked of the engine when None.
    """

    def __init__(self, ask: Ask, sources: set[str] | None = None) -> None:
        self._ask = ask
        self.sources = sources

    def nodes(self, batch: Batch) -> dict[NodeId, Properties]:
        """Return every stored node that the batch names or that its source claims."""
        found: dict[NodeId, Properties] = {}
        if self._claims(batch.source):
            found = self._nodes("MATCH (n) WHERE $source IN n.sources RETURN n", {"source": batch.source})
        keys: dict[str, list[str]] = {}
        for node in batch.nodes:
            keys.setdefault(node.kind, []).append(node.key)
        for kind, wanted in keys.items():
            found |= self._nodes(f"MATCH (n:{kind}) WHERE n.key IN $keys RETURN n", {"keys": wanted})
        return found

    def edges(self, batch: Batch, nodes: Collection[NodeId]) -> dict[EdgeId, Properties]:
        """Return likewise the edges; ``nodes`` are the stored nodes, since an edge to a new node is new."""
        returns = "RETURN a.kind, a.key, e, b.kind, b.key"
        mine = "MATCH (a)-[e]->(b) WHERE $source IN e.sources "
        found = self._edges(mine + returns, {"source": batch.source}) if self._claims(batch.source) else {}
        wanted = {edge.identity for edge in batch.edges}
        known = [edge for edge in batch.edges if edge.start in nodes and edge.end in nodes]
        for (kind, start), keys in edge_ends(known).items():
            query = f"MATCH (a:{start})-[e:{kind}]->(b) WHERE a.key IN $keys {returns}"
            near = self._edges(query, {"keys": keys})
            found |= {edge_id: row for edge_id, row in near.items() if edge_id in wanted}
        return found

    def _claims(self, source: str) -> bool:
        """Whether the store holds anything of a source; asked of the engine once."""
        if self.sources is None:
            rows = self._ask("MATCH (n) UNWIND n.sources AS s RETURN DISTINCT s", {})
            self.sources = {str(row[0]) for row in rows}
        return source in self.sources

    def _nodes(self, query: str, parameters: Mapping[str, object]) -> dict[NodeId, Properties]:
        found: dict[NodeId, Properties] = {}
        for (node,) in self._ask(query, parameters):
            row = {p.name: node.get(p.name) for p in NODES[node["kind"]].columns}
            found[str(row["kind"]), str(row["key"])] = row
        return found

    def _edges(self, query: str, parameters: Mapping[str, object]) -> dict[EdgeId, Properties]:
        found: dict[EdgeId, Properties] = {}
        for start_kind, start, edge, end_kind, end in self._ask(query, parameters):
            row = {p.name: edge.get(p.name) for p in EDGES[edge["kind"]].columns}
            found[edge["kind"], (start_kind, start), (end_kind, end)] = row
        return found
