"""Ranking by what would break, and the list of what to verify first."""

from __future__ import annotations

from dataclasses import replace

from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.ask import lists_for, which_list
from queries.gaps.model import ChainGaps, Measures
from queries.tiers.model import GapFigure
from tests.queries.samples import PARTIAL, chain, firm


def names(gaps: ChainGaps) -> list[str]:
    return [row.segment.name for row in gaps.rows]


def test_direct_goes_before_indirect_and_local_before_all() -> None:
    graph = chain("a>x a>y b>x b>c c>y c>z d>z e>q e>r", told=["x", "y"])
    (gaps,) = analyse([graph])
    assert names(gaps)[:4] == ["a", "b", "c", "e"]
    assert [(len(r.local_direct), len(r.local_indirect)) for r in gaps.rows[:4]] == [(2, 0), (1, 1), (1, 0), (0, 0)]


def test_a_chain_leader_downstream_goes_before_a_tie() -> None:
    firms = {"x": [firm("甲厂")], "y": [firm("乙厂")]}
    (gaps,) = analyse([chain("a>x b>y", firms=firms, leaders=["乙厂"])])
    assert names(gaps)[:2] == ["b", "a"]
    assert gaps.row("Segment:b").leaders_hit == gaps.row("Segment:b").leaders_direct == ("Firm:乙厂",)
    assert "涉及链主或龙头 乙厂" in gaps.row("Segment:b").verify_why


def test_a_leader_that_is_a_candidate_or_placed_nowhere_is_hit_by_nothing() -> None:
    firms = {"x": [firm("甲厂", review="candidate")]}
    (gaps,) = analyse([chain("a>x", firms=firms, told=["x"], leaders=["甲厂", "乙厂"])])
    assert gaps.row("Segment:a").leaders_hit == ()


def test_the_check_list_tells_segments_apart_with_a_letter_only() -> None:
    graph = chain("s>a a>x b>x b>y c>z", told=["x", "y"])
    (gaps,) = analyse([graph])
    listed = gaps.check_list()
    assert [row.segment.name for row in listed][:3] == ["b", "a", "s"]
    assert [row.verify_gain for row in listed][:3] == [2, 1, 0]
    assert listed[0].verify_why == "若核实没有：本地的「x」、「y」要从市外采购这一项。"
    assert "若核实有：上游 1 个环节（s）各多一个本地下游" in listed[1].verify_why


def test_ties_are_explained() -> None:
    (gaps,) = analyse([chain("a>x b>x", told=["x"])])
    row = gaps.row("Segment:a")
    assert row.tied_with == ("b",)
    assert row.verify_why.endswith("与「b」各项计数相同，并列，按名称排。")


def test_where_an_accepted_firm_rules_absence_out_verifying_comes_last() -> None:
    (gaps,) = analyse([chain("a>x b>x", told=["x"], firms={"a": [firm("甲厂")]})])
    assert [row.segment.name for row in gaps.check_list()] == ["b", "a", "x"]
    assert gaps.row("Segment:a").verify_gain == 0
    assert "不会是缺链" in gaps.row("Segment:a").verify_why


def test_all_chains_together_show_a_shared_segment_once() -> None:
    one, two = chain("m>a", key="Chain:1", told=["a"]), chain("m>b", key="Chain:2", told=["b"])
    gaps = analyse_together([one, two])
    assert sorted(names(gaps)) == ["a", "b", "m"]
    assert gaps.row("Segment:m").local_direct == ("Segment:a", "Segment:b")
    assert gaps.check_list()[0].verify_gain == 2


def test_a_loop_breaks_nothing_of_itself_and_is_analysed() -> None:
    (gaps,) = analyse([chain("a>b b>a b>c", told=["c"])])
    row = gaps.row("Segment:a")
    assert row.breaks_direct == ("Segment:b",)
    assert row.breaks_indirect == ("Segment:c",)


def test_the_list_to_ask_for_follows_the_code() -> None:
    assert which_list("3813") == "规上工业企业名录"
    assert which_list("6513") == "规上服务业企业名录"
    assert which_list("5174") == "限上批发零售企业名录"
    assert which_list("x") == ""
    assert lists_for(["3813", "3812", "6513"]) == (
        "规上工业企业名录：取 3812、3813 两类",
        "规上服务业企业名录：取 6513 类",
    )


def test_an_office_is_asked_and_a_newspaper_is_not() -> None:
    graph = chain("a>x", told=["a"])
    (gaps,) = analyse([graph])
    assert "示例局：它的文件写到本环节" in gaps.row("Segment:a").ask
    (gaps,) = analyse([replace(graph, sources=(replace(PARTIAL, form="web notice"),))])
    assert not [line for line in gaps.row("Segment:a").ask if "示例局" in line]


def test_what_is_sure_stands_before_what_waits() -> None:
    firms = [firm("甲厂", review="candidate"), firm("乙厂", status="planned"), firm("丙厂")]
    (gaps,) = analyse([chain("a>x", firms={"a": firms})])
    assert [f.name for f in gaps.row("Segment:a").segment.firms] == ["丙厂", "乙厂", "甲厂"]


def test_whom_to_ask_starts_with_what_only_waits_for_review() -> None:
    (gaps,) = analyse([chain("a>x", told=["x"], firms={"a": [firm("甲厂", review="candidate")]})])
    ask = gaps.row("Segment:a").ask
    assert ask[0] == "先问 甲厂（文中写明，是否做这一环节待核）"
    assert ask[1] == "规上工业企业名录：取 3813 类"


def test_offices_and_towns_of_the_documents_go_before_the_list_to_ask_for() -> None:
    graph = chain("a>x", told=["a"])
    consulted = replace(PARTIAL, consulted=("市科技局", "市投促局"))
    graph = replace(graph, sources=(consulted,), segments=tuple(replace(n, towns=("甲镇",)) for n in graph.segments))
    (gaps,) = analyse([graph])
    assert gaps.row("Segment:a").ask == (
        "示例局：它的文件写到本环节",
        "市投促局、市科技局：写到本环节的文件会同它们办理",
        "甲镇：本环节的企业或集群在那里",
        "规上工业企业名录：取 3813 类",
    )


def test_who_uses_it_here_is_asked_where_it_buys() -> None:
    firms = {"x": [firm("甲厂"), firm("乙厂", review="candidate"), firm("丙厂", status="planned")]}
    (gaps,) = analyse([chain("a>x a>y b>y", firms=firms, told=["y"])])
    assert gaps.row("Segment:a").ask[-1] == "问用它的企业 甲厂（x）：从哪里买"
    assert gaps.row("Segment:b").ask[-1] == "示例局：写到、或在做直接用它的「y」"
    assert not [line for line in gaps.row("Segment:x").ask if "用它" in line]


def gap(amount: float) -> GapFigure:
    """Make the gap of a sector; only its amount matters here."""
    some = ("甲", ("3813",), "相同", 10.0, amount, None, None, amount / 10, None, None, "FLQ", None, None, "表", "市")
    return GapFigure(*some, ("s#1",), ())


def test_at_t2_the_gap_ranks_and_equal_gaps_go_by_what_would_break() -> None:
    graph = chain("a>x a>y b>x c>y d>x", told=["x", "y"], covered=["b", "c", "d"])
    measures = {
        "Segment:a": Measures(gap_ratio=0.9, gap=gap(9)),  # not covered: T0, so no gap is known of it
        "Segment:b": Measures(gap_ratio=0.2, gap=gap(2)),
        "Segment:c": Measures(gap_ratio=0.5, gap=gap(5)),
        "Segment:d": Measures(gap_ratio=0.5, gap=gap(5)),
    }
    (gaps,) = analyse([graph], measures=measures)
    assert names(gaps) == ["c", "d", "b", "a", "x", "y"]
    assert gaps.row("Segment:c").tied_with == ("d",)
    assert [row.segment.name for row in gaps.check_list()] == ["a", "x", "y"]
