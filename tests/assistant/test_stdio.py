"""``liantu mcp`` as a client starts it: a process of its own, spoken with over its standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

from api.assistant.calling import every_tool
from api.assistant.prompts import TASKS
from tests.assistant.calls import BUILT, SMALL
from tests.assistant.speaking import ERAS, LIANTU, clean, piped, refused, talk, told
from tests.cli.conftest import ROOT, run_liantu

ENDLESS = "UNWIND range(1, 1000) AS a UNWIND range(1, 1000) AS b MATCH (m), (n) RETURN sum(a * b * size(m.name)) AS s"


@pytest.mark.parametrize("era", ERAS)
def test_a_client_meets_the_server_and_calls_every_tool(shipped: Path, tmp_path: Path, era: str) -> None:
    async def work() -> None:
        with (tmp_path / "log").open("w") as log:
            async with piped(shipped, log, era) as client:
                assert client.server_info is not None
                assert (client.server_info.name, client.server_info.title) == ("liantu", "链图 Liantu")
                assert "没有数据不等于没有" in str(client.instructions)
                listed = (await client.list_tools()).tools
                assert {one.name for one in listed} == set(every_tool())
                for one in listed:
                    assert one.annotations is not None
                    assert one.annotations.read_only_hint is True
                    assert one.annotations.destructive_hint is False
                    assert one.input_schema["additionalProperties"] is False
                    assert one.output_schema is not None
                    assert {"answer", "cites", "sources", "basis", "rest"} <= set(one.output_schema["required"])
                assert {one.name for one in (await client.list_prompts()).prompts} == {task.name for task in TASKS}
                assert (await client.list_resources()).resources[0].uri == "liantu://method"
                for name, arguments in BUILT:
                    text, data = await told(client, name, **arguments)
                    assert "【层级】" in text
                    assert data["basis"]["data_version"]

    talk(work)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert [line["tool"] for line in lines] == [name for name, _ in BUILT]
    assert {line["outcome"] for line in lines} == {"done"}


def test_nothing_but_the_protocol_is_on_standard_output(small: Path) -> None:
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    asked: list[Any] = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "chains", "arguments": {}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "find", "arguments": {"tex": "x"}}},
        {"jsonrpc": "2.0", "id": 4, "method": "no/such"},
        {"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": 7}},
    ]
    lines = [json.dumps(one) for one in asked] + ["not JSON", "[" * 100_000, '{"jsonrpc": "2.0"}', '"\\ud800"', ""]
    process = subprocess.Popen(
        [sys.executable, *LIANTU, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**clean(), "LIANTU_HOME": str(small), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n".join(lines).encode() + b"\n")
    process.stdin.flush()
    found: dict[int, dict[str, Any]] = {}
    while not {1, 2, 3, 4, 5} <= set(found):
        answer = json.loads(process.stdout.readline())
        assert answer["jsonrpc"] == "2.0"
        found[answer.get("id")] = answer
    rest, errors = process.communicate(timeout=30)
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert process.returncode == 0, "it ends when its client has gone"
    assert found[2]["result"]["isError"] is False
    assert found[3]["result"]["isError"] is True
    assert found[4]["error"]["code"] == -32601
    assert found[5]["error"]["code"] == -32602
    assert b"Traceback" not in errors
    assert b'"tool": "chains"' in errors


def test_a_cancelled_call_is_let_go_and_the_next_one_answered(small: Path, tmp_path: Path) -> None:
    async def work() -> None:
        with (tmp_path / "log").open("w") as log:
            async with piped(small, log, LIANTU_HTTP_CYPHER_SECONDS="3") as client:
                with anyio.move_on_after(0.5) as waiting:
                    await client.call_tool("cypher", {"query": ENDLESS})
                assert waiting.cancelled_caught
                with anyio.fail_after(2):
                    await told(client, "chains")
                assert (await refused(client, "cypher", {"query": ENDLESS})).startswith("错误（StoreTimeout）")

    talk(work)
    lines = [json.loads(line) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert sorted(line["outcome"] for line in lines) == ["StoreTimeout", "cancelled", "done"]


def test_two_clients_at_once_each_with_calls_at_once(small: Path, tmp_path: Path) -> None:
    found: list[str] = []

    async def one(number: int) -> None:
        with (tmp_path / f"log{number}").open("w") as log:
            async with piped(small, log) as client, anyio.create_task_group() as tasks:

                async def ask(name: str, arguments: dict[str, Any]) -> None:
                    found.append((await told(client, name, **arguments))[1]["basis"]["data_version"])

                for name, arguments in SMALL:
                    tasks.start_soon(ask, name, arguments)

    async def work() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(one, 1)
            tasks.start_soon(one, 2)

    talk(work)
    assert len(found) == 2 * len(SMALL)
    assert len(set(found)) == 1


def test_no_store_is_told_by_the_tools_and_by_the_check(tmp_path: Path) -> None:
    async def work() -> None:
        with (tmp_path / "log").open("w") as log:
            async with piped(tmp_path, log) as client:
                assert (await refused(client, "chains", {})).startswith("错误（StoreMissing）")

    talk(work)
    assert "还没有库" in run_liantu("mcp", "--check", home=tmp_path, code=3).stderr


def test_the_check_lists_tools_and_prompts(small: Path) -> None:
    told_ = json.loads(run_liantu("mcp", "--check", "--json", home=small).stdout)
    assert told_["ready"] is True
    assert set(told_["tools"]) == set(every_tool())
    assert set(told_["prompts"]) == {task.name for task in TASKS}
    assert "工具 18" in run_liantu("mcp", "--check", home=small).stdout
