"""What a user may send as Cypher: one reading statement of a sane size.

The engine is opened read-only for such queries too. The guard is the first of
two doors: it explains in the user's words what the engine would only refuse,
and it stops what read-only mode lets through (reading files with LOAD,
attaching other databases, texts that hang the parser).
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import QueryRefused
from queries.tokens import Token, Unclosed, tokenise

MAX_LENGTH = 10_000
"""Longest query text, in characters."""
MAX_NESTING = 50
"""Deepest nesting of brackets: the embedded engine hangs on a few hundred, past its own timeout."""
MAX_CASES = 5
"""Deepest nesting of CASE: the embedded engine takes twice as long every two levels, past its own timeout."""
MAX_HOPS = 30
"""Longest variable path; the embedded engine's own limit."""

FORBIDDEN = frozenset(
    (
        *("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "INSERT", "TRUNCATE", "FOREACH"),
        *("DROP", "ALTER", "COPY", "LOAD", "INSTALL", "UNINSTALL", "UPDATE", "ATTACH", "CALL"),
        *("EXPORT", "IMPORT", "USE", "GRANT", "REVOKE"),
    )
)
"""Words that write, change the schema or reach outside the store, wherever they stand.

Commands that can only stand first (BEGIN, EXPLAIN, COMMENT ON …) are refused
because a query starts with one of a few words; ``start`` stays a variable.
"""
GREEDY = frozenset({"REPEAT", "LPAD", "RPAD", "RANGE"})
"""Functions that make gigabytes of one number, without regard to the timeout."""
_OPEN, _CLOSE = frozenset("([{"), {")": "(", "]": "[", "}": "{"}
_FIRST = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})


def check(cypher: str) -> None:
    """Refuse a query that is not one reading statement of a sane size.

    Raises:
        QueryRefused: naming the word or place, and what to do.
    """
    if len(cypher) > MAX_LENGTH:
        raise _refused(
            f"查询太长（{len(cypher)} 字符，最多 {MAX_LENGTH}）", f"query longer than {MAX_LENGTH} characters"
        )
    if "\x00" in cypher:
        raise _refused("查询里有空字符", "the query holds a null character")
    try:
        tokens = list(tokenise(cypher))
    except Unclosed as error:
        raise _refused(
            f"引号或注释没有结束：{error.text}", f"{error.text} is not closed", at=(cypher, error.start)
        ) from error
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens:
        raise _refused("查询是空的", "the query is empty")
    _check_words(cypher, tokens)
    _check_nesting(cypher, tokens)
    _check_cost(cypher, tokens)
    _check_paths(cypher, tokens)
    if not any(_is_word(tokens, at) and token.upper == "RETURN" for at, token in enumerate(tokens)):
        raise _refused("查询没有 RETURN，什么也不会返回", "the query has no RETURN")


def _check_words(cypher: str, tokens: Sequence[Token]) -> None:
    if tokens[0].kind != "word" or tokens[0].upper not in _FIRST:
        raise _refused(
            f"查询要以 MATCH、OPTIONAL MATCH、UNWIND、WITH 或 RETURN 开头，不能以 {tokens[0].text[:20]} 开头",
            "a query starts with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN",
        )
    for at, token in enumerate(tokens):
        place = (cypher, token.start)
        if token.kind == "mark" and token.text == ";":
            raise _refused("一次只能问一个查询", "one statement at a time", at=place)
        if token.upper in FORBIDDEN and _is_word(tokens, at):
            raise _refused(f"这里只能读，不能用 {token.upper}", f"reading only: {token.upper} is refused", at=place)


def _is_word(tokens: Sequence[Token], at: int) -> bool:
    """Tell a keyword from a property (``n.set``), a label (``:Set``), an alias (``AS set``) or a map key."""
    if tokens[at].kind != "word":
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if before is None:
        return True
    if before.text == ".":
        # "1. SET" may be read as a number and a clause
        return at > 1 and tokens[at - 2].kind == "number"
    if before.text == ":" or (before.text in {"{", ","} and after == ":"):
        return False
    return not (before.upper == "AS" and _is_word(tokens, at - 1))


def _check_nesting(cypher: str, tokens: Sequence[Token]) -> None:
    opened: list[str] = []
    for token in tokens:
        if token.kind != "mark":
            continue
        if token.text in _OPEN:
            opened.append(token.text)
            if len(opened) > MAX_NESTING:
                raise _refused(f"括号套得太深（最多 {MAX_NESTING} 层）", "nested too deep", at=(cypher, token.start))
        elif token.text in _CLOSE and (not opened or opened.pop() != _CLOSE[token.text]):
            raise _refused("括号不配对", "brackets do not match", at=(cypher, token.start))
    if opened:
        raise _refused("括号不配对", "brackets do not match")


def _check_cost(cypher: str, tokens: Sequence[Token]) -> None:
    cases = 0
    for at, token in enumerate(tokens):
        if not _is_word(tokens, at):
            continue
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.upper in GREEDY and after == "(":
            raise _refused(
                f"不能用函数 {token.text}，它会占满内存", f"{token.text}() is refused", at=(cypher, token.start)
            )
        # END may also be a name, so it lowers the count only as far as a CASE raised it
        cases = cases + 1 if token.upper == "CASE" else max(0, cases - (token.upper == "END"))
        if cases > MAX_CASES:
            raise _refused(f"CASE 套得太深（最多 {MAX_CASES} 层）", "CASE nested too deep", at=(cypher, token.start))


def _check_paths(cypher: str, tokens: Sequence[Token]) -> None:
    """Refuse ``*``, ``*2..`` and ``*..99`` inside a relationship's brackets."""
    inside = 0
    for at, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        before = tokens[at - 1].text if at else ""
        if token.text == "[":
            inside = inside + 1 if inside or before in {"-", "<"} else 0
        elif token.text == "]":
            inside = max(0, inside - 1)
        elif token.text == "*" and inside and _in_relationship(tokens, at):
            _check_hops(cypher, tokens, at)
        elif token.text in {"*", "+"} and before == ">" and at > 1 and tokens[at - 2].text == "-":
            raise _unbounded(cypher, token)


def _in_relationship(tokens: Sequence[Token], at: int) -> bool:
    """A star is a path length if no property or WHERE stands between it and its bracket."""
    for token in reversed(tokens[:at]):
        if token.text == "[":
            return True
        if token.kind not in {"word", "name"} and token.text not in {":", "|", "!"}:
            return False
    return False


def _check_hops(cypher: str, tokens: Sequence[Token], star: int) -> None:
    text = "".join(token.text for token in tokens[star + 1 : star + 12])
    digits = text.split("]")[0].split("{")[0].split("(")[0]
    # Ladybug writes a path's semantics before its bounds: [*SHORTEST 1..3]; the words are skipped.
    bounds = "".join(char for char in digits if char.isdigit() or char == ".")
    upper = bounds.rpartition("..")[2] if ".." in bounds else bounds
    if not upper.isdigit() or int(upper) > MAX_HOPS:
        raise _unbounded(cypher, tokens[star])


def _unbounded(cypher: str, token: Token) -> QueryRefused:
    return _refused(
        f"可变长路径要写上限，且不超过 {MAX_HOPS}，例如 *1..3",
        f"a variable path needs an upper bound of at most {MAX_HOPS}, such as *1..3",
        at=(cypher, token.start),
    )


def _refused(zh: str, en: str, *, at: tuple[str, int] | None = None) -> QueryRefused:
    where = ""
    if at is not None:
        cypher, start = at
        line = cypher.count("\n", 0, start) + 1
        column = start - (cypher.rfind("\n", 0, start) + 1) + 1
        where = f"第 {line} 行第 {column} 列"
    return QueryRefused(
        zh,
        en,
        where=where,
        do_zh="可以先用 liantu ask 列出的现成问题",
        do_en="See the ready questions that liantu ask lists",
    )
