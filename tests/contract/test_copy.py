"""A store copied into another, between the engines and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import copying
from graph.copying import claims, copy
from graph.embedded.store import EmbeddedStore
from graph.errors import StoreError
from graph.store import Batch, NodeRow, Store
from tests.contract.engines import engine_named
from tests.contract.test_store import everything, firm, letter


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Store]:
    with EmbeddedStore(tmp_path / "filled.lbug") as store:
        store.load(letter("a", aliases=("甲公司",), review="candidate"))
        store.load(letter("b", aliases=("甲厂",), status="planned"))
        store.load(Batch("c", [firm(f"企业{n}") for n in range(30)], []))
        yield store


@pytest.fixture(params=["ladybug", "neo4j"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "other"
    folder.mkdir()
    with engine_named(request.param, request).open(folder) as store:
        yield store


@pytest.mark.parametrize("large", [20_000, 10])
def test_a_copy_says_what_the_store_says_and_who_said_it(
    filled: Store, other: Store, tmp_path: Path, large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "LARGE", large)
    assert copy(filled, other).counts == {"a": (2, 1), "b": (2, 1), "c": (30, 0)}
    assert everything(other) == everything(filled)
    assert all(report.added == report.changed == report.withdrawn == 0 for report in copy(filled, other).reports)
    with EmbeddedStore(tmp_path / "back.lbug") as back:
        copy(other, back)
        assert everything(back) == everything(filled)
        back.withdraw("a")
        filled.withdraw("a")
        assert everything(back) == everything(filled)


def test_other_sources_of_the_target_stay(filled: Store, other: Store) -> None:
    other.load(letter("mine"))
    other.load(Batch("c", [firm("旧"), firm("企业1")], []))
    copy(filled, other)
    assert set(claims(other)) == {"a", "b", "c", "mine"}
    assert other.read("MATCH (f:Firm) WHERE f.name = '旧' RETURN f").rows == ()


def test_a_dry_copy_writes_nothing(filled: Store, other: Store) -> None:
    assert sum(report.added for report in copy(filled, other, dry_run=True).reports) > 0
    assert other.info().nodes == {}


def test_a_copy_that_comes_out_different_is_undone(
    filled: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = claims

    def wrong(store: Store) -> dict[str, tuple[int, int]]:
        return {**real(store), "c": (29, 0)} if store is other else real(store)

    monkeypatch.setattr(copying, "claims", wrong)
    with pytest.raises(StoreError, match="对不上"):
        copy(filled, other)
    assert other.info().nodes == {}


def test_a_node_named_by_one_source_only_keeps_its_name(filled: Store, other: Store) -> None:
    filled.load(Batch("d", [NodeRow("Firm", "Firm:甲", "甲股份有限公司")], []))
    copy(filled, other)
    assert everything(other) == everything(filled)
