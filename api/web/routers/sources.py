"""Sources: what is loaded, and loading more: tried first, then as a job."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import Shown
from graph.store import Store
from loaders.tables.mapping import read_mapping, shipped
from queries.changes import Load, loads
from queries.papers import documents
from viz.web.sources import FORMS, Source, sources

router = APIRouter(include_in_schema=False, default_response_class=Response)
_RECENT = 12
"""Loads that the page lists."""
MAY_BE = (
    ("table", "名录（xlsx、xls、ods、csv）", "a list (xlsx, xls, ods, csv)"),
    ("letter", "函件（txt、docx、html）", "a letter (txt, docx, html)"),
    ("chain", "产业链模板（yaml）", "a chain template (yaml)"),
    ("places", "地名表（csv）", "a table of places (csv)"),
    ("decisions", "审核结果（yaml）", "decisions (yaml)"),
    ("export", "链图导出的文件", "what Liantu exported"),
)
"""What may be sent: its name, Chinese, English."""


@router.get("/sources")
async def shown(call: Shown) -> Response:
    """Show what is loaded, and how to load more."""
    found, recent = await call.cached("page-sources", _sources)
    forms = [(name, read_mapping(name)) for name in shipped()]
    return await call.show(
        "sources.html",
        title=call.page.t("数据源", "Sources"),
        here="sources",
        data=f"{ROOT}/changes",
        sources=found,
        recent=recent,
        words=FORMS,
        may_be=MAY_BE,
        mappings=[(name, one.title, one.about) for name, one in forms],
        complete=sum(one.complete for one in found),
    )


def _sources(store: Store) -> tuple[list[Source], list[Load]]:
    history = list(loads(store, limit=0))
    return sources(store.info().sources, documents(store), history), history[:_RECENT]
