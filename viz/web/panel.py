"""What the side panel of a segment shows, always in one order: class, what breaks, evidence, whom to ask, policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from queries.demand.model import Demand
from queries.fit.model import Target, Targets
from queries.gaps.model import Quote
from queries.why import Why
from viz.evidence_list import short_title

MOST_QUOTES = 6


@dataclass(frozen=True, slots=True)
class Panel:
    """One segment in words. ``own`` are quotes of the segment itself, ``others`` those of what hangs on it."""

    why: Why
    demand: Sequence[Demand]
    targets: Targets
    direct: tuple[tuple[str, str, bool], ...]
    """Segments that take it directly: key, name, made here."""
    indirect: tuple[tuple[str, str, bool], ...]
    leaders: tuple[str, ...]
    inputs: tuple[tuple[str, str, bool], ...]
    own: tuple[Quote, ...]
    others: tuple[Quote, ...]
    firms: tuple[Target, ...]


def panel_of(why: Why, targets: Targets, demand: Sequence[Demand]) -> Panel:
    """Return the panel of a segment.

    Args:
        why: the derivation of its class.
        targets: what fits it.
        demand: what stated outputs take of it.
    """
    names = {node.key: node.name for node in why.gaps.chain.segments}
    row = why.row

    def told(keys: Sequence[str], local: Sequence[str]) -> tuple[tuple[str, str, bool], ...]:
        found = [(key, names.get(key, key), key in set(local)) for key in keys]
        return tuple(sorted(found, key=lambda one: (not one[2], one[1])))

    mine = {quote.statement for firm in row.segment.firms for quote in firm.quotes}
    mine |= {quote.statement for quote in row.segment.mentions}
    own = tuple(quote for quote in why.quotes if quote.statement in mine)
    return Panel(
        why=why,
        demand=demand,
        targets=targets,
        direct=told(row.breaks_direct, row.local_direct),
        indirect=told(row.breaks_indirect, row.local_indirect),
        leaders=tuple(leader.name for leader in why.leaders),
        inputs=told(row.inputs, row.inputs_local),
        own=own,
        others=tuple(quote for quote in why.quotes if quote.statement not in mine),
        firms=targets.firms,
    )


def short(title: str, document: str) -> str:
    """Return how a document is cited in little room."""
    name = short_title(title) or document
    return name if len(name) <= 22 else name[:21] + "…"
