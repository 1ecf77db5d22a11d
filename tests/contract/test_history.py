"""The history of a store: what each load of a source changed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from graph.copying import copy
from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.history import history
from graph.loading import history as rows_of_history
from graph.store import Batch, NodeRow, Store, Value
from tests.contract.engines import NAMES, engine_named
from tests.contract.test_store import everything, firm, letter, located, stream, town

REGISTER = Batch(
    "register",
    [firm("甲", "甲厂"), firm("乙"), town("东镇"), town("西镇")],
    [located("甲", "东镇", "register"), located("乙", "东镇", "register")],
)
NEWER = Batch(
    "register",
    [firm("甲", "甲厂", "老甲"), firm("丙"), town("东镇"), town("西镇")],
    [located("甲", "西镇", "register"), located("丙", "东镇", "register")],
)


@pytest.fixture(params=NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with engine_named(request.param, request).open(tmp_path) as opened:
        yield opened


def told(store: Store) -> list[tuple[object, ...]]:
    """The changes without times, in order."""
    return [
        tuple(row.get(name) for name in ("source", "what", "about", "subject", "object", "before", "after"))
        for row in history(store)
        if row["what"] not in ("loaded", "reloaded")
    ]


def heads(store: Store) -> list[tuple[object, ...]]:
    rows = [row for row in history(store) if row["what"] in ("loaded", "reloaded")]
    return [tuple(row.get(name) for name in ("source", "what", "came", "altered", "gone")) for row in rows]


def said(**given: Value) -> str:
    return json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_first_load_is_one_row(store: Store) -> None:
    store.load(REGISTER)
    (row,) = history(store)
    assert (row["source"], row["what"], row["came"], row["altered"], row["gone"]) == ("register", "loaded", 6, 0, 0)
    assert json.loads(str(row["counts"])) == {"Firm": {"came": 2}, "Town": {"came": 2}, "LOCATED_IN": {"came": 2}}
    assert store.info().changes == 1
    assert store.info().nodes == {"Firm": 2, "Town": 2}


@pytest.mark.parametrize("streamed", [False, True])
def test_a_newer_list_of_a_register_leaves_what_came_changed_and_went(store: Store, streamed: bool) -> None:
    for batch in (REGISTER, REGISTER, NEWER):
        store.load(stream(batch.source, batch) if streamed else batch)
    assert heads(store) == [("register", "reloaded", 3, 1, 3), ("register", "loaded", 6, 0, 0)]
    edge = said(review="accepted", statements=["register#1-2/x"], status="done")
    assert sorted(told(store), key=str) == sorted(
        [
            ("register", "changed", "Firm", "Firm:甲", None, said(aliases=["甲厂"]), said(aliases=["甲厂", "老甲"])),
            ("register", "came", "Firm", "Firm:丙", None, None, said(name="丙")),
            ("register", "gone", "Firm", "Firm:乙", None, said(name="乙"), None),
            ("register", "came", "LOCATED_IN", "Firm:甲", "Town:西镇", None, edge),
            ("register", "came", "LOCATED_IN", "Firm:丙", "Town:东镇", None, edge),
            ("register", "gone", "LOCATED_IN", "Firm:甲", "Town:东镇", edge, None),
            ("register", "gone", "LOCATED_IN", "Firm:乙", "Town:东镇", edge, None),
        ],
        key=str,
    )
    assert store.read("MATCH (f:Firm) RETURN f.name ORDER BY f.name").rows == (("丙",), ("甲",))


def test_names_are_kept_of_what_has_gone(store: Store) -> None:
    store.load(REGISTER)
    store.load(NEWER)
    query = "MATCH (c:Change) WHERE c.what = 'gone' AND c.about = $about RETURN c.subject_name, c.object_name"
    assert store.read(query, {"about": "Firm"}).rows == (("乙", None),)
    assert sorted(store.read(query, {"about": "LOCATED_IN"}).rows) == [("乙", "东镇"), ("甲", "东镇")]


def test_what_one_source_takes_back_is_told_though_another_still_says_it(store: Store) -> None:
    store.load(letter("a"))
    store.load(letter("b"))
    store.load(Batch("a", [firm("甲")], []))
    assert [row[:4] for row in told(store)] == [
        ("a", "gone", "Town", "Town:乙镇"),
        ("a", "gone", "LOCATED_IN", "Firm:甲"),
    ]
    assert store.info().edges == {"LOCATED_IN": 1}


def test_nothing_is_noted_of_a_dry_run_or_of_a_load_that_changes_nothing(store: Store) -> None:
    store.load(REGISTER)
    store.load(NEWER, dry_run=True)
    store.load(REGISTER)
    store.load(stream("register", REGISTER))
    assert store.info().changes == 1


def test_a_stage_that_fails_leaves_no_history(store: Store) -> None:
    store.load(REGISTER)
    before = list(history(store))
    with contextlib.suppress(KeyboardInterrupt), store.staged():
        store.load(NEWER)
        store.load(letter("b"))
        raise KeyboardInterrupt
    assert list(history(store)) == before
    with store.staged():
        store.load(NEWER)
        store.load(letter("b"))
    assert heads(store)[:2] == [("b", "loaded", 3, 0, 0), ("register", "reloaded", 3, 1, 3)]


def test_a_stream_that_breaks_leaves_no_history(store: Store) -> None:
    store.load(REGISTER)
    with pytest.raises(InputError):
        store.load(stream("register", Batch("register", [firm("丁"), firm("丁")], [])))
    assert store.info().changes == 1


@pytest.mark.parametrize("streamed", [False, True])
def test_beyond_a_limit_changes_are_only_counted(store: Store, streamed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_of_history, "MOST", 3)
    other = Batch("a", [firm("丁")], [])
    store.load(Batch("a", [firm(f"企业{n}") for n in range(5)], []))
    store.load(stream("a", other) if streamed else other)
    assert len(told(store)) == 3
    assert heads(store)[0] == ("a", "reloaded", 1, 0, 5)


def test_the_history_is_asked_by_day_and_source(store: Store) -> None:
    store.load(letter("a"))
    store.load(letter("b"))
    today = str(next(history(store))["day"])
    assert [row["source"] for row in history(store, since=today, source="a")] == ["a"]
    assert list(history(store, since="2999-01-01")) == []


def test_no_source_may_say_a_change(store: Store) -> None:
    with pytest.raises(InputError):
        store.load(Batch("a", [NodeRow("Change", "Change:x", "x")], []))


def test_a_copy_takes_the_history_along_once(store: Store, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "other.lbug") as other:
        other.load(REGISTER)
        other.load(NEWER)
        copy(other, store)
        copied = list(history(store))
        assert [row for row in copied if row in list(history(other))] == list(history(other))
        assert len(copied) == other.info().changes + 1  # the load of the copy itself
        copy(other, store)
        assert list(history(store)) == copied
        assert everything(store) == everything(other)


CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize("step", [0, -3600, 1])
def test_loads_keep_their_order_whatever_the_clock_does(tmp_path: Path, step: int) -> None:
    times = iter(datetime(2026, 1, 1, 0, 30, tzinfo=CHINA) + timedelta(seconds=step * n) for n in range(9))
    clock: Callable[[], datetime] = lambda: next(times)  # noqa: E731
    for name in "abc":
        with EmbeddedStore(tmp_path / "x.lbug", clock=clock) as store:
            store.load(letter(name))
    with EmbeddedStore(tmp_path / "x.lbug", read_only=True) as store:
        rows = list(history(store))
    assert [row["source"] for row in rows] == ["c", "b", "a"]
    assert (rows[-1]["at"], rows[-1]["day"]) == ("2026-01-01T00:30:00.000000+08:00", "2026-01-01")
