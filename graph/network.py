"""A networkx view of any part of the graph, for algorithms that no query language has."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from graph.errors import InputError
from graph.kinds import EDGES
from graph.store import Store, Value

_ONE = (
    "MATCH (a)-[e:{kind}]->(b) "
    "RETURN a.key AS start, a.kind AS start_kind, a.name AS start_name, e AS edge, "
    "b.key AS finish, b.kind AS finish_kind, b.name AS finish_name"
)


def network(store: Store, kinds: Iterable[str] | None = None, *, candidates: bool = False) -> nx.MultiDiGraph[str]:
    """Return the edges of the given kinds, and their ends, as a directed multigraph.

    Args:
        store: where to read.
        kinds: edge kinds; all when None.
        candidates: take candidate edges too; they are left out unless asked for.

    Returns:
        A graph whose nodes are keys with ``kind`` and ``name``, and whose edges
        are keyed by their kind and carry the edge's properties.

    Raises:
        InputError: a kind is not declared.
    """
    wanted = list(EDGES) if kinds is None else list(kinds)
    unknown = [kind for kind in wanted if kind not in EDGES]
    if unknown:
        raise InputError(f"没有这些关系：{'、'.join(unknown)}", f"no such edge kinds: {', '.join(unknown)}")
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for kind in wanted:
        for row in store.read(_ONE.format(kind=kind)).dicts():
            edge = row["edge"]
            said: dict[str, Value] = dict(edge) if isinstance(edge, dict) else {}
            if said.get("review") == "candidate" and not candidates:
                continue
            for end in ("start", "finish"):
                drawn.add_node(str(row[end]), kind=row[f"{end}_kind"], name=row[f"{end}_name"])
            drawn.add_edge(str(row["start"]), str(row["finish"]), key=kind, **said)
    return drawn
