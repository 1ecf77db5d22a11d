"""What a load has to change: pure comparison of a batch with what the store holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import InputError
from graph.kinds import EDGES, NODES, Property, allows
from graph.merge import Properties, merge, unpack
from graph.store import Batch, EdgeRow, LoadReport, Value

NodeId = tuple[str, str]
EdgeId = tuple[str, NodeId, NodeId]


@dataclass(slots=True)
class Plan:
    """Rows to write and things to delete, with the counts for the report.

    Nodes are by kind; edges are by (kind, start
    kind, end kind) since engines want one statement for each of these.
    ``old_nodes`` and ``old_edges`` are the rows as they stood, of all that is
    changed or deleted: what an engine without a way back needs to undo the plan.
    """

    new_nodes: dict[str, list[Properties]] = field(default_factory=dict)
    nodes: dict[str, list[Properties]] = field(default_factory=dict)
    new_edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    dropped_nodes: dict[str, list[str]] = field(default_factory=dict)
    dropped_edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    old_nodes: dict[str, list[Properties]] = field(default_factory=dict)
    old_edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return self.added + self.changed + self.withdrawn == 0

    @property
    def tables(self) -> int:
        """How many edge tables it touches."""
        return len(self.new_edges.keys() | self.edges.keys() | self.dropped_edges.keys())

    def report(self, source: str, *, dry_run: bool) -> LoadReport:
        """Return the counts as a report."""
        return LoadReport(source, self.added, self.changed, self.unchanged, self.withdrawn, dry_run)


def check(batch: Batch) -> None:
    """Refuse a batch that does not fit the declared kinds or hangs in the air.

    Raises:
        InputError: an unknown kind, property or end, or an edge to a node that is not in the batch.
    """
    known: set[NodeId] = set()
    for node in batch.nodes:
        if node.kind not in NODES:
            raise InputError(f"没有“{node.kind}”这种节点", f"no node kind {node.kind!r}", where=node.key)
        _check_properties(node.properties, NODES[node.kind].columns, node.key)
        known.add((node.kind, node.key))
    for edge in batch.edges:
        where = f"{edge.start[1]} -{edge.kind}-> {edge.end[1]}"
        if not allows(edge.kind, edge.start[0], edge.end[0]):
            raise InputError(f"“{edge.kind}”不能这样相连", f"{edge.kind} may not join these", where=where)
        _check_properties(edge.properties, EDGES[edge.kind].columns, where)
        if edge.start not in known or edge.end not in known:
            raise InputError("关系的一端不在同一份来源里", "an end of the edge is not in the batch", where=where)
        if not edge.properties.get("statements"):
            raise InputError("关系没有依据", "the edge has no statement", where=where)


def _check_properties(properties: Mapping[str, Value], columns: Sequence[Property], where: str) -> None:
    names = {column.name for column in columns}
    for name in properties:
        if name not in names:
            raise InputError(f"没有“{name}”这个属性", f"no property {name!r}", where=where)


def plan_load(
    batch: Batch,
    stored_nodes: Mapping[NodeId, Properties],
    stored_edges: Mapping[EdgeId, Properties],
) -> Plan:
    """Compare a batch with the stored rows it touches.

    Args:
        batch: all that the source says now.
        stored_nodes: every stored node that the batch names or that the source claims.
        stored_edges: likewise for edges.

    Returns:
        What to write so that the source says exactly the batch, and nothing else changes.
    """
    plan = Plan()
    said_nodes = _node_claims(batch)
    said_edges = _edge_claims(batch)
    for node_id in sorted({*said_nodes, *stored_nodes}):
        old = stored_nodes.get(node_id)
        new = _combine(batch.source, said_nodes.get(node_id), old, NODES[node_id[0]].columns)
        _place_node(plan, node_id, old, new)
    for edge_id in sorted({*said_edges, *stored_edges}):
        old = stored_edges.get(edge_id)
        new = _combine(batch.source, said_edges.get(edge_id), old, EDGES[edge_id[0]].columns)
        _place_edge(plan, edge_id, old, new)
    return plan


def _node_claims(batch: Batch) -> dict[NodeId, Properties]:
    claims: dict[NodeId, Properties] = {}
    for node in batch.nodes:
        claim = claims.setdefault((node.kind, node.key), {})
        claim.update(_clean({**node.properties, "name": node.name}))
    return claims


def _edge_claims(batch: Batch) -> dict[EdgeId, Properties]:
    claims: dict[EdgeId, Properties] = {}
    for edge in batch.edges:
        claims[edge.identity] = _clean(edge.properties)
    return claims


def _clean(properties: Mapping[str, Value]) -> Properties:
    return {name: value for name, value in properties.items() if value is not None and value not in ("", [])}


def _combine(
    source: str, said: Properties | None, old: Properties | None, columns: Sequence[Property]
) -> Properties | None:
    contributions = unpack(old) if old else {}
    contributions.pop(source, None)
    if said is not None:
        contributions[source] = said
    merged = merge(contributions, columns)
    return merged.row if merged.claimed else None


def _place_node(plan: Plan, node_id: NodeId, old: Properties | None, new: Properties | None) -> None:
    kind, key = node_id
    if old is not None and (new is None or _differs(old, new)):
        plan.old_nodes.setdefault(kind, []).append({**old, "key": key})
    if new is None:
        plan.dropped_nodes.setdefault(kind, []).append(key)
        plan.withdrawn += 1
    elif old is None or _differs(old, new):
        table = plan.new_nodes if old is None else plan.nodes
        table.setdefault(kind, []).append({**new, "key": key})
        plan.added, plan.changed = plan.added + (old is None), plan.changed + (old is not None)
    else:
        plan.unchanged += 1


def _place_edge(plan: Plan, edge_id: EdgeId, old: Properties | None, new: Properties | None) -> None:
    kind, start, end = edge_id
    table, ends = (kind, start[0], end[0]), {"a": start[1], "b": end[1]}
    if old is not None and (new is None or _differs(old, new)):
        plan.old_edges.setdefault(table, []).append({**old, **ends})
    if new is None:
        plan.dropped_edges.setdefault(table, []).append(dict(ends))
        plan.withdrawn += 1
    elif old is None or _differs(old, new):
        rows = plan.new_edges if old is None else plan.edges
        rows.setdefault(table, []).append({**new, **ends})
        plan.added, plan.changed = plan.added + (old is None), plan.changed + (old is not None)
    else:
        plan.unchanged += 1


def _differs(old: Properties, new: Properties) -> bool:
    return any((old.get(name) or None) != (value or None) for name, value in new.items())


def edge_ends(edges: Iterable[EdgeRow]) -> dict[tuple[str, str], list[str]]:
    """Group the start keys of edges by (edge kind, start kind)."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for edge in edges:
        grouped.setdefault((edge.kind, edge.start[0]), []).append(edge.start[1])
    return grouped
