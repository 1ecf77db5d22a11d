"""What rows say as numbers, within one process: equal numbers say the same, so what stands need not be held.

A row's number is the hash of its values in the order of its kind's declared
properties, but for its key and the books that a store keeps of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from graph.evidence import Status
from graph.kinds import EDGES, NODES, Property
from graph.loading.merge import BOOKKEEPING, fresh
from graph.store import EdgeColumns, EdgeRow, NodeColumns, NodeRow, Scalar, Value

_COLUMNS: dict[str, tuple[Property, ...]] = {
    **{name: kind.columns for name, kind in NODES.items()},
    **{name: kind.columns for name, kind in EDGES.items()},
}
SAID = {
    kind: tuple(column.name for column in columns if column.name not in BOOKKEEPING)
    for kind, columns in _COLUMNS.items()
}
"""Names of the properties of each kind that count, in the order in which they do."""
_LISTS = {
    kind: tuple(at for at, name in enumerate(SAID[kind]) if name in lists)
    for kind, columns in _COLUMNS.items()
    for lists in [{column.name for column in columns if column.type == "STRING[]"}]
}


def stored(kind: str, values: list[Any]) -> int:
    """Return the number of what a store holds: the values of ``SAID[kind]``, which are changed."""
    for at in _LISTS[kind]:
        if (listed := values[at]) is not None:
            values[at] = tuple(listed) or None
    return hash(tuple(values))


def node(row: NodeRow) -> int:
    """Return the number of a node."""
    return _row(row.kind, {**row.properties, "name": row.name})


def edge(row: EdgeRow) -> int:
    """Return the number of an edge."""
    return _row(row.kind, row.properties)


def nodes(rows: NodeColumns) -> Iterator[int]:
    """Yield the number of each node."""
    return _columns(rows, {"name": rows.names})


def edges(rows: EdgeColumns) -> Iterator[int]:
    """Yield the number of each edge."""
    return _columns(rows, {"statements": [*zip(rows.statements)]})


def _row(kind: str, said: Mapping[str, Value]) -> int:
    row = fresh("", said)
    return hash(tuple([_frozen(row.get(name)) for name in SAID[kind]]))


def _columns(rows: NodeColumns | EdgeColumns, own: Mapping[str, Sequence[object]]) -> Iterator[int]:
    shared = {name: _frozen(value) for name, value in fresh("", rows.shared).items()}
    given = {name: [None if v == "" else v for v in values] for name, values in rows.columns.items()}
    if "review" in shared or "review" in given:
        reviews: Iterable[object] = given.get("review") or repeat(shared.get("review"), len(rows))
        done, states = Status.DONE.value, given.get("status") or [None] * len(rows)
        given["status"] = [
            done if state is None and review else state for state, review in zip(states, reviews, strict=True)
        ]
    cells: list[Iterable[Scalar | object]] = []
    for name in SAID[rows.kind]:
        if name in own:
            cells.append(own[name])
        elif name in given and name not in rows.shared:
            cells.append(given[name])
        else:
            cells.append(repeat(shared.get(name), len(rows)))
    return map(hash, zip(*cells, strict=True))


def _frozen(value: Value) -> object:
    return tuple(map(str, value)) if isinstance(value, list) else value
