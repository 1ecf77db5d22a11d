"""More readers of one open file, for more threads: a connection costs next to nothing, an opened file 150 MB."""

from __future__ import annotations

from graph.embedded.engine import connected
from graph.embedded.store import EmbeddedStore
from graph.errors import StoreError


class EmbeddedReader(EmbeddedStore):
    """A connection of its own to the file that another store has open for reading.

    It sees what that store sees. Close it before that store.

    Raises:
        StoreError: the first store is not open for reading.
    """

    def __init__(self, first: EmbeddedStore) -> None:
        if first._opened is None or first._lock is not None:
            raise StoreError("库没有打开来读", "the store is not open for reading", where=str(first.path))
        self.__dict__.update(first.__dict__)
        database = first._opened[0]
        self._opened = database, connected(database, self._at_once)

    def _shut(self) -> None:
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None
