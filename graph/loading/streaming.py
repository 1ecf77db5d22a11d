"""Loading a source that is too large to hold: compared and written a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from graph.errors import InputError
from graph.loading.merge import digest, fresh
from graph.loading.plan import EdgeId, NodeId, Plan, check_edge, check_node, plan_load, plan_new
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
    before, said = stored.node_digests(source), set[NodeId]()
    for nodes in _parts(stream.nodes):
        _take_nodes(nodes, said)
        new = [n for n in nodes if before.pop((n.kind, n.key), 0) != _node_digest(n, source)] if before else nodes
        held = stored.named_nodes((node.kind, node.key) for node in new)
        plan = plan_load(Batch(source, new, ()), held, {}) if held else plan_new(source, new, ())
        plan.unchanged += len(nodes) - len(new)
        yield plan
    joins, joined = stored.edge_digests(source), set[EdgeId]()
    for edges in _parts(stream.edges):
        _take_edges(edges, said, joined)
        other = [e for e in edges if joins.pop(e.identity, 0) != _edge_digest(e, source)] if joins else edges
        near = stored.named_edges(edge.identity for edge in other)
        plan = plan_load(Batch(source, (), other), {}, near) if near else plan_new(source, (), other)
        plan.unchanged += len(edges) - len(other)
        yield plan
    nothing = Batch(source, (), ())
    for gone in _parts(joins):
        yield plan_load(nothing, {}, stored.named_edges(gone))
    for left in _parts(before):
        yield plan_load(nothing, stored.named_nodes(left), {})


def _node_digest(node: NodeRow, source: str) -> int:
    return digest(fresh(source, {**node.properties, "name": node.name}))


def _edge_digest(edge: EdgeRow, source: str) -> int:
    return digest(fresh(source, edge.properties))


def _take_nodes(nodes: list[NodeRow], said: set[NodeId]) -> None:
    for node in nodes:
        check_node(node)
        identity = node.kind, node.key
        if identity in said:
            raise InputError("同一个节点在这份来源里出现了两次", "a node comes twice in the source", where=node.key)
        said.add(identity)


def _take_edges(edges: list[EdgeRow], said: set[NodeId], joined: set[EdgeId]) -> None:
    for edge in edges:
        check_edge(edge, said)
        if edge.identity in joined:
            where = f"{edge.start[1]} -{edge.kind}-> {edge.end[1]}"
            raise InputError("同一条关系在这份来源里出现了两次", "an edge comes twice in the source", where=where)
        joined.add(edge.identity)


def _parts(rows: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(rows)
    while part := list(islice(iterator, PART)):
        yield part
