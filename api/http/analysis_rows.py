"""Types of what follows from the answers: what if, stability, bottlenecks, demand, reference tables."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from queries.demand.model import Demand, Stated, Unused
from queries.gaps.bottlenecks import Hold
from queries.gaps.model import GapClass, GapParameters, Tier
from queries.gaps.runs import Family


class SupposedFirm(TypedDict):
    """A firm that is supposed to be in a segment, or not to be."""

    firm: str
    name: str
    segment: str


class SupposedChanges(TypedDict):
    """What was supposed."""

    add: list[SupposedFirm]
    remove: list[SupposedFirm]
    complete: list[str]


StandingData = TypedDict(
    "StandingData",
    {
        "class": GapClass,
        "class_zh": str,
        "tier": Tier,
        "rank": int,
        "verify_rank": int,
        "extension": bool,
        "sentence": str,
        "counts": list[int],
        "verify_upstream": int,
        "gap": float,
    },
)
"""Where a segment stands in a chain."""


class SegmentChange(TypedDict):
    """A segment of one chain before and after."""

    segment: str
    name: str
    moved_only: bool
    why: str
    before: StandingData
    after: StandingData


class ChainChange(TypedDict):
    """A chain of which answers would change."""

    chain: str
    name: str
    counts_before: dict[GapClass, int]
    counts_after: dict[GapClass, int]
    rows: list[SegmentChange]


class WhatIfAnswer(TypedDict):
    """What would change, chain by chain; nothing of it is stored."""

    stored: bool
    changes: SupposedChanges
    notes: list[str]
    untouched: int
    chains: list[ChainChange]
    parameters: GapParameters


class KeptShare(TypedDict):
    """In how many runs something stays so, of how many."""

    kept: int
    runs: int
    share: float | None


StableRow = TypedDict(
    "StableRow",
    {
        "segment": str,
        "name": str,
        "class": GapClass,
        "gap_place": int,
        "check_place": int,
        "other_classes": dict[GapClass, int],
        "upset_by": list[str],
        "class_kept": dict[str, KeptShare],
        "in_gaps": dict[str, KeptShare],
        "in_checks": dict[str, KeptShare],
        "extension_kept": dict[str, KeptShare],
    },
)
"""How often a row keeps its class and place, over all runs and by their kind."""


class StabilityAnswer(TypedDict):
    """The runs that were made, and how often each row stays as it is."""

    chain: str
    name: str
    top: int
    runs: dict[Family, list[str]]
    rows: list[StableRow]
    parameters: GapParameters


class HeldCounts(TypedDict):
    """How many different segments and firms hang on it, over all chains."""

    cut: int
    leaders_cut: int
    direct: int
    indirect: int
    leaders: int


BottleneckRow = TypedDict(
    "BottleneckRow",
    {
        "segment": str,
        "name": str,
        "class": GapClass,
        "suppliers": int,
        "chains": int,
        "holds": list[Hold],
        "counts": HeldCounts,
    },
)
"""A segment and what hangs on it in each of its chains."""


class BottlenecksAnswer(TypedDict):
    """The first bottlenecks, and how many there are."""

    chain: str
    total: int
    idle: int
    local: int
    rows: list[BottleneckRow]
    names: dict[str, str]
    parameters: GapParameters


class OutputProduct(TypedDict):
    """A product that an output may consist of."""

    code: str
    name: str
    gbt4754: list[str]


class DemandLine(TypedDict):
    """All that follows from one stated output: how large a market is, which is no gap."""

    figure: Stated
    outputs: list[OutputProduct]
    mapping: str
    chains: list[str]
    makers: list[str]
    rows: list[Demand]
    below: list[Demand]
    cautions: list[str]
    refused: str


class DemandBasis(TypedDict):
    """Figures that are not taken for outputs and why, what the figures are called, names of chains."""

    unused: list[Unused]
    label: str
    note: str
    chains: dict[str, str]


class ReferenceRow(TypedDict):
    """A table that ships, and where its figures are."""

    name: str
    title: str
    multipliers: str
    quotients: str | None


class MultiplierRow(TypedDict):
    """A sector with its output multiplier, linkages and extraction loss."""

    sector: str
    output: float
    backward: float
    backward_relative: float
    sensitivity: float
    forward: float | None
    extraction: float


class MultipliersBasis(TypedDict):
    """Which table and flows, and what the figures do not say."""

    source: str
    unit: str
    flows: str
    radius: float
    cautions: list[str]


class QuotientRow(TypedDict):
    """A sector of a region with its location quotient."""

    sector: str
    region: str
    figure: float
    reference: float
    quotient: float | None
    flq: float | None
    share_low: float | None
    share_high: float | None
    note: str


RegionAbout = TypedDict(
    "RegionAbout",
    {
        "region": str,
        "share": float,
        "gini": float,
        "delta": NotRequired[float],
        "lambda": NotRequired[float],
        "trade_shares": NotRequired[list[list[float]]],
    },
)
"""A region of a table; with δ also Flegg's scale and the whole matrix of trade shares."""


class QuotientsBasis(TypedDict):
    """Which table, held against what, and what quotients do not say."""

    source: str
    unit: str
    reference: str
    sectors: list[str]
    regions: list[RegionAbout]
    cautions: list[str]
    words: str
