"""What people send that no page would: every one is a problem of the table, none a fault of the program."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.http.errors import CursorInvalid
from api.http.paging import list_name, read_cursor, write_cursor
from api.settings import BindRefused, Settings, check_host
from graph.errors import InputError
from tests.http.conftest import HOST, client_of

V1 = "/api/v1"
DEEP = 100_000


def refused(answer: object, status: int, code: str) -> None:
    """Check that an answer is that problem, and says so in Chinese."""
    assert answer.status_code == status, answer.text  # type: ignore[attr-defined]
    problem = answer.json()  # type: ignore[attr-defined]
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"{V1}/problems/{code}"
    assert any("\u4e00" <= char <= "\u9fff" for char in problem["detail"])


@pytest.mark.parametrize("value", ["0", "-1", "1000000000", "10001", "x", "1.5", "", "%31%30%30%30%30%30", "9" * 400])
def test_limits_out_of_bounds(api: TestClient, value: str) -> None:
    refused(api.get(f"{V1}/gaps?limit={value}"), 400, "ParameterInvalid")
    refused(api.get(f"{V1}/nodes?kind=Firm&limit={value}"), 400, "ParameterInvalid")


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        ("gaps?limit=0", "参数 limit 不能小于 1", "parameter limit must be 1 or more"),
        ("gaps?limit=x", "参数 limit 要是整数", "parameter limit must be a whole number"),
        ("gaps?tier=T9", "参数 tier 可用：'T0', 'T1' or 'T2'", "parameter tier must be one of: 'T0', 'T1' or 'T2'"),
        ("search", "参数 q 要给出", "parameter q is needed"),
        ("search?q=", "参数 q 至少 1 个字", "parameter q needs 1 characters or more"),
        ("gaps?chain=" + "a" * 300, "参数 chain 最多 200 个字", "parameter chain may have 200 characters"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_asked_for(api: TestClient, query: str, zh: str, en: str) -> None:
    assert api.get(f"{V1}/{query}").json()["detail"].startswith(zh)
    assert api.get(f"{V1}/{query}", headers={"Accept-Language": "en"}).json()["detail"].startswith(en)


def test_a_service_may_give_fewer_rows(filled: Path) -> None:
    with client_of(Settings(str(filled), rows=3)) as client:
        assert len(client.get(f"{V1}/gaps").json()["data"]) == 3
        refused(client.get(f"{V1}/gaps?limit=4"), 400, "ParameterInvalid")


@pytest.mark.parametrize(
    "query", ["klass=x", "limit=1&limit=2", "x", "=1", "Limit=1", "class=x", "kind=Firm", "%6Cimit=1&limit=1"]
)
def test_parameters_that_are_not_there(api: TestClient, query: str) -> None:
    answer = api.get(f"{V1}/gaps?{query}")
    assert answer.status_code == 400
    assert answer.json()["code"] in ("ParameterUnknown", "ParameterInvalid")


def test_every_resource_refuses_unknown_parameters(api: TestClient) -> None:
    document = api.get(f"{V1}/openapi.json").json()
    checked = 0
    for path, methods in document["paths"].items():
        free = any(p["schema"].get("type") == "object" for m in methods.values() for p in m.get("parameters", ()))
        if (
            "get" not in methods
            or free
            or methods["get"]["x-liantu-scope"] not in ("open", "read")
            or path.rsplit("/", 1)[-1] in ("health", "ready", "metrics", "{name}", "problems")
        ):
            continue
        refused(
            api.get(path.replace("{key}", "x").replace("{load}", "x"), params={"nonsense": "1"}),
            400,
            "ParameterUnknown",
        )
        checked += 1
    assert checked >= 25


def cursor_of(api: TestClient, path: str) -> str:
    place: str = api.get(path).json()["next"]
    return place.partition("cursor=")[2]


def test_a_cursor_with_any_character_changed_is_refused(api: TestClient) -> None:
    cursor = cursor_of(api, f"{V1}/gaps?limit=2")
    assert api.get(f"{V1}/gaps?limit=2&cursor={cursor}").status_code == 200
    for at in range(len(cursor)):
        other = "A" if cursor[at] != "A" else "B"
        changed = cursor[:at] + other + cursor[at + 1 :]
        refused(api.get(f"{V1}/gaps?limit=2&cursor={changed}"), 400, "CursorInvalid")
    for odd in ("x", "====", "%F0%9F%98%80", cursor + "A", cursor[:-1], cursor * 2, "A" * 1_999):
        refused(api.get(f"{V1}/gaps?limit=2&cursor={odd}"), 400, "CursorInvalid")


def test_a_cursor_belongs_to_its_list(api: TestClient) -> None:
    cursor = cursor_of(api, f"{V1}/gaps?limit=2")
    assert api.get(f"{V1}/gaps?limit=5&fields=name&cursor={cursor}").status_code == 200
    others = [f"{V1}/gaps?chain=water", f"{V1}/gaps?sort=name", f"{V1}/check-list?limit=2", f"{V1}/statements?limit=2"]
    others += [f"{V1}/nodes?kind=Firm", f"{V1}/chains/water/gaps?limit=2"]
    for other in others:
        joined = "&" if "?" in other else "?"
        refused(api.get(f"{other}{joined}cursor={cursor}"), 400, "CursorInvalid")


def test_a_cursor_of_another_service_is_refused(filled: Path, api: TestClient) -> None:
    cursor = cursor_of(api, f"{V1}/gaps?limit=2")
    with client_of(Settings(str(filled))) as other:
        refused(other.get(f"{V1}/gaps?limit=2&cursor={cursor}"), 400, "CursorInvalid")


def test_the_parts_of_a_cursor_cannot_be_shifted() -> None:
    key, one = b"k" * 32, list_name("/a", [("x", "1")])
    assert read_cursor(key, one, "v", write_cursor(key, one, "v", 7)) == 7
    raw = base64.urlsafe_b64decode(write_cursor(key, one, "v", 7) + "==")
    forged = base64.urlsafe_b64encode(raw[:16] + b'["v",8]').decode().rstrip("=")
    with pytest.raises(CursorInvalid):
        read_cursor(key, one, "v", forged)
    assert list_name("/a", [("x", "1"), ("y", "2")]) != list_name("/a", [("x", '1"],["y","2')])


@pytest.mark.parametrize(
    "path",
    [
        "/gaps?chain=%00",
        "/search?q=a%00b",
        "/search?q=%0d%0aX-Evil:1",
        "/nodes/Firm%3A%00",
        "/nodes/a%0d%0aSet-Cookie:x=1",
        "/documents/%1b[31m",
        "/search?q=%7f",
        "/search?%00=1",
    ],
)
def test_control_characters_go_nowhere(api: TestClient, path: str) -> None:
    answer = api.get(V1 + path)
    refused(answer, 400, "ParameterInvalid")
    assert "x-evil" not in answer.headers
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "statuses"),
    [
        ("/search?q=%ED%A0%80", {200}),  # a surrogate in UTF-8, which is none
        ("/search?q=%FF%FE", {200}),
        ("/nodes/%ED%A0%80", {404}),
        ("/nodes/..%2F..%2Fetc%2Fpasswd", {404}),
        ("/documents/..%2F..%2Fetc%2Fpasswd", {404}),
        ("/documents/../../../etc/passwd", {404}),
        ("/queries/..%2Fcypher%2Fnode", {404}),
        ("/queries/node.cypher", {404}),
        ("/queries/..%2F..%2Fsecret.json", {404}),
        ("/chains/..%2Fgaps", {404}),
        ("/chains/x/map.svg", {404}),
        ("/exports/..%2Fall.ndjson", {404}),
        ("/exports/all.csv", {406}),
        ("/gaps.csv.csv", {404}),
        ("/gaps.CSV", {404}),
        ("/gaps.exe", {404}),
        ("/gaps.json.csv", {404}),
        ("/.csv", {404}),
        ("/gaps/.csv", {404}),
        ("/openapi.json.json", {200}),
        ("/gaps;a=b", {404}),
        ("//gaps", {404}),
        ("/gaps/", {404}),
        ("/problems/../problems", {200, 404}),
        ("/problems/Nothing", {404}),
        ("/changes/%2e%2e", {404}),
    ],
)
def test_names_and_endings_lead_nowhere_else(api: TestClient, path: str, statuses: set[int]) -> None:
    answer = api.get(V1 + path)
    assert answer.status_code in statuses, answer.text
    assert "root:" not in answer.text


def test_a_key_that_ends_like_a_format_can_still_be_read(api: TestClient) -> None:
    answer = api.get(f"{V1}/nodes/Firm:x.csv.json")
    refused(answer, 404, "NotFound")
    assert "Firm:x.csv" in answer.json()["detail"]
    refused(api.get(f"{V1}/nodes/Firm:x.csv"), 406, "NotAcceptable")


@pytest.mark.parametrize("size", [16_001, 60_000])
def test_endless_addresses(api: TestClient, size: int) -> None:
    refused(api.get(f"{V1}/search?q={'a' * size}"), 414, "UrlTooLong")
    refused(api.get(f"{V1}/nodes/{'a' * size}"), 414, "UrlTooLong")


def test_endless_headers(api: TestClient) -> None:
    refused(api.get(f"{V1}/chains", headers={"X": "a" * 70_000}), 431, "HeadersTooLarge")


def test_a_compressed_body_is_not_unpacked(api: TestClient) -> None:
    bomb = gzip.compress(b'{"query":"' + b" " * 50_000_000 + b'RETURN 1 AS a"}')
    sent = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    refused(api.post(f"{V1}/cypher", content=bomb, headers=sent), 400, "BodyInvalid")


def test_large_and_bottomless_bodies(api: TestClient) -> None:
    place, as_json = f"{V1}/cypher", {"Content-Type": "application/json"}
    refused(api.post(place, content=b'{"query":"' + b"a" * 10_000_000 + b'"}', headers=as_json), 413, "BodyTooLarge")

    def pieces() -> Iterator[bytes]:
        yield from (b"x" * 100_000 for _ in range(100))

    refused(api.post(place, content=pieces(), headers=as_json), 413, "BodyTooLarge")
    for opened, closed in (("[", "]"), ('{"a":', "}")):
        deep = opened * DEEP + "1" + closed * DEEP
        refused(api.post(place, content=deep.encode(), headers=as_json), 400, "BodyInvalid")
    nested = b'{"query":"RETURN $x AS x","parameters":{"x":' + b"[" * 500 + b"]" * 500 + b"}}"
    refused(api.post(place, content=nested, headers=as_json), 400, "InputError")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"MATCH (n) RETURN n"',
        b"{}",
        b'{"query":null}',
        b'{"query":"  "}',
        b'{"query":"RETURN 1 AS a","limit":0}',
        b'{"query":"RETURN 1 AS a","limit":-1}',
        b'{"query":"RETURN 1 AS a","limit":1000000000}',
        b'{"query":"RETURN 1 AS a","limit":true}',
        b'{"query":"RETURN 1 AS a","limit":1e400}',
        b'{"query":"RETURN 1 AS a","seconds":0}',
        b'{"query":"RETURN 1 AS a","seconds":1e9}',
        b'{"query":"RETURN 1 AS a","seconds":NaN}',
        b'{"query":"RETURN 1 AS a","parameters":[1]}',
        b'{"query":"RETURN 1 AS a","more":1}',
        b'{"query":"RETURN \\ud800 AS a"}',
        b'{"query":"RETURN 1 AS a"',
        b"\xff\xfe{",
    ],
)
def test_bodies_that_are_not_as_described(api: TestClient, body: bytes) -> None:
    answer = api.post(f"{V1}/cypher", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 400, "BodyInvalid")


@pytest.mark.parametrize(
    "query", ["RETURN '\x00' AS a", "MATCH (n)\x07 RETURN n", "CALL db.labels()", "RETURN 1; RETURN 2"]
)
def test_queries_that_the_guard_refuses(api: TestClient, query: str) -> None:
    refused(api.post(f"{V1}/cypher", json={"query": query}), 400, "QueryRefused")


def test_a_form_of_another_site_cannot_ask(api: TestClient) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = api.post(f"{V1}/cypher", content=b'{"query":"RETURN 1 AS a"}', headers={"Content-Type": kind})
        refused(answer, 415, "MediaTypeUnknown")
    answer = api.get(f"{V1}/gaps", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/chains", "/chains/water/map.svg", "/exports/all.ndjson", "/nothing", "/gaps?x=1"])
def test_no_answer_is_taken_for_a_script_or_embedded_elsewhere(api: TestClient, path: str) -> None:
    for _ in range(2):  # made, then kept
        headers = api.get(V1 + path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-site"


def test_other_origins_are_let_in_by_name_only(filled: Path) -> None:
    with client_of(Settings(str(filled), cors_origins=("http://localhost:8080",))) as client:
        there = client.get(f"{V1}/chains", headers={"Origin": "http://localhost:8080"})
        assert there.headers["access-control-allow-origin"] == "http://localhost:8080"
        assert "ETag" in there.headers["access-control-expose-headers"]
        other = client.get(f"{V1}/chains", headers={"Origin": "http://localhost:8081"})
        assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.",
        "localhost:80:80",
        "127.0.0.1@evil",
        "",
        "[::1",
        "0.0.0.0",  # noqa: S104
    ],
)
def test_names_that_lead_here_by_rebinding(api: TestClient, host: str) -> None:
    refused(api.get(f"{V1}/gaps", headers={"Host": host}), 421, "HostRefused")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8600", "127.0.0.1", "[::1]:8600", "[::1]"])
def test_names_of_this_machine(api: TestClient, host: str) -> None:
    assert api.get(f"{V1}/health", headers={"Host": host}).status_code == 200


def test_forwarded_headers_are_not_believed(filled: Path) -> None:
    app = create_app(Settings(str(filled)))
    spoofed = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost", "Forwarded": "for=127.0.0.1"}
    for address in ("192.0.2.7", "10.0.0.1", "::ffff:192.0.2.7", "2001:db8::1", "testclient"):
        with TestClient(app, base_url=HOST, client=(address, 1)) as remote:
            refused(remote.get(f"{V1}/gaps", headers=spoofed), 403, "RemoteRefused")
    with client_of(Settings(str(filled))) as near:
        rebound = near.get(f"{V1}/gaps?limit=1", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "x"})
        assert "evil" not in rebound.text + str(rebound.headers)


@pytest.mark.parametrize("ranges", ["bytes=0-10", "bytes=0-0,1-1,2-2", "bytes=-1", "bytes=9999999-", "lines=1"])
def test_ranges_are_not_served(api: TestClient, ranges: str) -> None:
    answer = api.get(f"{V1}/chains", headers={"Range": ranges})
    assert answer.status_code == 200
    assert answer.content == api.get(f"{V1}/chains").content


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_methods_that_a_resource_does_not_know(api: TestClient, method: str) -> None:
    answer = api.request(method, f"{V1}/gaps")
    refused(answer, 405, "MethodNotAllowed")
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-None-Match", "W/"),
        ("If-None-Match", '"' * 5_000),
        ("If-Modified-Since", "yesterday"),
        ("If-Modified-Since", "Mon, 99 Abc 99999 99:99:99 GMT"),
        ("Accept-Language", "en;q=999999999999999999999999, zh;q=-1, *;q=nan"),
        ("Accept-Language", ";;;===,,,"),
        ("Accept", "*/*;q=1;q=0;;,,,"),
        ("Content-Length", "-1"),
        ("Cookie", "x" * 10_000),
    ],
)
def test_odd_headers_are_no_fault(api: TestClient, name: str, value: str) -> None:
    assert api.get(f"{V1}/chains", headers={name: value}).status_code in (200, 406, 413)


def test_cells_are_no_formulas(filled: Path, api: TestClient) -> None:
    for path in (
        "/gaps.csv",
        "/nodes.csv?kind=Firm",
        "/statements.csv",
        "/documents.csv",
        "/chains.csv",
        "/queries.csv",
    ):
        text = api.get(V1 + path).content.decode("utf-8-sig")
        assert not [line for line in text.splitlines() if line.startswith(("=", "+", "-", "@"))], path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", "", "127.0.0.1.example.com", "*"])  # noqa: S104
def test_nothing_beyond_this_machine_is_bound_without_keys(host: str) -> None:
    with pytest.raises(BindRefused):
        create_app(Settings("store.lbug", host=host))


def test_settings_come_from_the_environment_and_flags() -> None:
    given = {"LIANTU_HTTP_PORT": "9000", "LIANTU_HTTP_CORS_ORIGINS": "http://a, http://b", "LIANTU_LANG": "en"}
    found = Settings.read(given, store="s", port=None)
    assert (found.port, found.cors_origins, found.language) == (9000, ("http://a", "http://b"), "en")
    assert Settings.read(given, store="s", port=1234).port == 1234
    assert "cursor_key" not in repr(found)
    for host in ("127.0.0.1", "localhost", "::1", "[::1]", "127.9.9.9"):
        check_host(host)
    for wrong in ({"LIANTU_HTTP_PORT": "x"}, {"LIANTU_HTTP_ROWS": "0"}, {"LIANTU_HTTP_READERS": "-1"}):
        with pytest.raises(InputError):
            Settings.read(wrong, store="s")
    with pytest.raises(BindRefused):
        Settings.read({"LIANTU_HTTP_HOST": "some.example"}, store="s")
