"""The service itself: is it up, can it read, its numbers, its problems, its description."""

from __future__ import annotations

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response
from typing_extensions import TypedDict

from api.access.scopes import Scope, needs
from api.http.call import Shared
from api.http.errors import ResourceUnknown
from api.http.openapi import answers, describe, plain
from api.http.problems import CODES, ROOT, dumps
from api.http.version import program

router = APIRouter(prefix=ROOT, tags=["service"], default_response_class=Response)
_NOW = {"Cache-Control": "no-store"}


class Health(TypedDict):
    """The process answers."""

    status: str
    version: str


class ReadyAnswer(Health):
    """The store can be read, and what its data version is."""

    data_version: str
    as_of: str


class ProblemCode(TypedDict):
    """A kind of problem."""

    code: str
    status: int
    zh: str
    en: str
    about: str


class ProblemCodes(TypedDict):
    """All kinds of problem."""

    data: list[ProblemCode]


class ProblemKind(TypedDict):
    """One kind of problem."""

    data: ProblemCode


_UNREADABLE = " ".join(code.name for code in CODES.values() if code.status in (503, 504))


def _said(value: object) -> Response:
    return Response(dumps(value), headers=_NOW, media_type="application/json")


@router.get(
    "/health",
    responses=plain(of=Health, example="/health"),
    dependencies=[needs(Scope.OPEN)],
    summary="服务在不在 · is the service up",
)
async def health() -> Response:
    """Tell that the process answers; the store is not asked."""
    return _said({"status": "up", "version": program()})


@router.get(
    "/ready", responses=plain(of=ReadyAnswer, example="/ready", also=_UNREADABLE), summary="能不能读库 · can it read"
)
async def ready(request: Request) -> Response:
    """Tell that the store can be read and what its data version is; 503 where it cannot."""
    shared: Shared = request.app.state.liantu
    version = await shared.stores.version()
    return _said({"status": "ready", "version": program(), "data_version": version.token, "as_of": version.at})


@router.get(
    "/metrics",
    responses=answers("", "text", example="/metrics"),
    summary="数字 · numbers for Prometheus",
)
async def metrics(request: Request) -> Response:
    """Return counts and times of requests by route."""
    shared: Shared = request.app.state.liantu
    request.app.state.metrics.openings.set(shared.stores.openings)
    return Response(request.app.state.metrics.text(), headers=_NOW, media_type=CONTENT_TYPE_LATEST)


@router.get(
    "/problems", responses=plain(of=ProblemCodes, example="/problems"), summary="问题的代码 · codes of problems"
)
async def problems() -> Response:
    """List the codes that a problem may have."""
    return _said({"data": [_code(name) for name in sorted(code.name for code in CODES.values())]})


@router.get(
    "/problems/{name}",
    responses=plain(of=ProblemKind, example="/problems/NotFound", also="ResourceUnknown"),
    summary="一种问题 · one kind of problem",
)
async def problem(name: str) -> Response:
    """Explain a code; the type of every problem leads here."""
    return _said({"data": _code(name)})


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """Return the description of this interface."""
    return Response(dumps(describe(request.app)), media_type="application/json")


def _code(name: str) -> dict[str, object]:
    for kind, code in CODES.items():
        if code.name == name:
            about = " ".join((kind.__doc__ or "").split())
            return {"code": name, "status": code.status, "zh": code.zh, "en": code.en, "about": about}
    raise ResourceUnknown(f"没有“{name[:60]}”这个代码", f"no code {name[:60]!r}", do_zh="见 /api/v1/problems")
