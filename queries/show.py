"""One node with its edges, grouped by relation, each with its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import NotFound
from graph.evidence import Review, Status
from graph.kinds import EDGES, NODES
from graph.store import Store, Value
from queries.catalogue import run
from queries.gaps.model import Quote
from queries.search import one

_LINE = re.compile(r"(?:imported|decided)-[^#]+#[0-9]{1,9}")
_IMPORTS = "MATCH (d:Document) WHERE d.name IN $sources RETURN d.name, d.title, d.text"
_TITLES = "UNWIND $keys AS key MATCH (d:Document {key: key}) RETURN d.name, d.title"
_HIDDEN = frozenset({"key", "kind", "name", "aliases", "pinyin", "initials", "contributions", "text"})


@dataclass(frozen=True, slots=True)
class ShownEdge:
    """An edge as seen from the node: the other end, status, review, words; rows of tables have none.

    ``rule`` and ``term`` are given where a rule drew the edge.
    """

    other: str
    other_kind: str
    other_name: str
    status: str
    review: str
    statements: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()
    rule: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Edges of one relation and direction; ``total`` counts also those not in ``edges``."""

    relation: str
    zh: str
    direction: str
    total: int
    accepted: int
    edges: tuple[ShownEdge, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A node: properties by Chinese label in declared order, and its groups of edges."""

    key: str
    kind: str
    kind_zh: str
    name: str
    aliases: tuple[str, ...]
    properties: tuple[tuple[str, Value], ...]
    groups: tuple[Group, ...]


def show(store: Store, key_or_name: str, *, per_group: int = 20, relation: str = "") -> Shown:
    """Return a node by key, name or alias.

    Args:
        store: where to look.
        key_or_name: its key, or a name or alias that only it has.
        per_group: how many edges of a group to return, accepted ones first.
        relation: only this relation; all if empty.

    Raises:
        NotFound: no such node, naming near ones.
        InputError: the name means several nodes.
    """
    rows = run(store, "node", {"key": key_or_name.strip()}).rows
    if not rows:
        rows = run(store, "node", {"key": one(store, key_or_name).key}).rows
    kind, properties = str(rows[0][0]), rows[0][1]
    if not isinstance(properties, dict):
        raise NotFound(f"“{key_or_name}”没有属性", f"{key_or_name!r} has no properties")
    key = str(properties["key"])
    aliases = properties.get("aliases")
    node_kind = NODES.get(kind)
    return Shown(
        key=key,
        kind=kind,
        kind_zh=node_kind.zh if node_kind else kind,
        name=str(properties.get("name", "")),
        aliases=tuple(map(str, aliases)) if isinstance(aliases, list) else (),
        properties=tuple(
            (column.zh, properties[column.name])
            for column in (node_kind.columns if node_kind else ())
            if column.name not in _HIDDEN and properties.get(column.name) not in (None, "", [])
        ),
        groups=_groups(store, key, per_group, relation),
    )


def _groups(store: Store, key: str, per_group: int, relation: str) -> tuple[Group, ...]:
    by_group: dict[tuple[str, str], list[ShownEdge]] = defaultdict(list)
    for row in run(store, "node-edges", {"key": key}).dicts():
        if not relation or row["relation"] == relation:
            by_group[str(row["relation"]), str(row["direction"])].append(_edge(row))
    kept = {name: sorted(edges, key=_order)[:per_group] for name, edges in by_group.items()}
    quotes = quotes_of(store, {s for edges in kept.values() for edge in edges for s in edge.statements})
    groups = [
        Group(
            relation=name,
            zh=EDGES[name].zh if name in EDGES else name,
            direction=direction,
            total=len(by_group[name, direction]),
            accepted=sum(edge.review == Review.ACCEPTED for edge in by_group[name, direction]),
            edges=tuple(_with_quotes(edge, quotes) for edge in edges),
        )
        for (name, direction), edges in kept.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.direction != "out", -group.total, group.relation)))


def _edge(row: Mapping[str, Value]) -> ShownEdge:
    statements = row["statements"]
    return ShownEdge(
        other=str(row["other"]),
        other_kind=str(row["other_kind"]),
        other_name=str(row["other_name"]),
        status=str(row["status"] or ""),
        review=str(row["review"] or ""),
        statements=tuple(map(str, statements)) if isinstance(statements, list) else (),
        rule=str(row["rule"] or ""),
        term=str(row["term"] or ""),
    )


def _order(edge: ShownEdge) -> tuple[bool, str, str]:
    return edge.review != Review.ACCEPTED, edge.other_name, edge.other


def _with_quotes(edge: ShownEdge, quotes: Mapping[str, Quote]) -> ShownEdge:
    """The edge with its words, those that a person accepted first, and of these what is done."""
    found = [quotes[key] for key in edge.statements if key in quotes]
    found.sort(key=lambda quote: (quote.review != Review.ACCEPTED, quote.status != Status.DONE))
    return replace(edge, quotes=tuple(found))


def quotes_of(store: Store, keys: Iterable[str]) -> dict[str, Quote]:
    """Return the statements of keys as quotes, by key; keys of table rows have none.

    A line of an import (``imported-crm#7``) or of the decisions on firms is quoted as it stands in their document.
    """
    wanted: Sequence[str] = sorted(set(keys))
    if not wanted:
        return {}
    quotes: dict[str, Quote] = {}
    found = list(run(store, "statements-by-key", {"keys": list(wanted)}).dicts())
    documents: list[Value] = [f"Document:{name}" for name in sorted({str(row["document"]) for row in found})]
    titled = store.read(_TITLES, {"keys": documents}).rows if documents else ()
    titles = {str(row[0]): str(row[1] or "") for row in titled}
    for row in found:
        document, start, end = str(row["document"]), row["start_offset"], row["end_offset"]
        quotes[str(row["statement"])] = Quote(
            statement=str(row["statement"]),
            document=document,
            document_title=titles.get(document, ""),
            section=str(row["section"] or ""),
            start=start if isinstance(start, int) else 0,
            end=end if isinstance(end, int) else 0,
            text=str(row["quote"] or ""),
            status=str(row["status"] or ""),
            review=str(row["review"] or ""),
        )
    return quotes | _lines(store, [key for key in wanted if key not in quotes and _LINE.fullmatch(key)])


def _lines(store: Store, keys: Sequence[str]) -> dict[str, Quote]:
    sources: list[Value] = list(dict.fromkeys(key.partition("#")[0] for key in keys))
    if not sources:
        return {}
    quotes = {}
    texts = {str(row[0]): row for row in store.read(_IMPORTS, {"sources": sources}).rows}
    for key in keys:
        source, _, number = key.partition("#")
        _, title, text = texts.get(source, ("", "", ""))
        lines = str(text or "").split("\n")
        at = int(number) - 1
        if 0 <= at < len(lines) and text:
            start = sum(len(line) + 1 for line in lines[:at])
            quotes[key] = Quote(key, source, str(title), "", start, start + len(lines[at]), lines[at], "", "")
    return quotes
