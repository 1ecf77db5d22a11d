"""Bad files by sort, made small and quickly; run as a program it reads them all under hard limits.

Each sort is a function that yields (name, bytes). A file is *bad* when nothing
of it may be loaded: it is refused with a message, or every row is rejected.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl

from tests.loaders.tables.samples import HEADER, csv_text, firm_row, ods, xls, xlsx

Files = Iterator[tuple[str, bytes]]
SORTS: dict[str, Callable[[Path], Files]] = {}
BIG = b" " * 40_000_000


def sort(make: Callable[[Path], Files]) -> Callable[[Path], Files]:
    SORTS[make.__name__] = make
    return make


def good(folder: Path) -> bytes:
    return xlsx(folder / "good.xlsx", [HEADER, firm_row(1), firm_row(2)]).read_bytes()


def with_parts(data: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]], level: int = 1) -> bytes:
    """A zip with parts replaced, changed or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            change = parts.get(name)
            kept = old.read(name)
            new.writestr(name, kept if change is None else change(kept) if callable(change) else change)
        for name, content in parts.items():
            if name not in old.namelist() and not callable(content):
                new.writestr(name, content)
    return out.getvalue()


def sheet_of(rows: str) -> bytes:
    """A sheet's XML with the given rows."""
    ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{ns}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cells(row: int, texts: list[str]) -> str:
    inner = "".join(
        f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts)
    )
    return f'<row r="{row}">{inner}</row>'


HEAD = cells(1, HEADER)
SHEET = "xl/worksheets/sheet1.xml"


@sort
def zip_bombs(folder: Path) -> Files:
    data = good(folder)
    for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/media/image1.xml"):
        yield f"{part.rpartition('/')[2]}.xlsx", with_parts(data, {part: BIG})
    bomb = bytearray(with_parts(data, {SHEET: sheet_of(HEAD) + BIG[:5_000_000]}))
    at = bomb.rindex(SHEET.encode())
    for size in (0, 100, 1000, 5000):
        lying = bytearray(bomb)
        struct.pack_into("<I", lying, at - 46 + 24, size)  # the central directory says that it is small
        yield f"lying{size}.xlsx", bytes(lying)
    yield "content.ods", with_parts(ods(folder / "a.ods", [HEADER]).read_bytes(), {"content.xml": BIG})


@sort
def entity_expansion(folder: Path) -> Files:
    data, doctype = good(folder), b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    external = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for at, declared in enumerate((doctype, external)):
        for part in (SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
            yield f"{at}-{part.rpartition('/')[2]}.xlsx", with_parts(data, {part: _led_by(declared)})
        old_ods = ods(folder / "a.ods", [HEADER, firm_row(1)]).read_bytes()
        yield f"{at}.ods", with_parts(old_ods, {"content.xml": _led_by(declared)})
    yield "utf16.xlsx", with_parts(data, {SHEET: lambda old: (doctype.decode() + old.decode()).encode("utf-16")})


@sort
def cut_in_half(folder: Path) -> Files:
    makers: dict[str, bytes] = {
        "xlsx": good(folder),
        "xls": xls(folder / "a.xls", [HEADER, *(firm_row(n) for n in range(200))]).read_bytes(),
        "ods": ods(folder / "a.ods", [HEADER, firm_row(1)]).read_bytes(),
    }
    for ending, data in makers.items():
        for part in (10, 25, 50, 75, 90):
            yield f"{part}.{ending}", data[: len(data) * part // 100]


@sort
def wrong_extension(folder: Path) -> Files:
    kinds = {
        "png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 50,
        "jpg": b"\xff\xd8\xff\xe0" + b"\x00" * 50,
        "pdf": b"%PDF-1.7\n%\xe2\xe3",
        "rtf": b"{\\rtf1 x}",
        "exe": b"MZ\x90\x00" + b"\x00" * 80,
        "gz": b"\x1f\x8b\x08" + b"\x00" * 30,
        "rar": b"Rar!\x1a\x07\x00" + b"\x00" * 30,
        "html": "<html><body><table><tr><td>企业名称</td></tr></table></body></html>".encode(),
        "table": "<table><tr><td>企业名称</td></tr><tr><td>甲公司</td></tr></table>".encode(),
        "xml": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "sqlite": b"SQLite format 3\x00" + b"\x00" * 90,
        "zip": with_parts(good(folder), {})[:0] + _zip({"a.txt": b"x"}),
        "docx": _zip({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}),
        "xlsb": _zip({"xl/workbook.bin": b"\x00", "[Content_Types].xml": b"<Types/>"}),
    }
    for at, (kind, data) in enumerate(kinds.items()):
        yield f"{kind}.{('xlsx', 'xls', 'csv')[at % 3]}", data


def _zip(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@sort
def passwords(folder: Path) -> Files:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000
    for at, stream in enumerate(("EncryptedPackage", "StrongEncryptionDataSpace EncryptedPackage")):
        for ending in ("xlsx", "xls"):
            yield f"{at}.{ending}", ole + stream.encode("utf-16-le") + b"\x00" * 500
    data = bytearray(good(folder))
    for found in re.finditer(b"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    yield "flagged.xlsx", bytes(data)
    manifest = (
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    yield (
        "a.ods",
        with_parts(ods(folder / "a.ods", [HEADER, firm_row(1)]).read_bytes(), {"META-INF/manifest.xml": manifest}),
    )


@sort
def empty_rows_by_the_million(folder: Path) -> Files:
    data = good(folder)
    bare = "".join(f'<row r="{n}"/>' for n in range(2, 1_000_001))
    yield "bare.xlsx", with_parts(data, {SHEET: sheet_of(HEAD + bare)})
    far = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    for at, row in enumerate(
        (far, far.replace("A1048576", "XFD1048576"), far.replace('"', "'"), far.replace("A1", "b1"))
    ):
        yield f"far{at}.xlsx", with_parts(data, {SHEET: sheet_of(HEAD + row)})
    rows = [HEADER, *[[""]] * 3]
    for at, (down, right) in enumerate(((1_000_000, 1), (1, 16_000), (1_000_000, 16_000), (9_999_999_999, 5))):
        content = ods(folder / "a.ods", [*rows, firm_row(1)]).read_bytes()
        yield f"repeat{at}.ods", with_parts(content, {"content.xml": partial(_repeated, down=down, right=right)})
    yield "commas.csv", ("企业名称,镇街\n" + ",\n" * 300_000).encode()
    yield "lines.csv", ("企业名称,镇街\n" + "\n" * 600_000 + "甲公司,东凤镇\n").encode()


def _repeated(content: bytes, down: int, right: int) -> bytes:
    """Let the last row of a sheet, and the last cell in it, stand as often as said."""
    row = content.rindex(b"<table:table-row")
    head, tail = content[:row], content[row:]
    tail = tail.replace(b"<table:table-row", f'<table:table-row table:number-rows-repeated="{down}"'.encode(), 1)
    cell = tail.rindex(b"<table:table-cell")
    repeat = f'<table:table-cell table:number-columns-repeated="{right}"'.encode()
    return head + tail[:cell] + repeat + tail[cell + len(b"<table:table-cell") :]


@sort
def sixteen_thousand_columns(folder: Path) -> Files:
    data = good(folder)
    for at, column in enumerate(("XFD", "XFA", "ZZZ", "ALM")):
        cell = f'<row r="2"><c r="{column}2" t="inlineStr"><is><t>x</t></is></c></row>'
        yield f"{at}.xlsx", with_parts(data, {SHEET: sheet_of(HEAD + cell)})
    for at, mark in enumerate((",", "\t", ";")):
        yield f"{at}.csv", mark.join(f"列{n}" for n in range(16_384)).encode() + b"\n"
    wide = "".join(f'<c r="{_name(n)}1" t="inlineStr"><is><t>x{n}</t></is></c>' for n in range(16_384))
    yield "head.xlsx", with_parts(data, {SHEET: sheet_of(f'<row r="1">{wide}</row>')})
    yield (
        "unplaced.xlsx",
        with_parts(data, {SHEET: sheet_of("<row>" + "<c t='inlineStr'><is><t>x</t></is></c>" * 5000 + "</row>")}),
    )
    yield "negative.xlsx", with_parts(data, {SHEET: sheet_of(HEAD + '<row r="-5"><c r="A-5"><v>1</v></c></row>')})


def _name(column: int) -> str:
    from loaders.tables.model import letters

    return letters(column)


@sort
def formulas_without_values(folder: Path) -> Files:
    for at, formula in enumerate(
        ("=1+1", "=A1", "='[other.xlsx]Sheet1'!A1", "=WEBSERVICE(\"http://x\")", "=cmd|' /C calc'!A0", "=RAND()",
         "=HYPERLINK(\"http://x\",\"y\")", "=INDIRECT(\"A1\")", "=#REF!", "=1/0")
    ):  # fmt: skip
        yield f"{at}.xlsx", xlsx(folder / "a.xlsx", [HEADER, [formula, *firm_row(1)[1:]]]).read_bytes()


@sort
def csv_injection(folder: Path) -> Files:
    bad = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)",
        "+1+1公司",
        "-1+1公司",
        "=HYPERLINK(1)",
        "=甲公司",
        "@甲公司",
        "＝甲公司",
        "+甲公司",
    ]
    for at, text in enumerate(bad):
        yield f"{at}.csv", csv_text([HEADER, [text.replace(",", "，"), *firm_row(1)[1:]]]).encode()


@sort
def duplicate_headers(folder: Path) -> Files:
    twins = [("企业名称", "企业名称"), ("企业名称", " 企业 名称 "), ("镇街", "镇街"), ("主要产品", "主要产品（种）"),
             ("工业总产值（万元）", "工业总产值（亿元）"), ("行业代码", "行业代码*"), ("信用代码", "社会信用代码"),
             ("企业名称", "*企业名称"), ("镇街", "镇街（街道）"), ("主要产品", "主要\n产品")]  # fmt: skip
    for at, (first, second) in enumerate(twins):
        header = [*(name for name in HEADER if not name.startswith(first[:3])), first, second]
        yield f"{at}.xlsx", xlsx(folder / "a.xlsx", [header, *[["甲公司"] * 8] * 2]).read_bytes()


@sort
def headers_lost_under_merges(folder: Path) -> Files:
    for at, area in enumerate(
        ("A1:F1", "A1:F2", "A1:C3", "A1:A3", "A1:B2", "A1:D1", "A1:E3", "A1:F3", "A1:B1", "A1:C1")
    ):
        rows = [["规上企业", *HEADER[1:]], firm_row(1), firm_row(2)]
        yield f"{at}.xlsx", xlsx(folder / "a.xlsx", rows, merges=[area]).read_bytes()


@sort
def odd_dates(folder: Path) -> Files:
    header = ["政策名称", "发布日期"]
    bad: list[Any] = [
        "1899-12-31",
        "0000-00-00",
        "2024-13-01",
        "2024-02-30",
        -1,
        0,
        45321,
        99999999,
        "三年",
        "1800年",
        3.5e9,
        "2024-6-31",
    ]
    for at, value in enumerate(bad):
        yield f"policies-{at}.xlsx", xlsx(folder / "a.xlsx", [header, ["某办法", value]]).read_bytes()


@sort
def numbers_that_are_none(folder: Path) -> Files:
    data = good(folder)
    for at, value in enumerate(("NaN", "Infinity", "-Infinity", "1e999", "1e300", "-1e400")):
        row = cells(2, ["甲公司"]).replace("</row>", f'<c r="F2"><v>{value}</v></c></row>')
        yield f"{at}.xlsx", with_parts(data, {SHEET: sheet_of(HEAD + row)})
    for at, value in enumerate(("NaN", "inf", "1e999", "很多", "12万套路", "5-3亿元", "1.2.3")):
        yield f"{at}.csv", csv_text([HEADER, [*firm_row(1)[:5], value]]).encode()


@sort
def destroyed_codes(folder: Path) -> Files:
    written = "9.1442E+17 914420001234567000 91442000MA000001 91442000MA00000010X 442000000012345 12345678-9 ９１４４"
    bad: list[Any] = [9.14420001234567e17, *written.split(), "IOSVZ2000MA0000001", "91442000MA00000011"]
    for at, value in enumerate(bad):
        row = firm_row(1)
        row[1] = value
        yield f"{at}.xlsx", xlsx(folder / "a.xlsx", [HEADER, row]).read_bytes()


@sort
def unknown_words(folder: Path) -> Files:
    towns = ["桃花镇", "中山", "123456", "x" * 500]
    classes = ["9999", "智能制造", "38545", "111"]
    firms = ["12345", "x" * 500, "一、东凤镇", "甲公司 联系人：王小明 13812345678"]
    bad = [*((2, town) for town in towns), *((3, code) for code in classes), *((0, firm) for firm in firms)]
    for at, (column, value) in enumerate(bad):
        row = firm_row(1)
        row[column] = value
        yield f"{at}.xlsx", xlsx(folder / "a.xlsx", [HEADER, row]).read_bytes()


@sort
def nothing_in_it(folder: Path) -> Files:
    for at, data in enumerate(
        (b"", b"\x00" * 100, b"\n\n\n", b"\xef\xbb\xbf", b"PK\x03\x04", b"PK\x05\x06" + b"\x00" * 18)
    ):
        yield f"{at}.{('xlsx', 'csv', 'xls')[at % 3]}", data
    empties: list[list[list[Any]]] = [[], [HEADER], [["名录"]], [HEADER, [None] * 6], [["名录"], HEADER, ["合计"]]]
    for at, rows in enumerate(empties):
        yield f"rows{at}.xlsx", xlsx(folder / "a.xlsx", rows).read_bytes()
        yield f"rows{at}.xls", xls(folder / "a.xls", rows).read_bytes()


@sort
def broken_encodings(folder: Path) -> Files:
    text = csv_text([HEADER, *(firm_row(n) for n in range(5))])
    utf8, gbk = text.encode(), text.encode("gb18030")
    yield "mixed.csv", utf8 + gbk
    yield "mixed2.csv", gbk + utf8
    yield "cut.csv", utf8[:-3] + "甲".encode()[:2]
    yield "nul.csv", utf8.replace("电".encode(), b"\x00\x00")
    yield "lost.csv", utf8.decode("ascii", "replace").encode()
    yield "utf16cut.csv", b"\xff\xfe" + text.encode("utf-16-le")[:-1]
    yield "bom-lies.csv", b"\xff\xfe" + utf8
    yield "random.csv", random.Random(1).randbytes(5000)  # noqa: S311 - the same at every run
    yield "latin.csv", "Société,Ville\r\nÉté,Paris\r\n".encode("latin-1")
    yield "controls.csv", utf8.replace(b",", b"\x01\x02,")


@sort
def broken_quotes(folder: Path) -> Files:
    yield "open.csv", ('企业名称,镇街\n"甲公司,东凤镇\n' + "乙公司,东凤镇\n" * 20_000).encode()
    yield "field.csv", ("企业名称,镇街\n" + "甲" * 300_000 + ",东凤镇\n").encode()
    for at, line in enumerate(('"', '""', '"甲"乙', ",,,", "甲公司", '"甲\n\n公司', "'", ";", "|")):
        yield f"{at}.csv", f"企业,地方\n{line}\n".encode()


@sort
def damaged_xml(folder: Path) -> Files:
    data = good(folder)
    broken: dict[str, Mapping[str, bytes | Callable[[bytes], bytes]]] = {
        "open": {SHEET: lambda old: old[: len(old) // 2]},
        "text": {SHEET: b"this is no xml"},
        "empty": {SHEET: b""},
        "workbook": {"xl/workbook.xml": b"<workbook/>"},
        "workbook2": {"xl/workbook.xml": b""},
        "rels": {"xl/_rels/workbook.xml.rels": b"<Relationships/>"},
        "index": {SHEET: sheet_of('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>')},
        "index2": {SHEET: sheet_of('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')},
        "type": {SHEET: sheet_of('<row r="1"><c r="A1" t="zzz"><v>x</v></c></row>')},
        "reference": {SHEET: sheet_of('<row r="1"><c r="1A"><v>1</v></c></row>')},
        "entity": {SHEET: sheet_of('<row r="1"><c r="&#65;1"><v>1</v></c></row>')},
        "styles": {"xl/styles.xml": b"<x", SHEET: sheet_of(HEAD)},
    }
    for name, parts in broken.items():
        yield f"{name}.xlsx", with_parts(data, parts)


@sort
def path_tricks(folder: Path) -> Files:
    for at, part in enumerate(
        ("../../evil.xml", "/etc/passwd", "C:\\evil.xml", "xl/../../evil", "xl/workbook.xml\x00.png")
    ):
        yield f"{at}.zip", _zip({part: b"x"})
    data = good(folder)
    target = b'Target="/xl/worksheets/sheet1.xml"'
    for at, other in enumerate(
        ("../../../etc/passwd", "file:///etc/passwd", "http://example.com/s.xml", "/dev/zero", "sheet9.xml")
    ):
        rels = "xl/_rels/workbook.xml.rels"
        there = partial(_replaced, old=target, new=f'Target="{other}"'.encode())
        yield f"{at}.xlsx", with_parts(data, {rels: there})
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "..&#evil!"
    page.append(["名"])
    out = io.BytesIO()
    book.save(out)
    yield "sheet.xlsx", out.getvalue()


def _led_by(head: bytes) -> Callable[[bytes], bytes]:
    return lambda old: head + old


def _replaced(content: bytes, *, old: bytes, new: bytes) -> bytes:
    return content.replace(old, new)


def read_all(folder: Path, store_path: Path) -> dict[str, dict[str, Any]]:
    """Try every file in a folder as the command does; return by file what came of it."""
    from graph.embedded.store import EmbeddedStore
    from graph.errors import LiantuError
    from loaders.tables.load import load_table
    from loaders.tables.mapping import read_mapping
    from loaders.tables.reading.book import open_book

    found: dict[str, dict[str, Any]] = {}
    with EmbeddedStore(store_path) as store:
        for path in sorted(folder.iterdir()):
            mapping = read_mapping("policies" if "policies-" in path.name else "firms")
            try:
                done = load_table(store, path, mapping, open_book(path))
                said = [r.reason for refused in done.read.refused for r in refused.rejections]
                found[path.name] = {"loaded": len(done.read.places), "said": said}
            except LiantuError as error:
                found[path.name] = {"loaded": 0, "said": [error.message()], "code": error.code}
    return found


def limited() -> None:
    """Hold this process to 90 s of processor time, where the system can: past it, it is killed."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (90, 90))


def peak_megabytes() -> float:
    """Most memory that this program has held; 0 where the system does not say.

    Not ``getrusage``: what a process held before it became this program counts there too.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    found = re.search(r"^VmHWM:\s*(\d+) kB$", status.read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    limited()
    outcome = read_all(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(json.dumps({"files": outcome, "peak": peak_megabytes()}, ensure_ascii=False))
