r"""Text that two engines would read differently, or that a person would: refused before its words are looked at.

Measured on Neo4j 5.26 and ladybug 0.22; each rule stands for a way in that was
found open:

- Neo4j replaces ``\uXXXX`` before it cuts the text into tokens, so an escaped
  quote ends a string and an escaped letter makes a keyword.
- Neo4j ends a ``//`` comment at a carriage return, ladybug only at a line feed.
- ladybug does not end a ``/* … */`` whose last star is the second of a pair, as in ``/***/``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from graph.errors import QueryRefused
from queries.refusal import refused
from queries.tokens import Token

_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\[uU])([0-9a-fA-F]{0,4})")
_BLANKS = frozenset(" \t\n\r\u3000\u00a0")
"""Blanks that both engines and both readers take for blanks; U+3000 is what Chinese keyboards type."""
_HAN = re.compile(r"[\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of writing: the text is not what one sees."""


def check_text(cypher: str, tokens: list[Token]) -> None:
    """Refuse characters, escapes and comments that hide something.

    Args:
        cypher: the query.
        tokens: all of its tokens, blanks and comments among them.

    Raises:
        QueryRefused: naming the character and its place.
    """
    for at in _bad_characters(cypher):
        raise _character(cypher, at)
    for token in tokens:
        if token.kind == "comment":
            _check_comment(cypher, token)
        elif token.kind in {"word", "mark", "blank", "number", "parameter"}:
            _check_bare(cypher, token)
    for before, token in pairwise(tokens):
        if before.kind == "number" and token.kind in {"word", "parameter"}:
            raise refused(
                f"数字和文字连在一起：{(before.text + token.text)[:20]}",
                f"a number and a word run together: {(before.text + token.text)[:20]}",
                cypher,
                before.start,
                do_zh="请在数字后面加空格；数字只写十进制，不加下划线",
                do_en="Put a blank after the number; numbers are decimal, without underscores",
            )
    _check_escapes(cypher, tokens)


def _bad_characters(cypher: str) -> Iterator[int]:
    """Yield where a control character, half a surrogate or a turn of direction stands, in quotes or not."""
    for at, char in enumerate(cypher):
        if char not in "\t\n\r" and (char in _TURNS or unicodedata.category(char) in {"Cc", "Cs"}):
            yield at


def _check_bare(cypher: str, token: Token) -> None:
    """Outside quotes and comments: ASCII, Han and kana, and four kinds of blank."""
    for at, char in enumerate(token.text, token.start):
        if " " < char <= "~" or char in _BLANKS or _HAN.match(char):
            continue
        raise _character(cypher, at)


def _character(cypher: str, at: int) -> QueryRefused:
    char = cypher[at]
    half = unicodedata.normalize("NFKC", char)
    if char in "“”‘’":
        half = '"' if char in "“”" else "'"
    code = f"U+{ord(char):04X}"
    if len(half) == 1 and "!" <= half <= "~":
        return refused(
            f"这里是“{char}”（{code}），不是半角的 {half}",
            f"{char} ({code}) is not {half}",
            cypher,
            at,
            do_zh=f"请改成半角 {half}；名字里确有这个字的，用反引号 ` 括起来",
            do_en=f"Write {half}, or put a name that holds it in backquotes",
        )
    category = unicodedata.category(char)
    what_zh, what_en = (
        ("看不见的字符", "an invisible character") if category[0] in "CZM" else ("生僻字符", "a character")
    )
    name = unicodedata.name(char, "")
    quoted = category not in {"Cc", "Cs"} and char not in _TURNS
    return refused(
        f"引号外有{what_zh} {code} {name}".strip() if quoted else f"查询里有控制字符 {code}",
        f"{what_en} outside quotes: {code} {name}".strip() if quoted else f"a control character: {code}",
        cypher,
        at,
        do_zh="请删去它；名字里确有这个字的，用反引号 ` 括起来" if quoted else "请删去它",
        do_en="Remove it, or put a name that holds it in backquotes" if quoted else "Remove it",
    )


def _check_comment(cypher: str, token: Token) -> None:
    if token.text.startswith("//"):
        end = token.start + len(token.text)
        if cypher[end : end + 1] == "\r" and cypher[end : end + 2] != "\r\n":
            raise refused(
                "注释以单个回车符结尾，两种库读法不同",
                "a comment ends in a lone carriage return",
                cypher,
                end,
                do_zh="请换成普通的换行",
                do_en="Use an ordinary line break",
            )
        return
    inside = token.text[2:-2]
    if (len(inside) - len(inside.rstrip("*"))) % 2:
        raise refused(
            "注释不能以 **/ 结尾，两种库读法不同",
            "a comment must not end in **/",
            cypher,
            token.start,
            do_zh="请以单个 */ 结尾",
            do_en="End it with a single */",
        )


def _check_escapes(cypher: str, tokens: list[Token]) -> None:
    r"""Refuse ``\uXXXX``, unless it stands in a string and for a plain character."""
    if "\\" not in cypher:
        return
    strings = [(token.start, token.start + len(token.text)) for token in tokens if token.kind == "string"]
    for match in _ESCAPE.finditer(cypher):
        inside = any(start < match.start(1) < end for start, end in strings)
        char = chr(int(match[2], 16)) if len(match[2]) == 4 else ""
        if inside and match[1] == "\\u" and char.isprintable() and char not in "'\"`\\/*" and char:
            continue
        raise refused(
            f"不能用转义 {match[1]}{match[2]}",
            f"the escape {match[1]}{match[2]} is refused",
            cypher,
            match.start(1),
            do_zh="请直接写这个字；要写反斜杠本身，写两个 \\\\",
            do_en="Write the character itself; for a backslash write two",
        )
