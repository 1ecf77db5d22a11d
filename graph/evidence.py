"""Why the graph believes what it says: documents, statements, figures, reviews.

A :class:`Statement` is one claim of one document with the words that make it.
It is a relation (subject, predicate, object) or a figure (subject, metric,
value). Its key is ``<document>#<start>-<end>/<hash>``: the hash is taken over
document, place, subject, predicate and object or value, so the same claim read
twice is the same statement, whoever extracted it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph.errors import QuoteNotFound
from graph.kinds import NODES, STATEABLE, STATED, allows

FIGURE = "HAS_STATISTIC"
"""The predicate of statements that state a figure."""


class Status(StrEnum):
    """How far a claim has come: planned is not done."""

    DONE = "done"
    SIGNED = "signed"
    APPLIED = "applied"
    PLANNED = "planned"
    PROPOSED = "proposed"
    FORECAST = "forecast"

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return _STATUS_ZH[self]


_STATUS_ZH = {
    Status.DONE: "已实施",
    Status.SIGNED: "签约",
    Status.APPLIED: "申报",
    Status.PLANNED: "规划",
    Status.PROPOSED: "建议",
    Status.FORECAST: "目标",
}
STATUS_OF_ZH = {zh: status for status, zh in _STATUS_ZH.items()}


class Review(StrEnum):
    """Whether a person has taken the statement over."""

    ACCEPTED = "accepted"
    CANDIDATE = "candidate"
    REJECTED = "rejected"

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return {"accepted": "已采信", "candidate": "候选", "rejected": "已驳回"}[self.value]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)


class Ref(_Model):
    """A thing that a statement speaks of: its kind and its canonical name."""

    kind: str
    name: Annotated[str, Field(min_length=1, max_length=300)]

    @property
    def key(self) -> str:
        """Key of the node."""
        return node_key(self.kind, self.name)

    @model_validator(mode="after")
    def _known_kind(self) -> Self:
        if self.kind not in STATED:
            raise ValueError(f"unknown kind {self.kind!r}")
        return self


class Entity(_Model):
    """A thing with its other names and properties (those of its kind) as the document has them."""

    kind: str
    name: Annotated[str, Field(min_length=1, max_length=300)]
    aliases: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    @model_validator(mode="after")
    def _known_kind(self) -> Self:
        if self.kind not in STATED:
            raise ValueError(f"没有“{self.kind}”这种对象")
        unknown = dict(self.properties).keys() - {column.name for column in NODES[self.kind].properties}
        if unknown:
            raise ValueError(f"“{self.kind}”没有属性 {'、'.join(sorted(unknown))}")
        return self

    @property
    def ref(self) -> Ref:
        """The reference that statements use for it."""
        return Ref(kind=self.kind, name=self.name)


class Figure(_Model):
    """A figure as written and as a number.

    ``value`` and ``unit`` are as written (``3.1``, ``万亩``; ``六``, ``成``).
    ``number`` (and ``number_high`` for a range) is the value in ``unit``;
    ``normal`` is it in ``normal_unit`` (亩, 元, %), for comparison only.
    """

    metric: Annotated[str, Field(min_length=1)]
    value: Annotated[str, Field(min_length=1)]
    unit: str = ""
    number: float | None = None
    number_high: float | None = None
    normal: float | None = None
    normal_unit: str = ""
    scope: str = ""


class Document(_Model):
    """A source: what it is, where it comes from and what it covers.

    ``completeness`` is ``partial`` unless somebody (``declared_by``) declares
    that it lists every firm of the segments in ``covers``; only then may
    "no firm" become a gap. ``grade`` is A for a public authority's own page, B
    for a newspaper's or an operator's own page, C for reprints and weak pages.
    """

    key: Annotated[str, Field(pattern=r"^[^#/\s]+$")]
    title: str
    form: str = "letter"
    issuer: str = ""
    number: str = ""
    date: str = ""
    sha256: str = ""
    licence: str = ""
    text: str = ""
    region: str = ""
    url: str = ""
    grade: str = ""
    completeness: str = "partial"
    as_of: str = ""
    declared_by: str = ""
    covers: tuple[str, ...] = ()
    dropped_personal: int = 0


class Statement(_Model):
    """One claim of one document, with the words that make it and their place.

    ``start`` and ``end`` count characters of the document's canonical text,
    0-based and half-open. Exactly one of ``object`` and ``figure`` is given.
    """

    document: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    quote: Annotated[str, Field(min_length=1)]
    section: str = ""
    subject: Ref
    predicate: str
    object: Ref | None = None
    figure: Figure | None = None
    status: Status = Status.DONE
    period: str = ""
    as_of: str = ""
    qualifier: str = ""
    extractor: str = ""
    confidence: Annotated[float, Field(ge=0, le=1)] = 1.0
    review: Review = Review.CANDIDATE
    reviewer: str = ""
    reviewed_at: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.object is None) == (self.figure is None):
            raise ValueError("a statement has either an object or a figure")
        if self.predicate not in STATEABLE:
            raise ValueError(f"unknown predicate {self.predicate!r}")
        if (self.predicate == FIGURE) != (self.figure is not None):
            raise ValueError(f"{FIGURE} goes with a figure and with nothing else")
        end_kind = self.object.kind if self.object else "Statistic"
        if not allows(self.predicate, self.subject.kind, end_kind):
            raise ValueError(f"{self.predicate} may not join {self.subject.kind} to {end_kind}")
        if self.end - self.start != len(self.quote):
            raise ValueError("the quote is not as long as its span")
        return self

    @property
    def claim(self) -> tuple[str, ...]:
        """What is claimed, without its place: subject, predicate, object or figure."""
        tail: tuple[str, ...]
        if self.figure:
            tail = (self.figure.metric, self.figure.value, self.figure.unit, self.period)
        else:
            tail = (self.object.key if self.object else "",)
        return (self.subject.key, self.predicate, *tail)

    @property
    def key(self) -> str:
        """Stable key, ``<document>#<start>-<end>/<hash>``."""
        parts = "\x1f".join((self.document, str(self.start), str(self.end), *self.claim))
        digest = hashlib.sha256(parts.encode()).hexdigest()[:10]
        return f"{self.document}#{self.start}-{self.end}/{digest}"


def node_key(kind: str, name: str) -> str:
    """Key of a thing: its kind and its name in Unicode normal form KC without blanks at the ends."""
    return f"{kind}:{unicodedata.normalize('NFKC', name).strip()}"


def check_quotes(text: str, statements: Iterable[Statement]) -> None:
    """Refuse statements whose quote is not in ``text`` at its offsets.

    Raises:
        QuoteNotFound: naming the first such statement, and where its words do stand if anywhere.
    """
    for statement in statements:
        if text[statement.start : statement.end] == statement.quote:
            continue
        at = text.find(statement.quote)
        found = f"这句话在 {at}-{at + len(statement.quote)}" if at >= 0 else "全文没有这句话"
        found_en = f"these words stand at {at}" if at >= 0 else "the text does not have these words"
        raise QuoteNotFound(
            f"引文与原文不符：“{statement.quote[:40]}”不在第 {statement.start}-{statement.end} 字，{found}",
            f"quote {statement.quote[:40]!r} is not at {statement.start}-{statement.end}; {found_en}",
            where=statement.document,
            do_zh="请改正引文或位置后再载入，本次没有写入任何内容",
            do_en="Correct the quote or its offsets and load again; nothing was written",
        )
