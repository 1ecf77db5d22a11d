"""What stands in the box of one segment: name, firms, what breaks, tier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from queries.gaps.model import FirmHere, GapClass, GapRow, Quote
from viz.evidence_list import Place, number_sign, quote_of, spot
from viz.palette import BRAND, CANDIDATE, INK, INK2, MISSING, Underline, underline
from viz.shapes import Pen, Rect, Rule, Text
from viz.text import ELLIPSIS, balanced, fit, width
from viz.words import Words

PAD, MARK, FOOT = 7.0, 17.0, 6.5
NAMES, BODY, SMALL, REFERENCE = (14.0, 13.5, 13.0, 12.5), 11.5, 9.5, 9.0
NAME_LEAD, BODY_LEAD = 15.5, 14.5


@dataclass(frozen=True, slots=True)
class _Word:
    """A run of text in a box with its underline and the signs of the quotes that carry it."""

    text: str
    line: Underline | None
    signs: str = ""
    strong: bool = False
    ink: str = INK
    full: str = ""
    size: float = BODY

    @property
    def width(self) -> float:
        return width(self.text, self.size) + (width(self.signs, REFERENCE) + 1 if self.signs else 0)


@dataclass(frozen=True, slots=True)
class _Line:
    baseline: float
    room: float


def name_size(rows: Iterable[GapRow], room: float) -> float:
    """Return the largest size at which nine names in ten fit in one line of the narrowest box."""
    names = [row.segment.name for row in rows]
    room -= 2 * PAD + MARK + 4
    for size in NAMES:
        if sum(width(name, size) <= room for name in names) >= 0.9 * len(names):
            return size
    return NAMES[-1]


class BoxWriter:
    """Writes boxes with one pen in one language.

    Args:
        pen: where to write.
        words: the catalogue.
        numbers: number of each printed quote by its place.
        size: size of the names on this sheet.
    """

    def __init__(self, pen: Pen, words: Words, numbers: dict[Place, int], size: float) -> None:
        self.pen, self.words, self.numbers, self.size = pen, words, numbers, size

    def write(self, row: GapRow, rect: Rect) -> None:
        """Write the text of one segment into its box."""
        key = row.segment.key
        mark = self.pen.mark(rect.x + PAD - 1, rect.y + PAD - 1, MARK, row.gap_class, key)
        left = mark.right + 6
        room, lines = rect.right - PAD + 1 - left, 2 if rect.h >= 52 else 1
        tried = [self.size, self.size - 0.5, self.size - 1]
        size = next((size for size in tried if width(row.segment.name, size) <= room), tried[-1])
        name = (balanced if lines > 1 else _one_line)(row.segment.name, size, room)
        first = mark.y + MARK / 2 + self.size * 0.38
        for at, part in enumerate(name):
            full = row.segment.name if part.endswith(ELLIPSIS) else ""
            self.pen.write(Text(left, first + at * NAME_LEAD, part, size, INK, strong=True, full=full, owner=key))
        top = first + (len(name) - 1) * NAME_LEAD
        self._body(row, rect, self._lines(rect, top, self._foot(row, rect)))

    def _foot(self, row: GapRow, rect: Rect) -> tuple[float, float]:
        """Write the last line; return the x where its left part ends and where its right part begins."""
        base, key, words = rect.bottom - FOOT, row.segment.key, self.words
        tier_x = rect.right - PAD - width(row.tier, SMALL) - 6
        self.pen.tag(tier_x, base, row.tier, SMALL, INK2, owner=key)
        left = rect.x + PAD
        broken = len(row.local_direct) + len(row.local_indirect)
        if broken:
            text = words("breaks", n=broken)
            colour = MISSING if row.gap_class is GapClass.MISSING else INK
            left = self.pen.write(Text(left, base, text, 10.5, colour, strong=True, owner=key)) + 7
        for shown, text in (
            (row.segment.shared_with, words("shared", n=len(row.segment.shared_with) + 1)),
            (row.extension, words("extension")),
        ):
            if shown and left + width(text, SMALL) + 7 < tier_x - 4:
                left = (
                    self.pen.tag(
                        left, base, text, SMALL, INK2 if shown is row.segment.shared_with else BRAND, owner=key
                    )
                    + 5
                )
        return left, tier_x

    def _lines(self, rect: Rect, top: float, foot: tuple[float, float]) -> list[_Line]:
        """Return the lines left for firms: whole ones, and what is free beside an empty foot."""
        base, room = rect.bottom - FOOT, rect.w - 2 * PAD
        first = top + 16
        free = base - 14.2 - first  # an underline must stay clear of the frame of the tier
        count = int(free / BODY_LEAD) + 1 if free >= 0 else 0
        whole = [_Line(first + BODY_LEAD * at, room) for at in range(count)]
        beside = foot[1] - 6 - (rect.x + PAD)
        if foot[0] <= rect.x + PAD and beside > 40:
            whole.append(_Line(base, beside))
        return whole

    def _body(self, row: GapRow, rect: Rect, lines: list[_Line]) -> None:
        """Write who is here: accepted firms, or else what is said of the segment; candidates apart from them."""
        here = [self._firm(firm) for firm in row.segment.firms if firm.review == "accepted"]
        waiting = [self._firm(firm) for firm in row.segment.firms if firm.review == "candidate"]
        x, key = rect.x + PAD, row.segment.key
        if not here and row.gap_class is GapClass.MISSING:
            here = [_Word(self.words("none_local"), None, strong=True, ink=MISSING)]
        elif not here:
            quote = quote_of(row)
            if quote is not None and quote in row.segment.mentions:
                here = [self._mention(quote, rect.w - 2 * PAD)]
        if not lines:
            return
        if here and waiting and len(lines) == 1:
            self._flow(here, lines, x, key, tail=_Word(self.words("candidates_n", n=len(waiting)), CANDIDATE))
            return
        used = self._flow(here, lines[: len(lines) - bool(waiting)], x, key) if here else 0
        if waiting:
            head = _Word(self.words("candidates"), None, ink=INK2, size=SMALL)
            self._flow(waiting, lines[used:], x, key, head=head)
        elif used < len(lines) and (not here or row.gap_class is GapClass.MISSING):
            self._codes(row, lines[used], x)

    def _codes(self, row: GapRow, line: _Line, x: float) -> None:
        """Write the classes of the national standard: what to look for in a register."""
        if row.segment.gbt4754:
            text = self.words("codes") + self.words.comma.join(row.segment.gbt4754)
            short = fit(text, 10.5, line.room)
            full = text if short != text else ""
            self.pen.write(Text(x, line.baseline, short, 10.5, INK2, full=full, owner=row.segment.key))

    def _firm(self, firm: FirmHere) -> _Word:
        look = underline(firm.status, firm.review)
        return _Word(firm.name, look, self._signs(firm.quotes), ink=look.ink)

    def _signs(self, quotes: Sequence[Quote]) -> str:
        numbers = sorted({self.numbers[spot(quote)] for quote in quotes if spot(quote) in self.numbers})
        return "".join(number_sign(number) for number in numbers[:2])

    def _mention(self, quote: Quote, room: float) -> _Word:
        """What is said of a segment; of a quote too long for the box, the item that names it."""
        look = underline(quote.status, quote.review)
        text = quote.text if width(quote.text, BODY) <= room else _item(quote)
        full = quote.text if text != quote.text else ""
        return _Word(text, look, self._signs([quote]), ink=look.ink, full=full)

    def _flow(
        self,
        firms: Sequence[_Word],
        lines: Sequence[_Line],
        x: float,
        key: str,
        *,
        head: _Word | None = None,
        tail: _Word | None = None,
    ) -> int:
        """Write as many firms as fit, and how many there are; return the number of lines used."""
        if not lines:
            return 0
        start = [head] if head else []
        end = [tail] if tail else []
        for shown in range(len(firms), 0, -1):
            rest = [_Word(self.words("firms_more", n=len(firms)), None, ink=INK2)] if shown < len(firms) else []
            set_in = _set([*start, *firms[:shown], *rest, *end], lines)
            if set_in is not None:
                break
        else:
            rest = [_Word(self.words("firms_more", n=len(firms)), None, ink=INK2)] if len(firms) > 1 else []
            set_in = _set([*start, *_cut(firms[0], [*start, *rest, *end], lines[0].room), *rest, *end], lines)
        for line, words in zip(lines, set_in or [], strict=False):
            at = x
            for word in words:
                at = self._put(word, line, at, key) + _GAP
        return len(set_in or [])

    def _put(self, word: _Word, line: _Line, x: float, key: str) -> float:
        text = Text(x, line.baseline, word.text, word.size, word.ink, word.strong, word.full, key)
        right = self.pen.write(text)
        if word.line:
            y = line.baseline + word.size * 0.12 + 1.6
            self.pen.rules.append(Rule(x, y, right, y, word.line.stroke, 1.4, word.line.dash, key))
        if word.signs:
            right = self.pen.write(Text(right + 1, line.baseline - 1, word.signs, REFERENCE, BRAND, owner=key))
        return right


_GAP = 7.0
_BOUNDS = re.compile(r"[、，；：。“”]")


def _item(quote: Quote) -> str:
    """Return the item of an enumeration, or the clause, that holds the quote's term."""
    at = max(quote.text.find(quote.term), 0)
    start = max((match.end() for match in _BOUNDS.finditer(quote.text, 0, at)), default=0)
    ends = [match.start() for match in _BOUNDS.finditer(quote.text, at + len(quote.term))]
    item = quote.text[start : ends[0] if ends else len(quote.text)]
    return (ELLIPSIS if start else "") + item + (ELLIPSIS if ends else "")


def _one_line(text: str, size: float, room: float) -> tuple[str, ...]:
    return (fit(text, size, room),)


def _set(words: Sequence[_Word], lines: Sequence[_Line]) -> list[list[_Word]] | None:
    """Return the words line by line, or None if they do not all fit."""
    out: list[list[_Word]] = [[]]
    used = 0.0
    for word in words:
        need = word.width + (_GAP if out[-1] else 0)
        if out[-1] and used + need > lines[len(out) - 1].room:
            if len(out) == len(lines):
                return None
            out.append([])
            used, need = 0.0, word.width
        if need > lines[len(out) - 1].room:
            return None
        out[-1].append(word)
        used += need
    return out


def _cut(firm: _Word, others: Sequence[_Word], room: float) -> list[_Word]:
    """Return the firm shortened so that it stands in one line with the others, or nothing if there is no room."""
    left = room - sum(other.width + _GAP for other in others)
    for signs in dict.fromkeys((firm.signs, "")):
        text = fit(firm.text, firm.size, left - (width(signs, REFERENCE) + 1 if signs else 0))
        if len(text) > 2:
            return [replace(firm, text=text, signs=signs, full=firm.full or firm.text)]
    return []


def box_title(row: GapRow, names: Callable[[str], str], words: Words) -> str:
    """Return all that is known of a segment in words, for readers who cannot see or point at the box."""
    parts = [f"{row.segment.name}：{words.gap_class(row.gap_class)}（{row.tier}）", row.sentence]
    for review, label in (("accepted", words("firms")), ("candidate", words("candidates"))):
        firms = [f"{firm.name}（{words.status(firm.status)}）" for firm in row.segment.firms if firm.review == review]
        if firms:
            parts.append(f"{label}：{words.comma.join(firms)}")
    if row.breaks_direct:
        parts.append(words("title_breaks", direct=len(row.breaks_direct), indirect=len(row.breaks_indirect)))
        parts.append("→ " + words.comma.join(names(key) for key in row.breaks_direct))
    return "\n".join(part for part in parts if part)
