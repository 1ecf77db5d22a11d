"""The OpenAPI document: what routes say of themselves, and the schemas that all of them share."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.access.table import declare
from api.http.formats import MEDIA, TABLE
from api.http.problems import CODES, MEDIA_TYPE
from api.http.version import program

_TEXT = {"type": "string"}
_BASIS = {
    "data_version": {**_TEXT, "description": "变了，答案才可能变 · changes whenever an answer may"},
    "as_of": {**_TEXT, "description": "最近一次载入的时刻，ISO 8601 · time of the last load"},
    "query": {"type": "object", "description": "请求的参数 · parameters as they were given"},
}
SCHEMAS: dict[str, Any] = {
    "Page": {
        "type": "object",
        "required": ["data", "next", "truncated", "limit", "data_version", "as_of", "query"],
        "properties": {
            "data": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["string", "null"], "description": "下一页的地址 · where the next page is"},
            "truncated": {"type": "boolean", "description": "后面还有 · there is more"},
            "total": {"type": ["integer", "null"], "description": "全部几行 · rows of the whole list"},
            "limit": {"type": "integer"},
            **_BASIS,
        },
    },
    "Item": {
        "type": "object",
        "required": ["data", "data_version", "as_of", "query"],
        "properties": {"data": {"type": "object"}, **_BASIS},
    },
    "List": {"type": "array", "items": {"type": "object"}},
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "code": {"type": "string", "enum": sorted(code.name for code in CODES.values())},
            "detail": _TEXT,
            "instance": _TEXT,
        },
    },
}
PROBLEM = {
    "description": "问题，见 /api/v1/problems · a problem",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def rows(*more: str) -> dict[int | str, dict[str, Any]]:
    """Describe a route that answers with rows, in the formats of all lists and in ``more``."""
    return answers("Page", *TABLE, *more)


def item() -> dict[int | str, dict[str, Any]]:
    """Describe a route that answers with one thing."""
    return answers("Item", "json")


def answers(schema: str, *formats: str) -> dict[int | str, dict[str, Any]]:
    """Describe what a route answers: its formats, and problems."""
    content: dict[str, Any] = {
        MEDIA[name].partition(";")[0]: {"schema": {"$ref": f"#/components/schemas/{schema}"} if name == "json" else {}}
        for name in formats
    }
    return {200: {"description": "答案 · the answer", "content": content}, "default": PROBLEM}


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="Liantu 链图",
            version=program(),
            summary="产业链缺口和它们的依据 · gaps of industrial chains, and what they rest on",
            description=app.description,
            routes=app.routes,
        )
        made.setdefault("components", {}).setdefault("schemas", {}).update(SCHEMAS)
        declare(made, app.routes, reading_open=app.state.access.reading_open)
        app.openapi_schema = made
    return app.openapi_schema


def parameters_of(document: dict[str, Any]) -> dict[str, frozenset[str] | None]:
    """Return the query parameters of each path; None where it takes any, which it checks itself."""
    found: dict[str, frozenset[str] | None] = {}
    for path, methods in document["paths"].items():
        listed = [p for method in methods.values() for p in method.get("parameters", ()) if p["in"] == "query"]
        free = any(parameter["schema"].get("type") == "object" for parameter in listed)
        found[path] = None if free else frozenset(parameter["name"] for parameter in listed)
    return found
