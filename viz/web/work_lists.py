"""The 补链清单 and the 核查清单 as the pages show them: filtered, ordered, each row with what stands behind it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import xlsxwriter

from queries.gaps.export import gaps_csv, quotes_of
from queries.gaps.model import ChainGaps, GapClass, GapRow, Tier
from queries.gaps.rank import GAPS
from queries.gaps.stability import Kept, Stability, total

SORTS: Mapping[str, Callable[[GapRow], tuple[float, ...]]] = {
    "": lambda row: (row.rank,),
    "leaders": lambda row: (-len(row.leaders_hit), row.rank),
    "demand": lambda row: (-demand_of(row), row.rank),
    "suppliers": lambda row: (row.suppliers or 0.0, row.rank),
}
"""Orders that may be chosen, the ranking of the method first; ties keep its order."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    classes: frozenset[GapClass]
    tier: str = ""
    extension: bool = False
    sort: str = ""

    @staticmethod
    def read(query: Iterable[tuple[str, str]], usual: frozenset[GapClass] = GAPS) -> Wanted:
        """Read the parameters of an address; what is not known is passed over."""
        pairs = list(query)
        known = {one.value: one for one in GapClass}
        classes = frozenset(known[value] for name, value in pairs if name == "class" and value in known)
        last = dict(pairs)
        tier, sort = last.get("tier", ""), last.get("sort", "")
        return Wanted(
            classes or usual,
            tier if tier in set(Tier) else "",
            last.get("extension") == "1",
            sort if sort in SORTS else "",
        )

    def of(self, rows: Sequence[GapRow]) -> list[GapRow]:
        """Return the rows that are wanted, in the order that is wanted."""
        found = [
            row
            for row in rows
            if row.gap_class in self.classes
            and (not self.tier or row.tier.value == self.tier)
            and (row.extension or not self.extension)
        ]
        return sorted(found, key=SORTS[self.sort])


def demand_of(row: GapRow) -> float:
    """The largest demand for a row, in 亿元; 0 where none is known."""
    return max((one.high or 0.0 for one in row.demand), default=0.0)


def evidence_of(row: GapRow) -> tuple[int, int]:
    """How many words of documents and how many rows of registers stand behind a row."""
    quotes = quotes_of(row)
    words = sum(1 for quote in quotes if quote.text)
    rows = {quote.statement for firm in row.segment.firms for quote in firm.quotes if not quote.text}
    return words, len(rows)


def kept_of(stable: Stability | None) -> dict[str, tuple[Kept, Kept, tuple[str, ...]]]:
    """By segment: runs in which it stays among the first, those in which its class stays, and what upsets it."""
    if stable is None:
        return {}
    return {row.segment: (total(row.in_gaps), total(row.class_kept), row.upset_by) for row in stable.rows}


def as_csv(answer: ChainGaps, rows: Sequence[GapRow]) -> str:
    """Return the rows as CSV for Excel, with all that the export of the command line has."""
    return gaps_csv([replace(answer, rows=tuple(rows))])


def as_xlsx(answer: ChainGaps, rows: Sequence[GapRow], title: str) -> bytes:
    """Return the same as a workbook: text stays text, heads stand still, columns can be filtered."""
    table = list(csv.reader(io.StringIO(as_csv(answer, rows).removeprefix("\ufeff"))))
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for at, line in enumerate(table):
        for column, text in enumerate(line):
            number = at > 0 and text.isascii() and text.isdigit() and len(text) < 9
            if number:
                sheet.write_number(at, column, int(text), body)
            else:
                sheet.write_string(at, column, text[:32_000], body if at else head)
    if table:
        sheet.freeze_panes(1, 3)
        sheet.autofilter(0, 0, max(len(table) - 1, 1), len(table[0]) - 1)
        sheet.set_column(0, len(table[0]) - 1, 16)
    book.close()
    return file.getvalue()
