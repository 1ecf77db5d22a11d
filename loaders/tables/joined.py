"""The rows of a register as nodes and edges, joined where rows say the same, each with its rows as evidence.

What one row alone says passes through in columns; only what several rows speak
of is held until all have spoken.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias, TypeVar

from graph.evidence import FIGURE, Review
from graph.facts import thing_node
from graph.loading.merge import Properties, strongest
from graph.names import sounds
from graph.store import EdgeColumns, EdgeRow, NodeColumns, NodeRow, Scalar
from loaders.tables.graph_rows import GraphRows
from loaders.tables.said import FIGURE_NAMES, SaidBlock, SaidFigures, SaidNodes

EdgeId: TypeAlias = tuple[str, tuple[str, str], tuple[str, str]]
Numbers: TypeAlias = Sequence[int]
"""Places of rows among all that are loaded, from 0: of each row of columns its own, of a single row all."""
T = TypeVar("T", NodeRow, EdgeRow)
S = TypeVar("S")
_PLACED = frozenset({"Town", "Region", "Segment"})
"""Kinds that other sources describe; a register only names them."""
_ACCEPTED = Review.ACCEPTED.value


def node_parts(rows: GraphRows, *, numbered: bool = False) -> Iterator[tuple[NodeRow | NodeColumns, Numbers]]:
    """Yield each node once, alone or in columns, with the numbers of the rows that name it where they are asked for."""
    held: dict[str, tuple[str, str, Properties]] = {}
    numbers: dict[str, array[int]] = {}
    figures: set[str] = set()
    for block in rows.blocks():
        several: list[tuple[int, int, int]] = []
        for label, nodes in enumerate(block.nodes):
            alone, others = _apart(nodes.keys, rows.again)
            if alone:
                yield from _alone(block, nodes, alone, rows.filled[nodes.kind])
            if numbered:
                for at in others:
                    numbers.setdefault(nodes.keys[at], array("l")).append(block.first + nodes.rows[at])
            if not nodes.given:  # the first says all
                others = [*{nodes.keys[at]: at for at in reversed(others)}.values()]
            several += [(nodes.rows[at], label, at) for at in others]
        for _, label, at in sorted(several):
            _hold(held, block.nodes[label], at)
        yield from _statistics(rows, block, figures)
    for key, (kind, name, properties) in held.items():
        yield NodeRow(kind, key, name, properties), numbers.get(key, ())


def edge_parts(rows: GraphRows, *, numbered: bool = False) -> Iterator[tuple[EdgeRow | EdgeColumns, Numbers]]:
    """Yield each edge once, likewise."""
    held: dict[EdgeId, Properties] = {}
    numbers: dict[EdgeId, array[int]] = {}
    for block in rows.blocks():
        several: list[tuple[int, int, int, EdgeRow]] = []
        for order, (edges, at_rows, alone) in enumerate(_edges(rows, block)):
            if len(alone) < len(edges):
                lone = set(alone)
                each = enumerate(edges.rows())
                several += [(at_rows[at], order, at, edge) for at, edge in each if at not in lone]
            if alone:
                yield _only(edges, alone), [block.first + at_rows[at] for at in alone]
        for row, _, _, edge in sorted(several, key=_order):
            _join(held, edge)
            if numbered:
                numbers.setdefault(edge.identity, array("l")).append(block.first + row)
    for edge_id, properties in held.items():
        yield EdgeRow(*edge_id, properties), numbers.get(edge_id, ())


def single(parts: Iterator[tuple[T | NodeColumns | EdgeColumns, Numbers]]) -> Iterator[tuple[T, Numbers]]:
    """Yield the nodes or edges of parts one by one, each with the numbers of its rows."""
    for part, numbers in parts:
        if isinstance(part, NodeColumns | EdgeColumns):
            yield from zip(part.rows(), zip(numbers, strict=True), strict=True)
        else:
            yield part, numbers


def _apart(keys: Sequence[str], again: set[str]) -> tuple[list[int], list[int]]:
    """Return the places of keys that stand in one row alone, and of the others."""
    if again.isdisjoint(keys):
        return [*range(len(keys))], []
    if again.issuperset(keys):
        return [], [*range(len(keys))]
    return [at for at, key in enumerate(keys) if key not in again], [at for at, key in enumerate(keys) if key in again]


def _alone(
    block: SaidBlock, nodes: SaidNodes, places: Sequence[int], filled: Collection[str]
) -> Iterator[tuple[NodeRow | NodeColumns, Numbers]]:
    """Yield nodes that one row alone speaks of, in columns but for those with other names."""
    aliases = nodes.given.get("aliases", [])
    for at in places if aliases else ():
        if aliases[at]:
            properties = _described(nodes, at)
            yield NodeRow(nodes.kind, nodes.keys[at], nodes.names[at], properties), [block.first + nodes.rows[at]]
    if aliases:
        places = [at for at in places if not aliases[at]]
    if not places:
        return
    keys, names = _picked(nodes.keys, places), _picked(nodes.names, places)
    columns: dict[str, Sequence[Scalar]] = {}
    if nodes.kind not in _PLACED:
        columns["pinyin"], columns["initials"] = zip(*map(sounds, names), strict=True)
    if nodes.kind == "IndustryClass":
        columns["code"] = [key.partition(":")[2] for key in keys]
    for name in sorted(filled):
        if name != "aliases":
            given = nodes.given.get(name)
            columns[name] = _picked(given, places) if given else [None] * len(places)
    yield NodeColumns(nodes.kind, keys, names, columns, {}), [block.first + nodes.rows[at] for at in places]


def _picked(values: Sequence[S], places: Sequence[int]) -> Sequence[S]:
    return values if len(places) == len(values) else [values[at] for at in places]


def _described(nodes: SaidNodes, at: int) -> Properties:
    given = {name: values[at] for name, values in nodes.given.items() if values[at] is not None}
    kind, key = nodes.kind, nodes.keys[at]
    if kind in _PLACED:
        return given
    extra = {"code": key.partition(":")[2]} if kind == "IndustryClass" else {}
    return {**thing_node(kind, key, nodes.names[at], (), **extra).properties, **given}


def _hold(held: dict[str, tuple[str, str, Properties]], nodes: SaidNodes, at: int) -> None:
    """Add what a row says of a node; of one property the first value stands, other names gather."""
    key = nodes.keys[at]
    if key not in held:
        held[key] = nodes.kind, nodes.names[at], _described(nodes, at)
        return
    known = held[key][2]
    for prop, values in nodes.given.items():
        value = values[at]
        if value is None:
            continue
        if prop != "aliases" or not isinstance(value, list):
            known[prop] = known.get(prop) or value
            continue
        listed = known.get(prop)
        listed = listed if isinstance(listed, list) else []
        known[prop] = [*listed, *(alias for alias in value if alias not in listed)]


def _statistics(rows: GraphRows, block: SaidBlock, known: set[str]) -> Iterator[tuple[NodeColumns, Numbers]]:
    """Yield the figures of a block but for those that another row, or another column of the row, said already."""
    keys = [key for figures in block.figures for key in figures.keys]
    apart = len(set(keys)) == len(keys)
    for figures in block.figures:
        nodes = block.nodes[figures.of]
        subjects, at_rows = [nodes.keys[at] for at in figures.subjects], [nodes.rows[at] for at in figures.subjects]
        places: Sequence[int] = range(len(figures.keys))
        if not apart or not rows.again.isdisjoint(subjects):
            places = []
            for at, key in enumerate(figures.keys):
                if key not in known:
                    places.append(at)
                    if not apart or subjects[at] in rows.again:
                        known.add(key)
        if places:
            numbers = [block.first + at_rows[at] for at in places]
            yield _statistic(rows, block, figures, places), numbers


def _statistic(rows: GraphRows, block: SaidBlock, figures: SaidFigures, places: Sequence[int]) -> NodeColumns:
    nodes = block.nodes[figures.of]
    subjects = _picked(figures.subjects, places)
    at_rows = [nodes.rows[at] for at in subjects]
    columns: dict[str, Sequence[Scalar]] = {
        "subject": [nodes.keys[at] for at in subjects],
        "subject_name": [nodes.names[at] for at in subjects],
    }
    for name, values in zip(FIGURE_NAMES, figures.columns, strict=True):
        if name in rows.filled["Statistic"]:
            columns[name] = [value if value != "" else None for value in _picked(values, places)]
    columns["status"] = [block.statuses[row] for row in at_rows]
    head = f"{rows.source}#"
    columns["statement"] = [head + block.places[row] for row in at_rows]
    keys, names = _picked(figures.keys, places), _picked(figures.names, places)
    return NodeColumns("Statistic", keys, names, columns, {"review": _ACCEPTED})


def _edges(rows: GraphRows, block: SaidBlock) -> Iterator[tuple[EdgeColumns, list[int], list[int]]]:
    """Yield all edges that a block says, with the row of each and the places of those that no other row can say."""
    head = f"{rows.source}#"
    statements = [head + place for place in block.places]
    for said in block.edges:
        starts, ends = block.nodes[said.start], block.nodes[said.end]
        at_rows = [starts.rows[at] for at in said.starts]
        columns: dict[str, Sequence[Scalar]] = {
            "status": [said.status] * len(at_rows) if said.status else [block.statuses[row] for row in at_rows]
        }
        if said.kind == "LOCATED_IN" and "as_written" in rows.filled[said.kind]:
            written = ends.written or [""] * len(ends.keys)
            columns["as_written"] = [written[at] or None for at in said.ends]
        ended = [starts.keys[at] for at in said.starts], [ends.keys[at] for at in said.ends]
        places = [statements[row] for row in at_rows]
        alone, others = _apart(ended[0], rows.again)
        if others:
            alone = sorted({*alone, *_apart(ended[1], rows.again)[0]})
        edges = EdgeColumns(said.kind, starts.kind, ends.kind, *ended, places, columns, {"review": _ACCEPTED})
        yield edges, at_rows, alone
    keys = [key for figures in block.figures for key in figures.keys]
    twice = {key for key, number in Counter(keys).items() if number > 1} if len(set(keys)) < len(keys) else set()
    for figures in block.figures:
        nodes = block.nodes[figures.of]
        at_rows = [nodes.rows[at] for at in figures.subjects]
        ended = [nodes.keys[at] for at in figures.subjects], figures.keys
        places = [statements[row] for row in at_rows]
        columns = {"status": [block.statuses[row] for row in at_rows]}
        edges = EdgeColumns(FIGURE, nodes.kind, "Statistic", *ended, places, columns, {"review": _ACCEPTED})
        alone, _ = _apart(ended[0], rows.again)
        yield edges, at_rows, [at for at in alone if figures.keys[at] not in twice] if twice else alone


def _only(edges: EdgeColumns, places: Sequence[int]) -> EdgeColumns:
    """Return some of the edges."""
    if len(places) == len(edges):
        return edges
    ends = _picked(edges.starts, places), _picked(edges.ends, places), _picked(edges.statements, places)
    columns = {name: _picked(values, places) for name, values in edges.columns.items()}
    return EdgeColumns(edges.kind, edges.start, edges.end, *ends, columns, edges.shared)


def _order(one: tuple[int, int, int, EdgeRow]) -> tuple[int, int, int]:
    return one[:3]


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
        claims = ((_ACCEPTED, str(said["status"])) for said in (known, edge.properties))
        known["status"] = strongest(claims)[1]
