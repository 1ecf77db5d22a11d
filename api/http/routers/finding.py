"""Finding things by name, and how two of them are joined."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, NotRequired
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.call import Call, Caller, Listed, Paged
from api.http.errors import ParameterInvalid
from api.http.graph_rows import part_graphml
from api.http.openapi import answers, rows
from api.http.problems import ROOT
from graph.parts import Part, around
from graph.store import Store
from queries.parameter_types import CONVERT
from queries.paths import MOST_STEPS, Paths, paths
from queries.search import MAX_TEXT, find

router = APIRouter(prefix=ROOT, tags=["finding"], default_response_class=Response)
Graphed = Annotated[Call, Depends(Caller("json", "graphml"))]
_MOST = 1_000
"""Things that one search finds at most."""


class FoundLine(TypedDict):
    """A thing that was found, and which of its names fits."""

    key: str
    kind: str
    kind_zh: str
    name: str
    matched: str
    how: str
    level: int
    node: str


class FoundBasis(TypedDict):
    """Said where there may be more than one search finds."""

    cut_at: NotRequired[int]


@router.get(
    "/search",
    responses=rows(of=FoundLine, about=FoundBasis, example="/search?q=fkhk&kinds=企业"),
    summary="按名称、别名、全拼、首字母找 · find by name or pinyin",
)
async def search(
    call: Listed,
    page: Paged,
    q: Annotated[str, Query(min_length=1, max_length=MAX_TEXT, description="汉字、全拼或首字母 · what to find")],
    kinds: Annotated[str, Query(max_length=500, description="只要这些类型，逗号分开 · only these kinds")] = "",
) -> Response:
    """Find things whose name, alias, full pinyin or initials hold a text, best first."""
    wanted = as_kinds(kinds)
    found = await call.read(lambda store: find(store, q, kinds=wanted, limit=_MOST))
    listed = [{**asdict(hit), "node": f"{ROOT}/nodes/{quote(hit.key, safe='')}"} for hit in found]
    columns = tuple(FoundLine.__annotations__)
    return await call.listed(listed, columns, page, {"cut_at": _MOST} if len(found) == _MOST else None)


@router.get(
    "/paths",
    responses=answers(
        "Item", "json", "graphml", of=Paths, example="/paths?from=Firm:福昆航空&to=Industry:低空经济", also="NotFound"
    ),
    summary="怎样相连 · how two things are joined",
)
async def joined(
    call: Graphed,
    start: Annotated[str, Query(alias="from", min_length=1, max_length=500, description="一头的键 · key of one end")],
    end: Annotated[str, Query(alias="to", min_length=1, max_length=500, description="另一头的键 · key of the other")],
    steps: Annotated[int, Query(ge=1, le=MOST_STEPS, description="最多几步 · steps at most")] = 3,
) -> Response:
    """Return all shortest paths of accepted relations, each step with its statements."""

    def read(store: Store) -> tuple[Paths, Part]:
        found = paths(store, start, end, most_steps=steps)
        keys = {key for path in found.paths for step in path for key in (step.start, step.end)}
        return found, around(store, keys, 0) if keys and call.form == "graphml" else Part()

    found, part = await call.read(read)
    if call.form == "graphml":
        return call.raw(part_graphml(part))
    return call.one(asdict(found))


def as_kinds(text: str) -> tuple[str, ...]:
    """Return the kinds of a list in a parameter, codes or Chinese.

    Raises:
        InputError: one is not declared.
    """
    try:
        found = CONVERT["kinds"](text)
    except ValueError as error:
        raise ParameterInvalid(
            f"没有这些类型：{text[:60]}", f"no such kinds: {text[:60]}", do_zh="类型见 docs/kinds.md"
        ) from error
    return tuple(map(str, found)) if isinstance(found, list) else ()


def as_names(text: str) -> list[str]:
    """Return the names of a list in a parameter, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
