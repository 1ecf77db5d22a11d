"""Operations of the description, completed from their routes: schemas, problems, headers, parameters, examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson
from fastapi.routing import APIRoute

from api.access.scopes import scope_of
from api.http import refusals
from api.http.envelopes import ENVELOPES, HEADERS, envelope, every_schema, headers_of
from api.http.formats import MEDIA
from api.http.problems import MEDIA_TYPE, ROOT
from api.http.schemas import REF, meaning_of, told

JSON = MEDIA["json"]
PROBLEM = {
    "description": "问题，见 /api/v1/problems · a problem",
    "content": {MEDIA_TYPE: {"schema": {"$ref": f"{REF}Problem"}}},
}
_FIELDS_OF = "fields"


class Answer(dict[str, Any]):
    """What a route says of its answer, with what the description is completed from. See :mod:`api.http.openapi`."""

    shape: str = ""
    of: object = None
    about: object = None
    example: str = ""
    also: tuple[str, ...] = ()
    attached: bool = False
    """It is a file to be kept."""


def content(form: str, shape: str, of: object) -> dict[str, Any]:
    """Return the description of an answer in a format, before schemas are made."""
    if form == "json":
        known = f"{REF}{shape}" if shape in ENVELOPES else ""
        return {"schema": {"$ref": known} if known and of is None else {}}
    if form == "geojson":
        return {"schema": {"$ref": f"{REF}FeatureCollection"}}
    return {"schema": {"type": "string"}}


def answers_of(route: APIRoute) -> dict[str, Answer]:
    """Return what a route says of its answers, by status."""
    return {str(status): one for status, one in route.responses.items() if isinstance(one, Answer)}


def name_of(method: str, path: str) -> str:
    """Return the name of an operation: ``GET /chains/{key}/gaps`` is ``chain_gaps``."""
    words: list[str] = []
    for part in path.removeprefix(ROOT).strip("/").split("/"):
        if not part.startswith("{"):
            words.append(part.replace("-", "_").replace(".", "_"))
        elif words:
            last = words[-1]
            one = f"{last[:-3]}y" if last.endswith("ies") else last.removesuffix("s")
            words[-1] = one if one != last else f"{last}_{part[1:].partition('}')[0]}"
    return "_".join([*([] if method == "get" or path.endswith("/cypher") else [method]), *words])


def completed(document: dict[str, Any], routes: Sequence[APIRoute]) -> dict[str, Any]:
    """Return the document with everything that follows from its routes."""
    components = document.setdefault("components", {})
    responses: dict[str, Any] = {}
    for route, method, operation in _operations(document, routes):
        operation["operationId"] = name_of(method, route.path_format)
        _explain(operation, route.path_format)
        found, call = answers_of(route), _call(route)
        for status, answer in found.items():
            _answered(operation, status, answer, call)
            _exemplify(operation, route, method, status, answer)
        also = [code for answer in found.values() for code in answer.also]
        refused = refusals.of_route(operation, method, scope_of(route), keeps=call is not None, also=also)
        for status, name, response in refused:
            responses[name] = response
            operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
        operation["responses"].pop("422", None)  # what the framework would say; ours are problems
        operation["responses"] = dict(sorted(operation["responses"].items()))
    said = [answer for route in routes for answer in answers_of(route).values()]
    schemas = every_schema((one.shape, one.of, one.about) for one in said)
    asked = {name: one for name, one in components.get("schemas", {}).items() if "ValidationError" not in name}
    asked = {name: told(name, one) for name, one in asked.items()}
    components["schemas"] = dict(sorted({**asked, **schemas, **refusals.schemas()}.items()))
    components["responses"] = dict(sorted(responses.items()))
    components["headers"] = HEADERS
    return document


def _operations(
    document: Mapping[str, Any], routes: Iterable[APIRoute]
) -> Iterable[tuple[APIRoute, str, dict[str, Any]]]:
    for route in routes:
        for method in sorted(route.methods or ()):
            operation = document["paths"].get(route.path_format, {}).get(method.lower())
            if operation is not None:
                yield route, method.lower(), operation


def _call(route: APIRoute) -> Any:  # noqa: ANN401 - api.http.call rests on this module
    """Return what makes the call of a route, see :class:`api.http.call.Caller`; None where it answers without."""
    return next((one.call for one in route.dependant.dependencies if hasattr(one.call, "formats")), None)


def _answered(operation: dict[str, Any], status: str, answer: Answer, call: Any) -> None:  # noqa: ANN401
    """Describe the answer itself: its schema and headers."""
    called = call is not None
    keeps, stored = called and not call.fresh, called and call.stored
    answered = operation["responses"][status]
    name = envelope(answer.shape, answer.of)
    if name and JSON in answered["content"]:
        answered["content"][JSON]["schema"] = {"$ref": REF + name}
    attached = answer.attached or (operation.get("tags") == ["exports"] and status == "200")
    answered["headers"] = headers_of(
        answer.shape, keeps=keeps, called=call is not None, stored=stored, attached=attached
    )
    if status == "202":
        answered["headers"] |= {name: {"$ref": f"#/components/headers/{name}"} for name in ("Location", "Retry-After")}
    if keeps:
        kept = {name: one for name, one in answered["headers"].items() if name in ("ETag", "Last-Modified")}
        operation["responses"]["304"] = {"description": "没有变 · not modified", "headers": kept}


def _explain(operation: Mapping[str, Any], path: str) -> None:
    """Say what parameters mean where the route leaves it to the data dictionary."""
    first = path.removeprefix(ROOT).split("/")[1]
    for one in operation.get("parameters", ()):
        meaning = meaning_of(f"{first}?", one["name"])
        if "description" not in one and meaning is not None:
            one["description"] = meaning.text


@cache
def examples() -> Mapping[str, Any]:
    """Return the examples: real answers of the data that ships, made by ``python -m tests.http.examples``."""
    found: dict[str, Any] = orjson.loads((Path(__file__).parent / "examples.json").read_bytes())
    return found


def _exemplify(operation: dict[str, Any], route: APIRoute, method: str, status: str, answer: Answer) -> None:
    """Give the parameters those of the request that is the example, and the answer what came back."""
    given = given_by(route.path_format, answer.example)
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in given:
            parameter["example"] = given[parameter["name"]]
        elif parameter["name"] == "limit":
            parameter["example"] = 100
        elif "example" in parameter.get("schema", {}):
            parameter["example"] = parameter["schema"]["example"]
    real = examples().get(f"{method.upper()} {route.path_format}")
    if real is None or real.get("status", "200") != status:
        return
    answered = operation["responses"][status]["content"]
    if real["type"] in answered:
        answered[real["type"]]["example"] = real["answer"]
    if "body" in real and "requestBody" in operation:
        for one in operation["requestBody"]["content"].values():
            one["example"] = real["body"]


def given_by(template: str, request: str) -> dict[str, Any]:
    """Return the values that a request (address, blank, body) gives the parameters of a path; numbers as such."""
    path, _, query = request.partition(" ")[0].partition("?")
    given: dict[str, Any] = {}
    wanted = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
    fits = re.fullmatch(wanted, f"{ROOT}{path}")
    given |= {name: unquote(value) for name, value in fits.groupdict().items()} if fits else {}
    given |= {name: int(value) if value.isdigit() else value for name, value in parse_qsl(query)}
    return given
