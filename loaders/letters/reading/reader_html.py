"""The visible text of a web page: one line a paragraph, cells of a table row parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from graph.errors import UnreadableFile
from loaders.letters.reading.canonical import SourceText
from loaders.letters.reading.encodings import decode

_UNSEEN = re.compile(
    r"head|title|script|style|nav|noscript|template|svg|math|iframe|object|embed|audio|video|canvas"
    r"|button|select|datalist|textarea|input"
)
_INLINE = re.compile(
    r"a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|o:p|q|rp|rt|ruby|s"
    r"|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Lines:
    """Collects text and writes a break only when more text follows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.places: list[tuple[int, str]] = []
        self._length = 0
        self._pending = ""
        self._fresh_cell = False
        self._row_has_text = False

    def write(self, text: str) -> None:
        """Add text that is already free of line breaks."""
        if not text.strip(" "):
            self._pending = self._pending or (" " if text else "")
            return
        if self._length:
            self._put(self._pending + (" " if text[0] == " " and not self._pending else ""))
        if not self.parts or self._pending == "\n":
            self.places.append((self._length, f"第 {len(self.places) + 1} 段"))
        self._put(text.strip(" "))
        self._pending = " " if text[-1] == " " else ""
        self._fresh_cell = False
        self._row_has_text = True

    def end_line(self) -> None:
        """Let what follows stand on a new line; blocks that merely open a cell stay in its row."""
        if not self._fresh_cell:
            self._pending = "\n"

    def end_row(self) -> None:
        """End the row even if its last cell was empty."""
        self._fresh_cell = self._row_has_text = False
        self._pending = "\n"

    def next_cell(self) -> None:
        """Part what follows from the cell before by a tab."""
        if self._row_has_text:
            self._pending = "\t"
        self._fresh_cell = True

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def read_html(data: bytes, name: str) -> SourceText:
    """Read the visible text of a web page.

    Raises:
        UnreadableFile: the bytes have no single encoding, or there is no tag in them.
    """
    root = _parsed(decode(data, name, _declared(data)), name)
    lines = _Lines()
    for action, value in _walk(root):
        if action == "text":
            lines.write(value)
        elif action == "cell":
            lines.next_cell()
        elif action == "row":
            lines.end_row()
        else:
            lines.end_line()
    return SourceText("".join(lines.parts), hard_breaks=True, places=tuple(lines.places))


def _declared(data: bytes) -> str:
    """Return the charset a page names; the newer of a family, whose characters pages use under the older name."""
    declared = _CHARSET.search(data[:4096])
    label = next(filter(None, declared.groups()), b"").decode("ascii", "ignore") if declared else ""
    return "gb18030" if label.lower() in ("gb2312", "gbk", "x-gbk") else label


def _parsed(text: str, name: str) -> etree._Element:
    """Parse a page, or refuse what is none and what the parser would give back incomplete."""
    # Encoded anew, so that libxml2 cannot believe another declaration; huge_tree because it drops what nests deep.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not re.search(r"<[A-Za-z!/][^<>]*>", text):
        raise UnreadableFile(
            "内容不是网页：没有 HTML 标记",
            "This is no web page: there is no HTML tag in it",
            where=name,
            do_zh="若是纯文本，请把扩展名改为 .txt",
            do_en="If it is plain text, rename it to .txt",
        )
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise UnreadableFile(  # the parser stops there, and what follows would be missed
            "网页嵌套太深（超过 2000 层），读不全",
            "The web page nests too deep (more than 2000 levels) to be read completely",
            where=name,
            do_zh="请在浏览器里全选、复制到 Word 或记事本，保存后再导入",
            do_en="Select all in a browser, copy it to a text file and load that",
        )
    return root


def _walk(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield ("text", visible text), ("line", ""), ("cell", "") and ("row", "") in document order."""
    skipped: etree._Element | None = None
    preformatted = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag).lower()
        if skipped is None and event == "start":
            if _unseen(element, tag):
                skipped = element
                continue
            preformatted += tag == "pre"
            yield from _boundary(element, tag, opening=True)
            yield from _text(element.text, preformatted)
        elif event == "end" and (skipped is None or skipped is element):
            if skipped is None:
                preformatted -= tag == "pre"
                yield from _boundary(element, tag, opening=False)
            skipped = None
            if element is not root:
                yield from _text(element.tail, preformatted)


def _unseen(element: etree._Element, tag: str) -> bool:
    """Tell whether a browser would not show this element, or only to find one's way about the site."""
    hidden = element.get("hidden") is not None or element.get("role") == "navigation"
    return hidden or bool(_UNSEEN.fullmatch(tag)) or bool(_HIDDEN.search(element.get("style") or ""))


def _boundary(element: etree._Element, tag: str, *, opening: bool) -> Iterator[tuple[str, str]]:
    if tag in ("td", "th"):
        if opening and element.getprevious() is not None:
            yield "cell", ""
    elif tag == "tr":
        yield "row", ""
    elif not _INLINE.fullmatch(tag):
        yield "line", ""


def _text(text: str | None, preformatted: int) -> Iterator[tuple[str, str]]:
    if not text:
        return
    if not preformatted:
        yield "text", _SPACE.sub(" ", text)
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            yield "line", ""
        yield "text", line
