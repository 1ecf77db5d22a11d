"""Several queries at once on one open file: short ones wait for no long ones, and each has its own time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded.deadline import Deadlines
from graph.embedded.readers import EmbeddedReader
from graph.embedded.store import EmbeddedStore
from graph.errors import StoreTimeout
from graph.store import NodeRow, Stream

ENDLESS = (
    "MATCH (a:Topic), (b:Topic), (c:Topic), (d:Topic) WHERE a.name + b.name + c.name + d.name = 'x' RETURN count(*)"
)
SHORT = "MATCH (t:Topic) WHERE t.key = 'Topic:7' RETURN t.name"


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("at-once") / "store.lbug"
    with EmbeddedStore(path) as store:
        store.load(Stream("many", (NodeRow("Topic", f"Topic:{at}", f"主题{at}", {}) for at in range(500)), iter(())))
    return path


@pytest.fixture
def store(topics: Path) -> Iterator[EmbeddedStore]:
    with EmbeddedStore(topics, read_only=True, at_once=4) as opened:
        yield opened


def test_a_short_query_is_answered_while_long_ones_run(store: EmbeddedStore) -> None:
    ended = []

    def endless() -> None:
        reader = EmbeddedReader(store)
        try:
            reader.read(ENDLESS, timeout_s=4)
        except StoreTimeout:
            ended.append(time.monotonic())
        finally:
            reader.close()

    # As many as the machine has cores would take all threads of an engine that is opened for one.
    threads = [threading.Thread(target=endless) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    reader = EmbeddedReader(store)
    answered = [reader.read(SHORT, timeout_s=5).rows for _ in range(20)]
    assert answered == [(("主题7",),)] * 20
    assert ended == []  # all were answered while the long ones still ran
    reader.close()
    for thread in threads:
        thread.join()
    assert len(ended) == 3


@pytest.mark.parametrize("seconds", [0.05, 0.4])
def test_a_query_ends_when_its_time_is_over_and_the_next_one_does_not(store: EmbeddedStore, seconds: float) -> None:
    for _ in range(3):
        with pytest.raises(StoreTimeout):
            store.read(ENDLESS, timeout_s=seconds)
        assert store.read(SHORT, timeout_s=5).rows == (("主题7",),)
    assert store.read(SHORT).rows == (("主题7",),)


def test_who_has_ended_is_not_interrupted() -> None:
    class Connection:
        interrupted = 0

        def interrupt(self) -> None:
            self.interrupted += 1

    deadlines, late, early = Deadlines(), Connection(), Connection()
    with deadlines.limit(early, 0.01):  # type: ignore[arg-type]
        pass
    with deadlines.limit(late, 0.01):  # type: ignore[arg-type]
        for _ in range(100):
            if late.interrupted:
                break
            time.sleep(0.05)
    assert late.interrupted
    assert not early.interrupted
