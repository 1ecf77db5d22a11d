"""For people who own py2neo scripts: a py2neo ``Graph`` on the same store, classes, sub-graphs, and the way in.

py2neo is out of maintenance. It speaks Bolt 4.3 and lower, finds things by
``id()`` and writes its schema in a language that Neo4j 5 no longer reads. What
can be met here is met (:class:`StoreSchema`); what cannot is said. It is an
extra: importing this module without it is refused with what to do.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from graph.embedded.rows import plain
from graph.errors import InputError, StoreError, StoreReadOnly
from graph.exchange.originals import Link, Original, Originals
from graph.kinds import EDGES, HISTORY, NODES, STATED
from graph.loading.merge import Properties
from graph.parts import Part
from graph.server.connect import Address, Login, connect, is_address, parse_address, read_login
from graph.server.turn import JOURNAL, LOCK

try:
    import py2neo
    from py2neo import database, ogm
except ImportError as error:
    raise InputError(
        "没有装 py2neo",
        "py2neo is not installed",
        do_zh="它是可选的：安装链图时写 liantu[py2neo]；不用它也能做的事见 docs/py2neo.md",
        do_en="It is an extra: install liantu[py2neo]; docs/py2neo.md shows what goes without it",
    ) from error

_FOREIGN_NODE = "(n.sources IS NULL OR NOT any(label IN labels(n) WHERE label IN $kinds))"
_FOREIGN = f"{_FOREIGN_NODE} AND NOT any(label IN labels(n) WHERE label IN $hidden)"
_NODES = f"MATCH (n) WHERE {_FOREIGN} RETURN id(n), labels(n), properties(n) ORDER BY id(n)"
_LINKS = (
    "MATCH (a)-[r]->(b) WHERE r.sources IS NULL OR NOT type(r) IN $kinds "
    "RETURN id(r), type(r), id(a), id(b), properties(r) ORDER BY id(r)"
)
_LOST = (py2neo.ConnectionUnavailable, py2neo.ConnectionBroken, py2neo.ServiceUnavailable, py2neo.ProtocolError)
_LIKE_NODES = (
    "MATCH (n) WHERE n.sources IS NULL UNWIND [label IN labels(n) WHERE label IN $kinds] AS kind "
    "WITH n, kind WHERE n.key STARTS WITH kind + ':' RETURN kind, n.key ORDER BY kind, n.key LIMIT 3"
)
_LIKE_LINKS = (
    "MATCH (a)-[r]->(b) WHERE r.sources IS NULL AND type(r) IN $kinds AND a.sources IS NOT NULL AND a.kind IS NOT NULL "
    "AND b.sources IS NOT NULL AND b.kind IS NOT NULL RETURN a.key, type(r), b.key ORDER BY a.key, b.key LIMIT 3"
)
_ENDS = "MATCH (n) WHERE id(n) IN $ids RETURN id(n), n.kind, n.key, n.name ORDER BY id(n)"


class StoreGraph(py2neo.Graph):  # type: ignore[misc]
    """A py2neo graph on the server of a store; for reading unless opened for writing.

    It sees the database as it is: what another program is loading is visible
    half-way, as it is for any py2neo script. Nodes with labels of Liantu belong
    to the loaders; a script writes under labels of its own.
    """

    def __init__(self, address: Address, login: Login, *, write: bool) -> None:
        self._write, self._place = write, str(address)
        given = {"user": login.user or "neo4j", "password": login.password or "none"}
        super().__init__(address.uri, name=address.database, user_agent="liantu", **given)
        self.schema = StoreSchema(self)

    def auto(self, readonly: bool = False) -> Any:  # noqa: ANN401
        """Create an auto-commit transaction."""
        return super().auto(readonly=readonly or not self._write)

    def begin(self, readonly: bool = False) -> Any:  # noqa: ANN401
        """Begin a transaction."""
        return super().begin(readonly=readonly or not self._write)

    def run(self, cypher: str, parameters: Any = None, **kwparameters: Any) -> Any:  # noqa: ANN401
        """Run one statement.

        Raises:
            StoreReadOnly: it writes, and the graph was opened for reading.
        """
        with self._reading():
            return super().run(cypher, parameters, **kwparameters)

    def update(self, cypher: Any, parameters: Any = None, timeout: Any = None) -> None:  # noqa: ANN401
        """Run a unit of work, as ``create``, ``merge`` and ``push`` do. See :meth:`run`."""
        with self._reading():
            super().update(cypher, parameters, timeout)

    def close(self) -> None:
        """Close all connections."""
        self.service.connector.close()

    def __enter__(self) -> StoreGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except py2neo.ClientError as error:
            if self._write or error.title != "AccessMode":
                raise
            raise StoreReadOnly(
                "这个 py2neo 图是只读打开的",
                "this py2neo graph was opened for reading",
                where=self._place,
                do_zh="脚本要写自己的标签时用 open_graph(write=True)；要写进链图请用 liantu load py2neo",
                do_en="Use open_graph(write=True) for labels of the script's own; liantu load py2neo writes to Liantu",
            ) from error


class StoreSchema(database.Schema):  # type: ignore[misc]
    """py2neo's schema calls in the language of Neo4j 5, for labels of the script's own."""

    def create_index(self, label: str, *property_keys: str) -> None:
        """Create an index and wait until it is online."""
        columns = ", ".join(f"n.{_quoted(key)}" for key in property_keys)
        self._change(label, f"CREATE INDEX IF NOT EXISTS FOR (n:{_quoted(label)}) ON ({columns})")

    def create_uniqueness_constraint(self, label: str, property_key: str) -> None:
        """Create a uniqueness constraint and wait until it is online."""
        rule = f"REQUIRE n.{_quoted(property_key)} IS UNIQUE"
        self._change(label, f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{_quoted(label)}) {rule}")

    def drop_index(self, label: str, *property_keys: str) -> None:
        """Remove an index."""
        for name in self._named(label, property_keys, unique=False):
            self._change(label, f"DROP INDEX {_quoted(name)} IF EXISTS")

    def drop_uniqueness_constraint(self, label: str, property_key: str) -> None:
        """Remove a uniqueness constraint."""
        for name in self._named(label, (property_key,), unique=True):
            self._change(label, f"DROP CONSTRAINT {_quoted(name)} IF EXISTS")

    def get_indexes(self, label: str) -> list[tuple[str, ...]]:
        """Return the indexed properties of a label."""
        return [keys for keys, _, _ in self._found(label)]

    def get_uniqueness_constraints(self, label: str) -> list[str]:
        """Return the properties of a label that are unique."""
        return [keys[0] for keys, unique, _ in self._found(label) if unique]

    def _found(self, label: str) -> list[tuple[tuple[str, ...], bool, str]]:
        rows = self.graph.run(
            "SHOW INDEXES YIELD name, labelsOrTypes, properties, owningConstraint, state, type "
            "WHERE $label IN labelsOrTypes AND state = 'ONLINE' AND type = 'RANGE' "
            "RETURN properties, owningConstraint IS NOT NULL, name ORDER BY name",
            label=label,
        )
        return [(tuple(keys), bool(unique), str(name)) for keys, unique, name in rows]

    def _named(self, label: str, keys: tuple[str, ...], *, unique: bool) -> list[str]:
        return [name for found, owned, name in self._found(label) if found == keys and owned == unique]

    def _change(self, label: str, statement: str) -> None:
        if label in (*NODES, JOURNAL, LOCK):
            raise InputError(
                f"标签 {label} 的索引和约束由链图自己管",
                f"indexes and constraints of {label} are Liantu's own",
                do_zh="请只给脚本自己的标签建索引",
                do_en="Create them for labels of the script's own",
            )
        self.graph.update(statement)
        list(self.graph.run("CALL db.awaitIndexes(300)"))


def open_graph(place: str = "", *, write: bool = False) -> StoreGraph:
    """Open a py2neo graph on the server of a store.

    Args:
        place: the server's address; ``LIANTU_STORE`` when empty. User and password
            come from the environment, see :mod:`graph.server.connect`.
        write: let it write. Without this a statement that writes is refused.

    Raises:
        InputError: the store is a file, which py2neo cannot read.
        StoreUnreachable, StoreDenied, StoreTooOld: see :func:`graph.server.connect.connect`.
        StoreError: the server no longer speaks what py2neo speaks.
    """
    place = place or os.environ.get("LIANTU_STORE", "")
    if not is_address(place):
        raise InputError(
            "py2neo 只能连 Neo4j 服务器，这个库是一个文件",
            "py2neo speaks to a Neo4j server, and this store is a file",
            where=place,
            do_zh="请设 LIANTU_STORE=neo4j://主机:端口；从文件里取子图用 to_subgraph(around(…))",
            do_en="Set LIANTU_STORE=neo4j://host:port; to_subgraph(around(…)) takes sub-graphs from a file",
        )
    address, login = parse_address(place), read_login()
    driver, version = connect(address, login)  # says clearly what py2neo says badly
    driver.close()
    try:
        graph = StoreGraph(address, login, write=write)
        graph.evaluate("MATCH (n) WITH n LIMIT 1 RETURN id(n)")
    except (TypeError, OSError, ValueError, py2neo.Neo4jError, *_LOST) as error:
        raise StoreError(
            f"py2neo 连不上这个服务器（Neo4j {version}）：它只会 Bolt 4.3 以下的协议和 id()",
            f"py2neo cannot talk to this server (Neo4j {version}): it knows Bolt up to 4.3 and id() only",
            where=place,
            do_zh="链图自己的命令不受影响；脚本请照 docs/py2neo.md 改用链图或官方驱动",
            do_en="Liantu itself is not affected; docs/py2neo.md shows how a script moves on",
        ) from error
    return graph


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


# --- classes ---


class Thing(ogm.GraphObject):  # type: ignore[misc]
    """Any node of the graph; wrapping a node gives an object of the class of its kind."""

    __primarykey__ = "key"

    @classmethod
    def wrap(cls, node: Any) -> Any:  # noqa: ANN401
        """Return the node as an object of the class of its kind."""
        if node is None or cls is not Thing:
            return super().wrap(node)
        kind = next((label for label in node.labels if label in NODES), None)
        return models()[kind].wrap(node) if kind else super().wrap(node)


_made: dict[str, Any] = {}


def models() -> dict[str, Any]:
    """Return a py2neo class for every declared node kind, by kind.

    A class has a property for each column and, for each edge kind, the things
    it leads to (``located_in``) and those it comes from (``located_in_of``).
    What is read holds; pushing objects goes past the evidence, so a graph for
    reading refuses it.
    """
    if not _made:
        for kind in NODES.values():
            parts: dict[str, Any] = {"__primarykey__": "key", "__primarylabel__": kind.name, "__doc__": kind.about}
            parts |= {column.name: ogm.Property() for column in kind.columns}
            for edge in EDGES.values():
                if any(start == kind.name for start, _ in edge.ends):
                    parts[edge.name.lower()] = ogm.RelatedTo(Thing, edge.name)
                if any(end == kind.name for _, end in edge.ends):
                    parts[f"{edge.name.lower()}_of"] = ogm.RelatedFrom(Thing, edge.name)
            _made[kind.name] = type(kind.name, (Thing,), parts)
    return dict(_made)


# --- out and in ---


def to_subgraph(part: Part) -> Any:  # noqa: ANN401
    """Return a part of any store as a py2neo ``Subgraph`` that ``merge`` takes as it is."""
    nodes: dict[tuple[str, str], Any] = {}
    for node_id, row in part.nodes.items():
        node = py2neo.Node(node_id[0], **row)
        node.__primarylabel__, node.__primarykey__ = node_id[0], "key"
        nodes[node_id] = node
    links = [
        py2neo.Relationship.type(kind)(nodes[start], nodes[end], **row)
        for (kind, start, end), row in part.edges.items()
    ]
    return py2neo.Subgraph(nodes.values(), links)


def originals_of(subgraph: Any) -> Originals:  # noqa: ANN401
    """Return a py2neo ``Subgraph`` (or node, or relationship) as nodes and links that can be mapped.

    Identifiers are those of the database; what is not in one is numbered.
    """
    ids: dict[Any, str] = {}
    nodes = []
    for at, node in enumerate(sorted(subgraph.nodes, key=_order), 1):
        ids[node] = str(at if node.identity is None else node.identity)
        nodes.append(Original(ids[node], tuple(sorted(node.labels)), _properties(node)))
    links = []
    for at, link in enumerate(sorted(subgraph.relationships, key=_order), 1):
        name = str(at if link.identity is None else link.identity)
        ends = ids[link.start_node], ids[link.end_node]
        links.append(Link(name, type(link).__name__, *ends, _properties(link)))
    return Originals(tuple(nodes), tuple(links))


def read_originals(graph: Any) -> Originals:  # noqa: ANN401
    """Return all that a database holds and Liantu did not write, by any py2neo graph.

    A node of Liantu stands among them, by its key and name, where a foreign link leads to it.

    Raises:
        InputError: something foreign looks like Liantu's own and would become it with the next load.
    """
    _refuse_lookalikes(graph)
    mine = {"kinds": list(NODES), "hidden": [JOURNAL, LOCK, HISTORY]}
    nodes = [
        Original(str(id_), tuple(sorted(labels)), _properties(said)) for id_, labels, said in graph.run(_NODES, mine)
    ]
    rows = list(graph.run(_LINKS, {"kinds": list(EDGES)}))
    known = {node.id for node in nodes}
    ends = sorted({end for row in rows for end in (row[2], row[3]) if str(end) not in known})
    for id_, kind, key, name in graph.run(_ENDS, {"ids": ends}):
        nodes.append(Original(str(id_), (str(kind),), {"key": key, "name": name}))
    links = [Link(str(id_), kind, str(start), str(end), _properties(said)) for id_, kind, start, end, said in rows]
    return Originals(tuple(nodes), tuple(links))


def _refuse_lookalikes(graph: Any) -> None:  # noqa: ANN401
    found = [f"(:{kind} {{key: {key!r}}})" for kind, key in graph.run(_LIKE_NODES, {"kinds": list(STATED)})]
    found += [f"({a})-[:{kind}]->({b})" for a, kind, b in graph.run(_LIKE_LINKS, {"kinds": list(EDGES)})]
    if found:
        raise InputError(
            f"脚本写的这些和链图自己的分不开，下次载入会被当成链图的：{'、'.join(found)}",
            f"Liantu could not tell these from its own, and its next load would take them over: {', '.join(found)}",
            do_zh="请给脚本的节点去掉 key，或给关系换一个类型名，再导入",
            do_en="Take the key off the script's nodes, or give the relationships another type, and import again",
        )


def _order(item: Any) -> tuple[int, str]:  # noqa: ANN401
    return (-1 if item.identity is None else item.identity, repr(sorted(dict(item).items(), key=repr)))


def _properties(item: Any) -> Properties:  # noqa: ANN401
    return {str(name): _value(value) for name, value in dict(item).items()}


def _value(value: Any) -> Any:  # noqa: ANN401
    iso = getattr(value, "iso_format", None) or getattr(value, "isoformat", None)
    return str(iso()) if callable(iso) else plain(value)
