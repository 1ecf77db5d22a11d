"""The MCP server over standard input and output, for a client on this machine that starts it."""

from __future__ import annotations

import gc

import anyio
from mcp.server.stdio import stdio_server

from api.assistant.desk import Desk
from api.assistant.server import create_server
from api.http.asking import Askers
from api.http.cache import Cache
from api.http.observing import Log
from api.http.stores import Stores
from api.settings import Settings


def run(settings: Settings, log: Log) -> None:
    """Serve until standard input ends. Nothing but the protocol is written to standard output.

    The store is opened by the first request that needs it, so that a client is
    told what is wrong with it.

    Args:
        settings: place of the store, limits, language.
        log: takes a line for each call.
    """
    gc.collect()
    gc.freeze()
    anyio.run(_serve, settings, log)


async def _serve(settings: Settings, log: Log) -> None:
    stores, askers = Stores(settings), Askers(settings)
    server = create_server(Desk(settings, stores, Cache(stores), askers), log)
    try:
        # While it serves, the SDK points the process's own standard output at standard error.
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        askers.close()
        stores.close()
