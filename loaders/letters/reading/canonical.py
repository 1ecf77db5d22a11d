r"""Canonical text: what offsets count in, and the way back to the file.

Official letters reach us as text that was wrapped, paged or typed with stray
spaces. Statements need one stable text to point into, so that a quote can be
found again and shown in place. The canonical text is made by four rules, and
every character of it remembers where in the source it came from:

1. a run of blanks inside a line becomes one space, and one space between two
   Han characters is dropped (a wrapped line typed as a blank); only a gap that
   parts columns (a tab, or three blank columns between words) stays, as a tab,
   so that two cells do not become one word;
2. a line break inside a sentence is dropped (a page or column ended there), or
   becomes a space between Latin words;
3. any other run of line breaks becomes one ``\n``: a new paragraph;
4. nothing else changes: no character is replaced, so ``生產`` stays ``生產``;
   characters that show nothing (zero-width, control) are left out.

Making the canonical text canonical changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.letters.reading.line_breaks import glues

_BLANKS = r"\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = r"\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_GAP = re.compile(f"[{_BLANKS}{_UNSEEN}]+")
_BLANK = re.compile(f"[{_BLANKS}]")
_LINE = re.compile(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+")
_HAN = re.compile(r"[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class SourceText:
    """Text as a reader took it from a file.

    ``hard_breaks`` is true where the format itself marks paragraphs (docx,
    html), so that no line break can fall inside a sentence. ``places`` gives
    for some offsets of ``text`` the place a person would look it up (page 3,
    paragraph 12), ascending.
    """

    text: str
    hard_breaks: bool = False
    places: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """Canonical text and, for each of its characters, the offset in the source."""

    text: str
    origin: tuple[int, ...]
    source: SourceText

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map the half-open canonical span to the half-open span in the source text.

        Raises:
            ValueError: the span is empty or not inside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}-{end} is not inside 0-{len(self.text)}")
        return self.origin[start], self.origin[end - 1] + 1

    def place(self, start: int) -> str:
        """Name the page or paragraph of a canonical offset; empty if the format has none.

        Raises:
            ValueError: the offset is not inside the text.
        """
        if not 0 <= start < len(self.text):
            raise ValueError(f"offset {start} is not inside 0-{len(self.text)}")
        found = bisect_right(self.source.places, self.origin[start], key=lambda place: place[0])
        return self.source.places[found - 1][1] if found else ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A visible line with its blanks folded.

    ``runs`` are the (source offset, length) pairs its characters were taken
    from, ``lead`` the blank columns and characters in front of it, ``end`` is where the line
    break behind it stands.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    lead: tuple[int, int]
    end: int


def canonicalise(source: SourceText) -> CanonicalText:
    """Fold blanks, mend sentences broken over lines, keep the way back to the source."""
    lines = list(_lines(source.text))
    if source.hard_breaks:
        joints = ["\n"] * (len(lines) - 1)
    else:
        joints = glues([line.text for line in lines], [line.lead for line in lines])
    chars: list[str] = []
    origin: list[int] = []
    before = 0
    for glue, line in zip(["", *joints], lines, strict=False):
        if glue:
            chars.append(glue)
            origin.append(before)
        chars.append(line.text)
        for start, length in line.runs:
            origin.extend(range(start, start + length))
        before = line.end
    return CanonicalText("".join(chars), tuple(origin), source)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold anything visible, folded."""
    for match in _LINE.finditer(text):
        start, end = match.span()
        line_break = end
        gaps = [gap.span() for gap in _GAP.finditer(text, start, end)]
        lead = ""
        if gaps and gaps[0][0] == start:
            lead = text[start : gaps[0][1]]
            start = gaps.pop(0)[1]
        if gaps and gaps[-1][1] == end:
            end = gaps.pop()[0]
        if start < end:
            folded, runs = _folded(text, start, end, gaps)
            yield _Line(folded, runs, (_columns(lead), len(_BLANK.findall(lead))), line_break)


def _folded(text: str, start: int, end: int, gaps: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Fold the gaps of the line at ``text[start:end]``; return its text and the runs it was taken from."""
    parts: list[str] = []
    runs: list[tuple[int, int]] = []
    edges = [(start, start), *gaps, (end, end)]
    for at in range(1, len(edges)):
        word = edges[at - 1][1]
        opening, closing = edges[at]
        parts.append(text[word:opening])
        runs.append((word, opening - word))
        if opening == closing:
            break
        shortest = min(opening - word, edges[at + 1][0] - closing)
        kept = _kept_blank(text[opening - 1], text[opening:closing], text[closing], shortest)
        blank = _BLANK.search(text, opening, closing)
        if kept and blank:
            parts.append(kept)
            runs.append((blank.start(), 1))
    return "".join(parts), tuple(runs)


def _kept_blank(before: str, gap: str, after: str, shortest: int) -> str:
    """Return what a gap inside a line becomes: a space, a tab between columns, or nothing.

    ``shortest`` is the length of the shorter of the two words beside it; a
    single character spaced out (``通　　知``) is no column.
    """
    if not (_HAN.match(before) and _HAN.match(after)):
        return " "
    return "\t" if "\t" in gap or (_columns(gap) >= 3 and shortest > 1) else ""


def _columns(gap: str) -> int:
    """Return how many columns a gap is wide; an ideographic space is two."""
    return sum(2 if blank == "\u3000" else 8 if blank == "\t" else 1 for blank in _BLANK.findall(gap))
