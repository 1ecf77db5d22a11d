"""A sheet of figures as a grid: where it is, what its cells say, in which one unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import FiguresRefused, InputError, UnreadableFile
from loaders.tables.amounts import amount, known_unit
from loaders.tables.model import BadCell, Book, Cell, Row, as_text, letters
from loaders.tables.reading.book import open_book

NONE_WRITTEN = frozenset(("-", "--", "—", "——", "–", "－", "/", "无"))
"""What people write where there is nothing; it counts as an empty cell."""

_UNIT = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SHEET_UNIT = re.compile(r"单位[:：]\s*([^\s,，;；)）]+)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Grid:
    """One sheet.

    ``units`` and ``years`` are filled by the headings that are read, ``cell_units`` by the figures:
    each with the first place that named it. ``bare`` is the first figure without a unit of its own.
    """

    name: str
    sheet: str
    rows: tuple[Row, ...]
    notes: list[tuple[str, str]] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    cell_units: dict[str, str] = field(default_factory=dict)
    years: dict[str, str] = field(default_factory=dict)
    bare: str = ""
    empty: int = 0

    def place(self, row: Row, column: int) -> str:
        """Return where a cell is, as a spreadsheet names it."""
        sheet = "" if self.sheet == "csv" else f" {self.sheet}"
        return f"{self.name}{sheet} {letters(column)}{row.number}"

    def label(self, row: Row, column: int) -> str:
        """Return a heading to compare: no blanks, unit or year; its unit and year are noted."""
        text = plain(row.at(column))
        for unit in filter(None, map(known_unit, _UNIT.findall(text))):
            self.units.setdefault(unit, self.place(row, column))
        for year in _YEAR.findall(text):
            self.years.setdefault(year, self.place(row, column))
        return heading(text)

    def number(self, row: Row, column: int) -> float | None:
        """Return the figure of a cell, ``None`` if nothing stands there; a unit written with it is noted.

        Raises:
            FiguresRefused: it is no single figure.
        """
        cell = row.at(column)
        if cell is None or (isinstance(cell, str) and plain(cell) in NONE_WRITTEN):
            return None
        try:
            found = amount(cell, "")
        except BadCell as bad:
            raise self.refuse(row, column, (bad.zh, bad.en), (bad.do_zh, bad.do_en)) from bad
        if found.high is not None or found.qualifier:
            raise self.refuse(
                row,
                column,
                (f"要一个确切的数，读到的是“{as_text(cell)}”", f"wanted one exact figure, found {as_text(cell)!r}"),
                ("请只留一个数，不写约、超、范围", "Give one figure, no range and no qualifier"),
            )
        if found.unit:
            self.cell_units.setdefault(found.unit, self.place(row, column))
        elif found.number:
            self.bare = self.bare or self.place(row, column)
        return found.number

    def refuse(self, row: Row, column: int, what: tuple[str, str], do: tuple[str, str]) -> FiguresRefused:
        """Return the refusal of a cell."""
        return FiguresRefused(what[0], what[1], where=self.place(row, column), do_zh=do[0], do_en=do[1])

    def unit(self, given: str = "") -> str:
        """Return the one unit that the headings, the cells or the lines above the table name; empty if none does.

        Args:
            given: the unit that the user names; it must not contradict the table.

        Raises:
            FiguresRefused: several units, or an unknown one given.
        """
        if given and not known_unit(given):
            raise FiguresRefused(f"读不懂单位“{given}”", f"unit {given!r} is not known", do_zh="如 万元、亿元、人")
        stated = dict(self.units) or self._stated_above()
        if given:
            stated.setdefault(known_unit(given), "--unit")
        found = {**self.cell_units, **stated}
        _one(found, ("单位", "unit"), ("请先换算成同一单位", "Convert them to one unit first"))
        if self.cell_units and self.bare and not stated:
            unit, place = next(iter(self.cell_units.items()))
            raise FiguresRefused(
                f"有的格写了单位（{place} {unit}），有的没写（{self.bare}）",
                f"some cells name a unit ({place} {unit}), others none ({self.bare})",
                do_zh="请在表头写明单位，格里只填数",
                do_en="Name the unit in the heading, and give figures only",
            )
        return next(iter(found), "")

    def year(self) -> str:
        """Return the one year that the headings name; empty if none does.

        Raises:
            FiguresRefused: several.
        """
        _one(self.years, ("年份", "year"), ("请只留同一年的数", "Keep the figures of one year"))
        return next(iter(self.years), "")

    def _stated_above(self) -> dict[str, str]:
        for row in self.rows[:50]:
            for at, cell in enumerate(row.cells):
                found = _SHEET_UNIT.search(cell) if isinstance(cell, str) else None
                if found and known_unit(found[1]):
                    return {known_unit(found[1]): self.place(row, at)}
        return {}


def plain(cell: Cell) -> str:
    """Return a cell as text to compare: without blanks, full-width signs as ASCII."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]", "", unicodedata.normalize("NFKC", as_text(cell)))


def heading(cell: Cell) -> str:
    """Return a heading as text to compare, without the unit in brackets and the year."""
    bare = _UNIT.sub(lambda found: "" if known_unit(found[1]) else found[0], plain(cell))
    return re.sub(_YEAR.pattern + "年度?", "", bare)


def is_year(text: str) -> bool:
    """Whether a heading is nothing but a year."""
    return bool(_BARE_YEAR.fullmatch(text.removesuffix("年")))


def grids(path: Path, sheet: str = "") -> list[Grid]:
    """Open a file of figures (xlsx, xls, ods, csv): its visible sheets that hold anything, or the one named.

    Raises:
        UnreadableFile: not a table, damaged, with a password, or empty.
        InputError: no such sheet.
    """
    book = open_book(path)
    if sheet and sheet not in {found.name for found in book.sheets}:
        raise InputError(
            f"没有工作表“{sheet}”",
            f"no sheet {sheet!r}",
            where=book.name,
            do_zh=f"文件里有：{'、'.join(found.name for found in book.sheets)}",
            do_en=f"There are: {', '.join(found.name for found in book.sheets)}",
        )
    found = list(_filled(book, sheet))
    if not found:
        raise UnreadableFile("表格里没有内容", "there is nothing in the table", where=book.name)
    return found


def _filled(book: Book, wanted: str) -> Iterable[Grid]:
    for sheet in book.sheets:
        if sheet.name == wanted or (not wanted and not sheet.hidden):
            rows = tuple(row for row in sheet.rows() if not row.empty)
            if rows:
                grid = Grid(book.name, sheet.name, rows, list(book.notes))
                if book.formulas:
                    grid.notes.append(
                        (
                            "表里有公式，读的是上次保存的值",
                            "formulas were not computed; the values last saved were read",
                        )
                    )
                yield grid


def twice(labels: Sequence[str]) -> str:
    """Return the first label that stands twice, empty if none does."""
    seen: set[str] = set()
    for text in labels:
        if text in seen:
            return text
        seen.add(text)
    return ""


def _one(found: dict[str, str], what: tuple[str, str], do: tuple[str, str]) -> None:
    if len(found) > 1:
        (first, here), (second, there) = list(found.items())[:2]
        raise FiguresRefused(
            f"{what[0]}不一：{first}（{here}）和 {second}（{there}）",
            f"more than one {what[1]}: {first} ({here}) and {second} ({there})",
            do_zh=do[0],
            do_en=do[1],
        )
