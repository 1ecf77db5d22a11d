"""Loading a source that is too large to hold: compared and written a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from graph.errors import InputError
from graph.loading import EdgeId, NodeId, Plan, check_edge, check_node, plan_load
from graph.store import Batch, EdgeRow, NodeRow, Stream
from graph.stored import Stored

PART = 10_000
"""Rows compared at a time."""
T = TypeVar("T")


def plans(stream: Stream, stored: Stored) -> Iterator[Plan]:
    """Yield what a load has to change, part by part; each has to be carried out before the next is asked for.

    A dry run may leave them undone: an edge to a node that is not stored is new either way.

    Raises:
        InputError: a row that does not fit, or comes twice. See :func:`graph.loading.check`.
    """
    claimed = stored.claims(stream.source)
    said: set[NodeId] = set()
    for nodes in _parts(stream.nodes):
        _take_nodes(nodes, said)
        yield plan_load(Batch(stream.source, nodes, ()), stored.named_nodes((n.kind, n.key) for n in nodes), {})
    joined: set[EdgeId] = set()
    for edges in _parts(stream.edges):
        _take_edges(edges, said, joined)
        yield plan_load(Batch(stream.source, (), edges), {}, stored.named_edges(edge.identity for edge in edges))
    if claimed:
        nothing = Batch(stream.source, (), ())
        for gone in _parts(edge for edge in stored.claimed_edges(stream.source) if edge not in joined):
            yield plan_load(nothing, {}, stored.named_edges(gone))
        for left in _parts(node for node in stored.claimed_nodes(stream.source) if node not in said):
            yield plan_load(nothing, stored.named_nodes(left), {})


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
