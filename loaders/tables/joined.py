"""The rows of a register as nodes and edges, joined where rows say the same, each with its rows as evidence.

What one row alone says passes through; only what several rows speak of is
held until all have spoken.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from graph.evidence import FIGURE, Review
from graph.facts import thing_node
from graph.loading.merge import Properties, strongest
from graph.store import EdgeRow, NodeRow, Value
from loaders.tables.graph_rows import FIGURE_NAMES, GraphRows, SaidFigure, SaidNode, SaidRow

NodeId: TypeAlias = tuple[str, str]
EdgeId: TypeAlias = tuple[str, NodeId, NodeId]
Numbers: TypeAlias = Sequence[int]
"""Places of rows among all that are loaded, from 0."""
_PLACED = frozenset({"Town", "Region", "Segment"})
"""Kinds that other sources describe; a register only names them."""


def node_rows(rows: GraphRows, *, numbered: bool = False) -> Iterator[tuple[NodeRow, Numbers]]:
    """Yield each node once, with the numbers of the rows that name it where they are asked for."""
    held: dict[str, tuple[str, str, Properties]] = {}
    numbers: dict[str, array[int]] = {}
    figures: set[str] = set()
    for number, row in enumerate(rows.said):
        for node in row[2]:
            kind, key, name, _ = node
            if key not in rows.again:
                yield NodeRow(kind, key, name, _described(node)), (number,)
                continue
            if numbered:
                numbers.setdefault(key, array("l")).append(number)
            _hold(held, node)
        for figure, alone in _figures(rows, row):
            if alone or figure[1] not in figures:
                yield _statistic(rows.source, row, figure), (number,)
            if not alone:
                figures.add(figure[1])
    for key, (kind, name, properties) in held.items():
        yield NodeRow(kind, key, name, properties), numbers.get(key, ())


def edge_rows(rows: GraphRows, *, numbered: bool = False) -> Iterator[tuple[EdgeRow, Numbers]]:
    """Yield each edge once, likewise."""
    held: dict[EdgeId, Properties] = {}
    numbers: dict[EdgeId, array[int]] = {}
    for number, row in enumerate(rows.said):
        for edge, alone in _edges(rows, row):
            if alone:
                yield edge, (number,)
                continue
            _join(held, edge)
            if numbered:
                numbers.setdefault(edge.identity, array("l")).append(number)
    for edge_id, properties in held.items():
        yield EdgeRow(*edge_id, properties), numbers.get(edge_id, ())


def _edges(rows: GraphRows, row: SaidRow) -> Iterator[tuple[EdgeRow, bool]]:
    """Yield what a row says of edges, and whether no other row can say it."""
    place, status, nodes, edges, _ = row
    ends = [(kind, key) for kind, key, _, _ in nodes]
    again = [key in rows.again for _, key in ends]
    statements: list[Value] = [f"{rows.source}#{place}"]
    shared: dict[str, Properties] = {}
    for kind, a, b, said, written in edges:
        properties = shared.get(said) or shared.setdefault(said, _said(statements, said))
        if written:
            properties = {**properties, "as_written": written}
        yield EdgeRow(kind, ends[a], ends[b], properties), not (again[a] and again[b])
    for (at, key, _, _), alone in _figures(rows, row):
        properties = shared.get(status) or shared.setdefault(status, _said(statements, status))
        yield EdgeRow(FIGURE, ends[at], ("Statistic", key), properties), alone


def _figures(rows: GraphRows, row: SaidRow) -> Iterator[tuple[SaidFigure, bool]]:
    """Yield the figures of a row, and whether no other row, and no other column, can say the same."""
    nodes, figures = row[2], row[4]
    apart = len({figure[1] for figure in figures}) == len(figures)
    for figure in figures:
        yield figure, apart and nodes[figure[0]][1] not in rows.again


def _described(node: SaidNode) -> Properties:
    kind, key, name, given = node
    if kind in _PLACED:
        return dict(given or {})
    extra = {"code": key.partition(":")[2]} if kind == "IndustryClass" else {}
    return {**thing_node(kind, key, name, (), **extra).properties, **(given or {})}


def _hold(held: dict[str, tuple[str, str, Properties]], node: SaidNode) -> None:
    """Add what a row says of a node; of one property the first value stands, other names gather."""
    kind, key, name, given = node
    if key not in held:
        held[key] = kind, name, _described(node)
        return
    known = held[key][2]
    for prop, value in (given or {}).items():
        if prop != "aliases" or not isinstance(value, list):
            known[prop] = known.get(prop) or value
            continue
        listed = known.get(prop)
        listed = listed if isinstance(listed, list) else []
        known[prop] = [*listed, *(alias for alias in value if alias not in listed)]


def _said(statements: list[Value], status: str) -> Properties:
    """The properties that edges of a row share: one value for all of them, never changed in place."""
    return {"statements": statements, "review": Review.ACCEPTED.value, "status": status}


def _join(held: dict[EdgeId, Properties], edge: EdgeRow) -> None:
    """Add a row's say to an edge: all its rows are evidence, and of their statuses the furthest stands."""
    known, said = held.get(edge.identity), edge.properties["statements"]
    own = list(said) if isinstance(said, list) else []
    if known is None:
        held[edge.identity] = {**edge.properties, "statements": own}
        return
    statements = known["statements"]
    if isinstance(statements, list) and statements[-1:] != own:
        statements += own
        claims = ((Review.ACCEPTED.value, str(said["status"])) for said in (known, edge.properties))
        known["status"] = strongest(claims)[1]


def _statistic(source: str, row: SaidRow, figure: SaidFigure) -> NodeRow:
    place, status, nodes, _, _ = row
    at, key, name, values = figure
    _, subject, subject_name, _ = nodes[at]
    said: Properties = {"subject": subject, "subject_name": subject_name}
    said.update(zip(FIGURE_NAMES, values, strict=True))
    said |= {"status": status, "review": Review.ACCEPTED.value, "statement": f"{source}#{place}"}
    return NodeRow("Statistic", key, name, said)
