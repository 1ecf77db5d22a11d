"""Constraints and indexes of the server store, made from the declared kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.cypher import SCHEMA_VERSION, fingerprint
from graph.kinds import HISTORY, NODES, STATED
from graph.server.link import Link
from graph.server.turn import JOURNAL, LOCK

MARK = "liantu_schema_"
"""The version stands in an index's name, so that no extra node shows up in anybody's query."""
SOUGHT = ("name", "aliases", "pinyin", "initials")
NAMES = "liantu_names"
"""Full-text index over names, aliases and their sounds."""


def mark() -> str:
    """Name of the index that says which schema this is."""
    return f"{MARK}{SCHEMA_VERSION}_{fingerprint()}"


@dataclass(frozen=True, slots=True)
class Index:
    """A declared constraint or index: the statement that creates it, and what it is on."""

    create: str
    labels: frozenset[str]
    properties: tuple[str, ...]


def declared() -> dict[str, Index]:
    """Return every declared constraint and index by name; the mark comes last."""
    made: dict[str, Index] = {}
    for label in (*NODES, JOURNAL, LOCK):
        name = f"liantu_key_{label}"
        create = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE"
        made[name] = Index(create, frozenset({label}), ("key",))
    made |= {f"liantu_name_{label}": _index(f"liantu_name_{label}", label, "name") for label in STATED}
    made["liantu_change_load"] = _index("liantu_change_load", HISTORY, "load")
    made["liantu_statement_document"] = _index("liantu_statement_document", "Statement", "document")
    create = (
        f"CREATE FULLTEXT INDEX {NAMES} IF NOT EXISTS FOR (n:{'|'.join(STATED)}) "
        f"ON EACH [{', '.join(f'n.{name}' for name in SOUGHT)}] OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'cjk'}}}}"
    )
    made[NAMES] = Index(create, frozenset(STATED), SOUGHT)
    made[mark()] = _index(mark(), "Document", "sha256")
    return made


def _index(name: str, label: str, prop: str) -> Index:
    return Index(f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{prop})", frozenset({label}), (prop,))


def statements(marks: Sequence[str]) -> Iterator[str]:
    """Yield what brings a database up to date.

    Args:
        marks: marks that stand there, of another state of the kinds.
    """
    for old in marks:
        yield f"DROP INDEX {old} IF EXISTS"
    if marks:
        yield f"DROP INDEX {NAMES} IF EXISTS"  # it lists the kinds, so a new kind needs a new one
    yield from (index.create for index in declared().values())


def index_states(link: Link) -> dict[str, str]:
    """Return the state of every declared index: ONLINE, POPULATING, FAILED or, where there is none, MISSING.

    An index of another name on the same labels and properties does as well.
    """
    columns = "state, labelsOrTypes, properties"
    found = {
        (frozenset(labels or ()), tuple(properties or ())): str(state)
        for state, labels, properties in link.rows(f"SHOW INDEXES YIELD {columns} RETURN {columns}")
    }
    return {name: found.get((index.labels, index.properties), "MISSING") for name, index in declared().items()}
