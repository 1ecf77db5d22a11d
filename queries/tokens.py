"""Cypher cut into tokens, enough to tell words from what stands in quotes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["word", "parameter", "string", "name", "number", "mark"]

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+ | //[^\n]* | /\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
    | (?P<name>`(?:[^`]|``)*`)
    | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<open>['"`] | /\*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text as written, where it starts."""

    kind: TokenKind
    text: str
    start: int

    @property
    def upper(self) -> str:
        """The text in capitals; only words are compared with it."""
        return self.text.upper()


class Unclosed(ValueError):
    """A quote or comment that is opened and not closed; ``start`` says where."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__(f"unclosed {text} at {start}")
        self.text, self.start = text, start


def tokenise(cypher: str) -> tuple[Token, ...]:
    """Cut Cypher into tokens; blanks and comments are left out.

    Raises:
        Unclosed: a string, a quoted name or a comment has no end.
    """
    return tuple(_tokens(cypher))


def _tokens(cypher: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(cypher):
        kind = match.lastgroup
        if kind == "open":
            raise Unclosed(match.group(), match.start())
        if kind != "blank":
            yield Token(kind, match.group(), match.start())  # type: ignore[arg-type]


def parameters(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the names of the parameters, each once, in order of first use."""
    return tuple(dict.fromkeys(t.text[1:].strip("`") for t in tokens if t.kind == "parameter"))


def returned(tokens: Sequence[Token]) -> tuple[tuple[str, ...], ...]:
    """Return the columns of each outermost RETURN, one tuple for each part of a UNION.

    A column is the name after ``AS``, else its text as written.
    """
    parts: list[tuple[str, ...]] = []
    depth, start = 0, None
    for at, token in enumerate(tokens):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth or token.kind != "word":
            continue
        if token.upper == "RETURN":
            start = at + 1
        elif start is not None and token.upper in {"ORDER", "SKIP", "LIMIT", "UNION"}:
            parts.append(_columns(tokens[start:at]))
            start = None
    if start is not None:
        parts.append(_columns([t for t in tokens[start:] if t.text != ";"]))
    return tuple(parts)


def _columns(tokens: Sequence[Token]) -> tuple[str, ...]:
    items: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind == "mark":
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0)
        if token.text == "," and not depth:
            items.append([])
        elif not (token.upper == "DISTINCT" and not items[-1]):
            items[-1].append(token)
    return tuple(_column(item) for item in items if item)


def _column(item: Sequence[Token]) -> str:
    if len(item) > 2 and item[-2].kind == "word" and item[-2].upper == "AS":
        return item[-1].text.strip("`")
    return "".join(token.text for token in item)
