"""What the overview shows: counts by kind, the chains one cell a segment, what to verify first, what was loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Value
from queries.gaps.export import quotes_of
from queries.gaps.model import ChainGaps, GapClass, GapRow

POSITIONS = ("上游", "配套", "中游", "下游")
KINDS = ("Chain", "Segment", "Firm", "Cluster", "Platform", "Policy", "Product", "Town", "Document", "Statement")
"""Kinds that the overview counts, in its order."""
_ABOUT = {"template": "structure", "table": "names", "decisions": "names"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A segment in the strip of its chain: its class, whether an accepted statement speaks of it, a new position."""

    key: str
    name: str
    gap_class: GapClass
    told: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A chain as one row of cells, upstream first."""

    key: str
    name: str
    cells: tuple[Cell, ...]
    told: int
    inputs: int
    counts: Mapping[GapClass, int]

    @property
    def present(self) -> list[tuple[GapClass, int]]:
        """Classes that occur, in the order of the method."""
        return [(one, self.counts[one]) for one in GapClass if self.counts.get(one)]


def strip_of(gaps: ChainGaps) -> Strip:
    """Return a chain as a strip."""
    order = {position: at for at, position in enumerate(POSITIONS)}
    rows = sorted(gaps.rows, key=lambda row: (order.get(row.segment.position, 9), row.segment.rank, row.segment.key))
    cells, before = [], ""
    for row in rows:
        first = bool(before) and row.segment.position != before
        before = row.segment.position
        cells.append(Cell(row.segment.key, row.segment.name, row.gap_class, is_told(row), first))
    told = sum(cell.told for cell in cells)
    return Strip(gaps.chain.key, gaps.chain.name, tuple(cells), told, len(gaps.chain.inputs), gaps.counts)


def is_told(row: GapRow) -> bool:
    """Tell whether an accepted statement or row speaks of the segment."""
    return any(quote.review == "accepted" for quote in quotes_of(row))


def strips(every: Iterable[ChainGaps]) -> list[Strip]:
    """Return all chains, those of which most is told first."""
    return sorted(map(strip_of, every), key=lambda one: (-one.told, -len(one.cells), one.name))


def first_checks(every: Iterable[ChainGaps], most: int = 7) -> list[tuple[ChainGaps, GapRow]]:
    """Return the first row of the 核查清单 of each chain that has one to gain, most first, each segment once."""
    found: dict[str, tuple[ChainGaps, GapRow]] = {}
    for gaps in every:
        for row in gaps.check_list()[:1]:
            if row.verify_gain and row.segment.key not in found:
                found[row.segment.key] = (gaps, row)
    ordered = sorted(
        found.values(), key=lambda one: (-one[1].verify_gain, -len(one[1].breaks_direct), one[0].chain.name)
    )
    return ordered[:most]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A source, or all of one form, as the overview lists them.

    ``document`` is empty where several stand for one another; ``about`` says
    what it is good for.
    """

    document: str
    form: str
    title: str
    number: int
    statements: int
    facts: tuple[str, ...]
    about: str


def loaded(documents: Sequence[Mapping[str, Value]], most: int = 5) -> list[Loaded]:
    """Return registers that declare completeness and letters one by one, then what else was loaded by form."""
    single = [row for row in documents if row["completeness"] == "complete" or row["form"] in ("letter", "register")]
    single.sort(key=lambda row: (row["completeness"] != "complete", -_number(row), str(row["title"])))
    shown = single[:most]
    forms: dict[str, list[Mapping[str, Value]]] = {}
    for row in documents:
        if row not in shown:
            forms.setdefault(str(row["form"] or ""), []).append(row)
    groups = [
        Loaded("", form, "", len(rows), sum(map(_number, rows)), (), _ABOUT.get(form, "partial"))
        for form, rows in sorted(forms.items(), key=lambda pair: -len(pair[1]))
    ]
    return [*map(_one, shown), *groups]


def _one(row: Mapping[str, Value]) -> Loaded:
    facts = (str(row["issuer"] or ""), str(row["as_of"] or row["date"] or ""))
    about = "complete" if row["completeness"] == "complete" else "partial"
    title = str(row["number"] or row["title"] or row["document"])
    return Loaded(str(row["document"]), str(row["form"] or ""), title, 1, _number(row), facts, about)


def _number(row: Mapping[str, Value]) -> int:
    return row["statements"] if isinstance(row["statements"], int) else 0
