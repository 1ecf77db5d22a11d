"""The numbered parts of an official text, with the paths that readers cite.

Levels as 党政机关公文格式 GB/T 9704—2012 has them: ``一、``, ``（一）``,
``1.``, ``（1）``; below them the run-in ``一是``. A heading is its own line or
the first sentence of its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.letters.extraction.model import Section

_NUMERAL = "一二三四五六七八九十"
_LEVELS = (
    re.compile(rf"(?:第[{_NUMERAL}百\d]+[章节部条篇]|[{_NUMERAL}]+[、.．])\s*"),
    re.compile(rf"[（(][{_NUMERAL}]+[）)]\s*、?"),
    re.compile(r"\d{1,2}(?:[.．、](?!\d))\s*"),
    re.compile(r"[（(]\d{1,2}[）)]\s*"),
)
_RUN_IN = re.compile(rf"(?:(?<=[。；：;:，,])|^)([{_NUMERAL}]{{1,2}})是(?=\S)", re.MULTILINE)
_TITLE_END = re.compile(r"[。；;！：:]")
_LABEL = re.compile(rf"[第章节部条篇、.．\s]|(?<=[{_NUMERAL}\d）)])[、.．]")
_LONGEST_TITLE = 60
_RUN_IN_LEVEL = 9


@dataclass(frozen=True, slots=True)
class _Mark:
    level: int
    label: str
    title: str
    start: int
    body: int


@dataclass(frozen=True, slots=True)
class Outline:
    """All sections in order of appearance; nested ones overlap their parents."""

    sections: tuple[Section, ...]
    levels: tuple[int, ...]

    def at(self, offset: int) -> Section | None:
        """Return the innermost section that holds ``offset``."""
        chain = self.chain(offset)
        return chain[-1] if chain else None

    def chain(self, offset: int) -> tuple[Section, ...]:
        """Return the sections that hold ``offset``, outermost first."""
        last = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        found: list[Section] = []
        ceiling = 99
        while last >= 0 and ceiling > 0:
            section = self.sections[last]
            if self.levels[last] < ceiling:
                if section.start <= offset < section.end:
                    found.append(section)
                ceiling = self.levels[last]
            last -= 1
        return tuple(reversed(found))

    def path(self, offset: int) -> str:
        """Return the citation path of ``offset``; empty outside every section."""
        section = self.at(offset)
        return section.path if section else ""


def is_run_in(section: Section) -> bool:
    """Tell whether a section is a run-in (一是…) inside a paragraph."""
    return section.path.endswith("是")


def outline(text: str) -> Outline:
    """Read the sections of ``text``. A text without headings has none."""
    marks = list(_marks(text))
    sections: list[Section] = []
    path: dict[int, str] = {}
    ends = [_within_line(text, mark, end) for mark, end in zip(marks, _ends(marks, len(text)), strict=True)]
    for mark, end in zip(marks, ends, strict=True):
        path = {level: label for level, label in path.items() if level < mark.level}
        path[mark.level] = mark.label
        sections.append(
            Section("".join(path[level] for level in sorted(path)).lstrip("·"), mark.title, mark.start, end)
        )
    return Outline(tuple(sections), tuple(mark.level for mark in marks))


def _ends(marks: list[_Mark], length: int) -> list[int]:
    """Return where each section ends: at the next mark of its level or above. One backward pass."""
    ends = [length] * len(marks)
    next_at: dict[int, int] = {}
    for index in range(len(marks) - 1, -1, -1):
        level = marks[index].level
        ends[index] = min((start for other, start in next_at.items() if other <= level), default=length)
        next_at[level] = marks[index].start
    return ends


def _within_line(text: str, mark: _Mark, end: int) -> int:
    """A run-in (一是…) that others do not follow ends with its paragraph."""
    line = text.find("\n", mark.start) if mark.level == _RUN_IN_LEVEL else -1
    return min(end, line) if line >= 0 else end


def _marks(text: str) -> Iterator[_Mark]:
    start = 0
    for line in text.split("\n"):
        body = start
        for level, pattern in enumerate(_LEVELS):
            match = pattern.match(line)
            if match:
                title = _title(line[match.end() :])
                yield _Mark(level, _clean(match.group()), title, start, start + match.end())
                body = start + match.end()
                break
        yield from _run_ins(text, body, start + len(line))
        start += len(line) + 1


def _run_ins(text: str, start: int, end: int) -> Iterator[_Mark]:
    for match in _RUN_IN.finditer(text, start, end):
        if match.start() > start or match.start() == 0 or text[match.start() - 1] == "\n":
            title = _title(text[match.end() : min(end, match.end() + 120)], comma=True)
            yield _Mark(_RUN_IN_LEVEL, f"·{match.group(1)}是", title, match.start(), match.end())


def _title(rest: str, *, comma: bool = False) -> str:
    match = _TITLE_END.search(rest)
    title = rest[: match.start()] if match else rest
    if comma or len(title) > _LONGEST_TITLE:
        title = re.split(r"[，,]", title)[0]
    return title.strip() if len(title) <= _LONGEST_TITLE else ""


def _clean(label: str) -> str:
    label = re.sub(r"\s", "", label).replace("(", "（").replace(")", "）")
    return re.sub(r"[、.．]$", "", label)
