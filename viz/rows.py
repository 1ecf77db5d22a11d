"""Which row each segment takes in its column: few crossings, short lines.

Barycentre sweeps (Sugiyama, Tagawa and Toda 1981) order the blocks of a column by
the mean row of their neighbours; a dynamic programme then gives them rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from queries.gaps.model import ChainGraph
from viz.columns import Block, Column, band_of, blocks_of, columns_of

SWEEPS = 8
FEW_ROWS = 7
EFFORT = 40_000
"""How many exchanges are tried: this number divided by the number of inputs."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a segment stands: column, row (rows of the band follow those of the main part), nesting depth."""

    column: int
    row: int
    depth: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A stage's name above its first row; ``row`` 0 is the head of the column."""

    column: int
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole arrangement: position of each column, rows of the main part and of the band, places, headings."""

    positions: tuple[str, ...]
    rows: int
    band_rows: int
    places: dict[str, Place]
    headings: tuple[Heading, ...]


def grid_of(chain: ChainGraph) -> Grid:
    """Arrange a chain. A row is left free if there are few, so that lines can pass and blocks stand level."""
    blocks = blocks_of(chain)
    columns = columns_of(chain, blocks)
    if not columns:
        columns = [Column("中游", [("", [])])]
    rows = max(column.rows for column in columns)
    rows += rows < FEW_ROWS
    home = {key: at for at, column in enumerate(columns) for block in column.blocks() for key in block.keys}
    band = band_of(chain, blocks, home, len(columns))
    search = _Search(chain, columns, band, rows)
    search.run()
    high = max([sum(len(block.keys) for block in part) for part in band.values()], default=0)
    headings = _headings(columns, search.best)
    return _tightened(Grid(tuple(column.position for column in columns), rows, high, search.places(), tuple(headings)))


def _tightened(grid: Grid) -> Grid:
    """Take out the rows of the main part that no column uses."""
    used = {place.row for place in grid.places.values()} | {heading.row - 1 for heading in grid.headings if heading.row}
    kept = sorted(row for row in used if row < grid.rows)
    new = {row: at for at, row in enumerate(kept)}
    new.update({grid.rows + row: len(kept) + row for row in range(grid.band_rows + 1)})
    places = {key: replace(place, row=new[place.row]) for key, place in grid.places.items()}
    headings = tuple(replace(head, row=new[head.row]) if head.row else head for head in grid.headings)
    return Grid(grid.positions, max(len(kept), 1), grid.band_rows, places, headings)


def _headings(columns: Sequence[Column], row: dict[str, int]) -> list[Heading]:
    out = []
    for at, column in enumerate(columns):
        for number, (stage, blocks) in enumerate(column.stages):
            top = min([row[block.keys[0]] for block in blocks], default=0)
            out.append(Heading(at, top if number else 0, stage))
    return out


class _Search:
    """The state of the sweeps: columns in their present order, and the best rows seen."""

    def __init__(self, chain: ChainGraph, columns: list[Column], band: dict[int, list[Block]], rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.column: dict[str, int] = {}
        self.depth: dict[str, int] = {}
        self.row: dict[str, int] = {}
        for at, column in enumerate(columns):
            self._enter(at, column.blocks())
            self._settle(at)
        for at, blocks in band.items():
            self._enter(at, blocks)
            for block in blocks:
                done = sum(self.column[key] == at and self.row.get(key, 0) >= rows for key in self.row)
                self.row.update({key: rows + done + step for step, key in enumerate(block.keys)})
        known = self.column.keys()
        self.links = [(edge.start, edge.end) for edge in chain.inputs if edge.start in known and edge.end in known]
        self.near: dict[str, list[str]] = {key: [] for key in known}
        for start, end in self.links:
            self.near[start].append(end)
            self.near[end].append(start)
        self.best = dict(self.row)

    def _enter(self, at: int, blocks: Sequence[Block]) -> None:
        for block in blocks:
            for key, depth in zip(block.keys, block.depths, strict=True):
                self.column[key], self.depth[key] = at, depth

    def places(self) -> dict[str, Place]:
        return {key: Place(self.column[key], row, self.depth[key]) for key, row in sorted(self.best.items())}

    def run(self) -> None:
        lowest = self._cost()
        for sweep in range(SWEEPS):
            ways = range(len(self.columns)) if sweep % 2 == 0 else range(len(self.columns) - 1, -1, -1)
            for at in ways:
                self._sort(at)
                self._settle(at)
            if (cost := self._cost()) < lowest:
                lowest, self.best = cost, dict(self.row)
        self.row = dict(self.best)
        self._swap(lowest, max(60, EFFORT // max(len(self.links), 1)))
        self.best = dict(self.row)

    def _wish(self, key: str) -> float:
        """Return the row in which the segment would stand level with its neighbours in other columns."""
        rows = [self.row[other] for other in self.near[key] if self.column[other] != self.column[key]]
        return sum(rows) / len(rows) if rows else self.row[key]

    def _spread(self, blocks: Sequence[Block]) -> dict[str, float]:
        """Return the rows that the blocks would have if they filled the column evenly."""
        need = sum(len(block.keys) + block.lead for block in blocks) or 1
        out, done = {}, 0
        for block in blocks:
            done += block.lead
            middle = (done + len(block.keys) / 2) * self.rows / need - len(block.keys) / 2
            out.update({key: middle + step for step, key in enumerate(block.keys)})
            done += len(block.keys)
        return out

    def _sort(self, at: int) -> None:
        for _, blocks in self.columns[at].stages:
            blocks.sort(key=lambda block: sum(map(self._wish, block.keys)) / len(block.keys))

    def _settle(self, at: int) -> None:
        """Give the blocks of a column, in their order, the rows nearest to what they wish for."""
        blocks = self.columns[at].blocks()
        even = self._spread(blocks)
        # neighbours alone would pull the whole map together into one half of the sheet
        wish = {key: (y + self._wish(key)) / 2 if key in self.row else y for key, y in even.items()}
        best = [[(0.0, 0)] * (self.rows + 1)]
        for block in blocks:
            need, line = len(block.keys) + block.lead, [(float("inf"), 0)]
            for end in range(1, self.rows + 1):
                keep = line[end - 1]
                if end >= need:
                    top = end - len(block.keys)
                    far = sum(abs(top + step - wish[key]) for step, key in enumerate(block.keys))
                    cost = best[-1][end - need][0] + far
                    keep = min(keep, (cost, end))
                line.append(keep)
            best.append(line)
        end = self.rows
        for number in range(len(blocks), 0, -1):
            block, end = blocks[number - 1], best[number][end][1]
            top = end - len(block.keys)
            self.row.update({key: top + step for step, key in enumerate(block.keys)})
            end = top - block.lead

    def _swap(self, lowest: float, trials: int) -> None:
        """Exchange neighbouring blocks that stand better the other way round, until none does or trials run out."""
        better = True
        while better and trials > 0:
            better = False
            for at, blocks in [(at, blocks) for at, column in enumerate(self.columns) for _, blocks in column.stages]:
                for first in range(len(blocks) - 1):
                    before = dict(self.row)
                    blocks[first], blocks[first + 1] = blocks[first + 1], blocks[first]
                    self._settle(at)
                    trials -= 1
                    if (cost := self._cost()) < lowest - 1e-9:
                        lowest, better = cost, True
                        continue
                    blocks[first], blocks[first + 1] = blocks[first + 1], blocks[first]
                    self.row = before

    def _cost(self) -> float:
        """Return the length of all lines in rows, plus one for each crossing between neighbouring columns."""
        spans: dict[int, list[tuple[float, float]]] = {}
        cost = 0.0
        for start, end in self.links:
            a, b = self.column[start], self.column[end]
            ya, yb = self.row[start], self.row[end]
            cost += abs(yb - ya)
            if a > b:
                a, b, ya, yb = b, a, yb, ya
            for gutter in range(a, b):
                step = (yb - ya) / (b - a)
                spans.setdefault(gutter, []).append((ya + step * (gutter - a), ya + step * (gutter - a + 1)))
        for lines in spans.values():
            lines.sort()
            arrivals = [arrival for _, arrival in lines]
            for at, here in enumerate(arrivals):
                cost += 0.5 * sum(other < here - 1e-9 for other in arrivals[at + 1 :])
        return cost
