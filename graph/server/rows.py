"""A load as statements for the server, and as the statements that undo it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph import cypher
from graph.loading.merge import Properties
from graph.loading.plan import Plan
from graph.server.link import Step

ROWS = 5_000
"""Rows in a statement at most."""
BATCH = 10_000
"""Rows in a transaction, about."""


def steps(plan: Plan) -> Iterator[Step]:
    """Yield what carries out a plan, in an order that keeps ends before edges. All of it bears repetition."""
    for (kind, start, end), ends in plan.dropped_edges.items():
        yield from _chunks(cypher.delete_edges(kind, start, end), ends)
    for kind, keys in plan.dropped_nodes.items():
        yield from _chunks(cypher.delete_nodes(kind), keys, "keys")
    for nodes in (plan.new_nodes, plan.nodes):
        for kind, rows in nodes.items():
            yield from _chunks(_write_nodes(kind), [{**row, "kind": kind} for row in rows])
    for edges in (plan.new_edges, plan.edges):
        for (kind, start, end), rows in edges.items():
            yield from _chunks(_write_edges(kind, start, end), [_edge(kind, row) for row in rows])


def undo_steps(plan: Plan) -> list[Step]:
    """Return what undoes a plan, the last step to be run first."""
    back = Plan(
        dropped_edges={table: [_ends(row) for row in rows] for table, rows in plan.new_edges.items()},
        dropped_nodes={kind: [str(row["key"]) for row in rows] for kind, rows in plan.new_nodes.items()},
        nodes=plan.old_nodes,
        edges=plan.old_edges,
    )
    return list(steps(back))[::-1]


def batches(found: Iterable[Step]) -> Iterator[list[Step]]:
    """Group steps into transactions of about :data:`BATCH` rows."""
    group: list[Step] = []
    size = 0
    for step in found:
        group.append(step)
        size += sum(len(rows) for rows in step[1].values() if isinstance(rows, Sequence))
        if size >= BATCH:
            yield group
            group, size = [], 0
    if group:
        yield group


def _write_nodes(kind: str) -> str:
    return f"UNWIND $rows AS r MERGE (n:{kind} {{key: r.key}}) SET n = r"


def _write_edges(kind: str, start: str, end: str) -> str:
    return (
        f"UNWIND $rows AS r MATCH (a:{start} {{key: r.a}}) MATCH (b:{end} {{key: r.b}}) "
        f"MERGE (a)-[e:{kind}]->(b) SET e = r.p"
    )


def _edge(kind: str, row: Properties) -> dict[str, object]:
    given = {name: value for name, value in row.items() if value is not None and name not in ("a", "b")}
    return {"a": row["a"], "b": row["b"], "p": {**given, "kind": kind}}


def _ends(row: Properties) -> Properties:
    return {"a": row["a"], "b": row["b"]}


def _chunks(query: str, rows: Sequence[object], name: str = "rows") -> Iterator[Step]:
    for at in range(0, len(rows), ROWS):
        yield query, {name: list(rows[at : at + ROWS])}
