"""What a page of text is made of. Text is plain: each writer escapes it for its own form."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``small`` for notes."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short lines that stand beside each other."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cite:
    """Words of a document and where they stand; ``words`` is empty for a row of a table.

    ``mark`` is ``accepted``, ``planned`` (accepted, not done) or ``candidate``.
    """

    words: str
    where: str
    mark: str = "accepted"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list: its name, labelled lines, and the evidence."""

    lead: str
    lines: tuple[tuple[str, str], ...] = ()
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of things in an order that is said, numbered from ``start``."""

    items: tuple[Entry, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the columns in ``tight`` hold short things that must not wrap, such as dates."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tight: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A query as it was run."""

    title: str
    text: str


Block: TypeAlias = Heading | Para | Bullets | Entries | Grid | Code


@dataclass(frozen=True, slots=True)
class Page:
    """A page: a title with the one character of its class, what it is of, blocks, and what the foot says.

    ``look`` is the value of the class, for its colour.
    """

    title: str
    mark: str
    look: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    foot: str
    lang: str = "zh"


def visible(text: str) -> str:
    """Return text in which nothing is hidden: control and direction marks are written out, line breaks are blanks.

    A name from a table may hold marks that turn the text around it or move
    the cursor; a reader has to see that they are there.
    """
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    kind = unicodedata.category(char)
    if char in "\n\r\t" or kind in ("Zl", "Zp"):
        return " "
    if kind in ("Cc", "Cs", "Co") or (kind == "Cf" and char != "\u00ad"):
        return f"[U+{ord(char):04X}]"
    return char
