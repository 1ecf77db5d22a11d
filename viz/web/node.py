"""What the page of a node shows whatever its kind: its properties, who says what of it, its relations in an order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.kinds import EDGES, NODES
from graph.store import Value
from queries.fit.model import RULE_ZH as FIT_RULES
from queries.gaps.model import RULE_ZH as RULES
from queries.show import Group
from viz.web.panel import short

_HIDDEN = frozenset({"key", "kind", "name", "pinyin", "initials", "contributions", "text", "sources", "aliases"})
_FIRST = (
    "IN_SEGMENT", "PRODUCES", "MEMBER_OF_CHAIN", "CHAIN_LEADER_OF", "HAS_ROLE", "LOCATED_IN", "HAS_STATISTIC",
    "HONOURED_BY", "TARGETS", "SUPPORTS", "IN_INDUSTRY", "PART_OF_CLUSTER",
)  # fmt: skip
"""Relations that say most of a thing, in the order of the page; the others follow by their number."""
_TECHNICAL = frozenset({"MENTIONS", "OF_SEGMENT", "CLASSIFIED_AS", "INPUT_OF", "IN_CHAIN", "KIND_OF", "ABOUT"})


_RULES = {**FIT_RULES, **RULES, "quote": "原文里有此词", "alias": "别名相符", "same-writing": "写法相同"}
_CODE = re.compile(r" ([A-Z][A-Z_]+) ")


@dataclass(frozen=True, slots=True)
class Cite:
    """Says in little room which document a quote is from: its number where it has one, else its title."""

    papers: Mapping[str, Mapping[str, Value]]

    def __call__(self, title: str, document: str) -> str:
        """Return how a document is cited."""
        number = self.papers[document]["number"] if document in self.papers else ""
        return str(number) if number else short(title, document)


def rule_zh(rule: str) -> str:
    """Return a rule that drew an edge in Chinese; one that is not known as it is."""
    return _RULES.get(rule, rule)


def spoken(name: str, kind: str) -> str:
    """Return the name of a thing; that of a statement holds the code of its relation, which is said in Chinese."""
    if kind != "Statement":
        return name
    return _CODE.sub(lambda found: f" — {EDGES[found[1]].zh} → " if found[1] in EDGES else found[0], name)


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
