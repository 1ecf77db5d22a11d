"""Gap answers as plain data and as table rows, for programs and for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from graph.evidence import Status
from graph.exchange.plain_files import RISKY
from queries.demand.model import LABEL
from queries.demand.wording import amount_words, grain_words, notes, source_words
from queries.gaps.model import ChainGaps, FirmHere, GapRow, Measures, Quote
from queries.gaps.reach import who_words

_FORMULA = (*RISKY, "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet takes for a formula; Chinese ones take the wide signs too."""
COLUMNS = (
    "产业链", "次序", "环节", "类别", "企业（已计）", "企业（未计：规划、待审、平台）",
    "引文", "引文状态", "引文审核", "引文出处", "受影响的本地环节数", "直接受影响的本地环节", "间接受影响的本地环节",
    "涉及链主、龙头", "核查次序", "为什么先核查", "去哪里核", "说明", "上中下游", "分段", "层级",
    "直接下游", "间接下游", "也在这些链", "升一层要什么", "行业小类（候选）", "环节键",
    "周边能否配套", "周边谁有（城市，凭什么）", "周边的来源", "周边的说明",
    "区位商", "区位商依据", "缺口（只有 T2 有）", "区位商、缺口没有的原因",
    LABEL, "需求额算式", "需求额的产品部门和粒度", "需求额说明", "需求额依据",
)  # fmt: skip


_DEMAND = (amount_words, lambda one: one.arithmetic, grain_words, notes, source_words)
"""What the last columns of a row say of each demand for it."""


def chain_dict(gaps: ChainGaps) -> dict[str, Any]:
    """Return one chain's answer as plain data: what it rests on, counts, and rows in rank order."""
    return {
        "chain": gaps.chain.key,
        "name": gaps.chain.name,
        "version": gaps.chain.version,
        "author": gaps.chain.author,
        "leaders": [asdict(firm) for firm in gaps.chain.leaders],
        "members": [asdict(firm) for firm in gaps.chain.members],
        "documents": list(gaps.documents),
        "data_version": gaps.data_version,
        "parameters": asdict(gaps.parameters),
        "counts": {kind.value: number for kind, number in gaps.counts.items()},
        "rows": [row_dict(gaps, row) for row in gaps.rows],
    }


def row_dict(gaps: ChainGaps, row: GapRow) -> dict[str, Any]:
    """Return one row as plain data, with names beside keys and quotes with their places."""
    data = asdict(row)
    data["class"] = row.gap_class.value
    data["class_zh"] = row.gap_class.zh
    del data["gap_class"], data["segment"]["nearby"]  # what it says of the neighbours stands in reach
    names = names_of(gaps)
    for field in ("breaks_direct", "breaks_indirect", "local_direct", "local_indirect"):
        data[f"{field}_names"] = [names.get(key, key) for key in data[field]]
    return data


def names_of(gaps: ChainGaps) -> dict[str, str]:
    """Names of the segments of a chain, and of its leaders, by key."""
    names = {segment.key: segment.name for segment in gaps.chain.segments}
    return names | {leader.key: leader.name for leader in gaps.chain.leaders}


def quotes_of(row: GapRow) -> list[Quote]:
    """Quotes that speak of a row's segment: of its firms first, then of accepted and of other mentions."""
    firms = [quote for firm in row.segment.firms for quote in firm.quotes]
    mentions = sorted(row.segment.mentions, key=lambda quote: (quote.review != "accepted", quote.start))
    found: dict[tuple[str, int, int], Quote] = {}
    for quote in (*firms, *mentions):
        found.setdefault((quote.document, quote.start, quote.end), quote)
    return list(found.values())


def firm_words(firm: FirmHere) -> str:
    """A firm as a table shows it: name, status where it is not done, and that it waits for review."""
    notes = [] if firm.is_firm else ["平台"]
    notes += [] if firm.status in ("", "done") else [Status(firm.status).zh]
    if firm.review == "candidate":
        notes.append("待审")
    return f"{firm.name}（{'，'.join(notes)}）" if notes else firm.name


def gaps_csv(answers: Iterable[ChainGaps]) -> str:
    """Return the rows of the answers as CSV text that Excel opens (with a byte order mark).

    A cell that a spreadsheet would take for a formula is led by an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    listed = list(answers)
    others = {gaps.chain.key: gaps.chain.name for gaps in listed}
    for gaps in listed:
        writer.writerows([cell(value) for value in _csv_row(gaps, row, others)] for row in gaps.rows)
    return "\ufeff" + text.getvalue()


def _csv_row(gaps: ChainGaps, row: GapRow, others: Mapping[str, str]) -> list[object]:
    names = names_of(gaps)
    segment, quotes = row.segment, quotes_of(row)

    def named(keys: Iterable[str]) -> str:
        return "、".join(names.get(key, key) for key in keys)

    quote = quotes[0] if quotes else None
    return [
        gaps.chain.name, row.rank, segment.name, row.gap_class.zh,
        "、".join(firm_words(f) for f in segment.firms if f.counted),
        "、".join(firm_words(f) for f in segment.firms if not f.counted),
        quote.text if quote else "", Status(quote.status).zh if quote else "",
        ("已采信" if quote.review == "accepted" else "线索") if quote else "",
        f"{quote.document_title or quote.document} {quote.section} 第 {quote.start}-{quote.end} 字" if quote else "",
        len(row.local_direct) + len(row.local_indirect), named(row.local_direct), named(row.local_indirect),
        named(row.leaders_hit), row.verify_rank or "", row.verify_why, "；".join(row.ask), row.sentence,
        segment.position, segment.stage, row.tier.value, named(row.breaks_direct), named(row.breaks_indirect),
        "、".join(others.get(key, key) for key in segment.shared_with), row.next_tier,
        "".join(f"{code}、" for code in segment.gbt4754), segment.key,
        row.reach.verdict_zh, "；".join(map(who_words, row.reach.who)), row.reach.source, row.reach.sentence,
        *_measured(row.measures), *("；".join(dict.fromkeys(map(words, row.demand))) for words in _DEMAND),
    ]  # fmt: skip


def _measured(known: Measures) -> list[object]:
    """Quotient, what it rests on, gap, and why one of them is not known."""
    quotient, gap = known.quotient_figure, known.gap
    said = "；".join((quotient.words, *quotient.notes)) if quotient else ""
    lost = "；".join((gap.words, *gap.notes)) if gap else ""
    return ["" if known.quotient is None else round(known.quotient, 4), said, lost, "；".join(known.reasons)]


def cell(value: object) -> object:
    """Return a value for a table; text that a spreadsheet would take for a formula is led by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
