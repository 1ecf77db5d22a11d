"""From what somebody calls a thing to the thing, and to the sources that speak of it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from graph.kinds import NODES
from graph.store import Store, Value
from queries.nodes import node
from queries.search import one


def named(store: Store, name: str) -> dict[str, Value]:
    """Return the node of a key, or of a name that only it has."""
    kind = name.partition(":")[0]
    key = name.strip() if kind in NODES and ":" in name else one(store, name).key
    return node(store, key)


def said_by(row: dict[str, Value]) -> list[str]:
    """Return the sources that speak of a thing."""
    parts = row.get("contributions")
    return sorted(json.loads(str(parts))) if parts else []


def origins(store: Store, keys: Iterable[str]) -> list[str]:
    """Return the sources that speak of some things."""
    return sorted({source for key in keys for source in said_by(node(store, key))})
