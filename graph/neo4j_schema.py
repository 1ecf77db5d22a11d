"""Constraints and indexes of the server store, made from the declared kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.cypher import SCHEMA_VERSION, fingerprint
from graph.kinds import NODES
from graph.neo4j_link import Link
from graph.neo4j_turn import JOURNAL, LOCK

MARK = "liantu_schema_"
"""The version stands in an index's name, so that no extra node shows up in anybody's query."""
NAMES = "liantu_names"
"""Full-text index over names, aliases and their sounds."""


def mark() -> str:
    """Name of the index that says which schema this is."""
    return f"{MARK}{SCHEMA_VERSION}_{fingerprint()}"


def declared() -> dict[str, str]:
    """Return the statement that creates each constraint and index, by name; the mark comes last."""
    made: dict[str, str] = {}
    for label in (*NODES, JOURNAL, LOCK):
        name = f"liantu_key_{label}"
        made[name] = f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.key IS UNIQUE"
    for label in NODES:
        name = f"liantu_name_{label}"
        made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.name)"
    made["liantu_statement_document"] = (
        "CREATE INDEX liantu_statement_document IF NOT EXISTS FOR (n:Statement) ON (n.document)"
    )
    labels = "|".join(NODES)
    made[NAMES] = (
        f"CREATE FULLTEXT INDEX {NAMES} IF NOT EXISTS FOR (n:{labels}) "
        "ON EACH [n.name, n.aliases, n.pinyin, n.initials] OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
    )
    made[mark()] = f"CREATE INDEX {mark()} IF NOT EXISTS FOR (n:Document) ON (n.sha256)"
    return made


def statements(marks: Sequence[str]) -> Iterator[str]:
    """Yield what brings a database up to date.

    Args:
        marks: marks that stand there, of another state of the kinds.
    """
    for old in marks:
        yield f"DROP INDEX {old} IF EXISTS"
    if marks:
        yield f"DROP INDEX {NAMES} IF EXISTS"  # it lists the kinds, so a new kind needs a new one
    yield from declared().values()


def index_states(link: Link) -> dict[str, str]:
    """Return the state of every declared index: ONLINE, POPULATING, FAILED or, where it is not there, MISSING."""
    found = {str(name): str(state) for name, state in link.rows("SHOW INDEXES YIELD name, state RETURN name, state")}
    return {name: found.get(name, "MISSING") for name in declared()}
