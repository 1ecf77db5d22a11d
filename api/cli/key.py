"""``key``: make, list and take back the keys of the HTTP interface; which route needs what."""

from __future__ import annotations

import time
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from api.access.caller import DEFAULTS, Limits
from api.access.scope import GRANTED, Scope
from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, home, json_option, say, table
from graph.errors import InputError

_DAY = 24 * 3600
_SHORT = tr("read 读 · review 读和审核 · load 再加载入 · admin 再加审计和管理", "each may do what those before it may")


def access_file() -> Path:
    """Where keys and the record of changes are."""
    from api.access.database import NAME

    return home() / NAME


@click.group(help=tr("HTTP 接口的密钥：发、列、收回", "keys of the HTTP interface"))
def key() -> None:
    """Keys of the HTTP interface."""


@key.command(help=tr("发一个密钥；只显示这一次", "make a key; it is shown this once"))
@click.argument("name")
@click.option("--scope", type=click.Choice([one.word for one in GRANTED]), required=True, help=_SHORT)
@click.option(
    "--expires",
    default="365",
    show_default=True,
    metavar="DATE|DAYS|never",
    help=tr("到哪天为止（含这天），或几天后，或 never", "last day, or days from now, or never"),
)
@click.option("--requests", type=click.IntRange(1, 10_000_000), help=tr("一分钟最多几个请求", "requests a minute"))
@click.option("--body", type=click.IntRange(1, 1 << 30), help=tr("请求体最多几个字节", "bytes of a body"))
@click.option("--rows", type=click.IntRange(1, 10_000), help=tr("一页最多几行", "rows of a page"))
@click.option("--seconds", type=click.FloatRange(0.1, 3_600), help=tr("一个查询最多几秒", "seconds of a query"))
@click.option("--upload", type=click.IntRange(0, 1 << 40), help=tr("上传最多几个字节", "bytes of uploads"))
@json_option
@guarded
def add(name: str, scope: str, expires: str, **limits: float | None) -> None:
    """Make a key and print it."""
    from api.access.keys import add_key

    given = {limit: value for limit, value in limits.items() if value is not None}
    token, made = add_key(access_file(), name, Scope.of(scope), expiry(expires, time.time()), given)
    if as_json():
        emit({"key": token, **_shown(made)})
        return
    say(token)
    say(
        tr(
            f"密钥“{name}”（{scope}，{_until(made.expires)}）。现在就收好：不会再显示，这里只存它的摘要。",
            f"key {name} ({scope}, {_until(made.expires)}). Keep it now: it is not shown again, only a digest is kept.",
        )
    )
    say(tr("用法：请求头 Authorization: Bearer 密钥", "use: the header Authorization: Bearer KEY"))


@key.command("list", help=tr("列出密钥（不显示密钥本身）", "list keys, not the keys themselves"))
@json_option
@guarded
def list_() -> None:
    """List keys with their state and limits."""
    from api.access.keys import Register

    register = Register(access_file())
    found = register.all()
    register.close()
    if as_json():
        emit([_shown(one) for one in found])
        return
    if not found:
        say(tr("还没有密钥；liantu key add NAME --scope read", "no keys yet; liantu key add NAME --scope read"))
        return
    state = {"valid": tr("可用", "valid"), "revoked": tr("已收回", "revoked"), "expired": tr("过期", "expired")}
    heads = [
        tr("名称", "name"),
        "id",
        tr("权限", "scope"),
        tr("状态", "state"),
        tr("发于", "made"),
        tr("到期", "expires"),
    ]
    rows = [
        (one.name, one.id, one.scope.word, state[one.state(time.time())], _day(one.created), _until(one.expires))
        for one in found
    ]
    table(
        [*heads, tr("限额（与默认不同的）", "limits, where not the scope's")],
        [(*row, _differs(one)) for row, one in zip(rows, found, strict=True)],
    )


@key.command(help=tr("收回一个密钥；运行中的服务马上不认", "take a key back; a running service refuses it at once"))
@click.argument("name")
@json_option
@guarded
def revoke(name: str) -> None:
    """Take a key back by name or id."""
    from api.access.keys import revoke_key

    gone = revoke_key(access_file(), name)
    if as_json():
        emit({"id": gone.id, "name": gone.name, "state": "revoked"})
        return
    say(tr(f"收回了“{gone.name}”（{gone.id}）", f"revoked {gone.name} ({gone.id})"))


@key.command(help=tr("每个接口要什么权限", "what each route needs"))
@json_option
@guarded
def routes() -> None:
    """Print every route with its scope, read off the application itself."""
    from api.access.table import routes_by_scope
    from api.app import create_app
    from api.settings import Settings

    found = sorted(
        routes_by_scope(create_app(Settings("nowhere.lbug")).routes), key=lambda row: (row[2], row[1], row[0])
    )
    if as_json():
        emit([{"method": method, "path": path, "scope": scope.word} for method, path, scope in found])
        return
    table([tr("权限", "scope"), tr("方法", "method"), tr("路径", "path")], [(s.word, m, p) for m, p, s in found])


def expiry(text: str, now: float) -> int | None:
    """Return the time until which a key is good: the end of a day, days from now, or none.

    Raises:
        InputError: it is neither a date, nor a number of days, nor ``never``.
    """
    if text == "never":
        return None
    try:
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 36_500:
            return int(now) + int(text) * _DAY
        return int(datetime.combine(date.fromisoformat(text) + timedelta(1), datetime.min.time()).timestamp())
    except (ValueError, OverflowError) as error:
        raise InputError(
            f"到期写不对：{text[:40]}",
            f"not a time of expiry: {text[:40]}",
            do_zh="请写日期（2027-01-31）、天数（90，最多 36500）或 never",
            do_en="Write a date (2027-01-31), days (90, 36500 at most) or never",
        ) from error


def _shown(one: Any) -> dict[str, Any]:  # noqa: ANN401 - keys are imported when needed
    return {
        "id": one.id,
        "name": one.name,
        "scope": one.scope.word,
        "state": one.state(time.time()),
        "created": _iso(one.created),
        "expires": _iso(one.expires),
        "revoked": _iso(one.revoked),
        "limits": asdict(one.limits),
    }


def _differs(one: Any) -> str:  # noqa: ANN401
    usual = DEFAULTS[one.scope]
    names = [limit.name for limit in fields(Limits) if getattr(one.limits, limit.name) != getattr(usual, limit.name)]
    return " ".join(f"{name}={getattr(one.limits, name)}" for name in names)


def _iso(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds).astimezone().isoformat()


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d")


def _until(seconds: int | None) -> str:
    if seconds is None:
        return tr("不到期", "never expires")
    return datetime.fromtimestamp(seconds).strftime(tr("%Y-%m-%d %H:%M 到期", "until %Y-%m-%d %H:%M"))
