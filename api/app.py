"""The HTTP interface as one application: middleware outside, resources inside. See :mod:`api.http`."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from api.access.bind import check_bind
from api.access.middleware import Access, Identify
from api.assistant.over_http import HEADERS, Endpoint
from api.http import routers
from api.http.asking import Askers
from api.http.cache import Cache
from api.http.call import Shared
from api.http.conditional import NotModified
from api.http.errors import MethodNotAllowed, ResourceUnknown
from api.http.guards import Guard
from api.http.observing import Log, Metrics, Observer, quiet
from api.http.problems import ROOT
from api.http.remembering import Memory
from api.http.shortcut import shorten
from api.http.stores import Stores
from api.http.streams import Exports
from api.http.validation import invalid_parameter
from api.jobs.service import Jobs
from api.settings import Settings
from api.web import routers as pages
from api.web.refusals import refusal
from graph.errors import LiantuError
from graph.exchange.geojson import read_boundaries

_ABOUT = "每个答案带数据版本（data_version）和依据，或通向依据的链接。See docs/api.md."
_ASKED_MOST = tuple(f"{ROOT}/{name}" for name in ("nodes", "search", "gaps", "segments"))
_EXPOSED = ["ETag", "Last-Modified", "Link", "Location", "Retry-After", "Liantu-Data-Version", "Liantu-Truncated"]


def create_app(settings: Settings, *, log: Log = quiet, access: Access | None = None) -> FastAPI:
    """Return the application for a store.

    The store is opened by the first request that needs it, so that an
    application starts, and tells what is wrong, whatever state the store is in.

    Args:
        settings: see :class:`api.settings.Settings`.
        log: takes a line for each request.
        access: what is known of keys; as the settings say where none is given.

    Raises:
        InputError: the file of boundaries cannot be used.
        BindRefused: others could reach the service, and there is no key.
    """
    known = access or Access(settings)
    check_bind(settings, known.register)
    jobs = Jobs(settings)
    shapes = read_boundaries(settings.boundaries) if settings.boundaries else {}
    stores = Stores(settings)
    askers, exports = Askers(settings), Exports(stores, settings.exports)

    cache = Cache(stores)
    assistant = Endpoint(settings, stores, cache, askers, log)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        jobs.begin()
        yield
        await asyncio.to_thread(jobs.stop)
        await assistant.close()
        for close in (jobs.close, askers.close, exports.close, stores.close):
            await asyncio.to_thread(close)  # a writer that is told to end hears of it in the event loop
        known.close()

    app = FastAPI(
        title="Liantu 链图",
        description=_ABOUT,
        lifespan=lifespan,
        openapi_url=None,  # described by a route of ours; the pages that would show it fetch from outside
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.liantu = Shared(settings, stores, cache, shapes)
    app.state.askers, app.state.exports = askers, exports
    app.state.metrics, app.state.access, app.state.jobs = Metrics(), known, jobs
    _mount(app)
    app.router.routes.append(assistant.route)
    _answer_refusals(app, settings)
    app.add_middleware(Memory, stores=stores)
    app.add_middleware(Identify, access=known, settings=settings, refuse=refusal)
    _wrap(app, settings, log)
    return app


def _wrap(app: FastAPI, settings: Settings, log: Log) -> None:
    """Put around the application what every request passes, whoever asks."""
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", *HEADERS],
            expose_headers=_EXPOSED,
        )
    app.add_middleware(Guard, settings=settings, refuse=refusal)
    app.add_middleware(Observer, settings=settings, metrics=app.state.metrics, log=log)


def _mount(app: FastAPI) -> None:
    for package in (routers, pages):
        for module in pkgutil.iter_modules(package.__path__):
            # As routes of the application itself: a router in it costs a search of its own at every request.
            app.router.routes.extend(importlib.import_module(f"{package.__name__}.{module.name}").router.routes)
    # Routes are tried one after the other: those that are asked most stand first, in the order they have among them.
    app.router.routes.sort(key=lambda route: not getattr(route, "path", "").startswith(_ASKED_MOST))
    shorten(app.router.routes)


def _answer_refusals(app: FastAPI, settings: Settings) -> None:
    """Turn everything that is raised into a problem of the table."""

    def refuse(request: Request, error: LiantuError) -> Response:
        return refusal(error, request.scope, settings)

    async def known(request: Request, error: Exception) -> Response:
        if not isinstance(error, LiantuError):
            raise error
        return refuse(request, error)

    async def invalid(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        return refuse(request, invalid_parameter(error))

    async def unrouted(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 405:
            method = request.method[:20]
            refusal = MethodNotAllowed(f"这里不支持 {method}", f"{method} is not allowed here")
            refusal.allow = (getattr(error, "headers", None) or {}).get("Allow", "GET")
            return refuse(request, refusal)
        return refuse(request, _unknown(request))

    async def unchanged(request: Request, error: Exception) -> Response:
        return Response(status_code=304, headers=error.headers if isinstance(error, NotModified) else {})

    app.add_exception_handler(LiantuError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, unrouted)
    app.add_exception_handler(NotModified, unchanged)


def _unknown(request: Request) -> ResourceUnknown:
    return ResourceUnknown(
        "没有这个地址",
        "there is no such resource",
        do_zh=f"全部资源见 {ROOT}/openapi.json",
        do_en=f"All resources: {ROOT}/openapi.json",
    )
