"""What a picture of the graph shows, as plain values for JSON: the same over HTTP and in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from graph.evidence import Review, Status
from graph.kinds import EDGE_COLUMNS, EDGES, NODE_COLUMNS, NODES, Property
from graph.loading.plan import NodeId
from queries.surroundings import QUOTES, Surroundings, Words
from viz.web.site import sign_of

_COMMON = {column.name for column in (*NODE_COLUMNS, *EDGE_COLUMNS)}
_HIDDEN = frozenset({"text", "contributions"})
_LONG = 400
"""Characters of a property that a card shows."""
_ROWS = 5


def picture(around: Surroundings) -> dict[str, Any]:
    """Return what is shown: nodes, edges with their quotes, sources, names of kinds, relations and states.

    Edges name their ends by ``id``. ``rows`` of an edge are statements without
    words (rows of tables); ``more`` counts quotes and rows that are not given.
    """
    nodes = [_node(around, id_) for id_ in sorted(around.part.nodes, key=lambda id_: (around.steps[id_], id_))]
    edges = [_edge(around, id_, row) for id_, row in sorted(around.part.edges.items())]
    kinds = dict.fromkeys(node["kind"] for node in nodes)
    return {
        "nodes": nodes,
        "edges": edges,
        "starts": [node_id(id_) for id_ in around.starts],
        "left_out": around.left_out,
        "not_gone": around.not_gone,
        "papers": {key: _filled(asdict(paper)) for key, paper in sorted(around.papers.items())},
        "kinds": {kind: {"zh": NODES[kind].zh, "sign": sign_of(kind)} for kind in NODES if kind in kinds},
        "relations": {kind: EDGES[kind].zh for kind in dict.fromkeys(edge["relation"] for edge in edges)},
        "statuses": {status.value: status.zh for status in Status},
        "reviews": {review.value: review.zh for review in Review},
    }


def node_id(id_: NodeId) -> str:
    """Keys are unique within a kind; nearly all begin with it."""
    kind, key = id_
    return key if key.startswith(f"{kind}:") else f"{kind}|{key}"


def _node(around: Surroundings, id_: NodeId) -> dict[str, Any]:
    row = around.part.nodes[id_]
    return {
        "id": node_id(id_),
        "key": id_[1],
        "kind": id_[0],
        "name": str(row.get("name") or id_[1]),
        "step": around.steps[id_],
        **_filled({name: row.get(name) for name in ("aliases", "pinyin", "initials", "sources")}),
        "facts": _facts(NODES[id_[0]].properties, row),
    }


def _edge(around: Surroundings, id_: tuple[str, NodeId, NodeId], row: Mapping[str, Any]) -> dict[str, Any]:
    kind, start, end = id_
    statements = [str(key) for key in row.get("statements") or ()]
    found = around.quotes(statements)
    rows = [key for key in statements if key not in around.words]
    return {
        "id": f"{kind}|{node_id(start)}|{node_id(end)}",
        "relation": kind,
        "source": node_id(start),
        "target": node_id(end),
        "status": str(row.get("status") or ""),
        "review": str(row.get("review") or ""),
        **_filled({"sources": row.get("sources")}),
        "quotes": [_quote(words) for words in found[:QUOTES]],
        "rows": rows[:_ROWS],
        "more": max(len(found) - QUOTES, 0) + max(len(rows) - _ROWS, 0),
        "facts": _facts(EDGES[kind].properties, row),
    }


def _quote(words: Words) -> dict[str, Any]:
    one = words.quote
    return {
        "statement": one.statement,
        "document": one.document,
        "section": one.section,
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "status": one.status,
        "review": one.review,
        "before": words.before,
        "after": words.after,
        "exact": words.exact,
    }


def _facts(columns: Iterable[Property], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    shown = (column for column in columns if column.name not in _COMMON | _HIDDEN)
    return [(column.zh, _short(row[column.name])) for column in shown if row.get(column.name) not in (None, "", [])]


def _short(value: object) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= _LONG else text[:_LONG] + "……"


def _filled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value not in (None, "", [])}
