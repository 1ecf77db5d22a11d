"""From originals and a mapping to one batch; what does not fit is listed, and then nothing is loaded.

The source's document holds each original on one line, as JSON with its
identifier, labels or type, and properties; the edges' statements are
``<source>#<line>``. So what an edge rests on can be read word for word, also
what no declared property takes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from graph.errors import InputError
from graph.evidence import node_key
from graph.exchange.originals import Link, Original, Originals
from graph.facts import thing_node
from graph.kinds import NODES, allows
from graph.loading.merge import Properties, strongest
from graph.loading.plan import EdgeId, NodeId
from graph.store import Batch, EdgeRow
from loaders.imported.mapping import LinkMapping, Mapping, NodeMapping, status_of
from loaders.imported.privacy import in_identifier, is_person, without_persons
from loaders.imported.values import as_column, given, unwritable
from loaders.letters.reading.personal import masked

MAX_NAME = 300
MAX_TEXT = 32 << 20
"""Characters of all originals together: they are one property of one node."""
FORM = "imported"
"""The form of the document that holds the originals."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why some originals cannot be taken: the reason, how many, and the first of them."""

    zh: str
    en: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What comes of originals.

    ``left_out`` counts what the mapping leaves out (and relationships to such
    nodes), by label or type; ``kept_as_text`` counts properties that no
    declared property takes, by label or type and name; ``dropped_personal``
    counts persons' data.
    """

    batch: Batch
    problems: tuple[Problem, ...]
    nodes: int
    links: int
    left_out: dict[str, int]
    kept_as_text: dict[str, int]
    dropped_personal: int


def convert(found: Originals, mapping: Mapping) -> Imported:
    """Map originals to a batch; look at ``problems`` before loading it, or call :func:`checked`."""
    work = _Work(mapping)
    for node in found.nodes:
        work.node(node)
    for link in found.links:
        work.link(link)
    return work.done()


def checked(imported: Imported) -> Batch:
    """Return the batch of an import that has no problem.

    Raises:
        InputError: something does not fit, or there is nothing to import. Nothing is loaded.
    """
    if imported.problems:
        first = imported.problems[0]
        raise InputError(
            f"有 {sum(p.count for p in imported.problems)} 处对不上，没有载入任何内容：{describe(first)}",
            f"{sum(p.count for p in imported.problems)} items do not fit, nothing was loaded: "
            f"{first.en} ({first.count}×, as {', '.join(first.examples)})",
            where=imported.batch.source,
            do_zh="用 --dry-run 看全部，改对照表后再载入",
            do_en="See all with --dry-run, correct the mapping and load again",
        )
    if not imported.nodes:
        raise InputError(
            "没有可导入的节点",
            "there is no node to import",
            where=imported.batch.source,
            do_zh="请看连的是不是脚本写的那个库",
            do_en="See whether this is the database that the script wrote",
        )
    return imported.batch


def describe(problem: Problem) -> str:
    """Return a problem as one line in Chinese."""
    more = "等" if problem.count > len(problem.examples) else ""
    return f"{problem.zh}（{problem.count} 处：{'、'.join(problem.examples)}{more}）"


@dataclass(slots=True)
class _Thing:
    """A node in the making; several originals may speak of it."""

    kind: str
    key: str
    name: str
    aliases: dict[str, None] = field(default_factory=dict)
    properties: Properties = field(default_factory=dict)


class _Work:
    """Collects nodes, edges, lines and problems; each method takes one original."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.things: dict[NodeId, _Thing] = {}
        self.edges: dict[EdgeId, list[tuple[str, str]]] = {}
        self.lines: list[str] = []
        self.ids: dict[str, NodeId | None] = {}
        self.problems: dict[tuple[str, str], list[str]] = {}
        self.left_out: Counter[str] = Counter()
        self.as_text: Counter[str] = Counter()
        self.personal = 0
        self.links = 0

    # --- nodes ---

    def node(self, node: Original) -> None:
        where = f"{node.id}"
        if node.id in self.ids:
            self._problem("两个节点的编号相同", "two nodes have this identifier", where)
            return
        self.ids[node.id] = None
        mapped = self._label(node, where)
        if mapped is None:
            return
        label, into = mapped
        if in_identifier(node.id):
            self._problem("编号里有个人信息", "the identifier holds a person's data", "□")
            return
        said, dropped = without_persons(node.properties)
        self.personal += dropped
        line = {"id": node.id, "labels": list(node.labels), "properties": dict(sorted(said.items()))}
        thing = self._thing(node, said, into, where)
        if thing is None:
            return
        self.ids[node.id] = (thing.kind, thing.key)
        self._line(line)
        used = {into.name, into.key, *into.aliases, *into.properties}
        self.as_text.update(f"{label}.{name}" for name, value in said.items() if name not in used and given(value))

    def _label(self, node: Original, where: str) -> tuple[str, NodeMapping] | None:
        """Return the one label that says what the node is; None if it is left out or not understood."""
        if any(is_person(label) for label in node.labels):
            self.personal += 1
            self.left_out.update(node.labels)
            return None
        if any(label in self.mapping.leave_out.labels for label in node.labels):
            self.left_out.update(label for label in node.labels if label in self.mapping.leave_out.labels)
            return None
        found = [(label, into) for label in node.labels if (into := self.mapping.of_label(label)) is not None]
        shown = "、".join(node.labels) or "（无）"
        if not found:
            self._problem(
                f"标签 {shown} 不在对照表里",
                f"label {', '.join(node.labels) or '(none)'} is not in the mapping, nor under leave_out",
                where,
            )
        elif len({into.kind for _, into in found}) > 1:
            self._problem(f"标签 {shown} 对应几种类型", f"labels {', '.join(node.labels)} mean several kinds", where)
        else:
            return found[0]
        return None

    def _thing(self, node: Original, said: dict[str, object], into: NodeMapping, where: str) -> _Thing | None:
        name = said.get(into.name)
        if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or unwritable(name):
            self._problem(
                f"{into.kind} 的名称（属性 {into.name}）缺失、不是文字、太长、含控制字符，或是个人信息",
                f"the name of a {into.kind} (property {into.name}) is missing, no text, too long or personal",
                where,
            )
            return None
        if name != node.properties.get(into.name):
            self._problem("名称里有个人信息", "the name holds a person's data", where)
            return None
        name = name.strip()
        key = said.get(into.key) if into.key else None
        if key is not None and not (isinstance(key, str) and key.startswith(f"{into.kind}:") and not unwritable(key)):
            self._problem(f"键应以 {into.kind}: 开头", f"a key has to start with {into.kind}:", where)
            return None
        own = key or node_key(into.kind, name)
        thing = self.things.setdefault((into.kind, str(own)), _Thing(into.kind, str(own), name))
        if name != thing.name:
            thing.aliases[name] = None
        self._fill(thing, said, into, where)
        return thing

    def _fill(self, thing: _Thing, said: dict[str, object], into: NodeMapping, where: str) -> None:
        for source in into.aliases:
            names = as_column(said.get(source), "STRING[]")
            if names is None and given(said.get(source)):
                self._problem(
                    f"属性 {source} 不是文字或文字列表", f"property {source} is no text or list of text", where
                )
            elif isinstance(names, list):
                thing.aliases.update((str(name), None) for name in names if "□" not in str(name))
        types = {column.name: column.type for column in NODES[into.kind].columns}
        for source, column in into.properties.items():
            if not given(said.get(source)):
                continue
            value = as_column(said[source], types[column])
            if value is None:
                self._problem(f"属性 {source} 的值不能作 {column}", f"property {source} cannot be {column}", where)
            elif thing.properties.setdefault(column, value) != value:
                self._problem(
                    f"几个节点是同一个{NODES[into.kind].zh}，{column} 却不同",
                    f"several nodes are one {into.kind} and differ in {column}",
                    where,
                )

    # --- links ---

    def link(self, link: Link) -> None:
        where = f"{link.start} -{link.type}-> {link.end}"
        if link.type in self.mapping.leave_out.relationships:
            self.left_out[link.type] += 1
            return
        if link.start not in self.ids or link.end not in self.ids:
            self._problem("关系的一端不在节点里", "an end of the relationship is not among the nodes", where)
            return
        start, end = self.ids[link.start], self.ids[link.end]
        if start is None or end is None:
            self.left_out[link.type] += 1  # with its end, which is counted or listed
            return
        into = self.mapping.of_type(link.type)
        if into is None:
            self._problem(
                f"关系 {link.type or '（无类型）'} 不在对照表里",
                f"relationship {link.type!r} is not in the mapping, nor under leave_out",
                where,
            )
            return
        if into.reverse:
            start, end = end, start
        if self._allowed(into, start, end, where):
            self._edge(link, into, (into.kind, start, end), where)

    def _allowed(self, into: LinkMapping, start: NodeId, end: NodeId, where: str) -> bool:
        if allows(into.kind, start[0], end[0]):
            return True
        hint = "，反过来可以（reverse）" if allows(into.kind, end[0], start[0]) else ""
        hint_en = "; turned round it may (reverse)" if hint else ""
        self._problem(
            f"{into.kind} 不能从 {start[0]} 到 {end[0]}{hint}",
            f"{into.kind} may not join {start[0]} to {end[0]}{hint_en}",
            where,
        )
        return False

    def _edge(self, link: Link, into: LinkMapping, edge_id: EdgeId, where: str) -> None:
        said, dropped = without_persons(link.properties)
        status = status_of(into.status or said.get(into.status_from))
        if status is None:
            self._problem(
                f"关系 {link.type} 没有说明状态（在对照表写 status，或属性 {into.status_from} 填已实施、规划等）",
                f"relationship {link.type} has no status (say it in the mapping or in {into.status_from})",
                where,
            )
            return
        self.personal += dropped + in_identifier(link.id)
        self.links += 1
        line: dict[str, object] = {"id": masked(link.id).text, "type": link.type, "start": link.start, "end": link.end}
        line |= {"properties": dict(sorted(said.items()))}
        statement = self._line(line)
        self.edges.setdefault(edge_id, []).append((statement, status.value))
        names = (name for name, value in said.items() if name != into.status_from and given(value))
        self.as_text.update(f"{link.type}.{name}" for name in names)

    # --- the whole ---

    def done(self) -> Imported:
        text = "\n".join(self.lines)
        if len(text) > MAX_TEXT:
            self._problem(
                f"原件合计 {len(text)} 字，超过 {MAX_TEXT}", f"the originals are {len(text)} characters long", "全部"
            )
        mapping = self.mapping
        title = mapping.title or mapping.key
        document: dict[str, object] = {"title": title, "form": FORM, "text": text, "completeness": "partial"}
        document |= {"sha256": hashlib.sha256(text.encode()).hexdigest(), "dropped_personal": self.personal}
        nodes = [thing_node("Document", node_key("Document", mapping.key), mapping.key, [title], **document)]
        nodes += [
            thing_node(t.kind, t.key, t.name, [a for a in t.aliases if a != t.name], **t.properties)
            for t in self.things.values()
        ]
        batch = Batch(mapping.key, nodes, [self._row(edge_id, said) for edge_id, said in self.edges.items()])
        problems = [Problem(zh, en, len(where), tuple(where[:3])) for (zh, en), where in self.problems.items()]
        taken = sum(node is not None for node in self.ids.values())
        return Imported(
            batch, tuple(problems), taken, self.links, dict(self.left_out), dict(self.as_text), self.personal
        )

    def _row(self, edge_id: EdgeId, said: list[tuple[str, str]]) -> EdgeRow:
        kind, start, end = edge_id
        review, status = strongest((self.mapping.review.value, status) for _, status in said)
        row: Properties = {"statements": [statement for statement, _ in said], "review": review, "status": status}
        return EdgeRow(kind, start, end, row)

    def _line(self, original: Dict[str, object]) -> str:
        self.lines.append(json.dumps(original, ensure_ascii=False, default=str).replace("\u2028", "\\u2028"))
        return f"{self.mapping.key}#{len(self.lines)}"

    def _problem(self, zh: str, en: str, where: str) -> None:
        self.problems.setdefault((zh, en), []).append(where)
