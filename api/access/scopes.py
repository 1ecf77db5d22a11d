"""Scopes: what a key may do, and what a route needs. Read off the route itself, so that no list can be forgotten."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, Request
from starlette.routing import BaseRoute

from api.access.caller import Caller, caller_of
from api.access.refusals import check
from api.access.scope import Scope

__all__ = ["Needs", "Scope", "mark", "needs", "scope_of", "takes_upload"]
_MARK = "liantu_needs"


class Needs:
    """The dependency that marks a route; it returns the caller, and checks again what the middleware has checked."""

    def __init__(self, scope: Scope, *, upload: bool = False) -> None:
        self.scope, self.upload = scope, upload

    async def __call__(self, request: Request) -> Caller:
        """Return the caller.

        Raises:
            KeyMissing, ScopeMissing: the caller may not do this.
        """
        caller = caller_of(request.scope)
        check(caller, self.scope)
        return caller


def needs(scope: Scope, *, upload: bool = False) -> Any:  # noqa: ANN401 - what Depends returns is its own affair
    """Mark a route with what it needs.

    Either ``dependencies=[needs(Scope.REVIEW)]`` or ``caller: Annotated[Caller, needs(Scope.REVIEW)]``.

    Args:
        scope: what a caller has to have; ``Scope.OPEN`` lets in whoever asks, without a key as well.
        upload: the route takes bodies up to the caller's ``limits.upload`` bytes, not only up to ``limits.body``.
    """
    return Depends(Needs(scope, upload=upload))


def mark(route: BaseRoute, scope: Scope) -> BaseRoute:
    """Mark what has no dependencies, as a mounted folder or application; return it."""
    setattr(route, _MARK, Needs(scope))
    return route


def scope_of(route: object) -> Scope:
    """Return what a route needs: the highest scope that it is marked with, read if with none."""
    return max((found.scope for found in _marks(route)), default=Scope.READ)


def takes_upload(route: object) -> bool:
    """Whether a route takes bodies as large as uploads."""
    return any(found.upload for found in _marks(route))


def _marks(route: object) -> list[Needs]:
    found = [mark for mark in [getattr(route, _MARK, None)] if isinstance(mark, Needs)]
    waiting = [route.dependant] if hasattr(route, "dependant") else []
    while waiting:
        one = waiting.pop()
        waiting += one.dependencies
        if isinstance(one.call, Needs):
            found.append(one.call)
    return found
