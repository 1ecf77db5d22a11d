"""The thresholds of the analysis: what each decides, where the method says so, and what another value would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from queries.gaps.model import ChainGaps, GapClass, GapParameters, GapRow
from queries.gaps.parameters import RANGES

ABOUT = {
    "single_share": (
        "断供份额居全链前多少，才可能是单点依赖",
        "how near the top of its chain a segment has to be to be a single point",
        "第 2 节「居前十分之一」、第 3 节第 3 行",
    ),
    "minimum_suppliers": (
        "有效供应少于几家是单点依赖；不少于几家才可能是强链候选",
        "fewer effective suppliers than this are a single point",
        "第 2 节「有效供应」、第 3 节第 3、5 行",
    ),
    "weak_gap": ("缺口率不低于多少是弱链（T2）", "gap ratio from which a segment is weak (T2)", "第 3 节第 4 行"),
    "weak_quotient": (
        "没有缺口率时，区位商低于多少是弱链（T1）",
        "location quotient below which it is weak, without a gap ratio (T1)",
        "第 3 节第 4 行",
    ),
    "strong_quotient": (
        "区位商不低于多少才可能是强链候选",
        "location quotient from which a segment may be strong",
        "第 3 节第 5 行",
    ),
    "extension_share": (
        "直接投入里本地在做的占多少以上，是延链机会",
        "share of direct inputs made here from which a chain could extend",
        "第 3 节「延链机会」",
    ),
}
"""What a threshold decides in Chinese and English, and where docs/method.md says so."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold with its default, what was asked for, and the values that it may have."""

    name: str
    zh: str
    en: str
    where: str
    value: float
    asked: str
    low: float
    high: float
    above: bool


@dataclass(frozen=True, slots=True)
class Other:
    """What other values would change: rows before and after, and how many are of each class."""

    moved: Sequence[tuple[GapRow, GapRow]]
    before: Mapping[GapClass, int]
    after: Mapping[GapClass, int]
    extensions: tuple[int, int]


def thresholds(parameters: GapParameters, asked: Mapping[str, str]) -> list[Threshold]:
    """Return the thresholds, in the order of the method."""
    return [
        Threshold(
            name,
            *ABOUT[name],
            getattr(parameters, name),
            asked.get(name, ""),
            RANGES[name].low,
            RANGES[name].high,
            RANGES[name].above,
        )
        for name in ABOUT
    ]


def compared(before: ChainGaps, after: ChainGaps) -> Other:
    """Return what differs between the answers of two sets of thresholds, over the same chains."""
    now = {row.segment.key: row for row in after.rows}
    pairs = [(row, now[row.segment.key]) for row in before.rows if row.segment.key in now]
    moved = [(old, new) for old, new in pairs if old.gap_class is not new.gap_class or old.extension != new.extension]
    flags = sum(bool(row.extension) for row in before.rows), sum(bool(row.extension) for row in after.rows)
    return Other(moved, _classes(before), _classes(after), flags)


def _classes(gaps: ChainGaps) -> Counter[GapClass]:
    return Counter(row.gap_class for row in gaps.rows)
