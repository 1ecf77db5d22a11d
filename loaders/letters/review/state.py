"""A document as the store holds it: text, things, statements with their review.

A review changes a state; writing it back loads the document's whole batch, so
the store never holds half a review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from graph.errors import NotFound
from graph.evidence import FIGURE, Document, Entity, Ref, Review, Statement
from graph.facts import doc_key, document_batch
from graph.merge import unpack
from graph.store import Batch, Store, Value
from loaders.letters.review.decisions import Decisions, digest, read_figure

_DOCUMENT = "MATCH (d:Document {key: $key}) RETURN d"
_STATEMENTS = "MATCH (s:Statement) WHERE s.document = $document RETURN s ORDER BY s.start_offset, s.key"
_THINGS = "MATCH (n) WHERE $source IN n.sources AND NOT n.kind IN ['Document', 'Statement', 'Statistic'] RETURN n"


@dataclass(frozen=True, slots=True)
class DocumentState:
    """One document with everything it says."""

    document: Document
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]

    def batch(self) -> Batch:
        """Return what a store has to hold for it."""
        return document_batch(self.document, self.entities, self.statements)

    def decisions(self) -> Decisions:
        """Return what was decided so far: accepted and rejected statements and the things they speak of."""
        decided = tuple(s for s in self.statements if s.review is not Review.CANDIDATE)
        spoken = {ref.key for s in decided for ref in (s.subject, s.object) if ref is not None}
        entities = tuple(e for e in self.entities if e.ref.key in spoken)
        about = {
            name: str(value)
            for name, value in self.document.model_dump(
                include={"title", "form", "issuer", "number", "date", "licence", "region"}
            ).items()
        }
        return Decisions(self.document.key, digest(self.document.text), about, entities, decided)

    def judged(self, chosen: Callable[[Statement], bool], **verdict: object) -> DocumentState:
        """Return the state with ``verdict`` (review, reviewer, reviewed_at, reason) on the chosen statements."""
        statements = tuple(s.model_copy(update=verdict) if chosen(s) else s for s in self.statements)
        return replace(self, statements=statements)


def document_keys(store: Store) -> tuple[str, ...]:
    """Keys of the documents that hold statements."""
    table = store.read("MATCH (s:Statement) RETURN DISTINCT s.document AS document ORDER BY document")
    return tuple(str(row[0]) for row in table.rows)


def read_state(store: Store, key: str) -> DocumentState:
    """Read a document's state from a store.

    Raises:
        NotFound: the store has no such document.
    """
    found = store.read(_DOCUMENT, {"key": doc_key(Document(key=key, title=key))})
    if not found.rows:
        known = "、".join(document_keys(store)) or "（还没有文献）"
        raise NotFound(f"没有文献“{key}”", f"no document {key!r}", do_zh=f"已有：{known}", do_en=f"Known: {known}")
    document = _document(key, _dict(found.rows[0][0]))
    entities = [_entity(_dict(row[0]), key) for row in store.read(_THINGS, {"source": key}).rows]
    rows = store.read(_STATEMENTS, {"document": key}).rows
    return DocumentState(document, tuple(entities), tuple(_statement(_dict(row[0])) for row in rows))


def _dict(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _document(key: str, row: Mapping[str, Value]) -> Document:
    fields = {name: row[name] for name in Document.model_fields if name in row and name != "key"}
    return Document.model_validate({**fields, "key": key})


def _entity(row: Mapping[str, Value], source: str) -> Entity:
    said = unpack(row).get(source, {})
    aliases = said.get("aliases")
    names = tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else ()
    return Entity(kind=str(row["kind"]), name=str(said.get("name") or row["name"]), aliases=names)


def _statement(row: Mapping[str, Value]) -> Statement:
    plain = ("document", "quote", "section", "predicate", "status", "period", "as_of", "qualifier")
    review = ("extractor", "confidence", "review", "reviewer", "reviewed_at", "reason")
    fields: dict[str, object] = {name: row[name] for name in (*plain, *review) if name in row}
    fields |= {"start": row["start_offset"], "end": row["end_offset"]}
    fields["subject"] = _ref(row["subject"], row["subject_name"])
    if row["predicate"] == FIGURE:
        parts = {name: str(row.get(name) or "") for name in ("metric", "value", "unit", "scope")}
        fields["figure"] = read_figure(**parts)
    else:
        fields["object"] = _ref(row["object"], row["object_name"])
    return Statement.model_validate(fields)


def _ref(key: Value, name: Value) -> Ref:
    return Ref(kind=str(key).partition(":")[0], name=str(name))


def find_statements(states: Iterable[DocumentState], part: str) -> list[tuple[DocumentState, Statement]]:
    """Return the statements whose key is, or ends with, ``part``."""
    return [
        (state, statement)
        for state in states
        for statement in state.statements
        if statement.key == part or statement.key.endswith(f"/{part}")
    ]
