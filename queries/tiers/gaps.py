"""T2: requirement, gap and gap ratio of a region's sectors, from its outputs, national coefficients and local shares.

R_i = Σ_j a_ij X_j, G_i = Σ_j a_ij (1 − t_ij) X_j, g_i = G_i / R_i (see docs/method.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from graph.errors import FiguresRefused
from queries.demand.model import YI, IoTable, Product
from queries.formulas.checks import FloatArray
from queries.formulas.inputoutput import gap, requirement
from queries.formulas.quotients import flegg
from queries.tiers.model import Gaps, Sector, SectorFigure, SectorGap, SectorSet

WAN = 1e4
"""元 in one 万元, the unit of the tables."""
FLQ_ERRORS = {0.0: 0.150, 0.1: 0.180, 0.3: 0.331}
"""Mean absolute error of FLQ by δ on the 31 provincial tables of 2017; a test measures it anew."""


class Known(Protocol):
    """Something to know about a share, in Chinese."""

    @property
    def zh(self) -> str:
        """What."""


class EstimatedShares(Protocol):
    """What an estimator of local shares returns for n sectors; see :class:`queries.localshare.Shares`."""

    @property
    def share(self) -> FloatArray:
        """t_i, n."""

    @property
    def low(self) -> FloatArray:
        """Lower end of the interval, n."""

    @property
    def high(self) -> FloatArray:
        """Upper end, n."""

    @property
    def sector_error(self) -> FloatArray:
        """Mean absolute error of each share in regions left out, n."""

    @property
    def notes(self) -> Sequence[Sequence[Known]]:
        """What is to be known of each sector, n."""

    @property
    def remarks(self) -> Sequence[Known]:
        """What is to be known of the region."""


Estimator = Callable[[Sequence[float], str, float], EstimatedShares]
"""Outputs in 万元 by sector of the 42-sector table, the region's name, the level → local shares."""


def by_model(chosen: SectorSet, sectors: Sequence[Product], table: IoTable, estimate: Estimator, level: float) -> Gaps:
    """Return the gaps by the calibrated estimator, which is of whole economies in the sectors of the 42-sector table.

    Args:
        chosen: outputs of the region in 元.
        sectors: of the table, in its order, with the classes they cover.
        table: the 42-sector table.
        estimate: the estimator, over that table.
        level: of the interval.
    """
    method = "本地份额：校准模型估计"
    outputs = {sector.code: figures_of(sector, chosen) for sector in sectors}
    lacking = [sector.name for sector in sectors if outputs[sector.code] is None]
    if lacking:
        shown = "、".join(lacking[:4]) + (f"等 {len(lacking)} 个" if len(lacking) > 4 else "")
        return Gaps(
            (), method, table.label, refused=f"校准模型要 {len(sectors)} 个部门都有产出（没有的写 0），还缺 {shown}"
        )
    used = [outputs[sector.code] or () for sector in sectors]
    x = [sum(figure.value for figure in figures) / WAN for figures in used]
    try:
        shares = estimate(x, chosen.region, level)
        need = requirement(_coefficients(table), x)
    except FiguresRefused as error:
        return Gaps((), method, table.label, refused=error.zh)
    found = []
    for at, sector in enumerate(sectors):
        if need[at] > 0:
            r = float(need[at]) * WAN / YI
            g = 1 - float(shares.share[at])
            notes = tuple(note.zh for note in shares.notes[at])
            low, high = 1 - float(shares.high[at]), 1 - float(shares.low[at])
            place = Sector(sector.name, sector.classes, sector.members)
            error_of = float(shares.sector_error[at])
            found.append(SectorGap(place, r, g * r, g, low, high, error_of, _said(used[at]), notes))
    return Gaps(tuple(found), method, table.label, tuple(note.zh for note in shares.remarks), level=level)


def by_flegg(chosen: SectorSet, products: Sequence[Product], table: IoTable, delta: float) -> Gaps:
    """Return the gaps by Flegg's quotient, within the sectors that the region's set has.

    Args:
        chosen: outputs of the region in 元.
        products: of the finest table.
        table: that table; its flows are added up to the set's sectors.
        delta: δ, at least 0 and below 1.
    """
    method = f"本地份额：FLQ，δ = {delta:g}"
    parts = {figure.sector: _inside(figure.sector, products) for figure in chosen.figures}
    used = [figure for figure in chosen.figures if parts[figure.sector]]
    if len(used) < 2:
        return Gaps((), method, table.label, refused="与全国表对得上的行业不到 2 个")
    codes = [parts[figure.sector] for figure in used]
    x = np.array([figure.value / WAN for figure in used])
    nation = np.array([sum(table.output[code] for code in inside) for inside in codes])
    flows = np.array([[sum(table.flows[i, j] for i in rows for j in columns) for columns in codes] for rows in codes])
    if (nation <= 0).any():
        return Gaps((), method, table.label, refused="全国表里有行业总产出为零，系数没有意义")
    try:
        a = flows / nation[None, :]
        quotient = flegg(x, nation, delta)
        need, bought = requirement(a, x), gap(a, quotient.shares, x)
    except FiguresRefused as error:
        return Gaps((), method, table.label, refused=error.zh)
    found = [
        SectorGap(
            figure.sector, float(need[at]) * WAN / YI, float(bought[at]) * WAN / YI, float(bought[at] / need[at]),
            None, None, FLQ_ERRORS.get(delta), (figure.statement,), (),
        )
        for at, figure in enumerate(used)
        if need[at] > 0
    ]  # fmt: skip
    part = nation.sum() / sum(table.output.values())
    note = f"需求只含名录里 {len(used)} 个行业的用量（占全国产出 {part:.0%}），别的行业还要用"
    return Gaps(tuple(found), method, table.label, (note,))


def figures_of(sector: Product, chosen: SectorSet) -> tuple[SectorFigure, ...] | None:
    """Return the figures that make up a sector of the table exactly; None where some of it is not told."""
    inside = tuple(figure for figure in chosen.figures if figure.sector.members <= sector.members)
    covered = frozenset[str]().union(*(figure.sector.members for figure in inside))
    return inside if inside and covered == sector.members else None


def _inside(sector: Sector, products: Sequence[Product]) -> tuple[str, ...]:
    """The products that make up a sector exactly; none where one lies only partly in it."""
    touching = [product for product in products if product.members & sector.members]
    whole = frozenset[str]().union(*(product.members for product in touching))
    return tuple(product.code for product in touching) if whole == sector.members else ()


def _said(figures: Sequence[SectorFigure]) -> tuple[str, ...]:
    return tuple(figure.statement for figure in figures)


def _coefficients(table: IoTable) -> FloatArray:
    return np.array([[table.flows[i, j] / table.output[j] for j in table.codes] for i in table.codes])
