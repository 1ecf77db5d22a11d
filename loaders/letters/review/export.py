"""Facts of a document as plain data, for programs that know nothing of the graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from graph.evidence import Document, Entity, Review, Statement

Which = Literal["accepted", "candidate", "rejected", "all"]


class DocumentFact(TypedDict):
    """A document as its facts tell it."""

    key: str
    title: str
    form: str
    issuer: str
    number: str
    date: str
    sha256: str
    licence: str
    text: str
    region: str
    url: str
    grade: str
    completeness: str
    as_of: str
    declared_by: str
    dropped_personal: int


class EntityFact(TypedDict):
    """A thing that a document speaks of."""

    type: str
    name: str
    aliases: list[str]


class _Stated(TypedDict):
    subject: str
    subject_type: str
    status: str
    status_zh: str
    review: str
    quote: str
    start: int
    end: int
    section: str
    key: str
    extractor: str
    confidence: NotRequired[float]
    reason: NotRequired[str]


class RelationFact(_Stated):
    """A relation that a document states, with its words and their place."""

    predicate: str
    object: str
    object_type: str


class StatisticFact(_Stated):
    """A figure that a document states, with its words and their place."""

    metric: str
    value: str
    unit: str
    number: float | None
    number_high: float | None
    normal: float | None
    normal_unit: str
    scope: NotRequired[str]
    period: str
    qualifier: str


class DocumentFacts(TypedDict):
    """Entities, relations and figures of one document."""

    document: DocumentFact
    entities: list[EntityFact]
    relations: list[RelationFact]
    statistics: list[StatisticFact]


def facts(
    document: Document, entities: Iterable[Entity], statements: Iterable[Statement], review: Which = "all"
) -> dict[str, Any]:
    """Return ``{"document", "entities", "relations", "statistics"}`` of the statements with that review.

    Subjects and objects are by name with their type beside; ``start`` and
    ``end`` count characters of ``document.text`` (0-based, half-open), where
    ``quote`` stands. Entities that no chosen statement speaks of are left out.
    """
    chosen = sorted((s for s in statements if review in ("all", s.review.value)), key=lambda s: (s.start, s.end, s.key))
    spoken = {ref.key for s in chosen for ref in (s.subject, s.object) if ref is not None}
    named = {e.ref.key: e for e in entities}
    refs = {ref.key: ref for s in chosen for ref in (s.subject, s.object) if ref is not None}
    listed = [named.get(key) or Entity(kind=refs[key].kind, name=refs[key].name) for key in sorted(spoken)]
    return {
        "document": document.model_dump(exclude={"covers"}),
        "entities": [{"type": e.kind, "name": e.name, "aliases": list(e.aliases)} for e in listed],
        "relations": [_relation(s) for s in chosen if s.object is not None],
        "statistics": [_statistic(s) for s in chosen if s.figure is not None],
    }


def _relation(statement: Statement) -> dict[str, Any]:
    target = statement.object
    return {
        "subject": statement.subject.name,
        "subject_type": statement.subject.kind,
        "predicate": statement.predicate,
        "object": target.name if target else "",
        "object_type": target.kind if target else "",
        **_evidence(statement),
    }


def _statistic(statement: Statement) -> dict[str, Any]:
    figure = statement.figure
    said = figure.model_dump() if figure else {}
    return {
        "subject": statement.subject.name,
        "subject_type": statement.subject.kind,
        **said,
        "period": statement.period,
        "qualifier": statement.qualifier,
        **_evidence(statement),
    }


def _evidence(statement: Statement) -> dict[str, Any]:
    waiting = statement.review is Review.CANDIDATE
    return {
        "status": statement.status.value,
        "status_zh": statement.status.zh,
        "review": statement.review.value,
        "quote": statement.quote,
        "start": statement.start,
        "end": statement.end,
        "section": statement.section,
        "key": statement.key,
        "extractor": statement.extractor,
        **({"confidence": statement.confidence} if waiting else {}),
        **({"reason": statement.reason} if statement.reason else {}),
    }
