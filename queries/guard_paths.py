"""Paths of variable length need an upper bound, in each of the ways to write one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.errors import QueryRefused
from queries.refusal import refused
from queries.tokens import Token

MAX_HOPS = 30
"""Longest variable path; the embedded engine's own limit."""


def check_paths(cypher: str, tokens: Sequence[Token]) -> None:
    """Refuse ``-[*]->``, ``-[*2..]->``, ``-->+``, ``((a)-->(b))*`` and ``{1,}``, and bounds over :data:`MAX_HOPS`.

    Raises:
        QueryRefused: naming the place.
    """
    groups: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if token.text == "[" and at and tokens[at - 1].text == "-":
            _check_relationship(cypher, tokens, at)
        elif token.text == "{" and after is not None and (after.kind == "number" or after.text == ","):
            _check_bounds(cypher, tokens, at + 1, "}", ",")
        elif token.text in {"*", "+"} and _ends_arrow(tokens, at):
            raise _unbounded(cypher, token)
        elif token.text == "(":
            groups.append(at)
        elif token.text == ")" and groups:
            start = groups.pop()
            if after is not None and after.text in {"*", "+"} and _is_path(tokens, start, at):
                raise _unbounded(cypher, after)


def _check_relationship(cypher: str, tokens: Sequence[Token], start: int) -> None:
    """A star in a relationship's brackets is its length if no property or condition stands before it."""
    for at in range(start + 1, len(tokens)):
        token = tokens[at]
        if token.text in {"]", "{"} or token.upper == "WHERE":
            return
        if token.text == "*":
            _check_bounds(cypher, tokens, at + 1, "]", ".")
            return


def _check_bounds(cypher: str, tokens: Sequence[Token], at: int, end: str, between: str) -> None:
    """Read ``1..3`` or ``1,3`` up to the end, a property map or a bracket; words such as SHORTEST are skipped."""
    written = "".join(_bounds(tokens, at, end))
    lower, mark, upper = written.partition(".." if between == "." else ",")
    limit = upper if mark else lower
    if not limit.isdigit() or int(limit) > MAX_HOPS:
        raise _unbounded(cypher, tokens[at - 1])


def _bounds(tokens: Sequence[Token], at: int, end: str) -> Iterator[str]:
    for token in tokens[at:]:
        if token.text in {end, "{", "("}:
            return
        if token.kind != "word":
            yield token.text


def _ends_arrow(tokens: Sequence[Token], at: int) -> bool:
    """Tell ``-->+``, ``]->*``, ``--+`` and ``]-+`` by the two marks before."""
    before = [token.text for token in tokens[max(0, at - 2) : at]]
    return before in (["-", ">"], ["-", "-"], ["]", "-"])


def _is_path(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell ``((a)-->(b))`` from a sum in brackets."""
    inside = [token.text for token in tokens[start + 1 : end]]
    return any(pair in {("-", "-"), ("-", ">"), ("-", "["), ("<", "-")} for pair in pairwise(inside))


def _unbounded(cypher: str, token: Token) -> QueryRefused:
    return refused(
        f"可变长路径要写上限，且不超过 {MAX_HOPS}",
        f"a variable path needs an upper bound of at most {MAX_HOPS}",
        cypher,
        token.start,
        do_zh="例如 -[:INPUT_OF*1..3]->，在 Neo4j 上也可写 -[:INPUT_OF]->{1,3}",
        do_en="Such as -[:INPUT_OF*1..3]->, on Neo4j also -[:INPUT_OF]->{1,3}",
    )
