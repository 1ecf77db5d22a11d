"""Review: what waits for a person, and what a person decides of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request
from pydantic import Field
from starlette.responses import Response
from typing_extensions import TypedDict

from api.access.caller import Caller as Who
from api.access.scopes import Scope, needs
from api.http.bodies import Body, described, read_body
from api.http.call import Call, Listed, Paged, Single
from api.http.job_rows import accepted
from api.http.openapi import data, item, rows
from api.http.problems import ROOT, dumps
from api.http.routers.jobs import Asked, jobs_of, taken
from api.jobs.model import State, refusal
from api.reviewing import pairs, state_tag
from graph.evidence import Review
from graph.store import Store, Value
from queries.papers import StatementRow, count_statements, statement, statements

router = APIRouter(prefix=f"{ROOT}/review", tags=["review"], default_response_class=Response)
Reviewer = Annotated[Who, needs(Scope.REVIEW)]
Text = Annotated[str, Query(max_length=200)]
Match = Annotated[str, Header(alias="If-Match", max_length=1_000, description="审核人看到的那一版 · the state as seen")]
PATIENCE_S = 8.0
"""Seconds that a decision is waited for; a longer wait in the line is told as a job."""
_BEFORE = "NotFound QuoteNotFound StateChanged DecidedMeanwhile"


class WaitingRow(StatementRow):
    """A statement with the tag of its state, to be sent back as ``If-Match``."""

    etag: str
    links: dict[str, str]


class DecidedAnswer(TypedDict):
    """A statement that was decided on, before and after; the key of a corrected one is new."""

    statement: str
    etag: str
    before: StatementRow
    after: StatementRow


class DecidedAnswers(TypedDict):
    """Several statements that were decided on."""

    decided: list[DecidedAnswer]


class FirmOfPair(TypedDict):
    """One of two firms, and the words that name it."""

    key: str
    name: str
    statement: str
    quote: str


class PairRow(TypedDict):
    """Two firms that may be one, by a rule that can be shown."""

    firms: list[FirmOfPair]
    rule: str
    reason: str
    term: str


class PairDecided(TypedDict):
    """What was decided of two names, and the tag of that."""

    decision: dict[str, Any]
    etag: str


COLUMNS = tuple(WaitingRow.__annotations__)


class Changes(Body):
    """What a correction says otherwise; what is not named stays."""

    subject: dict[Literal["kind", "name"], str] | None = None
    predicate: str | None = None
    object: dict[Literal["kind", "name"], str] | None = None
    figure: dict[Literal["metric", "value", "unit", "scope"], str] | None = None
    status: str | None = None
    period: str | None = None
    as_of: str | None = None
    qualifier: str | None = None


class Decision(Body):
    """A decision on a statement; a rejection needs a reason, an edit says what is otherwise."""

    decision: Literal["accept", "reject", "edit"]
    reason: Annotated[str, Field(max_length=1_000)] = ""
    changes: Changes | None = None


class DecisionOn(Decision):
    """A decision that names its statement, and the state in which it was seen."""

    statement: Annotated[str, Field(min_length=1, max_length=500)]
    etag: Annotated[str, Field(max_length=100)] = ""


class Decisions(Body):
    """Several decisions: all of them are taken, or none."""

    decisions: Annotated[list[DecisionOn], Field(min_length=1, max_length=200)]


class PairDecision(Body):
    """Whether two names (or keys) are one firm, and why."""

    first: Annotated[str, Field(min_length=1, max_length=300)]
    second: Annotated[str, Field(min_length=1, max_length=300)]
    verdict: Literal["same", "different"]
    reason: Annotated[str, Field(min_length=1, max_length=1_000)]


_ONE = {"decision": "reject", "reason": "原文说的是规划，不是已建成"}
_SEVERAL = {"decisions": [{"statement": "letter#10-20/0123456789", "decision": "accept", "etag": ""}]}
_PAIR = {"first": "甲公司", "second": "甲有限公司", "verdict": "same", "reason": "信用代码相同"}


_CHOICE = '{"decision": "reject", "reason": "原文说的是规划，不是已建成"}'
_TWO = '{"decisions": [{"statement": "OTHER", "decision": "accept"}, {"statement": "THIRD", "decision": "accept"}]}'
_FIRMS = (
    '{"first": "Firm:中智药业", "second": "Firm:中山市中智药业集团有限公司", "verdict": "same", '
    '"reason": "官网写明是简称"}'
)


@router.get(
    "", responses=rows(of=WaitingRow, example="/review"), summary="等待审核的陈述 · statements waiting for review"
)
async def queue(
    call: Listed,
    page: Paged,
    document: Text = "",
    predicate: Text = "",
    subject: Text = "",
    text: Text = "",
    review: Annotated[Review, Query(description="审核状态 · review state")] = Review.CANDIDATE,
) -> Response:
    """List statements by review state, by document and place, each with the tag of its state."""
    chosen = {"document": document, "predicate": predicate, "subject": subject, "text": text, "review": review.value}
    skip, limit = call.place(page, int) or 0, call.limit(page)

    def read(store: Store) -> tuple[list[dict[str, Any]], int]:
        found = statements(store, chosen, skip=skip, limit=limit)
        return [_row(one) for one in found], count_statements(store, chosen)

    found, total = await call.read(read)
    after = skip + limit if skip + limit < total else None
    return await call.page(found, COLUMNS, page, after=after, total=total)


@router.post(
    "",
    responses={
        **data(of=(DecidedAnswers, DecidedAnswer), example=f"/review {_TWO}", also=_BEFORE),
        **taken(""),
    },
    summary="审核几条陈述 · decide on statements",
    openapi_extra=described(Decisions, _SEVERAL),
)
async def decide_several(call: Asked, request: Request, who: Reviewer) -> Response:
    """Take several decisions, all or none."""
    body = await read_body(request, Decisions, '{"decisions": […]}')
    chosen = [{"statement": one.statement, "match": one.etag, **_said(one)} for one in body.decisions]
    return await _done(call, request, who, "review", f"{len(chosen)}", {"decisions": chosen})


@router.get(
    "/pairs", responses=rows(of=PairRow, example="/review/pairs"), summary="可能是同一家的企业 · firms that may be one"
)
async def listed_pairs(call: Listed, page: Paged, firm: Text = "") -> Response:
    """List pairs of firms that may be one and on which nobody decided, each with its reason and words."""
    found = await call.cached(("pairs", firm), lambda store: pairs(store, firm))
    return await call.listed(found, tuple(PairRow.__annotations__), page)


@router.post(
    "/pairs",
    responses={**data(of=PairDecided, example=f"/review/pairs {_FIRMS}", also=_BEFORE), **taken("")},
    summary="定两家是不是同一家 · decide on two firms",
    openapi_extra=described(PairDecision, _PAIR),
)
async def decide_pair(call: Asked, request: Request, who: Reviewer, if_match: Match = "") -> Response:
    """Decide that two names are one firm, or two; what was decided before is overwritten only with ``If-Match``."""
    body = await read_body(request, PairDecision, '{"first": …, "second": …, "verdict": "same", "reason": …}')
    label = f"{body.first[:80]} · {body.second[:80]}"
    return await _done(call, request, who, "pair", label, {**body.model_dump(), "match": if_match})


@router.get(
    "/{statement:path}",
    responses=item(of=WaitingRow, example="/review/letter-2025-112%232123-2139%2F4074033371"),
    summary="一条待审的陈述 · one statement with the tag of its state",
)
async def one(call: Single, statement: str) -> Response:
    """Return a statement; its ETag is that of its state, to be sent back as ``If-Match``."""
    found = _row(await call.read(lambda store: _statement(store, statement)))
    call.headers["ETag"] = found["etag"]
    return call.one(found)


@router.post(
    "/{statement:path}",
    responses={**data(of=DecidedAnswer, example=f"/review/WAITING {_CHOICE}", also=_BEFORE), **taken("")},
    summary="审核一条陈述 · decide on a statement",
    openapi_extra=described(Decision, _ONE),
)
async def decide(call: Asked, request: Request, who: Reviewer, statement: str, if_match: Match = "") -> Response:
    """Accept, reject or correct a statement.

    With ``If-Match`` it has to be as its reviewer saw it; without, nobody may
    have decided on it before.
    """
    body = await read_body(request, Decision, '{"decision": "accept"}')
    chosen = [{"statement": statement, "match": if_match, **_said(body)}]
    return await _done(call, request, who, "review", statement, {"decisions": chosen})


def _statement(store: Store, key: str) -> dict[str, Value]:
    return statement(store, key)


def _row(found: dict[str, Value]) -> dict[str, Any]:
    place = f"{ROOT}/documents/{found['document']}"
    return {**found, "etag": state_tag(found), "links": {"document": place}}


def _said(body: Decision) -> dict[str, Any]:
    changes = body.changes.model_dump(exclude_none=True) if body.changes else None
    return {"decision": body.decision, "reason": body.reason.strip(), "changes": changes}


async def _done(call: Call, request: Request, who: Who, kind: str, label: str, given: dict[str, Any]) -> Response:
    """Have something decided in turn with all that is written; answer with what is so now.

    Raises:
        LiantuError: the refusal, as that of any request.
    """
    jobs = jobs_of(request)
    job = await jobs.wait(await jobs.submit(kind, who, label, given), PATIENCE_S)
    if not job.state.over:
        return await accepted(call, jobs, job)
    if job.state is not State.DONE or job.result is None:
        raise refusal(job.problem or {"code": "JobInterrupted", "zh": "已取消", "en": "cancelled"})
    result = job.result
    headers = dict(call.headers)
    decided = result.get("decided")
    if decided and len(decided) == 1:
        result = decided[0]
    if "etag" in result:
        headers["ETag"] = result["etag"]
    return Response(dumps({"data": result}), 200, headers, "application/json")
