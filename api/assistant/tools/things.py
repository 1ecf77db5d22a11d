"""Tools for one thing: what is known of it, and what it is joined to."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.assistant.answer import Draft, Told, cut
from api.assistant.cites import Cites, marks
from api.assistant.desk import Ask
from api.assistant.fields import Limit, Offset, Relation, Thing
from api.assistant.naming import named, said_by
from api.assistant.tool import Given, tool
from api.assistant.words import quoted, review_words, safe, say, status_words
from graph.kinds import EDGES, NODES
from graph.store import Store, Value
from queries.nodes import joined, neighbours
from queries.show import Group, ShownEdge

_PAGE = 120
"""Cites of one page of a relation at most."""


class ThingGiven(Given):
    """Parameters of ``show``."""

    thing: Thing
    limit: Annotated[int, Field(ge=1, le=50, description="每种关系最多几条 · edges a relation")] = 8


class Joint(Told):
    """An edge as seen from a thing. ``counted`` says whether it is accepted and done."""

    other: str
    other_kind: str
    other_name: str
    status: str
    review: str
    counted: bool
    rule: str
    term: str
    cites: list[int] = Field(description="cites 里的序号 · numbers in cites")


class Joints(Told):
    """Edges of one relation and direction."""

    relation: str
    zh: str
    direction: Literal["out", "in"]
    total: int
    accepted: int
    edges: list[Joint]


class Property(Told):
    """A property of a thing, and the sources that say it."""

    name: str
    zh: str
    value: str | float | int | bool | list[str]


class Shown(Told):
    """A thing: properties, the sources that speak of it, and what it is joined to."""

    key: str
    kind: str
    kind_zh: str
    name: str
    aliases: list[str]
    properties: list[Property]
    said_by: list[str] = Field(description="说到它的来源 · sources that speak of it")
    relations: list[Joints]


@tool(
    ("看一个对象", "show a thing"),
    (
        "一个对象的属性和各种关系，每条关系带原文或名录的行、状态和审核。关系多的每种只列前几条，用 neighbours 翻页。",
        "A thing with its properties and relations, each with its words or row, status and review. Of many edges the "
        "first few stand here: neighbours gives the rest.",
    ),
    Shown,
)
async def show(ask: Ask, given: ThingGiven) -> Draft:
    """Show a thing."""
    documents = await ask.documents()

    def read(store: Store) -> Draft:
        row, cites = named(store, given.thing), Cites(documents)
        groups = neighbours(store, str(row["key"]), per_group=given.limit)
        joints = [_joints(store, group, cites) for group in groups]
        data = _thing(row, joints)
        left = any(group.total > len(group.edges) for group in groups)
        return Draft(
            data=data,
            lines=[*_thing_lines(data), *(line for one in joints for line in _joint_lines(one, ask))],
            cites=cites.found,
            more_cites=cites.more,
            documents=data.said_by,
            rest=cut(sum(len(one.edges) for one in joints), sum(group.total for group in groups), 0, more=left,
                     how="neighbours(thing, relation, direction)"),
        )  # fmt: skip

    return await ask.read(read)


class NeighboursGiven(Given):
    """Parameters of ``neighbours``."""

    thing: Thing
    relation: Annotated[
        Relation, Field(description="一种关系，空则只数各种关系 · a relation; counts only if empty")
    ] = ""
    direction: Annotated[Literal["out", "in"], Field(description="由它指出或指向它 · from it or to it")] = "out"
    limit: Limit = 20
    offset: Offset = 0


class Around(Told):
    """What is joined to a thing, by relation."""

    key: str
    name: str
    relations: list[Joints]


@tool(
    ("相连的对象", "what is joined to a thing"),
    (
        "一个对象的一种关系，一页一页列，带原文；不给 relation 就列出有哪些关系、各几条、其中已采信几条。",
        "One relation of a thing page by page, with its words; without relation the relations and their numbers.",
    ),
    Around,
)
async def neighbours_(ask: Ask, given: NeighboursGiven) -> Draft:
    """List what is joined to a thing."""
    documents = await ask.documents()

    def read(store: Store) -> Draft:
        row, cites = named(store, given.thing), Cites(documents, _PAGE)
        groups = neighbours(store, str(row["key"]), per_group=0)
        rest = cut(len(groups), len(groups), 0)
        if given.relation:
            here = (given.relation, given.direction)
            known = [group for group in groups if (group.relation, group.direction) == here]
            edges = joined(store, row, *here, skip=given.offset, limit=given.limit)
            total, accepted = (known[0].total, known[0].accepted) if known else (0, 0)
            zh = EDGES[given.relation].zh
            groups = (Group(given.relation, zh, given.direction, total, accepted, tuple(edges)),)
            rest = cut(len(edges), total, given.offset)
        joints = [_joints(store, group, cites) for group in groups]
        return Draft(
            data=Around(key=str(row["key"]), name=str(row["name"] or ""), relations=joints),
            lines=[_title(row), *(line for one in joints for line in _joint_lines(one, ask))],
            cites=cites.found,
            more_cites=cites.more,
            documents=said_by(row),
            rest=rest,
        )

    return await ask.read(read)


def _title(row: dict[str, Value]) -> str:
    kind = str(row["kind"])
    zh = NODES[kind].zh if kind in NODES else kind
    return f"{safe(row['name'])}（{zh}）{safe(row['key'])}"


def _thing(row: dict[str, Value], relations: list[Joints]) -> Shown:
    kind = str(row["kind"])
    hidden = {"key", "kind", "name", "aliases", "pinyin", "initials", "contributions", "text"}
    declared = [c for c in (NODES[kind].columns if kind in NODES else ()) if c.name not in hidden]
    aliases = row.get("aliases")
    return Shown(
        key=str(row["key"]),
        kind=kind,
        kind_zh=NODES[kind].zh if kind in NODES else kind,
        name=str(row["name"] or ""),
        aliases=[str(alias) for alias in aliases] if isinstance(aliases, list) else [],
        properties=[
            Property(name=c.name, zh=c.zh, value=_value(row[c.name]))
            for c in declared
            if row.get(c.name) not in (None, "", [])
        ],
        said_by=said_by(row),
        relations=relations,
    )


def _value(value: Value) -> str | float | int | bool | list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if isinstance(value, str | float | int | bool) else str(value)


def _thing_lines(thing: Shown) -> list[str]:
    lines = [f"{safe(thing.name)}（{thing.kind_zh}）{safe(thing.key)}"]
    if thing.aliases:
        lines.append("又称：" + "、".join(map(safe, thing.aliases)))
    for one_ in thing.properties:
        value = "、".join(one_.value) if isinstance(one_.value, list) else one_.value
        lines.append(f"{one_.zh}：{quoted(value, 500)}")
    return lines


def _joints(store: Store, group: Group, cites: Cites) -> Joints:
    rows = {key: (e.status, e.review) for e in group.edges if not e.quotes for key in e.statements[:2]}
    numbers = cites.keys(store, rows, rows)
    return Joints(
        relation=group.relation,
        zh=group.zh,
        direction="in" if group.direction == "in" else "out",
        total=group.total,
        accepted=group.accepted,
        edges=[_joint(edge, cites.quotes(edge.quotes, 2) if edge.quotes else
                      [n for key in edge.statements[:2] if (n := numbers.get(key))]) for edge in group.edges],
    )  # fmt: skip


def _joint(edge: ShownEdge, cites: list[int]) -> Joint:
    counted = edge.review == "accepted" and edge.status in ("", "done")
    given = {name: getattr(edge, name) for name in Joint.model_fields if name not in ("cites", "counted")}
    return Joint(**given, counted=counted, cites=cites)


def _joint_lines(group: Joints, ask: Ask) -> list[str]:
    arrow = "→" if group.direction == "out" else "←"
    counts = say(ask.lang, f"共 {group.total}，已采信 {group.accepted}", f"{group.total}, {group.accepted} accepted")
    lines = [f"{arrow} {group.zh}（{group.relation}）{counts}"]
    for edge in group.edges:
        rule = f"规则 {safe(edge.rule)} {safe(edge.term, 40)}".strip() if edge.rule else ""
        notes = "，".join(filter(None, (review_words(edge.review), status_words(edge.status), rule)))
        lines.append(f"  - {safe(edge.other_name)}（{notes}）{safe(edge.other)} {marks(edge.cites)}")
    return lines
