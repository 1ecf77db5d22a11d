"""Refusals as pages: the same problems as everywhere, shown in the style of the pages to who asked for a page."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from api.http.problems import ROOT, code_of, language, problem
from api.settings import Settings
from api.web.page import HTML, SAFE
from graph.errors import Lang, LiantuError
from viz.web.site import Page


def refusal(error: LiantuError, scope: Scope, settings: Settings) -> Response:
    """Return an error as a page to who asked for a page, else as ``application/problem+json``.

    Args:
        error: what was refused.
        scope: of the request.
        settings: language where a request asks for none, and when to come back.
    """
    headers = Headers(scope=scope)
    instance = scope.get("liantu.request", "")
    shown = _wants_page(scope, headers)
    lang = (
        _page_language(scope, settings.language)
        if shown
        else language(headers.get("accept-language", ""), settings.language)
    )
    answer = problem(error, lang, instance=instance, retry_after=settings.retry_after)
    if not shown:
        return answer
    code = code_of(error)
    page = Page(lang, str(scope["path"]), {}, home=settings.language)
    body = page.fill(
        "error.html",
        title=code.en if lang == "en" else code.zh,
        here="",
        data="",
        error=error,
        code=code,
        instance=instance,
    )
    kept = {name: value for name, value in answer.headers.items() if name in ("retry-after", "allow", "cache-control")}
    return Response(body.encode("utf-8", "replace"), answer.status_code, {**kept, **SAFE}, HTML)


def _wants_page(scope: Scope, headers: Headers) -> bool:
    path = str(scope.get("path", ""))
    return not path.startswith((ROOT, "/static/")) and "text/html" in headers.get("accept", "").lower()


def _page_language(scope: Scope, otherwise: Lang) -> Lang:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return "en" if asked == "en" else "zh" if asked == "zh" else otherwise
