"""Small answers are kept for a data version: an answer to GET follows from the version and the request alone.

What is asked again while the data stand costs no routing, no query and no
writing of JSON. Kept by path, query and the headers that choose format and
language; bounded in number and size; forgotten with the version.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.caller import caller_of
from api.access.scopes import Scope as Needed
from api.access.scopes import scope_of
from api.http.conditional import unchanged
from api.http.guards import FORMAT, HEAD
from api.http.problems import ROOT
from api.http.stores import Stores
from graph.errors import LiantuError

MOST, LARGEST, LONGEST = 2_000, 16 * 1024, 2_000
"""Answers kept, bytes of one, and bytes of a request that is remembered."""
_SENT_WITH_304 = (b"etag", b"cache-control", b"vary", b"last-modified", b"content-language", b"liantu-data-version")
_LIVE = frozenset(f"{ROOT}/{name}" for name in ("health", "ready", "metrics", "problems", "openapi.json", "session"))
"""What does not follow from the data; whether the process is up must not wait for the store."""
Key = tuple[str, str, bytes, str, str, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: list[tuple[bytes, bytes]]
    by_name: dict[str, str]
    body: bytes
    route: Any


class Memory:
    """Middleware that answers what was asked before on the same data.

    Args:
        app: what comes next.
        stores: tells the data version.
    """

    def __init__(self, app: ASGIApp, stores: Stores) -> None:
        self._app, self._stores = app, stores
        self._version = ""
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on and remember."""
        if scope["type"] != "http" or scope["method"] != "GET" or HEAD in scope or scope["path"] in _LIVE:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        key = _key(scope, headers)
        try:
            version = (await self._stores.version()).token
        except LiantuError:  # told by the route, where the store is needed at all
            await self._app(scope, receive, send)
            return
        if version != self._version:
            self._version = version
            self._kept.clear()
        kept = self._kept.get(key)
        if kept is None:
            await self._app(scope, receive, _Watch(send, self, key, version, scope))
            return
        self._kept.move_to_end(key)
        await _answer(kept, scope, headers, send)

    def keep(self, key: Key, version: str, kept: _Kept) -> None:
        """Remember an answer, if it was given on the present data."""
        said = kept.by_name
        size = len(key[0]) + len(key[2]) + len(key[3]) + len(key[4])
        if version == self._version == said.get("liantu-data-version") and "etag" in said and size <= LONGEST:
            self._kept[key] = kept
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)


class _Watch:
    """Passes an answer on and has it remembered if it is whole and small."""

    def __init__(self, send: Send, memory: Memory, key: Key, version: str, scope: Scope) -> None:
        self._send, self._memory, self._key, self._version, self._scope = send, memory, key, version, scope
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message if message["status"] == 200 else None
        elif self._start is not None:
            start, self._start = self._start, None
            body = message.get("body", b"")
            route = self._scope.get("route")
            # Every caller who may read gets what is kept.
            if not message.get("more_body") and len(body) <= LARGEST and scope_of(route) <= Needed.READ:
                pairs = list(start["headers"])
                named = {name.decode("latin-1"): value.decode("latin-1") for name, value in pairs}
                kept = _Kept(pairs, named, bytes(body), route)
                self._memory.keep(self._key, self._version, kept)
        await self._send(message)


def _key(scope: Scope, headers: Headers) -> Key:
    wishes = headers.get("accept", ""), headers.get("accept-language", "")
    return scope["path"], scope.get(FORMAT, ""), scope["query_string"], *wishes, caller_of(scope).limits.rows


async def _answer(kept: _Kept, scope: Scope, headers: Headers, send: Send) -> None:
    scope["route"] = kept.route
    etag, since = headers.get("if-none-match", ""), headers.get("if-modified-since", "")
    named = {"ETag": kept.by_name["etag"]}
    if "last-modified" in kept.by_name:
        named["Last-Modified"] = kept.by_name["last-modified"]
    if (etag or since) and unchanged(named, etag, since):
        short = [pair for pair in kept.headers if pair[0] in _SENT_WITH_304]
        await send({"type": "http.response.start", "status": 304, "headers": short})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": list(kept.headers)})
    await send({"type": "http.response.body", "body": kept.body})
