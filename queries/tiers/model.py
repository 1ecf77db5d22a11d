"""What tiers T1 and T2 know of a city's sectors: plain values, no store, no files."""

from __future__ import annotations

from dataclasses import dataclass

MODEL, FLQ = "model", "flq"
"""Where local shares come from: the calibrated estimator, or Flegg's quotient with a given δ."""
OUTPUT, JOBS = "元", "人"
"""Units of figures of sectors that can be compared with a reference that ships."""


@dataclass(frozen=True, slots=True)
class LocalShare:
    """Which estimator of local shares, with δ of Flegg's quotient and the level of the estimator's interval."""

    method: str = MODEL
    delta: float = 0.3
    level: float = 0.8


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector as a register calls it: codes of GB/T 4754, and the four-digit classes below them."""

    name: str
    codes: tuple[str, ...]
    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class SectorFigure:
    """A figure of one sector in the unit of its set, and the statement (or row) that says it."""

    sector: Sector
    value: float
    statement: str


@dataclass(frozen=True, slots=True)
class SectorSet:
    """One source's figures of the sectors of one region, of one metric, unit and period.

    No two sectors share a class. ``left`` says what of the source is not used, and why.
    """

    region: str
    metric: str
    unit: str
    period: str
    document: str
    title: str
    figures: tuple[SectorFigure, ...]
    left: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The set as it is cited."""
        return f"{self.title}：{self.region}{self.metric}{f'（{self.period}）' if self.period else ''}"


@dataclass(frozen=True, slots=True)
class Economy:
    """A reference economy: parts by classes, in the unit of the set it is compared with; ``year`` as printed."""

    label: str
    year: str
    unit: str
    parts: tuple[tuple[frozenset[str], float], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotientFigure:
    """A location quotient of a sector, and what must be printed with it."""

    value: float
    sector: str
    codes: tuple[str, ...]
    grain: str
    region: str
    reference: str
    statements: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """The quotient as it is printed."""
        return f"区位商 {self.value:.2f}：{self.sector}（{self.grain}）；{self.region} 比 {self.reference}"


@dataclass(frozen=True, slots=True)
class GapFigure:
    """A gap of a sector in 亿元: requirement R, gap G, ratio g, with the interval and error of the local share.

    ``low`` and ``high`` are of G, ``ratio_low`` and ``ratio_high`` of g; None
    where the method gives no interval. ``error`` is the mean absolute error
    of the share as it was measured on provinces left out; None where nobody
    measured it.
    """

    sector: str
    codes: tuple[str, ...]
    grain: str
    requirement: float
    amount: float
    low: float | None
    high: float | None
    ratio: float
    ratio_low: float | None
    ratio_high: float | None
    method: str
    level: float | None
    error: float | None
    table: str
    region: str
    statements: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """The gap as it is printed, never without its interval and error."""
        between = f"（{self.low:.2f}—{self.high:.2f}）" if self.low is not None and self.high is not None else ""
        share = f"{self.ratio:.0%}"
        if self.ratio_low is not None and self.ratio_high is not None:
            share += f"（{self.ratio_low:.0%}—{self.ratio_high:.0%}，{self.level:.0%} 区间）"
        else:
            share += "（没有区间）"
        missed = f"份额误差 {self.error:.2f}（31 省留一）" if self.error is not None else "这个 δ 的误差没有量过"
        return (
            f"缺口 {self.amount:.2f} 亿元{between} = 需求 {self.requirement:.2f} 亿元 × 缺口率 {share}："
            f"{self.sector}（{self.grain}）；{self.method}，{missed}；{self.region}；系数 {self.table}"
        )


@dataclass(frozen=True, slots=True)
class SectorGap:
    """Amounts of one sector in 亿元, the gap ratio, and the interval of the latter where there is one."""

    sector: Sector
    requirement: float
    amount: float
    ratio: float
    ratio_low: float | None
    ratio_high: float | None
    error: float | None
    statements: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps of all sectors of a table's grain, or why there are none."""

    found: tuple[SectorGap, ...]
    method: str
    table: str
    notes: tuple[str, ...] = ()
    refused: str = ""
    level: float | None = None
