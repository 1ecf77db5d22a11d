"""Keys over HTTP: every route with every kind of caller, and what is no way to show a key."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import Response
from starlette.routing import Mount, WebSocketRoute
from starlette.testclient import TestClient

from api.access.audit import audit
from api.access.caller import Caller
from api.access.database import NAME
from api.access.keys import add_key, revoke_key
from api.access.scopes import Scope, mark, needs, scope_of
from api.access.table import routes_by_scope
from api.access.tokens import new_token
from api.app import create_app
from api.http.call import Listed, Paged
from api.http.errors import KeyMissing
from api.settings import BindRefused, Settings
from graph.store import Table
from tests.cli.conftest import run_liantu
from tests.http.conftest import HOST
from tests.http.serving import Service, started, stop

V1 = "/api/v1"
SCOPES = (Scope.READ, Scope.REVIEW, Scope.LOAD, Scope.ADMIN)
BAD = {"wrong": "KeyInvalid", "expired": "KeyExpired", "revoked": "KeyRevoked"}
ROUTES = list(routes_by_scope(create_app(Settings("nowhere.lbug")).routes))
WRITES = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Office:
    """Services over one store and one file of keys: on this machine alone, and behind a proxy."""

    home: Path
    keys: Mapping[str, str]
    local: TestClient
    proxied: TestClient

    def ask(self, client: TestClient, who: str, method: str, path: str) -> Any:
        """Ask with the key of somebody, or with none."""
        headers = {"Authorization": f"Bearer {self.keys[who]}"} if who else {}
        return client.request(method, path, headers=headers)


def client_of(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def office(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = tmp_path_factory.mktemp("office")
    store, file = home / "liantu.lbug", home / NAME
    store.write_bytes(filled.read_bytes())
    keys = {scope.word: add_key(file, f"key {scope.word}", scope, None, {"requests": 10**6})[0] for scope in SCOPES}
    past = time.time() - 100
    keys["expired"] = add_key(file, "expired", Scope.ADMIN, int(past) + 50, clock=lambda: past)[0]
    keys["revoked"] = add_key(file, "revoked", Scope.ADMIN, None)[0]
    revoke_key(file, "revoked")
    keys["wrong"] = new_token()[0]
    local = client_of(create_app(Settings(str(store))))
    proxied = client_of(create_app(Settings(str(store), proxy=True)))
    with local, proxied:
        yield Office(home, keys, local, proxied)


def address(path: str) -> str:
    """A path of a route with names that are nothing in it."""
    return re.sub(r"\{[^}]*\}", "x", path).replace("…", "x")


@pytest.mark.parametrize(("method", "path", "needed"), ROUTES, ids=[f"{method} {path}" for method, path, _ in ROUTES])
def test_every_route_with_every_caller(office: Office, method: str, path: str, needed: Scope) -> None:
    place, verb = address(path), "GET" if method == "*" else method
    for who, code in BAD.items():  # a key that is shown and not good is refused everywhere
        for client in (office.local, office.proxied):
            answer = office.ask(client, who, verb, place)
            assert (answer.status_code, answer.json()["code"]) == (401, code), who
            assert answer.headers["www-authenticate"].startswith("Bearer ")
    for scope in SCOPES:
        for client in (office.local, office.proxied):
            answer = office.ask(client, scope.word, verb, place)
            if scope >= needed:
                assert answer.status_code not in (401, 403, 429), (scope, answer.text)
                assert answer.status_code != 500, (scope, answer.text)
            else:
                assert (answer.status_code, answer.json()["code"]) == (403, "ScopeMissing"), scope
                assert f'scope="{needed.word}"' in answer.headers["www-authenticate"]
    for client, most in ((office.local, Scope.READ), (office.proxied, Scope.OPEN)):
        answer = office.ask(client, "", verb, place)
        if needed <= most:
            assert answer.status_code not in (401, 403, 429), answer.text
        else:
            assert (answer.status_code, answer.json()["code"]) == (401, "KeyMissing")


def test_no_cache_on_the_way_may_keep_what_needs_a_key(office: Office) -> None:
    answer = office.ask(office.proxied, "read", "GET", f"{V1}/gaps")
    assert answer.headers["cache-control"] == "private, no-cache"
    assert office.local.get(f"{V1}/gaps").headers["cache-control"] == "no-cache"


def test_the_table_names_every_route_and_what_changes_something_needs_more_than_reading() -> None:
    app = create_app(Settings("nowhere.lbug"))
    assert len(ROUTES) >= len([route for route in app.routes if not isinstance(route, Mount)]) >= 30
    # What is worked out on request, and what one signed in oneself: nothing of the data changes.
    computing = r"/(cypher|session|what-if|demand|stability|exports|jobs/[^/]*|mcp)$"
    lax = [path for method, path, scope in ROUTES if method in WRITES and scope <= Scope.READ]
    assert [path for path in lax if not re.search(computing, path)] == []
    with pytest.raises(TypeError):
        list(routes_by_scope([WebSocketRoute("/x", lambda: None)]))


def test_the_description_says_what_each_operation_needs(office: Office) -> None:
    document = office.local.get(f"{V1}/openapi.json").json()
    shown = {
        (method.upper(), path): operation["x-liantu-scope"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert shown == {(m, p): s.word for m, p, s in ROUTES if (m, p) in shown}
    assert shown["GET", f"{V1}/audit"] == "admin"
    assert {} in document["paths"][f"{V1}/gaps"]["get"]["security"]
    assert (
        {}
        not in office.ask(office.proxied, "read", "GET", f"{V1}/openapi.json").json()["paths"][f"{V1}/gaps"]["get"][
            "security"
        ]
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "{key}"),
        ("Authorization", "Basic {key}"),
        ("Authorization", "Bearer"),
        ("Authorization", "Bearer "),
        ("Authorization", "Bearer {key}, Bearer {key}"),
        ("Authorization", "Bearer {key} x"),
        ("Authorization", "Bearer\t{key}"),
        ("Authorization", ""),
        ("Authorization", "Bearer " + "x" * 20_000),
        ("Authorization", "Bearer \xff\xfe"),
    ],
)
def test_no_way_to_show_a_key(office: Office, name: str, value: str) -> None:
    said = [(name.encode(), value.replace("{key}", office.keys["admin"]).encode("latin-1"))]
    for client in (office.local, office.proxied):
        answer = client.get(f"{V1}/gaps", headers=said)
        assert (answer.status_code, answer.json()["code"]) == (401, "KeyInvalid")
        assert office.keys["admin"] not in answer.text + str(answer.headers)
    twice = [("Authorization", f"Bearer {office.keys['read']}"), ("Authorization", f"Bearer {office.keys['admin']}")]
    assert office.local.get(f"{V1}/gaps", headers=twice).json()["code"] == "KeyInvalid"


@pytest.mark.parametrize("header", ["X-API-Key", "Proxy-Authorization", "X-Forwarded-Authorization", "Liantu-Key"])
def test_other_headers_hold_no_key(office: Office, header: str) -> None:
    value = f"Bearer {office.keys['admin']}"
    assert office.proxied.get(f"{V1}/gaps", headers={header: value}).json()["code"] == "KeyMissing"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_written_in_any_case(office: Office, scheme: str) -> None:
    shown = {"Authorization": f"{scheme}  {office.keys['read']} "}
    assert office.proxied.get(f"{V1}/gaps", headers=shown).status_code == 200


@pytest.mark.parametrize("name", ["key", "api_key", "access_token", "q", ""])
def test_a_key_in_an_address_is_refused(office: Office, name: str) -> None:
    for who in ("admin", "revoked", "wrong"):
        for client in (office.local, office.proxied):
            answer = client.get(f"{V1}/search?{name}={office.keys[who]}")
            assert (answer.status_code, answer.json()["code"]) == (400, "KeyInUrl")
            assert office.keys[who] not in answer.text
    assert office.local.get(f"{V1}/nodes/{office.keys['admin']}").json()["code"] == "KeyInUrl"
    assert office.local.get(f"{V1}/search?q=liantu_").status_code == 200


@pytest.mark.parametrize(
    "spoofed",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1;host=localhost;proto=https"},
        {"X-Real-IP": "127.0.0.1", "X-Forwarded-Host": "localhost", "X-Forwarded-Proto": "https"},
        {"X-Original-URL": f"{V1}/health", "X-Rewrite-URL": f"{V1}/health"},
        {"X-HTTP-Method-Override": "GET"},
    ],
)
def test_nothing_that_a_request_says_of_itself_makes_it_local(office: Office, spoofed: dict[str, str]) -> None:
    assert office.proxied.get(f"{V1}/gaps", headers=spoofed).json()["code"] == "KeyMissing"
    assert office.proxied.get(f"{V1}/audit", headers=spoofed).json()["code"] == "KeyMissing"
    assert office.local.get(f"{V1}/audit", headers=spoofed).json()["code"] == "KeyMissing"


@pytest.mark.parametrize("name", ["X-Forwarded-For", "x-forwarded-host", "Forwarded", "Via", "X-Real-IP"])
def test_what_came_through_a_proxy_that_nobody_told_of_is_not_local(office: Office, filled: Path, name: str) -> None:
    for _ in range(2):
        assert office.local.get(f"{V1}/gaps").status_code == 200
        assert office.local.get(f"{V1}/gaps", headers={name: "127.0.0.1"}).json()["code"] == "KeyMissing"
    shown = {name: "192.0.2.7", "Authorization": f"Bearer {office.keys['read']}"}
    assert office.local.get(f"{V1}/gaps", headers=shown).status_code == 200
    with client_of(create_app(Settings(str(filled), reading="open"))) as client:
        assert client.get(f"{V1}/gaps", headers={name: "192.0.2.7"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/audit.json", "/audit.csv", "/audit/", "//audit", "/x/../audit", "/%61udit", "/AUDIT", "/audit;x", "/audit?"],
)
def test_other_spellings_of_an_address_let_nobody_in(office: Office, path: str) -> None:
    for client in (office.local, office.proxied):
        for who in ("", "read", "load"):
            answer = office.ask(client, who, "GET", V1 + path)
            assert answer.status_code in (401, 403, 404), answer.text
            assert "key.add" not in answer.text
        assert office.ask(client, "", "HEAD", V1 + path).status_code in (401, 404)


def test_what_needs_more_than_reading_is_not_kept_for_others(office: Office) -> None:
    router = APIRouter()

    @router.get(f"{V1}/only-admin", dependencies=[needs(Scope.ADMIN)])
    async def only_admin(call: Listed, page: Paged) -> Response:
        return await call.listed([{"a": 1}], ("a",), page)

    app = create_app(Settings(str(office.home / "liantu.lbug")))
    app.router.routes[:0] = router.routes
    with client_of(app) as client:
        for _ in range(2):
            assert office.ask(client, "admin", "GET", f"{V1}/only-admin").status_code == 200
            assert office.ask(client, "load", "GET", f"{V1}/only-admin").status_code == 403
            assert client.get(f"{V1}/only-admin").status_code == 401
            assert client.get(f"{V1}/only-admin", headers={"If-None-Match": "*"}).status_code == 401


def test_a_marked_route_refuses_even_where_nobody_was_identified() -> None:
    app = FastAPI()

    @app.get("/x", dependencies=[needs(Scope.REVIEW)])
    async def marked() -> str:
        return "in"

    @app.get("/y")
    async def named(caller: Annotated[Caller, needs(Scope.REVIEW)]) -> str:
        return caller.name

    assert [scope_of(route) for route in app.routes[-2:]] == [Scope.REVIEW] * 2
    with TestClient(app) as client, pytest.raises(KeyMissing):
        client.get("/x")
    with TestClient(app) as client, pytest.raises(KeyMissing):
        client.get("/y")


def test_marks_are_read_wherever_they_stand() -> None:
    def between(caller: Annotated[Caller, needs(Scope.LOAD)]) -> Caller:
        return caller

    router = APIRouter(dependencies=[needs(Scope.REVIEW)])
    router.get("/a")(lambda: None)
    router.get("/b", dependencies=[needs(Scope.ADMIN)])(lambda: None)
    router.get("/c", dependencies=[Depends(between)])(lambda: None)
    plain = APIRouter()
    plain.get("/d")(lambda: None)
    found = [scope_of(route) for route in [*router.routes, *plain.routes]]
    assert found == [Scope.REVIEW, Scope.ADMIN, Scope.LOAD, Scope.READ]
    assert scope_of(mark(Mount("/static", app=FastAPI()), Scope.OPEN)) is Scope.OPEN
    assert scope_of(Mount("/mcp", app=FastAPI())) is Scope.READ


def test_uploads_and_bodies_have_the_limits_of_the_key(office: Office, filled: Path) -> None:
    router = APIRouter()

    @router.post(f"{V1}/bytes", dependencies=[needs(Scope.LOAD, upload=True)])
    async def count(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    small = add_key(office.home / NAME, "small", Scope.LOAD, None, {"upload": 2_000_000, "body": 100})[0]
    app = create_app(Settings(str(filled), home=office.home, upload=3_000_000))
    app.router.routes[:0] = router.routes

    def pieces(size: int) -> Iterator[bytes]:
        yield from (b"x" * 1_000 for _ in range(size // 1_000))

    with client_of(app) as client:
        own, load = {"Authorization": f"Bearer {small}"}, {"Authorization": f"Bearer {office.keys['load']}"}
        assert client.post(f"{V1}/bytes", content=pieces(2_000_000), headers=own).json() == 2_000_000
        for content in (pieces(2_001_000), b"x" * 2_000_001):
            assert client.post(f"{V1}/bytes", content=content, headers=own).json()["code"] == "BodyTooLarge"
        assert client.post(f"{V1}/bytes", content=pieces(3_000_000), headers=load).status_code == 200
        assert client.post(f"{V1}/bytes", content=pieces(3_001_000), headers=load).status_code == 413
        asked = {"query": "RETURN $x AS a", "parameters": {"x": "y" * 100}}
        assert client.post(f"{V1}/cypher", json=asked, headers=own).json()["code"] == "BodyTooLarge"
        assert client.post(f"{V1}/cypher", json=asked, headers=load).status_code == 200
        refused = client.post(f"{V1}/bytes", content=pieces(1_000_000))  # before any of it is read
        assert refused.json()["code"] == "KeyMissing"


def test_rows_have_the_limit_of_the_key(office: Office) -> None:
    few = add_key(office.home / NAME, "few", Scope.READ, None, {"rows": 2})[0]
    own = {"Authorization": f"Bearer {few}"}
    for _ in range(2):  # made, then kept: each caller has a page of his own size
        assert len(office.local.get(f"{V1}/gaps", headers=own).json()["data"]) == 2
        whole = office.local.get(f"{V1}/gaps").json()
        assert len(whole["data"]) == min(whole["total"], whole["limit"]) > 2
    assert office.local.get(f"{V1}/gaps?limit=3", headers=own).json()["code"] == "ParameterInvalid"
    asked = {"query": "UNWIND range(1, 9) AS a RETURN a"}
    assert len(office.local.post(f"{V1}/cypher", json=asked, headers=own).json()["data"]) == 2
    assert office.local.post(f"{V1}/cypher", json={**asked, "limit": 3}, headers=own).json()["code"] == "BodyInvalid"


def test_seconds_have_the_limit_of_the_key(office: Office) -> None:
    router = APIRouter()

    @router.get(f"{V1}/seconds")
    async def seconds(call: Listed) -> float:
        return await call.read(lambda store: store._seconds)  # type: ignore[attr-defined]

    short = add_key(office.home / NAME, "short", Scope.READ, None, {"seconds": 0.5})[0]
    long = add_key(office.home / NAME, "long", Scope.READ, None, {"seconds": 3_000})[0]
    app = create_app(Settings(str(office.home / "liantu.lbug"), seconds=7, cypher_seconds=5))
    app.router.routes[:0] = router.routes
    given: list[float] = []

    async def ask(query: str, parameters: object, limits: Any) -> Table:
        given.append(limits.seconds)
        return Table((), ())

    app.state.askers.ask = ask
    with client_of(app) as client:
        for token, direct, default, wanted in ((short, 0.5, 0.5, 0.5), (long, 7, 5, 60), ("", 7, 5, 60)):
            own = {"Authorization": f"Bearer {token}"} if token else {}
            assert client.get(f"{V1}/seconds", headers=own).json() == direct
            client.post(f"{V1}/cypher", json={"query": "RETURN 1 AS a"}, headers=own)
            client.post(f"{V1}/cypher", json={"query": "RETURN 1 AS a", "seconds": 60}, headers=own)
            assert given[-2:] == [default, wanted]


def test_who_asks_too_often_is_told_when_to_come_back(office: Office) -> None:
    slow = add_key(office.home / NAME, "slow", Scope.READ, None, {"requests": 3})[0]
    own = {"Authorization": f"Bearer {slow}"}
    answers = [office.local.get(f"{V1}/gaps", headers=own) for _ in range(10)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:3] == [200, 200, 200]
    assert 429 in statuses
    last = answers[-1]
    assert last.json()["code"] == "TooManyRequests"
    assert 1 <= int(last.headers["retry-after"]) <= 20
    assert office.ask(office.local, "read", "GET", f"{V1}/gaps").status_code == 200


def test_changes_are_listed_for_who_may_see_them(office: Office) -> None:
    first = office.ask(office.local, "admin", "GET", f"{V1}/audit?limit=2")
    assert first.headers["cache-control"] == "no-store"
    assert first.json()["truncated"]
    following = office.ask(office.local, "admin", "GET", first.json()["next"]).json()["data"]
    assert following[0]["number"] == first.json()["data"][-1]["number"] - 1
    every = office.ask(office.local, "admin", "GET", f"{V1}/audit?limit=1000").json()["data"]
    assert [one["number"] for one in every] == list(range(len(every), 0, -1))
    assert every[-1]["action"] == "key.add"
    assert office.ask(office.local, "admin", "GET", f"{V1}/audit?since=2999-01-01").json()["data"] == []
    assert office.ask(office.local, "admin", "GET", f"{V1}/audit?since=x").json()["code"] == "ParameterInvalid"
    table = office.ask(office.local, "admin", "GET", f"{V1}/audit.csv").text
    assert not any(token in table + json.dumps(every) for token in office.keys.values())


def test_a_write_is_recorded_with_its_key(office: Office) -> None:
    router = APIRouter()

    @router.post(f"{V1}/change", dependencies=[needs(Scope.REVIEW)])
    async def change(request: Request) -> int:
        return audit(request, "thing.change", "thing/1", {"a": 1}, {"a": 2})

    app = create_app(Settings(str(office.home / "liantu.lbug")))
    app.router.routes[:0] = router.routes
    with client_of(app) as client:
        number = office.ask(client, "review", "POST", f"{V1}/change").json()
    newest = office.ask(office.local, "admin", "GET", f"{V1}/audit?limit=1").json()["data"][0]
    assert (newest["number"], newest["who"], newest["action"]) == (number, "key review", "thing.change")
    assert (newest["before"], newest["after"]) == ({"a": 1}, {"a": 2})


@pytest.mark.parametrize("given", [{"host": "0.0.0.0"}, {"host": "::"}, {"proxy": True}, {"hosts": ("graph.example",)}])  # noqa: S104
def test_others_are_let_in_only_by_key(filled: Path, tmp_path: Path, given: dict[str, Any]) -> None:
    settings = Settings(str(filled), home=tmp_path, **given)
    with pytest.raises(BindRefused, match="密钥"):
        create_app(settings)
    past = time.time() - 100
    add_key(tmp_path / NAME, "expired", Scope.ADMIN, int(past) + 50, clock=lambda: past)
    token = add_key(tmp_path / NAME, "revoked", Scope.ADMIN, None)[0]
    revoke_key(tmp_path / NAME, "revoked")
    with pytest.raises(BindRefused):
        create_app(settings)
    token = add_key(tmp_path / NAME, "a", Scope.READ, None)[0]
    with client_of(create_app(settings)) as client:
        assert client.get(f"{V1}/gaps").status_code == 401
        assert client.get(f"{V1}/nothing-there").status_code == 401
        assert client.get(f"{V1}/gaps", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    opened = Settings(str(filled), home=tmp_path, reading="open", **given)
    with client_of(create_app(opened)) as client:
        assert client.get(f"{V1}/gaps").status_code == 200
        assert client.get(f"{V1}/audit").status_code == 401


def test_a_service_for_other_machines_is_asked_by_address_or_by_a_name_that_is_set(
    filled: Path, tmp_path: Path
) -> None:
    token = add_key(tmp_path / NAME, "a", Scope.READ, None)[0]
    settings = Settings(str(filled), home=tmp_path, host="0.0.0.0", hosts=("graph.example",))  # noqa: S104
    own = {"Authorization": f"Bearer {token}"}
    with TestClient(create_app(settings), base_url="http://192.0.2.1:8600", client=("192.0.2.7", 1)) as remote:
        assert remote.get(f"{V1}/gaps").json()["code"] == "KeyMissing"
        for host in ("192.0.2.1:8600", "[2001:db8::1]", "graph.example:8600", "localhost"):
            assert remote.get(f"{V1}/gaps", headers={**own, "Host": host}).status_code == 200, host
        for host in ("evil.example", "192.0.2.1.evil.example", "", "graph.example.evil"):
            assert remote.get(f"{V1}/gaps", headers={**own, "Host": host}).status_code == 421, host


def test_reading_can_need_a_key_on_this_machine_too(office: Office, filled: Path) -> None:
    with client_of(create_app(Settings(str(filled), home=office.home, reading="keys"))) as client:
        assert client.get(f"{V1}/gaps").json()["code"] == "KeyMissing"
        assert office.ask(client, "read", "GET", f"{V1}/gaps").status_code == 200


def test_a_file_of_keys_that_cannot_be_read_lets_nobody_write(filled: Path, tmp_path: Path) -> None:
    token = add_key(tmp_path / NAME, "a", Scope.ADMIN, None)[0]
    with client_of(create_app(Settings(str(filled), home=tmp_path))) as client:
        own = {"Authorization": f"Bearer {token}"}
        assert client.get(f"{V1}/audit", headers=own).status_code == 200
        (tmp_path / NAME).unlink()
        (tmp_path / NAME).write_bytes(b"no database" * 1_000)
        answer = client.get(f"{V1}/audit", headers=own)
        assert (answer.status_code, answer.json()["code"]) == (503, "AccessUnusable")
        assert "retry-after" in answer.headers
        assert client.get(f"{V1}/gaps").status_code == 200


@pytest.fixture(scope="module")
def running(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Service]]:
    """Two processes over one store and one file of keys."""
    home = tmp_path_factory.mktemp("running")
    (home / "liantu.lbug").write_bytes(filled.read_bytes())
    services = started(home), started(home)
    yield services
    for service in services:
        stop(service)


def test_keys_come_and_go_while_services_run(running: tuple[Service, Service]) -> None:
    home = running[0].home
    made = json.loads(run_liantu("key", "add", "gis", "--scope", "admin", "--json", home=home).stdout)
    own = {"Authorization": f"Bearer {made['key']}"}
    for service in running:
        assert httpx2.get(f"{service.address}{V1}/audit", headers=own).status_code == 200
    run_liantu("key", "revoke", "gis", home=home)
    for service in running:
        assert httpx2.get(f"{service.address}{V1}/audit", headers=own).json()["code"] == "KeyRevoked"
        assert httpx2.get(f"{service.address}{V1}/gaps", headers=own).json()["code"] == "KeyRevoked"
    text = (home / "log").read_text("utf-8")
    assert made["id"] in text
    assert made["key"].rpartition("_")[2] not in text
    assert "Bearer" not in text


def test_who_signed_in_at_one_process_is_signed_in_at_all(running: tuple[Service, Service]) -> None:
    first, second = running
    key = json.loads(run_liantu("key", "add", "desk", "--scope", "admin", "--json", home=first.home).stdout)["key"]
    signed = httpx2.post(f"{first.address}{V1}/session", json={"key": key})
    cookie = {"Cookie": signed.headers["set-cookie"].partition(";")[0]}
    assert httpx2.get(f"{second.address}{V1}/audit", headers=cookie).status_code == 200
    out = {**cookie, "Liantu-CSRF": signed.json()["data"]["csrf"]}
    assert httpx2.delete(f"{second.address}{V1}/session", headers=out).status_code == 200
    assert httpx2.get(f"{first.address}{V1}/audit", headers=cookie).json()["code"] == "SessionEnded"


def test_services_share_the_limits_of_a_key(running: tuple[Service, Service]) -> None:
    home = running[0].home
    add = run_liantu("key", "add", "few", "--scope", "read", "--requests", 12, "--json", home=home)
    own, begun = {"Authorization": f"Bearer {json.loads(add.stdout)['key']}"}, time.time()
    let_in = sum(
        httpx2.get(f"{service.address}{V1}/gaps?limit=1", headers=own).status_code == 200
        for _ in range(15)
        for service in running
    )
    assert 12 <= let_in <= 12 + (time.time() - begun) * 12 / 60
