"""The ready questions with forms and answers; what each source covers."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from api.http.problems import ROOT
from api.web.page import Shown
from api.web.reading import KEY, read_answers
from graph.errors import LiantuError
from graph.store import Value
from queries.catalogue import Catalogue, run
from queries.coverage import coverage
from queries.questions import GROUPS, INTERNAL
from viz.web.panel import short
from viz.web.questions import answer_of, fields_of

router = APIRouter(include_in_schema=False, default_response_class=Response)
_OWN = frozenset({"lang", "ask"})
_MOST = 500
"""Rows of an answer that its page shows; the file holds all."""


@router.get("/questions")
async def listed(call: Shown) -> Response:
    """List the questions by group."""
    groups = Catalogue.shipped().by_group()
    return await call.show(
        "questions.html",
        title=call.page.t("问答库", "Questions"),
        here="questions",
        data=f"{ROOT}/queries",
        groups=[(GROUPS[name], found) for name, found in groups.items() if name != INTERNAL],
        total=sum(len(found) for name, found in groups.items() if name != INTERNAL),
    )


@router.get("/questions/{name}")
async def ask(call: Shown, name: str) -> Response:
    """Show a question: its form, and its answer where all that it needs is given."""
    question = Catalogue.shipped().get(name)
    given = {key: value for key, value in call.query.items() if key not in _OWN and value}
    rows: list[dict[str, Value]] | None = None
    error: LiantuError | None = None
    bound: Mapping[str, Value] = {}
    needed = [one.name for one in question.parameters if one.required and not given.get(one.name)]
    if not needed:
        try:
            bound = question.bind(given)
            key = ("question", name, orjson.dumps(bound))
            rows = await call.cached(key, lambda store: list(run(store, name, given, timeout_s=None).dicts()))
        except LiantuError as refused:
            error = refused
    asked = urlencode(given)
    place = f"{ROOT}/queries/{question.name}"
    return await call.show(
        "question.html",
        title=question.title_en if call.lang == "en" else question.title_zh,
        here="questions",
        data=place + (f"?{asked}" if asked else ""),
        question=question,
        group=GROUPS[question.group],
        fields=fields_of(question, given),
        example=urlencode({key: _plain(value) for key, value in question.example.items()}),
        answer=answer_of(question, rows[:_MOST], call.page) if rows is not None else None,
        total=len(rows) if rows is not None else 0,
        error=error,
        file=f"{place}.csv?" + urlencode({**given, "limit": 10_000}),
        bound=bound,
    )


def _plain(value: Value) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@router.get("/coverage")
async def covered(call: Shown) -> Response:
    """Show what each source covers of each chain, and what one more complete list would open."""
    answers = await call.cached(KEY, read_answers)
    chosen = answers.chain(call.query["chain"]).chain.key if call.query.get("chain") else ""
    found = await call.cached(("coverage", chosen), lambda store: coverage(store, chosen or None))
    return await call.show(
        "coverage.html",
        title=call.page.t("覆盖", "Coverage"),
        here="coverage",
        data=f"{ROOT}/coverage" + (f"?{urlencode({'chain': chosen})}" if chosen else ""),
        found=found,
        chains=answers.every,
        chosen=chosen[6:],
        short=short,
        whole={cell.source.key: cell.source for one in found.chains for cell in one.cells if cell.counts},
        part=len({cell.source.key for one in found.chains for cell in one.cells if not cell.counts}),
    )
