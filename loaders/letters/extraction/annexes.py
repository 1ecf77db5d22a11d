"""Lists in annexes: rows under a heading, columns named by a row of headings, groups named by a place.

A list ``某某名单`` is a programme; what its rows name has been put on it. Cells
are parted by a bar, a tab or blanks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TITLE = re.compile(
    r"^(?:附件\d*[：:]?\s*)?(?P<name>[^，。；：\n｜|\t]{4,60}?(?:名单|名录|目录|清单|一览表|榜单|汇总表|情况表))(?:（[^（）]*）)?$"
)
_BARS = re.compile(r"\s*[｜|\t]\s*")
_BLANKS = re.compile(r"\s+")
_HEADER = re.compile(r"序号|名称|镇街|所在|所属|企业|单位|地区|产业|行业|领域|类别|面积|项目|等级|投资")
_GROUP = re.compile(
    r"^(?:[一二三四五六七八九十\d]+[、.．]\s*|（[一二三四五六七八九十\d]+）)?(?P<head>[\u4e00-\u9fa5]{2,12}?)(?:（\s*(?P<count>\d+)\s*(?P<unit>[家个项名户])\s*）)?[：:](?P<items>[^：:\n]+)$"
)
_UNDER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）)?(?P<head>[\u4e00-\u9fa5]{2,10}?(?:镇|街道|区|市|县))"
    r"(?:（\s*\d+\s*[家个项名户]\s*）)?[：:]?$"
)
_NUMBERED = re.compile(r"^\d{1,4}\s*[.．、]?\s*(?=[\u4e00-\u9fa5A-Za-z“])")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where it stands, the words at the head of its column."""

    text: str
    start: int
    end: int
    column: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list, or one item of a group; ``group`` is the place or class that heads the group."""

    title: str
    cells: tuple[Cell, ...]
    start: int
    end: int
    group: Cell | None = None


def rows(text: str, gaps: Sequence[int]) -> Iterator[Row]:
    """Yield the rows of every list that has a title of its own. Reads the text once.

    ``gaps`` are the offsets, ascending, before which the source has blanks that the canonical text has not.
    """
    title = ""
    columns: list[str] = []
    under: Cell | None = None
    offset = 0
    for line in text.split("\n"):
        start, offset = offset, offset + len(line) + 1
        bare = line.strip()
        named = _TITLE.match(bare)
        if named and not re.match(r"(?:附件\d*[：:]\s*)?\d{1,2}[.．、]", bare):
            title, columns, under = re.sub(r"^附件\d*[：:]?\s*", "", named["name"]), [], None
            continue
        if not title or not bare or re.match(r"^附件\d*$", bare):
            title = "" if bare.startswith("附件") else title
            continue
        cells = _cells(line, start, gaps[bisect_right(gaps, start) : bisect_left(gaps, start + len(line))])
        if not columns and len(cells) >= 2 and len(_HEADER.findall(bare)) >= 2 and not re.match(r"\d", bare):
            columns = [cell.text for cell in cells]
            continue
        if columns and len(cells) == len(columns):
            headed = tuple(Cell(c.text, c.start, c.end, name) for c, name in zip(cells, columns, strict=True))
            yield Row(title, headed, start, start + len(line))
            continue
        head = _UNDER.match(line)
        if head:
            under = Cell(head["head"], start + head.start("head"), start + head.end("head"), "")
            continue
        yield from _grouped(title, line, start, under, plain=not columns)
        if re.search(r"[。；]$", bare):
            title, columns = "", []


def _cells(line: str, start: int, gaps: Sequence[int]) -> list[Cell]:
    pattern = _BARS if re.search(r"[｜|\t]", line) else _BLANKS
    cuts = [match.span() for match in pattern.finditer(line)]
    number = re.match(r"\d{1,4}[.．、]?(?P<gap>\s+)(?=\S)", line)
    if pattern is _BARS and number and number.span("gap") not in cuts:
        cuts = [number.span("gap"), *cuts]
    if pattern is _BLANKS:
        cuts = sorted([*cuts, *((gap - start, gap - start) for gap in gaps)])
    found: list[Cell] = []
    position = 0
    for first, last in (*cuts, (len(line), len(line))):
        if line[position:first].strip():
            found.append(Cell(line[position:first].strip(), start + position, start + first, ""))
        position = max(position, last)
    return found


def _grouped(title: str, line: str, start: int, under: Cell | None, *, plain: bool) -> Iterator[Row]:
    """``某镇（3家）：甲、乙、丙``, and lines that hold one numbered name."""
    group = _GROUP.match(line)
    if group:
        head = Cell(group["head"], start + group.start("head"), start + group.end("head"), group["count"] or "")
        position = group.start("items")
        for piece in group["items"].split("、"):
            name = piece.strip("。； ")
            at = start + position + piece.find(name)
            position += len(piece) + 1
            if 2 <= len(name) <= 40:
                yield Row(title, (Cell(name, at, at + len(name), ""),), start, at + len(name), head)
        return
    numbered = _NUMBERED.match(line)
    if numbered and plain and 3 <= len(line) - numbered.end() <= 40 and not re.search(r"[，。；：]", line):
        cell = Cell(line[numbered.end() :].strip(), start + numbered.end(), start + len(line), "")
        yield Row(title, (cell,), under.start if under else start, cell.end, under)
