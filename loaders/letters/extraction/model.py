"""What extraction works on and hands over."""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence import Entity, Statement


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a letter.

    ``path`` is how a reader would cite it (``一（一）4``), ``title`` its
    heading, ``start``/``end`` its half-open span in the canonical text.
    """

    path: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text names a thing: span, surface form, kind and canonical name."""

    start: int
    end: int
    surface: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head and foot of an official letter say of itself; empty where not found."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    addressee: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Candidates that were found in one document. Every statement is a candidate with a quote.

    ``dropped_personal`` counts names of persons, telephone numbers, e-mail and
    identity numbers that stood in the text and were left out.
    """

    heading: Heading
    sections: tuple[Section, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    dropped_personal: int = 0
