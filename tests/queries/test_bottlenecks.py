"""On what several chains hang, and what cuts segments and leaders off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.store import Store
from queries.gaps.analyse import analyse, analyse_together
from queries.gaps.bottlenecks import bottlenecks, find_bottlenecks
from queries.gaps.model import ChainGraph
from tests.queries.samples import chain, firm
from tests.queries.test_properties import NAMES, chains, with_firm


def test_leaders_that_lose_every_path_are_named_also_behind_others() -> None:
    firms = {"d": [firm("甲厂")], "e": [firm("乙厂")]}
    graph = chain("a>b b>c c>d x>e b>e", firms=firms, leaders=["甲厂", "乙厂"])
    (gaps,) = analyse([graph])
    row = gaps.row("Segment:b")
    assert (row.cut_here, row.leaders_cut) == (("Segment:d",), ("Firm:甲厂",))
    assert row.leaders_hit == ("Firm:乙厂", "Firm:甲厂")
    assert gaps.row("Segment:x").leaders_cut == ()
    assert analyse_together([graph]).row("Segment:b").leaders_cut == ("Firm:甲厂",)


def test_a_shared_bottleneck_says_what_hangs_on_it_in_each_chain() -> None:
    one = chain("m>a a>b", key="Chain:1", told=["a", "b"])
    two = chain("m>c n>c", key="Chain:2", firms={"c": [firm("甲厂")]}, leaders=["甲厂"])
    idle = chain("m>d n>d", key="Chain:3")
    found = find_bottlenecks([one, two, idle])
    (row,) = found.rows
    assert row.name == "m"
    assert [(hold.chain, hold.direct, hold.indirect, hold.cut, hold.leaders) for hold in row.hanging] == [
        ("Chain:1", ("Segment:a",), ("Segment:b",), ("Segment:a", "Segment:b"), ()),
        ("Chain:2", ("Segment:c",), (), (), ("Firm:甲厂",)),
    ]
    assert (row.count("cut"), row.count("direct"), row.count("leaders_cut")) == (2, 2, 0)
    assert found.idle == 1  # n: shared by two chains, needed by what is here in one


def test_of_one_chain_only_what_cuts_something_off_is_listed() -> None:
    graph = chain("a>b b>c x>c", told=["b", "c"])
    found = find_bottlenecks([graph], "Chain:t")
    assert [(row.name, row.holds[0].cut) for row in found.rows] == [("a", ("Segment:b",))]
    assert (found.idle, found.local) == (3, 2)
    assert find_bottlenecks([chain("a>b")], "Chain:t").rows == ()


def test_a_store_is_asked_in_the_same_way(small: Store) -> None:
    (row,) = [row for row in bottlenecks(small, "家电").rows if row.name == "硅钢片"]
    assert row.holds[0].cut == ("Segment:motor",)
    assert bottlenecks(small).rows == ()


@given(chains("Chain:1"), chains("Chain:2"), st.sampled_from(NAMES), st.sampled_from(["candidate", "planned"]))
def test_candidates_and_plans_hang_on_nothing(one: ChainGraph, two: ChainGraph, segment: str, kind: str) -> None:
    new = firm("新厂", review="candidate") if kind == "candidate" else firm("新厂", status="planned")
    assert find_bottlenecks([with_firm(one, segment, new), two]).rows == find_bottlenecks([one, two]).rows


@given(chains("Chain:1"), chains("Chain:2"))
def test_rows_go_by_chains_then_by_what_is_cut_off(one: ChainGraph, two: ChainGraph) -> None:
    rows = find_bottlenecks([two, one]).rows
    keys = [(-len(row.hanging), -row.count("cut"), -row.count("leaders_cut")) for row in rows]
    assert keys == sorted(keys)
    for row in rows:
        for hold in row.holds:
            assert set(hold.cut) <= {*hold.direct, *hold.indirect}
            assert set(hold.leaders_cut) <= set(hold.leaders)
