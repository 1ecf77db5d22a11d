"""What a load has to change: pure comparison of a batch with what the store holds."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import InputError
from graph.kinds import EDGES, NODES, Property, allows
from graph.loading.merge import Properties, fresh, merge, unpack
from graph.store import Batch, EdgeRow, LoadReport, NodeRow, Value

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

    def count(self, other: Plan) -> None:
        """Add the counts of a plan that was carried out before this one, without its rows."""
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.withdrawn += other.withdrawn


def check(batch: Batch) -> None:
    """Refuse a batch that does not fit the declared kinds or hangs in the air.

    Raises:
        InputError: an unknown kind, property or end, or an edge to a node that is not in the batch.
    """
    for node in batch.nodes:
        check_node(node)
    known = {(node.kind, node.key) for node in batch.nodes}
    for edge in batch.edges:
        check_edge(edge, known)


def check_node(node: NodeRow) -> None:
    """Refuse a node that does not fit the declared kinds. See :func:`check`."""
    if node.kind not in NODES:
        raise InputError(f"没有“{node.kind}”这种节点", f"no node kind {node.kind!r}", where=node.key)
    if not NODE_NAMES[node.kind].issuperset(node.properties):
        _refuse_property(node.properties, NODE_NAMES[node.kind], node.key)


def check_edge(edge: EdgeRow, known: Container[NodeId]) -> None:
    """Refuse an edge that does not fit the declared kinds or whose ends are not ``known``. See :func:`check`."""
    if not allows(edge.kind, edge.start[0], edge.end[0]):
        raise InputError(f"“{edge.kind}”不能这样相连", f"{edge.kind} may not join these", where=_where(edge))
    if not EDGE_NAMES[edge.kind].issuperset(edge.properties):
        _refuse_property(edge.properties, EDGE_NAMES[edge.kind], _where(edge))
    if edge.start not in known or edge.end not in known:
        raise InputError("关系的一端不在同一份来源里", "an end of the edge is not in the batch", where=_where(edge))
    if not edge.properties.get("statements"):
        raise InputError("关系没有依据", "the edge has no statement", where=_where(edge))


NODE_NAMES = {name: frozenset(column.name for column in kind.columns) for name, kind in NODES.items()}
EDGE_NAMES = {name: frozenset(column.name for column in kind.columns) for name, kind in EDGES.items()}
"""Names of the properties of each kind."""


def _where(edge: EdgeRow) -> str:
    return f"{edge.start[1]} -{edge.kind}-> {edge.end[1]}"


def _refuse_property(properties: Mapping[str, Value], names: Container[str], where: str) -> None:
    for name in properties:
        if name not in names:
            raise InputError(f"没有“{name}”这个属性", f"no property {name!r}", where=where)


def plan_load(
    batch: Batch,
    stored_nodes: dict[NodeId, Properties],
    stored_edges: dict[EdgeId, Properties],
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
    for node_id in said_nodes | stored_nodes:
        old = stored_nodes.get(node_id)
        new = _combine(batch.source, said_nodes.get(node_id), old, NODES[node_id[0]].columns)
        _place_node(plan, node_id, old, new)
    for edge_id in said_edges | stored_edges:
        old = stored_edges.get(edge_id)
        new = _combine(batch.source, said_edges.get(edge_id), old, EDGES[edge_id[0]].columns)
        _place_edge(plan, edge_id, old, new)
    return plan


def plan_new(source: str, nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> Plan:
    """Return what to write of rows that are known to be new, none of which comes twice."""
    plan = Plan(added=len(nodes) + len(edges))
    for node in nodes:
        row = {"key": node.key, "name": node.name, **fresh(source, node.properties)}
        plan.new_nodes.setdefault(node.kind, []).append(row)
    for edge in edges:
        start, end = edge.start, edge.end
        row = {"a": start[1], "b": end[1], **fresh(source, edge.properties)}
        plan.new_edges.setdefault((edge.kind, start[0], end[0]), []).append(row)
    return plan


def _node_claims(batch: Batch) -> dict[NodeId, Properties]:
    claims: dict[NodeId, Properties] = {}
    for node in batch.nodes:
        claim = claims.setdefault((node.kind, node.key), {})
        claim.update(cleaned({**node.properties, "name": node.name}))
    return claims


def _edge_claims(batch: Batch) -> dict[EdgeId, Properties]:
    claims: dict[EdgeId, Properties] = {}
    for edge in batch.edges:
        claims[edge.identity] = cleaned(edge.properties)
    return claims


def cleaned(properties: Mapping[str, Value]) -> Properties:
    """Return the properties that claim something."""
    return {name: value for name, value in properties.items() if value is not None and value not in ("", [])}


def _combine(
    source: str, said: Properties | None, old: Properties | None, columns: Sequence[Property]
) -> Properties | None:
    if old is None:
        return fresh(source, said) if said is not None else None
    contributions = unpack(old)
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
        rows.setdefault(table, []).append({**ends, **new})
        plan.added, plan.changed = plan.added + (old is None), plan.changed + (old is not None)
    else:
        plan.unchanged += 1


def _differs(old: Properties, new: Properties) -> bool:
    return any((old.get(name) or None) != (value or None) for name, value in new.items())
