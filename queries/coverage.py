"""Which source covers how much of which chain, and what one more complete list would open.

Coverage is what a source declares of itself; nothing here guesses any. A
partial source never covers a segment, whatever it declares or names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.store import Store
from queries.catalogue import run
from queries.gaps.analyse import analyse_together
from queries.gaps.answers import find_chain
from queries.gaps.ask import which_list
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGraph, GapClass, GapParameters, SegmentNode, Source
from queries.gaps.places import read_places
from queries.gaps.supply import code_holders, covering

SUPPOSED = Source("supposed", "supposed", completeness="complete")
"""The list that is not there yet."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source covers of one chain, counted in segments.

    ``whole`` are those that its declaration takes in alone, ``part`` those of
    which it declares some of the candidate codes, ``named`` those of which it
    names a firm or that it speaks of. ``counts`` says that it is complete and
    speaks for the region: only then do ``whole`` segments have an answer.
    """

    source: Source
    whole: int
    part: int
    named: int
    counts: bool


@dataclass(frozen=True, slots=True)
class ChainCoverage:
    """One chain: its segments, those that complete sources cover, those that any source names, and who gives what."""

    key: str
    name: str
    segments: int
    covered: int
    named: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A list that would cover segments if it were complete for these codes of GB/T 4754.

    ``codes`` go by the number of those segments that need them. ``answered``
    are the segments that then have another class than 数据不足 even if the
    list names nobody: firms are known, or a segment made here takes them.
    """

    list_name: str
    codes: tuple[str, ...]
    segments: tuple[str, ...]
    answered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix, and what would open more.

    ``several`` are segments whose codes lie in more than one list, ``uncoded``
    those without any code, both by key; ``names`` gives every segment's name.
    """

    region: str
    chains: tuple[ChainCoverage, ...]
    openings: tuple[Opening, ...]
    several: tuple[str, ...]
    uncoded: tuple[str, ...]
    names: Mapping[str, str]


def coverage(
    store: Store,
    chain: str | None = None,
    parameters: GapParameters | None = None,
    *,
    chains: Sequence[ChainGraph] | None = None,
) -> Coverage:
    """Return the coverage of one chain or of all; ``chains`` are all of them, where they have been read already.

    Raises:
        NotFound: no such chain. See :func:`queries.gaps.answers.find_chain`.
    """
    parameters = parameters or GapParameters()
    chains = load_chains(store, parameters) if chains is None else chains
    wanted = [find_chain(chains, chain)] if chain else chains
    home = read_places(tuple(run(store, "located-in").dicts()), parameters.region).home
    return declared_coverage(chains, home, parameters, [one.key for one in wanted])


def declared_coverage(
    chains: Sequence[ChainGraph], home: frozenset[str], parameters: GapParameters, wanted: Iterable[str]
) -> Coverage:
    """Return the coverage of the wanted chains.

    Args:
        chains: all chains: a segment's demand may come from another one.
        home: the region asked about and those that contain it.
        parameters: thresholds of the classes.
        wanted: keys of the chains to tell about.
    """
    keys = {*wanted}
    asked = [chain for chain in chains if chain.key in keys]
    nodes = {node.key: node for chain in asked for node in chain.segments}
    missing = {
        node.key: _missing(node, chain.sources, home)
        for chain in asked
        for node in chain.segments
        if not node.covered_by
    }
    lists = {key: {which_list(code) for code in codes} for key, codes in missing.items()}
    answered = _answered(chains, {key for key, codes in missing.items() if codes}, parameters)
    return Coverage(
        region=parameters.region,
        chains=tuple(_chain(chain, home) for chain in asked),
        openings=_openings(missing, lists, answered),
        several=_sorted((key for key, named in lists.items() if len(named) > 1), nodes),
        uncoded=_sorted((key for key, named in lists.items() if not named), nodes),
        names={key: node.canonical or node.name for key, node in nodes.items()},
    )


def _chain(chain: ChainGraph, home: frozenset[str]) -> ChainCoverage:
    speak = _speaking(chain)
    cells = []
    for source in chain.sources:
        whole, part = _declares(chain, source)
        if whole or part or speak[source.key]:
            counts = source.completeness == "complete" and source.region in home
            cells.append(Cell(source, whole, part, speak[source.key], counts))
    cells.sort(key=lambda cell: (not cell.counts, -cell.whole, -cell.part, -cell.named, cell.source.key))
    covered = sum(1 for node in chain.segments if node.covered_by)
    named = sum(1 for node in chain.segments if _documents(node))
    return ChainCoverage(chain.key, chain.name, len(chain.segments), covered, named, tuple(cells))


def _declares(chain: ChainGraph, source: Source) -> tuple[int, int]:
    """How many segments a source's own declaration takes in, and of how many it takes in some codes only."""
    if not source.covers:
        return 0, 0
    # What it would cover if it were complete and of the region: the same rule as for those that are.
    if_complete = [replace(source, completeness="complete")]
    whole = part = 0
    for node in chain.segments:
        if covering(node, if_complete, frozenset({source.region})):
            whole += 1
        elif any(code_holders(code, if_complete) for code in node.gbt4754):
            part += 1
    return whole, part


def _speaking(chain: ChainGraph) -> Counter[str]:
    """In how many segments each source names a firm or is quoted."""
    return Counter(document for node in chain.segments for document in _documents(node))


def _documents(node: SegmentNode) -> set[str]:
    quotes = [*node.mentions, *(quote for firm in node.firms for quote in firm.quotes)]
    return {quote.document for quote in quotes}


def _missing(node: SegmentNode, sources: Iterable[Source], home: frozenset[str]) -> tuple[str, ...]:
    """Return the codes of a segment that no complete source of the region takes in."""
    complete = [s for s in sources if s.completeness == "complete" and s.region in home]
    return tuple(code for code in node.gbt4754 if not code_holders(code, complete))


def _answered(chains: Sequence[ChainGraph], opened: set[str], parameters: GapParameters) -> frozenset[str]:
    """Return the opened segments that have an answer as soon as they are covered, whatever the list says."""
    supposed = [
        replace(
            chain,
            sources=(*chain.sources, SUPPOSED),
            segments=tuple(
                replace(node, covered_by=(SUPPOSED.key,)) if node.key in opened else node for node in chain.segments
            ),
        )
        for chain in chains
    ]
    if not supposed:
        return frozenset()
    rows = analyse_together(supposed, parameters).rows
    return frozenset(
        row.segment.key for row in rows if row.segment.key in opened and row.gap_class is not GapClass.INSUFFICIENT
    )


def _openings(
    missing: Mapping[str, tuple[str, ...]], lists: Mapping[str, set[str]], answered: frozenset[str]
) -> tuple[Opening, ...]:
    """Return, for each list, what it opens alone, most first."""
    openings = []
    for name in sorted({*(one for named in lists.values() for one in named)} - {""}):
        segments = sorted(key for key, named in lists.items() if named == {name})
        needed = Counter(code for key in segments for code in missing[key])
        codes = sorted(needed, key=lambda code: (-needed[code], code))
        if segments:
            openings.append(Opening(name, tuple(codes), tuple(segments), tuple(k for k in segments if k in answered)))
    return tuple(sorted(openings, key=lambda one: (-len(one.segments), one.list_name)))


def _sorted(keys: Iterable[str], nodes: Mapping[str, SegmentNode]) -> tuple[str, ...]:
    return tuple(sorted(keys, key=lambda key: (nodes[key].canonical, key)))
