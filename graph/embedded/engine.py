"""How the engine is opened: its page cache, its threads, and what it forgives."""

from __future__ import annotations

from pathlib import Path

import ladybug

POOL = 1 << 30
"""Bytes of page cache at most."""
THREADS = 2
"""Threads of the engine for one query, where several run at once."""


def opened(path: Path, *, read_only: bool, at_once: int) -> ladybug.Database:
    """Open a file; a writer that was killed leaves the last record of its log torn, and what that had is dropped."""
    return ladybug.Database(
        str(path),
        read_only=read_only,
        buffer_pool_size=POOL,
        throw_on_wal_replay_failure=False,
        max_num_threads=0 if at_once == 1 else THREADS * at_once,
    )


def connected(database: ladybug.Database, at_once: int) -> ladybug.Connection:
    """Return one more connection to an open file."""
    return ladybug.Connection(database, num_threads=0 if at_once == 1 else THREADS)
