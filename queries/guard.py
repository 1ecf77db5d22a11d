"""What a user may send as Cypher: one reading statement of a sane size.

The guard is the first of two doors; the second is the engine's own read mode.
It explains in the user's words what the engine would only refuse, and it stops
what read mode lets through: reading files and addresses (LOAD), writing files
(COPY … TO), fetching code (INSTALL), a checkpoint, procedures, and texts that
hold up a server's parser or planner, which no time limit interrupts.

The same rules hold for both engines, so that a query that is accepted here is
accepted whatever keeps the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.errors import QueryRefused
from graph.store import Value
from queries.guard_cost import check_cost
from queries.guard_paths import check_paths
from queries.guard_text import check_text
from queries.refusal import refused
from queries.tokens import Token, Unclosed, is_word, pieces

MAX_LENGTH = 10_000
"""Longest query text, in characters."""
MAX_NESTING = 50
"""Deepest nesting of brackets: the embedded engine hangs on a few hundred, past its own timeout."""

FORBIDDEN = frozenset(
    (
        *("CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "INSERT", "TRUNCATE", "FOREACH"),
        *("DROP", "ALTER", "COPY", "LOAD", "INSTALL", "UNINSTALL", "UPDATE", "ATTACH", "CALL"),
        *("EXPORT", "IMPORT", "USE", "GRANT", "REVOKE", "CHECKPOINT", "TRANSACTIONS"),
    )
)
"""Words that write, change the schema or reach outside the store, wherever they stand.

Commands that can only stand first (BEGIN, EXPLAIN, SHOW, COMMENT ON …) are
refused because a query starts with one of a few words; ``start`` stays a variable.
"""
NAMESPACES = frozenset(("DATE", "DATETIME", "LOCALDATETIME", "LOCALTIME", "TIME", "DURATION", "POINT", "VECTOR"))
"""Functions with a dot in their name belong to the server's core only in these; others are plug-ins,
some of which run queries, read addresses or call services."""
_OPEN, _CLOSE = frozenset("([{"), {")": "(", "]": "[", "}": "{"}
_ENDS_NAME = frozenset({")", "]", "}", ",", ".", "=", "<", ">", "/", "%"})
_FIRST = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})
_READ_ONLY_ZH = "这里只能读库；如果它是名字，请用反引号括起来，例如 `set`"
_READ_ONLY_EN = "Queries only read; if it is a name, put it in backquotes, such as `set`"


def check(cypher: str, parameters: Mapping[str, Value] | None = None) -> None:
    """Refuse a query that is not one reading statement of a sane size.

    Args:
        cypher: the query.
        parameters: the values it will get, where they are known; a regular expression may be one of them.

    Raises:
        QueryRefused: naming the word or character, its line and column, and what to do.
    """
    if len(cypher) > MAX_LENGTH:
        raise refused(
            f"查询太长（{len(cypher)} 字符，最多 {MAX_LENGTH}）",
            f"query longer than {MAX_LENGTH} characters",
            cypher,
            MAX_LENGTH,
            do_zh="长的列表请用参数（$名字）给出",
            do_en="Give a long list as a parameter ($name)",
        )
    try:
        every = list(pieces(cypher))
    except Unclosed as error:
        raise refused(
            f"引号或注释没有结束：{error.text}",
            f"{error.text} is not closed",
            cypher,
            error.start,
            do_zh="请补上结尾；文字里的引号前面加反斜杠",
            do_en="Close it; a quote inside a text takes a backslash",
        ) from error
    check_text(cypher, every)
    tokens = [token for token in every if token.kind not in {"blank", "comment"}]
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    if not tokens:
        example = "MATCH (c:Chain) RETURN c.name"
        raise refused(
            "查询是空的", "the query is empty", cypher, 0, do_zh=f"例如 {example}", do_en=f"Such as {example}"
        )
    _check_words(cypher, tokens)
    _check_nesting(cypher, tokens)
    check_cost(cypher, tokens, parameters or {})
    check_paths(cypher, tokens)
    if not any(is_word(tokens, at) and token.upper == "RETURN" for at, token in enumerate(tokens)):
        raise refused(
            "查询没有 RETURN，什么也不会返回",
            "the query has no RETURN",
            cypher,
            len(cypher),
            do_zh="请在最后写 RETURN 要看的列",
            do_en="End it with RETURN and the columns to see",
        )


def _check_words(cypher: str, tokens: Sequence[Token]) -> None:
    _check_first(cypher, tokens, 0)
    for at, token in enumerate(tokens):
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if token.kind == "mark" and token.text == ";":
            raise refused(
                "一次只能问一个查询",
                "one statement at a time",
                cypher,
                token.start,
                do_zh="请去掉分号后面的部分，分几次问",
                do_en="Ask the parts one by one",
            )
        if token.upper in FORBIDDEN and _is_command(tokens, at):
            raise refused(
                f"不能用 {token.upper}",
                f"{token.upper} is refused",
                cypher,
                token.start,
                do_zh=_READ_ONLY_ZH,
                do_en=_READ_ONLY_EN,
            )
        if after == "(" and token.called:
            _check_namespace(cypher, tokens, at)
        opens_query = token.text == "{" and _opens_query(tokens, at)
        if (opens_query or (token.upper == "UNION" and is_word(tokens, at))) and at + 1 < len(tokens):
            _check_part(cypher, tokens, at + 1)


def _check_first(cypher: str, tokens: Sequence[Token], at: int) -> None:
    token = tokens[at]
    if token.kind != "word" or (token.upper not in _FIRST and not _reading_call(tokens, at)):
        raise refused(
            f"查询要以 MATCH、OPTIONAL MATCH、UNWIND、WITH 或 RETURN 开头，不能以 {token.text[:20]} 开头",
            f"a query starts with MATCH, OPTIONAL MATCH, UNWIND, WITH or RETURN, not with {token.text[:20]}",
            cypher,
            token.start,
        )


def _opens_query(tokens: Sequence[Token], at: int) -> bool:
    """Tell the bracket of a sub-query, also of ``CALL (x) {``, from a map's and from the bounds of a path."""
    before, after = tokens[at - 1] if at else tokens[at], tokens[at + 1] if at + 1 < len(tokens) else tokens[at]
    if before.text == ")":
        return after.kind != "number" and after.text != ","
    return before.upper in {"CALL", "EXISTS", "COUNT", "COLLECT"}


def _check_part(cypher: str, tokens: Sequence[Token], at: int) -> None:
    """A sub-query or the next part of a UNION starts as a query does; EXISTS and COUNT take a bare pattern too."""
    if tokens[at].upper in {"ALL", "DISTINCT"} and at + 1 < len(tokens):
        at += 1
    bare = tokens[at].text == "(" or (at + 1 < len(tokens) and tokens[at + 1].text == "=")
    if tokens[at].text not in {"{", "}"} and not bare:
        _check_first(cypher, tokens, at)


def _is_command(tokens: Sequence[Token], at: int) -> bool:
    """Tell a clause from a name and from a reading sub-query: every clause goes on with more than such a mark."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ")"
    return is_word(tokens, at) and after not in _ENDS_NAME and not _reading_call(tokens, at)


def _reading_call(tokens: Sequence[Token], at: int) -> bool:
    """Tell a sub-query, ``CALL { … }`` or ``CALL (x) { … }``, from the call of a procedure."""
    if tokens[at].upper != "CALL" or at + 1 >= len(tokens):
        return False
    following = at + 1
    if tokens[following].text == "(":
        while following < len(tokens) and tokens[following].text != ")":
            following += 1
        following += 1
    return following < len(tokens) and tokens[following].text == "{"


def _check_namespace(cypher: str, tokens: Sequence[Token], at: int) -> None:
    first = at
    while first >= 2 and tokens[first - 1].text == "." and tokens[first - 2].called:
        first -= 2
    if (tokens[first].kind == "name" and "." in tokens[first].text) or (
        first < at and tokens[first].called not in NAMESPACES
    ):
        name = "".join(token.text for token in tokens[first : at + 1])
        raise refused(
            f"不能用函数 {name[:60]}，它不是数据库自带的",
            f"the function {name[:60]} is refused: it is not the database's own",
            cypher,
            tokens[first].start,
            do_zh="名字里带点的函数只能用 date、time、datetime、duration、point、vector 下的",
            do_en="Of functions with a dot only those of date, time, datetime, duration, point and vector may be used",
        )


def _check_nesting(cypher: str, tokens: Sequence[Token]) -> None:
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "mark":
            continue
        if token.text in _OPEN:
            opened.append(token)
            if len(opened) > MAX_NESTING:
                raise refused(
                    f"括号套得太深（最多 {MAX_NESTING} 层）",
                    f"nested deeper than {MAX_NESTING} brackets",
                    cypher,
                    token.start,
                    do_zh="请用 WITH 分成几步",
                    do_en="Take it apart with WITH",
                )
        elif token.text in _CLOSE and (not opened or opened.pop().text != _CLOSE[token.text]):
            raise _unmatched(cypher, token)
    if opened:
        raise _unmatched(cypher, opened[-1])


def _unmatched(cypher: str, token: Token) -> QueryRefused:
    return refused(
        f"括号 {token.text} 不配对",
        f"the bracket {token.text} has no partner",
        cypher,
        token.start,
        do_zh="请补上或去掉一个括号",
        do_en="Add or remove a bracket",
    )
