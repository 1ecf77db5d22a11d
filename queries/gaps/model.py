"""What the gap analysis takes and gives: plain values, no store, no files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class GapClass(StrEnum):
    """The class of a segment, in the order in which the method tries them."""

    INSUFFICIENT = "insufficient"
    MISSING = "missing"
    SINGLE = "single"
    WEAK = "weak"
    STRONG = "strong"
    PRESENT = "present"

    @property
    def zh(self) -> str:
        """The class as staff say it."""
        return _CLASS_ZH[self][0]

    @property
    def mark(self) -> str:
        """The one character that stands for the class, so that it survives black and white."""
        return _CLASS_ZH[self][1]


_CLASS_ZH = {
    GapClass.INSUFFICIENT: ("数据不足", "？"),
    GapClass.MISSING: ("缺链", "缺"),
    GapClass.SINGLE: ("单点依赖", "单"),
    GapClass.WEAK: ("弱链", "弱"),
    GapClass.STRONG: ("强链候选", "强"),
    GapClass.PRESENT: ("有企业", "有"),
}


class Tier(StrEnum):
    """What the answer rests on: structure, counts or quotients, output and coefficients."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim quote with its place: document key, span in its canonical text, section."""

    statement: str
    document: str
    document_title: str
    section: str
    start: int
    end: int
    text: str
    status: str
    review: str


@dataclass(frozen=True, slots=True)
class FirmHere:
    """A firm (or platform) placed in a segment, and the rule that placed it there.

    ``review`` is ``accepted`` or ``candidate``; candidates are shown apart and
    never counted. ``status`` is a :class:`graph.evidence.Status` value.
    """

    key: str
    name: str
    rule: str
    term: str
    status: str
    review: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentNode:
    """A segment as one chain's template places it, with what is known of it locally."""

    key: str
    name: str
    position: str
    stage: str
    parent: str = ""
    rank: int = 0
    shared_with: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    firms: tuple[FirmHere, ...] = ()
    mentions: tuple[Quote, ...] = ()
    gbt4754: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputEdge:
    """``start`` is a direct input of ``end``; ``basis`` is ``stated`` or ``engineering``."""

    start: str
    end: str
    kind: str
    basis: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class ChainGraph:
    """One chain with everything the analysis reads."""

    key: str
    name: str
    version: str
    author: str
    scope: str
    segments: tuple[SegmentNode, ...]
    inputs: tuple[InputEdge, ...]
    leaders: tuple[FirmHere, ...] = ()


@dataclass(frozen=True, slots=True)
class GapRow:
    """The answer for one segment.

    ``breaks_direct`` / ``breaks_indirect``: keys of the segments downstream
    that take it directly / only through others; the ``local_`` ones are those
    of them that are known to be made here. ``sentence`` says the class and
    its reason in Chinese; ``next_tier`` what is missing for the next tier.
    ``verify_gain`` is how many ranked answers verifying it would change.
    """

    segment: SegmentNode
    gap_class: GapClass
    tier: Tier
    sentence: str
    breaks_direct: tuple[str, ...]
    breaks_indirect: tuple[str, ...]
    local_direct: tuple[str, ...]
    local_indirect: tuple[str, ...]
    leaders_hit: tuple[str, ...]
    extension: bool
    next_tier: str
    verify_gain: int
    verify_why: str


@dataclass(frozen=True, slots=True)
class GapParameters:
    """Thresholds, printed with every result."""

    single_share: float = 0.1
    weak_gap: float = 0.5
    weak_quotient: float = 0.5
    strong_quotient: float = 1.0
    minimum_suppliers: float = 2.0


@dataclass(frozen=True, slots=True)
class ChainGaps:
    """The answer for one chain: rows in rank order, and what they rest on."""

    chain: ChainGraph
    rows: tuple[GapRow, ...]
    parameters: GapParameters
    documents: tuple[str, ...]
    data_version: str
    counts: dict[GapClass, int] = field(default_factory=dict)

    def row(self, segment: str) -> GapRow:
        """Return the row of a segment key.

        Raises:
            KeyError: the chain has no such segment.
        """
        for row in self.rows:
            if row.segment.key == segment:
                return row
        raise KeyError(segment)
