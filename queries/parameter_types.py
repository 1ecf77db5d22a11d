"""Types of parameters: how what a user types becomes a value that a query is given.

Codes of the graph (kinds, relations, status, review) may be typed in Chinese too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from graph.store import Value

ParameterType = Literal[
    "string", "strings", "integer", "number", "date", "kind", "kinds", "relation", "status", "review"
]

TYPE_ZH = {
    "string": "文字",
    "strings": "用逗号分开的文字",
    "integer": "整数",
    "number": "数字",
    "date": "日期",
    "kind": "一种类型",
    "kinds": "用逗号分开的类型",
    "relation": "一种关系",
    "status": "一种状态",
    "review": "“已采信”或“全部”",
}
"""Types of parameters as users read them."""
TYPE_EN = {
    "string": "text",
    "strings": "texts with commas between",
    "integer": "a whole number",
    "number": "a number",
    "date": "a date",
    "kind": "a kind of node",
    "kinds": "kinds of nodes with commas between",
    "relation": "a relation",
    "status": "a status",
    "review": "accepted or all",
}
EXAMPLE = {
    "string": "文字",
    "strings": "甲,乙",
    "integer": "10",
    "number": "0.5",
    "date": "2025-09-15",
    "kind": "企业",
    "kinds": "企业,集群",
    "relation": "位于",
    "status": "规划",
    "review": "全部",
}
_CODES: dict[str, Mapping[str, str]] = {
    "kind": {name: kind.zh for name, kind in NODES.items()},
    "relation": {name: kind.zh for name, kind in EDGES.items()},
    "status": {status.value: status.zh for status in Status},
    "review": {Review.ACCEPTED.value: Review.ACCEPTED.zh, "all": "全部"},
}
_CODES["kinds"] = _CODES["kind"]
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_INTEGER_RANGE = range(-(2**63), 2**63)


def known_words(kind: ParameterType) -> list[str]:
    """Return what a parameter of a type may be, for types of few words; nothing for others."""
    codes = _CODES.get(kind, {})
    return [f"{zh}（{code}）" for code, zh in codes.items()]


def _string(value: Value) -> Value:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    raise TypeError(value)


def _integer(value: Value) -> Value:
    if isinstance(value, str | int) and not isinstance(value, bool):
        number = int(value)
        if number in _INTEGER_RANGE:
            return number
        raise ValueError(value)
    raise TypeError(value)


def _number(value: Value) -> Value:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return float(value)
    raise TypeError(value)


def _strings(value: Value) -> Value:
    if isinstance(value, str):
        value = list(re.split(r"[,，、]", value))
    if isinstance(value, list):
        return [str(item).strip() for item in value if str(item).strip()]
    raise TypeError(value)


def _date(value: Value) -> Value:
    """Read a date as people write it; a year or month stands for its first day."""
    match = _DATE.fullmatch(str(value).strip()) if isinstance(value, str | int) else None
    if match is None:
        raise ValueError(value)
    year, month, day = (int(part or 1) for part in match.groups())
    return date(year, month, day).isoformat()


def _code(kind: str, value: Value, *, empty: bool = True) -> Value:
    """Return the code of a word, which is the code itself or its Chinese; an empty text means all where allowed."""
    text = str(_string(value))
    if (empty and not text) or text in _CODES[kind]:
        return text
    codes = [code for code, zh in _CODES[kind].items() if zh == text or code.upper() == text.upper()]
    if len(codes) != 1:
        raise ValueError(value)
    return codes[0]


def _kinds(value: Value) -> Value:
    found = _strings(value)
    return [_code("kind", item, empty=False) for item in found] if isinstance(found, list) else found


CONVERT: dict[ParameterType, Callable[[Value], Value]] = {
    "string": _string,
    "strings": _strings,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "kind": lambda value: _code("kind", value),
    "kinds": _kinds,
    "relation": lambda value: _code("relation", value),
    "status": lambda value: _code("status", value),
    "review": lambda value: _code("review", value, empty=False),
}
"""How a value becomes one of a type; TypeError, ValueError or OverflowError if it cannot."""
