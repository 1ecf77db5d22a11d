"""Read figures of sectors by region: outputs, jobs or firms, with or without a reference economy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.errors import FiguresRefused
from loaders.tables.amounts import amount
from loaders.tables.grid import Grid, grids, is_year, plain, twice
from loaders.tables.model import BadCell, Cell, Row

FloatArray = npt.NDArray[np.float64]

_SEARCHED = 30
_TOTAL = re.compile(r"(合计|总计|小计|总和|全部|全部行业|各业合计)(数)?|totals?|sum|all", re.I)
_REFERENCE = re.compile(
    r"全国.*|国家.*|中国|参照.*|基准.*|national.*|nation|nationwide|reference.*|china|country|benchmark", re.I
)
_ASIDE = re.compile(r".*(代码|编码|序号|编号|备注|说明|单位|来源)|code|no\.?|id|notes?|remarks?|unit|source|#", re.I)
_YEAR = re.compile(r"年份|年度|year", re.I)
_CLOSE = 0.01
"""A printed total may be this far from the sum of its parts; rounding, not another scope."""


@dataclass(frozen=True, slots=True)
class Regional:
    """Figures of n sectors in r regions.

    ``figures`` is n × r, in ``unit`` (empty where none is written). ``reference``
    is n, of the economy named ``against``; ``None`` where the regions themselves
    make it up.
    """

    title: str
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    figures: FloatArray
    reference: FloatArray | None
    against: str
    unit: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The heading row, the column of sectors, the columns of figures by heading, and the rows of figures."""

    head: Row
    label: int
    columns: dict[str, int]
    rows: list[Row]


def read_regions(path: Path, *, sheet: str = "", unit: str = "", reference: str = "") -> Regional:
    """Read figures by sector and region.

    Sectors stand in rows, regions in columns under their names. A column named
    全国, 参照 or national (or the one that ``reference`` names) is the reference
    economy. Totals are checked and left out.

    Args:
        path: an xlsx, xls, ods or csv file.
        sheet: the sheet to read, else the first that holds anything.
        unit: the unit where the table does not name it.
        reference: heading of the column that is the reference economy.

    Raises:
        UnreadableFile: not a table.
        FiguresRefused: no heading, a sector or region twice, a cell that is empty or no figure, mixed
            units or years, totals that do not add up, or no such reference.
    """
    grid = grids(path, sheet)[0]
    layout = _layout(grid)
    against = _against(grid, layout, reference)
    total = next((text for text in layout.columns if _TOTAL.fullmatch(text) and text != against), "")
    wanted = [text for text in layout.columns if text not in (against, total)]
    if not wanted:
        raise grid.refuse(
            layout.head,
            layout.label,
            ("只有参照，没有地区的数", "there is a reference, but no region"),
            ("请补上地区的一列", "Add the region's column"),
        )
    sectors, rows = _sectors(grid, layout)
    if len({*sectors} & {*wanted}) > 1:
        raise grid.refuse(
            layout.head,
            layout.label,
            ("行和列是同样的部门：这是投入产出表", "rows and columns name the same sectors: an input-output table"),
            (
                "请用 liantu multipliers；区位商要 部门 × 地区",
                "Use liantu multipliers; quotients need sectors by regions",
            ),
        )
    figures = _figures(grid, rows, [layout.columns[text] for text in wanted])
    held = _figures(grid, rows, [layout.columns[against]])[:, 0] if against else None
    _check_totals(grid, layout, figures, held, wanted, against)
    if total:
        _same(grid, total, _figures(grid, rows, [layout.columns[total]])[:, 0], figures.sum(axis=1), sectors)
        grid.notes.append((f"合计列“{total}”只用来核对", f"the total {total!r} was used as a check only"))
    grid.year()
    _one_year(grid, layout)
    title = grid.name if grid.sheet == "csv" else f"{grid.name} {grid.sheet}"
    return Regional(title, sectors, tuple(wanted), figures, held, against, grid.unit(unit), tuple(grid.notes))


def _layout(grid: Grid) -> _Layout:
    for at, head in enumerate(grid.rows[:_SEARCHED]):
        if at + 1 == len(grid.rows):
            break
        below = grid.rows[at + 1 :]
        texts = [grid_heading(cell) for cell in head.cells]
        label = next((c for c, text in enumerate(texts) if text and _is_label(text, c, below)), None)
        if label is None or any(_numeric(cell) and not is_year(plain(cell)) for cell in head.cells):
            continue
        named = [c for c in range(label + 1, len(texts)) if texts[c] and _has_figures(c, below)]
        if named:
            return _checked(grid, head, label, named, below)
    raise FiguresRefused(
        "没找到表头：要有一行写着地区（或 地区、全国），左边一列是部门",
        "no heading: one row has to name the regions, and a column on the left the sectors",
        where=f"{grid.name} {grid.sheet}",
        do_zh="例如：部门,中山,全国",
        do_en="For example: sector,Zhongshan,national",
    )


def grid_heading(cell: Cell) -> str:
    """Return a heading's text, empty for a number that is no year."""
    return "" if _numeric(cell) and not is_year(plain(cell)) else plain(cell)


def _numeric(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return True
    if not isinstance(cell, str):
        return False
    try:
        amount(cell, "")
    except BadCell:
        return False
    return True


def _is_label(text: str, column: int, below: Sequence[Row]) -> bool:
    """Whether a column names things: it is no code or remark, and what stands below is text."""
    filled = [row.at(column) for row in below if row.at(column) is not None]
    return bool(filled) and not _ASIDE.fullmatch(text) and sum(map(_numeric, filled)) * 2 < len(filled)


def _has_figures(column: int, below: Sequence[Row]) -> bool:
    return any(_numeric(row.at(column)) for row in below)


def _checked(grid: Grid, head: Row, label: int, named: Sequence[int], below: Sequence[Row]) -> _Layout:
    headings = {column: grid.label(head, column) for column in named}
    columns = {c: text for c, text in headings.items() if not _ASIDE.fullmatch(text) and not _YEAR.fullmatch(text)}
    again = twice(list(columns.values()))
    if again:
        raise grid.refuse(
            head,
            max(c for c, text in columns.items() if text == again),
            (f"“{again}”有两列", f"{again!r} stands in two columns"),
            ("请改名或删去一列", "Rename or remove one"),
        )
    years = [c for c, text in columns.items() if is_year(text)]
    if years:
        raise grid.refuse(
            head,
            years[0],
            ("表头是年份，不是地区", "the heading is a year, not a region"),
            ("请只留一年，每个地区一列", "Keep one year, a column for each region"),
        )
    rows = [row for row in below if row.at(label) is not None and any(row.at(c) is not None for c in columns)]
    return _Layout(head, label, {text: c for c, text in columns.items()}, rows)


def _against(grid: Grid, layout: _Layout, reference: str) -> str:
    if reference:
        if plain(reference) in layout.columns:
            return plain(reference)
        raise FiguresRefused(
            f"没有“{reference}”这一列",
            f"there is no column {reference!r}",
            where=grid.place(layout.head, layout.label),
            do_zh=f"有：{'、'.join(layout.columns)}",
            do_en=f"There are: {', '.join(layout.columns)}",
        )
    found = [text for text in layout.columns if _REFERENCE.fullmatch(text)]
    if len(found) > 1:
        raise FiguresRefused(
            f"有 {len(found)} 列都像参照：{'、'.join(found)}",
            f"{len(found)} columns look like the reference: {', '.join(found)}",
            where=grid.place(layout.head, layout.label),
            do_zh="请用 --reference 指定",
            do_en="Name one by --reference",
        )
    return found[0] if found else ""


def _sectors(grid: Grid, layout: _Layout) -> tuple[tuple[str, ...], list[Row]]:
    rows = [row for row in layout.rows if not _TOTAL.fullmatch(plain(row.at(layout.label)))]
    names = [grid.label(row, layout.label) for row in rows]
    again = twice(names)
    if again:
        raise grid.refuse(
            rows[len(names) - 1 - names[::-1].index(again)],
            layout.label,
            (f"部门“{again}”有两行", f"sector {again!r} stands in two rows"),
            ("请合并或改名", "Merge or rename them"),
        )
    if not rows:
        raise FiguresRefused(
            "表头下面没有部门", "there is no sector below the heading", where=grid.place(layout.head, layout.label)
        )
    return tuple(names), rows


def _figures(grid: Grid, rows: Sequence[Row], columns: Sequence[int]) -> FloatArray:
    found = np.zeros((len(rows), len(columns)))
    for at, row in enumerate(rows):
        for to, column in enumerate(columns):
            figure = grid.number(row, column)
            if figure is None:
                raise grid.refuse(
                    row,
                    column,
                    ("空格：是没有，还是不知道？", "an empty cell: is there none, or is it not known?"),
                    (
                        "没有就填 0；不知道就把这个部门整行去掉",
                        "Write 0 for none; leave the row out if it is not known",
                    ),
                )
            if figure < 0:
                raise grid.refuse(
                    row, column, (f"不应有负数：{figure:g}", f"negative: {figure:g}"), ("请改正", "Correct it")
                )
            found[at, to] = figure
    return found


def _check_totals(
    grid: Grid, layout: _Layout, figures: FloatArray, held: FloatArray | None, wanted: Sequence[str], against: str
) -> None:
    """Hold the row of totals against the sums: where it is more, sectors are missing and every quotient is off."""
    row = next((row for row in layout.rows if _TOTAL.fullmatch(plain(row.at(layout.label)))), None)
    if row is None:
        return
    sums = dict(zip(wanted, figures.sum(axis=0), strict=True))
    if held is not None:
        sums[against] = held.sum()
    for text, added in sums.items():
        printed = grid.number(row, layout.columns[text])
        if printed is not None and abs(printed - added) > _CLOSE * abs(printed):
            raise grid.refuse(
                row,
                layout.columns[text],
                (
                    f"合计写的是 {printed:g}，各部门相加是 {added:g}",
                    f"the total says {printed:g}, sectors make {added:g}",
                ),
                (
                    "请补全部门（或加一行“其他”），有小计的去掉其一；只想在列出的部门里比，就删去合计行",
                    "Add what is missing or a row for others, or remove the total to compare listed sectors only",
                ),
            )
    grid.notes.append(("合计行只用来核对", "the row of totals was used as a check only"))


def _same(grid: Grid, total: str, printed: FloatArray, added: FloatArray, sectors: Sequence[str]) -> None:
    apart = np.abs(printed - added) > _CLOSE * np.abs(printed)
    if apart.any():
        at = int(np.flatnonzero(apart)[0])
        raise FiguresRefused(
            f"“{total}”写的是 {printed[at]:g}，各地区相加是 {added[at]:g}",
            f"{total!r} says {printed[at]:g}, the regions add up to {added[at]:g}",
            where=f"{grid.name} {sectors[at]}",
            do_zh="若它是更大范围的数，请用 --reference 指定它作参照",
            do_en="If it is a larger economy, name it by --reference",
        )


def _one_year(grid: Grid, layout: _Layout) -> None:
    column = next((c for c, cell in enumerate(layout.head.cells) if _YEAR.fullmatch(plain(cell))), None)
    if column is None:
        return
    years = sorted({plain(row.at(column)) for row in layout.rows if row.at(column) is not None})
    if len(years) > 1:
        raise grid.refuse(
            layout.head,
            column,
            (f"混了几年的数：{'、'.join(years[:4])}", f"figures of several years: {', '.join(years[:4])}"),
            ("请只留同一年的行", "Keep the rows of one year"),
        )
