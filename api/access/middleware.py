"""Finds who asks, before anything answers, and refuses what the route's scope does not allow.

Where reading is open to this machine, a request without a key is not looked at
further: a route that needs more is told by its method and path. Where reading
needs a key, whoever shows none gets no further than the few open routes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import scope as scopes
from api.access.caller import ANONYMOUS, NOBODY, Caller, set_caller
from api.access.database import NAME
from api.access.keys import Clock, Register
from api.access.limits import FILE, Limiter
from api.access.refusals import check, key_invalid
from api.access.scopes import scope_of, takes_upload
from api.access.sessions import check_csrf, cookie_of, csrf_token, ended, read_session
from api.access.tokens import PREFIX, SHAPE
from api.http.errors import AccessRefused, KeyInUrl
from api.http.guards import Refuse, limited_to, too_large
from api.settings import Settings
from graph.errors import LiantuError

_OPEN, _READ = scopes.Scope.OPEN, scopes.Scope.READ
_MARK = PREFIX.encode()
_PASSED_ON = frozenset(
    {b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}
)
"""What they say is not believed; that they are there shows a proxy, through which nobody is local."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Access:
    """What an application knows of keys; in ``app.state.access``.

    Args:
        settings: where the files are, and whether reading is open.
        clock: seconds since 1970.
    """

    def __init__(self, settings: Settings, clock: Clock = time.time) -> None:
        self.path: Path = settings.folder / NAME
        self.clock = clock
        self.register = Register(self.path, clock)
        self.limiter = Limiter(settings.folder / FILE, clock)
        self.reading_open = settings.reading_open
        self.hosts = frozenset(host.lower() for host in settings.hosts)
        self._proxy = settings.proxy
        self._without = ANONYMOUS if self.reading_open else NOBODY
        self._passed_on = ANONYMOUS if settings.reading == "open" else NOBODY

    def secure(self, scope: Scope) -> bool:
        """Whether the way to the browser has TLS."""
        return self._proxy or scope.get("scheme") == "https"

    def identify(self, scope: Scope) -> tuple[Caller, LiantuError | None]:
        """Return who asks, and why a session that was shown does not count.

        A session that is over is as none where none is needed: a browser goes on showing its cookie.

        Raises:
            AccessRefused: the key that is shown is not good.
            AccessUnusable: the keys cannot be read.
        """
        shown, cookies, without = [], False, self._without
        for name, value in scope["headers"]:
            if name == b"authorization":
                shown.append(value)
            elif name == b"cookie":
                cookies = True
            elif name in _PASSED_ON:
                without = self._passed_on
        if shown:
            scheme, _, token = shown[0].decode("latin-1").partition(" ")
            if len(shown) > 1 or scheme.lower() != "bearer":
                raise key_invalid()
            return self.register.caller(token.strip(" ")), None
        cookie = cookie_of(scope["headers"], self.secure(scope)) if cookies else None
        if cookie is None:
            return without, None
        try:
            return self.signed_in(cookie), None
        except AccessRefused as error:
            return without, error

    def signed_in(self, cookie: str) -> Caller:
        """Return the caller of a session.

        Raises:
            SessionEnded, KeyRevoked, KeyExpired: it is over, or its key is.
        """
        secret = self.register.secret()
        session = read_session(secret, cookie, self.clock())
        key = self.register.find(session.key_id)
        if key is None or self.register.ended(session.id):
            raise ended()
        caller = self.register.standing(key)
        return replace(caller, session=session.id, csrf=csrf_token(secret, session))

    def close(self) -> None:
        """Close the files."""
        self.register.close()
        self.limiter.close()


@dataclass(frozen=True, slots=True)
class Marked:
    """What a route needs, and whether it takes uploads."""

    route: BaseRoute | None
    needed: scopes.Scope
    upload: bool = False
    shape: re.Pattern[str] | None = None
    """What the path has to match, where that is known."""


_PLAIN = Marked(None, _READ)


class Gate:
    """Tells what a request needs before it is routed.

    Args:
        routes: of the application, in the order in which they are tried.
    """

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.size = len(routes)
        self._all = [
            Marked(route, scope_of(route), takes_upload(route), getattr(route, "path_regex", None)) for route in routes
        ]
        got = [one for one in self._all if "GET" in (getattr(one.route, "methods", None) or {"GET"})]
        self._got = [one for one in got if one.needed > _READ]

    def find(self, scope: Scope, caller: Caller) -> Marked:
        """Return what a request needs; reading where no route fits."""
        # Who may read is stopped by routes that need more, which are few; who may not has to be at an open one.
        few = scope["method"] == "GET" and caller.scope >= _READ
        path = None if scope.get("root_path") else scope["path"]
        for one in self._got if few else self._all:
            if path is not None and one.shape is not None and one.shape.match(path) is None:
                continue  # the whole question costs ten times as much, and is asked for every request
            if one.route is not None and one.route.matches(scope)[0] is Match.FULL:
                return one
        return _PLAIN


class Identify:
    """Middleware that finds the caller and refuses what the caller may not do.

    Args:
        app: what comes next.
        access: what is known of keys.
        settings: language of messages, and limits.
        refuse: makes an answer of a refusal.
    """

    def __init__(self, app: ASGIApp, access: Access, settings: Settings, refuse: Refuse) -> None:
        self._app, self._access, self._settings, self._refuse = app, access, settings, refuse
        self._gate: Gate | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        try:
            most = self._let_in(scope)
        except LiantuError as error:
            await self._refuse(error, scope, self._settings)(scope, receive, send)
            return
        await self._app(scope, limited_to(most, receive) if scope["method"] != "GET" else receive, send)

    def _let_in(self, scope: Scope) -> int:
        """Let a caller in; return how many bytes the body may have."""
        check_address(scope)
        caller, why = self._access.identify(scope)
        self._access.limiter.take(caller)
        routes = scope["app"].router.routes
        if self._gate is None or self._gate.size != len(routes):
            self._gate = Gate(routes)
        asked = self._gate.find(scope, caller)
        if why is not None and caller.scope < asked.needed:
            raise why
        check(caller, asked.needed)
        if caller.session and asked.needed is not _OPEN and scope["method"] not in _SAFE:
            check_csrf(scope["headers"], caller.csrf, self._access.hosts)
        set_caller(scope, caller)
        if asked.upload:
            most = min(self._settings.upload, caller.limits.upload)
        else:
            most = min(self._settings.body, caller.limits.body)
        if scope["method"] != "GET" and length_of(scope) > most:
            raise too_large(most)
        return most


def length_of(scope: Scope) -> int:
    """Return the length that a request says its body has; the guard has seen that it is a number."""
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)


def check_address(scope: Scope) -> None:
    """Refuse a key in an address.

    Raises:
        KeyInUrl: there is one.
    """
    query: bytes = scope["query_string"]
    if (_MARK in query and SHAPE.search(query.decode("latin-1"))) or (
        PREFIX in scope["path"] and SHAPE.search(scope["path"])
    ):
        raise KeyInUrl(
            "地址里有密钥：日志和浏览记录会留下它",
            "there is a key in the address, where logs and histories keep it",
            do_zh="请收回这个密钥（liantu key revoke），另发一个，写在请求头里",
            do_en="Revoke it (liantu key revoke), make another, and send that in the header",
        )
