"""``mcp``: Liantu for assistants, over standard input and output."""

from __future__ import annotations

import os

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, store_named


@click.command(
    help=tr(
        "给 AI 助手用的 MCP 服务（标准输入输出，只读），由客户端启动，文档 docs/assistants.md",
        "an MCP server for assistants over standard input and output, started by a client",
    )
)
@click.option("--check", is_flag=True, help=tr("只检查库，列出工具，不服务", "check the store and list the tools only"))
@json_option
@guarded
def mcp(check: bool) -> None:
    """Serve an assistant until its client goes; one line of JSON on standard error for each call."""
    from api.settings import Settings

    settings = Settings.read(os.environ, store=store_named(), language=LANG)
    if check:
        _check()
        return
    from api.assistant.stdio import run
    from api.http.observing import to_stderr

    run(settings, to_stderr)


def _check() -> None:
    from api.assistant.calling import every_tool
    from api.assistant.prompts import TASKS
    from api.http.version import read_version

    with open_for() as store:
        version = read_version(store)
    tools = {tool.name: tr(*tool.title) for tool in every_tool().values()}
    tasks = {task.name: tr(*task.title) for task in TASKS}
    if as_json():
        emit({"ready": True, "data_version": version.token, "as_of": version.at, "tools": tools, "prompts": tasks})
        return
    say(tr(f"可以服务：数据版本 {version.token}，最近载入 {version.at}", f"ready: data version {version.token}"))
    for title, named in ((tr("工具", "tools"), tools), (tr("提示", "prompts"), tasks)):
        say(f"{title} {len(named)}：" + "、".join(f"{name}（{words}）" for name, words in named.items()))
