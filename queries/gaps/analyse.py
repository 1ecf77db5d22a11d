"""The gap analysis of all chains together: pure, from chain graphs to ranked rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from queries.gaps import wording
from queries.gaps.ask import whom_to_ask
from queries.gaps.classify import Facts, classify, tier, top_share
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
from queries.gaps.network import Joined, Network
from queries.gaps.rank import ranked
from queries.gaps.reach import reach
from queries.gaps.supply import counted_firms, effective_suppliers, is_local

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Whole:
    """What rows of any chain look up: all chains as one network and the facts of every segment."""

    network: Network
    facts: Mapping[str, Facts]
    parameters: GapParameters

    @property
    def local(self) -> frozenset[str]:
        return frozenset(key for key, facts in self.facts.items() if facts.local)


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
    whole = _whole(chains, parameters or GapParameters(), measures or {})
    return tuple(_gaps(_ordered(chain), whole) for chain in sorted(chains, key=lambda chain: chain.key))


def analyse_together(
    chains: Sequence[ChainGraph],
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> ChainGaps:
    """Return one answer over all chains, in which a shared segment is one row."""
    whole = _whole(chains, parameters or GapParameters(), measures or {})
    return _gaps(_ordered(whole.network.graph), whole, whole.network)


def _whole(chains: Sequence[ChainGraph], parameters: GapParameters, measures: Mapping[str, Measures]) -> _Whole:
    network = Joined(chains)
    facts = {key: _own_facts(segment, measures) for key, segment in network.segments.items()}
    local = frozenset(key for key, known in facts.items() if known.local)
    for key, known in facts.items():
        facts[key] = replace(known, demand=_by_name(network, network.direct(key) & local))
    for chain in sorted(chains, key=lambda chain: chain.key):
        _note_losses(chain, facts, local, parameters)
    return _Whole(network, facts, parameters)


def _own_facts(segment: SegmentNode, measures: Mapping[str, Measures]) -> Facts:
    firms = counted_firms(segment)
    suppliers, equal = effective_suppliers(firms)
    return Facts(segment, firms, suppliers, equal, is_local(segment), measures=measures.get(segment.key, Measures()))


def _note_losses(chain: ChainGraph, facts: dict[str, Facts], local: frozenset[str], parameters: GapParameters) -> None:
    """Keep, for each segment, the chain in which taking it out cuts off the largest share of local segments.

    The share is of all local segments of the chain but itself, as T_i of the
    method divides by the whole output: cutting off one of one is no more than
    cutting off one of nine.
    """
    network = Network(chain)
    here = local & frozenset(network.segments)
    lost = {key: network.loses_every_path(key) & here for key in network.segments}
    shares = {key: len(cut) / max(1, len(here - {key})) for key, cut in lost.items()}
    top = top_share(shares, parameters.single_share)
    for key, share in shares.items():
        if (key in top, share) > (facts[key].top, facts[key].lost_share):
            facts[key] = replace(
                facts[key], lost=_by_name(network, lost[key]), lost_share=share, lost_in=chain.name, top=key in top
            )


def _gaps(chain: ChainGraph, whole: _Whole, network: Network | None = None) -> ChainGaps:
    network = network or Network(chain)
    names = {key: node.name for key, node in {**whole.network.segments, **network.segments}.items()}
    rows = ranked([_row(segment, network, whole, names) for segment in chain.segments])
    return ChainGaps(
        chain=chain,
        rows=rows,
        parameters=whole.parameters,
        documents=_documents(chain),
        data_version=hashlib.sha256(repr(chain).encode()).hexdigest()[:12],
        counts={wanted: sum(row.gap_class is wanted for row in rows) for wanted in GapClass},
    )


def _row(segment: SegmentNode, network: Network, whole: _Whole, names: Mapping[str, str]) -> GapRow:
    key, local, facts = segment.key, whole.local, _own_demand_first(whole.facts[segment.key], network)
    direct, indirect = network.direct(key), network.indirect(key)
    leaders_direct = _leaders(direct & local, network, whole)
    leaders = tuple(sorted({*leaders_direct, *_leaders(indirect & local, network, whole)}))
    gap_class, row_tier = classify(facts, whole.parameters), tier(facts)
    sources = {source.key: source for source in whole.network.graph.sources}
    inputs, wide = network.inputs(key), whole.network
    waiting = frozenset() if facts.local else network.upstream(key)
    absent_possible = not facts.local and (not facts.covered or (not facts.firms and bool(facts.unsettled)))
    return GapRow(
        segment=segment,
        gap_class=gap_class,
        tier=row_tier,
        sentence=wording.sentence(facts, gap_class, names, sources, whole.parameters),
        breaks_direct=_by_name(network, direct),
        breaks_indirect=_by_name(network, indirect),
        local_direct=_by_name(network, direct & local),
        local_indirect=_by_name(network, indirect & local),
        leaders_hit=leaders,
        extension=_extends(facts, len(inputs & local), len(inputs), whole.parameters),
        next_tier=wording.next_tier(facts, row_tier),
        verify_gain=len(direct & local) if absent_possible else 0,
        verify_why=wording.verify_why(
            network.names(direct & local),
            network.names(indirect & local),
            _leader_names(network, leaders),
            network.names(waiting),
            facts,
        ),
        leaders_direct=leaders_direct,
        verify_upstream=_by_name(network, waiting) if absent_possible else (),
        suppliers=facts.suppliers,
        equal_shares=facts.equal_shares,
        lost=facts.lost,
        lost_share=facts.lost_share,
        lost_in=facts.lost_in,
        inputs=_by_name(network, inputs),
        inputs_local=_by_name(network, inputs & local),
        wide_direct=_by_name(wide, wide.direct(key)),
        wide_indirect=_by_name(wide, wide.indirect(key)),
        wide_local=_by_name(wide, (wide.direct(key) | wide.indirect(key)) & local),
        ask=whom_to_ask(segment, network.graph),
        would_change=wording.would_change(facts, gap_class, names),
        reach=reach(segment.nearby),
        local=facts.local,
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


def _leaders(keys: Iterable[str], network: Network, whole: _Whole) -> tuple[str, ...]:
    """Chain leaders among the counted firms of segments; a leader placed nowhere is hit by nothing."""
    known = {leader.key for leader in network.graph.leaders if leader.counted}
    return tuple(sorted(known & {firm.key for key in keys for firm in whole.facts[key].firms}))


def _leader_names(network: Network, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(leader.name for leader in network.graph.leaders if leader.key in keys)


def _by_name(network: Network, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=lambda key: (network.segments[key].name, key)))


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
