"""Canonical text: what offsets count in, and the way back to the file.

Official letters reach us as text that was wrapped, paged or typed with stray
spaces. Statements need one stable text to point into, so that a quote can be
found again and shown in place. The canonical text is made by four rules, and
every character of it remembers where in the source it came from:

1. a run of blanks inside a line becomes one space, and one space between two
   Han characters is dropped (a wrapped line typed as a blank);
2. a line break inside a sentence is dropped (a page or column ended there);
3. any other run of line breaks becomes one ``\\n``: a new paragraph;
4. nothing else changes: no character is replaced, so ``生產`` stays ``生產``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLANK = re.compile(r"[ \t\u00a0\u2000-\u200b\u3000\ufeff\u00ad]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]")
_ENDS_SENTENCE = frozenset("。！？；：…!?;:")
_PROSE = re.compile(r"[，。；,;]")
_ENUMERATOR = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[章节条部篇]"
    r"|[（(][一二三四五六七八九十百\d]+[）)]"
    r"|[一二三四五六七八九十百]+[、.．]"
    r"|\d+(?:[、．]|[.](?!\d))"
    r"|[①-⑳]|[●•◆■□◇※])"
)


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
        """Name the page or paragraph of a canonical offset; empty if the format has none."""
        at = self.origin[start]
        found = ""
        for offset, name in self.source.places:
            if offset > at:
                break
            found = name
        return found


def canonicalise(source: SourceText) -> CanonicalText:
    """Fold blanks, mend sentences broken over lines, keep the way back to the source."""
    lines = list(_lines(source.text))
    width = _wrap_width([line for _, line in lines])
    chars: list[str] = []
    origin: list[int] = []
    previous = ""
    for start, line in lines:
        if previous:
            glue = "\n"
            if not source.hard_breaks and _inside_sentence(previous, line, width):
                glue = " " if previous[-1].isascii() and line[0].isascii() else ""
                if previous[-1].isascii() and not previous[-1].isalnum():
                    glue = ""
            if glue:
                chars.append(glue)
                origin.append(origin[-1] + 1)
        for offset, char in _fold_blanks(line):
            chars.append(char)
            origin.append(start + offset)
        previous = line
    return CanonicalText("".join(chars), tuple(origin), source)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, stripped line) of the lines that hold anything visible."""
    for match in re.finditer(r"[^\r\n\f\v\x1c-\x1e\x85\u2028\u2029]+", text):
        raw = match.group()
        body = _BLANK.sub(lambda m: " " * len(m.group()), raw)
        stripped = body.strip()
        if stripped:
            lead = len(body) - len(body.lstrip())
            yield match.start() + lead, raw[lead : lead + len(stripped)]


def _fold_blanks(line: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, character) of a stripped line with its runs of blanks folded."""
    position = 0
    for match in _BLANK.finditer(line):
        for offset in range(position, match.start()):
            yield offset, line[offset]
        before, after = line[match.start() - 1], line[match.end()]
        one = match.end() - match.start() == 1
        if not (one and _HAN.match(before) and _HAN.match(after)):
            yield match.start(), " "
        position = match.end()
    for offset in range(position, len(line)):
        yield offset, line[offset]


def _wrap_width(lines: list[str]) -> int | None:
    """Return the width at which a text was hard-wrapped, None where it was not.

    A text is taken for hard-wrapped when at least four lines, and a third of
    all, come within two characters of the longest that any two lines share.
    """
    lengths = sorted((len(line) for line in lines), reverse=True)
    if len(lengths) < 6:
        return None
    longest = lengths[1]
    full = sum(1 for length in lengths if longest - 2 <= length <= longest + 2)
    return longest - 2 if full >= 4 and full * 3 >= len(lengths) and longest <= 120 else None


def _inside_sentence(previous: str, line: str, width: int | None) -> bool:
    """Tell whether the break between two lines falls inside a sentence."""
    if previous[-1] in _ENDS_SENTENCE or _ENUMERATOR.match(line):
        return False
    if width is not None and len(previous) >= width:
        return True
    if previous[-1] in "”’」』》）)】" and not _PROSE.search(previous):
        return False
    return bool(_PROSE.search(previous))
