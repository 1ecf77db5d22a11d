"""How several sources speak of one node or edge without losing who said what.

A node or edge keeps each source's *contribution* (the properties that source
gives). What readers see is merged from them by fixed rules, so the order of
loading does not matter and a source can be withdrawn without a trace:

- lists are united, in the order of the sources' keys;
- an edge is ``accepted`` if any contribution is, and its ``status`` is the
  furthest among the contributions of that review (planned is not done, and a
  candidate never outranks an accepted statement);
- of any other property the first source (by key) that gives it is shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.evidence import Review, Status
from graph.kinds import Property
from graph.store import Value

Properties = dict[str, Value]
BOOKKEEPING = frozenset({"key", "kind", "sources", "contributions"})
_REVIEWS = [Review.ACCEPTED.value, Review.CANDIDATE.value, Review.REJECTED.value]
_STATUSES = [status.value for status in Status]


@dataclass(frozen=True, slots=True)
class Merged:
    """A row as the store keeps it, and whether any source still claims it."""

    row: Properties
    claimed: bool


def unpack(row: Mapping[str, Value]) -> dict[str, Properties]:
    """Read the contributions of a stored row, by source."""
    packed = row.get("contributions")
    if isinstance(packed, str) and packed:
        loaded: dict[str, Properties] = json.loads(packed)
        return loaded
    sources = row.get("sources")
    if not isinstance(sources, list) or not sources:
        return {}
    given = {name: value for name, value in row.items() if name not in BOOKKEEPING and not _blank(value)}
    return {str(sources[0]): given}


def merge(contributions: Mapping[str, Properties], columns: Sequence[Property]) -> Merged:
    """Merge contributions into one row with every column set (None where nobody gives it)."""
    order = sorted(contributions)
    row: Properties = {}
    for column in columns:
        if column.name in BOOKKEEPING:
            continue
        values = [contributions[source].get(column.name) for source in order]
        row[column.name] = _union(values) if column.type == "STRING[]" else _first(values)
    if any("review" in contributions[source] for source in order):
        _merge_review([contributions[source] for source in order], row)
    row["sources"] = list(order)
    many = len(order) > 1
    row["contributions"] = (
        json.dumps({s: contributions[s] for s in order}, ensure_ascii=False, sort_keys=True) if many else None
    )
    return Merged(row, bool(order))


def fresh(source: str, said: Mapping[str, Value]) -> Properties:
    """Return, as :func:`merge` does, the row of what one source alone says; columns nobody gives are left out."""
    row: Properties = {}
    for name, value in said.items():
        if value is None or value == "":
            continue
        if isinstance(value, list):
            if not value:
                continue
            value = list(dict.fromkeys(map(str, value))) if len(value) > 1 else [str(value[0])]
        row[name] = value
    if row.get("review") and "status" not in row:
        row["status"] = Status.DONE.value
    row["sources"] = [source]
    return row


def strongest(claims: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return (review, status) that stand for several (review, status) claims.

    Raises:
        ValueError: there is no claim.
    """
    claims = list(claims)
    review = min((claim[0] for claim in claims), key=_REVIEWS.index)
    status = min((claim[1] for claim in claims if claim[0] == review), key=_STATUSES.index)
    return review, status


def _merge_review(contributions: Sequence[Properties], row: Properties) -> None:
    claims = [(str(c["review"]), str(c.get("status") or Status.DONE.value)) for c in contributions if c.get("review")]
    row["review"], row["status"] = strongest(claims)


def _union(values: Iterable[Value]) -> list[Value] | None:
    seen: dict[str, None] = {}
    for value in values:
        if isinstance(value, list):
            seen.update((str(item), None) for item in value)
    return list(seen) or None


def _first(values: Iterable[Value]) -> Value:
    return next((value for value in values if not _blank(value)), None)


def _blank(value: Value) -> bool:
    return value is None or value in ("", [])
