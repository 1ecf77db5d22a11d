"""Rows to records: each cell is read as its column says; what cannot be read is a rejection with place and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from loaders.tables.amounts import Amount, amount, known_unit
from loaders.tables.credit_code import credit_code
from loaders.tables.gazetteer import Gazetteer, Thing
from loaders.tables.headers import Layout
from loaders.tables.mapping import Column, Mapping
from loaders.tables.model import BadCell, Cell, Row, as_text, letters
from loaders.tables.persons import clean
from loaders.tables.records import Records
from loaders.tables.words import is_heading, name, names, nothing, status, strip_marks, when

Aside = Literal["total", "note", "heading", "header", "example"]
"""Why a row is no record: a sum, a note, a heading of a part, the header once more, the example of a form."""

_TOTAL = re.compile(r"(?:本页|全市|全镇|以上)?(?:合计|总计|小计|累计|共计)(?:[:：].*|[（(].*)?")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表说明|填报说明|数据来源|资料来源|来源|填报单位|制表单位|编制单位|填报人?|填表人?|制表人?|审核人?"
    r"|复核人?|单位负责人|统计负责人|联系人|联系电话|报送时间|填报时间|填报日期|制表时间|打印时间|\*+|※)\s*\d*\s*(?:[:：（(\d.、]|$).*",
    re.S,
)
_EXAMPLE = re.compile(r"(?:示例|样例|例子?|example)(?:[:：].*)?", re.I)
_BOOKISH = frozenset({"credit_code", "gbt4754", "amount", "number", "date"})


@dataclass(frozen=True, slots=True)
class Rejection:
    """One cell that keeps its row out: where it stands, what is wrong, what to do. ``value`` holds no person's data."""

    sheet: str
    row: int
    column: str
    header: str
    value: str
    reason: str
    reason_en: str
    remedy: str
    remedy_en: str
    at: int = -1

    @property
    def place(self) -> str:
        """``Sheet!A1`` of the cell, ``Sheet!1`` where the column is missing."""
        return f"{self.sheet}!{self.column}{self.row}"


@dataclass(frozen=True, slots=True)
class Record:
    """A row that can be loaded: its place (``sheet!row``) and its values by column name."""

    sheet: str
    row: int
    values: dict[str, Any]
    place: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that stays out, with all that is wrong with it, and its classes of GB/T 4754 where they can be read."""

    sheet: str
    row: int
    rejections: tuple[Rejection, ...]
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutAside:
    """A row that is no record, and why."""

    sheet: str
    row: int
    why: Aside
    text: str


@dataclass(slots=True)
class RowChecker:
    """Reads the rows of one sheet; counts persons' data that it drops and words that mean another name."""

    mapping: Mapping
    layout: Layout
    gazetteer: Gazetteer
    formulas: bool = False
    personal: int = 0
    renamed: dict[tuple[str, str], int] = field(default_factory=dict)
    needed: tuple[int, ...] = field(init=False)
    first_header: str = field(init=False)
    silent: frozenset[int] = field(init=False)
    _ended: bool = False

    def __post_init__(self) -> None:
        """Look up once what every row asks."""
        layout, columns = self.layout, self.mapping.columns
        self.needed = tuple(layout.at[name] for name in self.mapping.needed if name in layout.at)
        self.first_header = next((text for text in layout.texts if text), "")
        # Cells that become numbers and codes, never text, hold nobody's name.
        plain = {at for name, at in layout.at.items() if columns[name].kind in _BOOKISH}
        self.silent = frozenset(plain.union(layout.personal))

    def _is_header(self, row: Row) -> bool:
        shown = self.layout.at.values()
        return all(" ".join(as_text(row.at(at)).split()) == self.layout.header_of(at) for at in shown)

    def check(self, row: Row) -> Record | Refused | PutAside:
        """Return what a filled row below the header is."""
        self.personal += self._persons(row)
        aside = self._aside(row)
        if aside:
            text = next(as_text(cell) for cell in row.cells if cell is not None)
            return PutAside(self.layout.sheet, row.number, aside, clean(" ".join(text.split())[:60]).text)
        values: dict[str, Any] = {}
        wrong: list[Rejection] = []
        for label, column in self.mapping.columns.items():
            try:
                values[label] = self._value(row, label, column)
            except _Wrong as bad:
                wrong.append(self._rejection(row, bad.at, label, bad.cause))
        if wrong:
            return Refused(self.layout.sheet, row.number, tuple(wrong), _class_keys(self.mapping, values))
        return Record(self.layout.sheet, row.number, values, f"{self.layout.sheet}!{row.number}")

    def _aside(self, row: Row) -> Aside | None:
        filled = [(at, cell) for at, cell in enumerate(row.cells) if cell is not None]
        first = as_text(filled[0][1])
        if _EXAMPLE.fullmatch(first):
            return "example"
        if _TOTAL.fullmatch(re.sub(r"\s", "", first)):
            return "total"
        if first == self.first_header and self._is_header(row):
            return "header"
        lacking = any(nothing(row.at(at)) for at in self.needed)
        if is_note(first) and (lacking or len(filled) <= 2):
            self._ended = True
            return "note"
        if lacking and self._ended:
            return "note"
        if len(filled) == 1 and len(self.layout.texts) > 1 and (lacking or row.wide or is_heading(first)):
            return "heading"
        return None

    def _persons(self, row: Row) -> int:
        """Count persons' data of a row: filled cells of such columns, and what hides in other cells."""
        count = sum(1 for at in self.layout.personal if not nothing(row.at(at)))
        for at, cell in enumerate(row.cells):
            if isinstance(cell, str) and at not in self.silent:
                count += clean(cell).count
        return count

    def _value(self, row: Row, label: str, column: Column) -> Any:  # noqa: ANN401 - by the column's kind
        if label in self.layout.each:
            found = []
            for at, each in self.layout.each[label]:
                if not nothing(row.at(at)):
                    found.append((each, self._read(row, at, column), at))
            return found
        at = self.layout.at.get(label, -1)
        cell = row.at(at) if at >= 0 else None
        if nothing(cell):
            if column.required:
                formula = "；这里若是公式，请粘贴成数值" if self.formulas else ""
                raise _Wrong(at, BadCell(f"“{label}”空着{formula}", f"{label!r} is empty", "请补上，或删去这一行"))
            cell = column.default or None
        return None if cell is None else self._read(row, at, column, cell)

    def _read(self, row: Row, at: int, column: Column, default: Cell = None) -> Any:  # noqa: ANN401
        cell = default if default is not None else row.at(at)
        try:
            if column.kind in ("amount", "number"):
                return self._number(row, at, column, cell)
            value = self.cell(cell, at, column)
        except BadCell as bad:
            raise _Wrong(at, bad) from bad
        pair = self.pair(value) if isinstance(value, Thing) else None
        if isinstance(value, Thing) and pair:
            self.renamed[pair] = self.renamed.get(pair, 0) + 1
        return value

    def cell(self, cell: Cell, at: int, column: Column) -> Any:  # noqa: ANN401 - by the column's kind
        """Return what a filled cell says, as far as it does not depend on its row.

        Raises:
            BadCell: it cannot be used.
        """
        if column.kind in ("amount", "number"):
            return amount(cell, self.layout.units.get(at, column.unit))
        if column.kind in ("town", "region"):
            found = self.gazetteer.town(cell) if column.kind == "town" else self.gazetteer.region(cell)
            return replace(found, written="") if clean(found.written).count else found
        return _names(cell, column)[0] if column.kind == "name" else self._word(cell, column)

    @staticmethod
    def pair(place: Thing) -> tuple[str, str] | None:
        """Return how a place was written and its name, if it was written otherwise."""
        return (place.written[:20], place.name) if place.written else None

    def _unit(self, row: Row, at: int, column: Column) -> str:
        if column.unit_from:
            told = row.at(self.layout.at.get(column.unit_from, -1)) if column.unit_from in self.layout.at else None
            if not nothing(told):
                unit = known_unit(as_text(told))
                if not unit:
                    raise BadCell(f"读不懂单位“{as_text(told)}”", f"unit {as_text(told)!r} is not known")
                return unit
        return self.layout.units.get(at, column.unit)

    def _word(self, cell: Cell, column: Column) -> Any:  # noqa: ANN401
        if column.kind == "credit_code":
            return credit_code(cell)
        if column.kind == "date":
            return when(cell)
        if column.kind == "gbt4754":
            return self.gazetteer.classes(cell)
        if column.kind == "status":
            return status(cell, column.words)
        if column.kind == "names":
            return _names(cell, column)
        if column.kind == "segments":
            return [self.gazetteer.segment(column.words.get(part, part)) for part in names(cell)]
        said = clean(as_text(cell)).text
        return column.words.get(said, said)

    def _number(self, row: Row, at: int, column: Column, cell: Cell) -> Amount:
        if at in row.tall and any(row.tall.get(needed) != row.tall[at] for needed in self.needed):
            raise BadCell(
                "这个数所在的格子跨行合并，分不清是哪一行的",
                "the number stands in a cell merged over several rows",
                "请取消合并，把数分到各行",
                "Unmerge it and give each row its own number",
            )
        return amount(cell, self._unit(row, at, column))

    def _rejection(self, row: Row, at: int, label: str, bad: BadCell) -> Rejection:
        written = clean(" ".join(as_text(row.at(at)).split())) if at >= 0 else clean("")
        zh, en = bad.zh, bad.en
        if written.count:  # what is wrong repeats the cell
            zh, en = clean(zh).text, clean(en).text
        header = self.layout.header_of(at) if at >= 0 else label
        column = letters(at) if at >= 0 else ""
        place = self.layout.sheet, row.number, column, header, written.text[:80]
        return Rejection(*place, zh, en, bad.do_zh, bad.do_en, at)


def _names(cell: Cell, column: Column) -> list[str]:
    found = [name(cell)] if column.kind == "name" else names(cell)
    if any(clean(part).count for part in found):
        raise BadCell(
            "名称里有个人信息（姓名、电话、邮箱、证件号），不能载入",
            "the name holds a person's data",
            "请从这一格里删去个人信息",
            "Remove it from the cell",
        )
    return [column.words.get(part, strip_marks(part)) for part in found]


def is_note(text: str) -> bool:
    """Whether a text begins as a note below a table does."""
    return bool(_NOTE.fullmatch(text))


class _Wrong(Exception):
    """A bad cell with its column."""

    def __init__(self, at: int, cause: BadCell) -> None:
        super().__init__(cause.zh)
        self.at, self.cause = at, cause


def _class_keys(mapping: Mapping, values: dict[str, Any]) -> tuple[str, ...]:
    labels = [label for label, column in mapping.columns.items() if column.kind == "gbt4754"]
    return tuple(thing.key for label in labels for thing in values.get(label) or ())


def class_keys(mapping: Mapping, records: Records, at: int) -> tuple[str, ...]:
    """Return the keys of the classes of GB/T 4754 that one of some records names."""
    return _class_keys(mapping, {label: values[at] for label, values in records.values.items()})


def filled_rows(rows: Iterator[Row], after: int) -> Iterator[Row]:
    """Yield the rows below a header that hold anything."""
    return (row for row in rows if row.number > after and not row.empty)
