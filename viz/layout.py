"""Where everything on the printed chain-gap map stands: boxes, lines, texts with their measures.

:func:`layout` is pure: it takes the answer for a chain and returns shapes in px
on an A3 sheet across (1588 × 1123 px; 6.5 pt = 8.7 px).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.errors import Lang
from queries.gaps.model import ChainGaps, GapClass, InputEdge
from viz.box_text import BoxWriter, box_title, name_size
from viz.columns import SUPPORT
from viz.evidence_list import Place, cited, spot
from viz.frame import MARGIN, Frame
from viz.lanes import Lanes, lanes_of, route
from viz.palette import FIELD, INK, INK2
from viz.ports import Body, Net, Passes, free_strips, nets_of
from viz.rows import Grid, grid_of
from viz.shapes import Box, EdgePath, Mark, Panel, Pen, Rect, Rule, Tag, Text
from viz.text import fit, width
from viz.words import Words

PAGE = Rect(0, 0, 1588, 1123)
"""A3 across at 96 dpi."""

MAP_TOP, HEADS, PANEL_PAD, BAND_HEAD, BAND_GAP = 109.0, 48.0, 9.0, 24.0, 10.0
INDENT, WIDEST, HIGHEST = 16.0, 236.0, 84.0
LEAST_WIDTH, LEAST_HEIGHT, NARROWEST, GROWTHS = 124.0, 46.0, 104.0, 6
BARE_COLUMN, BARE_ROW = 160.0, 74.0
"""Pitch of columns and rows where the map stands alone."""


@dataclass(frozen=True, slots=True)
class MapLayout:
    """A whole sheet. Every text carries its measures (``Text.rect``); ``edges`` are polylines with right angles."""

    page: Rect
    title: str
    description: str
    panels: tuple[Panel, ...]
    boxes: tuple[Box, ...]
    edges: tuple[EdgePath, ...]
    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]
    tags: tuple[Tag, ...]
    marks: tuple[Mark, ...]


def layout(gaps: ChainGaps, *, lang: Lang = "zh", date: str = "") -> MapLayout:
    """Return the sheet of a chain: positions from left to right, stages as columns, support below.

    A chain too large for legible boxes gets a larger sheet of the same ratio.

    Args:
        gaps: the answer for the chain.
        lang: language of what is not data.
        date: the day up to which the data go, printed as given.
    """
    grid = grid_of(gaps.chain)
    sheet = _Sheet(gaps, grid, Words(lang), PAGE)
    for _ in range(GROWTHS):
        if sheet.growth <= 1:
            break
        page = Rect(0, 0, sheet.page.w * sheet.growth, sheet.page.h * sheet.growth)
        sheet = _Sheet(gaps, grid, Words(lang), page)
    return sheet.finished(date)


def bare_layout(gaps: ChainGaps, *, lang: Lang = "zh") -> MapLayout:
    """Return the map alone, for a screen: the arrangement of the sheet, as large as the chain needs, boxes empty.

    Texts are those of headings, rules the brackets of segments that are parts.

    Args:
        gaps: the answer for the chain.
        lang: language of what is not data.
    """
    grid, words, pen = grid_of(gaps.chain), Words(lang), Pen()
    rows = grid.rows + grid.band_rows
    band = BAND_GAP + BAND_HEAD if grid.band_rows else 0.0
    page = Rect(0, 0, BARE_COLUMN * max(len(grid.positions), 4), HEADS + BARE_ROW * rows + band)
    drawing = _Drawing(gaps, grid, words, pen, page)
    drawing.place()
    return MapLayout(
        page, gaps.chain.name, "", tuple(drawing.panels), tuple(drawing.boxes.values()), tuple(drawing.edges),
        tuple(pen.texts), tuple(pen.rules), (), (),
    )  # fmt: skip


class _Sheet:
    """One sheet of a given size."""

    def __init__(self, gaps: ChainGaps, grid: Grid, words: Words, page: Rect) -> None:
        self.gaps, self.grid, self.words, self.page, self.pen = gaps, grid, words, page, Pen()
        self.frame, self.quotes = Frame(gaps, words, self.pen, page), cited(gaps)
        height = page.h - MARGIN - MAP_TOP - self.frame.foot_height(self.quotes) - 4
        area = Rect(MARGIN, MAP_TOP, page.w - 2 * MARGIN, height)
        self.drawing = _Drawing(gaps, grid, words, self.pen, area)

    @property
    def growth(self) -> float:
        """How many times larger the sheet must be for legible boxes; 1 or less if it is large enough."""
        rows = self.grid.rows + self.grid.band_rows
        high = self.page.h + rows * (LEAST_HEIGHT - self.drawing.heights.box)
        wide = self.page.w + len(self.grid.positions) * (LEAST_WIDTH - self.drawing.columns.box)
        return max(high / self.page.h, wide / self.page.w)

    def finished(self, date: str) -> MapLayout:
        """Write everything and return it."""
        frame, words, pen, drawing = self.frame, self.words, self.pen, self.drawing
        frame.head(date)
        banner = frame.banner(MAP_TOP - 35)
        drawing.draw({spot(quote): number for number, quote in enumerate(self.quotes, 1)})
        frame.footer(self.quotes)
        counts = words.comma.join(f"{words.gap_class(each)} {frame.count(each)}" for each in GapClass)
        return MapLayout(
            self.page,
            frame.title,
            words("description", title=frame.title, size=frame.size, counts=counts),
            (banner, *drawing.panels),
            tuple(drawing.boxes.values()),
            tuple(drawing.edges),
            tuple(pen.texts),
            tuple(pen.rules),
            tuple(pen.tags),
            tuple(pen.marks),
        )


class _Drawing:
    """The map itself: heights first, then lines, then widths, then text."""

    def __init__(self, gaps: ChainGaps, grid: Grid, words: Words, pen: Pen, area: Rect) -> None:
        self.gaps, self.grid, self.words, self.pen, self.area = gaps, grid, words, pen, area
        self.rows = {row.segment.key: row for row in gaps.rows}
        self.heights = _Heights(grid, area)
        self.panels: list[Panel] = []
        self.boxes: dict[str, Box] = {}
        self.edges: list[EdgePath] = []
        bodies = {
            key: Body(place.column, self.heights.top(place.row), self.heights.box)
            for key, place in grid.places.items()
            if key in self.rows
        }
        self.nets = nets_of(gaps.chain.inputs, bodies)
        Passes(self._free()).choose(self.nets.values())
        self.columns = _Widths(grid, lanes_of(self.nets.values(), len(grid.positions)), area)

    def place(self) -> None:
        """Fill the lists of panels, boxes and edges and write the headings."""
        self._ground(self.columns)
        self._set_boxes(self.columns)
        self._set_edges(self.nets, self.columns)
        self._headings(self.columns)

    def draw(self, numbers: dict[Place, int]) -> None:
        """Place everything and write the text of the boxes."""
        self.place()
        narrowest = min([box.rect.w for box in self.boxes.values()], default=WIDEST)
        writer = BoxWriter(self.pen, self.words, numbers, name_size(self.rows.values(), narrowest))
        for key, box in self.boxes.items():
            writer.write(self.rows[key], box.rect)

    def _free(self) -> list[list[tuple[float, float]]]:
        """Return for each column the strips that neither a box nor a heading takes."""
        heights, grid = self.heights, self.grid
        blocked: list[list[Rect]] = [[] for _ in grid.positions]
        for place in grid.places.values():
            blocked[place.column].append(Rect(0, heights.top(place.row), 1, heights.box))
        for heading in grid.headings:
            if heading.row:
                blocked[heading.column].append(Rect(0, heights.top(heading.row) - 24, 1, 24))
        if grid.band_rows:
            for column in blocked:
                column.append(Rect(0, heights.band.y - 2, 1, BAND_HEAD + 2))
        return [free_strips(heights.first, heights.last, column) for column in blocked]

    def _ground(self, columns: _Widths) -> None:
        heights, grid = self.heights, self.grid
        bottom = heights.band.y - BAND_GAP if grid.band_rows else self.area.bottom
        for position in dict.fromkeys(grid.positions):
            left, right = columns.extent(position)
            rect = Rect(left, self.area.y, right - left, bottom - self.area.y)
            self.panels.append(Panel(position, rect))
            self._centred(self.words.position(position), rect.x, rect.right, rect.y + 21, 15, INK, strong=True)
        if grid.band_rows:
            band = heights.band
            self.panels.append(Panel(SUPPORT, band))
            self.pen.write(Text(columns.left[0], band.y + 17, self.words("support"), 13, INK, strong=True))

    def _headings(self, columns: _Widths) -> None:
        """Write the stages; one that takes several columns stands once above all of them."""
        tops = [(self.grid.positions[head.column], head.text) for head in self.grid.headings if not head.row]
        for head in self.grid.headings:
            first, last = head.column, head.column
            y = self.heights.top(head.row) - 7 if head.row else self.area.y + 39
            if not head.row:
                if first and tops[first - 1] == tops[first]:
                    continue
                while last + 1 < len(tops) and tops[last + 1] == tops[first]:
                    last += 1
            self._centred(head.text, columns.left[first], columns.left[last] + columns.box, y, 12, INK2)

    def _set_boxes(self, columns: _Widths) -> None:
        names = {node.key: node.name for node in self.gaps.chain.segments}
        for node in self.gaps.chain.segments:
            place, row = self.grid.places.get(node.key), self.rows.get(node.key)
            if place is None or row is None:
                continue
            indent = min(INDENT * min(place.depth, 3), max(columns.box - NARROWEST, 0))
            x, y = columns.left[place.column] + indent, self.heights.top(place.row)
            rect = Rect(x, y, columns.box - indent, self.heights.box)
            title = box_title(row, lambda key: names.get(key, key), self.words)
            self.boxes[node.key] = Box(node.key, rect, row.gap_class, place.depth, title)
            if place.depth:
                self._bracket(self.boxes[node.parent].rect, rect)

    def _bracket(self, whole: Rect, part: Rect) -> None:
        """Draw that one segment is a part of another: an angle from the whole to the part."""
        x = whole.x + INDENT / 2
        self.pen.rules.append(Rule(x, whole.bottom, x, part.middle, FIELD))
        self.pen.rules.append(Rule(x, part.middle, part.x, part.middle, FIELD))

    def _set_edges(self, nets: dict[tuple[str, int], Net], columns: _Widths) -> None:
        sides = [(left, left + columns.box) for left in columns.left]
        for edge in self.gaps.chain.inputs:
            way = 1 if (edge.start, 1) in nets and edge.end in nets[edge.start, 1].targets else -1
            net = nets.get((edge.start, way))
            if net is None or edge.end not in net.targets:
                continue
            points = route(net, edge.end, columns.lane_x, sides)
            goal = self.boxes[edge.end].rect
            if way > 0 and net.targets[edge.end] != net.column:
                points[-1] = (goal.x, points[-1][1])
            if way < 0:
                points[0] = (self.boxes[edge.start].rect.x, points[0][1])
            backwards = way < 0 or net.targets[edge.end] == net.column
            self.edges.append(self._edge(edge, backwards, points))

    def _edge(self, edge: InputEdge, backwards: bool, points: Sequence[tuple[float, float]]) -> EdgePath:
        missing = self.rows[edge.start].gap_class is GapClass.MISSING
        title = self.words(
            "from_to",
            start=self.rows[edge.start].segment.name,
            end=self.rows[edge.end].segment.name,
            kind=edge.kind,
            basis=self.words(f"basis_{edge.basis}"),
        )
        return EdgePath(edge.start, edge.end, edge.basis, missing, backwards or missing, tuple(points), title)

    def _centred(
        self, text: str, left: float, right: float, baseline: float, size: float, ink: str, *, strong: bool = False
    ) -> None:
        short = fit(text, size, right - left)
        if short:
            x = (left + right - width(short, size)) / 2
            self.pen.write(Text(x, baseline, short, size, ink, strong, text if short != text else ""))


class _Heights:
    """The y of rows: equal pitch over the whole sheet, so that boxes stand level."""

    def __init__(self, grid: Grid, area: Rect) -> None:
        band = BAND_GAP + BAND_HEAD if grid.band_rows else 0.0
        self.first = area.y + HEADS
        room = area.bottom - self.first - band
        self.pitch = room / (grid.rows + grid.band_rows)
        self.box = min(HIGHEST, self.pitch - max(12.0, min(18.0, self.pitch * 0.16)))
        self.main = grid.rows
        band_y = self.first + self.pitch * grid.rows + BAND_GAP
        self.band = Rect(area.x, band_y, area.w, area.bottom - band_y)
        self.last = area.bottom

    def top(self, row: int) -> float:
        """Return the upper side of a box in a row; rows of the band follow those of the main part."""
        if row < self.main:
            return round(self.first + self.pitch * row, 1)
        return round(self.band.y + BAND_HEAD + 2 + self.pitch * (row - self.main), 1)


class _Widths:
    """The x of columns and lanes: gutters as wide as their lanes need, boxes share the rest."""

    def __init__(self, grid: Grid, lanes: Lanes, area: Rect) -> None:
        count = len(grid.positions)
        self.positions = grid.positions
        self.turns = turns = [at + 1 < count and grid.positions[at] != grid.positions[at + 1] for at in range(count)]
        room = area.w - 2 * PANEL_PAD
        for pace in (6.0, 5.0, 4.5, 4.0, 3.5):
            gutters = [self._gutter(lanes.counts[at], pace, turns[at], last=at == count - 1) for at in range(count)]
            self.box = (room - sum(gutters)) / count
            if self.box >= 150:
                break
        if self.box > WIDEST:
            extra = (self.box - WIDEST) * count / max(count - 1, 1)
            gutters = [width + extra if at < count - 1 else width for at, width in enumerate(gutters)]
            self.box = WIDEST
        self.gutters = gutters
        self.left = [area.x + PANEL_PAD + self.box * at + sum(gutters[:at]) for at in range(count)]
        self.lane_x = {
            (key, gutter): self._lane(gutter, number, lanes.counts[gutter])
            for (key, gutter), number in lanes.lane.items()
        }

    @staticmethod
    def _gutter(lanes: int, pace: float, turn: bool, *, last: bool) -> float:
        if last:
            return 18 + max(lanes - 1, 0) * pace if lanes else 0.0
        return max(30.0, 24 + max(lanes - 1, 0) * pace) + (12 if turn else 0)

    def _lane(self, gutter: int, number: int, lanes: int) -> float:
        wide = self.gutters[gutter]
        edge = 14 if self.turns[gutter] else 10  # between positions lanes keep clear of the ground's border
        pace = min(9.0, (wide - 2 * edge) / max(lanes - 1, 1))
        return self.left[gutter] + self.box + wide / 2 + (number - (lanes - 1) / 2) * pace

    def extent(self, position: str) -> tuple[float, float]:
        """Return the left and right side of the ground of a position."""
        first = self.positions.index(position)
        last = len(self.positions) - 1 - self.positions[::-1].index(position)
        right = self.left[last] + self.box + PANEL_PAD
        return self.left[first] - PANEL_PAD, right + (self.gutters[last] if last == len(self.positions) - 1 else 0)
