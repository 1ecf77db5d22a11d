"""A few processes for users' own queries; who finds all of them busy waits a while, then is told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from api.http.stores import overloaded
from api.settings import Settings
from graph.store import Table, Value
from queries.ask_cypher import Asker, Limits

PATIENCE = 8
"""Queries a process that may wait for it."""


class Askers:
    """Runs users' queries, as many at a time as there are processes. See :mod:`queries.ask_cypher`.

    Args:
        settings: place of the store and number of processes.
    """

    def __init__(self, settings: Settings) -> None:
        self._all = [Asker(settings.store) for _ in range(settings.askers)]
        self._idle = list(self._all)
        self._threads = ThreadPoolExecutor(settings.askers, "liantu-ask")
        self._most, self._waiting = settings.askers * (1 + PATIENCE), 0

    async def ask(self, cypher: str, parameters: Mapping[str, Value], limits: Limits) -> Table:
        """Run a query. See :meth:`queries.ask_cypher.Asker.ask`.

        Raises:
            Overloaded: too many wait already.
            LiantuError: it is refused, runs out of time or memory, or the store cannot be used.
        """
        if self._waiting >= self._most:
            raise overloaded()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, self._ask, cypher, parameters, limits
            )
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the processes; a query that runs is ended with its process."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for asker in self._all:
            asker.close()
        self._threads.shutdown(wait=True)

    def _ask(self, cypher: str, parameters: Mapping[str, Value], limits: Limits) -> Table:
        # There are as many threads as processes, so one of them is idle.
        asker = self._idle.pop()
        try:
            return asker.ask(cypher, parameters, limits)
        finally:
            self._idle.append(asker)
