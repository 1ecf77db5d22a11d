"""Documents: the list; one to be read with its statements; figures that do not agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import Shown
from api.web.reading import KEY, read_answers
from graph.store import Store, Value
from queries.conflicts import conflicts
from queries.papers import count_statements, document, documents, statements
from viz.web.reader import Reading, reading

router = APIRouter(include_in_schema=False, default_response_class=Response)
MOST = 2_000
"""Statements of a document that its page shows."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """A document and what it says."""

    paper: dict[str, Value]
    read: Reading
    total: int


@router.get("/documents")
async def listed(call: Shown) -> Response:
    """List the documents."""
    form, text = call.query.get("form", "")[:60], call.query.get("text", "")[:200]
    every = await call.cached(("documents", "", ""), lambda store: documents(store, form="", text=""))
    found = [row for row in every if (not form or row["form"] == form) and _holds(row, text)]
    found.sort(key=lambda row: (row["completeness"] != "complete", -_statements(row), str(row["title"] or "")))
    forms: dict[str, int] = {}
    for row in every:
        forms[str(row["form"] or "")] = forms.get(str(row["form"] or ""), 0) + 1
    return await call.show(
        "documents.html",
        title=call.page.t("文献", "Documents"),
        here="documents",
        data=f"{ROOT}/documents",
        rows=found[:500],
        total=len(found),
        forms=sorted(forms.items(), key=lambda pair: -pair[1]),
        form=form,
        text=text,
    )


def _holds(row: dict[str, Value], text: str) -> bool:
    return not text or any(text in str(row[name] or "") for name in ("title", "document", "number", "issuer"))


def _statements(row: dict[str, Value]) -> int:
    return row["statements"] if isinstance(row["statements"], int) else 0


@router.get("/documents/{name:path}")
async def one(call: Shown, name: str) -> Response:
    """Show a document."""

    def read(store: Store) -> _Opened:
        paper = document(store, name)
        chosen = {"document": str(paper["document"])}
        said = statements(store, chosen, limit=MOST)
        return _Opened(paper, reading(str(paper["text"] or ""), said), count_statements(store, chosen))

    found = await call.cached(("paper", name), read)
    covers: Any = found.paper["covers"] if isinstance(found.paper["covers"], list) else []
    names = (await call.cached(KEY, read_answers)).names if covers else {}
    return await call.show(
        "document.html",
        title=str(found.paper["number"] or found.paper["title"] or found.paper["document"]),
        here="documents",
        data=f"{ROOT}/documents/{found.paper['document']}",
        paper=found.paper,
        read=found.read,
        total=found.total,
        covers=covers,
        names=names,
        wanted=call.query.get("statement", ""),
    )


@router.get("/conflicts")
async def disagreeing(call: Shown) -> Response:
    """Show figures that do not agree, side by side."""
    subject = call.query.get("subject", "")[:200]
    found = await call.cached(("page-conflicts", subject), lambda store: conflicts(store, subject))
    papers = await call.cached(("documents", "", ""), lambda store: documents(store, form="", text=""))
    return await call.show(
        "conflicts.html",
        title=call.page.t("冲突", "Conflicts"),
        here="conflicts",
        data=f"{ROOT}/conflicts",
        pairs=found,
        subject=subject,
        papers={str(row["document"]): row for row in papers},
    )
