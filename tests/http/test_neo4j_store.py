"""The service over a real Neo4j server: the same answers, and what happens when the server goes away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.settings import Settings
from graph.copying import copy
from graph.opening import open_store
from graph.store import Batch, NodeRow
from tests.http.conftest import client_of
from tests.server.neo4j_server import Server, started

V1 = "/api/v1"
SAME = (
    "/chains",
    "/gaps",
    "/check-list",
    "/chains/water",
    "/chains/appliance/check-list",
    "/segments/Segment%3Amotor/why",
    "/segments/Segment%3Amotor/targets",
    "/nodes?kind=Segment&sort=-name",
    "/nodes?kind=Segment&limit=4",
    "/nodes?kind=Statement&sort=-as_of&limit=5",
    "/nodes?kind=Segment&gbt4754=3813",
    "/nodes/Segment%3Amotor",
    "/nodes/Segment%3Amotor/neighbours",
    "/search?q=yzjc",
    "/paths?from=Firm:甲电机厂&to=Firm:乙整机厂",
    "/graph?key=Segment:motor&hops=2",
    "/documents",
    "/documents/doc",
    "/statements?review=accepted",
    "/conflicts",
    "/coverage",
    "/queries/located-in",
    "/exports/all.ndjson",
    "/exports/facts.json",
)
OWN = frozenset({"data_version", "as_of", "next"})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, filled: Path) -> Iterator[Server]:
    """A server of this module's own, which it may kill, with a copy of the small store."""
    found = started(tmp_path_factory.mktemp("http-neo4j"))
    with open_store(str(filled), read_only=True) as source, open_store(found.uri) as target:
        copy(source, target)
    yield found
    found.kill()


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[TestClient]:
    with client_of(Settings(server.uri, check_s=0.1)) as found:
        yield found


@pytest.mark.parametrize("path", SAME)
def test_both_engines_give_the_same_answers(client: TestClient, api: TestClient, path: str) -> None:
    there, here = client.get(V1 + path), api.get(V1 + path)
    assert there.status_code == here.status_code == 200, there.text
    if path.startswith("/exports"):
        assert there.content == here.content
        return
    ours, theirs = ({k: v for k, v in answer.json().items() if k not in OWN} for answer in (here, there))
    assert theirs == ours


def test_a_load_is_seen_without_opening_anew(client: TestClient, server: Server) -> None:
    before = client.get(f"{V1}/nodes?kind=Topic").json()
    with open_store(server.uri) as store:
        store.load(Batch("later", [NodeRow("Topic", "Topic:后来", "后来", {})], []))
    time.sleep(0.2)
    after = client.get(f"{V1}/nodes?kind=Topic").json()
    assert after["data_version"] != before["data_version"]
    assert after["total"] == before["total"] + 1


def test_a_server_that_is_down_is_told_and_recovered_from(client: TestClient, server: Server) -> None:
    assert client.get(f"{V1}/ready").status_code == 200
    server.kill()
    time.sleep(0.2)
    for path in ("/ready", "/gaps?sort=name", "/documents/doc"):
        answer = client.get(V1 + path)
        assert (answer.status_code, answer.json()["code"]) == (503, "StoreUnreachable")
        assert answer.headers["retry-after"] == "2"
    assert client.get(f"{V1}/health").status_code == 200
    server.start()
    for _ in range(60):
        if client.get(f"{V1}/ready").status_code == 200:
            break
        time.sleep(0.5)
    assert client.get(f"{V1}/gaps").json()["total"] == 8
