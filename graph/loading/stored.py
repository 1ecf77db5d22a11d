"""What a store holds of a batch, asked in Cypher that every engine answers alike."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.loading import digests
from graph.loading.merge import Properties
from graph.loading.plan import EDGE_NAMES, NODE_NAMES, EdgeId, NodeId
from graph.store import Batch

Ask = Callable[[str, Mapping[str, object]], Iterable[Sequence[Any]]]
"""Runs a query with parameters; nodes and edges come back as mappings of properties."""
MANY = 1_000
"""Nodes or edges of one table from which looking them up one by one costs more than reading a table of no more."""
PAGE = 10_000
"""Nodes of a part of a table."""
AT_ONCE = 5
"""Parts between two rests."""
_MINE_NODES = "MATCH (n) WHERE $source IN n.sources"
_MINE_EDGES = "MATCH (a)-[e]->(b) WHERE $source IN e.sources"
_EDGE = "RETURN a.kind, a.key, e, b.kind, b.key"


class Stored:
    """Rows of a store that a load names or that its source claims.

    Args:
        ask: how to query the engine.
        sources: the sources that the store is known to hold; asked of the engine when None.
        place: of an engine that holds an answer whole before it gives the first row, the expression that numbers
            the nodes of a kind from 0, with ``{}`` for the node; tables are then asked for a part at a time.
        rest: is called now and then between the parts of a large table: an engine may give back memory.
    """

    def __init__(
        self,
        ask: Ask,
        sources: set[str] | None = None,
        place: str = "",
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self._ask, self._place, self._rest = ask, place, rest
        self._bare: dict[tuple[str, ...], bool] = {}
        self._few: dict[str, dict[NodeId, Properties] | None] = {}
        self._small: dict[tuple[str, str, str], dict[EdgeId, Properties] | None] = {}
        self.sources = sources

    def nodes(self, batch: Batch) -> dict[NodeId, Properties]:
        """Return every stored node that the batch names or that its source claims."""
        found = self._nodes(f"{_MINE_NODES} RETURN n", {"source": batch.source}) if self.claims(batch.source) else {}
        return found | self.named_nodes((node.kind, node.key) for node in batch.nodes)

    def edges(self, batch: Batch, nodes: Collection[NodeId]) -> dict[EdgeId, Properties]:
        """Return likewise the edges; ``nodes`` are the stored nodes, since an edge to a new node is new."""
        found = self._edges(f"{_MINE_EDGES} {_EDGE}", {"source": batch.source}) if self.claims(batch.source) else {}
        near = (edge.identity for edge in batch.edges if edge.start in nodes and edge.end in nodes)
        return found | self.named_edges(near)

    def named_nodes(self, ids: Iterable[NodeId]) -> dict[NodeId, Properties]:
        """Return the stored nodes among these."""
        keys: dict[str, list[str]] = {}
        for kind, key in ids:
            keys.setdefault(kind, []).append(key)
        found: dict[NodeId, Properties] = {}
        for kind, wanted in keys.items():
            if self._empty((kind,), f"MATCH (n:{kind}) RETURN n.key LIMIT 1"):
                continue
            if len(wanted) >= MANY and (held := self._few_nodes(kind)) is not None:
                named = ((kind, key) for key in wanted)
                found |= {node_id: held[node_id] for node_id in named if node_id in held}
                continue
            query = f"UNWIND $keys AS k MATCH (n:{kind} {{key: k}}) RETURN n"
            found |= self._nodes(query, {"keys": list(dict.fromkeys(wanted))})
        return found

    def named_edges(self, ids: Iterable[EdgeId]) -> dict[EdgeId, Properties]:
        """Return the stored edges among these."""
        ends: dict[tuple[str, str, str], list[dict[str, str]]] = {}
        for kind, start, end in dict.fromkeys(ids):
            ends.setdefault((kind, start[0], end[0]), []).append({"a": start[1], "b": end[1]})
        found: dict[EdgeId, Properties] = {}
        for (kind, start_kind, end_kind), rows in ends.items():
            edge = f"(a:{start_kind})-[e:{kind}]->(b:{end_kind})"
            if self._empty((kind, start_kind, end_kind), f"MATCH {edge} RETURN a.key LIMIT 1"):
                continue
            if len(rows) >= MANY and (held := self._small_table((kind, start_kind, end_kind), edge)) is not None:
                named = ((kind, (start_kind, row["a"]), (end_kind, row["b"])) for row in rows)
                found |= {edge_id: held[edge_id] for edge_id in named if edge_id in held}
                continue
            query = f"UNWIND $rows AS r MATCH (a:{start_kind} {{key: r.a}})-[e:{kind}]->(b:{end_kind} {{key: r.b}}) "
            found |= self._edges(query + _EDGE, {"rows": rows})
        return found

    def _few_nodes(self, kind: str) -> dict[NodeId, Properties] | None:
        """Return all nodes of a kind that had few when first asked for. See :meth:`_small_table`."""
        if kind not in self._few:
            ((number,),) = self._ask(f"MATCH (n:{kind}) RETURN count(*)", {})
            self._few[kind] = self._nodes(f"MATCH (n:{kind}) RETURN n", {}) if number <= MANY else None
        return self._few[kind]

    def _small_table(self, table: tuple[str, str, str], edge: str) -> dict[EdgeId, Properties] | None:
        """Return all edges of a table that was small when first asked: one reading costs less than many look-ups."""
        if table not in self._small:
            ((number,),) = self._ask(f"MATCH {edge} RETURN count(*)", {})
            self._small[table] = self._edges(f"MATCH {edge} {_EDGE}", {}) if number <= MANY else None
        return self._small[table]

    def node_digests(self, source: str) -> dict[int, int]:
        """Return, for every node that a source claims, the digest of what it says, 0 where others claim it too.

        A node is known by the hash of its identity: of a large source the identities alone are too much to hold.
        """
        found: dict[int, int] = {}
        for (kind,) in self._node_tables(source):
            said = ", ".join(f"n.{name}" for name in digests.SAID[kind])
            for key, claims, *values in self._claimed_nodes(source, kind, f"n.key, size(n.sources), {said}"):
                found[hash((kind, key))] = digests.stored(kind, values) if claims == 1 else 0
        return self._rested(found)

    def edge_digests(self, source: str) -> dict[int, int]:
        """Likewise for edges."""
        found: dict[int, int] = {}
        for table in self._edge_tables(source):
            start, kind, end = table
            said = ", ".join(f"e.{name}" for name in digests.SAID[kind])
            for one, other, claims, *values in self._claimed_edges(
                source, table, f"a.key, b.key, size(e.sources), {said}"
            ):
                identity = hash((kind, (start, one), (end, other)))
                found[identity] = digests.stored(kind, values) if claims == 1 else 0
        return self._rested(found)

    def _rested(self, found: dict[int, int]) -> dict[int, int]:
        if len(found) >= PAGE:
            self._rest()
        return found

    def nodes_of(self, source: str, hashes: Container[int]) -> Iterator[NodeId]:
        """Yield the nodes that a source claims and whose identity has one of these hashes."""
        for (kind,) in self._node_tables(source) if hashes else ():
            for (key,) in self._claimed_nodes(source, kind, "n.key"):
                if hash((kind, key)) in hashes:
                    yield kind, key

    def edges_of(self, source: str, hashes: Container[int]) -> Iterator[EdgeId]:
        """Likewise edges."""
        for table in self._edge_tables(source) if hashes else ():
            start, kind, end = table
            for one, other in self._claimed_edges(source, table, "a.key, b.key"):
                edge_id = kind, (start, one), (end, other)
                if hash(edge_id) in hashes:
                    yield edge_id

    def _node_tables(self, source: str) -> list[tuple[str, ...]]:
        return self._tables(source, f"{_MINE_NODES} RETURN DISTINCT n.kind")

    def _edge_tables(self, source: str) -> list[tuple[str, ...]]:
        return self._tables(source, f"{_MINE_EDGES} RETURN DISTINCT a.kind, e.kind, b.kind")

    def _tables(self, source: str, query: str) -> list[tuple[str, ...]]:
        """Tables are asked one by one: rows of all are wide, and hold numbers as text where another kind has text."""
        found = self._ask(query, {"source": source}) if self.claims(source) else ()
        return sorted(tuple(map(str, table)) for table in found)

    def _claimed_nodes(self, source: str, kind: str, wanted: str) -> Iterator[Sequence[Any]]:
        for part in self._pages(kind, "n"):
            query = f"MATCH (n:{kind}) WHERE {part}$source IN n.sources RETURN {wanted}"
            yield from self._ask(query, {"source": source})

    def _claimed_edges(self, source: str, table: tuple[str, ...], wanted: str) -> Iterator[Sequence[Any]]:
        start, kind, end = table
        edge = f"MATCH (a:{start})-[e:{kind}]->(b:{end}) WHERE"
        for part in self._pages(start, "a"):
            yield from self._ask(f"{edge} {part}$source IN e.sources RETURN {wanted}", {"source": source})

    def _pages(self, kind: str, node: str) -> Iterator[str]:
        """Yield conditions on a node that together hold for every node of a kind once."""
        if not self._place:
            yield ""
            return
        at = self._place.format(node)
        ((last,),) = self._ask(f"MATCH ({node}:{kind}) RETURN max({at})", {})
        for first in range(0, int(last or 0) + 1, PAGE):
            if int(last or 0) >= PAGE and first % (AT_ONCE * PAGE) == 0:
                self._rest()
            yield f"{at} >= {first} AND {at} < {first + PAGE} AND "

    def claims(self, source: str) -> bool:
        """Whether the store holds anything of a source; asked of the engine once."""
        if self.sources is None:
            rows = self._ask("MATCH (n) UNWIND n.sources AS s RETURN DISTINCT s", {})
            self.sources = {str(row[0]) for row in rows}
        return source in self.sources

    def _empty(self, table: tuple[str, ...], query: str) -> bool:
        """Whether a table had no row when it was first asked for: what one load adds, it does not look up."""
        if table not in self._bare:
            self._bare[table] = not list(self._ask(query, {}))
        return self._bare[table]

    def _nodes(self, query: str, parameters: Mapping[str, object]) -> dict[NodeId, Properties]:
        found: dict[NodeId, Properties] = {}
        for (node,) in self._ask(query, parameters):
            row = {name: node.get(name) for name in NODE_NAMES[node["kind"]]}
            found[str(row["kind"]), str(row["key"])] = row
        return found

    def _edges(self, query: str, parameters: Mapping[str, object]) -> dict[EdgeId, Properties]:
        found: dict[EdgeId, Properties] = {}
        for start_kind, start, edge, end_kind, end in self._ask(query, parameters):
            row = {name: edge.get(name) for name in EDGE_NAMES[edge["kind"]]}
            found[edge["kind"], (start_kind, start), (end_kind, end)] = row
        return found
