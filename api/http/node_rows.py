"""Nodes as plain data for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from api.http.problems import ROOT
from graph.kinds import NODES
from graph.store import Value


def node_dict(row: Mapping[str, Value]) -> dict[str, Any]:
    """Return a node: its properties in declared order, what each source says of it, and links to its evidence."""
    kind, key = str(row["kind"]), str(row["key"])
    declared = NODES[kind].columns if kind in NODES else ()
    said = {column.name: row.get(column.name) for column in declared if column.name != "contributions"}
    parts = row.get("contributions")
    place = f"{ROOT}/nodes/{quote(key, safe='')}"
    return {
        **said,
        "kind_zh": NODES[kind].zh if kind in NODES else kind,
        "contributions": json.loads(str(parts)) if parts else {},
        "links": {
            "neighbours": f"{place}/neighbours",
            "statements": f"{ROOT}/statements?subject={quote(key, safe='')}",
            "graph": f"{ROOT}/graph?key={quote(key, safe='')}",
        },
    }
