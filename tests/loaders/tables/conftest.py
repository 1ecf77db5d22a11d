"""A store with places and a few chains, one copy a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.embedded.store import EmbeddedStore
from loaders.build import shipped_batches

CHAINS = {"chain-low-altitude", "chain-smart-appliance", "places-zhongshan"}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "s.lbug"
    with EmbeddedStore(path) as store, store.staged():
        for batch in shipped_batches():
            if batch.source in CHAINS:
                store.load(batch)
    return path


@pytest.fixture
def store(prepared: Path, tmp_path: Path) -> Iterator[EmbeddedStore]:
    path = tmp_path / "s.lbug"
    path.write_bytes(prepared.read_bytes())
    with EmbeddedStore(path) as opened:
        yield opened
