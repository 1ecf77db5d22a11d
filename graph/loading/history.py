"""The rows of a store's history, made from what comparisons found. See :mod:`graph.loading.journal`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from graph.kinds import HISTORY
from graph.loading.journal import CAME, CHANGED, GONE, Change, Clock
from graph.loading.merge import Properties
from graph.loading.plan import Plan
from graph.store import Value

MOST = 20_000
"""Changes of one load that are kept one by one; those beyond are only counted."""
LOADED, RELOADED = "loaded", "reloaded"
Ask = Callable[[str, dict[str, object]], Iterable[Sequence[Any]]]
"""Runs a query with parameters."""
_LAST = f"MATCH (c:{HISTORY}) RETURN c.load AS load ORDER BY load DESC LIMIT 1"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_LENGTH = len("20260101T000000.000000Z")
_PART = 5_000


class Journal:
    """Makes the rows of the history for one open store.

    Args:
        clock: tells the time of a load, with an offset.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock, self._last = clock, ""

    def entry(self, source: str, ask: Ask) -> Entry:
        """Return what takes in the changes of a load that begins now."""
        if not self._last:
            self._last = next((str(row[0]) for row in ask(_LAST, {})), "")
        at, last = self._clock(), self._last[:_LENGTH]
        if last and _stamp(at) <= last:
            # Loads keep their order whatever the clock does.
            at = (datetime.strptime(last, _STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1)).astimezone(at.tzinfo)
        self._last = f"{_stamp(at)}/{source}"
        return Entry(source, at, self._last)


class Entry:
    """What one load changes, as rows of kind ``Change``."""

    def __init__(self, source: str, at: datetime, load: str) -> None:
        self._common: Properties = {
            "load": load,
            "at": at.isoformat(timespec="microseconds"),
            "day": at.date().isoformat(),
            "source": source,
        }
        self._tally: Counter[tuple[str, str]] = Counter()
        self._first = False
        self._kept = 0

    def add(self, plan: Plan, *, last: bool = False) -> None:
        """Let a plan write its changes too, one by one as long as there are not too many; the load's row at the end."""
        self._tally.update(plan.noted.tally)
        self._first = plan.noted.first
        rows = [self._row(change) for change in plan.noted.changes[: MOST - self._kept]]
        if last:
            rows += self._head()
        if rows:
            plan.new_nodes[HISTORY] = rows

    def head(self) -> Plan:
        """Return the plan that writes the row of the load itself."""
        return Plan(new_nodes={HISTORY: self._head()} if self._tally else {})

    def _head(self) -> list[Properties]:
        if not self._tally:
            return []
        kinds: dict[str, dict[str, int]] = {}
        for (kind, what), number in sorted(self._tally.items()):
            kinds.setdefault(kind, {})[what] = number
        came, altered, gone = (sum(kind.get(what, 0) for kind in kinds.values()) for what in (CAME, CHANGED, GONE))
        what = LOADED if self._first else RELOADED
        numbers: Properties = {"came": came, "altered": altered, "gone": gone}
        return [{"key": self._key(0), **self._common, "what": what, **numbers, "counts": _json(kinds)}]

    def _row(self, change: Change) -> Properties:
        self._kept += 1
        row: Properties = {"key": self._key(self._kept), **self._common, "what": change.what, "about": change.kind}
        row["subject_kind"], row["subject"] = change.start
        given: Properties = {"subject_name": change.names[0]}
        if change.end is not None:
            given |= {"object_kind": change.end[0], "object": change.end[1], "object_name": change.names[1]}
        for name, said in (("before", change.before), ("after", change.after)):
            given[name] = _json(said) if said is not None else ""
        return row | {name: value for name, value in given.items() if value}

    def _key(self, number: int) -> str:
        return f"{HISTORY}:{self._common['load']}#{number:06d}"


def unknown(rows: Iterable[Mapping[str, Value]], ask: Ask) -> Iterator[Plan]:
    """Yield plans that write those of another store's history rows that this one lacks."""
    found = iter(rows)
    while part := list(islice(found, _PART)):
        query = f"MATCH (c:{HISTORY}) WHERE c.key IN $keys RETURN c.key"
        there = {str(row[0]) for row in ask(query, {"keys": [row["key"] for row in part]})}
        new = [{n: v for n, v in row.items() if n != "kind"} for row in part if row["key"] not in there]
        if new:
            yield Plan(new_nodes={HISTORY: new})


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_STAMP)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
