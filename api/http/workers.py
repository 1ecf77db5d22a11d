"""Several processes over one store: they take connections from one socket, and one that ends is started again.

Each process holds a pipe from the supervisor. It stops when the pipe closes,
so that none is left behind, whatever ends the supervisor, and on every system.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from api.http.observing import NUMBERS, Log, forget_process, told
from api.http.server import LATE_S, Service
from api.settings import Settings
from graph.errors import LiantuError

START_S = 60.0
"""Seconds in which a process has to be ready."""
STEADY_S = 60.0
"""Seconds after which a process has proved that it can run."""
LONGEST_S = 30.0
"""Seconds at most before one that keeps ending is started again."""
_SPAWN = multiprocessing.get_context("spawn")


class NotStartedError(LiantuError):
    """A process of the service ended before it was ready."""


def _work(settings: Settings, listening: socket.socket, pipe: Connection, log: Log) -> None:
    """Be one of the processes."""

    def told_to_stop(seconds: float) -> bool:
        return pipe.poll(seconds)  # nothing is ever sent: it has closed

    Service(settings, listening, log).run(lambda: pipe.send(True), told_to_stop, supervised=True)


class _Worker:
    def __init__(self, settings: Settings, listening: socket.socket, log: Log) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self.process: SpawnProcess = _SPAWN.Process(target=_work, args=(settings, listening, theirs, log))
        self.process.start()
        theirs.close()
        self.begun = time.monotonic()

    def ready(self) -> bool:
        """Wait until it takes requests; return whether it ever will."""
        try:
            return self._pipe.poll(START_S) and bool(self._pipe.recv())
        except (EOFError, OSError):
            return False

    def tell(self) -> None:
        """Tell it to stop."""
        self._pipe.close()

    def end(self, deadline: float) -> bool:
        """Wait until it has stopped; return whether it had to be killed."""
        self.process.join(max(0.0, deadline - time.monotonic()))
        late = self.process.is_alive()
        if late:
            self.process.kill()
            self.process.join()
        return late


class Supervisor:
    """Keeps several processes serving.

    Args:
        settings: of each process, and how many.
        listening: bound; all of them listen on it.
        log: a function that a process can be given; takes lines.
    """

    def __init__(self, settings: Settings, listening: socket.socket, log: Log) -> None:
        self._settings, self._listening, self._log = settings, listening, log
        self._workers: list[_Worker] = []
        self._waiting: list[float] = []
        """When to start those that ended."""
        self._early = 0
        self._stopping = False

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until told to stop by a signal.

        Args:
            ready: called once every process takes requests.

        Raises:
            NotStartedError: one ended before.
        """
        for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._signalled)
        numbers = tempfile.mkdtemp(prefix="liantu-numbers-")
        os.environ[NUMBERS] = numbers
        try:
            self._workers = [self._start() for _ in range(self._settings.workers)]
            if not all(worker.ready() for worker in self._workers) and not self._stopping:
                raise NotStartedError(
                    "服务进程没有启动起来",
                    "a process of the service did not start",
                    do_zh="看标准错误里的说明；liantu serve --check 检查设置",
                    do_en="See standard error; liantu serve --check looks at the settings",
                )
            if not self._stopping:
                ready()
            while not self._stopping:
                self._look()
        finally:
            self._stop()
            shutil.rmtree(numbers, ignore_errors=True)

    def _signalled(self, number: int, frame: object) -> None:
        self._stopping = True

    def _start(self) -> _Worker:
        return _Worker(self._settings, self._listening, self._log)

    def _look(self) -> None:
        wait([worker.process.sentinel for worker in self._workers], timeout=0.5)
        now = time.monotonic()
        for worker in [one for one in self._workers if not one.process.is_alive()]:
            self._workers.remove(worker)
            worker.tell()
            forget_process(Path(os.environ[NUMBERS]), worker.process.pid or 0)
            self._early = 0 if now - worker.begun > STEADY_S else self._early + 1
            delay = min(LONGEST_S, 2.0**self._early / 4) if self._early > 1 else 0.0
            self._log(told("process ended", status=worker.process.exitcode, again_in_s=delay))
            self._waiting.append(now + delay)
        due = [] if self._stopping else [at for at in self._waiting if at <= now]
        self._waiting = [at for at in self._waiting if at not in due]
        self._workers += [self._start() for _ in due]

    def _stop(self) -> None:
        self._listening.close()
        for worker in self._workers:
            worker.tell()
        deadline = time.monotonic() + self._settings.stop_s + LATE_S
        killed = sum([worker.end(deadline) for worker in self._workers])
        if killed:
            self._log(told("stopped late", killed=killed))
