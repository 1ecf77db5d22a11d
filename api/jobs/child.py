"""The process of one job: told by a file what to do, telling line by line, leaving its outcome in a file.

It stops, with the store as it was, when its standard input ends: because it
is told to, or because whoever started it is gone. Only when what it wrote is
about to become visible does it go on to the end.
"""

from __future__ import annotations

import _thread
import contextlib
import importlib
import json
import os
import re
import signal
import sys
import threading
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from api.access.caller import Caller
from api.jobs.folder import OUTCOME, TASK
from api.jobs.kinds import KINDS
from api.jobs.model import told
from api.jobs.task import Sealed, Task
from graph.embedded.lock import WriterLock
from graph.errors import LiantuError, StoreTimeout

LOCK = "child"
"""Held in a job's folder for as long as its process lives."""
LINGER_S = 10.0
"""Seconds after which a process that was stopped ends itself, whatever it is doing."""
_OPTION = re.compile(r"(?<![\w-])--([a-z]+(?:-[a-z]+)*)")


def main(folder: Path) -> None:
    """Do a job."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs have it switched off
    lock = WriterLock(folder / LOCK)
    lines = _lines()
    given: dict[str, Any] = json.loads((folder / TASK).read_text(encoding="utf-8"))

    def write(line: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # whoever watched is gone: the watch below stops the work
            lines.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            lines.flush()

    now = datetime.now().astimezone().isoformat(timespec="seconds")
    sealed = Sealed(lambda: write({"sealed": True}))
    who = Caller(given["who"], key_id=given["parameters"].get("key_id", ""))
    task = Task(
        given["place"],
        folder,
        given["parameters"],
        who,
        Path(given["access"]),
        now,
        lambda said: write(asdict(said)),
        sealed,
    )
    threading.Thread(target=_watch, args=(task,), daemon=True).start()
    try:
        outcome = _outcome(given["kind"], task)
    except KeyboardInterrupt:
        outcome = {"stopped": True}
    task.sealed.close(visible=False)
    _leave(folder, outcome)
    lock.release()


def _outcome(kind: str, task: Task) -> dict[str, Any]:
    module, _, name = KINDS[kind].work.partition(":")
    try:
        result = getattr(importlib.import_module(module), name)(task)
    except LiantuError as error:
        return {"error": told(over_http(error)), "files": [asdict(file) for file in task.files]}
    except MemoryError:
        return {"error": told(StoreTimeout("内存不够", "out of memory"))}
    return {"result": result, "files": [asdict(file) for file in task.files]}


def over_http(error: LiantuError) -> LiantuError:
    """Return a refusal that names parameters as they are written here: ``as_of`` for ``--as-of``."""
    texts = (error.zh, error.en, error.where, error.do_zh, error.do_en)
    zh, en, where, do_zh, do_en = (_OPTION.sub(lambda found: found[1].replace("-", "_"), text) for text in texts)
    return type(error)(zh, en, where=where, do_zh=do_zh, do_en=do_en)


def _leave(folder: Path, outcome: dict[str, Any]) -> None:
    part = folder / f"{OUTCOME}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump(outcome, file, ensure_ascii=False, default=str)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / OUTCOME)


def _watch(task: Task) -> None:
    """Wait for the end of standard input, then stop the work."""
    while sys.stdin.buffer.read(1):
        pass
    if task.sealed.stop(_thread.interrupt_main):
        threading.Event().wait(LINGER_S)
        os._exit(1)


def _lines() -> BinaryIO:
    """Return the pipe for what is told; an engine that prints to standard output prints nowhere."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pipe


if __name__ == "__main__":
    main(Path(os.fsdecode(sys.stdin.buffer.readline().rstrip(b"\n"))))
