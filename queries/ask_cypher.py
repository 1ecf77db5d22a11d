"""A user's own Cypher, from the text to the answer: checked, then run where nothing can go wrong.

The one way for the command line, HTTP and MCP. The query passes the guard; then
it runs in a process of its own, on a store opened for reading, with limits on
time, rows, size and memory. The process is killed when its time or memory is
up: an engine looks at its own time limit only now and then.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

from graph import errors
from graph.errors import InputError, LiantuError, StoreTimeout
from graph.sizes import size_of
from graph.store import Table, Value
from queries.guard import check
from queries.tokens import parameters as named_in
from queries.tokens import tokenise

GRACE_S = 2.0
"""Seconds that the engine gets past the time limit to stop by itself."""
START_S = 10.0
"""Seconds that the process may take to start, besides."""
POLL_S = 0.005
MAX_PARAMETERS = 1_000_000
"""Characters of all parameters together."""
MAX_DEPTH = 10
"""Deepest nesting of lists and maps in a parameter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take.

    Args:
        rows: rows of the answer at most.
        size: characters of the answer at most, over all rows.
        seconds: time for the engine; the process is killed :data:`GRACE_S` later.
        memory: bytes of memory in use at most.
    """

    rows: int = 100
    size: int = 5_000_000
    seconds: float = 10.0
    memory: int = 2 << 30


class Asker:
    """Runs users' queries on one store, one at a time, in a process that is kept for the next one.

    Several threads may share one; they wait for each other.

    Args:
        place: of the store, see :func:`graph.opening.open_store`.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def ask(self, cypher: str, parameters: Mapping[str, Value] | None = None, limits: Limits | None = None) -> Table:
        """Run a query.

        Raises:
            QueryRefused: it may not be asked, is not understood, or one row of its answer is too large.
            InputError: the parameters given and used differ, or one cannot be sent.
            StoreTimeout: it ran out of time or memory.
            StoreError, NotFound: the store cannot be used.
        """
        given, limits = dict(parameters or {}), limits or Limits()
        check(cypher, given)
        _check_parameters(cypher, given)
        with self._turn:
            return _table(self._run(cypher, given, limits))

    def _run(self, cypher: str, parameters: Mapping[str, Value], limits: Limits) -> dict[str, Any]:
        """Send a query to the process as it is; the guard is not asked."""
        if self._child is None or not self._child.alive:
            self._child = _Child()
        request = {
            "place": self._place,
            "cypher": cypher,
            "parameters": parameters,
            "max_rows": limits.rows,
            "max_size": limits.size,
            "timeout_s": limits.seconds,
        }
        try:
            return self._child.answer(request, limits)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Child:
    """The process, and a thread that waits for its answers."""

    def __init__(self) -> None:
        # The same modules as here, and none that only happens to lie in the current folder.
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "queries.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        )
        self._answers: Queue[bytes] = Queue()
        self._started = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, request: Mapping[str, Any], limits: Limits) -> dict[str, Any]:
        """Send a request and wait for its answer, for as long as time and memory last."""
        end = time.monotonic() + limits.seconds + GRACE_S + (0 if self._started else START_S)
        assert self._process.stdin is not None  # noqa: S101 - opened above
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise _too_much() from error
        while time.monotonic() < end and _memory(self._process.pid) < limits.memory:
            try:
                line = self._answers.get(timeout=POLL_S)
            except Empty:
                continue
            if not line:
                break
            self._started = True
            found: dict[str, Any] = json.loads(line)
            return found
        raise _too_much()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        """Pass on each line of the process, and an empty one at its end."""
        assert self._process.stdout is not None  # noqa: S101 - opened above
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(b"")


def ask(place: str, cypher: str, parameters: Mapping[str, Value] | None = None, limits: Limits | None = None) -> Table:
    """Run one query on the store at ``place``; see :meth:`Asker.ask`."""
    with Asker(place) as asker:
        return asker.ask(cypher, parameters, limits)


def _check_parameters(cypher: str, given: Mapping[str, Value]) -> None:
    wanted = set(named_in(tokenise(cypher)))
    if wanted != set(given):
        missing, extra = "、".join(sorted(wanted - set(given))), "、".join(sorted(set(given) - wanted))
        raise InputError(
            f"参数对不上：缺 {missing or '无'}，多 {extra or '无'}",
            f"parameters missing: {missing or 'none'}; unknown: {extra or 'none'}",
            do_zh="每个 $名字 用 -p 名字=值 给出",
            do_en="Give each $name by -p name=value",
        )
    for name, value in given.items():
        if size_of(value, MAX_PARAMETERS) > MAX_PARAMETERS or not _plain(value):
            raise InputError(
                f"参数 {name} 太大，或不是文字、数、真假、空值和它们的列表",
                f"the parameter {name} is too large, or not made of texts, numbers, true, false, null and lists",
                do_zh=f"最多 {MAX_PARAMETERS} 字符，套 {MAX_DEPTH} 层",
                do_en=f"At most {MAX_PARAMETERS} characters, {MAX_DEPTH} deep",
            )


def _plain(value: Value, depth: int = 0) -> bool:
    if isinstance(value, list | dict):
        inside: Iterator[Value] = iter(value.values() if isinstance(value, dict) else value)
        return depth < MAX_DEPTH and all(_plain(item, depth + 1) for item in inside)
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    return value is None or isinstance(value, int | float)


def _table(found: Mapping[str, Any]) -> Table:
    if "error" in found:
        told = dict(found["error"])
        kind = getattr(errors, told.pop("code"), LiantuError)
        raise kind(told.pop("zh"), told.pop("en"), **told)
    rows = tuple(tuple(row) for row in found["rows"])
    return Table(tuple(found["columns"]), rows, bool(found["truncated"]), bool(found["oversize"]))


def _memory(process: int) -> int:
    """Bytes in use by a process; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
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
