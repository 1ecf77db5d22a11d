"""What a store holds, counted in Cypher that every engine answers alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.kinds import HISTORY
from graph.store import Table


@dataclass(frozen=True, slots=True)
class Counts:
    """Nodes and edges by kind, the sources, and the rows of the history."""

    nodes: dict[str, int]
    edges: dict[str, int]
    sources: tuple[str, ...]
    changes: int


def counts(read: Callable[[str], Table]) -> Counts:
    """Count what a store holds; what other programs keep beside it is left."""
    nodes = _by_kind(read("MATCH (n) WHERE n.kind IS NOT NULL RETURN n.kind AS kind, count(*) AS number"))
    edges = _by_kind(read("MATCH ()-[e]->() WHERE e.kind IS NOT NULL RETURN e.kind AS kind, count(*) AS number"))
    sources = read("MATCH (n) UNWIND n.sources AS s RETURN DISTINCT s ORDER BY s")
    changes = nodes.pop(HISTORY, 0)
    return Counts(nodes, edges, tuple(str(row[0]) for row in sources.rows), changes)


def _by_kind(table: Table) -> dict[str, int]:
    return {str(kind): int(str(number)) for kind, number in sorted(table.rows, key=str)}
