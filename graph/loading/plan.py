"""What a load has to change: pure comparison of a batch with what the store holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.errors import InputError
from graph.kinds import EDGES, NODES, STATED, Property, allows
from graph.loading.journal import CAME, EdgeId, NodeId, Noted
from graph.loading.merge import Properties, fresh, merge, unpack
from graph.store import Batch, EdgeColumns, EdgeRow, LoadReport, NodeColumns, NodeRow, Value

__all__ = ["EdgeId", "NodeId", "Plan", "check", "plan_load"]


@dataclass(slots=True)
class Plan:
    """Rows to write and things to delete, with the counts for the report.

    Nodes are by kind; edges are by (kind, start
    kind, end kind) since engines want one statement for each of these.
    ``columns`` are new rows too, with their ``sources``, of a load that asked for them.
    ``old_nodes`` and ``old_edges`` are the rows as they stood, of all that is
    changed or deleted: what an engine without a way back needs to undo the plan.
    """

    new_nodes: dict[str, list[Properties]] = field(default_factory=dict)
    nodes: dict[str, list[Properties]] = field(default_factory=dict)
    new_edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    dropped_nodes: dict[str, list[str]] = field(default_factory=dict)
    dropped_edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    columns: list[NodeColumns | EdgeColumns] = field(default_factory=list)
    old_nodes: dict[str, list[Properties]] = field(default_factory=dict)
    old_edges: dict[tuple[str, str, str], list[Properties]] = field(default_factory=dict)
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    noted: Noted = field(default_factory=Noted)

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

    def join(self, other: Plan) -> None:
        """Take in what another plan of the same load changes; both are of rows that the other does not touch."""
        mine: dict[Any, list[Any]]
        theirs: dict[Any, list[Any]]
        for name in _TABLES:
            mine, theirs = getattr(self, name), getattr(other, name)
            for table, rows in theirs.items():
                mine.setdefault(table, []).extend(rows)
        self.count(other)
        self.noted.changes += other.noted.changes
        self.noted.tally.update(other.noted.tally)

    def count(self, other: Plan) -> None:
        """Add the counts of a plan that was carried out before this one, without its rows."""
        self.added += other.added
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.withdrawn += other.withdrawn


_TABLES = (*("new_nodes", "nodes", "new_edges", "edges", "dropped_nodes", "dropped_edges", "old_nodes", "old_edges"),)


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
    if node.kind not in STATED:
        raise InputError(f"没有“{node.kind}”这种节点", f"no node kind {node.kind!r}", where=node.key)
    if not NODE_NAMES[node.kind].issuperset(node.properties):
        _refuse_property(node.properties, NODE_NAMES[node.kind], node.key)


def check_edge(edge: EdgeRow, known: Container[NodeId]) -> None:
    """Refuse an edge that does not fit the declared kinds or whose ends are not ``known``. See :func:`check`."""
    if not allows(edge.kind, edge.start[0], edge.end[0]):
        raise InputError(f"“{edge.kind}”不能这样相连", f"{edge.kind} may not join these", where=edge_where(edge))
    if not EDGE_NAMES[edge.kind].issuperset(edge.properties):
        _refuse_property(edge.properties, EDGE_NAMES[edge.kind], edge_where(edge))
    if edge.start not in known or edge.end not in known:
        raise InputError("关系的一端不在同一份来源里", "an end of the edge is not in the batch", where=edge_where(edge))
    if not edge.properties.get("statements"):
        raise InputError("关系没有依据", "the edge has no statement", where=edge_where(edge))


NODE_NAMES = {name: frozenset(column.name for column in kind.columns) for name, kind in NODES.items()}
EDGE_NAMES = {name: frozenset(column.name for column in kind.columns) for name, kind in EDGES.items()}
"""Names of the properties of each kind."""


def edge_where(edge: EdgeRow) -> str:
    """Name an edge in a message."""
    return f"{edge.start[1]} -{edge.kind}-> {edge.end[1]}"


def _refuse_property(properties: Mapping[str, Value], names: Container[str], where: str) -> None:
    for name in properties:
        if name not in names:
            raise InputError(f"没有“{name}”这个属性", f"no property {name!r}", where=where)


def plan_load(
    batch: Batch,
    stored_nodes: dict[NodeId, Properties],
    stored_edges: dict[EdgeId, Properties],
    *,
    first: bool | None = None,
) -> Plan:
    """Compare a batch with the stored rows it touches.

    Args:
        batch: all that the source says now.
        stored_nodes: every stored node that the batch names or that the source claims.
        stored_edges: likewise for edges.
        first: whether the store held nothing of the source before; seen from ``stored_nodes`` when None.

    Returns:
        What to write so that the source says exactly the batch, and nothing else changes.
    """
    source = batch.source
    if first is None:
        first = not any(source in _sources(row) for row in stored_nodes.values())
    plan = Plan(noted=Noted(first))
    said_nodes = _node_claims(batch)
    said_edges = _edge_claims(batch)
    for node_id in said_nodes | stored_nodes:
        old, said = stored_nodes.get(node_id), said_nodes.get(node_id)
        before, new = _combine(source, said, old, NODES[node_id[0]].columns)
        if _place_node(plan, node_id, old, new):
            plan.noted.node(node_id, before, said)
    for edge_id in said_edges | stored_edges:
        old, said = stored_edges.get(edge_id), said_edges.get(edge_id)
        before, new = _combine(source, said, old, EDGES[edge_id[0]].columns)
        if _place_edge(plan, edge_id, old, new):
            plan.noted.edge(edge_id, before, said)
    if not first:
        plan.noted.name(stored_nodes, said_nodes)
    return plan


def plan_new(source: str, nodes: Sequence[NodeRow], edges: Sequence[EdgeRow]) -> Plan:
    """Return what to write of the first load of a source, where nothing of it is stored and nothing comes twice."""
    plan = Plan(added=len(nodes) + len(edges), noted=Noted(first=True))
    for node in nodes:
        row = {"key": node.key, "name": node.name, **fresh(source, node.properties)}
        plan.new_nodes.setdefault(node.kind, []).append(row)
    last: Mapping[str, Value] = {}
    said: Properties = {}
    for edge in edges:
        start, end = edge.start, edge.end
        if edge.properties is not last:  # edges of one row of a table share what is said of them
            last, said = edge.properties, fresh(source, edge.properties)
        row = {"a": start[1], "b": end[1], **said}
        plan.new_edges.setdefault((edge.kind, start[0], end[0]), []).append(row)
    for kind, rows in plan.new_nodes.items():
        plan.noted.tally[kind, CAME] += len(rows)
    for (kind, _, _), rows in plan.new_edges.items():
        plan.noted.tally[kind, CAME] += len(rows)
    return plan


def plan_columns(source: str, new: NodeColumns | EdgeColumns) -> Plan:
    """Return likewise what to write of columns, which stay columns."""
    shared = fresh(source, new.shared)
    kept = replace(new, shared=shared)
    return Plan(added=len(new), noted=Noted(first=True, tally=Counter({(new.kind, CAME): len(new)})), columns=[kept])


def _sources(row: Properties) -> list[Value]:
    sources = row.get("sources")
    return sources if isinstance(sources, list) else []


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
) -> tuple[Properties | None, Properties | None]:
    """Return what the source said before, and the row with what it says now."""
    if old is None:
        return None, fresh(source, said) if said is not None else None
    contributions = unpack(old)
    before = contributions.pop(source, None)
    if said is not None:
        contributions[source] = said
    merged = merge(contributions, columns)
    return before, merged.row if merged.claimed else None


def _place_node(plan: Plan, node_id: NodeId, old: Properties | None, new: Properties | None) -> bool:
    """Put a node where it belongs; tell whether the store changes."""
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
        return False
    return True


def _place_edge(plan: Plan, edge_id: EdgeId, old: Properties | None, new: Properties | None) -> bool:
    """Likewise for an edge."""
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
        return False
    return True


def _differs(old: Properties, new: Properties) -> bool:
    return any((old.get(name) or None) != (value or None) for name, value in new.items())
