"""What rests on which words: the evidence by which segments are made here, one spot of it less, one candidate more.

A *spot* is one place of a document. One sentence often gives several
statements; their words overlap, and they are one spot, since they are true or
false together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from queries.gaps.model import DONE, ChainGraph, FirmHere, Quote, SegmentNode
from queries.gaps.supply import counted_firms, counts, uncounted
from queries.gaps.suppose import Changes, Placing, supposed

_RULES = ("stated", "product", "code", "word", "name")
"""Rules that place a firm, the surest first."""
_END = 1 << 62
"""Behind every document."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place of a document: the words that overlap there, or one row of a table."""

    document: str
    start: int
    end: int
    row: str = ""


class Evidence:
    """The spots on which the segments of all chains rest.

    Args:
        chains: all chains.
        segments: what all of them together know of each segment, by key.
    """

    def __init__(self, chains: Sequence[ChainGraph], segments: Mapping[str, SegmentNode]) -> None:
        self._chains, self._nodes = tuple(chains), segments
        self._spans = _spans(quote for node in self._nodes.values() for quote in _counting(node))
        self._rests: dict[Spot, set[str]] = defaultdict(set)
        for key, node in self._nodes.items():
            for spot in self._spots(node):
                self._rests[spot].add(key)
        self.words = {self._spot(q): q for node in self._nodes.values() for q in _counting(node)}

    def weakest(self, segment: str, leaders: frozenset[str] = frozenset()) -> Spot | None:
        """Return the spot whose loss takes most from a segment, None where the segment rests on nothing.

        That which it is made here by alone; else that which takes most firms
        with it, most chain leaders of these, the first in reading order.
        """
        node = self._nodes[segment]
        alone = self._alone(node)
        mentions = {self._spot(quote) for quote in node.mentions if counts(quote)}
        firms = len(counted_firms(node))

        def taken(spot: Spot) -> tuple[bool, int, int, Spot]:
            gone = alone.get(spot, set())
            left = len(gone) < firms or bool(mentions - {spot})
            return left, -len(gone), -len(gone & leaders), spot

        return min(self._spots(node), key=taken, default=None)

    def without(self, spot: Spot) -> list[ChainGraph]:
        """Return the chains without the facts that rest on this spot alone."""
        return self._edited(self._rests.get(spot, set()), lambda node: self._less(node, spot))

    def twice(self) -> list[ChainGraph]:
        """Return the chains in which a fact counts only if two spots say so.

        A firm that a complete list of the segment names counts all the same:
        what may prove that nobody is there proves that somebody is.
        """
        return self._edited(self._nodes, self._strict)

    def more(self, segment: str) -> tuple[str, list[ChainGraph]] | None:
        """Return the name of the candidate firm by the surest rule, and the chains as if it were accepted.

        None where the segment has none. Plans are none, nor are sentences that only hold the segment's name.
        """
        _, firms, _ = uncounted(self._nodes[segment])
        waiting = sorted((firm for firm in firms if firm.status in DONE), key=_surest)
        if not waiting:
            return None
        firm = waiting[0]
        return firm.name, supposed(self._chains, Changes(add=(Placing(firm.key, firm.name, segment),)))

    def _spots(self, node: SegmentNode) -> set[Spot]:
        spots = {spot for firm in counted_firms(node) for spot in self._of_firm(firm, node)}
        return spots | {self._spot(quote) for quote in node.mentions if counts(quote)}

    def _of_firm(self, firm: FirmHere, node: SegmentNode) -> set[Spot]:
        """A firm that nothing is quoted for rests on a spot of its own."""
        return {self._spot(quote) for quote in _said(firm)} or {Spot("", 0, 0, f"{firm.key} {node.key}")}

    def _spot(self, quote: Quote) -> Spot:
        if not quote.text:
            return Spot(quote.document, 0, 0, quote.statement)
        start, end = self._spans.get((quote.document, quote.start), (quote.start, quote.end))
        return Spot(quote.document, start, end)

    def _alone(self, node: SegmentNode) -> dict[Spot, set[str]]:
        """The firms that rest on one spot only, by that spot."""
        alone: dict[Spot, set[str]] = defaultdict(set)
        for firm in counted_firms(node):
            spots = self._of_firm(firm, node)
            if len(spots) == 1:
                alone[spots.pop()].add(firm.key)
        return alone

    def _less(self, node: SegmentNode, spot: Spot) -> SegmentNode:
        gone = self._alone(node).get(spot, set())
        mentions = [quote for quote in node.mentions if not (counts(quote) and self._spot(quote) == spot)]
        firms = [firm for firm in node.firms if not (firm.counted and firm.key in gone)]
        return _with(node, firms, mentions)

    def _strict(self, node: SegmentNode) -> SegmentNode:
        firms = [firm for firm in node.firms if not firm.counted or self._sure(firm, node)]
        told = {self._spot(quote) for quote in node.mentions if counts(quote)}
        mentions = [quote for quote in node.mentions if len(told) > 1 or not counts(quote)]
        return _with(node, firms, mentions)

    def _sure(self, firm: FirmHere, node: SegmentNode) -> bool:
        listed = any(quote.document in node.covered_by for quote in _said(firm))
        return listed or len(self._of_firm(firm, node)) > 1

    def _edited(self, keys: Iterable[str], edit: Callable[[SegmentNode], SegmentNode]) -> list[ChainGraph]:
        """The chains with some segments edited; what does not change is the same object."""
        wanted = {*keys}
        chains = []
        for chain in self._chains:
            segments = tuple(edit(node) if node.key in wanted else node for node in chain.segments)
            same = all(new is old for new, old in zip(segments, chain.segments, strict=True))
            chains.append(chain if same else replace(chain, segments=segments))
        return chains


def _with(node: SegmentNode, firms: Sequence[FirmHere], mentions: Sequence[Quote]) -> SegmentNode:
    if len(firms) == len(node.firms) and len(mentions) == len(node.mentions):
        return node
    return replace(node, firms=tuple(firms), mentions=tuple(mentions))


def _said(firm: FirmHere) -> list[Quote]:
    return [quote for quote in firm.quotes if quote.review == "accepted" and quote.status in DONE]


def _counting(node: SegmentNode) -> Iterator[Quote]:
    """The quotes by which a segment is made here."""
    for firm in counted_firms(node):
        yield from _said(firm)
    yield from (quote for quote in node.mentions if counts(quote))


def _surest(firm: FirmHere) -> tuple[int, str, str]:
    rule = _RULES.index(firm.rule) if firm.rule in _RULES else len(_RULES)
    return rule, firm.name, firm.key


def _spans(quotes: Iterable[Quote]) -> Mapping[tuple[str, int], tuple[int, int]]:
    """Of each quote's document and start, the span of all words that overlap it, directly or through others."""
    by_document: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for quote in quotes:
        if quote.text:
            by_document[quote.document].add((quote.start, quote.end))
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for document, spans in by_document.items():
        starts: list[int] = []
        reached = 0
        for start, end in [*sorted(spans), (_END, _END)]:
            if starts and start >= reached:
                found.update({(document, known): (starts[0], reached) for known in starts})
                starts, reached = [], 0
            starts.append(start)
            reached = max(reached, end)
    return found
