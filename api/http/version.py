"""The data version: the one thing that ETags, cursors, caches and ``data_version`` rest on."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from graph.cypher import SCHEMA_VERSION, fingerprint
from graph.errors import QueryRefused
from graph.kinds import HISTORY
from graph.store import Store

# Keys of the history sort as its loads do and have an index; the row of the load itself goes before its changes.
_LAST = f"MATCH (c:{HISTORY}) RETURN c.load AS load, c.at AS at ORDER BY c.key DESC LIMIT 1"
_COUNT = f"MATCH (c:{HISTORY}) RETURN count(*)"


@dataclass(frozen=True, slots=True)
class Version:
    """What the data are at a moment.

    ``token`` changes whenever an answer may. ``at`` is when the last load that
    changed something was made (ISO 8601 with offset), empty if unknown.
    """

    token: str
    at: str

    def last_modified(self, now: float) -> str:
        """Return the HTTP date up to which all loads are in, or nothing.

        It is the next full second after the last load: within that second
        another load may still come, so no date is given before it is over.
        """
        if not self.at:
            return ""
        second = math.floor(datetime.fromisoformat(self.at).timestamp()) + 1
        return formatdate(second, usegmt=True) if second <= now else ""


@cache
def program() -> str:
    """Return the version of this program."""
    try:
        return installed("liantu")
    except PackageNotFoundError:
        return "0"


def read_version(store: Store, state: object = None) -> Version:
    """Ask a store for its data version.

    Args:
        store: where to ask.
        state: what is known of its file, which stands in for the history of a store that has none yet.

    Raises:
        StoreError: the store cannot be used.
    """
    try:
        last = store.read(_LAST).rows
        count = store.read(_COUNT).rows[0][0] if last else 0
    except QueryRefused:  # made by a version that kept no history
        last, count = (), 0
    load, at = (str(value) for value in last[0]) if last else ("", "")
    known = f"{load}|{count}" if load else repr(state)
    said = "|".join((known, str(SCHEMA_VERSION), fingerprint(), program()))
    return Version(hashlib.sha256(said.encode()).hexdigest()[:16], at)
