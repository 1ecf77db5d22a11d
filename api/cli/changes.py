"""``changes`` and ``diff``: what came, what changed, what went."""

from __future__ import annotations

from collections import Counter

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from graph.errors import InputError
from graph.loading.journal import CAME, CHANGED, GONE
from graph.opening import open_store
from graph.store import Value

_limit = click.option(
    "--limit", type=click.IntRange(0, 100_000), default=200, show_default=True, help=tr("最多列几处", "list at most")
)


@click.command(help=tr("变动：每次载入新增、改动、撤回了什么，新的在前", "what each load added, changed and withdrew"))
@click.option("--since", default="", metavar="DATE", help=tr("从哪一天起，如 2025-09-01", "from this day on"))
@click.option("--source", default="", metavar="KEY", help=tr("只看这份来源", "of this source only"))
@_limit
@json_option
@guarded
def changes(since: str, source: str, limit: int) -> None:
    """Tell what loads changed, newest first."""
    from queries.changes import as_dict, describe, loads

    day = _day(since) if since else ""
    with open_for() as store:
        found = list(loads(store, since=day, source=source, limit=limit))
    if as_json():
        fields = ("source", "at", "first", "came", "altered", "gone", "counts", "untold")
        emit([{f: getattr(x, f) for f in fields} | {"changes": [as_dict(c) for c in x.changes]} for x in found])
        return
    if not found:
        say(tr("没有变动的记录。", "No changes are recorded."))
    for one in found:
        when = f"{one.at[:10]} {one.at[11:16]}"
        if one.first:
            say(tr(f"{when} {one.source}：首次载入，{one.came} 处", f"{when} {one.source}: first load, {one.came}"))
            continue
        say(
            tr(
                f"{when} {one.source}：新增 {one.came}，改动 {one.altered}，撤回 {one.gone}",
                f"{when} {one.source}: {one.came} came, {one.altered} changed, {one.gone} gone",
            )
        )
        for change in one.changes:
            say(f"  {describe(change, english=LANG == 'en')}")
        if one.untold:
            say(tr(f"  ……另有 {one.untold} 处没有列出", f"  … {one.untold} more not listed"))


def _day(text: str) -> str:
    from queries.parameter_types import CONVERT

    try:
        return str(CONVERT["date"](text))
    except ValueError as error:
        raise InputError(
            f"不认识的日期：{text}", f"not a date: {text}", do_zh="写成 2025-09-01", do_en="Write 2025-09-01"
        ) from error


@click.command(
    help=tr("比较两个库（文件或 neo4j://…）：B 比 A 多了、改了、少了什么", "compare two stores: what B says otherwise")
)
@click.argument("a")
@click.argument("b")
@click.option("--source", default="", metavar="KEY", help=tr("只看这份来源", "of this source only"))
@_limit
@json_option
@guarded
def diff(a: str, b: str, source: str, limit: int) -> None:
    """Compare two stores, source by source. Differences are an answer, so the exit code is 0 either way."""
    from graph.compare import differences
    from queries.changes import as_dict, describe

    if a == b:
        raise InputError("要比的是同一个库", "both are the same store", where=a)
    tally: Counter[tuple[str, str]] = Counter()
    listed: list[dict[str, Value]] = []
    with open_store(a, read_only=True) as old, open_store(b, read_only=True) as new:
        for named, change in differences(old, new):
            if source and named != source:
                continue
            tally[named, change.what] += 1
            if tally.total() > limit:
                continue
            if as_json():
                listed.append({"source": named, **as_dict(change)})
            else:
                say(f"{named}：{describe(change, english=LANG == 'en')}")
    sources = sorted({named for named, _ in tally})
    rows = [(named, *(tally[named, what] for what in (CAME, CHANGED, GONE))) for named in sources]
    if as_json():
        keys = ("source", CAME, CHANGED, GONE)
        counts = [dict(zip(keys, row, strict=True)) for row in rows]
        emit({"same": not rows, "sources": counts, "changes": listed, "untold": tally.total() - len(listed)})
        return
    if not rows:
        say(tr("没有不同。", "No differences."))
        return
    if tally.total() > limit:
        say(tr(f"……另有 {tally.total() - limit} 处没有列出", f"… {tally.total() - limit} more not listed"))
    heads = [tr(*pair) for pair in (("来源", "source"), ("新增", "came"), ("改动", "changed"), ("撤回", "gone"))]
    table(heads, rows)
