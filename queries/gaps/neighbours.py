"""Who stands in a segment in the other cities of the area, from what the store holds; no verdict here.

A neighbour is tied to a segment as a local firm is: by the rule that placed
the firm, or because a statement about the cluster names the segment (``ending``,
:mod:`loaders.matching`), or because the industry that the cluster belongs to
is, by name, alias or product term, the segment. A cluster of the whole chain's industry
(``about``, ``chain-name``) is known of the chain only. Nothing of a source of
grade C, no candidate and nothing planned is taken for a fact.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from graph.store import Value
from queries.gaps.model import DONE, FirmHere, SegmentNode, Source
from queries.gaps.nearby import CHAIN, SEGMENT, Nearby, Neighbour
from queries.gaps.places import Places
from queries.gaps.supply import NOT_MAKING, covering

Row = Mapping[str, Value]
_WEAK = "C"
_GROUP = re.compile(r"(?:产业集群|产业链|产业|行业)$")
_RULES = ("stated", "product", "name", "alias", "term", "ending", "code", "about", "chain-name")
"""Rules in the order in which one of several is shown."""


class Neighbourhood:
    """The other cities of the area, and what accepted facts put where in them.

    Args:
        clusters: rows of ``cluster-places``.
        mentions: rows of ``mentions-of-segment``.
        segments: rows of ``chain-segments``.
        firms: firms by segment, wherever they are.
        sources: documents by key.
        places: what lies where.
    """

    def __init__(
        self,
        clusters: Sequence[Row],
        mentions: Sequence[Row],
        segments: Sequence[Row],
        firms: Mapping[str, Sequence[FirmHere]],
        sources: Mapping[str, Source],
        places: Places,
    ) -> None:
        self._places, self._sources, self._firms = places, sources, firms
        self._near: dict[str, list[Neighbour]] = defaultdict(list)
        if not places.members:
            return
        names = segment_names(segments)
        for row in clusters:
            done = row["status"] in DONE and row["place_status"] in DONE
            if row["kind"] == "Cluster" and done and self._stands(row["place_statements"]):
                for target, level, rule, term in ties(row, names):
                    self._add(target, row, "thing", level, rule, term)
        for row in mentions:
            accepted = row["review"] == row["said_review"] == "accepted" and row["said_status"] in DONE
            if accepted and row["predicate"] not in NOT_MAKING and str(row["subject"]).startswith("Cluster:"):
                self._add(str(row["segment"]), row, "subject", SEGMENT, "ending", str(row["term"] or ""))

    def of(self, chain: str, segment: SegmentNode, place: Callable[[FirmHere], str]) -> Nearby:
        """Return what is known of a segment of a chain.

        Args:
            chain: key.
            segment: its node.
            place: where a firm is, empty if here.
        """
        who = [*self._near[segment.key], *self._near[chain]]
        occupied, elsewhere = set[str](), []
        for firm in self._firms.get(segment.key, ()):
            lies = place(firm)
            cities = self._cities(firm) if lies else ()
            occupied.update(cities)
            if cities and firm.counted:
                who += self._firm(firm, cities)
            elif firm.counted and firm.key in self._places.elsewhere and not cities:
                elsewhere.append((firm.name, lies))
        occupied.update(one.city for one in who if one.level == SEGMENT)
        best: dict[tuple[str, str], Neighbour] = {}
        for one in sorted(who, key=_surest):
            best.setdefault((one.level, one.key), one)
        return Nearby(
            area=self._places.area,
            cities=self._places.members,
            who=tuple(best.values()),
            empty=tuple(self._empty(segment, occupied)),
            elsewhere=tuple(sorted(elsewhere)),
        )

    def _empty(self, segment: SegmentNode, occupied: set[str]) -> Iterator[tuple[str, str]]:
        """Cities where complete sources cover the segment and name nobody who could stand in it."""
        for city in self._places.members:
            regions = frozenset({city, *self._places.above.get(city, ())})
            covers = covering(segment, self._sources.values(), regions) if city not in occupied else ()
            if covers:
                yield city, "、".join(self._sources[key].title or key for key in covers)

    def _cities(self, firm: FirmHere) -> tuple[str, ...]:
        """Cities of the area where a firm is: by its accepted places, else by the region that its sources declare."""
        documents = {quote.document for quote in firm.quotes}
        return self._places.cities(firm.key, {self._sources[d].region for d in documents if d in self._sources})

    def _firm(self, firm: FirmHere, cities: Sequence[str]) -> Iterator[Neighbour]:
        for quote in firm.quotes:
            source = self._sources.get(quote.document, Source(quote.document, quote.document))
            if source.grade != _WEAK and quote.review == "accepted" and quote.status in DONE:
                yield Neighbour(
                    "Firm", firm.key, firm.name, "、".join(cities), SEGMENT, firm.rule, firm.term,
                    *_cited(source), statement=quote.statement, quote=quote.text,
                )  # fmt: skip
                return

    def _add(self, target: str, row: Row, thing: str, level: str, rule: str, term: str) -> None:
        key, document = str(row[thing]), str(row["document"] or str(row["statement"]).partition("#")[0])
        source = self._sources.get(document, Source(document, document))
        cities = self._places.cities(key)
        if not cities or source.grade == _WEAK:
            return
        self._near[target].append(
            Neighbour(
                "Cluster", key, key.partition(":")[2], "、".join(cities), level, rule, term,
                *_cited(source), statement=str(row["statement"] or ""), quote=str(row["quote"] or ""),
            )
        )  # fmt: skip

    def _stands(self, statements: Value) -> bool:
        """Whether a place rests on at least one source that is not of grade C."""
        keys = statements if isinstance(statements, list) else []
        documents = [str(key).partition("#")[0] for key in keys]
        return any(self._sources[d].grade != _WEAK for d in documents if d in self._sources)


def _cited(source: Source) -> tuple[str, str, str, str, str]:
    return source.title or source.key, source.key, source.issuer, source.date or source.as_of, source.grade


def _surest(one: Neighbour) -> tuple[bool, bool, str, str, int, str]:
    rule = _RULES.index(one.rule) if one.rule in _RULES else len(_RULES)
    return one.level != SEGMENT, one.kind != "Firm", one.name, one.key, rule, one.statement


def segment_names(segments: Iterable[Row]) -> dict[str, dict[str, tuple[str, str]]]:
    """Return, by name, what goes by it: key of a segment or chain → (level, rule).

    Args:
        segments: rows of ``chain-segments``.
    """
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in segments:
        segment, chain = str(row["segment"]), str(row["chain"])
        for name in (row["name"], row["local_name"]):
            if name:
                found[str(name)][segment] = (SEGMENT, "name")
        for alias in _list(row["aliases"]):
            found[alias].setdefault(segment, (SEGMENT, "alias"))
        for term in _list(row["products"]):
            found[term].setdefault(segment, (SEGMENT, "term"))
        for name in (str(row["chain_name"]), *_list(row["chain_aliases"])):
            found[_GROUP.sub("", name)].setdefault(chain, (CHAIN, "chain-name"))
    return found


def ties(row: Row, names: Mapping[str, Mapping[str, tuple[str, str]]]) -> Iterator[tuple[str, str, str, str]]:
    """Yield (segment or chain, level, rule, term) to which the industry of a cluster or platform ties it.

    Args:
        row: of ``cluster-places``.
        names: from :func:`segment_names`.
    """
    industry = str(row["object_name"])
    for chain in _list(row["chains"]):
        yield chain, CHAIN, "about", industry
    if str(row["object"]) in {key for known in names.values() for key in known}:
        yield str(row["object"]), SEGMENT, "stated", industry
    for name in dict.fromkeys((industry, _GROUP.sub("", industry))):
        for target, (level, rule) in names.get(name, {}).items():
            yield target, level, rule, name


def _list(value: Value) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
