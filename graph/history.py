"""Reading the history of a store, newest first, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator

from graph.kinds import HISTORY
from graph.loading.journal import Change
from graph.loading.merge import Properties
from graph.store import Store, Value

PAGE = 2_000
"""Rows in a page."""
_ROWS = f"MATCH (c:{HISTORY}) WHERE {{which}} RETURN c ORDER BY c.load DESC, c.key LIMIT {PAGE}"


def history(store: Store, *, since: str = "", source: str = "") -> Iterator[Properties]:
    """Yield the rows of the history, loads newest first, and each load's row before its changes.

    Args:
        store: where to read; one that an older Liantu wrote has no history yet.
        since: from this day on, as 2025-09-01; all when empty.
        source: of this source only.
    """
    if not store.info().changes:
        return
    given: dict[str, Value] = {"since": since, "source": source}
    which = "c.day >= $since AND ($source = '' OR c.source = $source)"
    query = _ROWS.format(which=which)
    while True:
        rows = [row for (row,) in store.read(query, given).rows if isinstance(row, dict)]
        yield from rows
        if len(rows) < PAGE:
            return
        given |= {"load": rows[-1]["load"], "key": rows[-1]["key"]}
        query = _ROWS.format(which=f"{which} AND (c.load < $load OR c.load = $load AND c.key > $key)")


def change_of(row: Properties) -> Change:
    """Return a row of the history that is not the row of a load as what it tells."""
    before, after = (json.loads(str(row[side])) if row.get(side) else None for side in ("before", "after"))
    start = str(row.get("subject_kind", "")), str(row.get("subject", ""))
    end = (str(row["object_kind"]), str(row.get("object", ""))) if row.get("object_kind") else None
    names = str(row.get("subject_name") or ""), str(row.get("object_name") or "")
    return Change(str(row["what"]), str(row["about"]), start, end, before, after, names)
