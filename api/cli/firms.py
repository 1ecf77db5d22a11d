"""``review pairs``, ``join`` and ``split``: which firms are one, and who says so."""

from __future__ import annotations

import datetime
import getpass
from typing import Any, Literal

import click

from api import reviewing
from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from graph.errors import InputError

_reason = click.option("--reason", default="", help=tr("理由（必写）", "reason (needed)"))
_reviewer = click.option(
    "--reviewer", default="", help=tr("审核人（默认当前用户名）", "reviewer (default: your user name)")
)
_first, _second = click.argument("first"), click.argument("second")


@click.command(help=tr("可能是同一家的企业，成对列出，各带理由和原文", "firms that may be one, with reason and words"))
@click.option("--firm", default="", help=tr("只看名称里有这几个字的", "only names that hold this"))
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help=tr("最多几对", "pairs at most"))
@json_option
@guarded
def pairs(firm: str, limit: int) -> None:
    """List pairs of firms that may be one."""
    with open_for() as store:
        found = reviewing.pairs(store, firm)
    shown = found[:limit]
    if as_json():
        emit(shown)
        return
    heads = [
        tr("甲", "first"),
        tr("乙", "second"),
        tr("理由", "reason"),
        tr("甲的原文", "words"),
        tr("乙的原文", "words"),
    ]
    rows = [
        (*(one["name"] for one in pair["firms"]), _why(pair), " / ".join(one["quote"] for one in pair["firms"]))
        for pair in shown
    ]
    table(heads, rows, wrap=3)
    say(tr(f"共 {len(found)} 对，列出 {len(shown)} 对", f"{len(found)} pairs in all, {len(shown)} listed"))
    if found:
        say(
            tr(
                "定下来：liantu review join 甲 乙 --reason …，或 split",
                "decide: liantu review join A B --reason …, or split",
            )
        )


def _why(pair: dict[str, Any]) -> str:
    return f"{pair['reason'] if LANG == 'zh' else pair['rule']}：{pair['term']}"


@click.command(help=tr("两个名称是同一家企业，要写理由", "two names are one firm, with a reason"))
@_first
@_second
@_reason
@_reviewer
@json_option
@guarded
def join(first: str, second: str, reason: str, reviewer: str) -> None:
    """Decide that two names are one firm."""
    _decide(first, second, "same", reason, reviewer)


@click.command(help=tr("两个名称是两家企业，要写理由", "two names are two firms, with a reason"))
@_first
@_second
@_reason
@_reviewer
@json_option
@guarded
def split(first: str, second: str, reason: str, reviewer: str) -> None:
    """Decide that two names are two firms."""
    _decide(first, second, "different", reason, reviewer)


def _decide(first: str, second: str, verdict: Literal["same", "different"], reason: str, reviewer: str) -> None:
    from loaders.build import refresh
    from loaders.resolution.decided import add_decisions, new_decision

    if not reason.strip():
        raise InputError("要写理由", "a reason is needed", do_zh="请加 --reason", do_en="Give --reason")
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    who = reviewer or getpass.getuser()
    with open_for(write=True) as store:
        names = (reviewing.firm_named(store, first), reviewing.firm_named(store, second))
        made = new_decision(names, verdict, reason=reason.strip(), reviewer=who, reviewed_at=now)
        with store.staged():
            add_decisions(store, [made])
            refresh(store)
    if as_json():
        emit(made.model_dump())
        return
    mark = tr("是同一家", "one firm") if verdict == "same" else tr("是两家", "two firms")
    say(f"{names[0]} · {names[1]}：{mark}（{made.reason}）")
