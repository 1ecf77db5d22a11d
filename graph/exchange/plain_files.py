"""The whole graph as lines of JSON or as two tables, with who said what, so that it can be loaded back.

Nodes stand by kind and key, edges by their ends; properties in declared order;
no time and no counter is written. So the same graph gives the same bytes,
whatever engine keeps it and in whatever order it was loaded.

- **NDJSON**: one node or edge a line, nodes first; what nobody says is left out.
- **CSV**: one table of nodes, one of edges, UTF-8 with a byte order mark for
  Excel. Lists and ``contributions`` are JSON. A text that a spreadsheet would
  take for a formula (it begins with ``= + - @``, a tab or a line break), or
  that begins with an apostrophe, gets an apostrophe in front; reading takes
  one off. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from graph.kinds import EDGES, NODES, STATED, ColumnType
from graph.loading.merge import Properties
from graph.loading.plan import EdgeId
from graph.store import Value
from graph.walk import Rows

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
ENDS = ("start_kind", "start", "finish_kind", "finish")
"""Columns of the ends of an edge, before its own."""
NODE_CELLS = tuple(dict.fromkeys(["kind", *(c.name for kind in STATED.values() for c in kind.columns)]))
EDGE_CELLS = (
    "kind",
    *ENDS,
    *dict.fromkeys(c.name for kind in EDGES.values() for c in kind.columns if c.name != "kind"),
)


def write_ndjson(file: IO[bytes], rows: Rows) -> tuple[int, int]:
    """Write nodes, then edges; return how many of each."""
    nodes = _lines(file, (_node_line(row) for row in rows.nodes()))
    return nodes, _lines(file, (_edge_line(edge_id, row) for edge_id, row in rows.edges()))


def write_nodes(file: IO[bytes], nodes: Iterable[Properties]) -> int:
    """Write nodes as a CSV table; return how many."""
    return _table(file, NODE_CELLS, (_node_line(row) for row in nodes))


def write_edges(file: IO[bytes], edges: Iterable[tuple[EdgeId, Properties]]) -> int:
    """Write edges as a CSV table; return how many."""
    return _table(file, EDGE_CELLS, (_edge_line(edge_id, row) for edge_id, row in edges))


def _node_line(row: Properties) -> dict[str, Any]:
    columns = [column.name for column in NODES[str(row["kind"])].columns]
    return _given(row, ["kind", *(name for name in columns if name != "kind")])


def _edge_line(edge_id: EdgeId, row: Properties) -> dict[str, Any]:
    kind, start, end = edge_id
    ends = dict(zip(ENDS, (*start, *end), strict=True))
    return {"kind": kind, **ends, **_given(row, [c.name for c in EDGES[kind].columns if c.name != "kind"])}


def _given(row: Properties, names: Iterable[str]) -> dict[str, Any]:
    said: dict[str, Any] = {name: row[name] for name in names if row.get(name) not in (None, "", [])}
    if "contributions" in said:
        said["contributions"] = json.loads(str(said["contributions"]))
    return said


def _lines(file: IO[bytes], lines: Iterable[dict[str, Any]]) -> int:
    number = 0
    for line in lines:
        file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        number += 1
    return number


def _table(file: IO[bytes], cells: tuple[str, ...], lines: Iterable[dict[str, Any]]) -> int:
    number = 0
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        text.write(BOM)
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(cells)
        for line in lines:
            writer.writerow([cell(line.get(name)) for name in cells])
            number += 1
    finally:
        text.detach()
    return number


def cell(value: Any) -> str:  # noqa: ANN401 - any value of a row
    """Return a value as a cell of a table that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RISKY) else value
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return repr(value)


def of_cells(cells: dict[str, str], types: dict[str, ColumnType]) -> Iterator[tuple[str, Any]]:
    """Yield the values that a row of a table gives, by the types of its kind.

    Raises:
        ValueError: a cell does not hold what its column is for.
    """
    for name, text in cells.items():
        if text == "":
            continue
        kind = types.get(name, "STRING")
        if name == "contributions" or kind == "STRING[]":
            yield name, json.loads(text)
        elif kind == "DOUBLE":
            yield name, float(text)
        elif kind == "INT64":
            yield name, int(text)
        else:
            yield name, text[1:] if text.startswith("'") else text


def fits(value: Value, kind: ColumnType) -> bool:
    """Tell whether a value may stand in a column."""
    if kind == "STRING[]":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "STRING":
        return isinstance(value, str)
    return isinstance(value, int | float if kind == "DOUBLE" else int) and not isinstance(value, bool)
