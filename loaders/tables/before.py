"""What a store held of a register, and which rows of a newer reading say something new."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.evidence import node_key
from graph.loading.journal import CHANGED, Change
from graph.store import EdgeColumns, NodeColumns, Store
from loaders.tables.joined import edge_parts, node_parts
from loaders.tables.read import TableRead

_PLACES = frozenset({"statements", "statement"})
"""The rows that a thing stands in count for nothing: they shift when a row is put in between."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a store held of a source: the form of its document and its mapping."""

    form: str = ""
    mapping: str = ""


def before(store: Store, source: str) -> Before:
    """Return what the store holds of a register."""
    query = "MATCH (d:Document {key: $key}) RETURN d.form AS form, d.mapping AS mapping"
    rows = list(store.read(query, {"key": node_key("Document", source)}).dicts())
    if rows:
        return Before(str(rows[0]["form"] or ""), str(rows[0]["mapping"] or ""))
    held = store.read("MATCH (n) WHERE $source IN n.sources RETURN count(n)", {"source": source}).rows
    return Before(form="derived") if held and held[0][0] else Before()


@dataclass(slots=True)
class News:
    """What a store tells, while it loads a register again, of what came or changed; things are known by their hash.

    Args:
        refuse: is told how many nodes and edges would be withdrawn, and how many there were; raises if too many.
    """

    refuse: Callable[[int, int], None]
    again: bool = False
    """Whether the source had been loaded before."""
    nodes: set[int] = field(default_factory=set)
    edges: set[int] = field(default_factory=set)

    def heard(self, changes: Sequence[Change]) -> None:
        """Note changes, unless of nothing but the rows that a thing stands in."""
        for change in changes:
            if change.what == CHANGED and {*(change.before or ()), *(change.after or ())} <= _PLACES:
                continue
            if change.end is None:
                self.nodes.add(hash(change.start[1]))
            else:
                self.edges.add(hash((change.kind, change.start[1], change.end[1])))

    def losing(self, lost: int, held: int) -> None:
        """Let ``refuse`` judge what is lost."""
        self.again = held > 0
        self.refuse(lost, held)

    def unchanged(self, read: TableRead) -> set[int]:
        """Return the numbers of the rows that say nothing new."""
        if not self.again:
            return set()
        same = set(range(read.count))
        for nodes, numbers in node_parts(read.rows, numbered=True) if self.nodes else ():
            if isinstance(nodes, NodeColumns):
                same.difference_update(n for key, n in zip(nodes.keys, numbers, strict=True) if hash(key) in self.nodes)
            elif hash(nodes.key) in self.nodes:
                same.difference_update(numbers)
        for edges, numbers in edge_parts(read.rows, numbered=True) if self.edges else ():
            if isinstance(edges, EdgeColumns):
                ends = zip(edges.starts, edges.ends, numbers, strict=True)
                same.difference_update(n for one, other, n in ends if hash((edges.kind, one, other)) in self.edges)
            elif hash((edges.kind, edges.start[1], edges.end[1])) in self.edges:
                same.difference_update(numbers)
        return same
