"""Tools that ask: the catalogue's ready questions, and a query of one's own."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from api.assistant.answer import Draft, Rest, Told, cut
from api.assistant.cites import Cites, marks
from api.assistant.desk import Ask, Documents
from api.assistant.fields import Limit, Name, Offset
from api.assistant.tool import Given, tool
from api.assistant.words import CLOSE, OPEN, safe, say
from graph.store import Store, Value
from queries.catalogue import Catalogue, run
from queries.questions import GROUPS, Question

Cell = Any
_SIZE = 200_000
"""Characters of the rows of one answer at most."""
_CELL = 500
"""Characters of a cell in the text; the structured answer holds all of it."""
_CITED = 40
"""Statements of the rows whose words are given."""


class QuestionsGiven(Given):
    """Parameters of ``questions``."""

    group: Annotated[str, Field(max_length=20, description="只要这一组，空为全部 · only this group")] = ""


class ParameterLine(Told):
    """A parameter of a question."""

    name: str
    type: str
    zh: str
    en: str
    required: bool
    default: Cell


class QuestionLine(Told):
    """A ready question."""

    name: str
    group: str
    title: str
    about: str
    parameters: list[ParameterLine]
    columns: list[str]
    example: dict[str, str]


class QuestionList(Told):
    """The ready questions."""

    questions: list[QuestionLine]


@tool(
    ("有哪些现成的问题", "ready questions"),
    (
        "列出 ask 能问的现成问题：名字、参数、列。"
        "组：chains、gaps、firms、policies、towns、platforms、evidence、change。",
        "The ready questions that ask takes, with parameters and columns, by group.",
    ),
    QuestionList,
)
async def questions(ask: Ask, given: QuestionsGiven) -> Draft:
    """List the ready questions."""
    groups = Catalogue.shipped().by_group()
    chosen = [q for group, listed in groups.items() for q in listed if given.group in ("", group)]
    lines = []
    for question in chosen:
        needed = "、".join(f"{p.name}{'' if p.required else '?'}（{p.zh}）" for p in question.parameters)
        title = say(ask.lang, question.title_zh, question.title_en)
        lines.append(f"- {question.name}：{title}{f'；参数 {needed}' if needed else ''}")
    known = "、".join(group for group in groups)
    none = say(ask.lang, f"没有这一组；有 {known}", f"no such group; known: {known}")
    return Draft(
        data=QuestionList(questions=[_question(one, ask) for one in chosen]),
        lines=lines or [none],
        documents=(),
        rest=cut(len(chosen), len(chosen), 0),
    )


def _question(one: Question, ask: Ask) -> QuestionLine:
    return QuestionLine(
        name=one.name,
        group=say(ask.lang, *GROUPS[one.group]),
        title=say(ask.lang, one.title_zh, one.title_en),
        about=say(ask.lang, one.about_zh, one.about_en),
        parameters=[ParameterLine(name=p.name, type=p.type, zh=p.zh, en=p.en, required=p.required, default=p.default)
                    for p in one.parameters],
        columns=[f"{column.name}（{column.zh}）" for column in one.columns],
        example=dict(one.example),
    )  # fmt: skip


class AskGiven(Given):
    """Parameters of ``ask``."""

    name: Annotated[Name, Field(description="问题的名字，见 questions · name of the question")]
    parameters: dict[str, str | int | float | bool | list[str]] = Field(
        default_factory=dict, max_length=20, description="问题的参数 · its parameters"
    )
    limit: Limit = 20
    offset: Offset = 0


class Rows(Told):
    """Rows of a question or query, in its columns; ``cites`` of a row are numbers in cites."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]
    cites: list[list[int]]
    oversize: bool = Field(description="因为太大而少列 · rows were left out for their size")


@tool(
    ("问一个现成的问题", "ask a ready question"),
    (
        "问目录里的一个问题（名字和参数见 questions），如 policies、figures、planned-against-done、firm-card。"
        "每行带状态、审核，有依据的带原文。",
        "Ask a question of the catalogue (see questions), as policies, figures, planned-against-done, firm-card.",
    ),
    Rows,
)
async def ask_(ask: Ask, given: AskGiven) -> Draft:
    """Ask a ready question."""
    question, documents = Catalogue.shipped().get(given.name), await ask.documents()
    parameters: dict[str, Value] = {name: _value(value) for name, value in given.parameters.items()}
    bound = question.bind(parameters)  # refused before anything is read
    key = ("question", given.name, json.dumps(bound, ensure_ascii=False, sort_keys=True))
    rows = await ask.kept(key, lambda store: list(run(store, given.name, parameters).rows))
    shown = rows[given.offset : given.offset + given.limit]
    title = say(ask.lang, question.title_zh, question.title_en)
    heads = [say(ask.lang, column.zh, column.en) for column in question.columns]
    columns = [column.name for column in question.columns]

    def rest(told: int, oversize: bool) -> Rest:
        return cut(told, len(rows), given.offset)

    return await _rows(ask, title, heads, columns, shown, documents, rest)


class CypherGiven(Given):
    """Parameters of ``cypher``."""

    query: Annotated[str, Field(min_length=1, max_length=10_000, description="只读的 Cypher · a reading query")]
    parameters: dict[str, Any] = Field(default_factory=dict, max_length=50, description="参数 · parameters")
    limit: Annotated[int, Field(ge=1, le=200, description="最多几行 · rows at most")] = 50


@tool(
    ("只读 Cypher", "read-only Cypher"),
    (
        "自己写的只读 Cypher：先检查，再在单独的进程里限时、限行、限大小地跑。现成的问题答不了才用。"
        "结果没有经过“候选不计、规划不算已做”的处理，自己要看 review 和 status 两个属性。",
        "A reading Cypher query of your own, checked and limited in time, rows and size. Its answer has not been "
        "cleared of candidates and plans: look at review and status yourself.",
    ),
    Rows,
    seconds=40,
)
async def cypher(ask: Ask, given: CypherGiven) -> Draft:
    """Run a reading query."""
    documents = await ask.documents()
    table = await ask.cypher(given.query, given.parameters, given.limit, _SIZE)
    note = say(ask.lang, "自己写的查询：候选和规划没有被去掉，要看每行的 review、status。",
               "A query of your own: candidates and plans are in it; look at review and status.")  # fmt: skip

    def rest(told: int, oversize: bool) -> Rest:
        left = table.truncated or table.oversize or oversize
        return cut(told, None, 0, more=left, how="在查询里写 SKIP … LIMIT … · SKIP and LIMIT in the query")

    names = list(table.columns)
    return await _rows(ask, "Cypher", names, names, table.rows, documents, rest, [note])


async def _rows(
    ask: Ask,
    title: str,
    heads: list[str],
    columns: list[str],
    rows: Iterable[tuple[Value, ...]],
    documents: Documents,
    rest: Callable[[int, bool], Rest],
    notes: Sequence[str] = (),
) -> Draft:
    plain, oversize = _within([[_plain(cell) for cell in row] for row in rows])
    keys = [list(dict.fromkeys(_statements(row, documents))) for row in plain]
    wanted = list(dict.fromkeys(key for of_row in keys for key in of_row))
    cites = Cites(documents, _CITED)

    def read(store: Store) -> dict[str, int]:
        return cites.keys(store, wanted, _standing(columns, plain, documents))

    numbers = await ask.read(read) if wanted else {}
    cited = [sorted({numbers[key] for key in of_row} - {0}) for of_row in keys]
    told = say(ask.lang, "每行一条数据", "one row of data a line")
    lines = [f"{safe(title)}（{told}；{safe('、'.join(heads), 500)}）"]
    for row, numbers_ in zip(plain, cited, strict=True):
        cells = {name: _short(cell) for name, cell in zip(columns, row, strict=True) if cell not in (None, "", [])}
        text = json.dumps(cells, ensure_ascii=False)
        lines.append(f"- {OPEN}{safe(text)}{CLOSE}{marks(numbers_)}")
    if not plain:
        lines.append(say(ask.lang, "没有行；不等于没有这回事", "no rows; it may be so all the same"))
    named = {text for row in plain for text in _texts(row) if text in documents}
    return Draft(
        data=Rows(title=title, columns=columns, rows=plain, cites=cited, oversize=oversize),
        lines=lines,
        cites=cites.found,
        more_cites=cites.more,
        documents=sorted(named),
        rest=rest(len(plain), oversize),
        notes=notes,
    )


def _within(rows: list[list[Cell]]) -> tuple[list[list[Cell]], bool]:
    """As many rows as fit; one alone always does, its long cells cut."""
    kept: list[list[Cell]] = []
    size = 0
    for row in rows:
        size += len(json.dumps(row, ensure_ascii=False))
        if size > _SIZE:
            return kept or [[_short(cell) for cell in row]], True
        kept.append(row)
    return kept, False


def _value(value: str | float | list[str]) -> Value:
    return [*value] if isinstance(value, list) else value


def _plain(value: Value) -> Cell:
    """A value as JSON can hold it."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _short(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return cell if len(cell) <= _CELL else cell[:_CELL] + "…"
    if isinstance(cell, list | dict) and len(text := json.dumps(cell, ensure_ascii=False)) > _CELL:
        return text[:_CELL] + "…"
    return cell


def _statements(cells: Iterable[Cell], documents: Documents) -> Iterable[str]:
    """Yield every value that is the key of a statement or row of a known document."""
    return (text for text in _texts(cells) if "#" in text and text.partition("#")[0] in documents)


def _texts(cells: Iterable[Cell]) -> Iterator[str]:
    """Yield every short text in some cells, however deep."""
    for cell in cells:
        if isinstance(cell, str):
            if len(cell) < _CELL:
                yield cell
        elif isinstance(cell, list):
            yield from _texts(cell)
        elif isinstance(cell, dict):
            yield from _texts(cell.values())


def _standing(columns: list[str], rows: list[list[Cell]], documents: Documents) -> dict[str, tuple[str, str]]:
    """Status and review of register rows, where the columns say them."""
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        said = dict(zip(columns, row, strict=True))
        standing = str(said.get("status") or ""), str(said.get("review") or "")
        found |= dict.fromkeys(_statements(row, documents), standing)
    return found
