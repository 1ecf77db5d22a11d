"""The whole graph, or the kinds of it that are asked for, a page at a time: first nodes, then edges.

What is held in memory is one page of rows and the identity of each node, so
that no edge is handed out without its ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from graph.errors import StoreBusy
from graph.kinds import EDGES, STATED
from graph.loading.merge import Properties
from graph.loading.plan import EdgeId, NodeId
from graph.parts import UNSURE, Part, check_kinds
from graph.store import Store, Value

PAGE = 2_000
"""Nodes in a page."""
_CHUNK = 1_000

_PAGE = "MATCH (n:{kind}) WHERE n.kind = '{kind}'{after} RETURN n AS node ORDER BY n.key LIMIT " + str(PAGE)
_FROM = (
    "MATCH (a:{kind})-[e{only}]->(b) WHERE a.kind = '{kind}' AND a.key >= $low AND a.key <= $high "
    "AND e.kind IS NOT NULL{sure} "
    "RETURN a.key AS start, e AS edge, b.kind AS end_kind, b.key AS finish ORDER BY start, e.kind, finish, end_kind"
)
_ENDS = "MATCH (a)-[e{only}]->(b) WHERE e.kind IS NOT NULL{which} RETURN a.kind, a.key, b.kind, b.key"
_SURE = " AND (e.review IS NULL OR NOT e.review IN $unsure)"


class Rows(Protocol):
    """What can be written: a :class:`Walk` through a store, or what a file holds."""

    def nodes(self) -> Iterator[Properties]:
        """Yield each node."""
        ...

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        """Yield each edge, after the nodes."""
        ...


class Walk:
    """One walk through a store: :meth:`nodes` to its end, then :meth:`edges`.

    Args:
        store: where to read.
        kinds: node and edge kinds to take; all when None. With edge kinds only,
            the nodes are those that these edges join.
        candidates: take candidates too. Without them an edge that nobody has
            accepted is left out, and so is a node that only such edges speak of.

    Raises:
        InputError: a kind is not declared.
    """

    def __init__(self, store: Store, kinds: Iterable[str] | None = None, *, candidates: bool = False) -> None:
        wanted = None if kinds is None else check_kinds(kinds, {**STATED, **EDGES})
        self._store, self._candidates = store, candidates
        self._edge_kinds = [kind for kind in wanted or () if kind in EDGES]
        self._node_kinds = [kind for kind in wanted or () if kind in STATED]
        self._written: set[NodeId] = set()
        self._ranges: list[tuple[str, str, str]] = []

    def nodes(self) -> Iterator[Properties]:
        """Yield every node with its properties, by kind and key."""
        joined = self._ends_wanted() if self._edge_kinds and not self._node_kinds else None
        dropped = set() if self._candidates else self._unsure_only()
        for kind in self._node_kinds or STATED:
            for rows in self._pages(kind):
                self._ranges.append((kind, str(rows[0]["key"]), str(rows[-1]["key"])))
                for row in rows:
                    node_id = (kind, str(row["key"]))
                    if node_id not in dropped and (joined is None or node_id in joined):
                        self._written.add(node_id)
                        yield row

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        """Yield every edge whose ends were handed out, by kind and key of its start, its own kind, then its end.

        Raises:
            StoreBusy: an end is missing, since something was loaded meanwhile.
        """
        query = _FROM.format(kind="{kind}", only=self._only(), sure="" if self._candidates else _SURE)
        for kind, low, high in self._ranges:
            given: dict[str, Value] = {"low": low, "high": high}
            if not self._candidates:
                given["unsure"] = list(UNSURE)
            for row in self._store.read(query.format(kind=kind), given).dicts():
                edge = row["edge"]
                if not isinstance(edge, dict):
                    continue
                start, end = (kind, str(row["start"])), (str(row["end_kind"]), str(row["finish"]))
                if start in self._written and end in self._written:
                    yield (str(edge["kind"]), start, end), edge
                elif not self._node_kinds or {kind, end[0]} <= set(self._node_kinds):
                    raise self._changed()

    def _pages(self, kind: str) -> Iterator[list[Properties]]:
        after: dict[str, Value] = {}
        while True:
            query = _PAGE.format(kind=kind, after=" AND n.key > $after" if after else "")
            rows = [row for (row,) in self._store.read(query, after).rows if isinstance(row, dict)]
            if rows:
                yield rows
            if len(rows) < PAGE:
                return
            after = {"after": rows[-1]["key"]}

    def _only(self) -> str:
        return ":" + "|".join(self._edge_kinds) if self._edge_kinds else ""

    def _ends_wanted(self) -> set[NodeId]:
        """Return the ends of the edges that are asked for."""
        if self._candidates:
            return self._joined(self._only(), "")
        return self._joined(self._only(), _SURE, unsure=list(UNSURE))

    def _joined(self, only: str, which: str, **given: Value) -> set[NodeId]:
        rows = self._store.read(_ENDS.format(only=only, which=which), given).rows
        starts = {(str(row[0]), str(row[1])) for row in rows}
        return starts | {(str(row[2]), str(row[3])) for row in rows}

    def _unsure_only(self) -> set[NodeId]:
        """Return the nodes that unsure edges join and no other does, whatever kinds are asked for."""
        doubtful = self._joined("", " AND e.review IN $unsure", unsure=list(UNSURE))
        keys: list[Value] = list(dict.fromkeys(key for _, key in sorted(doubtful)))
        sure: set[NodeId] = set()
        for at in range(0, len(keys), _CHUNK):
            for end in ("a", "b"):
                which = f"{_SURE} AND {end}.key IN $keys"
                sure |= self._joined("", which, unsure=list(UNSURE), keys=keys[at : at + _CHUNK])
        return doubtful - sure

    def _changed(self) -> StoreBusy:
        return StoreBusy(
            "导出时有来源载入，库变了",
            "something was loaded meanwhile, and the store changed",
            do_zh="请再导出一次",
            do_en="Export again",
        )


def whole(store: Store, kinds: Iterable[str] | None = None, *, candidates: bool = False) -> Part:
    """Return all that :class:`Walk` finds as one part, held in memory."""
    walk = Walk(store, kinds, candidates=candidates)
    nodes = {(str(row["kind"]), str(row["key"])): row for row in walk.nodes()}
    return Part(nodes, dict(walk.edges()))
