"""The embedded store when things go wrong: damage, other writers, later versions, sudden death."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from graph import cypher
from graph.embedded import store as embedded
from graph.embedded.errors import translate
from graph.embedded.store import EmbeddedStore
from graph.errors import (
    LiantuError,
    NotFound,
    QueryRefused,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTooNew,
    StoreUnreadable,
)
from graph.loading.stored import MANY
from graph.store import Batch, EdgeRow, NodeRow, Stream, Value

OPEN = """
import sys
from pathlib import Path
from graph.embedded.store import EmbeddedStore
from graph.errors import LiantuError
try:
    with EmbeddedStore(Path(sys.argv[1]), read_only=sys.argv[2] == "read") as store:
        store.info()
    print("opened")
except LiantuError as error:
    print(error.code, error.message())
"""


def firms(count: int, source: str = "a") -> Batch:
    return Batch(source, [NodeRow("Firm", f"Firm:{source}{n}", f"企业{n}") for n in range(count)], [])


def opened_elsewhere(path: Path, how: str = "write") -> str:
    """Open the store in another process and return what it printed; a crash is not an answer."""
    done = subprocess.run([sys.executable, "-c", OPEN, str(path), how], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "store.lbug"
    with EmbeddedStore(place) as store:
        store.load(firms(200))
    return place


def test_reading_where_there_is_no_store_says_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="还没有库") as caught:
        EmbeddedStore(tmp_path / "none.lbug", read_only=True)
    assert "liantu build" in caught.value.message()
    assert not (tmp_path / "none.lbug").exists()


def test_an_empty_file_is_refused_not_taken_for_an_empty_store(tmp_path: Path) -> None:
    empty = tmp_path / "empty.lbug"
    empty.touch()
    with pytest.raises(StoreUnreadable, match="0 字节"):
        EmbeddedStore(empty)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreadable, match="文件夹"):
        EmbeddedStore(tmp_path)


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "letter.lbug"
    text.write_text("中山市工业和信息化局\n" * 1000, encoding="utf-8")
    assert opened_elsewhere(text).startswith("StoreUnreadable")
    assert text.read_text(encoding="utf-8").startswith("中山市")


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1, 0.001])
@pytest.mark.parametrize("how", ["read", "write"])
def test_a_truncated_store_is_refused(path: Path, kept: float, how: str) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: max(1, int(len(data) * kept))])
    assert opened_elsewhere(path, how).startswith("StoreUnreadable"), "a damaged store must not look like a good one"


def test_a_store_of_a_later_version_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cypher, "SCHEMA_VERSION", cypher.SCHEMA_VERSION + 1)
    later = path.with_name("later.lbug")
    EmbeddedStore(later).close()
    monkeypatch.undo()
    with pytest.raises(StoreTooNew, match="更新版本"):
        EmbeddedStore(later)


def test_a_store_with_an_older_schema_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "old.lbug"
    fewer = [line for line in cypher.create_tables() if "TABLE IF NOT EXISTS SIGNED_AT" not in line]
    monkeypatch.setattr(cypher, "create_tables", lambda: iter(fewer))
    with EmbeddedStore(place) as store:
        store.load(firms(3))
    monkeypatch.undo()
    with EmbeddedStore(place) as store:
        assert store.read("MATCH (:Firm)-[e:SIGNED_AT]->(:Event) RETURN count(e)").rows == ((0,),)
        assert store.info().nodes == {"Firm": 3}


def test_a_second_writer_is_told_to_wait_and_readers_are_not(path: Path) -> None:
    with EmbeddedStore(path):
        answer = opened_elsewhere(path)
        assert answer.startswith("StoreBusy"), answer
    with EmbeddedStore(path, read_only=True):
        assert opened_elsewhere(path, "read") == "opened"


def test_a_place_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreReadOnly, match="不能写"):
        EmbeddedStore(tmp_path / "file" / "store.lbug")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is let through by the permission bits")
def test_a_place_that_even_root_cannot_write_is_said_to_be_so() -> None:
    with pytest.raises(LiantuError) as caught:
        EmbeddedStore(Path("/proc/store.lbug"))
    assert caught.value.exit_code == 4


def test_reading_beside_a_load_shows_the_state_before_it(path: Path) -> None:
    with EmbeddedStore(path, read_only=True) as reader, EmbeddedStore(path) as writer:
        writer.load(firms(50, "b"))
        assert reader.info().nodes == {"Firm": 200}
    with EmbeddedStore(path, read_only=True) as reader:
        assert reader.info().nodes == {"Firm": 250}


LOAD = """
import sys
from pathlib import Path
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, NodeRow
with EmbeddedStore(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    for at in range(1000):
        source = f"s{at}"
        nodes = [NodeRow("Firm", f"Firm:{source}-{n}", f"企业{n}") for n in range(300)]
        if sys.argv[2] == "staged":
            with store.staged():
                store.load(Batch(source, nodes, []))
        else:
            store.load(Batch(source, nodes, []))
        print(source, flush=True)
"""


@pytest.mark.parametrize("how", ["direct", "staged"])
@pytest.mark.parametrize("after", [1, 2, 5])
def test_sudden_death_loses_no_acknowledged_source_and_leaves_no_half_one(path: Path, how: str, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(path), how], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(after + 1)][1:]
    time.sleep(0.013 * after)
    process.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in process.stdout.read().splitlines() if line.startswith("s")]
    process.stdout.close()
    process.wait()
    with EmbeddedStore(path) as store:
        counts = store.read("MATCH (f:Firm) UNWIND f.sources AS s RETURN s, count(*)").rows
        held = {str(source): count for source, count in counts}
        assert held.pop("a") == 200
        assert set(acknowledged) <= set(held)
        assert set(held.values()) <= {300}
        store.load(firms(3, "after"))
        assert not list(path.parent.glob("*.staging")) or how == "staged"


def test_an_interrupted_load_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with EmbeddedStore(path) as store:
        monkeypatch.setattr(store, "_in_chunks", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.load(firms(3, "b"))
        monkeypatch.undo()
        assert store.info().nodes == {"Firm": 200}
        store.load(firms(3, "b"))
        assert store.info().nodes == {"Firm": 203}


def test_a_stage_in_which_a_step_failed_is_lost_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where somebody catches the failure and goes on."""

    def full(*_: object) -> None:
        raise RuntimeError("No space left on device")

    def go_on(store: EmbeddedStore) -> None:
        with store.staged():
            store.load(firms(3, "b"))
            monkeypatch.setattr(store, "_in_chunks", full)
            with pytest.raises(StoreFull):
                store.read("MATCH (f:Firm) RETURN count(f)")
            monkeypatch.undo()
            store.load(firms(3, "c"))

    with EmbeddedStore(path) as store:
        with pytest.raises(StoreError, match="没有写成"):
            go_on(store)
        assert store.info().nodes == {"Firm": 200}
        store.load(firms(3, "b"))
        assert store.info().nodes == {"Firm": 203}


def test_rows_of_a_stage_do_not_pile_up_in_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "WAITING", 10)
    with EmbeddedStore(path) as store:
        with store.staged():
            for at in range(5):
                store.load(firms(7, f"s{at}"))
                assert len(store._pending) <= 10
        assert store.info().nodes == {"Firm": 235}


def test_the_second_writer_error_carries_its_exit_code() -> None:
    assert StoreBusy("x", "x").exit_code == 4


@pytest.mark.parametrize("cut", [1, 40, 300, 900])
def test_a_log_torn_by_a_sudden_death_gives_back_what_was_acknowledged(path: Path, cut: int) -> None:
    log = path.with_name(path.name + ".wal")
    with EmbeddedStore(path) as store:
        store.load(firms(5, "b"))
        acknowledged = log.stat().st_size
        store.load(firms(5, "c"))
        torn = path.with_name("torn.lbug")
        torn.write_bytes(path.read_bytes())
        whole = log.read_bytes()
    assert len(whole) - acknowledged > cut
    torn.with_name("torn.lbug.wal").write_bytes(whole[:-cut])
    with EmbeddedStore(torn) as store:
        assert store.info().sources == ("a", "b")
        store.load(firms(5, "d"))
    with EmbeddedStore(torn, read_only=True) as store:
        assert store.info().sources == ("a", "b", "d")


def test_a_store_from_before_a_kind_says_what_to_do(tmp_path: Path) -> None:
    with (
        pytest.raises(QueryRefused) as caught,
        translate(tmp_path / "old.lbug", "MATCH (f)-[:SAME_AS]->(g) RETURN f"),
    ):
        raise RuntimeError("Binder exception: Table SAME_AS does not exist.")
    assert "liantu build" in caught.value.message()


def test_a_large_source_meets_a_table_of_few_edges(tmp_path: Path) -> None:
    """Looked up as a whole table or one by one, an edge that two sources say is one edge of both."""
    names = [f"P{at}" for at in range(MANY + 2)]
    nodes = [NodeRow("Product", f"Product:{name}", name) for name in names]

    def edges(source: str, upto: int) -> list[EdgeRow]:
        said: dict[str, Value] = {"statements": [f"{source}#1"], "review": "candidate", "status": "done"}
        pairs = pairwise(nodes[: upto + 1])
        return [EdgeRow("INPUT_OF", ("Product", a.key), ("Product", b.key), said) for a, b in pairs]

    with EmbeddedStore(tmp_path / "s.lbug") as store:
        store.load(Batch("few", nodes[:4], edges("few", 3)))
        report = store.load(Stream("many", nodes, edges("many", MANY + 1)))
        assert (report.added, report.changed) == (len(nodes) - 4 + MANY + 1 - 3, 4 + 3)
        rows = store.read(
            "MATCH (:Product)-[e:INPUT_OF]->(:Product) WHERE size(e.sources) = 2 RETURN e.statements"
        ).rows
        assert [row[0] for row in rows] == [["few#1", "many#1"]] * 3
        again = store.load(Stream("many", nodes, edges("many", MANY + 1)))
        assert (again.added, again.changed, again.withdrawn) == (0, 0, 0)
