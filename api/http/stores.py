"""One open store a process, opened again when its data change.

An embedded store is one file: a reader keeps what it saw when it was opened.
Before each use the file and its log are looked at (two ``stat`` calls, some
microseconds, and once for all who came before it); when they are others than before, the store is opened anew and
the old one closed once its last reader is done. A file that was rewritten
while a query ran makes that query run again. A server shows its latest state
by itself; there the data version is asked for every ``check_s`` seconds.

A store that cannot be opened is tried again at the next request, though not
more often than every ``RETRY_S``: recovery needs no restart.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from api.http.errors import Overloaded, StoreMissing
from api.http.reading import ReadingStore
from api.http.version import Version, read_version
from api.settings import Settings
from graph.errors import LiantuError, NotFound, StoreBusy, StoreError
from graph.opening import open_beside, open_store
from graph.store import Store

T = TypeVar("T")
State = tuple[object, object]
RETRY_S = 0.5
"""Seconds for which a refusal to open stands."""
TRIES = 4
"""How often something is read again because the file changed meanwhile."""


class RetiredError(StoreBusy):
    """These readers were given up for newer ones between being chosen and being asked."""


class Handles:
    """Readers of one state of the data; they are closed when it is retired and the last of them is given back."""

    def __init__(self, settings: Settings, state: State) -> None:
        self.state = state
        self._place, self._seconds = settings.store, settings.seconds
        at_once = settings.readers + settings.exports + 1  # one more is read in the event loop
        self._first = open_store(self._place, read_only=True, at_once=at_once)
        self._idle, self._all = [self._first], [self._first]
        self._turn, self._out, self._retired = threading.Lock(), 0, False

    @contextlib.contextmanager
    def one(self) -> Iterator[Store]:
        """Lend a reader to one thread."""
        with self._turn:
            if self._retired:
                raise RetiredError(
                    "库正在换成新的", "the store is being opened again", do_zh="请再试", do_en="Try again"
                )
            if not self._idle:
                self._idle.append(open_beside(self._first, self._place))
                self._all.append(self._idle[-1])
            store = self._idle.pop()
            self._out += 1
        try:
            yield ReadingStore(store, self._seconds)
        finally:
            with self._turn:
                self._idle.append(store)
                self._out -= 1
                over = self._retired and not self._out
            if over:
                self._close()

    def retire(self) -> None:
        """Let nobody in any more, and close when all are out."""
        with self._turn:
            over = not self._retired and not self._out
            self._retired = True
        if over:
            self._close()

    def _close(self) -> None:
        for store in reversed(self._all):  # the first holds the file for the others
            store.close()


@dataclass(frozen=True, slots=True)
class _Open:
    handles: Handles
    version: Version
    looked: float
    """When the version was asked for."""


class Stores:
    """The store of a process: its data version, and a bounded number of threads to read it in.

    Args:
        settings: place, readers, limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server = "://" in settings.store
        self._main, self._log = str(_path(settings.store)), str(_path(settings.store + ".wal"))
        self._open: _Open | None = None
        self._turn = threading.Lock()
        self._failed: tuple[float, LiantuError] | None = None
        self._readers = ThreadPoolExecutor(settings.readers, "liantu-read")
        self._waiting = 0
        self._just_seen: _Open | None = None
        self.openings = 0

    async def version(self) -> Version:
        """Return the data version as of now.

        Raises:
            StoreMissing, StoreError: the store cannot be used.
        """
        if (opened := self._present()) is not None:
            return opened.version
        return await asyncio.get_running_loop().run_in_executor(self._readers, lambda: self._current().version)

    async def use(self, work: Callable[[Store], T]) -> T:
        """Let something read in a thread; it has to bear being done again.

        Raises:
            Overloaded: too many wait already.
            LiantuError: whatever the work refuses, or the store cannot be used.
        """
        if self._waiting >= self._settings.waiting:
            raise overloaded()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, self.read, work)
        finally:
            self._waiting -= 1

    async def quick(self, work: Callable[[Store], T]) -> T:
        """Let something read that is found by its key in a file: at once, in the event loop.

        It costs less than to hand it to a thread and to be told. For a server, see :meth:`use`.

        Raises:
            LiantuError: see :meth:`use`.
        """
        opened = self._present()
        if opened is not None and not self._server:
            try:
                with opened.handles.one() as store:
                    found = work(store)
            except LiantuError as error:
                if self._steady(opened.handles) and not isinstance(error, RetiredError):
                    raise
            else:
                if self._steady(opened.handles):
                    return found
        return await self.use(work)

    def read(self, work: Callable[[Store], T]) -> T:
        """Let something read in this thread. See :meth:`use`."""
        for left in range(TRIES - 1, -1, -1):
            handles = self._current().handles
            try:
                with handles.one() as store:
                    found = work(store)
            except LiantuError as error:
                if not left or (self._steady(handles) and not isinstance(error, RetiredError)):
                    raise
            else:
                if not left or self._steady(handles):
                    return found
        raise AssertionError("the last try returns or raises")

    async def compute(self, work: Callable[[], T]) -> T:
        """Let something be computed beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    @contextlib.contextmanager
    def lend(self) -> Iterator[Store]:
        """Lend a reader for as long as an export takes; it sees one state of an embedded store."""
        with contextlib.ExitStack() as stack:
            for left in range(TRIES - 1, -1, -1):
                try:
                    store = stack.enter_context(self._current().handles.one())
                    break
                except RetiredError:
                    if not left:
                        raise
            yield store

    def close(self) -> None:
        """Wait for the readers and close the store."""
        self._readers.shutdown(wait=True, cancel_futures=True)
        with self._turn:
            if self._open is not None:
                self._open.handles.retire()
                self._open = None

    def _present(self) -> _Open | None:
        """What is open, if it is still the data; for the event loop.

        Who was waiting in the loop when the file was looked at need not look again: they came before.
        """
        if self._just_seen is None:
            opened = self._open
            if opened is None or not self._fresh(opened):
                return None
            self._just_seen = opened
            asyncio.get_running_loop().call_soon(self._forget)
        return self._just_seen

    def _forget(self) -> None:
        self._just_seen = None

    def _steady(self, handles: Handles) -> bool:
        """Whether the file itself is as it was; what is only in the log does not touch those who read."""
        return self._server or _seen(self._main) == handles.state[0]

    def _fresh(self, opened: _Open) -> bool:
        recent = time.monotonic() - opened.looked < self._settings.check_s
        if self._server:
            return recent
        main, log = opened.handles.state
        # A writer's log grows with every small load; opening costs more than a read, so that is followed in steps.
        return main is not None and _seen(self._main) == main and (recent or _seen(self._log) == log)

    def _state(self) -> State:
        return (None, None) if self._server else (_seen(self._main), _seen(self._log))

    def _current(self) -> _Open:
        opened = self._open
        if opened is not None and self._fresh(opened):
            return opened
        with self._turn:
            opened = self._open
            if opened is not None and self._fresh(opened):
                return opened
            if self._failed is not None and time.monotonic() - self._failed[0] < RETRY_S:
                raise self._failed[1].with_traceback(None)
            try:
                self._open = self._renewed(opened)
            except LiantuError as error:
                if isinstance(error, StoreBusy) and opened is not None and self._steady(opened.handles):
                    return opened  # only the log is being written: what was read before still stands
                told = _missing(error) if isinstance(error, NotFound) else error
                self._failed = time.monotonic(), told
                raise told from error
            return self._open

    def _renewed(self, opened: _Open | None) -> _Open:
        if opened is not None and self._server:
            looked = time.monotonic()
            with opened.handles.one() as store:
                return _Open(opened.handles, read_version(store), looked)
        for _ in range(TRIES):
            state, looked = self._state(), time.monotonic()
            handles = Handles(self._settings, state)
            self.openings += 1
            try:
                with handles.one() as store:
                    version = read_version(store, state)
            except BaseException:
                handles.retire()
                raise
            if self._steady(handles):
                if opened is not None:
                    opened.handles.retire()
                return _Open(handles, version, looked)
            handles.retire()
        raise StoreBusy(
            "库一直在变", "the store keeps changing", do_zh="请等载入结束后再试", do_en="Try again after the load"
        )


def overloaded() -> Overloaded:
    """Return the refusal of one request too many."""
    return Overloaded("同时的请求太多", "too many requests at once", do_zh="请稍后再试", do_en="Try again shortly")


def _missing(error: LiantuError) -> StoreError:
    return StoreMissing(error.zh, error.en, where=error.where, do_zh=error.do_zh, do_en=error.do_en)


def _path(text: str) -> Path:
    with contextlib.suppress(RuntimeError):  # no such user: opening it tells
        return Path(text).expanduser()
    return Path(text)


def _seen(path: str) -> object:
    """What changes when somebody writes a file."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path costs three times as much
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
