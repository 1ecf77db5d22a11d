"""Who and what fits a segment: firms elsewhere, firms here that could extend, policies, platforms and towns.

Everything listed leads to a statement's words or a register's row. Nothing is
scored: each list says what orders it. None of it is counted as local supply,
and none of it changes a class.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Store, Value
from queries.catalogue import run
from queries.fit.extend import extenders, inputs_of, listed_cities, shared_least
from queries.fit.firms import Here, firms_here, links, makers, split
from queries.fit.grounds import Grounds, centred
from queries.fit.model import Ground, Made, Target, Targets
from queries.fit.policies import policies
from queries.gaps.analyse import analyse
from queries.gaps.answers import SegmentFound, find_segment
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGaps, ChainGraph, GapParameters, Measures, SegmentNode, Source
from queries.gaps.places import Places, read_places

__all__ = ["Made", "Target", "Targets", "targets"]


@dataclass(frozen=True, slots=True)
class _Read:
    """What all sections look up; ``home`` is the chain that was asked about, ``found.chains`` are all that show it."""

    store: Store
    chains: tuple[ChainGraph, ...]
    found: SegmentFound
    home: str
    sources: Mapping[str, Source]
    located: Sequence[Mapping[str, Value]]
    places: Places
    nodes: Mapping[str, SegmentNode]
    parameters: GapParameters


def targets(
    store: Store,
    segment: str,
    parameters: GapParameters | None = None,
    *,
    day: str = "",
    least: int = 0,
    chains: Sequence[ChainGraph] | None = None,
    measures: Mapping[str, Measures] | None = None,
    analysed: Sequence[ChainGaps] | None = None,
) -> Targets:
    """Return all that fits a segment, for somebody to look at.

    Args:
        store: where to read.
        segment: key, name, alias, or ``链/环节``.
        parameters: for the region.
        day: the day on which policies are judged to run, ``2026-01-31``; today if empty.
        least: the least number of shared inputs that makes a sibling; two, and half of them, if 0.

        chains: all chains, where they have been read already.
        measures: quotients and gap ratios by segment key, where known.
        analysed: the answers of all these chains, where they have been worked out already.

    Raises:
        NotFound, InputError: see :func:`queries.gaps.answers.find_segment`.
    """
    parameters, day = parameters or GapParameters(), day or datetime.date.today().isoformat()
    read = _read(store, segment, parameters, load_chains(store, parameters) if chains is None else chains)
    home = _home(read, measures, analysed)
    row, node, key = home.row(read.found.key), read.nodes[read.found.key], read.found.key
    elsewhere, here = _firms(read)
    inputs = sorted(inputs_of(read.chains).get(key, ()))
    least = least or shared_least(len(inputs))
    fitting, hidden = policies(
        run(store, "policy-details", {"review": "all"}).dicts(), key, _called(read), read.found.chains, node.gbt4754,
        read.sources, day,
    )  # fmt: skip
    grounds = Grounds(
        run(store, "cluster-places").dicts(), run(store, "chain-segments").dicts(), key, read.found.chains,
        read.sources, read.places,
    )  # fmt: skip
    return Targets(
        segment=key,
        name=node.canonical or node.name,
        chains=read.found.chains,
        chain_names=tuple(chain.name for chain in read.chains if chain.key in read.found.chains),
        row=row,
        reach=row.reach,
        day=day,
        region=parameters.region,
        data_version=home.data_version,
        firms=elsewhere,
        here=here,
        extenders=extenders(read.chains, key, read.sources, least),
        inputs=_names(read, inputs),
        takers=_names(read, (one for one in row.wide_direct if one in row.wide_local)),
        shared_least=least,
        listed_cities=listed_cities(read.sources.values()),
        policies=fitting,
        hidden_policies=hidden,
        platforms=grounds.platforms(),
        towns=grounds.towns(node, [read.nodes[one] for one in inputs], read.located, _centred(read)),
        codes=node.gbt4754,
    )


def _names(read: _Read, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(read.nodes[key].canonical or read.nodes[key].name for key in keys)


def _read(store: Store, segment: str, parameters: GapParameters, chains: Sequence[ChainGraph]) -> _Read:
    found = find_segment(chains, segment)
    located = tuple(run(store, "located-in").dicts())
    return _Read(
        store=store,
        chains=tuple(chains),
        found=SegmentFound(found.key, found.names, find_segment(chains, found.key).chains),
        home=found.chains[0],
        sources={source.key: source for chain in chains for source in chain.sources},
        located=located,
        places=read_places(located, parameters.region),
        nodes={node.key: node for chain in chains for node in chain.segments},
        parameters=parameters,
    )


def _home(read: _Read, measures: Mapping[str, Measures] | None, analysed: Sequence[ChainGaps] | None) -> ChainGaps:
    answers = {gaps.chain.key: gaps for gaps in analysed or analyse(read.chains, read.parameters, measures)}
    return answers[read.home]


def _firms(read: _Read) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    heads = {
        str(row["firm"]): (str(row["head"]), str(row["head_name"])) for row in run(read.store, "same-firms").dicts()
    }
    asked: dict[str, Value] = {"segment": read.found.key}
    made, names = makers(
        run(read.store, "makers-of-products", asked).dicts(), run(read.store, "firms-of-segment", asked).dicts(),
        heads, read.sources,
    )  # fmt: skip
    here = Here(firms_here(read.chains, read.places), read.places, read.parameters.short_region)
    # An alias's own ties count too: all names of a firm are asked about.
    wanted: list[Value] = [key for key in sorted({*made, *(k for k, (head, _) in heads.items() if head in made)})
                           if heads.get(str(key), (str(key), ""))[0] not in here.firms]  # fmt: skip
    rows = run(read.store, "firm-ties", {"firms": wanted}).dicts() if wanted else ()
    return split(made, names, links(rows, here, heads, read.sources), here, read.sources)


def _called(read: _Read) -> set[str]:
    node = read.nodes[read.found.key]
    return {*read.found.names, node.name, node.canonical, *node.aliases} - {""}


def _centred(read: _Read) -> tuple[Ground, ...]:
    about: dict[str, list[str]] = {}
    for row in run(read.store, "chain-industries").dicts():
        about.setdefault(str(row["chain"]), []).append(str(row["industry"]))
    return centred(run(read.store, "towns-and-clusters").dicts(), about, read.found.chains, read.sources)
