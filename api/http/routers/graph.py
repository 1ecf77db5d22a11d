"""The graph around things, for browsers that draw it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.http.call import Call, Caller
from api.http.errors import ParameterInvalid
from api.http.graph_rows import part_dict, part_graphml
from api.http.kind_schemas import GRAPH_PART
from api.http.openapi import answers
from api.http.problems import ROOT
from api.http.routers.finding import as_names
from graph.kinds import EDGES
from graph.parts import around

router = APIRouter(prefix=ROOT, tags=["graph"], default_response_class=Response)
Graphed = Annotated[Call, Depends(Caller("json", "graphml"))]
_KEYS, _HOPS, _NODES = 50, 3, 5_000


@router.get(
    "/graph",
    responses=answers("Item", "json", "graphml", of=GRAPH_PART, example="/graph?key=Firm:福昆航空", also="NotFound"),
    summary="周围的图 · the graph around things",
)
async def graph(
    call: Graphed,
    key: Annotated[str, Query(min_length=1, max_length=4_000, description="一个或几个键，逗号分开 · keys")],
    hops: Annotated[int, Query(ge=0, le=_HOPS, description="走几步；0 只看它们之间 · how far")] = 1,
    relations: Annotated[str, Query(max_length=2_000, description="只走这些关系，逗号分开 · relations")] = "",
    review: Annotated[Literal["accepted", "all"], Query(description="all 连候选 · with candidates")] = "accepted",
    most: Annotated[int, Query(ge=1, le=_NODES, description="最多几个节点 · nodes at most")] = 1_000,
) -> Response:
    """Return nodes and the edges between them, whichever way they point; more than ``most`` is refused."""
    keys = as_names(key)
    if not 1 <= len(keys) <= _KEYS:
        raise ParameterInvalid(f"键要 1–{_KEYS} 个", f"give 1 to {_KEYS} keys")
    kinds = as_names(relations) or None
    unknown = [kind for kind in kinds or () if kind not in EDGES]
    if unknown:
        raise ParameterInvalid(
            f"没有这种关系：{unknown[0][:40]}", f"no relation {unknown[0][:40]!r}", do_zh="见 docs/kinds.md"
        )
    part = await call.read(lambda store: around(store, keys, hops, kinds=kinds, candidates=review == "all", most=most))
    return call.raw(part_graphml(part)) if call.form == "graphml" else call.one(part_dict(part))
