"""What the analysis knows, and its answers: worked out once a data version, for all resources that rest on them."""

from __future__ import annotations

from api.answers import Known, known
from api.http.call import Call
from api.http.gap_rows import Found, every_row
from queries.gaps.model import GapParameters


async def known_of(call: Call, parameters: GapParameters | None = None) -> Known:
    """Return chains and measures as they were read; only what does not ask the store again may be asked of it."""
    wanted = parameters or GapParameters()
    return await call.cached(("known", wanted), lambda store: known(store, wanted))


async def gaps_of(call: Call, parameters: GapParameters | None = None) -> Found:
    """Return the answers of all chains and their rows. See :func:`api.http.gap_rows.every_row`."""
    wanted = parameters or GapParameters()
    told = await known_of(call, wanted)
    key = "gaps" if wanted == GapParameters() else ("gaps", wanted)
    return await call.cached(key, lambda _: every_row(told))
