"""The process in which a user's own query runs: told by line what to read, answering by line.

It opens the store for reading, writes no file (the system holds it to that
where it can), and ends by itself when its time is over, should the process
that started it be gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from graph.errors import LiantuError, QueryRefused, StoreError, StoreTimeout
from graph.opening import open_store
from graph.store import Store, Table

PATIENCE_S = 5.0
"""Seconds past its time after which the process ends itself."""


def main() -> None:
    """Answer requests until there are no more."""
    _hold_back()
    with _answers() as answers, Desk() as desk:
        for line in sys.stdin.buffer:
            request: dict[str, Any] = json.loads(line)
            _end_after(request["timeout_s"] + PATIENCE_S)
            text = json.dumps(desk.answer(request), ensure_ascii=False)
            answers.write(text.encode("utf-8", "replace") + b"\n")
            answers.flush()
            _end_after(0)


class Desk:
    """Keeps the store open from one request to the next, as long as its file is what it was."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._seen: object = None

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Read what a request asks for.

        Returns:
            The table, or the refusal under ``error``.
        """
        try:
            return _table(
                self._open(request["place"]).read(
                    request["cypher"],
                    request["parameters"],
                    max_rows=request["max_rows"],
                    max_size=request["max_size"],
                    timeout_s=request["timeout_s"],
                )
            )
        except QueryRefused as error:
            return {"error": _told(error)}
        except LiantuError as error:
            self.close()
            return {"error": _told(error)}
        except MemoryError:
            self.close()
            return {"error": _told(StoreTimeout("内存不够", "out of memory"))}
        except Exception as error:
            # Whatever an engine may throw at a hostile query is an answer here, not the end of the process.
            self.close()
            what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            return {"error": _told(StoreError(f"查询没有执行完：{what}", f"the query failed: {what}"))}

    def close(self) -> None:
        """Close the store, if it is open."""
        store, self._store = self._store, None
        if store is not None:
            store.close()

    def _open(self, place: str) -> Store:
        seen = place, _state(Path(place)), _state(Path(place + ".wal"))
        if self._store is None or seen != self._seen:
            self.close()
            self._store, self._seen = open_store(place, read_only=True), seen
        return self._store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _state(path: Path) -> object:
    """What changes when somebody writes a file; on Windows an open file stops a writer, so there it always does."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return object() if os.name == "nt" else (found.st_ino, found.st_mtime_ns, found.st_size)


def _answers() -> BinaryIO:
    """Return the pipe for answers; an engine that prints to standard output prints nowhere."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pipe


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": table.columns,
        "rows": table.rows,
        "truncated": table.truncated,
        "oversize": table.oversize,
    }


def _told(error: LiantuError) -> dict[str, str]:
    return {
        "code": error.code,
        "zh": error.zh,
        "en": error.en,
        "where": error.where,
        "do_zh": error.do_zh,
        "do_en": error.do_en,
    }


def _hold_back() -> None:
    """Let this process write no file and leave no core behind, where the system knows such limits."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_after(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
