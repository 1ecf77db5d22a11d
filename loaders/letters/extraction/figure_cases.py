"""What the finders of a figure's subject see: the clause, the quantity, the figure before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.evidence import Ref
from loaders.letters.extraction.model import Mention
from loaders.letters.extraction.quantities import Quantity
from loaders.letters.extraction.reading import Context, Reading

MEASURED = (
    "Firm", "Platform", "Cluster", "Event", "Project", "Policy", "Industry", "Segment", "Product", "Town",
    "Technology", "FinancialProduct", "Organisation", "Region",
)  # fmt: skip
CUT = re.compile(r"^(?:计划|预计|项目)|[总年]$")
"""A name that took in a word of the metric: 计划总 of 计划总投资."""
HANDED = ("Firm", "Platform", "Cluster", "Event", "Project", "Industry", "Segment", "Product", "Town", "Region")
"""What a figure can be handed out to in a series."""
MADE = ("Project", "Platform", "FinancialProduct", "Event", "Cluster")


@dataclass(frozen=True, slots=True)
class Found:
    """The figure before: its subject, where that is said, its metric, the part of the sentence."""

    subject: Ref
    start: int
    metric: str
    part: int


@dataclass(slots=True)
class Line:
    """The figures of a sentence so far: the last one, and the last row of them that was handed out in turn."""

    last: Found | None = None
    row: list[Found] = field(default_factory=list)
    rank: Found | None = None

    def at(self, place: int | None) -> Found | None:
        """Return the figure that one at ``place`` of a row adds to: the same place of the row before, else the last."""
        return self.row[place] if place is not None and place < len(self.row) else self.last

    def add(self, found: Found, place: int | None, *, rank: bool) -> None:
        """Note a figure; a rank is nothing that others add to."""
        self.rank = found if rank else self.rank
        if rank or re.match(r"上?拉动?|贡献率", found.metric):
            # What it adds to a wider figure is nothing that the next one grows from.
            return
        if place is None:
            self.row = []
        else:
            self.row = [*self.row[:place], found, *self.row[place + 1 :]]
        self.last = found


def alike(context: Context, quantity: Quantity) -> tuple[tuple[tuple[Ref, int], ...], str]:
    """Return the names that open a clause where each has the figure (甲和乙产值均突破百亿) and the words after them."""
    listed: list[Mention] = []
    at = context.start
    for item in context.mentions:
        gap = context.text[at - context.start : item.start - context.start]
        if item.kind not in HANDED or (listed and (item.kind != listed[0].kind or gap not in {"、", "和", "与", "及"})):
            break
        if not listed and gap.strip("“"):
            break
        listed.append(item)
        at = item.end
    rest = context.text[at - context.start : quantity.start - context.start]
    if len(listed) < 2 or not re.fullmatch(r"[^，、]{0,8}?(?:均|都|皆|各)[^，、]{0,8}", rest):
        return (), ""
    return tuple((ref_of(item), item.start) for item in listed), re.sub(r"均|都|皆|各", "", rest)


@dataclass(frozen=True, slots=True)
class Case:
    """What a finder of the subject sees: the clause, the quantity, the figure before it, the words before it."""

    reading: Reading
    context: Context
    quantity: Quantity
    previous: Found | None
    left: str

    @property
    def offset(self) -> int:
        """Where the quantity begins in its clause."""
        return self.quantity.start - self.context.start

    @property
    def city(self) -> tuple[Ref, int] | None:
        """The place whose office speaks."""
        return (self.reading.city, self.context.start) if self.reading.city else None


def ref_of(mention: Mention) -> Ref:
    """Return the reference of what a mention names."""
    return Ref(kind=mention.kind, name=mention.name)
