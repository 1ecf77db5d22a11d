"""Nodes: by kind, one by one, and what is joined to them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.call import Call, Caller, Listed, Paged, Single
from api.http.errors import ParameterInvalid
from api.http.formats import TABLE, features, no_geometry
from api.http.kind_schemas import NODE, NODE_ROW
from api.http.node_rows import filter_parameters, node_dict
from api.http.openapi import item, rows
from api.http.problems import ROOT, dumps
from graph.exchange.geojson import PLACES
from graph.kinds import STATED
from graph.store import Store
from queries.gaps.model import Quote
from queries.nodes import Filter, columns_of, count, filters, joined, neighbours, node, node_by_index, nodes
from queries.parameter_types import CONVERT
from queries.show import ShownEdge

router = APIRouter(prefix=ROOT, tags=["nodes"], default_response_class=Response)
Mapped = Annotated[Call, Depends(Caller(*TABLE, "geojson"))]
Kind = Annotated[str, Query(description="类型，代码或中文 · kind", json_schema_extra={"enum": list(STATED)})]
_OWN = frozenset({"kind", "sort", "limit", "cursor", "fields"})


class EdgeLine(TypedDict):
    """An edge as seen from the node, with the words that it rests on; rows of tables have no words."""

    relation: str
    direction: str
    other: str
    other_kind: str
    other_name: str
    status: str
    review: str
    rule: str
    term: str
    statements: list[str]
    quotes: list[Quote]


class EdgeGroup(TypedDict):
    """The edges of one relation and direction, counted, with the first ones and where all are."""

    relation: str
    zh: str
    direction: str
    total: int
    accepted: int
    edges: list[EdgeLine]
    all: str


EDGE_COLUMNS = tuple(EdgeLine.__annotations__)


class NodesBasis(TypedDict):
    """Of which kind the nodes are."""

    kind: str


@router.get(
    "/nodes",
    responses=rows("geojson", of=NODE_ROW, about=NodesBasis, example="/nodes?kind=Firm&name.contains=航空&sort=name"),
    summary="一种节点 · nodes of a kind",
    openapi_extra={"parameters": filter_parameters()},
)
async def listed(
    call: Mapped,
    page: Paged,
    kind: Kind,
    sort: Annotated[str, Query(max_length=50, description="一个属性，- 为从大到小 · a property")] = "key",
) -> Response:
    """List the nodes of a kind, filtered by its own properties: ``name=…``, ``name.contains=…``, ``issued.from=…``."""
    kind = _kind(kind)
    given = {name: value for name, value in call.request.query_params.items() if name not in _OWN}
    conditions, limit = filters(kind, given), call.limit(page)
    by_key = sort == "key"
    after, skip = (call.place(page, str), 0) if by_key else (None, call.place(page, int) or 0)

    def read(store: Store) -> tuple[list[dict[str, Any]], int]:
        found = nodes(store, kind, conditions, sort=sort, after=after, skip=skip, limit=limit + 1)
        return found, count(store, kind, conditions)

    found, total = await call.read(read)
    names = [column.name for column in columns_of(kind)]
    if call.form == "geojson":
        return _drawn(call, kind, found, conditions)
    following = (found[limit - 1]["key"] if by_key else skip + limit) if len(found) > limit else None
    return await call.page(found[:limit], names, page, after=following, total=total, about={"kind": kind})


@router.get(
    "/nodes/{key:path}/neighbours",
    responses=rows(of=(EdgeGroup, EdgeLine), example="/nodes/Firm:福昆航空/neighbours"),
    summary="一个节点的关系 · what is joined to a node",
)
async def joined_to(
    call: Listed,
    page: Paged,
    key: str,
    relation: Annotated[str, Query(max_length=50, description="只要这种关系 · this relation only")] = "",
    direction: Annotated[Literal["out", "in"], Query(description="从它出去或指向它 · which way")] = "out",
) -> Response:
    """Group what is joined to a node by relation with counts; with ``relation``, page through one group."""
    if relation:
        return await _group(call, page, key, relation, direction)
    groups = await call.read(lambda store: neighbours(store, key))
    place = f"{ROOT}/nodes/{quote(key, safe='')}/neighbours"
    found = [
        {
            **asdict(group),
            "edges": [_edge(edge, group.relation, group.direction) for edge in group.edges],
            "all": f"{place}?relation={group.relation}&direction={group.direction}",
        }
        for group in groups
    ]
    return await call.listed(found, tuple(EdgeGroup.__annotations__), page)


@router.get("/nodes/{key:path}", responses=item(of=NODE, example="/nodes/Firm:福昆航空"), summary="一个节点 · one node")
async def one(call: Single, key: str) -> Response:
    """Return a node with all its properties, who said what of it, and where its relations are."""
    found = await call.quick(lambda store: node_by_index(store, key))
    if found is None:
        found = await call.read(lambda store: node(store, key))
    return call.one(node_dict(found))


async def _group(call: Call, page: Paged, key: str, relation: str, direction: str) -> Response:
    skip, limit = call.place(page, int) or 0, call.limit(page)
    found = await call.read(
        lambda store: joined(store, node(store, key), relation, direction, skip=skip, limit=limit + 1)
    )
    after = skip + limit if len(found) > limit else None
    listed_ = [_edge(edge, relation, direction) for edge in found[:limit]]
    return await call.page(listed_, EDGE_COLUMNS, page, after=after)


def _edge(edge: ShownEdge, relation: str, direction: str) -> dict[str, Any]:
    return {"relation": relation, "direction": direction, **asdict(edge)}


def _kind(text: str) -> str:
    try:
        return str(CONVERT["kind"](text)) or text
    except ValueError as error:
        known = "、".join(STATED)
        raise ParameterInvalid(
            f"没有“{text[:40]}”这种节点", f"no kind {text[:40]!r}", do_zh=f"可用：{known}", do_en=f"Known: {known}"
        ) from error


def _drawn(call: Call, kind: str, found: list[dict[str, Any]], conditions: tuple[Filter, ...]) -> Response:
    """Answer with GeoJSON where places have a geometry."""
    if kind not in PLACES:
        raise no_geometry(f"{STATED[kind].zh}没有坐标", f"{kind} has no coordinates")
    if not call.shared.shapes:
        raise no_geometry("没有给出边界，地方就没有图形", "no boundaries are set, so places have no geometry")
    made = features([{"kind": kind, **row} for row in found], call.shared.shapes)
    return call.raw(dumps({**made, "data_version": call.version.token}))
