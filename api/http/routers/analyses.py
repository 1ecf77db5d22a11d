"""What follows from the answers: what if, how stable, on what they hang, what outputs take; and reference tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.answers import Known
from api.figures import Say, multiplied, region_figures, regions_cautions, regions_data, regions_words, summaries
from api.http import analysis_rows as types
from api.http.analysis import known_of
from api.http.bodies import Body, described, read_body
from api.http.call import Call, Caller, Listed, Paged, Single
from api.http.formats import TABLE
from api.http.gap_rows import Set, thresholds
from api.http.openapi import item, rows
from api.http.problems import ROOT
from api.plain import bottlenecks_data, stability_data, stated_data, what_if_data
from api.reference import DEFAULT
from graph.errors import Lang, NotFound
from graph.store import Store
from loaders.reference.tables import SHIPPED, flows_of, regions_of
from queries.demand.model import LABEL
from queries.demand.read import DemandFound
from queries.gaps.answers import find_chain
from queries.gaps.bottlenecks import find_bottlenecks
from queries.gaps.model import GapParameters
from queries.gaps.parameters import with_settings
from queries.gaps.stability import TOP
from queries.gaps.what_if import ask_what_if

router = APIRouter(prefix=ROOT, tags=["analyses"], default_response_class=Response)
Asked = Annotated[Call, Depends(Caller("json", fresh=True))]
Tables = Annotated[Call, Depends(Caller(*TABLE))]
Chain = Annotated[str, Query(max_length=200, description="产业链的键、名称或别名 · chain, by key or name")]
Top = Annotated[int, Query(ge=1, le=1_000, description="前几名 · the first k")]
_MOST = 1_000
NEVER = "需求额是市场有多大，不是缺口：本地已有多少供应没有减去"


class Supposed(Body):
    """What is supposed: firms more or less, complete lists more, other thresholds. Nothing is stored."""

    add: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    remove: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    complete: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    set: dict[str, float | str] = Field(default_factory=dict)


_SUPPOSED = {"add": ["某企业@eVTOL整机"], "complete": ["eVTOL整机"]}
_WHAT_IF = described(Supposed, _SUPPOSED)
_ASKED = orjson.dumps(_SUPPOSED).decode()


@router.post(
    "/what-if",
    responses=item(of=types.WhatIfAnswer, example=f"/what-if {_ASKED}", also="NotFound"),
    summary="假如 · what would change",
    openapi_extra=_WHAT_IF,
)
async def what_if(call: Asked, request: Request) -> Response:
    """Tell which answers of all chains would change; ``add`` and ``remove`` are ``企业@环节``."""
    return await _supposed(call, request, "")


@router.post(
    "/chains/{key}/what-if",
    responses=item(of=types.WhatIfAnswer, example=f"/chains/低空经济/what-if {_ASKED}"),
    summary="假如，一条链 · what would change",
    openapi_extra=_WHAT_IF,
)
async def chain_what_if(call: Asked, request: Request, key: str) -> Response:
    """Tell which answers of a chain would change."""
    return await _supposed(call, request, key)


async def _supposed(call: Call, request: Request, chain: str) -> Response:
    body = await read_body(request, Supposed, '{"add": ["某企业@某环节"]}')
    parameters = with_settings(GapParameters(), body.set)

    told = await known_of(call, parameters)

    def read(store: Store) -> dict[str, Any]:
        return what_if_data(
            ask_what_if(store, told.chains, chain, body.add, body.remove, body.complete, parameters, told.measures)
        )

    return call.one(await call.read(read))


@router.get(
    "/chains/{key}/stability",
    responses=item(of=types.StabilityAnswer, example="/chains/低空经济/stability"),
    summary="稳不稳，一条链 · how stable an answer is",
)
async def chain_stability(call: Single, key: str, top: Top = TOP, set_: Set = "") -> Response:
    """Tell in how many runs with other thresholds and evidence each row keeps its class and place."""
    return await _stability(call, key, top, set_)


@router.get(
    "/stability",
    responses=item(of=types.StabilityAnswer, example="/stability?top=5", also="NotFound"),
    summary="稳不稳 · how stable the answers are",
)
async def stability(call: Single, top: Top = TOP, set_: Set = "") -> Response:
    """Tell it of all chains together; ``POST /stability`` has it done as a job."""
    return await _stability(call, "", top, set_)


async def _stability(call: Call, chain: str, top: int, set_: str) -> Response:
    parameters = thresholds(set_)

    told = await known_of(call, parameters)

    def read(_: Store) -> dict[str, Any]:
        key = _named(told, chain) if chain else ""
        _some(told)
        return stability_data(told.stability(key, top))

    return call.one(await call.cached(("stability", chain, top, parameters), read))


@router.get(
    "/bottlenecks",
    responses=item(of=types.BottlenecksAnswer, example="/bottlenecks?limit=2", also="NotFound"),
    summary="瓶颈 · on what several chains hang",
)
async def held(
    call: Single,
    chain: Chain = "",
    limit: Annotated[int, Query(ge=1, le=_MOST, description="最多几条 · at most")] = 100,
    set_: Set = "",
) -> Response:
    """List segments on which several chains hang; of one chain, those that cut local segments and leaders off."""
    parameters = thresholds(set_)

    told = await known_of(call, parameters)

    def read(_: Store) -> dict[str, Any]:
        key = _named(told, chain) if chain else ""
        return bottlenecks_data(find_bottlenecks(told.chains, key, parameters), limit)

    return call.one(await call.cached(("bottlenecks", chain, limit, parameters), read))


@router.get(
    "/demand",
    responses=rows(of=types.DemandLine, about=types.DemandBasis, example="/demand", also="NotFound"),
    summary="需求额 · what stated outputs take",
)
async def demanded(
    call: Listed, page: Paged, chain: Chain = "", table: Annotated[str, Query(max_length=100)] = DEFAULT
) -> Response:
    """List what each stated output takes of each product and segment, by national coefficients; no gap."""
    told = await known_of(call)

    def read(_: Store) -> tuple[DemandFound, Mapping[str, str]]:
        found = told.demand(table)
        if chain:
            key = _named(told, chain)
            kept = tuple(one for one in found.stated if key in one.chains)
            found = DemandFound(kept, tuple(one for one in found.unused if key in one.chains))
        return found, {one.key: one.name for one in told.chains}

    found, names = await call.cached(("demand", chain, table), read)
    listed = [stated_data(one) for one in found.stated]
    about = {"unused": [asdict(one) for one in found.unused], "label": LABEL, "note": NEVER, "chains": names}
    columns = tuple(types.DemandLine.__annotations__)
    return await call.listed(listed, columns, page, about)


@router.get(
    "/reference",
    responses=rows(of=types.ReferenceRow, example="/reference"),
    summary="自带的投入产出表 · input-output tables that ship",
)
async def tables(call: Tables, page: Paged) -> Response:
    """List the tables that ship, for multipliers and quotients."""
    found = [
        {
            "name": name,
            "title": title,
            "multipliers": f"{ROOT}/reference/multipliers/{name}",
            "quotients": f"{ROOT}/reference/quotients/{name}" if name.startswith("guangdong") else None,
        }
        for name, title in SHIPPED.items()
    ]
    return await call.listed(found, tuple(types.ReferenceRow.__annotations__), page)


@router.get(
    "/reference/multipliers/{table}",
    responses=rows(
        of=types.MultiplierRow,
        about=types.MultipliersBasis,
        example="/reference/multipliers/china-2020-42",
        also="FiguresRefused",
    ),
    summary="投入产出表的乘数 · multipliers of a table",
)
async def multipliers(
    call: Tables,
    page: Paged,
    table: str,
    flows: Annotated[
        Literal["", "domestic", "total"], Query(description="国内流量还是含进口 · domestic flows or all")
    ] = "",
) -> Response:
    """List the sectors of a table that ships with output multipliers, linkages and extraction losses."""
    name = _shipped(table)
    found = await call.cached(
        ("multipliers", name, flows, call.lang),
        lambda _: multiplied(flows_of(name), flows or None, say_in(call.lang)).data(),
    )
    about = {key: value for key, value in found.items() if key != "rows"}
    return await call.listed(found["rows"], tuple(types.MultiplierRow.__annotations__), page, about)


@router.get(
    "/reference/quotients/{table}",
    responses=rows(
        of=types.QuotientRow,
        about=types.QuotientsBasis,
        example="/reference/quotients/guangdong-2017-42",
        also="FiguresRefused",
    ),
    summary="区位商 · location quotients of a table",
)
async def quotients(
    call: Tables,
    page: Paged,
    table: str,
    delta: Annotated[float | None, Query(ge=0, lt=1, description="另算 FLQ 的 δ · δ of Flegg's quotient too")] = None,
) -> Response:
    """List the sectors of each region of a table that ships with their location quotients."""
    name, say = _shipped(table), say_in(call.lang)

    def reckon(_: Store) -> dict[str, Any]:
        from queries.formulas.regions import compare

        read = regions_of(name)
        found = compare(read.figures, read.reference, delta=delta, sectors=read.sectors, regions=read.regions)
        lines = region_figures(read, found, say)
        words = [*summaries(read, found, delta, say, len(read.regions)), *regions_cautions(read, lines, delta, say)]
        return {**regions_data(read, found, lines, words, delta), "words": regions_words(read, say)}

    found = await call.cached(("quotients", name, delta, call.lang), reckon)
    about = {key: value for key, value in found.items() if key != "rows"}
    return await call.listed(found["rows"], tuple(types.QuotientRow.__annotations__), page, about)


def say_in(lang: Lang) -> Say:
    """Return what takes Chinese and English and returns the one that is asked for."""
    return lambda zh, en: en if lang == "en" else zh


def _named(told: Known, chain: str) -> str:
    return find_chain(told.chains, chain).key


def _some(told: Known) -> None:
    if not told.chains:
        raise NotFound("库里还没有产业链", "the store has no chain yet", do_zh="先载入（POST /api/v1/build）")


def _shipped(table: str) -> str:
    """Return the name of a table that ships; no file can be named from here."""
    if table not in SHIPPED:
        known_ = "、".join(SHIPPED)
        raise NotFound(f"没有表“{table[:60]}”", f"no table {table[:60]!r}", do_zh=f"可用：{known_}", do_en=known_)
    return table
