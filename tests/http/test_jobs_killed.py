"""A service that is killed in the middle of jobs, and readers beside a load: on files, and on a real Neo4j."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.access.scope import Scope
from graph.copying import copy
from graph.embedded.lock import WriterLock
from graph.opening import open_store
from tests.http.office import RAW, ROWS, V1, Office, make_keys, office
from tests.http.serving import Service, started, stop
from tests.server.neo4j_server import Server
from tests.server.neo4j_server import started as server_started


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A home with the small store."""
    (tmp_path / "liantu.lbug").write_bytes(filled.read_bytes())
    return tmp_path


def headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **RAW}


def send(service: Service, key: str, name: str) -> str:
    answer = httpx2.post(
        f"{service.address}{V1}/imports?mapping=firms&name={name}", content=ROWS.encode(), headers=headers(key)
    )
    assert answer.status_code == 202, answer.text
    return str(answer.headers["location"])


def look(service: Service, key: str, place: str, wait: float = 0) -> dict[str, object]:
    answer = httpx2.get(f"{service.address}{place}?wait={wait}", headers=headers(key), timeout=90)
    found: dict[str, object] = answer.json()["data"]
    return found


def children(process: int) -> list[int]:
    """Processes that a process started, where the system tells."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found in /proc")
def test_a_service_that_is_killed_loses_no_job_and_leaves_no_process(home: Path) -> None:
    key, store = make_keys(home)[Scope.LOAD], home / "liantu.lbug"
    held, lock = store.read_bytes(), WriterLock(store)
    service = started(home)
    first, second = send(service, key, "a.csv"), send(service, key, "b.csv")
    for _ in range(400):
        if "另一个程序" in str(look(service, key, first)["progress"]):
            break
        time.sleep(0.05)
    assert look(service, key, first)["state"] == "running"
    left = children(service.process.pid)
    assert left
    service.process.kill()
    service.process.communicate(timeout=30)
    for _ in range(300):
        if not any(Path(f"/proc/{one}").exists() for one in left):
            break
        time.sleep(0.05)
    assert not any(Path(f"/proc/{one}").exists() for one in left)
    assert store.read_bytes() == held
    lock.release()
    again = started(home)
    try:
        jobs = [look(again, key, place, 50) for place in (first, second)]
    finally:
        stop(again)
    assert [(job["state"], job["attempts"]) for job in jobs] == [("done", 2), ("done", 1)]
    assert str(jobs[0]["ended"]) <= str(jobs[1]["started"])


def test_two_services_over_one_store_share_one_line(home: Path) -> None:
    key, store = make_keys(home)[Scope.LOAD], home / "liantu.lbug"
    lock = WriterLock(store)
    services = [started(home), started(home)]
    try:
        places = [send(services[at % 2], key, f"n{at}.csv") for at in range(4)]
        time.sleep(1)
        states = [look(services[0], key, place)["state"] for place in places]
        assert states == ["running", "queued", "queued", "queued"]
        lock.release()
        jobs = [look(services[at % 2], key, place, 50) for at, place in enumerate(places)]
        assert [job["state"] for job in jobs] == ["done"] * 4
        for before, after in itertools.pairwise(jobs):
            assert str(before["ended"]) <= str(after["started"])
    finally:
        for service in services:
            stop(service)


def keep_reading(desk: Office) -> tuple[threading.Event, list[tuple[int, str]], threading.Thread]:
    """Read in a thread, as others do while somebody loads; keep statuses and data versions."""
    over, seen = threading.Event(), []

    def read() -> None:
        at = 0
        while not over.is_set():
            at += 1
            answer = desk.get(f"/gaps?limit={1 + at % 50}")
            seen.append((answer.status_code, answer.json().get("data_version", answer.text)))

    thread = threading.Thread(target=read)
    thread.start()
    return over, seen, thread


def check_reads_stay_up(desk: Office, rows: int) -> None:
    many = ROWS + "".join(f"中山第{at}号有限公司,小榄镇,3812,电机\n" for at in range(rows))
    before = desk.get("/ready").json()["data_version"]
    over, seen, thread = keep_reading(desk)
    try:
        for _ in range(1_200):
            if seen:
                break
            time.sleep(0.05)
        job = desk.job(desk.send(many, "mapping=firms&name=many.csv"))
        for _ in range(1_200):
            if seen[-1][1] != before:
                break
            time.sleep(0.05)
    finally:
        over.set()
        thread.join()
    assert job["state"] == "done", job
    assert {status for status, _ in seen} == {200}, [one for one in seen if one[0] != 200][:3]
    after = desk.get("/ready").json()["data_version"]
    assert after != before
    # Readers saw the state before, then the one after, and none between.
    versions = [version for _, version in seen]
    assert list(dict.fromkeys(versions)) == [before, after]
    assert desk.get("/nodes?kind=Firm&name.contains=中山第&limit=1").json()["total"] == rows


def test_reads_stay_up_beside_a_load_into_a_file(home: Path) -> None:
    with office(home / "liantu.lbug") as desk:
        check_reads_stay_up(desk, 2_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Server]:
    """A server of this module's own with a copy of the small store."""
    found = server_started(tmp_path_factory.mktemp("jobs-neo4j"))
    with open_store(str(filled), read_only=True) as source, open_store(found.uri) as target:
        copy(source, target)
    yield found
    found.kill()


def test_reads_stay_up_beside_a_load_into_a_server(server: Server, tmp_path: Path) -> None:
    keys = make_keys(tmp_path)
    with office(tmp_path / "x", keys, store=server.uri, home=tmp_path, check_s=0.05) as desk:
        check_reads_stay_up(desk, 100)


def test_a_job_into_a_server_is_cancelled_without_a_trace(server: Server, tmp_path: Path) -> None:
    keys = make_keys(tmp_path)
    with office(tmp_path / "x", keys, store=server.uri, home=tmp_path, check_s=0.05) as desk:
        before = desk.get("/ready").json()["data_version"]
        with open_store(server.uri) as store, store.staged():  # somebody else has the turn
            place = desk.send(ROWS, "mapping=firms&name=other.csv").headers["location"]
            desk.until(place, "running")
            for _ in range(200):
                if "另一个程序" in desk.at(place, wait=0)["progress"]["sentence"]:
                    break
                time.sleep(0.05)
            assert desk.delete(place.removeprefix(V1), Scope.LOAD).status_code == 202
            assert desk.at(place)["state"] == "cancelled"
        assert desk.get("/ready").json()["data_version"] == before
        assert desk.job(desk.send(ROWS, "mapping=firms&name=other.csv"))["state"] == "done"
        key = desk.get("/review").json()["data"][0]
        answer = desk.post(f"/review/{key['key'].replace('#', '%23')}", {"decision": "accept"}, Scope.REVIEW)
        assert answer.status_code == 200, answer.text


def test_this_module_leaves_no_process() -> None:
    own = [one for one in children(os.getpid()) if b"api.jobs.child" in Path(f"/proc/{one}/cmdline").read_bytes()]
    assert not own
