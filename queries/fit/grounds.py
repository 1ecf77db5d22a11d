"""Platforms and towns that fit a segment: what supports or names it or its chain, and where that lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.kinds import EDGES
from graph.store import Value
from queries.fit.evidence import evidence, of_quote
from queries.fit.model import Ground, TownFit
from queries.gaps.model import DONE, SegmentNode, Source
from queries.gaps.nearby import CHAIN, SEGMENT
from queries.gaps.neighbours import segment_names, ties
from queries.gaps.places import Places

Row = Mapping[str, Value]
INPUT = "input"
"""Level of a firm that makes a direct input."""
_LEVELS = (SEGMENT, INPUT, CHAIN)


class Grounds:
    """What stands here and is tied to one segment or its chains.

    Args:
        rows: of ``cluster-places``, accepted only.
        segments: rows of ``chain-segments``.
        segment: key of the segment.
        chains: keys of the chains that show it.
        sources: documents by key.
        places: what lies where; what lies elsewhere is left out.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        segments: Iterable[Row],
        segment: str,
        chains: Sequence[str],
        sources: Mapping[str, Source],
        places: Places,
    ) -> None:
        self._sources, self._places = sources, places
        names = segment_names(segments)
        wanted = {segment, *chains}
        self.found: list[Ground] = []
        for row in rows:
            if str(row["thing"]) in places.elsewhere:
                continue
            for target, level, rule, term in ties(row, names):
                if target in wanted:
                    self.found.append(self._ground(row, level, rule, term))
                    break

    def _ground(self, row: Row, level: str, rule: str, term: str) -> Ground:
        return Ground(
            key=str(row["thing"]),
            kind=str(row["kind"]),
            name=str(row["name"]),
            level=level,
            rule=rule,
            term=term,
            relation=EDGES[str(row["relation"])].zh,
            status=str(row["status"] or ""),
            place=str(row["place_name"] or ""),
            evidence=evidence(row, self._sources),
            place_status=str(row["place_status"] or ""),
        )

    def platforms(self) -> tuple[Ground, ...]:
        """Platforms: of the segment first, then of the chain; of each what is done, then by name. Each once."""
        best: dict[str, Ground] = {}
        for ground in sorted(self.found, key=_order):
            if ground.kind == "Platform":
                best.setdefault(ground.key, ground)
        return tuple(best.values())

    def towns(
        self, node: SegmentNode, inputs: Iterable[SegmentNode], located: Iterable[Row], centred: Iterable[Ground]
    ) -> tuple[TownFit, ...]:
        """Return towns by how many things of the segment, of its inputs, of its chain stand there, then by name.

        Args:
            node: the segment.
            inputs: its direct inputs.
            located: rows of ``located-in``.
            centred: industries of the chain that documents centre on a town, ``place`` being the town.
        """
        grounds = [ground for ground in self.found if ground.status in DONE and ground.place_status in DONE] + [
            *centred
        ]
        towns = dict(self._towns(located))
        lies = _towns_of_firms(located)
        for level, one in [(SEGMENT, node), *((INPUT, item) for item in inputs)]:
            for firm in one.firms:
                if firm.counted and firm.quotes:
                    grounds += [
                        Ground(firm.key, "Firm", firm.name, level, firm.rule, one.canonical or one.name, "归入环节",
                               firm.status, town, of_quote(firm.quotes[0], self._sources))
                        for town in lies.get(firm.key, ())
                    ]  # fmt: skip
        by_town: dict[str, list[Ground]] = defaultdict(list)
        for ground in grounds:
            if ground.place in towns:
                by_town[ground.place].append(ground)
        found = [TownFit(towns[name], name, _unique(items)) for name, items in by_town.items()]
        return tuple(sorted(found, key=lambda town: (*(-town.count(level) for level in _LEVELS), town.name)))

    def _towns(self, located: Iterable[Row]) -> Iterable[tuple[str, str]]:
        """Towns of the region: name and key."""
        for row in located:
            if str(row["thing"]).startswith("Town:") and str(row["thing"]) in self._places.here:
                yield str(row["name"]), str(row["thing"])


def _towns_of_firms(located: Iterable[Row]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in located:
        if row["kind"] == "Firm" and row["review"] == "accepted" and row["status"] in DONE:
            found[str(row["thing"])].append(str(row["place_name"]))
    return found


def centred(
    rows: Iterable[Row],
    chain_industries: Mapping[str, Sequence[str]],
    chains: Iterable[str],
    sources: Mapping[str, Source],
) -> tuple[Ground, ...]:
    """Return the industries of the chains that documents centre on a town.

    Args:
        rows: of ``towns-and-clusters``.
        chain_industries: chain key → keys of the industries it is about.
        chains: keys of the chains.
        sources: documents by key.
    """
    about = {industry for chain in chains for industry in chain_industries.get(chain, ())}
    found = []
    for row in rows:
        if row["relation"] == "CENTERED_ON" and row["thing"] in about and row["status"] in DONE:
            statements, quotes = row["statements"], row["quotes"]
            said = {
                **row,
                "statement": str(statements[0]) if isinstance(statements, list) and statements else "",
                "quote": str(quotes[0]) if isinstance(quotes, list) and quotes else "",
            }
            name = str(row["name"])
            found.append(
                Ground(str(row["thing"]), "Industry", name, CHAIN, "about", name, EDGES["CENTERED_ON"].zh,
                       str(row["status"] or ""), str(row["town_name"]), evidence(said, sources))
            )  # fmt: skip
    return tuple(found)


def _order(ground: Ground) -> tuple[bool, bool, str, str, str]:
    return ground.level != SEGMENT, ground.status not in DONE, ground.name, ground.relation, ground.evidence.statement


def _unique(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    best: dict[tuple[str, str], Ground] = {}
    ordered = sorted(grounds, key=lambda one: (_LEVELS.index(one.level), one.kind, one.name, one.evidence.statement))
    for ground in ordered:
        best.setdefault((ground.level, ground.key), ground)
    return tuple(best.values())
