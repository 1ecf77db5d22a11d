"""Reading one ``.cypher`` file of the catalogue: a header of comment lines, then one portable query.

::

    // group: firms
    // title.zh: 链主企业和它们的链
    // title.en: Chain leaders and their chains
    // about.zh: 文献称为链主或龙头的企业，连同原文。
    // about.en: Firms that documents call chain leaders, with their words.
    // parameter chain: string = "" — 产业链的键或名称；空为全部 | Chain, by key or name; empty for all
    // detail firm: 企业键 | Firm key
    // column name: 企业 | Firm
    // set chains: 产业链 | Chains
    // example chain: 灯饰照明产业链

A ``set`` is a column with a list that the engines collect in any order; it is
sorted after reading. A ``detail`` is a column for programs (keys, offsets),
which tables for people leave out unless asked. A parameter without ``= default`` must be given, and has
an example. A question that the data that ships cannot answer yet says why in
``empty.zh`` and ``empty.en``. Nothing else may stand in the header: a misspelt
key would silently be no key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.errors import InputError, QueryRefused
from graph.store import Value
from queries import guard
from queries.parameter_types import CONVERT, TYPE_ZH, ParameterType
from queries.questions import GROUPS, Column, Parameter, Question
from queries.tokens import parameters as used_parameters
from queries.tokens import returned, tokenise

_HEAD = re.compile(r"//\s*(?P<key>[a-z]+(?:\.[a-z]+)?)(?:\s+(?P<name>\w+))?\s*:\s*(?P<value>.+?)\s*")
_BOTH = re.compile(r"(?P<zh>[^|]+?)\s*\|\s*(?P<en>[^|]+)")
_TYPES = "|".join(CONVERT)
_PARAMETER = re.compile(rf"(?P<type>{_TYPES})(?:\s*=\s*(?P<default>.+?))?\s+—\s+(?P<both>.+)")
_NEEDED = ("group", "title.zh", "title.en", "about.zh", "about.en")
_TEXTS = (*_NEEDED, "empty.zh", "empty.en")


@dataclass
class _Header:
    """What stands in the header of a file, as far as it is read."""

    where: str
    texts: dict[str, str] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    sets: list[str] = field(default_factory=list)
    example: dict[str, str] = field(default_factory=dict)

    def take(self, line: str, at: str) -> None:
        """Read one line of the header."""
        match = _HEAD.fullmatch(line)
        if match is None:
            raise _bad(at, f"看不懂的头部：{line[:60]}", "unreadable header line")
        key, item, value = match["key"], match["name"], match["value"]
        if key in _TEXTS and not item and key not in self.texts:
            self.texts[key] = value
        elif key == "parameter" and item:
            self.parameters.append(_parameter(item, value, at))
        elif key in {"column", "set", "detail"} and item:
            self.columns.append(Column(item, *_both(value, at), detail=key == "detail"))
            self.sets += [item] if key == "set" else []
        elif key == "example" and item and item not in self.example:
            self.example[item] = value
        else:
            raise _bad(at, f"不认识或重复的头部：{line[:60]}", f"unknown or repeated header {key}")

    def question(self, name: str, cypher: str) -> Question:
        """Return the question, all of the header having been read."""
        for key in _NEEDED:
            if key not in self.texts:
                raise _bad(self.where, f"头部缺少 {key}", f"header lacks {key}")
        group, title_zh, title_en, about_zh, about_en = (self.texts[key] for key in _NEEDED)
        return Question(
            name=name,
            group=group,
            title_zh=title_zh,
            title_en=title_en,
            about_zh=about_zh,
            about_en=about_en,
            parameters=tuple(self.parameters),
            columns=tuple(self.columns),
            cypher=cypher,
            sets=tuple(self.sets),
            example=self.example,
            empty_zh=self.texts.get("empty.zh", ""),
            empty_en=self.texts.get("empty.en", ""),
        )


def parse(text: str, name: str, where: str) -> Question:
    """Read one question file and check it.

    Raises:
        InputError: an unknown or missing header line; a parameter or column that is
            declared and not used, or used and not declared; an example of a parameter
            that is not there, or not of its type; a query that writes.
    """
    lines = text.splitlines()
    body = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("//")), len(lines))
    header = _Header(where)
    for number, line in enumerate(lines[:body], 1):
        if line.strip():
            header.take(line, f"{where}:{number}")
    question = header.question(name, "\n".join(lines[body:]).strip())
    _check_header(question, where)
    _check_query(question, where)
    return question


def _parameter(name: str, value: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        raise _bad(where, f"参数要写成“类型 = 默认值 — 说明 | meaning”：{value[:60]}", "unreadable parameter")
    kind: ParameterType = match["type"]  # type: ignore[assignment]
    default: Value = None
    if match["default"] is not None:
        try:
            default = CONVERT[kind](json.loads(match["default"]))
        except (TypeError, ValueError) as error:
            raise _bad(where, f"默认值不是{TYPE_ZH[kind]}：{match['default']}", "default of another type") from error
    return Parameter(name, kind, default, *_both(match["both"], where))


def _both(value: str, where: str) -> tuple[str, str]:
    match = _BOTH.fullmatch(value)
    if match is None:
        raise _bad(where, f"要写成“中文 | English”：{value[:60]}", "Chinese and English are written 中文 | English")
    return match["zh"], match["en"]


def _check_header(question: Question, where: str) -> None:
    if question.group not in GROUPS:
        known = "、".join(GROUPS)
        raise _bad(where, f"没有“{question.group}”这一组，可用：{known}", f"no group {question.group}; known: {known}")
    if bool(question.empty_zh) != bool(question.empty_en):
        raise _bad(where, "empty.zh 和 empty.en 要一起写", "empty.zh and empty.en go together")
    by_name = {parameter.name: parameter for parameter in question.parameters}
    for name, value in question.example.items():
        if name not in by_name:
            raise _bad(where, f"例子里的参数没有声明：{name}", f"the example has an undeclared parameter {name}")
        try:
            by_name[name].convert(value)
        except InputError as error:
            raise _bad(where, f"例子不对：{error.zh}", f"wrong example: {error.en}") from error
    for parameter in question.parameters:
        if parameter.required and parameter.name not in question.example:
            raise _bad(where, f"必须给的参数没有例子：{parameter.name}", f"no example of parameter {parameter.name}")


def _check_query(question: Question, where: str) -> None:
    try:
        guard.check(question.cypher)
    except QueryRefused as error:
        raise _bad(where, error.zh, error.en) from error
    tokens = tokenise(question.cypher)
    _same(
        [p.name for p in question.parameters],
        used_parameters(tokens),
        where,
        "声明的参数和用到的不一致",
        "parameters declared and used differ",
    )
    names = tuple(column.name for column in question.columns)
    for part in returned(tokens):
        if part != names:
            raise _bad(
                where,
                f"声明的列（{'、'.join(names)}）和 RETURN 的列（{'、'.join(part)}）不一致",
                f"columns declared {names} and returned {part} differ",
            )


def _same(declared: Sequence[str], used: Sequence[str], where: str, zh: str, en: str) -> None:
    odd = "、".join(sorted({*declared} ^ {*used}))
    if odd or len(declared) != len({*declared}):
        raise _bad(where, f"{zh}：{odd or '重复'}", f"{en}: {odd or 'repeated'}")


def _bad(where: str, zh: str, en: str) -> InputError:
    return InputError(zh, en, where=where, do_zh="请对照其他 .cypher 文件", do_en="Compare it with the other files")
