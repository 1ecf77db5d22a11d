"""The text layer of a PDF, page by page, without running headers, footers and page numbers."""

from __future__ import annotations

import logging
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

from pypdf import PageObject, PdfReader

from graph.errors import UnreadableFile
from loaders.letters.reading.canonical import SourceText

MAX_PAGES = 3000
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running header or footer."""

_PAGE_NUMBER = re.compile(
    r"[—–\-－·•\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[—–\-－·•\s]*"
)
_LOSS = re.compile(
    r"not a stream|PdfReadError|PdfStreamError|decompress|FlateDecode|Invalid stream|unexpected end", re.I
)
_NOT_A_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def read_pdf(data: bytes, name: str, max_chars: int) -> SourceText:
    """Read the text layer; the places are pages.

    Raises:
        UnreadableFile: a password, a damaged file, no text layer on a page that
            shows a picture, or a text layer that does not say which characters it shows.
    """
    try:
        with _complaints() as complaints:
            pages, scanned = _pages(data, name, max_chars)
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged file can break the parser anywhere
        raise _damaged(name) from error
    lost = any(_LOSS.search(message) for message in complaints)
    if lost or (complaints and not all(pages) and not scanned):
        raise _damaged(name)  # pypdf goes on after damage, with pages that are empty or cut
    text = "".join("".join(page) for page in pages)
    if scanned or not text.strip():
        raise _without_text(scanned, len(pages), name)
    if len(_NOT_A_CHARACTER.findall(text)) * 10 > len("".join(text.split())):
        raise UnreadableFile(
            "PDF 的文字层读不出汉字（字体没有字符对照表）",
            "The text layer of the PDF does not say which characters it shows",
            where=name,
            do_zh="请先做文字识别（OCR），或取 Word 原稿",
            do_en="Run OCR on it first, or take the Word original",
        )
    return _joined(_without_furniture(pages))


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        "PDF 文件损坏，读不出来或读不全",
        "The PDF is damaged and cannot be read, or not completely",
        where=name,
        do_zh="请重新下载，或在浏览器里打开后“打印为 PDF”再导入",
        do_en="Download it again, or open it in a browser and print it to PDF",
    )


class _Listener(logging.Handler):
    """Collects what is logged in one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.messages.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what pypdf logs: it reports there what it left out, and nowhere else."""
    listener = _Listener()
    logger = logging.getLogger("pypdf")
    logger.addHandler(listener)
    try:
        yield listener.messages
    finally:
        logger.removeHandler(listener)


def _pages(data: bytes, name: str, max_chars: int) -> tuple[list[list[str]], list[int]]:
    """Return the lines of every page, and the numbers of pages that are pictures without text."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise UnreadableFile(
            "PDF 有密码或权限加密",
            "The PDF is encrypted",
            where=name,
            do_zh="请用阅读器打开后“打印为 PDF”，得到不加密的一份再导入",
            do_en="Open it in a reader, print it to a PDF without encryption and load that",
        )
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableFile(
            f"PDF 共 {len(reader.pages)} 页，上限 {MAX_PAGES} 页",
            f"The PDF has {len(reader.pages)} pages, at most {MAX_PAGES}",
            where=name,
            do_zh="请拆成几份文件",
            do_en="Split it into several files",
        )
    pages: list[list[str]] = []
    scanned: list[int] = []
    total = 0
    for number, page in enumerate(reader.pages, 1):
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        total += sum(map(len, lines))
        if total > max_chars:
            raise UnreadableFile(
                f"文字太长：到第 {number} 页已超过 {max_chars} 字",
                f"The text is too long: more than {max_chars} characters by page {number}",
                where=name,
                do_zh="请拆成几份文件",
                do_en="Split it into several files",
            )
        pages.append(lines)
        bare = all(_PAGE_NUMBER.fullmatch(line.strip()) for line in lines)
        if bare and _has_picture(page):
            scanned.append(number)
    return pages, scanned


def _has_picture(page: PageObject) -> bool:
    """Tell whether a page shows an image, also one inside a form."""
    seen: set[int] = set()
    waiting = [page.get("/Resources")]
    while waiting:
        resources = waiting.pop()
        resources = resources.get_object() if resources is not None else None
        if not isinstance(resources, dict) or id(resources) in seen:
            continue
        seen.add(id(resources))
        objects = resources.get("/XObject")
        for item in (objects.get_object() if objects is not None else {}).values():
            shown = item.get_object()
            if shown.get("/Subtype") == "/Image":
                return True
            waiting.append(shown.get("/Resources"))
    contents = page.get_contents()
    return contents is not None and b"\nEI" in contents.get_data()


def _without_text(scanned: Sequence[int], total: int, name: str) -> UnreadableFile:
    """Say that there is nothing to read, or which pages have nothing."""
    if scanned and len(scanned) < total:
        listed = "、".join(map(str, scanned[:10])) + ("等" if len(scanned) > 10 else "")
        zh = f"第 {listed} 页是扫描图片，没有文字层，读了会漏内容"
        en = f"Pages {', '.join(map(str, scanned[:10]))} are scans without text: their content would be missed"
    else:
        zh, en = "PDF 是扫描件，没有文字层", "The PDF is a scan without a text layer"
    return UnreadableFile(
        zh,
        en,
        where=name,
        do_zh="请先做文字识别（OCR），导出带文字的 PDF 或 Word 再导入",
        do_en="Run OCR first and load the searchable PDF or Word file",
    )


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Drop running lines at page edges; of a header keep the one on the first page, where it is a title."""
    drop: set[tuple[int, int]] = set()
    numbers: Counter[int] = Counter()
    words: Counter[tuple[bool, str]] = Counter()
    filled = sum(1 for page in pages if page)
    edges = [
        (at, line, line >= max(_EDGE, len(page) - _EDGE), page[line].strip())
        for at, page in enumerate(pages)
        for line in sorted({*range(min(_EDGE, len(page))), *range(max(0, len(page) - _EDGE), len(page))})
    ]
    for at, _, bottom, text in edges:
        if found := _PAGE_NUMBER.fullmatch(text):
            numbers[int(found.group(1)) - at] += 1
        else:
            words[bottom, text] += 1
    for at, line, bottom, text in edges:
        if found := _PAGE_NUMBER.fullmatch(text):
            if numbers[int(found.group(1)) - at] >= 2:
                drop.add((at, line))
        elif words[bottom, text] >= max(2, filled * 0.6) and (at or bottom):
            drop.add((at, line))
    return [[text for line, text in enumerate(page) if (at, line) not in drop] for at, page in enumerate(pages)]


def _joined(pages: list[list[str]]) -> SourceText:
    """Put the pages under one another; each page that has text is a place."""
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    offset = 0
    for number, page in enumerate(pages, 1):
        if page:
            text = "\n".join(page) + "\n"
            places.append((offset, f"第 {number} 页"))
            parts.append(text)
            offset += len(text)
    return SourceText("".join(parts), places=tuple(places))
