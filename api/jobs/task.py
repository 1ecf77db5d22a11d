"""What the work of a job is given: what to do, where, and ways to tell and to write without being torn in half."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from api.access.audit import record
from api.access.caller import Caller
from api.jobs.folder import RESULTS, UPLOADS
from api.jobs.model import File, Said
from graph.errors import StoreBusy
from graph.opening import open_store
from graph.store import Store

WAIT_S = 0.25
"""Seconds between tries while another program writes to the store."""
_WAITING = Said("等另一个程序写完", "waiting for another program that writes")


class Sealed:
    """From when on a job is no longer stopped: what it wrote is about to become visible.

    Being stopped later could leave work that is in the store and told as cancelled.

    Args:
        tell: is told that it is so, before anything is visible.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._turn, self._sealed, self._tell = threading.Lock(), False, tell

    def close(self, *, visible: bool = True) -> None:
        """Let nobody stop this job any more; ``visible`` says that something becomes so."""
        with self._turn:
            self._sealed = True
        time.sleep(0)  # whoever stopped it just before is heard here, while nothing is visible yet
        if visible:
            self._tell()

    def stop(self, interrupt: Callable[[], None]) -> bool:
        """Stop the job unless it is too late; return whether it was not."""
        with self._turn:
            if not self._sealed:
                interrupt()
            return not self._sealed


@dataclass
class Task:
    """One job, for the one process that does it.

    Args:
        place: of the store.
        folder: of the job.
        parameters: what was asked for.
        who: who asked.
        access: the file with the record of changes.
        when: the time, ISO 8601 with offset.
        tell: passes words on to whoever watches.
        sealed: see :class:`Sealed`.
    """

    place: str
    folder: Path
    parameters: Mapping[str, Any]
    who: Caller
    access: Path
    when: str
    tell: Callable[[Said], None]
    sealed: Sealed = field(default_factory=Sealed)
    files: list[File] = field(default_factory=list)
    _changes: list[tuple[str, str, object, object]] = field(default_factory=list)

    def say(self, zh: str, en: str, done: int = 0, total: int = 0) -> None:
        """Tell how far it is."""
        self.tell(Said(zh, en, done, total))

    def changed(self, action: str, target: str, before: object = None, after: object = None) -> None:
        """Have a change recorded, just before it becomes visible; see :func:`api.access.audit.record`."""
        self._changes.append((action, target, before, after))

    def sent(self, part: str) -> Path:
        """Return the file that was sent as ``part``; a folder holds it, since its name is the sender's."""
        (found,) = (self.folder / UPLOADS / part).iterdir()
        return found

    def has(self, part: str) -> bool:
        """Tell whether a file was sent as ``part``."""
        return (self.folder / UPLOADS / part).is_dir()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Store]:
        """Open the store for reading, waiting for who is just writing."""
        with self._patiently(lambda: open_store(self.place, read_only=True)) as store:
            yield store

    @contextlib.contextmanager
    def writing(self) -> Iterator[Store]:
        """Open the store for writing, waiting for others; all that is written becomes visible together at the end."""
        with contextlib.ExitStack() as stack:
            store = stack.enter_context(self._patiently(lambda: open_store(self.place)))

            def stage() -> contextlib.AbstractContextManager[None]:
                return store.staged()

            with self._staged(stage):
                yield store
                self.sealed.close()
                for change in self._changes:
                    record(self.access, self.who, *change)

    @contextlib.contextmanager
    def make(self, name: str, media: str, zh: str, en: str) -> Iterator[IO[bytes]]:
        """Write a file that whoever asked can fetch."""
        place = self.folder / RESULTS / name
        with place.open("wb") as file:
            yield file
        self.files.append(File(name, media, place.stat().st_size, zh, en))

    def _patiently(self, begin: Callable[[], Store]) -> Store:
        while True:
            try:
                return begin()
            except StoreBusy:
                self.tell(_WAITING)
                time.sleep(WAIT_S)

    @contextlib.contextmanager
    def _staged(self, begin: Callable[[], contextlib.AbstractContextManager[None]]) -> Iterator[None]:
        """Enter a stage, waiting where the store is a server and another program has its turn."""
        while True:
            stage = begin()
            try:
                stage.__enter__()
                break
            except StoreBusy:
                self.tell(_WAITING)
                time.sleep(WAIT_S)
        with contextlib.ExitStack() as stack:
            stack.push(stage.__exit__)
            yield
