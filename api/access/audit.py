"""The record of changes: who, when, what, before and after. Each entry holds the hash of the one before.

Who can write the file can also write a whole new chain, so the chain alone
proves only that no entry in the middle was changed, left out or put in. A hash
noted elsewhere (``liantu audit --verify`` prints the last one) proves it for
all entries up to that one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request

from api.access.caller import Caller, caller_of
from api.access.database import connect, unusable, writing

COMMAND_LINE = Caller("command-line")
"""Who works at this machine itself; whose account it is, is not kept."""
FIRST = "0" * 64
_COLUMNS = "number, at, who, key_id, action, target, before, after, previous, hash"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change. ``before`` and ``after`` are JSON; ``at`` is ISO 8601 with offset."""

    number: int
    at: str
    who: str
    key_id: str
    action: str
    target: str
    before: str
    after: str
    previous: str
    hash: str

    def dict(self) -> dict[str, Any]:
        """Return the entry for JSON, with what was before and after as values."""
        said = {name: getattr(self, name) for name in ("number", "at", "who", "key_id", "action", "target")}
        said |= {"before": _value(self.before), "after": _value(self.after)}
        return said | {"previous": self.previous, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain holds: ``broken`` is the number of the first entry that does not follow, None if all do."""

    entries: int
    last: str
    broken: int | None = None
    why: str = ""


def record(path: Path, who: Caller, action: str, target: str, before: object = None, after: object = None) -> int:
    """Add an entry, on disk before this returns; return its number.

    To be called while a change can still be undone, so that none is made without its entry.

    Args:
        path: of ``access.sqlite``.
        who: the caller, or :data:`COMMAND_LINE`.
        action: ``thing.verb``, as ``review.accept``.
        target: key of what was changed.
        before: what was so, as JSON can hold it; persons' data in it are blanked.
        after: what is so now.

    Raises:
        AccessUnusable: it cannot be written.
    """
    with writing(path) as opened:
        return append(opened, who, action, target, before, after, time.time())


def audit(request: Request, action: str, target: str, before: object = None, after: object = None) -> int:
    """Add an entry for who makes a request. See :func:`record`."""
    path = request.app.state.access.path
    return record(path, caller_of(request.scope), action, target, before, after)


def append(
    opened: sqlite3.Connection, who: Caller, action: str, target: str, before: object, after: object, now: float
) -> int:
    """Add an entry within a transaction. See :func:`record`."""
    last = opened.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
    at = datetime.fromtimestamp(now).astimezone().isoformat(timespec="milliseconds")
    said = (number, at, who.name, who.key_id, action, _clean(target), _json(before), _json(after), previous)
    opened.execute(f"INSERT INTO audit ({_COLUMNS}) VALUES ({', '.join('?' * 10)})", (*said, _hash(said)))  # noqa: S608
    return int(number)


def read_audit(path: Path, *, since: str = "", before: int = 0, limit: int = 0) -> list[Entry]:
    """Return entries, the newest first.

    Args:
        path: of ``access.sqlite``; without one there are none.
        since: date or time (ISO 8601), of this machine's time zone where it names none; empty for all.
        before: only those with a smaller number; 0 for all.
        limit: at most; 0 for all.

    Raises:
        ValueError: ``since`` is no time.
        AccessUnusable: the file cannot be read.
    """
    after = moment(since) if since else 0
    with _reading(path) as opened:
        if opened is None:
            return []
        rows = opened.execute(
            f"SELECT {_COLUMNS} FROM audit WHERE (? = 0 OR number < ?)"  # noqa: S608
            " AND CAST(strftime('%s', at) AS INTEGER) >= ? ORDER BY number DESC LIMIT ?",
            (before, before, after, limit or -1),
        )
        return [Entry(*row) for row in rows]


def moment(text: str) -> int:
    """Return a date or time in seconds since 1970.

    Raises:
        ValueError: it is none.
    """
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except OverflowError as error:
        raise ValueError(text) from error


def verify(path: Path, known: str = "") -> Verdict:
    """Follow the chain from its first entry.

    Args:
        path: of ``access.sqlite``.
        known: a hash that was noted earlier and has to be in the chain.

    Raises:
        AccessUnusable: the file cannot be read.
    """
    previous, count, met = FIRST, 0, not known
    with _reading(path) as opened:
        for row in opened.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY number") if opened else ():  # noqa: S608
            count += 1
            if row[0] != count:
                return Verdict(count - 1, previous, count, "missing")
            if row[8] != previous:
                return Verdict(count - 1, previous, count, "previous")
            if row[9] != _hash(row[:9]):
                return Verdict(count - 1, previous, count, "changed")
            previous = row[9]
            met = met or previous == known
    return Verdict(count, previous) if met else Verdict(count, previous, count + 1, "cut")


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    if not path.exists():
        yield None
        return
    with contextlib.closing(connect(path)) as opened:
        try:
            yield opened
        except sqlite3.Error as error:
            raise unusable(path, error) from error


def _hash(said: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _json(value: object) -> str:
    text = json.dumps(_without_persons(value), ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode("utf-8", "replace").decode()


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:  # not as it was written
        return text


def _without_persons(value: object) -> object:
    from loaders.imported.privacy import without_persons

    kept, _ = without_persons({"value": value})
    return kept["value"]


def _clean(text: str) -> str:
    from loaders.letters.reading.personal import masked

    return masked(text[:1_000].encode("utf-8", "replace").decode()).text
