"""The process of a job as its runner sees it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from enum import Enum
from pathlib import Path

from api.jobs.model import Said

GRACE_S = 5.0
"""Seconds that a process that was told to stop gets to clean up."""
FINISH_S = 60.0
"""Seconds that one gets besides that is past stopping."""
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0


class Why(Enum):
    """Why a process was stopped."""

    CANCELLED = "cancelled"
    TIME = "time"
    MEMORY = "memory"
    SERVICE = "service"
    """The service ends."""


class Process:
    """Runs one job.

    Args:
        folder: of the job; its task is written there.
        seconds: it may take.
        memory: bytes it may have in use, where the system tells.
    """

    def __init__(self, folder: Path, seconds: float, memory: int) -> None:
        # The same modules as here, and none that only happens to lie in the current folder.
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "api.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        )
        assert self._process.stdin is not None  # noqa: S101 - opened above
        with contextlib.suppress(OSError):  # it did not live so long; that is seen soon
            self._process.stdin.write(os.fsencode(folder.absolute()) + b"\n")
            self._process.stdin.flush()
        self.why: Why | None = None
        self.said = Said()
        self.sealed = False
        self._memory, self._end, self._stop_by = memory, time.monotonic() + seconds, 0.0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    @property
    def over(self) -> bool:
        """Whether it has ended, and all it said was heard."""
        return self._process.poll() is not None and not self._reader.is_alive()

    @property
    def code(self) -> int:
        """What it ended with."""
        return self._process.returncode

    def stop(self, why: Why) -> None:
        """Tell it to stop; the first reason stands."""
        if self.why is None:
            self.why = why
            self._stop_by = time.monotonic() + GRACE_S
            self._shut_input()

    def look(self) -> None:
        """Stop what takes too much, and end what does not stop.

        What it wrote is in the store whole or not at all, however it ends.
        """
        if time.monotonic() > self._end:
            self.stop(Why.TIME)
        elif memory_of(self.pid) > self._memory:
            self.stop(Why.MEMORY)
        # What is about to become visible is left to finish: killed now, nobody could say whether it did.
        if self.why is not None and time.monotonic() > self._stop_by + (FINISH_S if self.sealed else 0):
            self._process.kill()

    def close(self) -> None:
        """Let go of it once it is over."""
        self._shut_input()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def _shut_input(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - opened above
        for line in self._process.stdout:
            with contextlib.suppress(ValueError, TypeError):
                told = json.loads(line)
                self.sealed = self.sealed or "sealed" in told
                self.said = self.said if "sealed" in told else Said(**told)


def memory_of(process: int) -> int:
    """Bytes in use by a process; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0
