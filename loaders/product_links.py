"""Which products are those of which segments, by rules that can be shown.

A link is an edge with the rule's name and the term that fitted, resting on the
row of the template that gives the segment its place and words:

- ``term``: the product's name or alias is a product term of the segment;
- ``alias``: it is the segment's name or alias;
- ``ending``: it ends with such a word (微型步进电机 → 步进电机), the longest
  that fits. Compounds of Chinese mostly say their kind last, but not always
  (水轮发电机 is no 电机 of an appliance): such a link is only ever a candidate.

Names are never compared by likeness. One look-up for each ending of a name:
100,000 products take as long as they have characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.evidence import Review, Status
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from loaders.matching import Terms

SOURCE = "derived-products"

_SEGMENTS = (
    "MATCH (s:Segment)-[e:IN_CHAIN]->(:Chain) RETURN s.key AS key, s.name AS name, s.aliases AS aliases, "
    "s.products AS products, e.local_name AS local_name, e.statements AS statements ORDER BY key, local_name"
)
_PRODUCTS = (
    "MATCH (p:Product) RETURN p.key AS key, p.name AS name, p.aliases AS aliases, p.sources AS sources ORDER BY key"
)


def product_links(store: Store) -> Batch:
    """Derive OF_SEGMENT for every product that a source speaks of."""
    segments = list(store.read(_SEGMENTS).dicts())
    grounds: dict[str, dict[str, None]] = {}
    nodes: dict[str, NodeRow] = {}
    for row in segments:
        key = str(row["key"])
        nodes[key] = NodeRow("Segment", key, str(row["name"]))
        grounds.setdefault(key, {}).update(dict.fromkeys(_list(row["statements"])))
    terms, edges = Terms(segments), []
    for row in store.read(_PRODUCTS).dicts():
        if row["sources"] == [SOURCE]:
            continue  # no source speaks of it any more; only the last links keep it
        key, name = str(row["key"]), str(row["name"])
        for segment, rule, term in fitting(terms, (name, *_list(row["aliases"]))):
            nodes[key] = NodeRow("Product", key, name)
            edges.append(_edge(key, segment, rule, term, [*grounds[segment]]))
    ends = {key for edge in edges for key in (edge.start[1], edge.end[1])}
    return Batch(SOURCE, [nodes[key] for key in sorted(ends)], edges)


def _edge(product: str, segment: str, rule: str, term: str, statements: list[str]) -> EdgeRow:
    review = Review.CANDIDATE if rule == "ending" else Review.ACCEPTED
    said: dict[str, Value] = {
        "rule": rule,
        "term": term,
        "review": review.value,
        "status": Status.DONE.value,
        "statements": [*statements],
    }
    return EdgeRow("OF_SEGMENT", ("Product", product), ("Segment", segment), said)


def fitting(terms: Terms, names: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (segment, rule, term) for the names of one product, each segment once, by its surest rule."""
    found: dict[str, tuple[str, str]] = {}
    for rule, table in (("term", terms.products), ("alias", terms.names)):
        for name in names:
            for segment in table.get(name, ()):
                found.setdefault(segment, (rule, name))
    if not found:
        for segment, term in terms.produced(names):
            found.setdefault(segment, ("ending", term))
    for segment, (rule, term) in sorted(found.items()):
        yield segment, rule, term


def _list(value: Value) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
