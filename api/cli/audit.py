"""``audit``: who changed what, when, through the HTTP interface and with keys; and whether the record is whole."""

from __future__ import annotations

import json

import click

from api.access.audit import Entry, Verdict, moment, read_audit, verify
from api.cli.key import access_file
from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, say, table
from graph.errors import InputError


@click.command(help=tr("审计：谁在什么时候改了什么，前后各是什么", "who changed what, when, before and after"))
@click.option("--since", default="", metavar="DATE", help=tr("从这天（或这一刻）起", "from this day or time on"))
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help=tr("最多几条，新的在前", "at most")
)
@click.option("--verify", "check", is_flag=True, help=tr("核对整条链，说从哪一条起不对", "check the whole chain"))
@click.option("--known", default="", metavar="HASH", help=tr("以前记下的末尾摘要，核对它还在", "a hash noted before"))
@json_option
@guarded
def audit(since: str, limit: int, check: bool, known: str) -> None:
    """List the record, or check it; a chain that does not hold ends with exit code 2."""
    if check or known:
        _verify(verify(access_file(), known.strip().lower()))
        return
    if since:
        _check(since)
    found = read_audit(access_file(), since=since, limit=limit)
    if as_json():
        emit([one.dict() for one in found])
        return
    if not found:
        say(tr("还没有记录", "nothing recorded yet"))
        return
    heads = ["#", tr("时刻", "when"), tr("谁", "who"), tr("做了什么", "what"), tr("对象", "target"), tr("从", "before")]
    table([*heads, tr("到", "after")], [_row(one) for one in found], wrap=(4, 5, 6))


def _row(one: Entry) -> tuple[object, ...]:
    return one.number, one.at[:19], one.who, one.action, one.target, _short(one.before), _short(one.after)


def _short(text: str) -> str:
    return "" if text == "null" else text


def _verify(found: Verdict) -> None:
    if found.broken is None:
        if as_json():
            emit({"whole": True, "entries": found.entries, "last": found.last})
            return
        say(tr(f"{found.entries} 条，前后相接", f"{found.entries} entries, each follows from the one before"))
        say(
            tr(
                f"末尾摘要 {found.last}：记在别处，以后用 --known 核对，就知道有没有被删尾或整条重写",
                f"last hash {found.last}: note it elsewhere; --known tells whether the end was cut or all rewritten",
            )
        )
        return
    why = {
        "missing": (f"第 {found.broken} 条不见了", f"entry {found.broken} is missing"),
        "previous": (f"第 {found.broken} 条接不上前一条", f"entry {found.broken} does not follow the one before"),
        "changed": (f"第 {found.broken} 条被改过", f"entry {found.broken} was changed"),
        "cut": (
            "记下的末尾摘要不在链里：删过尾或重写过",
            "the noted hash is not in the chain: it was cut or rewritten",
        ),
    }
    zh, en = why[found.why]
    raise InputError(
        f"审计记录不完整：{zh}",
        f"the record is not whole: {en}",
        where=json.dumps({"whole_until": found.entries, "last": found.last}),
        do_zh="请从备份里找出这之后的记录",
        do_en="Look for what came after in a backup",
    )


def _check(since: str) -> None:
    try:
        moment(since)
    except ValueError as error:
        raise InputError(
            f"--since 要是日期或时刻：{since[:40]}",
            f"--since must be a date or time: {since[:40]}",
            do_zh="例如 2026-01-31",
            do_en="As 2026-01-31",
        ) from error
