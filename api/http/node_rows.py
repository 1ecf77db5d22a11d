"""Nodes as plain data for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson

from api.http.problems import ROOT
from graph.kinds import NODES, STATED
from graph.store import Value
from queries.nodes import HIDDEN

HIDDEN_IN_LISTS = HIDDEN


def node_dict(row: Mapping[str, Value]) -> dict[str, Any]:
    """Return a node: its properties in declared order, what each source says of it, and links to its evidence."""
    kind, key = str(row["kind"]), str(row["key"])
    declared = NODES[kind].columns if kind in NODES else ()
    said = {column.name: row.get(column.name) for column in declared if column.name != "contributions"}
    parts = row.get("contributions")
    written = quote(key, safe="")
    place = f"{ROOT}/nodes/{written}"
    return {
        **said,
        "kind_zh": NODES[kind].zh if kind in NODES else kind,
        "contributions": orjson.loads(str(parts)) if parts else {},
        "links": {
            "neighbours": f"{place}/neighbours",
            "statements": f"{ROOT}/statements?subject={written}",
            "graph": f"{ROOT}/graph?key={written}",
        },
    }


def filter_parameters() -> list[dict[str, Any]]:
    """Describe the filters of all kinds, one for each property and way to compare, as OpenAPI parameters."""
    kinds: dict[tuple[str, str], list[str]] = {}
    for kind in STATED.values():
        for column in kind.columns:
            if column.name not in HIDDEN:
                ways = [""] if column.type == "STRING[]" else ["", "from", "to"]
                ways += ["contains"] if column.type == "STRING" else []
                for way in ways:
                    kinds.setdefault((column.name, way), []).append(kind.name)
    return [
        {
            "name": f"{name}.{way}" if way else name,
            "in": "query",
            "required": False,
            "x-liantu-filter": True,
            "description": "全部类型 · all kinds" if len(of) == len(STATED) else "、".join(of),
            "schema": {"type": "string", "minLength": 1, "maxLength": 500},
        }
        for (name, way), of in sorted(kinds.items())
    ]
