"""Two stores compared, source by source: what the second says more, differently or no longer.

Both are walked in the same order, so that neither is held: a page of each, and
the identities of their nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from graph.kinds import STATED
from graph.loading.journal import Change, EdgeId, NodeId, compared
from graph.loading.merge import Properties, unpack
from graph.store import Store
from graph.walk import Walk

_PLACE = {kind: place for place, kind in enumerate(STATED)}
T = TypeVar("T", NodeId, EdgeId)
_Order = tuple[int | str, ...]


def differences(old: Store, new: Store) -> Iterator[tuple[str, Change]]:
    """Yield (source, change) for every node, then for every edge, of which a source does not say the same in both.

    Raises:
        StoreBusy: something was loaded meanwhile.
    """
    left, right = Walk(old, candidates=True), Walk(new, candidates=True)
    for node_id, before, after in _side_by_side(_nodes(left), _nodes(right), _node_order):
        for source, change in _by_source(node_id[0], node_id, None, before, after):
            name = str((after or before or {}).get("name") or "")
            change.names = (name, "")
            yield source, change
    for (kind, start, end), before, after in _side_by_side(left.edges(), right.edges(), _edge_order):
        yield from _by_source(kind, start, end, before, after)


def _nodes(walk: Walk) -> Iterator[tuple[NodeId, Properties]]:
    return (((str(row["kind"]), str(row["key"])), row) for row in walk.nodes())


def _node_order(node_id: NodeId) -> _Order:
    return _PLACE[node_id[0]], node_id[1]


def _edge_order(edge_id: EdgeId) -> _Order:
    kind, start, end = edge_id
    return _PLACE[start[0]], start[1], kind, end[1], end[0]


def _side_by_side(
    old: Iterable[tuple[T, Properties]], new: Iterable[tuple[T, Properties]], order: Callable[[T], _Order]
) -> Iterator[tuple[T, Properties | None, Properties | None]]:
    """Join two sorted runs; a row that only one has stands beside None."""
    olds, news = iter(old), iter(new)
    left, right = next(olds, None), next(news, None)
    while left is not None or right is not None:
        if right is None or (left is not None and order(left[0]) < order(right[0])):
            assert left is not None  # noqa: S101 - one of the two is there
            yield left[0], left[1], None
            left = next(olds, None)
        elif left is None or order(right[0]) < order(left[0]):
            yield right[0], None, right[1]
            right = next(news, None)
        else:
            yield left[0], left[1], right[1]
            left, right = next(olds, None), next(news, None)


def _by_source(
    kind: str, start: NodeId, end: NodeId | None, before: Properties | None, after: Properties | None
) -> Iterator[tuple[str, Change]]:
    if before == after:
        return
    was, now = unpack(before or {}), unpack(after or {})
    for source in sorted(was.keys() | now.keys()):
        change = compared(kind, start, end, was.get(source), now.get(source))
        if change is not None:
            yield source, change
