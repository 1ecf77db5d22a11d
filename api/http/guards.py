"""What is looked at before a route is: who asks, for which host, how much, and in which format by the path's ending.

A service that listens on this machine answers this machine. A page of another
site cannot reach it by a name of its own that leads here (DNS rebinding): the
``Host`` has to be a loopback name or one that is set. A service that listens
beyond it is asked by address as well, which no name can be made to stand for,
and always by key. ``X-Forwarded-…`` is not believed.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import BodyTooLarge, HeadersTooLarge, HostRefused, ParameterInvalid, RemoteRefused, UrlTooLong
from api.http.formats import ENDINGS
from api.http.problems import language, problem
from api.settings import Settings, is_loopback
from graph.errors import LiantuError

Refuse = Callable[[LiantuError, Scope, Settings], Response]
FORMAT = "liantu.format"
"""In a scope: the format that the path's ending asks for."""
HEAD = "liantu.head"
"""In a scope: the body will not be sent, so it need not be made."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = 64 * 1024
"""Bytes of all headers at most."""
_SAFE = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-site"))
_CONTROL_TEXT = re.compile("[\x00-\x1f\x7f]")
_CONTROL_QUERY = re.compile(rb"[\x00-\x1f\x7f]|%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
"""Written as it is or percent-encoded."""


class Guard:
    """Middleware that refuses what no route should see.

    Args:
        app: what comes next.
        settings: hosts and limits.
        refuse: makes an answer of a refusal; ``application/problem+json`` if not given.
    """

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Refuse | None = None) -> None:
        self._app, self._settings = app, settings
        self._answer = refuse or _plainly
        self._hosts = _LOCAL | {host.lower() for host in settings.hosts}
        self._near = is_loopback(settings.host)
        self._body = max(settings.body, settings.upload)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, send = Headers(scope=scope), _guarded(send)
        try:
            self._check(scope, headers)
        except LiantuError as error:
            await self._answer(error, scope, self._settings)(scope, receive, send)
            return
        _take_ending(scope)
        limited = limited_to(self._body, receive)
        if scope["method"] != "HEAD":
            await self._app(scope, limited, send)
            return
        # A scope of its own: the server knows by the method that no body follows. The observer wants the route.
        asked = {**scope, "method": "GET", HEAD: True}
        try:
            await self._app(asked, limited, _headers_only(send))
        finally:
            scope["route"] = asked.get("route")

    def _check(self, scope: Scope, headers: Headers) -> None:
        client = scope.get("client")  # none where the other end is a socket file of this machine
        if self._near and client is not None and not _is_local(str(client[0])):
            raise RemoteRefused(
                "这个服务只在本机开放",
                "this service is open to its own machine only",
                do_zh="请在运行服务的机器上访问",
                do_en="Ask from the machine that runs the service",
            )
        hosts = headers.getlist("host")
        name = _name(hosts[0]) if len(hosts) == 1 else ""
        if name not in self._hosts and (self._near or not _is_address(name)):
            raise HostRefused(
                "请求的主机名不是本机",
                "the request is addressed to another host",
                do_zh="请用 127.0.0.1 或 localhost；代理、本机的名称写进 LIANTU_HTTP_HOSTS",
                do_en="Use 127.0.0.1 or localhost; names of a proxy or this machine go into LIANTU_HTTP_HOSTS",
            )
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self._settings.url:
            limit = self._settings.url
            raise UrlTooLong(f"地址超过 {limit} 字节", f"path and query are over {limit} bytes")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _HEADERS:
            raise HeadersTooLarge(f"请求头超过 {_HEADERS} 字节", f"the headers are over {_HEADERS} bytes")
        if _CONTROL_TEXT.search(scope["path"]):
            raise _control("路径", "the path")
        if _CONTROL_QUERY.search(scope["query_string"]):
            raise _control("参数", "a parameter")
        length = headers.get("content-length", "")
        if length and (not (length.isascii() and length.isdigit()) or int(length[:20]) > self._body):
            raise too_large(self._body)


def _plainly(error: LiantuError, scope: Scope, settings: Settings) -> Response:
    lang = language(Headers(scope=scope).get("accept-language", ""), settings.language)
    return problem(error, lang, instance=scope.get("liantu.request", ""), retry_after=settings.retry_after)


def too_large(limit: int) -> BodyTooLarge:
    """Return the refusal of a body over ``limit`` bytes."""
    return BodyTooLarge(f"请求体超过 {limit} 字节", f"the body is over {limit} bytes")


def _control(zh: str, en: str) -> ParameterInvalid:
    return ParameterInvalid(f"{zh}里有控制字符", f"{en} holds a control character", do_zh="请去掉", do_en="Remove it")


@lru_cache(maxsize=256)
def _is_local(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=256)
def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _name(host: str) -> str:
    """The name in a Host header, without its port; empty if it is not written as one."""
    host = host.strip().lower()
    if host.startswith("["):
        name, end, rest = host[1:].partition("]")
        return name if end and (not rest or (rest[0] == ":" and rest[1:].isdigit())) else ""
    name, colon, port = host.partition(":")
    return name if not colon or port.isdigit() else ""


def _take_ending(scope: Scope) -> None:
    """Take the ending of a format off the path; ``openapi.json`` is a name."""
    path: str = scope["path"]
    stem, dot, ending = path.rpartition(".")
    scope["liantu.path"] = path
    if dot and ending in ENDINGS and not stem.endswith(("/", "/openapi")):
        scope["path"], scope[FORMAT] = stem, ending


def _guarded(send: Send) -> Send:
    """Answers are what they say they are, and no page of another site may show or embed them."""

    async def inner(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *_SAFE]}
        await send(message)

    return inner


def _headers_only(send: Send) -> Send:
    async def inner(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return inner


def limited_to(most: int, receive: Receive) -> Receive:
    """Count a body that does not say its length, and refuse it over ``most`` bytes."""
    seen = 0

    async def inner() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise too_large(most)
        return message

    return inner
