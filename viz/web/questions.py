"""The form of a ready question, and its answer as a table whose cells lead to nodes and documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from graph.store import Value
from queries.parameter_types import EXAMPLE, TYPE_EN, TYPE_ZH, known_words
from queries.questions import Column, Question
from viz.web.site import Page

CHART_ROWS = 24
"""Rows of an answer at most for which a chart says something."""
_NO_SIZE = frozenset({"steps", "rank", "place", "level", "start", "end"})
"""Columns of numbers that are places in an order: a bar would make sizes of them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form; ``choices`` are all values that it may have, where they are few."""

    name: str
    zh: str
    en: str
    type_zh: str
    type_en: str
    value: str
    example: str
    required: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its texts, each with the address that it leads to (or none), and whether it is a number."""

    parts: tuple[tuple[str, str], ...]
    number: bool
    bar: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A table: the columns that people read, and rows of cells."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def fields_of(question: Question, given: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the form of a question, filled in with what was given."""
    return tuple(
        Field(
            one.name,
            one.zh,
            one.en,
            TYPE_ZH[one.type],
            TYPE_EN[one.type],
            given.get(one.name, ""),
            _words(one.default) or EXAMPLE[one.type],
            one.required,
            tuple(known_words(one.type)) if one.type in ("review", "status") else (),
        )
        for one in question.parameters
    )


def _words(value: Value) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def answer_of(question: Question, rows: Sequence[Mapping[str, Value]], page: Page) -> Answer:
    """Return an answer as a table.

    Columns for programs are left out; a key beside a name becomes the link of that name.
    """
    columns = tuple(column for column in question.columns if not column.detail) or question.columns
    keys = _links(question)
    bars = _bars(columns, rows)
    made = tuple(
        tuple(_cell(row, column.name, keys.get(column.name, ""), page, bars) for column in columns) for row in rows
    )
    return Answer(columns, made)


def _links(question: Question) -> dict[str, str]:
    """By the column of a name, the column of its key: ``x_name`` beside ``x``, ``name`` beside the first key."""
    names = [column.name for column in question.columns]
    found = {name: name.removesuffix("_name") for name in names if name.endswith("_name")}
    found = {name: key for name, key in found.items() if key in names}
    details = [column.name for column in question.columns if column.detail]
    if "name" in names and details and details[0] not in found.values():
        found["name"] = details[0]
    return found


def _bars(columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> dict[str, float]:
    """Greatest value of each column of counts, where a bar beside them helps: few rows, none below zero."""
    if not 2 <= len(rows) <= CHART_ROWS:
        return {}
    found = {}
    for column in columns:
        if column.name in _NO_SIZE:
            continue
        values = [row.get(column.name) for row in rows]
        numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
        if len(numbers) == len(values) and min(numbers) >= 0 and max(numbers) > min(numbers):
            found[column.name] = float(max(numbers))
    return found


def _cell(row: Mapping[str, Value], name: str, key: str, page: Page, bars: Mapping[str, float]) -> Cell:
    value = row.get(name)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, int | float) and number:
        return Cell(
            ((f"{value:g}" if isinstance(value, float) else str(value), ""),), True, _part(value, bars.get(name))
        )
    listed = value if isinstance(value, list) else [value]
    goal = row.get(key) if key else None
    parts = []
    for one in listed:
        if one is None or one == "":
            continue
        text = _shown(str(one), page)
        parts.append((text, page.node(str(goal)) if goal and not isinstance(goal, list) else _address(str(one), page)))
    return Cell(tuple(parts), False)


def _part(value: float, most: float | None) -> float:
    return value / most if most else 0.0


def _address(text: str, page: Page) -> str:
    """A key leads to its node, the key of a statement to its place in the document."""
    kind, colon, _ = text.partition(":")
    if colon and kind in NODES:
        return page.node(text)
    document, mark, rest = text.partition("#")
    if mark and "/" in rest and " " not in document:
        return page.url(f"/documents/{document}", statement=text)
    return ""


def _shown(text: str, page: Page) -> str:
    """Codes as staff say them."""
    if page.lang == "en":
        return text
    if text in set(Status):
        return Status(text).zh
    if text in set(Review):
        return Review(text).zh
    if text in EDGES:
        return EDGES[text].zh
    return NODES[text].zh if text in NODES else text
