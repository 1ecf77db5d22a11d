"""Look through a zipped workbook before a reader unpacks it: how far it unpacks, what it pulls in, how far it spans.

Python's own ``zipfile`` holds every part to its declared size, so a part that
says it is small and is not fails here, before the fast reader sees it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from graph.errors import UnreadableFile
from loaders.tables.model import Merge
from loaders.tables.reading.refusals import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, check_extent, too_wide, with_password

MAX_UNPACKED = 500_000_000
MAX_RATIO = 150
_FREE = 30_000_000
"""Unpacked bytes up to which the ratio does not matter."""

_MAX_PARTS = 5_000
_CHUNK = 1 << 20
_TAIL = 4096
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_FILLED = rb"[^<>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b"
_FAR = re.compile(rb' r="(?:(?P<column>[A-Z]{2,3})(?P<row>\d{1,7})|[A-Z](?P<far>\d{6,7}))"' + _FILLED)
_ODD = re.compile(rb' r="[A-Z0-9]*[^A-Z0-9"]')
_ODDLY = tuple(mark + b"r=" for mark in (b"\t", b"\r", b"\n")) + tuple(b" r" + mark for mark in (b" =", b"= ", b"='"))
"""Ways of writing a cell's place that no spreadsheet program uses; the pattern for far cells would not see them."""

_HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"")
_FORMULA = (b"<f>", b"<f ", b":f>", b":f ", b"<f/>")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(slots=True)
class Seen:
    """What the look-through found: hidden rows and (of an ods) merged areas by sheet, formulas, what is left alone."""

    hidden: dict[str, int] = field(default_factory=dict)
    merges: dict[str, list[Merge]] = field(default_factory=dict)
    formulas: bool = False
    macros: bool = False
    links: bool = False


def guard_xlsx(archive: zipfile.ZipFile, name: str) -> Seen:
    """Look through an xlsx or xlsm.

    Raises:
        UnreadableFile: it unpacks too far, declares entities, or a sheet spans too much.
    """
    _check_archive(archive, name)
    seen = Seen()
    for part in archive.namelist():
        low = part.lower()
        seen.macros |= low.endswith("vbaproject.bin")
        seen.links |= low.startswith("xl/externallinks/")
        if not low.endswith((".xml", ".rels")):
            continue
        sheet = low.startswith("xl/worksheets/") and low.endswith(".xml")
        with archive.open(part) as stream:
            _scan(stream, part, name, seen if sheet else None)
    seen.hidden = _by_sheet(archive, seen.hidden)
    return seen


def _by_sheet(archive: zipfile.ZipFile, by_part: dict[str, int]) -> dict[str, int]:
    """Turn counts by part into counts by the sheet's name; its parts are scanned, so that nothing odd is in them."""
    try:
        rels = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        book = etree.fromstring(archive.read("xl/workbook.xml"))
    except (KeyError, etree.XMLSyntaxError):
        return {}
    targets = {element.get("Id"): str(element.get("Target")).rpartition("/")[2] for element in rels}
    return {
        str(sheet.get("name")): by_part.get(targets.get(str(identifier), ""), 0)
        for sheet in book.iter("{*}sheet")
        for name, identifier in sheet.attrib.items()
        if str(name).endswith("}id")
    }


def _scan(stream: IO[bytes], part: str, name: str, seen: Seen | None) -> None:
    """Read a part through; in a sheet also see how far its filled cells reach."""
    rows, columns, hidden, tail, first = 0, 26, 0, b"", True
    while chunk := stream.read(_CHUNK):
        if first and (chunk.startswith(_UTF16) or b"\x00" in chunk[:64]):
            raise _odd(name, part)
        first = False
        text = tail + chunk
        if _DECLARATION.search(text):
            raise _entities(name)
        if seen is not None:
            if _ODD.search(text) or any(mark in text for mark in _ODDLY):
                raise _odd(name, part)
            for found in _FAR.finditer(text):
                rows = max(rows, int(found["row"] or found["far"]))
                columns = max(columns, _number(found["column"])) if found["column"] else columns
            if b"hidden" in text:
                hidden += sum(1 for found in _HIDDEN.finditer(text) if found.end() > len(tail))
            seen.formulas = seen.formulas or any(mark in text for mark in _FORMULA)
        tail = text[-_TAIL:]
    if seen is not None:
        seen.hidden[part.rpartition("/")[2]] = hidden
        check_extent(rows, columns, f"{name} {part.rpartition('/')[2]}")


def _number(column: bytes) -> int:
    number = 0
    for char in column:
        number = number * 26 + char - 64
    return number


def guard_ods(archive: zipfile.ZipFile, name: str) -> Seen:
    """Look through an ods: repeats are what makes a small one large.

    Raises:
        UnreadableFile: it unpacks too far, declares entities, has a password, or a sheet spans too much.
    """
    _check_archive(archive, name)
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in _whole(archive, "META-INF/manifest.xml"):
        raise with_password(name)
    with archive.open("content.xml") as stream:
        if _DECLARATION.search(stream.read(4096)):
            raise _entities(name)
    seen = Seen()
    with archive.open("content.xml") as stream:
        try:
            for sheet, rows, columns, hidden in _ods_extents(stream, seen):
                check_extent(rows, columns, f"{name} {sheet}")
                seen.hidden[sheet] = hidden
        except etree.XMLSyntaxError as error:
            raise zipfile.BadZipFile(str(error)) from error
    return seen


def _ods_extents(stream: IO[bytes], seen: Seen) -> Iterator[tuple[str, int, int, int]]:
    """Yield (sheet, last filled row, last filled column, hidden rows) of each sheet."""
    rows = columns = at_row = at_column = hidden = filled = 0
    merges: list[Merge] = []
    events = etree.iterparse(stream, events=("end",), resolve_entities=False, no_network=True, huge_tree=False)
    for _, element in events:
        if element.tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            down, right = (_repeat(element.get(f"{_TABLE}number-{way}-spanned")) for way in ("rows", "columns"))
            if down > 1 or right > 1:
                merges.append((at_row, at_column, at_row + down - 1, at_column + right - 1))
            at_column += _repeat(element.get(_TABLE + "number-columns-repeated"))
            seen.formulas |= element.get(_TABLE + "formula") is not None
            if element.get(_OFFICE + "value-type") or element.find(_TEXT + "p") is not None:
                filled = at_column
        elif element.tag == _TABLE + "table-row":
            repeat = _repeat(element.get(_TABLE + "number-rows-repeated"))
            at_row += repeat
            if filled:
                rows, columns = at_row, max(columns, filled)
                hidden += repeat if element.get(_TABLE + "visibility") in ("collapse", "filter") else 0
            if columns > MAX_COLUMNS or rows > MAX_ROWS or rows * columns > MAX_CELLS:
                raise too_wide(rows, columns, "content.xml")
            at_column = filled = 0
            element.clear()
        elif element.tag == _TABLE + "table":
            seen.merges[str(element.get(_TABLE + "name") or "")] = merges
            yield str(element.get(_TABLE + "name") or ""), rows, columns, hidden
            rows, columns, at_row, hidden, merges = 0, 0, 0, 0, []
            element.clear()


def _repeat(text: str | bytes | None) -> int:
    return min(int(text), 1 << 24) if text and text.isdigit() and len(text) < 10 else 1 if not text else 1 << 24


def _check_archive(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    shared = len({part.header_offset for part in parts}) < len(parts)
    twice = len({part.filename for part in parts}) < len(parts)
    ratio = unpacked > _FREE and unpacked / packed > MAX_RATIO
    if any(part.flag_bits & 1 for part in parts):
        raise with_password(name)
    if unpacked > MAX_UNPACKED or ratio or shared or twice or len(parts) > _MAX_PARTS:
        raise UnreadableFile(
            f"拒绝解压：展开后约 {unpacked // 1_000_000} MB"
            f"（上限 {MAX_UNPACKED // 1_000_000} MB、压缩比 {MAX_RATIO}），或内部有重名、重叠的部分，不像正常表格",
            f"refused to unpack: {unpacked // 1_000_000} MB, or parts over one another, is no ordinary table",
            where=name,
            do_zh="若文件可信，请在 Excel 或 WPS 里把名录复制到新工作簿再存",
            do_en="If you trust it, copy the list to a new workbook",
        )


def _whole(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_CHUNK)


def _entities(name: str) -> UnreadableFile:
    return UnreadableFile(
        "拒绝读取：文件内部声明了 XML 实体，正常表格没有这个",
        "refused: the file declares XML entities, which no ordinary table does",
        where=name,
        do_zh="请在 Excel 或 WPS 里打开，另存为新的 .xlsx",
        do_en="Open it in a spreadsheet and save it anew",
    )


def _odd(name: str, part: str) -> UnreadableFile:
    return UnreadableFile(
        "文件内部的写法很怪，没有照着读",
        "the inside of the file is written oddly; it was not read",
        where=f"{name} {part}",
        do_zh="请在 Excel 或 WPS 里打开，另存为新的 .xlsx",
        do_en="Open it in a spreadsheet and save it anew",
    )
