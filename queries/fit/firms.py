"""Firms of other places that make something of a segment, by what evidence, and what ties them to the city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.kinds import EDGES
from graph.store import Value
from queries.fit.evidence import evidence, proves, tier
from queries.fit.model import RULE_ZH, EvidenceTier, Link, Made, Target
from queries.gaps.model import UNPLACED, ChainGraph, Source
from queries.gaps.places import Places

Row = Mapping[str, Value]
_GROUP = frozenset(("SAME_AS", "INVESTS_IN"))


@dataclass(frozen=True, slots=True)
class Here:
    """What counts as here: firms by key, places by name, the region's short name."""

    firms: Mapping[str, str]
    places: Places
    short: str


def firms_here(chains: Iterable[ChainGraph], places: Places) -> dict[str, str]:
    """Return firms that papers or lists of the region name in any chain, candidates included, or that lie here."""
    named = [firm for chain in chains for firm in (*chain.leaders, *chain.members)]
    named += [firm for chain in chains for segment in chain.segments for firm in segment.firms]
    found = {firm.key: firm.name for firm in named if firm.is_firm}
    return found | {key: key.partition(":")[2] for key in places.here if key.startswith("Firm:") and key not in found}


def makers(
    products: Iterable[Row], placed: Iterable[Row], heads: Mapping[str, tuple[str, str]], sources: Mapping[str, Source]
) -> tuple[dict[str, list[Made]], dict[str, str]]:
    """Return what each firm makes of the segment, one entry a statement, and the firms' names.

    Args:
        products: rows of ``makers-of-products``.
        placed: rows of ``firms-of-segment``; those by the firm's own name prove nothing and are left out.
        heads: firm → (key, name) that it stands under.
        sources: documents by key.
    """
    made: dict[str, dict[tuple[str, str], Made]] = defaultdict(dict)
    names: dict[str, str] = {}
    for row in products:
        if "rejected" in (row["review"], row["link_review"]):
            continue
        key, name = heads.get(str(row["firm"]), (str(row["firm"]), str(row["name"])))
        names[key] = name
        one = _made(row, str(row["product_name"]), sources)
        if proves(one.evidence, one.product) or one.term in one.evidence.quote:
            made[key].setdefault((one.product, one.statement), one)
    for row in placed:
        if row["review"] == "rejected" or row["rule"] == "name" or not str(row["firm"]).startswith("Firm:"):
            continue
        key, name = heads.get(str(row["firm"]), (str(row["firm"]), str(row["name"])))
        said = {one.statement for one in made.get(key, {}).values()}
        if row["statement"] and row["statement"] not in said:
            names[key] = name
            one = _made(row, "", sources)
            if proves(one.evidence, one.term):
                made[key].setdefault(("", one.statement), one)
    return {key: sorted(facts.values(), key=_surest) for key, facts in made.items()}, names


def _made(row: Row, product: str, sources: Mapping[str, Source]) -> Made:
    found = evidence(row, sources)
    return Made(
        product=product,
        rule=str(row["rule"] or ""),
        term=str(row["term"] or ""),
        review=str(row["review"] or ""),
        status=str(row["status"] or ""),
        tier=tier(found, sources),
        evidence=found,
    )


def _surest(made: Made) -> tuple[int, bool, str, str]:
    return list(EvidenceTier).index(made.tier), not made.sure, made.product, made.statement


def links(
    rows: Iterable[Row], here: Here, heads: Mapping[str, tuple[str, str]], sources: Mapping[str, Source]
) -> dict[str, list[Link]]:
    """Return the ties of firms to firms here, and to the region, its towns and projects, by firm.

    Args:
        rows: of ``firm-ties``.
        here: what counts as here.
        heads: firm → (key, name) that it stands under.
        sources: documents by key.
    """
    found: dict[str, dict[tuple[str, str], Link]] = defaultdict(dict)
    for row in rows:
        kind = _kind(row, here, heads)
        if not kind or row["review"] == "rejected":
            continue
        firm = heads.get(str(row["firm"]), (str(row["firm"]), ""))[0]
        other, name = heads.get(str(row["other"]), (str(row["other"]), str(row["other_name"])))
        link = Link(
            kind=kind,
            relation=EDGES[str(row["relation"])].zh,
            other=other,
            other_name=name,
            status=str(row["status"] or ""),
            review=str(row["review"] or ""),
            evidence=evidence(row, sources),
        )
        found[firm].setdefault((link.other, link.relation), link)
    return {firm: [*ties.values()] for firm, ties in found.items()}


def _kind(row: Row, here: Here, heads: Mapping[str, tuple[str, str]]) -> str:
    """What a tie is: with a firm here a customer's or a group's; with a place here an investment or a talk."""
    relation, other = str(row["relation"]), str(row["other"])
    if row["other_kind"] == "Firm":
        if heads.get(other, (other, ""))[0] not in here.firms:
            return ""
        return "group" if relation in _GROUP else "customer"
    name = str(row["other_name"])
    inside = here.places.region in {name, *here.places.above.get(name, ())} or other in here.places.here
    if not inside:
        return ""
    return {"INVESTS_IN": "invested", "INTRODUCED": "invited", "PLANS_TO_INTRODUCE": "invited"}.get(relation, "")


def split(
    made: Mapping[str, Sequence[Made]],
    names: Mapping[str, str],
    ties: Mapping[str, Sequence[Link]],
    here: Here,
    sources: Mapping[str, Source],
) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """Return the firms elsewhere or of unknown place, and those known to be here.

    Order: accepted before candidate, evidence (a document that names it, a
    register's row, a national list), then the number of products that fit,
    then the number of ties to the city, then the name.
    """
    found = [
        _target(key, names[key], tuple(facts), tuple(ties.get(key, ())), here, sources) for key, facts in made.items()
    ]
    found.sort(key=_order)
    local = [target for target in found if target.key in here.firms]
    return tuple(target for target in found if target.key not in here.firms), tuple(local)


def _target(
    key: str, name: str, made: tuple[Made, ...], ties: tuple[Link, ...], here: Here, sources: Mapping[str, Source]
) -> Target:
    documents = {one.evidence.document for one in made}
    cities = here.places.cities(key, {sources[d].region for d in documents if d in sources})
    stated = here.places.elsewhere.get(key, "、".join(cities) or UNPLACED)
    return Target(
        key=key,
        name=name,
        place=here.places.region if key in here.firms else stated,
        made=made,
        named_here=here.short in name,
        cities=cities,
        links=tuple(sorted(ties, key=lambda link: (link.kind, link.other_name, link.relation))),
    )


def _order(target: Target) -> tuple[bool, int, int, int, str, str]:
    rank = list(EvidenceTier).index(target.tier)
    return not target.sure, rank, -len(target.products), -len(target.links), target.name, target.key


def fits(target: Target) -> tuple[str, ...]:
    """Return why it fits, each a kind of fact that is shown: product, area, then kinds of ties."""
    reasons = ["product"] if target.products or any(made.rule in RULE_ZH for made in target.made) else []
    reasons += ["area"] if target.cities else []
    return (*reasons, *dict.fromkeys(link.kind for link in target.links))
