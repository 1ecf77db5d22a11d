"""补链, 延链 and 强链: what stands on each list, why, and what is missing where one is empty."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from graph.store import Store
from queries.gaps.model import ChainGraph, GapClass, Measures
from queries.lists import ListKind, make_list, work_list
from tests.queries.samples import chain, firm, register
from tests.queries.test_properties import chains

FILL, EXTEND, STRENGTHEN = ListKind


def test_a_list_holds_its_classes_in_rank_order() -> None:
    graph = chain(
        "a>x b>x b>y c>x",
        told=["x", "y"],
        covered=["a", "b", "c"],
        firms={"c": [firm("甲厂"), firm("乙厂")]},
    )
    found = make_list([graph], FILL, "Chain:t")
    assert [one.row.segment.name for one in found.rows] == ["b", "a"]
    assert found.rows[0].why.startswith("缺链：名录完整，本地 0 家")
    assert (found.open, found.why_empty) == (2, "")


def test_an_extension_says_which_inputs_and_firms_are_here() -> None:
    graph = chain("a>c b>c", covered=["c"], told=["b"], firms={"a": [firm("甲厂"), firm("乙厂", review="candidate")]})
    (one,) = make_list([graph], EXTEND).rows
    assert one.why == "直接投入 2 个，本地在做 2 个（a、b），界限 50%。这些环节的企业：甲厂。"
    assert make_list([graph], FILL).rows == ()  # nothing here takes it: an extension, not a gap


def test_strength_needs_a_quotient_and_says_so() -> None:
    graph = chain("s>a a>b", told=["b", "s"], covered=["a"], firms={"a": [firm("甲厂"), firm("乙厂")]})
    empty = make_list([graph], STRENGTHEN)
    assert empty.rows == ()
    assert "还没有区位商" in empty.why_empty
    measures = {"Segment:a": Measures(quotient=1.3)}
    (one,) = make_list([graph], STRENGTHEN, measures=measures).rows
    assert one.row.gap_class is GapClass.STRONG
    assert one.why.endswith("区位商 1.30，不低于 1。上游本地在做：s，直接用它的本地环节：b。")
    weak = make_list([graph], STRENGTHEN, measures={"Segment:a": Measures(quotient=0.9)})
    assert "没有一个区位商达到界限" in weak.why_empty


def test_an_empty_list_says_which_register_to_load(small: Store, fresh: Store) -> None:
    found = work_list(small, FILL, "家电")
    assert found.rows == ()
    assert "都是数据不足" in found.why_empty
    assert found.openings[0].list_name == "规上工业企业名录"
    assert set(found.openings[0].codes) == {"3130", "3812", "3813", "3853", "3857"}
    fresh.load(register("whole", found.openings[0].codes))
    loaded = work_list(fresh, FILL, "家电")
    assert [one.row.segment.canonical for one in loaded.rows] == ["控制器", "硅钢片"]
    assert {one.row.gap_class for one in loaded.rows} == {GapClass.MISSING}


@given(chains("Chain:1"), chains("Chain:2"))
def test_what_is_not_covered_stands_on_no_list(one: ChainGraph, two: ChainGraph) -> None:
    bare = [replace(g, segments=tuple(replace(n, covered_by=()) for n in g.segments)) for g in (one, two)]
    for kind in ListKind:
        found = make_list(bare, kind)
        assert found.rows == ()
        assert "数据不足" in found.why_empty
        assert found.open == len(found.answer.rows)
        for listed in make_list([one, two], kind).rows:
            assert listed.row.segment.covered_by
