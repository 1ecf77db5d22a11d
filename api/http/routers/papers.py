"""Documents, what they say, where figures disagree, and what loads changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.call import Listed, Paged, Single
from api.http.errors import ParameterInvalid
from api.http.openapi import item, rows
from api.http.problems import ROOT
from graph.evidence import Review, Status
from graph.store import Store, Value
from queries import loads as history
from queries.conflicts import Conflict, conflicts
from queries.papers import (
    DOCUMENT_COLUMNS,
    STATEMENT_COLUMNS,
    DocumentRow,
    StatementRow,
    count_statements,
    document,
    documents,
    statement,
    statements,
)
from queries.parameter_types import CONVERT

router = APIRouter(prefix=ROOT, tags=["evidence"], default_response_class=Response)
Text = Annotated[str, Query(max_length=200)]


class StatementsPage(TypedDict):
    """Which of a document's statements are shown."""

    total: int
    offset: int
    truncated: bool


class DocumentAnswer(DocumentRow):
    """A document with its canonical text, in which ``start`` and ``end`` of its statements count."""

    sha256: str | None
    text: str | None
    mapping: str | None
    dropped_personal: int | None
    statements: list[StatementRow]  # type: ignore[misc]
    statements_page: StatementsPage


class StatementAnswer(StatementRow):
    """A statement, and where its document is."""

    links: dict[str, str]


@router.get(
    "/documents", responses=rows(of=DocumentRow, example="/documents?text=中工信函"), summary="文献 · documents"
)
async def listed(call: Listed, page: Paged, form: Text = "", text: Text = "") -> Response:
    """List documents with how many statements each has; ``text`` is part of the title, key or number."""
    found = await call.cached(("documents", form, text), lambda store: documents(store, form=form, text=text))
    return await call.listed(found, DOCUMENT_COLUMNS, page)


@router.get(
    "/documents/{key}",
    responses=item(of=DocumentAnswer, example="/documents/letter-2025-112?limit=2"),
    summary="一份文献：全文和陈述 · a document with its text",
)
async def one(
    call: Single,
    key: str,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> Response:
    """Return a document, its canonical text, and its statements by place; ``start``, ``end`` count in the text."""

    def read(store: Store) -> dict[str, object]:
        found = document(store, key)
        chosen = {"document": str(found["document"])}
        total = count_statements(store, chosen)
        said = statements(store, chosen, skip=offset, limit=limit)
        more = {"total": total, "offset": offset, "truncated": offset + len(said) < total}
        return {**found, "statements": said, "statements_page": more}

    return call.one(await call.read(read))


@router.get(
    "/statements",
    responses=rows(of=StatementRow, example="/statements?subject=福昆航空&review=accepted"),
    summary="陈述和原文 · statements with their words",
)
async def said(
    call: Listed,
    page: Paged,
    document: Text = "",
    subject: Text = "",
    object_: Annotated[str, Query(alias="object", max_length=200)] = "",
    predicate: Text = "",
    status: Annotated[Status | None, Query(description="状态 · status")] = None,
    review: Annotated[Review | None, Query(description="审核 · review")] = None,
    text: Text = "",
) -> Response:
    """List statements by document and place; subject and object by key or as written, ``text`` is part of the words."""
    chosen = {"document": document, "subject": subject, "object": object_, "predicate": predicate, "text": text}
    chosen |= {"status": status.value if status else "", "review": review.value if review else ""}
    skip, limit = call.place(page, int) or 0, call.limit(page)

    def read(store: Store) -> tuple[list[dict[str, Value]], int]:
        return statements(store, chosen, skip=skip, limit=limit), count_statements(store, chosen)

    found, total = await call.read(read)
    after = skip + limit if skip + limit < total else None
    return await call.page(found, STATEMENT_COLUMNS, page, after=after, total=total)


@router.get(
    "/statements/{key:path}",
    responses=item(of=StatementAnswer, example="/statements/letter-2025-112%232123-2139%2F4074033371"),
    summary="一条陈述 · one statement",
)
async def said_once(call: Single, key: str) -> Response:
    """Return a statement with its words and their place."""
    found = await call.read(lambda store: statement(store, key))
    return call.one({**found, "links": {"document": f"{ROOT}/documents/{found['document']}"}})


@router.get(
    "/conflicts",
    responses=rows(of=Conflict, example="/conflicts"),
    summary="对不上的数字 · figures that do not agree",
)
async def disagreeing(call: Listed, page: Paged, subject: Text = "") -> Response:
    """List pairs of figures that do not agree, side by side with their words; nothing is decided here."""
    found = await call.cached(("conflicts", subject), lambda store: [asdict(one) for one in conflicts(store, subject)])
    return await call.listed(found, ("kind", "why", "first", "second"), page)


@router.get(
    "/changes",
    responses=rows(of=history.LoadRow, example="/changes?source=letter-2025-112"),
    summary="每次载入的变动 · what loads changed",
)
async def changed(call: Listed, page: Paged, since: Text = "", source: Text = "") -> Response:
    """List the loads that changed something, newest first; ``changes/{load}`` tells one by one."""
    day = _day(since) if since else ""
    found = await call.cached(("loads", day, source), lambda store: history.loads(store, since=day, source=source))
    return await call.listed(found, history.LOAD_COLUMNS, page)


@router.get(
    "/changes/{load:path}",
    responses=rows(of=history.ChangeRow, example="/changes/20261101T120000.000020Z%2Fletter-2025-112"),
    summary="一次载入的变动 · the changes of one load",
)
async def changed_by(call: Listed, page: Paged, load: str) -> Response:
    """List what one load added, changed and withdrew; of a first load only the counts are kept."""
    skip, limit = call.place(page, int) or 0, call.limit(page)
    found = await call.read(lambda store: history.changes(store, load, skip=skip, limit=limit + 1))
    after = skip + limit if len(found) > limit else None
    return await call.page(found[:limit], history.CHANGE_COLUMNS, page, after=after)


def _day(text: str) -> str:
    try:
        return str(CONVERT["date"](text))
    except ValueError as error:
        raise ParameterInvalid(
            f"不认识的日期：{text[:20]}", f"not a date: {text[:20]}", do_zh="写成 2025-09-01", do_en="Write 2025-09-01"
        ) from error
