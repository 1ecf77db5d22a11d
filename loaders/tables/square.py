"""Find the square of sectors in a sheet, and tell what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.tables.grid import Grid, heading, twice
from loaders.tables.model import Row

_SEARCHED = 30
_LABELS = 8
"""Columns from the left in which the sectors' names or codes are looked for."""

_ORIGIN = re.compile(r"来源|origin", re.I)
_AROUND = re.compile(
    r".*(合计|总计|小计|总投入|总产出|总产值|产出|增加值|劳动者|报酬|税|折旧|盈余|消费|资本|存货|库存|出口|进口|调出|调入|流入"
    r"|流出|误差|使用|支出|投入).*|TII|TIU|VA\d*|TVA|TI|GO|TFU|TC|FU\d*|THC|GCF|EX|IM|OF|IF|ERR|ID|x|v|f"
    r"|.*(total|output|input|added|compensation|taxes|depreciation|surplus|consumption|capital|inventor|export|import"
    r"|final|demand|uses?|household|government|investment|stock|discrepanc).*",
    re.I,
)
"""Headings that stand around the square; any other heading with figures is a sector that has lost its partner."""


_NO_SECTOR = re.compile(
    r"合计|总计|小计|总和|总产出|产出|总产值|总投入|增加值(合计)?|中间(投入|使用)(合计)?|最终使用(合计)?|进口"
    r"|(sub)?totals?|sum|(total|gross)?(in|out)puts?|valueadded|imports?|finaldemand|TI|GO|TII|TIU|TVA|IM",
    re.I,
)
"""Headings that may stand both in a row and in a column, and are no sector there."""


@dataclass(frozen=True, slots=True)
class Square:
    """Where the sectors are: the heading row, the column of labels, and each sector's column and rows."""

    grid: Grid
    head: Row
    label: int
    columns: dict[str, int]
    rows: dict[str, list[Row]]
    origin: int | None

    @property
    def first(self) -> int:
        """The first column of the square."""
        return min(self.columns.values())


def find_square(grid: Grid) -> Square | None:
    """Return the heading row and label column that share most labels, preferring names to codes."""
    best: tuple[tuple[int, int, int], Row, int, set[str]] | None = None
    for at, head in enumerate(grid.rows[:_SEARCHED]):
        texts = {heading(cell): column for column, cell in enumerate(head.cells) if heading(cell)}
        for column in range(min(_LABELS, len(head.cells))):
            below = {heading(row.at(column)) for row in grid.rows[at + 1 :]}
            both = below & texts.keys()
            shared = {text for text in both if texts[text] > column and not _NO_SECTOR.fullmatch(text)}
            score = len(shared), sum(not text.isdigit() for text in shared), -at
            if len(shared) > 1 and (best is None or score > best[0]):
                best = score, head, column, shared
    return None if best is None else _placed(grid, *best[1:])


def _placed(grid: Grid, head: Row, label: int, shared: set[str]) -> Square:
    headings = [grid.label(head, column) for column in range(len(head.cells))]
    columns = {text: column for column, text in enumerate(headings) if column > label and text in shared}
    again = twice([text for column, text in enumerate(headings) if column > label and text in shared])
    if again:
        raise grid.refuse(
            head,
            max(column for column, text in enumerate(headings) if text == again),
            (f"部门“{again}”在表头出现两次", f"sector {again!r} stands twice in the heading"),
            ("请改名或删去一列", "Rename or remove one"),
        )
    left = range(min(columns.values()))
    origin = next((column for column in left if _ORIGIN.fullmatch(headings[column])), None)
    rows: dict[str, list[Row]] = {}
    for row in grid.rows:
        text = heading(row.at(label))
        if row.number > head.number and text in columns:
            rows.setdefault(text, []).append(row)
    return Square(grid, head, label, columns, rows, origin)


def around(square: Square) -> tuple[dict[str, Row], dict[str, int]]:
    """Return the rows and columns around the square by heading.

    Raises:
        FiguresRefused: one of them is neither a sector in rows and columns nor known.
    """
    grid, head = square.grid, square.head
    sectors = {id(row) for rows in square.rows.values() for row in rows}
    numbers = [row.number for rows in square.rows.values() for row in rows]
    naming = naming_columns(square)
    rows: dict[str, Row] = {}
    for row in grid.rows:
        if row.number < min(numbers) or id(row) in sectors:
            continue
        texts = [text for c in naming if (text := grid.label(row, c))]
        texts = texts or [text for c in range(square.first) if (text := grid.label(row, c))]
        if any(row.at(column) is not None for column in square.columns.values()):
            _check_known(square, row, square.label, texts, ("行", "row"))
            rows.update((text, row) for text in texts if text not in rows)
    columns: dict[str, int] = {}
    body = [found[0] for found in square.rows.values()]
    above = [row for row in grid.rows if head.number - 3 <= row.number < min(numbers)]
    above.sort(key=lambda row: abs(row.number - head.number))
    for column in range(square.first, max(len(row.cells) for row in body)):
        if column in square.columns.values():
            continue
        texts = [text for row in above if (text := grid.label(row, column))]
        if any(row.at(column) is not None for row in body):
            _check_known(square, head, column, texts, ("列", "column"))
            columns.update((text, column) for text in texts if text not in columns)
    return rows, columns


def naming_columns(square: Square) -> list[int]:
    """Return the columns on the left that tell the sectors apart: names, codes, but no heading over several rows."""
    first = [found[0] for found in square.rows.values()]
    return [c for c in range(square.first) if len({heading(row.at(c)) for row in first} - {""}) == len(first)]


def _check_known(square: Square, row: Row, column: int, texts: Sequence[str], what: tuple[str, str]) -> None:
    if any(_AROUND.fullmatch(text) for text in texts):
        return
    shown = " ".join(texts) or "（没有名称）"
    raise square.grid.refuse(
        row,
        column,
        (
            f"这一{what[0]}“{shown}”有数，但行和列没有同名的部门，也不是合计、增加值、使用等",
            f"{what[1]} {' '.join(texts)!r} holds figures, but is no sector in rows and columns, nor a known total",
        ),
        ("请把部门名称在行、列写得一致，或删去它", "Write the sector alike in rows and columns, or remove it"),
    )
