"""Chains: the list, one chain, its gaps, its check list, its map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.analysis import checks_of, gaps_of
from api.http.call import Call, Caller, Listed, Paged, Single
from api.http.gap_rows import COLUMNS, Basis, GapLine, Set, basis, gap_row
from api.http.openapi import answers, item, rows
from api.http.problems import ROOT
from api.http.routers.gaps import OfClass, OfTier, Sort, gaps
from graph.store import Store
from queries.catalogue import Catalogue, run
from queries.gaps.answers import find_chain
from queries.gaps.model import ChainGaps, FirmHere, GapClass, InputEdge, Source
from viz.chain_map import chain_map_svg
from viz.picture import svg_to_png

router = APIRouter(prefix=ROOT, tags=["chains"], default_response_class=Response)
Svg = Annotated[Call, Depends(Caller("svg"))]
Png = Annotated[Call, Depends(Caller("png"))]
_WIDE = 4_000
"""Pixels of a picture at most: it is drawn for whoever asks."""


class ChainRow(TypedDict):
    """A chain with what stands in it, counted. No firm is not a gap."""

    chain: str
    name: str
    segments: int
    filled: int
    firms: int
    leaders: list[str]
    policies: int
    version: str
    author: str


class SegmentLine(TypedDict):
    """A segment as the chain's template places it."""

    key: str
    name: str
    position: str
    stage: str
    parent: str
    rank: int


class ChainAnswer(TypedDict):
    """A chain: its segments and the inputs between them, its leaders and members, its classes counted."""

    key: str
    name: str
    aliases: list[str]
    version: str
    author: str
    scope: str
    counts: dict[GapClass, int]
    segments: list[SegmentLine]
    inputs: list[InputEdge]
    leaders: list[FirmHere]
    members: list[FirmHere]
    sources: list[Source]
    links: dict[str, str]


async def chain_named(call: Call, key: str) -> ChainGaps:
    """Return the answer of the chain with this key, name or alias.

    Raises:
        NotFound: there is none.
    """
    answered, _ = await gaps_of(call)
    wanted = find_chain([one.chain for one in answered], key)
    return next(one for one in answered if one.chain.key == wanted.key)


@router.get("/chains", responses=rows(of=ChainRow, example="/chains"), summary="产业链 · chains")
async def chains(call: Listed, page: Paged) -> Response:
    """List the chains with their segments, firms and policies counted."""
    question = Catalogue.shipped().get("chains")
    table = await call.cached("chains", lambda store: list(run(store, "chains").dicts()))
    return await call.listed(table, [column.name for column in question.columns], page)


@router.get(
    "/chains/{key}/gaps",
    responses=rows(of=GapLine, about=Basis, example="/chains/低空经济/gaps?class=数据不足"),
    summary="一条链的环节和类别 · the segments of a chain",
)
async def chain_gaps(
    call: Listed, page: Paged, key: str, class_: OfClass = "", tier: OfTier = None, sort: Sort = "", set_: Set = ""
) -> Response:
    """List the segments of a chain in rank order."""
    return await gaps(call, page, class_, tier, key, sort, set_)


@router.get(
    "/chains/{key}/check-list",
    responses=rows(of=GapLine, about=Basis, example="/chains/低空经济/check-list"),
    summary="一条链的核查清单 · what to verify first",
)
async def check_list(call: Listed, page: Paged, key: str) -> Response:
    """List what verifying would change, most first."""
    found = await chain_named(call, key)
    listed = [gap_row(found, row) for row in found.check_list()]
    return await call.listed(listed, COLUMNS, page, basis([found]))


@router.get(
    "/check-list",
    responses=rows(of=GapLine, about=Basis, example="/check-list"),
    summary="全市的核查清单 · what to verify first over all chains",
)
async def whole_check_list(call: Listed, page: Paged) -> Response:
    """List what verifying would change over all chains, a shared segment being one row."""
    found, listed = await checks_of(call)
    return await call.listed(listed, COLUMNS, page, basis([found]))


@router.get(
    "/chains/{key}/map.svg",
    responses=answers("", "svg", example="/chains/低空经济/map.svg"),
    summary="缺口图 SVG · the chain-gap map",
)
async def map_svg(call: Svg, key: str) -> Response:
    """Draw the chain-gap map."""
    return call.raw((await _drawn(call, key)).encode())


@router.get(
    "/chains/{key}/map.png",
    responses=answers("", "png", example="/chains/低空经济/map.png?width=1200"),
    summary="缺口图 PNG · the chain-gap map",
)
async def map_png(
    call: Png, key: str, width: Annotated[int, Query(ge=400, le=_WIDE, description="像素 · pixels")] = 1_754
) -> Response:
    """Draw the chain-gap map as a picture."""
    svg = await _drawn(call, key)
    return call.raw(await call.cached(("png", key, call.lang, width), lambda _: svg_to_png(svg, width=width)))


async def _drawn(call: Call, key: str) -> str:
    found = await chain_named(call, key)

    def draw(_: Store) -> str:
        return chain_map_svg(found, lang=call.lang, date=call.version.at[:10])

    return await call.cached(("svg", found.chain.key, call.lang), draw)


@router.get(
    "/chains/{key}",
    responses=item(of=ChainAnswer, about=Basis, example="/chains/低空经济"),
    summary="一条产业链 · one chain",
)
async def chain(call: Single, key: str) -> Response:
    """Return a chain: its segments and inputs, leaders, members, classes counted."""
    found = await chain_named(call, key)
    return call.one(_chain(found), basis([found]))


def _chain(found: ChainGaps) -> Mapping[str, Any]:
    graph = found.chain
    place = f"{ROOT}/chains/{graph.key}"
    return {
        "key": graph.key,
        "name": graph.name,
        "aliases": graph.aliases,
        "version": graph.version,
        "author": graph.author,
        "scope": graph.scope,
        "counts": {kind.value: number for kind, number in found.counts.items()},
        "segments": [
            {"key": s.key, "name": s.name, "position": s.position, "stage": s.stage, "parent": s.parent, "rank": s.rank}
            for s in graph.segments
        ],
        "inputs": [asdict(edge) for edge in graph.inputs],
        "leaders": [asdict(firm) for firm in graph.leaders],
        "members": [asdict(firm) for firm in graph.members],
        "sources": [asdict(source) for source in graph.sources],
        "links": {name: f"{place}/{name}" for name in ("gaps", "check-list", "map.svg", "map.png")},
    }
