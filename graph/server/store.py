"""The server store: Neo4j 5 or later by the official driver.

The same graph and the same answers as the embedded store; how a load becomes
visible all at once is told in :mod:`graph.server.turn`.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self

from graph import cypher
from graph.counts import counts
from graph.errors import NotFound, StoreError, StoreReadOnly, StoreTooNew
from graph.kinds import HISTORY
from graph.loading.history import Journal, unknown
from graph.loading.journal import Clock, now
from graph.loading.plan import Plan, check, plan_load
from graph.loading.stored import Stored
from graph.loading.streaming import plans
from graph.server.connect import Address, Login, connect
from graph.server.errors import translate
from graph.server.link import Link, Seen
from graph.server.rows import batches, steps, undo_steps
from graph.server.schema import MARK, index_states, mark, statements
from graph.server.turn import Turns
from graph.store import Batch, LoadReport, StoreInfo, Stream, Table, Value

TRIES = 10
"""How often a read is asked again because something was committed meanwhile."""


class Neo4jStore:
    """A :class:`graph.store.Store` on a Neo4j server.

    Args:
        address: of the server and database.
        login: user and password.
        read_only: loads are refused, and the schema is left as it is.
        clock: tells the time that the history gives a load, with an offset.

    Raises:
        StoreUnreachable, StoreDenied, StoreTooOld, StoreTooNew: see :mod:`graph.errors`.
        NotFound: reading, and the database holds nothing of Liantu.
    """

    def __init__(self, address: Address, login: Login, *, read_only: bool = False, clock: Clock = now) -> None:
        self._journal = Journal(clock)
        self.place = str(address)
        self._read_only, self._closed = read_only, False
        self._loading = False
        self._steady: Seen = frozenset()
        self._sources: set[str] | None = None
        driver, self.version = connect(address, login)
        self._link = Link(driver, address.database)
        self._turns = Turns(self._link, self.place)
        try:
            with translate(self.place):
                self._prepare()
                self._steady = self._turns.wait()
        except BaseException:
            self.close()
            raise

    def load(self, batch: Batch | Stream, *, dry_run: bool = False) -> LoadReport:
        """Make the store say of ``batch.source`` exactly what the batch says. See :class:`Store`."""
        if isinstance(batch, Stream):
            return self._load_stream(batch, dry_run=dry_run)
        check(batch)
        with translate(self.place):
            self._check_open(write=not dry_run)
            if dry_run:
                return self._plan(batch).report(batch.source, dry_run=True)
            with contextlib.nullcontext() if self._loading else self._turns.turn():
                plan = self._plan(batch)
                if not plan.empty:
                    self._journal.entry(batch.source, self._rows).add(plan, last=True)
                    known, self._sources = self._sources, None
                    self._apply(plan, batch.source)
                    self._sources = (known or set()) | {batch.source}
        return plan.report(batch.source, dry_run=False)

    def _load_stream(self, stream: Stream, *, dry_run: bool) -> LoadReport:
        self._check_open(write=not dry_run)
        done = Plan()
        with contextlib.nullcontext() if dry_run else self.staged():
            entry = self._journal.entry(stream.source, self._rows)
            for plan in plans(stream, Stored(self._rows)):
                done.count(plan)
                if not dry_run:
                    entry.add(plan)
                    self._apply(plan, stream.source)
            if not dry_run:
                self._apply(entry.head(), stream.source)
        self._sources = None
        return done.report(stream.source, dry_run=dry_run)

    def withdraw(self, source: str) -> LoadReport:
        """Remove all that a source says."""
        return self.load(Batch(source, (), ()))

    def remember(self, rows: Iterable[Mapping[str, Value]]) -> int:
        """Take in rows of another store's history. See :class:`Store`."""
        written = 0
        with self.staged():
            for plan in unknown(rows, self._rows):
                written += len(plan.new_nodes[HISTORY])
                self._apply(plan, "liantu")
        return written

    @contextlib.contextmanager
    def staged(self) -> Iterator[None]:
        """Let the loads inside become visible together, or not at all. See :class:`Store`."""
        if self._loading:
            yield
            return
        self._check_open(write=True)
        stack = contextlib.ExitStack()
        with translate(self.place):
            stack.enter_context(self._turns.turn())
            stack.enter_context(self._turns.journal("liantu"))
        self._loading, self._sources = True, None
        try:
            yield
        except BaseException:
            stack.__exit__(*sys.exc_info())  # undoes; what went wrong in the block is not the server's to explain
            raise
        else:
            with translate(self.place):
                stack.close()
        finally:
            self._loading, self._sources = False, None

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        max_rows: int | None = None,
        max_size: int | None = None,
        timeout_s: float | None = None,
    ) -> Table:
        """Run one reading query. See :class:`Store`."""
        with translate(self.place, cypher):
            self._check_open()
            ask = partial(
                self._link.read,
                cypher,
                parameters or {},
                max_rows=max_rows,
                max_size=max_size,
                timeout_s=timeout_s,
            )
            table, seen = ask()
            for _ in range(TRIES):
                if self._loading or seen == self._steady:
                    break
                self._steady = self._turns.wait()
                table, seen = ask()
            return table

    def info(self) -> StoreInfo:
        """Count what is in the store."""
        held = counts(self.read)
        with translate(self.place):
            states = index_states(self._link)
        return StoreInfo(
            "neo4j",
            self.version,
            self.place,
            cypher.SCHEMA_VERSION,
            held.nodes,
            held.edges,
            held.sources,
            drift=tuple(name for name, state in states.items() if state != "ONLINE"),
            indexes=states,
            changes=held.changes,
        )

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_open(self, *, write: bool = False) -> None:
        if self._closed:
            raise StoreError("库已经关上了", "the store is closed", where=self.place)
        if write and self._read_only:
            raise StoreReadOnly("库是只读打开的", "the store was opened for reading", where=self.place)

    # --- schema ---

    def _prepare(self) -> None:
        """Create or bring up to date constraints and indexes; refuse a store of a later version."""
        names = [str(name) for (name,) in self._link.rows("SHOW INDEXES YIELD name RETURN name")]
        marks = [name for name in names if name.startswith(MARK)]
        versions = [int(name.removeprefix(MARK).partition("_")[0]) for name in marks]
        if any(version > cypher.SCHEMA_VERSION for version in versions):
            raise StoreTooNew(
                f"这个库是更新版本的链图写的（格式 {max(versions)}，本程序只认到 {cypher.SCHEMA_VERSION}）",
                f"the store was written by a later version (format {max(versions)})",
                where=self.place,
                do_zh="请升级链图，或换一个库",
                do_en="Upgrade Liantu, or use another database",
            )
        if self._read_only and not marks:
            raise NotFound(
                "这个数据库里还没有链图的库",
                "the database holds nothing of Liantu yet",
                where=self.place,
                do_zh="请先运行 liantu build",
                do_en="Run liantu build first",
            )
        if self._read_only or (mark() in marks and "MISSING" not in index_states(self._link).values()):
            return
        for statement in statements([name for name in marks if name != mark()]):
            self._link.execute(statement)
        self._link.rows("CALL db.awaitIndexes(300)")

    # --- writing ---

    def _plan(self, batch: Batch) -> Plan:
        stored = Stored(self._rows, self._sources)
        nodes = stored.nodes(batch)
        plan = plan_load(batch, nodes, stored.edges(batch, nodes))
        self._sources = stored.sources
        return plan

    def _rows(self, query: str, parameters: Mapping[str, object]) -> list[list[Any]]:
        with translate(self.place):
            return self._link.rows(query, parameters)

    def _apply(self, plan: Plan, source: str) -> None:
        with translate(self.place), contextlib.nullcontext() if self._loading else self._turns.journal(source):
            for group in batches(undo_steps(plan)):
                self._turns.note(group)
            for group in batches(steps(plan)):
                self._turns.write(group)
