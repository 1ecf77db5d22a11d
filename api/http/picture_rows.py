"""Types of the graph as it is drawn, see :mod:`viz.graph.picture`."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class DrawnNode(TypedDict):
    """A thing that is drawn; ``step`` is how far it is from what was asked for."""

    id: str
    key: str
    kind: str
    name: str
    step: int
    aliases: NotRequired[list[str]]
    pinyin: NotRequired[str]
    initials: NotRequired[str]
    sources: NotRequired[list[str]]
    facts: list[tuple[str, str]]


class DrawnQuote(TypedDict):
    """Words that a relation rests on, with what stands before and after."""

    statement: str
    document: str
    section: str
    start: int
    end: int
    text: str
    status: str
    review: str
    before: str
    after: str
    exact: bool


class DrawnEdge(TypedDict):
    """A relation that is drawn, with its first quotes and rows."""

    id: str
    relation: str
    source: str
    target: str
    status: str
    review: str
    sources: NotRequired[list[str]]
    quotes: list[DrawnQuote]
    rows: list[str]
    more: int
    facts: list[tuple[str, str]]


class DrawnKind(TypedDict):
    """How a kind is shown."""

    zh: str
    sign: tuple[str, str]


class GraphPicture(TypedDict):
    """Things and relations to be drawn, nearest first, and how many were left out."""

    nodes: list[DrawnNode]
    edges: list[DrawnEdge]
    starts: list[str]
    left_out: int
    not_gone: int
    papers: dict[str, dict[str, object]]
    kinds: dict[str, DrawnKind]
    relations: dict[str, str]
    statuses: dict[str, str]
    reviews: dict[str, str]
