"""Schemas of nodes and edges, from the declaration of their kinds: a new kind is described by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.http.graph_rows import HIDDEN_IN_GRAPHS
from api.http.node_rows import HIDDEN_IN_LISTS
from api.http.schemas import Ready
from graph.kinds import EDGE_COLUMNS, EDGES, NODE_COLUMNS, STATED, Property

_TYPES: Mapping[str, dict[str, Any]] = {
    "STRING": {"type": ["string", "null"]},
    "STRING[]": {"type": ["array", "null"], "items": {"type": "string"}},
    "DOUBLE": {"type": ["number", "null"]},
    "INT64": {"type": ["integer", "null"]},
}
_TEXT = {"type": "string"}
_ALWAYS = ("key", "kind", "name")


def _columns(kinds: Iterable[tuple[str, tuple[Property, ...]]], hidden: frozenset[str]) -> dict[str, Any]:
    """Describe the properties of kinds, each once; those that only some kinds have name them."""
    common = {column.name for column in (*NODE_COLUMNS, *EDGE_COLUMNS)}
    of: dict[str, dict[Property, list[str]]] = {}
    for kind, columns in kinds:
        for column in columns:
            if column.name not in hidden:
                of.setdefault(column.name, {}).setdefault(column, []).append(kind)
    return {name: _property(name, held, common=name in common) for name, held in of.items()}


def _property(name: str, held: Mapping[Property, list[str]], *, common: bool) -> dict[str, Any]:
    """Describe a property that kinds hold, perhaps of several types and meanings."""
    zh = "；".join(
        column.zh if common else f"{column.zh}（只有 {'、'.join(kinds)} 有）" for column, kinds in held.items()
    )
    about = {"description": f"{zh} · {name.replace('_', ' ')}"}
    if name in _ALWAYS:
        return {**_TEXT, **about}
    made = [_TYPES[column.type] for column in held]
    types = list(dict.fromkeys(one for schema in made for one in schema["type"]))
    return {**made[0], "type": [*(one for one in types if one != "null"), "null"], **about}


def _nodes(hidden: frozenset[str]) -> dict[str, Any]:
    return _columns(((kind.name, kind.columns) for kind in STATED.values()), hidden)


def _object(about: str, properties: Mapping[str, Any], required: Iterable[str]) -> dict[str, Any]:
    return {"description": about, "properties": dict(properties), "required": list(required)}


def _row() -> dict[str, Any]:
    about = "一种节点的一行：有的属性只有某些类型有 · a node of the kind asked for, with the properties of that kind"
    return {"NodeRow": _object(about, _nodes(HIDDEN_IN_LISTS), ("key", "name"))}


def _node() -> dict[str, Any]:
    more = {
        "kind_zh": _TEXT,
        "contributions": {"type": "object"},
        "links": {"type": "object", "additionalProperties": _TEXT},
    }
    about = "一个节点：全部属性，每份来源说了什么，关系和依据在哪里 · a node with what each source says of it"
    needed = (*_ALWAYS, *more)
    return {"NodeAnswer": _object(about, {**_nodes(frozenset()), **more}, needed)}


def _part() -> dict[str, Any]:
    node = {"id": _TEXT, "kind_zh": _TEXT, "mark": _TEXT, **_nodes(HIDDEN_IN_GRAPHS)}
    edges = _columns(((kind.name, kind.columns) for kind in EDGES.values()), HIDDEN_IN_GRAPHS)
    edge = {"source": _TEXT, "target": _TEXT, "zh": _TEXT, **edges, "kind": _TEXT}
    whole = {
        "nodes": {"type": "array", "items": {"$ref": "#/components/schemas/GraphNode"}},
        "edges": {"type": "array", "items": {"$ref": "#/components/schemas/GraphEdge"}},
    }
    return {
        "GraphNode": _object(
            "图里的一个节点；没有的属性不写 · a node; empty properties are left out",
            {name: _without_null(one) for name, one in node.items()},
            ("id", "kind_zh", "mark", *_ALWAYS),
        ),
        "GraphEdge": _object(
            "图里的一条关系和它的依据 · an edge with the statements that it rests on",
            {name: _without_null(one) for name, one in edge.items()},
            ("source", "target", "zh", "kind"),
        ),
        "GraphPart": _object("节点和它们之间的关系 · nodes and the edges between them", whole, whole),
    }


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    kinds = schema.get("type")
    if not isinstance(kinds, list):
        return dict(schema)
    left = [one for one in kinds if one != "null"]
    return {**schema, "type": left[0] if len(left) == 1 else left}


NODE_ROW = Ready("NodeRow", _row)
NODE = Ready("NodeAnswer", _node)
GRAPH_PART = Ready("GraphPart", _part)
