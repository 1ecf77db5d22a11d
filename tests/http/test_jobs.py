"""Jobs: what is told of them, their line, cancelling, interruptions, and what is kept."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.access.scope import Scope
from api.jobs.runner import TRIES
from graph.embedded.lock import WriterLock
from graph.embedded.store import EmbeddedStore
from tests.http.office import ROWS, WRONG, Office, make_keys, office, statement_path

CANDIDATE = "CHAIN_LEADER_OF"


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    path = tmp_path / "own.lbug"
    path.write_bytes(filled.read_bytes())
    return path


@pytest.fixture
def desk(own: Path) -> Iterator[Office]:
    """A service over it."""
    with office(own) as found:
        yield found


def process_of(desk: Office, id_: str) -> int:
    """The process that does a job."""
    running = desk.client.app.state.jobs._runner._running  # type: ignore[attr-defined]
    for _ in range(200):
        if id_ in running:
            return int(running[id_][1].pid)
        time.sleep(0.02)
    raise AssertionError("nobody runs it")


def topics(place: Path) -> int:
    with EmbeddedStore(place, read_only=True) as store:
        return int(str(store.read("MATCH (f:Firm) RETURN count(*)").rows[0][0]))


def test_an_import_is_taken_told_and_seen(desk: Office) -> None:
    before = desk.get("/ready").json()["data_version"]
    answer = desk.send(ROWS)
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['data']['id']}"
    assert answer.json()["data"]["state"] in ("queued", "running")
    job = desk.job(answer)
    assert (job["state"], job["state_name"], job["kind_name"]) == ("done", "完成", "载入")
    assert job["result"]["rows"] == {
        "loaded": 2, "unchanged": 0, "merged": 0, "rejected": 0, "aside": 0, "total": 2
    }  # fmt: skip
    assert job["progress"]["done"] == job["progress"]["total"] == 3
    assert job["progress"]["sentence"]
    for name in ("created", "started", "ended", "expires"):
        assert job[name][-6] in "+-"
    assert job["created"] <= job["started"] <= job["ended"] < job["expires"]
    account = desk.get(job["links"]["result"].removeprefix("/api/v1"), Scope.LOAD)
    assert account.json()["rows"] == job["result"]["rows"]
    assert account.headers["content-type"] == "application/json"
    assert desk.get(job["files"][0]["href"].removeprefix("/api/v1"), Scope.LOAD).content == account.content
    assert "attachment" in account.headers["content-disposition"]
    after = desk.get("/ready").json()["data_version"]
    assert after != before
    assert desk.get("/nodes/Firm%3A中山测试电机有限公司").status_code == 200
    english = desk.get(f"/jobs/{job['id']}", Scope.LOAD, **{"Accept-Language": "en"}).json()["data"]
    assert (english["state_name"], english["progress"]["sentence"]) == ("done", "making it visible")


def test_a_dry_run_changes_nothing(desk: Office, own: Path) -> None:
    held = own.read_bytes()
    job = desk.job(desk.send(WRONG, "mapping=firms&name=firms.csv&dry_run=true"))
    assert job["state"] == "done"
    assert job["result"]["dry_run"] is True
    assert job["result"]["reports"][0]["added"] > 0
    assert job["result"]["rows"]["rejected"] == 1
    assert own.read_bytes() == held
    assert not own.with_name("own.lbug.wal").exists()


def test_a_refusal_is_the_job_s_problem(desk: Office) -> None:
    job = desk.job(desk.send(b"%PDF-1.4 nothing", "mapping=firms&name=firms.xlsx"))
    assert job["state"] == "failed"
    assert (job["problem"]["code"], job["problem"]["status"]) == ("UnreadableFile", 400)
    english = desk.get(f"/jobs/{job['id']}", Scope.LOAD, **{"Accept-Language": "en"}).json()["data"]["problem"]
    assert english["title"] == "Unreadable file"
    declared = desk.job(desk.send(ROWS, "mapping=firms&complete=true&name=a.csv"))
    assert declared["problem"]["code"] == "InputError"
    assert "--" not in declared["problem"]["detail"]
    assert "as_of" in declared["problem"]["detail"]


def test_jobs_wait_in_line_and_a_waiting_one_is_cancelled_at_once(desk: Office, own: Path) -> None:
    lock = WriterLock(own)
    first = desk.send(ROWS).headers["location"]
    second = desk.send(ROWS, "mapping=firms&name=second.csv").headers["location"]
    third = desk.send(ROWS, "mapping=firms&name=third.csv").headers["location"]
    running = desk.until(first, "running")
    for _ in range(200):
        if "另一个程序" in desk.at(first, wait=0)["progress"]["sentence"]:
            break
        time.sleep(0.05)
    assert "另一个程序" in desk.at(first, wait=0)["progress"]["sentence"]
    assert [desk.at(one, wait=0)["state"] for one in (second, third)] == ["queued", "queued"]
    assert desk.at(third, wait=0)["position"] == 1
    dropped = desk.delete(second.removeprefix("/api/v1"), Scope.LOAD)
    assert (dropped.status_code, dropped.json()["data"]["state"]) == (200, "cancelled")
    exported = desk.job(desk.post("/exports", {"what": "nodes"}))  # who only reads need not wait
    assert exported["state"] == "done"
    lock.release()
    done, last = desk.at(first), desk.at(third)
    assert (done["state"], last["state"]) == ("done", "done")
    assert running["started"] < done["ended"] <= last["started"]
    assert desk.at(second)["state"] == "cancelled"


def test_a_running_job_is_stopped_and_the_store_is_as_it_was(desk: Office, own: Path) -> None:
    held, lock = own.read_bytes(), WriterLock(own)
    place = desk.send(ROWS).headers["location"]
    desk.until(place, "running")
    answer = desk.delete(place.removeprefix("/api/v1"), Scope.LOAD)
    assert answer.status_code == 202
    assert answer.json()["data"]["cancelling"] is True
    assert desk.at(place)["state"] == "cancelled"
    lock.release()
    assert own.read_bytes() == held
    again = desk.delete(place.removeprefix("/api/v1"), Scope.LOAD)
    assert (again.status_code, again.json()["code"]) == (409, "JobOver")
    assert desk.job(desk.send(ROWS))["state"] == "done"


def test_a_load_that_is_cancelled_in_the_middle_leaves_no_half(desk: Office, own: Path) -> None:
    many = ROWS + "".join(f"中山第{at}号有限公司,小榄镇,3812,电机\n" for at in range(20_000))
    before = topics(own)
    place = desk.send(many).headers["location"]
    for _ in range(600):
        told = desk.at(place, wait=0)
        if told["progress"]["sentence"] == "载入" or told["state"] not in ("queued", "running"):
            break
        time.sleep(0.02)
    time.sleep(0.5)
    desk.delete(place.removeprefix("/api/v1"), Scope.LOAD)
    ended = desk.at(place)
    # Told as cancelled, nothing is there; told as done, all is: never something between.
    assert topics(own) == before + (0 if ended["state"] == "cancelled" else 20_002), ended
    assert ended["state"] in ("cancelled", "done")
    assert not list(own.parent.glob("*.staging*"))


def test_a_job_whose_process_is_killed_is_done_again_once(desk: Office, own: Path) -> None:
    lock = WriterLock(own)
    place = desk.send(ROWS).headers["location"]
    for attempt in range(1, TRIES + 1):
        for _ in range(400):
            told = desk.at(place, wait=0)
            if told["state"] == "running" and told["attempts"] == attempt:
                break
            time.sleep(0.05)
        os.kill(process_of(desk, place.rpartition("/")[2]), signal.SIGKILL)
    job = desk.at(place)
    assert (job["state"], job["problem"]["code"], job["attempts"]) == ("failed", "JobInterrupted", TRIES)
    place = desk.send(ROWS).headers["location"]
    desk.until(place, "running")
    os.kill(process_of(desk, place.rpartition("/")[2]), signal.SIGKILL)
    lock.release()
    job = desk.at(place)
    assert (job["state"], job["attempts"], job["result"]["rows"]["loaded"]) == ("done", 2, 2)


def test_a_review_that_is_interrupted_is_not_done_a_second_time(desk: Office, own: Path) -> None:
    lock = WriterLock(own)
    key = desk.get("/review").json()["data"][0]["key"]
    desk.client.app.state.jobs.wait = _at_once  # type: ignore[attr-defined]
    place = desk.post(statement_path(key), {"decision": "accept"}, Scope.REVIEW).headers["location"]
    del desk.client.app.state.jobs.wait  # type: ignore[attr-defined]
    desk.until(place, "running")
    os.kill(process_of(desk, place.rpartition("/")[2]), signal.SIGKILL)
    job = desk.at(place)
    lock.release()
    assert (job["state"], job["problem"]["code"], job["problem"]["status"]) == ("failed", "JobInterrupted", 503)
    assert desk.get("/review").json()["data"][0]["key"] == key


async def _at_once(job: Any, seconds: float) -> Any:
    return job


def test_a_service_that_ends_puts_its_jobs_back(own: Path) -> None:
    keys, lock = make_keys(own.parent), WriterLock(own)
    with office(own, keys) as desk:
        place = desk.send(ROWS).headers["location"]
        waiting = desk.send(ROWS, "mapping=firms&name=b.csv").headers["location"]
        desk.until(place, "running")
    lock.release()
    with office(own, keys) as desk:
        jobs = [desk.at(one) for one in (place, waiting)]
    assert [job["state"] for job in jobs] == ["done", "done"]
    assert jobs[0]["ended"] <= jobs[1]["started"]


def test_a_full_line_is_told_and_leaves_nothing(own: Path) -> None:
    with office(own, jobs_waiting=1) as desk:
        lock = WriterLock(own)
        place = desk.send(ROWS).headers["location"]
        desk.until(place, "running")
        assert desk.send(ROWS, "mapping=firms&name=b.csv").status_code == 202
        answer = desk.send(ROWS, "mapping=firms&name=c.csv")
        assert (answer.status_code, answer.json()["code"]) == (503, "QueueFull")
        assert answer.headers["retry-after"] == "2"
        folders = [one for one in (own.parent / "jobs").iterdir() if one.name != "runners"]
        assert len(folders) == 2
        lock.release()


def test_results_expire(own: Path) -> None:
    with office(own, jobs_keep_s=0) as desk:
        job = desk.job(desk.post("/exports", {"what": "nodes"}))
        desk.client.app.state.jobs._runner._sweep()  # type: ignore[attr-defined]
        told = desk.get(f"/jobs/{job['id']}").json()["data"]
        assert told["expired"] is True
        assert told["files"][0]["href"] is None
        gone = desk.get(f"/jobs/{job['id']}/result")
        assert (gone.status_code, gone.json()["code"]) == (410, "ResultExpired")
        assert not (own.parent / "jobs" / job["id"]).exists()


def test_time_and_memory_are_bounded(own: Path) -> None:
    keys = make_keys(own.parent)
    with office(own, keys, jobs_seconds=1) as desk:
        lock = WriterLock(own)
        job = desk.job(desk.send(ROWS))
        lock.release()
        assert (job["state"], job["problem"]["code"], job["problem"]["status"]) == ("failed", "StoreTimeout", 504)
    with office(own, keys) as desk:
        desk.client.app.state.jobs._runner._limits = _Little()  # type: ignore[attr-defined]
        job = desk.job(desk.post("/exports", {"what": "all"}))
        assert (job["state"], job["problem"]["code"]) == ("failed", "StoreTimeout")
        assert "内存" in job["problem"]["detail"]


class _Little:
    readers, seconds, memory, keep_s = 1, 60.0, 1 << 20, 60.0


def test_who_sees_which_jobs(desk: Office) -> None:
    mine = desk.post("/exports", {"what": "nodes"}, Scope.READ).headers["location"]
    theirs = desk.send(ROWS).headers["location"]
    nobodys = desk.post("/exports", {"what": "edges"}).headers["location"]
    for place in (mine, theirs, nobodys):
        assert desk.at(place)["state"] == "done"
    seen = {scope: desk.get("/jobs", scope).json()["data"] for scope in (None, Scope.READ, Scope.LOAD, Scope.ADMIN)}
    found = {scope: [one["links"]["self"] for one in jobs] for scope, jobs in seen.items()}
    assert found == {
        None: [nobodys],
        Scope.READ: [mine],
        Scope.LOAD: [theirs],
        Scope.ADMIN: [nobodys, theirs, mine],
    }
    path = theirs.removeprefix("/api/v1")
    for refused in (desk.get(path, Scope.READ), desk.get(f"{path}/result", Scope.READ), desk.delete(path, Scope.READ)):
        assert (refused.status_code, refused.json()["code"]) == (404, "NotFound")
    assert [one["kind"] for one in desk.get("/jobs?kind=import", Scope.ADMIN).json()["data"]] == ["import"]
    assert desk.get("/jobs?state=failed", Scope.ADMIN).json()["data"] == []


def test_jobs_are_paged(desk: Office) -> None:
    for _ in range(3):
        assert desk.job(desk.post("/exports", {"what": "nodes"}))["state"] == "done"
    first = desk.get("/jobs?limit=2").json()
    assert first["truncated"] is True
    rest = desk.client.get(first["next"]).json()
    assert rest["truncated"] is False
    ids = [one["id"] for one in (*first["data"], *rest["data"])]
    assert len(set(ids)) == 3
    assert desk.get("/jobs.csv").text.count("\r\n") == 4


def test_a_job_that_is_not_there_or_not_over(desk: Office, own: Path) -> None:
    for path in ("/jobs/x", "/jobs/" + "0" * 24, "/jobs/x/result", "/jobs/..%2f..%2fown.lbug/result"):
        assert desk.get(path).status_code == 404
    lock = WriterLock(own)
    place = desk.send(ROWS).headers["location"].removeprefix("/api/v1")
    early = desk.get(f"{place}/result", Scope.LOAD)
    assert (early.status_code, early.json()["code"]) == (409, "JobOver")
    lock.release()
    assert desk.at(f"/api/v1{place}")["state"] == "done"
    for name in ("none.json", "..%2ftask.json", "%2e%2e%2foutcome.json"):
        assert desk.get(f"{place}/result/{name}", Scope.LOAD).status_code == 404


def test_without_a_store_a_job_makes_one(tmp_path: Path) -> None:
    with office(tmp_path / "new.lbug") as desk:
        assert desk.get("/gaps").status_code == 503
        answer = desk.post("/build", {}, Scope.LOAD)
        job = desk.job(answer)
        assert job["state"] == "done", job
        assert desk.get("/chains").json()["total"] == 18
