"""The printed chain-gap map as SVG: one sheet, nothing fetched, every class readable without colour."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from graph.errors import Lang
from queries.gaps.model import ChainGaps, GapClass
from viz.layout import MapLayout, layout
from viz.palette import GROUND, LINE, LOOKS, MISSING, PAPER, REST, ClassLook
from viz.shapes import Box, EdgePath, Mark, Panel, Rect, Rule, Tag, Text

FONTS = "'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif"
CORNER = 5.0
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def chain_map_svg(gaps: ChainGaps, *, lang: Lang = "zh", date: str) -> str:
    """Return the map of a chain as an SVG document, 420 × 297 mm.

    Args:
        gaps: the answer for the chain.
        lang: language of what is not data.
        date: the day up to which the data go, printed as given.
    """
    return svg_of(layout(gaps, lang=lang, date=date), lang=lang)


def svg_of(sheet: MapLayout, *, lang: Lang = "zh") -> str:
    """Return a laid out sheet as an SVG document."""
    page = sheet.page
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="420mm" height="297mm" '
        f'viewBox="0 0 {_n(page.w)} {_n(page.h)}" role="img" aria-labelledby="map-title map-desc" '
        f'xml:lang="{"en" if lang == "en" else "zh-CN"}" font-family={quoteattr(FONTS)}>',
        f'<title id="map-title">{_t(sheet.title)}</title>',
        f'<desc id="map-desc">{_t(sheet.description)}</desc>',
        _defs(),
        _rect(page, PAPER),
        *(_panel(panel) for panel in sheet.panels),
        '<g id="inputs" fill="none" stroke-linecap="butt">',
        *(_edge(edge, at) for at, edge in sorted(enumerate(sheet.edges), key=lambda pair: _edge_order(pair[1]))),
        "</g>",
        *(_rule(rule) for rule in sheet.rules if not rule.owner),
        *_segments(sheet),
        '<g id="sheet">',
        *_written(sheet, ""),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _segments(sheet: MapLayout) -> Iterable[str]:
    for number, box in enumerate(sheet.boxes):
        yield f'<g id="segment-{number}" class="segment {box.gap_class}" data-key={_a(box.key)}>'
        yield f"<title>{_t(box.title)}</title>"
        yield _box(box)
        yield from (_rule(rule) for rule in sheet.rules if rule.owner == box.key)
        yield from _written(sheet, box.key)
        yield "</g>"


def _written(sheet: MapLayout, owner: str) -> Iterable[str]:
    yield from (_mark(mark) for mark in sheet.marks if mark.owner == owner)
    yield from (_tag(tag) for tag in sheet.tags if tag.owner == owner)
    yield from (_text(text) for text in sheet.texts if text.owner == owner)


def _defs() -> str:
    hatch = LOOKS[GapClass.MISSING]
    return (
        '<defs><pattern id="hatch" patternUnits="userSpaceOnUse" width="7" height="7" patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="{hatch.fill}"/><rect width="1.2" height="7" fill="#f3c6c2"/>'
        "</pattern></defs>"
    )


def _panel(panel: Panel) -> str:
    if not panel.name:
        return _rect(panel.rect, panel.fill, radius=4)
    return _rect(panel.rect, GROUND, stroke=LINE, thick=0.8, radius=6)


def _edge_order(edge: EdgePath) -> tuple[bool, bool]:
    return edge.missing, edge.basis != "engineering"


def _edge(edge: EdgePath, number: int) -> str:
    stroke = MISSING if edge.missing else REST
    thick, dash = (1.2, "") if not edge.missing else (1.3, "5 3")
    if edge.basis == "engineering":
        dash = "1.6 3.2"
    head = _arrow(edge.points[-2], edge.points[-1], stroke) if edge.arrow else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<g id="input-{number}" class="input {edge.basis}" data-from={_a(edge.start)} data-to={_a(edge.end)}>'
        f'<title>{_t(edge.title)}</title><path d="{_rounded(edge.points)}" stroke="{stroke}" '
        f'stroke-width="{thick}"{dashes}/>{head}</g>'
    )


def _rounded(points: tuple[tuple[float, float], ...]) -> str:
    """Return a polyline as path data with its corners rounded inside the angle."""
    out = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(CORNER, *(_length(a, b) / 2 for a, b in pairwise((before, here, after))))
        start, end = _towards(here, before, radius), _towards(here, after, radius)
        out.append(f"L{_n(start[0])} {_n(start[1])}Q{_n(here[0])} {_n(here[1])} {_n(end[0])} {_n(end[1])}")
    out.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(out)


def _length(a: tuple[float, float], b: tuple[float, float]) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(here: tuple[float, float], there: tuple[float, float], by: float) -> tuple[float, float]:
    far = _length(here, there) or 1.0
    return here[0] + (there[0] - here[0]) * by / far, here[1] + (there[1] - here[1]) * by / far


def _arrow(before: tuple[float, float], tip: tuple[float, float], fill: str) -> str:
    back = 5.5 if tip[0] < before[0] else -5.5
    x, y = tip
    return f'<path d="M{_n(x)} {_n(y)}L{_n(x + back)} {_n(y - 2.6)}L{_n(x + back)} {_n(y + 2.6)}Z" fill="{fill}"/>'


def _box(box: Box) -> str:
    look = LOOKS[box.gap_class]
    fill = "url(#hatch)" if look.hatch else look.fill
    dash = f' stroke-dasharray="{look.dash}"' if look.dash else ""
    out = _rect(box.rect, fill, stroke=look.border, thick=look.border_width, radius=4, more=dash)
    return out + (_inner_line(box.rect, look) if look.double else "")


def _inner_line(rect: Rect, look: ClassLook) -> str:
    return _rect(rect.inset(2.2), "none", stroke=look.border, thick=0.6, radius=2.5)


def _mark(mark: Mark) -> str:
    look, rect = LOOKS[mark.gap_class], mark.rect
    size = rect.h * 0.72
    # the full-width question mark of Chinese fonts stands in the left half of its square
    x = rect.x + rect.w / 2 + (0.22 * size if mark.gap_class is GapClass.INSUFFICIENT else 0)
    y = rect.y + rect.h / 2 + size * 0.37
    return _rect(rect, look.colour, radius=3) + (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="middle" fill="#fff" stroke="#fff" '
        f'stroke-width="{_n(size / 30)}">{mark.gap_class.mark}</text>'
    )


def _tag(tag: Tag) -> str:
    return _rect(tag.rect, PAPER, stroke=tag.stroke, thick=0.7, radius=2.5)


def _rule(rule: Rule) -> str:
    dash = f' stroke-dasharray="{rule.dash}"' if rule.dash else ""
    return (
        f'<path d="M{_n(rule.x1)} {_n(rule.y1)}L{_n(rule.x2)} {_n(rule.y2)}" fill="none" stroke="{rule.stroke}" '
        f'stroke-width="{_n(rule.width)}"{dash}/>'
    )


def _text(text: Text) -> str:
    strong = ""
    if text.strong:  # the packaged font has one weight: a thin outline in the same colour makes the second
        strong = f' stroke="{text.fill}" stroke-width="{_n(text.size / 30)}" stroke-linejoin="round"'
    full = f"<title>{_t(text.full)}</title>" if text.full else ""
    return (
        f'<text x="{_n(text.x)}" y="{_n(text.baseline)}" font-size="{_n(text.size)}" fill="{text.fill}"{strong}>'
        f"{full}{_t(text.text)}</text>"
    )


def _rect(rect: Rect, fill: str, *, stroke: str = "", thick: float = 1, radius: float = 0, more: str = "") -> str:
    line = f' stroke="{stroke}" stroke-width="{_n(thick)}"' if stroke else ""
    round_ = f' rx="{_n(radius)}"' if radius else ""
    return (
        f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.w)}" height="{_n(rect.h)}"{round_} '
        f'fill="{fill}"{line}{more}/>'
    )


def _n(value: float) -> str:
    """Return a coordinate to a hundredth of a px, without a useless zero."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _t(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _a(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
