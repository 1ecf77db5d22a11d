"""A small graph in an embedded store, loaded once a run and read by many tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded.store import EmbeddedStore
from graph.store import Store
from tests.queries.samples import fill


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Only for reading: what a test writes, every other test would see."""
    with EmbeddedStore(tmp_path_factory.mktemp("queries") / "small.lbug") as store:
        fill(store)
        yield store


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Store]:
    """The same graph in a store of the test's own."""
    with EmbeddedStore(tmp_path / "fresh.lbug") as store:
        fill(store)
        yield store
