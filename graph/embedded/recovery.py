"""Opening for reading while, or after, somebody wrote a checkpoint.

The engine opens no file for reading while a checkpoint of it is under way, and
none whose checkpoint was cut off. The former is over soon. The latter is
completed by opening the file for writing once, which is done here if nobody
else is writing: a service that only reads would otherwise wait for ever for
the next load.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import ladybug

from graph.embedded.errors import translate
from graph.embedded.lock import WriterLock
from graph.errors import StoreBusy, StoreReadOnly

PATIENCE_S = 5.0
"""Seconds to wait for a checkpoint."""
_PAUSE_S = 0.02


def open_patiently(open_: Callable[[], None], path: Path, *, read_only: bool) -> None:
    """Open a file; who only reads waits for a checkpoint.

    Args:
        open_: opens it.
        path: the file.
        read_only: it is opened for reading.

    Raises:
        StoreBusy: a checkpoint goes on too long, or one that was cut off cannot be completed.
        StoreError: see ``open_``.
    """
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            open_()
            return
        except StoreBusy:
            if not read_only or time.monotonic() > end:
                raise
        try:
            lock = WriterLock(path)
        except (StoreBusy, StoreReadOnly):
            time.sleep(_PAUSE_S)
            continue
        try:
            _completed(open_, path)
            return
        finally:
            lock.release()


def _completed(open_: Callable[[], None], path: Path) -> None:
    """Open, with nobody writing: what is still under way now was cut off."""
    try:
        open_()
    except StoreBusy:
        with translate(path):
            ladybug.Database(str(path), throw_on_wal_replay_failure=False).close()
        open_()
