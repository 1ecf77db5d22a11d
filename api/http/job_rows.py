"""Jobs as answers: the resource, its list, and the 202 that leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from typing_extensions import TypedDict

from api.http.call import Call
from api.http.formats import MEDIA
from api.http.problems import ROOT, dumps, problem_body
from api.jobs.kinds import KINDS
from api.jobs.model import Job, State, refusal, time_of
from api.jobs.service import Jobs
from graph.errors import Lang

_INSIDE = frozenset({"match", "key_id"})
"""Parameters that are not told."""


class Progress(TypedDict):
    """How far a job is: how much of how much (0 where unknown), and in words."""

    done: int
    total: int
    sentence: str


class JobFile(TypedDict):
    """A file that a job made, and where it is fetched."""

    name: str
    title: str
    media_type: str
    size: int
    href: str | None


class JobRow(TypedDict):
    """A job: what was asked for, what has become of it, what it found, and the files that it made."""

    id: str
    kind: str
    kind_name: str
    label: str
    owner: str
    state: State
    state_name: str
    progress: Progress
    position: int | None
    cancelling: bool
    attempts: int
    created: str
    started: str | None
    ended: str | None
    expires: str | None
    expired: bool
    parameters: dict[str, Any]
    problem: dict[str, Any] | None
    result: dict[str, Any] | None
    files: list[JobFile]
    links: dict[str, str]


COLUMNS = tuple(JobRow.__annotations__)


def job_row(job: Job, lang: Lang, ahead: int | None = None) -> dict[str, Any]:
    """Return a job as plain data.

    Args:
        job: the job.
        lang: of its words.
        ahead: jobs before it in the line, where it waits.
    """
    kind, place, english = KINDS[job.kind], f"{ROOT}/jobs/{job.id}", lang == "en"
    links = {"self": place}
    if job.files and not job.expired:
        links["result"] = f"{place}/result"
    return {
        "id": job.id,
        "kind": job.kind,
        "kind_name": kind.en if english else kind.zh,
        "label": job.label,
        "owner": job.owner,
        "state": job.state.value,
        "state_name": job.state.value if english else job.state.zh,
        "progress": {
            "done": job.said.done,
            "total": job.said.total,
            "sentence": job.said.en if english else job.said.zh,
        },
        "position": ahead,
        "cancelling": job.cancelling and not job.state.over,
        "attempts": job.attempts,
        "created": time_of(job.created),
        "started": time_of(job.started),
        "ended": time_of(job.ended),
        "expires": time_of(job.expires),
        "expired": job.expired,
        "parameters": {name: value for name, value in job.parameters.items() if name not in _INSIDE},
        "problem": problem_body(refusal(job.problem), lang) if job.problem else None,
        "result": job.result,
        "files": [_file(job, name, lang) for name in range(len(job.files))],
        "links": links,
    }


def _file(job: Job, at: int, lang: Lang) -> Mapping[str, Any]:
    file = job.files[at]
    return {
        "name": file.name,
        "title": file.en if lang == "en" else file.zh,
        "media_type": file.media,
        "size": file.size,
        "href": None if job.expired else f"{ROOT}/jobs/{job.id}/result/{file.name}",
    }


async def accepted(call: Call, jobs: Jobs, job: Job) -> Response:
    """Answer that a job was taken: 202, and where it is."""
    ahead = await jobs.ahead(job)
    headers = call.headers | {"Location": f"{ROOT}/jobs/{job.id}", "Retry-After": "1"}
    return Response(dumps({"data": job_row(job, call.lang, ahead)}), 202, headers, MEDIA["json"])


async def told(call: Call, jobs: Jobs, job: Job, status: int = 200) -> Response:
    """Answer with a job."""
    ahead = await jobs.ahead(job)
    return Response(dumps({"data": job_row(job, call.lang, ahead)}), status, call.headers, MEDIA["json"])
