"""Registers as people keep them, made by other programs than the one that reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from graph.store import Batch
from loaders.tables.credit_code import check_digit
from loaders.tables.gazetteer import Gazetteer, shipped_gazetteer
from loaders.tables.joined import edge_parts, node_parts, single
from loaders.tables.mapping import Mapping as TableMapping
from loaders.tables.mapping import read_mapping
from loaders.tables.read import TableRead, read_table
from loaders.tables.reading.book import open_book

Rows = Sequence[Sequence[Any]]
GAZETTEER: Gazetteer = shipped_gazetteer()
HEADER = ["企业名称", "统一社会信用代码", "镇街", "行业代码", "主要产品", "工业总产值（万元）"]


def code(number: int) -> str:
    """A credit code of right shape and check digit."""
    body = f"91442000MA{number:07d}"
    return body + check_digit(body)


def firm_row(number: int, *, town: str = "东凤镇", classes: str = "3854", products: str = "电饭煲") -> list[Any]:
    return [f"中山市第{number}号电器有限公司", code(number), town, classes, products, 1000 + number]


def xlsx(path: Path, rows: Rows, *, sheet: str = "名录", merges: Sequence[str] = ()) -> Path:
    """A workbook as openpyxl writes it; ``None`` cells are left out."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for area in merges:
        page.merge_cells(area)
    book.save(path)
    return path


def xls(path: Path, rows: Rows, *, merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("名录")
    covered = {
        (r, c) for top, bottom, left, right in merges for r in range(top, bottom + 1) for c in range(left, right + 1)
    }
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None and (at, column) not in covered:
                page.write(at, column, cell)
    for top, bottom, left, right in merges:
        page.write_merge(top, bottom, left, right, rows[top][left])
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="名录")
    for row in rows:
        line = TableRow()
        for cell in row:
            if isinstance(cell, int | float):
                box = TableCell(valuetype="float", value=str(cell))
            else:
                box = TableCell(valuetype="string")
                box.addElement(P(text=str(cell or "")))
            line.addElement(box)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def csv_text(rows: Rows, mark: str = ",") -> str:
    return "\r\n".join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows) + "\r\n"


def read(path: Path, mapping: str | TableMapping = "firms", gazetteer: Gazetteer = GAZETTEER) -> TableRead:
    wanted = read_mapping(mapping) if isinstance(mapping, str) else mapping
    return read_table(open_book(path), wanted, gazetteer, path.stem)


def reasons(found: TableRead) -> dict[str, str]:
    """Reasons of the rejections by place, without the sheet."""
    return {r.place.rpartition("!")[2]: r.reason for refused in found.refused for r in refused.rejections}


def batch(found: TableRead) -> Batch:
    """All that would be loaded."""
    stream = found.stream()
    return Batch(stream.source, list(stream.node_rows()), list(stream.edge_rows()))


def nodes(found: TableRead) -> dict[tuple[str, str], tuple[str, Mapping[str, Any]]]:
    """Nodes by (kind, key): their names and properties."""
    return {(node.kind, node.key): (node.name, node.properties) for node, _ in single(node_parts(found.rows))}


def all_edges(found: TableRead) -> dict[tuple[str, tuple[str, str], tuple[str, str]], Mapping[str, Any]]:
    """Edges by identity: their properties."""
    return {edge.identity: edge.properties for edge, _ in single(edge_parts(found.rows))}


def edges(found: TableRead, kind: str) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Edges of a kind by (start name, end name)."""
    return {
        (start[1].partition(":")[2], end[1].partition(":")[2]): properties
        for (name, start, end), properties in all_edges(found).items()
        if name == kind
    }
