"""On what several chains hang at once, and what cuts a chain's own segments and leaders off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.store import Store
from queries.gaps.analyse import cut_off, leaders_in
from queries.gaps.answers import find_chain
from queries.gaps.classify import classify
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGraph, GapClass, GapParameters
from queries.gaps.whole import Whole, by_name, whole


@dataclass(frozen=True, slots=True)
class Hold:
    """What hangs on a segment in one chain; only what is known to be made here, only firms that count.

    ``direct`` take it, ``indirect`` depend on it through others, ``cut`` lose
    every path of inputs without it. ``leaders`` are chain leaders in any of
    these, ``leaders_cut`` those in segments that are cut off.
    """

    chain: str
    chain_name: str
    name: str
    direct: tuple[str, ...]
    indirect: tuple[str, ...]
    cut: tuple[str, ...]
    leaders: tuple[str, ...]
    leaders_cut: tuple[str, ...]

    @property
    def hangs(self) -> bool:
        """Whether anything made here depends on the segment in this chain."""
        return bool(self.direct or self.indirect)


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A segment with what hangs on it in each of its chains. Numbers count each segment and each firm once."""

    segment: str
    name: str
    gap_class: GapClass
    suppliers: int
    holds: tuple[Hold, ...]

    @property
    def hanging(self) -> tuple[Hold, ...]:
        """The chains in which something made here depends on it."""
        return tuple(hold for hold in self.holds if hold.hangs)

    def count(self, what: str) -> int:
        """Return how many different segments or firms a field of :class:`Hold` names over all chains."""
        return len({key for hold in self.holds for key in getattr(hold, what)})

    @property
    def order(self) -> tuple[object, ...]:
        """What ranks it, most first: chains, cut off, leaders cut off, direct, leaders, indirect; never added up."""
        counts = (self.count(what) for what in ("cut", "leaders_cut", "direct", "leaders", "indirect"))
        return -len(self.hanging), *(-count for count in counts), self.name, self.segment


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """The answer: ``rows`` in order, and names of segments and firms by key.

    Without a chain the rows are the segments of two or more chains in at
    least two of which something made here depends on them, and ``idle`` counts
    the other shared ones. Of one chain they are those that cut something off,
    and ``idle`` counts the rest. ``local`` is the number of segments asked
    about that are known to be made here.
    """

    chain: str
    rows: tuple[Bottleneck, ...]
    idle: int
    local: int
    names: Mapping[str, str]
    parameters: GapParameters


def bottlenecks(store: Store, chain: str = "", parameters: GapParameters | None = None) -> Bottlenecks:
    """Return the shared bottlenecks of a store, or the points of failure of one chain.

    Raises:
        NotFound: no such chain.
    """
    chains = load_chains(store, parameters)
    return find_bottlenecks(chains, find_chain(chains, chain).key if chain else "", parameters)


def find_bottlenecks(
    chains: Sequence[ChainGraph], chain: str = "", parameters: GapParameters | None = None
) -> Bottlenecks:
    """Return the same from chain graphs; ``chain`` is a key, empty for all."""
    known = whole(chains, parameters)
    asked = [chain] if chain else list(known.networks)
    keys = sorted({key for one in asked for key in known.networks[one].segments})
    found = [_bottleneck(key, asked, known) for key in keys]
    if not chain:
        found = [one for one in found if len(one.holds) > 1]
    rows = [one for one in found if (one.count("cut") if chain else len(one.hanging) > 1)]
    rows.sort(key=lambda one: one.order)
    return Bottlenecks(
        chain=known.networks[chain].graph.name if chain else "",
        rows=tuple(rows),
        idle=len(found) - len(rows),
        local=len(known.local.intersection(keys)),
        names=_names(known, asked),
        parameters=known.parameters,
    )


def _bottleneck(key: str, chains: Sequence[str], known: Whole) -> Bottleneck:
    facts = known.facts[key]
    return Bottleneck(
        segment=key,
        name=known.network.segments[key].name,
        gap_class=classify(facts, known.parameters),
        suppliers=len(facts.firms),
        holds=tuple(_hold(key, chain, known) for chain in chains if key in known.networks[chain].segments),
    )


def _hold(key: str, chain: str, known: Whole) -> Hold:
    network = known.networks[chain]
    direct, indirect = network.direct(key) & known.local, network.indirect(key) & known.local
    cut = cut_off(key, network, known)
    return Hold(
        chain=chain,
        chain_name=network.graph.name,
        name=network.segments[key].name,
        direct=by_name(network, direct),
        indirect=by_name(network, indirect),
        cut=by_name(network, cut),
        leaders=leaders_in(direct | indirect, network, known),
        leaders_cut=leaders_in(cut, network, known),
    )


def _names(known: Whole, chains: Sequence[str]) -> dict[str, str]:
    names = {key: node.name for key, node in known.network.segments.items()}
    if len(chains) == 1:
        names |= {key: node.name for key, node in known.networks[chains[0]].segments.items()}
    return names | {firm.key: firm.name for firm in known.network.graph.leaders}
