"""What a file is by its content; a name proves nothing."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from graph.errors import UnreadableFile

Form = Literal["text", "html", "docx", "pdf"]

MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
"""A zip that unpacks further is an attack, not a letter; Word's own XML packs 10 to 60 times."""

_FREE = 10_000_000
"""Unpacked bytes up to which the ratio does not matter: a page of blanks packs a thousand times."""

_MAX_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes are: a form that can be read, or only its name for the message."""

    zh: str
    en: str
    form: Form | None = None


_TEXT = Content("纯文本", "plain text", "text")
_HTML = Content("网页（HTML）", "a web page (HTML)", "html")
_PDF = Content("PDF", "PDF", "pdf")
_DOCX = Content("Word 文档（.docx）", "a Word document (.docx)", "docx")

_SIGNATURES: tuple[tuple[bytes, Content], ...] = (
    (b"\x89PNG\r\n\x1a\n", Content("PNG 图片", "a PNG picture")),
    (b"\xff\xd8\xff", Content("JPEG 图片", "a JPEG picture")),
    (b"GIF8", Content("GIF 图片", "a GIF picture")),
    (b"II*\x00", Content("TIFF 图片", "a TIFF picture")),
    (b"MM\x00*", Content("TIFF 图片", "a TIFF picture")),
    (b"Rar!\x1a\x07", Content("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Content("7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Content("gzip 压缩包", "a gzip archive")),
    (b"\xfd7zXZ\x00", Content("xz 压缩包", "an xz archive")),
    (b"{\\rtf", Content("RTF 文档", "an RTF document")),
    (b"\x7fELF", Content("程序文件", "a program")),
    (b"SQLite format 3\x00", Content("数据库文件", "a database")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPS: tuple[tuple[str, Content], ...] = (
    ("word/document.xml", _DOCX),
    ("xl/", Content("Excel 表格（.xlsx）", "an Excel workbook (.xlsx)")),
    ("ppt/", Content("PowerPoint 演示文稿（.pptx）", "a PowerPoint presentation (.pptx)")),
    ("OFD.xml", Content("OFD 版式文件", "an OFD document")),
    ("content.xml", Content("OpenDocument 文档（.odt/.ods）", "an OpenDocument file (.odt/.ods)")),
)
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def sniff(data: bytes, name: str) -> Content:
    """Return what the bytes are.

    Raises:
        UnreadableFile: a zip that is damaged, encrypted or unpacks too far.
    """
    for signature, content in _SIGNATURES:
        if data.startswith(signature):
            return content
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, name)
    if data.startswith(_OLE):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return _PDF
    if _binary_start(data):
        return _binary_start(data) or _TEXT
    plain = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if plain[:13].lower() == b"mime-version:":
        return Content("单个文件网页（MHTML）", "a single-file web page (MHTML)")
    return _HTML if _HTML_START.match(plain) else _TEXT


def _binary_start(data: bytes) -> Content | None:
    """Name formats whose first letters could open a text too, by the zeros that follow."""
    if b"\x00" not in data[:64]:
        return None
    if data.startswith(b"MZ"):
        return Content("Windows 程序（.exe）", "a Windows program (.exe)")
    if data.startswith(b"BM"):
        return Content("BMP 图片", "a BMP picture")
    if data.startswith(b"RIFF") or data[4:8] == b"ftyp":
        return Content("图片或音视频", "a picture, sound or film")
    return None


def _ole(data: bytes) -> Content:
    """Name the program of an OLE compound file by the streams in its directory."""
    streams = (
        ("EncryptedPackage", Content("加了密码的 Office 文档", "an Office document with a password")),
        ("WordDocument", Content("旧版 Word/WPS 文档（.doc/.wps）", "an old Word or WPS document (.doc/.wps)")),
        ("Workbook", Content("旧版 Excel/WPS 表格（.xls/.et）", "an old Excel workbook (.xls/.et)")),
        ("PowerPoint Document", Content("旧版 PowerPoint（.ppt）", "an old PowerPoint presentation (.ppt)")),
    )
    for stream, content in streams:
        if stream.encode("utf-16-le") in data:
            return content
    return Content("旧版 Office/WPS 文档", "an old Office or WPS document")


def _zip(data: bytes, name: str) -> Content:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableFile(
            "文件损坏：压缩结构（docx 等）不完整",
            "The file is damaged: its zip structure (as of docx) is incomplete",
            where=name,
            do_zh="请重新下载或向发件人再要一份",
            do_en="Download it again or ask the sender for another copy",
        ) from error
    names = [part.filename for part in parts]
    for prefix, content in _ZIPS:
        if any(part.startswith(prefix) for part in names):
            if content.form == "docx":
                _refuse_bomb(parts, name)
            return content
    return Content("ZIP 压缩包", "a ZIP archive")


def _refuse_bomb(parts: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse an archive whose declared sizes say that it unpacks too far; zipfile holds it to them."""
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    starts = [part.header_offset for part in parts]
    shared = len(set(starts)) < len(starts)  # entries over one another: each byte would unpack many times
    ratio = unpacked > _FREE and unpacked / packed > MAX_RATIO
    if unpacked > MAX_UNPACKED or ratio or shared or len(parts) > _MAX_PARTS:
        raise UnreadableFile(
            f"拒绝解压：展开后约 {unpacked // 1_000_000} MB，不像正常文档（上限 {MAX_UNPACKED // 1_000_000} MB、"
            f"压缩比 {MAX_RATIO}）",
            f"Refused to unpack: {unpacked // 1_000_000} MB when unpacked is no ordinary document",
            where=name,
            do_zh="若文档可信，请用 Word 或 WPS 打开后另存为新的 .docx",
            do_en="If you trust it, open it in Word and save it as a new .docx",
        )
