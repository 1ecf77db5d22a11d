"""``/mcp`` of a running service: the same tools, behind the same guard and the same keys."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from api.access.database import NAME
from api.access.keys import add_key
from api.access.scopes import Scope, scope_of
from api.app import create_app
from api.assistant.calling import every_tool
from api.assistant.over_http import PATH
from api.settings import Settings
from graph.embedded.store import EmbeddedStore
from graph.store import Batch, NodeRow
from tests.assistant.calls import BUILT, SMALL
from tests.assistant.conftest import over
from tests.assistant.speaking import ERAS, clean, over_http, refused, talk, told
from tests.cli.conftest import ROOT
from tests.http.conftest import HOST, client_of
from tests.http.serving import Service

LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
TAKEN = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@pytest.fixture
def client(own: Path) -> Iterator[TestClient]:
    with client_of(over(own)) as found:
        yield found


@pytest.mark.parametrize("era", ERAS)
def test_a_client_meets_the_service_and_calls_every_tool(service: Service, era: str) -> None:
    async def work() -> None:
        async with over_http(service.address, era) as client:
            assert "没有数据不等于没有" in str(client.instructions)
            assert {one.name for one in (await client.list_tools()).tools} == set(every_tool())
            assert (await client.list_prompts()).prompts
            assert (await client.list_resources()).resources[0].uri == "liantu://method"
            assert (await client.read_resource("liantu://chains/低空经济")).contents
            for name, arguments in BUILT:
                text, data = await told(client, name, **arguments)
                assert "【存疑，转述时要保留】" in text
                assert data["basis"]["data_version"]
            assert (await refused(client, "gaps", {"chain": "没有的"})).startswith("错误（NotFound）")

    talk(work)
    log = (service.home / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["route"] for line in lines if "route" in line} >= {PATH}
    assert {line["tool"] for line in lines if "tool" in line} == set(every_tool())
    assert all("request" in line for line in lines)
    assert "福昆" not in log


def test_answers_over_http_are_those_of_the_other_way(service: Service, shipped: Path) -> None:
    from tests.assistant.speaking import inside

    async def work() -> None:
        async with over_http(service.address) as client, inside(over(shipped)) as here:
            for name, arguments in BUILT:
                if name != "targets":  # policies are judged by the day
                    assert await told(client, name, **arguments) == await told(here, name, **arguments)

    talk(work)


def test_two_clients_at_once(service: Service) -> None:
    found: list[str] = []

    async def one() -> None:
        async with over_http(service.address) as client, anyio.create_task_group() as tasks:

            async def ask(name: str, arguments: dict[str, Any]) -> None:
                found.append((await told(client, name, **arguments))[1]["basis"]["data_version"])

            for name, arguments in BUILT:
                tasks.start_soon(ask, name, arguments)

    async def work() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(one)
            tasks.start_soon(one)

    talk(work)
    assert len(found) == 2 * len(BUILT)
    assert len(set(found)) == 1


def test_a_client_that_goes_away_is_let_go(service: Service) -> None:
    async def work() -> None:
        async with over_http(service.address) as client:
            with anyio.move_on_after(0.05) as waiting:
                await client.call_tool("chain_map", {"chain": "高端装备", "width": 2_400})
            assert waiting.cancelled_caught
            await told(client, "chains")

    talk(work)


def test_a_load_is_seen(client: TestClient, own: Path) -> None:
    def version() -> str:
        call = {**LIST, "method": "tools/call", "params": {"name": "chains", "arguments": {}}}
        answer = client.post(PATH, json=call, headers=TAKEN).json()
        return str(answer["result"]["structuredContent"]["basis"]["data_version"])

    before = version()
    with EmbeddedStore(own / "liantu.lbug") as store:
        store.load(Batch("source", [NodeRow("Topic", "Topic:新", "新", {})], []))
    assert version() != before


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "evil.example"}, 421, "HostRefused"),
        ({"Host": "127.0.0.1.evil.example"}, 421, "HostRefused"),
        ({"Origin": "http://evil.example"}, 403, "CsrfRefused"),
        ({"Origin": "http://127.0.0.1.evil.example:8600"}, 403, "CsrfRefused"),
        ({"Origin": "http://localhost@evil.example"}, 403, "CsrfRefused"),
        ({"Origin": "null"}, 403, "CsrfRefused"),
        ({"Origin": "file://"}, 403, "CsrfRefused"),
        ({"Origin": "http://[::1"}, 403, "CsrfRefused"),
    ],
)
def test_who_asks_from_elsewhere_is_refused(
    client: TestClient, headers: dict[str, str], status: int, code: str
) -> None:
    answer = client.post(PATH, json=LIST, headers={**TAKEN, **headers})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_pages_of_this_machine_and_of_the_setting_may_ask(own: Path) -> None:
    settings = Settings(str(own / "liantu.lbug"), cors_origins=("http://tool.example",))
    with client_of(settings) as client:
        for origin in ("http://127.0.0.1:5173", "http://localhost:3000", "http://tool.example"):
            answer = client.post(PATH, json=LIST, headers={**TAKEN, "Origin": origin})
            assert answer.status_code == 200, origin
        assert client.post(PATH, json=LIST, headers={**TAKEN, "Origin": "http://other.example"}).status_code == 403
        asked = {"Origin": "http://tool.example", "Access-Control-Request-Method": "POST"}
        asked["Access-Control-Request-Headers"] = (
            "authorization, content-type, mcp-protocol-version, mcp-method, mcp-name"
        )
        assert client.options(PATH, headers=asked).status_code == 200


def test_only_post_and_nothing_that_waits(client: TestClient) -> None:
    for method in ("GET", "DELETE", "PUT"):
        answer = client.request(method, PATH, headers=TAKEN)
        assert (answer.status_code, answer.json()["code"]) == (405, "MethodNotAllowed")
        assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 50_000, 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b'{"jsonrpc": "2.0", "id": 1}', 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": "\\ud800"}', 400),
        (b"\xff\xfe{}", 400),
        (b"9" * 10_000, 400),
        (b" " * 2_000_000, 413),
    ],
)
def test_what_is_no_message_is_refused(client: TestClient, body: bytes, status: int) -> None:
    for version in ({}, {"Mcp-Protocol-Version": "2026-07-28"}):
        answer = client.post(PATH, content=body, headers={**TAKEN, **version})
        assert answer.status_code == status, answer.text
        assert "Traceback" not in answer.text
    assert client.post(PATH, json=LIST, headers=TAKEN).status_code == 200


def test_letters_that_are_none_never_break_the_service(client: TestClient) -> None:
    call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{"%s":"%s"}}}'
    for name, parameter in (("find", "text"), ("why", "segment"), ("cypher", "query"), ("no_such", "a")):
        for text in ("\\ud800", "\\u0000", "\\udfff\\ud800", "\\uffff", "\\u202e"):
            for version in ({}, {"Mcp-Protocol-Version": "2026-07-28"}):
                answer = client.post(
                    PATH, content=(call % (name, parameter, text)).encode(), headers={**TAKEN, **version}
                )
                assert answer.status_code < 500, (name, text, version)
                assert "Internal server error" not in answer.text


def test_where_keys_are_needed_one_is_needed_here_too(small: Path, tmp_path: Path) -> None:
    keys = {scope: add_key(tmp_path / NAME, scope.word, scope, None)[0] for scope in list(Scope) if scope.value}
    app = create_app(Settings(str(small / "liantu.lbug"), proxy=True, home=tmp_path))
    (route,) = [one for one in app.router.routes if getattr(one, "path", "") == PATH]
    assert scope_of(route) is Scope.READ
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000), raise_server_exceptions=False) as client:
        missing = client.post(PATH, json=LIST, headers=TAKEN)
        assert (missing.status_code, missing.json()["code"]) == (401, "KeyMissing")
        wrong = client.post(PATH, json=LIST, headers={**TAKEN, "Authorization": "Bearer liantu_wrong"})
        assert (wrong.status_code, wrong.json()["code"]) == (401, "KeyInvalid")
        for token in keys.values():
            answer = client.post(PATH, json=LIST, headers={**TAKEN, "Authorization": f"Bearer {token}"})
            assert len(answer.json()["result"]["tools"]) == len(every_tool())


def test_a_client_with_a_key_and_one_without(small: Path, tmp_path: Path) -> None:
    (tmp_path / "liantu.lbug").write_bytes((small / "liantu.lbug").read_bytes())
    token = add_key(tmp_path / NAME, "assistant", Scope.READ, None)[0]
    address, process = _with_keys(tmp_path)
    try:

        async def work() -> None:
            async with over_http(address, headers={"Authorization": f"Bearer {token}"}) as client:
                for name, arguments in SMALL:
                    await told(client, name, **arguments)
            with pytest.raises(Exception) as caught:  # noqa: PT011 - a group of what its tasks met
                async with over_http(address) as client:
                    await client.list_tools()
            assert "error response" in _all_words(caught.value)

        talk(work)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_the_limits_of_a_key_hold_for_its_assistant(small: Path, tmp_path: Path) -> None:
    from api.access.caller import DEFAULTS

    assert DEFAULTS[Scope.READ].rows >= 100
    app = create_app(Settings(str(small / "liantu.lbug"), home=tmp_path, rows=2))
    with TestClient(app, base_url=HOST, client=("127.0.0.1", 50_000)) as client:
        call = {**LIST, "method": "tools/call", "params": {"name": "gaps", "arguments": {"chain": "家电"}}}
        answer = client.post(PATH, json=call, headers=TAKEN).json()["result"]["structuredContent"]
        assert len(answer["answer"]["rows"]) == 2
        assert answer["rest"]["truncated"] is True
        assert answer["rest"]["next_offset"] == 2


def test_who_never_asks_pays_nothing(own: Path) -> None:
    program = (
        "import sys; from api.app import create_app; from api.settings import Settings\n"
        "create_app(Settings('nowhere.lbug')); print([name for name in sys.modules if name.startswith('mcp')])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"
    program = "import sys; from api.cli.main import main; print([n for n in sys.modules if n.startswith('mcp')])"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"


def _with_keys(home: Path) -> tuple[str, subprocess.Popen[str]]:
    """Start a service where reading needs a key."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from api.cli.main import run; run()", "serve", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**clean(), "LIANTU_HOME": str(home), "PYTHONPATH": str(ROOT), "LIANTU_HTTP_READING": "keys"},
    )
    assert process.stdout is not None
    return json.loads(process.stdout.readline())["address"], process


def _all_words(error: BaseException) -> str:
    behind = [*getattr(error, "exceptions", ()), *([error.__cause__] if error.__cause__ else [])]
    return " ".join([str(error), *map(_all_words, behind)])
