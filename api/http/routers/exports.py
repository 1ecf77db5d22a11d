"""Everything at once, for other programs: written as it is read, however much it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.http.analysis import checks_of
from api.http.call import Call, Caller
from api.http.formats import MEDIA, no_geometry
from api.http.gap_places import towns_told
from api.http.guards import HEAD
from api.http.openapi import answers
from api.http.problems import ROOT, dumps
from api.http.routers.finding import as_names
from api.http.streams import Exports, Write
from graph.errors import NotFound
from graph.exchange.geojson import write_geojson
from graph.exchange.graph_files import write_graphml
from graph.exchange.plain_files import write_edges, write_ndjson, write_nodes
from graph.kinds import EDGES, STATED
from graph.loading.merge import Properties
from graph.loading.plan import EdgeId
from graph.parts import check_kinds
from graph.store import Store
from graph.walk import Walk
from loaders.letters.review.export import DocumentFacts, facts
from loaders.letters.review.state import DocumentState, document_keys, read_states

router = APIRouter(prefix=f"{ROOT}/exports", tags=["exports"], default_response_class=Response)
_TOGETHER = 20
"""Documents that are read at a time."""
Tabled = Annotated[Call, Depends(Caller("csv", "ndjson"))]
Whole = Annotated[Call, Depends(Caller("ndjson", "graphml"))]
Told = Annotated[Call, Depends(Caller("json", "ndjson"))]
Placed = Annotated[Call, Depends(Caller("geojson"))]
Which = Annotated[Literal["accepted", "all"], Query(alias="review", description="all 连候选 · with candidates")]
Kinds = Annotated[str, Query(max_length=4_000, description="只要这些节点、关系类型 · only these kinds")]


class _Nodes:
    """Only the nodes of a walk."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def nodes(self) -> Iterator[Properties]:
        yield from self._walk.nodes()

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        yield from ()


class _Edges:
    """Only the edges of a walk, which goes through the nodes first."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def nodes(self) -> Iterator[Properties]:
        for _ in self._walk.nodes():
            pass
        yield from ()

    def edges(self) -> Iterator[tuple[EdgeId, Properties]]:
        yield from self._walk.edges()


@router.get(
    "/nodes", responses=answers("", "csv", "ndjson", example="/exports/nodes.ndjson?kinds=Town"), summary="节点 · nodes"
)
async def nodes(call: Tabled, request: Request, review: Which = "accepted", kinds: Kinds = "") -> Response:
    """Export nodes with all their properties."""
    wanted = _kinds(kinds)

    def write(file: IO[bytes], store: Store) -> None:
        walk = Walk(store, wanted, candidates=review == "all")
        if call.form == "csv":
            write_nodes(file, walk.nodes())
        else:
            write_ndjson(file, _Nodes(walk))

    return await _started(call, request, "nodes", write)


@router.get(
    "/edges",
    responses=answers("", "csv", "ndjson", example="/exports/edges.ndjson?kinds=Town,Region,LOCATED_IN"),
    summary="关系 · edges",
)
async def edges(call: Tabled, request: Request, review: Which = "accepted", kinds: Kinds = "") -> Response:
    """Export edges with the statements that they rest on."""
    wanted = _kinds(kinds)

    def write(file: IO[bytes], store: Store) -> None:
        rows = _Edges(Walk(store, wanted, candidates=review == "all"))
        if call.form == "csv":
            for _ in rows.nodes():
                pass
            write_edges(file, rows.edges())
        else:
            write_ndjson(file, rows)

    return await _started(call, request, "edges", write)


@router.get(
    "/all", responses=answers("", "ndjson", "graphml", example="/exports/all?kinds=Town"), summary="整个库 · everything"
)
async def everything(call: Whole, request: Request, review: Which = "all", kinds: Kinds = "") -> Response:
    """Export nodes and edges, with candidates unless told otherwise; ``liantu load export`` takes it back."""
    wanted = _kinds(kinds)

    def write(file: IO[bytes], store: Store) -> None:
        walk = Walk(store, wanted, candidates=review == "all")
        (write_ndjson if call.form == "ndjson" else write_graphml)(file, walk)

    return await _started(call, request, "all", write)


@router.get(
    "/facts",
    responses=answers(
        "List", "json", "ndjson", of=DocumentFacts, example="/exports/facts?document=letter-2025-112", also="NotFound"
    ),
    summary="文献里的事实 · facts of documents",
)
async def told(
    call: Told,
    request: Request,
    document: Annotated[
        str, Query(max_length=200, description="只要这份文献或这一批 · this document or collection")
    ] = "",
    review: Annotated[
        Literal["accepted", "candidate", "rejected", "all"], Query(description="审核 · review")
    ] = "accepted",
) -> Response:
    """Export entities, relations and figures of documents with quotes and offsets, one object a document."""

    def write(file: IO[bytes], store: Store) -> None:
        first = True
        file.write(b"[" if call.form == "json" else b"")
        for state in _states(store, document):
            line = dumps(facts(state.document, state.entities, state.statements, review))
            before = b"" if first or call.form == "ndjson" else b",\n"
            file.write(before + line + (b"\n" if call.form == "ndjson" else b""))
            first = False
        if first and document:
            raise NotFound(f"没有文献“{document[:60]}”", f"no document {document[:60]!r}", do_zh="见 /api/v1/documents")
        file.write(b"]\n" if call.form == "json" else b"")

    return await _started(call, request, "facts", write)


@router.get(
    "/places",
    responses=answers("", "geojson", example="/exports/places"),
    summary="地方和位于那里的 · places and what stands there",
)
async def places(call: Placed, request: Request) -> Response:
    """Export places and what stands in them as GeoJSON, where boundaries are set.

    Places have what stands in them counted by kind, towns the segments with
    something there by class; what stands in a place has the place's geometry.
    """
    shapes = call.shared.shapes
    if not shapes:
        raise no_geometry("没有给出边界，地方就没有图形", "no boundaries are set, so places have no geometry")
    gaps, _ = await checks_of(call)
    told = towns_told(gaps)
    return await _started(call, request, "places", lambda file, store: write_geojson(file, store, shapes, told))


def _states(store: Store, document: str) -> Iterator[DocumentState]:
    """Yield what documents say, a few at a time: one of them, those of a collection, or all."""
    keys = list(document_keys(store))
    keys = [document] if document in keys else keys
    for at in range(0, len(keys), _TOGETHER):
        for state in read_states(store, *keys[at : at + _TOGETHER]):
            if document in ("", state.document.key, state.source):
                yield state


async def _started(call: Call, request: Request, name: str, write: Write) -> Response:
    exports: Exports = request.app.state.exports
    headers = call.headers | {"Content-Disposition": f'attachment; filename="liantu-{name}.{call.form}"'}
    if HEAD in request.scope:
        return Response(headers=headers, media_type=MEDIA[call.form])
    return await exports.start(write, headers, MEDIA[call.form])


def _kinds(text: str) -> list[str] | None:
    """Return the kinds that are asked for, None for all.

    Raises:
        InputError: one is not declared.
    """
    names = as_names(text)
    return check_kinds(names, {**STATED, **EDGES}) if names else None
