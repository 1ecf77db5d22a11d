"""The shortest evidence paths between two things of any kind.

As the question ``firm-path`` does for firms: accepted relations only, and no
way through a region, since being in one city says little. Nor through papers:
two things that one letter names are not joined by that. Each step carries the
statements that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.errors import InputError
from graph.evidence import Review
from graph.kinds import EDGES
from graph.parts import around
from graph.store import Store, Value
from queries.nodes import node

MOST_STEPS = 4
MOST_PATHS = 50
MOST_NODES = 5_000
"""Things looked at from either end."""
PASSED_BY = frozenset({"Region", "Document", "Statement", "Statistic", "Policy", "Chain"})
"""Kinds that a path may end at but not lead through."""
SAID = frozenset({"MENTIONS", "FROM", "HAS_STATISTIC"})
_KINDS = [kind for kind in EDGES if kind not in SAID]
Id = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, walked from ``start`` to ``end``; ``forward`` says whether it points that way."""

    start: str
    start_name: str
    relation: str
    zh: str
    forward: bool
    end: str
    end_name: str
    status: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """All shortest paths, at most :data:`MOST_PATHS`; ``truncated`` says that there are more."""

    start: str
    end: str
    steps: int
    paths: tuple[tuple[Step, ...], ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class _Edge:
    kind: str
    start: Id
    end: Id
    status: str
    statements: tuple[str, ...]


class _Ground:
    """What has been read of the graph so far."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.names: dict[Id, str] = {}
        self._edges: dict[Id, dict[Id, list[_Edge]]] = {}

    def expand(self, ids: Iterable[Id]) -> None:
        """Read all that is joined to these things."""
        wanted = {one for one in ids if one not in self._edges}
        if not wanted:
            return
        part = around(self._store, sorted({key for _, key in wanted}), 1, kinds=_KINDS, most=MOST_NODES)
        self.names |= {id_: str(row.get("name") or id_[1]) for id_, row in part.nodes.items()}
        for id_ in wanted:
            self._edges[id_] = {}
        for (kind, start, end), row in part.edges.items():
            if row.get("review") == Review.ACCEPTED and start != end:
                keys = row.get("statements")
                statements = tuple(map(str, keys)) if isinstance(keys, list) else ()
                edge = _Edge(kind, start, end, str(row.get("status") or ""), statements)
                for here, there in ((start, end), (end, start)):
                    if here in wanted:  # what was expanded before has this edge
                        self._edges[here].setdefault(there, []).append(edge)

    def joined(self, id_: Id) -> dict[Id, list[_Edge]]:
        """What is joined to a thing that was expanded."""
        return self._edges[id_]


def paths(store: Store, start: str, end: str, *, most_steps: int = 3) -> Paths:
    """Return the shortest paths between two nodes.

    Args:
        store: where to read.
        start: key of a node.
        end: key of another.
        most_steps: how long a path may be, at most :data:`MOST_STEPS`.

    Raises:
        NotFound: no node has one of the keys.
        InputError: both are the same, or too much is joined to them.
    """
    if not 1 <= most_steps <= MOST_STEPS:
        raise InputError(f"步数要在 1 到 {MOST_STEPS} 之间", f"steps go from 1 to {MOST_STEPS}")
    first, last = (_id(node(store, key)) for key in (start, end))
    if first == last:
        raise InputError("两头是同一个", "both ends are the same", where=start[:60])
    ground = _Ground(store)
    distances = _distances(ground, first, last, most_steps)
    steps = distances.get(last, 0)
    found: list[tuple[Step, ...]] = []
    for path in _walk(ground, distances, first, last, steps) if steps else ():
        if len(found) == MOST_PATHS:
            return Paths(start, end, steps, tuple(found), truncated=True)
        found.append(path)
    return Paths(start, end, steps, tuple(found), truncated=False)


def _id(row: dict[str, Value]) -> Id:
    return str(row["kind"]), str(row["key"])


def _distances(ground: _Ground, first: Id, last: Id, most: int) -> dict[Id, int]:
    """Steps from the first thing, of things on or beside the shortest ways to the last one."""
    distances, edge = {first: 0}, [first]
    for step in range(1, most + 1):
        ground.expand(one for one in edge if one == first or one[0] not in PASSED_BY)
        following: dict[Id, None] = {}
        for here in edge:
            if here == first or here[0] not in PASSED_BY:
                following |= dict.fromkeys(there for there in ground.joined(here) if there not in distances)
        distances |= dict.fromkeys(following, step)
        if last in distances:
            return distances
        if len(distances) > MOST_NODES:
            raise InputError(
                f"两头之间超过 {MOST_NODES} 个节点",
                f"more than {MOST_NODES} nodes lie between",
                do_zh="请减少步数",
                do_en="Allow fewer steps",
            )
        edge = list(following)
    return distances


def _walk(ground: _Ground, distances: dict[Id, int], first: Id, here: Id, left: int) -> Iterator[tuple[Step, ...]]:
    """Yield the paths to a thing, found backwards from it, in the order of names."""
    if left == 0:
        yield ()
        return
    before = [one for one, distance in distances.items() if distance == left - 1 and _open(one, first)]
    near = [one for one in before if here in ground.joined(one)]
    for one in sorted(near, key=lambda id_: (ground.names[id_], id_)):
        for edge in sorted(ground.joined(one)[here], key=lambda e: (e.kind, e.start)):
            for path in _walk(ground, distances, first, one, left - 1):
                yield (*path, _step(ground, edge, one, here))


def _open(id_: Id, first: Id) -> bool:
    return id_ == first or id_[0] not in PASSED_BY


def _step(ground: _Ground, edge: _Edge, here: Id, there: Id) -> Step:
    names = ground.names
    return Step(
        start=here[1],
        start_name=names[here],
        relation=edge.kind,
        zh=EDGES[edge.kind].zh,
        forward=edge.start == here,
        end=there[1],
        end_name=names[there],
        status=edge.status,
        statements=edge.statements,
    )
