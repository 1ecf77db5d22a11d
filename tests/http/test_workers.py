"""Several processes over one store: they are one service, none is missed, and it stops in order."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
import uvicorn

from api.http import connection
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, NodeRow, Stream
from tests.cli.conftest import run_liantu
from tests.http.office import RAW, ROWS
from tests.http.serving import Service, ended, started, stop

V1 = "/api/v1"
MANY = 20_000
SLOW = "MATCH (a:Topic), (b:Topic), (c:Topic) WHERE a.name + b.name + c.name = 'x' RETURN count(*) AS n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")


@pytest.fixture
def home(tmp_path: Path, filled: Path) -> Path:
    (tmp_path / "liantu.lbug").write_bytes(filled.read_bytes())
    return tmp_path


@pytest.fixture
def two(home: Path) -> Iterator[Service]:
    found = started(home, "--workers", "2")
    yield found
    if found.process.poll() is None:
        stop(found)


def processes(service: Service, ask: int = 40) -> Counter[str]:
    """Who answers, when asked over many connections: the number of a request begins with its process."""
    before = len(lines(service))
    for _ in range(ask):
        assert httpx2.get(f"{service.address}{V1}/health").status_code == 200
    told = [line for line in lines(service)[before:] if line.get("route") == f"{V1}/health"]
    return Counter(str(line["request"]).partition("-")[0] for line in told)


def lines(service: Service) -> list[dict[str, object]]:
    return [json.loads(line) for line in (service.home / "log").read_text(encoding="utf-8").splitlines()]


def until(found: Callable[[], bool]) -> None:
    for _ in range(200):
        if found():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to it")


def test_all_of_them_answer_and_count_together(two: Service) -> None:
    until(lambda: len(processes(two)) == 2)
    asked = sum(line.get("route") == f"{V1}/health" for line in lines(two))
    for _ in range(6):  # whoever is asked tells the numbers of all
        numbers = httpx2.get(f"{two.address}{V1}/metrics").text
        assert f'liantu_http_requests_total{{method="GET",route="{V1}/health",status="200"}} {asked}.0' in numbers


def test_a_cursor_of_one_is_good_for_the_others(two: Service) -> None:
    for _ in range(10):
        place, seen = f"{V1}/gaps?limit=2", 0
        while place:
            page = httpx2.get(f"{two.address}{place}").json()  # each on a connection of its own
            seen, place = seen + len(page["data"]), page["next"]
        assert seen == 8


def test_what_is_loaded_is_seen_by_all_at_the_next_request(two: Service, home: Path) -> None:
    until(lambda: len(processes(two)) == 2)
    for number in range(3):
        with EmbeddedStore(home / "liantu.lbug") as store:
            store.load(Batch(f"more-{number}", (NodeRow("Topic", f"Topic:more-{number}", "又一个", {}),), ()))
        versions = set()
        for _ in range(20):
            answer = httpx2.get(f"{two.address}{V1}/nodes/Topic:more-{number}")
            assert answer.status_code == 200
            versions.add(answer.json()["data_version"])
        assert len(versions) == 1


def test_one_that_is_killed_is_started_again(two: Service) -> None:
    until(lambda: len(processes(two)) == 2)
    counted = sum(line.get("route") == f"{V1}/health" for line in lines(two))
    (first, _), *_ = processes(two, 0).most_common() or [(sorted(seen(two))[0], 0)]
    os.kill(int(first, 16), signal.SIGKILL)
    until(lambda: any(line.get("event") == "process ended" for line in lines(two)))
    (ended,) = [line for line in lines(two) if line.get("event") == "process ended"]
    assert ended["status"] == -signal.SIGKILL
    until(lambda: len(processes(two)) == 2 and first not in processes(two))
    numbers = httpx2.get(f"{two.address}{V1}/metrics").text
    told = numbers.partition(f'liantu_http_requests_total{{method="GET",route="{V1}/health",status="200"}} ')[2]
    assert float(told.split()[0]) >= counted  # what it had answered still counts
    assert stop(two) == 0


def seen(service: Service) -> set[str]:
    return {str(line["request"]).partition("-")[0] for line in lines(service) if "request" in line}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_request_that_runs_is_answered_before_it_stops(home: Path, workers: str) -> None:
    with EmbeddedStore(home / "liantu.lbug") as store:
        store.load(Stream("many", (NodeRow("Topic", f"Topic:{at}", f"主题{at}", {}) for at in range(2_000)), iter(())))
    service = started(home, "--workers", workers)
    answers = []

    def ask() -> None:
        question = {"query": SLOW, "seconds": 3}
        answers.append(httpx2.post(f"{service.address}{V1}/cypher", json=question, timeout=30))

    asking = threading.Thread(target=ask)
    asking.start()
    until(lambda: _running(service))
    service.process.send_signal(signal.SIGTERM)
    asking.join()
    assert answers[0].json()["code"] == "StoreTimeout"  # a whole answer: its own time was over, not the service's
    assert ended(service) == 0
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{service.address}{V1}/health")
    assert not any(line.get("event") for line in lines(service))


def _running(service: Service) -> bool:
    return "liantu_http_running 2.0" in httpx2.get(f"{service.address}{V1}/metrics").text


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_client_that_takes_nothing_does_not_hold_up_the_stop(home: Path, workers: str) -> None:
    with EmbeddedStore(home / "liantu.lbug") as store:
        rows = (NodeRow("Topic", f"Topic:{at:06d}", f"主题{at}", {"aliases": ["别名" * 40]}) for at in range(MANY))
        store.load(Stream("many", rows, iter(())))
    service = started(home, "--workers", workers, LIANTU_HTTP_STOP_S="1")
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as peer:
        peer.sendall(b"GET /api/v1/exports/all.ndjson HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert peer.recv(1_000).startswith(b"HTTP/1.1 200")
        assert stop(service) == 0  # and it takes no more
    text = (home / "log").read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert "stopped late" not in text


def test_loads_sent_to_either_wait_in_one_line_and_all_see_them(home: Path) -> None:
    token = json.loads(run_liantu("key", "add", "甲", "--scope", "load", "--json", home=home).stdout)["key"]
    service = started(home, "--workers", "2")
    key = {"Authorization": f"Bearer {token}"}
    try:
        until(lambda: len(processes(service)) == 2)
        sent = [
            httpx2.post(
                f"{service.address}{V1}/imports?mapping=firms&key=firms-{number}&name=firms.csv",
                content=ROWS.encode(), headers={**key, **RAW},
            ) for number in range(4)
        ]  # fmt: skip
        assert {answer.status_code for answer in sent} == {202}
        places = [answer.headers["location"] for answer in sent]
        until(lambda: all(job(service, place, key)["state"] == "done" for place in places))
        for _ in range(10):  # each on a connection of its own
            found = httpx2.get(f"{service.address}{V1}/nodes?kind=Firm&name.contains=中山测试电机")
            assert found.json()["total"] == 1
        firm = found.json()["data"][0]["key"]
        said = httpx2.get(f"{service.address}{V1}/nodes/{quote(firm, safe='')}").json()["data"]["contributions"]
        assert {f"firms-{number}" for number in range(4)} <= said.keys()
    finally:
        assert stop(service) == 0


def job(service: Service, place: str, key: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = httpx2.get(f"{service.address}{place}", headers=key).json()["data"]
    assert found["state"] != "failed", found
    return found


def test_limits_of_a_key_hold_over_all_of_them(home: Path) -> None:
    made = run_liantu("key", "add", "甲", "--scope", "read", "--requests", "5", "--json", home=home).stdout
    key = {"Authorization": f"Bearer {json.loads(made)['key']}"}
    service = started(home, "--workers", "2")
    try:
        until(lambda: len(processes(service)) == 2)
        told = [httpx2.get(f"{service.address}{V1}/chains?limit=1", headers=key).status_code for _ in range(24)]
        # A minute may turn over in between: at most twice as many are let in.
        assert told.count(200) <= 10
        assert told.count(429) >= 14
        run_liantu("key", "revoke", "甲", home=home)
        gone = {httpx2.get(f"{service.address}{V1}/chains", headers=key).status_code for _ in range(8)}
        assert gone == {401}
    finally:
        assert stop(service) == 0


def test_none_is_left_when_the_supervisor_is_killed(two: Service) -> None:
    until(lambda: len(processes(two)) == 2)
    two.process.kill()
    assert ended(two) == -signal.SIGKILL

    def all_gone() -> bool:
        try:
            socket.create_connection(("127.0.0.1", two.port), timeout=5).close()
        except ConnectionRefusedError:
            return True
        return False

    until(all_gone)


def test_what_cannot_be_opened_is_said_once_and_nothing_is_left(home: Path) -> None:
    refused = run_liantu("serve", "--workers", "2", "--port", "0", "--host", "0.0.0.0", home=home, code=2)  # noqa: S104
    assert refused.stderr.count("密钥") == 1


def test_who_sends_too_slowly_is_cut_off_and_who_goes_on_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SLOW_S", 0.5)

    async def app(scope: dict[str, object], receive: Callable[[], object], send: Callable[[object], object]) -> None:
        size, more = 0, True
        while more:
            message = await receive()  # type: ignore[misc]
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
        body = str(size).encode()
        headers = [(b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[misc]
        await send({"type": "http.response.body", "body": body})  # type: ignore[misc]

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=connection.Patient, lifespan="off", log_config=None))
    serving = threading.Thread(target=server.run, args=([listening],))
    place = listening.getsockname()
    serving.start()
    try:
        for begun in (b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx"):
            with socket.create_connection(place, timeout=20) as peer:
                peer.sendall(begun)
                assert _cut(peer), begun
        with socket.create_connection(place, timeout=20) as peer:  # the second request of a connection, too
            peer.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert _until(peer, b"\r\n\r\n0")
            peer.sendall(b"GET / HT")
            assert _cut(peer)
        with socket.create_connection(place, timeout=20) as peer:
            peer.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n")
            for _ in range(10):  # longer than the limit in all, but it goes on
                peer.sendall(b"a" * 40_000)
                time.sleep(0.1)
            assert _until(peer, b"400000")
    finally:
        server.should_exit = True
        serving.join()


def _until(peer: socket.socket, ending: bytes) -> bool:
    found = b""
    while not found.endswith(ending) and (came := peer.recv(1_000)):
        found += came
    return found.endswith(ending)


def _cut(peer: socket.socket) -> bool:
    try:
        return peer.recv(1_000) == b""
    except ConnectionResetError:
        return True
