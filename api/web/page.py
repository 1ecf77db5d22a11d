"""What the route of a page is given, and how it answers: :class:`PageCall`."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from starlette.responses import Response

from api.http.call import Shared
from api.http.conditional import NotModified, etag, headers_of, unchanged
from api.http.version import Version
from graph.errors import Lang
from graph.store import Store
from viz.web.assets import assets
from viz.web.site import Page

T = TypeVar("T")
HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SAFE = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin"}
"""Headers of every page: scripts, styles and pictures from here only, and nobody may frame it."""


@dataclass(frozen=True, slots=True)
class PageCall:
    """One request for a page: on which data, in which language, and the ways to answer it."""

    request: Request
    shared: Shared
    version: Version
    lang: Lang
    page: Page
    headers: dict[str, str]

    @property
    def query(self) -> Mapping[str, str]:
        """Parameters of the address; the last of several."""
        return self.request.query_params

    async def read(self, work: Callable[[Store], T]) -> T:
        """Read in a thread. See :meth:`api.http.stores.Stores.use`."""
        return await self.shared.stores.use(work)

    async def cached(self, key: Hashable, make: Callable[[Store], T]) -> T:
        """Return what is computed once a data version. See :meth:`api.http.cache.Cache.get`."""
        return await self.shared.cache.get(self.version.token, key, make)

    async def show(self, template: str, *, title: str, here: str, data: str, **given: Any) -> Response:  # noqa: ANN401
        """Answer with a page.

        Args:
            template: its file.
            title: of the page, without the name of the program.
            here: name of the entry of the navigation that it belongs to.
            data: address of the same as JSON.
            given: what the template shows.
        """

        def write() -> bytes:
            return self.page.fill(template, title=title, here=here, data=data, **given).encode("utf-8", "replace")

        return Response(await self.shared.stores.compute(write), 200, self.headers, HTML)


async def page_call(request: Request) -> PageCall:
    """Return the call of a request for a page.

    Raises:
        NotModified: the browser has the page.
        StoreError: the store cannot be used.
    """
    shared: Shared = request.app.state.liantu
    lang = page_language(request, shared.settings.language)
    version = await shared.stores.version()
    query = request.query_params.multi_items()
    tag = etag(version, request.scope["path"], query, f"html-{assets().token}-{today()}", lang)
    given = headers_of(version, tag, time.time())
    # A page changes with the program too, which has no date: only its ETag tells whether it did.
    given.pop("Last-Modified", None)
    given |= {"Content-Language": "en" if lang == "en" else "zh-CN", "Liantu-Data-Version": version.token, **SAFE}
    if unchanged(given, request.headers.get("if-none-match", ""), ""):
        raise NotModified(given)
    page = Page(
        lang,
        request.scope["path"],
        request.query_params,
        home=shared.settings.language,
        data_version=version.token,
        as_of=version.at,
    )
    return PageCall(request, shared, version, lang, page, given)


def today() -> str:
    """Return the day on which policies are judged to run: what a page says may hang on it."""
    return datetime.date.today().isoformat()


def page_language(request: Request, otherwise: Lang) -> Lang:
    """Return the language that the address names, else that of the service."""
    asked = request.query_params.get("lang", "")
    return "en" if asked == "en" else "zh" if asked == "zh" else otherwise


Shown = Annotated[PageCall, Depends(page_call)]
"""The call of a page."""
