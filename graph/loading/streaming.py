"""Loading a source that is too large to hold: compared and written a part at a time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import TypeVar

from graph.errors import InputError
from graph.loading.merge import Properties, digest, fresh
from graph.loading.plan import (
    EdgeId,
    NodeId,
    Plan,
    check_edge,
    check_node,
    edge_where,
    plan_columns,
    plan_load,
    plan_new,
)
from graph.loading.stored import Stored
from graph.store import Batch, EdgeColumns, EdgeRow, NodeColumns, NodeRow, Stream

PART = 10_000
"""Rows compared at a time."""
T = TypeVar("T")
C = TypeVar("C", NodeColumns, EdgeColumns)


def plans(stream: Stream, stored: Stored, *, columns: bool = False) -> Iterator[Plan]:
    """Yield what a load has to change, part by part; each has to be carried out before the next is asked for.

    A dry run may leave them undone: an edge to a node that is not stored is new either way.

    What the source said before is known by digests, so that neither state of it is ever held whole.

    Args:
        stream: what the source says now.
        stored: what the store holds.
        columns: whether new rows that come as columns may stay columns.

    Raises:
        InputError: a row that does not fit, or comes twice. See :func:`graph.loading.plan.check`.
    """
    source = stream.source
    before, said = stored.node_digests(source), _Said()
    first = not before
    there: set[NodeId] = set()
    for nodes in _grouped(stream.nodes if columns and first else stream.node_rows(), NodeColumns):
        if isinstance(nodes, NodeColumns):
            said.take_node_columns(nodes)
            held = stored.named_nodes(zip(repeat(nodes.kind), nodes.keys))
            there.update(held)
            yield plan_columns(source, nodes) if not held else _nodes(source, [*nodes.rows()], held, first=True)
            continue
        said.take_nodes(nodes)
        new = [n for n in nodes if before.pop(hash((n.kind, n.key)), 0) != _node_digest(n, source)] if before else nodes
        held = stored.named_nodes((node.kind, node.key) for node in new)
        there.update(held)
        plan = _nodes(source, new, held, first=first)
        plan.unchanged += len(nodes) - len(new)
        yield plan
    joins = stored.edge_digests(source)
    for edges in _grouped(stream.edges if columns and first else stream.edge_rows(), EdgeColumns):
        if isinstance(edges, EdgeColumns):
            said.take_edge_columns(edges)
            near = stored.named_edges(_between(edges, there))
            yield plan_columns(source, edges) if not near else _edges(source, [*edges.rows()], near, first=True)
            continue
        said.take_edges(edges)
        other = [e for e in edges if joins.pop(hash(e.identity), 0) != _edge_digest(e, source)] if joins else edges
        # An edge can be there only if both its ends were; what this source said before is not asked for again.
        old = (e.identity for e in other if not first or (e.start in there and e.end in there))
        plan = _edges(source, other, stored.named_edges(old), first=first)
        plan.unchanged += len(edges) - len(other)
        yield plan
    nothing = Batch(source, (), ())
    for gone in _parts(stored.edges_of(source, joins)):
        yield plan_load(nothing, {}, stored.named_edges(gone), first=False)
    for left in _parts(stored.nodes_of(source, before)):
        yield plan_load(nothing, stored.named_nodes(left), {}, first=False)


def _between(edges: EdgeColumns, there: Container[NodeId]) -> Iterator[EdgeId]:
    """Yield those of which both ends were stored before."""
    for start, end in zip(edges.starts, edges.ends, strict=True):
        ends = (edges.start, start), (edges.end, end)
        if ends[0] in there and ends[1] in there:
            yield (edges.kind, *ends)


def _edges(source: str, edges: Sequence[EdgeRow], near: dict[EdgeId, Properties], *, first: bool) -> Plan:
    if first and not near:
        return plan_new(source, (), edges)
    return plan_load(Batch(source, (), edges), {}, near, first=first)


def _nodes(source: str, nodes: Sequence[NodeRow], held: Mapping[NodeId, Properties], *, first: bool) -> Plan:
    if not first:
        return plan_load(Batch(source, nodes, ()), dict(held), {}, first=False)
    if not held:
        return plan_new(source, nodes, ())
    plan = plan_new(source, [node for node in nodes if (node.kind, node.key) not in held], ())
    shared = [node for node in nodes if (node.kind, node.key) in held]
    plan.join(plan_load(Batch(source, shared, ()), dict(held), {}, first=True))
    return plan


def _node_digest(node: NodeRow, source: str) -> int:
    return digest(fresh(source, {**node.properties, "name": node.name}))


def _edge_digest(edge: EdgeRow, source: str) -> int:
    return digest(fresh(source, edge.properties))


class _Said:
    """What a stream has said so far, and whether it fits. Identities are known by their hashes: they are many."""

    def __init__(self) -> None:
        self._nodes: set[int] = set()
        self._edges: set[int] = set()
        self._shapes: set[tuple[str, ...]] = set()
        """Kinds and names of properties that were checked."""

    def take_nodes(self, nodes: Iterable[NodeRow]) -> None:
        for node in nodes:
            shape = (node.kind, *node.properties)
            if shape not in self._shapes:
                check_node(node)
                self._shapes.add(shape)
            identity = hash((node.kind, node.key))
            if identity in self._nodes:
                raise InputError("同一个节点在这份来源里出现了两次", "a node comes twice in the source", where=node.key)
            self._nodes.add(identity)

    def take_node_columns(self, nodes: NodeColumns) -> None:
        check_node(NodeRow(nodes.kind, nodes.keys[0], nodes.names[0], {**dict.fromkeys(nodes.columns), **nodes.shared}))
        known = set(map(hash, zip(repeat(nodes.kind), nodes.keys)))
        if len(known) < len(nodes) or not known.isdisjoint(self._nodes):
            self.take_nodes(nodes.rows())  # says which
        self._nodes |= known

    def take_edge_columns(self, edges: EdgeColumns) -> None:
        said: Properties = {"statements": list(edges.statements[:1]), **dict.fromkeys(edges.columns), **edges.shared}
        ends = (edges.start, edges.starts[0]), (edges.end, edges.ends[0])
        check_edge(EdgeRow(edges.kind, *ends, said), ends)
        starts, ended = [*zip(repeat(edges.start), edges.starts)], [*zip(repeat(edges.end), edges.ends)]
        loose = not self._nodes.issuperset(map(hash, starts)) or not self._nodes.issuperset(map(hash, ended))
        joined = set(map(hash, zip(repeat(edges.kind), starts, ended)))
        if loose or len(joined) < len(edges) or not joined.isdisjoint(self._edges):
            self.take_edges(edges.rows())
        self._edges |= joined

    def take_edges(self, edges: Iterable[EdgeRow]) -> None:
        known, shapes, joined = self._nodes, self._shapes, self._edges
        for edge in edges:
            start, end = edge.start, edge.end
            shape = (edge.kind, start[0], end[0], *edge.properties)
            if shape not in shapes or not edge.properties.get("statements"):
                check_edge(edge, (start, end))
                shapes.add(shape)
            if hash(start) not in known or hash(end) not in known:
                check_edge(edge, ())
            identity = hash((edge.kind, start, end))
            if identity in joined:
                message = "同一条关系在这份来源里出现了两次"
                raise InputError(message, "an edge comes twice in the source", where=edge_where(edge))
            joined.add(identity)


def _grouped(rows: Iterable[T | C], columns: type[C]) -> Iterator[list[T] | C]:
    """Yield single rows in lists, and columns as they come."""
    single: list[T] = []
    for each in rows:
        if isinstance(each, columns):
            yield each
            continue
        single.append(each)  # type: ignore[arg-type] # what is no columns is a row
        if len(single) == PART:
            yield single
            single = []
    if single:
        yield single


def _parts(rows: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(rows)
    while part := list(islice(iterator, PART)):
        yield part
