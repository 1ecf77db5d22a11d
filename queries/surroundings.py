"""What stands around things, to be looked at: nodes, the edges between them, and the words behind each edge.

The same walk as :mod:`queries.paths`: relations between things, not papers and
figures that speak of them, and no way through a region, a paper or a chain,
since being in one city says little. More than fits is cut, nearest first, and
how much was left out is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import InputError
from graph.evidence import Review, Status
from graph.kinds import EDGES
from graph.loading.plan import NodeId
from graph.parts import Part, around, check_kinds
from graph.store import Store, Value
from queries.catalogue import run
from queries.gaps.model import Quote
from queries.paths import PASSED_BY, SAID
from queries.search import one
from queries.show import quotes_of

FOLLOWED = tuple(kind for kind in EDGES if kind not in SAID)
"""Relations that are followed unless others are named."""
MOST_READ = 10_000
"""Nodes read in one step at most; beyond it the relations have to be named."""
QUOTES = 6
"""Quotes of an edge that are given; more are counted."""
_BESIDE = 40
"""Characters of the text before and after a quote."""
_JOINED = (
    "MATCH (a:{kind}){arrow}(b) WHERE a.key IN $keys AND a.kind = '{kind}' AND e.kind IS NOT NULL "
    "AND (e.review IS NULL OR NOT e.review IN $unwanted) RETURN a.key, b.kind, b.key, b.name, e.review"
)
_ARROWS = ("-[e:{only}]->", "<-[e:{only}]-")
_KNOWN = "MATCH (n) WHERE n.key IN $keys AND n.kind IS NOT NULL RETURN DISTINCT n.key"
_TEXTS = "MATCH (d:Document) WHERE d.name IN $names RETURN d.name, d.text"


@dataclass(frozen=True, slots=True)
class _Tie:
    """What joins a node that is known to another; ``sure`` unless it is a candidate."""

    here: NodeId
    there: NodeId
    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A quote in its place: the text beside it, and whether it stands there letter by letter."""

    quote: Quote
    before: str = ""
    after: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What a source is, for a card."""

    key: str
    title: str
    number: str = ""
    issuer: str = ""
    date: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Things and what is joined to them.

    ``steps`` tells how far from a start each node stands. ``left_out`` counts
    nodes that were found and do not fit; ``not_gone`` counts steps that were
    asked for and not gone since there was no room.
    """

    starts: tuple[NodeId, ...]
    part: Part
    steps: Mapping[NodeId, int]
    left_out: int = 0
    not_gone: int = 0
    words: Mapping[str, Words] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)

    def quotes(self, statements: Iterable[str]) -> list[Words]:
        """Return the words of statements, accepted ones first, and of these what is done."""
        found = [self.words[key] for key in statements if key in self.words]
        return sorted(found, key=lambda w: (w.quote.review != Review.ACCEPTED, w.quote.status != Status.DONE))


def keys_of(store: Store, names: Sequence[str]) -> list[str]:
    """Return the keys that keys, names or aliases mean, each once.

    Raises:
        NotFound: there is none, naming near ones.
        InputError: a name means several things.
    """
    found = []
    for name in names:
        # A key is looked up by itself: a search goes through all names.
        known = run(store, "node", {"key": name.strip()}).rows
        found.append(name.strip() if known else one(store, name).key)
    return list(dict.fromkeys(found))


def keys_in(store: Store, text: str, most: int) -> list[str]:
    """Return the keys of a list separated by commas, each once; a key may hold commas of its own (CO.,LTD.).

    Args:
        store: where keys are known.
        text: the list.
        most: parts of it that are looked at.
    """
    parts = text.split(",")[: most + 1]
    spans = {
        ",".join(parts[at:end]).strip()
        for at in range(len(parts))
        for end in range(at + 1, min(at + 5, len(parts) + 1))
    }
    known = {str(key) for (key,) in store.read(_KNOWN, {"keys": [*sorted(spans)]}).rows}
    found, at = [], 0
    while at < len(parts):
        ends = (end for end in range(min(at + 4, len(parts)), at, -1) if ",".join(parts[at:end]).strip() in known)
        end = next(ends, at + 1)
        found.append(",".join(parts[at:end]).strip())
        at = end
    return [key for key in dict.fromkeys(found) if key]


def surroundings(
    store: Store,
    keys: Sequence[str],
    hops: int = 1,
    *,
    relations: Iterable[str] = (),
    candidates: bool = False,
    most: int = 300,
) -> Surroundings:
    """Return what is joined to the nodes with these keys, with the words behind each edge.

    Args:
        store: where to read.
        keys: of the nodes to start from.
        hops: steps to go; 0 gives the nodes and what joins them.
        relations: to follow; :data:`FOLLOWED` if none is named.
        candidates: with edges that nobody has accepted yet; rejected ones are never given.
        most: nodes at most.

    Raises:
        NotFound: no node has one of the keys.
        InputError: a relation is not declared, or one step reaches more than :data:`MOST_READ` nodes.
    """
    kinds = check_kinds(relations, EDGES) or FOLLOWED
    start = around(store, keys, 0, kinds=kinds, candidates=candidates)
    order = {key: place for place, key in enumerate(keys)}
    starts = sorted(start.nodes, key=lambda id_: (order.get(id_[1], 0), id_))
    steps, left_out = dict.fromkeys(starts, 0), 0
    edge, gone = starts, 0
    while gone < hops and edge and not left_out:
        gone += 1
        wanted = [id_ for id_ in edge if gone == 1 or id_[0] not in PASSED_BY]
        edge = _nearest(_reached(store, wanted, kinds, candidates=candidates), set(steps))
        room = max(most - len(steps), 0)
        left_out, edge = max(len(edge) - room, 0), edge[:room]
        steps |= dict.fromkeys(edge, gone)
    between = around(store, [key for _, key in steps], 0, kinds=kinds, candidates=candidates)
    nodes = {id_: between.nodes[id_] for id_ in steps}
    edges = {
        id_: row
        for id_, row in between.edges.items()
        if row.get("review") != Review.REJECTED and id_[1] in nodes and id_[2] in nodes
    }
    words = _words(store, {str(key) for row in edges.values() for key in _listed(row.get("statements"))})
    return Surroundings(
        tuple(starts),
        Part(nodes, edges),
        steps,
        left_out,
        hops - gone if left_out else 0,
        words,
        _papers(store, words.values(), (row for row in edges.values())),
    )


def _reached(store: Store, ids: Iterable[NodeId], kinds: Iterable[str], *, candidates: bool) -> list[_Tie]:
    """Read what is joined to nodes, no more than is needed to choose among it."""
    only, unsure = "|".join(kinds), [] if candidates else [Review.CANDIDATE.value]
    grouped: dict[str, list[Value]] = {}
    for kind, key in sorted(ids):
        grouped.setdefault(kind, []).append(key)
    found: list[_Tie] = []
    for kind, keys in grouped.items():
        for arrow in _ARROWS:
            query = _JOINED.format(kind=kind, arrow=arrow.format(only=only))
            given: dict[str, Value] = {"keys": keys, "unwanted": [Review.REJECTED.value, *unsure]}
            for row in store.read(query, given).rows:
                here, there_kind, there, name, review = map(str, row)
                found.append(_Tie((kind, here), (there_kind, there), name, review != Review.CANDIDATE))
    if len({tie.there for tie in found}) > MOST_READ:
        raise InputError(
            f"一步就到超过 {MOST_READ} 个节点",
            f"one step reaches more than {MOST_READ} nodes",
            do_zh="请少走几步，或指明关系",
            do_en="Go fewer steps, or name the relations",
        )
    return found


def _nearest(ties: Iterable[_Tie], known: set[NodeId]) -> list[NodeId]:
    """Return what is new, in the order in which it is kept: accepted, tied to most of what is known, then by name."""
    number: Counter[NodeId] = Counter()
    sure: set[NodeId] = set()
    names: dict[NodeId, str] = {}
    for tie in ties:
        if tie.there not in known:
            number[tie.there] += 1
            names[tie.there] = tie.name
            if tie.sure:
                sure.add(tie.there)
    return sorted(number, key=lambda id_: (id_ not in sure, -number[id_], names[id_], id_))


def _words(store: Store, statements: set[str]) -> dict[str, Words]:
    quotes = quotes_of(store, statements)
    names: list[Value] = [*sorted({quote.document for quote in quotes.values()})]
    texts = {str(name): str(text or "") for name, text in store.read(_TEXTS, {"names": names}).rows} if names else {}
    return {key: _placed(quote, texts.get(quote.document, "")) for key, quote in quotes.items()}


def _placed(quote: Quote, text: str) -> Words:
    if not quote.text or text[quote.start : quote.end] != quote.text:
        return Words(quote)
    return Words(quote, text[max(quote.start - _BESIDE, 0) : quote.start], text[quote.end : quote.end + _BESIDE], True)


def _papers(store: Store, words: Iterable[Words], edges: Iterable[Mapping[str, Value]]) -> dict[str, Paper]:
    wanted = {one_.quote.document for one_ in words}
    for row in edges:
        wanted |= {str(source) for source in _listed(row.get("sources"))}
        # A row of a table is named after the table.
        wanted |= {str(key).partition("#")[0] for key in _listed(row.get("statements"))}
    papers = {}
    for row in run(store, "coverage").dicts():
        if row["document"] in wanted:
            title, number, issuer, date, grade = (
                str(row[name] or "") for name in ("title", "number", "issuer", "date", "grade")
            )
            papers[str(row["document"])] = Paper(str(row["document"]), title, number, issuer, date, grade)
    return papers


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
