"""A copy of the embedded store's file, made while it is closed and checked before it counts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from graph.embedded.errors import translate
from graph.embedded.files import remove, sync
from graph.embedded.lock import WriterLock
from graph.embedded.store import EmbeddedStore
from graph.store import StoreInfo


def backup(path: Path, target: Path) -> StoreInfo:
    """Copy a store to a file; return what the copy holds.

    Raises:
        StoreError: the store is being written, cannot be used, or the copy cannot be written or read.
    """
    with EmbeddedStore(path, read_only=True) as reader:
        reader.info()  # a store that is not there, or damaged, is refused before anything is made
    with EmbeddedStore(path) as store:
        with store.staged():
            pass  # what is in the log goes into the file, and the file is closed
        return _copy(path, target)


def restore(source: Path, path: Path) -> StoreInfo:
    """Put a backup in the place of a store; return what it holds.

    Raises:
        StoreError: somebody writes the store, or the backup is no store that this version reads.
    """
    with EmbeddedStore(source, read_only=True) as reader:
        reader.info()
    with translate(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(path)
    try:
        return _copy(source, path)
    finally:
        lock.release()


def _copy(source: Path, target: Path) -> StoreInfo:
    """Copy a closed store beside its place, read the copy, then put it there."""
    part = target.with_name(target.name + ".part")
    with translate(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        remove(part)
    try:
        with translate(target):
            shutil.copyfile(source, part)
            log = source.with_name(source.name + ".wal")
            if log.exists():
                shutil.copyfile(log, part.with_name(part.name + ".wal"))
        with EmbeddedStore(part) as copied, copied.staged():
            pass  # a log that came along goes into the file
        with EmbeddedStore(part, read_only=True) as copied:
            info = copied.info()
        with translate(target):
            sync(part)
            target.with_name(target.name + ".wal").unlink(missing_ok=True)
            part.replace(target)
            sync(target.parent)
    finally:
        remove(part)
    return replace(info, place=str(target))
