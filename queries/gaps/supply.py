"""Who supplies a segment here, and what is known of it, from the facts of one segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from queries.gaps.model import DONE, FirmHere, Quote, SegmentNode, Source

NOT_MAKING = frozenset(
    (
        *("IDENTIFIES_GAP", "ADOPTS_RECOMMENDATION", "PROPOSES", "PLANS_TO_INTRODUCE", "APPLIES_FOR"),
        *("TARGETS", "COVERS", "ISSUED_BY", "ADDRESSED_TO", "REPLIES_TO", "SUBMITTED_BY", "CONSULTED_WITH", "CC_TO"),
    )
)
"""Predicates of sentences that name a segment without saying that anybody here makes it.

“控制器依赖外购” names the controller and says the opposite; a policy's aim is not a factory.
"""


def counted_firms(segment: SegmentNode) -> tuple[FirmHere, ...]:
    """Return the segment's accepted local firms S_i, by key, each once."""
    return _unique(firm for firm in segment.firms if firm.counted)


def uncounted(segment: SegmentNode) -> tuple[tuple[FirmHere, ...], tuple[FirmHere, ...], tuple[FirmHere, ...]]:
    """Return what is shown but never counted.

    Returns:
        Accepted firms that are not done, candidates, accepted platforms.
    """
    counted = {firm.key for firm in counted_firms(segment)}
    rest = [firm for firm in segment.firms if firm.key not in counted]
    waiting = _unique(f for f in rest if f.is_firm and f.review == "accepted")
    accepted = {firm.key for firm in waiting}
    candidates = _unique(f for f in rest if f.review not in {"accepted", "rejected"} and f.key not in accepted)
    platforms = _unique(f for f in rest if not f.is_firm and f.review == "accepted")
    return waiting, candidates, platforms


def unsettled(segment: SegmentNode) -> tuple[FirmHere, ...]:
    """Return local firms that a register puts into a class of the segment, which several segments share.

    One of them may make it: as long as that is open, nobody can say that no firm here does.
    """
    _, candidates, _ = uncounted(segment)
    return tuple(firm for firm in candidates if firm.rule == "code")


def local_mentions(segment: SegmentNode) -> tuple[Quote, ...]:
    """Return the accepted, done statements whose words name the segment, in document order."""
    quotes = {quote.statement: quote for quote in segment.mentions if counts(quote)}
    return tuple(sorted(quotes.values(), key=lambda quote: (quote.document, quote.start, quote.statement)))


def counts(quote: Quote) -> bool:
    """Tell whether a statement counts: accepted by a person, of something done, and of something made."""
    return quote.review == "accepted" and quote.status in DONE and quote.predicate not in NOT_MAKING


def is_local(segment: SegmentNode) -> bool:
    """Tell whether the segment is known to be made here: an accepted firm or an accepted mention."""
    return bool(counted_firms(segment)) or bool(local_mentions(segment))


def effective_suppliers(firms: Sequence[FirmHere]) -> tuple[float | None, bool]:
    """Return N = 1/Σ s² (inverse Herfindahl) and whether shares were taken as equal.

    Shares are normalised to sum to 1. Where one of them is unknown, all are
    taken as equal: a mean over the known ones would be a guess about the rest.

    Returns:
        ``(None, True)`` for no firm, else N and the flag.
    """
    if not firms:
        return None, True
    shares = [firm.share for firm in firms]
    known = [share for share in shares if share is not None and share > 0]
    if len(known) < len(shares):
        return float(len(firms)), True
    total = sum(known)
    return 1.0 / sum((share / total) ** 2 for share in known), False


def covering(segment: SegmentNode, sources: Iterable[Source], regions: frozenset[str]) -> tuple[str, ...]:
    """Return the keys of the complete sources that cover the segment, empty if it is not covered.

    A source covers it by its key, or several together by *all* of its GB/T
    4754 codes: covering one of two candidate codes leaves the other unseen.
    A declared code covers the classes below it (381 covers 3812).

    Args:
        segment: its key and codes are read.
        sources: documents with what they declare.
        regions: the region asked about and those that contain it.
    """
    complete = [s for s in sources if s.completeness == "complete" and s.region in regions]
    by_key = [source.key for source in complete if segment.key in source.covers]
    by_code: set[str] = set()
    for code in segment.gbt4754:
        holders = code_holders(code, complete)
        if not holders:
            by_code = set()
            break
        by_code.update(holders)
    return tuple(sorted({*by_key, *by_code}))


def code_holders(code: str, sources: Iterable[Source]) -> list[str]:
    """Return the keys of the sources whose declared codes take in a code: it, or one above it (381 takes in 3812)."""
    return [s.key for s in sources if any(c.isdigit() and code.startswith(c) for c in map(_digits, s.covers))]


def _digits(code: str) -> str:
    """Codes are written with or without their section letter (C3812, 3812)."""
    return code[1:] if code[:1].isalpha() and code[:1].isascii() else code


def _unique(firms: Iterable[FirmHere]) -> tuple[FirmHere, ...]:
    return tuple(sorted({firm.key: firm for firm in firms}.values(), key=lambda firm: (firm.name, firm.key)))
