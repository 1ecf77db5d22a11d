"""Takes jobs in order, runs each in a process of its own, and brings back what was left behind.

Each process of a service has one runner, and holds a lock file for as long as
it lives. A job whose runner's lock can be had lost its runner: what its
process finished all the same counts; otherwise it waits again at its old
place, once, if doing it twice is doing it once, and is told as interrupted
if not.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.access.database import NAME as ACCESS
from api.http.errors import JobInterrupted
from api.jobs.child import LOCK
from api.jobs.folder import Folder, new_id
from api.jobs.kinds import KINDS
from api.jobs.ledger import Ledger
from api.jobs.model import File, Job, Said, State, told
from api.jobs.process import Process, Why
from graph.embedded.lock import WriterLock
from graph.errors import LiantuError, StoreBusy, StoreError, StoreTimeout

TICK_S, IDLE_S, SWEEP_S = 0.1, 1.0, 30.0
"""Seconds between looks: while a job runs, while none does, and for what is expired."""
TRIES = 2
"""How often a job is begun at most."""
FORGET_S = 30 * 86_400.0
"""Seconds for which a job is still told after its files are gone."""
STRAY_S = 3_600.0
"""Seconds after which files that no job has are dropped."""
_AGAIN = Said("服务中断过，从头再做", "the service was interrupted; doing it again from the start")


@dataclass(frozen=True, slots=True)
class Limits:
    """What jobs may take.

    Args:
        readers: jobs that only read, at once.
        seconds: for one job.
        memory: bytes for one job.
        keep_s: seconds for which results are kept.
    """

    readers: int = 1
    seconds: float = 3_600.0
    memory: int = 4 << 30
    keep_s: float = 7 * 86_400.0


class Runner:
    """Runs jobs in a thread, from :meth:`start` to :meth:`stop`.

    Args:
        place: of the store.
        ledger: the jobs.
        folder: their files.
        limits: see there.
        told_of: is told what went wrong with the ledger itself.
    """

    def __init__(
        self, place: str, ledger: Ledger, folder: Folder, limits: Limits, told_of: Callable[[str], None]
    ) -> None:
        self._place, self._ledger, self._folder, self._limits, self._told_of = place, ledger, folder, limits, told_of
        self.name = new_id()
        self._lock: WriterLock | None = None
        self._running: dict[str, tuple[Job, Process]] = {}
        self._stopping, self._woken = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._turn = threading.Lock()
        self._swept = 0.0

    def start(self) -> None:
        """Begin to take jobs; again does nothing."""
        with self._turn:
            if self._thread is None:
                self._hold()
                self._thread = threading.Thread(target=self._loop, name="liantu-jobs", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        """Look for a job now."""
        self._woken.set()

    def stop(self) -> None:
        """Stop what runs, and put it back in the line where that may be."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join()
        if self._lock is not None:
            self._lock.release()
            self._lock.path.unlink(missing_ok=True)

    def _hold(self) -> None:
        place = self._runners()
        place.mkdir(parents=True, exist_ok=True)
        self._lock = WriterLock(place / self.name)

    def _runners(self) -> Path:
        return self._folder.path / "runners"

    # --- the loop ---

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._once()
            self._woken.wait(TICK_S if self._running else IDLE_S)
            self._woken.clear()
        for _, process in self._running.values():
            process.stop(Why.SERVICE)
        while self._running:
            self._safely(self._look)
            time.sleep(TICK_S)

    def _once(self) -> None:
        self._safely(self._recover)
        if time.monotonic() - self._swept > SWEEP_S or not self._swept:
            self._swept = time.monotonic()
            self._safely(self._sweep)
        self._safely(self._take)
        self._safely(self._look)

    def _safely(self, step: Callable[[], None]) -> None:
        """A ledger that cannot be had now is had later; the jobs go on meanwhile."""
        try:
            step()
        except (LiantuError, sqlite3.Error, OSError) as error:
            self._told_of(f"{type(error).__name__}: {error}")

    def _take(self) -> None:
        while (job := self._ledger.claim(self.name, self._limits.readers)) is not None:
            try:
                self._folder.drop_results(job.id)
                task = {
                    "kind": job.kind,
                    "place": self._place,
                    "parameters": job.parameters,
                    "who": job.owner,
                    "access": str(self._folder.path.parent / ACCESS),
                }
                self._folder.write_task(job.id, task)
                process = Process(self._folder.of(job.id), self._limits.seconds, self._limits.memory)
            except OSError as error:
                self._fail(job, StoreError(f"任务开不了：{error}", f"the job cannot be started: {error}"))
                continue
            self._running[job.id] = job, process

    def _look(self) -> None:
        for job, process in list(self._running.values()):
            process.look()
            if self._ledger.say(job.id, process.said):
                process.stop(Why.CANCELLED)
            if process.over:
                self._finish(job, process)
                del self._running[job.id]
                process.close()
                self._woken.set()

    # --- how it ends ---

    def _finish(self, job: Job, process: Process) -> None:
        if self._ended_by_itself(job):
            return
        if process.sealed:
            self._fail(job, _in_the_end())
        elif process.why is Why.CANCELLED:
            self._over(job, State.CANCELLED)
        elif process.why in (Why.TIME, Why.MEMORY):
            self._fail(job, _too_much(process.why))
        elif process.why is Why.SERVICE:
            self._interrupted(job, counts=False)
        else:
            self._interrupted(job)

    def _ended_by_itself(self, job: Job) -> bool:
        """Take over what the process of a job came to, if it came so far."""
        found = self._folder.outcome(job.id)
        if found is None or "stopped" in found:
            return False
        files = tuple(File(**one) for one in found.get("files", ()))
        if "error" in found:
            self._over(job, State.FAILED, problem=found["error"], files=files)
        else:
            self._over(job, State.DONE, result=found["result"], files=files)
        return True

    def _fail(self, job: Job, error: LiantuError) -> None:
        self._over(job, State.FAILED, problem=told(error))

    def _over(self, job: Job, state: State, **what: Any) -> None:  # noqa: ANN401 - as Ledger.end takes it
        self._ledger.end(job.id, state, self._limits.keep_s, **what)
        self._folder.drop_uploads(job.id)

    def _interrupted(self, job: Job, *, counts: bool = True) -> None:
        """Have a job done again, or tell that it was interrupted."""
        if self._ledger.cancelling(job.id):
            self._over(job, State.CANCELLED)
        elif KINDS[job.kind].again and (not counts or job.attempts < TRIES):
            self._ledger.put_back(job.id, _AGAIN)
        else:
            self._fail(job, _interrupted())

    # --- what others left ---

    def _recover(self) -> None:
        for job in self._ledger.running():
            # A process may outlive its runner while what it wrote is becoming visible.
            if job.runner == self.name or held(self._runners() / job.runner) or held(self._folder.of(job.id) / LOCK):
                continue
            if not self._ended_by_itself(job):
                self._interrupted(job)

    def _sweep(self) -> None:
        expired, gone = self._ledger.expire(FORGET_S)
        for id_ in (*expired, *gone):
            self._folder.drop(id_)
        for id_ in self._folder.strays(self._ledger.ids(), time.time() - STRAY_S):
            self._folder.drop(id_)
        for path in self._runners().glob("*.lock"):
            if path.stem != self.name and not held(path.with_suffix("")):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)


def held(place: Path) -> bool:
    """Whether somebody holds the lock named after a place."""
    if not place.with_name(place.name + ".lock").exists():
        return False
    try:
        WriterLock(place).release()
    except StoreBusy:
        return True
    except StoreError:
        return False
    return False


def _interrupted() -> JobInterrupted:
    return JobInterrupted(
        "做到一半，服务或它的进程被中断了；库没有变",
        "the service or the job's process was interrupted; the store is unchanged",
        do_zh="请再提交一次",
        do_en="Ask for it again",
    )


def _in_the_end() -> JobInterrupted:
    return JobInterrupted(
        "写入生效的一刻被中断：可能已全部载入，也可能没有，不会是一半",
        "interrupted at the moment of taking effect: all of it is in the store or nothing, and which is not known",
        do_zh="请看 /api/v1/changes 里有没有它，没有就再提交一次",
        do_en="Look in /api/v1/changes, and ask again if it is not there",
    )


def _too_much(why: Why) -> StoreTimeout:
    if why is Why.TIME:
        return StoreTimeout("任务超过了时限；库没有变", "the job ran out of time; the store is unchanged")
    return StoreTimeout(
        "任务用的内存太多；库没有变",
        "the job ran out of memory; the store is unchanged",
        do_zh="请分成几份",
        do_en="Split it into parts",
    )
