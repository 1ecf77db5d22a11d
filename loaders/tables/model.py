"""What stands between a file and a batch: cells, rows, sheets, and what can be wrong with a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
"""A value as the file holds it; ``None`` is an empty cell, text is stripped and never empty."""

Form = Literal["xlsx", "xls", "ods", "csv"]
Merge: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column, 0-based and inclusive."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet.

    ``number`` is the row's number as a spreadsheet shows it (1-based).
    ``cells`` start at column A. ``tall`` gives, for each column (0-based) whose
    cell belongs to a merged area of several rows, the first and last of them
    (0-based); the area's value stands in each.
    ``wide`` says that the first filled cell is merged over several columns.
    """

    number: int
    cells: tuple[Cell, ...]
    tall: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    wide: bool = False

    def at(self, column: int) -> Cell:
        """Return the cell of a 0-based column, ``None`` past the end."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def empty(self) -> bool:
        """Whether no cell is filled."""
        return all(cell is None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, whether the user hid it, and its rows, read anew at each call."""

    name: str
    hidden: bool
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Book:
    """A file as sheets.

    ``hidden_rows`` counts rows the user hid or filtered away: they are read
    like any other. ``formulas`` says that cells hold formulas, whose last
    saved values are read. ``notes`` say in Chinese and English what was left alone
    (macros, links to other files).
    """

    name: str
    form: Form
    sheets: tuple[Sheet, ...]
    hidden_rows: Mapping[str, int] = field(default_factory=dict)
    formulas: bool = False
    notes: tuple[tuple[str, str], ...] = ()


class BadCell(Exception):
    """A cell that cannot be used: what is wrong and what to do, in Chinese and English."""

    def __init__(self, zh: str, en: str, do_zh: str = "请改正这一格", do_en: str = "Correct the cell") -> None:
        super().__init__(zh)
        self.zh, self.en, self.do_zh, self.do_en = zh, en, do_zh, do_en


def letters(column: int) -> str:
    """Return the letters of a 0-based column: 0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def as_text(cell: Cell) -> str:
    """Return a cell as the text that a reader of the sheet sees, without blanks at the ends.

    Whole numbers lose their ``.0``; dates are ISO 8601.
    """
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).strip()
