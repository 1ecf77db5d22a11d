"""Copying a store into another, whatever engines keep them: source by source, with who said what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph.errors import StoreError
from graph.history import history
from graph.loading.merge import Properties, unpack
from graph.loading.plan import NodeId
from graph.store import Batch, EdgeRow, LoadReport, NodeRow, Store, Stream
from graph.walk import Rows, Walk

LARGE = 20_000
"""Rows of a source from which it is read by itself and not held."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy did: a report and the (nodes, edges) of each source, equal in both stores."""

    reports: tuple[LoadReport, ...]
    counts: dict[str, tuple[int, int]]


def copy(source: Store, target: Store, *, dry_run: bool = False) -> Copied:
    """Make the target say of every source of ``source`` what that store says; its other sources stay.

    The history comes along; that something was copied is history of the target's own.

    Raises:
        StoreError: the counts differ at the end; the target is as it was.
    """
    counts = claims(source)
    if dry_run:
        return Copied(
            tuple(target.load(part, dry_run=True) for part in parts(lambda: Walk(source, candidates=True), counts)),
            counts,
        )
    with target.staged():
        reports = tuple(target.load(part) for part in parts(lambda: Walk(source, candidates=True), counts))
        target.remember(history(source))
        arrived = claims(target)
        for name, wanted in counts.items():
            if arrived.get(name) != wanted:
                raise StoreError(
                    f"复制后数目对不上：来源 {name} 应有 {wanted}（节点、关系），得到 {arrived.get(name)}；已撤回",
                    f"counts differ after copying {name}: {wanted} nodes and edges, got {arrived.get(name)}; undone",
                    do_zh="复制时请不要载入；请再试一次",
                    do_en="Load nothing while copying; try again",
                )
    return Copied(reports, counts)


def claims(store: Store) -> dict[str, tuple[int, int]]:
    """Return how many nodes and edges each source claims."""
    nodes = store.read("MATCH (n) UNWIND n.sources AS s RETURN s AS source, count(*) AS number ORDER BY source").rows
    edges = store.read("MATCH ()-[e]->() UNWIND e.sources AS s RETURN s AS source, count(*) AS number").rows
    joined = {str(name): int(str(number)) for name, number in edges}
    return {str(name): (int(str(number)), joined.get(str(name), 0)) for name, number in nodes}


def parts(opened: Callable[[], Rows], counts: Mapping[str, tuple[int, int]]) -> Iterator[Batch | Stream]:
    """Yield what each source says: the small ones from one walk through the rows, each large one from its own.

    Args:
        opened: begins a walk.
        counts: the (nodes, edges) of each source.
    """
    small = {name for name, (nodes, edges) in counts.items() if nodes + edges < LARGE}
    batches: dict[str, tuple[list[NodeRow], list[EdgeRow]]] = {name: ([], []) for name in sorted(small)}
    walk = opened()
    for row in walk.nodes():
        for name, claim in unpack(row).items():
            if name in small:
                batches[name][0].append(_node(row, claim))
    for (kind, start, end), row in walk.edges():
        for name, claim in unpack(row).items():
            if name in small:
                batches[name][1].append(EdgeRow(kind, start, end, claim))
    for name, (nodes, edges) in batches.items():
        yield Batch(name, nodes, edges)
    for name in sorted(counts.keys() - small):
        large = opened()
        yield Stream(name, _nodes_of(large, name), _edges_of(large, name))


def _nodes_of(walk: Rows, source: str) -> Iterator[NodeRow]:
    for row in walk.nodes():
        claim = unpack(row).get(source)
        if claim is not None:
            yield _node(row, claim)


def _edges_of(walk: Rows, source: str) -> Iterator[EdgeRow]:
    for (kind, start, end), row in walk.edges():
        claim = unpack(row).get(source)
        if claim is not None:
            yield EdgeRow(kind, start, end, claim)


def _node(row: Properties, claim: Properties) -> NodeRow:
    node_id: NodeId = str(row["kind"]), str(row["key"])
    given = {name: value for name, value in claim.items() if name != "name"}
    return NodeRow(*node_id, str(claim.get("name", row["name"])), given)
