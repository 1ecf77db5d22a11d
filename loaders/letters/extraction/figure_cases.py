"""What the finders of a figure's subject see: the clause, the quantity, the figure before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
MADE = ("Project", "Platform", "FinancialProduct", "Event", "Cluster")


@dataclass(frozen=True, slots=True)
class Found:
    """The figure before: its subject, where that is said, its metric, the part of the sentence."""

    subject: Ref
    start: int
    metric: str
    part: int


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
