"""How another program's labels, properties and relationships become declared kinds: a small YAML file.

::

    source: crm                      # the source is imported-crm
    title: 招商客户库
    nodes:
      Company:                       # label
        kind: Firm
        name: name                   # property that holds the name
        aliases: [short_name]
        properties: {uscc: credit_code}
    relationships:
      HOSTS_COMPANY: {kind: LOCATED_IN, reverse: true, status: done}
    leave_out: {labels: [Migration], relationships: [SIMILAR_TO]}

A label or relationship type that is the name of a declared kind needs no entry.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from graph.errors import InputError
from graph.evidence import FIGURE, STATUS_OF_ZH, Review, Status
from graph.kinds import EDGES, NODES, STATEABLE
from loaders.yamlfile import LINE, explain, read_yaml

_NOT_THINGS = frozenset({"Chain", "Document", "Statement", "Statistic"})
NODE_KINDS = tuple(kind for kind in NODES if kind not in _NOT_THINGS)
"""Kinds that may come from elsewhere: things. Evidence and templates have loaders of their own."""
EDGE_KINDS = tuple(kind for kind in STATEABLE if kind != FIGURE)
"""Relations that may come from elsewhere: what can be stated of things. A figure needs its words."""
_OWN = frozenset({"key", "kind", "name", "aliases", "pinyin", "initials", "sources", "contributions"})


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NodeMapping(_Strict):
    """What nodes of a label become: their kind, and the properties that hold name, aliases and columns.

    ``key`` names a property that holds the key of a node of Liantu; without it
    the key follows from kind and name.
    """

    kind: str
    name: Annotated[str, Field(min_length=1)] = "name"
    key: str = ""
    aliases: tuple[str, ...] = ()
    properties: dict[str, str] = {}

    @model_validator(mode="after")
    def _declared(self) -> Self:
        if self.kind not in NODE_KINDS:
            raise ValueError(_why_not(self.kind, NODES, NODE_KINDS))
        columns = {column.name for column in NODES[self.kind].columns} - _OWN
        for column in self.properties.values():
            if column not in columns:
                known = "、".join(sorted(columns)) or "无"
                raise ValueError(f"{self.kind} 没有“{column}”这个可写的属性（可写：{known}）")
        return self

    @classmethod
    def same(cls, kind: str) -> NodeMapping:
        """Return the mapping of a label that is itself a declared kind."""
        columns = {column.name: column.name for column in NODES[kind].columns if column.name not in _OWN}
        return cls(kind=kind, key="key", aliases=("aliases",), properties=columns)


class LinkMapping(_Strict):
    """What relationships of a type become: an edge kind, turned round if ``reverse``, and how far it has come.

    The status is given here or in the property that ``status_from`` names; it
    is asked for, since planned is not done.
    """

    kind: str
    reverse: bool = False
    status: str = ""
    status_from: str = ""

    @model_validator(mode="after")
    def _declared(self) -> Self:
        if self.kind not in EDGE_KINDS:
            raise ValueError(_why_not(self.kind, EDGES, EDGE_KINDS))
        if self.status and status_of(self.status) is None:
            raise ValueError(f"status 只能是 {'、'.join(Status)}")
        if bool(self.status) == bool(self.status_from):
            raise ValueError("status 和 status_from 要写一个，只写一个（规划的不是已实施的）")
        return self

    @classmethod
    def same(cls, kind: str) -> LinkMapping:
        """Return the mapping of a relationship type that is itself a declared kind."""
        return cls(kind=kind, status_from="status")


class LeaveOut(_Strict):
    """Labels and relationship types that are not wanted."""

    labels: frozenset[str] = frozenset()
    relationships: frozenset[str] = frozenset()


class Mapping(_Strict):
    """How one place is imported; its source is ``imported-`` and :attr:`source`."""

    source: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
    title: str = ""
    review: Review = Review.CANDIDATE
    nodes: dict[str, NodeMapping] = {}
    relationships: dict[str, LinkMapping] = {}
    leave_out: LeaveOut = LeaveOut()

    @model_validator(mode="after")
    def _not_rejected(self) -> Self:
        if self.review is Review.REJECTED:
            raise ValueError("review 只能是 candidate 或 accepted")
        return self

    @property
    def key(self) -> str:
        """Key of the source."""
        return f"imported-{self.source}"

    def of_label(self, label: str) -> NodeMapping | None:
        """Return what a label becomes, None if that is not said."""
        return self.nodes.get(label) or (NodeMapping.same(label) if label in NODE_KINDS else None)

    def of_type(self, name: str) -> LinkMapping | None:
        """Return what a relationship type becomes, None if that is not said."""
        return self.relationships.get(name) or (LinkMapping.same(name) if name in EDGE_KINDS else None)


def status_of(text: object) -> Status | None:
    """Return the status that a word in English or Chinese means, None if it is no status."""
    if text in STATUS_OF_ZH:
        return STATUS_OF_ZH[str(text)]
    return Status(text) if text in [status.value for status in Status] else None


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        InputError: not readable, or something in it is not declared; nothing is loaded.
    """
    try:
        return Mapping.model_validate(_without_lines(read_yaml(path)))
    except ValidationError as error:
        zh, en = explain(error)
        raise InputError(
            f"对照表有误：{zh}",
            f"wrong mapping: {en}",
            where=str(path),
            do_zh="写法见 docs/py2neo.md，类型见 docs/kinds.md",
            do_en="See docs/py2neo.md and docs/kinds.md",
        ) from error


def _why_not(kind: str, declared: Dict[str, object], known: tuple[str, ...]) -> str:
    if kind in declared:
        return f"{kind} 由链图自己的载入程序写，不能导入"
    return f"没有“{kind}”这种类型（可用：{'、'.join(known)}）"


def _without_lines(value: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    if isinstance(value, dict):
        return {key: _without_lines(item) for key, item in value.items() if key != LINE}
    return [_without_lines(item) for item in value] if isinstance(value, list) else value
