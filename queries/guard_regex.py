"""Regular expressions that a server can finish.

Neo4j matches with backtracking and looks at no limit meanwhile: three ``.*``
in a row over 3,000 letters, or ``(.*a){12}``, kept it busy past every time
limit. So an expression has to be known beforehand (a text, parameters, or
their sum), without quantifiers of quantified groups, and with at most
:data:`MAX_OPEN` open-ended parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph.errors import QueryRefused
from graph.store import Value
from queries.arguments import text_of
from queries.refusal import refused
from queries.tokens import Token

MAX_OPEN = 2
"""Open-ended parts (``*``, ``+``, ``{2,}``); one at the very end is free, for nothing follows that could fail."""
MAX_TIMES = 50
"""A bound over this counts as open-ended."""
MAX_GROWTH = 10
"""How many times a query that uses one may multiply a value."""
MAX_CHOICES = 10_000
"""Ways to read the optional parts and alternatives, multiplied."""
_LOOK_AROUND = re.compile(r"(?<!\\)\(\?(?:[=!>]|<[=!]|[a-zA-Z]*x)")
"""Also the flag x: with it a blank may stand before a quantifier."""
_QUANTIFIER = re.compile(r"(?P<open>[*+]|\{\d+,\})|\{(?P<low>\d+)(?:,(?P<high>\d+))?\}|\?")


def check_regexes(cypher: str, tokens: Sequence[Token], parameters: Mapping[str, Value], growth: int) -> None:
    """Refuse expressions after ``=~`` that are not known or not cheap.

    Args:
        cypher: the query.
        tokens: its tokens.
        parameters: their values, as far as they are known.
        growth: how many times the query may multiply a value.

    Raises:
        QueryRefused: naming the expression's place.
    """
    for at in range(1, len(tokens)):
        if tokens[at].text == "~" and tokens[at - 1].text == "=" and tokens[at - 1].start + 1 == tokens[at].start:
            why = danger(_expression(cypher, tokens, at + 1, parameters))
            if why is None and growth > MAX_GROWTH:
                why = "查询里又把值反复相加", "of a value that the query adds up again and again"
            if why is not None:
                raise _costly(cypher, tokens[at - 1], *why)


def _expression(cypher: str, tokens: Sequence[Token], at: int, parameters: Mapping[str, Value]) -> str:
    """Put together the texts and parameters that follow, with the brackets and signs between them."""
    found, value_next = "", True
    for token in tokens[at:]:
        if token.kind in {"string", "parameter"} and value_next:
            value = text_of(token) if token.kind == "string" else parameters.get(token.text[1:].strip("`"), "")
            found += value if isinstance(value, str) else ""
            value_next = False
        elif token.text == "+" and not value_next:
            value_next = True
        elif not (token.text == "(" and value_next) and not (token.text == ")" and not value_next):
            break
    if value_next:
        raise refused(
            "正则要直接写成文字或参数（可以相加）",
            "a regular expression has to be a text or parameter, or a sum of them",
            cypher,
            tokens[at - 1].start,
            do_zh="例如 n.name =~ ('.*' + $text + '.*')；只找包含的字用 CONTAINS",
            do_en="Such as n.name =~ ('.*' + $text + '.*'); to find words use CONTAINS",
        )
    return found


def danger(pattern: str) -> tuple[str, str] | None:
    """Say why an expression may run for ever, in Chinese and English; None if it cannot."""
    reader = _Reader(pattern)
    reader.read()
    free = re.search(r"(?<!\\)\.[*+]\)*$", pattern) is not None
    reasons = (
        (_LOOK_AROUND.search(pattern) is not None, "有前后断言或 x 标志", "with a look-around or the flag x"),
        (reader.nested, "括号里外都有量词或选择", "with a quantifier of a group that has one inside"),
        (reader.backward, "有反向引用", "with a back-reference"),
        (
            reader.open_parts - free > MAX_OPEN,
            f"有 {reader.open_parts} 处不限长",
            f"with {reader.open_parts} open-ended parts",
        ),
        (reader.choices > MAX_CHOICES, "可选的部分太多", "with too many optional parts"),
    )
    return next(((zh, en) for holds, zh, en in reasons if holds), None)


class _Reader:
    """Reads an expression once and counts what makes it costly."""

    def __init__(self, pattern: str) -> None:
        self._pattern, self._at = pattern, 0
        self._groups: list[tuple[bool, int]] = []
        self.open_parts, self.choices = 0, 1
        self.nested = self.backward = False

    def read(self) -> None:
        """Go through the expression, atom by atom."""
        while self._at < len(self._pattern):
            char = self._pattern[self._at]
            self._at += 1
            if char == "(":
                self._groups.append((False, 1))
                while self._pattern[self._at : self._at + 1] in {"?", ":"}:
                    self._at += 1
            elif char == "|":
                self._groups[-1:] = [(True, branches + 1) for _, branches in self._groups[-1:]]
            elif char == ")":
                counted, branches = self._groups.pop() if self._groups else (False, 1)
                self.choices *= branches
                self._quantifier(counted=counted)
            else:
                self._atom(char)
                self._quantifier(counted=False)

    def _atom(self, char: str) -> None:
        if char == "[":
            self._at = _class_end(self._pattern, self._at - 1)
        elif char == "\\":
            self.backward = self.backward or self._pattern[self._at : self._at + 1] in set("123456789kQ")
            self._at += 1

    def _quantifier(self, *, counted: bool) -> None:
        """Read the quantifier of an atom or group; ``counted`` says that the group has one inside, or a choice."""
        found = _QUANTIFIER.match(self._pattern, self._at)
        if found is None:
            return
        self._at = found.end()
        if self._pattern[self._at : self._at + 1] in {"?", "+"}:
            self._at += 1
        self._groups = [(True, branches) for _, branches in self._groups]
        self.nested = self.nested or (counted and found.group() not in {"?", "{1}"})
        low = 0 if found.group() == "?" else int(found["low"] or 0)
        high = 1 if found.group() == "?" else int(found["high"] or low)
        if found["open"] or high > MAX_TIMES:
            self.open_parts += 1
        else:
            self.choices *= max(1, high - low + 1)


def _class_end(pattern: str, at: int) -> int:
    """Return where a character class ends; classes may stand in classes."""
    depth, first = 0, at
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            depth += 1
        elif pattern[at] == "]" and at > first + 1:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return len(pattern)


def _costly(cypher: str, token: Token, zh: str, en: str) -> QueryRefused:
    return refused(
        f"这个正则可能算不完：{zh}",
        f"this regular expression may never end: {en}",
        cypher,
        token.start,
        do_zh="几个词都要有，用 n.name CONTAINS '甲' AND n.name CONTAINS '乙'",
        do_en="For several words use n.name CONTAINS 'a' AND n.name CONTAINS 'b'",
    )
