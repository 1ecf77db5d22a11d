"""Numbers the words and rows that an answer rests on, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.assistant.answer import Cite
from graph.store import Store, Value
from queries.gaps.model import Quote
from queries.gaps.rows import row_place
from queries.show import quotes_of

MOST = 40
"""Cites of one answer at most; further ones are counted."""


class Cites:
    """The cites of one answer.

    Args:
        documents: what is known of documents, by name.
        most: cites at most.
    """

    def __init__(self, documents: Mapping[str, Mapping[str, Value]], most: int = MOST) -> None:
        self._documents, self._most = documents, most
        self._by_place: dict[tuple[str, int, int], int] = {}
        self._left: set[tuple[str, int, int]] = set()
        self.found: list[Cite] = []

    @property
    def more(self) -> int:
        """How many are not listed."""
        return len(self._left)

    def quote(self, quote: Quote) -> int:
        """Return the number of a quote; 0 if there are too many."""
        place = (quote.document, quote.start, quote.end) if quote.text else (quote.statement, 0, 0)
        if place in self._by_place:
            return self._by_place[place]
        if len(self.found) >= self._most:
            self._left.add(place)
            return 0
        number = self._by_place[place] = len(self.found) + 1
        document, _, row = quote.statement.partition("#")
        document = quote.document or document
        section = quote.section or ("" if quote.text else row_place(row))
        self.found.append(
            Cite(
                number=number,
                statement=quote.statement,
                document=document,
                title=quote.document_title or str(self._documents.get(document, {}).get("title") or ""),
                section=section,
                start=quote.start if quote.text else None,
                end=quote.end if quote.text else None,
                quote=quote.text,
                status=quote.status,
                review=quote.review,
            )
        )
        return number

    def quotes(self, quotes: Iterable[Quote], most: int = 3) -> list[int]:
        """Return the numbers of the first few of several quotes; the others are counted as not listed if new."""
        listed = list(quotes)
        numbers = [self.quote(one) for one in listed[:most]]
        for one in listed[most:]:
            place = (one.document, one.start, one.end) if one.text else (one.statement, 0, 0)
            if place not in self._by_place:
                self._left.add(place)
        self._left -= self._by_place.keys()
        return sorted({number for number in numbers if number})

    def keys(
        self, store: Store, keys: Iterable[str], standing: Mapping[str, tuple[str, str]] | None = None
    ) -> dict[str, int]:
        """Return the number of each statement or row by its key, reading the words of all of them at once.

        Args:
            store: where to read.
            keys: of statements (``doc#start-end/hash``) or rows (``doc#row``).
            standing: status and review of rows, which have none of their own.
        """
        wanted = list(dict.fromkeys(keys))
        known = quotes_of(store, wanted)
        return {
            key: self.quote(known.get(key) or row_quote(key, *(standing or {}).get(key, ("", "")))) for key in wanted
        }


def marks(numbers: Iterable[int]) -> str:
    """Return the marks that stand for cites in a text: [1][2]."""
    return "".join(f"[{number}]" for number in sorted({n for n in numbers if n}))


def row_quote(key: str, status: str = "", review: str = "") -> Quote:
    """Return the quote that a register's row is: its place, without words."""
    document, _, row = key.partition("#")
    return Quote(key, document, "", row_place(row), 0, 0, "", status, review)
