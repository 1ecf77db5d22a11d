"""Running the application in a server: bind, tell the address, serve in one process or several, stop gracefully."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
from collections.abc import Callable

from api.access.bind import check_bind
from api.access.middleware import Access
from api.http.observing import Log, to_stderr
from api.http.server import BACKLOG, Service
from api.http.workers import Supervisor
from api.settings import Settings


def run(settings: Settings, started: Callable[[str], None], log: Log = to_stderr) -> bool:
    """Serve until told to stop by a signal; return whether the port could be had.

    Args:
        settings: where to listen, in how many processes, and the rest.
        started: told the address once requests are taken.
        log: takes a line for each request.

    Raises:
        BindRefused, InputError: see :func:`api.app.create_app`.
        NotStartedError: a process of several could not start.
    """
    with contextlib.closing(Access(settings)) as access:
        check_bind(settings, access.register)  # before anything listens
    listening = bound(settings)
    if listening is None:
        return False
    _allow_many_connections()
    host, port = listening.getsockname()[:2]
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    if settings.workers == 1:
        Service(settings, listening, log).run(lambda: started(address))
        return True
    Supervisor(settings, listening, log).run(lambda: started(address))
    return True


def bound(settings: Settings) -> socket.socket | None:
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


def _allow_many_connections() -> None:
    """Let this process have as many files open as the system allows: a connection is one."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
