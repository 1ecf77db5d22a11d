"""The files of the pages: scripts, styles, pictures. Their address holds a hash, so a browser keeps them for good."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.scopes import Scope, needs
from api.http.errors import ResourceUnknown
from viz.web.assets import assets

router = APIRouter(include_in_schema=False, default_response_class=Response)
_KEPT = "public, max-age=31536000, immutable"


@router.get("/static/{token}/{path:path}", dependencies=[needs(Scope.OPEN)])
async def file(token: str, path: str, request: Request) -> Response:
    """Return a file; an address of another version is not kept.

    Raises:
        ResourceUnknown: there is no such file.
    """
    known = assets()
    if path not in known.files:
        raise ResourceUnknown("没有这个文件", "there is no such file")
    current = token == known.token
    headers = {"Cache-Control": _KEPT if current else "no-store"}
    return Response(known.files[path], 200, headers, known.media(path))


@router.get("/favicon.ico", dependencies=[needs(Scope.OPEN)])
async def icon() -> Response:
    """Return the sign of the program."""
    return Response(assets().files["img/liantu.svg"], 200, {"Cache-Control": "no-cache"}, "image/svg+xml")
