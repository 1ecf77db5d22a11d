"""The SDK's manager of requests over HTTP, opened around a server. Imported late: it brings the SDK with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from api.assistant.desk import Desk
from api.assistant.server import create_server
from api.http.asking import Askers
from api.http.cache import Cache
from api.http.observing import Log
from api.http.stores import Stores
from api.settings import Settings


@asynccontextmanager
async def opened(
    settings: Settings, stores: Stores, cache: Cache, askers: Askers, log: Log
) -> AsyncIterator[StreamableHTTPSessionManager]:
    """Run a manager without sessions that answers in JSON; bodies are limited before it is asked."""
    server = create_server(Desk(settings, stores, cache, askers), log)
    manager = StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=settings.body
    )
    async with manager.run():
        yield manager
