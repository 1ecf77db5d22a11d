"""The ledger of jobs: one SQLite file that all processes of a service share.

Whoever asks for a job writes a row; whoever takes one up does so in a
transaction that lets nobody else in, so that two never take the same one, and
so that of those that write to the store at most one runs.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from api.http.errors import LedgerUnusable, QueueFull
from api.jobs.kinds import KINDS
from api.jobs.model import File, Job, Said, State
from graph.errors import NotFound, StoreReadOnly

BUSY_S = 10.0
"""Seconds to wait for another process's transaction."""
_TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, owner TEXT NOT NULL,
    label TEXT NOT NULL, writes INTEGER NOT NULL, parameters TEXT NOT NULL, state TEXT NOT NULL,
    cancelling INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, runner TEXT NOT NULL DEFAULT '',
    zh TEXT NOT NULL DEFAULT '', en TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, started REAL NOT NULL DEFAULT 0,
    ended REAL NOT NULL DEFAULT 0, problem TEXT, result TEXT, files TEXT NOT NULL DEFAULT '[]',
    expires REAL NOT NULL DEFAULT 0, expired INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, number);
"""
_EXPIRED = (
    "SELECT id FROM jobs WHERE state IN ('done', 'failed', 'cancelled') AND ended > 0 AND expires < ? "
    "AND (NOT expired OR ?)"
)


class Ledger:
    """Jobs by id and in order. Every call is a transaction of its own; any thread and process may call.

    Args:
        path: the file; made with the first job.
        clock: tells the time in seconds since 1970.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path, self._clock = path, clock

    @property
    def exists(self) -> bool:
        """Whether anybody asked for a job yet."""
        return self.path.exists()

    def add(self, kind: str, owner: str, label: str, parameters: Mapping[str, Any], most: int, id_: str) -> Job:
        """Put a job at the end of the line.

        Args:
            kind: see :mod:`api.jobs.kinds`.
            owner: name of the key.
            label: what it works on.
            parameters: for the work.
            most: jobs that may wait.
            id_: its id, which is also the name of its folder.

        Raises:
            QueueFull: as many wait as may.
        """
        with self._writing() as base:
            (waiting,) = base.execute("SELECT count(*) FROM jobs WHERE state = 'queued'").fetchone()
            if waiting >= most:
                raise QueueFull(
                    f"已有 {waiting} 个任务在排队",
                    f"{waiting} jobs are waiting already",
                    do_zh="请等几个做完再来",
                    do_en="Come back when some are done",
                )
            base.execute(
                "INSERT INTO jobs (id, kind, owner, label, writes, parameters, state, created) "
                "VALUES (?, ?, ?, ?, ?, ?, 'queued', ?)",
                (id_, kind, owner, label, KINDS[kind].writes(parameters), _text(parameters), self._clock()),
            )
        return self.get(id_)

    def get(self, id_: str, owner: str | None = None) -> Job:
        """Return a job.

        Args:
            id_: its id.
            owner: only one of this owner's; anybody's if None.

        Raises:
            NotFound: there is none.
        """
        rows = self._read(
            "SELECT * FROM jobs WHERE id = :id AND (:owner IS NULL OR owner = :owner)", {"id": id_, "owner": owner}
        )
        if not rows:
            raise NotFound(
                "没有这个任务", "there is no such job", do_zh="任务见 /api/v1/jobs", do_en="See /api/v1/jobs"
            )
        return rows[0]

    def listed(self, owner: str | None, *, state: str = "", kind: str = "", below: int = 0, limit: int) -> list[Job]:
        """Return jobs, newest first.

        Args:
            owner: whose; everybody's if None.
            state: only those in it.
            kind: only those of it.
            below: only those asked for before this one (by number); 0 begins with the newest.
            limit: at most so many.
        """
        return self._read(
            "SELECT * FROM jobs WHERE (:owner IS NULL OR owner = :owner) AND (:state = '' OR state = :state) "
            "AND (:kind = '' OR kind = :kind) AND (:below = 0 OR number < :below) ORDER BY number DESC LIMIT :limit",
            {"owner": owner, "state": state, "kind": kind, "below": below, "limit": limit},
        )

    def unfinished(self, owner: str) -> list[Job]:
        """Return the jobs of an owner that are not over."""
        query = "SELECT * FROM jobs WHERE owner = :owner AND state IN ('queued', 'running')"
        return self._read(query, {"owner": owner})

    def running(self) -> list[Job]:
        """Return the jobs that somebody runs, or ran when its process died."""
        return self._read("SELECT * FROM jobs WHERE state = 'running' ORDER BY number", {})

    def ids(self) -> set[str]:
        """Return the ids of all jobs."""
        with self._open() as base:
            return {row[0] for row in base.execute("SELECT id FROM jobs")}

    def ahead(self, job: Job) -> int:
        """Return how many jobs are before a waiting one."""
        with self._open() as base:
            query = "SELECT count(*) FROM jobs WHERE state = 'queued' AND number < ?"
            return int(base.execute(query, (job.number,)).fetchone()[0])

    def claim(self, runner: str, readers: int) -> Job | None:
        """Take up the first job that may run now: one that writes if none does, else one that reads.

        Args:
            runner: who takes it.
            readers: reading jobs that may run at once, in all processes together.
        """
        with self._writing() as base:
            counts = dict(base.execute("SELECT writes, count(*) FROM jobs WHERE state = 'running' GROUP BY writes"))
            found = base.execute(
                "SELECT id FROM jobs WHERE state = 'queued' AND CASE writes WHEN 1 THEN ? ELSE ? END "
                "ORDER BY number LIMIT 1",
                (not counts.get(1), counts.get(0, 0) < readers),
            ).fetchone()
            if found is None:
                return None
            base.execute(
                "UPDATE jobs SET state = 'running', runner = ?, started = ?, attempts = attempts + 1 WHERE id = ?",
                (runner, self._clock(), found[0]),
            )
        return self.get(found[0])

    def say(self, id_: str, said: Said) -> bool:
        """Write down what a running job says; return whether somebody wants it stopped."""
        with self._writing() as base:
            base.execute(
                "UPDATE jobs SET zh = ?, en = ?, done = ?, total = ? WHERE id = ? AND state = 'running'",
                (said.zh, said.en, said.done, said.total, id_),
            )
            row = base.execute("SELECT cancelling FROM jobs WHERE id = ?", (id_,)).fetchone()
            return bool(row and row[0])

    def cancelling(self, id_: str) -> bool:
        """Tell whether somebody wants a job stopped."""
        with self._open() as base:
            row = base.execute("SELECT cancelling FROM jobs WHERE id = ?", (id_,)).fetchone()
            return bool(row and row[0])

    def cancel(self, id_: str) -> Job:
        """Cancel a job that waits; have one that runs stopped. One that is over stays as it is."""
        with self._writing() as base:
            base.execute(
                "UPDATE jobs SET state = 'cancelled', ended = :now, expires = :now, cancelling = 1 "
                "WHERE id = :id AND state = 'queued'",
                {"now": self._clock(), "id": id_},
            )
            base.execute("UPDATE jobs SET cancelling = 1 WHERE id = ? AND state = 'running'", (id_,))
        return self.get(id_)

    def put_back(self, id_: str, said: Said) -> None:
        """Let a job that was interrupted wait again, at its old place in the line."""
        with self._writing() as base:
            base.execute(
                "UPDATE jobs SET state = 'queued', runner = '', zh = ?, en = ?, done = 0, total = 0 "
                "WHERE id = ? AND state = 'running'",
                (said.zh, said.en, id_),
            )

    def end(
        self,
        id_: str,
        state: State,
        keep_s: float,
        *,
        problem: Mapping[str, str] | None = None,
        result: Mapping[str, Any] | None = None,
        files: tuple[File, ...] = (),
    ) -> None:
        """Write down how a job ended; its files are kept for ``keep_s`` seconds."""
        now = self._clock()
        listed = json.dumps([asdict(file) for file in files], ensure_ascii=False)
        with self._writing() as base:
            base.execute(
                "UPDATE jobs SET state = ?, ended = ?, expires = ?, problem = ?, result = ?, files = ?, "
                "done = CASE WHEN ? THEN max(done, total) ELSE done END WHERE id = ? AND state = 'running'",
                (
                    state.value,
                    now,
                    now + keep_s,
                    None if problem is None else _text(problem),
                    None if result is None else _text(result),
                    listed,
                    state is State.DONE,
                    id_,
                ),
            )

    def expire(self, forget_s: float) -> tuple[list[str], list[str]]:
        """Mark jobs whose files are no longer kept, and forget those that have been for ``forget_s`` seconds.

        Returns:
            Ids of the former, and of the latter.
        """
        now = self._clock()
        with self._writing() as base:
            expired = [row[0] for row in base.execute(_EXPIRED, (now, False))]
            gone = [row[0] for row in base.execute(_EXPIRED, (now - forget_s, True))]
            base.executemany("UPDATE jobs SET expired = 1 WHERE id = ?", [(id_,) for id_ in expired])
            base.executemany("DELETE FROM jobs WHERE id = ?", [(id_,) for id_ in gone])
        return expired, gone

    def _read(self, query: str, given: Mapping[str, object]) -> list[Job]:
        if not self.exists:
            return []
        with self._open() as base:
            return [_job(row) for row in base.execute(query, dict(given))]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
            base.row_factory = sqlite3.Row
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(self.path) from error
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.executescript(_TABLE)
            base.execute("PRAGMA synchronous = FULL")  # what was acknowledged is on the disk
            yield base
        except sqlite3.Error as error:
            if "readonly" in str(error):
                raise _unwritable(self.path) from error
            raise LedgerUnusable(
                f"任务台账用不了：{error}", f"the ledger of jobs cannot be used: {error}", where=str(self.path)
            ) from error
        finally:
            base.close()


def _job(row: sqlite3.Row) -> Job:
    return Job(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        owner=row["owner"],
        label=row["label"],
        parameters=json.loads(row["parameters"]),
        state=State(row["state"]),
        cancelling=bool(row["cancelling"]),
        attempts=row["attempts"],
        runner=row["runner"],
        said=Said(row["zh"], row["en"], row["done"], row["total"]),
        created=row["created"],
        started=row["started"],
        ended=row["ended"],
        problem=json.loads(row["problem"] or "null"),
        result=json.loads(row["result"] or "null"),
        files=tuple(File(**one) for one in json.loads(row["files"])),
        expires=row["expires"],
        expired=bool(row["expired"]),
    )


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _unwritable(path: Path) -> StoreReadOnly:
    return StoreReadOnly(
        "任务台账写不了",
        "the ledger of jobs cannot be written",
        where=str(path),
        do_zh="请检查文件夹的权限",
        do_en="Check the folder's permissions",
    )
