"""What stands between a function's brackets."""

from __future__ import annotations

from collections.abc import Sequence

from queries.tokens import Token

DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def closing(tokens: Sequence[Token], start: int) -> int:
    """Return where the bracket that opens at ``start`` closes; the end of the tokens if it does not."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += DEPTH.get(tokens[at].text, 0) if tokens[at].kind == "mark" else 0
        if depth == 0:
            return at
    return len(tokens)


def arguments(tokens: Sequence[Token], start: int) -> list[Sequence[Token]]:
    """Return the arguments in the brackets that open at ``start``, each as its tokens."""
    found: list[Sequence[Token]] = []
    depth, begin, end = 0, start + 1, closing(tokens, start)
    for at in range(start + 1, end):
        token = tokens[at]
        depth += DEPTH.get(token.text, 0) if token.kind == "mark" else 0
        if token.text == "," and depth == 0:
            found.append(tokens[begin:at])
            begin = at + 1
    if begin < end:
        found.append(tokens[begin:end])
    return found


def text_of(token: Token) -> str:
    """Return what a string literal says, with its escapes undone as far as they matter here."""
    inside, out, escaped = token.text[1:-1], "", False
    for char in inside:
        if char == "\\" and not escaped:
            escaped = True
            continue
        out += {"n": "\n", "t": "\t", "r": "\r"}.get(char, char) if escaped else char
        escaped = False
    return out
