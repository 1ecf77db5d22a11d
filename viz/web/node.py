"""What the page of a node shows whatever its kind: its properties, who says what of it, its relations in an order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
_BRIEF: Mapping[str, str] = {
    "Firm": "IN_SEGMENT PRODUCES LOCATED_IN HAS_ROLE HONOURED_BY",
    "Platform": "SUPPORTS LOCATED_IN <BUILDS <HOSTS HAS_LEVEL",
    "Cluster": "IN_INDUSTRY LOCATED_IN HONOURED_BY HAS_LEVEL <PART_OF_CLUSTER",
    "Policy": "ISSUED_BY TARGETS SUPPORTS COVERS <IMPLEMENTS",
    "Industry": "<IN_INDUSTRY <MEMBER_OF_CHAIN <SUPPORTS <TARGETS HAS_STATISTIC",
    "Product": "<PRODUCES <DEVELOPED OF_SEGMENT",
    "Project": "<BUILDS LOCATED_IN IN_INDUSTRY <INVESTS_IN",
}
"""What of a kind's relations answers a first look, in the order of the answer; ``<`` for those that lead to it."""
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


def brief_of(kind: str, groups: Sequence[Group]) -> list[tuple[str, Group | None]]:
    """Return the relations that answer a first look at a kind; None where no source says any."""
    found = {("<" if group.direction == "in" else "") + group.relation: group for group in groups}
    return [(EDGES[name.lstrip("<")].zh, found.get(name)) for name in _BRIEF.get(kind, "").split()]


def ordered_groups(groups: Sequence[Group]) -> list[Group]:
    """Return the relations of a node, those that say most first, those of the machinery last."""
    place = {relation: at for at, relation in enumerate(_FIRST)}
    return sorted(
        groups,
        key=lambda one: (one.relation in _TECHNICAL, place.get(one.relation, len(place)), -one.total, one.relation),
    )
