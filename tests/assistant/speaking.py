"""Clients of the SDK, as an assistant has them: in process, over standard input and output, over HTTP."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TextIO, TypeVar

import anyio
import httpx2
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ImageContent, TextContent

from api.assistant.desk import Desk
from api.assistant.server import create_server
from api.http.asking import Askers
from api.http.cache import Cache
from api.http.observing import Log, quiet
from api.http.stores import Stores
from api.settings import Settings
from tests.cli.conftest import ROOT

T = TypeVar("T")
LIANTU = ["-c", "from api.cli.main import run; run()"]
ERAS = ("auto", "legacy")
"""The protocol of 2026 and the one before, which begins with a handshake."""


def talk(work: Callable[[], Awaitable[T]]) -> T:
    """Run a conversation, which may not hang."""

    async def bounded() -> T:
        with anyio.fail_after(120):
            return await work()

    return anyio.run(bounded)


@asynccontextmanager
async def inside(settings: Settings, log: Log = quiet) -> AsyncIterator[Client]:
    """A client of a server in this process."""
    stores, askers = Stores(settings), Askers(settings)
    try:
        async with Client(create_server(Desk(settings, stores, Cache(stores), askers), log)) as client:
            yield client
    finally:
        askers.close()
        stores.close()


@asynccontextmanager
async def piped(home: Path, log: TextIO, mode: str = "auto", **environment: str) -> AsyncIterator[Client]:
    """A client that starts ``liantu mcp`` and speaks with it over its standard input and output."""
    server = StdioServerParameters(
        command=sys.executable,
        args=[*LIANTU, "mcp"],
        env={"LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        cwd=ROOT,
    )
    async with Client(stdio_client(server, errlog=log), mode=mode) as client:
        yield client


@asynccontextmanager
async def over_http(
    address: str, mode: str = "auto", headers: Mapping[str, str] | None = None
) -> AsyncIterator[Client]:
    """A client of a service."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx2.AsyncClient(headers=dict(headers or {}), timeout=60))
        yield await stack.enter_async_context(
            Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode)
        )


def words(result: CallToolResult) -> str:
    """The text of a result."""
    first = result.content[0]
    assert isinstance(first, TextContent)
    return first.text


def picture(result: CallToolResult) -> ImageContent:
    """The picture of a result."""
    (found,) = [one for one in result.content if isinstance(one, ImageContent)]
    return found


async def told(client: Client, name: str, /, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """Call a tool that answers; return its text and its structured answer, which the client has checked."""
    result = await client.call_tool(name, arguments)
    assert not result.is_error, words(result)
    assert isinstance(result.structured_content, dict)
    return words(result), result.structured_content


async def refused(client: Client, name: str, arguments: dict[str, Any]) -> str:
    """Call a tool that refuses; return its words, which are a message in both languages."""
    result = await client.call_tool(name, arguments)
    text = words(result)
    assert result.is_error, text
    assert text.startswith("错误（")
    assert "\nError: " in text
    assert "Traceback" not in text
    return text


def clean() -> dict[str, str]:
    """The environment without settings of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LIANTU_")}
