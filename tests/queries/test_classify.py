"""Every class, by hand, on chains small enough to check by eye."""

from __future__ import annotations

from dataclasses import replace

import pytest

from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.model import ChainGaps, ChainGraph, GapClass, GapParameters, Measures, Source, Tier
from queries.gaps.supply import covering, effective_suppliers
from tests.queries.samples import chain, classes, firm, said


def only(graph: ChainGraph, **more: object) -> ChainGaps:
    measures = more.get("measures")
    (gaps,) = analyse([graph], measures=measures if isinstance(measures, dict) else None)
    return gaps


def test_without_a_complete_source_nothing_is_a_gap() -> None:
    gaps = only(chain("a>b b>c", told=["b", "c"]))
    assert set(classes(gaps).values()) == {GapClass.INSUFFICIENT}
    row = gaps.row("Segment:a")
    assert row.sentence == "数据不足。没有一份来源完整覆盖这个环节。来源没点名企业，不等于中山没有企业。"
    assert row.tier is Tier.T0
    assert "3813" in row.next_tier


def test_named_firms_without_coverage_stay_insufficient_and_are_named() -> None:
    row = only(chain("a>b", firms={"a": [firm("甲厂")]})).row("Segment:a")
    assert row.gap_class is GapClass.INSUFFICIENT
    assert "甲厂" in row.sentence
    assert "是不是全部，不知道" in row.sentence


def test_covered_and_empty_with_local_demand_is_missing() -> None:
    row = only(chain("a>b", told=["b"], covered=["a"])).row("Segment:a")
    assert row.gap_class is GapClass.MISSING
    assert row.tier is Tier.T1
    assert row.sentence.startswith("缺链：名录完整，本地 0 家：《示例名录》（截至 2026-06-30）完整覆盖本环节；")
    assert "下游「b」本地在做" in row.sentence


def test_covered_and_empty_without_local_demand_is_no_gap() -> None:
    row = only(chain("a>b", covered=["a"])).row("Segment:a")
    assert row.gap_class is GapClass.INSUFFICIENT
    assert "本地 0 家" in row.sentence
    assert "不能叫缺链" in row.sentence
    assert row.verify_rank == 0


def test_firms_of_a_class_that_several_segments_share_leave_a_covered_segment_open() -> None:
    """The list has a firm of the class, and nobody knows whether it makes this: neither absent nor single."""
    maybe = replace(firm("同类厂", review="candidate"), rule="code", term="3857 家用电力器具专用配件制造")
    row = only(chain("a>b", told=["b"], covered=["a"], firms={"a": [maybe]})).row("Segment:a")
    assert row.gap_class is GapClass.INSUFFICIENT
    assert "同类厂（3857" in row.sentence
    assert "逐家核实" in row.sentence
    assert row.verify_rank == 1
    assert not row.extension
    alone = only(chain("a>b", told=["b"], covered=["a"], firms={"a": [firm("甲厂")]})).row("Segment:a")
    beside = only(chain("a>b", told=["b"], covered=["a"], firms={"a": [firm("甲厂"), maybe]})).row("Segment:a")
    assert (alone.gap_class, beside.gap_class) == (GapClass.SINGLE, GapClass.PRESENT)


def test_demand_through_others_alone_is_no_local_demand() -> None:
    """Who makes c here may buy b elsewhere, with its a inside."""
    row = only(chain("a>b b>c", told=["c"], covered=["a"])).row("Segment:a")
    assert row.gap_class is GapClass.INSUFFICIENT
    assert row.local_indirect == ("Segment:c",)


def test_demand_in_another_chain_counts_for_a_shared_segment() -> None:
    one, other = chain("m>a", key="Chain:1", covered=["m"]), chain("m>b", key="Chain:2", covered=["m"], told=["b"])
    answers = analyse([one, other])
    assert [gaps.row("Segment:m").gap_class for gaps in answers] == [GapClass.MISSING] * 2
    assert "下游「b」（其中 1 个在别的链）本地在做" in answers[0].row("Segment:m").sentence
    assert "别的链" not in answers[1].row("Segment:m").sentence
    assert answers[0].row("Segment:m").local_direct == ()
    assert answers[0].row("Segment:m").wide_local == ("Segment:b",)


def test_a_missing_segment_that_a_text_says_is_made_here_says_so() -> None:
    row = only(chain("a>b", told=["a", "b"], covered=["a"])).row("Segment:a")
    assert row.gap_class is GapClass.MISSING
    assert "与名录不符，请先核对" in row.sentence


@pytest.mark.parametrize("status", ["planned", "forecast", "applied", "proposed", "signed"])
def test_planned_is_not_done(status: str) -> None:
    row = only(chain("a>b", told=["b"], covered=["a"], firms={"a": [firm("甲厂", status=status)]})).row("Segment:a")
    assert row.gap_class is GapClass.MISSING
    assert "甲厂（" in row.sentence
    assert "规划不等于已有，不计入" in row.sentence


def test_candidates_platforms_and_planned_mentions_do_not_count() -> None:
    planned = {"b": [said("b", status="planned")], "c": [said("c", review="candidate")]}
    graph = chain("a>b a>c", covered=["a"], mentions=planned, firms={"a": [firm("甲厂", review="candidate")]})
    row = only(graph).row("Segment:a")
    assert row.local_direct == ()
    assert row.suppliers is None
    assert "候选 甲厂待审核，不计入" in row.sentence


def test_one_supplier_on_every_path_is_a_single_point() -> None:
    """All of b and c come through a: without it nothing reaches them."""
    graph = chain("s>a a>b b>c", told=["b", "c"], covered=["a"], firms={"a": [firm("甲厂")]})
    row = only(graph).row("Segment:a")
    assert row.gap_class is GapClass.SINGLE
    assert row.lost == ("Segment:b", "Segment:c")
    assert row.lost_share == 1.0
    assert "份额未知，按均分" in row.sentence


def test_two_suppliers_or_another_path_make_it_present() -> None:
    two = chain("s>a a>b b>c", told=["b", "c"], covered=["a"], firms={"a": [firm("甲厂"), firm("乙厂")]})
    assert only(two).row("Segment:a").gap_class is GapClass.PRESENT
    around = chain("s>a a>b x>b b>c", told=["b", "c"], covered=["a"], firms={"a": [firm("甲厂")]})
    row = only(around).row("Segment:a")
    assert row.gap_class is GapClass.PRESENT
    assert row.lost == ()


def test_the_top_tenth_is_of_the_chains_segments_and_a_parameter() -> None:
    graph = chain("s>a a>b b>c c>d", told=["b", "c", "d"], covered=["c"], firms={"c": [firm("甲厂")]})
    assert only(graph).row("Segment:c").gap_class is GapClass.PRESENT
    (wide,) = analyse([graph], GapParameters(single_share=1.0))
    assert wide.row("Segment:c").gap_class is GapClass.SINGLE


def test_measures_decide_weak_and_strong_and_nothing_else_does() -> None:
    firms = {"a": [firm("甲厂"), firm("乙厂")]}
    graph = chain("a>b", told=["b"], covered=["a"], firms=firms)
    key = "Segment:a"
    assert only(graph).row(key).gap_class is GapClass.PRESENT
    assert only(graph, measures={key: Measures(quotient=0.4)}).row(key).gap_class is GapClass.WEAK
    assert only(graph, measures={key: Measures(quotient=1.2)}).row(key).gap_class is GapClass.STRONG
    wide = only(graph, measures={key: Measures(quotient=1.2, gap_ratio=0.6)}).row(key)
    assert (wide.gap_class, wide.tier) == (GapClass.WEAK, Tier.T2)


def test_an_extension_needs_proof_of_absence_and_its_inputs_here() -> None:
    told = chain("a>c b>c", told=["a", "b"], covered=["c"])
    row = only(told).row("Segment:c")
    assert row.extension
    assert (row.inputs_local, row.inputs) == (("Segment:a", "Segment:b"), ("Segment:a", "Segment:b"))
    assert not only(chain("a>c b>c", told=["a", "b"])).row("Segment:c").extension
    assert not only(chain("a>c b>c d>c", told=["a"], covered=["c"])).row("Segment:c").extension


def test_coverage_is_declared_for_the_region_and_for_all_codes() -> None:
    (segment,) = chain("a").segments
    home = frozenset({"中山市", "广东省"})

    def source(key: str, *covers: str, region: str = "中山市", completeness: str = "complete") -> Source:
        return Source(key, key, region=region, completeness=completeness, covers=covers)

    assert covering(segment, [source("by-key", "Segment:a")], home) == ("by-key",)
    assert covering(segment, [source("by-code", "3813")], home) == ("by-code",)
    assert covering(segment, [source("by-group", "C381")], home) == ("by-group",)
    assert covering(segment, [source("province", "3813", region="广东省")], home) == ("province",)
    assert covering(segment, [source("elsewhere", "3813", region="佛山市")], home) == ()
    assert covering(segment, [source("partial", "3813", completeness="partial")], home) == ()
    both = replace(segment, gbt4754=("3812", "3813"))
    assert covering(both, [source("half", "3813")], home) == ()
    assert covering(both, [source("one", "3813"), source("two", "3812")], home) == ("one", "two")


def test_effective_suppliers_is_the_inverse_herfindahl() -> None:
    assert effective_suppliers([]) == (None, True)
    assert effective_suppliers([firm("甲"), firm("乙"), firm("丙")]) == (3.0, True)
    suppliers, equal = effective_suppliers([firm("甲", share=0.9), firm("乙", share=0.1)])
    assert suppliers == pytest.approx(1 / (0.81 + 0.01))
    assert not equal
    assert effective_suppliers([firm("甲", share=0.9), firm("乙")]) == (2.0, True)


def test_a_sentence_about_a_lack_does_not_make_a_segment_local() -> None:
    lack = replace(said("b"), predicate="IDENTIFIES_GAP")
    assert only(chain("a>b", mentions={"b": [lack]})).row("Segment:a").local_direct == ()
    made = replace(said("b"), predicate="PRODUCES")
    assert only(chain("a>b", mentions={"b": [made]})).row("Segment:a").local_direct == ("Segment:b",)


def test_no_chain_and_a_chain_of_one_segment_are_answered() -> None:
    assert analyse([]) == ()
    assert analyse_together([]).rows == ()
    (row,) = only(chain("a", covered=["a"], firms={"a": [firm("甲厂")]})).rows
    assert (row.gap_class, row.lost_share) == (GapClass.PRESENT, 0.0)
    empty = replace(chain("a"), segments=(), inputs=())
    assert only(empty).rows == ()
