"""docs/assistants.md names every tool, prompt and resource, and the configuration it shows starts a server."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from api.assistant import prompts, resources
from api.assistant.calling import every_tool
from api.assistant.over_http import PATH
from tests.assistant.speaking import talk, told
from tests.cli.conftest import ROOT

TEXT = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")


def test_every_tool_and_prompt_has_its_line() -> None:
    lines = [f"| `{tool.name}` | {tool.title[0]} | {tool.title[1]} |" for tool in every_tool().values()]
    lines += [f"| `{task.name}` | {task.title[0]} | {task.about[1]} |" for task in prompts.TASKS]
    missing = [line for line in lines if line not in TEXT]
    assert not missing, "docs/assistants.md lacks:\n" + "\n".join(missing)
    assert len(re.findall(r"^\| `", TEXT, re.MULTILINE)) == len(lines)


def test_every_resource_is_named() -> None:
    for uri in (resources.METHOD, resources.CHAIN, resources.DOCUMENT):
        assert f"`{uri}`" in TEXT


def configurations() -> list[dict[str, Any]]:
    return [
        json.loads(block)["mcpServers"]["liantu"] for block in re.findall(r"^```json\n(.*?)^```", TEXT, re.M | re.S)
    ]


def test_the_configuration_starts_a_server(small: Path, tmp_path: Path) -> None:
    program, address = configurations()
    assert address["url"].endswith(PATH)
    command = shutil.which(program["command"], path=str(Path(sys.executable).parent))
    assert command is not None

    async def work() -> None:
        env = {**program["env"], "LIANTU_HOME": str(small), "PYTHONPATH": str(ROOT)}
        server = StdioServerParameters(command=command, args=program["args"], env=env, cwd=ROOT)
        with (tmp_path / "log").open("w") as log:
            async with Client(stdio_client(server, errlog=log)) as client:
                assert (await told(client, "chains"))[1]["answer"]["chains"]

    talk(work)
