"""The MCP server over streamable HTTP, as one address of the HTTP interface: ``POST /mcp``.

It stands behind the same guard and the same keys as everything else. Each
request is answered by itself (no sessions, JSON and no event stream), so that
any worker process can take it. The SDK and the tools are loaded by the first
request: who never asks pays neither the half second nor the memory.
"""

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.http.asking import Askers
from api.http.cache import Cache
from api.http.errors import OriginRefused
from api.http.observing import Log
from api.http.stores import Stores
from api.settings import Settings

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH = "/mcp"
HEADERS = ("Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name")
"""What a client in a page sends besides; a browser asks whether it may."""
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Endpoint:
    """Answers the requests of assistants.

    Args:
        settings: limits, language, whose pages may ask.
        stores: where tools read.
        cache: results by data version, shared with the rest of the interface.
        askers: processes for users' own queries.
        log: takes a line for each call.
    """

    def __init__(self, settings: Settings, stores: Stores, cache: Cache, askers: Askers, log: Log) -> None:
        self._parts = settings, stores, cache, askers, log
        self._hosts = _HERE | {host.lower() for host in settings.hosts}
        self._origins = frozenset(settings.cors_origins)
        self._starting: asyncio.Future[StreamableHTTPSessionManager] | None = None
        self._running: asyncio.Task[None] | None = None
        self._over = asyncio.Event()
        self.route = Route(PATH, self, methods=["POST"])
        """Reading is all that it needs."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Raises:
            OriginRefused: a page of another site asks.
        """
        scope["route"] = self.route  # for the log, which tells routes and no addresses
        self._check_origin(Headers(scope=scope).getlist("origin"))
        manager = await self._manager()
        await manager.handle_request(scope, receive, send)

    async def close(self) -> None:
        """End what still runs; the application may be started again after it."""
        self._over.set()
        if self._running is not None:
            await asyncio.wait([self._running])
        self._starting, self._running, self._over = None, None, asyncio.Event()

    def _check_origin(self, origins: list[str]) -> None:
        """A browser says whose page asks; programs say nothing. The guard has looked at the host."""
        for origin in origins:
            if origin not in self._origins and _name(origin) not in self._hosts:
                raise OriginRefused(
                    "请求来自别的网站的网页",
                    "the request comes from a page of another site",
                    do_zh="允许的网页写进 LIANTU_HTTP_CORS_ORIGINS",
                    do_en="Pages that may ask go into LIANTU_HTTP_CORS_ORIGINS",
                )

    async def _manager(self) -> StreamableHTTPSessionManager:
        if self._starting is None:
            self._starting = asyncio.get_running_loop().create_future()
            self._running = asyncio.create_task(self._run(self._starting))
        return await asyncio.shield(self._starting)

    async def _run(self, starting: asyncio.Future[StreamableHTTPSessionManager]) -> None:
        """Hold the manager open from the first request until the application ends."""
        try:
            module = await asyncio.to_thread(importlib.import_module, "api.assistant.manager")
            async with module.opened(*self._parts) as manager:
                starting.set_result(manager)
                await self._over.wait()
        except Exception as error:
            if starting.done():
                raise
            starting.set_exception(error)
            self._starting = None  # the next request tries again


def _name(origin: str) -> str:
    try:
        parts = urlsplit(origin)
        return parts.hostname or "" if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""
