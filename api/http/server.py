"""One application in a server, from start to graceful stop.

The event loop runs beside the main thread, which only waits for signals: the
engine sets the handler of Ctrl+C around each query that is asked in the main
thread, which takes longer than to read a node.
"""

from __future__ import annotations

import gc
import math
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable

import uvicorn

from api.app import create_app
from api.http.connection import Patient
from api.http.observing import Log, told
from api.settings import Settings

LATE_S = 5
"""Seconds after those for running requests in which everything has to be closed."""
IDLE_S = 15
"""Seconds after which a connection that asks nothing is closed."""
BACKLOG = 2_048
HUNG_S = 60.0
"""Seconds without a sign of life of the event loop after which a process that would be started again gives up."""
GAVE_UP = 75
Wait = Callable[[float], bool]


class _Listening(socket.socket):
    """A socket whose queue is long though few connections are taken from it at a turn."""

    def listen(self, backlog: int = BACKLOG) -> None:
        super().listen(BACKLOG)


class _Server(uvicorn.Server):
    ticked = 0.0

    async def on_tick(self, counter: int) -> bool:
        self.ticked = time.monotonic()
        return await super().on_tick(counter)


class Service:
    """An application that serves on a socket until it is told to stop.

    Args:
        settings: see :class:`api.settings.Settings`.
        listening: bound; it is taken over.
        log: takes a line for each request.
    """

    def __init__(self, settings: Settings, listening: socket.socket, log: Log) -> None:
        self._log, self._stop_s = log, settings.stop_s
        self._listening = _Listening(listening.family, listening.type, listening.proto, fileno=listening.detach())
        self._listening.setblocking(False)
        self._failed: BaseException | None = None
        config = uvicorn.Config(
            create_app(settings, log=log),
            http=Patient,
            loop="asyncio",  # uvloop was measured and was no faster here
            log_config=None,  # the log is ours: uvicorn's would hold whole paths
            log_level="critical",
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=False,  # X-Forwarded-… are not believed
            timeout_keep_alive=IDLE_S,
            timeout_graceful_shutdown=math.ceil(settings.stop_s),
            backlog=1,  # connections taken at a turn: another process may be idle
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="liantu-http", daemon=True)
        self._told: float | None = None

    def run(self, ready: Callable[[], None], wait: Wait | None = None, *, supervised: bool = False) -> None:
        """Serve until told to stop; for the main thread.

        Args:
            ready: called once requests are taken.
            wait: passes some seconds; returns whether to stop.
            supervised: somebody starts another process if this one ends.
        """
        for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
            if hasattr(signal, name):
                ignored = supervised and name == "SIGINT"  # Ctrl+C reaches the whole group; the supervisor tells us
                signal.signal(getattr(signal, name), signal.SIG_IGN if ignored else self._signalled)
        # A small answer waits a fifth as long for its turn while a long analysis is worked out in a thread.
        sys.setswitchinterval(0.001)
        # What is loaded by now stays; collections need not look at it again.
        gc.collect()
        gc.freeze()
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)
        if self._server.started:
            ready()
        while self._thread.is_alive():
            if wait is None:
                self._thread.join(0.5)
            elif self._told is None and wait(0.5):
                self.stop()
            elif self._told is not None:
                self._thread.join(0.1)
            self._look(supervised=supervised)
        if self._failed is not None:
            raise self._failed

    def stop(self) -> None:
        """Take no more connections, finish what runs; a second time: finish nothing."""
        self._server.force_exit = self._told is not None
        self._told = self._told or time.monotonic()
        self._server.should_exit = True

    def _signalled(self, number: int, frame: object) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self._server.run([self._listening])
        except BaseException as error:
            self._failed = error

    def _look(self, *, supervised: bool) -> None:
        now = time.monotonic()
        if self._told is not None and now - self._told > self._stop_s + LATE_S:
            self._log(told("stopped late"))
            os._exit(0)
        if supervised and self._told is None and self._server.started and now - self._server.ticked > HUNG_S:
            self._log(told("no sign of life"))
            os._exit(GAVE_UP)
