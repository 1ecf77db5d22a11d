"""Loading a source that is too large to hold: compared and written a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from graph.errors import InputError
from graph.loading.merge import Properties, digest, fresh
from graph.loading.plan import NodeId, Plan, check_edge, check_node, edge_where, plan_load, plan_new
from graph.loading.stored import Stored
from graph.store import Batch, EdgeRow, NodeRow, Stream

PART = 10_000
"""Rows compared at a time."""
T = TypeVar("T")


def plans(stream: Stream, stored: Stored) -> Iterator[Plan]:
    """Yield what a load has to change, part by part; each has to be carried out before the next is asked for.

    A dry run may leave them undone: an edge to a node that is not stored is new either way.

    What the source said before is known by digests, so that neither state of it is ever held whole.

    Raises:
        InputError: a row that does not fit, or comes twice. See :func:`graph.loading.plan.check`.
    """
    source = stream.source
    before, said = stored.node_digests(source), _Said()
    first = not before
    there: set[NodeId] = set()
    for nodes in _parts(stream.nodes):
        said.take_nodes(nodes)
        new = [n for n in nodes if before.pop(hash((n.kind, n.key)), 0) != _node_digest(n, source)] if before else nodes
        held = stored.named_nodes((node.kind, node.key) for node in new)
        there.update(held)
        plan = _nodes(source, new, held, first=first)
        plan.unchanged += len(nodes) - len(new)
        yield plan
    joins = stored.edge_digests(source)
    for edges in _parts(stream.edges):
        said.take_edges(edges)
        other = [e for e in edges if joins.pop(hash(e.identity), 0) != _edge_digest(e, source)] if joins else edges
        # An edge can be there only if both its ends were; what this source said before is not asked for again.
        old = (e.identity for e in other if not first or (e.start in there and e.end in there))
        near = stored.named_edges(old)
        if first and not near:
            plan = plan_new(source, (), other)
        else:
            plan = plan_load(Batch(source, (), other), {}, near, first=first)
        plan.unchanged += len(edges) - len(other)
        yield plan
    nothing = Batch(source, (), ())
    for gone in _parts(stored.edges_of(source, joins)):
        yield plan_load(nothing, {}, stored.named_edges(gone), first=False)
    for left in _parts(stored.nodes_of(source, before)):
        yield plan_load(nothing, stored.named_nodes(left), {}, first=False)


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


def _parts(rows: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(rows)
    while part := list(islice(iterator, PART)):
        yield part
