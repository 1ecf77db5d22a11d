"""Which quotes a sheet prints, and how each is cited in one line."""

from __future__ import annotations

import re

from queries.gaps.model import ChainGaps, GapRow, Quote
from viz.words import Words

MOST = 6
Place = tuple[str, int, int]
_NUMBER = re.compile(r"[（(]([^（）()]*号)[）)]\s*$")


def number_sign(number: int) -> str:
    """Return the circled sign of a quote's number (1 to 20)."""
    return chr(0x2460 + number - 1)


def quote_of(row: GapRow) -> Quote | None:
    """Return the quote that stands for a segment: an accepted firm's, else the best mention, else a candidate's.

    Of mentions an accepted one goes before a lead, one that has the term
    before one that does not, a short one before a long one.
    """
    firms = sorted(row.segment.firms, key=lambda firm: firm.review != "accepted")
    accepted = [firm for firm in firms if firm.review == "accepted" and firm.quotes]
    if accepted:
        return accepted[0].quotes[0]
    mentions = sorted(
        row.segment.mentions, key=lambda q: (q.review != "accepted", q.term not in q.text, len(q.text), q.start)
    )
    waiting = [firm.quotes[0] for firm in firms if firm.quotes]
    if waiting and not (mentions and mentions[0].review == "accepted"):
        return waiting[0]
    return mentions[0] if mentions else None


def spot(quote: Quote) -> Place:
    """Return where a quote stands; several statements may rest on the same words."""
    return quote.document, quote.start, quote.end


def cited(gaps: ChainGaps, most: int = MOST) -> tuple[Quote, ...]:
    """Return the quotes to print: those that stand in the boxes, accepted ones first, then those of candidates."""
    chosen: dict[Place, Quote] = {}
    quotes = [quote for row in gaps.rows if (quote := quote_of(row)) is not None]
    quotes.sort(key=lambda quote: quote.review != "accepted")
    quotes += [firm.quotes[0] for row in gaps.rows for firm in row.segment.firms if firm.quotes]
    for quote in quotes:
        if len(chosen) < most:
            chosen.setdefault(spot(quote), quote)
    return tuple(chosen.values())


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
