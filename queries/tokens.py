"""Cypher cut into tokens, enough to tell words from what stands in quotes and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["word", "parameter", "string", "name", "number", "mark", "blank", "comment"]

_TOKEN = re.compile(
    r"""
      (?P<blank>[\s\u180e]+)
    | (?P<comment>//[^\r\n]* | /\*.*?\*/)
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

    @property
    def called(self) -> str:
        """What a word or quoted name means, in capitals: ``range`` and `` `range` `` are one function."""
        return self.text.strip("`").upper() if self.kind in {"word", "name"} else ""


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
    return tuple(token for token in pieces(cypher) if token.kind not in {"blank", "comment"})


def pieces(cypher: str) -> Iterator[Token]:
    """Cut Cypher into tokens, blanks and comments among them: together they are the text.

    Raises:
        Unclosed: see :func:`tokenise`.
    """
    for match in _TOKEN.finditer(cypher):
        kind = match.lastgroup
        if kind == "open":
            raise Unclosed(match.group(), match.start())
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


_BEFORE_VALUE = frozenset(
    (
        *("WITH", "RETURN", "DISTINCT", "WHERE", "AND", "OR", "XOR", "NOT", "IN", "BY", "CASE", "WHEN", "THEN"),
        *("ELSE", "UNWIND", "MATCH", "SKIP", "OFFSET", "LIMIT", "CONTAINS", "IS", "ALL", "UNION", "OPTIONAL"),
        *("ON", "AS"),
    )
)
"""Words that a value follows, so that an AS after one of them is a name and not the keyword."""
_AFTER_ALIAS = frozenset(
    (
        *("", ",", ")", "}", "]", ";", "WHERE", "ORDER", "SKIP", "OFFSET", "LIMIT", "RETURN", "WITH", "MATCH"),
        *("OPTIONAL", "UNWIND", "UNION"),
    )
)
"""What may follow a name that AS gives; the clause of a hidden command has more to say."""


def is_word(tokens: Sequence[Token], at: int) -> bool:
    """Tell a keyword from a property (``n.set``), a label (``:Set``), an alias (``AS set``) or a map key."""
    if tokens[at].kind != "word":
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None:
        return True
    if before.text == ".":
        # "1. SET" may be read as a number and a clause
        return at > 1 and tokens[at - 2].kind == "number"
    if before.text == ":" or (before.text in {"{", ","} and after is not None and after.text == ":"):
        return False
    if before.upper != "AS" or before.kind != "word":
        return True
    return not (_gives_name(tokens, at - 1) and (after.upper if after else "") in _AFTER_ALIAS)


def _gives_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell the keyword AS, which stands after a value, from a thing of that name, which the engines allow."""
    if at == 0:
        return False
    before = tokens[at - 1]
    if before.kind == "mark":
        return before.text in {")", "]", "}"}
    is_property = at > 1 and tokens[at - 2].text == "."
    return is_property or before.kind != "word" or before.upper not in _BEFORE_VALUE
