"""Firms elsewhere that make a product of a segment: whom one might ask to come, each with its row or words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.store import Store, Value
from queries.catalogue import run
from queries.gaps.answers import find_segment
from queries.gaps.load import load_chains
from queries.gaps.model import UNPLACED, ChainGraph, GapParameters
from queries.gaps.places import read_places

RULE_ZH = {"term": "产品用词相符", "alias": "环节名称或别名相符", "ending": "以产品用词结尾"}
"""Rules that tie a product to a segment, in words."""


@dataclass(frozen=True, slots=True)
class Made:
    """A product of the segment that a firm makes.

    ``rule`` and ``term`` tie the product to the segment, ``statement`` is the
    row or the words that tie the firm to the product (``quote`` empty for a
    row), ``review`` and ``status`` are those of that fact.
    """

    product: str
    rule: str
    term: str
    review: str
    status: str
    statement: str
    quote: str

    @property
    def rule_zh(self) -> str:
        """The rule as staff say it."""
        return RULE_ZH.get(self.rule, self.rule)


@dataclass(frozen=True, slots=True)
class Target:
    """A firm and what it makes of the segment; ``place`` is ``UNPLACED`` where nobody says where it is.

    ``named_here`` says that its name holds the region's: it may be here already, which has to be asked.
    """

    key: str
    name: str
    place: str
    made: tuple[Made, ...]
    named_here: bool = False

    @property
    def products(self) -> tuple[str, ...]:
        """Names of its products that fit, each once."""
        return tuple(dict.fromkeys(made.product for made in self.made))


@dataclass(frozen=True, slots=True)
class Targets:
    """Firms by the number of products that fit, then by name; those that are known to be here stand apart."""

    segment: str
    name: str
    chains: tuple[str, ...]
    firms: tuple[Target, ...]
    here: tuple[Target, ...]


def targets(store: Store, segment: str, parameters: GapParameters | None = None) -> Targets:
    """Return the firms that make a product of a segment, for somebody to look at: none is counted anywhere.

    Args:
        store: where to read.
        segment: key, name, alias, or ``链/环节``.
        parameters: for the region.

    Raises:
        NotFound, InputError: see :func:`queries.gaps.answers.find_segment`.
    """
    parameters = parameters or GapParameters()
    chains = load_chains(store, parameters)
    found = find_segment(chains, segment)
    places = read_places(tuple(run(store, "located-in").dicts()), parameters.region)
    local = places.here | _local(chains)
    made, names = _made(run(store, "makers-of-products", {"segment": found.key}).dicts())
    firms = [
        Target(
            key=key,
            name=names[key],
            place=parameters.region if key in local else places.elsewhere.get(key, UNPLACED),
            made=tuple(products),
            named_here=parameters.short_region in names[key],
        )
        for key, products in made.items()
    ]
    firms.sort(key=lambda firm: (-len(firm.products), firm.name, firm.key))
    return Targets(
        segment=found.key,
        name=next(node.canonical for chain in chains for node in chain.segments if node.key == found.key),
        chains=found.chains,
        firms=tuple(firm for firm in firms if firm.key not in local),
        here=tuple(firm for firm in firms if firm.key in local),
    )


def _local(chains: Iterable[ChainGraph]) -> frozenset[str]:
    """Firms that papers or lists of the region name in any chain, candidates included."""
    named = [firm for chain in chains for firm in (*chain.leaders, *chain.members)]
    named += [firm for chain in chains for segment in chain.segments for firm in segment.firms]
    return frozenset(firm.key for firm in named)


def _made(rows: Iterable[Mapping[str, Value]]) -> tuple[dict[str, list[Made]], dict[str, str]]:
    """Return what each firm makes, one entry a statement, and the firms' names."""
    made: dict[str, list[Made]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if "rejected" in (row["review"], row["link_review"]):
            continue
        key = str(row["firm"])
        names[key] = str(row["name"])
        texts = (
            str(row[field] or "")
            for field in ("product_name", "rule", "term", "review", "status", "statement", "quote")
        )
        made.setdefault(key, []).append(Made(*texts))
    return made, names
