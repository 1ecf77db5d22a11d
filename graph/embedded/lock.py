"""One writer at a time: a lock file beside the store, held for as long as the store is open for writing.

The engine's own lock is a POSIX record lock, which a process loses as soon as
it closes any handle of the file, as copying the store does; this one it keeps.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from graph.embedded.errors import busy, read_only_place


class WriterLock:
    """An exclusive lock named after a store.

    Raises:
        StoreBusy: another process holds it.
        StoreReadOnly: the lock file cannot be made.
    """

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + ".lock")
        try:
            self._file: IO[bytes] | None = self.path.open("ab")
        except OSError as error:
            raise read_only_place(store) from error
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            self._file = None
            raise busy(store) from error

    def release(self) -> None:
        """Let go of the lock; the empty file stays."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(handle: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
