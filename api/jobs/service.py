"""What a service knows of jobs: the ledger, the files, and the runner, started when there is anything to run."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from api.access.caller import Caller
from api.access.scope import Scope
from api.http.errors import JobOver, QuotaExceeded
from api.jobs.folder import Folder
from api.jobs.ledger import Ledger
from api.jobs.model import Job, State
from api.jobs.runner import Limits, Runner
from api.settings import Settings

T = TypeVar("T")
NAME, FOLDER = "jobs.sqlite", "jobs"
LOOK_S = 0.1
"""Seconds between looks at a job for which somebody waits."""


class Jobs:
    """The jobs of a service; in ``app.state.jobs``.

    Args:
        settings: where things are, and limits.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.ledger = Ledger(settings.folder / NAME)
        self.folder = Folder(settings.folder / FOLDER, settings.jobs_space)
        limits = Limits(settings.jobs_reading, settings.jobs_seconds, settings.jobs_memory, settings.jobs_keep_s)
        place = settings.store if "://" in settings.store else str(Path(settings.store).expanduser().absolute())
        self._runner = Runner(place, self.ledger, self.folder, limits, _complain)
        self._threads = ThreadPoolExecutor(4, "liantu-jobs")

    def begin(self) -> None:
        """Take up what earlier processes left, if there is anything."""
        if self.ledger.exists:
            self._runner.start()

    async def submit(
        self, kind: str, caller: Caller, label: str, parameters: Mapping[str, Any], *, folder: str = ""
    ) -> Job:
        """Put a job at the end of the line.

        Args:
            kind: see :mod:`api.jobs.kinds`.
            caller: who asks.
            label: what it works on.
            parameters: for the work; who asks is added.
            folder: id of the folder that was made for it; a new one if not given.

        Raises:
            QueueFull, SpaceFull, StoreError: it was not taken.
        """

        def add() -> Job:
            # The folder is there before the row: nobody takes up a job without its files.
            id_ = folder or self.make_folder()
            given = {**parameters, "key_id": caller.key_id}
            try:
                job = self.ledger.add(kind, caller.name, label[:200], given, self._settings.jobs_waiting, id_)
            except BaseException:
                self.folder.drop(id_)
                raise
            self._runner.start()
            self._runner.wake()
            return job

        return await self.aside(add)

    def make_folder(self) -> str:
        """Make a folder for a job that is to come; return its id."""
        return self.folder.make_new()

    async def get(self, id_: str, caller: Caller) -> Job:
        """Return a job that the caller may see.

        Raises:
            NotFound: there is none.
        """
        return await self.aside(lambda: self.ledger.get(id_, sees(caller)))

    async def ahead(self, job: Job) -> int | None:
        """Return how many jobs are before one that waits; None for one that does not."""
        return await self.aside(partial(self.ledger.ahead, job)) if job.state is State.QUEUED else None

    async def wait(self, job: Job, seconds: float) -> Job:
        """Return a job when it is over, or as it is after some seconds."""
        end = time.monotonic() + seconds
        while not job.state.over and time.monotonic() < end:
            await asyncio.sleep(LOOK_S)
            job = await self.aside(partial(self.ledger.get, job.id))
        return job

    def room(self, caller: Caller) -> int:
        """Return how many bytes a caller may send now.

        Raises:
            QuotaExceeded: what the caller sent for jobs that are not over yet is as much as may be.
        """
        own = [job.id for job in self.ledger.unfinished(caller.name)]
        left = min(self._settings.upload, caller.limits.upload - self.folder.sent(own))
        if left <= 0:
            raise QuotaExceeded(
                f"这个密钥还没做完的上传已满 {caller.limits.upload} 字节",
                f"what this key sent for jobs that are not over takes all of {caller.limits.upload} bytes",
                do_zh="请等它们做完，或取消几个",
                do_en="Wait for them, or cancel some",
            )
        return left

    async def cancel(self, id_: str, caller: Caller) -> Job:
        """Cancel a job that waits, or have one stopped that runs.

        Raises:
            NotFound: there is none.
            JobOver: it is over.
        """

        def cancelled() -> Job:
            before = self.ledger.get(id_, sees(caller))
            after = self.ledger.cancel(id_)
            if before.state.over:
                raise JobOver(
                    f"任务已经结束：{before.state.zh}", f"the job is over: {before.state.value}", do_zh="不用取消了"
                )
            if after.state is State.CANCELLED:
                self.folder.drop(id_)
            self._runner.wake()
            return after

        return await self.aside(cancelled)

    async def aside(self, work: Callable[[], T]) -> T:
        """Do something with the ledger or files beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def stop(self) -> None:
        """Stop what runs; it is put back in the line where that may be."""
        self._runner.stop()

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=True, cancel_futures=True)


def sees(caller: Caller) -> str | None:
    """Whose jobs a caller sees: the caller's own, or everybody's (None)."""
    return None if caller.scope >= Scope.ADMIN else caller.name


def _complain(text: str) -> None:
    sys.stderr.write(f'{{"jobs": {text[:300]!r}}}\n')
