"""A store as requests get it: reading only, every query with a time limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from graph.errors import StoreReadOnly
from graph.store import Batch, LoadReport, Store, StoreInfo, Stream, Table, Value


class ReadingStore:
    """A :class:`graph.store.Store` that only reads, for no longer than ``seconds`` a query."""

    def __init__(self, store: Store, seconds: float) -> None:
        self._store, self._seconds = store, seconds

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        max_rows: int | None = None,
        max_size: int | None = None,
        timeout_s: float | None = None,
    ) -> Table:
        """Run one reading query. See :class:`graph.store.Store`."""
        limit = self._seconds if timeout_s is None else timeout_s
        return self._store.read(cypher, parameters, max_rows=max_rows, max_size=max_size, timeout_s=limit)

    def info(self) -> StoreInfo:
        """Count what is in the store."""
        return self._store.info()

    def load(self, batch: Batch | Stream, *, dry_run: bool = False) -> LoadReport:
        """Refuse.

        Raises:
            StoreReadOnly: always.
        """
        raise _reading()

    def withdraw(self, source: str) -> LoadReport:
        """Refuse. See :meth:`load`."""
        raise _reading()

    def remember(self, rows: Iterable[Mapping[str, Value]]) -> int:
        """Refuse. See :meth:`load`."""
        raise _reading()

    def staged(self) -> AbstractContextManager[None]:
        """Refuse. See :meth:`load`."""
        raise _reading()

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _reading() -> StoreReadOnly:
    return StoreReadOnly("这里只能读", "reading only")
