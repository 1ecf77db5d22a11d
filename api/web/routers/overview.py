"""The overview: may I trust a gap today, and what do I load next?"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import Shown
from api.web.reading import KEY, read_answers
from graph.store import Store
from queries.papers import documents
from viz.web.overview import KINDS, first_checks, loaded, strips

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/")
async def overview(call: Shown) -> Response:
    """Show the overview."""
    answers = await call.cached(KEY, read_answers)
    papers = await call.cached(("documents", "", ""), lambda store: documents(store, form="", text=""))
    nodes = await call.cached("page-counts", _counts)
    counts = answers.city.counts
    return await call.show(
        "overview.html",
        title=call.page.t("总览", "Overview"),
        here="overview",
        data=f"{ROOT}/gaps",
        counts=counts,
        total=sum(counts.values()),
        nodes=[(kind, nodes[kind]) for kind in KINDS if nodes.get(kind)],
        strips=strips(answers.every),
        checks=first_checks(answers.every),
        waiting=len(answers.city.check_list()),
        loaded=loaded(papers),
        complete=[row for row in papers if row["completeness"] == "complete"],
        papers=len(papers),
        gaps=answers.city.gap_list()[:7],
        names=answers.names,
    )


def _counts(store: Store) -> dict[str, int]:
    return dict(store.info().nodes)
