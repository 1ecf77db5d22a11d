"""The embedded engine's ways to fail, told apart and said so that a user can act."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from graph.errors import (
    LiantuError,
    NotFound,
    QueryRefused,
    StoreBusy,
    StoreFull,
    StoreReadOnly,
    StoreTimeout,
    StoreUnreadable,
)
from graph.kinds import EDGES, NODES
from graph.query_errors import cannot_run, out_of_time, shortened

_MISSING = re.compile(r"Table (\w+) does not exist")
_DAMAGED = ("io exception", "corrupt", "checksum", "deserializ", "not a valid", "unable to open", "storage exception")


def check_file(path: Path, *, read_only: bool) -> bool:
    """Look at the store file before the engine does; return whether it has to be created.

    Raises:
        NotFound: reading, and there is no store.
        StoreUnreadable: a folder or an empty file stands there.
        StoreReadOnly: the folder or file cannot be written.
    """
    where = str(path)
    if path.is_dir():
        raise StoreUnreadable("这里是一个文件夹，不是库文件", "this is a folder, not a store file", where=where)
    if path.exists():
        if path.stat().st_size == 0:
            raise _unreadable(path, "库文件是空的（0 字节）", "the store file is empty (0 bytes)")
        if not read_only and not os.access(path, os.W_OK):
            raise read_only_place(path)
        return False
    if read_only:
        raise NotFound(
            "还没有库",
            "there is no store yet",
            where=where,
            do_zh="请先运行 liantu build，或用 --store 指明库在哪里",
            do_en="Run liantu build first, or say where the store is with --store",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise read_only_place(path) from error
    if not os.access(path.parent, os.W_OK):
        raise read_only_place(path)
    return True


@contextlib.contextmanager
def translate(path: Path, query: str = "") -> Iterator[None]:
    """Turn the engine's exceptions into :mod:`graph.errors`."""
    try:
        yield
    except LiantuError:
        raise
    except UnicodeError as error:
        if query:
            raise QueryRefused("查询里有不是 UTF-8 的字", "the query is not UTF-8", where=shortened(query)) from error
        raise _unreadable(path, "库文件里的文字读不出来", "text in the store cannot be read") from error
    except (RuntimeError, OSError, ValueError, MemoryError) as error:
        raise _translated(str(error) or type(error).__name__, path, query) from error


def _translated(text: str, path: Path, query: str) -> LiantuError:
    low = text.lower()
    if "lock" in low and ("file" in low or "acquire" in low or "set lock" in low):
        return busy(path)
    if "only one write transaction" in low or "cannot start a new write transaction" in low:
        return busy(path)
    if "checkpoint recovery is pending" in low:
        return busy(path)
    if "no space left" in low:
        return StoreFull(
            "磁盘满了，没有写完；库没有变",
            "the disk is full; the store is unchanged",
            where=str(path),
            do_zh="请腾出空间后再试",
            do_en="Make room and try again",
        )
    if "interrupted" in low or "timeout" in low:
        return out_of_time(shortened(query))
    if "buffer pool is full" in low or "unable to allocate memory" in low:
        return StoreTimeout(
            "内存不够完成这一步",
            "not enough memory for this step",
            where=shortened(query) or str(path),
            do_zh="请缩小范围，或关闭其他程序后再试",
            do_en="Narrow the query, or close other programs and try again",
        )
    if "read-only" in low or "permission denied" in low or "read only" in low:
        return QueryRefused("这里只能读", "reading only", where=shortened(query)) if query else read_only_place(path)
    if any(word in low for word in _DAMAGED) or not query:
        return _unreadable(path, f"库文件读不出来：{text[:200]}", f"the store cannot be read: {text[:200]}")
    return _older(text, path) or cannot_run(text, query)


def _older(text: str, path: Path) -> QueryRefused | None:
    """A declared kind without its table: the store is from before the kind."""
    missing = _MISSING.search(text)
    if missing is None or missing[1] not in {*NODES, *EDGES}:
        return None
    return QueryRefused(
        f"这个库是旧版建的，还没有“{missing[1]}”",
        f"this store was made by an earlier version and has no {missing[1]!r} yet",
        where=str(path),
        do_zh="请运行一次 liantu build，库会补齐，已有的内容不变",
        do_en="Run liantu build once; the store is brought up to date and keeps what it has",
    )


def _unreadable(path: Path, zh: str, en: str) -> StoreUnreadable:
    return StoreUnreadable(
        zh,
        en,
        where=str(path),
        do_zh="请用备份替换它，或删去它后运行 liantu build 重建",
        do_en="Replace it with a backup, or remove it and run liantu build",
    )


def read_only_place(path: Path) -> StoreReadOnly:
    """Return the refusal of a place that cannot be written."""
    return StoreReadOnly(
        "库所在的位置不能写",
        "the place of the store cannot be written",
        where=str(path),
        do_zh="请换一个可写的位置（--store 或 LIANTU_HOME）",
        do_en="Choose a writable place (--store or LIANTU_HOME)",
    )


def busy(path: Path) -> StoreBusy:
    """Return the refusal of a second writer."""
    return StoreBusy(
        "另一个程序正在写这个库",
        "another process is writing this store",
        where=str(path),
        do_zh="请等它结束，或关掉它后再试；库没有变",
        do_en="Wait for it or close it, then try again; the store is unchanged",
    )
