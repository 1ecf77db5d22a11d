"""A document as the store holds it: text, things, statements with their review.

A review changes a state; writing it back loads the document's whole batch, so
the store never holds half a review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from graph.errors import NotFound
from graph.evidence import FIGURE, Document, Entity, Ref, Review, Statement
from graph.facts import collection_batch, doc_key, document_batch
from graph.kinds import NODES
from graph.loading.merge import unpack
from graph.store import Batch, LoadReport, Store, Value
from loaders.letters.review.decisions import Decisions, digest, read_figure

_DOCUMENTS = "MATCH (d:Document) WHERE size($keys) = 0 OR d.key IN $keys RETURN d ORDER BY d.key"
_STATEMENTS = (
    "MATCH (s:Statement) WHERE size($names) = 0 OR s.document IN $names "
    "RETURN s ORDER BY s.document, s.start_offset, s.key"
)
_THINGS = "MATCH (n) WHERE $source IN n.sources AND NOT n.kind IN ['Document', 'Statement', 'Statistic'] RETURN n"


@dataclass(frozen=True, slots=True)
class DocumentState:
    """One document with everything it says.

    ``source`` is the key of the collection that holds it, empty if it is a source by itself.
    """

    document: Document
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    source: str = ""

    def batch(self) -> Batch:
        """Return what a store has to hold for it, if it is a source by itself."""
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
    found = read_states(store, key)
    if not found:
        known = "、".join(document_keys(store)) or "（还没有文献）"
        raise NotFound(f"没有文献“{key}”", f"no document {key!r}", do_zh=f"已有：{known}", do_en=f"Known: {known}")
    return found[0]


def read_states(store: Store, *keys: str) -> list[DocumentState]:
    """Read the states of documents, of all that hold statements if no key is given, in key order."""
    nodes = [doc_key(Document(key=key, title=key)) for key in keys]
    statements: dict[str, list[Statement]] = defaultdict(list)
    for (row,) in store.read(_STATEMENTS, {"names": list(keys)}).rows:
        statement = _statement(_dict(row))
        statements[statement.document].append(statement)
    entities: dict[str, list[Entity]] = {}
    states = []
    for (row,) in store.read(_DOCUMENTS, {"keys": list(nodes)}).rows:
        node = _dict(row)
        key = str(node["name"])
        if not keys and key not in statements:
            continue
        source = _collection(key, node)
        if source not in entities:
            entities[source] = [_entity(_dict(n), source) for (n,) in store.read(_THINGS, {"source": source}).rows]
        document = _document(key, unpack(node).get(source, node))
        states.append(_state(document, entities[source], statements[key], "" if source == key else source))
    return states


def _collection(key: str, node: Mapping[str, Value]) -> str:
    """The source that holds a document: itself, or the table that cites it."""
    sources = node["sources"]
    names = [str(name) for name in sources] if isinstance(sources, list) else []
    return key if key in names or not names else names[0]


def _state(document: Document, entities: list[Entity], statements: list[Statement], source: str) -> DocumentState:
    """A document of a collection has those things of it that its statements speak of."""
    if not source:
        return DocumentState(document, tuple(entities), tuple(statements))
    spoken = {ref.key for s in statements for ref in (s.subject, s.object) if ref is not None}
    return DocumentState(document, tuple(e for e in entities if e.ref.key in spoken), tuple(statements), source)


def write_state(store: Store, state: DocumentState, *, dry_run: bool = False) -> LoadReport:
    """Load a changed document: by itself, or with the rest of the collection that holds it."""
    if not state.source:
        return store.load(state.batch(), dry_run=dry_run)
    others = [s for s in read_states(store) if s.source == state.source and s.document.key != state.document.key]
    together = [state, *others]
    batch = collection_batch(
        state.source,
        [s.document for s in together],
        [entity for s in together for entity in s.entities],
        [statement for s in together for statement in s.statements],
    )
    return store.load(batch, dry_run=dry_run)


def _dict(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}


def _document(key: str, row: Mapping[str, Value]) -> Document:
    fields = {name: row[name] for name in Document.model_fields if name in row and name != "key"}
    return Document.model_validate({**fields, "key": key})


def _entity(row: Mapping[str, Value], source: str) -> Entity:
    said = unpack(row).get(source, {})
    aliases = said.get("aliases")
    names = tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else ()
    kind = str(row["kind"])
    own = {column.name for column in NODES[kind].properties if column.type == "STRING"}
    properties = tuple((name, str(value)) for name, value in said.items() if name in own and value)
    return Entity(kind=kind, name=str(said.get("name") or row["name"]), aliases=names, properties=properties)


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
