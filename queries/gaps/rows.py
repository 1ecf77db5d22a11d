"""Values and quotes of the rows that the catalogue's questions give."""

from __future__ import annotations

from collections.abc import Mapping

from graph.store import Value
from queries.gaps.model import Quote, Source

Row = Mapping[str, Value]


def text(row: Row, name: str) -> str:
    """Return a text, empty where there is none."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def texts(row: Row, name: str) -> list[str]:
    """Return a list of texts, empty where there is none."""
    value = row.get(name)
    return [str(item) for item in value] if isinstance(value, list) else []


def quotes(row: Row, sources: Mapping[str, Source], review: str = "") -> list[Quote]:
    """Return the quote of a row; of a table's row, which has no words of its own, only its place.

    Args:
        row: of a question that gives statements.
        sources: documents by key.
        review: in place of the statement's own.
    """
    key = text(row, "statement")
    if not key:
        return []
    document, _, place = key.partition("#")
    document = text(row, "document") or document
    start, end = row["start_offset"], row["end_offset"]
    section = text(row, "section") if row["quote"] is not None else row_place(place)
    return [
        Quote(
            statement=key,
            document=document,
            document_title=sources[document].title if document in sources else "",
            section=section,
            start=start if isinstance(start, int) else 0,
            end=end if isinstance(end, int) else 0,
            text=text(row, "quote"),
            status=text(row, "said_status") or text(row, "status"),
            review=review or text(row, "said_review") or text(row, "review"),
            predicate=text(row, "predicate"),
            term=text(row, "term"),
            subject=text(row, "subject"),
            object=text(row, "object") if "subject" in row else "",
        )
    ]


def row_place(place: str) -> str:
    """Where a row of a table stands: ``Sheet1!5`` is row 5 of that sheet, ``5`` the line of a file."""
    sheet, _, row = place.rpartition("!")
    return f"工作表“{sheet}”第 {row} 行" if sheet else f"第 {row} 行"
