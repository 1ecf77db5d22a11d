"""What the gap analysis takes and gives: plain values, no store, no files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from queries.demand.model import Demand
from queries.gaps.nearby import Nearby, Reach, Verdict
from queries.tiers.model import GapFigure, QuotientFigure

DONE = frozenset({"done", ""})
"""Statuses that make a fact a fact; a register row says nothing of status, so blank counts as done."""


UNPLACED = "所在地未知"
"""Stands for the place of a firm of which only sources of other or wider regions speak, and none says where it is."""

NOTHING_NEARBY = Nearby()
UNREACHED = Reach(Verdict.UNKNOWN, "未知", "", "", (), "", "", "")
"""Before anybody has looked at the neighbours."""

RULE_ZH = {
    "stated": "文中写明",
    "product": "产品相符",
    "word": "产品名称里有此词",
    "name": "企业名称里有此词",
    "code": "行业小类相符",
    "supposed": "假设",
}
"""Rules that place a firm in a segment, in words."""


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
    """A verbatim quote with its place: document key, span in its canonical text, section.

    ``term`` is the word of it that names the segment, where one does;
    ``subject`` and ``object`` are the keys of what a statement speaks of.
    """

    statement: str
    document: str
    document_title: str
    section: str
    start: int
    end: int
    text: str
    status: str
    review: str
    predicate: str = ""
    term: str = ""
    subject: str = ""
    object: str = ""


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
    share: float | None = None
    place: str = ""

    @property
    def rule_zh(self) -> str:
        """The rule that placed it, as staff say it."""
        return RULE_ZH.get(self.rule, self.rule)

    @property
    def is_firm(self) -> bool:
        """Whether it is a firm; platforms are shown in a segment but supply nothing there."""
        return self.key.startswith("Firm:")

    @property
    def counted(self) -> bool:
        """Whether it counts as a supplier: a firm, accepted, and done (planned is not done)."""
        return self.is_firm and self.review == "accepted" and self.status in DONE


@dataclass(frozen=True, slots=True)
class SegmentNode:
    """A segment as one chain's template places it, with what is known of it locally.

    ``name`` is what this chain's template calls it, ``canonical`` the name of
    the shared node. ``covered_by`` holds the keys of complete sources only.
    ``elsewhere`` are firms whose accepted locations all lie outside the
    region: never counted, but within reach; and those of unknown place
    (``UNPLACED``) that only a source of another or a wider region names.
    ``towns`` are those in which its firms, or the clusters and industries that
    accepted statements say to make it, lie.
    ``nearby`` is what the other cities of the area have of it.
    """

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
    canonical: str = ""
    aliases: tuple[str, ...] = ()
    elsewhere: tuple[FirmHere, ...] = ()
    towns: tuple[str, ...] = ()
    nearby: Nearby = NOTHING_NEARBY


@dataclass(frozen=True, slots=True)
class Source:
    """A document and the coverage that it declares.

    ``covers`` holds segment keys and GB/T 4754 codes, ``consulted`` the offices
    that the document says it was agreed with. Only
    ``completeness == "complete"`` lets "no firm" mean anything.
    """

    key: str
    title: str
    issuer: str = ""
    form: str = ""
    region: str = ""
    completeness: str = "partial"
    as_of: str = ""
    declared_by: str = ""
    covers: tuple[str, ...] = ()
    date: str = ""
    grade: str = ""
    url: str = ""
    consulted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputEdge:
    """``start`` is a direct input of ``end``; ``basis`` is ``stated`` or ``engineering``, ``cited`` who states it."""

    start: str
    end: str
    kind: str
    basis: str
    statement: str = ""
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainGraph:
    """One chain with everything the analysis reads.

    ``members`` are firms and platforms that documents place in the chain's
    industry, whether or not a segment is known: people to ask, never counted.
    ``known_leaders`` are firms that documents call leaders and that nothing
    ties to this chain yet. ``home`` names the region asked about and those
    that contain it: complete sources of these cover segments.
    """

    key: str
    name: str
    version: str
    author: str
    scope: str
    segments: tuple[SegmentNode, ...]
    inputs: tuple[InputEdge, ...]
    leaders: tuple[FirmHere, ...] = ()
    sources: tuple[Source, ...] = ()
    aliases: tuple[str, ...] = ()
    members: tuple[FirmHere, ...] = ()
    known_leaders: tuple[FirmHere, ...] = ()
    home: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """What tiers above T0 know of a segment; ``None`` where nothing is known.

    ``quotient`` is SLQ (or LQ at T1), ``gap_ratio`` g of the method; they
    decide classes. ``quotient_figure`` and ``gap`` say what they rest on
    (:mod:`queries.tiers`), ``reasons`` why one of them is not known.
    """

    quotient: float | None = None
    gap_ratio: float | None = None
    quotient_figure: QuotientFigure | None = None
    gap: GapFigure | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GapRow:
    """The answer for one segment.

    ``breaks_direct`` / ``breaks_indirect``: keys of the segments downstream
    that take it directly / only through others; the ``local_`` ones are those
    of them that are known to be made here. ``sentence`` says the class and
    its reason in Chinese; ``next_tier`` what is missing for the next tier.
    ``leaders_hit`` holds firm keys; ``leaders_direct`` those in segments that
    take it directly.

    ``verify_gain`` is the number of local segments that take it directly and
    lose it if verifying finds it absent, less those that do if it finds it
    present (none); 0 where an accepted firm already rules absence out.
    ``verify_upstream`` are the segments whose own counts rise if it is found
    present. ``rank`` and ``verify_rank`` start at 1; 0 means not ranked there.
    ``tied_with`` names the rows whose every count is the same.

    ``lost`` are the local downstream segments that lose every path of inputs
    without it, in the chain ``lost_in`` where that share is largest.
    ``suppliers`` is N; ``equal_shares`` says that shares are taken as equal.
    ``cut_here`` are those of the row's own chain, of all chains where it
    stands for all; ``leaders_cut`` the chain leaders in them.
    ``wide_*`` count over all chains, where a shared segment is one node.
    ``local`` says that it is known to be made here. ``demand`` is what stated
    outputs take of it (:mod:`queries.demand`): beside the class, never part of it.
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
    rank: int = 0
    verify_rank: int = 0
    tied_with: tuple[str, ...] = ()
    leaders_direct: tuple[str, ...] = ()
    verify_upstream: tuple[str, ...] = ()
    suppliers: float | None = None
    equal_shares: bool = True
    lost: tuple[str, ...] = ()
    lost_share: float = 0.0
    lost_in: str = ""
    inputs: tuple[str, ...] = ()
    inputs_local: tuple[str, ...] = ()
    wide_direct: tuple[str, ...] = ()
    wide_indirect: tuple[str, ...] = ()
    wide_local: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    would_change: tuple[str, ...] = ()
    reach: Reach = UNREACHED
    local: bool = False
    cut_here: tuple[str, ...] = ()
    leaders_cut: tuple[str, ...] = ()
    demand: tuple[Demand, ...] = ()
    measures: Measures = Measures()


@dataclass(frozen=True, slots=True)
class GapParameters:
    """Thresholds, printed with every result.

    ``single_share`` is the part of a chain's segments that is "the top" when
    single dependence is judged; ``extension_share`` the least share of direct
    inputs made here that makes an absent segment an 延链机会.
    """

    single_share: float = 0.1
    weak_gap: float = 0.5
    weak_quotient: float = 0.5
    strong_quotient: float = 1.0
    minimum_suppliers: float = 2.0
    extension_share: float = 0.5
    region: str = "中山市"

    @property
    def short_region(self) -> str:
        """The region as people say it: 中山, not 中山市."""
        return self.region.removesuffix("市") or self.region


@dataclass(frozen=True, slots=True)
class ChainGaps:
    """The answer for one chain: rows in rank order, and what they rest on."""

    chain: ChainGraph
    rows: tuple[GapRow, ...]
    parameters: GapParameters
    documents: tuple[str, ...]
    data_version: str
    counts: dict[GapClass, int] = field(default_factory=dict)

    def gap_list(self) -> tuple[GapRow, ...]:
        """The 补链清单: missing, single and weak rows in rank order."""
        wanted = {GapClass.MISSING, GapClass.SINGLE, GapClass.WEAK}
        return tuple(row for row in self.rows if row.gap_class in wanted)

    def check_list(self) -> tuple[GapRow, ...]:
        """The 核查清单: rows that verifying would change, most first."""
        return tuple(sorted((row for row in self.rows if row.verify_rank), key=lambda row: row.verify_rank))

    def row(self, segment: str) -> GapRow:
        """Return the row of a segment key.

        Raises:
            KeyError: the chain has no such segment.
        """
        for row in self.rows:
            if row.segment.key == segment:
                return row
        raise KeyError(segment)
