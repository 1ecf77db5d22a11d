"""What a block of records says, as plain columns: nodes by the parts of the mapping, edges between them, figures."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from graph.evidence import node_key
from loaders.tables.amounts import Amount
from loaders.tables.gazetteer import Thing
from loaders.tables.headers import Layout
from loaders.tables.mapping import FigureSpec, Mapping, NodeSpec
from loaders.tables.records import Records

FIGURE_NAMES = (
    *("metric", "value", "unit", "number", "number_high", "normal", "normal_unit", "qualifier", "period", "scope"),
)


class SaidNodes(NamedTuple):
    """Nodes that a block says by one part of the mapping: of each its row in the block, key and name.

    ``given`` are properties by name, a value for each node, None where its row gives none; ``written`` are the
    names as written where they are others, or nothing at all.
    """

    kind: str
    rows: list[int]
    keys: list[str]
    names: list[str]
    given: dict[str, list[Any]]
    written: list[str]


class SaidEdges(NamedTuple):
    """Edges that a block says by one part of the mapping, between two of its :class:`SaidNodes`.

    ``starts`` and ``ends`` are places in these; ``status`` is empty where it is the row's.
    """

    kind: str
    start: int
    end: int
    starts: list[int]
    ends: list[int]
    status: str


class SaidFigures(NamedTuple):
    """Figures of one column: of each the place of its subject in :class:`SaidNodes` ``of``, its key and name.

    ``columns`` are those of :data:`FIGURE_NAMES`.
    """

    of: int
    subjects: list[int]
    keys: list[str]
    names: list[str]
    columns: list[list[Any]]


class SaidBlock(NamedTuple):
    """What a block of rows says; ``first`` is the number of its first row among all."""

    first: int
    places: list[str]
    statuses: list[str]
    nodes: list[SaidNodes]
    edges: list[SaidEdges]
    figures: list[SaidFigures]


def keys_of(kind: str, names: Sequence[str]) -> list[str]:
    """Return the keys of things of a kind by their names, as :func:`graph.evidence.node_key` does."""
    head = f"{kind}:"
    # Part of a text in normal form is in normal form.
    if unicodedata.is_normalized("NFKC", "|".join(names)) and not any(map(_padded, names)):
        return [head + name for name in names]
    return [node_key(kind, name) for name in names]


def _padded(name: str) -> bool:
    return name[:1].isspace() or name[-1:].isspace()


def nodes_of(spec: NodeSpec, records: Records, title: str) -> SaidNodes:
    """Return the nodes that records say by a part of the mapping; each once a row."""
    each = [*range(len(records))]
    if spec.const:
        key = node_key(spec.kind, spec.const)
        rows, keys, names, written = each, [key] * len(each), [spec.const] * len(each), [""] * len(each)
    else:
        default = spec.default.replace("{title}", title)
        values = [value or default for value in records.column(spec.name)] if default else records.column(spec.name)
        rows, found = (each, values) if set(map(type, values)) <= {str, Thing} and all(values) else _flat(values)
        if set(map(type, found)) <= {str}:
            keys, names, written = keys_of(spec.kind, found), found, []
        else:
            things = [one if isinstance(one, Thing) else _thing(spec.kind, str(one)) for one in found]
            keys, names = [thing.key for thing in things], [thing.name for thing in things]
            written = [thing.written[:40] for thing in things]
        if rows != each:
            kept = _once(rows, keys)
            rows, keys, names = [rows[at] for at in kept], [keys[at] for at in kept], [names[at] for at in kept]
            written = [written[at] for at in kept] if written else []
    given = {}
    for prop, label in spec.set.items():
        column = records.column(label)
        given[prop] = [_given(column[row]) for row in rows]
    if spec.aliases:
        column = records.column(spec.aliases)
        others = (
            [one for one in dict.fromkeys(column[row] or ()) if one != name]
            for row, name in zip(rows, names, strict=True)
        )
        given["aliases"] = [listed or None for listed in others]
    given = {prop: values for prop, values in given.items() if any(value is not None for value in values)}
    return SaidNodes(spec.kind, rows, keys, names, given, written if any(written) else [])


def _thing(kind: str, name: str) -> Thing:
    return Thing(kind, node_key(kind, name), name)


def _flat(values: Sequence[Any]) -> tuple[list[int], list[Any]]:
    """Return the values of all rows one after another, and the row of each."""
    listed = [value if isinstance(value, list) else [value] if value else [] for value in values]
    return [row for row, found in enumerate(listed) for _ in found], [one for found in listed for one in found]


def _once(rows: Sequence[int], keys: Sequence[str]) -> list[int]:
    """Return the places of the first of each key in a row."""
    firsts = {pair: at for at, pair in reversed([*enumerate(zip(rows, keys, strict=True))])}
    return sorted(firsts.values())


def _given(value: Any) -> Any:  # noqa: ANN401 - by the column's kind
    """Return what a value gives as a property: of a status its word, of a list its first."""
    if isinstance(value, Amount) or not value:
        return None
    return value[1] if isinstance(value, tuple) else value[0] if isinstance(value, list) else value


class FigureReader:
    """Reads the figures of records.

    Args:
        mapping: what the columns mean.
        source: key of the source.
        date: of the document; the year of figures that name none.
    """

    def __init__(self, mapping: Mapping, source: str, date: str) -> None:
        self._mapping, self._source, self._date = mapping, source, date

    def of(
        self, spec: FigureSpec, of: tuple[int, SaidNodes], records: Records, layout: Layout
    ) -> Iterator[SaidFigures]:
        """Yield the figures of each column that a part of the mapping names.

        Args:
            spec: the part.
            of: the nodes they are of, and these nodes' place among those of the block.
            records: what was read.
            layout: of their sheet.
        """
        values = records.column(spec.value)
        if spec.value not in layout.each:
            yield self._column(spec, of, values, records, self._year(layout, "", layout.at.get(spec.value, -1)))
            return
        for at, each in layout.each[spec.value]:
            own = [next((value for _, value, column in found or () if column == at), None) for found in values]
            yield self._column(spec, of, own, records, self._year(layout, each, at), each)

    def _column(
        self,
        spec: FigureSpec,
        of: tuple[int, SaidNodes],
        values: Sequence[Amount | None],
        records: Records,
        year: str,
        each: str = "",
    ) -> SaidFigures:
        place, nodes = of
        metric = spec.metric.replace("{年份}", each).replace("{其他}", each)
        figures = [(at, row, figure) for at, row in enumerate(nodes.rows) if (figure := values[row]) is not None]
        subjects, rows = [at for at, _, _ in figures], [row for _, row, _ in figures]
        periods = self._said(spec.period.replace("{年份}", each), records, rows, year)
        scopes = self._said(spec.scope, records, rows, "")
        measured = [*map(list, zip(*(figure for _, _, figure in figures), strict=True))] or [[] for _ in Amount._fields]
        value, unit, number, high, normal, normal_unit, qualifier = measured
        columns = [value, unit, number, high, normal, normal_unit, qualifier, periods, scopes]
        named, about = [nodes.names[at] for at in subjects], [nodes.keys[at] for at in subjects]
        keys = self._keys(metric, columns, about, named)
        names = [
            f"{name} {metric} {mark}{text}{measure}"
            for name, mark, text, measure in zip(named, qualifier, value, unit, strict=True)
        ]
        return SaidFigures(place, subjects, keys, names, [[metric] * len(figures), *columns])

    def _keys(self, metric: str, columns: Sequence[list[Any]], about: list[str], named: list[str]) -> list[str]:
        """Return keys that tell the figures of a source apart: by their subject and all that is said of them."""
        head, sha = f"Statistic:{self._source}#", hashlib.sha256
        start = f"[('metric', {metric!r}), ('normal', "
        found = []
        for key, name, value, unit, number, high, normal, normal_unit, qualifier, period, scope in zip(
            about, named, *columns, strict=True
        ):
            text = (
                f"{start}{normal!r}), ('normal_unit', {normal_unit!r}), ('number', {number!r}), "
                f"('number_high', {high!r}), ('period', {period!r}), ('qualifier', {qualifier!r}), "
                f"('scope', {scope!r}), ('subject', {key!r}), ('subject_name', {name!r}), ('unit', {unit!r}), "
                f"('value', {value!r})]"
            )
            found.append(head + sha(text.encode()).hexdigest()[:12])
        return found

    def _year(self, layout: Layout, each: str, at: int) -> str:
        """The period said nearest to a column: its own header's, the title's, the document's."""
        if each.isdigit():
            return f"{each}年"
        year = layout.years.get(at) or layout.year or self._date[:4]
        return f"{year}年" if year else ""

    def _said(self, text: str, records: Records, rows: Sequence[int], otherwise: str) -> list[str]:
        """Return a text for each row, or where it names a column that column's values as text."""
        if text not in self._mapping.columns:
            return [text or otherwise] * len(rows)
        column = records.column(text)
        return [_as_text(column[row]) or otherwise for row in rows]


def _as_text(value: Any) -> str:  # noqa: ANN401 - by the column's kind
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Thing):
        return value.name
    return f"{value}年" if isinstance(value, str) and value.isdigit() and len(value) == 4 else str(value or "")
