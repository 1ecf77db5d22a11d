"""The error workbook: the user's own rows at their own places, wrong cells marked, reasons beside them.

It is loaded again by the same mapping once corrected, in place of the whole
list. Columns of persons' data stand empty, and every text is written as text.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from graph.errors import InputError
from loaders.tables.check import Rejection
from loaders.tables.headers import Layout
from loaders.tables.model import Cell, Row, Sheet, as_text
from loaders.tables.persons import clean
from loaders.tables.read import TableRead

REASON = "原因（改好后整份再载入，这一列不会读）"
_WITHHELD = "（个人信息，未带出）"
_SAFE_NUMBER = 1e15
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Text stays text, whatever sign it begins with."""


def error_workbook(read: TableRead) -> bytes:
    """Return an xlsx of all rows of the sheets that were read; rejected ones are marked.

    Raises:
        InputError: there is nothing to correct.
    """
    if not read.refused:
        raise InputError("没有退回的行", "no row was rejected", where=read.book.name)
    wrong: dict[tuple[str, int], tuple[Rejection, ...]] = {(r.sheet, r.row): r.rejections for r in read.refused}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        styles = _styles(book)
        sheets = {sheet.name: sheet for sheet in read.book.sheets}
        for number, layout in enumerate(read.layouts, 1):
            _write_sheet(book, styles, sheets[layout.sheet], layout, wrong, number)
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:  # noqa: ANN401 - xlsxwriter has no types
    return {
        "head": book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E8ECF2"}),
        "bad": book.add_format({"bg_color": "#F8CBAD", "border": 1}),
        "reason": book.add_format({"font_color": "#9C2A10", "text_wrap": True}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _write_sheet(
    book: Any,  # noqa: ANN401
    styles: Mapping[str, Any],
    sheet: Sheet,
    layout: Layout,
    wrong: Mapping[tuple[str, int], tuple[Rejection, ...]],
    number: int,
) -> None:
    page = book.add_worksheet(_sheet_name(sheet.name, number))
    end = len(layout.texts)
    page.set_column(0, max(end - 1, 0), 16)
    page.set_column(end, end, 60)
    page.freeze_panes(layout.last, 0)
    last = layout.last
    for row in sheet.rows():
        rejections = wrong.get((sheet.name, row.number), ())
        bad = {r.at for r in rejections}
        for at, cell in enumerate(row.cells[:end]):
            shown = _WITHHELD if row.number > layout.last and at in layout.personal and cell is not None else cell
            if at in bad and at in row.tall:
                shown = f"合并格：{as_text(cell)}"  # not a number: to be loaded it has to be corrected
            style = styles["bad"] if at in bad else styles["head"] if row.number in layout.rows else None
            _write(page, row.number - 1, at, shown, style, styles)
        if row.number == layout.last:
            page.write_string(row.number - 1, end, REASON, styles["head"])
        if rejections:
            page.write_string(row.number - 1, end, _reasons(row, rejections), styles["reason"])
        last = max(last, row.number)
    page.autofilter(layout.last - 1, 0, last - 1, end)


def _reasons(row: Row, rejections: tuple[Rejection, ...]) -> str:
    return "\n".join(f"{r.column}{row.number} {r.header}：{r.reason}。{r.remedy}" for r in rejections)[:32_000]


def _write(page: Any, row: int, column: int, cell: Cell, style: Any, styles: Mapping[str, Any]) -> None:  # noqa: ANN401
    if cell is None:
        if style is not None:
            page.write_blank(row, column, None, style)
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell, style)
    elif isinstance(cell, int | float) and math.isfinite(cell) and abs(cell) < _SAFE_NUMBER:
        page.write_number(row, column, cell, style)
    elif isinstance(cell, date | datetime) and cell.year >= 1900:
        page.write_datetime(row, column, cell, style or styles["date"])
    elif isinstance(cell, time | timedelta):
        page.write_string(row, column, str(cell), style or styles["text"])
    else:
        page.write_string(row, column, clean(as_text(cell)).text[:32_000], style or styles["text"])


def _sheet_name(name: str, number: int) -> str:
    """Return a name that a workbook may have."""
    safe = "".join("-" if char in "[]:*?/\\" or not char.isprintable() else char for char in name)[:31].strip("'")
    return safe or f"表{number}"
