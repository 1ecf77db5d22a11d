"""Who asks: :class:`Caller`, found by the middleware, kept in the request's scope."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from api.access.scope import Scope

_PLACE = "liantu.caller"
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one caller may take.

    Args:
        requests: a minute; as many may come at once after a minute of quiet.
        body: bytes of a request's body.
        rows: of a page.
        seconds: for one query of the engine, a user's own Cypher included.
        upload: bytes of one upload, and of all uploads of the key that are kept.
    """

    requests: int
    body: int
    rows: int
    seconds: float
    upload: int


_BODY, _SECONDS = 16 * _MB, 60.0
"""More than a service usually lets anybody take: what its own settings say goes first where it is less."""
ANONYMOUS_LIMITS = Limits(600_000, _BODY, 10_000, _SECONDS, 0)
"""Without a key: whoever sits at this machine can load it anyway; the limit only stops a program that runs wild."""
DEFAULTS: Mapping[Scope, Limits] = {
    Scope.READ: Limits(1_200, _BODY, 10_000, _SECONDS, 0),
    Scope.REVIEW: Limits(1_200, _BODY, 10_000, _SECONDS, 0),
    Scope.LOAD: Limits(1_200, _BODY, 10_000, _SECONDS, 200 * _MB),
    Scope.ADMIN: Limits(6_000, _BODY, 10_000, _SECONDS, 1_000 * _MB),
}
"""What a key may take where nothing else was said when it was made."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    Args:
        name: of the key; empty without one.
        scope: what the caller may do.
        key_id: of the key; empty without one.
        limits: what the caller may take.
        session: identifies the sign-in, where the caller came by its cookie.
        csrf: what a write that comes by cookie has to send in ``Liantu-CSRF``; empty without a session.
    """

    name: str = ""
    scope: Scope = Scope.OPEN
    key_id: str = ""
    limits: Limits = ANONYMOUS_LIMITS
    session: str = ""
    csrf: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a key."""
        return bool(self.key_id)


NOBODY = Caller()
"""Without a key, where reading needs one."""
ANONYMOUS = Caller(scope=Scope.READ)
"""Without a key, where reading is open: on this machine alone."""


def caller_of(scope: Mapping[str, Any]) -> Caller:
    """Return who asks, of an ASGI scope (``request.scope``); nobody where the middleware was not passed."""
    found = scope.get(_PLACE, NOBODY)
    return found if isinstance(found, Caller) else NOBODY


def set_caller(scope: MutableMapping[str, Any], caller: Caller) -> None:
    """Keep who asks."""
    scope[_PLACE] = caller
