"""What every route needs, as a table and in the OpenAPI document: read off the routes themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.routing import BaseRoute, Mount, Route

from api.access.scopes import Scope, scope_of
from api.access.sessions import CSRF_HEADER, cookie_name

_ABOUT = "密钥由 liantu key add 发 · made by liantu key add"


def routes_by_scope(routes: Iterable[BaseRoute]) -> Iterator[tuple[str, str, Scope]]:
    """Yield the method, path and scope of every route; ``*`` is any method of what is mounted."""
    for route in routes:
        if isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield method, route.path_format, scope_of(route)
        elif isinstance(route, Mount):
            yield "*", route.path + "/…", scope_of(route)
        else:
            raise TypeError(f"what does {type(route).__name__} need?")


def declare(document: dict[str, Any], routes: Iterable[BaseRoute], *, reading_open: bool) -> None:
    """Say in an OpenAPI document what each operation needs: ``security``, and the scope as ``x-liantu-scope``."""
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": _ABOUT},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": cookie_name(secure=False),
            "description": f"POST /api/v1/session; 写入还要请求头 {CSRF_HEADER} · writes also send {CSRF_HEADER}",
        },
    }
    for method, path, scope in routes_by_scope(routes):
        operation = document["paths"].get(path, {}).get(method.lower())
        if operation is not None:
            free = scope is Scope.OPEN or (scope is Scope.READ and reading_open)
            operation["x-liantu-scope"] = scope.word
            operation["security"] = [*([{}] if free else []), {"key": []}, {"session": []}]
