"""Sentences, parts and clauses of a text, with offsets.

A comma inside brackets, quotation marks or a title does not end a clause.
Brackets that are never closed are given up at the end of their sentence, so
one stray mark cannot swallow the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_OPEN = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "【": "】", "〔": "〕"}
_CLOSE = frozenset(_OPEN.values())
_SENTENCE = frozenset("。！？!?\n")
_PART = frozenset("；;")
_CLAUSE = frozenset("，,：:")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its half-open span and its text; ``sentence`` and ``part`` number where it stands."""

    start: int
    end: int
    text: str
    sentence: int
    part: int
    paragraph: int


def clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of ``text`` in order; empty ones are left out. Reads the text once."""
    sentence = part = paragraph = 0
    begin = 0
    closers: list[str] = []
    for offset, char in enumerate(text):
        if char in _OPEN and len(closers) < 4:
            closers.append(_OPEN[char])
            continue
        if closers and char == closers[-1]:
            closers.pop()
            continue
        if offset - begin >= _LONGEST:
            # No sentence of a letter is so long: a text without marks is cut, so that no rule sees all of it at once.
            yield Clause(begin, offset, text[begin:offset], sentence, part, paragraph)
            begin, sentence, part = offset, sentence + 1, part + 1
            closers.clear()
        hard = char in _SENTENCE and (char == "\n" or not closers or offset - begin > 200)
        soft = not closers and (char in _PART or (char in _CLAUSE and not _in_number(text, offset)))
        if not (hard or soft):
            continue
        if offset > begin:
            yield Clause(begin, offset, text[begin:offset], sentence, part, paragraph)
        begin = offset + 1
        if hard:
            closers.clear()
            sentence, part = sentence + 1, part + 1
            paragraph += char == "\n"
        elif char in _PART:
            part += 1
    if begin < len(text):
        yield Clause(begin, len(text), text[begin:], sentence, part, paragraph)


def _in_number(text: str, offset: int) -> bool:
    """Tell whether the mark at ``offset`` stands between digits, as in 1,050."""
    return (
        0 < offset < len(text) - 1
        and text[offset] in ",:"
        and text[offset - 1].isdigit()
        and text[offset + 1].isdigit()
    )


def split_outside(text: str, separators: str) -> list[tuple[int, int]]:
    """Return the half-open spans between ``separators`` that stand outside brackets and quotation marks."""
    spans: list[tuple[int, int]] = []
    closers: list[str] = []
    begin = 0
    for offset, char in enumerate(text):
        if char in _OPEN:
            closers.append(_OPEN[char])
        elif closers and char == closers[-1]:
            closers.pop()
        elif char in separators and not closers:
            spans.append((begin, offset))
            begin = offset + 1
    spans.append((begin, len(text)))
    return spans
