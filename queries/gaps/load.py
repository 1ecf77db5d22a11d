"""Chain graphs from a store, in a few reads for all chains together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import NotFound
from graph.store import Store
from queries.catalogue import run
from queries.gaps.leaders import every_leader, leaders_of, members_of
from queries.gaps.model import DONE, ChainGraph, FirmHere, GapParameters, InputEdge, Quote, SegmentNode, Source
from queries.gaps.neighbours import Neighbourhood
from queries.gaps.places import Places, read_places
from queries.gaps.rows import Row
from queries.gaps.rows import quotes as _quotes
from queries.gaps.rows import text as _text
from queries.gaps.rows import texts as _texts
from queries.gaps.supply import counted_firms, covering, local_mentions

READS = (
    "chain-segments",
    "chain-inputs",
    "firms-of-segment",
    "mentions-of-segment",
    "chain-leaders",
    "chain-members",
    "coverage",
    "located-in",
    "same-firms",
    "departments",
    "cluster-places",
)
"""The questions of the catalogue that the analysis reads, each once."""
_OF_FIRMS = {
    **dict.fromkeys(("firms-of-segment", "chain-leaders", "chain-members"), ("firm", "name")),
    "mentions-of-segment": ("subject", "subject_name"),
    "located-in": ("thing", "name"),
}
"""Where these questions name a firm: the columns of its key and its name."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What has been read, ready to be looked up by segment, firm and chain."""

    rows: Mapping[str, Sequence[Row]]
    sources: Mapping[str, Source]
    places: Places
    firms: Mapping[str, tuple[FirmHere, ...]]
    mentions: Mapping[str, tuple[Quote, ...]]
    chains_of: Mapping[str, tuple[str, ...]]
    leaders: Sequence[FirmHere]
    around: Neighbourhood


def load_chains(store: Store, parameters: GapParameters | None = None) -> tuple[ChainGraph, ...]:
    """Read every chain with all that the analysis needs, in key order.

    Args:
        store: where to read.
        parameters: for the region; coverage of another region counts for nothing here.

    Raises:
        NotFound: the region that was chosen is none that the store knows.
    """
    region = (parameters or GapParameters()).region
    known = _read(store, region)
    if region != GapParameters().region and region not in known.places.named:
        raise NotFound(
            f"库里没有叫“{region}”的地区",
            f"no region named {region!r}",
            do_zh="请写全名，如 中山市；liantu find 可以查",
            do_en="Give its full name; see liantu find",
        )
    by_chain: dict[str, list[Row]] = defaultdict(list)
    for row in known.rows["chain-segments"]:
        by_chain[_text(row, "chain")].append(row)
    return tuple(_chain(rows, known) for _, rows in sorted(by_chain.items()))


def _read(store: Store, region: str) -> _Known:
    rows = _as_one({name: tuple(run(store, name).dicts()) for name in READS})
    segments = {_text(row, "segment") for row in rows["chain-segments"]}
    consulted = _consulted(rows["departments"])
    sources = {_text(row, "document"): _source(row, segments, consulted) for row in rows["coverage"]}
    places = read_places(rows["located-in"], region)
    firms = _firms(rows["firms-of-segment"], sources)
    chains_of: dict[str, set[str]] = defaultdict(set)
    for row in rows["chain-segments"]:
        chains_of[_text(row, "segment")].add(_text(row, "chain"))
    return _Known(
        rows=rows,
        sources=sources,
        places=places,
        firms=firms,
        mentions=_mentions(rows["mentions-of-segment"], sources, places),
        chains_of={key: tuple(sorted(chains)) for key, chains in chains_of.items()},
        leaders=every_leader(rows["chain-leaders"], sources),
        around=Neighbourhood(
            rows["cluster-places"], rows["mentions-of-segment"], rows["chain-segments"], firms, sources, places
        ),
    )


def _as_one(rows: dict[str, tuple[Row, ...]]) -> dict[str, tuple[Row, ...]]:
    """The rows with every firm under the one name it stands under, so that it counts once."""
    heads = {_text(row, "firm"): (_text(row, "head"), _text(row, "head_name")) for row in rows["same-firms"]}

    def under(row: Row, key: str, name: str) -> Row:
        head = heads.get(_text(row, key))
        return {**row, key: head[0], name: head[1]} if head else row

    return rows | {read: tuple(under(row, *columns) for row in rows[read]) for read, columns in _OF_FIRMS.items()}


def _chain(rows: Sequence[Row], known: _Known) -> ChainGraph:
    first = rows[0]
    key, short = _text(first, "chain"), _text(first, "chain").removeprefix("Chain:")
    segments = tuple(_segment(row, known) for row in rows)
    inside = {segment.key for segment in segments}
    inputs = [
        _input(row)
        for row in known.rows["chain-inputs"]
        if {_text(row, "from_key"), _text(row, "to_key")} <= inside and {key, short} & set(_texts(row, "chains"))
    ]
    names = {_text(first, "chain_name"), *_texts(first, "chain_aliases")}
    placed = {firm.key for segment in segments for firm in segment.firms}
    ties = known.sources, lambda firm: _place(firm, known)
    leaders = leaders_of(known.rows["chain-leaders"], placed, names, inside, *ties)
    led = {firm.key for firm in leaders if firm.counted}
    return ChainGraph(
        key=key,
        name=_text(first, "chain_name"),
        version=_text(first, "version"),
        author=_text(first, "author"),
        scope=_text(first, "scope"),
        segments=segments,
        inputs=tuple(inputs),
        leaders=leaders,
        members=members_of(known.rows["chain-members"], key, *ties),
        sources=tuple(source for _, source in sorted(known.sources.items())),
        aliases=tuple(_texts(first, "chain_aliases")),
        known_leaders=tuple(firm for firm in known.leaders if firm.key not in led),
        home=tuple(sorted(known.places.home)),
    )


def _segment(row: Row, known: _Known) -> SegmentNode:
    key, chain = _text(row, "segment"), _text(row, "chain")
    firms = [replace(firm, place=_place(firm, known)) for firm in known.firms.get(key, ())]
    rank = row["rank"]
    node = SegmentNode(
        key=key,
        name=_text(row, "local_name") or _text(row, "name"),
        position=_text(row, "position"),
        stage=_text(row, "stage"),
        parent=_text(row, "parent"),
        rank=rank if isinstance(rank, int) else 0,
        shared_with=tuple(other for other in known.chains_of[key] if other != chain),
        firms=tuple(firm for firm in firms if not firm.place),
        mentions=known.mentions.get(key, ()),
        gbt4754=tuple(_texts(row, "gbt4754")),
        canonical=_text(row, "name"),
        aliases=tuple(_texts(row, "aliases")),
        elsewhere=tuple(firm for firm in firms if firm.place and firm.counted),
    )
    return replace(
        node,
        covered_by=covering(node, known.sources.values(), known.places.home),
        towns=_towns(node, known.places),
        nearby=known.around.of(chain, node, lambda firm: _place(firm, known)),
    )


def _towns(node: SegmentNode, places: Places) -> tuple[str, ...]:
    """The towns in which its firms lie, and what statements that count say to make it."""
    things = [firm.key for firm in counted_firms(node)] + [quote.subject for quote in local_mentions(node)]
    return tuple(sorted({town for thing in things for town in places.towns.get(thing, ())}))


def _place(firm: FirmHere, known: _Known) -> str:
    """Where a firm is, if not here: without an accepted place it is here only by the word of a source of the region."""
    documents = {quote.document for quote in firm.quotes}
    return known.places.place(firm.key, (_declared(document, known.sources) for document in documents))


def _declared(document: str, sources: Mapping[str, Source]) -> str:
    return sources[document].region if document in sources else ""


def _input(row: Row) -> InputEdge:
    return InputEdge(
        start=_text(row, "from_key"),
        end=_text(row, "to_key"),
        kind=_text(row, "input_kind"),
        basis=_text(row, "basis"),
        statement=next(iter(_texts(row, "statements")), ""),
        cited=tuple(_texts(row, "basis_sources")),
    )


def _consulted(rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """Offices by the document that says it was agreed with them."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["relation"] == "CONSULTED_WITH" and row["review"] == "accepted":
            for statement in _texts(row, "statements"):
                found[statement.partition("#")[0]].add(_text(row, "office_name"))
    return {document: tuple(sorted(names)) for document, names in found.items()}


def _source(row: Row, segments: set[str], consulted: Mapping[str, tuple[str, ...]]) -> Source:
    """Coverage may name a segment with or without its kind, or a GB/T code."""
    covers = [f"Segment:{item}" if f"Segment:{item}" in segments else item for item in _texts(row, "covers")]
    return Source(
        key=_text(row, "document"),
        title=_title(row),
        issuer=_text(row, "issuer"),
        form=_text(row, "form"),
        region=_text(row, "region"),
        completeness=_text(row, "completeness"),
        as_of=_text(row, "as_of"),
        declared_by=_text(row, "declared_by"),
        date=_text(row, "date"),
        grade=_text(row, "grade"),
        url=_text(row, "url"),
        covers=tuple(covers),
        consulted=consulted.get(_text(row, "document"), ()),
    )


def _title(row: Row) -> str:
    """Title with the document's number behind it, as documents are cited."""
    title, number = _text(row, "title"), _text(row, "number")
    return f"{title}（{number}）" if number and number not in title else title


def _firms(rows: Iterable[Row], sources: Mapping[str, Source]) -> dict[str, tuple[FirmHere, ...]]:
    """Firms by segment; a placement that nobody has reviewed is a candidate."""
    quotes: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    placed: dict[tuple[str, str], FirmHere] = {}
    for row in sorted(rows, key=_surest):
        pair = _text(row, "segment"), _text(row, "firm")
        waiting = "" if row["review"] == "accepted" else "candidate"
        quotes[pair].extend(_quotes(row, sources, waiting))
        # A firm may stand in a segment under several names: the surest placing is its placing.
        if pair in placed and _placing(row) >= (placed[pair].review != "accepted", placed[pair].status not in DONE):
            continue
        share = row["share"]
        placed[pair] = FirmHere(
            key=pair[1],
            name=_text(row, "name"),
            rule=_text(row, "rule"),
            term=_text(row, "term"),
            status=_text(row, "status"),
            review=_text(row, "review") or "candidate",
            share=float(share) if isinstance(share, int | float) else None,
        )
    by_segment: dict[str, list[FirmHere]] = defaultdict(list)
    for pair, firm in placed.items():
        if firm.review != "rejected":
            by_segment[pair[0]].append(replace(firm, quotes=tuple(quotes[pair])))
    return {key: tuple(firms) for key, firms in by_segment.items()}


def _placing(row: Row) -> tuple[bool, bool]:
    return row["review"] != "accepted", row["status"] not in DONE


def _surest(row: Row) -> tuple[bool, bool]:
    """Order of a firm's quotes: statements that are accepted first, and of these what is done."""
    return row["said_review"] != "accepted", row["said_status"] not in DONE


def _mentions(rows: Iterable[Row], sources: Mapping[str, Source], places: Places) -> dict[str, tuple[Quote, ...]]:
    """Mentions by segment: accepted only if both the statement and its tie to the segment are.

    What is said of a thing that lies elsewhere, such as a neighbour's cluster, says nothing of the region;
    nor does what a source of another or a wider region says of a thing without a place.
    """
    found: dict[str, list[Quote]] = defaultdict(list)
    for row in rows:
        if places.place(_text(row, "subject"), [_declared(_text(row, "document"), sources)]):
            continue
        tie, said = _text(row, "review") or _text(row, "said_review"), _text(row, "said_review")
        if "rejected" not in (tie, said):
            review = "accepted" if tie == said == "accepted" else "candidate"
            found[_text(row, "segment")].extend(_quotes({**row, "status": ""}, sources, review))
    return {key: tuple(quotes) for key, quotes in found.items()}
