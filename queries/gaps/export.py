"""Gap answers as plain data and as table rows, for programs and for Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from graph.evidence import Status
from queries.gaps.model import ChainGaps, FirmHere, GapRow, Quote

COLUMNS = (
    "产业链", "次序", "环节", "环节键", "位置", "段", "类别", "层级", "说明", "直接断", "间接断",
    "其中本地直接", "其中本地间接", "受影响链主", "企业（已计）", "企业（未计：规划、候选、平台）", "共用的链",
    "核查次序", "核查改变", "为什么先核查", "去哪里核", "到下一层缺什么", "引文", "引文出处", "行业小类候选",
)  # fmt: skip


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
    del data["gap_class"]
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
    notes = [] if firm.status in ("", "done") else [Status(firm.status).zh]
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
    for gaps in answers:
        writer.writerows([_cell(value) for value in _csv_row(gaps, row)] for row in gaps.rows)
    return "\ufeff" + text.getvalue()


def _csv_row(gaps: ChainGaps, row: GapRow) -> list[object]:
    names = names_of(gaps)
    segment, quotes = row.segment, quotes_of(row)

    def named(keys: Iterable[str]) -> str:
        return "、".join(names.get(key, key) for key in keys)

    return [
        gaps.chain.name, row.rank, segment.name, segment.key, segment.position, segment.stage,
        row.gap_class.zh, row.tier.value, row.sentence, named(row.breaks_direct), named(row.breaks_indirect),
        named(row.local_direct), named(row.local_indirect), named(row.leaders_hit),
        "、".join(firm_words(f) for f in segment.firms if f.counted),
        "、".join(firm_words(f) for f in segment.firms if not f.counted),
        "、".join(segment.shared_with), row.verify_rank or "", row.verify_gain, row.verify_why,
        "；".join(row.ask), row.next_tier, quotes[0].text if quotes else "",
        f"{quotes[0].document} {quotes[0].section} {quotes[0].start}-{quotes[0].end}" if quotes else "",
        "、".join(segment.gbt4754),
    ]  # fmt: skip


def _cell(value: object) -> object:
    text = str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not isinstance(value, int | float) else value
