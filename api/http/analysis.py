"""The chains and their answers: read and worked out once a data version, for all resources that rest on them."""

from __future__ import annotations

from api.http.call import Call
from api.http.gap_rows import Found, every_gap
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGraph


async def chains_of(call: Call) -> tuple[ChainGraph, ...]:
    """Return all chains as they are read from the store."""
    return await call.cached("chains-read", load_chains)


async def gaps_of(call: Call) -> Found:
    """Return the answers of all chains and their rows. See :func:`api.http.gap_rows.every_gap`."""
    chains = await chains_of(call)
    return await call.cached("gaps", lambda store: every_gap(store, chains))
