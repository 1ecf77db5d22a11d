"""What is computed once a data version: analyses, maps. Bounded, and never computed twice at a time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from api.http.stores import Stores
from graph.store import Store

T = TypeVar("T")


class Cache:
    """Results by data version and whatever they were computed from; the longest unused goes first.

    For one event loop.

    Args:
        stores: where results are computed from.
        most: results to keep.
        rows: rows to keep in all results that are lists.
    """

    def __init__(self, stores: Stores, most: int = 200, rows: int = 100_000) -> None:
        self._stores, self._most, self._most_rows = stores, most, rows
        self._version, self._rows = "", 0
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[tuple[str, Hashable], asyncio.Future[Any]] = {}

    async def get(self, version: str, key: Hashable, make: Callable[[Store], T]) -> T:
        """Return a result of a data version, made in a reader's thread if it is not kept.

        Whoever asks while it is being made waits for the same one.

        Raises:
            LiantuError: making it was refused; that is not kept.
        """
        if version == self._version and key in self._kept:
            self._kept.move_to_end(key)
            return cast("T", self._kept[key])
        making = self._making.get((version, key))
        if making is None:
            making = asyncio.ensure_future(self._stores.use(make))
            self._making[version, key] = making
            making.add_done_callback(lambda made: self._keep(version, key, made))
        # One of those who wait may go away; the others still want it.
        return cast("T", await asyncio.shield(making))

    def _keep(self, version: str, key: Hashable, made: asyncio.Future[Any]) -> None:
        self._making.pop((version, key), None)
        if made.cancelled() or made.exception() is not None:
            return
        if version != self._version:
            # Results of other versions go at once: some are large, and nobody will ask for them again.
            self._version = version
            self._kept.clear()
            self._rows = 0
        self._rows += _rows(made.result()) - _rows(self._kept.get(key))
        self._kept[key] = made.result()
        while len(self._kept) > self._most or (self._rows > self._most_rows and self._kept):
            _, gone = self._kept.popitem(last=False)
            self._rows -= _rows(gone)


def _rows(result: object) -> int:
    return len(result) if isinstance(result, list) else 0
