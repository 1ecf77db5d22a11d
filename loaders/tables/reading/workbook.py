"""Workbooks (xlsx, xlsm, xls, ods) by calamine: last saved values only; no formula, macro or link is ever followed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import python_calamine as calamine

from graph.errors import LiantuError
from loaders.tables.model import Book, Cell, Form, Merge, Row, Sheet
from loaders.tables.reading.guard import Seen
from loaders.tables.reading.refusals import check_extent, check_row, damaged, with_password

T = TypeVar("T")


def workbook(data: bytes, name: str, form: Form, seen: Seen | None) -> Book:
    """Return a workbook as a book.

    Args:
        data: the whole file; what was looked through is what is read.
        name: what the file is called.
        form: what it is by its content.
        seen: what the look-through found; ``None`` for xls, which has none.

    Raises:
        UnreadableFile: damaged, or with a password.
    """
    opened = _guarded(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)), name)
    sheets = []
    last: dict[int, calamine.CalamineSheet] = {}
    hidden_rows: dict[str, int] = {}
    for at, about in enumerate(opened.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = about.visible != calamine.SheetVisibleEnum.Visible
        merges = seen.merges.get(about.name, []) if seen else []
        loader = _Loader(opened, at, f"{name} {about.name}", merges, last)
        sheets.append(Sheet(about.name, hidden, loader.rows))
        if seen is not None:
            hidden_rows[about.name] = seen.hidden.get(about.name, 0)
    notes = []
    if seen is not None and seen.macros:
        notes.append(("文件里有宏，没有运行", "the file holds macros; they were not run"))
    if seen is not None and seen.links:
        notes.append(("文件链接到别的文件，没有打开", "the file links to other files; they were not opened"))
    return Book(name, form, tuple(sheets), hidden_rows, bool(seen and seen.formulas), tuple(notes))


class _Loader:
    """Reads one sheet when it is asked for; of all that were begun and not read through the last stays in memory.

    ``last`` is that one, by its place: the loaders of a book share it.
    """

    def __init__(
        self,
        book: calamine.CalamineWorkbook,
        at: int,
        where: str,
        merges: Sequence[Merge],
        last: dict[int, calamine.CalamineSheet],
    ) -> None:
        self._book, self._at, self._where, self._merges, self._last = book, at, where, merges, last

    def _sheet(self) -> calamine.CalamineSheet:
        if self._at in self._last:
            return self._last[self._at]
        self._last.clear()
        sheet = _guarded(lambda: self._book.get_sheet_by_index(self._at), self._where)
        if sheet.end is not None:
            check_extent(sheet.end[0] + 1, sheet.end[1] + 1, self._where)
        self._last[self._at] = sheet
        return sheet

    def rows(self) -> Iterator[Row]:
        """Yield the rows; the value of a merged area stands in each of its rows."""
        sheet = self._sheet()
        if sheet.start is None:
            return
        indent = (None,) * sheet.start[1]
        areas: dict[int, list[Merge]] = {}
        known = [(*start, *end) for start, end in sheet.merged_cell_ranges or []]
        for area in known or self._merges:
            areas.setdefault(area[0], []).append(area)
        open_areas: list[tuple[Merge, Cell]] = []
        for at, values in enumerate(_each(sheet, self._where)):
            cells = indent + tuple(_cell(value) for value in values)
            check_row(at + 1, len(cells), self._where)
            if not areas and not open_areas:
                yield Row(at + 1, cells)
                continue
            starting = areas.pop(at, [])
            open_areas = [(area, value) for area, value in open_areas if area[2] >= at]
            row = _spread(at, cells, starting, open_areas)
            open_areas += [(a, cells[a[1]] if a[1] < len(cells) else None) for a in starting if a[2] > a[0]]
            yield row
        self._last.pop(self._at, None)


def _spread(at: int, cells: tuple[Cell, ...], starting: list[Merge], above: list[tuple[Merge, Cell]]) -> Row:
    """Return the row with the values of areas that began above, and with what is known of its merges."""
    tall = {area[1]: (area[0], area[2]) for area in starting if area[2] > area[0]}
    if above:
        filled = list(cells)
        for area, value in above:
            if area[1] < len(filled) and filled[area[1]] is None:
                filled[area[1]] = value
            tall[area[1]] = area[0], area[2]
        cells = tuple(filled)
    first = next((column for column, cell in enumerate(cells) if cell is not None), -1)
    wide = any(area[1] <= first <= area[3] and area[3] > area[1] for area in starting)
    return Row(at + 1, cells, tall, wide)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    return value  # type: ignore[return-value] # calamine gives only the types of a cell


def _each(sheet: calamine.CalamineSheet, where: str) -> Iterator[list[object]]:
    rows = iter(sheet.iter_rows())
    while True:
        row = _guarded(lambda: next(rows, None), where)
        if row is None:
            return
        yield row  # type: ignore[misc]


def _guarded(read: Callable[[], T], where: str) -> T:
    """Run the reader; whatever it fails with becomes one message.

    The reader is written in Rust: a bug in it raises ``PanicException``, which is no ``Exception``.
    """
    try:
        return read()
    except calamine.PasswordError as error:
        raise with_password(where) from error
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, LiantuError):
        raise
    except BaseException as error:
        raise damaged(where) from error
