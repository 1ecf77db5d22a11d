"""The chain-gap map for the screen: the arrangement of the printed one, with several views of each box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from queries.demand.model import Grain
from queries.gaps.export import quotes_of
from queries.gaps.model import ChainGaps, FirmHere, GapClass, GapRow
from viz.layout import bare_layout
from viz.shapes import Box, EdgePath, Panel, Rect, Rule, Text
from viz.text import balanced, fit, width
from viz.web.site import Page, statement_look

VIEWS = ("class", "tier", "firms", "demand")
NAME, BODY, LEAD, PAD, MARK = 13.0, 12.0, 15.5, 7.0, 17.0
CORNER = 5.0


Said = tuple[tuple[str, ...], str]
"""A line of a box as wordings, the longest first, and its look; the first that fits is taken, the last is cut."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line in a box; ``look`` names how it is underlined or coloured."""

    x: float
    y: float
    text: str
    look: str = ""
    underline: float = 0.0
    """Width of the underline; none if 0."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A box with its name and what each view writes in it. ``bar`` is the part of the largest demand, 0 to 1."""

    key: str
    box: Box
    row: GapRow
    mark: Rect
    name: tuple[Line, ...]
    views: dict[str, tuple[Line, ...]]
    bar: float


@dataclass(frozen=True, slots=True)
class Edge:
    """An input as path data."""

    start: str
    end: str
    basis: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the template draws."""

    page: Rect
    panels: tuple[Panel, ...]
    headings: tuple[Text, ...]
    rules: tuple[Rule, ...]
    boxes: tuple[Shown, ...]
    edges: tuple[Edge, ...]


def picture_of(gaps: ChainGaps, page: Page) -> Picture:
    """Return the map of a chain.

    Args:
        gaps: its answer, with the demand for its segments.
        page: for the language.
    """
    sheet = bare_layout(gaps, lang=page.lang)
    rows = {row.segment.key: row for row in gaps.rows}
    most = max((_demand(row) for row in gaps.rows), default=0.0)
    boxes = tuple(_shown(box, rows[box.key], page, most) for box in sheet.boxes)
    edges = tuple(_edge(edge) for edge in sorted(sheet.edges, key=lambda edge: edge.basis != "engineering"))
    return Picture(sheet.page, sheet.panels, sheet.texts, sheet.rules, boxes, edges)


def _edge(edge: EdgePath) -> Edge:
    return Edge(edge.start, edge.end, edge.basis, edge.title, rounded(edge.points))


def rounded(points: Sequence[tuple[float, float]]) -> str:
    """Return a polyline with right angles as path data with rounded corners."""
    out = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, *((abs(a[0] - b[0]) + abs(a[1] - b[1])) / 2 for a, b in pairwise((before, here, after))))
        start, end = _towards(here, before, radius), _towards(here, after, radius)
        out.append(f"L{_n(start[0])} {_n(start[1])}Q{_n(here[0])} {_n(here[1])} {_n(end[0])} {_n(end[1])}")
    out.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(out)


def _towards(here: tuple[float, float], there: tuple[float, float], by: float) -> tuple[float, float]:
    far = (abs(here[0] - there[0]) + abs(here[1] - there[1])) or 1.0
    return here[0] + (there[0] - here[0]) * by / far, here[1] + (there[1] - here[1]) * by / far


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _shown(box: Box, row: GapRow, page: Page, most: float) -> Shown:
    rect = box.rect
    mark = Rect(rect.x + PAD - 1, rect.y + PAD - 1, MARK, MARK)
    left, room = mark.right + 5, rect.right - PAD - mark.right - 3
    parts = balanced(row.segment.name, NAME, room)
    name = tuple(Line(left, mark.y + 13 + at * LEAD, part) for at, part in enumerate(parts))
    free = [mark.y + 13 + (len(parts) - 1) * LEAD + 16.5 * number for number in (1, 2)]
    base = rect.bottom - 8
    lines = [*[y for y in free if y < base - 12][:1], base]
    views = {view: tuple(_view(view, row, rect, lines, page)) for view in VIEWS}
    return Shown(box.key, box, row, mark, name, views, _demand(row) / most if most else 0.0)


def _view(view: str, row: GapRow, rect: Rect, lines: Sequence[float], page: Page) -> Iterable[Line]:
    """Write the lines that a view has for a segment; the last one leaves room for the tier."""
    said = {"class": _class_lines, "tier": _tier_lines, "firms": _firm_lines, "demand": _demand_lines}[view](row, page)
    for (wordings, look), y in zip(said, lines, strict=False):  # with one line only: what the view is about
        room = rect.w - 2 * PAD - (26 if y == lines[-1] else 0)
        short = next((one for one in wordings if width(one, BODY) <= room), fit(wordings[-1], BODY, room))
        if short:
            lined = width(short, BODY) if look.startswith("u-") else 0.0
            yield Line(rect.x + PAD, y, short, look, lined)


def _class_lines(row: GapRow, page: Page) -> list[Said]:
    return [*_who(row, page), *_demand_lines(row, page)[:1]][:2]


def _who(row: GapRow, page: Page) -> list[Said]:
    """Who is here, or that a complete list names nobody, or what is said of the segment."""
    accepted = [firm for firm in row.segment.firms if firm.review == "accepted"]
    if accepted:
        return [(_firms(accepted, page), f"u-{statement_look(accepted[0].status, accepted[0].review)}")]
    if row.gap_class is GapClass.MISSING:
        zero = page.t("本地 0 家", "0 here")
        return [((page.t("名录完整，本地 0 家", "register complete, 0 here"), zero), "missing")]
    waiting = [firm for firm in row.segment.firms if firm.review == "candidate"]
    if waiting:
        return [((waiting[0].name,), "u-candidate")]
    quotes = [quote for quote in quotes_of(row) if quote.review == "accepted"]
    if quotes:
        return [((quotes[0].text,), f"u-{statement_look(quotes[0].status, quotes[0].review)}")]
    return []


def _firms(firms: Sequence[FirmHere], page: Page) -> tuple[str, ...]:
    """Name the first firm and say how many there are; the number stays when the name is cut."""
    name, number = firms[0].name, len(firms)
    if number == 1:
        return (name,)
    tail = page.t(f"等 {number} 家", f"… {number}")
    cuts = [f"{name[:most]}… {tail}" for most in range(min(len(name) - 1, 14), 2, -1)]
    return (f"{name} {tail}", *cuts, page.t(f"{number} 家", f"{number} firms"))


def _tier_lines(row: GapRow, page: Page) -> list[Said]:
    words = {"T0": ("只有结构", "structure only"), "T1": ("家数或区位商", "counts"), "T2": ("产出与系数", "output")}
    covered = len(row.segment.covered_by)
    first = page.t(f"完整来源 {covered} 份", f"{covered} complete") if covered else page.t("名录未覆盖", "not covered")
    return [((first,), ""), ((page.t(*words[row.tier.value]),), "quiet")]


def _firm_lines(row: GapRow, page: Page) -> list[Said]:
    counted = sum(1 for firm in row.segment.firms if firm.counted)
    waiting = sum(1 for firm in row.segment.firms if firm.review == "candidate")
    who = _who(row, page)
    if counted:
        tail = page.t(f"计 {counted} 家", f"{counted} counted")
    elif waiting:
        tail = page.t(f"待审 {waiting} 家", f"{waiting} unreviewed")
    else:
        tail = "" if who else page.t("没有点名的企业", "no firm named")
    return [*who, *([((tail,), "quiet")] if tail else [])]


def _demand_lines(row: GapRow, page: Page) -> list[Said]:
    if not row.demand:
        return []
    first = max(row.demand, key=lambda one: one.high or 0)
    if not first.amount:
        return []
    bare = _brief(first.low or 0.0, first.high or 0.0, page)
    part = page.t(" 其中", " part of") if first.grain is Grain.FINER else ""
    head = page.t("需求额 ", "")
    return [((f"{head}{bare}{part}", f"{bare}{part}", bare), "quiet"), ((first.product_name,), "quiet")]


def _brief(low: float, high: float, page: Page) -> str:
    """An amount of 亿元 in little room; the panel gives it to two places."""
    if page.lang == "en":  # one 亿 is a tenth of a billion
        return f"{high / 10:.1f} bn" if f"{low:.0f}" == f"{high:.0f}" else f"{low / 10:.1f}–{high / 10:.1f} bn"
    if f"{low:.1f}" == f"{high:.1f}":
        return f"{high:.1f}亿" if high >= 0.05 else "不到 0.1亿"
    return f"{low:.0f}–{high:.0f}亿"


def _demand(row: GapRow) -> float:
    return max((one.high or 0.0 for one in row.demand), default=0.0)
