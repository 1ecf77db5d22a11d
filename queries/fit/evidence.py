"""From the key of a statement or row to what a reader needs of it: whose document, where, which words."""

from __future__ import annotations

from collections.abc import Mapping

from graph.store import Value
from queries.fit.model import Evidence, EvidenceTier
from queries.gaps.ask import PRESS
from queries.gaps.model import Quote, Source
from queries.gaps.rows import row_place

NATIONAL = ("全国", "中国")


def evidence(row: Mapping[str, Value], sources: Mapping[str, Source]) -> Evidence:
    """Return the evidence of one row of an answer with ``statement``, ``quote``, ``status``, ``review``."""
    key, quote = str(row.get("statement") or ""), str(row.get("quote") or "")
    return _evidence(key, quote, str(row.get("section") or ""), (row.get("status"), row.get("review")), sources)


def of_quote(quote: Quote, sources: Mapping[str, Source]) -> Evidence:
    """Return the evidence that a quote of the analysis is."""
    return _evidence(quote.statement, quote.text, quote.section, (quote.status, quote.review), sources)


def _evidence(
    key: str, quote: str, section: str, standing: tuple[Value, Value], sources: Mapping[str, Source]
) -> Evidence:
    document, _, place = key.partition("#")
    source = sources.get(document, Source(document, document))
    return Evidence(
        statement=key,
        document=document,
        title=source.title or document,
        issuer=source.issuer,
        date=source.date or source.as_of,
        grade=source.grade,
        url=source.url,
        place=_place(place, quote, section, source),
        quote=quote,
        status=str(standing[0] or ""),
        review=str(standing[1] or ""),
    )


def _place(place: str, quote: str, section: str, source: Source) -> str:
    """Where it stands: a row, or section and characters; of a page only sentences are kept, which have no place."""
    if not quote:
        return row_place(place)
    return "" if source.form == PRESS else f"{section} 第 {place.partition('/')[0]} 字".strip()


def proves(found: Evidence, term: str) -> bool:
    """Tell whether evidence says what it is shown for: a row does, words do if the term or it accepted is in them."""
    return not found.quote or found.review == "accepted" or term in found.quote


def tier(found: Evidence, sources: Mapping[str, Source]) -> EvidenceTier:
    """Return how sure evidence of a product is: words of a document, a register's row, a national list's row."""
    if found.quote:
        return EvidenceTier.DOCUMENT
    region = sources[found.document].region if found.document in sources else ""
    return EvidenceTier.NATIONAL if region in NATIONAL else EvidenceTier.REGISTER
