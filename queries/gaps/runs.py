"""The runs of the stability test: which thresholds, measures and evidence are tried; the list is fixed.

Only what can matter is tried: a threshold that nothing has come to yet would
add runs in which nothing can change, and every share would look better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from queries.gaps.classify import Facts
from queries.gaps.evidence import Evidence, Spot
from queries.gaps.model import ChainGraph, GapParameters, Measures
from queries.gaps.parameters import RANGES
from queries.gaps.whole import Whole

STEPS = {
    "single_share": (0.5, 2.0),
    "minimum_suppliers": (0.75, 1.5),
    "weak_gap": (0.8, 1.2),
    "weak_quotient": (0.8, 1.2),
    "strong_quotient": (0.8, 1.2),
    "extension_share": (0.8, 1.2),
}
"""By what each threshold is multiplied, down and up, one at a time; cut off at the ends of its range."""


_CUT = 20
"""Characters of a quote in the name of a run."""


class Family(StrEnum):
    """Kinds of runs, told apart because a share over all of them would hang on how many there are of each."""

    PARAMETERS = "parameters"
    MEASURES = "measures"
    TWICE = "twice"
    LESS = "less"
    MORE = "more"

    @property
    def zh(self) -> str:
        """The kind as staff read it."""
        return _ZH[self]


_ZH = {
    Family.PARAMETERS: "参数上下各一档",
    Family.MEASURES: "区位商、缺口率换算法",
    Family.TWICE: "至少两处原文才算",
    Family.LESS: "少一处原文",
    Family.MORE: "多采信一家候选企业",
}


@dataclass(frozen=True, slots=True)
class Run:
    """One other state of knowledge; what is None is as it was. ``name`` says in Chinese what is other."""

    family: Family
    name: str
    chains: Sequence[ChainGraph] | None = None
    parameters: GapParameters | None = None
    measures: Mapping[str, Measures] | None = None


def runs(
    known: Whole,
    segments: Iterable[str],
    leaders: frozenset[str] = frozenset(),
    variants: Iterable[tuple[str, Mapping[str, Measures]]] = (),
) -> Iterator[Run]:
    """Yield the runs for some segments, in a fixed order.

    Args:
        known: the facts of all chains.
        segments: keys of those asked about.
        leaders: keys of the chain leaders, whose loss weighs more than that of another firm.
        variants: other quotients and gap ratios, each with its name: those of other δ or coefficients.
    """
    keys = sorted(segments)
    yield from _of_parameters(known.parameters, [known.facts[key] for key in keys])
    for name, measures in variants:
        yield Run(Family.MEASURES, name, measures=measures)
    evidence = Evidence([network.graph for network in known.networks.values()], known.network.segments)
    weakest = {key: evidence.weakest(key, leaders) for key in keys}
    spots = dict.fromkeys(spot for spot in weakest.values() if spot is not None)
    if spots:
        yield Run(Family.TWICE, Family.TWICE.zh, evidence.twice())
    for spot in spots:
        names = [known.network.segments[key].name for key, weak in weakest.items() if weak == spot]
        yield Run(Family.LESS, f"少一处：{'、'.join(names)}（{_words(evidence, spot)}）", evidence.without(spot))
    for key in keys:
        more = evidence.more(key)
        if more:
            name = known.network.segments[key].name
            yield Run(Family.MORE, f"多一家：{name}（{more[0]}）", more[1])


def _of_parameters(parameters: GapParameters, facts: Sequence[Facts]) -> Iterator[Run]:
    for name, steps in STEPS.items():
        if not any(_acts(name, one) for one in facts):
            continue
        usual: float = getattr(parameters, name)
        for step in steps:
            value = max(1.0, usual * step) if name == "minimum_suppliers" else min(RANGES[name].high, usual * step)
            other = replace(parameters, **{name: value})  # type: ignore[arg-type]
            if value != usual and other.weak_quotient <= other.strong_quotient:
                yield Run(Family.PARAMETERS, f"{name} {usual:g}→{value:g}", parameters=other)


def _acts(name: str, facts: Facts) -> bool:
    """Whether a threshold is compared with anything of a segment."""
    if not facts.covered:
        return False
    if name == "extension_share":
        return not facts.firms and not facts.unsettled
    if not facts.firms:
        return False
    if name in ("single_share", "minimum_suppliers"):
        return True
    measure = facts.measures.gap_ratio if name == "weak_gap" else facts.measures.quotient
    return measure is not None


def _words(evidence: Evidence, spot: Spot) -> str:
    quote = evidence.words.get(spot)
    if quote is None:
        return "名录或图上的一行"
    if not quote.text:
        return f"{quote.document_title or quote.document} {quote.section}"
    cut = quote.text if len(quote.text) <= _CUT else quote.text[: _CUT - 1] + "…"
    return f"{quote.section or quote.document} {quote.start}-{quote.end} “{cut}”"
