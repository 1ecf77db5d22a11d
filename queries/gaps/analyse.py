"""The gap analysis of all chains together: pure, from chain graphs to ranked rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from queries.gaps import wording
from queries.gaps.ask import whom_to_ask
from queries.gaps.classify import Facts, classify, shown_measures, tier
from queries.gaps.model import (
    DONE,
    ChainGaps,
    ChainGraph,
    FirmHere,
    GapClass,
    GapParameters,
    GapRow,
    Measures,
    SegmentNode,
)
from queries.gaps.network import Network
from queries.gaps.rank import ranked
from queries.gaps.reach import reach
from queries.gaps.whole import Whole, by_name, whole

T = TypeVar("T")


def analyse(
    chains: Sequence[ChainGraph],
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> tuple[ChainGaps, ...]:
    """Return the gaps of each chain, chains in key order.

    A segment has one class, whichever chain shows it: its coverage, firms and
    local demand are those of all chains together, and it is a single point of
    failure if it is one in any of its chains. What breaks is counted in the
    row's own chain; the ``wide_*`` fields count over all chains.

    Args:
        chains: every chain that may share segments with those asked about.
        parameters: thresholds; the defaults if not given.
        measures: quotients and gap ratios by segment key, where known.
    """
    known = whole(chains, parameters, measures)
    return tuple(_gaps(_ordered(network.graph), known, network) for network in known.networks.values())


def analyse_together(
    chains: Sequence[ChainGraph],
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> ChainGaps:
    """Return one answer over all chains, in which a shared segment is one row."""
    known = whole(chains, parameters, measures)
    return _gaps(_ordered(known.network.graph), known, known.network)


def _gaps(chain: ChainGraph, known: Whole, network: Network) -> ChainGaps:
    """Return the answer for a chain whose lists are in order."""
    say = Words(known, network)
    rows = ranked([say.worded(counted_row(segment, network, known)) for segment in chain.segments])
    return ChainGaps(
        chain=chain,
        rows=rows,
        parameters=known.parameters,
        documents=_documents(chain),
        data_version=hashlib.sha256(repr(chain).encode()).hexdigest()[:12],
        counts={wanted: sum(row.gap_class is wanted for row in rows) for wanted in GapClass},
    )


def counted_row(segment: SegmentNode, network: Network, known: Whole) -> GapRow:
    """Return a segment's row with its class and all that ranks it, without any words and not ranked yet.

    Args:
        segment: as the row shall show it.
        network: of its chain, or of all chains together.
        known: the facts of all chains.
    """
    key, local, facts = segment.key, known.local, known.facts[segment.key]
    direct, indirect = network.direct(key), network.indirect(key)
    local_direct, local_indirect = direct & local, indirect & local
    leaders_direct = leaders_in(local_direct, network, known)
    inputs, cut = network.inputs(key), cut_off(key, network, known)
    absent_possible = not facts.local and (not facts.covered or (not facts.firms and bool(facts.unsettled)))
    return GapRow(
        segment=segment,
        gap_class=classify(facts, known.parameters),
        tier=tier(facts),
        sentence="",
        breaks_direct=by_name(network, direct),
        breaks_indirect=by_name(network, indirect),
        local_direct=by_name(network, local_direct),
        local_indirect=by_name(network, local_indirect),
        leaders_hit=tuple(sorted({*leaders_direct, *leaders_in(local_indirect, network, known)})),
        leaders_direct=leaders_direct,
        extension=_extends(facts, len(inputs & local), len(inputs), known.parameters),
        next_tier="",
        verify_gain=len(local_direct) if absent_possible else 0,
        verify_why="",
        verify_upstream=by_name(network, network.upstream(key)) if absent_possible else (),
        suppliers=facts.suppliers,
        equal_shares=facts.equal_shares,
        lost=facts.lost,
        lost_share=facts.lost_share,
        lost_in=facts.lost_in,
        inputs=by_name(network, inputs),
        inputs_local=by_name(network, inputs & local),
        local=facts.local,
        cut_here=by_name(network, cut),
        leaders_cut=leaders_in(cut, network, known),
        measures=shown_measures(facts),
    )


def cut_off(key: str, network: Network, known: Whole) -> frozenset[str]:
    """Return the local segments that lose every path of inputs without this one: in its chain, or in any of all."""
    own = known.losses.get(network.graph.key)
    losses = known.losses.values() if own is None else [own]
    return frozenset(lost for chain in losses if key in chain for lost in chain[key].lost)


class Words:
    """Says the rows of one chain in words."""

    def __init__(self, known: Whole, network: Network) -> None:
        self._known, self._network = known, network
        self._names = {key: node.name for key, node in {**known.network.segments, **network.segments}.items()}
        self._sources = {source.key: source for source in known.network.graph.sources}

    def sentence(self, row: GapRow) -> str:
        """Return the class of a row and its reason."""
        facts = _own_demand_first(self._known.facts[row.segment.key], self._network)
        return wording.sentence(facts, row.gap_class, self._names, self._sources, self._known.parameters)

    def worded(self, row: GapRow) -> GapRow:
        """Return the row with its sentences and what it breaks over all chains."""
        known, network, wide, key = self._known, self._network, self._known.network, row.segment.key
        facts = _own_demand_first(known.facts[key], network)
        waiting = frozenset() if facts.local else network.upstream(key)
        return replace(
            row,
            sentence=self.sentence(row),
            next_tier=wording.next_tier(facts, row.tier),
            verify_why=wording.verify_why(
                network.names(row.local_direct),
                network.names(row.local_indirect),
                _leader_names(network, row.leaders_hit),
                network.names(waiting),
                facts,
            ),
            wide_direct=by_name(wide, wide.direct(key)),
            wide_indirect=by_name(wide, wide.indirect(key)),
            wide_local=by_name(wide, (wide.direct(key) | wide.indirect(key)) & known.local),
            ask=whom_to_ask(row.segment, network.graph, [network.segments[taker] for taker in row.local_direct]),
            would_change=wording.would_change(facts, row.gap_class, self._names),
            reach=reach(row.segment.nearby),
        )


def _own_demand_first(facts: Facts, network: Network) -> Facts:
    """Who reads a chain's row looks for its own segments; those of other chains come after."""
    own = tuple(key for key in facts.demand if key in network.segments)
    others = tuple(key for key in facts.demand if key not in network.segments)
    return replace(facts, demand=own + others, demand_elsewhere=len(others))


def _extends(facts: Facts, present: int, inputs: int, parameters: GapParameters) -> bool:
    """延链机会: absent here by a complete source, while its direct inputs are made here."""
    absent = facts.covered and not facts.firms and not facts.unsettled
    return absent and present > 0 and present / inputs >= parameters.extension_share


def leaders_in(keys: Iterable[str], network: Network, known: Whole) -> tuple[str, ...]:
    """Return the chain leaders among the counted firms of segments; one that is placed nowhere is hit by nothing."""
    leaders = {leader.key for leader in network.graph.leaders if leader.counted}
    return tuple(sorted(leaders & {firm.key for key in keys for firm in known.facts[key].firms}))


def _leader_names(network: Network, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(leader.name for leader in network.graph.leaders if leader.key in keys)


def _documents(chain: ChainGraph) -> tuple[str, ...]:
    quotes = [quote for segment in chain.segments for quote in segment.mentions]
    quotes += [quote for firm in _all_firms(chain) for quote in firm.quotes]
    return tuple(sorted({q.document for q in quotes} | {key for s in chain.segments for key in s.covered_by}))


def _all_firms(chain: ChainGraph) -> list[FirmHere]:
    return [*chain.leaders, *chain.members, *(firm for segment in chain.segments for firm in segment.firms)]


def _ordered(chain: ChainGraph) -> ChainGraph:
    """Return the chain with every list in one order, so that the order of reading changes no answer."""
    return replace(
        chain,
        segments=tuple(sorted(map(_ordered_segment, chain.segments), key=lambda s: (s.rank, s.key))),
        inputs=_sorted(chain.inputs, repr),
        leaders=_sorted(chain.leaders, _surest),
        members=_sorted(chain.members, _surest),
        sources=_sorted(chain.sources, lambda source: source.key),
    )


def _ordered_segment(segment: SegmentNode) -> SegmentNode:
    return replace(
        segment,
        firms=_sorted(segment.firms, _surest),
        mentions=_sorted(segment.mentions, lambda quote: (quote.document, quote.start, quote.statement)),
        elsewhere=_sorted(segment.elsewhere, _surest),
        covered_by=tuple(sorted(segment.covered_by)),
        gbt4754=tuple(sorted(segment.gbt4754)),
        shared_with=tuple(sorted(segment.shared_with)),
    )


def _surest(firm: FirmHere) -> tuple[bool, bool, str, str, str]:
    """Order of firms: accepted ones first, of these what is done; then by name."""
    return firm.review != "accepted", firm.status not in DONE, firm.name, firm.key, repr(firm)


def _sorted(items: Iterable[T], key: Callable[[T], Any]) -> tuple[T, ...]:
    return tuple(sorted(items, key=key))
