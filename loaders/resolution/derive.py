"""From a store to the SAME_AS edges: a firm under another name points to the name it stands under.

The firms' own nodes and keys stay as their sources gave them. So the order of
loading does not matter, a source can be withdrawn without a trace, and a
merge that a person undoes is undone by the next derivation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.evidence import Review, Status
from graph.loading.merge import unpack
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from loaders.resolution.decided import decided
from loaders.resolution.firms import Firm, Resolved, resolve_firms
from loaders.resolution.rules import Rule, Verdict

SOURCE = "derived-firms"
_DERIVED = "derived-"
_FIRMS = (
    "MATCH (f:Firm) RETURN f.key AS key, f.name AS name, f.aliases AS aliases, f.sources AS sources, "
    "f.credit_code AS credit_code, f.contributions AS contributions ORDER BY key"
)
_SAID = (
    "MATCH (f:Firm)-[e]-(x) WHERE f.key IN $keys AND NOT e.kind IN ['IN_SEGMENT', 'SAME_AS'] "
    "RETURN f.key AS key, e.review AS review, e.statements AS statements, x.key AS other ORDER BY key, review, other"
)


def same_firms_batch(store: Store) -> Batch:
    """Derive SAME_AS for all firms that the store holds now."""
    decisions = decided(store)
    firms = {firm.key: firm for firm in read_firms(store)}
    resolved = resolve_firms(firms.values(), decisions, ask=False)
    evidence = evidence_of(store, {key for link in resolved.links for key in link.pair})
    lines = {link.pair: [decisions[link.pair].at] for link in resolved.links if link.verdict.rule is Rule.DECIDED}
    first = {key: link for link in reversed(resolved.links) for key in link.pair}
    edges = []
    for firm, head in resolved.heads.items():
        link = first[firm]
        words = [evidence.get(end) or min(firms[end].sources) for end in link.pair]
        edges.append(_edge((firm, head), link.verdict, lines.get(link.pair, words)))
    ends = sorted({end for pair in resolved.heads.items() for end in pair})
    return Batch(SOURCE, [NodeRow("Firm", key, firms[key].name) for key in ends], edges)


def resolved_firms(store: Store) -> tuple[dict[str, Firm], Resolved]:
    """Return all firms of the store by key, and which of them are one."""
    firms = {firm.key: firm for firm in read_firms(store)}
    return firms, resolve_firms(firms.values(), decided(store))


def resolve(batch: Batch, store: Store) -> Resolved:
    """Return which firms of a batch are firms of the store, or of each other, before it is loaded.

    For a loader that wants to say so row by row. Nothing has to be rewritten:
    the batch is loaded as it is, and :func:`loaders.build.refresh` draws the same edges.
    """
    firms = {firm.key: firm for firm in read_firms(store)}
    for node in batch.nodes:
        if node.kind == "Firm":
            firms[node.key] = _joined(firms.get(node.key), _of_batch(node, batch.source))
    return resolve_firms(firms.values(), decided(store))


def read_firms(store: Store) -> list[Firm]:
    """Read the firms that a source speaks of; one that only derived edges still hold is none."""
    rows = [dict(row) for row in store.read(_FIRMS).dicts()]
    return [firm for firm in map(_firm, rows) if firm.sources]


def evidence_of(store: Store, keys: Iterable[str]) -> dict[str, str]:
    """Return for each firm one statement in which it stands, an accepted one if there is any."""
    wanted: list[Value] = [*map(str, sorted(set(keys)))]
    found: dict[str, str] = {}
    for row in store.read(_SAID, {"keys": wanted}).dicts() if wanted else ():
        statements = row["statements"]
        if isinstance(statements, list) and statements:
            found.setdefault(str(row["key"]), str(statements[0]))
    return found


def _firm(row: Mapping[str, Value]) -> Firm:
    own = {source: said for source, said in unpack(row).items() if not source.startswith(_DERIVED)}
    aliases: dict[str, set[str]] = defaultdict(set)
    for source, said in own.items():
        given = said.get("aliases")
        for alias in given if isinstance(given, list) else ():
            aliases[str(alias)].add(source)
    stating = {alias: frozenset(said) for alias, said in sorted(aliases.items())}
    return Firm(str(row["key"]), str(row["name"]), stating, frozenset(own), str(row["credit_code"] or ""))


def _of_batch(node: NodeRow, source: str) -> Firm:
    given = node.properties.get("aliases")
    aliases = {str(alias): frozenset({source}) for alias in given} if isinstance(given, list) else {}
    return Firm(node.key, node.name, aliases, frozenset({source}), str(node.properties.get("credit_code") or ""))


def _joined(old: Firm | None, new: Firm) -> Firm:
    if old is None:
        return new
    names = {*old.aliases, *new.aliases}
    aliases = {n: old.aliases.get(n, frozenset()) | new.aliases.get(n, frozenset()) for n in sorted(names)}
    return Firm(old.key, old.name, aliases, old.sources | new.sources, old.code or new.code)


def _edge(ends: tuple[str, str], verdict: Verdict, statements: list[str]) -> EdgeRow:
    """The edge of a merged firm; it rests on the decision, else on the words in which the two names stand."""
    properties: dict[str, Value] = {
        "rule": verdict.rule.value,
        "term": verdict.term,
        "review": Review.ACCEPTED.value,
        "status": Status.DONE.value,
        "statements": [*dict.fromkeys(statements)],
    }
    return EdgeRow("SAME_AS", ("Firm", ends[0]), ("Firm", ends[1]), properties)
