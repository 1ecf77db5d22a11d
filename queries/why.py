"""Why a segment has its class: the row, the questions asked, the edges, the words, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Store, Value
from queries.catalogue import Catalogue
from queries.gaps.analyse import analyse
from queries.gaps.answers import find_chain, find_segment
from queries.gaps.load import load_chains
from queries.gaps.model import (
    ChainGaps,
    ChainGraph,
    FirmHere,
    GapParameters,
    GapRow,
    InputEdge,
    Measures,
    Quote,
    Source,
)
from queries.gaps.supply import counted_firms, local_mentions

_ASKED = ("firms-of-segment", "mentions-of-segment", "upstream", "downstream")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the catalogue with the parameters that give the facts behind the answer."""

    name: str
    title: str
    cypher: str
    parameters: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Tie:
    """An input edge with the names of its ends; ``local`` says whether the far end is made here."""

    edge: InputEdge
    start_name: str
    end_name: str
    local: bool


@dataclass(frozen=True, slots=True)
class Why:
    """All that stands behind one row.

    ``elsewhere`` are the rows of the other chains that share the segment.
    ``quotes`` are the words behind firms, mentions and the local segments
    that would break, each once, the segment's own first.
    """

    gaps: ChainGaps
    row: GapRow
    elsewhere: tuple[tuple[str, GapRow], ...]
    inputs: tuple[Tie, ...]
    outputs: tuple[Tie, ...]
    leaders: tuple[FirmHere, ...]
    quotes: tuple[Quote, ...]
    coverage: tuple[Source, ...]
    asked: tuple[Asked, ...]
    parameters: GapParameters
    would_change: tuple[str, ...]


def why(
    store: Store,
    segment: str,
    *,
    chain: str = "",
    parameters: GapParameters | None = None,
    chains: Sequence[ChainGraph] | None = None,
    measures: Mapping[str, Measures] | None = None,
    analysed: Sequence[ChainGaps] | None = None,
) -> Why:
    """Explain the class of one segment.

    Args:
        store: where to read.
        segment: key, name or alias; ``链/环节`` where a name means several.
        chain: in which chain to show it; the first that has it if not given.
        parameters: thresholds; the defaults if not given.
        chains: all chains, where they have been read already.
        measures: quotients and gap ratios by segment key, where known.
        analysed: the answers of all these chains, where they have been worked out already.

    Raises:
        NotFound: no such segment or chain, naming near ones.
        InputError: the name means several segments.
    """
    chains = load_chains(store, parameters) if chains is None else chains
    wanted = find_chain(chains, chain) if chain else None
    found = find_segment([wanted] if wanted else chains, segment)
    answers = {gaps.chain.key: gaps for gaps in analysed or analyse(chains, parameters, measures)}
    home = answers[wanted.key if wanted else found.chains[0]]
    row = home.row(found.key)
    everywhere = find_segment(chains, found.key).chains
    return Why(
        gaps=home,
        row=row,
        elsewhere=tuple(
            (answers[key].chain.name, answers[key].row(found.key)) for key in everywhere if key != home.chain.key
        ),
        inputs=_ties(home, (edge for edge in home.chain.inputs if edge.end == found.key), far="start"),
        outputs=_ties(home, (edge for edge in home.chain.inputs if edge.start == found.key), far="end"),
        leaders=tuple(leader for leader in home.chain.leaders if leader.key in row.leaders_hit),
        quotes=_quotes(home.chain, row),
        coverage=tuple(source for source in home.chain.sources if source.key in row.segment.covered_by),
        asked=_asked(found.key),
        parameters=home.parameters,
        would_change=row.would_change,
    )


def _ties(gaps: ChainGaps, edges: Iterable[InputEdge], *, far: str) -> tuple[Tie, ...]:
    names = {segment.key: segment.name for segment in gaps.chain.segments}
    local = {key for row in gaps.rows for key in (*row.local_direct, *row.inputs_local)}
    ties = (Tie(edge, names[edge.start], names[edge.end], getattr(edge, far) in local) for edge in edges)
    return tuple(sorted(ties, key=lambda tie: (tie.start_name, tie.end_name)))


def _quotes(chain: ChainGraph, row: GapRow) -> tuple[Quote, ...]:
    """The segment's own words, accepted ones first; then the words that make segments downstream local.

    Candidates of other segments are left out: they decide nothing here. Of
    several statements of the same words one stands for all.
    """
    broken = {*row.local_direct, *row.local_indirect}
    downstream = [segment for segment in chain.segments if segment.key in broken]
    firms = [firm for segment in downstream for firm in counted_firms(segment)]
    firms += [leader for leader in chain.leaders if leader.key in row.leaders_hit]
    own = [*(quote for firm in row.segment.firms for quote in firm.quotes), *row.segment.mentions]
    rest = [*(quote for firm in firms for quote in firm.quotes), *(q for s in downstream for q in local_mentions(s))]
    ordered = sorted(own, key=_place) + sorted(rest, key=_place)
    unique: dict[tuple[str, int, int], Quote] = {}
    for quote in ordered:
        place = (quote.document, quote.start, quote.end) if quote.text else (quote.statement, 0, 0)
        unique.setdefault(place, quote)
    return tuple(unique.values())


def _place(quote: Quote) -> tuple[bool, str, int, str]:
    return quote.review != "accepted", quote.document, quote.start, quote.statement


def _asked(segment: str) -> tuple[Asked, ...]:
    catalogue = Catalogue.shipped()
    questions = [(catalogue.get(name), {"segment": segment}) for name in _ASKED]
    questions.append((catalogue.get("coverage"), {"completeness": "complete"}))
    return tuple(Asked(q.name, q.title_zh, q.cypher, q.bind(given)) for q, given in questions)
