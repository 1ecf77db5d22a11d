"""A part of the graph for browsers and for Gephi."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from graph.exchange.graph_files import PartRows, write_graphml
from graph.kinds import EDGES, NODES
from graph.loading.plan import NodeId
from graph.parts import Part

HIDDEN_IN_GRAPHS = frozenset({"contributions", "text", "pinyin", "initials"})


def part_graphml(part: Part) -> bytes:
    """Return a part as GraphML."""
    file = io.BytesIO()
    write_graphml(file, PartRows(part))
    return file.getvalue()


def part_dict(part: Part) -> dict[str, Any]:
    """Return a part as nodes and edges: ids in both, edges with the statements that they rest on."""
    nodes = [
        {
            "id": _id(id_),
            "kind_zh": NODES[id_[0]].zh,
            "mark": NODES[id_[0]].mark,
            **_said(row),
        }
        for id_, row in sorted(part.nodes.items())
    ]
    edges = [
        {
            "source": _id(start),
            "target": _id(end),
            "zh": EDGES[kind].zh,
            **_said(row),
        }
        for (kind, start, end), row in sorted(part.edges.items())
    ]
    return {"nodes": nodes, "edges": edges}


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties that a node or edge has."""
    return {name: value for name, value in row.items() if name not in HIDDEN_IN_GRAPHS and value not in (None, "", [])}


def _id(id_: NodeId) -> str:
    """Keys are unique within a kind; nearly all begin with it."""
    kind, key = id_
    return key if key.startswith(f"{kind}:") else f"{kind}|{key}"
