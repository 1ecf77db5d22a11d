"""What must hold of every chain, not only of those that somebody thought of."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.model import ChainGaps, ChainGraph, FirmHere, GapClass, GapRow
from queries.gaps.supply import is_local
from tests.queries.samples import chain, firm, said

NAMES = "abcdefg"
SEVERITY = {GapClass.MISSING: 3, GapClass.SINGLE: 2, GapClass.WEAK: 1}
"""How much of a gap a class is; 数据不足 claims none."""

_subset = st.sets(st.sampled_from(NAMES))
_arrows = st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=14)
_firms = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(
        st.builds(
            firm,
            st.sampled_from("甲乙丙丁"),
            review=st.sampled_from(["accepted", "candidate"]),
            status=st.sampled_from(["done", "planned", ""]),
        ),
        max_size=3,
    ),
)


@st.composite
def chains(draw: st.DrawFn, key: str = "Chain:t") -> ChainGraph:
    arrows = " ".join([*NAMES, *(f"{a}>{b}" for a, b in sorted(draw(_arrows)))])
    return chain(
        arrows,
        key=key,
        firms=draw(_firms),
        told=draw(_subset),
        covered=draw(_subset),
        leaders=draw(st.sets(st.sampled_from("甲乙"))),
    )


def row_of(graph: ChainGraph, segment: str) -> GapRow:
    (gaps,) = analyse([graph])
    return gaps.row(f"Segment:{segment}")


def with_firm(graph: ChainGraph, segment: str, new: FirmHere) -> ChainGraph:
    return replace(
        graph,
        segments=tuple(
            replace(node, firms=(*node.firms, new)) if node.name == segment else node for node in graph.segments
        ),
    )


@given(chains(), st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(graph: ChainGraph, dice: random.Random) -> None:
    shuffled = replace(
        graph,
        segments=tuple(
            replace(node, firms=tuple(dice.sample(node.firms, len(node.firms))))
            for node in dice.sample(graph.segments, len(graph.segments))
        ),
        inputs=tuple(dice.sample(graph.inputs, len(graph.inputs))),
        leaders=tuple(dice.sample(graph.leaders, len(graph.leaders))),
    )
    assert analyse([shuffled]) == analyse([graph])


@given(chains("Chain:1"), chains("Chain:2"))
def test_the_order_of_chains_changes_nothing(one: ChainGraph, two: ChainGraph) -> None:
    assert analyse([one, two]) == analyse([two, one])
    assert analyse_together([one, two]) == analyse_together([two, one])


@given(chains(), st.sampled_from(NAMES))
def test_a_further_firm_never_makes_its_segment_more_of_a_gap(graph: ChainGraph, segment: str) -> None:
    before = row_of(graph, segment)
    after = row_of(with_firm(graph, segment, firm("新厂")), segment)
    assert SEVERITY.get(after.gap_class, 0) <= max(SEVERITY.get(before.gap_class, 0), SEVERITY[GapClass.SINGLE])
    assert after.gap_class is not GapClass.MISSING
    if before.suppliers is not None:
        assert SEVERITY.get(after.gap_class, 0) <= SEVERITY.get(before.gap_class, 0)


@given(chains(), st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_partial_source_never_opens_a_gap_in_an_uncovered_segment(graph: ChainGraph, named: str, told: str) -> None:
    """Whatever a partial source names or tells, a segment that nothing covers completely stays 数据不足."""
    (before,) = analyse([graph])
    more = with_firm(graph, named, firm("新厂"))
    more = replace(
        more,
        segments=tuple(
            replace(node, mentions=(*node.mentions, said(node.name, at=50))) if node.name == told else node
            for node in more.segments
        ),
    )
    (after,) = analyse([more])
    for row in before.rows:
        if not row.segment.covered_by:
            assert row.gap_class is GapClass.INSUFFICIENT
            assert after.row(row.segment.key).gap_class is GapClass.INSUFFICIENT


@given(chains(), st.sampled_from(NAMES), st.sampled_from(["planned", "applied", "proposed", "forecast", "signed"]))
def test_candidates_and_plans_change_no_class_and_no_count(graph: ChainGraph, segment: str, status: str) -> None:
    (before,) = analyse([graph])
    for new in (firm("新厂", review="candidate"), firm("新厂", status=status)):
        (after,) = analyse([with_firm(graph, segment, new)])
        assert [_counts(row) for row in after.rows] == [_counts(row) for row in before.rows]


def _counts(row: GapRow) -> tuple[object, ...]:
    return row.segment.key, row.gap_class, row.local_direct, row.local_indirect, row.leaders_hit, row.verify_gain


@settings(max_examples=60)
@given(chains(), st.sampled_from(NAMES))
def test_the_gain_of_verifying_is_absent_minus_present(graph: ChainGraph, segment: str) -> None:
    """Count, in the two worlds, the local segments whose direct input is known not to be made here."""
    row = row_of(graph, segment)
    if not row.verify_rank or row.local:
        assert row.verify_gain == 0
        return
    known = {node.key for node in graph.segments if is_local(node)}
    takers = {edge.end for edge in graph.inputs if edge.start == f"Segment:{segment}" != edge.end}
    absent, present = len(takers & known), 0
    assert row.verify_gain == absent - present


@given(chains())
def test_ranks_are_complete_and_ties_are_named(graph: ChainGraph) -> None:
    (gaps,) = analyse([graph])
    assert [row.rank for row in gaps.rows] == list(range(1, len(gaps.rows) + 1))
    assert [row.verify_rank for row in gaps.check_list()] == list(range(1, len(gaps.check_list()) + 1))
    assert sum(gaps.counts.values()) == len(gaps.rows)
    for earlier, later in zip(gaps.rows, gaps.rows[1:], strict=False):
        assert len(earlier.local_direct) >= len(later.local_direct)
        if later.segment.name in earlier.tied_with:
            assert earlier.segment.name < later.segment.name
    assert_disjoint(gaps)


def assert_disjoint(gaps: ChainGaps) -> None:
    for row in gaps.rows:
        assert not set(row.breaks_direct) & set(row.breaks_indirect)
        assert row.segment.key not in (*row.breaks_direct, *row.breaks_indirect)
        assert set(row.local_direct) <= set(row.breaks_direct)
        assert set(row.lost) <= {*row.local_direct, *row.local_indirect}
