"""Talking to one database of a Neo4j server: sessions, values, and what was seen when."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import neo4j
from neo4j import graph as neo4j_graph
from neo4j.exceptions import ServiceUnavailable, SessionExpired

from graph.errors import QueryRefused
from graph.kinds import EDGES, NODES
from graph.query_errors import shortened
from graph.sizes import Limit
from graph.store import Table, Value

Seen = frozenset[str]
"""Bookmarks: the last transaction that the server had applied when a read ended."""
Step = tuple[str, Mapping[str, object]]
"""A statement with its parameters."""
R = TypeVar("R")
AGAIN, PAUSE_S = 3, 0.3
"""How often a read whose connection broke is asked again, and seconds between."""
FETCH, SMALL_FETCH = 1_000, 50
"""Rows asked for at a time; few where a row may be large."""
_UNKNOWN = re.compile(r"The (label|relationship type|property) `(.*)` does not exist")
_COLUMNS = [*(kind.columns for kind in NODES.values()), *(kind.columns for kind in EDGES.values())]
_DECLARED = {
    "label": frozenset(NODES),
    "relationship type": frozenset(EDGES),
    "property": frozenset(column.name for columns in _COLUMNS for column in columns),
}


class Link:
    """A database on a server. What this link wrote, it reads, on whichever server of a cluster it asks."""

    def __init__(self, driver: neo4j.Driver, database: str | None) -> None:
        self._driver, self._database = driver, database
        self._written: Seen = frozenset()

    def session(self, *, write: bool, fetch: int = FETCH) -> neo4j.Session:
        """Open a session, which asks the server for ``fetch`` rows at a time; the caller closes it."""
        return self._driver.session(
            database=self._database,
            fetch_size=fetch,
            default_access_mode=neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS,
            bookmarks=neo4j.Bookmarks.from_raw_values(self._written),
        )

    def read(
        self,
        query: str,
        parameters: Mapping[str, Value],
        *,
        max_rows: int | None = None,
        max_size: int | None = None,
        timeout_s: float | None = None,
        declared: bool = True,
    ) -> tuple[Table, Seen]:
        """Run a query where nothing can be written; return its rows and what the server had applied when it ended.

        ``declared`` False lets it name what is not of the graph, as the journal is.

        Raises:
            QueryRefused: it names a label, relation or property that is neither declared nor in the database.
        """
        for left in range(AGAIN, -1, -1):
            try:
                table, seen, summary = self._read(query, parameters, Limit(max_rows, max_size), timeout_s)
                break
            except (ServiceUnavailable, SessionExpired):
                # A connection of the pool that broke, as at a restart of the server, is not the last word.
                if not left:
                    raise
                time.sleep(PAUSE_S)
        if declared:
            _refuse_unknown(summary, query)
        return table, seen

    def _read(
        self, query: str, parameters: Mapping[str, Value], limit: Limit, timeout_s: float | None
    ) -> tuple[Table, Seen, neo4j.ResultSummary]:
        # Parameters go as a mapping, so that one called "query" or "parameters" cannot be taken for an argument.
        with self.session(write=False, fetch=SMALL_FETCH if limit.size is not None else FETCH) as session:
            result = session.run(neo4j.Query(query, timeout=timeout_s), dict(parameters))
            columns = tuple(result.keys())
            rows = tuple(limit.take(tuple(plain(value) for value in record.values()) for record in result))
            summary = result.consume()
            table = Table(columns, rows, limit.truncated, limit.oversize)
            return table, session.last_bookmarks().raw_values, summary

    def rows(self, query: str, parameters: Mapping[str, object] | None = None) -> list[list[Any]]:
        """Read where writes go, so that nothing is older than the last commit."""
        with self.session(write=True) as session:
            return session.run(query, dict(parameters or {})).values()

    def write(self, work: Callable[[neo4j.ManagedTransaction], R]) -> R:
        """Do something in one transaction; transient errors are tried again, so the work has to bear repetition."""
        with self.session(write=True) as session:
            done = session.execute_write(work)
            self._written = session.last_bookmarks().raw_values
        return done

    def execute(self, query: str) -> None:
        """Run one statement by itself, as changes of the schema have to."""
        with self.session(write=True) as session:
            session.run(query).consume()
            self._written = session.last_bookmarks().raw_values

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()


def run_steps(transaction: neo4j.ManagedTransaction, steps: Iterable[Step]) -> None:
    """Run statements one after the other in a transaction."""
    for query, parameters in steps:
        transaction.run(query, dict(parameters)).consume()


def plain(value: Any) -> Value:  # noqa: ANN401 - whatever the server returns
    """Turn a value of the server into plain data: no internal ids, paths as lists of nodes and edges."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, neo4j_graph.Path):
        nodes: Sequence[Any] = value.nodes
        return {"nodes": [plain(node) for node in nodes], "edges": [plain(edge) for edge in value.relationships]}
    if isinstance(value, neo4j_graph.Entity):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    iso = getattr(value, "iso_format", None)
    return str(iso()) if callable(iso) else str(value)


def _refuse_unknown(summary: neo4j.ResultSummary, query: str) -> None:
    """Refuse a misspelt name, which the server would answer with silence and the embedded engine with an error."""
    for note in summary.gql_status_objects:
        match = _UNKNOWN.search(note.status_description)
        if match and match[2] not in _DECLARED[match[1]]:
            what = {"label": "种节点", "relationship type": "种关系", "property": "个属性"}[match[1]]
            raise QueryRefused(
                f"没有“{match[2]}”这{what}",
                f"no such {match[1]}: {match[2]}",
                where=shortened(query),
                do_zh="节点、关系和属性见 docs/kinds.md",
                do_en="See docs/kinds.md",
            )
