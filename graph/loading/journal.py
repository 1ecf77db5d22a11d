"""The history of a store: what each load of a source changed in what that source says.

A load that changes anything leaves one node of kind ``Change`` with its counts,
and, unless it is the first of its source, one for every node and edge that
came, changed or went. They are written with the load itself, so they are there
if and only if it is. They have no ``sources`` and no ``name``: no source says
them, no search finds them, and no export of facts holds them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.loading.merge import Properties, fresh

NodeId = tuple[str, str]
EdgeId = tuple[str, NodeId, NodeId]
Clock = Callable[[], datetime]
CAME, CHANGED, GONE = "came", "changed", "gone"


def now() -> datetime:
    """Return the time, with the offset of this machine's zone."""
    return datetime.now().astimezone()


@dataclass(slots=True)
class Change:
    """What changed in what a source says of a node, or of an edge (``end`` is given)."""

    what: str
    kind: str
    start: NodeId
    end: NodeId | None
    before: Properties | None
    after: Properties | None
    names: tuple[str, str] = ("", "")


class Noted:
    """The changes that one comparison found; of the first load of a source only their number."""

    def __init__(self, first: bool = False, tally: Counter[tuple[str, str]] | None = None) -> None:
        self.first = first
        self.changes: list[Change] = []
        self.tally: Counter[tuple[str, str]] = tally or Counter()

    def node(self, node_id: NodeId, before: Properties | None, after: Properties | None) -> None:
        """Note what the source said of a node and what it says now; None where it says nothing."""
        self._note(node_id[0], node_id, None, before, after)

    def edge(self, edge_id: EdgeId, before: Properties | None, after: Properties | None) -> None:
        """Likewise for an edge."""
        self._note(*edge_id, before, after)

    def name(self, *known: Mapping[NodeId, Properties]) -> None:
        """Give the changes the names of the nodes they are about, as far as they are known; the last is best."""
        for change in self.changes:
            change.names = (_name_of(change.start, known), _name_of(change.end, known) if change.end else "")

    def _note(
        self, kind: str, start: NodeId, end: NodeId | None, before: Properties | None, after: Properties | None
    ) -> None:
        if self.first:
            self.tally[kind, CAME] += 1
            return
        change = compared(kind, start, end, before, after)
        if change is not None:
            self.tally[kind, change.what] += 1
            self.changes.append(change)


def compared(
    kind: str, start: NodeId, end: NodeId | None, before: Properties | None, after: Properties | None
) -> Change | None:
    """Return what changed in what a source says of a node or edge; of a change only the properties that differ."""
    what = CAME if before is None else GONE if after is None else CHANGED
    if before is not None and after is not None:
        # A row of one source is kept as it is shown: lists without repetitions, a status where there is a review.
        before, after = _different(fresh("", before), fresh("", after))
        if before == after:
            return None
    return Change(what, kind, start, end, before, after)


def _different(before: Properties, after: Properties) -> tuple[Properties, Properties]:
    names = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    return {n: before[n] for n in names if n in before}, {n: after[n] for n in names if n in after}


def _name_of(node_id: NodeId, known: Sequence[Mapping[NodeId, Properties]]) -> str:
    for rows in reversed(known):
        name = rows.get(node_id, {}).get("name")
        if isinstance(name, str) and name:
            return name
    return ""
