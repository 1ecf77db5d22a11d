"""``quotients``: location quotients of a table of sectors by region, for people who only want that."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, say, table, write_out
from api.figures import RegionFigures, region_figures, regions_cautions, regions_data, regions_words, summaries

if TYPE_CHECKING:
    from loaders.tables.regions import Regional

_FILE = click.Path(path_type=Path)
_WIDE = 8
"""Regions that a terminal shows beside one another."""


@click.command(
    help=tr(
        "区位商：TABLE 是文件（xlsx、xls、ods、csv：行是部门，列是地区，或“地区”“全国”两列），"
        "或自带的 guangdong-2017-42（以全国 2017 年表为参照）",
        "location quotients: a file (sectors by regions, or two columns: region and national), or "
        "guangdong-2017-42 that ships (against China 2017)",
    )
)
@click.argument("table_", metavar="TABLE")
@click.option(
    "--delta",
    type=float,
    help=tr("另算 FLQ 的 δ，0 到 1（不含 1）；中国的数据宜用 0 到 0.1", "δ of Flegg's quotient too, 0 to below 1"),
)
@click.option("--reference", default="", help=tr("哪一列是参照（默认：全国、参照、national）", "the reference column"))
@click.option("--sheet", default="", help=tr("读哪张工作表", "which sheet"))
@click.option("--unit", default="", help=tr("表里没写单位时，单位是什么", "the unit, where the table names none"))
@click.option("--csv", "csv_file", type=_FILE, help=tr("写成 CSV（Excel 可直接打开）", "write CSV that Excel opens"))
@json_option
@guarded
def quotients(table_: str, delta: float | None, reference: str, sheet: str, unit: str, csv_file: Path | None) -> None:
    """Print the location quotients of a table."""
    from loaders.reference.tables import regions_of
    from queries.formulas.regions import compare

    read = regions_of(table_, sheet=sheet, unit=unit, reference=reference)
    found = compare(read.figures, read.reference, delta=delta, sectors=read.sectors, regions=read.regions)
    lines, source = region_figures(read, found, tr), regions_words(read, tr)
    words = [*summaries(read, found, delta, tr, _WIDE), *regions_cautions(read, lines, delta, tr)]
    if csv_file is not None:
        from api.cli.figures import csv_text

        write_out(csv_text(heads(), [list(asdict(line).values()) for line in lines], [source, *words]), csv_file)
    if as_json():
        emit(regions_data(read, found, lines, words, delta))
        return
    say(source)
    if len(read.regions) == 1:
        table([*heads()[:1], *heads()[2:]], [[shown(v) for v in asdict(line).values() if v != line.region]
                                             for line in lines], wrap=7)  # fmt: skip
    else:
        wide(read, lines)
    for text in words:
        say(f"· {text}")


def heads() -> list[str]:
    """Return the headings of a line."""
    names = (
        ("部门", "sector"), ("地区", "region"), ("数值", "figure"), ("参照", "reference"), ("区位商", "SLQ"),
        ("λ*·SLQ", "λ*·SLQ"), ("t 最低", "t least"), ("t 最高", "t most"), ("说明", "note"),
    )  # fmt: skip
    return [tr(zh, en) for zh, en in names]


def shown(value: object) -> str:
    """Return a cell as people read it."""
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:,.4f}" if abs(value) < 100 else f"{value:,.10g}"
    return str(value)


def wide(read: Regional, lines: list[RegionFigures]) -> None:
    """Print sectors × regions, the first regions only where there are many."""
    several, n = read.regions[:_WIDE], len(read.sectors)
    rows = [[sector, *(shown(lines[c * n + at].quotient) for c in range(len(several)))]
            for at, sector in enumerate(read.sectors)]  # fmt: skip
    table([tr("部门 · 区位商", "sector · SLQ"), *several], rows, wrap=0)
    left = len(read.regions) - len(several)
    if left:
        say(tr(f"……另有 {left} 个地区：用 --csv 或 --json", f"… {left} more regions: use --csv or --json"))
