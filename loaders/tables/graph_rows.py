"""Records to what they say of nodes, edges and figures: block by block, as plain columns that wait on disk.

Which rows speak of the same thing is known only when all are read; see :mod:`loaders.tables.joined`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from graph.evidence import Status
from loaders.tables.check import Rejection
from loaders.tables.headers import Layout
from loaders.tables.mapping import Mapping
from loaders.tables.model import letters
from loaders.tables.records import Records
from loaders.tables.said import (
    FIGURE_NAMES,
    FigureReader,
    SaidBlock,
    SaidEdges,
    SaidFigures,
    SaidNodes,
    keys_of,
    nodes_of,
)
from loaders.tables.spool import Spool


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
        self.again: set[str] = set()
        """Keys of the nodes that stand in several rows, or twice in one."""
        self.filled: defaultdict[str, set[str]] = defaultdict(set)
        """Properties that any row gives nodes or edges of a kind, beside those that all have."""
        self._said = Spool()
        self._mapping, self._title = mapping, title
        self._figures = FigureReader(mapping, source, date)
        self._named: set[int] = set()
        self._keys: set[int] = set()
        self._codes: dict[str, str] = {}
        self._firms: dict[str, str] = {}
        self._places: dict[str, str] = {}
        ends = [spec.parts for spec in mapping.edges]
        self._all_again = len(set(ends)) < len(ends)
        self._labels = {label: at for at, label in enumerate(mapping.nodes)}

    def done(self) -> None:
        """Forget what is needed only while rows come."""
        self._named, self._keys = set(), set()
        self._codes, self._firms, self._places = {}, {}, {}

    def blocks(self) -> Iterator[SaidBlock]:
        """Yield what was taken in, with the number of its first row among all."""
        for first, places, statuses, nodes, edges, figures in self._said:
            parts = (
                [SaidNodes(*one) for one in nodes],
                [SaidEdges(*one) for one in edges],
                [SaidFigures(*one) for one in figures],
            )
            yield SaidBlock(first, places, statuses, *parts)

    def clashes(self, records: Records, layout: Layout) -> dict[int, Rejection]:
        """Return which records contradict an earlier row: a name with two credit codes, or a code with two names."""
        found: dict[int, Rejection] = {}
        for spec in self._mapping.nodes.values():
            label = spec.set.get("credit_code", "")
            if not label or not spec.name:
                continue
            values = records.column(spec.name)
            named = [value[0] if isinstance(value, list) and value else value for value in values]
            pairs = zip(records.column(label), named, strict=True)
            rows = [at for at, (code, name) in enumerate(pairs) if code and name and at not in found]
            codes = [records.column(label)[row] for row in rows]
            firms = keys_of(spec.kind, [str(named[row]) for row in rows])
            apart = len(set(codes)) == len(codes) and len(set(firms)) == len(firms)
            if apart and self._codes.keys().isdisjoint(codes) and self._firms.keys().isdisjoint(firms):
                self._codes.update(zip(codes, firms, strict=True))
                self._firms.update(zip(firms, codes, strict=True))
                self._places.update(zip(firms, map(records.place, rows), strict=True))
                continue
            for row, code, firm in zip(rows, codes, firms, strict=True):
                said = self._clash(records.place(row), code, firm)
                if said is not None:
                    found[row] = _rejection(records, layout, (row, label), code, said)
        return found

    def _clash(self, place: str, code: str, firm: str) -> tuple[str, str] | None:
        """Return what is wrong with a firm's code, in Chinese and English."""
        other = self._codes.setdefault(code, firm)
        if other != firm:
            there = self._places[other]
            said = f"信用代码 {code} 在 {there} 行是另一家：{other.partition(':')[2]}"
            return said, f"{code} is another firm's at {there}"
        there = self._places.setdefault(firm, place)
        known = self._firms.setdefault(firm, code)
        if known != code:
            return f"同一名称在 {there} 行的信用代码是 {known}", f"the firm has code {known} at {there}"
        return None

    def add(self, records: Records, layout: Layout, first: int) -> list[int]:
        """Take in what records say.

        Args:
            records: what was read.
            layout: of their sheet.
            first: number of the first among all that are loaded.

        Returns:
            The places of those whose key stood in an earlier row already.
        """
        nodes = [nodes_of(spec, records, self._title) for spec in self._mapping.nodes.values()]
        for one in nodes:
            self._note(one.keys)
        edges: list[SaidEdges] = []
        for spec in self._mapping.edges:
            start, end = self._labels[spec.parts[0]], self._labels[spec.parts[2]]
            pairs = _pairs(nodes[start].rows, nodes[end].rows, len(records))
            edges.append(SaidEdges(spec.parts[1], start, end, *pairs, spec.status))
        figures = [
            said
            for figure in self._mapping.figures
            for at in [self._labels[figure.of]]
            for said in self._figures.of(figure, (at, nodes[at]), records, layout)
        ]
        for part in nodes:
            self.filled[part.kind].update(part.given)
            if part.written:
                self.filled["LOCATED_IN"].add("as_written")
        for column in figures:
            named = zip(FIGURE_NAMES, column.columns, strict=True)
            self.filled["Statistic"].update(name for name, values in named if any(v not in (None, "") for v in values))
        plain = ([tuple(one) for one in nodes], [tuple(one) for one in edges], [tuple(one) for one in figures])
        self._said.append((first, records.places(), self._statuses(records), *plain))
        return self._repeats(records, nodes)

    def _note(self, keys: list[str]) -> None:
        """Note which keys come again."""
        # Names by the hash: of 100,000 firms that alone is a fifth of the memory, and two hashes are never equal.
        hashes = set(map(hash, keys))
        if self._all_again:
            self.again.update(keys)
        elif len(hashes) < len(keys) or not self._named.isdisjoint(hashes):
            counted = Counter(keys).items()
            self.again.update(key for key, number in counted if number > 1 or hash(key) in self._named)
        self._named |= hashes

    def _repeats(self, records: Records, nodes: Sequence[SaidNodes]) -> list[int]:
        columns = self._mapping.key
        keys: list[object]
        if columns:
            keys = [*zip(*(map(repr, records.column(label)) for label in columns), strict=True)]
        else:
            named: list[list[str]] = [[] for _ in range(len(records))]
            for row, key in zip(nodes[0].rows, nodes[0].keys, strict=True) if nodes else ():
                named[row].append(key)
            keys = [*map(tuple, named)]
        hashes = [*map(hash, keys)]
        if len(set(hashes)) == len(hashes) and self._keys.isdisjoint(hashes):
            self._keys.update(hashes)
            return []
        found = []
        for row, hashed in enumerate(hashes):
            if hashed in self._keys:
                found.append(row)
            self._keys.add(hashed)
        return found

    def _statuses(self, records: Records) -> list[str]:
        done = Status.DONE.value
        if not self._mapping.status:
            return [done] * len(records)
        return [given[0] if given else done for given in records.column(self._mapping.status)]


def _pairs(starts: list[int], ends: list[int], rows: int) -> tuple[list[int], list[int]]:
    """Return, for the nodes of two parts by their rows, the places of those that stand in one row."""
    each = [*range(rows)]
    if starts == each:
        return ends, [*range(len(ends))]
    if ends == each:
        return [*range(len(starts))], starts
    of_row: dict[int, list[int]] = {}
    for at, row in enumerate(ends):
        of_row.setdefault(row, []).append(at)
    pairs = [(at, other) for at, row in enumerate(starts) for other in of_row.get(row, ())]
    return [at for at, _ in pairs], [other for _, other in pairs]


def _rejection(records: Records, layout: Layout, cell: tuple[int, str], value: str, said: tuple[str, str]) -> Rejection:
    row, label = cell
    at = layout.at.get(label, -1)
    column = letters(at) if at >= 0 else ""
    remedy = "请核对执照：名称或代码有一个错了；同一家写成一行"
    place = records.sheet, records.numbers[row], column, layout.header_of(at) if at >= 0 else label
    return Rejection(*place, value, *said, remedy, "One of the two is wrong; compare the licences", at)
