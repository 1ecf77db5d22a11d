"""The text of a Word document as its reader sees it, in document order.

Left out: headers, footers, comments, footnotes, field codes, hidden text and
tracked deletions. Automatic numbers are written out. Text boxes follow the
paragraph they hang on. A table row is a line, its cells parted by tabs; the
only cell of a row is read as paragraphs, because letters are set in such frames.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from lxml import etree

from graph.errors import UnreadableFile
from loaders.letters.reading.canonical import SourceText
from loaders.letters.reading.numbering import Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = frozenset(
    {W + tag for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "txbxContent", "fldData")}
    | {_MC + "Fallback"}
)
_CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_DTD = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O\x00C|E\x00N\x00T)"
)


def read_docx(data: bytes, name: str) -> SourceText:
    """Read a Word document; the places are its paragraphs and table rows.

    Raises:
        UnreadableFile: the parts are damaged, encrypted, or declare entities.
    """
    try:
        _refuse_entities(data, name)
        document = Document(BytesIO(data))
        walk = _Walk(_numbering(document), _style_numbers(document))
        lines = list(walk.blocks(document.element.body))
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged package can break the parser anywhere
        raise UnreadableFile(
            "Word 文档损坏，或不是标准的 .docx",
            "The Word document is damaged or no ordinary .docx",
            where=name,
            do_zh="请用 Word 或 WPS 打开，另存为 .docx（不选“严格 Open XML”）再导入",
            do_en="Open it in Word, save it as .docx (not Strict Open XML) and load that",
        ) from error
    parts: list[str] = []
    places: list[tuple[int, str]] = []
    offset = 0
    for place, text in lines:
        if not text.strip():
            continue
        if not places or places[-1][1] != place:
            places.append((offset, place))
        parts.append(text + "\n")
        offset += len(text) + 1
    return SourceText("".join(parts), hard_breaks=True, places=tuple(places))


def _refuse_entities(data: bytes, name: str) -> None:
    """Refuse parts with a document type: Word writes none, and entities can blow up."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            if not part.startswith("word/media/") and _DTD.search(archive.read(part)):
                raise UnreadableFile(
                    "Word 文档里有实体声明，可能是攻击文件，已拒绝",
                    "The Word document declares XML entities, as an attack would; refused",
                    where=f"{name} {part}",
                    do_zh="若文档可信，请用 Word 或 WPS 打开后另存为新的 .docx",
                    do_en="If you trust it, open it in Word and save it as a new .docx",
                )


def _numbering(document: object) -> Numbering:
    """Return the list definitions; python-docx would add a part where there is none, so look for it by its name."""
    for relation in document.part.rels.values():  # type: ignore[attr-defined]
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            part = relation.target_part
            root = getattr(part, "element", None)
            return Numbering.of(root if root is not None else _parse(part.blob))
    return Numbering.of(None)


def _parse(blob: bytes) -> etree._Element:
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _style_numbers(document: object) -> dict[str, tuple[str, int]]:
    """Return the list and level of each paragraph style that numbers, its own or its parent's."""
    own: dict[str, tuple[str, int]] = {}
    parent: dict[str, str] = {}
    for style in document.styles.element.findall(W + "style"):  # type: ignore[attr-defined]
        key = str(style.get(W + "styleId"))
        based = style.find(W + "basedOn")
        if based is not None:
            parent[key] = str(based.get(W + "val"))
        number = _list_of(style.find(W + "pPr"))
        if number:
            own[key] = number
    found = dict(own)
    for key in parent:
        ancestor, steps = key, 0
        while ancestor not in own and ancestor in parent and steps < 20:
            ancestor, steps = parent[ancestor], steps + 1
        if ancestor in own:
            found[key] = own[ancestor]
    return found


def _list_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """Return (numId, level) of paragraph properties, None if they do not number."""
    numbers = properties.find(W + "numPr") if properties is not None else None
    if numbers is None:
        return None
    key, level = numbers.find(W + "numId"), numbers.find(W + "ilvl")
    at = str(level.get(W + "val")) if level is not None else "0"
    return (str(key.get(W + "val")) if key is not None else "0", int(at) if at.isdecimal() else 0)


class _Walk:
    """Goes through the body once, counting paragraphs, tables and list numbers."""

    def __init__(self, numbering: Numbering, styles: dict[str, tuple[str, int]]) -> None:
        self._numbering = numbering
        self._styles = styles
        self._paragraphs = 0
        self._tables = 0

    def blocks(self, parent: etree._Element) -> Iterator[tuple[str, str]]:
        """Yield (place, text) of the paragraphs and table rows inside an element."""
        carried = ""
        for child in parent:
            if child.tag == W + "p":
                text = carried + self._paragraph(child)
                carried = text if _mark_deleted(child) else ""
                if carried:
                    continue
                if text.strip():
                    self._paragraphs += 1
                place = f"第 {self._paragraphs} 段"
                yield place, text
                yield from self._boxes(child, place)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag not in _LEFT_OUT:  # content controls, tracked insertions, custom XML
                yield from self.blocks(child)
        if carried:
            yield f"第 {self._paragraphs} 段", carried

    def _boxes(self, paragraph: etree._Element, place: str) -> Iterator[tuple[str, str]]:
        """Yield the text boxes that hang on a paragraph, each once."""
        for box in paragraph.iter(W + "txbxContent"):
            above = [element.tag for element in box.iterancestors()]
            inside = above[: above.index(W + "p")] if W + "p" in above else above
            if _MC + "Fallback" not in inside and W + "txbxContent" not in inside:
                for text in self._inner(box):
                    yield f"{place}的文本框", text

    def _inner(self, parent: etree._Element) -> list[str]:
        """Return the texts inside a cell or box, which do not count among the paragraphs of the document."""
        counted = self._paragraphs
        texts = [text for _, text in self.blocks(parent) if text.strip()]
        self._paragraphs = counted
        return texts

    def _table(self, table: etree._Element) -> Iterator[tuple[str, str]]:
        self._tables += 1
        name = f"表 {self._tables}"
        rows = (row for row in table.iter(W + "tr") if next(row.iterancestors(W + "tbl")) is table)
        for number, row in enumerate(rows, 1):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [cell for cell in row.iter(W + "tc") if next(cell.iterancestors(W + "tr")) is row]
            texts = [self._inner(cell) for cell in cells]
            place = f"{name} 第 {number} 行"
            if len(texts) == 1:
                yield from ((place, text) for text in texts[0])
            else:
                yield place, "\t".join(" ".join("\t".join(cell).split("\n")) for cell in texts)

    def _paragraph(self, paragraph: etree._Element) -> str:
        text = "".join(_runs(paragraph))
        properties = paragraph.find(W + "pPr")
        number = _list_of(properties)
        if number is None and properties is not None:
            style = properties.find(W + "pStyle")
            number = self._styles.get(str(style.get(W + "val"))) if style is not None else None
        if number is None or not text.strip():
            return text
        label = self._numbering.label(*number)
        # "1." before "5G" would read as 1.5G
        blank = " " if label and text[0].isascii() and (label[-1].isascii() or label == "•") else ""
        return label + blank + text


def _runs(element: etree._Element) -> Iterator[str]:
    """Yield the visible text under an element; stops at what is left out."""
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or (tag == W + "r" and _hidden(child)):
            continue
        if tag in (W + "t", _M + "t"):
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == W + "sym":
            code = int(str(child.get(W + "char") or "0"), 16)
            yield "•" if 0xE000 <= code <= 0xF8FF else chr(code) if code >= 0x20 else ""
        elif isinstance(tag, str):
            yield from _runs(child)


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(W + "val") not in ("0", "false", "off")


def _mark_deleted(paragraph: etree._Element) -> bool:
    """Tell whether the end of the paragraph was deleted under tracking, so that the next one belongs to it."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
