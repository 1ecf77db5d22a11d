"""Which problems a route may answer with, by status: what follows from the route itself, and what it says besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.access.scopes import Scope
from api.http.problems import CODES, MEDIA_TYPE
from api.http.schemas import REF

_BY_NAME = {code.name: code for code in CODES.values()}
ALWAYS = (
    "ParameterInvalid", "RemoteRefused", "BodyTooLarge", "UrlTooLong", "HostRefused", "HeadersTooLarge", "Unexpected",
    "LiantuError", "KeyInUrl", "KeyMissing", "KeyInvalid", "KeyExpired", "KeyRevoked", "SessionEnded",
    "TooManyRequests", "AccessUnusable",
)  # fmt: skip
"""What is looked at before any route: control characters, who asks, for whom, how much; and faults of the program."""
_CALLED = ("ParameterUnknown", "InputError", "NotAcceptable")
_PAGED = ("CursorInvalid", "CursorOutdated")
_POSTED = ("BodyInvalid", "MediaTypeUnknown")
_TEXT = {"type": "string"}
_MORE: Mapping[int, Sequence[str]] = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}
"""Headers of a status beside those of all problems."""


def of_route(
    operation: Mapping[str, Any], method: str, scope: Scope, *, keeps: bool, also: Sequence[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield status, name and description of each refusal.

    Args:
        operation: as far as it is described: its parameters and body count.
        method: of the operation, in small letters.
        scope: what the route needs.
        keeps: it answers by a call, see :class:`api.http.call.Call`.
        also: codes that it says itself.
    """
    parameters = operation.get("parameters", ())
    codes = {*ALWAYS, *also}
    if keeps:
        codes |= {*_CALLED, *(code.name for code in CODES.values() if code.status in (503, 504))}
    if any(one["name"] == "cursor" for one in parameters):
        codes |= {*_PAGED}
    if any(one["in"] == "path" for one in parameters):
        codes.add("NotFound")
    if "requestBody" in operation:
        codes |= {*_POSTED}
    if scope > Scope.READ:
        codes.add("ScopeMissing")
    if method not in ("get", "head") and scope > Scope.OPEN:
        codes.add("CsrfRefused")
    for status in sorted({_BY_NAME[name].status for name in codes}):
        names = [name for name in _BY_NAME if name in codes and _BY_NAME[name].status == status]
        whole = [name for name, code in _BY_NAME.items() if code.status == status]
        yield str(status), str(status) if names == whole else f"{status}.{'.'.join(names)}", _response(status, names)


def _response(status: int, names: Sequence[str]) -> dict[str, Any]:
    headers = ["Content-Language", "Cache-Control", *_MORE.get(status, ())]
    return {
        "description": "；".join(f"{name} {_BY_NAME[name].zh} · {_BY_NAME[name].en}" for name in names),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            MEDIA_TYPE: {
                "schema": {
                    "allOf": [{"$ref": f"{REF}Problem"}],
                    "properties": {"status": {"const": status}, "code": {"enum": list(names)}},
                }
            }
        },
    }


def schemas() -> dict[str, Any]:
    """Return the schema of all problems (RFC 9457)."""
    return {
        "Problem": {
            "type": "object",
            "description": "问题（RFC 9457）· a problem",
            "required": ["type", "title", "status", "code", "detail"],
            "properties": {
                "type": {**_TEXT, "description": "这种问题的说明在哪里 · where this kind of problem is explained"},
                "title": {**_TEXT, "description": "叫什么 · what it is called"},
                "status": {"type": "integer", "description": "HTTP 状态 · HTTP status"},
                "code": {**_TEXT, "enum": sorted(_BY_NAME), "description": "代码，不会变 · stable code"},
                "detail": {**_TEXT, "description": "什么、在哪里、怎么办 · what, where, what to do"},
                "instance": {**_TEXT, "description": "请求编号，和日志里的一样 · the request, as the log names it"},
            },
        }
    }
