"""What lists in annexes say: who is on the list, leads which chain, stands in which town."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.evidence import FIGURE, Figure, Ref, Statement
from loaders.letters.extraction.annexes import Cell, Row, rows
from loaders.letters.extraction.claims import Claim
from loaders.letters.extraction.numerals import normalise, parse_number
from loaders.letters.extraction.reading import Reading

_KINDS = (
    ("Firm", re.compile(r"^(?:企业|公司|申报企业|单位|申报单位|链主企业|牵头企业)(?:名称|全称)?$")),
    ("Platform", re.compile(r"^(?:基地|园区|平台|载体|中心|实验室|产业园|孵化器)(?:名称)?$")),
    ("Project", re.compile(r"^项目(?:名称)?$")),
    ("Product", re.compile(r"^产品(?:名称)?$")),
)
_PLACE = re.compile(r"镇街|所在地|属地|所在区|所属区|所在市|地区|所在镇|区域|县区")
_CHAIN = re.compile(r"产业链|所属产业|主导产业|所属行业|所属领域|产业领域|行业$|赛道|细分领域")
_TAIL = re.compile(r"(?:推荐|拟|公示|入选|认定|入库|通过)*(?:名单|名录|目录|清单|一览表|榜单|汇总表|情况表)$")
_FIRM_LIST = re.compile(r"企业|公司|“小巨人”|单项冠军|独角兽|瞪羚")
_PLATFORM_LIST = re.compile(r"基地|园区|平台|中心|实验室|产业园|孵化器|载体|研究院")


def annex_rules(reading: Reading) -> Iterator[Claim]:
    """Yield what the rows of the lists say."""
    issued: dict[str, Row] = {}
    for row in rows(reading.text, reading.gaps):
        subject = _subject(reading, row)
        if subject is None:
            continue
        issued.setdefault(row.title, row)
        thing, cell = subject
        program = _program(row.title)
        yield Claim(thing, "HONOURED_BY", program, row.start, cell.end, "annex", "done", 0.88)
        yield from _chains(reading, row, thing, cell)
        yield from _places(reading, row, thing, cell)
    yield from _published(reading, issued)


def _published(reading: Reading, titles: dict[str, Row]) -> Iterator[Claim]:
    """The paper that carries a list publishes it."""
    issuer, letter = reading.head.heading.issuer, reading.letter
    start, end = reading.head.title_span
    if letter is None or not re.search(r"名单|公布|公示|认定|目录|清单", letter.name):
        return
    for title in titles:
        program = _program(title)
        yield Claim(letter, "TARGETS", program, start, end, "annex", "done", 0.82)
        if issuer:
            organ = Ref(kind="Organisation", name=issuer)
            yield Claim(program, "ISSUED_BY", organ, start, end, "annex", "done", 0.84)


def _program(title: str) -> Ref:
    return Ref(kind="Program", name=_TAIL.sub("", title) or title)


def _subject(reading: Reading, row: Row) -> tuple[Ref, Cell] | None:
    """Return what a row names, by its column or by the title of the list."""
    for cell in row.cells:
        for kind, pattern in _KINDS:
            if pattern.match(cell.column):
                return _named(reading, kind, cell), cell
    plain = [cell for cell in row.cells if not cell.column or cell.column == "名称"]
    if len(plain) != 1:
        return None
    kind = "Firm" if _FIRM_LIST.search(row.title) else "Platform" if _PLATFORM_LIST.search(row.title) else ""
    return (_named(reading, kind, plain[0]), plain[0]) if kind else None


def _named(reading: Reading, kind: str, cell: Cell) -> Ref:
    return Ref(kind=kind, name=reading.mentions.naming.name(kind, cell.text))


def _chains(reading: Reading, row: Row, thing: Ref, cell: Cell) -> Iterator[Claim]:
    for other in row.cells:
        if other is cell or not _CHAIN.search(other.column) or len(other.text) > 16:
            continue
        chain = reading.industry(other.text) or Ref(kind="Industry", name=other.text)
        end = max(cell.end, other.end)
        if thing.kind == "Firm":
            yield Claim(thing, "MEMBER_OF_CHAIN", chain, row.start, end, "annex", "done", 0.86)
            if "链主" in row.title:
                role = Ref(kind="Role", name="链主企业")
                yield Claim(thing, "CHAIN_LEADER_OF", chain, row.start, end, "annex", "done", 0.86)
                yield Claim(thing, "HAS_ROLE", role, row.start, end, "annex", "done", 0.86)
        elif thing.kind == "Platform":
            yield Claim(thing, "SUPPORTS", chain, row.start, end, "annex", "done", 0.82)


def _places(reading: Reading, row: Row, thing: Ref, cell: Cell) -> Iterator[Claim]:
    for other in (*row.cells, *((row.group,) if row.group else ())):
        place = _place(reading, other) if other is row.group or _PLACE.search(other.column) else None
        if place:
            yield Claim(thing, "LOCATED_IN", place, row.start, max(cell.end, other.end), "annex", "done", 0.86)


def _place(reading: Reading, cell: Cell) -> Ref | None:
    known = [m for m in reading.mentions.within(cell.start, cell.end) if m.kind in {"Town", "Region"}]
    if known and known[0].end - known[0].start >= len(cell.text) - 1:
        return Ref(kind=known[0].kind, name=known[0].name)
    inside = [ref for ref in reading.mentions.naming.inside(cell.text) if ref.kind in {"Town", "Region"}]
    if inside and len(inside[0].name) >= len(cell.text) - 1:
        return inside[0]
    if re.search(r"(?:镇|街道|[高新经开]区)$", cell.text):
        return Ref(kind="Town", name=cell.text)
    return Ref(kind="Region", name=cell.text) if re.search(r"[市县区]$", cell.text) and len(cell.text) <= 6 else None


def annex_figures(reading: Reading, extractor: str) -> Iterator[Statement]:
    """Yield the numbers of columns whose head gives the unit: 建筑面积（万平方米）."""
    for row in rows(reading.text, reading.gaps):
        subject = _subject(reading, row)
        for cell in row.cells if subject else ():
            head = re.fullmatch(r"(?P<metric>[^（）()]{2,16})[（(](?P<unit>[^（）()]{1,8})[）)]", cell.column)
            value = re.fullmatch(r"(?P<mark>约|超|近)?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<more>余|以上)?", cell.text)
            if not head or not value or subject is None:
                continue
            number = parse_number(value["value"])
            normal, base = normalise(number, head["unit"])
            yield Statement(
                document=reading.document, start=row.start, end=row.end, quote=reading.text[row.start : row.end],
                section=reading.outline.path(row.start), subject=subject[0], predicate=FIGURE,
                figure=Figure(
                    metric=head["metric"], value=value["value"], unit=head["unit"], number=number,
                    normal=normal, normal_unit=base,
                ),
                qualifier=value["mark"] or value["more"] or "", extractor=extractor, confidence=0.85,
            )  # fmt: skip
