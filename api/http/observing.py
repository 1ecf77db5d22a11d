"""What is told of each request: a line of the log, numbers for Prometheus, and an answer to faults of the program.

A line names the route (``/api/v1/nodes/{key}``), never what was asked for: a
query may hold a person's name. There are no bodies and no headers in it either;
of a key it names the id, which opens nothing.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.caller import caller_of
from api.http.errors import Unexpected
from api.http.problems import language, problem
from api.settings import Settings
from graph.errors import LiantuError

Log = Callable[[dict[str, Any]], None]
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


NUMBERS = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which several processes count together; set before this module is imported."""


def to_stderr(line: dict[str, Any]) -> None:
    """Write a line of the log as JSON, in one piece: several processes may write to the same place."""
    if sys.stderr is not None:  # there is none in a program without a console on Windows
        sys.stderr.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stderr.buffer.flush()


def told(event: str, **facts: object) -> dict[str, Any]:
    """Return a line of the log about the service itself."""
    return {"at": _now(), "process": os.getpid(), "event": event, **facts}


def forget_process(folder: Path, process: int) -> None:
    """Forget what a process that has ended was doing; what it has counted stays."""
    for file in folder.glob(f"gauge_live*_{process}.db"):
        file.unlink(missing_ok=True)


def quiet(line: dict[str, Any]) -> None:
    """Keep no log."""


class Metrics:
    """The numbers of one application, or of all processes of a service, in the text format of Prometheus."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ["route", "method", "status"]
        self.requests = Counter("liantu_http_requests", "Requests answered", labels, registry=self._registry)
        self.seconds = Histogram(
            "liantu_http_seconds", "Seconds to answer", ["route"], registry=self._registry, buckets=_BUCKETS
        )
        self.running = Gauge(
            "liantu_http_running", "Requests being answered", registry=self._registry, multiprocess_mode="livesum"
        )
        self.openings = Gauge(
            "liantu_store_openings", "Times the store was opened", registry=self._registry, multiprocess_mode="livesum"
        )

    def text(self) -> bytes:
        """Return all numbers."""
        if os.environ.get(NUMBERS):
            every = CollectorRegistry()
            MultiProcessCollector(every)  # type: ignore[no-untyped-call]
            return generate_latest(every)
        return generate_latest(self._registry)


class Observer:
    """Outermost middleware: numbers and logs every request, and answers when the program fails."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics, log: Log) -> None:
        self._app, self._settings, self._metrics, self._log = app, settings, metrics, log
        self._numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request be answered and take note."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["liantu.request"] = f"{os.getpid():x}-{next(self._numbers):x}"
        method = _method(scope)
        seen = _Seen(send)
        begun = time.perf_counter()
        fault = ""
        self._metrics.running.inc()
        try:
            await self._app(scope, receive, seen)
        except LiantuError as error:
            # A body that is too long comes to light while it is read, wherever that is.
            await self._refuse(error, scope, receive, seen)
        except Exception as error:
            fault = _place(error)
            what = Unexpected(
                "没有料到的错误", "unexpected", do_zh="请把请求编号告诉我们", do_en="Tell us the instance"
            )
            await self._refuse(what, scope, receive, seen)
            if os.environ.get("LIANTU_DEBUG"):
                traceback.print_exc()
        finally:
            self._metrics.running.dec()
            self._note(scope, method, seen, time.perf_counter() - begun, fault)

    async def _refuse(self, error: LiantuError, scope: Scope, receive: Receive, seen: _Seen) -> None:
        if seen.status:
            # Half an answer is out: only a broken connection says that it is not whole.
            raise error
        lang = language(Headers(scope=scope).get("accept-language", ""), self._settings.language)
        answer = problem(error, lang, instance=scope["liantu.request"], retry_after=self._settings.retry_after)
        await answer(scope, receive, seen)

    def _note(self, scope: Scope, method: str, seen: _Seen, took: float, fault: str) -> None:
        route = str(getattr(scope.get("route"), "path", "unknown"))
        status = seen.status or 499
        self._metrics.requests.labels(route, method, str(status)).inc()
        self._metrics.seconds.labels(route).observe(took)
        line: dict[str, Any] = {
            "at": _now(),
            "request": scope["liantu.request"],
            "method": method,
            "route": route,
            "status": status,
            "ms": round(took * 1000, 2),
            "bytes": seen.size,
        }
        who = caller_of(scope).key_id
        self._log(line | ({"key": who} if who else {}) | ({"fault": fault} if fault else {}))


class _Seen:
    """Passes an answer on and remembers its status and size."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status, self.size = 0, 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.size += len(message.get("body", b""))
        await self._send(message)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="milliseconds")


def _method(scope: Scope) -> str:
    """The method, of those that are known: labels of numbers must not grow with what people send."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "OTHER"


def _place(error: Exception) -> str:
    """What failed and where in the program, without what it was working on."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
