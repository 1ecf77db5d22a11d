"""The 补链清单 (whom to look for first) and the 核查清单 (what, once verified, changes most), and both as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from api.answers import known
from api.http.formats import MEDIA
from api.http.guards import FORMAT
from api.http.problems import ROOT
from api.web.page import PageCall, Shown
from api.web.reading import KEY, Answers, read_answers
from queries.coverage import Coverage, coverage
from queries.gaps.model import ChainGaps, GapClass, GapRow
from queries.gaps.stability import TOP, Stability
from viz.web.site import is_example
from viz.web.work_lists import SORTS, Wanted, as_csv, as_xlsx, evidence_of, kept_of

router = APIRouter(include_in_schema=False, default_response_class=Response)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 400
"""Rows that a page shows; files hold all."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list as it was asked for: of one chain or of all."""

    answers: Answers
    answer: ChainGaps
    chain: ChainGaps | None
    wanted: Wanted
    rows: Sequence[GapRow]


async def _gaps(call: PageCall) -> _Listed:
    answers = await call.cached(KEY, read_answers)
    chain = answers.chain(call.query["chain"]) if call.query.get("chain") else None
    answer, wanted = chain or answers.city, Wanted.read(call.request.query_params.multi_items())
    return _Listed(answers, answer, chain, wanted, wanted.of(answer.rows))


def _samples(answers: Answers) -> frozenset[str]:
    """Keys of the sources that declare themselves to be samples."""
    every = (source for chain in answers.chains for source in chain.sources)
    return frozenset(one.key for one in every if is_example(one.title, one.declared_by))


@router.get("/gaps")
async def gaps(call: Shown) -> Response:
    """Show the 补链清单; ``/gaps.csv`` is the same as a file."""
    found = await _gaps(call)
    if call.request.scope.get(FORMAT) == "csv":
        return _file(call, as_csv(found.answer, found.rows).encode(), MEDIA["csv"], "补链清单.csv")
    key = found.chain.chain.key if found.chain else ""
    stable: Stability | None = None
    if found.rows and call.query.get("stability"):  # made anew dozens of times: only when asked for
        stable = await call.cached(("stability", key), lambda store: known(store).stability(key, TOP))
    return await call.show(
        "gaps.html",
        title=call.page.t("补链清单", "Gaps to fill"),
        here="gaps",
        data=f"{ROOT}/gaps" + (f"?chain={quote(key)}" if key else ""),
        found=found,
        rows=found.rows[:_MOST],
        counts={one: sum(row.gap_class is one for row in found.answer.rows) for one in GapClass},
        chains=found.answers.every,
        sorts=tuple(SORTS),
        stable=kept_of(stable),
        runs=stable is not None,
        evidence=evidence_of,
        names=found.answers.names,
        samples=_samples(found.answers),
        chosen=key[6:],
        same=urlencode([pair for pair in call.request.query_params.multi_items() if pair[0] not in ("lang", "open")]),
        covered=sum(1 for row in found.answer.rows if row.segment.covered_by),
    )


@router.get("/gaps.xlsx")
async def gaps_book(call: Shown) -> Response:
    """Return the 补链清单 as a workbook."""
    found = await _gaps(call)
    body = await call.shared.stores.compute(lambda: as_xlsx(found.answer, found.rows, "补链清单"))
    return _file(call, body, _XLSX, "补链清单.xlsx")


@router.get("/checks")
async def checks(call: Shown) -> Response:
    """Show the 核查清单; ``/checks.csv`` is the same as a file."""
    answers, chain, rows = await _checks(call)
    if call.request.scope.get(FORMAT) == "csv":
        return _file(call, as_csv(chain or answers.city, rows).encode(), MEDIA["csv"], "核查清单.csv")
    key = chain.chain.key if chain else ""

    covered: Coverage = await call.cached(("coverage", key), lambda store: coverage(store, key or None))
    return await call.show(
        "checks.html",
        title=call.page.t("核查清单", "To verify"),
        here="checks",
        data=f"{ROOT}/chains/{key}/check-list" if key else f"{ROOT}/check-list",
        answer=chain or answers.city,
        rows=rows[:_MOST],
        total=len(rows),
        chains=answers.every,
        chosen=key[6:],
        names=answers.names,
        openings=covered.openings,
        same=urlencode([pair for pair in call.request.query_params.multi_items() if pair[0] != "lang"]),
    )


@router.get("/checks.xlsx")
async def checks_book(call: Shown) -> Response:
    """Return the 核查清单 as a workbook."""
    answers, chain, rows = await _checks(call)
    body = await call.shared.stores.compute(lambda: as_xlsx(chain or answers.city, rows, "核查清单"))
    return _file(call, body, _XLSX, "核查清单.xlsx")


async def _checks(call: PageCall) -> tuple[Answers, ChainGaps | None, Sequence[GapRow]]:
    answers = await call.cached(KEY, read_answers)
    chain = answers.chain(call.query["chain"]) if call.query.get("chain") else None
    rows = (chain or answers.city).check_list()
    if call.query.get("gain") == "1":
        rows = tuple(row for row in rows if row.verify_gain)
    return answers, chain, rows


def _file(call: PageCall, body: bytes, media: str, name: str) -> Response:
    headers = {**call.headers, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(body, 200, headers, media)
