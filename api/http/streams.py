"""Large answers in constant memory: something writes in a thread, the client reads, and neither runs ahead.

The writer waits when the client is slow, and stops when it is gone. What goes
wrong before the first bytes is an ordinary problem; later only a broken
connection can say that the answer is not whole.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from typing import IO, Any, cast

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.http.stores import Stores, overloaded
from graph.errors import LiantuError
from graph.store import Store

CHUNK = 64 * 1024
AHEAD = 4
"""Chunks that the writer may be ahead of the client."""
PATIENCE_S = 60.0
"""Seconds without the client taking anything after which it counts as gone."""
Write = Callable[[IO[bytes], Store], object]


class ClientGoneError(Exception):
    """Nobody reads any more."""


class Pipe:
    """What is written in a thread is read in the event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._chunks: asyncio.Queue[bytes | BaseException | None] = asyncio.Queue(AHEAD)
        self._gone = False

    def run(self, write: Write, stores: Stores) -> None:
        """Let something write to its end; for a thread."""
        file = _File(self._pass_on)
        try:
            with stores.lend() as store:
                write(cast("IO[bytes]", file), store)
            file.flush()
            self._pass_on(None)
        except ClientGoneError:
            pass
        except BaseException as error:
            self._last(error)
        finally:
            file.drop()

    async def read(self) -> bytes | None:
        """Return the next bytes, None at the end.

        Raises:
            LiantuError: what the writer met.
        """
        found = await self._chunks.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def leave(self) -> None:
        """Read no more: the writer stops at its next bytes."""
        self._gone = True
        while not self._chunks.empty():
            self._chunks.get_nowait()

    def _last(self, error: BaseException) -> None:
        try:
            self._pass_on(error)
        except ClientGoneError:
            return

    def _pass_on(self, what: bytes | BaseException | None) -> None:
        if self._gone:
            raise ClientGoneError
        waiting = asyncio.run_coroutine_threadsafe(self._chunks.put(what), self._loop)
        try:
            waiting.result(PATIENCE_S)
        except (TooSlow, CancelledError, RuntimeError) as error:
            waiting.cancel()
            raise ClientGoneError from error


class _File(io.RawIOBase):
    """Gathers bytes to chunks and passes them on."""

    def __init__(self, pass_on: Callable[[bytes], None]) -> None:
        self._pass_on, self._held = pass_on, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever bytes are like
        self._held += data
        if len(self._held) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._held and not self.closed:
            held, self._held = bytes(self._held), bytearray()
            self._pass_on(held)

    def drop(self) -> None:
        """Forget what nobody took: closing a file would pass it on."""
        self._held.clear()


class Streamed(StreamingResponse):
    """An answer from a pipe; however it ends, the writer is told."""

    def __init__(
        self,
        first: bytes | None,
        pipe: Pipe,
        running: asyncio.Future[None],
        headers: Mapping[str, str],
        media_type: str,
    ) -> None:
        super().__init__(_body(first, pipe, running), headers=headers, media_type=media_type)
        self._pipe = pipe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pipe.leave()


async def _body(first: bytes | None, pipe: Pipe, running: asyncio.Future[None]) -> AsyncIterator[bytes]:
    chunk = first
    while chunk is not None:
        yield chunk
        chunk = await pipe.read()
    await asyncio.wait([running])  # who has the whole answer may ask for the next export


class Exports:
    """Runs a few exports at once.

    Args:
        stores: what to export.
        most: how many at once.
    """

    def __init__(self, stores: Stores, most: int) -> None:
        self._stores, self._most = stores, most
        self._threads = ThreadPoolExecutor(most, "liantu-export")
        self._running = 0

    async def start(self, write: Write, headers: Mapping[str, str], media_type: str) -> Streamed:
        """Begin an export and return it as an answer.

        Raises:
            Overloaded: as many run as may.
            LiantuError: it cannot begin.
        """
        if self._running >= self._most:
            raise overloaded()
        self._running += 1
        pipe = Pipe()
        running = asyncio.get_running_loop().run_in_executor(self._threads, pipe.run, write, self._stores)
        running.add_done_callback(self._over)
        try:
            first = await pipe.read()
        except LiantuError:
            await asyncio.wait([running])  # as above, for who has a refusal
            raise
        except BaseException:
            pipe.leave()
            raise
        return Streamed(first, pipe, running, headers, media_type)

    def close(self) -> None:
        """Wait for the writers; their clients are gone by now."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _over(self, running: asyncio.Future[None]) -> None:
        self._running -= 1
