"""Servers and loaders that are killed in the middle; readers beside a load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graph.errors import StoreBusy, StoreError
from graph.server import rows as neo4j_rows
from graph.server.connect import Login, parse_address
from graph.server.store import Neo4jStore
from graph.server.turn import JOURNAL, Turns
from graph.store import Batch, EdgeRow, NodeRow, Value
from tests.server.neo4j_server import Server, started, wipe

ROOT = Path(__file__).parent.parent.parent
SAID: dict[str, Value] = {"statements": ["a#1"], "review": "accepted", "status": "done"}


def supply(count: int, source: str = "a", note: str = "") -> Batch:
    """Firms in a town, one edge each."""
    town = NodeRow("Town", "Town:t", "镇", {"note": note})
    firms = [NodeRow("Firm", f"Firm:{n}", f"企业{n}", {"aliases": [note]}) for n in range(count)]
    edges = [EdgeRow("LOCATED_IN", ("Firm", firm.key), ("Town", "Town:t"), SAID) for firm in firms]
    return Batch(source, [town, *firms], edges)


def counts(store: Neo4jStore) -> tuple[int, int]:
    query = "MATCH (f:Firm) OPTIONAL MATCH (f)-[e:LOCATED_IN]->(:Town) RETURN count(f) AS f, count(e) AS e"
    ((firms, edges),) = store.read(query).rows
    return int(str(firms)), int(str(edges))


def opened(uri: str, *, read_only: bool = False) -> Neo4jStore:
    return Neo4jStore(parse_address(uri), Login(), read_only=read_only)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, to be killed."""
    server = started(tmp_path / "mortal")
    yield server
    server.kill()


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neo4j_rows, "ROWS", 50)
    monkeypatch.setattr(neo4j_rows, "BATCH", 100)


def at_write(monkeypatch: pytest.MonkeyPatch, number: int, do: object) -> None:
    """Call something before the nth transaction of a load."""
    write, seen = Turns.write, [0]

    def counted(self: Turns, steps: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            assert callable(do)
            do()
        write(self, steps)  # type: ignore[arg-type]

    monkeypatch.setattr(Turns, "write", counted)


@pytest.mark.usefixtures("small_steps")
def test_a_server_killed_in_a_load_comes_back_with_the_old_state(
    mortal: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.server.connect.RETRY_S", 1.0)
    with opened(mortal.uri) as store:
        store.load(supply(20, note="old"))
        at_write(monkeypatch, 8, mortal.kill)
        with pytest.raises(StoreError):
            store.load(supply(500, note="new"))
    monkeypatch.undo()
    mortal.start()
    with opened(mortal.uri, read_only=True) as reader:
        assert counts(reader) == (20, 20)
        assert reader.read("MATCH (t:Town) RETURN t.note").rows == (("old",),)
    with opened(mortal.uri) as store:
        assert store.load(supply(500, note="new")).added == 960
        assert counts(store) == (500, 500)


@pytest.mark.usefixtures("small_steps")
def test_a_server_restarted_in_a_load_ends_in_one_of_both_states(
    mortal: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(mortal.uri) as store:
        store.load(supply(20))
        at_write(monkeypatch, 8, mortal.restart)
        try:
            store.load(supply(500))
            wanted = (500, 500)
        except StoreError:
            wanted = (20, 20)
        monkeypatch.undo()
    with opened(mortal.uri) as store:
        assert counts(store) == wanted
        assert store.read(f"MATCH (u:{JOURNAL}) RETURN count(u) AS n").rows == ((0,),)


def test_a_store_reads_on_after_the_server_was_restarted(mortal: Server) -> None:
    with opened(mortal.uri) as store:
        store.load(supply(3))
        assert counts(store) == (3, 3)
        mortal.restart()
        assert counts(store) == (3, 3)


LOADER = """
import sys, time
from graph.server import rows as neo4j_rows
from graph.server.turn import Turns
from tests.server.test_neo4j_kills import opened, supply
neo4j_rows.ROWS, neo4j_rows.BATCH = 50, 100
write, seen = Turns.write, [0]
def slow(self, steps):
    seen[0] += 1
    if seen[0] == 24:  # what undoes the load, and its history, is noted first
        print("HALF", flush=True)
        time.sleep(60)
    write(self, steps)
Turns.write = slow
with opened(sys.argv[1]) as store:
    store.load(supply(500, note="new"))
"""


@pytest.fixture
def half_loaded(neo4j_uri: str) -> Iterator[subprocess.Popen[str]]:
    """A loader in a process of its own that has come half way and waits."""
    wipe(neo4j_uri)
    with opened(neo4j_uri) as store:
        store.load(supply(20, note="old"))
    loader = subprocess.Popen(
        [sys.executable, "-c", LOADER, neo4j_uri], stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    )
    assert loader.stdout is not None
    assert loader.stdout.readline() == "HALF\n"
    yield loader
    loader.kill()
    loader.wait()
    loader.stdout.close()


def written(uri: str) -> int:
    """How many firms stand on the server, looked at past the gate."""
    with neo4j.GraphDatabase.driver(uri) as driver:
        return int(driver.execute_query("MATCH (f:Firm) RETURN count(f) AS n").records[0]["n"])


def test_a_killed_loader_is_cleaned_up_by_the_next_reader(neo4j_uri: str, half_loaded: subprocess.Popen[str]) -> None:
    assert 20 < written(neo4j_uri) < 500
    os.killpg(half_loaded.pid, signal.SIGKILL)
    with opened(neo4j_uri, read_only=True) as reader:
        assert counts(reader) == (20, 20)
        assert reader.read("MATCH (t:Town) RETURN t.note").rows == (("old",),)
    assert written(neo4j_uri) == 20


def test_a_killed_loader_is_cleaned_up_by_the_next_load(neo4j_uri: str, half_loaded: subprocess.Popen[str]) -> None:
    os.killpg(half_loaded.pid, signal.SIGKILL)
    half_loaded.wait()
    with opened(neo4j_uri) as store:
        assert store.load(supply(30, note="old")).added == 20
        assert counts(store) == (30, 30)


def test_a_second_writer_is_refused_while_one_loads(
    neo4j_uri: str, half_loaded: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.server.turn.WAIT_S", 3.0)
    with pytest.raises(StoreBusy) as caught:
        opened(neo4j_uri)
    assert "正在载入" in caught.value.message()
    assert half_loaded.poll() is None
    assert 20 < written(neo4j_uri) < 500


def test_a_writer_taken_for_dead_cannot_go_on(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    with opened(neo4j_uri) as first:
        first.load(supply(5))

        def robbed() -> None:
            with first.staged():
                first.load(supply(50))
                with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
                    driver.execute_query(f"MATCH (u:{JOURNAL} {{key: 'head'}}) SET u.owner = 'somebody else'")
                first.load(supply(60, source="b"))

        with pytest.raises(StoreBusy):
            robbed()
        assert written(neo4j_uri) == 50
    with opened(neo4j_uri) as second:
        assert counts(second) == (5, 5)


@pytest.mark.usefixtures("small_steps")
def test_a_reader_never_sees_half_a_source(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    sizes = [400, 150, 400, 0, 300]
    with opened(neo4j_uri) as writer:
        seen: list[tuple[int, int]] = []
        done = threading.Event()

        def look() -> None:
            with opened(neo4j_uri, read_only=True) as reader:
                while not done.is_set():
                    seen.append(counts(reader))

        watcher = threading.Thread(target=look)
        watcher.start()
        for size in sizes:
            writer.load(supply(size))
            time.sleep(0.1)
        done.set()
        watcher.join(60)
    assert len(set(seen)) > 2
    assert {firms for firms, _ in seen} <= {0, *sizes}
    assert all(firms == edges for firms, edges in seen)


def test_what_fails_in_a_stage_is_undone_to_the_last_property(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    everything = "MATCH (a) OPTIONAL MATCH (a)-[e]->(b) RETURN a, e, b.key AS b ORDER BY a.key, b"
    with opened(neo4j_uri) as store:
        store.load(supply(30, note="old"))
        store.load(supply(10, source="b", note="beside"))
        before = store.read(everything).rows

        def fail() -> None:
            with store.staged():
                store.load(supply(5, note="new"))
                store.withdraw("b")
                store.load(supply(50, source="c"))
                raise ValueError("file that cannot be read")

        with pytest.raises(ValueError, match="cannot be read"):
            fail()
        assert store.read(everything).rows == before
