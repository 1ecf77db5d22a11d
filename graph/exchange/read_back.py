"""Reading what :mod:`graph.exchange.plain_files` and GraphML exports wrote, a row at a time, to load it again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.copying import parts
from graph.errors import InputError
from graph.exchange.plain_files import ENDS, fits, of_cells
from graph.kinds import EDGES, STATED, ColumnType
from graph.loading.merge import Properties, unpack
from graph.loading.plan import EdgeId
from graph.store import Batch, Stream
from graph.walk import Rows

NODES_FILE, EDGES_FILE = "nodes.csv", "edges.csv"
_CELL = 1 << 27
"""Longest cell of a table, in characters."""
_NODE_TYPES: dict[str, dict[str, ColumnType]] = {k.name: {c.name: c.type for c in k.columns} for k in STATED.values()}
_EDGE_TYPES: dict[str, dict[str, ColumnType]] = {k.name: {c.name: c.type for c in k.columns} for k in EDGES.values()}
_ALL = _NODE_TYPES | _EDGE_TYPES
_Line = tuple[str, dict[str, Any]]
"""Where it stands, and what it gives."""


@dataclass(frozen=True)
class FileRows:
    """The rows of an export: two ways to read its lines from the beginning."""

    nodes_from: Callable[[], Iterator[_Line]]
    edges_from: Callable[[], Iterator[_Line]]

    def nodes(self) -> Iterator[Properties]:
        """Yield each node.

        Raises:
            InputError: naming the line that is no node.
        """
        for where, line in self.nodes_from():
            row = _checked(line, where, _NODE_TYPES)
            if not isinstance(row.get("key"), str):
                raise _refusal(where, "节点没有键", "the node has no key")
            yield row

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        """Yield each edge.

        Raises:
            InputError: naming the line that is no edge.
        """
        for where, line in self.edges_from():
            ends = [line.pop(name, None) for name in ENDS]
            if not all(isinstance(end, str) for end in ends):
                raise _refusal(where, "关系缺一端", "an end of the edge is missing")
            row = _checked(line, where, _EDGE_TYPES)
            yield (str(row["kind"]), (ends[0], ends[1]), (ends[2], ends[3])), row


def open_export(path: Path) -> Callable[[], Rows]:
    """Return what begins a walk through an export: a ``.ndjson`` or ``.graphml`` file, or a folder with both tables.

    Raises:
        InputError: it is none of these.
    """
    if path.is_dir():
        tables = path / NODES_FILE, path / EDGES_FILE
        if all(table.is_file() for table in tables):
            return lambda: FileRows(lambda: _cells(tables[0]), lambda: _cells(tables[1]))
    elif path.is_file() and path.suffix.lower() in (".ndjson", ".jsonl"):
        return lambda: FileRows(lambda: _json_lines(path, edges=False), lambda: _json_lines(path, edges=True))
    elif path.is_file() and path.suffix.lower() == ".graphml":
        from graph.exchange.graph_files import PartRows, read_graph

        held = PartRows(read_graph(path))
        return lambda: held
    raise InputError(
        "这不是链图导出的文件",
        "not an export of Liantu",
        where=str(path),
        do_zh=f"给一个 .ndjson 或 .graphml 文件，或有 {NODES_FILE}、{EDGES_FILE} 的文件夹",
        do_en=f"Give an .ndjson or .graphml file, or a folder with {NODES_FILE} and {EDGES_FILE}",
    )


def sources(opened: Callable[[], Rows]) -> dict[str, tuple[int, int]]:
    """Return how many nodes and edges each source claims; reads all, so that what is wrong is found before loading."""
    counts: dict[str, list[int]] = {}
    rows = opened()
    for row in rows.nodes():
        for name in unpack(row):
            counts.setdefault(name, [0, 0])[0] += 1
    for _, row in rows.edges():
        for name in unpack(row):
            counts.setdefault(name, [0, 0])[1] += 1
    return {name: (nodes, edges) for name, (nodes, edges) in counts.items()}


def batches(opened: Callable[[], Rows], counts: Mapping[str, tuple[int, int]]) -> Iterator[Batch | Stream]:
    """Yield what each source of an export says."""
    return parts(opened, counts)


def _checked(line: dict[str, Any], where: str, kinds: Mapping[str, dict[str, ColumnType]]) -> Properties:
    """Return a line as a store keeps a row."""
    types = kinds.get(str(line.get("kind")))
    if types is None:
        raise _refusal(where, f"没有“{line.get('kind')}”这种类型", f"no kind {line.get('kind')!r}")
    said = line.pop("contributions", None)
    claims = said if isinstance(said, dict) else {} if said is None else None
    if claims is None or not all(isinstance(claim, dict) for claim in claims.values()):
        raise _refusal(where, "contributions 读不懂", "contributions are not understood")
    for given in (line, *claims.values()):
        for name, value in given.items():
            if name not in types or not fits(value, types[name]):
                raise _refusal(where, f"属性 {name} 不对", f"property {name!r} is not one, or not of its type")
    if not line.get("sources") or (claims and sorted(claims) != sorted(line["sources"])):
        raise _refusal(where, "没有来源，或来源和 contributions 对不上", "no sources, or others than in contributions")
    return {**line, "contributions": json.dumps(claims, ensure_ascii=False, sort_keys=True)} if claims else line


def _json_lines(path: Path, *, edges: bool) -> Iterator[_Line]:
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, text in enumerate(file, 1):
                where = f"{path}:{number}"
                try:
                    line = json.loads(text)
                except (ValueError, RecursionError) as error:
                    raise _refusal(where, "这一行不是 JSON", "the line is not JSON") from error
                if not isinstance(line, dict):
                    raise _refusal(where, "这一行不是节点或关系", "the line is no node or edge")
                if (ENDS[0] in line) == edges:
                    yield where, line
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(str(path), "文件读不出来", "the file cannot be read") from error


def _cells(path: Path) -> Iterator[_Line]:
    csv.field_size_limit(_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for cells in reader:
                where = f"{path}:{reader.line_num}"
                if None in cells or None in cells.values():
                    raise _refusal(where, "格数和表头对不上", "the cells do not match the heads")
                try:
                    yield where, dict(of_cells(cells, _ALL.get(cells.get("kind", ""), {})))
                except (ValueError, RecursionError) as error:
                    raise _refusal(where, "有一格读不懂", "a cell is not understood") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _refusal(str(path), "表读不出来", "the table cannot be read") from error


def _refusal(where: str, zh: str, en: str) -> InputError:
    return InputError(
        zh,
        en,
        where=where,
        do_zh="请用 liantu export 写出的文件，不要改动",
        do_en="Use a file that liantu export wrote",
    )
