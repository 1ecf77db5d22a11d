"""``quotients``: location quotients of a table of sectors by region, for people who only want that."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli.lang import tr
from api.cli.session import as_json, emit, guarded, json_option, say, table, write_out

if TYPE_CHECKING:
    from loaders.tables.regions import Regional
    from queries.formulas.regions import Compared

_FILE = click.Path(path_type=Path)
_WIDE = 8
"""Regions that a terminal shows beside one another."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sector of one region. ``quotient`` is ``None`` where the reference has none of it.

    ``flq`` is λ*·SLQ, ``share_low`` and ``share_high`` the least and greatest t over the sectors
    that buy here; all three ``None`` without δ.
    """

    sector: str
    region: str
    figure: float
    reference: float
    quotient: float | None
    flq: float | None
    share_low: float | None
    share_high: float | None
    note: str


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
    lines = lines_of(read, found)
    words = [*summaries(read, found, delta), *cautions(read, lines, delta)]
    if csv_file is not None:
        from api.cli.figures import csv_text

        write_out(csv_text(heads(), [list(asdict(line).values()) for line in lines], [source(read), *words]), csv_file)
    if as_json():
        emit(as_data(read, found, lines, words, delta))
        return
    say(source(read))
    if len(read.regions) == 1:
        table([*heads()[:1], *heads()[2:]], [[shown(v) for v in asdict(line).values() if v != line.region]
                                             for line in lines], wrap=7)  # fmt: skip
    else:
        wide(read, lines)
    for text in words:
        say(f"· {text}")


def lines_of(read: Regional, found: list[Compared]) -> list[Line]:
    """Return a line for each sector of each region, region by region."""
    reference = read.figures.sum(axis=1) if read.reference is None else read.reference
    return [
        _line(read, found[column], at, column, float(reference[at]))
        for column in range(len(read.regions))
        for at in range(len(read.sectors))
    ]


def _line(read: Regional, found: Compared, at: int, column: int, reference: float) -> Line:
    figure = float(read.figures[at, column])
    own = low = high = None
    if found.flegg is not None and found.defined[at]:
        bought = found.flegg.shares[at][found.flegg.slq.values > 0]
        own, low, high = float(found.flegg.flq[at, at]), float(bought.min()), float(bought.max())
    if not found.defined[at]:
        note = tr("参照没有这个部门，不算", "the reference has none: not computed")
    elif not figure:
        note = tr("本地没有", "none here")
    else:
        note = tr("比参照还大，请核对", "above the reference: check") if figure > reference else ""
    quotient = float(found.quotients[at]) if found.defined[at] else None
    return Line(read.sectors[at], read.regions[column], figure, reference, quotient, own, low, high, note)


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


def wide(read: Regional, lines: list[Line]) -> None:
    """Print sectors × regions, the first regions only where there are many."""
    several, n = read.regions[:_WIDE], len(read.sectors)
    rows = [[sector, *(shown(lines[c * n + at].quotient) for c in range(len(several)))]
            for at, sector in enumerate(read.sectors)]  # fmt: skip
    table([tr("部门 · 区位商", "sector · SLQ"), *several], rows, wrap=0)
    left = len(read.regions) - len(several)
    if left:
        say(tr(f"……另有 {left} 个地区：用 --csv 或 --json", f"… {left} more regions: use --csv or --json"))


def source(read: Regional) -> str:
    """Say where the figures come from, in what unit, and what they are held against."""
    unit = read.unit or tr("未写明（区位商与单位无关，但各列须相同）", "not stated (all columns must share one)")
    against = read.against or tr("各地区合计", "all regions together")
    return tr(f"来源：{read.title} · 单位：{unit} · 参照：{against}",
              f"Source: {read.title} · unit: {unit} · reference: {against}")  # fmt: skip


def summaries(read: Regional, found: list[Compared], delta: float | None) -> list[str]:
    """Say of each region its size, its λ* and its specialisation."""
    words = []
    for region, one in list(zip(read.regions, found, strict=True))[:_WIDE]:
        scale = f" · λ* = {one.flegg.scale:.4f} (δ = {delta:g})" if one.flegg is not None else ""
        words.append(
            tr(
                f"{region}：占参照 {one.share:.4%}{scale} · 专业化基尼系数 {one.gini:.4f}",
                f"{region}: {one.share:.4%} of the reference{scale} · Gini of specialisation {one.gini:.4f}",
            )
        )
    return words


def cautions(read: Regional, lines: list[Line], delta: float | None) -> list[str]:
    """Say what quotients do not say."""
    words = [
        tr(
            "区位商大于 1 不等于不从外面买（同类产品有进有出）；小于 1 也不等于缺",
            "above 1 does not mean that nothing is bought outside; below 1 is no gap",
        )
    ]
    if delta is not None:
        words.append(
            tr(
                "t＝min(1, FLQ)：按区位商估的本地供应份额，最低到最高是对不同的采购部门；只是估计，δ 对它影响很大",
                "t = min(1, FLQ): a local share guessed from quotients, least to most over the buyers; δ sways it",
            )
        )
    more = sum(1 for line in lines if line.reference and line.figure > line.reference)
    if more:
        words.append(
            tr(f"有 {more} 处地区比参照还大：请核对单位、年份", f"{more} figures are above the reference: check units")
        )
    return words + [tr(zh, en) for zh, en in read.notes]


def as_data(
    read: Regional, found: list[Compared], lines: list[Line], words: list[str], delta: float | None
) -> dict[str, Any]:
    """Return the answer as plain data; with δ also the whole matrices of each region."""
    regions = []
    for name, one in zip(read.regions, found, strict=True):
        about: dict[str, Any] = {"region": name, "share": one.share, "gini": one.gini}
        if one.flegg is not None:
            about |= {"delta": delta, "lambda": one.flegg.scale, "trade_shares": one.flegg.shares.tolist()}
        regions.append(about)
    return {
        "source": read.title,
        "unit": read.unit,
        "reference": read.against or "sum",
        "sectors": list(read.sectors),
        "regions": regions,
        "cautions": words,
        "rows": [asdict(line) for line in lines],
    }
