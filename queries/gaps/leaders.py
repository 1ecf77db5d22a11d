"""Firms that documents call leaders, and those that they place in a chain's industry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from graph.kinds import EDGES
from queries.gaps.model import FirmHere, Source
from queries.gaps.rows import Row, quotes, text

Sources = Mapping[str, Source]
Elsewhere = Callable[[FirmHere], str]
"""Where a firm is, empty if here."""


def leaders_of(
    rows: Iterable[Row],
    placed: Collection[str],
    names: Collection[str],
    segments: Collection[str],
    sources: Sources,
    place: Elsewhere,
) -> tuple[FirmHere, ...]:
    """Return the leaders placed in a chain, or said to lead it or one of its segments; done and accepted go first.

    Args:
        rows: of the question ``chain-leaders``.
        placed: keys of the firms in the chain's segments.
        names: of the chain.
        segments: keys of its segments.
        sources: documents by key.
        place: where a firm is.
    """
    found: dict[str, FirmHere] = {}
    for row in rows:
        key = text(row, "firm")
        leads = text(row, "object") in segments or text(row, "object_name") in names
        if not (leads or key in placed) or row["review"] == "rejected":
            continue
        firm = _related(row, "object_name", sources)
        if place(firm):
            continue
        if key not in found or (firm.counted and not found[key].counted):
            found[key] = firm
    return tuple(sorted(found.values(), key=lambda firm: (firm.name, firm.key)))


def every_leader(rows: Iterable[Row], sources: Sources) -> tuple[FirmHere, ...]:
    """Return the firms that accepted statements call leaders, of whatever chain and wherever they are."""
    found = {firm.key: firm for firm in (_related(row, "object_name", sources) for row in rows) if firm.counted}
    return tuple(found[key] for key in sorted(found))


def _related(row: Row, term: str, sources: Sources) -> FirmHere:
    """A firm by the relation that ties it to a chain."""
    return FirmHere(
        key=text(row, "firm"),
        name=text(row, "name"),
        rule=EDGES[text(row, "relation")].zh,
        term=text(row, term),
        status=text(row, "status"),
        review=text(row, "review") or "candidate",
        quotes=tuple(quotes({**row, "said_status": row["status"], "said_review": row["review"]}, sources)),
    )


def members_of(rows: Iterable[Row], chain: str, sources: Sources, place: Elsewhere) -> tuple[FirmHere, ...]:
    """Return the firms and platforms that documents place in the chain's industry, in whatever segment.

    Args:
        rows: of the question ``chain-members``.
        chain: its key.
        sources: documents by key.
        place: where a firm is.
    """
    found: dict[str, FirmHere] = {}
    for row in rows:
        key = text(row, "firm")
        if text(row, "chain") != chain or row["review"] == "rejected":
            continue
        firm = _related(row, "industry_name", sources)
        if place(firm):
            continue
        if key not in found or (firm.counted and not found[key].counted):
            found[key] = firm
    return tuple(sorted(found.values(), key=lambda firm: (firm.name, firm.key)))
