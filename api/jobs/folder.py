"""The files of jobs: a folder for each, with what was sent for it and what it made, all within a quota."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from api.http.errors import SpaceFull
from graph.errors import StoreReadOnly

OUTCOME, TASK, UPLOADS, RESULTS = "outcome.json", "task.json", "sent", "made"
_LONGEST = 80
"""Characters of a file's name."""
_ODD = re.compile(r'[<>:"|?*%#&\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows takes for devices."""


class Folder:
    """The folder ``jobs/`` beside the store.

    Args:
        path: where it is; made when needed.
        most: bytes of all files together at most.
    """

    def __init__(self, path: Path, most: int) -> None:
        self.path, self._most = path, most

    def of(self, id_: str) -> Path:
        """Return the folder of a job."""
        return self.path / id_

    def make_new(self) -> str:
        """Make a folder with its parts for a job that is to come; return its id.

        Raises:
            SpaceFull: there is no room for more.
            StoreReadOnly: the place cannot be written.
        """
        self.check_room()
        id_ = new_id()
        try:
            for part in (UPLOADS, RESULTS):
                (self.of(id_) / part).mkdir(parents=True)
        except OSError as error:
            raise StoreReadOnly(
                "任务的文件夹写不了", "the folder of jobs cannot be written", where=str(self.path), do_zh="请检查权限"
            ) from error
        return id_

    def check_room(self, more: int = 0) -> None:
        """Refuse more bytes than there is room for.

        Raises:
            SpaceFull: the quota is used up.
        """
        if self.used() + more > self._most:
            raise SpaceFull(
                f"任务的文件已满 {self._most} 字节",
                f"the files of jobs take all of {self._most} bytes",
                do_zh="请等旧的结果过期，或取消、删去几个任务",
                do_en="Wait until older results expire, or cancel some jobs",
            )

    def used(self) -> int:
        """Bytes of all files."""
        return _size_of(self.path)

    def sent(self, ids: Iterable[str]) -> int:
        """Bytes that were sent for some jobs."""
        return sum(_size_of(self.of(id_) / UPLOADS) for id_ in ids)

    def write_task(self, id_: str, task: Mapping[str, Any]) -> None:
        """Write down what the process of a job is to do."""
        (self.of(id_) / TASK).write_text(json.dumps(task, ensure_ascii=False), encoding="utf-8")

    def outcome(self, id_: str) -> dict[str, Any] | None:
        """Return what the process of a job came to; None if it did not come so far."""
        try:
            found: dict[str, Any] = json.loads((self.of(id_) / OUTCOME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found

    def result(self, id_: str, name: str) -> Path:
        """Return the place of a file that a job made."""
        return self.of(id_) / RESULTS / name

    def drop_uploads(self, id_: str) -> None:
        """Remove what was sent for a job; it is over."""
        shutil.rmtree(self.of(id_) / UPLOADS, ignore_errors=True)

    def drop_results(self, id_: str) -> None:
        """Remove what a process made before it was interrupted."""
        place = self.of(id_)
        shutil.rmtree(place / RESULTS, ignore_errors=True)
        with contextlib.suppress(OSError):
            (place / OUTCOME).unlink(missing_ok=True)
            (place / RESULTS).mkdir(parents=True, exist_ok=True)

    def drop(self, id_: str) -> None:
        """Remove everything of a job."""
        shutil.rmtree(self.of(id_), ignore_errors=True)

    def strays(self, known: Collection[str], before: float) -> list[str]:
        """Return folders of no job that were made before a time: uploads whose sender went away with the service."""
        found = []
        with contextlib.suppress(OSError):
            for place in self.path.iterdir():
                if place.is_dir() and re.fullmatch(r"[0-9a-f]{24}", place.name) and place.name not in known:
                    with contextlib.suppress(OSError):
                        if place.stat().st_mtime < before:
                            found.append(place.name)
        return found


def new_id() -> str:
    """Return an id that nobody can guess."""
    return secrets.token_hex(12)


def safe_name(label: str) -> str:
    """Return a name for a file on any system, as near as can be to what its sender called it.

    The name is a label: no part of it leads anywhere. Signs that turn the
    direction of writing or cannot be seen are left out.
    """
    name = re.split(r"[/\\]", label)[-1]
    name = "".join(char for char in name if unicodedata.category(char)[0] != "C")
    name = _ODD.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    if len(name) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        kept = dot + ending if dot and len(ending) <= 8 else ""
        name = (stem if kept else name)[: _LONGEST - len(kept)] + kept
    while len(name.encode()) > 240:
        name = name[1:]
    return f"_{name}" if _DEVICES.fullmatch(name) else name or "upload"


def _size_of(folder: Path) -> int:
    """Bytes of all files in a folder; others add and remove some meanwhile."""
    total = 0
    for place, _, names in os.walk(folder):  # passes over what is not there any more
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(place) / name).lstat().st_size
    return total
