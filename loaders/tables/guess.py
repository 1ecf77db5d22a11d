"""Propose a mapping from the headers and the first rows of a file, for a person to correct."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import dataclass
from itertools import islice

from graph.errors import UnreadableFile
from loaders.tables.amounts import amount
from loaders.tables.credit_code import credit_code
from loaders.tables.gazetteer import Gazetteer
from loaders.tables.headers import SEARCHED, label, matched, readings
from loaders.tables.mapping import Mapping, read_mapping, shipped
from loaders.tables.model import BadCell, Book, Cell, Row, Sheet, as_text, letters
from loaders.tables.persons import clean, personal_header
from loaders.tables.words import nothing, status, when

_ROWS = 200
_MOST = 0.8
"""Share of a column's filled cells that have to fit a kind before it is proposed."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed mapping as YAML text, and what could not be placed: (column, header) pairs."""

    yaml: str
    mapping: str
    sheet: str
    header: tuple[int, ...]
    placed: Map[str, str]
    unplaced: tuple[tuple[str, str], ...]


def guess(book: Book, gazetteer: Gazetteer) -> Guess:
    """Return the mapping that ships and fits best, with the file's own headers put in.

    Raises:
        UnreadableFile: no row is like a header.
    """
    mappings = [read_mapping(name) for name in shipped()]
    best: tuple[int, Mapping, Sheet, tuple[Row, ...]] | None = None
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        top = list(islice(sheet.rows(), SEARCHED))
        for mapping in mappings:
            for rows, found in readings(mapping, top):
                score = len(found) + sum(name in found for name in mapping.needed)
                if score and (best is None or score > best[0]):
                    best = score, mapping, sheet, rows
    if best is None:
        raise UnreadableFile(
            "没有一行像表头，猜不出这是什么名录",
            "no row is like a header of any known register",
            where=book.name,
            do_zh="请照 docs/registers.md 自己写映射",
            do_en="Write a mapping by docs/registers.md",
        )
    return _propose(book, gazetteer, *best[1:])


def _propose(book: Book, gazetteer: Gazetteer, mapping: Mapping, sheet: Sheet, rows: tuple[Row, ...]) -> Guess:
    texts = _headers(rows)
    placed = {at: name for name, at in matched(mapping, rows).items()}
    data = [row for row in islice(sheet.rows(), _ROWS) if row.number > rows[-1].number and not row.empty]
    persons = [at for at, text in enumerate(texts) if at not in placed and personal_header(label(text).full)]
    added: dict[str, list[str]] = {}
    unplaced: list[tuple[int, str]] = []
    for at, text in enumerate(texts):
        if not text or at in placed or at in persons:
            continue
        name = _by_values([row.at(at) for row in data], mapping, set(placed.values()), gazetteer)
        if name:
            placed[at] = name
            added.setdefault(name, []).append(text)
        else:
            unplaced.append((at, text))
    lines = _yaml(book, mapping, sheet, rows, texts, placed, added)
    lines += [f"# 没有放进去：{letters(at)} 列“{text}”，如 {_sample(data, at)}" for at, text in unplaced]
    lines += [f"# 个人信息，不读：{letters(at)} 列“{texts[at]}”" for at in persons]
    missing = [name for name in mapping.needed if name not in placed.values()]
    lines += [f"# 还缺必填的列“{name}”：请找出是哪一列，写成 {name}: {{also: [那一列的表头]}}" for name in missing]
    return Guess(
        "\n".join(lines) + "\n",
        mapping.mapping,
        sheet.name,
        tuple(row.number for row in rows),
        {texts[at]: name for at, name in sorted(placed.items())},
        tuple((letters(at), text) for at, text in unplaced),
    )


def _headers(rows: tuple[Row, ...]) -> list[str]:
    """Headers as written, on one line, without persons' data (a wrong row may have been taken for the header)."""
    width = max(len(row.cells) for row in rows)
    return [
        clean(" ".join(" ".join(dict.fromkeys(as_text(row.at(at)) for row in rows)).split())[:60]).text
        for at in range(width)
    ]


def _by_values(cells: list[Cell], mapping: Mapping, taken: set[str], gazetteer: Gazetteer) -> str:
    """Name the first free column of the mapping whose kind most of the cells fit, empty if none."""
    filled = [cell for cell in cells if not nothing(cell)]
    if not filled:
        return ""
    kinds: dict[str, Callable[[Cell], object]] = {
        "credit_code": credit_code,
        "town": gazetteer.town,
        "gbt4754": gazetteer.classes,
        "status": lambda cell: status(cell, {}),
        "date": when,
        "amount": lambda cell: amount(cell, "万元"),
    }
    for kind, read in kinds.items():
        free = [name for name, column in mapping.columns.items() if column.kind == kind and name not in taken]
        if len(free) == 1 and sum(_fits(read, cell) for cell in filled) >= _MOST * len(filled):
            return free[0]
    return ""


def _fits(read: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        read(cell)
    except BadCell:
        return False
    return True


def _yaml(
    book: Book,
    mapping: Mapping,
    sheet: Sheet,
    rows: tuple[Row, ...],
    texts: list[str],
    placed: Map[int, str],
    added: Map[str, list[str]],
) -> list[str]:
    numbers = [row.number for row in rows]
    lines = [
        "# 按表头和前几行猜的映射，请逐列核对、改正后再用",
        f"# 文件 {book.name}，工作表 {sheet.name}，表头在第 {'、'.join(map(str, numbers))} 行",
        f"extends: {mapping.mapping}",
        "document: {title: " + _quoted("{file}") + ', issuer: "", date: ""}   # 请填发布单位和日期',
        "# 只有名录确实完整、并有人声明，才写 completeness: complete，并写明 gbt4754（行业代码）、as_of、declared_by",
        'covers: {region: 中山市, completeness: partial, as_of: "", declared_by: ""}',
        f"sheets: [{_quoted(sheet.name)}]",
        f"header: [{', '.join(map(str, numbers))}]",
    ]
    if added:
        lines.append("columns:")
        lines += [
            f"  {name}: {{also: [{', '.join(map(_quoted, headers))}]}}   # 照内容猜的"
            for name, headers in added.items()
        ]
    lines += [f"# {letters(at)} 列“{texts[at]}” → {name}" for at, name in sorted(placed.items())]
    return lines


def _sample(data: list[Row], at: int) -> str:
    shown = [clean(" ".join(as_text(row.at(at)).split())[:20]).text for row in data if row.at(at) is not None][:3]
    return "、".join(shown) or "（空）"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
