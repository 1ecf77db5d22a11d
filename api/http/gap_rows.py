"""Gap answers as rows of a list: the row of the analysis, flat, with the statements that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Query

from api.answers import known
from api.http.problems import ROOT
from graph.store import Store
from queries.gaps.export import quotes_of
from queries.gaps.model import ChainGaps, ChainGraph, FirmHere, GapParameters, GapRow, Quote
from queries.gaps.network import TOGETHER
from queries.gaps.parameters import read_settings, with_settings

COLUMNS = (
    "chain", "chain_name", "segment", "name", "position", "stage", "class", "class_zh", "mark", "tier", "rank",
    "verify_rank", "verify_gain", "verify_why", "sentence", "next_tier", "suppliers", "equal_shares", "lost_share",
    "lost_in", "lost", "extension", "local", "breaks_direct", "breaks_indirect", "local_direct", "local_indirect",
    "leaders_hit", "inputs", "inputs_local", "shared_with", "covered_by", "gbt4754", "ask", "would_change", "reach",
    "firms", "quotes", "statements", "why",
)  # fmt: skip
SORTABLE = (
    "chain", "chain_name", "segment", "name", "position", "stage", "class", "tier", "rank", "verify_rank",
    "verify_gain", "suppliers", "lost_share",
)  # fmt: skip
_SAME = (
    "verify_rank", "verify_gain", "verify_why", "sentence", "next_tier", "suppliers", "equal_shares", "lost_share",
    "lost_in", "lost", "extension", "local", "breaks_direct", "breaks_indirect", "local_direct", "local_indirect",
    "leaders_hit", "inputs", "inputs_local", "ask", "would_change", "reach",
)  # fmt: skip
Found = tuple[tuple[ChainGaps, ...], list[dict[str, Any]]]


Set = Annotated[
    str,
    Query(
        alias="set",
        max_length=1_000,
        description="门槛，如 weak_gap=0.4,minimum_suppliers=2 · thresholds, by commas",
    ),
]


def thresholds(text: str) -> GapParameters:
    """Return the parameters of the analysis with those that are set, as ``weak_gap=0.4,minimum_suppliers=2``.

    Raises:
        InputError: one is unknown or out of range.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return with_settings(GapParameters(), read_settings(parts))


def every_gap(
    store: Store, chains: Sequence[ChainGraph] | None = None, parameters: GapParameters | None = None
) -> Found:
    """Return the answers of all chains, and all their rows, chains in key order and rows in rank order."""
    answers = known(store, parameters, chains=chains).every()
    return answers, [gap_row(gaps, row) for gaps in answers for row in gaps.rows]


def city_checks(store: Store, chains: Sequence[ChainGraph]) -> tuple[ChainGaps, list[dict[str, Any]]]:
    """Return the answer over all chains together, and its 核查清单."""
    gaps = known(store, chains=chains).together()
    return gaps, [gap_row(gaps, row) for row in gaps.check_list()]


def gap_row(gaps: ChainGaps, row: GapRow) -> dict[str, Any]:
    """Return one row as plain data.

    ``quotes`` are verbatim, each with its document and offsets; ``statements``
    are the keys of all statements or register rows that place firms here or
    speak of the segment; ``why`` leads to everything that stands behind it.
    """
    segment, quotes = row.segment, quotes_of(row)
    inside = f"?chain={quote(gaps.chain.key, safe='')}" if gaps.chain.key != TOGETHER else ""
    given = {name: getattr(row, name) for name in _SAME}
    found = {
        "chain": gaps.chain.key,
        "chain_name": gaps.chain.name,
        "segment": segment.key,
        "name": segment.name,
        "position": segment.position,
        "stage": segment.stage,
        "class": row.gap_class.value,
        "class_zh": row.gap_class.zh,
        "mark": row.gap_class.mark,
        "tier": row.tier.value,
        "rank": row.rank or None,
        **given,
        "shared_with": segment.shared_with,
        "covered_by": segment.covered_by,
        "gbt4754": segment.gbt4754,
        "firms": [_firm(firm) for firm in segment.firms],
        "quotes": [asdict(one) for one in quotes],
        "statements": _statements(segment.firms, quotes),
        "why": f"{ROOT}/segments/{quote(segment.key, safe='')}/why{inside}",
    }
    found["verify_rank"] = row.verify_rank or None
    return {name: found[name] for name in COLUMNS}


def basis(answers: Iterable[ChainGaps]) -> dict[str, object]:
    """Return what an answer of the analysis says of itself: thresholds, tiers, documents."""
    listed = list(answers)
    return {
        "parameters": asdict(listed[0].parameters) if listed else {},
        "tiers": sorted({row.tier.value for gaps in listed for row in gaps.rows}),
        "documents": sorted({key for gaps in listed for key in gaps.documents}),
    }


def _firm(firm: FirmHere) -> dict[str, Any]:
    return {
        "key": firm.key,
        "name": firm.name,
        "rule": firm.rule,
        "rule_zh": firm.rule_zh,
        "term": firm.term,
        "status": firm.status,
        "review": firm.review,
        "counted": firm.counted,
        "share": firm.share,
        "place": firm.place,
        "statements": [quote.statement for quote in firm.quotes],
    }


def _statements(firms: Iterable[FirmHere], quotes: Iterable[Quote]) -> list[str]:
    of_firms = [one.statement for firm in firms for one in firm.quotes]
    return list(dict.fromkeys([*of_firms, *(one.statement for one in quotes)]))
