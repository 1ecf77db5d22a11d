"""Which policies a segment may come under, by whom, until when, by which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.kinds import EDGES
from graph.store import Value
from queries.fit.evidence import evidence
from queries.fit.model import PolicyFit
from queries.gaps.model import Source

Row = Mapping[str, Value]
SECTORS = {"制造业": (13, 43), "工业": (6, 46)}
"""Sectors that policies name → first and last division of GB/T 4754—2017 (制造业 is its section C)."""
_LEVELS = ("segment", "chain", "sector")
_TERMS = ("running", "unknown", "lapsed")


def policies(
    rows: Iterable[Row],
    segment: str,
    names: Iterable[str],
    chains: Iterable[str],
    codes: Sequence[str],
    sources: Mapping[str, Source],
    day: str,
) -> tuple[tuple[PolicyFit, ...], int]:
    """Return policies for the segment, its chains' industries or its sector, and how many only candidates tie to it.

    Order: for the segment, for the chain, for the sector; of each, running,
    of unknown term, lapsed; then the name.

    Args:
        rows: of ``policy-details`` with candidates.
        segment: its key.
        names: what the segment is called, aliases too.
        chains: keys of the chains that show it.
        codes: its candidate classes of GB/T 4754.
        sources: documents by key.
        day: the day on which terms are judged, ``2026-01-31``.
    """
    called, wanted = {*names}, {*chains}
    tied: dict[tuple[str, str], list[Row]] = defaultdict(list)
    hidden: set[str] = set()
    for row in rows:
        level = _level(row, segment, called, wanted, codes)
        if level and row["review"] == "accepted":
            tied[str(row["policy"]), level].append(row)
        elif level and row["review"] != "rejected":
            hidden.add(str(row["policy"]))
    best: dict[str, str] = {}
    for policy, level in sorted(tied, key=lambda pair: _LEVELS.index(pair[1])):
        best.setdefault(policy, level)
    found = [_fit(tied[policy, level], level, sources, day) for policy, level in best.items()]
    found.sort(key=lambda fit: (_LEVELS.index(fit.level), _TERMS.index(fit.term), fit.name, fit.key))
    return tuple(found), len(hidden - best.keys())


def _level(row: Row, segment: str, called: set[str], chains: set[str], codes: Sequence[str]) -> str:
    name, kind = str(row["object_name"]), row["object_kind"]
    if row["object"] == segment or (kind in ("Segment", "Industry") and name in called):
        return "segment"
    told = row["chains"]
    if isinstance(told, list) and chains & {str(chain) for chain in told}:
        return "chain"
    low, high = SECTORS.get(name, (0, -1))
    divisions = [int(code[:2]) for code in codes if code[:2].isdigit()]
    inside = bool(divisions) and all(low <= division <= high for division in divisions)
    return "sector" if kind == "Industry" and inside else ""


def _fit(rows: Sequence[Row], level: str, sources: Mapping[str, Source], day: str) -> PolicyFit:
    first = rows[0]
    until, stated = str(first["valid_until"] or ""), bool(first["valid_until"])
    until = until or str(first["last_year"] or "")
    issuers = first["issuers"]
    said = {str(row["statement"]): evidence(row, sources) for row in rows}
    return PolicyFit(
        key=str(first["policy"]),
        name=str(first["name"]),
        number=str(first["number"] or ""),
        issued=str(first["issued"] or ""),
        issuers=tuple(str(one) for one in issuers) if isinstance(issuers, list) else (),
        level=level,
        object_name="、".join(dict.fromkeys(str(row["object_name"]) for row in rows)),
        relation=EDGES[str(first["relation"])].zh,
        status=str(first["status"] or ""),
        term=term_on(until, day),
        until=until,
        until_from="" if not until else "source" if stated else "title",
        evidence=tuple(said.values()),
    )


def term_on(until: str, day: str) -> str:
    """Return whether something valid until a day, month or year (to its end) still runs on ``day``.

    Returns:
        ``running``, ``lapsed``; ``unknown`` where nothing is stated.
    """
    if not until:
        return "unknown"
    end = {len("2026"): "-12-31", len("2026-01"): "-31"}.get(len(until), "")
    return "lapsed" if until + end < day else "running"
