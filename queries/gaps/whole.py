"""All chains at once: their networks and the facts that decide the class of every segment.

A second state of knowledge (a firm more, another threshold) is worked out from
the first: what did not change is taken over, since structure never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from queries.gaps.classify import UNMEASURED, Facts, top_share
from queries.gaps.model import ChainGraph, GapParameters, Measures, SegmentNode
from queries.gaps.network import Joined, Network, together, together_again
from queries.gaps.supply import counted_firms, effective_suppliers, is_local


@dataclass(frozen=True, slots=True)
class Loss:
    """What a segment cuts off in one chain: the local segments, their share of the chain's, whether that is high."""

    lost: tuple[str, ...]
    share: float
    chain: str
    top: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """What rows of any chain look up.

    ``networks`` and ``losses`` are by chain key, in key order; ``own`` are the
    facts of a segment by itself, ``facts`` those with demand and losses.
    """

    networks: Mapping[str, Network]
    network: Joined
    own: Mapping[str, Facts]
    losses: Mapping[str, Mapping[str, Loss]]
    facts: Mapping[str, Facts]
    local: frozenset[str]
    parameters: GapParameters
    measures: Mapping[str, Measures]


def whole(
    chains: Sequence[ChainGraph],
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
    *,
    like: Whole | None = None,
) -> Whole:
    """Return the facts of all chains together.

    Args:
        chains: every chain that may share segments with those asked about.
        parameters: thresholds; the defaults if not given.
        measures: quotients and gap ratios by segment key, where known.
        like: of the same chains in another state: their segments, in order,
            and their input edges are the same, what is known of them may differ.
    """
    parameters, measures = parameters or GapParameters(), measures or {}
    ordered = sorted(chains, key=lambda chain: chain.key)
    networks = {chain.key: _network(chain, like) for chain in ordered}
    joined = _joined(ordered, networks, like)
    own = {key: _own(segment, measures.get(key, UNMEASURED), like) for key, segment in joined.segments.items()}
    local = frozenset(key for key, facts in own.items() if facts.local)
    losses = {key: _losses(network, local, parameters, like) for key, network in networks.items()}
    worst = _worst(losses)
    facts = {key: _complete(own[key], joined, local, worst.get(key)) for key in own}
    return Whole(networks, joined, own, losses, facts, local, parameters, measures)


def changed(
    known: Whole,
    chains: Sequence[ChainGraph] | None = None,
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
) -> Whole:
    """Return another state of the same chains; what is not given stays."""
    given = [network.graph for network in known.networks.values()] if chains is None else chains
    return whole(
        given,
        parameters or known.parameters,
        known.measures if measures is None else measures,
        like=known,
    )


def by_name(network: Network, keys: Iterable[str]) -> tuple[str, ...]:
    """Return keys in the order of their names."""
    return tuple(sorted(keys, key=lambda key: (network.segments[key].name, key)))


def _network(chain: ChainGraph, like: Whole | None) -> Network:
    known = like.networks.get(chain.key) if like else None
    if known is None:
        return Network(chain)
    return known if known.graph is chain else Network(chain, known.flow)


def _joined(chains: Sequence[ChainGraph], networks: Mapping[str, Network], like: Whole | None) -> Joined:
    if like is None:
        return Joined(together(chains), networks.values())
    if all(networks[chain.key] is like.networks.get(chain.key) for chain in chains):
        return like.network
    before = [network.graph for network in like.networks.values()]
    return Joined(together_again(like.network.graph, before, chains), networks.values(), like.network.flow)


def _own(segment: SegmentNode, measures: Measures, like: Whole | None) -> Facts:
    """The facts of a segment by itself."""
    known = like.own.get(segment.key) if like else None
    if known is not None and known.measures == measures and known.segment == segment:
        return known
    firms = counted_firms(segment)
    suppliers, equal = effective_suppliers(firms)
    return Facts(segment, firms, suppliers, equal, is_local(segment), measures=measures)


def _losses(
    network: Network, local: frozenset[str], parameters: GapParameters, like: Whole | None
) -> Mapping[str, Loss]:
    """Return, for each segment of a chain that cuts something off, what it cuts off.

    The share is of all local segments of the chain but itself, as T_i of the
    method divides by the whole output: cutting off one of one is no more than
    cutting off one of nine.
    """
    here = local & frozenset(network.segments)
    key = network.graph.key
    if like and parameters.single_share == like.parameters.single_share and key in like.losses:
        known = like.networks[key]
        if known.flow is network.flow and here == like.local & frozenset(known.segments):
            return like.losses[key]
    lost = {key: network.loses_every_path(key) & here for key in network.segments}
    shares = {key: len(cut) / max(1, len(here - {key})) for key, cut in lost.items()}
    top = top_share(shares, parameters.single_share)
    return {
        key: Loss(by_name(network, lost[key]), share, network.graph.name, key in top)
        for key, share in shares.items()
        if share
    }


def _worst(losses: Mapping[str, Mapping[str, Loss]]) -> dict[str, Loss]:
    """Return, for each segment, the loss of the chain in which it is highest, the first of equals."""
    worst: dict[str, Loss] = {}
    for chain in losses.values():
        for key, loss in chain.items():
            known = worst.get(key)
            if known is None or (loss.top, loss.share) > (known.top, known.share):
                worst[key] = loss
    return worst


def _complete(own: Facts, network: Network, local: frozenset[str], loss: Loss | None) -> Facts:
    demand = by_name(network, network.direct(own.segment.key) & local)
    if loss is None:
        return replace(own, demand=demand) if demand else own
    return replace(own, demand=demand, lost=loss.lost, lost_share=loss.share, lost_in=loss.chain, top=loss.top)
