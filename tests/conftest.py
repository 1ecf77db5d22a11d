"""Servers that are started once a run, when a test first needs them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.server.neo4j_server import started


@pytest.fixture(scope="session")
def neo4j_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real server without a login; every test may empty it."""
    given = os.environ.get("LIANTU_TEST_NEO4J")
    if given:
        yield given
        return
    server = started(tmp_path_factory.mktemp("neo4j"))
    yield server.uri
    server.kill()
