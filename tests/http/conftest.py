"""The application over a small store, asked in process as a browser on this machine asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from tests.queries.samples import fill

HOST = "http://127.0.0.1:8600"


def client_of(settings: Settings) -> TestClient:
    """A client on this machine; faults of the program are answers, as they are for users."""
    return TestClient(create_app(settings), base_url=HOST, client=("127.0.0.1", 50_000), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two chains, a letter and what was placed from it; only for reading."""
    path = tmp_path_factory.mktemp("http") / "store.lbug"
    with EmbeddedStore(path) as store:
        fill(store)
    return path


@pytest.fixture(scope="session")
def api(filled: Path) -> Iterator[TestClient]:
    """The application over that store."""
    with client_of(Settings(str(filled))) as client:
        yield client
