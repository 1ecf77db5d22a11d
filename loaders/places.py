"""Places: towns and streets of the city with codes and zones, cities of the area around it, their other names.

The table has the columns ``code,name,kind,form,aliases,within,note,source``;
``aliases`` are separated by ``|`` and hold miswritten and former names too.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.evidence import node_key
from graph.facts import thing_node
from graph.loading.merge import Properties
from graph.store import Batch, EdgeRow, NodeRow
from loaders.letters.reading.personal import find_personal
from loaders.yamlfile import check_plain

COLUMNS = ("code", "name", "kind", "form", "aliases", "within", "note", "source")
MAX_BYTES = 4 << 20
_KINDS = {"Region", "Town"}


def read_places(path: Path) -> list[dict[str, str]]:
    """Read a table of places.

    Raises:
        InputError: not readable, a column missing, an unknown kind, a name or code twice,
            a place within one that is not listed; with the line.
    """
    try:
        check_plain(path, MAX_BYTES)
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(
                    f"地名表缺少列：{'、'.join(missing)}",
                    f"columns missing: {', '.join(missing)}",
                    where=f"{path}:1",
                    do_zh=f"表头应为 {','.join(COLUMNS)}",
                )
            rows = [_row(path, line, row) for line, row in enumerate(reader, 2)]
    except UnicodeDecodeError as error:
        raise InputError("地名表不是 UTF-8 编码", "not UTF-8", where=str(path), do_zh="请另存为 UTF-8 CSV") from error
    except csv.Error as error:
        raise InputError(
            f"CSV 写法读不懂：{error}", f"not CSV: {error}", where=str(path), do_zh="请另存为 CSV"
        ) from error
    except OSError as error:
        raise InputError(f"文件读不出来：{error.strerror}", str(error), where=str(path)) from error
    _check(path, rows)
    return rows


def _row(path: Path, line: int, row: Mapping[Any, Any]) -> dict[str, str]:
    """Return one row with its cells stripped; refuse one that is too short or long, or holds a person's data."""
    where = f"{path}:{line}"
    if None in row or any(row[name] is None for name in COLUMNS):
        raise InputError("这一行的列数和表头不一样", "the row has not as many cells as the head", where=where)
    cells = {name: str(row[name]).strip() for name in COLUMNS}
    text = "，".join(cells[name] for name in COLUMNS if name not in ("code", "source"))
    if not text.isprintable():
        raise InputError("单元格里有换行或控制字符", "a cell holds control characters", where=where)
    if find_personal(text):
        raise InputError(
            "这一行有个人信息（姓名、电话、邮箱），不能载入",
            "the row holds a person's data",
            where=where,
            do_zh="请删去后再载入，库没有变",
            do_en="Remove it and load again",
        )
    return cells


def _check(path: Path, rows: list[dict[str, str]]) -> None:
    names: dict[str, int] = {}
    codes: dict[str, int] = {}
    for line, row in enumerate(rows, 2):
        where = f"{path}:{line}"
        if row["kind"] not in _KINDS or not row["name"]:
            raise InputError(f"类别应为 Region 或 Town，且要有名称：{row['name']}", "bad kind or no name", where=where)
        for value, seen, zh in ((row["name"], names, "名称"), (row["code"], codes, "代码")):
            if value and value in seen:
                raise InputError(f"{zh}“{value}”在第 {seen[value]} 行已有", f"{value!r} given twice", where=where)
            seen[value] = line
    kinds = {row["name"]: row["kind"] for row in rows}
    for line, row in enumerate(rows, 2):
        if row["within"] and kinds.get(row["within"]) != "Region":
            raise InputError(
                f"上级“{row['within']}”不在表里，或不是地区", "within names no region", where=f"{path}:{line}"
            )


def _region(rows: list[dict[str, str]]) -> str:
    """What the table is about: the region in which most of its places lie, else its first place."""
    above = Counter(row["within"] for row in rows if row["within"])
    return above.most_common(1)[0][0] if above else next((row["name"] for row in rows), "")


def places_batch(path: Path, source: str) -> Batch:
    """Build the batch of a table of places; each edge names its row."""
    rows = read_places(path)
    kinds = {row["name"]: row["kind"] for row in rows}
    nodes: list[NodeRow] = [
        thing_node(
            "Document", node_key("Document", source), source, ["地名表"], title=f"{_region(rows)}的地名", form="table"
        )
    ]
    edges: list[EdgeRow] = []
    for line, row in enumerate(rows, 2):
        aliases = [alias for alias in row["aliases"].split("|") if alias]
        key = node_key(row["kind"], row["name"])
        extra = {"code": row["code"]} if row["kind"] == "Region" else {k: row[k] for k in ("code", "form", "note")}
        nodes.append(thing_node(row["kind"], key, row["name"], aliases, **extra))
        if row["within"]:
            end = (kinds[row["within"]], node_key(kinds[row["within"]], row["within"]))
            said: Properties = {"statements": [f"{source}#{line}"], "review": "accepted", "status": "done"}
            edges.append(EdgeRow("LOCATED_IN", (row["kind"], key), end, said))
    return Batch(source, nodes, edges)
