"""``coverage``: which source covers how much of which chain, and what one more list would open."""

from __future__ import annotations

from dataclasses import asdict

import click

from api.cli.lang import tr
from api.cli.parameters import chosen_parameters, parameter_options
from api.cli.session import as_json, emit, guarded, json_option, no_chains, open_for, say, table
from queries.coverage import Cell, ChainCoverage, Coverage, Opening

_CODES = 12
"""Codes that a line shows; all of them stand in the JSON."""


@click.command(
    help=tr(
        "覆盖：哪份来源覆盖到哪里，再有哪份名录能判几个环节", "what each source covers, and what one more would open"
    )
)
@click.argument("chain", required=False)
@parameter_options
@json_option
@guarded
def coverage(chain: str | None) -> None:
    """Print the matrix chain × source and what would open more."""
    from queries.coverage import coverage as declared

    parameters = chosen_parameters()
    with open_for() as store:
        found = declared(store, chain, parameters)
    if not found.chains:
        raise no_chains()
    if as_json():
        emit(_dict(found))
        return
    if chain:
        _print_chain(found.chains[0])
    else:
        _print_matrix(found)
    _print_openings(found)


def _print_matrix(found: Coverage) -> None:
    """One line a chain, one column a source that declares what it covers; the others together."""
    cells = {(chain.key, cell.source.key): cell for chain in found.chains for cell in chain.cells}
    declared = {cell.source.key: cell for cell in cells.values() if cell.source.covers}
    keys = sorted(declared, key=lambda key: (not declared[key].counts, key))
    heads = [tr("产业链", "chain"), tr("环节", "segments"), tr("完整覆盖", "covered")]
    heads += [declared[key].source.title or key for key in keys]
    heads.append(tr("没有声明覆盖的来源", "sources that declare nothing"))
    rows = []
    for chain in found.chains:
        given = [cells.get((chain.key, key)) for key in keys]
        silent = [cell for cell in chain.cells if not cell.source.covers]
        named = (
            tr(f"{len(silent)} 份，提到 {chain.named} 个环节", f"{len(silent)}, naming {chain.named}") if silent else ""
        )
        rows.append(
            [chain.name, chain.segments, chain.covered, *(_words(cell) if cell else "" for cell in given), named]
        )
    table(heads, rows, wrap=tuple(range(3, len(heads))))
    for key in keys:
        say(f"  {declared[key].source.title or key}：{_who(declared[key])}")


def _print_chain(chain: ChainCoverage) -> None:
    say(f"\n{chain.name}：{tr('环节', 'segments')} {chain.segments}，{tr('完整覆盖', 'covered')} {chain.covered}")
    heads = [tr(zh, en) for zh, en in (("来源", "source"), ("覆盖", "covers"), ("声明", "declared"))]
    table(
        heads,
        [(cell.source.title or cell.source.key, _words(cell), _who(cell)) for cell in chain.cells],
        wrap=(0, 1, 2),
    )


def _words(cell: Cell) -> str:
    parts = [tr(f"{cell.whole} 个", f"{cell.whole}")] if cell.whole else []
    parts += [tr(f"{cell.part} 个只覆盖部分代码", f"{cell.part} in part")] if cell.part else []
    parts += [tr(f"提到 {cell.named} 个", f"names {cell.named}")] if cell.named else []
    return "，".join(parts)


def _who(cell: Cell) -> str:
    """The declaration: completeness, region, date, by whom; and whether it counts here."""
    source = cell.source
    complete = source.completeness == "complete"
    parts = [
        tr("完整", "complete") if complete else tr("部分", "partial"),
        source.region or tr("地区未声明", "no region"),
    ]
    parts.append(tr(f"截至 {source.as_of}", f"as of {source.as_of}") if source.as_of else tr("截至日期未写", "no date"))
    by = source.declared_by
    parts.append(tr(f"{by} 声明", f"declared by {by}") if by else tr("没写谁声明", "nobody named"))
    if complete and not cell.counts:
        parts.append(tr("不是本地，不算", "of elsewhere: does not count"))
    return "，".join(parts)


def _print_openings(found: Coverage) -> None:
    say(tr("\n再有一份完整的名录，能打开什么", "\nwhat one more complete list would open"))
    for one in found.openings:
        codes = "、".join(one.codes[:_CODES]) + (tr(f"等 {len(one.codes)} 个", "…") if len(one.codes) > _CODES else "")
        say(
            tr(
                f"  再有一份完整的{one.list_name}（小类 {codes}），{len(one.segments)} 个环节有了完整覆盖，"
                f"其中 {len(one.answered)} 个即使名录里一家也没有也能判（已有企业，或本地环节直接用它）",
                f"  {one.list_name} ({codes}): {len(one.segments)} segments, {len(one.answered)} even if empty",
            )
        )
        say(f"    {load_command(one)}")
    if found.several:
        say(
            tr(
                f"  另有 {len(found.several)} 个环节的代码分在几份名录里，要都完整",
                f"  {len(found.several)} need several lists",
            )
        )
    if found.uncoded:
        say(
            tr(
                f"  {len(found.uncoded)} 个环节还没有行业小类，只能按环节声明（covers 的 segments）",
                f"  {len(found.uncoded)} have no code",
            )
        )
    say(
        tr(
            "映射文件里写 covers: {region: "
            + found.region
            + ", completeness: complete, gbt4754: [代码], as_of: 日期, declared_by: 谁}（docs/registers.md）。"
            "完整与否由出名录的部门声明；部分名录写多少家，也不会让一个环节变成缺链",
            "The mapping declares it: covers: {completeness: complete, gbt4754: […], as_of: …, declared_by: …}; "
            "a partial list never makes a gap",
        )
    )


def load_command(opening: Opening) -> str:
    """Return what to type to load such a list."""
    return f"liantu load table {opening.list_name}.xlsx --mapping {opening.list_name}.yaml"


def _dict(found: Coverage) -> dict[str, object]:
    openings = [{**asdict(one), "command": load_command(one)} for one in found.openings]
    return {**asdict(found), "openings": openings}
