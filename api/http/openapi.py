"""What routes say of their answers, and the OpenAPI document that is made of it when it is asked for.

A route says it once, in ``responses=``: the type of its rows or of its one
thing, what stands beside them, and a request whose real answer is the example.
:mod:`api.http.schemas` makes the schemas, :mod:`api.http.operations` adds what
follows from the route itself: problems by status, headers, examples, scopes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.access.table import declare
from api.http import operations
from api.http.formats import MEDIA, TABLE
from api.http.operations import PROBLEM, Answer
from api.http.problems import ROOT
from api.http.version import program

Responses = dict[int | str, dict[str, Any]]
__all__ = ["PROBLEM", "ROOT", "answers", "data", "describe", "file", "item", "parameters_of", "plain", "rows"]


def rows(*more: str, of: object = None, about: object = None, example: str = "", also: str = "") -> Responses:
    """Describe a route that answers with rows, in the formats of all lists and in ``more``.

    Args:
        more: formats beside those of all lists.
        of: type of a row, see :func:`api.http.schemas.schema_of`.
        about: a TypedDict of what JSON says beside the rows; nothing if None.
        example: a request under ``/api/v1`` that the data that ships answer, as ``/gaps?limit=2``.
        also: codes of problems that do not follow from the route itself, separated by blanks.
    """
    return _told("Page", (*TABLE, *more), of, about, example, also)


def item(*, of: object = None, about: object = None, example: str = "", also: str = "") -> Responses:
    """Describe a route that answers with one thing. See :func:`rows`."""
    return _told("Item", ("json",), of, about, example, also)


def plain(*, of: object, example: str, also: str = "", status: int = 200) -> Responses:
    """Describe a route that answers with JSON of its own, without what other answers say of the data."""
    return _told("Plain", ("json",), of, None, example, also, status)


def data(*, of: object, example: str, also: str = "", status: int = 200) -> Responses:
    """Describe a route that answers with ``{"data": …}`` that rests on no data version."""
    return _told("Data", ("json",), of, None, example, also, status)


def file(example: str, also: str = "", media: str = "application/octet-stream") -> Responses:
    """Describe a route that answers with a file of any type."""
    said = Answer(
        {"description": "文件 · the file", "content": {media: {"schema": {"type": "string", "format": "binary"}}}}
    )
    said.example, said.also, said.attached = example, tuple(also.split()), True
    return {200: said}


def answers(
    shape: str, *formats: str, of: object = None, about: object = None, example: str = "", also: str = ""
) -> Responses:
    """Describe what a route answers: its shape in JSON (``Page``, ``Item``, ``List``; empty for none), its formats."""
    return _told(shape, formats, of, about, example, also)


def _told(
    shape: str, formats: tuple[str, ...], of: object, about: object, example: str, also: str, status: int = 200
) -> Responses:
    content = {MEDIA[name].partition(";")[0]: operations.content(name, shape, of) for name in formats}
    said = Answer({"description": "答案 · the answer", "content": content})
    said.shape, said.of, said.about, said.example, said.also = shape, of, about, example, tuple(also.split())
    return {status: said}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, made once."""
    if app.openapi_schema is None:
        made = operations.completed(_skeleton(app), _routes(app))
        declare(made, app.routes, reading_open=app.state.access.reading_open)
        app.openapi_schema = made
    return app.openapi_schema


def _routes(app: FastAPI) -> list[APIRoute]:
    return [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]


def _skeleton(app: FastAPI) -> dict[str, Any]:
    return get_openapi(
        title="Liantu 链图",
        version=program(),
        summary="产业链缺口和它们的依据 · gaps of industrial chains, and what they rest on",
        description=app.description,
        routes=app.routes,
    )


def parameters_of(app: FastAPI) -> Mapping[str, frozenset[str] | None]:
    """Return the query parameters of each path; None where it takes any, which it checks itself."""
    found: dict[str, frozenset[str] | None] = {}
    for path, methods in _skeleton(app)["paths"].items():
        listed = [p for method in methods.values() for p in method.get("parameters", ()) if p["in"] == "query"]
        free = any(parameter["schema"].get("type") == "object" for parameter in listed)
        found[path] = None if free else frozenset(parameter["name"] for parameter in listed)
    return found
