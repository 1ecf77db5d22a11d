"""Loading a source that is too large to hold: compared and written a part at a time."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any, TypeVar

from graph.errors import InputError
from graph.loading import digests
from graph.loading.merge import Properties
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
    before, said = stored.node_digests(stream.source), _Said()
    if before:
        yield from _changed(stream, stored, said, before)
    else:
        yield from _all_new(stream, stored, said, columns=columns)


def _all_new(stream: Stream, stored: Stored, said: _Said, *, columns: bool) -> Iterator[Plan]:
    """Yield what to write of a source that says something for the first time."""
    source = stream.source
    there: set[NodeId] = set()
    for nodes in _grouped(stream.nodes if columns else stream.node_rows(), NodeColumns):
        if isinstance(nodes, NodeColumns):
            said.take_node_columns(nodes)
            held = stored.named_nodes(zip(repeat(nodes.kind), nodes.keys))
            there.update(held)
            yield plan_columns(source, nodes) if not held else _nodes(source, [*nodes.rows()], held)
            continue
        said.take_nodes(nodes)
        held = stored.named_nodes((node.kind, node.key) for node in nodes)
        there.update(held)
        yield _nodes(source, nodes, held)
    for edges in _grouped(stream.edges if columns else stream.edge_rows(), EdgeColumns):
        # An edge can be there only if both its ends were.
        if isinstance(edges, EdgeColumns):
            said.take_edge_columns(edges)
            near = stored.named_edges(_between(edges, there))
            yield plan_columns(source, edges) if not near else _edges(source, [*edges.rows()], near)
            continue
        said.take_edges(edges)
        old = (edge.identity for edge in edges if edge.start in there and edge.end in there)
        yield _edges(source, edges, stored.named_edges(old))


def _changed(stream: Stream, stored: Stored, said: _Said, before: dict[int, int]) -> Iterator[Plan]:
    """Yield what to write of a source that spoke before, and at last what to withdraw."""
    source, held = stream.source, len(before)
    for nodes, same in _other_nodes(stream, said, before):
        known = stored.named_nodes((node.kind, node.key) for node in nodes)
        plan = plan_load(Batch(source, nodes, ()), known, {}, first=False)
        yield _heard(stream, plan, same)
    lost = set(before)
    before.clear()  # what a source says of edges takes as much memory again
    joins = stored.edge_digests(source)
    held += len(joins)
    for edges, same in _other_edges(stream, said, joins):
        near = stored.named_edges(edge.identity for edge in edges)
        yield _heard(stream, plan_load(Batch(source, (), edges), {}, near, first=False), same)
    stream.losing(len(lost) + len(joins), held)
    nothing = Batch(source, (), ())
    for gone in _parts(stored.edges_of(source, joins)):
        yield plan_load(nothing, {}, stored.named_edges(gone), first=False)
    for left in _parts(stored.nodes_of(source, lost)):
        yield plan_load(nothing, stored.named_nodes(left), {}, first=False)


def _heard(stream: Stream, plan: Plan, same: int) -> Plan:
    plan.unchanged += same
    stream.heard(plan.noted.changes)
    return plan


def _other_nodes(stream: Stream, said: _Said, before: dict[int, int]) -> Iterator[tuple[list[NodeRow], int]]:
    """Yield nodes of which something else was said before, or nothing, in parts, with the number of the others."""
    found: list[NodeRow] = []
    same = 0
    for nodes in _grouped(stream.nodes, NodeColumns):
        if isinstance(nodes, NodeColumns):
            said.take_node_columns(nodes)
            ids, now = map(hash, zip(repeat(nodes.kind), nodes.keys)), digests.nodes(nodes)
        else:
            said.take_nodes(nodes)
            ids, now = map(hash, ((node.kind, node.key) for node in nodes)), map(digests.node, nodes)
        at = [at for at, (identity, says) in enumerate(zip(ids, now, strict=True)) if before.pop(identity, 0) != says]
        found += _some(nodes, at)
        same += len(nodes) - len(at)
        if len(found) >= PART:
            yield found, same
            found, same = [], 0
    yield found, same


def _other_edges(stream: Stream, said: _Said, joins: dict[int, int]) -> Iterator[tuple[list[EdgeRow], int]]:
    """Yield edges likewise."""
    found: list[EdgeRow] = []
    same = 0
    for edges in _grouped(stream.edges, EdgeColumns):
        if isinstance(edges, EdgeColumns):
            said.take_edge_columns(edges)
            starts, ends = zip(repeat(edges.start), edges.starts), zip(repeat(edges.end), edges.ends)
            ids, now = map(hash, zip(repeat(edges.kind), starts, ends)), digests.edges(edges)
        else:
            said.take_edges(edges)
            ids, now = map(hash, (edge.identity for edge in edges)), map(digests.edge, edges)
        at = [at for at, (identity, says) in enumerate(zip(ids, now, strict=True)) if joins.pop(identity, 0) != says]
        found += _some(edges, at)
        same += len(edges) - len(at)
        if len(found) >= PART:
            yield found, same
            found, same = [], 0
    yield found, same


def _some(rows: Sequence[T] | NodeColumns | EdgeColumns, at: Sequence[int]) -> list[Any]:
    if not at:
        return []
    each = [*rows.rows()] if isinstance(rows, NodeColumns | EdgeColumns) else rows
    return [each[place] for place in at]


def _between(edges: EdgeColumns, there: Container[NodeId]) -> Iterator[EdgeId]:
    """Yield those of which both ends were stored before."""
    for start, end in zip(edges.starts, edges.ends, strict=True):
        ends = (edges.start, start), (edges.end, end)
        if ends[0] in there and ends[1] in there:
            yield (edges.kind, *ends)


def _edges(source: str, edges: Sequence[EdgeRow], near: dict[EdgeId, Properties]) -> Plan:
    return plan_load(Batch(source, (), edges), {}, near, first=True) if near else plan_new(source, (), edges)


def _nodes(source: str, nodes: Sequence[NodeRow], held: Mapping[NodeId, Properties]) -> Plan:
    if not held:
        return plan_new(source, nodes, ())
    plan = plan_new(source, [node for node in nodes if (node.kind, node.key) not in held], ())
    shared = [node for node in nodes if (node.kind, node.key) in held]
    plan.join(plan_load(Batch(source, shared, ()), dict(held), {}, first=True))
    return plan


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
