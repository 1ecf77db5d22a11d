"""Running the application in a server: bind, tell the address, serve, stop gracefully."""

from __future__ import annotations

import errno
import gc
import os
import socket
from collections.abc import Callable

import uvicorn

from api.app import create_app
from api.http.observing import Log, to_stderr
from api.settings import Settings

STOP_S = 10
"""Seconds that running requests get when the service is told to stop."""
IDLE_S = 15
"""Seconds after which a connection that asks nothing is closed."""
BACKLOG = 2_048


def run(settings: Settings, started: Callable[[str], None], log: Log = to_stderr) -> bool:
    """Serve until told to stop by a signal; return whether the port could be had.

    Args:
        settings: where to listen, and the rest.
        started: told the address once requests are taken.
        log: takes a line for each request.
    """
    app = create_app(settings, log=log)  # refuses before anything listens
    listening = _bound(settings)
    if listening is None:
        return False
    config = uvicorn.Config(
        app,
        http="httptools",
        loop="asyncio",  # uvloop was measured and was no faster here
        log_config=None,  # the log is ours: uvicorn's would hold whole paths
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # X-Forwarded-… are not believed
        timeout_keep_alive=IDLE_S,
        timeout_graceful_shutdown=STOP_S,
        backlog=BACKLOG,
    )
    # What is loaded by now stays; collections need not look at it again.
    gc.collect()
    gc.freeze()
    host, port = listening.getsockname()[:2]
    started(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    uvicorn.Server(config).run([listening])
    return True


def _bound(settings: Settings) -> socket.socket | None:
    """Return a socket that listens there; None where the port is taken or not ours to take."""
    host = "127.0.0.1" if settings.host.lower() == "localhost" else settings.host.strip("[]")
    # Named as TCP, or the event loop does not send at once (TCP_NODELAY) and every answer waits 40 ms.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":  # there it would let a second service take the same port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, settings.port))
        found.listen(BACKLOG)
    except OSError as error:
        found.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return None
        raise
    found.setblocking(False)
    return found
