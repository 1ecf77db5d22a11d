"""Refusals as pages: the same problems as everywhere, shown in the style of the pages to who asked for a page."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from api.http.problems import ROOT, code_of, language, problem
from api.settings import Settings
from api.web.page import HTML, SAFE
from graph.errors import Lang, LiantuError
from viz.web.site import Page

SIGN_IN = "/sign-in"
REASONS = {
    "KeyMissing": ("这一页要先登录。", "Sign in to see this page."),
    "SessionEnded": ("登录已结束，请重新登录。", "The session has ended; sign in again."),
    "KeyExpired": ("登录用的密钥过期了，请管理员另发一个。", "The key has expired; ask for another."),
    "KeyRevoked": ("登录用的密钥已收回，请管理员另发一个。", "The key was revoked; ask for another."),
}
"""Why who asks for a page is sent to sign in, in Chinese and English."""


_LONGEST = 4_000


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
    back = local_path(_asked(scope))
    if code.name in REASONS and scope["method"] == "GET" and "authorization" not in headers:
        where = {"back": back, "why": code.name, **({"lang": lang} if lang != settings.language else {})}
        return Response(
            status_code=303, headers={"Location": f"{SIGN_IN}?{urlencode(where)}", "Cache-Control": "no-store"}
        )
    page = Page(lang, str(scope["path"]), {}, home=settings.language)
    body = page.fill(
        "error.html",
        title=code.en if lang == "en" else code.zh,
        here="",
        data="",
        error=error,
        code=code,
        instance=instance,
        back=back,
    )
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name in ("retry-after", "allow", "cache-control", "www-authenticate")
    }
    return Response(body.encode("utf-8", "replace"), answer.status_code, {**kept, **SAFE}, HTML)


def local_path(text: str) -> str:
    """Return a place of this service to go back to: a path with its query, ``/`` for whatever else is named."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    elsewhere = parts.scheme or parts.netloc or text.startswith("//") or "\\" in text or not text.isprintable()
    if elsewhere or not parts.path.startswith("/") or parts.path == SIGN_IN or len(text) > _LONGEST:
        return "/"
    return text


def _asked(scope: Scope) -> str:
    """Return the address as it was asked for."""
    path = scope.get("raw_path") or quote(str(scope["path"])).encode()
    query = scope.get("query_string", b"")
    return (path + (b"?" + query if query else b"")).decode("latin-1")


def _wants_page(scope: Scope, headers: Headers) -> bool:
    path = str(scope.get("path", ""))
    return not path.startswith((ROOT, "/static/")) and "text/html" in headers.get("accept", "").lower()


def _page_language(scope: Scope, otherwise: Lang) -> Lang:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    return "en" if asked == "en" else "zh" if asked == "zh" else otherwise
