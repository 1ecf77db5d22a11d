"""What fits a segment: plain values. Nothing here holds a score; what orders a list is said beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from queries.gaps.model import GapRow
from queries.gaps.nearby import Reach

RULE_ZH = {
    "term": "产品用词相符",
    "alias": "环节名称或别名相符",
    "ending": "以产品用词结尾",
    "word": "产品名称里有此词",
    "stated": "文中写明在此环节",
    "product": "产品相符",
    "code": "行业小类相符",
}
"""Rules that tie a firm elsewhere to a segment, in words. A firm's own name proves nothing and is no rule here."""


class EvidenceTier(StrEnum):
    """How a firm is known to make something of the segment, surest first."""

    DOCUMENT = "document"
    REGISTER = "register"
    NATIONAL = "national"

    @property
    def zh(self) -> str:
        """The tier as staff say it."""
        return {"document": "文献点名", "register": "名录一行", "national": "全国产品清单一行"}[self.value]

    @property
    def en(self) -> str:
        """The tier in English."""
        return {"document": "named by a document", "register": "row of a register", "national": "national list"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement or a row: its words (empty for a row), where they stand, whose document (title with number)."""

    statement: str
    document: str
    title: str
    issuer: str
    date: str
    grade: str
    url: str
    place: str
    quote: str
    status: str
    review: str


@dataclass(frozen=True, slots=True)
class Made:
    """Something of the segment that a firm makes, or the fact that puts it there (``product`` is then empty).

    ``rule`` and ``term`` tie it to the segment.
    """

    product: str
    rule: str
    term: str
    review: str
    status: str
    tier: EvidenceTier
    evidence: Evidence

    @property
    def rule_zh(self) -> str:
        """The rule as staff say it."""
        return RULE_ZH.get(self.rule, self.rule)

    @property
    def statement(self) -> str:
        """Key of the statement, or the row."""
        return self.evidence.statement

    @property
    def sure(self) -> bool:
        """Whether a person has accepted it and it is done."""
        return self.review == "accepted" and self.status in ("done", "")


@dataclass(frozen=True, slots=True)
class Link:
    """A tie of a firm to somebody or something here; ``kind`` is customer, group, invested or invited."""

    kind: str
    relation: str
    other: str
    other_name: str
    status: str
    review: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Target:
    """A firm of another place and what it makes of the segment.

    ``place`` is ``UNPLACED`` where nobody says where it is, ``cities`` those
    of its places that lie in the area around the city. ``named_here`` says
    that its name holds the region's: it may be here already.
    """

    key: str
    name: str
    place: str
    made: tuple[Made, ...]
    named_here: bool = False
    cities: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def products(self) -> tuple[str, ...]:
        """Names of its products that fit, each once."""
        return tuple(dict.fromkeys(made.product for made in self.made if made.product))

    @property
    def tier(self) -> EvidenceTier:
        """Its surest evidence."""
        order = list(EvidenceTier)
        return min((made.tier for made in self.made), key=order.index)

    @property
    def sure(self) -> bool:
        """Whether at least one fact is accepted and done."""
        return any(made.sure for made in self.made)


@dataclass(frozen=True, slots=True)
class Makes:
    """What a firm here makes beside the segment: a direct input of it, or a segment with the same inputs."""

    segment: str
    name: str
    shared: tuple[str, ...]
    rule: str
    term: str
    review: str
    status: str
    evidence: Evidence

    @property
    def is_input(self) -> bool:
        """Whether it is a direct input of the segment; else a sibling with shared inputs."""
        return not self.shared


@dataclass(frozen=True, slots=True)
class Extender:
    """A firm here that could extend into the segment."""

    key: str
    name: str
    makes: tuple[Makes, ...]

    @property
    def sure(self) -> bool:
        """Whether an accepted, done fact says that it makes one of these."""
        return any(made.review == "accepted" and made.status in ("done", "") for made in self.makes)


@dataclass(frozen=True, slots=True)
class PolicyFit:
    """A policy for the segment, its chain's industry, or the sector of its classes.

    ``level`` is segment, chain or sector. ``term`` is running, lapsed or
    unknown on the day of the answer; ``until`` is what it was judged by and
    ``until_from`` whether a source states it or only the title does.
    """

    key: str
    name: str
    number: str
    issued: str
    issuers: tuple[str, ...]
    level: str
    object_name: str
    relation: str
    status: str
    term: str
    until: str
    until_from: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """A platform, or something in a town that names the segment or chain, and what says so."""

    key: str
    kind: str
    name: str
    level: str
    rule: str
    term: str
    relation: str
    status: str
    place: str
    evidence: Evidence
    place_status: str = "done"


@dataclass(frozen=True, slots=True)
class TownFit:
    """A town and what stands in it that names the segment or its chain."""

    key: str
    name: str
    grounds: tuple[Ground, ...]

    def count(self, level: str) -> int:
        """How many things of a level, each once."""
        return len({ground.key for ground in self.grounds if ground.level == level})


@dataclass(frozen=True, slots=True)
class Targets:
    """All that fits a segment.

    ``firms`` are elsewhere or of unknown place, ``here`` make it and are known
    to be here. ``shared_least`` is the least number of shared inputs that
    makes a segment a sibling, ``inputs`` the names of the segment's inputs.
    ``hidden_policies`` counts policies that only candidates tie to it.
    ``takers`` are the names of local segments that take it directly.
    ``listed_cities`` have a complete list of any segment: density compares
    cities, and with one there is nothing to compare.
    """

    segment: str
    name: str
    chains: tuple[str, ...]
    chain_names: tuple[str, ...]
    row: GapRow
    reach: Reach
    day: str
    region: str
    data_version: str
    firms: tuple[Target, ...]
    here: tuple[Target, ...]
    extenders: tuple[Extender, ...]
    inputs: tuple[str, ...]
    takers: tuple[str, ...]
    shared_least: int
    listed_cities: tuple[str, ...]
    policies: tuple[PolicyFit, ...]
    hidden_policies: int
    platforms: tuple[Ground, ...]
    towns: tuple[TownFit, ...]
    codes: tuple[str, ...] = field(default=())
