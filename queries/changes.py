"""What came, changed and went, load by load, and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.history import change_of, history
from graph.kinds import EDGES, NODES
from graph.loading.journal import CAME, CHANGED, GONE, Change
from graph.loading.merge import Properties
from graph.store import Store, Value

WHAT = {CAME: ("新增", "came"), CHANGED: ("改动", "changed"), GONE: ("撤回", "gone")}
"""Chinese and English words for a change."""
MOST = 40
"""Characters of a value that are shown."""


@dataclass(slots=True)
class Load:
    """One load of a source that changed something: its counts, and its changes as far as they were asked for."""

    source: str
    at: str
    first: bool
    came: int
    altered: int
    gone: int
    counts: dict[str, dict[str, int]]
    changes: list[Change] = field(default_factory=list)

    @property
    def untold(self) -> int:
        """How many of its changes are not in the list; a first load lists none."""
        return 0 if self.first else self.came + self.altered + self.gone - len(self.changes)


def loads(store: Store, *, since: str = "", source: str = "", limit: int = 200) -> Iterator[Load]:
    """Yield the loads that changed something, newest first.

    Args:
        store: where to read.
        since: from this day on, as 2025-09-01; all when empty.
        source: of this source only.
        limit: changes to list at most, over all loads.
    """
    current: Load | None = None
    for row in history(store, since=since, source=source):
        if "counts" in row:
            if current is not None:
                yield current
            current = _load(row)
        elif current is not None and limit > 0:
            current.changes.append(change_of(row))
            limit -= 1
    if current is not None:
        yield current


def _load(row: Properties) -> Load:
    came, altered, gone = (int(str(row.get(name) or 0)) for name in ("came", "altered", "gone"))
    first = row["what"] == "loaded"
    return Load(str(row["source"]), str(row["at"]), first, came, altered, gone, json.loads(str(row["counts"])))


def describe(change: Change, *, english: bool = False) -> str:
    """Return a change as one line: what happened, to what, and the properties that changed."""
    what = WHAT[change.what][english]
    start, end = _name(change.start[1], change.names[0]), change.end
    if end is None:
        kind = change.kind if english else NODES[change.kind].zh
        line = f"{what} {kind} {start}"
        columns = NODES[change.kind].columns
    else:
        relation = change.kind if english else EDGES[change.kind].zh
        line = f"{what} {start} —{relation}→ {_name(end[1], change.names[1])}"
        columns = EDGES[change.kind].columns
    if change.what != CHANGED:
        return line
    before, after = change.before or {}, change.after or {}
    parts = []
    for column in columns:
        if column.name in before or column.name in after:
            label = column.name if english else column.zh
            parts.append(f"{label}：{_shown(before.get(column.name))} → {_shown(after.get(column.name))}")
    return f"{line}（{'；'.join(parts)}）"


def as_dict(change: Change) -> dict[str, Value]:
    """Return a change for programs."""
    return {
        "what": change.what,
        "kind": change.kind,
        "subject": change.start[1],
        "subject_name": change.names[0] or None,
        "object": change.end[1] if change.end else None,
        "object_name": change.names[1] or None,
        "before": change.before,
        "after": change.after,
    }


def _name(key: str, name: str) -> str:
    return name or key.partition(":")[2] or key


def _shown(value: Value) -> str:
    if value is None:
        return "（无）"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= MOST else text[: MOST - 1] + "…"
