"""What the page of a node shows whatever its kind: its properties, who says what of it, its relations in an order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from graph.kinds import NODES
from graph.store import Value
from queries.show import Group

_HIDDEN = frozenset({"key", "kind", "name", "pinyin", "initials", "contributions", "text", "sources", "aliases"})
_FIRST = (
    "IN_SEGMENT", "PRODUCES", "MEMBER_OF_CHAIN", "CHAIN_LEADER_OF", "HAS_ROLE", "LOCATED_IN", "HAS_STATISTIC",
    "HONOURED_BY", "TARGETS", "SUPPORTS", "IN_INDUSTRY", "PART_OF_CLUSTER",
)  # fmt: skip
"""Relations that say most of a thing, in the order of the page; the others follow by their number."""
_TECHNICAL = frozenset({"MENTIONS", "OF_SEGMENT", "CLASSIFIED_AS", "INPUT_OF", "IN_CHAIN", "KIND_OF", "ABOUT"})


def facts_of(row: Mapping[str, Value]) -> list[tuple[str, str, str]]:
    """Return the properties that a node has: Chinese name, property, value."""
    declared = NODES[str(row["kind"])].columns if str(row["kind"]) in NODES else ()
    return [
        (column.zh, column.name, _text(row.get(column.name)))
        for column in declared
        if column.name not in _HIDDEN and row.get(column.name) not in (None, "", [])
    ]


def _text(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def sources_of(row: Mapping[str, Value]) -> list[tuple[str, dict[str, Any]]]:
    """Return what each source says of the node itself."""
    parts = row.get("contributions")
    found = json.loads(str(parts)) if parts else {}
    return sorted(found.items()) if isinstance(found, dict) else []


def ordered_groups(groups: Sequence[Group]) -> list[Group]:
    """Return the relations of a node, those that say most first, those of the machinery last."""
    place = {relation: at for at, relation in enumerate(_FIRST)}
    return sorted(
        groups,
        key=lambda one: (one.relation in _TECHNICAL, place.get(one.relation, len(place)), -one.total, one.relation),
    )
