"""Signing in and out, who one is, and the record of changes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, NotRequired

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from api.access.audit import moment, read_audit
from api.access.caller import Caller, caller_of
from api.access.middleware import Access
from api.access.scopes import Scope, needs
from api.access.sessions import check_same_page, csrf_token, end_session, new_session, set_cookie, write_session
from api.http.bodies import json_object
from api.http.call import Call, Paged, check_names
from api.http.call import Caller as Formats
from api.http.errors import BodyInvalid, ParameterInvalid
from api.http.formats import TABLE
from api.http.openapi import data, rows
from api.http.problems import ROOT, dumps

router = APIRouter(prefix=ROOT, tags=["access"], default_response_class=Response)
_LONGEST = 200
_EXAMPLE = '{"key": "liantu_…"}'
_BODY = {
    "type": "object",
    "required": ["key"],
    "additionalProperties": False,
    "properties": {"key": {"type": "string", "minLength": 1, "maxLength": _LONGEST}},
}


class AuditLine(TypedDict):
    """One change: who, what, before and after; each holds the hash of the one before."""

    number: int
    at: str
    who: str
    key_id: str
    action: str
    target: str
    before: Any
    after: Any
    previous: str
    hash: str


class SessionAnswer(TypedDict):
    """Who asks: a key by its name, or whoever may read without one; a session also has the token of its writes."""

    known: bool
    name: str
    key_id: str
    scope: str
    session: bool
    csrf: NotRequired[str]
    until: NotRequired[str]


@router.get(
    "/session",
    responses=data(of=SessionAnswer, example="/session"),
    dependencies=[needs(Scope.OPEN)],
    summary="我是谁，能做什么 · who am I, what may I do",
)
async def session(request: Request) -> Response:
    """Tell the name and scope of the key, and for a session the token that its writes have to send."""
    _no_parameters(request)
    return _said(caller_of(request.scope))


@router.post(
    "/session",
    responses=data(of=SessionAnswer, example='/session {"key": "KEY"}', also="ScopeMissing CsrfRefused"),
    dependencies=[needs(Scope.OPEN)],
    summary="登录 · sign in",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}}},
)
async def sign_in(request: Request) -> Response:
    """Sign in with a key, in the body or as ``Authorization: Bearer``; the answer sets a cookie."""
    _no_parameters(request)
    access: Access = request.app.state.access
    check_same_page(request.scope["headers"], access.hosts)
    caller = caller_of(request.scope)
    if "authorization" not in request.headers or await request.body():
        caller = access.register.caller(_key(await json_object(request, _EXAMPLE)))
    key = access.register.find(caller.key_id)
    until = int(access.clock() + request.app.state.liantu.settings.session_hours * 3600)
    if key is not None and key.expires is not None:
        until = min(until, key.expires)
    made, secret = new_session(caller.key_id, until), access.register.secret()
    cookie = set_cookie(write_session(secret, made), until - int(access.clock()), secure=access.secure(request.scope))
    signed = Caller(caller.name, caller.scope, caller.key_id, caller.limits, made.id, csrf_token(secret, made))
    return _said(signed, until, {"Set-Cookie": cookie})


@router.delete("/session", responses=data(of=SessionAnswer, example="/session"), summary="退出 · sign out")
async def sign_out(request: Request) -> Response:
    """End the session, on every machine that has its cookie."""
    _no_parameters(request)
    access: Access = request.app.state.access
    caller = caller_of(request.scope)
    if caller.session:
        end_session(access.path, caller.session, int(access.clock()))
    return _said(Caller(), headers={"Set-Cookie": set_cookie("", 0, secure=access.secure(request.scope))})


@router.get(
    "/audit",
    responses=rows(of=AuditLine, example="/audit"),
    dependencies=[needs(Scope.ADMIN)],
    summary="谁在什么时候改了什么 · who changed what, when",
)
async def audit(
    call: Annotated[Call, Depends(Formats(*TABLE, stored=False))],
    page: Paged,
    since: Annotated[
        str, Query(max_length=40, description="从这天或这一刻起，ISO 8601 · from this day or time on")
    ] = "",
) -> Response:
    """List what was changed, the newest first. Each entry holds the hash of the one before."""
    if since:
        _check_time(since)
    access: Access = call.request.app.state.access
    limit, before = call.limit(page), call.place(page, int) or 0
    found = await call.shared.stores.compute(
        lambda: read_audit(access.path, since=since, before=before, limit=limit + 1)
    )
    after = found[limit - 1].number if len(found) > limit else None
    return await call.page([one.dict() for one in found[:limit]], tuple(AuditLine.__annotations__), page, after=after)


def _no_parameters(request: Request) -> None:
    check_names(request, request.app.state.liantu, request.query_params.multi_items())


def _key(body: dict[str, Any]) -> str:
    key = body.get("key") if len(body) == 1 else None
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST:
        raise BodyInvalid(f"请求体要是 {_EXAMPLE}", f"the body has to be {_EXAMPLE}")
    return key


def _check_time(text: str) -> None:
    try:
        moment(text)
    except ValueError as error:
        raise ParameterInvalid(
            "参数 since 要是日期或时刻",
            "parameter since must be a date or time",
            do_zh="例如 2026-01-31",
            do_en="As 2026-01-31",
        ) from error


def _said(caller: Caller, until: int = 0, headers: dict[str, str] | None = None) -> Response:
    data: dict[str, Any] = {"known": caller.known, "name": caller.name, "key_id": caller.key_id}
    data |= {"scope": caller.scope.word, "session": bool(caller.session)}
    if caller.csrf:
        data["csrf"] = caller.csrf
    if until:
        data["until"] = datetime.fromtimestamp(until).astimezone().isoformat()
    said = {"Cache-Control": "no-store", **(headers or {})}
    return Response(dumps({"data": data}), headers=said, media_type="application/json")
