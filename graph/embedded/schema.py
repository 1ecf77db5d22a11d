"""The schema of the embedded store: created with it, and brought up to date when it is opened for writing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ladybug

from graph import cypher
from graph.embedded.errors import translate
from graph.errors import StoreTooNew, StoreUnreadable


@contextlib.contextmanager
def transaction(connection: ladybug.Connection) -> Iterator[None]:
    """Make what is written in the block one transaction."""
    # One thread: committing many small tables in parallel costs the engine
    # three times the time and no load here is large enough to gain from more.
    connection.execute("CALL threads=1")
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(RuntimeError):
            connection.execute("ROLLBACK")
        raise


def prepare(connection: ladybug.Connection, path: Path, *, fresh: bool, read_only: bool) -> None:
    """Create or bring up to date the schema; refuse a store of a later version.

    Raises:
        StoreTooNew, StoreUnreadable: it is of a later version, or no store of Liantu.
    """
    with translate(path):
        mark = "" if fresh else _mark(connection)
    if mark:
        version = int(mark.split()[1])
        if version > cypher.SCHEMA_VERSION:
            raise StoreTooNew(
                f"这个库是更新版本的链图写的（格式 {version}，本程序只认到 {cypher.SCHEMA_VERSION}）",
                f"the store was written by a later version (format {version})",
                where=str(path),
                do_zh="请升级链图，或用 liantu build 另建一个库",
                do_en="Upgrade Liantu, or build a new store with liantu build",
            )
    elif not fresh:
        raise StoreUnreadable(
            "这个文件不是链图的库",
            "this file is not a Liantu store",
            where=str(path),
            do_zh="请换一个 --store 位置，或删去它后运行 liantu build",
            do_en="Choose another --store, or remove it and run liantu build",
        )
    if read_only or mark == f"liantu {cypher.SCHEMA_VERSION} {cypher.fingerprint()}":
        return
    with translate(path):
        _create(connection, fresh=fresh)


def _create(connection: ladybug.Connection, *, fresh: bool) -> None:
    with transaction(connection):
        for statement in cypher.create_tables():
            connection.execute(statement)
        if not fresh:
            for statement in (*cypher.add_columns(), *cypher.add_ends()):
                connection.execute(statement)
        mark = f"liantu {cypher.SCHEMA_VERSION} {cypher.fingerprint()}"
        connection.execute(f"COMMENT ON TABLE Document IS '{mark}'")


def _mark(connection: ladybug.Connection) -> str:
    """Return the schema mark ``liantu VERSION FINGERPRINT``; empty if the file has none."""
    result: Any = connection.execute("CALL SHOW_TABLES() WHERE name = 'Document' RETURN comment")
    rows = result.get_all()
    mark = str(rows[0][0]) if rows else ""
    return mark if mark.startswith("liantu ") else ""
