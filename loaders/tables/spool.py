"""Blocks of rows that wait on disk between two readings of a register."""

from __future__ import annotations

import marshal
import tempfile
import weakref
from collections.abc import Iterator
from typing import Any

_IN_MEMORY = 4_000_000
"""Bytes up to which no file is made."""


class Spool:
    """A list of large plain values (tuples, lists, dicts of texts and numbers), written once, read as often as asked.

    Small ones stay in memory; large ones are a nameless file that goes with the process.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with the spool
        self._sizes: list[int] = []
        weakref.finalize(self, self._file.close)

    def append(self, value: Any) -> None:  # noqa: ANN401 - whatever marshal takes
        """Add a value; not while another reads."""
        self._sizes.append(self._file.write(marshal.dumps(value)))

    def __iter__(self) -> Iterator[Any]:
        """Yield the values in the order in which they came."""
        at = 0
        for size in self._sizes:
            self._file.seek(at)
            yield marshal.loads(self._file.read(size))  # noqa: S302 - written by this process, by nobody else
            at += size
