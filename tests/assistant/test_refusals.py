"""What cannot be answered is refused in one message, in both languages, never with a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.shared.exceptions import MCPError

from api.assistant import tool as tools
from api.assistant.calling import every_tool
from api.assistant.tool import Given, Tool
from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, NodeRow
from tests.assistant.calls import SMALL
from tests.assistant.conftest import over
from tests.assistant.speaking import inside, refused, talk, told, words

GOOD = {call[0]: call[1] for call in SMALL}


def bad_arguments(tool: Tool) -> Iterator[tuple[dict[str, Any], str]]:
    """Arguments that are wrong for a tool, and what the refusal has to name: by construction from its schema."""
    good = GOOD[tool.name]
    yield {**good, "sort": "x"}, "sort"
    schema = tool.given.model_json_schema()
    for name in schema.get("required", []):
        yield {key: value for key, value in good.items() if key != name}, name
    for name, field in schema.get("properties", {}).items():
        if "maximum" in field:
            yield {**good, name: field["maximum"] + 1}, name
            yield {**good, name: 10**30}, name
        if "minimum" in field:
            yield {**good, name: field["minimum"] - 1}, name
            yield {**good, name: "many"}, name
            yield {**good, name: None}, name
        if field.get("type") == "string":
            yield {**good, name: ["list"]}, name
            yield {**good, name: {"a": 1}}, name
            yield {**good, name: "a\x00b"}, name
        if "maxLength" in field:
            yield {**good, name: "长" * (field["maxLength"] + 1)}, name
        if "enum" in field:
            yield {**good, name: "NoSuch"}, name
        if field.get("type") == "array":
            yield {**good, name: "text"}, name
            yield {**good, name: ["x\x07"] * 3}, name
            yield {**good, name: ["x"] * 1_000}, name
        if field.get("type") == "object":
            yield {**good, name: [1]}, name


def test_the_bad_arguments_are_many() -> None:
    assert sum(1 for tool in every_tool().values() for _ in bad_arguments(tool)) > 150


@pytest.mark.parametrize("tool", every_tool().values(), ids=lambda tool: tool.name)
def test_bad_arguments_are_refused_and_named(small: Path, tool: Tool) -> None:
    async def work() -> None:
        async with inside(over(small)) as client:
            for arguments, wrong in bad_arguments(tool):
                text = await refused(client, tool.name, arguments)
                assert wrong in text, (arguments, text)
                assert "pydantic" not in text
            assert not (await client.call_tool(tool.name, GOOD[tool.name])).is_error

    talk(work)


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("gaps", {"chain": "没有的链"}, "NotFound"),
        ("check_list", {"chain": "没有的链"}, "NotFound"),
        ("why", {"segment": "没有的环节"}, "NotFound"),
        ("targets", {"segment": "没有的环节"}, "NotFound"),
        ("chain_map", {"chain": "没有的链"}, "NotFound"),
        ("coverage", {"chain": "没有的链"}, "NotFound"),
        ("show", {"thing": "没有的厂"}, "NotFound"),
        ("show", {"thing": "Firm:没有的厂"}, "NotFound"),
        ("neighbours", {"thing": "Firm:没有的厂"}, "NotFound"),
        ("paths", {"start": "没有的厂", "end": "甲电机厂"}, "NotFound"),
        ("paths", {"start": "甲电机厂", "end": "甲电机厂"}, "InputError"),
        ("document", {"document": "没有的文献"}, "NotFound"),
        ("ask", {"name": "no-such"}, "NotFound"),
        ("ask", {"name": "figures", "parameters": {"wrong": "x"}}, "InputError"),
        ("ask", {"name": "shared-bottlenecks", "parameters": {"minimum": "many"}}, "InputError"),
        ("what_if", {}, "InputError"),
        ("what_if", {"add": ["甲电机厂"]}, "InputError"),
        ("what_if", {"add": ["甲电机厂@没有的环节"]}, "NotFound"),
        ("cypher", {"query": "CREATE (n:Firm {key: 'x'})"}, "QueryRefused"),
        ("cypher", {"query": "MATCH (n) DETACH DELETE n"}, "QueryRefused"),
        ("cypher", {"query": "MATCH (n) RETURN n.name LIMIT $many"}, "InputError"),
        ("cypher", {"query": "RETURN 1 AS a", "parameters": {"extra": 1}}, "InputError"),
        ("cypher", {"query": "LOAD FROM '/etc/passwd' RETURN *"}, "QueryRefused"),
    ],
)
def test_what_is_not_there_or_not_allowed(small: Path, name: str, arguments: dict[str, Any], code: str) -> None:
    async def work() -> str:
        async with inside(over(small)) as client:
            return await refused(client, name, arguments)

    assert talk(work).startswith(f"错误（{code}）")


def test_unknown_tools_prompts_and_resources_are_errors_of_the_protocol(small: Path) -> None:
    async def work() -> list[MCPError]:
        found = []
        async with inside(over(small)) as client:
            asked: list[Callable[[], Any]] = [
                lambda: client.call_tool("delete_everything", {}),
                lambda: client.get_prompt("no_such"),
                lambda: client.get_prompt("chain_gaps", {}),
                lambda: client.get_prompt("chain_gaps", {"chain": "家电", "more": "x"}),
                lambda: client.get_prompt("chain_gaps", {"chain": "长" * 301}),
                lambda: client.read_resource("liantu://no/such"),
                lambda: client.read_resource("liantu://chains/no-such"),
                lambda: client.read_resource("liantu://documents/no-such"),
                lambda: client.read_resource("liantu://documents/doc?start=-1"),
                lambda: client.read_resource("file:///etc/passwd"),
                lambda: client.list_resources(cursor="../1"),
            ]
            for ask in asked:
                with pytest.raises(MCPError) as caught:
                    await ask()
                found.append(caught.value)
        return found

    for error in talk(work):
        assert error.error.code == -32602
        assert "错误（" in error.error.message
        assert "Error: " in error.error.message


def test_no_store_yet_then_one(tmp_path: Path, small: Path) -> None:
    async def work() -> None:
        async with inside(over(tmp_path)) as client:
            assert (await client.list_tools()).tools
            assert (await client.list_prompts()).prompts
            for name, arguments in GOOD.items():
                text = await refused(client, name, arguments)
                assert text.startswith("错误（StoreMissing）"), text
                assert "liantu build" in text
            with pytest.raises(MCPError) as caught:
                await client.list_resources()
            assert "StoreMissing" in caught.value.error.message
            (tmp_path / "liantu.lbug").write_bytes((small / "liantu.lbug").read_bytes())
            for _ in range(100):
                if not (result := await client.call_tool("chains", {})).is_error:
                    break
                await anyio.sleep(0.05)
            assert not result.is_error, words(result)

    talk(work)


def test_a_store_without_chains_says_so(tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "liantu.lbug") as store:
        store.load(Batch("topics", [NodeRow("Topic", "Topic:a", "a", {})], []))

    async def work() -> str:
        async with inside(over(tmp_path)) as client:
            return await refused(client, "chains", {})

    assert "库里还没有产业链" in talk(work)


def test_a_load_is_seen_while_the_writer_is_at_it(own: Path) -> None:
    async def work() -> None:
        async with inside(over(own)) as client:
            before = (await told(client, "find", text="新主题"))[1]
            assert before["answer"]["hits"] == []
            with EmbeddedStore(own / "liantu.lbug") as store:
                store.load(Batch("source", [NodeRow("Topic", "Topic:新主题", "新主题", {})], []))
                within = (await told(client, "find", text="新主题"))[1]
            assert [hit["key"] for hit in within["answer"]["hits"]] == ["Topic:新主题"]
            assert within["basis"]["data_version"] != before["basis"]["data_version"]

    talk(work)


async def _slow(ask: object, given: Given) -> Any:
    await anyio.sleep(30)


async def _broken(ask: object, given: Given) -> Any:
    raise RuntimeError("secret of the program")


def test_what_takes_too_long_is_ended_and_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chains = every_tool()["chains"]
    slow = Tool("chains", chains.title, chains.about, chains.given, chains.answer, _slow, seconds=0.05)
    monkeypatch.setitem(tools.TOOLS, "chains", slow)

    async def work() -> str:
        async with inside(over(small)) as client:
            return await refused(client, "chains", {})

    assert talk(work).startswith("错误（StoreTimeout）")


def test_a_fault_of_the_program_tells_nothing_of_itself(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chains = every_tool()["chains"]
    broken = Tool("chains", chains.title, chains.about, chains.given, chains.answer, _broken)
    monkeypatch.setitem(tools.TOOLS, "chains", broken)
    lines: list[dict[str, Any]] = []

    async def work() -> str:
        async with inside(over(small), lines.append) as client:
            return await refused(client, "chains", {})

    text = talk(work)
    assert "secret" not in text
    (line,) = lines
    assert line["tool"] == "chains"
    assert line["outcome"].startswith("RuntimeError test_refusals.py:")
    assert "secret" not in str(line)


def test_the_log_holds_nothing_of_what_was_asked(small: Path) -> None:
    lines: list[dict[str, Any]] = []

    async def work() -> None:
        async with inside(over(small), lines.append) as client:
            await client.call_tool("find", {"text": "张三的电话"})
            await client.call_tool("show", {"thing": "张三"})

    talk(work)
    assert [line["outcome"] for line in lines] == ["done", "NotFound"]
    assert "张三" not in str(lines)


def test_errors_and_frames_in_english(small: Path) -> None:
    async def work() -> tuple[str, str]:
        async with inside(Settings(str(small / "liantu.lbug"), language="en")) as client:
            assert "No data is not a gap" in str(client.instructions)
            return (await told(client, "gaps", chain="家电"))[0], await refused(client, "gaps", {"chain": "x"})

    text, refusal = talk(work)
    assert text.startswith("[tier] T0 structure")
    assert "No data is not a gap" in text
    assert "错误（NotFound）" in refusal
