"""``serve``: the HTTP interface on this machine."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Any

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, store_named
from graph.errors import InputError


@click.command(
    help=tr(
        "开放页面和只读的 HTTP 接口（只对本机），文档 docs/pages.md、docs/api.md",
        "serve pages and HTTP interface on this machine",
    )
)
@click.option("--host", help=tr("在哪里听，默认 127.0.0.1；只能是本机", "where to listen; this machine only"))
@click.option(
    "--port", type=click.IntRange(0, 65_535), help=tr("端口，默认 8600；0 取空的", "port, 8600; 0 takes a free one")
)
@click.option("--check", is_flag=True, help=tr("只检查设置和库，不开放", "check settings and store, serve nothing"))
@json_option
@guarded
def serve(host: str | None, port: int | None, check: bool) -> None:
    """Serve until stopped; a line of JSON on standard error for each request."""
    from api.settings import Settings

    settings = Settings.read(os.environ, store=store_named(), host=host, port=port, language=LANG)
    if check:
        _check(settings)
        return
    from api.http.serving import run

    def started(address: str) -> None:
        if as_json():
            click.echo(json.dumps({"address": address}))
        else:
            say(
                tr(
                    f"链图在 {address}（Ctrl+C 停止），接口在 {address}/api/v1",
                    f"Liantu at {address} (Ctrl+C stops it)",
                )
            )
        sys.stdout.flush()

    if not run(settings, started):
        raise InputError(
            f"端口 {settings.port} 用不了",
            f"port {settings.port} cannot be used",
            do_zh="请用 --port 换一个，或关掉占用它的程序",
            do_en="Choose another with --port, or close the program that uses it",
        )


def _check(settings: Any) -> None:  # noqa: ANN401 - settings are imported when needed
    from api.http.version import read_version

    with open_for() as store:
        version = read_version(store)
        info = store.info()
    shown = {name: value for name, value in asdict(settings).items() if name != "cursor_key"}
    facts = {"engine": info.engine, "nodes": sum(info.nodes.values()), "edges": sum(info.edges.values())}
    if as_json():
        emit({"ready": True, "data_version": version.token, "as_of": version.at, **facts, "settings": shown})
        return
    say(tr(f"可以开放：库 {settings.store}", f"ready to serve {settings.store}"))
    say(tr(f"数据版本 {version.token}，最近载入 {version.at}", f"data version {version.token}, last load {version.at}"))
    say(tr(f"节点 {facts['nodes']}，关系 {facts['edges']}", f"{facts['nodes']} nodes, {facts['edges']} edges"))
