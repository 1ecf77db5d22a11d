"""How a load on a server becomes visible all at once.

Neo4j has no snapshots: a reader can see half of a transaction while it is
being applied (measured: 20,000 nodes with 19,999 of their 20,000 edges), and a
transaction that holds a whole source can outgrow the server's memory. So:

- A writer takes its **turn**: an uncommitted node with a unique key, which the
  server forgets when the writer goes away, however it goes.
- Before it changes anything it writes a **journal** of how to undo it: one
  head node and pages. As long as the journal stands, the gate is closed.
- It writes in batches, each checking in its own transaction that the journal
  is still its own, and deletes the journal at the end: that is the commit.
- A reader remembers the last transaction at which it saw the gate open. If its
  query ended at that transaction, nothing changed meanwhile; otherwise it
  waits for the gate and asks again.
- A journal whose writer is gone is undone by whoever comes next.
"""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import StoreBusy, StoreError
from graph.server.link import Link, Seen, Step, run_steps

JOURNAL, LOCK = "LiantuUndo", "LiantuLock"
"""Labels of the journal and of the writer's turn; neither exists while nobody loads."""
WAIT_S = 60.0
"""Seconds a reader waits for a load to end."""
PROBE_S = 0.5
"""Seconds to wait for another writer's turn to end."""
PATIENCE_S = 1.0
"""Seconds a reader waits before it looks whether the writer is still there."""
_HEAD = f"MATCH (u:{JOURNAL} {{key: 'head'}}) "
_OWN = _HEAD + "WHERE u.owner = $owner SET u.touched = timestamp() RETURN u.owner"


class Turns:
    """The writers' turns and the readers' gate of one database."""

    def __init__(self, link: Link, place: str) -> None:
        self._link, self._place = link, place
        self._owner = ""
        self._pages = 0

    @property
    def open(self) -> bool:
        """Whether this process is writing, so that its own reads need not wait."""
        return bool(self._owner)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Be the only writer; first undo what a writer left who did not come back.

        Raises:
            StoreBusy: somebody else is writing.
        """
        with self._lock():
            self._undo_left()
            yield

    @contextlib.contextmanager
    def journal(self, what: str) -> Iterator[None]:
        """Close the gate; open it when the block ends, after undoing all if it failed."""
        owner = uuid.uuid4().hex

        def head(transaction: neo4j.ManagedTransaction) -> None:
            # MERGE and a check, so that a commit whose answer got lost can be tried again.
            query = (
                f"MERGE (u:{JOURNAL} {{key: 'head'}}) ON CREATE SET u.owner = $owner, u.what = $what, "
                "u.since = timestamp() RETURN u.owner AS owner"
            )
            record = transaction.run(query, owner=owner, what=what).single()
            if record is None or record["owner"] != owner:
                raise self._busy()

        self._link.write(head)
        self._owner, self._pages = owner, 0
        try:
            yield
            self.write([(f"MATCH (u:{JOURNAL}) DELETE u", {})])
        except BaseException:
            # If the server is gone the journal stays, and the next to come undoes it.
            with contextlib.suppress(Neo4jError, DriverError, StoreError):
                self._undo(owner)
            raise
        finally:
            self._owner = ""

    def note(self, steps: Sequence[Step]) -> None:
        """Write down, before a change, the steps that undo it; the last noted is undone first."""
        pages = []
        for query, parameters in steps:
            self._pages += 1
            pages.append({"key": f"page-{self._pages:09d}", "query": query, "rows": json.dumps(parameters)})
        self.write([(f"UNWIND $pages AS p MERGE (u:{JOURNAL} {{key: p.key}}) SET u = p", {"pages": pages})])

    def write(self, steps: Sequence[Step]) -> None:
        """Run statements in one transaction, if the journal is still this writer's.

        Raises:
            StoreBusy: another writer has taken this one for dead and undone its work.
        """

        def work(transaction: neo4j.ManagedTransaction) -> None:
            self._check_own(transaction, self._owner)
            run_steps(transaction, steps)

        self._link.write(work)

    def wait(self) -> Seen:
        """Wait until nobody is loading; return what the server had applied when the gate was seen open.

        Raises:
            StoreBusy: the load goes on too long.
        """
        start = time.monotonic()
        looked = start
        while True:
            table, seen = self._link.read(_HEAD + "RETURN u.what AS what", {}, declared=False)
            if not table.rows:
                return seen
            now = time.monotonic()
            if now - start > WAIT_S:
                raise self._busy(str(table.rows[0][0]))
            if now - looked > PATIENCE_S:
                # A writer that was killed never ends; a user who may not write can only wait.
                with contextlib.suppress(StoreBusy, Neo4jError), self._lock():
                    self._undo_left()
                looked = time.monotonic()
            time.sleep(0.05)

    # --- the turn ---

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        take = f"CREATE (:{LOCK} {{key: 'writer'}})"
        with self._link.session(write=True) as probe:
            try:
                with probe.begin_transaction(timeout=PROBE_S) as transaction:
                    transaction.run(take).consume()
                    transaction.rollback()
            except Neo4jError as error:
                if "LockClientStopped" in (error.code or "") or "TransactionTimedOut" in (error.code or ""):
                    raise self._busy() from error
                raise
        session = self._link.session(write=True)
        try:
            transaction = session.begin_transaction()
            transaction.run(take).consume()
            yield
        finally:
            # Never committed; a connection that broke has ended it already.
            with contextlib.suppress(Neo4jError, DriverError, OSError):
                session.close()

    # --- undoing ---

    def _undo_left(self) -> None:
        """Undo the journal of a writer that is gone, if there is one. Only in a turn."""
        owner = uuid.uuid4().hex

        def take_over(transaction: neo4j.ManagedTransaction) -> bool:
            query = _HEAD + "SET u.owner = $owner RETURN u.owner"
            return transaction.run(query, owner=owner).single() is not None

        if not self._link.rows(_HEAD + "RETURN u.key"):
            return
        if self._link.write(take_over):
            self._undo(owner)

    def _undo(self, owner: str) -> None:
        def last(transaction: neo4j.ManagedTransaction) -> bool:
            self._check_own(transaction, owner)
            query = f"MATCH (u:{JOURNAL}) WHERE u.key <> 'head' RETURN u ORDER BY u.key DESC LIMIT 1"
            record = transaction.run(query).single()
            if record is None:
                transaction.run(_HEAD + "DELETE u").consume()
                return False
            page: dict[str, Any] = dict(record["u"])
            drop = f"MATCH (u:{JOURNAL} {{key: $key}}) DELETE u"
            run_steps(transaction, [(page["query"], json.loads(page["rows"])), (drop, {"key": page["key"]})])
            return True

        while self._link.write(last):
            pass

    def _check_own(self, transaction: neo4j.ManagedTransaction, owner: str) -> None:
        if transaction.run(_OWN, owner=owner).single() is None:
            raise self._busy()

    def _busy(self, what: str = "") -> StoreBusy:
        doing = f"（正在载入 {what}）" if what else ""
        return StoreBusy(
            f"另一个程序正在写这个库{doing}",
            f"another process is writing this store{f' (loading {what})' if what else ''}",
            where=self._place,
            do_zh="请等它结束，或关掉它后再试；没有载完的会自动撤回",
            do_en="Wait for it or close it, then try again; what it did not finish is undone",
        )
