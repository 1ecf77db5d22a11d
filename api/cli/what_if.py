"""``what-if``: which answers would change, with nothing stored."""

from __future__ import annotations

from collections.abc import Sequence

import click

from api.answers import known
from api.cli.lang import tr
from api.cli.local_share import chosen_share, local_share_options
from api.cli.parameters import chosen_parameters, parameter_options, parameter_words
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table
from api.plain import what_if_data
from queries.gaps.model import GapClass
from queries.gaps.what_if import ChainChange, RowChange, Standing, WhatIf, ask_what_if

_MOVED = 8
"""Rows that only moved, shown for each chain; all of them stand in the JSON."""


@click.command(
    "what-if",
    help=tr(
        "假如：多一家、少一家企业，或多一份完整名录，类别和次序怎么变；什么也不存",
        "what would change with a firm more or less, or a complete list more; nothing is stored",
    ),
)
@click.argument("chain", required=False)
@click.option("--add", multiple=True, metavar="FIRM@SEGMENT", help=tr("多一家企业在做这个环节", "a firm that makes it"))
@click.option(
    "--remove",
    multiple=True,
    metavar="FIRM[@SEGMENT]",
    help=tr("少一家企业，或它不再做这个环节", "a firm gone, or no longer in a segment"),
)
@click.option(
    "--complete",
    multiple=True,
    metavar="SEGMENT|CODE|LIST",
    help=tr("有一份完整名录覆盖它（环节、行业小类，或 规上工业企业名录）", "a complete list covers it"),
)
@parameter_options
@local_share_options
@json_option
@guarded
def what_if(chain: str | None, add: tuple[str, ...], remove: tuple[str, ...], complete: tuple[str, ...]) -> None:
    """Print what would change, before → after."""
    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters, chosen_share())
        found = ask_what_if(store, told.chains, chain or "", add, remove, complete, parameters, told.measures)
    if as_json():
        emit(what_if_data(found))
        return
    say(tr("假如（没有写入库）：", "what if (nothing is stored): ") + "；".join(_suppositions(found)))
    for note in found.notes:
        say(f"  {note}")
    for one in found.chains:
        _print_chain(one, full=bool(chain) or len(found.chains) == 1)
    if not found.chains:
        say(tr("没有一个类别、次序变化。", "no class and no place changes."))
    elif found.untouched:
        say(tr(f"\n其余 {found.untouched} 条链不变。", f"\nthe other {found.untouched} chains stay as they are."))
    say(f"{tr('参数', 'parameters')}：{parameter_words(found.parameters)}")


def _suppositions(found: WhatIf) -> list[str]:
    names = found.names
    lines = [f"{tr('去掉', 'without')} {one.name}" + _at(names.get(one.segment, "")) for one in found.changes.remove]
    lines += [f"{tr('加', 'with')} {one.name}" + _at(names[one.segment]) for one in found.changes.add]
    if found.changes.complete:
        listed = [f"「{names[key]}」" if key in names else key for key in found.changes.complete]
        shown = "、".join(listed[:6]) + (tr(f"等 {len(listed)} 项", " …") if len(listed) > 6 else "")
        lines.append(tr(f"有完整名录覆盖 {shown}", f"a complete list of {shown}"))
    return lines


def _at(segment: str) -> str:
    return f"@「{segment}」" if segment else ""


def _print_chain(one: ChainChange, *, full: bool) -> None:
    counts = [
        f"{kind.mark} {kind.zh} {one.before[kind]}→{one.after[kind]}"
        for kind in GapClass
        if one.before[kind] != one.after[kind]
    ]
    say(f"\n{one.name}" + (f" · {'  '.join(counts)}" if counts else ""))
    own = [row for row in one.rows if not row.moved_only]
    heads = [tr(zh, en) for zh, en in (("环节", "segment"), ("类别", "class"), ("层", "tier"), ("次序", "rank"))]
    heads += [tr(zh, en) for zh, en in (("核查次序", "check list"), ("影响什么", "what would break"))]
    table(heads, [_line(row) for row in own], wrap=(0, 5))
    for row in own:
        if row.before.sentence != row.after.sentence:
            say(f"  {row.name}\n    {tr('原来', 'before')}：{row.before.sentence}")
            say(f"    {tr('变为', 'after')}：{row.after.sentence}")
    moved = [row for row in one.rows if row.moved_only]
    if moved:
        shown = moved if full else moved[:_MOVED]
        listed = "、".join(f"{row.name} {_moves(row)}" for row in shown)
        rest = tr(f"等 {len(moved)} 个", f" and {len(moved) - len(shown)} more") if len(moved) > len(shown) else ""
        say(tr("  只是被别的环节挤动：", "  only passed by others: ") + listed + rest)


def _line(row: RowChange) -> Sequence[object]:
    before, after = row.before, row.after
    return [
        row.name,
        _arrow(_class(before), _class(after)),
        _arrow(before.tier.value, after.tier.value),
        _arrow(before.rank, after.rank),
        _arrow(before.verify_rank or "—", after.verify_rank or "—"),
        row.why,
    ]


def _class(standing: Standing) -> str:
    return f"{standing.gap_class.mark} {standing.gap_class.zh}" + ("＋延链" if standing.extension else "")


def _arrow(before: object, after: object) -> str:
    return str(before) if before == after else f"{before}→{after}"


def _moves(row: RowChange) -> str:
    before, after = row.before, row.after
    parts = [_arrow(before.rank, after.rank)] if before.rank != after.rank else []
    if before.verify_rank != after.verify_rank:
        parts.append(tr("核查", "check list ") + _arrow(before.verify_rank or "—", after.verify_rank or "—"))
    return "，".join(parts)
