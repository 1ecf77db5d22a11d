"""Quotes that are whole clauses: what a rule needed to see is often less than what a reader has to see.

``支持某公司成为领军企业`` loses its meaning without its first word. A quote
therefore runs from the punctuation before it to the punctuation after it.
"""

from __future__ import annotations

import re

from graph.evidence import Statement

MOST = 260
"""Characters past which a quote stays as short as the rule left it."""
_BOUND = frozenset("，。；：！？!?;\n")
_TITLE = re.compile(r"《[^《》\n]*》")
_NUMBERING = re.compile(r"(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．](?!\d)|[一二三四五六七八九十]+、)\s*")


class Clauses:
    """The clause boundaries of one canonical text; punctuation inside a title is none."""

    def __init__(self, text: str) -> None:
        self.text = text
        titles = [match.span() for match in _TITLE.finditer(text)]
        inside = {at for start, end in titles for at in range(start, end)}
        self._bounds = [at in inside or char not in _BOUND for at, char in enumerate(text)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of the clauses that hold a half-open span, without the number of a heading."""
        while end > start + 1 and not self._bounds[end - 1]:
            end -= 1
        first, last = start, end
        while first > 0 and self._bounds[first - 1]:
            first -= 1
        while last < len(self.text) and self._bounds[last]:
            last += 1
        numbering = _NUMBERING.match(self.text, first, last)
        if numbering and numbering.end() <= start:
            first = numbering.end()
        while first < start and self.text[first] == " ":
            first += 1
        return (first, last) if last - first <= MOST else (start, end)


def whole_clauses(text: str, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Return the statements with quotes that are whole clauses; of two that become the same, one."""
    clauses = Clauses(text)
    grown: dict[str, Statement] = {}
    for statement in statements:
        start, end = clauses.span(statement.start, statement.end)
        changes = {"start": start, "end": end, "quote": text[start:end]}
        wider = statement.model_copy(update=changes)
        grown.setdefault(wider.key, wider)
    return tuple(grown.values())
