"""Stores and services for assistants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from tests.cli.conftest import run_liantu
from tests.http.serving import Service, started, stop
from tests.queries.samples import fill


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of everything that ships; only for reading."""
    home = tmp_path_factory.mktemp("shipped")
    run_liantu("build", home=home)
    return home


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small store; only for reading."""
    home = tmp_path_factory.mktemp("small")
    with EmbeddedStore(home / "liantu.lbug") as store:
        fill(store)
    return home


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A folder of the test's own with the small store."""
    (tmp_path / "liantu.lbug").write_bytes((small / "liantu.lbug").read_bytes())
    return tmp_path


@pytest.fixture(scope="module")
def service(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over everything that ships."""
    home = tmp_path_factory.mktemp("served")
    (home / "liantu.lbug").write_bytes((shipped / "liantu.lbug").read_bytes())
    found = started(home)
    yield found
    stop(found)


def over(home: Path) -> Settings:
    """Settings of a server over the store of a folder."""
    return Settings(str(home / "liantu.lbug"), check_s=0)
