"""``multipliers``: what an input-output table says by itself, for people who only want that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.lang import LANG, tr
from api.cli.session import as_json, emit, guarded, json_option, say, table, write_out
from api.figures import SectorFigures, multiplied

if TYPE_CHECKING:
    from loaders.tables.flows import Flows

_FILE = click.Path(path_type=Path)
HEADS = (
    ("部门", "sector"), ("产出", "output"), ("产出乘数", "output multiplier"), ("影响力系数", "relative BL"),
    ("感应度系数", "sensitivity"), ("前向关联", "forward linkage"), ("抽取损失%", "extraction loss %"),
)  # fmt: skip


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

    found = multiplied(flows_of(table_, sheet=sheet, unit=unit), wanted, tr)
    named, words = heads(found.read), [found.source, *found.cautions]
    if csv_file is not None:
        from api.cli.figures import csv_text

        write_out(csv_text(named, [cells(line) for line in found.lines], words), csv_file)
    if as_json():
        emit(found.data())
        return
    say(found.source)
    table(named, [shown(line) for line in found.lines], wrap=0)
    for text in found.cautions:
        say(f"· {text}")


def heads(read: Flows) -> list[str]:
    """Return the headings, the output's with its unit."""
    names = [tr(zh, en) for zh, en in HEADS]
    if read.unit:
        names[1] += f"（{read.unit}）" if LANG == "zh" else f" ({read.unit})"
    return names


def cells(line: SectorFigures) -> list[Any]:
    """Return a line as figures, the loss in percent."""
    return [
        line.sector, line.output, line.backward, line.backward_relative,
        line.sensitivity, line.forward, line.extraction * 100,
    ]  # fmt: skip


def shown(line: SectorFigures) -> list[str]:
    """Return a line as people read it."""
    figures = [line.backward, line.backward_relative, line.sensitivity, line.forward]
    words = ["—" if figure is None else f"{figure:.4f}" for figure in figures]
    return [line.sector, f"{line.output:,.10g}", *words, f"{line.extraction * 100:.3f}"]
