"""Signing in: the cookie, what it may do, and every way in which somebody else might use it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.testclient import TestClient

from api.access.caller import caller_of
from api.access.database import NAME
from api.access.keys import add_key, revoke_key
from api.access.middleware import Access
from api.access.scopes import Scope, needs
from api.access.sessions import Session, csrf_token, read_session, write_session
from api.app import create_app
from api.http.errors import SessionEnded
from api.settings import Settings
from tests.http.conftest import HOST

V1 = "/api/v1"
PLACE = f"{V1}/change"
NOW = 1_800_000_000.0


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """A service with a route that changes something, a key, and who signs in with it."""

    client: TestClient
    clock: Clock
    file: Path
    key: str
    cookie: str = ""
    csrf: str = ""

    def sign_in(self, **headers: str) -> Any:
        """Sign in, and remember the cookie and the token; the client itself keeps no cookies."""
        answer = self.client.post(f"{V1}/session", json={"key": self.key}, headers=headers)
        if answer.status_code == 200:
            (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
            self.cookie, self.csrf = f"{morsel.key}={morsel.value}", answer.json()["data"]["csrf"]
        self.client.cookies.clear()
        return answer

    def ask(self, method: str, path: str, **headers: str) -> Any:
        """Ask with the cookie."""
        return self.client.request(method, path, headers={"Cookie": self.cookie, **headers})


def desk_of(filled: Path, home: Path, scope: Scope, **given: Any) -> Iterator[Desk]:
    router = APIRouter()

    @router.post(PLACE, dependencies=[needs(Scope.REVIEW)])
    async def change(request: Request) -> str:
        return caller_of(request.scope).name

    clock, file = Clock(), home / NAME
    key = add_key(file, "office", scope, int(NOW) + 10 * 24 * 3600, clock=clock)[0]
    settings = Settings(str(filled), home=home, **given)
    app = create_app(settings, access=Access(settings, clock))
    app.router.routes[:0] = router.routes
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000), raise_server_exceptions=False) as client:
        yield Desk(client, clock, file, key)


@pytest.fixture
def desk(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    """On this machine."""
    yield from desk_of(filled, tmp_path, Scope.REVIEW)


@pytest.fixture
def proxied(filled: Path, tmp_path: Path) -> Iterator[Desk]:
    """Behind a proxy with TLS, where reading needs a key."""
    yield from desk_of(filled, tmp_path / "proxied", Scope.REVIEW, proxy=True)


def test_a_session_reads_and_writes_as_its_key(proxied: Desk) -> None:
    assert proxied.client.get(f"{V1}/gaps").status_code == 401
    signed = proxied.sign_in().json()["data"]
    assert (signed["name"], signed["scope"], signed["known"]) == ("office", "review", True)
    assert proxied.ask("GET", f"{V1}/gaps").status_code == 200
    who = proxied.ask("GET", f"{V1}/session").json()["data"]
    assert (who["session"], who["csrf"]) == (True, proxied.csrf)
    written = proxied.ask("POST", PLACE, **{"Liantu-CSRF": proxied.csrf})
    assert (written.status_code, written.json()) == (200, "office")
    assert proxied.ask("GET", f"{V1}/audit").json()["code"] == "ScopeMissing"


def test_the_cookie_is_kept_from_scripts_and_other_sites(desk: Desk, proxied: Desk) -> None:
    plain, secure = (each.sign_in().headers["set-cookie"] for each in (desk, proxied))
    for cookie in (plain, secure):
        assert {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert desk.key not in cookie
    assert "Secure" not in plain
    assert plain.startswith("liantu-session=")
    assert "Secure" in secure.split("; ")
    assert secure.startswith("__Host-liantu-session=")


def test_behind_a_proxy_the_cookie_of_a_plain_connection_counts_for_nothing(proxied: Desk) -> None:
    proxied.sign_in()
    tossed = proxied.cookie.replace("__Host-", "")
    assert proxied.client.get(f"{V1}/gaps", headers={"Cookie": tossed}).json()["code"] == "KeyMissing"


def test_a_session_ends_with_its_time(desk: Desk) -> None:
    desk.sign_in()
    desk.clock.now += 12 * 3600 - 1
    assert desk.ask("GET", f"{V1}/session").json()["data"]["known"]
    desk.clock.now += 1
    assert not desk.ask("GET", f"{V1}/session").json()["data"]["known"]
    answer = desk.ask("POST", PLACE, **{"Liantu-CSRF": desk.csrf})
    assert (answer.status_code, answer.json()["code"]) == (401, "SessionEnded")
    assert desk.ask("GET", f"{V1}/gaps").status_code == 200  # as anybody on this machine


def test_a_session_ends_with_its_key(proxied: Desk) -> None:
    proxied.sign_in()
    assert proxied.ask("GET", f"{V1}/gaps").status_code == 200
    revoke_key(proxied.file, "office")
    assert proxied.ask("GET", f"{V1}/gaps").json()["code"] == "KeyRevoked"
    assert proxied.ask("POST", PLACE, **{"Liantu-CSRF": proxied.csrf}).json()["code"] == "KeyRevoked"


def test_a_session_does_not_outlive_its_key(proxied: Desk) -> None:
    proxied.clock.now += 10 * 24 * 3600 - 60
    assert "Max-Age=60" in proxied.sign_in().headers["set-cookie"]
    proxied.clock.now += 61
    assert proxied.ask("GET", f"{V1}/gaps").json()["code"] == "SessionEnded"


def test_who_signs_out_is_out_wherever_the_cookie_went(proxied: Desk) -> None:
    proxied.sign_in()
    stolen = proxied.cookie
    assert proxied.ask("DELETE", f"{V1}/session").json()["code"] == "CsrfRefused"
    gone = proxied.ask("DELETE", f"{V1}/session", **{"Liantu-CSRF": proxied.csrf})
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert proxied.client.get(f"{V1}/gaps", headers={"Cookie": stolen}).json()["code"] == "SessionEnded"
    proxied.sign_in()  # another one
    assert proxied.ask("GET", f"{V1}/gaps").status_code == 200
    proxied.cookie = stolen
    assert proxied.sign_in().status_code == 200  # an old cookie is no hindrance


def test_a_cookie_with_any_character_changed_is_refused(proxied: Desk) -> None:
    proxied.sign_in()
    name, _, value = proxied.cookie.partition("=")
    for at in range(len(value)):
        other = "A" if value[at] != "A" else "B"
        proxied.cookie = f"{name}={value[:at]}{other}{value[at + 1 :]}"
        assert proxied.ask("GET", f"{V1}/gaps").json()["code"] == "SessionEnded", at
    raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    forged = json.dumps([*json.loads(raw[32:])[:2], int(NOW) * 2]).encode()
    for odd in ("", "x", "====", value + "A", value * 2, "é", base64.urlsafe_b64encode(raw[:32] + forged).decode()):
        answer = proxied.client.get(f"{V1}/gaps", headers=[(b"cookie", f"{name}={odd}".encode("latin-1"))])
        assert answer.json()["code"] == "SessionEnded", odd
    for twice in (f"{name}={value}; {name}={value}", f"{name}=x; {name}={value}"):
        assert proxied.client.get(f"{V1}/gaps", headers={"Cookie": twice}).json()["code"] == "SessionEnded"
    proxied.cookie = f"a=b; {name}={value}; c=d"
    assert proxied.ask("GET", f"{V1}/gaps").status_code == 200


def test_nobody_without_the_secret_can_make_a_session() -> None:
    session = Session("s", "abcdefghij", int(NOW) + 10)
    value = write_session(b"k" * 32, session)
    assert read_session(b"k" * 32, value, NOW) == session
    for secret in (b"x" * 32, b""):
        with pytest.raises(SessionEnded):
            read_session(secret, value, NOW)
    with pytest.raises(SessionEnded):  # as it would be signed while there is no file of keys
        read_session(b"", write_session(b"", session), NOW)
    assert csrf_token(b"k" * 32, session) != csrf_token(b"k" * 32, Session("t", "abcdefghij", int(NOW) + 10))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Liantu-CSRF": ""},
        {"Liantu-CSRF": "0" * 64},
        {"Liantu-CSRF": "{csrf} "+"x"},
        {"X-CSRF-Token": "{csrf}"},
        {"Liantu-CSRF": "{csrf}", "Origin": "https://evil.example"},
        {"Liantu-CSRF": "{csrf}", "Origin": "null"},
        {"Liantu-CSRF": "{csrf}", "Origin": "http://127.0.0.1:8601"},
        {"Liantu-CSRF": "{csrf}", "Origin": "http://127.0.0.1:8600.evil.example"},
        {"Liantu-CSRF": "{csrf}", "Origin": "http://x@127.0.0.1:8600"},
        {"Liantu-CSRF": "{csrf}", "Origin": "http://[::1"},
        {"Liantu-CSRF": "{csrf}", "Origin": ""},
        {"Liantu-CSRF": "{csrf}", "Sec-Fetch-Site": "cross-site"},
        {"Liantu-CSRF": "{csrf}", "Sec-Fetch-Site": "same-site"},
        {"Liantu-CSRF": "{csrf}", "Sec-Fetch-Site": "none"},
    ],
)  # fmt: skip
def test_a_page_of_another_site_changes_nothing(desk: Desk, headers: dict[str, str]) -> None:
    desk.sign_in()
    answer = desk.ask("POST", PLACE, **{name: value.replace("{csrf}", desk.csrf) for name, value in headers.items()})
    assert (answer.status_code, answer.json()["code"]) == (403, "CsrfRefused")


def test_a_page_of_this_service_changes_something(desk: Desk) -> None:
    desk.sign_in()
    own = {"Liantu-CSRF": desk.csrf, "Origin": HOST, "Sec-Fetch-Site": "same-origin"}
    assert desk.ask("POST", PLACE, **own).status_code == 200


def test_a_proxy_may_replace_the_name_that_was_asked(filled: Path, tmp_path: Path) -> None:
    for desk in desk_of(filled, tmp_path, Scope.REVIEW, proxy=True, hosts=("graph.example",)):
        desk.sign_in(Origin="https://graph.example")
        own = {"Liantu-CSRF": desk.csrf, "Sec-Fetch-Site": "same-origin"}
        assert desk.ask("POST", PLACE, Origin="https://graph.example", **own).status_code == 200
        assert desk.ask("POST", PLACE, Origin="https://graph.example.evil", **own).json()["code"] == "CsrfRefused"


def test_the_token_of_another_session_is_none(desk: Desk) -> None:
    desk.sign_in()
    other = desk.csrf
    desk.sign_in()
    assert desk.ask("POST", PLACE, **{"Liantu-CSRF": other}).json()["code"] == "CsrfRefused"


def test_a_key_in_the_header_goes_before_the_cookie_and_needs_no_token(desk: Desk) -> None:
    desk.sign_in()
    reader = add_key(desk.file, "reader", Scope.READ, None)[0]
    assert desk.ask("POST", PLACE, Authorization=f"Bearer {desk.key}").status_code == 200
    assert desk.ask("POST", PLACE, Authorization=f"Bearer {reader}").json()["code"] == "ScopeMissing"
    assert desk.ask("GET", f"{V1}/gaps", Authorization="Bearer x").json()["code"] == "KeyInvalid"


def test_who_can_sign_in(desk: Desk) -> None:
    place = f"{V1}/session"
    assert desk.client.post(place, headers={"Authorization": f"Bearer {desk.key}"}).status_code == 200
    desk.client.cookies.clear()
    for wrong in (desk.key[:-1], "x"):
        assert desk.client.post(place, json={"key": wrong}).json()["code"] == "KeyInvalid"
    for body in ({}, {"key": 1}, {"key": ""}, {"key": "x" * 201}, {"key": desk.key, "more": 1}, [desk.key], None):
        answer = desk.client.post(place, content=json.dumps(body), headers={"Content-Type": "application/json"})
        assert answer.json()["code"] == "BodyInvalid", body
        assert "set-cookie" not in answer.headers
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert desk.client.post(place, content=f"key={desk.key}", headers=form).json()["code"] == "MediaTypeUnknown"
    assert desk.client.post(f"{place}?key={desk.key}", json={"key": desk.key}).json()["code"] == "KeyInUrl"
    assert desk.sign_in(Origin="https://evil.example").json()["code"] == "CsrfRefused"
    assert desk.sign_in(**{"Sec-Fetch-Site": "cross-site"}).json()["code"] == "CsrfRefused"
    assert desk.sign_in(Origin=HOST).status_code == 200


def test_answers_about_sessions_are_kept_by_nobody(desk: Desk) -> None:
    assert desk.sign_in().headers["cache-control"] == "no-store"
    for method, path in (("GET", f"{V1}/session"), ("DELETE", f"{V1}/session")):
        assert desk.ask(method, path, **{"Liantu-CSRF": desk.csrf}).headers["cache-control"] == "no-store"
    assert desk.client.get(f"{V1}/gaps").headers.get("set-cookie") is None


def test_origins_that_may_read_answers_cannot_use_the_cookie(filled: Path, tmp_path: Path) -> None:
    for desk in desk_of(filled, tmp_path, Scope.REVIEW, cors_origins=("http://localhost:8080",)):
        desk.sign_in()
        there = desk.ask("GET", f"{V1}/session", Origin="http://localhost:8080")
        assert "access-control-allow-credentials" not in there.headers
        own = {"Liantu-CSRF": desk.csrf, "Origin": "http://localhost:8080"}
        assert desk.ask("POST", PLACE, **own).json()["code"] == "CsrfRefused"
        asked = {"Origin": "http://localhost:8080", "Access-Control-Request-Method": "POST"}
        allowed = desk.client.options(PLACE, headers={**asked, "Access-Control-Request-Headers": "authorization"})
        assert allowed.status_code == 200
        refused: Response = desk.client.options(  # type: ignore[assignment]
            PLACE, headers={**asked, "Access-Control-Request-Headers": "liantu-csrf"}
        )
        assert refused.status_code == 400
