"""Which line breaks of a typed or paged text fall inside a sentence.

Two kinds of evidence are used. A text that was *hard-wrapped* shows it: most of
its lines end at one width. Elsewhere only the words on both sides of a break
can tell. The second test looks at whole paragraphs, never at single lines, so
a text that was mended once is left alone when it is mended again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from loaders.letters.reading import line_signs as signs

_REACH = 64
"""Characters kept of each end of a paragraph; enough for every sign looked for."""

_NARROWEST, _WIDEST = 15, 160
_LOOSE, _TIGHT = 0.15, 0.04
"""Share by which full lines of one text differ: where words are kept whole, and where lines are simply cut."""


@dataclass(slots=True)
class _Piece:
    """One or more lines that belong together; what the tests need of their joined text."""

    head: str
    tail: str
    length: int
    columns: int
    prose: bool
    stops: bool
    tabs: int
    commas: int
    indented: bool = False
    lead: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, line: str) -> _Piece:
        wide = 0 if line.isascii() else sum(1 for char in line if east_asian_width(char) in "WFA")
        return cls(
            head=line[:_REACH],
            tail=line[-_REACH:],
            length=len(line),
            columns=len(line) + wide,
            prose=bool(signs.PROSE.search(line)),
            stops=bool(signs.STOP.search(line)),
            tabs=line.count("\t"),
            commas=line.count(","),
        )

    def absorb(self, other: _Piece, glue: str) -> None:
        """Append the other piece."""
        if self.length < _REACH:
            self.head = (self.head + glue + other.head)[:_REACH]
        self.tail = (self.tail + glue + other.tail)[-_REACH:] if other.length < _REACH else other.tail
        self.length += len(glue) + other.length
        self.columns += len(glue) + other.columns
        self.prose = self.prose or other.prose
        self.stops = self.stops or other.stops
        self.tabs += other.tabs
        self.commas += other.commas

    @property
    def whole(self) -> str:
        """The text if it is short enough to be known whole, else empty."""
        return self.head if self.length <= _REACH else ""

    @property
    def row(self) -> bool:
        """Tell whether this is a row of a table set in plain text."""
        tabular = self.tabs == 1 and not self.stops and self.length <= 60
        return tabular or self.tabs > 1 or self.head.startswith("|")


def glues(lines: Sequence[str], leads: Sequence[tuple[int, int]]) -> list[str]:
    r"""Return what stands between each two lines: ``\n``, a space or nothing.

    Args:
        lines: visible lines without blanks at their ends.
        leads: blank columns and blank characters in front of each line in the source.
    """
    pieces = [_Piece.of(line) for line in lines]
    for piece, lead, indented in zip(pieces, leads, _indented([columns for columns, _ in leads]), strict=True):
        piece.indented, piece.lead = indented, lead
    after = ["\n"] * len(lines)
    starts = list(range(len(lines)))
    while True:
        pieces, starts, unwrapped = _unwrap(pieces, starts, after)
        for piece in pieces:
            piece.indented, piece.lead = False, (0, 0)  # mended text has no indents: judge it as it will be judged
        pieces, starts, mended = _mend(pieces, starts, after)
        if not (unwrapped or mended):
            return after[1:]


def _indented(leads: Sequence[int]) -> list[bool]:
    """Tell which lines start further in than most."""
    if not leads:
        return []
    usual = Counter(leads).most_common(1)[0][0]
    return [lead >= usual + 2 for lead in leads]


def _unwrap(pieces: list[_Piece], starts: list[int], after: list[str]) -> tuple[list[_Piece], list[int], bool]:
    """Join the full lines of a hard-wrapped text to the next; leave any other text alone."""
    sizes = _wrapped_sizes(pieces)
    if sizes is None:
        return pieces, starts, False
    lengths, low, width = sizes
    joined = [
        (lengths[at] >= low or lengths[at] + _first_word(piece, after_piece) > width)
        and (lengths[at] >= width * (1 - _TIGHT) or not signs.heading(piece.head, piece.whole, piece.length))
        and not (piece.row or after_piece.row or after_piece.indented)
        and not signs.ended(piece.tail)
        and not signs.opens(after_piece.head, after_piece.whole, piece.tail)
        for at, (piece, after_piece) in enumerate(pairwise(pieces))
    ]
    # A fifth at least must join: else it is a list of like items, and rounds would not shrink the text.
    if sum(joined) < max(3, len(pieces) // 5):
        return pieces, starts, False
    kept, kept_starts = [pieces[0]], [starts[0]]
    for join, piece, start in zip(joined, pieces[1:], starts[1:], strict=True):
        if join:
            after[start] = signs.glue(kept[-1].tail, piece.head)
            kept[-1].absorb(piece, after[start])
        else:
            kept.append(piece)
            kept_starts.append(start)
    return kept, kept_starts, True


def _first_word(piece: _Piece, following: _Piece) -> int:
    """Return the room the next line's first Latin word would have needed at the end of this one."""
    word = signs.LATIN_WORD.match(following.head)
    return len(word.group()) + 1 if word and piece.tail[-1].isascii() else 0


def _wrapped_sizes(pieces: list[_Piece]) -> tuple[list[int], float, int] | None:
    """Return the sizes of the lines in the measure they were wrapped by, the least and greatest of full ones.

    None where the text is not wrapped.

    Editors wrap by columns (a Han character is two wide), programs by
    characters: the measure by which more lines are equally long is taken.
    """
    best: tuple[int, list[int], float, int] | None = None
    rows = sum(1 for piece in pieces if piece.row)
    if len(pieces) - rows < 6:
        return None
    columns = [piece.columns + piece.lead[0] for piece in pieces]
    characters = [piece.length + piece.lead[1] for piece in pieces]
    for lengths in (columns, characters):
        found = _wrap_width(pieces, lengths)
        if found and (best is None or found[0] > best[0]):
            best = (found[0], lengths, found[1], found[2])
    return best[1:] if best else None


def _wrap_width(pieces: list[_Piece], lengths: list[int]) -> tuple[int, float, int] | None:
    """Return how many lines are quite full, and the least and greatest size of full ones.

    None where the text is not wrapped.
    """
    flowing = sorted(size for size, piece in zip(lengths, pieces, strict=True) if not piece.row)
    overlong = max(1, len(flowing) // 20)
    full, width = 0, 0
    for candidate in sorted({size for size in flowing if _NARROWEST <= size <= _WIDEST}):
        last = bisect_right(flowing, candidate)
        count = last - bisect_left(flowing, candidate * (1 - _LOOSE))
        if len(flowing) - last <= overlong and count > full:
            full, width = count, candidate
    if full < 4 or full * 3 < len(flowing):
        return None
    # Names of firms are alike in length too; what was wrapped is prose and shows its commas.
    low = width * (1 - _LOOSE)
    prose = sum(1 for size, piece in zip(lengths, pieces, strict=True) if low <= size <= width and piece.prose)
    if prose * 5 < full * 2:
        return None
    cut = bisect_right(flowing, width) - bisect_left(flowing, width * (1 - _TIGHT))
    return cut, width * (1 - _TIGHT) if cut * 4 >= full * 3 else low, width


def _mend(pieces: list[_Piece], starts: list[int], after: list[str]) -> tuple[list[_Piece], list[int], bool]:
    """Join paragraphs of which the words say that they are one sentence.

    Every break that stays was judged with the two final paragraphs at its
    sides: after a join the break in front of the grown paragraph is judged anew.
    """
    roomy = any(piece.length > 60 for piece in pieces)
    kept: list[_Piece] = []
    kept_starts: list[int] = []
    for piece, start in zip(pieces, starts, strict=True):
        kept.append(piece)
        kept_starts.append(start)
        while len(kept) > 1 and _one_sentence(kept[-2], kept[-1], roomy=roomy):
            last, at = kept.pop(), kept_starts.pop()
            after[at] = signs.glue(kept[-1].tail, last.head)
            kept[-1].absorb(last, after[at])
    return kept, kept_starts, len(kept) < len(pieces)


def _one_sentence(previous: _Piece, following: _Piece, *, roomy: bool) -> bool:
    """Tell by their words whether two paragraphs are one broken sentence.

    ``roomy`` says that the text has long lines, where a short one is a heading.
    """
    if previous.row or following.row:
        return False
    if signs.CANNOT_OPEN.match(following.head):
        return True
    if signs.ended(previous.tail) or signs.opens(following.head, following.whole, previous.tail):
        return False
    if signs.goes_on(previous.tail, following.head):
        return True
    if not previous.prose or _same_record(previous, following):
        return False
    if previous.stops:
        return True
    heading = roomy and previous.length <= 30
    return not (heading or signs.stands_alone(previous.head, previous.whole, previous.length))


def _same_record(previous: _Piece, following: _Piece) -> bool:
    """Tell whether two lines look like records of one comma-separated table."""
    return 2 <= previous.commas == following.commas and max(previous.length, following.length) <= 10 * (
        previous.commas + 1
    )
