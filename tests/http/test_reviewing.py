"""Reviews over HTTP: what waits, what is decided, who was first, and that it lasts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.access.scope import Scope
from graph.embedded.lock import WriterLock
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, NodeRow
from tests.http.office import V1, Office, changes, office, statement_path
from tests.queries.samples import fill


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


def waiting(desk: Office) -> dict[str, Any]:
    """The one statement that waits."""
    (row,) = desk.get("/review").json()["data"]
    found: dict[str, Any] = row
    return found


def test_the_queue_is_filtered_and_paged(desk: Office) -> None:
    row = waiting(desk)
    assert (row["subject_name"], row["predicate"], row["review"]) == ("乙整机厂", "CHAIN_LEADER_OF", "candidate")
    assert row["quote"] == "以乙整机厂为链主"
    accepted = desk.get("/review?review=accepted&limit=3").json()
    assert (len(accepted["data"]), accepted["total"], accepted["truncated"]) == (3, 8, True)
    assert desk.get("/review?document=none").json()["data"] == []
    assert len(desk.get("/review?text=链主").json()["data"]) == 1
    one = desk.get(statement_path(row["key"]))
    assert one.headers["etag"] == row["etag"] == one.json()["data"]["etag"]
    assert desk.get(statement_path("doc#0-1/none")).status_code == 404


def test_a_statement_is_accepted_by_the_name_of_the_key(desk: Office) -> None:
    row = waiting(desk)
    answer = desk.post(statement_path(row["key"]), {"decision": "accept"}, Scope.REVIEW, **{"If-Match": row["etag"]})
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert (data["before"]["review"], data["after"]["review"]) == ("candidate", "accepted")
    assert answer.headers["etag"] == data["etag"] != row["etag"]
    now = desk.get(statement_path(row["key"])).json()["data"]
    assert (now["review"], now["etag"]) == ("accepted", data["etag"])
    assert now["reviewed_at"]
    with EmbeddedStore(desk.place, read_only=True) as store:
        said = store.read("MATCH (s:Statement) WHERE s.key = $key RETURN s.reviewer", {"key": row["key"]}).rows
    assert said[0][0] == "key-review"
    entry = changes(desk.place)[0]
    assert (entry.who, entry.action, entry.target) == ("key-review", "review.accept", row["key"])
    assert json.loads(entry.before)["review"] == "candidate"
    assert json.loads(entry.after)["review"] == "accepted"


def test_the_second_of_two_reviewers_is_told(desk: Office) -> None:
    row = waiting(desk)
    path, seen = statement_path(row["key"]), {"If-Match": row["etag"]}
    assert desk.post(path, {"decision": "reject", "reason": "是建议"}, Scope.REVIEW, **seen).status_code == 200
    late = desk.post(path, {"decision": "accept"}, Scope.REVIEW, **seen)
    assert (late.status_code, late.json()["code"]) == (412, "StateChanged")
    blind = desk.post(path, {"decision": "accept"}, Scope.REVIEW)
    assert (blind.status_code, blind.json()["code"]) == (409, "DecidedMeanwhile")
    now = desk.get(path).json()["data"]
    assert (now["review"], now["reason"]) == ("rejected", "是建议")
    assert len(changes(desk.place)) == 1
    knowing = desk.post(path, {"decision": "accept"}, Scope.REVIEW, **{"If-Match": now["etag"]})
    assert knowing.status_code == 200
    assert (
        desk.post(path, {"decision": "reject", "reason": "再想"}, Scope.REVIEW, **{"If-Match": "*"}).status_code == 200
    )


def test_of_two_at_the_same_moment_one_is_told(desk: Office) -> None:
    row = waiting(desk)
    seen, found = {"If-Match": row["etag"]}, []

    def decide(decision: dict[str, str]) -> None:
        found.append(desk.post(statement_path(row["key"]), decision, Scope.REVIEW, **seen).status_code)

    bodies = [{"decision": "accept"}, {"decision": "reject", "reason": "不对"}]
    threads = [threading.Thread(target=decide, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [200, 412]


def test_what_is_corrected_is_accepted_so_and_the_old_one_kept_as_rejected(desk: Office) -> None:
    row = waiting(desk)
    changes = {"subject": {"kind": "Firm", "name": "丙控制器厂"}, "status": "planned"}
    body = {"decision": "edit", "changes": changes, "reason": "主语是丙"}
    answer = desk.post(statement_path(row["key"]), body, Scope.REVIEW)
    assert answer.status_code == 200, answer.text
    after = answer.json()["data"]["after"]
    assert (after["subject"], after["status"], after["review"]) == ("Firm:丙控制器厂", "planned", "accepted")
    assert (after["start"], after["end"], after["quote"]) == (row["start"], row["end"], row["quote"])
    old = desk.get(statement_path(row["key"])).json()["data"]
    assert old["review"] == "rejected"
    assert after["key"] in old["reason"]
    assert desk.get("/nodes/Firm%3A丙控制器厂/neighbours?relation=CHAIN_LEADER_OF").status_code in (200, 400)


def test_a_correction_without_another_claim_keeps_its_key(desk: Office) -> None:
    row = waiting(desk)
    body = {"decision": "edit", "changes": {"status": "proposed"}}
    after = desk.post(statement_path(row["key"]), body, Scope.REVIEW).json()["data"]["after"]
    assert (after["key"], after["status"], after["review"]) == (row["key"], "proposed", "accepted")


NO_DECISIONS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"decision": "reject"}, "InputError"),
    ({"decision": "reject", "reason": "  "}, "InputError"),
    ({"decision": "maybe"}, "BodyInvalid"),
    ({"decision": "edit"}, "InputError"),
    ({"decision": "edit", "changes": {"status": "candidate"}}, "InputError"),
    ({"decision": "edit", "changes": {"predicate": "NOTHING"}}, "InputError"),
    ({"decision": "edit", "changes": {"quote": "别的话"}}, "BodyInvalid"),
    ({"decision": "edit", "changes": {"subject": {"kind": "Firm"}}}, "InputError"),
    ({"decision": "reject", "reason": "问张三 13800138000"}, "InputError"),
    ({"decision": "accept", "reason": "x" * 1_001}, "BodyInvalid"),
)


def test_decisions_that_are_none(desk: Office) -> None:
    row = waiting(desk)
    for body, code in NO_DECISIONS:
        answer = desk.post(statement_path(row["key"]), body, Scope.REVIEW)
        assert (answer.status_code, answer.json()["code"]) == (400, code), (body, answer.text)
    assert waiting(desk)["etag"] == row["etag"]
    assert not changes(desk.place)


def test_several_are_decided_together_or_not_at_all(desk: Office) -> None:
    row = waiting(desk)
    other = desk.get("/review?review=accepted&text=位于南头镇").json()["data"][0]
    good = {"statement": row["key"], "decision": "accept", "etag": row["etag"]}
    bad = {"statement": other["key"], "decision": "reject", "reason": "旧址", "etag": '"old"'}
    answer = desk.post("/review", {"decisions": [good, bad]}, Scope.REVIEW)
    assert (answer.status_code, answer.json()["code"]) == (412, "StateChanged")
    assert waiting(desk)["key"] == row["key"]
    bad["etag"] = other["etag"]
    answer = desk.post("/review", {"decisions": [good, bad]}, Scope.REVIEW)
    assert answer.status_code == 200, answer.text
    assert [one["after"]["review"] for one in answer.json()["data"]["decided"]] == ["accepted", "rejected"]


def test_decisions_survive_another_load_of_the_source(desk: Office, own: Path) -> None:
    row = waiting(desk)
    assert desk.post(statement_path(row["key"]), {"decision": "accept"}, Scope.REVIEW).status_code == 200
    letter = desk.get("/documents/doc").json()["data"]["text"]
    job = desk.job(desk.send(letter, "form=letter&key=doc&name=doc.txt"))
    assert job["state"] == "done", job
    assert desk.get(statement_path(row["key"])).json()["data"]["review"] == "accepted"


def test_two_firms_are_joined_and_split(desk: Office, own: Path) -> None:
    with EmbeddedStore(own) as store:
        rows = [NodeRow("Firm", f"Firm:{name}", name, {}) for name in ("中山市丁机械有限公司", "中山丁机械有限公司")]
        store.load(Batch("more", rows, []))
    pair = desk.get("/review/pairs").json()["data"]
    assert {one["name"] for one in pair[0]["firms"]} == {"中山市丁机械有限公司", "中山丁机械有限公司"}
    body = {"first": "中山市丁机械有限公司", "second": "中山丁机械有限公司", "verdict": "same", "reason": "同一地址"}
    answer = desk.post("/review/pairs", body, Scope.REVIEW)
    assert answer.status_code == 200, answer.text
    assert desk.get("/review/pairs").json()["data"] == []
    with EmbeddedStore(own, read_only=True) as store:
        assert store.read("MATCH (a:Firm)-[e:SAME_AS]->(b:Firm) RETURN count(*)").rows[0][0] == 1
    again = desk.post("/review/pairs", {**body, "verdict": "different"}, Scope.REVIEW)
    assert (again.status_code, again.json()["code"]) == (409, "DecidedMeanwhile")
    tag = {"If-Match": answer.headers["etag"]}
    assert desk.post("/review/pairs", {**body, "verdict": "different"}, Scope.REVIEW, **tag).status_code == 200
    with EmbeddedStore(own, read_only=True) as store:
        assert store.read("MATCH (a:Firm)-[e:SAME_AS]->(b:Firm) RETURN count(*)").rows[0][0] == 0
    actions = [entry.action for entry in changes(own)]
    assert actions == ["review.split", "review.join"]
    nobody = desk.post("/review/pairs", {**body, "first": "没有这家"}, Scope.REVIEW)
    assert nobody.status_code == 404


def test_a_decision_that_has_to_wait_is_told_as_a_job(desk: Office, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.http.routers import reviewing

    monkeypatch.setattr(reviewing, "PATIENCE_S", 0.2)
    row, lock = waiting(desk), WriterLock(own)
    answer = desk.post(statement_path(row["key"]), {"decision": "accept"}, Scope.REVIEW)
    assert answer.status_code == 202
    lock.release()
    assert desk.at(answer.headers["location"], Scope.REVIEW)["state"] == "done"
    assert desk.get(statement_path(row["key"])).json()["data"]["review"] == "accepted"


def test_who_may_review(desk: Office) -> None:
    row = waiting(desk)
    path = statement_path(row["key"])
    assert desk.post(path, {"decision": "accept"}).status_code == 401
    assert desk.post(path, {"decision": "accept"}, Scope.READ).status_code == 403
    assert desk.client.post(f"{V1}/review", json={"decisions": []}).status_code == 401


def test_the_command_line_sees_what_was_decided(own: Path) -> None:
    with EmbeddedStore(own) as store:
        fill(store)
    with office(own) as desk:
        row = waiting(desk)
        assert desk.post(statement_path(row["key"]), {"decision": "accept"}, Scope.REVIEW).status_code == 200
    from loaders.letters.review.state import read_state

    with EmbeddedStore(own, read_only=True) as store:
        decided = read_state(store, "doc").decisions()
    assert row["key"] in {one.key for one in decided.statements}
