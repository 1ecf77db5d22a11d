"""A register read through: its sheets by a mapping, every row accounted for, ready to be loaded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from graph.errors import InputError, UnreadableFile
from graph.evidence import node_key
from graph.facts import thing_node
from graph.names import forget
from graph.store import NodeColumns, NodeRow, Stream
from loaders.tables.blocks import BlockChecker
from loaders.tables.check import PutAside, Refused, RowChecker, class_keys, filled_rows
from loaders.tables.coverage import ClassTally, Coverage, effective
from loaders.tables.gazetteer import Gazetteer
from loaders.tables.graph_rows import GraphRows
from loaders.tables.headers import SEARCHED, Layout, find_layout, nearest
from loaders.tables.joined import edge_parts, node_parts
from loaders.tables.mapping import Mapping
from loaders.tables.model import BadCell, Book, Row, Sheet, as_text
from loaders.tables.persons import clean

Progress = Callable[[str], None]
BLOCK = 1_000
"""Rows that are looked at together."""


@dataclass(slots=True)
class TableRead:
    """What a file says by a mapping.

    ``count`` rows can be loaded; what they say waits in ``rows``, and ``merged``
    are the numbers (from 0) of those among them whose key stood in an earlier
    row. ``told`` are remarks in Chinese and English.
    """

    mapping: Mapping
    source: str
    book: Book
    rows: GraphRows
    layouts: list[Layout] = field(default_factory=list)
    count: int = 0
    merged: set[int] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)
    aside: list[PutAside] = field(default_factory=list)
    personal: int = 0
    renamed: dict[tuple[str, str], int] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    coverage: Coverage = field(default_factory=lambda: Coverage("partial", ()))
    title: str = ""
    sha256: str = ""

    @property
    def places(self) -> list[str]:
        """Where the rows that can be loaded stand, in order."""
        return [place for block in self.rows.blocks() for place in block.places]

    def stream(self, *listeners: Callable[..., None]) -> Stream:
        """Return all that the register says, read from ``rows`` as it is asked for; listeners are those of Stream."""
        return Stream(self.source, self._nodes(), (edges for edges, _ in edge_parts(self.rows)), *listeners)

    def _nodes(self) -> Iterator[NodeRow | NodeColumns]:
        yield self.document()
        for nodes, _ in node_parts(self.rows):
            yield nodes
        forget()  # edges have no sound, and a large load needs the memory

    def document(self) -> NodeRow:
        """Return the register itself, as the document that its rows are of."""
        declared, about = self.mapping.covers, self.mapping.document
        return thing_node(
            "Document",
            node_key("Document", self.source),
            self.source,
            [self.title] if self.title != self.source else [],
            title=self.title,
            issuer=about.issuer,
            number=about.number,
            date=about.date,
            form="register",
            sha256=self.sha256,
            region=declared.region,
            completeness=self.coverage.completeness,
            as_of=declared.as_of,
            declared_by=declared.declared_by,
            covers=list(self.coverage.covers),
            mapping=self.mapping.mapping,
            dropped_personal=self.personal,
        )


def source_key(path: Path) -> str:
    """Return the key of a file's source: its name without ending, blanks and signs that keys may not have."""
    return re.sub(r"[#/\s\\!]+", "-", path.stem).strip("-") or "table"


def read_table(book: Book, mapping: Mapping, gazetteer: Gazetteer, source: str, *, sha256: str = "") -> TableRead:
    """Read every row of a register.

    Args:
        book: the file's sheets.
        mapping: what its columns mean.
        gazetteer: known towns, regions, segments.
        source: key of the source.
        sha256: of the file.

    Raises:
        InputError: no header, a column twice, an amount without unit, an unknown segment; nothing is read then.
    """
    date = mapping.document.date or mapping.covers.as_of
    title = mapping.document.title.replace("{file}", Path(book.name).stem)
    rows = GraphRows(mapping, source, date, title)
    read = TableRead(mapping, source, book, rows, title=title, sha256=sha256)
    if any(clean(text).count for text in (source.replace("-", " "), title, mapping.document.issuer)):
        raise InputError(
            "文件名、标题或发布单位里有个人信息，不能载入",
            "the file's name, the title or the issuer holds a person's data",
            do_zh="请改文件名，或用 --key 和映射的 title 另取",
            do_en="Rename the file",
        )
    segments = _declared_segments(mapping, gazetteer)
    tally = ClassTally()
    for sheet, layout in _sheets(book, mapping, read):
        _read_sheet(read, sheet, layout, gazetteer, tally)
    rows.done()
    if not read.count and not read.refused:
        raise InputError(
            "表头找到了，下面没有一行数据", "there is no row below the header", where=book.name, do_zh="请填好再载入"
        )
    read.coverage = effective(mapping.covers, segments, tally, len(read.refused))
    read.told += [*book.notes, *read.coverage.lost]
    return read


def _declared_segments(mapping: Mapping, gazetteer: Gazetteer) -> tuple[str, ...]:
    try:
        return tuple(gazetteer.segment(name).key for name in mapping.covers.segments)
    except BadCell as bad:
        where = f"{mapping.mapping} covers.segments"
        raise InputError(bad.zh, bad.en, where=where, do_zh=bad.do_zh, do_en=bad.do_en) from bad


def _read_sheet(read: TableRead, sheet: Sheet, layout: Layout, gazetteer: Gazetteer, tally: ClassTally) -> None:
    layout = _with_names(read.mapping, layout, sheet)
    checker = RowChecker(read.mapping, layout, gazetteer, read.book.formulas)
    blocks, rows = BlockChecker(checker), filled_rows(sheet.rows(), layout.last)
    while block := list(islice(rows, BLOCK)):
        records, others = blocks.check(block)
        clashes = read.rows.clashes(records, layout)
        for at, clash in clashes.items():
            others.append(Refused(records.sheet, records.numbers[at], (clash,), class_keys(read.mapping, records, at)))
        records = records.without(clashes) if clashes else records
        for other in sorted(others, key=_row):
            if isinstance(other, PutAside):
                read.aside.append(other)
            else:
                read.refused.append(other)
                tally.rejected(other.classes)
        for at in range(len(records)):
            tally.loaded(class_keys(read.mapping, records, at))
        if len(records):
            read.merged.update(read.count + at for at in read.rows.add(records, layout, read.count))
            read.count += len(records)
    read.layouts.append(layout)
    read.personal += checker.personal
    for pair, count in checker.renamed.items():
        read.renamed[pair] = read.renamed.get(pair, 0) + count
    hidden = read.book.hidden_rows.get(sheet.name, 0)
    if hidden:
        read.told.append(
            (
                f"工作表“{sheet.name}”有 {hidden} 行隐藏或筛掉的行，也读了",
                f"{hidden} hidden rows of {sheet.name!r} were read",
            )
        )


def _row(other: Refused | PutAside) -> int:
    return other.row


def _with_names(mapping: Mapping, layout: Layout, sheet: Sheet) -> Layout:
    """Put names in the place of headers that are codes, where the rows say which name a code has, and only one."""
    each = layout.each
    for code, name in mapping.coded.items():
        if not each or code not in layout.at or name not in layout.at:
            continue
        named: dict[str, set[str]] = {}
        for row in filled_rows(sheet.rows(), layout.last):
            named.setdefault(as_text(row.at(layout.at[code])), set()).add(as_text(row.at(layout.at[name])))
        sure = {known: names.pop() for known, names in named.items() if known and len(names) == 1}
        each = {
            label: tuple((column, sure.get(header) or header) for column, header in places)
            for label, places in each.items()
        }
    return replace(layout, each=each)


def _sheets(book: Book, mapping: Mapping, read: TableRead) -> Iterable[tuple[Sheet, Layout]]:
    """Return the sheets to read with their layouts; all headers are found before any row is read."""
    named = {sheet.name: sheet for sheet in book.sheets}
    lost = [name for name in mapping.sheets if name not in named]
    if lost:
        raise InputError(
            f"没有工作表“{lost[0]}”", f"no sheet {lost[0]!r}", where=book.name, do_zh=f"文件里有：{'、'.join(named)}"
        )
    found: list[tuple[Sheet, Layout]] = []
    without: list[tuple[Sheet, list[Row]]] = []
    for sheet in book.sheets:
        if mapping.sheets and sheet.name not in mapping.sheets:
            continue
        if sheet.hidden and sheet.name not in mapping.sheets:
            read.told.append((f"工作表“{sheet.name}”是隐藏的，没有读", f"sheet {sheet.name!r} is hidden; not read"))
            continue
        top = list(islice(sheet.rows(), SEARCHED))
        layout = find_layout(mapping, sheet.name, top)
        if layout is not None:
            found.append((sheet, layout))
        elif any(not row.empty for row in top):
            without.append((sheet, top))
    for sheet, top in without:
        like, lacking = nearest(mapping, top)
        alike = like and len(lacking) < len(mapping.needed)
        if alike or not found or sheet.name in mapping.sheets:
            raise _no_header(book, mapping, sheet, like, lacking)
        read.told.append(
            (f"工作表“{sheet.name}”没有这种表头，没有读", f"sheet {sheet.name!r} has no such header; not read")
        )
    if not found:
        raise UnreadableFile("表格里没有内容", "there is nothing in the table", where=book.name)
    return found


def _no_header(book: Book, mapping: Mapping, sheet: Sheet, like: int, lacking: tuple[str, ...]) -> InputError:
    wanted = "、".join(
        f"“{name}”" + (f"（也可写 {'、'.join(also[:4])}）" if (also := mapping.columns[name].also) else "")
        for name in lacking
    )
    row = mapping.header[0] if mapping.header else like
    nearest_row = f"最像表头的是第 {row} 行，" if row else "没有一行像表头，"
    return InputError(
        f"工作表“{sheet.name}”里没找到表头：{nearest_row}缺少列 {wanted}",
        f"no header in sheet {sheet.name!r}: missing {', '.join(lacking)}",
        where=f"{book.name} {sheet.name}" + (f" 第 {row} 行" if row else ""),
        do_zh="请改表头，或在映射里写明 header 行号和 also；liantu table-guess 可以帮忙。一行也没有载入",
        do_en="Correct the header, or the mapping; liantu table-guess proposes one. Nothing was loaded",
    )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
