"""What the analysis says of towns, for maps: the segments with something in a town, counted by class."""

from __future__ import annotations

from graph.store import Value
from queries.gaps.model import ChainGaps, GapClass


def towns_told(gaps: ChainGaps) -> dict[str, dict[str, Value]]:
    """Return properties of towns by name, as flat as map programs want them.

    Args:
        gaps: the answer over all chains, in which a shared segment is one row.

    A segment counts in each town in which its firms lie, or the clusters and
    industries that accepted statements say to make it. Towns without any have
    no entry: nothing is known there, which is no gap.
    """
    found: dict[str, dict[str, Value]] = {}
    names: dict[str, list[str]] = {}
    for row in gaps.rows:
        for town in row.segment.towns:
            counted = found.setdefault(town, {"segments": 0, **{f"class_{one.value}": 0 for one in GapClass}})
            for name in ("segments", f"class_{row.gap_class.value}"):
                counted[name] = int(str(counted[name])) + 1
            names.setdefault(town, []).append(f"{row.segment.name}（{row.gap_class.zh}，{row.tier.value}）")
    for town, listed in names.items():
        found[town]["segment_names"] = "、".join(sorted(listed))
    return found
