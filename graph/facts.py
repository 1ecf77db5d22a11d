"""From documents, entities and statements to the rows of a store.

Statements that were rejected are kept (with their reason) but support nothing:
no edge, and no node that only they speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.evidence import FIGURE, Document, Entity, Ref, Review, Statement, check_quotes, node_key
from graph.loading.merge import Properties, strongest
from graph.names import sounds
from graph.store import Batch, EdgeRow, NodeRow


def document_batch(document: Document, entities: Iterable[Entity], statements: Sequence[Statement]) -> Batch:
    """Build the batch of one document that is a source by itself.

    Args:
        document: the source; its ``text`` must hold every quote at its offsets.
        entities: names and aliases of the things that the statements speak of;
            entities that no accepted or candidate statement speaks of are left out.
        statements: accepted, candidate and rejected ones.

    Raises:
        QuoteNotFound: a quote does not stand where its statement says.
    """
    return collection_batch(document.key, [document], entities, statements)


def collection_batch(
    source: str, documents: Iterable[Document], entities: Iterable[Entity], statements: Sequence[Statement]
) -> Batch:
    """Build the batch of a source that holds many small documents, such as a table that cites one page a row.

    Args:
        source: key of the whole.
        documents: those that the statements are of.
        entities: as for :func:`document_batch`.
        statements: as for :func:`document_batch`.

    Raises:
        QuoteNotFound: a quote does not stand where its statement says.
    """
    of = {document.key: document for document in documents}
    unique = {statement.key: statement for statement in statements}
    for statement in unique.values():
        check_quotes(of[statement.document].text, [statement])
    live = [s for s in unique.values() if s.review is not Review.REJECTED]
    nodes = [_document_node(document) for document in of.values()]
    nodes += _thing_nodes(entities, live)
    nodes += [_statement_node(statement) for statement in unique.values()]
    edges = [_edge("FROM", ("Statement", s.key), ("Document", doc_key(of[s.document])), [s]) for s in unique.values()]
    figures, figure_edges = _figures(live)
    return Batch(source, nodes + figures, edges + figure_edges + _relations(live))


def doc_key(document: Document) -> str:
    """Key of a document's node."""
    return node_key("Document", document.key)


def thing_node(kind: str, key: str, name: str, aliases: Sequence[str] = (), **properties: object) -> NodeRow:
    """Build the row of a named thing, with how its name sounds."""
    full, initials = sounds(name)
    row: Properties = {"aliases": list(aliases), "pinyin": full, "initials": initials}
    row.update(properties)  # type: ignore[arg-type]
    return NodeRow(kind, key, name, row)


def _document_node(document: Document) -> NodeRow:
    fields: Properties = document.model_dump(exclude={"key", "covers"})
    return thing_node(
        "Document",
        doc_key(document),
        document.key,
        [document.title, *([document.number] if document.number else [])],
        **fields,
        covers=list(document.covers),
    )


def _thing_nodes(entities: Iterable[Entity], live: Sequence[Statement]) -> list[NodeRow]:
    spoken: dict[str, Ref] = {}
    for statement in live:
        for ref in (statement.subject, statement.object):
            if ref is not None:
                spoken.setdefault(ref.key, ref)
    aliases: dict[str, dict[str, None]] = {}
    properties: dict[str, dict[str, str]] = {}
    for entity in entities:
        aliases.setdefault(entity.ref.key, {}).update(dict.fromkeys(entity.aliases))
        properties.setdefault(entity.ref.key, {}).update(entity.properties)
    return [
        thing_node(ref.kind, key, ref.name, list(aliases.get(key, {})), **properties.get(key, {}))
        for key, ref in spoken.items()
    ]


def _statement_node(statement: Statement) -> NodeRow:
    figure = statement.figure
    if figure:
        said = f"{figure.metric} {figure.value}{figure.unit}"
    else:
        said = statement.object.name if statement.object else ""
    row: Properties = {
        **statement.model_dump(mode="json", exclude={"subject", "object", "figure", "start", "end"}),
        "start_offset": statement.start,
        "end_offset": statement.end,
        "subject": statement.subject.key,
        "subject_name": statement.subject.name,
        "object": statement.object.key if statement.object else figure_key(statement),
        "object_name": said,
        **(figure.model_dump(include={"metric", "value", "unit", "scope"}) if figure else {}),
    }
    return NodeRow("Statement", statement.key, f"{statement.subject.name} {statement.predicate} {said}", row)


def figure_key(statement: Statement) -> str:
    """Key of the Statistic node of a figure statement: one node a statement, so that figures never overwrite."""
    return f"Statistic:{statement.key}"


def _figures(live: Sequence[Statement]) -> tuple[list[NodeRow], list[EdgeRow]]:
    nodes, edges = [], []
    for statement in live:
        figure = statement.figure
        if figure is None:
            continue
        row: Properties = {
            **figure.model_dump(),
            "subject": statement.subject.key,
            "subject_name": statement.subject.name,
            "period": statement.period,
            "qualifier": statement.qualifier,
            "status": statement.status.value,
            "review": statement.review.value,
            "statement": statement.key,
        }
        key = figure_key(statement)
        name = f"{statement.subject.name} {figure.metric} {statement.qualifier}{figure.value}{figure.unit}"
        nodes.append(NodeRow("Statistic", key, name, row))
        edges.append(_edge(FIGURE, (statement.subject.kind, statement.subject.key), ("Statistic", key), [statement]))
    return nodes, edges


def _relations(live: Sequence[Statement]) -> list[EdgeRow]:
    grouped: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in live:
        if statement.object is not None:
            grouped.setdefault((statement.subject.key, statement.predicate, statement.object.key), []).append(statement)
    edges = []
    for statements in grouped.values():
        first = statements[0]
        if first.object is not None:
            start, end = (first.subject.kind, first.subject.key), (first.object.kind, first.object.key)
            edges.append(_edge(first.predicate, start, end, statements))
    return edges


def _edge(kind: str, start: tuple[str, str], end: tuple[str, str], statements: Sequence[Statement]) -> EdgeRow:
    review, status = strongest((s.review.value, s.status.value) for s in statements)
    row: Properties = {"statements": [s.key for s in statements], "review": review, "status": status}
    return EdgeRow(kind, start, end, row)
