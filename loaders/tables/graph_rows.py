"""Records to what they say of nodes, edges and figures: row by row, as plain values that wait on disk.

Which rows speak of the same thing is known only when all are read; see :mod:`loaders.tables.joined`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import product
from typing import Any, TypeAlias

from graph.evidence import Status, node_key
from graph.loading.merge import Properties
from loaders.tables.amounts import Amount
from loaders.tables.check import Record, Rejection
from loaders.tables.gazetteer import Thing
from loaders.tables.headers import Layout
from loaders.tables.mapping import FigureSpec, Mapping, NodeSpec
from loaders.tables.model import letters
from loaders.tables.spool import Spool

SaidNode: TypeAlias = tuple[str, str, str, Properties | None]
"""Kind, key, name, what its row gives it beside."""
SaidEdge: TypeAlias = tuple[str, int, int, str, str]
"""Kind, its ends as places in the row's nodes, status, the end's name as written where it is another."""
SaidFigure: TypeAlias = tuple[int, str, str, tuple[Any, ...]]
"""Place of its subject in the row's nodes, key, name, the values of :data:`FIGURE_NAMES`."""
SaidRow: TypeAlias = tuple[str, str, list[SaidNode], list[SaidEdge], list[SaidFigure]]
"""Place of a row, its status, what it says."""
FIGURE_NAMES = (
    *("metric", "value", "unit", "number", "number_high", "normal", "normal_unit", "qualifier", "period", "scope"),
)


class GraphRows:
    """Takes in the records of a register.

    Args:
        mapping: what its columns mean.
        source: key of the source.
        date: of the document; the year of figures that name none.
        title: of the document.
    """

    def __init__(self, mapping: Mapping, source: str, date: str, title: str = "") -> None:
        self.source = source
        self.said = Spool()
        self.again: set[str] = set()
        """Keys of the nodes that stand in several rows, or twice in one."""
        self._mapping, self._date, self._title = mapping, date, title
        self._named: set[int] = set()
        self._keys: set[int] = set()
        self._codes: dict[str, tuple[str, str]] = {}
        self._firms: dict[str, tuple[str, str]] = {}
        ends = [spec.parts for spec in mapping.edges]
        self._all_again = len(set(ends)) < len(ends)

    def done(self) -> None:
        """Forget what is needed only while rows come."""
        self._named, self._keys, self._codes, self._firms = set(), set(), {}, {}

    def clash(self, record: Record, layout: Layout) -> Rejection | None:
        """Return why a record contradicts an earlier row: a name with two credit codes, or a code with two names."""
        for spec in self._mapping.nodes.values():
            label = spec.set.get("credit_code", "")
            code, named = record.values.get(label), record.values.get(spec.name)
            if not code or not named:
                continue
            firm = _thing(spec, named[0] if isinstance(named, list) else named).key
            there, other = self._codes.setdefault(code, (record.place, firm))
            if other != firm:
                said = f"信用代码 {code} 在 {there} 行是另一家：{other.partition(':')[2]}"
                return _clash(record, layout, label, code, said, f"{code} is another firm's at {there}")
            there, known = self._firms.setdefault(firm, (there, code))
            if known != code:
                said = f"同一名称在 {there} 行的信用代码是 {known}"
                return _clash(record, layout, label, code, said, f"the firm has code {known} at {there}")
        return None

    def add(self, record: Record, layout: Layout) -> bool:
        """Take in what a record says; return whether its key stood in an earlier row already."""
        status = self._status(record)
        things = {label: list(self._things(spec, record)) for label, spec in self._mapping.nodes.items()}
        nodes: list[SaidNode] = []
        at: dict[str, range] = {}
        for label, found in things.items():
            at[label] = range(len(nodes), len(nodes) + len(found))
            nodes += [self._node(self._mapping.nodes[label], thing, record) for thing in found]
        edges: list[SaidEdge] = []
        for spec in self._mapping.edges:
            start, kind, end = spec.parts
            for a, b in product(at[start], at[end]):
                written = things[end][b - at[end].start].written[:40] if kind == "LOCATED_IN" else ""
                edges.append((kind, a, b, spec.status or status, written))
        figures = [
            found
            for figure in self._mapping.figures
            for subject in at[figure.of]
            for found in self._figures(figure, (subject, nodes[subject]), record, layout)
        ]
        self.said.append((record.place, status, nodes, edges, figures))
        return self._repeats(record, things)

    def _repeats(self, record: Record, things: dict[str, list[Thing]]) -> bool:
        columns = self._mapping.key
        if columns:
            key = hash(tuple(repr(record.values.get(label)) for label in columns))
        else:
            key = hash(tuple(thing.key for thing in next(iter(things.values()), [])))
        again = key in self._keys
        self._keys.add(key)
        return again

    def _status(self, record: Record) -> str:
        given = record.values.get(self._mapping.status) if self._mapping.status else None
        return given[0] if given else Status.DONE.value

    def _things(self, spec: NodeSpec, record: Record) -> Iterator[Thing]:
        if spec.const:
            yield _thing(spec, spec.const)
            return
        value = record.values.get(spec.name)
        found = value if isinstance(value, list) else [value] if value else []
        if not found and spec.default:
            found = [spec.default.replace("{title}", self._title)]
        for one in found:
            yield one if isinstance(one, Thing) else _thing(spec, one)

    def _node(self, spec: NodeSpec, thing: Thing, record: Record) -> SaidNode:
        # Names by the hash: of 100,000 firms that alone is a fifth of the memory, and two hashes are never equal.
        named = hash(thing.key)
        if named in self._named or self._all_again:
            self.again.add(thing.key)
        self._named.add(named)
        given: Properties = {}
        for prop, label in spec.set.items():
            value = record.values.get(label)
            if value:
                given[prop] = value[1] if isinstance(value, tuple) else value[0] if isinstance(value, list) else value
        aliases = record.values.get(spec.aliases) if spec.aliases else None
        if aliases:
            given["aliases"] = [alias for alias in dict.fromkeys(aliases) if alias != thing.name]
        return thing.kind, thing.key, thing.name, given or None

    def _figures(
        self, spec: FigureSpec, subject: tuple[int, SaidNode], record: Record, layout: Layout
    ) -> Iterator[SaidFigure]:
        value = record.values.get(spec.value)
        found = value if isinstance(value, list) else [("", value, layout.at.get(spec.value, -1))] if value else []
        at, (_, key, name, _) = subject
        for each, figure, column in found:
            period = self._period(spec, record, layout, each, column)
            metric = spec.metric.replace("{年份}", each).replace("{其他}", each)
            row = _statistic(metric, figure, period, self._said(spec.scope, record))
            named = f"{name} {metric} {figure.qualifier}{figure.value}{figure.unit}"
            yield at, f"Statistic:{self.source}#{_digest(key, name, row)}", named, row

    def _period(self, spec: FigureSpec, record: Record, layout: Layout, each: str, at: int) -> str:
        """The period said nearest to the figure: a column's, its own header's, the title's, the document's."""
        told = spec.period.replace("{年份}", each)
        if told in self._mapping.columns:
            told = self._said(told, record)
        if told or each.isdigit():
            return told or f"{each}年"
        year = layout.years.get(at) or layout.year
        return f"{year}年" if year else self._date[:4] and f"{self._date[:4]}年"

    def _said(self, text: str, record: Record) -> str:
        """A text, or where it names a column that column's value as text."""
        if text not in self._mapping.columns:
            return text
        value = record.values.get(text)
        if isinstance(value, list):
            value = value[0] if value else ""
        if isinstance(value, Thing):
            return value.name
        return f"{value}年" if isinstance(value, str) and value.isdigit() and len(value) == 4 else str(value or "")


def _thing(spec: NodeSpec, name: Any) -> Thing:  # noqa: ANN401
    text = str(name)
    return Thing(spec.kind, node_key(spec.kind, text), text)


def _statistic(metric: str, figure: Amount, period: str, scope: str) -> tuple[Any, ...]:
    """Return the values of :data:`FIGURE_NAMES`."""
    measured = figure.value, figure.unit, figure.number, figure.high, figure.normal, figure.normal_unit
    return metric, *measured, figure.qualifier, period, scope


def _digest(key: str, name: str, row: tuple[Any, ...]) -> str:
    """Return what tells a figure of a source from its others: its subject and all that is said of it."""
    metric, value, unit, number, high, normal, normal_unit, qualifier, period, scope = row
    text = (
        f"[('metric', {metric!r}), ('normal', {normal!r}), ('normal_unit', {normal_unit!r}), ('number', {number!r}), "
        f"('number_high', {high!r}), ('period', {period!r}), ('qualifier', {qualifier!r}), ('scope', {scope!r}), "
        f"('subject', {key!r}), ('subject_name', {name!r}), ('unit', {unit!r}), ('value', {value!r})]"
    )
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _clash(record: Record, layout: Layout, label: str, value: str, zh: str, en: str) -> Rejection:
    at = layout.at.get(label, -1)
    column = letters(at) if at >= 0 else ""
    remedy = "请核对执照：名称或代码有一个错了；同一家写成一行"
    place = record.sheet, record.row, column, layout.header_of(at) if at >= 0 else label
    return Rejection(*place, value, zh, en, remedy, "One of the two is wrong; compare the licences", at)
