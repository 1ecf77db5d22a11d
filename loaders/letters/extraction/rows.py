"""Rows of tables and of lists of names, as annexes have them.

A row between bars or tabs has cells, and the header says what they are. A
numbered row whose columns have run together is read from its ends: the firm
first, the town last. Under a heading ``…企业名单`` the names after a colon or
a number are firms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.letters.extraction.firms import has_firm_suffix
from loaders.letters.extraction.gazetteer import Gazetteer
from loaders.letters.extraction.names import Candidate

_CELLS = re.compile(r"[｜|\t\u3000]|\s{2,}")
_COLUMNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("Town", r"镇街|镇区|街道|乡镇|属地"),
        ("Industry", r"产业|行业|领域"),
        ("Firm", r"企业|公司|单位|主体|厂商"),
        ("Platform", r"基地|园区|平台|载体|中心|实验室"),
        ("Project", r"项目"),
        ("Product", r"产品"),
    )
)
_NUMBERED = re.compile(
    r"^\s*\d{1,3}\s*[.．、\s]\s*(?=[\u4e00-\u9fa5A-Za-z])|^\s*\d{1,3}(?=[\u4e00-\u9fa5]{2}[^，。；]{4,60}$)"
)
_LEGAL_END = re.compile(r"(?:有限公司|有限责任公司|（有限合伙）|分公司|集团|合作社|厂)(?=[^，。]{0,30}$)")
_CHAIN = re.compile(r"(?P<name>[\u4e00-\u9fa5与]{2,14}(?:产业链|产业|行业))(?=(?P<town>[\u4e00-\u9fa5]{2,8})?$)")
_TOWN_CELL = re.compile(r"[\u4e00-\u9fa5]{1,5}(?:镇|街道|区|乡)")
_LIST_HEAD = re.compile(
    r"^[^，。；：\n]{0,50}(?:企业|公司|“小巨人”)[^，。；：\n]{0,8}(?:名单|名录|一览表|汇总表)(?:（[^（）\n]{1,20}）)?$"
)
_HEADER = re.compile(r"^序号|^[^，。；]{0,20}(?:企业名称|单位名称|公司名称|项目名称)")
_NAMES = re.compile(r"^(?P<place>[\u4e00-\u9fa5]{2,8})(?:（[^（）]{1,8}）)?：(?P<names>[^。；]+)[。；]?$")
_NEXT = re.compile(r"^附件|^附：|^[一二三四五六七八九十]+、|。$")
_FIRM = re.compile(r"[\u4e00-\u9fa5A-Za-z0-9（）·&\-]{2,40}")


def row_candidates(text: str, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Yield what the rows of tables and of lists of firms name. Reads each line once."""
    columns: tuple[str, ...] = ()
    offset, names = 0, False
    for line in text.split("\n"):
        cells = _cells(line)
        if len(cells) >= 3:
            kinds = _kinds(line, cells)
            columns = kinds or (columns if len(columns) == len(cells) else ())
            if columns and not kinds:
                yield from _row(line, cells, columns, offset)
        elif _LIST_HEAD.match(line.strip()) and not _NUMBERED.match(line):
            names, columns = True, ()
        elif names and _NEXT.search(line):
            names = False
        elif names and not _HEADER.match(line):
            yield from _listed(line, offset, gazetteer)
        offset += len(line) + 1


def _cells(line: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for match in (*_CELLS.finditer(line), None):
        end = match.start() if match else len(line)
        left = len(line[position:end]) - len(line[position:end].lstrip())
        spans.append((position + left, position + left + len(line[position:end].strip())))
        position = match.end() if match else end
    return [span for span in spans if span[0] < span[1]] if len(spans) > 2 else []


def _kinds(line: str, cells: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return the kind of every column if the row is a header, else nothing."""
    heads = [line[start:end] for start, end in cells]
    if sum(bool(re.search(r"名称|单位|企业|所在|所属|序号|镇街|主导|类别", head)) for head in heads) < 2:
        return ()
    if any(len(head) > 16 or re.search(r"有限公司", head) for head in heads):
        return ()
    return tuple(next((kind for kind, pattern in _COLUMNS if pattern.search(head)), "") for head in heads)


def _row(line: str, cells: list[tuple[int, int]], columns: tuple[str, ...], offset: int) -> Iterator[Candidate]:
    for (start, end), kind in zip(cells, columns, strict=True):
        cell = line[start:end]
        good = (
            _FIRM.fullmatch(cell)
            and re.search(r"[\u4e00-\u9fa5]{2}", cell)
            and not re.match(r"\d+(?:\.\d+)?[万亿]?", cell)
        )
        if kind and good and (kind != "Town" or _TOWN_CELL.fullmatch(cell)):
            yield Candidate(offset + start, offset + end, kind, cell, 0)


def _listed(line: str, offset: int, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Firms after a place and a colon, after a number, or alone on their line."""
    grouped = _NAMES.match(line)
    if grouped:
        if _TOWN_CELL.fullmatch(grouped["place"]) and grouped["place"] not in gazetteer.entries:
            yield Candidate(offset, offset + grouped.end("place"), "Town", grouped["place"], 1)
        for match in re.finditer(r"[^、，]+", grouped["names"]):
            name = match.group().strip()
            if _FIRM.fullmatch(name):
                at = offset + grouped.start("names") + match.start() + match.group().index(name)
                yield Candidate(at, at + len(name), "Firm", name, 0)
        return
    number = _NUMBERED.match(line)
    if number is None:
        return
    begin = number.end()
    yield from _glued(line[begin:].rstrip(), offset + begin, gazetteer)


def _glued(row: str, offset: int, gazetteer: Gazetteer) -> Iterator[Candidate]:
    """Read a row without marks between its columns: firm, then industry, then town."""
    if not row or re.search(r"[，。；：]", row):
        return
    legal = [match.end() for match in _LEGAL_END.finditer(row)]
    cut = legal[0] if legal else _short_firm(row, gazetteer)
    if cut == 0 or cut > 40:
        return
    yield Candidate(offset, offset + cut, "Firm", row[:cut], 0)
    chain = _CHAIN.match(row, cut)
    if chain:
        yield Candidate(offset + cut, offset + chain.end("name"), "Industry", chain["name"], 0)
        if chain["town"] and _TOWN_CELL.fullmatch(chain["town"]):
            yield Candidate(offset + chain.start("town"), offset + len(row), "Town", chain["town"], 0)


def _short_firm(row: str, gazetteer: Gazetteer) -> int:
    """Return where a firm without 公司 ends: before a known industry, or after a word that ends names of firms."""
    if _FIRM.fullmatch(row) and len(row) <= 8 and not re.search(r"产业|镇|街道", row):
        return len(row)
    for size in range(2, min(12, len(row))):
        known = any(
            (entry := gazetteer.entries.get(row[size : size + length])) and entry.kind in {"Industry", "Segment"}
            for length in (2, 3, 4, 5, 6)
        )
        if size >= 3 and has_firm_suffix(row[:size]) and not row[size:].startswith(("集团", "股份", "科技")):
            return size
        if known and size >= 4:
            return size
    return 0
