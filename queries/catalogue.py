"""The catalogue of ready questions: one ``.cypher`` file each, read, checked and run.

A file starts with a header of comment lines, then one portable Cypher query::

    // title.zh: 链主企业和它们的链
    // title.en: Chain leaders and their chains
    // about.zh: 文献称为链主或龙头的企业，连同原文。
    // parameter chain: string = "" — 产业链的键或名称；空为全部
    // column firm: 企业
    // set chains: 产业链

A ``set`` is a column with a list that the engines collect in any order; it is
sorted after reading. A parameter without ``= default`` must be given. Nothing else may stand in the
header: a misspelt key would silently be no key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from graph.errors import InputError, NotFound, QueryRefused
from graph.store import Store, Table, Value
from queries import guard
from queries.questions import CONVERT, TYPE_ZH, Parameter, ParameterType, Question
from queries.tokens import parameters as used_parameters
from queries.tokens import returned, tokenise

__all__ = ["Catalogue", "Parameter", "Question", "parse", "run"]

_HEAD = re.compile(r"//\s*(?P<key>[a-z]+(?:\.[a-z]+)?)(?:\s+(?P<name>\w+))?\s*:\s*(?P<value>.+?)\s*")
_PARAMETER = re.compile(r"(?P<type>string|integer|number|strings)(?:\s*=\s*(?P<default>.+?))?\s+—\s+(?P<zh>.+)")
_TEXTS = ("title.zh", "title.en", "about.zh")


class Catalogue:
    """Questions by name."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = dict(sorted(questions.items()))

    @staticmethod
    def shipped() -> Catalogue:
        """Return the questions that ship with Liantu."""
        return _shipped()

    @staticmethod
    def read(folder: Path) -> Catalogue:
        """Read every ``.cypher`` file of a folder.

        Raises:
            InputError: naming the file and line of the first thing that is wrong.
        """
        paths = sorted(folder.glob("*.cypher"))
        return Catalogue({path.stem: parse(path.read_text("utf-8"), path.stem, str(path)) for path in paths})

    def __iter__(self) -> Iterator[Question]:
        return iter(self._questions.values())

    def __len__(self) -> int:
        return len(self._questions)

    def get(self, name: str) -> Question:
        """Return a question by name.

        Raises:
            NotFound: naming similar ones.
        """
        if name in self._questions:
            return self._questions[name]
        near = get_close_matches(name, self._questions, n=3, cutoff=0.4)
        raise NotFound(
            f"没有叫“{name}”的现成问题",
            f"no question named {name!r}",
            do_zh=f"是不是：{'、'.join(near)}" if near else "liantu ask 列出全部",
            do_en=f"Did you mean {', '.join(near)}?" if near else "liantu ask lists them all",
        )


def run(
    store: Store,
    name: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    catalogue: Catalogue | None = None,
    max_rows: int | None = None,
    timeout_s: float | None = None,
) -> Table:
    """Ask a question of the catalogue.

    Args:
        store: where to ask.
        name: of the question.
        parameters: by name; text is converted to each parameter's type.
        catalogue: the shipped one if not given.
        max_rows: see :meth:`graph.store.Store.read`.
        timeout_s: see :meth:`graph.store.Store.read`.

    Raises:
        NotFound: no such question.
        InputError: a parameter is unknown, missing or not of its type.
    """
    question = (catalogue or Catalogue.shipped()).get(name)
    table = store.read(question.cypher, question.bind(parameters or {}), max_rows=max_rows, timeout_s=timeout_s)
    return _sorted_sets(table, question.sets) if question.sets else table


def _sorted_sets(table: Table, sets: frozenset[str]) -> Table:
    rows = (
        tuple(
            sorted(value, key=str) if name in sets and isinstance(value, list) else value
            for name, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    return Catalogue.read(Path(str(files("queries"))) / "cypher")


def parse(text: str, name: str, where: str) -> Question:
    """Read one question file and check it.

    Raises:
        InputError: an unknown or missing header line; a parameter or column that is
            declared and not used, or used and not declared; a query that writes.
    """
    texts: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[tuple[str, str]] = []
    sets: set[str] = set()
    lines = text.splitlines()
    body = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("//")), len(lines))
    for number, line in enumerate(lines[:body], 1):
        if not line.strip():
            continue
        match = _HEAD.fullmatch(line)
        at = f"{where}:{number}"
        if match is None:
            raise _bad(at, f"看不懂的头部：{line[:60]}", "unreadable header line")
        key, item, value = match["key"], match["name"], match["value"]
        if key in _TEXTS and not item and key not in texts:
            texts[key] = value
        elif key == "parameter" and item:
            parameters.append(_parameter(item, value, at))
        elif key in {"column", "set"} and item:
            columns.append((item, value))
            sets.update({item} if key == "set" else ())
        else:
            raise _bad(at, f"不认识或重复的头部：{line[:60]}", f"unknown or repeated header {key}")
    for key in _TEXTS:
        if key not in texts:
            raise _bad(where, f"头部缺少 {key}", f"header lacks {key}")
    cypher = "\n".join(lines[body:]).strip()
    title_zh, title_en, about = (texts[key] for key in _TEXTS)
    question = Question(name, title_zh, title_en, about, tuple(parameters), tuple(columns), cypher, frozenset(sets))
    _check(question, where)
    return question


def _parameter(name: str, value: str, where: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        raise _bad(where, f"参数要写成“类型 = 默认值 — 说明”：{value[:60]}", "unreadable parameter")
    kind: ParameterType = match["type"]  # type: ignore[assignment]
    default: Value = None
    if match["default"] is not None:
        try:
            default = CONVERT[kind](json.loads(match["default"]))
        except (TypeError, ValueError) as error:
            raise _bad(where, f"默认值不是{TYPE_ZH[kind]}：{match['default']}", "default of another type") from error
    return Parameter(name, kind, default, match["zh"])


def _check(question: Question, where: str) -> None:
    try:
        guard.check(question.cypher)
    except QueryRefused as error:
        raise _bad(where, error.zh, error.en) from error
    tokens = tokenise(question.cypher)
    declared, used = {p.name for p in question.parameters}, set(used_parameters(tokens))
    if declared != used:
        odd = "、".join(sorted(declared ^ used))
        raise _bad(where, f"声明的参数和用到的不一致：{odd}", f"parameters declared and used differ: {odd}")
    names = tuple(name for name, _ in question.columns)
    for part in returned(tokens):
        if part != names:
            raise _bad(
                where,
                f"声明的列（{'、'.join(names)}）和 RETURN 的列（{'、'.join(part)}）不一致",
                f"columns declared {names} and returned {part} differ",
            )


def _bad(where: str, zh: str, en: str) -> InputError:
    return InputError(zh, en, where=where, do_zh="请对照其他 .cypher 文件", do_en="Compare it with the other files")
