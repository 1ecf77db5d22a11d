"""What holds up an engine where its own limits do not reach, told from the text alone.

Measured: Neo4j looks at its time limit between rows and between the steps of
planning, not inside them. A few hundred NOTs, twenty XORs, sixteen nested
EXISTS or a thousand property accesses in a row kept a server busy past its
limit, and after its client was gone; twenty-six doublings of a string took
.2 s and 64 MB, a few more and its heap is full. The embedded engine takes
twice as long for every two levels of CASE. An embedded query runs in a process
that can be killed; a server cannot, so what would hold it up has to be seen
beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.errors import QueryRefused
from graph.store import Value
from queries.arguments import arguments
from queries.guard_growth import check_growth
from queries.guard_regex import check_regexes
from queries.refusal import refused
from queries.tokens import Token, is_word

MAX_CASES = 10
"""Deepest nesting of CASE; 10 levels take the embedded engine .15 s, 16 take 1 s."""
MAX_NOTS = 20
"""NOTs in a row; 200 are nothing to Neo4j, 500 hold it up for minutes."""
MAX_XORS = 8
"""XORs in a query: each doubles Neo4j's work."""
MAX_CHAIN = 20
"""Accesses ``.a`` or ``[0]``, or labels, in a row; 500 hold Neo4j up."""
MAX_SUBQUERIES = 6
"""Sub-queries in sub-queries: 8 take Neo4j 1 s to plan, 16 more than its limit."""
MAX_LOGIC = 20
"""Deepest nesting of brackets with AND or OR; 26 levels take Neo4j 1.5 s, 45 more than its limit."""
MAX_RELATIONSHIPS = 30
"""Relationships in the patterns of a query; 60 between six nodes take Neo4j more than its limit."""
MAX_RANGE = 1_000_000
"""Numbers that all ``range`` of a query make together, multiplied."""
MAX_PAD = 1_000
"""Count in ``repeat``, ``lpad`` and ``rpad``."""
_LINKS: Final = frozenset({".", ":", "&", "!"})
PADS: Final = frozenset({"REPEAT", "LPAD", "RPAD"})


def check_cost(cypher: str, tokens: Sequence[Token], parameters: Mapping[str, Value]) -> None:
    """Refuse what would take an engine past its limits.

    Raises:
        QueryRefused: naming the place and a cheaper way to write it.
    """
    _check_depths(cypher, tokens)
    _check_levels(cypher, tokens)
    _check_chains(cypher, tokens)
    _check_functions(cypher, tokens, parameters)
    growth = check_growth(cypher, tokens, parameters)
    check_regexes(cypher, tokens, parameters, growth)


def _check_depths(cypher: str, tokens: Sequence[Token]) -> None:
    cases = nots = xors = 0
    for at, token in enumerate(tokens):
        if not is_word(tokens, at):
            nots = nots if token.text == "(" else 0
            continue
        # END may also be a name, so it lowers the count only as far as a CASE raised it
        cases = cases + 1 if token.upper == "CASE" else max(0, cases - (token.upper == "END"))
        nots = nots + 1 if token.upper == "NOT" else 0
        xors += token.upper == "XOR"
        if cases > MAX_CASES:
            raise _too_deep(cypher, token, f"CASE 套得太深（最多 {MAX_CASES} 层）", "CASE nested too deep")
        if nots > MAX_NOTS:
            raise _too_deep(cypher, token, f"连着的 NOT 太多（最多 {MAX_NOTS} 个）", "too many NOTs in a row")
        if xors > MAX_XORS:
            raise _too_deep(cypher, token, f"XOR 太多（最多 {MAX_XORS} 个）", "too many XORs")


def _check_levels(cypher: str, tokens: Sequence[Token]) -> None:
    """Count sub-queries in sub-queries, brackets of AND and OR in each other, and relationships."""
    levels = [_Level()]
    relationships = 0
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else token
        if token.kind == "mark" and token.text in "([{":
            relationships += token.text == "[" and before.text == "-"
            levels.append(_Level(levels[-1].queries + (token.text == "{" and _opens_query(tokens, at))))
        elif token.kind == "mark" and token.text in ")]}" and len(levels) > 1:
            inner = levels.pop()
            levels[-1].below = max(levels[-1].below, inner.below + inner.logic)
        elif token.upper in {"AND", "OR"} and is_word(tokens, at):
            levels[-1].logic = True
        relationships += token.text == "-" and before.text == "-" and at > 0
        if levels[-1].queries > MAX_SUBQUERIES:
            raise _too_deep(cypher, token, f"子查询套得太深（最多 {MAX_SUBQUERIES} 层）", "sub-queries nested too deep")
        if levels[-1].below + levels[-1].logic > MAX_LOGIC:
            raise _too_deep(
                cypher, token, f"AND、OR 的括号套得太深（最多 {MAX_LOGIC} 层）", "AND and OR nested too deep"
            )
        if relationships > MAX_RELATIONSHIPS:
            raise _too_deep(cypher, token, f"关系太多（最多 {MAX_RELATIONSHIPS} 段）", "too many relationships")


@dataclass
class _Level:
    """A bracket that is open: sub-queries around it, whether AND or OR stands in it, and how deep below it."""

    queries: int = 0
    logic: bool = False
    below: int = 0


def _opens_query(tokens: Sequence[Token], at: int) -> bool:
    """Tell the bracket of EXISTS, COUNT, COLLECT and CALL, also ``CALL (x) {``."""
    before = tokens[at - 1] if at else tokens[at]
    return before.upper in {"EXISTS", "COUNT", "COLLECT", "CALL"} or before.text == ")"


def _check_chains(cypher: str, tokens: Sequence[Token]) -> None:
    """Count ``.a.a.a``, ``[0][0][0]``, ``:A:A:A`` and ``!!!A``."""
    chain, opened = 0, list[int]()
    for at, token in enumerate(tokens):
        before = tokens[at - 1].text if at else ""
        if token.text == "[":
            opened.append(chain)
            chain = 0
        elif token.text == "]":
            chain = opened.pop() + 1 if opened else 1
        elif token.text in _LINKS:
            chain += 1
        elif before not in _LINKS:
            chain = 0
        if chain > MAX_CHAIN:
            raise _too_deep(
                cypher, token, f"连着取属性、下标或标签太多（最多 {MAX_CHAIN} 个）", "too long a chain of accesses"
            )


def _check_functions(cypher: str, tokens: Sequence[Token], parameters: Mapping[str, Value]) -> None:
    made = 1
    for at, token in enumerate(tokens):
        if at + 1 >= len(tokens) or tokens[at + 1].text != "(" or (at and tokens[at - 1].text == "."):
            continue
        if token.called == "RANGE":
            made *= _numbers_of(cypher, token, arguments(tokens, at + 1), parameters)
            if made > MAX_RANGE:
                raise _bad_range(cypher, token)
        elif token.called in PADS:
            given = arguments(tokens, at + 1)
            if len(given) < 2 or not 0 <= _whole(given[1], parameters, missing=MAX_PAD + 1) <= MAX_PAD:
                raise refused(
                    f"{token.text}(…) 的次数要直接写成不超过 {MAX_PAD} 的数",
                    f"the count of {token.text}(…) has to be a number of at most {MAX_PAD}",
                    cypher,
                    token.start,
                    do_zh=f"例如 {token.text}('-', 20)",
                    do_en=f"Such as {token.text}('-', 20)",
                )


def _numbers_of(cypher: str, token: Token, given: list[Sequence[Token]], parameters: Mapping[str, Value]) -> int:
    """How many numbers a ``range`` makes; one that counts along a list makes no more than there are already."""
    if len(given) < 2:
        raise _bad_range(cypher, token)
    if any(_counts(part) for part in given[:2]):
        rest = [part for part in given[:2] if not _counts(part)]
        if all(abs(_whole(part, parameters, missing=MAX_RANGE)) < MAX_RANGE for part in rest):
            return 1
    start, end = (_whole(part, parameters, missing=None) for part in given[:2])
    if start is None or end is None:
        raise _bad_range(cypher, token)
    return abs(end - start) + 1


def _counts(part: Sequence[Token]) -> bool:
    """Tell ``size(x)``, ``length(p)``, ``count(x)``, with a number added or taken away."""
    words = [token.called for token in part]
    if not words or words[0] not in {"SIZE", "LENGTH", "COUNT"} or len(part) < 3 or part[1].text != "(":
        return False
    close = next((at for at in range(len(part) - 1, 0, -1) if part[at].text == ")"), 0)
    tail = part[close + 1 :]
    return not tail or (
        len(tail) == 2 and tail[0].text in {"+", "-"} and tail[1].kind == "number" and len(tail[1].text) < 7
    )


def _whole(part: Sequence[Token], parameters: Mapping[str, Value], *, missing: int | None) -> int:
    """Read a whole number that is written out or given as a parameter."""
    texts = [token.text for token in part]
    sign = -1 if texts[:1] == ["-"] else 1
    rest = list(part)[1:] if sign < 0 else list(part)
    if len(rest) == 1 and rest[0].kind == "number" and rest[0].text.isdigit():
        return sign * int(rest[0].text)
    if len(rest) == 1 and rest[0].kind == "parameter":
        value = parameters.get(rest[0].text[1:].strip("`"), 0)
        if isinstance(value, int):
            return sign * value
    return missing  # type: ignore[return-value]


def _bad_range(cypher: str, token: Token) -> QueryRefused:
    return refused(
        f"{token.text}(…) 的两端要直接写成数，全部相乘不超过 {MAX_RANGE} 个",
        f"both ends of {token.text}(…) have to be numbers, {MAX_RANGE} in all",
        cypher,
        token.start,
        do_zh="例如 range(1, 100)，或 range(0, size(列表) - 1)",
        do_en="Such as range(1, 100), or range(0, size(list) - 1)",
    )


def _too_deep(cypher: str, token: Token, zh: str, en: str) -> QueryRefused:
    return refused(
        zh, en, cypher, token.start, do_zh="请用 WITH 分成几步，或用 IN [ … ] 合并条件", do_en="Take it apart with WITH"
    )
