"""A connection that asks for nothing is not kept: who sends a request slower than a slow line does is cut off.

The server's own limit is for connections between two requests. One that never
ends its first request, or sends a byte a minute, would stay for ever and hold
one of the files that a process may have open.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SLOW_S = 20.0
"""Seconds in which a request has to be whole, or at least ``LEAST`` bytes of it have to come."""
LEAST = 16 * 1024


class Patient(HttpToolsProtocol):
    """The server's protocol, patient for ``SLOW_S`` and no longer."""

    _slow: asyncio.TimerHandle | None = None
    _whole = True
    _came = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as the server has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._unwatch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait for the rest of it if a request is not whole."""
        self._came += len(data)
        super().data_received(data)
        if not self._whole and self._slow is None and not self.transport.is_closing():
            self._watch()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._whole = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """A request is whole."""
        self._whole = True
        self._unwatch()
        super().on_message_complete()

    def _watch(self) -> None:
        self._came = 0
        self._slow = self.loop.call_later(SLOW_S, self._look)

    def _unwatch(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _look(self) -> None:
        self._slow = None
        if self._came >= LEAST:
            self._watch()
        else:
            self.transport.abort()
