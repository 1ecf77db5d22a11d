"""Every ready question on a store without content: no rows, and no error, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.embedded.store import EmbeddedStore
from graph.server.connect import Login, parse_address
from graph.server.store import Neo4jStore
from graph.store import Store
from queries.catalogue import Catalogue, Question, run
from tests.server.neo4j_server import wipe


@pytest.fixture(scope="module", params=["ladybug", "neo4j"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "ladybug":
        with EmbeddedStore(tmp_path_factory.mktemp("empty") / "empty.lbug") as embedded:
            yield embedded
        return
    uri: str = request.getfixturevalue("neo4j_uri")
    wipe(uri)
    with Neo4jStore(parse_address(uri), Login()) as server:
        yield server


@pytest.mark.parametrize("question", list(Catalogue.shipped()), ids=lambda q: q.name)
def test_an_empty_store_answers_with_no_rows(question: Question, empty: Store) -> None:
    table = run(empty, question.name, question.example)
    assert table.columns == tuple(column.name for column in question.columns)
    assert table.rows == ()
