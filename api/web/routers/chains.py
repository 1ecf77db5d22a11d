"""Chains: the list; the page of one with its map, its table and the panel of a segment."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import HTML, PageCall, Shown, today
from api.web.reading import KEY, Answers, read_answers
from graph.store import Store
from queries.catalogue import run
from queries.gaps.answers import find_segment
from queries.gaps.model import ChainGaps
from queries.targets import targets
from queries.why import why
from viz.evidence_list import short_title
from viz.web.overview import strips
from viz.web.panel import Panel, panel_of, short
from viz.web.picture import VIEWS, picture_of

router = APIRouter(include_in_schema=False, default_response_class=Response)


@router.get("/chains")
async def chains(call: Shown) -> Response:
    """List the chains."""
    answers = await call.cached(KEY, read_answers)
    table = await call.cached("chains", lambda store: list(run(store, "chains").dicts()))
    facts = {str(row["chain"]): row for row in table}
    return await call.show(
        "chains.html",
        title=call.page.t("产业链", "Chains"),
        here="chains",
        data=f"{ROOT}/chains",
        strips=strips(answers.every),
        facts=facts,
        demand={one.chain.key: _largest(one) for one in answers.every},
        counts=answers.city.counts,
    )


@router.get("/chains/{key}")
async def chain(call: Shown, key: str) -> Response:
    """Show one chain."""
    answers = await call.cached(KEY, read_answers)
    found = answers.chain(key)
    chosen = _chosen(found, call.query.get("segment", ""))
    panel = await _panel(call, answers, found, chosen) if chosen else None
    place = f"{ROOT}/chains/{found.chain.key}"
    picture = await call.cached(("picture", found.chain.key, call.lang), lambda _: picture_of(found, call.page))
    view = call.query.get("view", "")
    documents = {source.key: source for source in found.chain.sources if source.key in found.documents}
    return await call.show(
        "chain.html",
        title=found.chain.name,
        here="chains",
        data=f"{place}/gaps",
        gaps=found,
        picture=picture,
        panel=panel,
        chosen=chosen,
        short=short,
        view=view if view in VIEWS else "class",
        shown="table" if call.query.get("show") in ("table", "sources") else "map",
        place=place,
        names=answers.names,
        short_title=short_title,
        documents=[documents[name] for name in found.documents if name in documents],
        complete=[
            one for one in found.chain.sources if one.completeness == "complete" and one.region in found.chain.home
        ],
        engineering=sum(edge.basis == "engineering" for edge in found.chain.inputs),
    )


@router.get("/chains/{key}/panel")
async def panel(call: Shown, key: str, segment: str) -> Response:
    """Return the panel of a segment alone, for the script of the page."""
    answers = await call.cached(KEY, read_answers)
    found = answers.chain(key)
    wanted = find_segment([found.chain], segment).key
    shown = await _panel(call, answers, found, wanted)
    body = call.page.fill("panel.html", panel=shown, gaps=found, names=answers.names, short=short)
    return Response(body.encode("utf-8", "replace"), 200, call.headers, HTML)


async def _panel(call: PageCall, answers: Answers, found: ChainGaps, segment: str) -> Panel:
    def make(store: Store) -> Panel:
        told = why(store, segment, chain=found.chain.key, chains=answers.chains, measures=answers.measures)
        fits = targets(store, segment, chains=answers.chains, measures=answers.measures)
        return panel_of(told, fits, answers.demand.get(segment, ()))

    return await call.cached(("panel", found.chain.key, segment, today()), make)


def _chosen(found: ChainGaps, asked: str) -> str:
    if not asked:
        return ""
    return find_segment([found.chain], asked).key


def _largest(gaps: ChainGaps) -> int:
    return sum(1 for row in gaps.rows if row.demand)
