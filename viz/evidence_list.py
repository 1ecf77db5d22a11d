"""Which quotes a sheet prints, and how each is cited in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from queries.gaps.model import ChainGaps, GapRow, Quote
from viz.words import Words

MOST = 6
_NUMBER = re.compile(r"[（(]([^（）()]*号)[）)]\s*$")


def number_sign(number: int) -> str:
    """Return the circled sign of a quote's number (1 to 20)."""
    return chr(0x2460 + number - 1)


def cited(gaps: ChainGaps, most: int = MOST) -> tuple[Quote, ...]:
    """Return the quotes to print: one of each segment in rank order, then their second ones, accepted first."""
    rows = [list(_quotes(row)) for row in gaps.rows]
    chosen: dict[str, Quote] = {}
    for review in ("accepted", "candidate"):
        for place in range(max([len(row) for row in rows], default=0)):
            for row in rows:
                if place < len(row) and row[place].review == review and len(chosen) < most:
                    chosen.setdefault(row[place].statement, row[place])
    return tuple(chosen.values())


def _quotes(row: GapRow) -> Iterator[Quote]:
    for firm in row.segment.firms:
        yield from firm.quotes
    yield from row.segment.mentions


def citation(quote: Quote, words: Words) -> str:
    """Return where a quote stands and what became of it: document, section, characters, status, review."""
    parts = [
        short_title(quote.document_title) or quote.document,
        quote.section,
        words("characters", start=quote.start, end=quote.end),
        words.status(quote.status),
        words.review(quote.review),
    ]
    return " · ".join(part for part in parts if part)


def short_title(title: str) -> str:
    """Return the number of an official document if its title ends with it in brackets, else the title."""
    found = _NUMBER.search(title)
    return found.group(1) if found else title
