"""A request that gives no parameters needs none solved: what its route takes is known beforehand.

Solving the parameters of a route takes as long as to read a node by its key.
A route that reads, takes a call, a page, names in its path and parameters that
all have a default is asked straight; any other request goes the whole way. The
route itself, and what it says of itself, stay as they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, get_type_hints

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.call import Caller, paging


class Straight:
    """The application of a route that is asked straight where a request gives no parameters."""

    def __init__(self, route: APIRoute, callers: dict[str, Caller]) -> None:
        self._whole: ASGIApp = route.app
        self._endpoint: Callable[..., Awaitable[Response]] = route.endpoint
        self._callers = callers
        self._pages = {str(one.name): paging() for one in route.dependant.dependencies if one.call is paging}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["query_string"]:
            await self._whole(scope, receive, send)
            return
        request = Request(scope, receive, send)
        calls: dict[str, Any] = {name: await caller(request) for name, caller in self._callers.items()}
        response = await self._endpoint(**self._pages, **calls, **scope["path_params"])
        await response(scope, receive, send)


def shorten(routes: Iterable[BaseRoute]) -> None:
    """Let routes that can be asked straight be; several applications may share them."""
    for route in routes:
        if isinstance(route, APIRoute) and not isinstance(route.app, Straight):
            callers = _callers(route)
            if callers is not None:
                route.app = Straight(route, callers)


def _plain(default: object) -> bool:
    """Whether a parameter has a default that is one, not a description of one."""
    return default is None or isinstance(default, str | int | float | bool)


def _callers(route: APIRoute) -> dict[str, Caller] | None:
    """Return who makes the calls that a route takes; None where there is more to it."""
    dependant = route.dependant
    if route.methods != {"GET"} or not inspect.iscoroutinefunction(route.endpoint):
        return None
    if get_type_hints(route.endpoint).get("return") is not Response:
        return None
    if dependant.header_params or dependant.cookie_params or dependant.body_params:
        return None
    taken = inspect.signature(route.endpoint).parameters
    known = {one.name for one in (*dependant.path_params, *dependant.query_params)}
    known |= {str(one.name) for one in dependant.dependencies}
    if taken.keys() != known or any(not _plain(taken[one.name].default) for one in dependant.query_params):
        return None
    if any(one.field_info.annotation is not str or one.field_info.metadata for one in dependant.path_params):
        return None
    if not all(one.name and (one.call is paging or isinstance(one.call, Caller)) for one in dependant.dependencies):
        return None
    return {str(one.name): one.call for one in dependant.dependencies if isinstance(one.call, Caller)}
