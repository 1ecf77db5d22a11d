"""A user's own tables of regional balances or a national table, as rows of text, whatever file they stand in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.errors import InputError
from loaders.tables.model import Book, Row, Sheet, as_text
from loaders.tables.reading.book import open_book

NUMBER = "#"
"""Key of a row's number in its sheet."""

_SEARCHED = 50
_ALSO = {
    "province": ("省份", "地区", "区域", "region"),
    "code": ("代码", "部门代码", "产品部门代码"),
    "name": ("部门", "产品部门", "部门名称", "产品部门名称", "名称", "sector"),
    "GO": ("总产出",),
    "TIU": ("中间使用合计", "中间使用", "中间需求合计"),
    "TFU": ("最终使用合计", "最终使用", "最终需求合计"),
    "EX": ("出口",),
    "OF": ("国内省外流出", "省外流出", "流出"),
    "IM": ("进口",),
    "IF": ("国内省外流入", "省外流入", "流入"),
    "ERR": ("其他", "误差", "平衡项"),
}
_NAMED = {other: column for column, others in _ALSO.items() for other in (column, *others)}


def table_rows(path: Path, needed: Sequence[str]) -> tuple[dict[str, str], ...]:
    """Return the rows below the header of the first sheet that has one, each a mapping from column to text.

    Columns carry the statistics office's codes (name, GO, TIU, TFU, EX, OF, IM, IF, ERR), in Chinese or as
    codes; other columns keep their headings. Every row has its number under ``#``.

    Args:
        path: xlsx, xls, ods, csv or tsv.
        needed: columns by which the header is known.

    Raises:
        InputError: the file cannot be read, no sheet has such a header, a column stands twice, or no row
            follows.
    """
    book = open_book(path)
    for sheet in book.sheets:
        rows = () if sheet.hidden else tuple(_below(sheet, needed, book))
        if rows:
            return rows
    raise InputError(
        f"找不到表头：前 {_SEARCHED} 行里没有一行同时有 {'、'.join(needed)}，或表头下面没有行",
        f"no header: none of the first {_SEARCHED} rows has {', '.join(needed)}, or no row follows",
        where=path.name,
        do_zh="表式见自带的 provinces-2017-42.csv；"
        "中文表头（部门、总产出、中间使用合计、最终使用合计、进口、国内省外流入）也可以",
        do_en="Its shape is that of provinces-2017-42.csv; headings may be in Chinese",
    )


def _below(sheet: Sheet, needed: Sequence[str], book: Book) -> Iterator[dict[str, str]]:
    heads: list[str] = []
    for at, row in enumerate(sheet.rows()):
        if heads:
            cells = {head: as_text(row.at(i)) for i, head in enumerate(heads) if head}
            if any(cells.values()):
                yield {**cells, NUMBER: str(row.number)}
        elif at >= _SEARCHED:
            return
        else:
            heads = _heads(row, needed, f"{book.name} {sheet.name}")


def _heads(row: Row, needed: Sequence[str], where: str) -> list[str]:
    """The columns that a row names, empty if it is no header."""
    found = [_column(as_text(cell)) for cell in row.cells]
    if not set(needed) <= set(found):
        return []
    twice = next((head for head in found if head and found.count(head) > 1), "")
    if twice:
        raise InputError(
            f"列重复：{twice}",
            f"a column stands twice: {twice}",
            where=f"{where} 第 {row.number} 行",
            do_zh="请只留一列",
            do_en="Keep one of them",
        )
    return found


def _column(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _NAMED.get(plain, _NAMED.get(plain.partition("(")[0], plain))
