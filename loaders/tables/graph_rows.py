"""Records to nodes and edges: what each row says, joined where rows say the same, each with its rows as evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from graph.evidence import FIGURE, Review, Status, node_key
from graph.facts import thing_node
from graph.loading.merge import Properties, strongest
from graph.store import EdgeRow, NodeRow
from loaders.tables.amounts import Amount
from loaders.tables.check import Record, Rejection
from loaders.tables.gazetteer import Thing
from loaders.tables.headers import Layout
from loaders.tables.mapping import FigureSpec, Mapping, NodeSpec
from loaders.tables.model import letters

NodeId = tuple[str, str]
EdgeId = tuple[str, NodeId, NodeId]
ElementId = NodeId | EdgeId


@dataclass(slots=True)
class GraphRows:
    """Gathers what the records of a register say.

    ``elements`` are, by row place, the nodes and edges that the row speaks of;
    kept only where rows are to be compared with an earlier load.
    """

    mapping: Mapping
    source: str
    date: str
    title: str = ""
    keep_elements: bool = False
    nodes: dict[NodeId, tuple[str, Properties]] = field(default_factory=dict)
    edges: dict[EdgeId, Properties] = field(default_factory=dict)
    elements: dict[str, list[ElementId]] = field(default_factory=dict)
    _codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    _firms: dict[str, tuple[str, str]] = field(default_factory=dict)
    _shared: dict[str, tuple[str, Properties]] = field(default_factory=dict)
    _keys: set[tuple[object, ...]] = field(default_factory=set)

    def clash(self, record: Record, layout: Layout) -> Rejection | None:
        """Return why a record contradicts an earlier row: a name with two credit codes, or a code with two names."""
        for spec in self.mapping.nodes.values():
            label = spec.set.get("credit_code", "")
            code, named = record.values.get(label), record.values.get(spec.name)
            if not code or not named:
                continue
            firm = _thing(spec, named[0] if isinstance(named, list) else named).key
            there, other = self._codes.setdefault(code, (record.place, firm))
            if other != firm:
                said = f"信用代码 {code} 在 {there} 行是另一家：{other.partition(':')[2]}"
                return _clash(record, layout, label, code, said, f"{code} is another firm's at {there}")
            there, known = self._firms.setdefault(firm, (record.place, code))
            if known != code:
                said = f"同一名称在 {there} 行的信用代码是 {known}"
                return _clash(record, layout, label, code, said, f"the firm has code {known} at {there}")
        return None

    def add(self, record: Record, layout: Layout) -> bool:
        """Add what a record says; return whether its key stood in an earlier row already."""
        said = self._status(record)
        things = {label: list(self._things(spec, record)) for label, spec in self.mapping.nodes.items()}
        touched: list[ElementId] = []
        for label, found in things.items():
            touched += [self._node(self.mapping.nodes[label], thing, record) for thing in found]
        for spec in self.mapping.edges:
            start, kind, end = spec.parts
            pairs = product(things[start], things[end])
            touched += [self._edge(kind, a, b, record, spec.status or said) for a, b in pairs]
        for figure in self.mapping.figures:
            for subject in things[figure.of]:
                touched += self._figures(figure, subject, record, layout, said)
        if self.keep_elements:
            self.elements[record.place] = touched
        return self._repeats(record, things)

    def _repeats(self, record: Record, things: dict[str, list[Thing]]) -> bool:
        columns = self.mapping.key or self.mapping.needed
        key = tuple(repr(record.values.get(label)) for label in columns)
        if not self.mapping.key:
            key = tuple(thing.key for thing in next(iter(things.values()), []))
        again = key in self._keys
        self._keys.add(key)
        return again

    def _status(self, record: Record) -> str:
        given = record.values.get(self.mapping.status) if self.mapping.status else None
        return given[0] if given else Status.DONE.value

    def _things(self, spec: NodeSpec, record: Record) -> Iterator[Thing]:
        if spec.const:
            yield _thing(spec, spec.const)
            return
        value = record.values.get(spec.name)
        found = value if isinstance(value, list) else [value] if value else []
        if not found and spec.default:
            found = [spec.default.replace("{title}", self.title)]
        for one in found:
            yield one if isinstance(one, Thing) else _thing(spec, one)

    def _node(self, spec: NodeSpec, thing: Thing, record: Record) -> NodeId:
        node_id = thing.kind, thing.key
        known = self.nodes.get(node_id)
        if known is None:
            extra = {"code": thing.key.partition(":")[2]} if thing.kind == "IndustryClass" else {}
            made = NodeRow(thing.kind, thing.key, thing.name)
            if thing.kind not in ("Town", "Region", "Segment"):
                made = thing_node(thing.kind, thing.key, thing.name, (), **extra)
            known = thing.name, dict(made.properties)
            self.nodes[node_id] = known
        for prop, label in spec.set.items():
            value = record.values.get(label)
            if value and not known[1].get(prop):
                known[1][prop] = (
                    value[1] if isinstance(value, tuple) else value[0] if isinstance(value, list) else value
                )
        aliases = record.values.get(spec.aliases) if spec.aliases else None
        for alias in aliases or ():
            listed = known[1].setdefault("aliases", [])
            if isinstance(listed, list) and alias not in listed and alias != thing.name:
                listed.append(alias)
        return node_id

    def _edge(self, kind: str, a: Thing, b: Thing, record: Record, status: str) -> EdgeId:
        edge_id = kind, (a.kind, a.key), (b.kind, b.key)
        known = self.edges.get(edge_id)
        if known is None:
            said = self._said_by(record, status)
            written = kind == "LOCATED_IN" and b.written
            self.edges[edge_id] = {**said, "as_written": b.written[:40]} if written else said
            return edge_id
        statement, statements = f"{self.source}#{record.place}", known["statements"]
        if isinstance(statements, list) and statement not in statements:
            best = strongest((Review.ACCEPTED.value, s) for s in (str(known["status"]), status))[1]
            self.edges[edge_id] = {**known, "statements": [*statements, statement], "status": best}
        return edge_id

    def _said_by(self, record: Record, status: str) -> Properties:
        """The properties that edges of a row share: one value for all of them, never changed in place."""
        place, known = self._shared.get(status, ("", {}))
        if place != record.place:
            known = {"statements": [f"{self.source}#{record.place}"], "review": Review.ACCEPTED.value, "status": status}
            self._shared[status] = record.place, known
        return known

    def _figures(
        self, spec: FigureSpec, subject: Thing, record: Record, layout: Layout, status: str
    ) -> Iterator[ElementId]:
        value = record.values.get(spec.value)
        found = value if isinstance(value, list) else [("", value, layout.at.get(spec.value, -1))] if value else []
        for each, figure, at in found:
            period = self._period(spec, record, layout, each, at)
            metric = spec.metric.replace("{年份}", each).replace("{其他}", each)
            row = _statistic(subject, metric, figure, period, self._said(spec.scope, record))
            digest = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:12]
            row |= {"status": status, "review": Review.ACCEPTED.value, "statement": f"{self.source}#{record.place}"}
            thing = Thing("Statistic", f"Statistic:{self.source}#{digest}", "")
            name = f"{subject.name} {metric} {figure.qualifier}{figure.value}{figure.unit}"
            self.nodes.setdefault((thing.kind, thing.key), (name, row))
            yield thing.kind, thing.key
            yield self._edge(FIGURE, subject, thing, record, status)

    def _period(self, spec: FigureSpec, record: Record, layout: Layout, each: str, at: int) -> str:
        """The period said nearest to the figure: a column's, its own header's, the title's, the document's."""
        told = spec.period.replace("{年份}", each)
        if told in self.mapping.columns:
            told = self._said(told, record)
        if told or each.isdigit():
            return told or f"{each}年"
        year = layout.years.get(at) or layout.year
        return f"{year}年" if year else self.date[:4] and f"{self.date[:4]}年"

    def _said(self, text: str, record: Record) -> str:
        """A text, or where it names a column that column's value as text."""
        if text not in self.mapping.columns:
            return text
        value = record.values.get(text)
        if isinstance(value, list):
            value = value[0] if value else ""
        if isinstance(value, Thing):
            return value.name
        return f"{value}年" if isinstance(value, str) and value.isdigit() and len(value) == 4 else str(value or "")

    def node_rows(self) -> Iterable[NodeRow]:
        """Yield the nodes."""
        for (kind, key), (name, properties) in self.nodes.items():
            yield NodeRow(kind, key, name, properties)

    def edge_rows(self) -> Iterable[EdgeRow]:
        """Yield the edges."""
        for (kind, start, end), properties in self.edges.items():
            yield EdgeRow(kind, start, end, properties)


def _thing(spec: NodeSpec, name: Any) -> Thing:  # noqa: ANN401
    text = str(name)
    return Thing(spec.kind, node_key(spec.kind, text), text)


def _statistic(subject: Thing, metric: str, figure: Amount, period: str, scope: str) -> Properties:
    return {
        "subject": subject.key,
        "subject_name": subject.name,
        "metric": metric,
        "value": figure.value,
        "unit": figure.unit,
        "number": figure.number,
        "number_high": figure.high,
        "normal": figure.normal,
        "normal_unit": figure.normal_unit,
        "qualifier": figure.qualifier,
        "period": period,
        "scope": scope,
    }


def _clash(record: Record, layout: Layout, label: str, value: str, zh: str, en: str) -> Rejection:
    at = layout.at.get(label, -1)
    column = letters(at) if at >= 0 else ""
    remedy = "请核对执照：名称或代码有一个错了；同一家写成一行"
    place = record.sheet, record.row, column, layout.header_of(at) if at >= 0 else label
    return Rejection(*place, value, zh, en, remedy, "One of the two is wrong; compare the licences", at)
