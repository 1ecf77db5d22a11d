"""Tools that find things and what they are joined to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import Field

from api.assistant.answer import Draft, Told, cut
from api.assistant.cites import Cites, marks
from api.assistant.desk import Ask
from api.assistant.fields import Kind, Limit, Offset, Relation, Thing
from api.assistant.tool import Given, tool
from api.assistant.words import quoted, review_words, safe, say, status_words
from graph.kinds import EDGES, NODES
from graph.store import Store, Value
from queries.nodes import joined, neighbours, node
from queries.paths import MOST_PATHS, MOST_STEPS, Step, paths
from queries.search import MAX_TEXT, find, one
from queries.show import Group, ShownEdge

_FOUND = 1_000
"""Things that one search finds at most."""
MOST_PAGE = 120
"""Cites of one page of a relation at most."""


class FindGiven(Given):
    """Parameters of ``find``."""

    text: Annotated[
        str, Field(min_length=1, max_length=MAX_TEXT, description="汉字、简称、全拼或首字母 · what to find")
    ]
    kinds: Annotated[list[Kind], Field(max_length=20, description="只要这些类型，空为全部 · only these kinds")] = []
    limit: Limit = 20
    offset: Offset = 0


class Hit(Told):
    """A thing found."""

    key: str
    kind: str
    kind_zh: str
    name: str
    matched: str
    how: str


class Hits(Told):
    """Things found, best first."""

    text: str
    hits: list[Hit]


@tool(
    ("找名称", "find by name"),
    (
        "按汉字、简称、别名、全拼或首字母找企业、环节、产业链、政策、镇街、平台等，得到它们的键。别的工具要键时先用它。"
        "找不到不等于没有。",
        "Find firms, segments, chains, policies, towns, platforms by name, alias, pinyin or initials, to have their "
        "keys. What is not found may exist all the same.",
    ),
    Hits,
)
async def find_(ask: Ask, given: FindGiven) -> Draft:
    """Find things by name."""
    found = await ask.read(lambda store: find(store, given.text, kinds=tuple(given.kinds), limit=_FOUND))
    shown = found[given.offset : given.offset + given.limit]
    hits = [Hit(**{name: getattr(hit, name) for name in Hit.model_fields}) for hit in shown]
    lines = [f"- {safe(h.name)}（{h.kind_zh}，{safe(h.how)} {safe(h.matched)}）{safe(h.key)}" for h in hits]
    none = say(ask.lang, "没有找到这个名称；试试简称或首字母", "nothing of this name; try a short name or initials")
    kept = await ask.read(lambda store: _origins(store, [hit.key for hit in shown]))
    return Draft(
        data=Hits(text=given.text, hits=hits),
        lines=lines or [none],
        documents=kept,
        rest=cut(len(hits), len(found), given.offset),
    )


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


class Thing_(Told):
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
    Thing_,
)
async def show(ask: Ask, given: ThingGiven) -> Draft:
    """Show a thing."""
    documents = await ask.documents()

    def read(store: Store) -> Draft:
        row, cites = _named(store, given.thing), Cites(documents)
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
        row, cites = _named(store, given.thing), Cites(documents, MOST_PAGE)
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
            documents=_said_by(row),
            rest=rest,
        )

    return await ask.read(read)


class PathsGiven(Given):
    """Parameters of ``paths``."""

    start: Thing
    end: Thing
    steps: Annotated[int, Field(ge=1, le=MOST_STEPS, description="最多几步 · steps at most")] = 3


class Leg(Told):
    """One step of a path; ``forward`` says whether the relation points that way."""

    start: str
    start_name: str
    relation: str
    zh: str
    forward: bool
    end: str
    end_name: str
    status: str
    cites: list[int]


class Joined(Told):
    """All shortest paths of accepted relations."""

    start: str
    end: str
    steps: int = Field(description="几步；0 是没有找到 · 0: none found")
    paths: list[list[Leg]]


@tool(
    ("怎样相连", "how two things are joined"),
    (
        "两个对象之间最短的几条路，只走已采信的关系，不经过地区、文献和政策；每一步带依据。没有找到不等于没有关系。",
        "The shortest paths between two things over accepted relations, each step with its source. None found does "
        "not mean that there is no tie.",
    ),
    Joined,
)
async def paths_(ask: Ask, given: PathsGiven) -> Draft:
    """Tell how two things are joined."""
    documents = await ask.documents()

    def read(store: Store) -> Draft:
        start, end = (str(_named(store, name)["key"]) for name in (given.start, given.end))
        found, cites = paths(store, start, end, most_steps=given.steps), Cites(documents)
        steps = [step for path in found.paths for step in path]
        standing = {key: (step.status, "accepted") for step in steps for key in step.statements[:2]}
        numbers = cites.keys(store, [key for step in steps for key in step.statements[:2]], standing)

        def legs(path: Sequence[Step]) -> list[Leg]:
            return [Leg(**{name: value for name, value in asdict(step).items() if name != "statements"},
                        cites=[n for key in step.statements[:2] if (n := numbers[key])]) for step in path]  # fmt: skip

        listed = [legs(path) for path in found.paths]
        none = say(ask.lang, "没有找到相连的路", "no path was found")
        return Draft(
            data=Joined(start=start, end=end, steps=found.steps, paths=listed),
            lines=[_path_line(path) for path in listed] or [none],
            cites=cites.found,
            more_cites=cites.more,
            rest=cut(len(listed), None, 0, more=found.truncated, how=f"最多列 {MOST_PATHS} 条 · {MOST_PATHS} at most"),
        )

    return await ask.read(read)


def _named(store: Store, name: str) -> dict[str, Value]:
    """Return the node of a key, or of a name that only it has."""
    kind = name.partition(":")[0]
    key = name.strip() if kind in NODES and ":" in name else one(store, name).key
    return node(store, key)


def _said_by(row: dict[str, Value]) -> list[str]:
    parts = row.get("contributions")
    return sorted(json.loads(str(parts))) if parts else []


def _origins(store: Store, keys: Iterable[str]) -> list[str]:
    """Return the sources that speak of some things."""
    return sorted({source for key in keys for source in _said_by(node(store, key))})


def _title(row: dict[str, Value]) -> str:
    kind = str(row["kind"])
    zh = NODES[kind].zh if kind in NODES else kind
    return f"{safe(row['name'])}（{zh}）{safe(row['key'])}"


def _thing(row: dict[str, Value], relations: list[Joints]) -> Thing_:
    kind = str(row["kind"])
    hidden = {"key", "kind", "name", "aliases", "pinyin", "initials", "contributions", "text"}
    declared = [c for c in (NODES[kind].columns if kind in NODES else ()) if c.name not in hidden]
    aliases = row.get("aliases")
    return Thing_(
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
        said_by=_said_by(row),
        relations=relations,
    )


def _value(value: Value) -> str | float | int | bool | list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if isinstance(value, str | float | int | bool) else str(value)


def _thing_lines(thing: Thing_) -> list[str]:
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


def _path_line(path: Sequence[Leg]) -> str:
    parts = [safe(path[0].start_name)]
    for leg in path:
        arrow = f"—{leg.zh}→" if leg.forward else f"←{leg.zh}—"
        notes = status_words(leg.status) if leg.status not in ("", "done") else ""
        parts.append(f"{arrow} {safe(leg.end_name)}{f'（{notes}）' if notes else ''}{marks(leg.cites)}")
    return "- " + " ".join(parts)
