"""Documents and what they say, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict

from graph.errors import NotFound
from graph.kinds import NODES
from graph.store import Store, Value


class DocumentRow(TypedDict):
    """A document with how many statements it has; its coverage is what it declares of itself."""

    key: str
    document: str
    title: str | None
    issuer: str | None
    number: str | None
    date: str | None
    form: str | None
    grade: str | None
    url: str | None
    licence: str | None
    region: str | None
    completeness: str | None
    as_of: str | None
    declared_by: str | None
    covers: list[str] | None
    statements: int


class StatementRow(TypedDict):
    """One claim of one document with its words and their place; a relation, or a figure."""

    key: str
    document: str
    section: str | None
    start: int | None
    end: int | None
    quote: str | None
    subject: str
    subject_name: str | None
    predicate: str
    object: str | None
    object_name: str | None
    metric: str | None
    value: str | None
    unit: str | None
    scope: str | None
    status: str | None
    period: str | None
    as_of: str | None
    qualifier: str | None
    review: str
    confidence: float | None
    extractor: str | None
    reviewed_at: str | None
    reason: str | None


DOCUMENT_COLUMNS = tuple(DocumentRow.__annotations__)
STATEMENT_COLUMNS = tuple(StatementRow.__annotations__)
CHOSEN = ("document", "subject", "object", "predicate", "status", "review", "text")
"""By what statements may be chosen."""
_FIELDS = {"start": "start_offset", "end": "end_offset"}
_SHOWN = ", ".join(f"t.{_FIELDS.get(name, name)} AS {name}_" for name in STATEMENT_COLUMNS)
_NO_DOCUMENT = {"key", "document", "statements"}
_DOCUMENTS = (
    "MATCH (d:Document) WHERE ($form = '' OR d.form = $form) AND ($text = '' OR d.title CONTAINS $text "
    "OR d.name CONTAINS $text OR d.number CONTAINS $text) "
    "OPTIONAL MATCH (t:Statement)-[:FROM]->(d) WITH d, count(t.key) AS statements "
    "RETURN d.key AS key, d.name AS document, "
    + ", ".join(f"d.{name} AS {name}" for name in DOCUMENT_COLUMNS if name not in _NO_DOCUMENT)
    + ", statements AS statements ORDER BY document, key"
)
_ONE = "MATCH (d:Document) WHERE d.name = $name OR d.key = $name RETURN d ORDER BY d.key LIMIT 1"


def documents(store: Store, *, form: str = "", text: str = "") -> list[dict[str, Value]]:
    """Return all documents, without their texts, with how many statements each has.

    Args:
        store: where to read.
        form: only of this form (letter, register, template …).
        text: only those whose title, key or number holds this.
    """
    return list(store.read(_DOCUMENTS, {"form": form, "text": text}).dicts())


def document(store: Store, name: str) -> dict[str, Value]:
    """Return one document with its canonical text, in which the offsets of its statements count.

    Raises:
        NotFound: there is none of this name or key.
    """
    rows = store.read(_ONE, {"name": name}).rows
    if not rows or not isinstance(rows[0][0], dict):
        shown = name if len(name) <= 60 else name[:60] + "…"
        raise NotFound(f"没有文献“{shown}”", f"no document {shown!r}", do_zh="文献的键见 liantu doctor")
    row = rows[0][0]
    declared = [column.name for column in NODES["Document"].properties]
    return {"key": row["key"], "document": row["name"], **{name: row.get(name) for name in declared}}


def statements(
    store: Store,
    chosen: Mapping[str, str],
    *,
    skip: int = 0,
    limit: int = 100,
    within: tuple[int, int] | None = None,
) -> list[dict[str, Value]]:
    """Return one page of statements, by document and place in it, each with its words.

    Args:
        store: where to read.
        chosen: what has to hold, by the names of :data:`CHOSEN`; ``text`` is part of the words.
        skip: statements to pass over.
        limit: at most so many.
        within: only those that begin in this part of the text, in characters; its end is no longer in it.
    """
    where, given = _where(chosen)
    if within is not None:
        part = "t.start_offset >= $part_start AND t.start_offset < $part_end"
        where = f"{where} AND {part}" if where else f" WHERE {part}"
        given |= {"part_start": within[0], "part_end": within[1]}
    query = (
        f"MATCH (t:Statement){where} RETURN {_SHOWN} "
        f"ORDER BY t.document, t.start_offset, t.key SKIP {int(skip)} LIMIT {int(limit)}"
    )
    return [dict(zip(STATEMENT_COLUMNS, row, strict=True)) for row in store.read(query, given).rows]


def count_statements(store: Store, chosen: Mapping[str, str]) -> int:
    """Return how many statements there are."""
    where, given = _where(chosen)
    return int(str(store.read(f"MATCH (t:Statement){where} RETURN count(*)", given).rows[0][0]))


def statement(store: Store, key: str) -> dict[str, Value]:
    """Return one statement.

    Raises:
        NotFound: there is none with this key.
    """
    rows = store.read(f"MATCH (t:Statement) WHERE t.key = $key RETURN {_SHOWN}", {"key": key}).rows
    if not rows:
        shown = key if len(key) <= 80 else key[:80] + "…"
        raise NotFound(
            f"没有陈述“{shown}”",
            f"no statement {shown!r}",
            do_zh="名录的行没有陈述，键是 来源#行",
            do_en="Rows of registers have none; their keys are source#row",
        )
    return dict(zip(STATEMENT_COLUMNS, rows[0], strict=True))


def _where(chosen: Mapping[str, str]) -> tuple[str, dict[str, Value]]:
    given: dict[str, Value] = {name: value for name, value in chosen.items() if value}
    # A thing is named by its key or as it stands in the sentence.
    one = {
        "subject": "(t.subject = $subject OR t.subject_name = $subject)",
        "object": "(t.object = $object OR t.object_name = $object)",
        "text": "t.quote CONTAINS $text",
    }
    parts = [one.get(name, f"t.{name} = ${name}") for name in given]
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), given
