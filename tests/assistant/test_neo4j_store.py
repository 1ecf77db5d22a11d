"""An assistant on a real Neo4j server: the same answers as from the embedded store, but for the data version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.settings import Settings
from graph.copying import copy
from graph.opening import open_store
from tests.assistant.calls import SMALL
from tests.assistant.conftest import over
from tests.assistant.speaking import inside, refused, talk, told
from tests.server.neo4j_server import wipe


def test_every_tool_answers_the_same_on_both_engines(small: Path, neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    with open_store(str(small / "liantu.lbug"), read_only=True) as source, open_store(neo4j_uri) as target:
        copy(source, target)

    async def work() -> None:
        async with inside(Settings(neo4j_uri, check_s=0)) as server, inside(over(small)) as file:
            for name, arguments in SMALL:
                there, here = await told(server, name, **arguments), await told(file, name, **arguments)
                assert _same(there[1]) == _same(here[1]), name

    talk(work)


def test_a_server_that_is_not_there_is_told() -> None:
    async def work() -> str:
        async with inside(Settings("bolt://127.0.0.1:1")) as client:
            return await refused(client, "chains", {})

    assert talk(work).startswith("错误（StoreUnreachable）")


def _same(answer: dict[str, Any]) -> dict[str, Any]:
    basis = {name: value for name, value in answer["basis"].items() if name not in ("data_version", "as_of")}
    return {**answer, "basis": basis}
