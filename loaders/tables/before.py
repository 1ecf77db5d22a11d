"""What a store held of a register, and what of it a newer reading says again, row by row.

Neither state is ever held whole: a node or edge is known by two numbers, the
hash of its identity and that of what the register said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from graph.evidence import node_key
from graph.loading.merge import digest, unpack
from graph.store import Store, Value
from loaders.tables.joined import Numbers, edge_parts, node_parts, single
from loaders.tables.read import TableRead

_PLACES = ("statements", "statement")
_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Before:
    """What a store held of a source: the form of its document, its mapping, and its nodes and edges as numbers.

    The rows that they stood in count for nothing: they shift when a row is put in between.
    """

    form: str = ""
    mapping: str = ""
    nodes: dict[int, int] = field(default_factory=dict)
    edges: dict[int, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many nodes and edges."""
        return len(self.nodes) + len(self.edges)


@dataclass(frozen=True, slots=True)
class Compared:
    """Numbers of the rows that say nothing new, and how many nodes and edges the register says no longer."""

    unchanged: frozenset[int] = frozenset()
    lost: int = 0


def before(store: Store, source: str) -> Before:
    """Return what the store holds of a register."""
    rows = list(
        store.read(
            "MATCH (d:Document {key: $key}) RETURN d.form AS form, d.mapping AS mapping",
            {"key": node_key("Document", source)},
        ).dicts()
    )
    if not rows:
        held = store.read("MATCH (n) WHERE $source IN n.sources RETURN count(n)", {"source": source}).rows
        return Before(form="derived") if held and held[0][0] else Before()
    nodes = {hash(key): said for key, said in _nodes(store, source)}
    edges = {hash(identity): said for identity, said in _edges(store, source)}
    return Before(str(rows[0]["form"] or ""), str(rows[0]["mapping"] or ""), nodes, edges)


def _nodes(store: Store, source: str) -> Iterator[tuple[str, int]]:
    kinds = store.read("MATCH (n) WHERE $source IN n.sources RETURN DISTINCT n.kind", {"source": source}).rows
    # Kind by kind: in one table of all kinds the engine turns numbers that are text elsewhere into text.
    for kind in sorted({str(kind) for (kind,) in kinds} - {"Document"}):
        named = f"MATCH (n:{kind}) WHERE $source IN n.sources RETURN n.key"
        query = (
            f"UNWIND $keys AS k MATCH (n:{kind} {{key: k}}) WHERE $source IN n.sources RETURN n.key AS key, n AS said"
        )
        for row in _pages(store, named, query, source):
            yield str(row["key"]), _claim(row["said"], source)


def _edges(store: Store, source: str) -> Iterator[tuple[tuple[str, str, str], int]]:
    tables = store.read(
        "MATCH (a)-[e]->(b) WHERE $source IN e.sources RETURN DISTINCT a.kind, e.kind, b.kind", {"source": source}
    ).rows
    for start, kind, end in sorted(tuple(map(str, table)) for table in tables):
        edge = f"-[e:{kind}]->(b:{end}) WHERE $source IN e.sources"
        named = f"MATCH (a:{start}){edge} RETURN DISTINCT a.key"
        query = f"UNWIND $keys AS k MATCH (a:{start} {{key: k}}){edge} RETURN a.key AS one, b.key AS other, e AS said"
        for row in _pages(store, named, query, source):
            yield (kind, str(row["one"]), str(row["other"])), _claim(row["said"], source)


def _pages(store: Store, named: str, query: str, source: str) -> Iterator[dict[str, Value]]:
    """Ask for keys, then for the rows of some at a time: to sort them whole takes an engine more memory than it has."""
    keys: list[Value] = [key for (key,) in store.read(named, {"source": source}).rows]
    for at in range(0, len(keys), _PAGE):
        yield from store.read(query, {"source": source, "keys": keys[at : at + _PAGE]}).dicts()


def _claim(row: Value, source: str) -> int:
    """The digest of what a source said in a stored row."""
    return _digest(unpack(row).get(source, {}) if isinstance(row, dict) else {})


def _digest(said: Map[str, Value]) -> int:
    return digest({n: v for n, v in said.items() if n not in _PLACES and v not in ("", [])})


def compare(held: Before, read: TableRead) -> Compared:
    """Return what a new reading says again."""
    if not held.nodes:
        return Compared()
    changed: set[int] = set()
    nodes = (
        (hash(node.key), _digest({**node.properties, "name": node.name}), numbers)
        for node, numbers in single(node_parts(read.rows, numbered=True))
    )
    edges = (
        (hash((edge.kind, edge.start[1], edge.end[1])), _digest(edge.properties), numbers)
        for edge, numbers in single(edge_parts(read.rows, numbered=True))
    )
    again = _again(held.nodes, nodes, changed) + _again(held.edges, edges, changed)
    return Compared(frozenset(range(read.count)) - changed, held.size - again)


def _again(held: Map[int, int], now: Iterable[tuple[int, int, Numbers]], changed: set[int]) -> int:
    """Count what is said again, and note the rows that say something else."""
    again = 0
    for identity, said, numbers in now:
        known = held.get(identity)
        again += known is not None
        if known != said:
            changed.update(numbers)
    return again
