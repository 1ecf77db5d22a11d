"""Nodes by key and by kind, and what is joined to one, a page at a time.

A page is read by the engine, so that a list of a hundred thousand costs what
is shown of it. Order is total and the same on both engines: what a node lacks
stands last, keys decide between equals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import InputError, NotFound
from graph.evidence import Review
from graph.kinds import EDGES, NODES, STATED, Property
from graph.store import Store, Value
from queries.gaps.model import Quote
from queries.parameter_types import CONVERT, ParameterType
from queries.show import Group, ShownEdge, quotes_of

HIDDEN = frozenset({"contributions", "text", "kind"})
"""Properties that lists leave out: they are long, and one node shows them; the kind is what was asked for."""
OPERATORS = {"": "=", "contains": "CONTAINS", "from": ">=", "to": "<="}
"""How a filter compares, by what is written after the property and a dot."""
_ONE = "MATCH (n{kind}) WHERE n.key = $key RETURN n LIMIT 1"
_COUNTED = "MATCH (n{kind}){arrow}(x) WHERE n.key = $key AND e.kind IS NOT NULL RETURN e.kind, e.review, count(*)"
_JOINED = (
    "MATCH (n{kind}){arrow}(x) WHERE n.key = $key AND e.kind = $relation "
    "RETURN x.key AS other, x.kind AS other_kind, x.name AS other_name, e AS edge "
    "ORDER BY CASE WHEN e.review = 'accepted' THEN 0 ELSE 1 END, other_name, other SKIP {skip} LIMIT {limit}"
)
_READ: dict[str, ParameterType] = {"INT64": "integer", "DOUBLE": "number"}
_ARROWS = {"out": "-[e{relation}]->", "in": "<-[e{relation}]-"}


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a property; ``operator`` is one of :data:`OPERATORS`."""

    column: Property
    operator: str
    value: Value


def node_by_index(store: Store, key: str) -> dict[str, Value] | None:
    """Return all properties of a node whose key says its kind: one look at an index. None where there is none so."""
    # Most keys begin with the kind, and within a kind a key has an index.
    rows = store.read(_ONE.format(kind=_label(key)), {"key": key}).rows
    return rows[0][0] if rows and isinstance(rows[0][0], dict) else None


def node(store: Store, key: str) -> dict[str, Value]:
    """Return all properties of a node.

    Raises:
        NotFound: no node has this key.
    """
    if (found := node_by_index(store, key)) is not None:
        return found
    rows = store.read(_ONE.format(kind=""), {"key": key}).rows
    if rows and isinstance(rows[0][0], dict):
        return rows[0][0]
    shown = key if len(key) <= 60 else key[:60] + "…"
    raise NotFound(
        f"没有键为“{shown}”的节点",
        f"no node has the key {shown!r}",
        do_zh="按名称找：liantu find",
        do_en="Look for its name with liantu find",
    )


def columns_of(kind: str) -> tuple[Property, ...]:
    """Return the properties that a list of a kind shows.

    Raises:
        InputError: there is no such kind.
    """
    if kind not in STATED:
        known = "、".join(f"{name}（{one.zh}）" for name, one in STATED.items())
        raise InputError(
            f"没有“{kind[:40]}”这种节点",
            f"no kind of node {kind[:40]!r}",
            do_zh=f"可用：{known}",
            do_en=f"Known: {known}",
        )
    return tuple(column for column in NODES[kind].columns if column.name not in HIDDEN)


def filters(kind: str, given: Mapping[str, str]) -> tuple[Filter, ...]:
    """Read conditions: ``name`` (equal; a list holds it), ``name.contains``, ``name.from``, ``name.to``.

    Raises:
        InputError: the kind has no such property, it cannot be compared so, or the value is not of its type.
    """
    columns = {column.name: column for column in columns_of(kind)}
    return tuple(_filter(kind, columns, name, value) for name, value in sorted(given.items()))


def nodes(
    store: Store,
    kind: str,
    conditions: Sequence[Filter] = (),
    *,
    sort: str = "key",
    after: str | None = None,
    skip: int = 0,
    limit: int = 100,
) -> list[dict[str, Value]]:
    """Return one page of the nodes of a kind.

    Args:
        store: where to read.
        kind: a declared kind.
        conditions: all have to hold.
        sort: a property, ``-`` before it to go down; by key unless given.
        after: in the order of keys, the key after which the page begins.
        skip: in any other order, how many to pass over.
        limit: at most so many.

    Raises:
        InputError: there is no such kind or property.
    """
    columns = columns_of(kind)
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in {column.name for column in columns if column.type != "STRING[]"}:
        raise InputError(f"不能按“{name[:40]}”排", f"cannot sort by {name[:40]!r}", do_zh="用这种节点的一个属性")
    where, parameters = _where(conditions)
    if after is not None:
        where, parameters = [*where, "n.key > $after"], {**parameters, "after": after}
    order = "n.key" + (" DESC" if down else "")
    if name != "key":
        order = f"n.{name} IS NULL, n.{name}{' DESC' if down else ''}, n.key"
    shown = ", ".join(f"n.{column.name} AS {column.name}" for column in columns)
    query = f"MATCH (n:{kind}){_all(where)} RETURN {shown} ORDER BY {order} SKIP {int(skip)} LIMIT {int(limit)}"
    return list(store.read(query, parameters).dicts())


def count(store: Store, kind: str, conditions: Sequence[Filter] = ()) -> int:
    """Return how many nodes of a kind there are."""
    columns_of(kind)
    where, parameters = _where(conditions)
    return int(str(store.read(f"MATCH (n:{kind}){_all(where)} RETURN count(*)", parameters).rows[0][0]))


def neighbours(store: Store, key: str, *, per_group: int = 10) -> tuple[Group, ...]:
    """Return what is joined to a node, grouped by relation and direction, each group with its first edges.

    Raises:
        NotFound: no node has this key.
    """
    row = node(store, key)
    label = f":{row['kind']}"
    found: list[Group] = []
    for direction in _ARROWS:
        totals: dict[str, list[int]] = {}
        for relation, review, number in _counts(store, label, key, direction):
            both = totals.setdefault(relation, [0, 0])
            both[0] += number
            both[1] += number if review == Review.ACCEPTED else 0
        for relation, (total, accepted) in totals.items():
            edges = _edges(store, row, relation, direction, 0, per_group) if per_group else []
            zh = EDGES[relation].zh if relation in EDGES else relation
            found.append(Group(relation, zh, direction, total, accepted, tuple(edges)))
    found.sort(key=lambda group: (group.direction != "out", -group.total, group.relation))
    quotes = quotes_of(store, {key for group in found for edge in group.edges for key in edge.statements})
    return tuple(replace(group, edges=tuple(_worded(group.edges, quotes))) for group in found)


def joined(
    store: Store, row: Mapping[str, Value], relation: str, direction: str, *, skip: int = 0, limit: int = 100
) -> list[ShownEdge]:
    """Return one page of the edges of a relation at a node, accepted ones first, then by name, with their words.

    Args:
        store: where to read.
        row: the node, see :func:`node`.
        relation: a declared relation.
        direction: ``out`` or ``in``.
        skip: edges to pass over.
        limit: at most so many.

    Raises:
        InputError: there is no such relation or direction.
    """
    if relation not in EDGES or direction not in _ARROWS:
        raise InputError(
            f"没有这种关系或方向：{relation[:40]} {direction[:10]}",
            f"no such relation or direction: {relation[:40]} {direction[:10]}",
            do_zh="关系见 docs/kinds.md，方向是 out 或 in",
            do_en="See docs/kinds.md; the direction is out or in",
        )
    edges = _edges(store, row, relation, direction, skip, limit)
    return _worded(edges, quotes_of(store, {key for edge in edges for key in edge.statements}))


def _edges(
    store: Store, row: Mapping[str, Value], relation: str, direction: str, skip: int, limit: int
) -> list[ShownEdge]:
    arrow = _ARROWS[direction].format(relation=f":{relation}")
    query = _JOINED.format(kind=f":{row['kind']}", arrow=arrow, skip=int(skip), limit=int(limit))
    return [_edge(one) for one in store.read(query, {"key": row["key"], "relation": relation}).dicts()]


def _worded(edges: Iterable[ShownEdge], quotes: Mapping[str, Quote]) -> list[ShownEdge]:
    return [replace(e, quotes=tuple(quotes[key] for key in e.statements if key in quotes)) for e in edges]


def _counts(store: Store, label: str, key: str, direction: str) -> Iterable[tuple[str, str, int]]:
    query = _COUNTED.format(kind=label, arrow=_ARROWS[direction].format(relation=""))
    for relation, review, number in store.read(query, {"key": key}).rows:
        yield str(relation), str(review or ""), int(str(number))


def _edge(row: Mapping[str, Value]) -> ShownEdge:
    edge = row["edge"] if isinstance(row["edge"], dict) else {}
    keys = edge.get("statements")
    status, review, rule, term = (str(edge.get(name) or "") for name in ("status", "review", "rule", "term"))
    statements = tuple(map(str, keys)) if isinstance(keys, list) else ()
    other, kind, name = (str(row[field]) for field in ("other", "other_kind", "other_name"))
    return ShownEdge(other, kind, name, status, review, statements, rule=rule, term=term)


def _label(key: str) -> str:
    kind = key.partition(":")[0]
    return f":{kind}" if kind in NODES else ":Statement"


def _filter(kind: str, columns: Mapping[str, Property], name: str, text: str) -> Filter:
    stem, _, operator = name.partition(".")
    column = columns.get(stem)
    known = "、".join(columns)
    if column is None or operator not in OPERATORS:
        raise InputError(
            f"{NODES[kind].zh}没有这个条件：{name[:60]}",
            f"{kind} has no filter {name[:60]!r}",
            do_zh=f"属性：{known}；后面可加 .contains、.from、.to",
            do_en=f"Properties: {known}; with .contains, .from or .to after them",
        )
    if (operator == "contains") > (column.type == "STRING") or (operator and column.type == "STRING[]") or not text:
        raise InputError(f"{name[:60]} 不能这样比", f"{name[:60]} cannot be compared so", do_zh="文字才能用 .contains")
    read = _READ.get(column.type)
    try:
        value = CONVERT[read](text) if read else text
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{name[:60]} 要是数，不是“{text[:40]}”", f"{name[:60]} must be a number") from error
    return Filter(column, operator, value)


def _where(conditions: Sequence[Filter]) -> tuple[list[str], dict[str, Value]]:
    parts: list[str] = []
    for at, one in enumerate(conditions):
        held = f"$f{at} IN n.{one.column.name}"
        parts.append(held if one.column.type == "STRING[]" else f"n.{one.column.name} {OPERATORS[one.operator]} $f{at}")
    return parts, {f"f{at}": one.value for at, one in enumerate(conditions)}


def _all(where: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(where)}" if where else ""
