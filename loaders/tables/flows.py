"""Read a table of flows between sectors, whatever its office prints around the square."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from graph.errors import FiguresRefused
from loaders.tables.grid import Grid, grids, plain
from loaders.tables.model import Row
from loaders.tables.square import Square, around, find_square, naming_columns

FloatArray = npt.NDArray[np.float64]
Scope = Literal["domestic", "total", "unstated"]

_OUTPUT_COLUMN = re.compile(r"总产出|产出|总产值|GO|(total)?(gross)?outputs?|x", re.I)
_OUTPUT_ROW = re.compile(r"总投入|总产出|产出|总产值|TI|(total)?(gross)?(inputs?|outputs?)|x", re.I)
_ADDED = re.compile(r"增加值(合计)?|增加值总计|TVA|VA|(gross|total)?valueadded(total)?|v", re.I)
_INPUTS = re.compile(r"中间投入(合计|总计)?|TII|(total)?intermediateinputs?", re.I)
_IMPORT = re.compile(r"进口(?!.*税).*|IM|imports?", re.I)
_INFLOW = re.compile(r"(国内)?省外流入|流入|调入|IF", re.I)
_DOMESTIC = re.compile(r"domestic|国内|国产|省内|本地", re.I)
_IMPORTED = re.compile(r"imports?|imported|进口", re.I)


@dataclass(frozen=True, slots=True)
class Flows:
    """A table of flows.

    ``flows`` and ``domestic`` are n × n, supplying sectors in rows; ``domestic``
    is there where the table tells what is made at home from imports. ``scope``
    says what ``flows`` hold. ``added`` is value added and, of domestic flows,
    the imports used: with the flows it makes up the output; ``None`` where the
    table has none. ``rounding`` is by how much a sum may be out. ``unit`` is
    empty where none is written. ``inflows`` tells whether ``flows`` also hold
    what comes from other provinces.
    """

    title: str
    names: tuple[str, ...]
    flows: FloatArray
    domestic: FloatArray | None
    output: FloatArray
    added: FloatArray | None
    scope: Scope
    unit: str
    rounding: float
    inflows: bool
    notes: tuple[tuple[str, str], ...]


def read_flows(path: Path, *, sheet: str = "", unit: str = "") -> Flows:
    """Read a table of flows between sectors.

    A heading row and a column of labels that name the same sectors make the
    square, in any order. Output stands in a column or a row (总产出, 总投入,
    output); value added and totals are used to check the figures.

    Args:
        path: an xlsx, xls, ods or csv file.
        sheet: the sheet to read; needed where several have a square.
        unit: the unit of the figures where the table does not name it.

    Raises:
        UnreadableFile: not a table.
        FiguresRefused: no square, no output, a sector in rows but not in columns, figures that are
            none, mixed units or years, totals that do not add up.
    """
    opened = grids(path, sheet)
    found = [square for grid in opened if (square := find_square(grid)) is not None]
    if len(found) != 1:
        raise _no_square(opened[0], [square.grid.sheet for square in found])
    return _read(found[0], unit)


def _no_square(first: Grid, sheets: Sequence[str]) -> FiguresRefused:
    if sheets:
        return FiguresRefused(
            f"有 {len(sheets)} 张工作表都像投入产出表：{'、'.join(sheets)}",
            f"{len(sheets)} sheets look like input-output tables: {', '.join(sheets)}",
            where=first.name,
            do_zh="请用 --sheet 指定一张",
            do_en="Name one by --sheet",
        )
    return FiguresRefused(
        "没找到部门 × 部门的流量表：要有一行表头和左边一列写着同样的部门",
        "no table of flows: a heading row and a column on the left have to name the same sectors",
        where=first.name,
        do_zh="请核对部门名称或代码在行、列写法一致",
        do_en="See that sectors are written alike in rows and columns",
    )


def _read(square: Square, unit: str) -> Flows:
    grid, codes = square.grid, tuple(square.columns)
    total, domestic = _blocks(square)
    around_rows, around_columns = around(square)
    output = _output(square, around_rows, around_columns)
    inputs = _row_of(square, around_rows, _INPUTS)
    added, imported = (_row_of(square, around_rows, pattern) for pattern in (_ADDED, _IMPORT))
    scope: Scope = "total" if domestic is not None else "domestic" if imported is not None else "unstated"
    bought = next((text for text in around_columns if _IMPORT.fullmatch(text)), "")
    if scope == "unstated" and bought:
        scope = "total"
    figures = [total, output] + [found for found in (added, inputs) if found is not None]
    whole = all(np.array_equal(found, np.rint(found)) for found in figures)
    rounding = len(codes) / 2 if whole and np.abs(total).max() > 1000 else 0.0
    sums = total.sum(axis=0)
    if inputs is not None:
        _adds_up(square, sums + (imported if imported is not None else 0.0), inputs, rounding)
    if grid.empty:
        grid.notes.append((f"{grid.empty} 个空格按 0 计", f"{grid.empty} empty cells were taken as 0"))
    if added is None:
        grid.notes.append(("没有增加值行，没有核对列是否平衡", "no row of value added: columns were not balanced"))
    elif imported is not None:
        added = added + imported
    grid.year()
    title = grid.name if grid.sheet == "csv" else f"{grid.name} {grid.sheet}"
    inflows = any(_INFLOW.fullmatch(text) for text in around_columns)
    names = _names(square)
    return Flows(
        title, names, total, domestic, output, added, scope, grid.unit(unit), rounding, inflows, tuple(grid.notes)
    )


def _names(square: Square) -> tuple[str, ...]:
    """Return the sectors' names: the label, or beside a code the text of another column on the left."""
    columns = [square.label, *naming_columns(square)]
    best = max(columns, key=lambda c: sum(_wordy(plain(rows[0].at(c))) for rows in square.rows.values()))
    return tuple(plain(square.rows[text][0].at(best)) or text for text in square.columns)


def _wordy(text: str) -> bool:
    return bool(text) and not any(char.isdigit() for char in text)


def _blocks(square: Square) -> tuple[FloatArray, FloatArray | None]:
    """Return all flows, and those made at home where rows tell them apart."""
    rows = square.rows
    if square.origin is None:
        again = next((text for text, found in rows.items() if len(found) > 1), "")
        if again:
            raise square.grid.refuse(
                rows[again][1],
                square.label,
                (f"部门“{again}”有 {len(rows[again])} 行", f"sector {again!r} has {len(rows[again])} rows"),
                ("请删去一行；分国内和进口的表要有“来源”列", "Remove one; domestic and imported rows need 来源/origin"),
            )
        return _block(square, [found[0] for found in rows.values()], tuple(rows)), None
    home = [row for text in square.columns for row in rows[text] if _is(square, row, _DOMESTIC)]
    abroad = [row for text in square.columns for row in rows[text] if _is(square, row, _IMPORTED)]
    n = len(square.columns)
    if len(home) != n or len(abroad) != n or sum(map(len, rows.values())) != 2 * n:
        raise square.grid.refuse(
            square.head,
            square.origin,
            (
                f"每个部门应有国内、进口各一行：{n} 个部门，读到国内 {len(home)} 行、进口 {len(abroad)} 行",
                f"each sector needs one domestic and one imported row: {n} sectors, {len(home)} and {len(abroad)} rows",
            ),
            ("请核对“来源”列", "Check the column 来源/origin"),
        )
    order = tuple(square.columns)
    domestic = _block(square, home, order)
    return domestic + _block(square, abroad, order), domestic


def _is(square: Square, row: Row, pattern: re.Pattern[str]) -> bool:
    return square.origin is not None and bool(pattern.fullmatch(plain(row.at(square.origin))))


def _block(square: Square, rows: Sequence[Row], labels: Sequence[str]) -> FloatArray:
    """Return the flows of rows in the order of the columns."""
    grid = square.grid
    order = {text: at for at, text in enumerate(square.columns)}
    block = np.zeros((len(order), len(order)))
    for text, row in zip(labels, rows, strict=True):
        for at, column in enumerate(square.columns.values()):
            figure = grid.number(row, column)
            grid.empty += figure is None
            block[order[text], at] = figure or 0.0
    return block


def _output(square: Square, rows: dict[str, Row], columns: dict[str, int]) -> FloatArray:
    grid = square.grid
    across = _row_of(square, rows, _OUTPUT_ROW, needed=True)
    column = next((c for text, c in columns.items() if _OUTPUT_COLUMN.fullmatch(text)), None)
    down: FloatArray | None = None
    if column is not None:
        held = {text: _output_of(square, found, column) for text, found in square.rows.items()}
        lost = next((text for text in square.columns if held[text] is None), "")
        if lost:
            raise _missing(square, square.rows[lost][0], column, lost)
        down = np.array([held[text] for text in square.columns], dtype=np.float64)
    found = down if down is not None else across
    if found is None:
        raise FiguresRefused(
            "没有总产出：要有一列“总产出”或一行“总投入”",
            "no output: a column 总产出/output or a row 总投入/total input is needed",
            where=grid.place(square.head, square.first),
            do_zh="请补上每个部门的总产出，单位与流量相同",
            do_en="Add every sector's output, in the unit of the flows",
        )
    if across is not None and down is not None:
        _same_output(square, across, down)
    return found


def _output_of(square: Square, rows: Sequence[Row], column: int) -> float | None:
    """Return a sector's output; beside imported rows only the domestic one has it."""
    row = next((row for row in rows if square.origin is None or _is(square, row, _DOMESTIC)), None)
    return None if row is None else square.grid.number(row, column)


def _missing(square: Square, row: Row, column: int, name: str) -> FiguresRefused:
    return square.grid.refuse(
        row,
        column,
        (f"部门“{name}”没有产出", f"sector {name!r} has no output"),
        ("请补上；没有产出的部门整个去掉（行和列）", "Add it; leave a sector without output out, row and column"),
    )


def _row_of(
    square: Square, rows: dict[str, Row], pattern: re.Pattern[str], *, needed: bool = False
) -> FloatArray | None:
    """Return the figures of the row around the square that a pattern names; ``needed``: none may be missing."""
    row = next((row for text, row in rows.items() if pattern.fullmatch(text)), None)
    if row is None:
        return None
    found = []
    for name, column in square.columns.items():
        figure = square.grid.number(row, column)
        if figure is None and needed:
            raise _missing(square, row, column, name)
        found.append(figure or 0.0)
    return np.array(found)


def _same_output(square: Square, across: FloatArray, down: FloatArray) -> None:
    apart = np.abs(across - down) > 1e-3 * np.maximum(np.abs(across), np.abs(down)) + 1
    if apart.any():
        at = int(np.flatnonzero(apart)[0])
        raise FiguresRefused(
            f"总投入 {across[at]:g} 和总产出 {down[at]:g} 不等",
            f"total input {across[at]:g} and output {down[at]:g} differ",
            where=f"{square.grid.name} {list(square.columns)[at]}",
            do_zh="同一部门两者应相等，请核对",
            do_en="They are equal for a sector; check",
        )


def _adds_up(square: Square, sums: FloatArray, printed: FloatArray, rounding: float) -> None:
    out = np.abs(sums - printed) - 1e-3 * np.abs(printed) - rounding
    if (out > 0).any():
        at = int(np.argmax(out))
        raise FiguresRefused(
            f"中间投入合计写的是 {printed[at]:g}，各行相加是 {sums[at]:g}",
            f"intermediate inputs are printed as {printed[at]:g}, the rows add up to {sums[at]:g}",
            where=f"{square.grid.name} {list(square.columns)[at]}",
            do_zh="请核对是否有部门没读到，或这一行不含进口",
            do_en="See whether a sector was not read, or the row leaves imports out",
        )
