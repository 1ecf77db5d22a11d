"""A part of the graph as plain values: what stands around some nodes, or what a query found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.errors import InputError, NotFound
from graph.evidence import Review
from graph.kinds import EDGES, NODES
from graph.loading.merge import Properties
from graph.loading.plan import EdgeId, NodeId
from graph.store import Store, Value

MOST = 10_000
"""Nodes in a part, unless asked for more: it is held in memory and meant to be looked at."""
HOPS = 6
"""Hops at most; further out lies the whole graph, which :mod:`graph.walk` gives."""
UNSURE = (Review.CANDIDATE.value, Review.REJECTED.value)
"""Reviews of edges that are left out unless asked for."""
_CHUNK = 1_000

_AT = "MATCH (n) WHERE n.key IN $keys AND n.kind IS NOT NULL RETURN n"
_OUT = (
    "MATCH (a:{kind})-[e{only}]->(b) WHERE a.key IN $keys AND a.kind = '{kind}' AND e.kind IS NOT NULL RETURN a, e, b"
)
_IN = "MATCH (a)-[e{only}]->(b:{kind}) WHERE b.key IN $keys AND b.kind = '{kind}' AND e.kind IS NOT NULL RETURN a, e, b"
_BETWEEN = (
    "MATCH (a:{kind})-[e{only}]->(b) WHERE a.key IN $keys AND a.kind = '{kind}' AND b.key IN $others "
    "AND e.kind IS NOT NULL RETURN a, e, b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes and edges with all their properties; an end of an edge is always among the nodes."""

    nodes: dict[NodeId, Properties] = field(default_factory=dict)
    edges: dict[EdgeId, Properties] = field(default_factory=dict)


def around(
    store: Store,
    keys: Iterable[str],
    hops: int = 1,
    *,
    kinds: Iterable[str] | None = None,
    candidates: bool = False,
    most: int = MOST,
) -> Part:
    """Return the nodes with these keys and what is joined to them, whichever way the edges point.

    Args:
        store: where to read.
        keys: keys of the nodes to start from.
        hops: how many edges to go; 0 returns the nodes and the edges between them.
        kinds: edge kinds to follow; all when None.
        candidates: take candidate edges too; they are left out unless asked for.
        most: nodes that the part may have.

    Raises:
        NotFound: no node has one of the keys.
        InputError: an edge kind is not declared, too many hops, or the part grows beyond ``most``.
    """
    if not 0 <= hops <= HOPS:
        raise InputError(f"步数要在 0 到 {HOPS} 之间，不是 {hops}", f"hops go from 0 to {HOPS}, not {hops}")
    only = _only(kinds)
    part = Part(_nodes_at(store, list(dict.fromkeys(keys))))
    if hops == 0:
        _add_between(store, part, only, candidates=candidates)
    edge = set(part.nodes)
    for _ in range(hops):
        known = set(part.nodes)
        for query in (_OUT, _IN):
            for kind, wanted in _by_kind(edge):
                rows = store.read(query.format(kind=kind, only=only), {"keys": wanted}).rows
                _add(part, rows, candidates=candidates)
                _check_size(part, most)
        edge = set(part.nodes) - known
    return part


def of_query(
    store: Store,
    query: str,
    parameters: Mapping[str, Value] | None = None,
    *,
    candidates: bool = False,
    most: int = MOST,
) -> Part:
    """Return the nodes that a query returns (alone, in lists or in paths) and all edges between them.

    Raises:
        InputError: the query returns no node, or more than ``most``.
        QueryRefused, StoreTimeout: see :meth:`graph.store.Store.read`.
    """
    part = Part()
    for row in store.read(query, parameters).rows:
        part.nodes.update((_id(node), node) for value in row for node in _nodes_in(value))
        _check_size(part, most)
    if not part.nodes:
        raise InputError(
            "这个查询没有返回节点",
            "the query returns no node",
            do_zh="请返回节点或路径，例如 MATCH (f:Firm)-[:LOCATED_IN]->(t:Town) RETURN f, t",
            do_en="Return nodes or paths, as MATCH (f:Firm)-[:LOCATED_IN]->(t:Town) RETURN f, t",
        )
    # A query may return projections of nodes; what stands in the store is what counts.
    found = _nodes_at(store, sorted({key for _, key in part.nodes}))
    part = Part({node_id: row for node_id, row in found.items() if node_id in part.nodes})
    _add_between(store, part, "", candidates=candidates)
    return part


def check_kinds(kinds: Iterable[str], declared: Collection[str]) -> list[str]:
    """Return the kinds as a list; refuse one that is not declared.

    Raises:
        InputError: naming what is unknown.
    """
    wanted = list(dict.fromkeys(kinds))
    unknown = [kind for kind in wanted if kind not in declared]
    if unknown:
        raise InputError(
            f"没有这些类型：{'、'.join(unknown)}",
            f"no such kinds: {', '.join(unknown)}",
            do_zh="节点和关系的类型见 docs/kinds.md",
            do_en="See docs/kinds.md",
        )
    return wanted


def _only(kinds: Iterable[str] | None) -> str:
    return "" if kinds is None else ":" + "|".join(check_kinds(kinds, EDGES))


def _id(node: Properties) -> NodeId:
    return str(node["kind"]), str(node["key"])


def _nodes_at(store: Store, keys: list[str]) -> dict[NodeId, Properties]:
    found: dict[NodeId, Properties] = {}
    for at in range(0, len(keys), _CHUNK):
        rows = store.read(_AT, {"keys": list(keys[at : at + _CHUNK])}).rows
        found |= {_id(node): node for (node,) in rows if isinstance(node, dict)}
    missing = sorted(set(keys) - {key for _, key in found})
    if missing:
        shown = "、".join(missing[:5])
        raise NotFound(
            f"没有这些键的节点：{shown}{'……' if len(missing) > 5 else ''}",
            f"no node has the key {missing[0]!r}" + (f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""),
            do_zh="用 liantu find 查键",
            do_en="Look keys up with liantu find",
        )
    return found


def _by_kind(ids: Iterable[NodeId]) -> Iterator[tuple[str, list[Value]]]:
    grouped: dict[str, list[Value]] = {}
    for kind, key in sorted(ids):
        grouped.setdefault(kind, []).append(key)
    for kind, keys in grouped.items():
        for at in range(0, len(keys), _CHUNK):
            yield kind, keys[at : at + _CHUNK]


def _add_between(store: Store, part: Part, only: str, *, candidates: bool) -> None:
    ends: list[Value] = [key for _, key in part.nodes]
    for kind, keys in _by_kind(part.nodes):
        rows = store.read(_BETWEEN.format(kind=kind, only=only), {"keys": keys, "others": ends}).rows
        inside = [row for row in rows if isinstance(row[2], dict) and _id(row[2]) in part.nodes]
        _add(part, inside, candidates=candidates)


def _add(part: Part, rows: Iterable[tuple[Value, ...]], *, candidates: bool) -> None:
    for start, edge, end in rows:
        if not (isinstance(start, dict) and isinstance(edge, dict) and isinstance(end, dict)):
            continue
        if not candidates and edge.get("review") in UNSURE:
            continue
        for node in (start, end):
            part.nodes.setdefault(_id(node), node)
        part.edges[str(edge["kind"]), _id(start), _id(end)] = edge


def _nodes_in(value: Value) -> Iterator[Properties]:
    """Yield the nodes in a value of a row, however deep they stand in lists and paths."""
    if isinstance(value, list):
        for item in value:
            yield from _nodes_in(item)
    elif isinstance(value, dict):
        if value.get("kind") in NODES and isinstance(value.get("key"), str):
            yield value
        else:
            for item in value.values():
                yield from _nodes_in(item)


def _check_size(part: Part, most: int) -> None:
    if len(part.nodes) > most:
        raise InputError(
            f"这一部分超过 {most} 个节点",
            f"the part has more than {most} nodes",
            do_zh="请少走几步、只要几种关系，或把上限（most）调大；要全部请用 liantu export graphml",
            do_en="Go fewer hops, name the kinds, raise the limit (most), or export all with liantu export graphml",
        )
