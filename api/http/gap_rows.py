"""Gap answers as rows of a list: the row of the analysis, flat, with the statements that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Query
from typing_extensions import TypedDict

from api.answers import Known
from api.http.problems import ROOT
from queries.gaps.export import quotes_of
from queries.gaps.model import ChainGaps, FirmHere, GapClass, GapParameters, GapRow, Quote, Tier
from queries.gaps.nearby import Reach
from queries.gaps.network import TOGETHER
from queries.gaps.parameters import read_settings, with_settings


class FirmLine(TypedDict):
    """A firm or platform that a rule places in a segment; ``counted`` says whether it counts as a supplier."""

    key: str
    name: str
    rule: str
    rule_zh: str
    term: str
    status: str
    review: str
    counted: bool
    share: float | None
    place: str
    statements: list[str]


GapLine = TypedDict(
    "GapLine",
    {
        "chain": str,
        "chain_name": str,
        "segment": str,
        "name": str,
        "position": str,
        "stage": str,
        "class": GapClass,
        "class_zh": str,
        "mark": str,
        "tier": Tier,
        "rank": int | None,
        "verify_rank": int | None,
        "verify_gain": int,
        "verify_why": str,
        "sentence": str,
        "next_tier": str,
        "suppliers": float | None,
        "equal_shares": bool,
        "lost_share": float,
        "lost_in": str,
        "lost": list[str],
        "extension": bool,
        "local": bool,
        "breaks_direct": list[str],
        "breaks_indirect": list[str],
        "local_direct": list[str],
        "local_indirect": list[str],
        "leaders_hit": list[str],
        "inputs": list[str],
        "inputs_local": list[str],
        "shared_with": list[str],
        "covered_by": list[str],
        "gbt4754": list[str],
        "ask": list[str],
        "would_change": list[str],
        "reach": Reach,
        "firms": list[FirmLine],
        "quotes": list[Quote],
        "statements": list[str],
        "why": str,
    },
)
"""A segment of a chain with its class, what decides it, and the words and rows that it rests on."""
COLUMNS = tuple(GapLine.__annotations__)


class Basis(TypedDict):
    """What an answer of the analysis says of itself."""

    parameters: GapParameters
    tiers: list[Tier]
    documents: list[str]


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


def every_gap(told: Known) -> Found:
    """Return the answers of all chains, and all their rows, chains in key order and rows in rank order."""
    answers = told.every()
    return answers, [gap_row(gaps, row) for gaps in answers for row in gaps.rows]


def city_checks(told: Known) -> tuple[ChainGaps, list[dict[str, Any]]]:
    """Return the answer over all chains together, and its 核查清单."""
    gaps = told.together()
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
        "parameters": asdict(listed[0].parameters if listed else GapParameters()),
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
