"""The class of a segment, first that fits, and the tier of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from queries.gaps.model import FirmHere, GapClass, GapParameters, Measures, SegmentNode, Tier
from queries.gaps.supply import unsettled

UNMEASURED = Measures()
"""What is known above T0 of most segments: nothing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides the class of one segment, over all chains it is in.

    ``demand`` are the segments that take it directly and are made here,
    ``demand_elsewhere`` how many of them the row's own chain does not show.
    ``lost``, ``lost_share`` and ``lost_in`` are of the chain in which most is
    lost; ``top`` says that this is among the chain's highest shares.
    """

    segment: SegmentNode
    firms: tuple[FirmHere, ...]
    suppliers: float | None
    equal_shares: bool
    local: bool
    demand: tuple[str, ...] = ()
    demand_elsewhere: int = 0
    lost: tuple[str, ...] = ()
    lost_share: float = 0.0
    lost_in: str = ""
    top: bool = False
    measures: Measures = UNMEASURED

    @property
    def covered(self) -> bool:
        """Whether a complete source covers the segment."""
        return bool(self.segment.covered_by)

    @property
    def unsettled(self) -> tuple[FirmHere, ...]:
        """Firms of a complete list that may or may not make it: their class is the segment's, and of others too."""
        return unsettled(self.segment) if self.covered else ()


def classify(facts: Facts, parameters: GapParameters) -> GapClass:
    """Return the class, trying them in the method's order.

    A covered segment without firms that nothing made here takes is not a gap
    (nobody needs it) and not 有企业 either; it is 数据不足, because its demand
    is what is unknown. So is one for which the list has firms of a class that
    it shares with other segments: one of them may make it. For the same reason
    a single supplier beside such firms is not called single.
    """
    suppliers = facts.suppliers
    if not facts.covered or (suppliers is None and (not facts.demand or facts.unsettled)):
        return GapClass.INSUFFICIENT
    if suppliers is None:
        return GapClass.MISSING
    if suppliers < parameters.minimum_suppliers and facts.top and not facts.unsettled:
        return GapClass.SINGLE
    if _weak(facts.measures, parameters):
        return GapClass.WEAK
    quotient = facts.measures.quotient
    if quotient is not None and quotient >= parameters.strong_quotient and suppliers >= parameters.minimum_suppliers:
        return GapClass.STRONG
    return GapClass.PRESENT


def _weak(measures: Measures, parameters: GapParameters) -> bool:
    """At T2 the gap ratio decides, at T1 the quotient; at T0 nothing does."""
    if measures.gap_ratio is not None:
        return measures.gap_ratio >= parameters.weak_gap
    return measures.quotient is not None and measures.quotient < parameters.weak_quotient


def tier(facts: Facts) -> Tier:
    """Return what the answer rests on: complete counts make T1, a gap ratio T2, all else is structure."""
    if not facts.covered:
        return Tier.T0
    return Tier.T2 if facts.measures.gap_ratio is not None else Tier.T1


def shown_measures(facts: Facts) -> Measures:
    """Return what a row may print of its measures: a gap only at T2, elsewhere the reason why it is left out."""
    known = facts.measures
    if known.gap is None or tier(facts) is Tier.T2:
        return known
    return replace(known, gap=None, gap_ratio=None, reasons=(*known.reasons, "没有完整覆盖本环节的名录，不列缺口额"))


def top_share(shares: Mapping[str, float], part: float) -> frozenset[str]:
    """Return the keys whose share is positive and in the top ``part`` of all, equals together."""
    values = sorted(shares.values(), reverse=True)
    limit = part * len(values)
    return frozenset(key for key, share in shares.items() if share > 0 and values.index(share) < limit)
