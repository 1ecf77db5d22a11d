"""The order of rows: by what would break. Counts are compared one after the other, never added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from queries.gaps.model import GapClass, GapRow
from queries.gaps.supply import counted_firms, unsettled

Key: TypeAlias = tuple[float, ...]
GAPS = frozenset({GapClass.MISSING, GapClass.SINGLE, GapClass.WEAK})
"""Classes of the 补链清单."""


def break_key(row: GapRow) -> Key:
    """Return what ranks a row, most first.

    At T2 the gap in 亿元; rows without one come after those. Then local
    segments that take it directly, chain leaders in them, local ones that
    depend on it through others, all chain leaders, then all segments
    downstream, made here or not: directly, through others. Segments of one
    sector share its gap, so the counts tell them apart.
    """
    return (
        -gap_of(row),
        -len(row.local_direct),
        -len(row.leaders_direct),
        -len(row.local_indirect),
        -len(row.leaders_hit),
        -len(row.breaks_direct),
        -len(row.breaks_indirect),
    )


def gap_of(row: GapRow) -> float:
    """Return the gap of a row in 亿元, 0 where none is known."""
    return row.measures.gap.amount if row.measures.gap else 0.0


def verify_key(row: GapRow) -> Key:
    """Return what ranks a row of the 核查清单, most first.

    The counts that would break if it were absent, as in the ranking, then the
    segments upstream whose counts would rise if it were present. Where an
    accepted firm or statement rules absence out there is nothing to gain:
    those come last.
    """
    return (int(row.local), *break_key(row), -len(row.verify_upstream))


def ranked(rows: Sequence[GapRow]) -> tuple[GapRow, ...]:
    """Return the rows in rank order with ``rank``, ``verify_rank`` and ``tied_with`` filled in.

    The 核查清单 ranks the segments that no complete source covers, or that one leaves open.
    """
    ties = _ties(rows, break_key)
    ordered, open_rows = in_order(rows)
    place = {row.segment.key: number for number, row in enumerate(open_rows, 1)}
    verify_ties = _ties(open_rows, verify_key)
    return tuple(
        replace(
            row,
            rank=number,
            verify_rank=place.get(row.segment.key, 0),
            tied_with=ties[row.segment.key],
            verify_why=row.verify_why + _tie_sentence(verify_ties.get(row.segment.key, ())),
        )
        for number, row in enumerate(ordered, 1)
    )


def in_order(rows: Sequence[GapRow]) -> tuple[list[GapRow], list[GapRow]]:
    """Return the rows in rank order, and those of the 核查清单 in its order."""
    ordered = sorted(rows, key=lambda row: (break_key(row), row.segment.name, row.segment.key))
    open_rows = [row for row in rows if row.gap_class is GapClass.INSUFFICIENT and _open(row)]
    open_rows.sort(key=lambda row: (verify_key(row), row.segment.name, row.segment.key))
    return ordered, open_rows


def _open(row: GapRow) -> bool:
    """Whether verifying could show that it is absent: no complete list covers it, or one leaves it open."""
    return not row.segment.covered_by or (not counted_firms(row.segment) and bool(unsettled(row.segment)))


def _ties(rows: Sequence[GapRow], key: Callable[[GapRow], Key]) -> dict[str, tuple[str, ...]]:
    groups: dict[Key, list[GapRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {
        row.segment.key: tuple(sorted(other.segment.name for other in group if other is not row))
        for group in groups.values()
        for row in group
    }


def _tie_sentence(names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = "、".join(f"「{name}」" for name in names[:3]) + (f"等 {len(names)} 个" if len(names) > 3 else "")
    return f"与{shown}各项计数相同，并列，按名称排。"
