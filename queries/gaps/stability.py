"""How stable the answer is: the share of runs in which a row stays in the first k, and in which its class stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.store import Store
from queries.gaps.analyse import counted_row
from queries.gaps.answers import find_chain
from queries.gaps.load import load_chains
from queries.gaps.model import ChainGraph, GapClass, GapParameters, GapRow, Measures
from queries.gaps.network import Network
from queries.gaps.rank import GAPS, in_order
from queries.gaps.runs import Family, Run, runs
from queries.gaps.whole import Whole, changed, whole

TOP = 10
"""The usual k: what fits on the first screen of a list."""


@dataclass(frozen=True, slots=True)
class Kept:
    """In how many runs of a family something is so, of how many; no run, no share."""

    kept: int
    runs: int

    @property
    def share(self) -> float | None:
        """The share, None where nothing was tried."""
        return self.kept / self.runs if self.runs else None


@dataclass(frozen=True, slots=True)
class RowStability:
    """How stable one row is.

    ``gap_place`` and ``check_place`` are its places on the 补链清单 and the
    核查清单 as they are, 0 where it is not on it. ``class_kept`` counts the runs in
    which it has the class that it has, ``in_gaps`` and ``in_checks`` those in
    which it is among the first k of these lists, ``extension_kept`` those in
    which the flag 延链机会 is as it is; all by family.
    ``other_classes`` counts the runs in which it has another class, and
    ``upset_by`` names the runs in which its class changes or it leaves or
    enters the first k of a list.
    """

    segment: str
    name: str
    gap_class: GapClass
    gap_place: int
    check_place: int
    class_kept: Mapping[Family, Kept]
    in_gaps: Mapping[Family, Kept]
    in_checks: Mapping[Family, Kept]
    extension_kept: Mapping[Family, Kept]
    other_classes: Mapping[GapClass, int]
    upset_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """The answer for a chain, or for all together: rows in rank order, and the runs that were made, by family."""

    chain: str
    name: str
    top: int
    rows: tuple[RowStability, ...]
    made: Mapping[Family, tuple[str, ...]]
    parameters: GapParameters

    def row(self, segment: str) -> RowStability:
        """Return the row of a segment key.

        Raises:
            KeyError: no such segment here.
        """
        for row in self.rows:
            if row.segment == segment:
                return row
        raise KeyError(segment)


def total(kept: Mapping[Family, Kept]) -> Kept:
    """Return the count over all families. It hangs on how many runs each has: read it beside them."""
    return Kept(sum(one.kept for one in kept.values()), sum(one.runs for one in kept.values()))


@dataclass(frozen=True, slots=True)
class _State:
    """What one run says of every row."""

    classes: Mapping[str, GapClass]
    extensions: frozenset[str]
    gaps: tuple[str, ...]
    checks: tuple[str, ...]


def stability(store: Store, chain: str = "", top: int = TOP, parameters: GapParameters | None = None) -> Stability:
    """Return how stable the answer of a chain is, or that of all chains together.

    Raises:
        NotFound: no such chain.
    """
    chains = load_chains(store, parameters)
    return find_stability(chains, find_chain(chains, chain).key if chain else "", top, parameters)


def find_stability(
    chains: Sequence[ChainGraph],
    chain: str = "",
    top: int = TOP,
    parameters: GapParameters | None = None,
    measures: Mapping[str, Measures] | None = None,
    variants: Iterable[tuple[str, Mapping[str, Measures]]] = (),
) -> Stability:
    """Return the same from chain graphs.

    Args:
        chains: all chains.
        chain: key of the one asked about, empty for all together.
        top: k, how many rows of a list count as its first.
        parameters: thresholds to start from; the defaults if not given.
        measures: quotients and gap ratios by segment key, where known.
        variants: other such measures, each with its name: of other δ, of coefficients 20 % up and down.
    """
    known = whole(chains, parameters, measures)
    network = known.networks[chain] if chain else known.network
    leaders = frozenset(leader.key for leader in network.graph.leaders if leader.counted)
    usual = _state(chain, known)
    made = [
        (run, _state(chain, changed(known, run.chains, run.parameters, run.measures)))
        for run in runs(known, network.segments, leaders, variants)
    ]
    ordered, _ = in_order(_rows(chain, known))
    families = [family for family in Family if any(run.family is family for run, _ in made)]
    return Stability(
        chain=chain,
        name=network.graph.name,
        top=top,
        rows=tuple(_row(row, network, usual, made, top) for row in ordered),
        made={family: tuple(run.name for run, _ in made if run.family is family) for family in families},
        parameters=known.parameters,
    )


def _rows(chain: str, known: Whole) -> list[GapRow]:
    network = known.networks[chain] if chain else known.network
    return [counted_row(segment, network, known) for segment in network.graph.segments]


def _state(chain: str, known: Whole) -> _State:
    rows = _rows(chain, known)
    ordered, checks = in_order(rows)
    return _State(
        classes={row.segment.key: row.gap_class for row in rows},
        extensions=frozenset(row.segment.key for row in rows if row.extension),
        gaps=tuple(row.segment.key for row in ordered if row.gap_class in GAPS),
        checks=tuple(row.segment.key for row in checks),
    )


def _row(row: GapRow, network: Network, usual: _State, made: Sequence[tuple[Run, _State]], top: int) -> RowStability:
    key = row.segment.key

    def kept(holds: Callable[[_State], bool]) -> dict[Family, Kept]:
        every = Counter(run.family for run, _ in made)
        found = Counter(run.family for run, state in made if holds(state))
        return {family: Kept(found[family], number) for family, number in every.items()}

    def seen(state: _State) -> tuple[object, ...]:
        return state.classes[key], key in state.gaps[:top], key in state.checks[:top]

    others = Counter(state.classes[key] for _, state in made if state.classes[key] is not row.gap_class)
    return RowStability(
        segment=key,
        name=network.segments[key].name,
        gap_class=row.gap_class,
        gap_place=_place(key, usual.gaps),
        check_place=_place(key, usual.checks),
        class_kept=kept(lambda state: state.classes[key] is row.gap_class),
        in_gaps=kept(lambda state: key in state.gaps[:top]),
        in_checks=kept(lambda state: key in state.checks[:top]),
        extension_kept=kept(lambda state: (key in state.extensions) is row.extension),
        other_classes=dict(sorted(others.items())),
        upset_by=tuple(run.name for run, state in made if seen(state) != seen(usual)),
    )


def _place(key: str, listed: Sequence[str]) -> int:
    return listed.index(key) + 1 if key in listed else 0
