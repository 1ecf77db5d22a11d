"""``serve``: the HTTP interface on this machine."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, report, say, store_named

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(
    help=tr(
        "开放页面和 HTTP 接口，文档 docs/pages.md、docs/api.md；对别的机器开放先要有密钥",
        "serve pages and the HTTP interface; beyond this machine by key",
    )
)
@click.option("--host", help=tr("在哪个地址听，默认 127.0.0.1", "address to listen on, 127.0.0.1"))
@click.option(
    "--port", type=click.IntRange(0, 65_535), help=tr("端口，默认 8600；0 取空的", "port, 8600; 0 takes a free one")
)
@click.option(
    "--proxy",
    is_flag=True,
    default=None,
    help=tr("经过反向代理（由它做 TLS）：读也要密钥", "behind a reverse proxy with TLS: reading needs keys too"),
)
@click.option(
    "--workers", type=click.IntRange(1, 32), help=tr("几个进程一起答，默认 1", "processes that answer, 1 by default")
)
@click.option(
    "--check", is_flag=True, help=tr("只检查：说出全部会失败的，不开放", "say all that would fail, serve nothing")
)
@json_option
@guarded
def serve(host: str | None, port: int | None, proxy: bool | None, workers: int | None, check: bool) -> None:
    """Serve until stopped; a line of JSON on standard error for each request."""
    from api.settings import Settings

    given: dict[str, object] = {"host": host, "port": port, "proxy": proxy, "workers": workers}
    settings = Settings.read(os.environ, store=store_named(), **given, language=LANG)
    if check:
        _check(settings)
        return
    from api.http.preflight import port_taken
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
        raise port_taken(settings)


def _check(settings: Settings) -> None:
    """Say everything that would fail, and end with the exit code of the first."""
    from api.http.preflight import preflight

    found = preflight(settings)
    if as_json():
        shown = {name: value for name, value in asdict(settings).items() if name != "cursor_key"}
        checks = [
            {"check": one.name, "ok": one.refusal is None, "code": getattr(one.refusal, "code", None),
             "message": one.refusal.message(LANG) if one.refusal else tr(one.zh, one.en)}
            for one in found.findings
        ]  # fmt: skip
        emit({"ready": not found.refusals, **found.facts, "checks": checks, "settings": shown})
    else:
        for one in found.findings:
            if one.refusal is None:
                say(tr(f"可以：{one.zh}", f"ok: {one.en}"))
            else:
                report(one.refusal)
    if found.refusals:
        raise SystemExit(found.exit_code)
    if not as_json():
        say(tr("可以开放", "ready to serve"))
