"""The embedded store: ladybug, one file, nothing to install or start.

One process writes at a time; readers beside it see the last committed state.

A small load is one transaction. The engine keeps about 10 MB in memory for
every pair of tables that an open transaction touches, so a load that touches
many is *staged*: written in steps to a copy beside the store, which then takes
the store's place in one rename. Either way a reader sees all of a source or
none, and a killed load leaves the store as it was. Loads of one stage wait in
memory until something is read or the stage ends, and are written as one.
"""

from __future__ import annotations

import contextlib
import gc
import math
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import ladybug

from graph.counts import counts
from graph.cypher import SCHEMA_VERSION
from graph.embedded.copy_files import copy_files
from graph.embedded.deadline import DEADLINES
from graph.embedded.engine import connected, opened
from graph.embedded.errors import check_file, translate
from graph.embedded.files import remove, sync
from graph.embedded.lock import WriterLock
from graph.embedded.memory import give_back
from graph.embedded.recovery import open_patiently
from graph.embedded.rows import rows_of, statements
from graph.embedded.schema import prepare, transaction
from graph.errors import StoreError
from graph.kinds import HISTORY
from graph.loading.history import Journal, unknown
from graph.loading.journal import Clock, now
from graph.loading.pending import Pending
from graph.loading.plan import Plan, check, plan_load
from graph.loading.stored import Stored
from graph.loading.streaming import plans
from graph.sizes import Limit
from graph.store import Batch, LoadReport, StoreInfo, Stream, Table, Value

CHUNK = 5_000
"""Rows a statement."""
WIDE = 32
"""Edge tables that one transaction may touch."""
MANY = 10_000
"""Rows of a copied file from which the memory it took is worth opening the store again."""
WAITING = 50_000
"""Rows of a stage that may wait in memory."""


class EmbeddedStore:
    """A :class:`graph.store.Store` in one file.

    Args:
        path: the store file; created with its schema when missing and not ``read_only``.
        read_only: open beside a writer; writing then raises.
        clock: tells the time that the history gives a load, with an offset.
        at_once: queries that may run at once: the engine has threads for each, and a short one waits for no long one.

    Raises:
        StoreUnreadable, StoreTooNew, StoreReadOnly, StoreBusy: see :mod:`graph.errors`.
    """

    def __init__(self, path: Path, *, read_only: bool = False, clock: Clock = now, at_once: int = 1) -> None:
        self.path = path
        self._at_once = at_once
        self._journal = Journal(clock)
        with translate(path):
            self._fresh = check_file(path, read_only=read_only)
        self._staging = False
        self._spoilt = False
        self._pending = Pending()
        self._sources: set[str] | None = None
        self._closed = False
        self._opened: tuple[ladybug.Database, ladybug.Connection] | None = None
        self._lock = None if read_only else WriterLock(path)
        if self._fresh:
            return  # made when it is first asked, or in the first stage
        try:
            open_patiently(lambda: self._open(path, read_only=read_only), path, read_only=read_only)
            prepare(self._connection, path, fresh=False, read_only=read_only)
        except BaseException:
            self._shut()
            self._release()
            raise

    def load(self, batch: Batch | Stream, *, dry_run: bool = False) -> LoadReport:
        """Make the store say of ``batch.source`` exactly what the batch says. See :class:`Store`."""
        if isinstance(batch, Stream):
            return self._load_stream(batch, dry_run=dry_run)
        check(batch)
        with translate(self.path):
            if batch.source in self._pending.sources:
                self._flush()  # what a source said before is asked of the engine alone
            plan = self._compared(batch)
            if not dry_run and not plan.empty:
                self._journal.entry(batch.source, self._ask).add(plan, last=True)
                self._take(plan, batch.source)
        return plan.report(batch.source, dry_run=dry_run)

    def _load_stream(self, stream: Stream, *, dry_run: bool) -> LoadReport:
        done = Plan()
        with (
            contextlib.nullcontext() if dry_run else self.staged(),
            copy_files(self._execute, self.path, self._copied) as files,
        ):
            self._flush()
            known, self._sources = self._sources, None
            self._spoilt = self._staging and not dry_run
            stored = Stored(self._ask, known, place="offset(id({}))", rest=self._rest)
            entry = self._journal.entry(stream.source, self._ask)
            for plan in plans(stream, stored, columns=True):
                done.count(plan)
                if not dry_run:
                    entry.add(plan)
                    files.take(plan)
                    if plan.tables:
                        files.copy(edges=False)  # what joins them goes the ordinary way
                    self._apply(plan)
            if not dry_run:
                gc.collect()  # some 20 MB, and here is where memory is highest
                self._copied(MANY)
                files.copy()
                self._apply(entry.head())
            self._spoilt = False
        self._sources = None
        return done.report(stream.source, dry_run=dry_run)

    def _copied(self, rows: int) -> None:
        """Give back what the engine took to copy a file: an open store keeps all of it."""
        if rows >= MANY:
            self._rest()

    def _rest(self) -> None:
        if self._staging:
            self._shut()
            self._open(self._staged_at)

    def withdraw(self, source: str) -> LoadReport:
        """Remove all that a source says."""
        return self.load(Batch(source, (), ()))

    def remember(self, rows: Iterable[Mapping[str, Value]]) -> int:
        """Take in rows of another store's history. See :class:`Store`."""
        written = 0
        with self.staged(), translate(self.path):
            self._flush()
            for plan in unknown(rows, self._ask):
                written += len(plan.new_nodes[HISTORY])
                self._write(plan, set())
        return written

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
        self._flush()
        with translate(self.path, cypher), self._limited(timeout_s):
            result: Any = self._connection.execute(cypher, dict(parameters or {}))
            if isinstance(result, list):
                result = result[-1]
            columns = tuple(result.get_column_names())
            limit = Limit(max_rows, max_size)
            rows = tuple(limit.take(rows_of(result)))
            result.close()
        return Table(columns, rows, limit.truncated, limit.oversize)

    def _limited(self, seconds: float | None) -> contextlib.AbstractContextManager[None]:
        if self._at_once > 1:
            return DEADLINES.limit(self._connection, seconds) if seconds else contextlib.nullcontext()
        self._connection.set_query_timeout(math.ceil((seconds or 0) * 1000))
        return contextlib.nullcontext()

    def info(self) -> StoreInfo:
        """Count what is in the store."""
        held = counts(self.read)
        place, version = str(self.path), str(ladybug.version)
        return StoreInfo(
            "ladybug", version, place, SCHEMA_VERSION, held.nodes, held.edges, held.sources, changes=held.changes
        )

    @contextlib.contextmanager
    def staged(self) -> Iterator[None]:
        """Let the loads inside become visible together, or not at all. See :class:`Store`."""
        if self._staging:
            yield
            return
        copy = self._staged_at
        remove(copy)
        try:
            with translate(self.path):
                if not self._fresh:
                    if self.path.with_name(self.path.name + ".wal").exists():
                        self._connection.execute("CHECKPOINT")
                    # An open file costs memory, and Windows renames over none; it is opened again when next asked.
                    self._shut()
                    shutil.copyfile(self.path, copy)
            self._open(copy)
            self._staging, self._spoilt = True, False
            yield
            with translate(self.path):
                self._flush()
                self._connection.execute("CHECKPOINT")
            self._shut()
            sync(copy)
            copy.replace(self.path)
            self._fresh = False
            sync(self.path.parent)
        except BaseException:
            self._shut()
            self._sources, self._pending = None, Pending()
            remove(copy)
            raise
        finally:
            self._staging = self._spoilt = False

    def close(self) -> None:
        """Close the file and let other writers in."""
        try:
            if self._fresh and not self._closed:
                self._open(self.path)
        finally:
            self._closed = True
            self._shut()
            self._release()

    def _shut(self) -> None:
        if self._opened is not None:
            database, connection = self._opened
            self._opened = None
            connection.close()
            database.close()
            give_back()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _staged_at(self) -> Path:
        return self.path.with_name(self.path.name + ".staging")

    def _open(self, path: Path, *, read_only: bool = False) -> None:
        with translate(path):
            database = opened(path, read_only=read_only, at_once=self._at_once)
            self._opened = database, connected(database, self._at_once)
            if self._fresh:
                prepare(self._opened[1], path, fresh=True, read_only=False)
                self._fresh = path != self.path

    @property
    def _connection(self) -> ladybug.Connection:
        """The open connection; after a staged load the file is opened again when it is next asked."""
        if self._opened is None and not self._closed:
            self._open(self.path)
        if self._opened is None:
            raise StoreError("库已经关上了", "the store is closed", where=str(self.path))
        return self._opened[1]

    # --- writing ---

    def _transaction(self) -> contextlib.AbstractContextManager[None]:
        return transaction(self._connection)

    def _compared(self, batch: Batch) -> Plan:
        """Compare a batch with what the engine holds, and with what waits over that."""
        stored = Stored(self._ask, self._sources)
        stored.claims(batch.source)
        nodes = stored.nodes(batch) if stored.sources else {}
        edges = stored.edges(batch, nodes) if stored.sources else {}
        self._sources = stored.sources
        return plan_load(batch, self._pending.nodes_over(nodes, batch), self._pending.edges_over(edges, batch))

    def _take(self, plan: Plan, source: str) -> None:
        """Write a plan, or keep it for the end of the stage."""
        if self._staging and not plan.withdrawn:
            self._pending.add(source, plan)
            if len(self._pending) > WAITING:
                self._flush()
        else:
            self._flush()
            self._write(plan, {source})

    def _flush(self) -> None:
        """Write what waits."""
        if self._spoilt:
            raise StoreError("这一批里有一步没有写成", "a step of this stage failed", where=str(self.path))
        if self._pending.sources:
            pending, self._pending = self._pending, Pending()
            with translate(self.path):
                self._write(pending.plan(), pending.sources)

    def _write(self, plan: Plan, sources: set[str]) -> None:
        # A write that fails may have written nothing or all: the next load asks again, and its stage is lost.
        known, self._sources = self._sources, None
        self._spoilt = self._staging
        self._apply(plan)
        self._sources = None if known is None else known | sources
        self._spoilt = False

    def _apply(self, plan: Plan) -> None:
        if plan.tables <= WIDE and not self._staging:
            with self._transaction():
                for query, name, rows in statements(plan):
                    self._in_chunks(query, name, rows)
            return
        with self.staged():
            steps = list(statements(plan))
            for at in range(0, len(steps), WIDE):
                with self._transaction():
                    for query, name, rows in steps[at : at + WIDE]:
                        self._in_chunks(query, name, rows)
                if plan.tables > WIDE:
                    self._connection.execute("CHECKPOINT")

    def _ask(self, query: str, parameters: Mapping[str, object]) -> Iterator[list[Any]]:
        """Run a query at once; its rows become Python's as they are taken."""
        with translate(self.path):
            result: Any = self._connection.execute(query, dict(parameters))
        return iter(result)

    def _execute(self, statement: str) -> None:
        with translate(self.path):
            self._connection.execute(statement)

    def _in_chunks(self, query: str, name: str, rows: Sequence[object]) -> None:
        for at in range(0, len(rows), CHUNK):
            self._connection.execute(query, {name: list(rows[at : at + CHUNK])})
