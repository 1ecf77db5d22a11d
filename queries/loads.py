"""The history of a store by loads, and the changes of one load, a page at a time."""

from __future__ import annotations

import json
from typing import Any

from typing_extensions import TypedDict

from graph.errors import NotFound
from graph.history import change_of
from graph.kinds import HISTORY
from graph.store import Store, Value
from queries.changes import as_dict, describe


class LoadRow(TypedDict):
    """A load that changed something; ``first`` says that it brought its source in."""

    load: str
    at: str
    source: str
    first: bool
    came: int
    altered: int
    gone: int
    counts: dict[str, dict[str, int]]


class ChangeRow(TypedDict):
    """One thing that a load added, changed or withdrew, in words too."""

    what: str
    kind: str
    subject: str
    subject_name: str | None
    object: str | None
    object_name: str | None
    before: Any
    after: Any
    words: str
    words_en: str


LOAD_COLUMNS = tuple(LoadRow.__annotations__)
CHANGE_COLUMNS = tuple(ChangeRow.__annotations__)
_HEAD = "(c.what = 'loaded' OR c.what = 'reloaded')"
_LOADS = (
    f"MATCH (c:{HISTORY}) WHERE {_HEAD} AND c.day >= $since AND ($source = '' OR c.source = $source) "
    "RETURN c.load AS load, c.at AS at, c.source AS source, c.what AS first, c.came AS came, c.altered AS altered, "
    "c.gone AS gone, c.counts AS counts ORDER BY c.load DESC"
)
_COUNT = f"MATCH (c:{HISTORY}) WHERE c.load = $load RETURN count(*)"
_CHANGES = (
    f"MATCH (c:{HISTORY}) WHERE c.load = $load AND NOT {_HEAD} RETURN c ORDER BY c.key SKIP {{skip}} LIMIT {{limit}}"
)


def loads(store: Store, *, since: str = "", source: str = "") -> list[dict[str, Any]]:
    """Return the loads that changed something, newest first, each with what it changed by kind.

    Args:
        store: where to read.
        since: from this day on, as 2025-09-01; all when empty.
        source: of this source only.
    """
    if not store.info().changes:
        return []
    rows = store.read(_LOADS, {"since": since, "source": source}).dicts()
    return [row | {"first": row["first"] == "loaded", "counts": json.loads(str(row["counts"]))} for row in rows]


def changes(store: Store, load: str, *, skip: int = 0, limit: int = 100) -> list[dict[str, Value]]:
    """Return one page of the changes of a load, one by one as far as they were kept, with words for people.

    Raises:
        NotFound: there was no such load.
    """
    if not store.info().changes or store.read(_COUNT, {"load": load}).rows[0][0] == 0:
        shown = load if len(load) <= 80 else load[:80] + "…"
        raise NotFound(f"没有这次载入：{shown}", f"no load {shown!r}", do_zh="见 changes", do_en="See changes")
    found = []
    for (row,) in store.read(_CHANGES.format(skip=int(skip), limit=int(limit)), {"load": load}).rows:
        if isinstance(row, dict):
            change = change_of(row)
            found.append(as_dict(change) | {"words": describe(change), "words_en": describe(change, english=True)})
    return found
