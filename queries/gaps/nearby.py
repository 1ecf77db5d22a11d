"""What the area around the city has of a segment: plain values. See :mod:`queries.gaps.reach` for the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SEGMENT, CHAIN = "segment", "chain"
"""Levels of what is known: of the segment itself, or only of the whole chain."""

TIE_ZH = {
    "about": "所属产业就是这条链所讲的产业",
    "chain-name": "所属产业与这条链同名",
    "stated": "文中写明",
    "product": "产品相符",
    "code": "行业小类相符",
    "name": "与环节同名",
    "alias": "环节别名",
    "term": "产品用词相符",
    "ending": "名称以环节用词结尾",
}
"""Rules that tie a neighbour to a segment or chain, in words."""


class Verdict(StrEnum):
    """Whether the area around the city has it."""

    SUPPLIED = "supplied"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A firm or cluster in another city of the area, and what says so.

    ``level`` is ``segment`` or ``chain``; ``rule`` and ``term`` tie it to that.
    ``grade`` is A for an authority's page, B for a newspaper's or operator's
    own; empty for a letter or a register's row. ``quote`` is empty for a row.
    """

    kind: str
    key: str
    name: str
    city: str
    level: str
    rule: str
    term: str
    source: str
    document: str
    issuer: str
    date: str
    grade: str
    statement: str
    quote: str

    @property
    def tie_zh(self) -> str:
        """The rule as staff say it."""
        return TIE_ZH.get(self.rule, self.rule)


@dataclass(frozen=True, slots=True)
class Nearby:
    """What is known of one segment in the area.

    ``empty`` are (city, source) where a complete source covers the segment
    and nothing, not even a candidate, stands in it. ``elsewhere`` are (firm,
    place) outside the area.
    """

    area: str = ""
    cities: tuple[str, ...] = ()
    who: tuple[Neighbour, ...] = ()
    empty: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """The answer for one segment: verdict, who, on which level, by which sources, and a sentence.

    ``level`` is ``segment`` where somebody stands in the segment, ``chain``
    where only a cluster of the whole chain is known (the verdict is then
    unknown), else empty. ``source`` and ``grade`` are those of ``who`` on
    that level, or of the lists that say that nobody does.
    """

    verdict: Verdict
    verdict_zh: str
    area: str
    level: str
    who: tuple[Neighbour, ...]
    source: str
    grade: str
    sentence: str
