"""Open a file of tables, whatever its name says it is."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from graph.errors import UnreadableFile
from loaders.letters.reading.sniff import sniff
from loaders.tables.model import Book
from loaders.tables.reading.delimited import delimited_book
from loaders.tables.reading.guard import guard_ods, guard_xlsx
from loaders.tables.reading.refusals import damaged, with_password
from loaders.tables.reading.workbook import workbook
from loaders.yamlfile import check_plain

MAX_BYTES = 200_000_000
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, KeyError, OSError, EOFError),
)
"""All that zipfile raises of damaged archives."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE_AS = "请用 Excel 或 WPS 打开它，另存为 .xlsx 后重试"
_SAVE_AS_EN = "Open it in Excel or WPS, save it as .xlsx and try again"


def open_book(path: Path) -> Book:
    """Open a table: xlsx, xlsm, xls, ods, csv, tsv, told apart by content.

    Raises:
        UnreadableFile: another kind of file, damaged, with a password, or built to unpack without bound.
        InputError: no regular file, or too large.
    """
    name = path.name
    try:
        check_plain(path, MAX_BYTES)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"文件读不出来：{reason}", f"cannot be read: {reason}", where=str(path)) from error
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile("文件是空的", "the file is empty", where=name, do_zh="请换一份有内容的文件")
    if data.startswith(b"PK"):
        return _zipped(path, data)
    if data.startswith(_OLE):
        return _compound(path, data)
    if data.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        raise _other(name, "Excel 5.0 以前的表格", "a workbook older than Excel 5.0")
    found = sniff(data, name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\x00", b"").lstrip()
    if found.form != "text" or head.startswith((b"<?xml", b"<html", b"<table", b"<!")):
        kind = "网页或 XML（有些系统导出的 .xls 其实是网页）" if head.startswith(b"<") else found.zh
        raise _other(name, kind, "a web page or XML" if head.startswith(b"<") else found.en)
    return delimited_book(data, name)


def _zipped(path: Path, data: bytes) -> Book:
    name = path.name
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
            if "xl/workbook.xml" in parts:
                return workbook(data, name, "xlsx", guard_xlsx(archive, name))
            if "content.xml" in parts and _is_ods(archive, parts):
                return workbook(data, name, "ods", guard_ods(archive, name))
    except _BROKEN as error:
        raise damaged(name) from error
    if any(part.startswith("xl/") and part.endswith(".bin") for part in parts):
        raise _other(name, "二进制工作簿（.xlsb）", "a binary workbook (.xlsb)")
    found = sniff(data, name)
    raise _other(name, found.zh, found.en)


def _is_ods(archive: zipfile.ZipFile, parts: set[str]) -> bool:
    if "mimetype" not in parts or archive.getinfo("mimetype").file_size > 200:
        return False
    return archive.read("mimetype").strip().startswith(_ODS)


def _compound(path: Path, data: bytes) -> Book:
    """Old workbooks and files with a password are both OLE compound files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise with_password(path.name)
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return workbook(data, path.name, "xls", None)
    found = sniff(data, path.name)
    raise _other(path.name, found.zh, found.en)


def _other(name: str, zh: str, en: str) -> UnreadableFile:
    return UnreadableFile(
        f"这不是能读的表格：内容是{zh}", f"not a table: it is {en}", where=name, do_zh=_SAVE_AS, do_en=_SAVE_AS_EN
    )
