"""``access.sqlite``: keys, ended sessions and the record of changes, beside the store and for its owner alone.

Several processes use it at once (write-ahead log). It holds no key, only
digests; but also the secret that signs sessions, so nobody else may read it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from api.http.errors import AccessUnusable

NAME = "access.sqlite"
_WAIT_S = 10.0
"""Seconds to wait for another writer."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL, digest BLOB NOT NULL,
    created INTEGER NOT NULL, expires INTEGER, revoked INTEGER,
    requests INTEGER, body INTEGER, rows INTEGER, seconds REAL, upload INTEGER
);
CREATE UNIQUE INDEX IF NOT EXISTS keys_by_name ON keys (name) WHERE revoked IS NULL;
CREATE TABLE IF NOT EXISTS ended (session TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, key_id TEXT NOT NULL, action TEXT NOT NULL,
    target TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS audit_is_not_cut BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file for reading; any thread may use the connection, one at a time.

    Raises:
        AccessUnusable: it is no such file.
    """
    try:
        _keep_private(path)
        opened = sqlite3.connect(
            path.absolute().as_uri() + "?mode=rw", uri=True, timeout=_WAIT_S, check_same_thread=False
        )
        opened.execute("PRAGMA query_only = 1")
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error
    return opened


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for one change, all or nothing; make it where there is none. One process writes at a time.

    Raises:
        AccessUnusable: it is no such file, cannot be written, or another process writes for too long.
    """
    try:
        _make(path)
        opened = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error
    try:
        opened.execute("PRAGMA synchronous = FULL")
        opened.execute("BEGIN IMMEDIATE")
        try:
            yield opened
        except BaseException:
            opened.execute("ROLLBACK")
            raise
        opened.execute("COMMIT")
    except sqlite3.Error as error:
        raise unusable(path, error) from error
    finally:
        opened.close()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made before it is filled, so that nobody can open it in between; the files beside it take over its rights.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    _keep_private(path)
    with contextlib.closing(sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)) as opened:
        if opened.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
            return
        opened.execute("PRAGMA journal_mode = WAL")
        opened.executescript(_SCHEMA)
        # Whichever of several processes is first gives the secret.
        opened.execute("INSERT OR IGNORE INTO meta VALUES ('secret', ?)", (secrets.token_bytes(32),))


def _keep_private(path: Path) -> None:
    """Take away what others may do with the file, as after a copy or a restore; only its owner can."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        with contextlib.suppress(PermissionError):
            path.chmod(0o600)


def unusable(path: Path, error: Exception) -> AccessUnusable:
    """Return the refusal of a file that cannot be used."""
    return AccessUnusable(
        f"密钥文件不能用（{type(error).__name__}）",
        f"the file of keys cannot be used: {type(error).__name__}",
        where=str(path),
        do_zh="请核对文件的权限和磁盘，或从备份恢复",
        do_en="Check its rights and the disk, or restore it from a backup",
    )
