"""networkx views of the graph, for algorithms that no query language has, and the way back.

What comes back (:func:`originals`) is what another program made of it: it is
mapped, checked and loaded with its own provenance by :mod:`loaders.imported`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from graph.exchange.originals import Link, Original, Originals
from graph.kinds import EDGES
from graph.loading.plan import NodeId
from graph.parts import Part, check_kinds
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
    wanted = list(EDGES) if kinds is None else check_kinds(kinds, EDGES)
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


def node_name(node_id: NodeId) -> str:
    """Return one name for a node's kind and key: the key, where it begins with the kind as most do."""
    kind, key = node_id
    return key if key.startswith(f"{kind}:") else f"{kind}|{key}"


def to_networkx(part: Part) -> nx.MultiDiGraph[str]:
    """Return a part as a directed multigraph with all properties; edges are keyed by their kind."""
    drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node_id, row in part.nodes.items():
        drawn.add_node(node_name(node_id), **row)
    for (kind, start, end), row in part.edges.items():
        drawn.add_edge(node_name(start), node_name(end), key=kind, **row)
    return drawn


def originals(drawn: nx.Graph[Any]) -> Originals:
    """Return a networkx graph of any sort as nodes and links that can be mapped.

    A node's label is its attribute ``kind``; the type of an edge is its
    attribute ``kind``, else its key in a multigraph. A node without a name has
    its identifier for one. An undirected edge points as it was written.
    """
    nodes = []
    for name, data in drawn.nodes(data=True):
        said = {"name": str(name), **{str(key): value for key, value in data.items()}}
        label = said.pop("kind", None)
        nodes.append(Original(str(name), (str(label),) if label else (), said))
    links = []
    for at, (start, end, key, data) in enumerate(_edges(drawn), 1):
        said = {str(name): value for name, value in data.items()}
        kind = said.pop("kind", None) or (key if isinstance(key, str) else "")
        links.append(Link(str(said.pop("id", at)), str(kind), str(start), str(end), said))
    return Originals(tuple(nodes), tuple(links))


def _edges(drawn: nx.Graph[Any]) -> Iterator[tuple[Any, Any, Any, dict[str, Any]]]:
    if isinstance(drawn, nx.MultiGraph):
        yield from drawn.edges(keys=True, data=True)
    else:
        for start, end, data in drawn.edges(data=True):
            yield start, end, "", data
