"""Nodes by key and by kind, and what is joined to one, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import NotFound
from graph.kinds import NODES, Property
from graph.store import Store, Value

HIDDEN = frozenset({"contributions", "text"})
"""Properties that lists leave out: they are long, and one node shows them."""
_ONE = "MATCH (n{kind}) WHERE n.key = $key RETURN n LIMIT 1"
_OPERATORS = {"": "=", "from": ">=", "to": "<=", "contains": "CONTAINS"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a property: ``name`` for equal, ``name.contains``, ``name.from`` and ``name.to``."""

    column: Property
    operator: str
    value: Value


def node(store: Store, key: str) -> dict[str, Value]:
    """Return all properties of a node.

    Raises:
        NotFound: no node has this key.
    """
    # Most keys begin with the kind, and within a kind a key has an index.
    kind = key.partition(":")[0]
    tries = [f":{kind}"] if kind in NODES else []
    tries += [":Statement"] if "#" in key and not tries else []
    for label in (*tries, ""):
        rows = store.read(_ONE.format(kind=label), {"key": key}).rows
        if rows and isinstance(rows[0][0], dict):
            return rows[0][0]
    shown = key if len(key) <= 60 else key[:60] + "…"
    raise NotFound(
        f"没有键为“{shown}”的节点",
        f"no node has the key {shown!r}",
        do_zh="按名称找：/api/v1/search?q=… 或 liantu find",
        do_en="Look for its name with /api/v1/search?q=… or liantu find",
    )
