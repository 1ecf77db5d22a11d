"""What the analysis knows, and its answers: worked out once a data version, for all resources that rest on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from api.answers import Known, known
from api.http.call import Call
from api.http.gap_rows import Found, city_checks, every_gap
from queries.gaps.model import ChainGaps, GapParameters


async def known_of(call: Call, parameters: GapParameters | None = None) -> Known:
    """Return all that the analysis needs, as it is read from the store; with the usual thresholds if none are given.

    Raises:
        NotFound: the region that was chosen is none that the store knows.
    """
    usual = GapParameters()
    asked = parameters or usual
    if asked.region != usual.region:
        return await call.read(lambda store: known(store, asked))
    told = await call.cached("known", known)
    return told if asked == usual else replace(told, parameters=asked)


async def gaps_of(call: Call, parameters: GapParameters | None = None) -> Found:
    """Return the answers of all chains and their rows. See :func:`api.http.gap_rows.every_gap`."""
    told = await known_of(call, parameters)
    if told.parameters != GapParameters():  # kept for none but the usual thresholds: others are without number
        return await call.read(lambda _: every_gap(told))
    return await call.cached("gaps", lambda _: every_gap(told))


async def checks_of(call: Call) -> tuple[ChainGaps, list[dict[str, Any]]]:
    """Return the answer over all chains together, and what to verify first."""
    told = await known_of(call)
    return await call.cached("check-list", lambda _: city_checks(told))
