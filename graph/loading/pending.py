"""Rows of staged loads that a store has planned and not yet written.

Several sources of one stage touch the same tables, and an engine may pay for
every table that it touches, whatever the rows. Gathered here, the sources of a
stage are written once; the rows that a later load has to compare itself with
are those of the engine with these over them.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.loading.merge import Properties
from graph.loading.plan import EdgeId, NodeId, Plan
from graph.store import Batch


class Pending:
    """New and changed rows, each once, in the state of the latest load. It holds no deletions."""

    def __init__(self) -> None:
        self.sources: set[str] = set()
        self._nodes: dict[NodeId, Properties] = {}
        self._edges: dict[EdgeId, Properties] = {}
        self._stored: set[NodeId | EdgeId] = set()
        """Those of which the engine holds an older row."""

    def __len__(self) -> int:
        return len(self._nodes) + len(self._edges)

    def add(self, source: str, plan: Plan) -> None:
        """Take in what a load of ``source`` writes; a plan that deletes has to be written at once."""
        self.sources.add(source)
        for new, nodes in ((True, plan.new_nodes), (False, plan.nodes)):
            for kind, rows in nodes.items():
                for row in rows:
                    node_id = kind, str(row["key"])
                    if not new and node_id not in self._nodes:
                        self._stored.add(node_id)
                    self._nodes[node_id] = row
        for new, edges in ((True, plan.new_edges), (False, plan.edges)):
            for (kind, start, end), rows in edges.items():
                for row in rows:
                    edge_id = kind, (start, str(row["a"])), (end, str(row["b"]))
                    if not new and edge_id not in self._edges:
                        self._stored.add(edge_id)
                    self._edges[edge_id] = row

    def nodes_over(self, stored: Mapping[NodeId, Properties], batch: Batch) -> dict[NodeId, Properties]:
        """Return the rows that a batch is compared with: the stored ones, with those that wait in their place."""
        wanted = {*stored, *((node.kind, node.key) for node in batch.nodes)}
        return {**stored, **{node_id: self._nodes[node_id] for node_id in wanted if node_id in self._nodes}}

    def edges_over(self, stored: Mapping[EdgeId, Properties], batch: Batch) -> dict[EdgeId, Properties]:
        """Likewise for edges."""
        found = dict(stored)
        for edge_id in {*stored, *(edge.identity for edge in batch.edges)}:
            if edge_id in self._edges:
                row = self._edges[edge_id]
                found[edge_id] = {name: value for name, value in row.items() if name not in ("a", "b")}
        return found

    def plan(self) -> Plan:
        """Return one plan that writes them all."""
        plan = Plan()
        for node_id, row in self._nodes.items():
            nodes = plan.nodes if node_id in self._stored else plan.new_nodes
            nodes.setdefault(node_id[0], []).append(row)
        for edge_id, row in self._edges.items():
            edges = plan.edges if edge_id in self._stored else plan.new_edges
            edges.setdefault((edge_id[0], edge_id[1][0], edge_id[2][0]), []).append(row)
        return plan
