"""``multipliers``: what an input-output table says by itself, for people who only want that."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, say, table, write_out
from graph.errors import FiguresRefused

if TYPE_CHECKING:
    from loaders.tables.flows import Flows
    from queries.formulas.multipliers import Multipliers

_FILE = click.Path(path_type=Path)
HEADS = (
    ("部门", "sector"), ("产出", "output"), ("产出乘数", "output multiplier"), ("影响力系数", "relative BL"),
    ("感应度系数", "sensitivity"), ("前向关联", "forward linkage"), ("抽取损失%", "extraction loss %"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One sector's figures; ``forward`` is ``None`` where it says nothing."""

    sector: str
    output: float
    backward: float
    backward_relative: float
    sensitivity: float
    forward: float | None
    extraction: float


@click.command(
    help=tr(
        "投入产出表的乘数：产出乘数、前向关联、假设抽取。TABLE 是文件（xlsx、xls、ods、csv：部门×部门的流量和总产出），"
        "或自带的表：china-2020-153、china-2020-42、china-2017-42、guangdong-2017-42",
        "multipliers of an input-output table: a file (flows and outputs), or one that ships: china-2020-153, "
        "china-2020-42, china-2017-42, guangdong-2017-42",
    )
)
@click.argument("table_", metavar="TABLE")
@click.option(
    "--flows",
    "wanted",
    type=click.Choice(["domestic", "total"]),
    help=tr(
        "用国内流量还是含进口的全部流量（默认：表分得开就用国内）",
        "domestic flows or all, imports included (default: domestic where the table tells)",
    ),
)
@click.option("--sheet", default="", help=tr("读哪张工作表", "which sheet"))
@click.option("--unit", default="", help=tr("表里没写单位时，单位是什么", "the unit, where the table names none"))
@click.option("--csv", "csv_file", type=_FILE, help=tr("写成 CSV（Excel 可直接打开）", "write CSV that Excel opens"))
@json_option
@guarded
def multipliers(table_: str, wanted: str | None, sheet: str, unit: str, csv_file: Path | None) -> None:
    """Print the multipliers of a table."""
    from loaders.reference.tables import flows_of
    from queries.formulas.inputoutput import coefficients
    from queries.formulas.multipliers import multipliers as compute

    read = without_empty(flows_of(table_, sheet=sheet, unit=unit))
    if read.added is not None:
        coefficients(read.flows, read.output, value_added=read.added, rounding=read.rounding, names=read.names)
    read, scope = choose(read, wanted)
    found = compute(read.flows, read.output, names=read.names)
    lines = lines_of(read, scope, found)
    words = cautions(read, scope, found)
    if csv_file is not None:
        from api.cli.figures import csv_text

        write_out(csv_text(heads(read), [cells(line) for line in lines], [source_words(read, scope), *words]), csv_file)
    if as_json():
        about = {"source": read.title, "unit": read.unit, "flows": scope, "radius": found.radius, "cautions": words}
        emit({**about, "rows": [asdict(line) for line in lines]})
        return
    say(source_words(read, scope))
    table(heads(read), [shown(line) for line in lines], wrap=0)
    for text in words:
        say(f"· {text}")


def without_empty(read: Flows) -> Flows:
    """Leave out sectors that make nothing and buy nothing; one that buys is refused later, with its name."""
    import numpy as np

    idle = (read.output == 0) & (read.flows.sum(axis=0) == 0)
    if not idle.any():
        return read
    kept = np.flatnonzero(~idle)
    if not kept.size:
        raise FiguresRefused("所有部门的产出都是 0", "all outputs are 0", where=read.title, do_zh="请核对读的是哪张表")
    gone = "、".join(name for name, away in zip(read.names, idle, strict=True) if away)
    both = np.ix_(kept, kept)
    return replace(
        read,
        names=tuple(read.names[at] for at in kept),
        flows=read.flows[both],
        domestic=None if read.domestic is None else read.domestic[both],
        output=read.output[kept],
        # What they supplied to others came from elsewhere: it counts with the other inputs, so that columns balance.
        added=None if read.added is None else read.added[kept] + read.flows[np.ix_(np.flatnonzero(idle), kept)].sum(0),
        notes=(*read.notes, (f"产出为 0 的部门没有算：{gone}", f"sectors without output were left out: {gone}")),
    )


def choose(read: Flows, wanted: str | None) -> tuple[Flows, str]:
    """Return the table with the flows asked for, and what they hold.

    Raises:
        FiguresRefused: the table does not tell domestic from imported flows, or holds domestic ones only.
    """
    if read.domestic is not None and wanted != "total":
        return replace(read, flows=read.domestic), "domestic"
    if read.scope == "unstated":
        return read, wanted or "unstated"
    if wanted is None or wanted == read.scope:
        return read, read.scope
    lacking = tr("国内流量", "domestic flows") if wanted == "domestic" else tr("进口流量", "imported flows")
    raise FiguresRefused(
        f"这张表没有单列{lacking}",
        f"the table does not give {lacking} apart",
        where=read.title,
        do_zh="去掉 --flows，或换一张分国内和进口的表（如 china-2020-42）",
        do_en="Leave --flows out, or take a table that tells them apart, such as china-2020-42",
    )


def forward_says(scope: str, found: Multipliers) -> list[bool]:
    """Tell for which sectors a forward linkage says anything.

    Shares of an output that sales of imports are counted in are no shares, and one such row
    spoils the linkages of all that sell to it.
    """
    if scope == "total" or (scope == "unstated" and not found.sold.all()):
        return [False] * len(found.sold)
    return [bool(sold) for sold in found.sold]


def lines_of(read: Flows, scope: str, found: Multipliers) -> list[Line]:
    """Return one line a sector, in the order of the table."""
    says = forward_says(scope, found)
    return [
        Line(
            name,
            float(read.output[at]),
            float(found.backward[at]),
            float(found.backward_relative[at]),
            float(found.sensitivity[at]),
            float(found.forward[at]) if says[at] else None,
            float(found.extraction[at]),
        )
        for at, name in enumerate(read.names)
    ]


def heads(read: Flows) -> list[str]:
    """Return the headings, the output's with its unit."""
    names = [tr(zh, en) for zh, en in HEADS]
    if read.unit:
        names[1] += f"（{read.unit}）" if LANG == "zh" else f" ({read.unit})"
    return names


def cells(line: Line) -> list[Any]:
    """Return a line as figures, the loss in percent."""
    return [
        line.sector, line.output, line.backward, line.backward_relative,
        line.sensitivity, line.forward, line.extraction * 100,
    ]  # fmt: skip


def shown(line: Line) -> list[str]:
    """Return a line as people read it."""
    figures = [line.backward, line.backward_relative, line.sensitivity, line.forward]
    words = ["—" if figure is None else f"{figure:.4f}" for figure in figures]
    return [line.sector, f"{line.output:,.10g}", *words, f"{line.extraction * 100:.3f}"]


def source_words(read: Flows, scope: str) -> str:
    """Say where the figures come from, in what unit and scope."""
    unit = read.unit or tr("未写明（乘数与单位无关）", "not stated (multipliers have none)")
    kinds = {
        "domestic": tr("国内投入系数（不含进口）", "domestic coefficients, imports left out"),
        "total": tr("全部投入系数（含进口）", "all inputs, imports included"),
        "unstated": tr("表里没有说明流量是否含进口", "the table does not say whether flows include imports"),
    }
    kind = kinds[scope]
    if scope == "total" and read.inflows:
        kind = tr("全部投入系数（含进口和省外流入）", "all inputs, imports and flows from other provinces included")
    return tr(
        f"来源：{read.title} · 单位：{unit} · 口径：{kind}", f"Source: {read.title} · unit: {unit} · scope: {kind}"
    )


def cautions(read: Flows, scope: str, found: Multipliers) -> list[str]:
    """Say what the figures do not say."""
    words = [
        tr(
            "产出乘数：最终需求多 1，各部门合计要多产多少"
            + ("，其中一部分在外地、外国产" if scope != "domestic" else "，只算国内产的"),
            "output multiplier: what all must make for one more of final demand"
            + (", some of it made elsewhere" if scope != "domestic" else ", at home only"),
        ),
        tr(
            "前向关联（Ghosh 1958）只说产出卖给谁，不预测供给多了会怎样",
            "forward linkage (Ghosh 1958) tells who buys the output; it is no forecast of supply",
        ),
        tr(
            "抽取损失：这个部门不再向任何部门采购，全部产出少百分之几（需求不变，由外面满足）"
            + ("" if scope == "domestic" else "；含进口时偏大，少的有一部分是外面的产出"),
            "extraction loss: output lost if the sector bought nothing (demand is met from outside)"
            + ("" if scope == "domestic" else "; too large with imports: part of the loss is made elsewhere"),
        ),
        tr(
            "影响力、感应度系数（Rasmussen 1956）：逆矩阵的列和、行和除以各部门平均，大于 1 高于平均",
            "relative BL and sensitivity (Rasmussen 1956): column and row sums of the inverse over their mean",
        ),
    ]
    silent = forward_says(scope, found).count(False)
    if silent:
        words.append(
            tr(
                f"{silent} 个部门不写前向关联：卖出去的有一部分不是自己产的（进口、流入或库存）",
                f"{silent} sectors have no forward linkage: part of what they sell they did not make "
                "(imports, inflows, stocks)",
            )
        )
    return words + [tr(zh, en) for zh, en in read.notes]
