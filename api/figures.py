"""Figures of input-output tables and of regions: chosen, reckoned, and what is to be said with them.

The command line and HTTP say it in the language of whoever asks: ``say`` takes
Chinese and English and returns one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.errors import FiguresRefused

if TYPE_CHECKING:
    from loaders.tables.flows import Flows
    from loaders.tables.regions import Regional
    from queries.formulas.multipliers import Multipliers
    from queries.formulas.regions import Compared

Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class SectorFigures:
    """One sector's figures; ``forward`` is ``None`` where it says nothing."""

    sector: str
    output: float
    backward: float
    backward_relative: float
    sensitivity: float
    forward: float | None
    extraction: float


@dataclass(frozen=True, slots=True)
class Multiplied:
    """The multipliers of a table: its flows as chosen, what they hold, the figures, and what is to be said of them."""

    read: Flows
    scope: str
    radius: float
    lines: list[SectorFigures]
    cautions: list[str]
    source: str

    def data(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        about = {"source": self.read.title, "unit": self.read.unit, "flows": self.scope, "radius": self.radius}
        return {**about, "cautions": self.cautions, "rows": [asdict(line) for line in self.lines]}


def multiplied(read: Flows, wanted: str | None, say: Say) -> Multiplied:
    """Reckon the multipliers of a table.

    Args:
        read: the table.
        wanted: ``domestic`` or ``total`` flows; domestic ones where the table tells if None.
        say: in which language.

    Raises:
        FiguresRefused: it cannot be computed with, or does not have the flows asked for.
    """
    from queries.formulas.inputoutput import coefficients
    from queries.formulas.multipliers import multipliers

    read = without_empty(read)
    if read.added is not None:
        coefficients(read.flows, read.output, value_added=read.added, rounding=read.rounding, names=read.names)
    read, scope = choose(read, wanted, say)
    found = multipliers(read.flows, read.output, names=read.names)
    lines, words = sector_figures(read, scope, found), flows_cautions(read, scope, found, say)
    return Multiplied(read, scope, float(found.radius), lines, words, flows_words(read, scope, say))


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


def choose(read: Flows, wanted: str | None, say: Say) -> tuple[Flows, str]:
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
    lacking = say("国内流量", "domestic flows") if wanted == "domestic" else say("进口流量", "imported flows")
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


def sector_figures(read: Flows, scope: str, found: Multipliers) -> list[SectorFigures]:
    """Return one line a sector, in the order of the table."""
    says = forward_says(scope, found)
    return [
        SectorFigures(
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


def flows_words(read: Flows, scope: str, say: Say) -> str:
    """Say where the figures come from, in what unit and scope."""
    unit = read.unit or say("未写明（乘数与单位无关）", "not stated (multipliers have none)")
    kinds = {
        "domestic": say("国内投入系数（不含进口）", "domestic coefficients, imports left out"),
        "total": say("全部投入系数（含进口）", "all inputs, imports included"),
        "unstated": say("表里没有说明流量是否含进口", "the table does not say whether flows include imports"),
    }
    kind = kinds[scope]
    if scope == "total" and read.inflows:
        kind = say("全部投入系数（含进口和省外流入）", "all inputs, imports and flows from other provinces included")
    return say(
        f"来源：{read.title} · 单位：{unit} · 口径：{kind}", f"Source: {read.title} · unit: {unit} · scope: {kind}"
    )


def flows_cautions(read: Flows, scope: str, found: Multipliers, say: Say) -> list[str]:
    """Say what the figures do not say."""
    words = [
        say(
            "产出乘数：最终需求多 1，各部门合计要多产多少"
            + ("，其中一部分在外地、外国产" if scope != "domestic" else "，只算国内产的"),
            "output multiplier: what all must make for one more of final demand"
            + (", some of it made elsewhere" if scope != "domestic" else ", at home only"),
        ),
        say(
            "前向关联（Ghosh 1958）只说产出卖给谁，不预测供给多了会怎样",
            "forward linkage (Ghosh 1958) tells who buys the output; it is no forecast of supply",
        ),
        say(
            "抽取损失：这个部门不再向任何部门采购，全部产出少百分之几（需求不变，由外面满足）"
            + ("" if scope == "domestic" else "；含进口时偏大，少的有一部分是外面的产出"),
            "extraction loss: output lost if the sector bought nothing (demand is met from outside)"
            + ("" if scope == "domestic" else "; too large with imports: part of the loss is made elsewhere"),
        ),
        say(
            "影响力、感应度系数（Rasmussen 1956）：逆矩阵的列和、行和除以各部门平均，大于 1 高于平均",
            "relative BL and sensitivity (Rasmussen 1956): column and row sums of the inverse over their mean",
        ),
    ]
    silent = forward_says(scope, found).count(False)
    if silent:
        words.append(
            say(
                f"{silent} 个部门不写前向关联：卖出去的有一部分不是自己产的（进口、流入或库存）",
                f"{silent} sectors have no forward linkage: part of what they sell they did not make "
                "(imports, inflows, stocks)",
            )
        )
    return words + [say(zh, en) for zh, en in read.notes]


@dataclass(frozen=True, slots=True)
class RegionFigures:
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


def region_figures(read: Regional, found: list[Compared], say: Say) -> list[RegionFigures]:
    """Return a line for each sector of each region, region by region."""
    reference = read.figures.sum(axis=1) if read.reference is None else read.reference
    return [
        _line(read, found[column], (at, column), float(reference[at]), say)
        for column in range(len(read.regions))
        for at in range(len(read.sectors))
    ]


def _line(read: Regional, found: Compared, place: tuple[int, int], reference: float, say: Say) -> RegionFigures:
    at, column = place
    figure = float(read.figures[at, column])
    own = low = high = None
    if found.flegg is not None and found.defined[at]:
        bought = found.flegg.shares[at][found.flegg.slq.values > 0]
        own, low, high = float(found.flegg.flq[at, at]), float(bought.min()), float(bought.max())
    if not found.defined[at]:
        note = say("参照没有这个部门，不算", "the reference has none: not computed")
    elif not figure:
        note = say("本地没有", "none here")
    else:
        note = say("比参照还大，请核对", "above the reference: check") if figure > reference else ""
    quotient = float(found.quotients[at]) if found.defined[at] else None
    return RegionFigures(read.sectors[at], read.regions[column], figure, reference, quotient, own, low, high, note)


def regions_words(read: Regional, say: Say) -> str:
    """Say where the figures come from, in what unit, and what they are held against."""
    unit = read.unit or say("未写明（区位商与单位无关，但各列须相同）", "not stated (all columns must share one)")
    against = read.against or say("各地区合计", "all regions together")
    return say(f"来源：{read.title} · 单位：{unit} · 参照：{against}",
              f"Source: {read.title} · unit: {unit} · reference: {against}")  # fmt: skip


def summaries(read: Regional, found: list[Compared], delta: float | None, say: Say, most: int) -> list[str]:
    """Say of each region its size, its λ* and its specialisation."""
    words = []
    for region, one in list(zip(read.regions, found, strict=True))[:most]:
        scale = f" · λ* = {one.flegg.scale:.4f} (δ = {delta:g})" if one.flegg is not None else ""
        words.append(
            say(
                f"{region}：占参照 {one.share:.4%}{scale} · 专业化基尼系数 {one.gini:.4f}",
                f"{region}: {one.share:.4%} of the reference{scale} · Gini of specialisation {one.gini:.4f}",
            )
        )
    return words


def regions_cautions(read: Regional, lines: list[RegionFigures], delta: float | None, say: Say) -> list[str]:
    """Say what quotients do not say."""
    words = [
        say(
            "区位商大于 1 不等于不从外面买（同类产品有进有出）；小于 1 也不等于缺",
            "above 1 does not mean that nothing is bought outside; below 1 is no gap",
        )
    ]
    if delta is not None:
        words.append(
            say(
                "t＝min(1, FLQ)：按区位商估的本地供应份额，最低到最高是对不同的采购部门；只是估计，δ 对它影响很大",
                "t = min(1, FLQ): a local share guessed from quotients, least to most over the buyers; δ sways it",
            )
        )
    more = sum(1 for line in lines if line.reference and line.figure > line.reference)
    if more:
        words.append(
            say(f"有 {more} 处地区比参照还大：请核对单位、年份", f"{more} figures are above the reference: check units")
        )
    return words + [say(zh, en) for zh, en in read.notes]


def regions_data(
    read: Regional, found: list[Compared], lines: list[RegionFigures], words: list[str], delta: float | None
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
