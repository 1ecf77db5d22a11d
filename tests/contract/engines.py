"""The engines that the contract suite runs through. A new engine adds itself here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.embedded.store import EmbeddedStore
from graph.server.connect import Login, parse_address
from graph.server.store import Neo4jStore
from graph.store import Store
from tests.server.neo4j_server import wipe


@dataclass(frozen=True)
class Engine:
    """How the contract suite opens a store of an engine.

    ``open`` takes a folder of the test's own and returns the store in it,
    creating it on first use; opening it again must show what was committed.
    """

    name: str
    open: Callable[[Path], Store]


NAMES = ["ladybug", "neo4j"]


def engine_named(name: str, request: pytest.FixtureRequest) -> Engine:
    """Return an engine; a server is started when it is first asked for."""
    if name == "ladybug":
        return Engine(name, lambda folder: EmbeddedStore(folder / "store.lbug"))
    uri: str = request.getfixturevalue("neo4j_uri")

    def open_store(folder: Path) -> Store:
        # The server has one database: a folder that was not seen before stands for an empty one.
        mark = folder / "seen"
        if not mark.exists():
            wipe(uri)
            mark.touch()
        return Neo4jStore(parse_address(uri), Login())

    return Engine(name, open_store)
