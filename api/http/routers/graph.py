"""The graph around things, for browsers that draw it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api.http.call import Call, Caller
from api.http.errors import ParameterInvalid
from api.http.graph_rows import part_dict, part_graphml
from api.http.kind_schemas import GRAPH_PART
from api.http.openapi import answers
from api.http.picture_rows import GraphPicture
from api.http.problems import ROOT
from api.http.routers.finding import as_names
from graph.kinds import EDGES
from graph.parts import around
from graph.store import Store
from queries.surroundings import keys_in, surroundings
from viz.graph.file import graph_file
from viz.graph.picture import picture

router = APIRouter(prefix=ROOT, tags=["graph"], default_response_class=Response)
Graphed = Annotated[Call, Depends(Caller("json", "graphml"))]
Pictured = Annotated[Call, Depends(Caller("json"))]
Filed = Annotated[Call, Depends(Caller("html"))]
_KEYS, _HOPS, _NODES, _FILED = 50, 3, 5_000, 1_000
Keys = Annotated[str, Query(min_length=1, max_length=4_000, description="一个或几个键，逗号分开 · keys")]
Hops = Annotated[int, Query(ge=0, le=_HOPS, description="走几步；0 只看它们之间 · how far")]
Relations = Annotated[str, Query(max_length=2_000, description="只走这些关系，逗号分开 · relations")]
Reviewed = Annotated[Literal["accepted", "all"], Query(description="all 连候选 · with candidates")]


@router.get(
    "/graph",
    responses=answers("Item", "json", "graphml", of=GRAPH_PART, example="/graph?key=Firm:福昆航空", also="NotFound"),
    summary="周围的图 · the graph around things",
)
async def graph(
    call: Graphed,
    key: Keys,
    hops: Hops = 1,
    relations: Relations = "",
    review: Reviewed = "accepted",
    most: Annotated[int, Query(ge=1, le=_NODES, description="最多几个节点 · nodes at most")] = 1_000,
) -> Response:
    """Return nodes and the edges between them, whichever way they point; more than ``most`` is refused."""
    keys, kinds = _some(as_names(key)), _relations(relations)
    part = await call.read(
        lambda store: around(store, keys, hops, kinds=kinds or None, candidates=review == "all", most=most)
    )
    return call.raw(part_graphml(part)) if call.form == "graphml" else call.one(part_dict(part))


@router.get(
    "/graph/picture",
    responses=answers("Item", "json", of=GraphPicture, example="/graph/picture?key=Firm:福昆航空", also="NotFound"),
    summary="画图用的数据 · the graph to be drawn",
)
async def pictured(
    call: Pictured,
    key: Keys,
    hops: Hops = 1,
    relations: Relations = "",
    review: Reviewed = "accepted",
    most: Annotated[int, Query(ge=1, le=_NODES, description="最多几个点，多的截断 · nodes at most, cut")] = 300,
) -> Response:
    """Return things and the relations between them with their quotes, cut nearest first; ``left_out`` tells how many.

    Relations that speak of papers and figures are left out unless named, and
    no way leads on through a region, a paper or a chain.
    """
    return call.one(await _picture(call, key, hops, relations, review, most))


@router.get(
    "/graph.html",
    responses=answers("", "html", example="/graph.html?key=Firm:福昆航空", also="NotFound"),
    summary="周围的图，单独一个文件 · the graph as one file",
)
async def filed(
    call: Filed,
    key: Keys,
    hops: Hops = 1,
    relations: Relations = "",
    review: Reviewed = "accepted",
    most: Annotated[int, Query(ge=1, le=_FILED, description="最多几个点，多的截断 · nodes at most, cut")] = 300,
) -> Response:
    """Return the picture as one HTML file that opens anywhere, with the network off."""
    made = await _picture(call, key, hops, relations, review, most)
    asked = ("graph.html", key, hops, relations, review, most)
    version = call.version
    return call.raw(
        await call.cached(
            asked, lambda _: graph_file(made, hops=hops, data_version=version.token, as_of=version.at).encode()
        )
    )


async def _picture(call: Call, key: str, hops: int, relations: str, review: str, most: int) -> dict[str, Any]:
    kinds = _relations(relations)

    def read(store: Store) -> dict[str, Any]:
        keys = _some(keys_in(store, key, _KEYS))
        return picture(surroundings(store, keys, hops, relations=kinds, candidates=review == "all", most=most))

    return await call.read(read)


def _some(keys: list[str]) -> list[str]:
    if not 1 <= len(keys) <= _KEYS:
        raise ParameterInvalid(f"键要 1–{_KEYS} 个", f"give 1 to {_KEYS} keys")
    return keys


def _relations(text: str) -> list[str]:
    kinds = as_names(text)
    unknown = [kind for kind in kinds if kind not in EDGES]
    if unknown:
        raise ParameterInvalid(
            f"没有这种关系：{unknown[0][:40]}", f"no relation {unknown[0][:40]!r}", do_zh="见 docs/kinds.md"
        )
    return kinds
