"""A document to be read: its text cut where statements begin and end, its table of contents, its statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.kinds import EDGES
from graph.store import Value
from viz.web.site import statement_look

_ORDER = ("candidate", "planned", "done", "rejected")
"""Which look wins where statements overlap: a candidate over all, a rejected one over none."""
_TITLE = 18


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the list: its number in the order of the text, what it says in words, and how it is marked."""

    number: int
    key: str
    start: int
    end: int
    quote: str
    section: str
    subject: str
    subject_name: str
    relation: str
    object: str
    object_name: str
    figure: str
    status: str
    review: str
    look: str
    reason: str
    period: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same statements; ``ends`` are the numbers of those that end with it."""

    text: str
    numbers: tuple[int, ...]
    look: str
    ends: str


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the table of contents: where it begins in the list, its depth and its number of statements."""

    name: str
    label: str
    title: str
    depth: int
    statements: int
    first: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the page shows of a document."""

    said: tuple[Said, ...]
    paragraphs: tuple[tuple[Piece, ...], ...]
    sections: tuple[Section, ...]
    looks: Mapping[str, int]


def reading(text: str, statements: Sequence[Mapping[str, Value]]) -> Reading:
    """Return a document to be read.

    Args:
        text: canonical, in which offsets count; empty for a register.
        statements: in the order of the text.
    """
    said = tuple(_said(number, row) for number, row in enumerate(statements, 1))
    return Reading(said, _paragraphs(text, said), _sections(text, said), Counter(one.look for one in said))


def _said(number: int, row: Mapping[str, Value]) -> Said:
    def text(name: str) -> str:
        return str(row[name]) if row[name] is not None else ""

    predicate, value = text("predicate"), text("value")
    figure = f"{text('metric')} {text('qualifier')}{value}{text('unit')}" if value else ""
    status, review = text("status"), text("review")
    return Said(
        number=number,
        key=text("key"),
        start=_int(row["start"]),
        end=_int(row["end"]),
        quote=text("quote"),
        section=text("section"),
        subject=text("subject"),
        subject_name=text("subject_name"),
        relation=EDGES[predicate].zh if predicate in EDGES else predicate,
        object=text("object"),
        object_name=text("object_name"),
        figure=figure,
        status=status,
        review=review,
        look=statement_look(status, review),
        reason=text("reason"),
        period=text("period"),
        extractor=text("extractor"),
    )


def _int(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _paragraphs(text: str, said: Sequence[Said]) -> tuple[tuple[Piece, ...], ...]:
    if not text:
        return ()
    cuts = sorted({0, len(text), *(place for one in said for place in (one.start, one.end) if 0 <= place <= len(text))})
    starting: dict[int, list[Said]] = {}
    ending: dict[int, list[Said]] = {}
    for one in said:
        starting.setdefault(one.start, []).append(one)
        ending.setdefault(one.end, []).append(one)
    out: list[list[Piece]] = [[]]
    open_: dict[int, Said] = {}
    for start, end in pairwise(cuts):
        for one in ending.get(start, ()):
            open_.pop(one.number, None)
        open_.update((one.number, one) for one in starting.get(start, ()) if one.end > one.start)
        look = min((one.look for one in open_.values()), key=_ORDER.index, default="")
        ends = _numbers([one.number for one in ending.get(end, ()) if one.number in open_])
        lines = text[start:end].split("\n")
        for at, line in enumerate(lines):
            if at:
                out.append([])
            if line:
                out[-1].append(Piece(line, tuple(sorted(open_)), look, ends if at == len(lines) - 1 else ""))
    return tuple(tuple(pieces) for pieces in out if pieces)


def _numbers(numbers: Sequence[int]) -> str:
    """Write numbers in little room: 3–5, 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


def _sections(text: str, said: Sequence[Said]) -> tuple[Section, ...]:
    counts = Counter(one.section for one in said)
    firsts: dict[str, Said] = {}
    for one in said:
        if one.section not in firsts or one.start < firsts[one.section].start:
            firsts[one.section] = one
    ordered = sorted(firsts.values(), key=lambda one: (one.start, one.number))
    return tuple(
        Section(
            one.section, _label(one.section), _title(text, one), _depth(one.section), counts[one.section], one.number
        )
        for one in ordered
    )


_PARTS = re.compile(r"[一二三四五六七八九十]+|（[一二三四五六七八九十]+）|\d+")


def _label(section: str) -> str:
    parts = _PARTS.findall(section)
    return parts[-1] if parts else section


def _depth(section: str) -> int:
    return max(len(_PARTS.findall(section)) - 1, 0)


def _title(text: str, first: Said) -> str:
    """Find the heading of a section: the nearest line above its first statement that begins with its last number."""
    parts = _PARTS.findall(first.section)
    if not parts:
        return ""
    before = text[: first.end].split("\n")
    for line in reversed(before):
        rest = line.removeprefix(parts[-1]) if line.startswith(parts[-1]) else ""
        if rest:
            title = re.split(r"[。；，]", rest.lstrip("、.．)） "))[0]
            return title if len(title) <= _TITLE else title[: _TITLE - 1] + "…"
    return ""
