"""Signing in: the page, where one goes afterwards, and whoever needs a key for a page is sent there."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.bind import who_reads
from api.access.scopes import Scope, needs
from api.http.call import Shared
from api.http.problems import ROOT
from api.web.page import HTML, SAFE, page_language
from api.web.refusals import REASONS, local_path
from viz.web.site import Page

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/sign-in", dependencies=[needs(Scope.OPEN)])
async def sign_in(request: Request) -> Response:
    """Show the page; it tells nothing of the data and needs no store."""
    shared: Shared = request.app.state.liantu
    settings = shared.settings
    lang = page_language(request, settings.language)
    page = Page(lang, request.scope["path"], request.query_params, home=settings.language)
    reason = REASONS.get(request.query_params.get("why", ""))
    body = page.fill(
        "sign_in.html",
        title=page.t("登录", "Sign in"),
        here="",
        data=f"{ROOT}/session",
        back=local_path(request.query_params.get("back", "")),
        why=page.t(*reason) if reason else "",
        reads=page.t(*who_reads(settings)),
        hours=f"{settings.session_hours:g}",
    )
    headers = {**SAFE, "Cache-Control": "no-store", "Content-Language": "en" if lang == "en" else "zh-CN"}
    return Response(body.encode("utf-8", "replace"), 200, headers, HTML)
