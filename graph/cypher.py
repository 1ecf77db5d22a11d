"""Cypher made from the declared kinds: schema of the embedded engine, and writes for any engine."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator

from graph.kinds import EDGES, NODES, Property

SCHEMA_VERSION = 1
"""Raised when an older Liantu could misread a newer store. Adding kinds or properties does not raise it."""


def fingerprint() -> str:
    """Digest of all declared kinds; a store with another one is brought up to date on opening."""
    text = "\n".join([*create_tables(), *add_columns(), *add_ends()])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def create_tables() -> Iterator[str]:
    """Yield the DDL that creates every table in an empty embedded store."""
    for node in NODES.values():
        columns = ", ".join(_column(p) + (" PRIMARY KEY" if p.name == "key" else "") for p in node.columns)
        yield f"CREATE NODE TABLE IF NOT EXISTS {node.name}({columns})"
    for edge in EDGES.values():
        ends = ", ".join(f"FROM {start} TO {end}" for start, end in edge.ends)
        columns = ", ".join(_column(p) for p in edge.columns)
        yield f"CREATE REL TABLE IF NOT EXISTS {edge.name}({ends}, {columns})"


def add_columns() -> Iterator[str]:
    """Yield the DDL that adds columns which an older store lacks."""
    tables = [(k.name, k.columns) for k in NODES.values()] + [(k.name, k.columns) for k in EDGES.values()]
    for table, columns in tables:
        for column in columns:
            if column.name != "key":
                yield f"ALTER TABLE {table} ADD IF NOT EXISTS {_column(column)}"


def add_ends() -> Iterator[str]:
    """Yield the DDL that lets edge kinds join ends which an older store lacks."""
    for edge in EDGES.values():
        for start, end in edge.ends:
            yield f"ALTER TABLE {edge.name} ADD IF NOT EXISTS FROM {start} TO {end}"


def write_nodes(kind: str, given: Collection[str], *, new: bool) -> str:
    """Cypher that writes ``$rows`` as nodes of a kind; columns not in ``given`` become NULL.

    ``new`` rows are known to be missing, which spares the engine the look-up.
    A column that no row fills is set to a literal NULL: the embedded engine
    cannot tell the type of a parameter that is NULL throughout.
    """
    columns = NODES[kind].columns
    if new:
        return f"UNWIND $rows AS r CREATE (n:{kind} {{key: r.key, {_fields(kind, columns, given)}}})"
    sets = _sets("n", kind, columns, given)
    return f"UNWIND $rows AS r WITH r, r.key AS k MERGE (n:{kind} {{key: k}}) ON CREATE SET {sets} ON MATCH SET {sets}"


def write_edges(kind: str, start: str, end: str, given: Collection[str], *, new: bool) -> str:
    """Cypher that writes ``$rows`` (ends ``a``, ``b``, columns) as edges of a kind. See :func:`write_nodes`."""
    columns = EDGES[kind].columns
    ends = f"UNWIND $rows AS r MATCH (a:{start} {{key: r.a}}) MATCH (b:{end} {{key: r.b}}) "
    if new:
        return f"{ends}CREATE (a)-[:{kind} {{{_fields(kind, columns, given)}}}]->(b)"
    return f"{ends}MERGE (a)-[e:{kind}]->(b) SET {_sets('e', kind, columns, given)}"


def delete_nodes(kind: str) -> str:
    """Cypher that deletes the nodes whose keys are in ``$keys``."""
    return f"MATCH (n:{kind}) WHERE n.key IN $keys DETACH DELETE n"


def delete_edges(kind: str, start: str, end: str) -> str:
    """Cypher that deletes the edges between the (``a``, ``b``) of ``$rows``."""
    return f"UNWIND $rows AS r MATCH (a:{start} {{key: r.a}})-[e:{kind}]->(b:{end} {{key: r.b}}) DELETE e"


def _fields(kind: str, columns: Iterable[Property], given: Collection[str]) -> str:
    named = [f"{column.name}: r.{column.name}" for column in columns if column.name in given]
    return ", ".join([f"kind: '{kind}'", *named])


def _sets(variable: str, kind: str, columns: Iterable[Property], given: Collection[str]) -> str:
    parts = [f"{variable}.kind = '{kind}'"]
    for column in columns:
        if column.name not in ("key", "kind"):
            value = f"r.{column.name}" if column.name in given else "NULL"
            parts.append(f"{variable}.{column.name} = {value}")
    return ", ".join(parts)


def _column(column: Property) -> str:
    return f"{column.name} {column.type}"
