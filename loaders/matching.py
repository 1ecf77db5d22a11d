"""Which firms stand in which segments, and which statements speak of them, by rules that can be shown.

A match is an edge with the rule's name and the term that matched, resting on
the same statements as the fact it was drawn from:

- ``stated``: the text says that the firm works in a link or industry whose
  name is the segment's name or alias (谓词直接说出);
- ``product``: the text says that the firm makes or developed a product or
  technology whose name is, or ends with, a product term of the segment;
- ``code`` 行业小类: a register gives the firm a class of GB/T 4754—2017 that is
  a candidate code of the segment. Where the class is the candidate of this
  segment alone it is accepted as the register's row is; where several segments
  share it, it is a candidate in each of them, unless the firm's products
  already place it in one of those: then it stands there and in none of the others;
- ``word``: such a product's name only holds a term somewhere: a candidate;
- ``name``: the firm's own name holds a term of the segment (大洋电机 → 电机).
  A name proves nothing: such a match is only ever a candidate.

A statement *mentions* a segment when the name of its subject or object is, or
ends with, a term of it, or its metric holds one, and the statement says that
the thing is here (``named``: accepted as the statement is); when only its
quote has the words it is a lead (``quote``: a candidate). A figure of a
city or an honour, or the place of something that is no cluster, is a lead too.

A source about the whole country that says of no firm where it is (a national
graph of listed firms) places no firm: what it says of products is linked by
:mod:`loaders.product_links` and asked by ``targets``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.evidence import Review, Status
from graph.loading.merge import Properties, strongest
from graph.store import Batch, EdgeRow, NodeRow, Store, Value

_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) (?=\S)|(?<=\S) (?=[\u3400-\u9fff])")
_BRACKETS = re.compile(r"[（(]([^（()）]+)[）)]")
_GROUP = re.compile(r"(?:产业集群|产业链|产业|行业)$")
_MODEL = re.compile(r"(?<=[\u3400-\u9fff])[A-Za-z0-9-]{1,8}$")
_PART = re.compile(r"(?:零?配件|零部件|部件|门|检测|测试|试验)$")
_FORM = re.compile(r"(?:集团)?(?:股份)?(?:有限)?公司$|厂$")
SOURCE = "derived-segments"
_MEMBERSHIP = ("MEMBER_OF_CHAIN", "ANCHORS", "CHAIN_LEADER_OF")
_MAKING = ("PRODUCES", "DEVELOPED", "HAS_PRODUCT", "HAS_TECHNOLOGY")
_MADE_HERE = frozenset((*_MEMBERSHIP, *_MAKING, "HAS_STATISTIC", "LOCATED_IN"))
"""Predicates of statements that say of a thing that it is here; of a segment's parts, plans and honours none does."""
_MEASURED = frozenset(("Firm", "Platform", "Cluster", "Industry", "Segment", "Product"))
"""Things whose figures show that they are here; a figure of a city or of an honour shows nothing of a segment."""
MOST_OPEN = 200
"""Most firms of a shared class that a segment lists as candidates: one of them is enough to leave it open."""

_RULES = ("stated", "product", "code", "word", "name")

# In one order everywhere: of several terms the first stands on the edge, whichever engine reads.
_SEGMENTS = (
    "MATCH (s:Segment)-[e:IN_CHAIN]->(:Chain) "
    "RETURN s.key AS key, s.name AS name, s.aliases AS aliases, s.products AS products, e.local_name AS local_name, "
    "s.gbt4754 AS codes ORDER BY key, local_name"
)
_LINKS = (
    "WITH $placeless AS placeless MATCH (f:Firm|Platform)-[e:{predicates}]->(x:Segment|Industry|Product|Technology) "
    "WHERE NOT all(s IN e.sources WHERE s IN placeless) "
    "RETURN f.kind AS kind, f.key AS firm, f.name AS firm_name, e.kind AS predicate, e.statements AS statements, "
    "e.review AS review, e.status AS status, x.key AS other, x.name AS name, x.aliases AS aliases "
    "ORDER BY firm, predicate, other"
)
_CLASSES = (
    "MATCH (f:Firm)-[e:CLASSIFIED_AS]->(c:IndustryClass) RETURN f.key AS firm, f.name AS firm_name, c.code AS code, "
    "c.name AS class, e.statements AS statements, e.review AS review, e.status AS status ORDER BY firm, code"
)
_FIRMS = (
    "WITH $placeless AS placeless MATCH (f:Firm)-[e]-(x) "
    "WHERE NOT e.kind IN ['IN_SEGMENT', 'CLASSIFIED_AS', 'SAME_AS'] "
    "AND NOT all(s IN e.sources WHERE s IN placeless) "
    # All relations of a row of a register rest on that row: asked for once, they are a seventh of the rows.
    "RETURN DISTINCT f.key AS firm, f.name AS firm_name, e.statements AS statements, e.status AS status ORDER BY firm"
)
_DOCUMENTS = "MATCH (d:Document) UNWIND d.sources AS source RETURN source, d.region AS region"
_PLACING = "MATCH (:Firm)-[e:LOCATED_IN]->() UNWIND e.sources AS source RETURN DISTINCT source"
_NATIONAL = ("全国", "中国")
_SPOKEN = (
    "MATCH (s:Statement) WHERE s.review <> 'rejected' RETURN s.key AS key, s.name AS name, s.quote AS quote, "
    "s.subject AS subject_key, s.subject_name AS subject, s.object_name AS object, s.predicate AS predicate, "
    "s.review AS review, s.status AS status, s.metric AS metric ORDER BY key"
)


@dataclass(slots=True)
class Match:
    """A firm in a segment: each supporting fact with its rule, term, review and status."""

    rules: list[tuple[str, str]] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)
    statements: dict[str, None] = field(default_factory=dict)

    def add(self, rule: str, term: str, claim: tuple[str, str], statements: Iterable[str]) -> None:
        """Add one fact that places the firm."""
        self.rules.append((rule, term))
        self.claims.append(claim)
        self.statements.update(dict.fromkeys(statements))


class Terms:
    """The words by which segments are named, and which segments a text names."""

    def __init__(self, rows: Iterable[Mapping[str, Value]]) -> None:
        self.names: dict[str, set[str]] = {}
        self.products: dict[str, set[str]] = {}
        self.codes: dict[str, set[str]] = {}
        for row in rows:
            key = str(row["key"])
            for word in (row["name"], row["local_name"], *_list(row["aliases"])):
                self._add(self.names, word, key)
            for word in _list(row["products"]):
                self._add(self.products, word, key)
            for code in _list(row.get("codes")):
                self.codes.setdefault(code, set()).add(key)
        self._all = {**self.products, **self.names}
        for word, keys in self.products.items():
            self._all[word] = keys | self.names.get(word, set())
        self._rank = {word: at for at, word in enumerate(sorted(self._all, key=len, reverse=True))}
        self._lengths = sorted({len(word) for word in self._all})

    @staticmethod
    def _add(table: dict[str, set[str]], word: Value, key: str) -> None:
        text = str(word or "").strip()
        if len(text) >= (3 if text.isascii() else 2):
            table.setdefault(text, set()).add(key)

    def named(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield (segment, term) for names that are a segment's name or alias."""
        for name in names:
            for key in sorted(self.names.get(name, ())):
                yield key, name

    def produced(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield (segment, term) for names that are, or end with, a term; of several terms the longest."""
        for name in names:
            for at in range(len(name)):
                keys = self._all.get(name[at:])
                if keys:
                    for key in sorted(keys):
                        yield key, name[at:]
                    break

    def held(self, text: str) -> dict[str, str]:
        """Return, by segment, the longest term that stands in ``text`` and not only inside a longer one."""
        found: dict[str, str] = {}
        free = _BLANK.sub("", text)
        there = {free[at : at + length] for length in self._lengths for at in range(len(free) - length + 1)}
        for word in sorted(there & self._rank.keys(), key=self._rank.__getitem__):
            if word in free and _whole(word, free):
                for key in self._all[word]:
                    found.setdefault(key, word)
                free = free.replace(word, "\0" * len(word))
        return found


def matching_batch(store: Store) -> Batch:
    """Derive IN_SEGMENT and MENTIONS for everything that the store holds now."""
    terms = Terms(store.read(_SEGMENTS).dicts())
    matches: dict[tuple[str, str, str], Match] = {}
    names: dict[str, str] = {}
    placeless: dict[str, Value] = {"placeless": [*placeless_sources(store)] or [""]}
    for row in store.read(_LINKS.format(predicates="|".join((*_MEMBERSHIP, *_MAKING))), placeless).dicts():
        _match_link(terms, row, matches)
        names[str(row["firm"])] = str(row["firm_name"])
    settled = _settled(matches)
    open_firms: dict[str, int] = {}
    for row in store.read(_CLASSES).dicts():
        _match_class(terms, row, settled, open_firms, matches)
        names[str(row["firm"])] = str(row["firm_name"])
    held: dict[str, dict[str, str]] = {}
    for row in store.read(_FIRMS, placeless).dicts():
        name = str(row["firm_name"])
        if name not in held:
            held[name] = terms.held(name)
        _match_name(held[name], row, matches)
        names[str(row["firm"])] = str(row["firm_name"])
    edges = [_in_segment(ends, match) for ends, match in matches.items()]
    edges += _mentions(terms, store.read(_SPOKEN).dicts(), names)
    ends = {end for edge in edges for end in (edge.start, edge.end)}
    labels = {**names, **_labels(store)}
    nodes = [NodeRow(kind, key, labels.get(key, key)) for kind, key in sorted(ends)]
    return Batch(SOURCE, nodes, edges)


def placeless_sources(store: Store) -> list[str]:
    """Return the sources whose documents are all about the whole country and that say of no firm where it is."""
    regions: dict[str, set[str]] = {}
    for source, region in store.read(_DOCUMENTS).rows:
        regions.setdefault(str(source), set()).add(str(region))
    national = {source for source, named in regions.items() if named <= {*_NATIONAL}}
    return sorted(national - {str(row[0]) for row in store.read(_PLACING).rows} if national else ())


def _labels(store: Store) -> dict[str, str]:
    rows = store.read("MATCH (n:Segment|Statement) RETURN n.key, n.name").rows
    return {str(key): str(name) for key, name in rows}


def _match_link(terms: Terms, row: Mapping[str, Value], matches: dict[tuple[str, str, str], Match]) -> None:
    names = list(dict.fromkeys(form for name in (str(row["name"]), *_list(row["aliases"])) for form in _forms(name)))
    stated = row["predicate"] in _MEMBERSHIP
    found = terms.named(names) if stated else terms.produced(names)
    for segment, term in found:
        match = matches.setdefault((str(row["kind"]), str(row["firm"]), segment), Match())
        claim = (str(row["review"]), str(row["status"]))
        match.add("stated" if stated else "product", term, claim, _list(row["statements"]))
    if not stated and row["kind"] == "Firm":
        held = {key: term for name in names for key, term in terms.held(name).items() if not _part_of(term, name)}
        for segment, term in held.items():
            match = matches.setdefault((str(row["kind"]), str(row["firm"]), segment), Match())
            match.add("word", term, (Review.CANDIDATE.value, str(row["status"])), _list(row["statements"]))


def _settled(matches: Mapping[tuple[str, str, str], Match]) -> dict[str, set[str]]:
    """Segments by firm that it works in by accepted, implemented facts of what it makes."""
    found: dict[str, set[str]] = {}
    for (_, firm, segment), match in matches.items():
        if (Review.ACCEPTED.value, Status.DONE.value) in match.claims:
            found.setdefault(firm, set()).add(segment)
    return found


def _match_class(
    terms: Terms,
    row: Mapping[str, Value],
    settled: Mapping[str, set[str]],
    open_firms: dict[str, int],
    matches: dict[tuple[str, str, str], Match],
) -> None:
    firm = str(row["firm"])
    fitting = terms.codes.get(str(row["code"]), set())
    review = str(row["review"]) if len(fitting) == 1 else Review.CANDIDATE.value
    known = settled.get(firm, set()) & fitting
    claim = (str(row["review"]) if known else review, str(row["status"]))
    for segment in sorted(known or fitting):
        ends = "Firm", firm, segment
        if ends not in matches and claim[0] == Review.CANDIDATE.value:
            if open_firms.get(segment, 0) >= MOST_OPEN:
                continue
            open_firms[segment] = open_firms.get(segment, 0) + 1
        matches.setdefault(ends, Match()).add("code", str(row["class"]), claim, _list(row["statements"]))


def _match_name(held: Mapping[str, str], row: Mapping[str, Value], matches: dict[tuple[str, str, str], Match]) -> None:
    name = _FORM.sub("", str(row["firm_name"]))
    for segment, term in held.items():
        if _part_of(term, name):
            continue
        match = matches.setdefault(("Firm", str(row["firm"]), segment), Match())
        match.add("name", term, (Review.CANDIDATE.value, str(row["status"])), _list(row["statements"]))


def _in_segment(ends: tuple[str, str, str], match: Match) -> EdgeRow:
    kind, firm, segment = ends
    review, status = strongest(match.claims)
    # The rule that is shown is one of those on which the verdict rests.
    sure = [rule for rule, claim in zip(match.rules, match.claims, strict=True) if claim == (review, status)]
    rule, term = min(sure, key=lambda item: (_RULES.index(item[0]), item[1]))
    row: Properties = {
        "rule": rule,
        "term": term,
        "review": review,
        "status": status,
        "statements": [*sorted(match.statements)],
    }
    return EdgeRow("IN_SEGMENT", (kind, firm), ("Segment", segment), row)


def _mentions(terms: Terms, rows: Iterable[Mapping[str, Value]], firms: Mapping[str, str]) -> list[EdgeRow]:
    edges = []
    known = set(firms.values())
    cache: dict[str, dict[str, str]] = {}
    for row in rows:
        quote = str(row["quote"])
        named = _named(terms, row, known) if _says_here(row) else {}
        named = {key: term for key, term in named.items() if term in _BLANK.sub("", quote)}
        if quote not in cache:
            cache[quote] = terms.held(quote)
        for segment in sorted({*named, *cache[quote]}):
            rule = "named" if segment in named else "quote"
            review = str(row["review"]) if rule == "named" else Review.CANDIDATE.value
            properties: Properties = {
                "rule": rule,
                "term": named.get(segment) or cache[quote][segment],
                "review": review,
                "status": str(row["status"]),
                "statements": [str(row["key"])],
            }
            edges.append(EdgeRow("MENTIONS", ("Statement", str(row["key"])), ("Segment", segment), properties))
    return edges


def _says_here(row: Mapping[str, Value]) -> bool:
    """Whether a statement says of its subject or object that it is here."""
    kind = str(row["subject_key"]).partition(":")[0]
    if row["predicate"] == "LOCATED_IN":
        return kind == "Cluster"
    if row["predicate"] == "HAS_STATISTIC":
        return kind in _MEASURED
    return row["predicate"] in _MADE_HERE


def _named(terms: Terms, row: Mapping[str, Value], firms: set[str]) -> dict[str, str]:
    """Return the segments that a statement's ends name, with the term; a firm's own name names none."""
    ends = [str(name) for name in (row["subject"], None if row["metric"] else row["object"]) if name not in firms]
    forms = [form for name in ends if name for form in (*_forms(name), _GROUP.sub("", name))]
    named = dict(terms.produced(forms))
    return terms.held(str(row["metric"] or "")) | named


def _forms(name: str) -> Iterator[str]:
    """Yield a name, what it is without brackets and model code, and what stands in the brackets.

    ``电动垂直起降飞行器（eVTOL）M1`` is also a ``电动垂直起降飞行器`` and an
    ``eVTOL``; a ``脑机接口产品`` is a ``脑机接口``.
    """
    yield name
    yield name.removesuffix("产品")
    bare = _BRACKETS.sub("", name)
    yield _MODEL.sub("", bare)
    yield from _BRACKETS.findall(name)


def _part_of(term: str, name: str) -> bool:
    """Whether a name speaks of a part, a test or a service of what the term means (新能源汽车|热管理零配件)."""
    return bool(_PART.search(name.partition(term)[2]))


def _whole(word: str, text: str) -> bool:
    """Whether a latin word stands by itself; Chinese needs no blanks between words."""
    if not word.isascii():
        return True
    at = text.find(word)
    before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
    return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())


def _list(value: Value) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
