"""Jobs: what became of them, their results, and having them stopped; and those that are asked for in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from api.access.caller import Caller as Who
from api.access.scopes import Scope, needs
from api.http.bodies import Body, described, read_body
from api.http.call import Call, Caller, Paged, names_known
from api.http.errors import JobOver, ParameterInvalid, ResultExpired
from api.http.formats import TABLE
from api.http.job_rows import COLUMNS, JobRow, accepted, job_row, told
from api.http.openapi import Responses, data, file, rows
from api.http.problems import ROOT
from api.jobs.kinds import KINDS
from api.jobs.model import State
from api.jobs.service import Jobs, sees
from api.jobs.work.exports import FORMATS
from graph.errors import NotFound

router = APIRouter(prefix=ROOT, tags=["jobs"], default_response_class=Response)
Asked = Annotated[Call, Depends(Caller("json", stored=False))]
AskedRows = Annotated[Call, Depends(Caller(*TABLE, stored=False))]
Reader = Annotated[Who, needs(Scope.READ)]
Loader = Annotated[Who, needs(Scope.LOAD)]
_OVER = "JobOver ResultExpired"


def taken(example: str, also: str = "") -> Responses:
    """Describe a route that answers with a job. See :func:`api.http.openapi.data`."""
    return data(of=JobRow, example=example, also=f"{also} QueueFull SpaceFull", status=202)


_CHUNK = 64 * 1024
_LONGEST = 60.0


def jobs_of(request: Request) -> Jobs:
    """Return the jobs of the service."""
    found: Jobs = request.app.state.jobs
    return found


@router.get("/jobs", responses=rows(of=JobRow, example="/jobs"), summary="任务 · jobs")
async def listed(
    call: AskedRows,
    request: Request,
    who: Reader,
    page: Paged,
    state: Annotated[State | None, Query(description="状态 · state")] = None,
    kind: Annotated[str, Query(description="种类 · kind", json_schema_extra={"enum": ["", *KINDS]})] = "",
) -> Response:
    """List the caller's own jobs, newest first; with scope admin everybody's."""
    if kind and kind not in KINDS:
        raise ParameterInvalid(f"没有“{kind[:20]}”这种任务", f"no kind {kind[:20]!r}", do_zh="、".join(KINDS))
    jobs, limit, below = jobs_of(request), call.limit(page), call.place(page, int) or 0
    chosen = {"state": state.value if state else "", "kind": kind}
    found = await jobs.aside(lambda: jobs.ledger.listed(sees(who), **chosen, below=below, limit=limit + 1))
    after = found[limit - 1].number if len(found) > limit else None
    return await call.page([job_row(job, call.lang) for job in found[:limit]], COLUMNS, page, after=after)


@router.get("/jobs/{job}", responses=data(of=JobRow, example="/jobs/JOB"), summary="一个任务 · one job")
async def one(
    call: Asked,
    request: Request,
    who: Reader,
    job: str,
    wait: Annotated[
        float, Query(ge=0, le=_LONGEST, description="最多等几秒到它结束 · seconds to wait for its end")
    ] = 0,
) -> Response:
    """Tell what became of a job: its state, how far it is, its refusal, its result and files."""
    jobs = jobs_of(request)
    found = await jobs.wait(await jobs.get(job, who), wait)
    return await told(call, jobs, found)


@router.delete(
    "/jobs/{job}",
    responses={**data(of=JobRow, example="", also="JobOver"), **taken("/jobs/STARTED")},
    summary="取消任务 · cancel a job",
)
async def cancel(call: Asked, request: Request, who: Reader, job: str) -> Response:
    """Cancel a job: at once while it waits; one that runs is told to stop, and the store stays as it was."""
    jobs = jobs_of(request)
    found = await jobs.cancel(job, who)
    return await told(call, jobs, found, status=200 if found.state.over else 202)


@router.get(
    "/jobs/{job}/result",
    responses=file("/jobs/JOB/result", _OVER),
    summary="任务的结果文件 · what a job made",
    dependencies=[Depends(names_known)],
)
async def result(request: Request, who: Reader, job: str) -> Response:
    """Return the first file that a job made."""
    return await _fetched(request, who, job, "")


@router.get(
    "/jobs/{job}/result/{name}",
    responses=file("/jobs/JOB/result/nodes.csv", _OVER),
    summary="任务的一个结果文件 · one of the files a job made",
    dependencies=[Depends(names_known)],
)
async def result_named(request: Request, who: Reader, job: str, name: str) -> Response:
    """Return a file that a job made, such as the workbook of rejected rows."""
    # A name may end as a format does; what is asked for by an ending elsewhere is part of the name here.
    asked = str(request.scope.get("liantu.path", "")).rpartition("/")[2]
    return await _fetched(request, who, job, asked if asked.startswith(name) else name)


async def _fetched(request: Request, who: Who, id_: str, name: str) -> Response:
    jobs = jobs_of(request)
    job = await jobs.get(id_, who)
    if not job.state.over:
        raise JobOver("任务还没有结束", "the job is not over yet", do_zh="请先看它的状态", do_en="Look at its state")
    if job.expired:
        raise ResultExpired("结果已过期，不再保存", "the result is no longer kept", do_zh="请再做一次")
    wanted = [file for file in job.files if name in ("", file.name)]
    if not wanted:
        raise NotFound("任务没有这个文件", "the job made no such file")
    path = jobs.folder.result(job.id, wanted[0].name)
    if not await jobs.aside(path.is_file):
        raise ResultExpired("结果已过期，不再保存", "the result is no longer kept", do_zh="请再做一次")
    stem, dot, ending = wanted[0].name.partition(".")
    headers = {
        "Content-Disposition": f'attachment; filename="liantu-{job.kind}-{job.id[:8]}-{stem}{dot}{ending}"',
        "Content-Length": str(wanted[0].size),
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(_chunks(path), 200, headers, wanted[0].media)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


async def _submitted(call: Call, request: Request, kind: str, who: Who, label: str, given: dict[str, Any]) -> Response:
    jobs = jobs_of(request)
    return await accepted(call, jobs, await jobs.submit(kind, who, label, given))


class ExportAsked(Body):
    """An export as a file: what, as what, with candidates or without, compressed or not."""

    what: Literal["all", "nodes", "edges"] = "all"
    format: Literal["", "ndjson", "graphml", "csv"] = ""
    review: Literal["accepted", "all"] = "all"
    gzip: bool = False


_EXPORT = {"what": "all", "format": "ndjson", "gzip": True}


@router.post(
    "/exports",
    status_code=202,
    responses=taken('/exports {"what": "nodes", "format": "csv", "review": "accepted"}'),
    summary="导出成文件 · an export as a file",
    openapi_extra=described(ExportAsked, _EXPORT),
)
async def export(call: Asked, request: Request, who: Reader) -> Response:
    """Have an export written into a file, which can be fetched again and again until it expires."""
    body = await read_body(request, ExportAsked, '{"what": "all", "format": "ndjson"}')
    form = body.format or FORMATS[body.what][0]
    if form not in FORMATS[body.what]:
        known = "、".join(FORMATS[body.what])
        raise ParameterInvalid(f"{body.what} 没有 {form}", f"no {form} of {body.what}", do_zh=f"可用：{known}")
    given = {"what": body.what, "format": form, "review": body.review, "gzip": body.gzip}
    return await _submitted(call, request, "export", who, f"{body.what}.{form}", given)


class StabilityAsked(Body):
    """How stable the answers are: of a chain or of all, the first k, with other thresholds."""

    chain: Annotated[str, Field(max_length=200)] = ""
    top: Annotated[int, Field(ge=1, le=1_000)] = 10
    set: dict[str, float | str] = Field(default_factory=dict)


@router.post(
    "/stability",
    status_code=202,
    responses=taken('/stability {"chain": "低空经济", "top": 10}'),
    summary="稳不稳，结果成文件 · how stable the answers are, as a file",
    openapi_extra=described(StabilityAsked, {"chain": "低空经济", "top": 10}),
)
async def stability(call: Asked, request: Request, who: Reader) -> Response:
    """Have it worked out how stable the answers are, for stores where that takes its time."""
    body = await read_body(request, StabilityAsked, '{"chain": "低空经济"}')
    return await _submitted(call, request, "stability", who, body.chain, body.model_dump())


@router.post("/build", status_code=202, responses=taken("/build"), summary="载入自带的 · load what ships")
async def build(call: Asked, request: Request, who: Loader) -> Response:
    """Have everything loaded that ships, as ``liantu build`` does; what was reviewed stands."""
    return await _submitted(call, request, "build", who, "", {})
