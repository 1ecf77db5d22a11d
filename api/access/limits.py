"""Requests a minute, by token buckets: a minute's worth may come at once, and each key's fills evenly.

A key's bucket is shared by all worker processes through ``limits.sqlite``. A
worker takes some requests out of it at a time and gives back what it did not
use, so that most requests cost no file at all and all workers together never
let in more than the key may. The file can be lost without harm; while it
cannot be used, each worker counts by itself.

Without a key there is one bucket a worker, in memory.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from api.access.caller import ANONYMOUS_LIMITS, Caller
from api.access.keys import Clock
from api.http.errors import TooManyRequests

FILE = "limits.sqlite"
_WAIT_S = 0.1
"""Seconds to wait for another worker."""
_LEASE_S = 2.0
"""Seconds for which requests are taken out."""
_LEASE = 50
"""Requests taken out at once, at most."""


@dataclass(slots=True)
class Bucket:
    """Requests that may still come, as of a time."""

    left: float
    at: float

    def fill(self, most: int, now: float) -> None:
        """Let time pass: ``most`` a minute, and never more than that."""
        self.left = min(float(most), self.left + max(0.0, now - self.at) * most / 60)
        self.at = now

    def take(self, most: int, now: float) -> float:
        """Take one; return 0, or the seconds until there is one."""
        self.fill(most, now)
        if self.left < 1:
            return (1 - self.left) * 60 / most
        self.left -= 1
        return 0.0


@dataclass(slots=True)
class _Lease:
    left: int
    until: float


class Limiter:
    """The buckets of one worker.

    Args:
        path: of ``limits.sqlite``.
        clock: seconds since 1970, as all workers see them.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._anonymous = Bucket(float(ANONYMOUS_LIMITS.requests), clock())
        self._leases: dict[str, _Lease] = {}
        self._own: dict[str, Bucket] = {}
        self._open: sqlite3.Connection | None = None
        self._turn = threading.Lock()

    def take(self, caller: Caller) -> None:
        """Count a request.

        Raises:
            TooManyRequests: the caller asked more often than allowed.
        """
        now = self._clock()
        if not caller.key_id:
            wait = self._anonymous.take(caller.limits.requests, now)
        else:
            with self._turn:
                wait = self._of_key(caller.key_id, caller.limits.requests, now)
        if wait:
            raise too_many(caller.limits.requests, wait)

    def close(self) -> None:
        """Close the file."""
        with self._turn:
            if self._open is not None:
                self._open.close()
                self._open = None

    def _of_key(self, key_id: str, most: int, now: float) -> float:
        lease = self._leases.get(key_id)
        if lease is not None and lease.left and 0 <= lease.until - now <= _LEASE_S:
            lease.left -= 1
            return 0.0
        try:
            got, wait = self._leased(key_id, most, now, lease.left if lease else 0)
        except (OSError, sqlite3.Error):
            self._leases.pop(key_id, None)
            return self._own.setdefault(key_id, Bucket(float(most), now)).take(most, now)
        self._leases[key_id] = _Lease(max(0, got - 1), now + _LEASE_S)
        return wait

    def _leased(self, key_id: str, most: int, now: float, back: int) -> tuple[int, float]:
        """Give back what is left and take some more; return how many, or the seconds until there is one."""
        if self._open is None:
            self._open = _opened(self._path)
        self._open.execute("BEGIN IMMEDIATE")
        try:
            row = self._open.execute("SELECT left, at FROM buckets WHERE key_id = ?", (key_id,)).fetchone()
            bucket = Bucket(*row) if row else Bucket(float(most), now)
            bucket.left += back
            bucket.fill(most, now)
            got = min(int(bucket.left), max(1, min(_LEASE, most // 20)))
            bucket.left -= got
            self._open.execute("INSERT OR REPLACE INTO buckets VALUES (?, ?, ?)", (key_id, bucket.left, bucket.at))
        except BaseException:
            self._open.execute("ROLLBACK")
            raise
        self._open.execute("COMMIT")
        return got, 0.0 if got else (1 - bucket.left) * 60 / most


def too_many(most: int, wait: float) -> TooManyRequests:
    """Return the refusal of a request too many, with the seconds to wait."""
    error = TooManyRequests(
        f"问得太勤：一分钟最多 {most} 次",
        f"asked too often: {most} requests a minute at most",
        do_zh="请按 Retry-After 等一等；要更多，请管理员用 liantu key add --requests",
        do_en="Wait as Retry-After says; for more, ask for a key made with --requests",
    )
    error.headers = {"Retry-After": str(max(1, math.ceil(wait)))}
    return error


def _opened(path: Path) -> sqlite3.Connection:
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    opened = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    opened.execute("PRAGMA journal_mode = WAL")
    opened.execute("PRAGMA synchronous = OFF")
    opened.execute("CREATE TABLE IF NOT EXISTS buckets (key_id TEXT PRIMARY KEY, left REAL NOT NULL, at REAL NOT NULL)")
    return opened
