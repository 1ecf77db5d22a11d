"""Whatever happens to the store, the service tells it, and goes on when it is over, without a restart."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.http import stores
from api.http.problems import CODES, Code, code_of, every_error
from api.http.stores import RETRY_S, Stores
from api.settings import Settings
from graph import errors
from graph.embedded.store import EmbeddedStore
from graph.errors import LiantuError
from graph.opening import open_beside, open_store
from graph.store import Batch, NodeRow, Store
from tests.http.conftest import client_of
from tests.queries.samples import fill

V1 = "/api/v1"


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A store of the test's own."""
    path = tmp_path / "own.lbug"
    path.write_bytes(filled.read_bytes())
    return path


@pytest.fixture
def client(own: Path) -> Iterator[TestClient]:
    """The application over it, which follows a writer's log at once."""
    with client_of(Settings(str(own), check_s=0)) as found:
        yield found


def topic(name: str) -> Batch:
    return Batch(f"source-{name}", [NodeRow("Topic", f"Topic:{name}", name, {})], [])


def unusable(answer: object, code: str) -> None:
    assert answer.status_code == 503, answer.text  # type: ignore[attr-defined]
    assert answer.json()["code"] == code  # type: ignore[attr-defined]
    assert answer.headers["retry-after"] == "2"  # type: ignore[attr-defined]


def until_200(ask: Callable[[], object]) -> None:
    """Ask again as a client does that was told to come back."""
    for _ in range(100):
        if ask().status_code == 200:  # type: ignore[attr-defined]
            return
        time.sleep(RETRY_S / 10)
    pytest.fail("the service did not recover")


def test_a_load_is_seen_and_changes_every_mark_of_the_data(client: TestClient, own: Path) -> None:
    first = client.get(f"{V1}/nodes?kind=Topic&limit=1")
    marks = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{V1}/nodes?kind=Topic&limit=1", headers=marks).status_code == 304
    with EmbeddedStore(own) as store:
        store.load(topic("新"))
        within = client.get(f"{V1}/nodes?kind=Topic", headers=marks)  # beside the writer, from its log
        assert "Topic:新" in within.text
    after = client.get(f"{V1}/nodes?kind=Topic&limit=1", headers=marks)
    assert after.status_code == 200
    assert after.headers["etag"] != first.headers["etag"]
    assert after.json()["data_version"] != first.json()["data_version"]
    assert after.json()["as_of"] > first.json()["as_of"]


def test_a_cursor_does_not_outlive_its_data(client: TestClient, own: Path) -> None:
    place = client.get(f"{V1}/gaps?limit=2").json()["next"]
    assert client.get(place).status_code == 200
    with EmbeddedStore(own) as store:
        store.load(topic("后"))
    answer = client.get(place)
    assert (answer.status_code, answer.json()["code"]) == (410, "CursorOutdated")


def test_a_store_that_is_replaced_is_opened_again(client: TestClient, own: Path, tmp_path: Path) -> None:
    before = client.get(f"{V1}/nodes?kind=Topic").json()
    other = tmp_path / "other.lbug"
    with EmbeddedStore(other) as store:
        fill(store)
        store.load(topic("别处"))
    other.replace(own)
    after = client.get(f"{V1}/nodes?kind=Topic").json()
    assert after["total"] == before["total"] + 1


def test_no_store_yet_then_one(tmp_path: Path, filled: Path) -> None:
    place = tmp_path / "later.lbug"
    with client_of(Settings(str(place))) as client:
        for path in ("/ready", "/chains", "/gaps.csv", "/exports/all.ndjson"):
            unusable(client.get(V1 + path), "StoreMissing")
        unusable(client.post(f"{V1}/cypher", json={"query": "RETURN 1 AS a"}), "StoreMissing")
        assert client.get(f"{V1}/health").status_code == 200
        place.write_bytes(filled.read_bytes())
        until_200(lambda: client.get(f"{V1}/ready"))
        assert client.get(f"{V1}/chains").json()["total"] == 2


def test_a_store_that_vanishes_and_comes_back(client: TestClient, own: Path) -> None:
    assert client.get(f"{V1}/chains").status_code == 200
    away = own.with_name("away.lbug")
    own.rename(away)
    unusable(client.get(f"{V1}/chains"), "StoreMissing")
    away.rename(own)
    until_200(lambda: client.get(f"{V1}/chains"))


def test_a_broken_file_is_told_and_recovered_from(own: Path, filled: Path) -> None:
    own.write_bytes(b"not a store at all" * 100)
    with client_of(Settings(str(own))) as client:
        unusable(client.get(f"{V1}/chains"), "StoreUnreadable")
        own.write_bytes(filled.read_bytes())
        until_200(lambda: client.get(f"{V1}/chains"))


def test_a_locked_store_is_told_and_recovered_from(
    client: TestClient, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(place: str, *, read_only: bool = False, at_once: int = 1) -> Store:
        raise errors.StoreBusy("另一个程序正在写这个库", "another process is writing this store", where=place)

    with monkeypatch.context() as patch:
        patch.setattr(stores, "open_store", locked)
        unusable(client.get(f"{V1}/chains"), "StoreBusy")
    until_200(lambda: client.get(f"{V1}/chains"))


def test_readers_of_old_data_finish_and_their_file_is_closed(own: Path) -> None:
    held = Stores(Settings(str(own), check_s=0))
    with held.lend() as before:
        with EmbeddedStore(own) as store:
            store.load(topic("中途"))
        count = "MATCH (t:Topic) WHERE t.key = 'Topic:中途' RETURN count(*)"
        assert held.read(lambda store: store.read(count).rows[0][0]) == 1
        assert before.read(count).rows[0][0] == 0
        assert held.openings == 2
    held.close()


def test_a_read_that_met_a_changing_file_is_done_again(own: Path) -> None:
    held = Stores(Settings(str(own)))
    seen: list[int] = []

    def read(store: Store) -> int:
        seen.append(1)
        if len(seen) == 1:
            with EmbeddedStore(own) as writer:
                writer.load(topic("当中"))
            raise errors.StoreUnreadable("读坏了", "torn")
        return int(str(store.read("MATCH (t:Topic) WHERE t.name = '当中' RETURN count(*)").rows[0][0]))

    assert held.read(read) == 1
    assert len(seen) == 2
    held.close()


def test_readers_given_up_in_between_are_no_refusal(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Stores(Settings(str(own), check_s=0))
    before = held._current()
    with EmbeddedStore(own) as store:
        store.load(topic("之后"))  # in the log only: the file itself is as it was
        after = held._current()
        assert after is not before
        uses: list[Callable[[], str]] = [lambda: held.read(lambda one: one.info().engine), lambda: _lent(held)]
        for use in uses:
            given = [before, after]
            monkeypatch.setattr(held, "_current", partial(given.pop, 0))
            assert use() == "ladybug"
            assert not given
    monkeypatch.undo()
    held.close()


def _lent(held: Stores) -> str:
    with held.lend() as store:
        return store.info().engine


def test_many_threads_share_one_open_file(own: Path) -> None:
    held = Stores(Settings(str(own), readers=4))
    together, found = threading.Barrier(4), []

    def read(store: Store) -> int:
        together.wait(20)  # all four at once, each with a reader of its own
        return len(store.read("MATCH (s:Segment) RETURN s.key").rows)

    threads = [threading.Thread(target=lambda: found.append(held.read(read))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [6] * 4
    assert held.openings == 1
    held.close()


def test_who_comes_when_too_many_wait_is_told_to_come_back(own: Path) -> None:
    with client_of(Settings(str(own), exports=1)) as client:
        client.app.state.exports._running = 1  # type: ignore[attr-defined]
        unusable(client.get(f"{V1}/exports/all.ndjson"), "Overloaded")
        client.app.state.exports._running = 0  # type: ignore[attr-defined]
        assert client.get(f"{V1}/exports/all.ndjson").status_code == 200


@pytest.mark.parametrize("kind", list(CODES), ids=lambda kind: kind.__name__)
def test_every_code_is_answered_as_the_table_says(
    api: TestClient, monkeypatch: pytest.MonkeyPatch, kind: type[LiantuError]
) -> None:
    """Whatever the store raises comes out as its row of the table; those of the interface are met in the attacks."""

    def refuse(work: object) -> object:
        raise kind("什么不对", "what is wrong", where="哪里", do_zh="怎么办", do_en="what to do")

    monkeypatch.setattr(api.app.state.liantu.stores, "read", refuse)  # type: ignore[attr-defined]
    place = f"{V1}/documents/{kind.__name__}"
    answer = api.get(place)
    code: Code = CODES[kind]
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (code.status, code.name, code.zh)
    assert answer.json()["detail"] == "什么不对。位置：哪里。怎么办。"
    assert ("retry-after" in answer.headers) is (code.status == 503)
    english = api.get(place, headers={"Accept-Language": "en-GB, zh;q=.5"}).json()
    assert (english["title"], english["detail"]) == (code.en, "what is wrong. Where: 哪里. what to do.")
    assert api.get(english["type"]).json()["data"]["status"] == code.status


def test_every_error_of_the_graph_has_a_row_of_its_own() -> None:
    missing = [kind.__name__ for kind in every_error() if kind.__module__ == "graph.errors" and kind not in CODES]
    assert not missing
    assert {code_of(kind("", "")).status for kind in every_error()} <= {code.status for code in CODES.values()}


def test_a_fault_of_the_program_is_a_problem_without_its_inside(own: Path) -> None:
    lines: list[dict[str, object]] = []
    from api.app import create_app
    from tests.http.conftest import HOST

    app = create_app(Settings(str(own)), log=lines.append)
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 1), raise_server_exceptions=False) as client:

        def fail(work: object) -> object:
            raise ZeroDivisionError("secret")

        app.state.liantu.stores.read = fail
        answer = client.get(f"{V1}/documents/secret-name?limit=7")
    assert (answer.status_code, answer.json()["code"]) == (500, "Unexpected")
    assert "secret" not in answer.text
    assert str(lines[0]["fault"]).startswith("ZeroDivisionError test_store_states.py:")
    assert lines[0]["route"] == f"{V1}/documents/{{key}}"
    assert "secret" not in str(lines)
    assert answer.json()["instance"].endswith(str(lines[0]["request"]))


def test_the_place_of_a_store_is_opened_as_the_command_line_opens_it(own: Path) -> None:
    with open_store(str(own), read_only=True) as store:
        assert len(store.read("MATCH (c:Chain) RETURN c").rows) == 2


def test_a_request_can_only_read(own: Path) -> None:
    held = Stores(Settings(str(own)))
    writes: list[Callable[[Store], object]] = [
        lambda store: store.load(topic("不行")),
        lambda store: store.withdraw("doc"),
        lambda store: store.remember([]),
        lambda store: store.staged(),
    ]
    for write in writes:
        with pytest.raises(errors.StoreReadOnly):
            held.read(write)
    held.close()


def test_another_reader_needs_a_store_that_is_open_for_reading(own: Path) -> None:
    with EmbeddedStore(own) as writer, pytest.raises(errors.StoreError):
        open_beside(writer, str(own))
    with EmbeddedStore(own, read_only=True) as first:
        second = open_beside(first, str(own))
        assert second.info().nodes == first.info().nodes
        second.close()
        assert first.read("MATCH (c:Chain) RETURN count(*)").rows[0][0] == 2  # its file stays open
        with pytest.raises(errors.StoreError):
            second.read("MATCH (c:Chain) RETURN c")
