"""A hard deadline for what a user's own query may take."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from graph.errors import StoreTimeout

MEMORY_BYTES = 4 << 30
"""Memory in use at which a query is stopped."""


def within(seconds: float, run: Callable[[], None]) -> None:
    """Run in a child process that is stopped when its time or memory is up.

    The engine looks at its own time limit only between rows, so one expression
    can run past it; a process can always be stopped. Where the system cannot
    fork, the engine's limit has to do.

    Raises:
        StoreTimeout: the time or memory was up.
        SystemExit: the child refused, with its exit code.
    """
    if not hasattr(os, "fork"):
        run()
        return
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _be_child(run)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end and _memory(child) < MEMORY_BYTES:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                _report(status)
                return
            time.sleep(0.005)
    except BaseException:
        _stop(child)
        raise
    _stop(child)
    raise _too_much()


def _be_child(run: Callable[[], None]) -> None:
    from api.cli.session import guarded

    code = 0
    try:
        guarded(run)()
        sys.stdout.flush()
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        code = 1
    finally:
        sys.stderr.flush()
        os._exit(code)


def _report(status: int) -> None:
    if os.WIFSIGNALED(status):
        raise _too_much()
    if os.WEXITSTATUS(status):
        raise SystemExit(os.WEXITSTATUS(status))


def _stop(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _memory(child: int) -> int:
    """Bytes in use by a process; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{child}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _too_much() -> StoreTimeout:
    return StoreTimeout(
        "这个查询超过了时限或内存",
        "the query ran out of time or memory",
        do_zh="请加条件或 LIMIT 缩小范围",
        do_en="Narrow it with a condition or LIMIT",
    )
