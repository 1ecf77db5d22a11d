"""Completions: names of chains and segments, keys of documents, as somebody types them."""

from __future__ import annotations

from collections.abc import Iterable

from mcp.types import CompleteRequestParams, PromptReference

from api.assistant import prompts
from api.assistant.desk import Ask
from api.assistant.resources import CHAIN, DOCUMENT
from queries.search import plain

MOST = 100
"""Values of one completion at most, as the protocol has it."""


async def complete(ask: Ask, params: CompleteRequestParams) -> tuple[list[str], int]:
    """Return the values that go on from what was typed, and how many there are in all."""
    names = await _names(ask, _kind(params))
    typed = plain(params.argument.value)
    begun = [name for name in names if plain(name).startswith(typed)]
    held = [name for name in names if typed in plain(name) and not plain(name).startswith(typed)]
    found = list(dict.fromkeys([*begun, *held]))
    return found[:MOST], len(found)


def _kind(params: CompleteRequestParams) -> str:
    """What an argument names: chain, segment or document; nothing that can be completed if empty."""
    argument = params.argument.name
    if isinstance(params.ref, PromptReference):
        task = prompts.BY_NAME.get(params.ref.name)
        return next((need.kind for need in task.needs if need.name == argument), "") if task else ""
    kinds = {(str(CHAIN), "chain"): "chain", (str(DOCUMENT), "document"): "document"}
    return kinds.get((params.ref.uri, argument), "")


async def _names(ask: Ask, kind: str) -> Iterable[str]:
    if kind == "document":
        return await ask.documents()
    if not kind:
        return ()
    city = await ask.city()
    if kind == "chain":
        return [name for chain in city.chains for name in (chain.name, chain.key)]
    return sorted({segment.name for chain in city.chains for segment in chain.segments})
