"""Many rows checked at once, column by column.

Registers repeat their values and most rows have nothing odd about them: a
column of such cells is read in a tenth of the time that its cells take one by
one. A row with anything odd goes to :class:`loaders.tables.check.RowChecker`,
which alone decides what it is and what is wrong with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from loaders.letters.extraction.numerals import scale
from loaders.tables.amounts import Amount
from loaders.tables.check import PutAside, Record, Refused, RowChecker, is_note
from loaders.tables.credit_code import credit_code
from loaders.tables.gazetteer import Thing
from loaders.tables.mapping import Column
from loaders.tables.model import BadCell, Cell, Row, as_text
from loaders.tables.persons import suspected
from loaders.tables.records import Records
from loaders.tables.words import MAX_NAME, is_heading, nothing

_ODD = object()
"""Stands for a cell that has to be looked at with its row."""
_ASIDE = frozenset("示样例eE本全以合总小累共")
"""What the first cell of a sum or an example begins with."""
_MOST_KNOWN = 20_000
"""Cells of a column whose meaning is kept."""


class BlockChecker:
    """Reads blocks of rows of one sheet, as its ``checker`` would row by row."""

    def __init__(self, checker: RowChecker) -> None:
        self._checker = checker
        self._known: dict[int, dict[Any, Any]] = {}
        self._pairs: list[tuple[int, tuple[str, str]]] = []

    def check(self, rows: Sequence[Row]) -> tuple[Records, list[Refused | PutAside]]:
        """Return the rows that can be loaded, and what the others are, both in order."""
        checker = self._checker
        columns: list[tuple[Cell, ...]] = list(zip_longest(*(row.cells for row in rows)))
        self._pairs = []
        odd = self._odd(rows, columns)
        values = {label: self._values(columns, label, column, odd) for label, column in self._mapped()}
        others: list[Refused | PutAside] = []
        out: set[int] = set()
        self._count(columns, odd)
        for at in sorted(odd):
            found = checker.check(rows[at])
            if isinstance(found, Record):
                for label, value in found.values.items():
                    values[label][at] = value
            else:
                others.append(found)
                out.add(at)
        records = Records(checker.layout.sheet, [row.number for row in rows], values)
        return records.without(out) if out else records, others

    def _mapped(self) -> Iterable[tuple[str, Column]]:
        return self._checker.mapping.columns.items()

    def _odd(self, rows: Sequence[Row], columns: Sequence[tuple[Cell, ...]]) -> set[int]:
        """Return the places of rows that may be no records, or hold persons' data."""
        checker = self._checker
        lost = any(name not in checker.layout.at and name not in checker.layout.each for name in checker.mapping.needed)
        odd = {at for at, row in enumerate(rows) if lost or row.tall or row.wide}
        for needed in checker.needed:
            cells = columns[needed] if needed < len(columns) else (None,) * len(rows)
            odd.update(at for at, cell in enumerate(cells) if nothing(cell))
        firsts: Sequence[Cell] = columns[0]
        if None in firsts:
            firsts = [next((cell for cell in row.cells if cell is not None), None) for row in rows]
        texts = [cell if isinstance(cell, str) else as_text(cell) for cell in firsts]
        header = checker.first_header
        few = (at for at, row in enumerate(rows) if len(row.cells) - row.cells.count(None) < 3)
        odd.update(at for at in few if is_note(texts[at]) or len(rows[at].cells) - rows[at].cells.count(None) < 2)
        odd.update(at for at, text in enumerate(texts) if text[:1] in _ASIDE or text == header)
        for at, cells in enumerate(columns):
            if at not in checker.silent:
                odd.update(suspected(cells))
        return odd

    def _count(self, columns: Sequence[tuple[Cell, ...]], odd: set[int]) -> None:
        """Count persons' data and renamed places of the rows that are not looked at one by one."""
        checker = self._checker
        for at in checker.layout.personal:
            if at < len(columns):
                checker.personal += sum(not nothing(cell) for row, cell in enumerate(columns[at]) if row not in odd)
        for row, pair in self._pairs:
            if row not in odd:
                checker.renamed[pair] = checker.renamed.get(pair, 0) + 1

    def _values(self, columns: Sequence[tuple[Cell, ...]], label: str, column: Column, odd: set[int]) -> list[Any]:
        """Return the values of a column of the mapping; rows of which one cannot be read become odd."""
        layout = self._checker.layout
        rows = len(columns[0])
        if label not in layout.each:
            at = layout.at.get(label, -1)
            cells = columns[at] if 0 <= at < len(columns) else (None,) * rows
            return self._read(cells, at, column, odd)
        found: list[list[Any]] = [[] for _ in range(rows)]
        for at, each in layout.each[label]:
            if at < len(columns):
                cells = columns[at]
                for row, value in enumerate(self._read(cells, at, column, odd, each=True)):
                    if value is not None:
                        found[row].append((each, value, at))
        return found

    def _read(self, cells: Sequence[Cell], at: int, column: Column, odd: set[int], *, each: bool = False) -> list[Any]:
        """Return the values of cells."""
        default = column.default or None
        if default and not each:
            cells = [default if nothing(cell) else cell for cell in cells]
        if column.kind in ("amount", "number"):
            found = self._numbers(cells, at, column)
        elif column.kind == "name":
            found = self._names(cells, at, column)
        elif column.kind == "credit_code":
            found = [None if cell is None else self._code(cell, at, column) for cell in cells]
        elif column.kind in ("town", "region"):
            found = self._all(cells, at, column)
            self._pairs += [(row, value[1]) for row, value in enumerate(found) if value.__class__ is tuple and value[1]]
            found = [value[0] if value.__class__ is tuple else value for value in found]
        else:
            found = self._all(cells, at, column)
        if _ODD in found:
            odd.update(row for row, value in enumerate(found) if value is _ODD)
        return found

    def _names(self, cells: Sequence[Cell], at: int, column: Column) -> list[Any]:
        texts = [cell for cell in cells if isinstance(cell, str)]
        if len(texts) == len(cells) and len(min(texts, key=len)) > 8 and _plain_name("".join(texts)):
            odd = [] if all(_plain_start(text) for text in texts) else texts
            if not odd:
                return [column.words.get(text, text) for text in texts] if column.words else texts
        return [
            column.words.get(cell, cell)
            if isinstance(cell, str) and len(cell) > 8 and _plain_start(cell) and _plain_name(cell)
            else self._one(cell, at, column)
            for cell in cells
        ]

    def _code(self, cell: Cell, at: int, column: Column) -> Any:  # noqa: ANN401
        try:
            return credit_code(cell) if cell.__class__ is str else self._one(cell, at, column)
        except BadCell:
            return self._one(cell, at, column)

    def _numbers(self, cells: Sequence[Cell], at: int, column: Column) -> list[Any]:
        layout = self._checker.layout
        if column.unit_from and column.unit_from in layout.at:
            return [None if nothing(cell) else _ODD for cell in cells]
        unit = layout.units.get(at, column.unit)
        factors, base = scale(unit)
        found: list[Any] = []
        for cell in cells:
            if cell.__class__ is float and -1e15 < cell < 1e15:
                normal = cell
                for factor in factors:
                    normal *= factor
                text = str(int(cell)) if cell.is_integer() else repr(cell)
                found.append(Amount(text, unit, cell, None, normal if unit else None, base, ""))
            elif nothing(cell):
                found.append(None)
            else:
                found.append(self._one(cell, at, column))
        return found

    def _all(self, cells: Sequence[Cell], at: int, column: Column) -> list[Any]:
        """Return the values of cells that come again and again."""
        known = self._known.setdefault(at, {})
        found: list[Any] = []
        for cell in cells:
            key = cell if cell.__class__ is str else (cell.__class__, cell)
            value = known.get(key, known)
            if value is known:
                if len(known) >= _MOST_KNOWN:
                    known.clear()
                value = known[key] = self._one(cell, at, column)
            found.append(value)
        return found

    def _one(self, cell: Cell, at: int, column: Column) -> Any:  # noqa: ANN401 - by the column's kind
        """Return the value of a cell; of a place with the pair of names if it was written otherwise."""
        if nothing(cell):
            return None
        try:
            value = self._checker.cell(cell, at, column)
        except BadCell:
            return _ODD
        return (value, self._checker.pair(value)) if isinstance(value, Thing) else value


def _plain_name(text: str) -> bool:
    """Whether a text, or several put together, is a name as it should be written: letters and digits alone."""
    return text.isalnum() and unicodedata.is_normalized("NFC", text)


def _plain_start(text: str) -> bool:
    """Whether a name of letters and digits is neither a number nor the heading of a part."""
    return text[0].isalpha() and not is_heading(text) and len(text) <= MAX_NAME
