"""``demand``: what stated outputs take of each product and segment, by the national table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from api.cli.lang import tr
from api.cli.parameters import chosen_parameters, parameter_options
from api.cli.session import as_json, emit, guarded, json_option, open_for, say, table, write_out
from api.plain import stated_data
from queries.demand.model import LABEL, Demand, Grain, StatedDemand
from queries.demand.read import DemandFound
from queries.demand.wording import figure_words, notes, sentence, source_words

_COLUMNS = (
    "产业链", "产出主体", "产出", "环节", "产品部门", "产品部门名称", "粒度",
    f"{LABEL}下限（亿元）", f"{LABEL}上限（亿元）", "算式", "直接用它的环节", "投入方式",
    "不测算的原因", "说明", "依据", "环节键",
)  # fmt: skip
NEVER = "需求额是市场有多大，不是缺口：本地已有多少供应没有减去"


@click.command(
    help=tr(
        "需求额：写明的产出要用多少上游产品（按全国投入系数测算）", "what stated outputs take, by national coefficients"
    )
)
@click.argument("chain", required=False)
@click.option("--table", "table_name", default="china-2020-153", show_default=True, help=tr("全国表", "national table"))
@click.option("--limit", type=click.IntRange(1), default=12, show_default=True, help=tr("每个产出最多几行", "at most"))
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), help=tr("写成 CSV", "write CSV"))
@parameter_options
@json_option
@guarded
def demand(chain: str | None, table_name: str, limit: int, csv_file: Path | None) -> None:
    """Print what each stated output takes, by product and by segment."""
    from api.answers import known
    from queries.gaps.answers import find_chain

    parameters = chosen_parameters()
    with open_for() as store:
        told = known(store, parameters)
        wanted = find_chain(told.chains, chain) if chain else None
        found = told.demand(table_name)
    if wanted:
        kept = tuple(one for one in found.stated if wanted.key in one.chains)
        found = DemandFound(kept, tuple(one for one in found.unused if wanted.key in one.chains))
    names = {one.key: one.name for one in told.chains}
    if csv_file is not None:
        write_out(_csv(found, names), csv_file)
    if as_json():
        emit({"stated": [stated_data(one) for one in found.stated], "unused": [asdict(one) for one in found.unused],
              "label": LABEL, "note": NEVER})  # fmt: skip
        return
    _print(found, names, limit)


def _print(found: DemandFound, names: dict[str, str], limit: int) -> None:
    if not found.stated:
        say(tr("没有写明的产出可用：来源没有写这条链的集群、产业的规模或产值", "no stated output to reckon from"))
    for one in found.stated:
        _print_one(one, names, limit)
    for left in found.unused:
        say(tr(f"未用：{left.figure.words}：{left.reason}", f"not used: {left.figure.words}: {left.reason}"))
    say(f"{LABEL}。{NEVER}")


def _print_one(one: StatedDemand, names: dict[str, str], limit: int) -> None:
    say(f"\n{figure_words(one.figure)}")
    if one.refused:
        say(tr(f"  不测算：{one.refused}", f"  not reckoned: {one.refused}"))
        return
    outputs = "、".join(f"{product.code} {product.name}" for product in one.outputs)
    chains = "、".join(names.get(key, key) for key in one.chains)
    say(tr(f"  产出归入 {outputs}（{one.mapping}）", f"  made of {outputs} ({one.mapping})"))
    say(tr(f"  系数：{one.rows[0].table if one.rows else ''}", f"  table: {one.rows[0].table if one.rows else ''}"))
    for caution in one.cautions:
        say(f"  · {caution}")
    inside: dict[str, list[str]] = {}
    for row in one.below:
        several = tr("（分属几个部门）", " (several products)") if row.grain is Grain.SEVERAL else ""
        inside.setdefault(row.product, []).append(row.segment_name + several)
    heads = [
        tr("产品部门", "product"),
        LABEL,
        tr("算式", "reckoning"),
        tr(f"其中：{chains or '产业链'}的直接投入", "of it"),
    ]
    shown = one.rows[:limit] + tuple(row for row in one.rows[limit:] if row.product in inside)
    table(
        heads,
        [
            [
                f"{row.product} {row.product_name}",
                row.amount or row.refused,
                row.arithmetic,
                "、".join(dict.fromkeys(inside.get(row.product, ()))),
            ]
            for row in shown
        ],
        wrap=(0, 1, 2, 3),
    )
    left = len(one.rows) - len(shown)
    if left > 0:
        say(tr(f"  ……另有 {left} 个产品部门，--limit 可多列", f"  … {left} more"))
    for row in one.below:
        if row.refused:
            say(f"  {row.segment_name}：{row.refused}")


def print_demand(rows: Iterable[Demand]) -> None:
    """Print the demand for one segment, a figure at a time, with whose words the output is."""
    rows = list(rows)
    for row in rows:
        say(f"  {sentence(row)}")
        say(f"    {source_words(row)}")
        if row.cautions:
            say(f"    {notes(row)}")
    if rows:
        say(f"  {NEVER}")


def _csv(found: DemandFound, names: dict[str, str]) -> str:
    """One row a figure and segment, then one a figure and product that no segment stands for; led by a byte order mark.

    Cells that a spreadsheet would take for a formula are led by an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in found.stated:
        chains = "、".join(names.get(key, key) for key in one.chains)
        if one.refused:
            cells = [chains, one.figure.subject_name, one.figure.words, *[""] * 9, one.refused, "", "", ""]
            writer.writerow([_cell(value) for value in cells])
        below = {row.product for row in one.below}
        for row in (*one.below, *(row for row in one.rows if row.product not in below)):
            writer.writerow([_cell(value) for value in _line(chains, row)])
    return "\ufeff" + text.getvalue()


def _line(chains: str, row: Demand) -> list[object]:
    return [
        chains, row.figure.subject_name, row.figure.words, row.segment_name, row.product, row.product_name,
        row.grain.zh if row.grain else "", row.low if row.low is not None else "",
        row.high if row.high is not None else "", row.arithmetic, "、".join(row.takers), "、".join(row.kinds),
        row.refused, notes(row), source_words(row), row.segment,
    ]  # fmt: skip


def _cell(value: object) -> object:
    text = str(value)
    return "'" + text if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else value
