"""Rows on their way into the embedded engine, and its values on their way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graph import cypher
from graph.loading.merge import Properties
from graph.loading.plan import Plan
from graph.store import Value

ENGINE_FIELDS = frozenset({"_ID", "_LABEL", "_SRC", "_DST", "_NODES", "_RELS"})
"""What the engine adds to nodes and edges of its own."""


def statements(plan: Plan) -> Iterator[tuple[str, str, Sequence[object]]]:
    """Yield (query, parameter name, rows) that carry out a plan, in an order that keeps ends before edges."""
    for (kind, start, end), ends in plan.dropped_edges.items():
        yield cypher.delete_edges(kind, start, end), "rows", ends
    for kind, keys in plan.dropped_nodes.items():
        yield cypher.delete_nodes(kind), "keys", keys
    for new, nodes in ((True, plan.new_nodes), (False, plan.nodes)):
        for kind, rows in nodes.items():
            given = _given(rows)
            yield cypher.write_nodes(kind, given, new=new), "rows", _only(rows, {"key", *given})
    for new, edges in ((True, plan.new_edges), (False, plan.edges)):
        for (kind, start, end), rows in edges.items():
            given = _given(rows)
            yield cypher.write_edges(kind, start, end, given, new=new), "rows", _only(rows, {"a", "b", *given})


def _given(rows: Sequence[Properties]) -> set[str]:
    """Columns that at least one row fills."""
    return {name for row in rows for name, value in row.items() if value is not None and name not in ("key", "a", "b")}


def _only(rows: Sequence[Properties], names: set[str]) -> list[Properties]:
    return [{name: row.get(name) for name in names} for row in rows]


def rows_of(result: Any) -> Iterator[tuple[Value, ...]]:  # noqa: ANN401 - the engine's own, untyped
    """Yield the rows of a result as plain data."""
    while result.has_next():
        yield tuple(plain(value) for value in result.get_next())


def plain(value: Any) -> Value:  # noqa: ANN401 - whatever the engine returns
    """Turn an engine value into plain data: no internal ids, paths as lists of nodes and edges."""
    if isinstance(value, dict):
        if "_NODES" in value:
            return {"nodes": plain(value["_NODES"]), "edges": plain(value["_RELS"])}
        kept = {str(k): plain(v) for k, v in value.items() if k not in ENGINE_FIELDS}
        return {k: v for k, v in kept.items() if v is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
