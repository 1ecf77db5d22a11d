"""Rows of the gap analysis for an assistant: as plain values, and as lines of text with their cites."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import Field

from api.assistant.answer import TierName, Told
from api.assistant.cites import Cites, marks, row_quote
from api.assistant.words import class_words, quoted, safe, say, some
from graph.errors import Lang
from queries.demand.model import Demand, Stated
from queries.demand.wording import amount_words
from queries.gaps.export import firm_words, names_of, quotes_of
from queries.gaps.model import ChainGaps, FirmHere, GapRow, Measures, Quote
from queries.tiers.model import QuotientFigure

FIRMS = 8
"""Firms of a row that are named; of more their number is told."""
CITES = 3
"""Cites of a row; ``why`` gives all."""


class Amount(Told):
    """A computed figure with how it came about and what must be said with it; cites are of what it rests on."""

    words: str
    arithmetic: str
    reference: str = Field(description="全国表或参照 · the national table or reference")
    notes: list[str] = Field(description="必须一起说的 · what must be said with it")
    cites: list[int]


class GapLine(Told):
    """One segment: its class, what the class rests on, and what would break without it."""

    segment: str
    name: str
    position: str
    class_: str = Field(alias="class", description="insufficient 是数据不足，不是缺链 · insufficient is not missing")
    class_zh: str
    tier: TierName
    rank: int | None
    verify_rank: int | None
    sentence: str
    counted: list[str] = Field(description="计入的企业：已采信、已实施 · firms that count")
    not_counted: list[str] = Field(description="不计的：规划、候选、平台 · planned, candidates, platforms")
    firms: int = Field(description="点名几家，两种一起 · how many are named in all")
    breaks_local: list[str] = Field(description="没有它就受影响的本地环节 · local segments that would break")
    breaks: int = Field(description="模板里靠它的环节数 · segments of the template that depend on it")
    leaders: list[str]
    reach: str = Field(description="周边能否配套 · whether the area around has it")
    demand: list[Amount] = Field(description="需求额：市场多大，不是缺口 · size of the market, no gap")
    measures: list[Amount] = Field(description="区位商与缺口，带误差 · quotient and gap with their errors")
    unmeasured: list[str] = Field(description="区位商、缺口为什么没有 · why there is no quotient or gap")
    next_tier: str
    verify_why: str
    ask: list[str] = Field(description="去哪里核 · where to ask")
    cites: list[int] = Field(description="说到本环节的 · of the segment itself")
    local_cites: list[int] = Field(description="凭什么说那些环节、链主在本地 · why those segments are known to be here")


def gap_line(gaps: ChainGaps, row: GapRow, cites: Cites) -> GapLine:
    """Return one row as plain values."""
    names, segment = names_of(gaps), row.segment
    counted = [firm for firm in segment.firms if firm.counted]
    others = [firm for firm in segment.firms if not firm.counted]
    values = {
        "segment": segment.key,
        "name": segment.name,
        "position": segment.position,
        "class": row.gap_class.value,
        "class_zh": row.gap_class.zh,
        "tier": row.tier.value,
        "rank": row.rank or None,
        "verify_rank": row.verify_rank or None,
        "sentence": row.sentence,
        "counted": _named(counted),
        "not_counted": _named(others),
        "firms": len(segment.firms),
        "breaks_local": _names(names, (*row.local_direct, *row.local_indirect)),
        "breaks": len(row.breaks_direct) + len(row.breaks_indirect),
        "leaders": _names(names, row.leaders_hit),
        "reach": row.reach.sentence,
        "demand": [_demand(one, cites) for one in row.demand[:FIRMS]],
        "measures": _measures(row.measures, cites),
        "unmeasured": list(row.measures.reasons),
        "next_tier": row.next_tier,
        "verify_why": row.verify_why,
        "ask": list(row.ask),
        "cites": cites.quotes(quotes_of(row), CITES),
        "local_cites": cites.quotes(_local_words(gaps, row), CITES),
    }
    return GapLine.model_validate(values)


def gap_text(line: GapLine, row: GapRow, lang: Lang) -> list[str]:
    """Return one row in words; the class never stands without its tier and reason."""
    head = (
        f"{line.rank or '-'}. {class_words(row.gap_class)} · {line.tier} · {quoted(line.name)}（{safe(line.position)}）"
    )
    lines = [f"{head} {safe(line.segment)}", f"   {safe(line.sentence)} {marks(line.cites)}".rstrip()]
    if line.counted:
        lines.append(f"   {say(lang, '计入', 'counted')}：{some(line.counted)}")
    if line.not_counted:
        told = say(lang, "不计（规划、候选或平台）", "not counted (planned, candidates, platforms)")
        lines.append(f"   {told}：{some(line.not_counted)}")
    if line.breaks_local:
        led = f"；{say(lang, '涉及链主', 'leaders')} {some(line.leaders)}" if line.leaders else ""
        lines.append(f"   {say(lang, '若没有，影响本地', 'would break, here')}：{some(line.breaks_local)}{led} "
                     f"{marks(line.local_cites)}".rstrip())  # fmt: skip
    for one in line.measures:
        lines.append(f"   {safe(one.words)} {marks(one.cites)}".rstrip())
        lines += [f"      {safe(note)}" for note in one.notes]
    label = say(lang, "需求额（按全国投入系数测算，不是缺口）", "demand (by national coefficients, no gap)")
    for one in line.demand[:2]:
        lines.append(f"   {label}：{safe(one.words)} {marks(one.cites)}")
    if line.demand:
        lines.append(f"      {say(lang, '系数', 'coefficients')}：{safe(line.demand[0].reference)}")
    return lines


def amount_lines(line: GapLine, lang: Lang) -> list[str]:
    """Return how demand was reckoned and what must be said with it, for the answer that tells all of a segment."""
    lines = []
    for one in line.demand:
        lines.append(f"- {safe(one.words)} {marks(one.cites)}：{safe(one.arithmetic)}")
        lines += [f"   {safe(note)}" for note in one.notes]
    if lines:
        lines.insert(0, say(lang, "需求额的算式（不是缺口）：", "how demand was reckoned (no gap):"))
    return [*lines, *map(safe, line.unmeasured)]


def class_counts(gaps: ChainGaps) -> dict[str, int]:
    """Segments by class."""
    return {kind.value: number for kind, number in gaps.counts.items()}


def count_words(gaps: ChainGaps) -> str:
    """Segments by class, in words."""
    return "  ".join(f"{class_words(kind)} {number}" for kind, number in gaps.counts.items() if number)


def tiers_of(rows: Iterable[GapRow]) -> list[TierName]:
    """Tiers of some rows."""
    return [row.tier.value for row in rows]


def open_note(gaps: Iterable[ChainGaps], lang: Lang) -> list[str]:
    """Say how much of the answer is not known."""
    listed = list(gaps)
    total = sum(len(one.rows) for one in listed)
    unknown = sum(number for one in listed for kind, number in one.counts.items() if kind.value == "insufficient")
    if unknown == total:
        return [say(lang, f"{total} 个环节全部数据不足：目前没有一个可以叫缺链。",
                    f"All {total} segments lack data: none may be called missing yet.")]  # fmt: skip
    return [say(lang, f"{total} 个环节中 {unknown} 个数据不足。", f"{unknown} of {total} segments lack data.")]


def _local_words(gaps: ChainGaps, row: GapRow) -> list[Quote]:
    """The words by which those are local that a row would break: one of each segment and leader, so far as quoted."""
    found: list[Quote] = []
    for key in (*row.local_direct, *row.local_indirect):
        found += [quote for quote in quotes_of(gaps.row(key)) if quote.review == "accepted"][:1]
    for leader in gaps.chain.leaders:
        if leader.key in row.leaders_hit:
            found += leader.quotes[:1]
    return found[:CITES]


def _demand(one: Demand, cites: Cites) -> Amount:
    return Amount(
        words=amount_words(one),
        arithmetic=one.arithmetic,
        reference=one.table,
        notes=list(one.cautions),
        cites=cites.quotes([_stated(one.figure)]),
    )


def _stated(figure: Stated) -> Quote:
    """The words that an output is stated in; the key of a statement names their place."""
    place = figure.statement.partition("#")[2].partition("/")[0]
    start, dash, end = place.partition("-")
    span = (int(start), int(end)) if dash and start.isdigit() and end.isdigit() else (0, 0)
    return Quote(
        figure.statement, figure.document, figure.document_title, figure.section, *span, figure.quote, figure.status,
        figure.review,
    )  # fmt: skip


def _measures(known: Measures, cites: Cites) -> list[Amount]:
    """Quotient and gap; of the rows that they rest on the first few are cited."""
    found = []
    for figure in (known.quotient_figure, known.gap):
        if figure is not None:
            rows = [row_quote(key) for key in figure.statements]
            reference = figure.reference if isinstance(figure, QuotientFigure) else figure.table
            found.append(Amount(words=figure.words, arithmetic="", reference=reference, notes=list(figure.notes),
                                cites=cites.quotes(rows, CITES)))  # fmt: skip
    return found


def _named(firms: list[FirmHere]) -> list[str]:
    return [firm_words(firm) for firm in firms[:FIRMS]]


def _names(names: Mapping[str, str], keys: Iterable[str]) -> list[str]:
    return [names.get(key, key) for key in keys]
