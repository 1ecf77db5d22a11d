"""The catalogue's questions, coverage, and a user's own Cypher."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.analysis import known_of
from api.http.asking import Askers
from api.http.bodies import json_object
from api.http.call import Call, Caller, Listed, Paged
from api.http.errors import BodyInvalid
from api.http.formats import TABLE
from api.http.openapi import rows
from api.http.problems import ROOT
from api.http.schemas import Ready
from graph.store import Store, Table
from queries.ask_cypher import Limits
from queries.catalogue import Catalogue, run
from queries.coverage import ChainCoverage, Coverage, Opening, coverage
from queries.questions import GROUPS, Column, Question

router = APIRouter(prefix=ROOT, tags=["questions"], default_response_class=Response)
Posted = Annotated[Call, Depends(Caller(*TABLE, fresh=True))]
_MOST_ROWS = 10_000
_ANY = {"name": "parameters", "in": "query", "style": "form", "explode": True, "required": False}
_FREE = {"parameters": [{**_ANY, "schema": {"type": "object", "additionalProperties": {"type": "string"}}}]}
_PAGING = frozenset({"limit", "cursor", "fields"})
_FIELDS = ("query", "parameters", "limit", "seconds")
_BODY = {
    "type": "object",
    "required": ["query"],
    "additionalProperties": False,
    "properties": {
        "query": {"type": "string", "minLength": 1, "maxLength": 10_000},
        "parameters": {"type": "object"},
        "limit": {"type": "integer", "minimum": 1, "maximum": _MOST_ROWS},
        "seconds": {"type": "number", "exclusiveMinimum": 0, "maximum": 60},
    },
}


class Words(TypedDict):
    """The same in Chinese and English."""

    zh: str
    en: str


class GroupName(Words):
    """A group of questions."""

    name: str


class QuestionParameter(TypedDict):
    """A parameter of a question; one that is required has no default."""

    name: str
    type: str
    default: Any
    zh: str
    en: str
    required: bool


class QuestionRow(TypedDict):
    """A question of the catalogue with its parameters and columns, and where its rows are."""

    name: str
    group: GroupName
    title: Words
    about: Words
    parameters: list[QuestionParameter]
    columns: list[Column]
    example: dict[str, str]
    cypher: str
    rows: str


class QuestionBasis(TypedDict):
    """Which question was asked, with what."""

    question: str
    title: str
    parameters: dict[str, Any]


class CoverageBasis(TypedDict):
    """The region, what one more complete list would open, and the names of the segments."""

    region: str
    openings: list[Opening]
    several: list[str]
    uncoded: list[str]
    names: dict[str, str]


class CypherBasis(TypedDict):
    """Columns in the order of the query, and whether values were left because the answer was too large."""

    columns: list[str]
    oversize: bool


def _free(name: str, about: str) -> Ready:
    """A row whose columns are told elsewhere."""
    return Ready(name, lambda: {name: {"description": about, "additionalProperties": True, "properties": {}}})


_QUESTION_ROW = _free("AnswerRow", "一行；列在 /queries 里这个问题的 columns · its columns are those of the question")
_CYPHER_ROW = _free("CypherRow", "一行；列是查询自己返回的 · its columns are those that the query returns")
_ASK = (
    '{"query": "MATCH (f:Firm) WHERE f.name CONTAINS $x RETURN f.key AS key, f.name AS name ORDER BY name", '
    '"parameters": {"x": "航空"}, "limit": 3}'
)


@router.get("/queries", responses=rows(of=QuestionRow, example="/queries"), summary="现成的问题 · ready questions")
async def questions(call: Listed, page: Paged) -> Response:
    """List the questions of the catalogue with their parameters and columns."""
    found = [_question(one) for group in Catalogue.shipped().by_group().values() for one in group]
    columns = ("name", "group", "title", "about", "parameters", "columns", "example", "cypher", "rows")
    return await call.listed(found, columns, page)


@router.get(
    "/queries/{name}",
    responses=rows(of=_QUESTION_ROW, about=QuestionBasis, example="/queries/firm-card?firm=福昆航空"),
    summary="问一个现成的问题 · ask a question",
    openapi_extra=_FREE,
)
async def ask(call: Listed, page: Paged, name: str) -> Response:
    """Ask a question; its parameters, as its header declares them, are query parameters here."""
    question = Catalogue.shipped().get(name)
    given = {key: value for key, value in call.request.query_params.items() if key not in _PAGING}
    bound = question.bind(given)
    key = ("question", name, orjson.dumps(bound))
    found = await call.cached(key, lambda store: list(run(store, name, given, timeout_s=None).dicts()))
    about = {"question": question.name, "title": question.title_en if call.lang == "en" else question.title_zh}
    return await call.listed(found, [column.name for column in question.columns], page, about | {"parameters": bound})


@router.get(
    "/coverage",
    responses=rows(of=ChainCoverage, about=CoverageBasis, example="/coverage?chain=低空经济", also="NotFound"),
    summary="哪份来源覆盖到哪里 · what each source covers",
)
async def covered(
    call: Listed, page: Paged, chain: Annotated[str, Query(max_length=200, description="产业链 · chain")] = ""
) -> Response:
    """List chains with what each source covers of them, and what one more complete list would open."""
    chains = (await known_of(call)).chains

    def read(store: Store) -> Coverage:
        return coverage(store, chain or None, chains=chains)

    found = await call.cached(("coverage", chain), read)
    about = {
        "region": found.region,
        "openings": [asdict(one) for one in found.openings],
        "several": found.several,
        "uncoded": found.uncoded,
        "names": dict(found.names),
    }
    return await call.listed(
        [asdict(one) for one in found.chains], ("key", "name", "segments", "covered", "named", "cells"), page, about
    )


@router.post(
    "/cypher",
    responses=rows(of=_CYPHER_ROW, about=CypherBasis, example=f"/cypher {_ASK}", also="QueryRefused"),
    summary="自己写的 Cypher，只读 · a query of one's own, reading only",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}},
)
async def cypher(call: Posted, request: Request) -> Response:
    """Run a reading query: checked first, then in a process of its own with limits on time, rows, size and memory."""
    body = await _body(request)
    wanted, most = body.get("limit", min(100, call.limits.rows)), call.limits.rows
    if wanted > most:
        raise BodyInvalid(f"limit 最多 {most}", f"limit is {most} at most")
    seconds = min(body.get("seconds", call.shared.settings.cypher_seconds), call.limits.seconds)
    limits = Limits(rows=wanted, seconds=seconds)
    askers: Askers = request.app.state.askers
    table = await askers.ask(body["query"], body.get("parameters") or {}, limits)
    return await _answered(call, table, limits)


async def _answered(call: Call, table: Table, limits: Limits) -> Response:
    """Answer with all rows there are: one query is one page, which says when rows were left."""
    names = [f"{name}#{at}" if table.columns[:at].count(name) else name for at, name in enumerate(table.columns)]
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    about = {"columns": names, "oversize": table.oversize}
    return await call.whole(found, names, about, limit=limits.rows, truncated=table.truncated)


async def _body(request: Request) -> dict[str, Any]:
    body = await json_object(request)
    _check_body(body)
    return body


def _check_body(body: dict[str, Any]) -> None:
    """Refuse a body that is not as described, saying the first thing that is wrong."""
    unknown = [name for name in body if name not in _FIELDS]
    if unknown:
        raise BodyInvalid(f"请求体里没有 {unknown[0][:60]}", f"the body has no {unknown[0][:60]}")
    query, limit, seconds = body.get("query"), body.get("limit", 100), body.get("seconds", 1)
    if not isinstance(query, str) or not query.strip():
        raise BodyInvalid("query 要是一条 Cypher", "query has to be Cypher text")
    if not isinstance(body.get("parameters", {}), dict):
        raise BodyInvalid("parameters 要是一个对象", "parameters has to be an object")
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= _MOST_ROWS:
        raise BodyInvalid(f"limit 要是 1–{_MOST_ROWS}", f"limit goes from 1 to {_MOST_ROWS}")
    usable = isinstance(seconds, int | float) and not isinstance(seconds, bool) and math.isfinite(seconds)
    if not usable or not 0 < seconds <= 60:
        raise BodyInvalid("seconds 要在 0 到 60 之间", "seconds goes up to 60")


def _question(question: Question) -> dict[str, Any]:
    zh, en = GROUPS[question.group]
    return {
        "name": question.name,
        "group": {"name": question.group, "zh": zh, "en": en},
        "title": {"zh": question.title_zh, "en": question.title_en},
        "about": {"zh": question.about_zh, "en": question.about_en},
        "parameters": [{**asdict(one), "required": one.required} for one in question.parameters],
        "columns": [asdict(one) for one in question.columns],
        "example": dict(question.example),
        "cypher": question.cypher,
        "rows": f"{ROOT}/queries/{question.name}",
    }
