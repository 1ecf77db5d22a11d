"""``liantu serve`` as a process of its own on a port of its own, asked over sockets."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from graph.embedded.store import EmbeddedStore
from graph.store import NodeRow, Stream
from tests.cli.conftest import run_liantu
from tests.http.serving import Service, started, stop

V1 = "/api/v1"
MANY = 20_000


@pytest.fixture(scope="module", params=["1", "2"], ids=["alone", "two"])
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, filled: Path
) -> Iterator[Service]:
    """A service over the small store and many topics, of one process and of two."""
    home = tmp_path_factory.mktemp("served")
    (home / "liantu.lbug").write_bytes(filled.read_bytes())
    with EmbeddedStore(home / "liantu.lbug") as store:
        rows = (NodeRow("Topic", f"Topic:{at:06d}", f"主题{at}", {"aliases": ["别名" * 20]}) for at in range(MANY))
        store.load(Stream("many", rows, iter(())))
    found = started(home, "--workers", request.param)
    yield found
    assert stop(found) == 0
    text = (home / "log").read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert "stopped late" not in text
    assert "process ended" not in text


def test_a_service_answers_on_this_machine(service: Service) -> None:
    assert service.address.startswith("http://127.0.0.1:")
    with httpx2.Client(base_url=service.address) as client:
        assert client.get(f"{V1}/ready").json()["status"] == "ready"
        answer = client.get(f"{V1}/gaps")
        assert answer.json()["total"] == 8
        assert "server" not in answer.headers
        assert client.get(f"{V1}/gaps", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        head = client.head(f"{V1}/gaps")
        assert (head.status_code, head.content) == (200, b"")
        posted = client.post(f"{V1}/cypher", json={"query": "MATCH (t:Topic) RETURN count(*) AS n"})
        assert posted.json()["data"] == [{"n": MANY}]


def test_addresses_and_headers_without_end(service: Service) -> None:
    long_path = (
        b"GET /api/v1/search?q=" + b"a" * 10_000_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    )
    answer = service.raw(long_path)
    assert answer == b"" or answer.split()[1] in (b"414", b"400", b"431")
    long_header = b"GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 10_000_000 + b"\r\n\r\n"
    answer = service.raw(long_header, most=12)
    assert answer == b"" or answer.split()[1] in (b"400", b"431")
    assert httpx2.get(f"{service.address}{V1}/health").status_code == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /api/v1/gaps HTTP/9.9\r\n\r\n",
        b"GET /api/v1/gaps HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\nConnection: close\r\n\r\n",
        b"GET /api/v1/gaps HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET http://evil.example/api/v1/gaps HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"POST /api/v1/cypher HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
        b"Connection: close\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        b"POST /api/v1/cypher HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"POST /api/v1/cypher HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \xb2\r\nConnection: close\r\n\r\n",
        b"GET /api/v1/gaps\xff\xfe HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        b"GET /api/v1/gaps?a=\r\n b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ],
)
def test_what_is_no_request_of_ours(service: Service, request_: bytes) -> None:
    answer = service.raw(request_)
    assert answer == b"" or 400 <= int(answer.split()[1]) < 500, answer[:200]
    assert httpx2.get(f"{service.address}{V1}/health").status_code == 200


def test_a_client_that_goes_away_in_the_middle_stops_the_export(service: Service) -> None:
    for _ in range(6):  # more than may run at once: each has to be over before the next
        with socket.create_connection(("127.0.0.1", service.port), timeout=20) as peer:
            peer.sendall(b"GET /api/v1/exports/all.ndjson HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert peer.recv(1_000).startswith(b"HTTP/1.1 200")
        _wait_for_exports(service)
    whole = httpx2.get(f"{service.address}{V1}/exports/nodes.ndjson", params={"review": "all", "kinds": "Topic"})
    assert whole.text.count("\n") == MANY


def _wait_for_exports(service: Service) -> None:
    for _ in range(100):
        if "liantu_http_running 1.0" in httpx2.get(f"{service.address}{V1}/metrics").text:  # this one alone
            return
        time.sleep(0.1)
    pytest.fail("an export went on for nobody")


def test_many_who_only_connect_keep_nobody_out(service: Service) -> None:
    _allow_open_files(2_500)
    with ExitStack() as stack:
        for number in range(1_000):
            peer = stack.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=20))
            if number % 2:
                peer.sendall(b"GET /api/v1/gaps HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow")
        assert httpx2.get(f"{service.address}{V1}/gaps?limit=1").status_code == 200


def _allow_open_files(number: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < number:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(number, hard), hard))


def test_the_log_tells_routes_and_no_names(service: Service) -> None:
    httpx2.get(f"{service.address}{V1}/search", params={"q": "张三的电话"}, headers={"Cookie": "secret=1"})
    text = (service.home / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    (line,) = [line for line in lines if line["route"] == f"{V1}/search"]
    assert {"at", "request", "method", "route", "status", "ms", "bytes"} == set(line)
    assert "张三" not in text
    assert "%E5" not in text
    assert "secret" not in text


def test_a_taken_port_and_a_bind_beyond_this_machine(service: Service) -> None:
    taken = run_liantu("serve", "--port", service.port, home=service.home, code=2)
    assert str(service.port) in taken.stderr
    refused = run_liantu("serve", "--host", "0.0.0.0", home=service.home, code=2)  # noqa: S104
    assert "密钥" in refused.stderr


def test_the_check_serves_nothing(service: Service, tmp_path: Path) -> None:
    told = json.loads(run_liantu("serve", "--check", "--port", "0", "--json", home=service.home).stdout)
    assert told["ready"] is True
    assert told["data_version"] == httpx2.get(f"{service.address}{V1}/ready").json()["data_version"]
    assert "cursor_key" not in told["settings"]
    assert "还没有库" in run_liantu("serve", "--check", "--port", "0", home=tmp_path, code=3).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_it_stops_when_told_to(tmp_path: Path, filled: Path) -> None:
    (tmp_path / "liantu.lbug").write_bytes(filled.read_bytes())
    stopping = started(tmp_path)
    assert httpx2.get(f"{stopping.address}{V1}/ready").status_code == 200
    stop(stopping)
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{stopping.address}{V1}/ready")
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
