"""A job, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from graph import errors
from graph.errors import LiantuError


class State(StrEnum):
    """What has become of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return _ZH[self]

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (State.QUEUED, State.RUNNING)


_ZH = {
    State.QUEUED: "排队",
    State.RUNNING: "进行中",
    State.DONE: "完成",
    State.FAILED: "没有做成",
    State.CANCELLED: "已取消",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a job tells of itself while it runs: a sentence, and how much is done of how much (0 where unknown)."""

    zh: str = ""
    en: str = ""
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file that a job made: its name in the job's folder, what it is, and its size."""

    name: str
    media: str
    size: int
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    Args:
        id: names it to others; cannot be guessed.
        number: its place in the order in which jobs were asked for.
        kind: see :mod:`api.jobs.kinds`.
        owner: name of the key that asked for it; empty for whoever reads on this machine without one.
        label: what it works on, for people.
        parameters: what was asked for, as plain data.
        state: what has become of it.
        cancelling: somebody wants it stopped.
        attempts: how often it was begun.
        runner: who runs it.
        said: its latest words.
        created: when it was asked for; seconds since 1970, as the next two.
        started: when it was begun last; 0 if never.
        ended: when it was over; 0 if it is not.
        problem: the refusal, where it failed.
        result: what it found, as plain data.
        files: what it made.
        expires: until when its files are kept.
        expired: its files are gone.
    """

    id: str
    number: int
    kind: str
    owner: str
    label: str
    parameters: Mapping[str, Any]
    state: State
    cancelling: bool = False
    attempts: int = 0
    runner: str = ""
    said: Said = field(default_factory=Said)
    created: float = 0.0
    started: float = 0.0
    ended: float = 0.0
    problem: Mapping[str, str] | None = None
    result: Mapping[str, Any] | None = None
    files: tuple[File, ...] = ()
    expires: float = 0.0
    expired: bool = False


def told(error: LiantuError) -> dict[str, str]:
    """Return a refusal as plain data; :func:`refusal` makes it again."""
    return {
        "code": error.code,
        "zh": error.zh,
        "en": error.en,
        "where": error.where,
        "do_zh": error.do_zh,
        "do_en": error.do_en,
    }


def refusal(said: Mapping[str, str]) -> LiantuError:
    """Return the refusal that was written down by :func:`told`."""
    from api.http import errors as own

    given = dict(said)
    kind: type[LiantuError] = {**vars(errors), **vars(own)}.get(given.pop("code"), LiantuError)
    return kind(given.pop("zh"), given.pop("en"), **given)


def time_of(seconds: float) -> str | None:
    """Return a time as ISO 8601 with the offset of this machine's zone, None where there is none yet."""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="milliseconds") if seconds else None
