"""Who may do what: keys, sessions, limits, and the record of what was changed.

Every request has a :class:`api.access.caller.Caller`. Every route has a
:class:`api.access.scopes.Scope`, read unless it says otherwise. The middleware
(:mod:`api.access.middleware`) finds the caller before anything answers and
refuses what the route's scope does not allow, before a body is read. What is
known of keys, ended sessions and changes is in ``access.sqlite``.

A route that changes something::

    @router.post("/things/{key}", dependencies=[needs(Scope.REVIEW)])
    async def change(request: Request, key: str) -> Response:
        audit(request, "thing.change", key, before={"a": 1}, after={"a": 2})
"""
