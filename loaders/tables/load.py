"""Load a register into a store, and say of every row what became of it."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InputError
from graph.evidence import node_key
from graph.loading.merge import Properties, unpack
from graph.store import Batch, LoadReport, Store, Value
from loaders.tables.gazetteer import gazetteer_of
from loaders.tables.graph_rows import EdgeId, ElementId, NodeId
from loaders.tables.mapping import Mapping
from loaders.tables.model import Book
from loaders.tables.read import TableRead, digest, read_table, source_key

_MOST_LOST = 0.5
"""Share of what a source said that a newer list may withdraw without being asked."""

_PLACES = ("statements", "statement")


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the rows below the headers; the five add up to all filled rows."""

    loaded: int
    unchanged: int
    merged: int
    rejected: int
    aside: int

    @property
    def total(self) -> int:
        """All filled rows."""
        return self.loaded + self.unchanged + self.merged + self.rejected + self.aside


@dataclass(frozen=True, slots=True)
class Loaded:
    """A load with the account of its rows."""

    report: LoadReport
    read: TableRead
    rows: RowCounts


@dataclass(frozen=True, slots=True)
class _Before:
    """What the store held of the source, without the rows it stood in."""

    form: str = ""
    mapping: str = ""
    nodes: Map[NodeId, Properties] = field(default_factory=dict)
    edges: Map[EdgeId, Properties] = field(default_factory=dict)


def load_table(
    store: Store,
    path: Path,
    mapping: Mapping,
    book: Book,
    *,
    key: str = "",
    replace: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Load a register.

    Args:
        store: where to.
        path: the file.
        mapping: what its columns mean.
        book: the file, opened.
        key: key of the source; the file's name if not given. The same key again replaces what it said.
        replace: let it take the place of another document of this key, or of a much longer list.
        dry_run: only say what would change.

    Raises:
        InputError: a bad header, a source of this key that is another; the store is unchanged.
    """
    source = _checked_key(key) if key else source_key(path)
    before = _before(store, source)
    if before.form and not replace:
        _refuse_other(before, source, mapping.mapping)
    known = bool(before.nodes)
    read = read_table(book, mapping, gazetteer_of(store), source, compare=known, sha256=digest(path))
    batch = read.batch()
    if known and read.places and not replace and not dry_run:
        _refuse_loss(before, batch)
    if read.places:
        report = store.load(batch, dry_run=dry_run)
    else:
        report = LoadReport(source, 0, 0, 0, 0, dry_run)
        read.told.append(("没有一行能载入，库没有变", "no row could be loaded; the store is unchanged"))
    unchanged = (_unchanged(before, read) if known else set()) - read.merged
    counts = RowCounts(
        loaded=len(read.places) - len(unchanged) - len(read.merged),
        unchanged=len(unchanged),
        merged=len(read.merged),
        rejected=len(read.refused),
        aside=len(read.aside),
    )
    return Loaded(report, read, counts)


def _checked_key(key: str) -> str:
    if source_key(Path(key + ".x")) != key:
        raise InputError(
            f"来源的键不能有空白和 # / ! \\：{key}",
            f"a key holds no blanks and none of # / ! \\: {key}",
            do_zh="请换一个键",
        )
    return key


def _before(store: Store, source: str) -> _Before:
    rows = list(
        store.read(
            "MATCH (d:Document {key: $key}) RETURN d.form AS form, d.mapping AS mapping",
            {"key": node_key("Document", source)},
        ).dicts()
    )
    if not rows:
        held = store.read("MATCH (n) WHERE $source IN n.sources RETURN count(n)", {"source": source}).rows
        return _Before(form="derived") if held and held[0][0] else _Before()
    nodes: dict[NodeId, Properties] = {}
    kinds = store.read("MATCH (n) WHERE $source IN n.sources RETURN DISTINCT n.kind", {"source": source}).rows
    # Kind by kind: in one table of all kinds the engine turns numbers that are text elsewhere into text.
    for kind in sorted({str(kind) for (kind,) in kinds} - {"Document"}):
        query = f"MATCH (n:{kind}) WHERE $source IN n.sources RETURN n.key AS key, n AS n"
        for row in store.read(query, {"source": source}).dicts():
            nodes[kind, str(row["key"])] = _claim(row["n"], source)
    edges: dict[EdgeId, Properties] = {}
    for row in store.read(
        "MATCH (a)-[e]->(b) WHERE $source IN e.sources "
        "RETURN e.kind AS kind, a.kind AS ak, a.key AS a, b.kind AS bk, b.key AS b, e AS e",
        {"source": source},
    ).dicts():
        ends = (str(row["ak"]), str(row["a"])), (str(row["bk"]), str(row["b"]))
        edges[str(row["kind"]), *ends] = _claim(row["e"], source)
    return _Before(str(rows[0]["form"] or ""), str(rows[0]["mapping"] or ""), nodes, edges)


def _claim(row: Value, source: str) -> Properties:
    """What a source said in a stored row, but for the places of its rows: they shift when a row is put in between."""
    given = unpack(row).get(source, {}) if isinstance(row, dict) else {}
    return {name: value for name, value in given.items() if name not in _PLACES}


def _refuse_other(before: _Before, source: str, mapping: str) -> None:
    if before.form != "register":
        raise InputError(
            f"库里的“{source}”是另一种来源（{before.form}），不是名录",
            f"{source!r} in the store is no register but a {before.form}",
            do_zh="请用 --key 另取一个键；确要替换请加 --replace",
            do_en="Name another --key, or add --replace",
        )
    if before.mapping != mapping:
        raise InputError(
            f"库里的“{source}”是按映射 {before.mapping} 载入的，这次是 {mapping}",
            f"{source!r} was loaded by mapping {before.mapping}, not {mapping}",
            do_zh="是另一份名录就用 --key 另取一个键；确要替换请加 --replace",
            do_en="Name another --key, or add --replace",
        )


def _refuse_loss(before: _Before, batch: Batch) -> None:
    now: set[ElementId] = {(node.kind, node.key) for node in batch.nodes}
    now |= {edge.identity for edge in batch.edges}
    held: list[ElementId] = [*before.nodes, *before.edges]
    lost = sum(1 for element in held if element not in now)
    if lost > _MOST_LOST * len(held):
        raise InputError(
            f"载入它会撤回这份来源原来所说的 {lost} 条（共 {len(held)} 条），过半了",
            f"{lost} of the {len(held)} nodes and edges of this source would be withdrawn",
            where=batch.source,
            do_zh="请载入整份名录；若是另一份，请用 --key 另取一个键；确要替换请加 --replace",
            do_en="Load the whole list; or name another --key; or add --replace",
        )


def _unchanged(before: _Before, read: TableRead) -> set[str]:
    """Places of the rows that say what the source said before."""
    same: dict[ElementId, bool] = {}
    for node_id, (name, properties) in read.rows.nodes.items():
        same[node_id] = before.nodes.get(node_id) == _cleaned({**properties, "name": name})
    for edge_id, properties in read.rows.edges.items():
        same[edge_id] = before.edges.get(edge_id) == _cleaned(properties)
    return {place for place in read.places if all(same[element] for element in read.rows.elements[place])}


def _cleaned(properties: Map[str, Value]) -> Properties:
    return {
        name: value
        for name, value in properties.items()
        if name not in _PLACES and value is not None and value not in ("", [])
    }
