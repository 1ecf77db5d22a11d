"""Review: the queue of statements and of names that may be one, and the one that a person looks at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.reviewing import pair_tag, pairs, state_tag
from api.web.page import HTML, PageCall, Shown
from graph.store import Store
from queries.papers import count_statements, document, documents, statement, statements
from viz.web.panel import short
from viz.web.review import REASONS, Chosen, choices, counted, doubts, is_waiting, waiting, words_around

router = APIRouter(include_in_schema=False, default_response_class=Response)
_READ = 5_000
"""Candidates that are read for filters."""
_MOST = 150
"""Of them on one page; what is decided makes room for the next."""
_CANDIDATES = {"review": "candidate"}


@router.get("/review")
async def review(call: Shown) -> Response:
    """Show the queue."""
    every, total = await call.cached("page-review", _candidates)
    found = await call.cached(("pairs", ""), lambda store: pairs(store, ""))
    if call.query.get("show") == "pairs":
        return await _pairs(call, found, total)
    asked = {name: call.query.get(name, "")[:300] for name in ("document", "predicate", "kind", "text")}
    rows = Chosen(**asked).of(every)
    wanted = call.query.get("statement", "")
    listed = rows[:_MOST]
    papers = await call.cached(("documents", "", ""), lambda store: documents(store, form="", text=""))
    query = urlencode({name: value for name, value in asked.items() if value and name != "kind"})
    return await call.show(
        "review.html",
        title=call.page.t("审核", "Review"),
        here="review",
        data=f"{ROOT}/review" + (f"?{query}" if query else ""),
        show="",
        total=total,
        pairs=len(found),
        queue=waiting(listed, [state_tag(row) for row in listed]),
        fits=len(rows),
        asked=asked,
        wanted=wanted,
        papers={str(row["document"]): row for row in papers},
        short=short,
        filters={name: counted(every, name) for name in ("document", "predicate", "kind")},
        reasons=REASONS,
    )


@router.get("/review/one")
async def one(call: Shown, statement: str) -> Response:
    """Return one statement in its place, for the script of the page."""

    def read(store: Store) -> dict[str, Any]:
        row = _statement(store, statement)
        paper = document(store, str(row["document"]))
        return {"row": row, "paper": paper, "words": words_around(str(paper["text"] or ""), row)}

    found = await call.read(read)
    row = found["row"]
    body = call.page.fill(
        "review_one.html",
        one=waiting([row], [state_tag(row)])[0],
        doubts=doubts(row, english=call.lang == "en"),
        choices=choices(),
        open=is_waiting(row),
        **found,
    )
    return Response(body.encode("utf-8", "replace"), 200, call.headers, HTML)


async def _pairs(call: PageCall, found: list[dict[str, Any]], total: int) -> Response:
    def tags(store: Store) -> list[str]:
        return [pair_tag(store, _keys(pair))[0] for pair in found]

    etags = await call.cached("page-pair-tags", tags)
    return await call.show(
        "review_pairs.html",
        title=call.page.t("审核", "Review"),
        here="review",
        data=f"{ROOT}/review/pairs",
        show="pairs",
        total=total,
        pairs=len(found),
        queue=list(zip(found, etags, strict=True)),
        reasons=(
            ("官网写明是同一家", "its own site says so"),
            ("一个是集团，一个是子公司", "a group and its subsidiary"),
        ),
    )


def _keys(pair: dict[str, Any]) -> tuple[str, str]:
    first, second = sorted(str(one["key"]) for one in pair["firms"])
    return first, second


def _candidates(store: Store) -> tuple[list[dict[str, Any]], int]:
    return [dict(row) for row in statements(store, _CANDIDATES, limit=_READ)], count_statements(store, _CANDIDATES)


def _statement(store: Store, key: str) -> dict[str, Any]:
    return dict(statement(store, key))
