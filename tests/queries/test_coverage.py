"""Coverage is declared: what a complete list opens, that a partial one opens nothing, and who says so."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graph.store import Store
from queries.coverage import Coverage, coverage, declared_coverage
from queries.gaps.analyse import analyse
from queries.gaps.ask import which_list
from queries.gaps.model import ChainGraph, GapClass, GapParameters, Source
from queries.gaps.supply import covering
from tests.queries.samples import chain, firm, register

HOME = frozenset({"中山市", "广东省"})
NAMES = "abcde"
CODES = ("3812", "3813", "3857", "6513", "5171")


def with_sources(graph: ChainGraph, *sources: Source) -> ChainGraph:
    """Return the chain with these sources and nothing covered but by them."""
    nodes = [replace(node, covered_by=covering(node, sources, HOME)) for node in graph.segments]
    return replace(graph, sources=sources, segments=tuple(nodes))


def asked(graph: ChainGraph) -> Coverage:
    return declared_coverage([graph], HOME, GapParameters(), [graph.key])


def source(key: str, covers: set[str], completeness: str = "complete", region: str = "中山市") -> Source:
    return Source(key, key, region=region, completeness=completeness, covers=tuple(sorted(covers)))


_codes = st.sets(st.sampled_from(CODES), max_size=3)
_declared = st.sets(st.sampled_from((*CODES, "38", "C3857", "Segment:a")), max_size=4)
_sources = st.builds(
    source,
    st.sampled_from("xyz"),
    _declared,
    st.sampled_from(["complete", "partial", ""]),
    st.sampled_from(["中山市", "广东省", "佛山市", "全国", ""]),
)


@st.composite
def chains(draw: st.DrawFn) -> ChainGraph:
    pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
    arrows = " ".join([*NAMES, *(f"{a}>{b}" for a, b in sorted(draw(st.sets(pairs, max_size=8))))])
    firms = {name: [firm("甲")] for name in draw(st.sets(st.sampled_from(NAMES)))}
    graph = chain(arrows, firms=firms, told=draw(st.sets(st.sampled_from(NAMES))))
    return replace(graph, segments=tuple(replace(node, gbt4754=tuple(sorted(draw(_codes)))) for node in graph.segments))


@given(chains(), st.lists(_sources, max_size=3))
def test_what_a_list_is_said_to_open_is_what_it_opens(graph: ChainGraph, sources: list[Source]) -> None:
    """Load the list as the answer says it, and look: those segments are covered, no other, and as many have a class."""
    before = with_sources(graph, *sources)
    for opening in asked(before).openings:
        after = with_sources(graph, *sources, source("new", set(opening.codes)))
        opened = {n.key for n in after.segments if n.covered_by} - {n.key for n in before.segments if n.covered_by}
        assert set(opening.segments) <= opened
        # What the same codes open besides has to lie in this list as well.
        assert opened == set(opening.segments)
        (gaps,) = analyse([after])
        classed = {row.segment.key for row in gaps.rows if row.gap_class is not GapClass.INSUFFICIENT} & opened
        assert classed == set(opening.answered)
        assert {which_list(code) for code in opening.codes} == {opening.list_name}


@given(chains(), st.lists(_sources, max_size=3), _declared)
def test_a_partial_source_opens_nothing(graph: ChainGraph, sources: list[Source], covers: set[str]) -> None:
    before = with_sources(graph, *sources)
    for completeness, region in (("partial", "中山市"), ("", "中山市"), ("complete", "佛山市"), ("complete", "全国")):
        after = with_sources(graph, *sources, source("more", covers, completeness, region))
        assert [n.covered_by for n in after.segments] == [n.covered_by for n in before.segments]
        assert asked(after).openings == asked(before).openings
        assert all(not cell.counts for cell in asked(after).chains[0].cells if cell.source.key == "more")
        for row in analyse([after])[0].rows:
            assert row.segment.covered_by or row.gap_class is GapClass.INSUFFICIENT


@given(chains(), st.lists(_sources, max_size=3))
def test_every_segment_is_covered_opened_or_said_why_not(graph: ChainGraph, sources: list[Source]) -> None:
    ready = with_sources(graph, *sources)
    found = asked(ready)
    groups = [
        {node.key for node in ready.segments if node.covered_by},
        *(set(opening.segments) for opening in found.openings),
        set(found.several),
        set(found.uncoded),
    ]
    assert sum(map(len, groups)) == len(ready.segments) == len(set().union(*groups))
    assert found.chains[0].covered == len(groups[0])


def test_a_cell_says_who_covers_how_much(fresh: Store) -> None:
    fresh.load(register("whole", ["3812", "3813"]))
    fresh.load(register("half", ["3812", "control"], completeness="partial"))
    fresh.load(register("far", ["38"], region="佛山市"))
    appliance = coverage(fresh, "家电").chains[0]
    assert (appliance.segments, appliance.covered) == (5, 1)
    cells = {cell.source.key: (cell.whole, cell.part, cell.counts) for cell in appliance.cells}
    assert cells == {"whole": (1, 0, True), "half": (1, 1, False), "far": (3, 0, False), "doc": (0, 0, False)}
    assert appliance.cells[0].source.key == "whole"
    (letter,) = [cell for cell in appliance.cells if cell.source.key == "doc"]
    assert letter.named == 3


def test_a_source_of_the_whole_country_covers_nothing_here(fresh: Store) -> None:
    fresh.load(register("national", ["38"], region="全国"))
    assert all(chain.covered == 0 for chain in coverage(fresh).chains)


def test_the_list_that_opens_most_goes_first_with_the_codes_it_needs(fresh: Store) -> None:
    fresh.load(register("some", ["3812"]))
    found = coverage(fresh, "家电")
    (industry,) = found.openings
    assert industry.list_name == "规上工业企业名录"
    assert set(industry.codes) == {"3130", "3813", "3857", "3853"}
    assert found.uncoded == ("Segment:sale",)
    assert found.names["Segment:sale"] == "销售渠道"
    assert set(industry.answered) >= {"Segment:motor", "Segment:maker"}, "firms are known"
