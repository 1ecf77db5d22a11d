"""Firms here that could extend into a segment: they make what goes into it, or something with the same inputs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from queries.fit.evidence import of_quote, proves
from queries.fit.model import Extender, Makes
from queries.gaps.model import ChainGraph, FirmHere, SegmentNode, Source

SHARED_LEAST, SHARED_PART = 2, 0.5
"""Least number, and least part, of this segment's direct inputs that a sibling shares; parameters, printed."""
_NO_EVIDENCE = "name"
"""The rule by a firm's own name: it proves nothing of what the firm makes."""


def inputs_of(chains: Iterable[ChainGraph]) -> dict[str, set[str]]:
    """Return the direct inputs of every segment, all chains together, by key."""
    found: dict[str, set[str]] = defaultdict(set)
    for chain in chains:
        for edge in chain.inputs:
            if edge.start != edge.end:
                found[edge.end].add(edge.start)
    return found


def shared_least(inputs: int) -> int:
    """Return how many of a segment's direct inputs a sibling has to share: two, and half of them."""
    return max(SHARED_LEAST, math.ceil(SHARED_PART * inputs))


def extenders(
    chains: Sequence[ChainGraph], segment: str, sources: Mapping[str, Source], least: int
) -> tuple[Extender, ...]:
    """Return firms here beside the segment, not those in it.

    Order: accepted before candidate, direct inputs before siblings, then the
    largest number of shared inputs, then the name.

    Args:
        chains: all chains.
        segment: its key.
        sources: documents by key.
        least: the least number of shared inputs that makes a sibling.
    """
    nodes = {node.key: node for chain in chains for node in chain.segments}
    inputs = inputs_of(chains)
    mine = inputs.get(segment, set())
    inside = {firm.key for firm in nodes[segment].firms if firm.rule != _NO_EVIDENCE}
    makes: dict[str, list[Makes]] = defaultdict(list)
    names: dict[str, str] = {}
    for key, shared in _beside(segment, mine, inputs, _siblings(chains, segment), least):
        for firm in nodes[key].firms:
            if firm.is_firm and firm.key not in inside and firm.rule != _NO_EVIDENCE and firm.review != "rejected":
                names[firm.key] = firm.name
                common = sorted(nodes[one].canonical or nodes[one].name for one in shared)
                told = _makes(nodes[key], firm, common, sources)
                makes[firm.key] += [told] if told else []
    found = [Extender(key, names[key], tuple(sorted(made, key=_surest))) for key, made in makes.items() if made]
    return tuple(sorted(found, key=_order))


def _siblings(chains: Iterable[ChainGraph], segment: str) -> set[str]:
    """Segments of the chains that show this one: what two chains share only by steel and packing is no kin."""
    return {node.key for chain in chains if segment in {n.key for n in chain.segments} for node in chain.segments}


def _beside(
    segment: str, mine: set[str], inputs: Mapping[str, set[str]], siblings: set[str], least: int
) -> Iterable[tuple[str, set[str]]]:
    for key in sorted(mine - {segment}):
        yield key, set()
    for key in sorted(siblings - mine - {segment}):
        shared = inputs.get(key, set()) & mine
        if len(shared) >= least:
            yield key, shared


def _makes(node: SegmentNode, firm: FirmHere, shared: Sequence[str], sources: Mapping[str, Source]) -> Makes | None:
    """What a firm makes with the words that say so; None if none of them do."""
    cited = [of_quote(quote, sources) for quote in firm.quotes]
    fitting = [found for found in cited if proves(found, firm.term)]
    if not fitting:
        return None
    said = min(
        fitting, key=lambda found: (found.review != "accepted", bool(found.quote) and firm.term not in found.quote)
    )
    return Makes(
        segment=node.key,
        name=node.canonical or node.name,
        shared=tuple(shared),
        rule=firm.rule,
        term=firm.term,
        review=firm.review,
        status=firm.status,
        evidence=said,
    )


def _surest(made: Makes) -> tuple[bool, bool, int, str]:
    return made.review != "accepted" or made.status not in ("done", ""), bool(made.shared), -len(made.shared), made.name


def _order(one: Extender) -> tuple[bool, bool, int, str, str]:
    direct = any(made.is_input for made in one.makes)
    return not one.sure, not direct, -max(len(made.shared) for made in one.makes), one.name, one.key


def listed_cities(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the cities of which a complete list is there: relatedness compares cities by what each has."""
    return tuple(sorted({s.region for s in sources if s.completeness == "complete" and s.region.endswith("市")}))
