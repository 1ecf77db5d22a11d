"""The parts of a drawn sheet as plain values: where each stands and how it looks.

Coordinates are in px from the upper left corner (1588 × 1123 px = A3 across).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from queries.gaps.model import GapClass
from viz.text import ASCENT, DESCENT, width


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """The y of the middle."""
        return self.y + self.h / 2

    def inset(self, by: float) -> Rect:
        """Return the rectangle with every side moved inwards (outwards if negative)."""
        return Rect(self.x + by, self.y + by, self.w - 2 * by, self.h - 2 * by)

    def holds(self, other: Rect) -> bool:
        """Whether the other rectangle lies wholly within this one (to a hundredth of a px)."""
        return (
            other.x >= self.x - 0.01
            and other.y >= self.y - 0.01
            and other.right <= self.right + 0.01
            and other.bottom <= self.bottom + 0.01
        )

    def meets(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.right - 0.01
            and other.x < self.right - 0.01
            and self.y < other.bottom - 0.01
            and other.y < self.bottom - 0.01
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, set from its left end. ``owner`` is the segment whose box holds it, "" on the sheet.

    ``full`` is what the reader would see with more room, "" if nothing was cut.
    """

    x: float
    baseline: float
    text: str
    size: float
    fill: str
    strong: bool = False
    full: str = ""
    owner: str = ""

    @property
    def rect(self) -> Rect:
        """The em box of the line."""
        above = ASCENT * self.size
        return Rect(self.x, self.baseline - above, width(self.text, self.size), above + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: an underline, a sample in the legend, a divider."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 1
    dash: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A small outlined frame; the text in it is a :class:`Text` of its own."""

    rect: Rect
    stroke: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The square with the character of a class."""

    rect: Rect
    gap_class: GapClass
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """What has been written: the pieces of a sheet in drawing order."""

    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def write(self, text: Text) -> float:
        """Add a line of text and return the x of its right end."""
        self.texts.append(text)
        return text.rect.right

    def tag(self, x: float, baseline: float, text: str, size: float, colour: str, owner: str = "") -> float:
        """Add an outlined word whose frame begins at ``x``; return the x of the frame's right side."""
        line = Text(x + 3.5, baseline, text, size, colour, owner=owner)
        frame = Rect(x, line.rect.y - 0.8, line.rect.w + 7, line.rect.h + 1.6)
        self.tags.append(Tag(frame, colour, owner))
        self.texts.append(line)
        return frame.right

    def mark(self, x: float, y: float, side: float, gap_class: GapClass, owner: str = "") -> Rect:
        """Add the square of a class with its upper left corner at (x, y) and return it."""
        rect = Rect(x, y, side, side)
        self.marks.append(Mark(rect, gap_class, owner))
        return rect


@dataclass(frozen=True, slots=True)
class Box:
    """A segment on the map. ``depth`` counts the segments it is a part of; ``title`` is all of it in words."""

    key: str
    rect: Rect
    gap_class: GapClass
    depth: int
    title: str


@dataclass(frozen=True, slots=True)
class EdgePath:
    """An input drawn as a polyline with right angles. ``arrow``: it does not run from left to right."""

    start: str
    end: str
    basis: str
    missing: bool
    arrow: bool
    points: tuple[tuple[float, float], ...]
    title: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A tinted ground: one position of the chain, or the band of supporting segments."""

    name: str
    rect: Rect
    fill: str = "#f8fafb"
