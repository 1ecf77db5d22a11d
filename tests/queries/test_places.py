"""Who is here: by accepted places, else by the word of a source that declares the region."""

from __future__ import annotations

import pytest

from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from queries.gaps.answers import analyse_chain
from queries.gaps.load import load_chains
from queries.gaps.model import UNPLACED, SegmentNode
from queries.gaps.places import Places, read_places
from queries.targets import targets
from tests.queries.samples import placement

SAID: dict[str, Value] = {"statements": ["map#1"], "review": "accepted", "status": "done"}


def place(kind: str, name: str, above: str, review: str = "accepted") -> dict[str, Value]:
    thing = f"{kind}:{name}"
    return {"thing": thing, "kind": kind, "name": name, "place_name": above, "review": review, "status": "done"}


MAP = read_places(
    [
        place("Region", "中山市", "广东省"),
        place("Region", "中山市", "粤港澳大湾区"),
        place("Town", "南头镇", "中山市"),
        place("Region", "佛山市", "广东省"),
        place("Town", "北滘镇", "佛山市"),
        place("Firm", "甲", "南头镇"),
        place("Firm", "乙", "北滘镇"),
        place("Firm", "丙", "广东省"),
        place("Firm", "丁", "佛山市", review="candidate"),
    ],
    "中山市",
)


@pytest.mark.parametrize(
    ("declared", "here"),
    [
        ("中山市", True),
        ("南头镇", True),
        ("", True),
        ("广东省", False),
        ("粤港澳大湾区", False),
        ("全国", False),
        ("佛山市", False),
        ("北滘镇", False),
        ("上海市", False),
    ],
)
def test_only_a_source_of_the_region_says_that_what_it_names_is_here(declared: str, here: bool) -> None:
    assert MAP.speaks_of_here(declared) is here
    assert MAP.place("Firm:戊", [declared]) == ("" if here else UNPLACED)


@pytest.mark.parametrize(("firm", "found"), [("甲", ""), ("乙", "北滘镇"), ("丙", UNPLACED), ("丁", UNPLACED)])
def test_an_accepted_place_goes_before_what_sources_declare(firm: str, found: str) -> None:
    assert MAP.place(f"Firm:{firm}", ["全国"]) == found


def test_one_source_of_the_region_is_enough() -> None:
    assert MAP.place("Firm:戊", ["全国", "中山市"]) == ""
    assert MAP.place("Firm:戊", []) == ""


def test_places_that_contain_each_other_end() -> None:
    rows = [place("Town", "一镇", "二镇"), place("Town", "二镇", "一镇")]
    assert isinstance(read_places(rows, "中山市"), Places)


def declared(key: str, region: str) -> Batch:
    return Batch(f"about-{key}", [NodeRow("Document", f"Document:{key}", key, {"title": key, "region": region})], [])


def motor(store: Store) -> SegmentNode:
    return next(node for chain in load_chains(store) for node in chain.segments if node.key == "Segment:motor")


@pytest.mark.parametrize(
    ("region", "counted"), [("中山市", True), ("", True), ("全国", False), ("广东省", False), ("佛山市", False)]
)
def test_an_accepted_firm_without_a_place_counts_only_by_a_source_of_the_region(
    fresh: Store, region: str, counted: bool
) -> None:
    fresh.load(Batch("map", [NodeRow("Region", f"Region:{n}", n) for n in ("中山市", "广东省")], [
        EdgeRow("LOCATED_IN", ("Region", "Region:中山市"), ("Region", "Region:广东省"), SAID),
    ]))  # fmt: skip
    fresh.load(declared("list", region))
    fresh.load(placement("list", "戊电机厂", "motor"))
    node = motor(fresh)
    assert ("戊电机厂" in [firm.name for firm in node.firms]) is counted
    assert [(firm.name, firm.place) for firm in node.elsewhere] == ([] if counted else [("戊电机厂", UNPLACED)])
    row = analyse_chain(fresh, "家电").row("Segment:motor")
    assert (row.suppliers == 2) is counted
    assert "戊电机厂" not in row.reach.sentence, "nobody knows that it is elsewhere"


def makes(source: str, firm: str, *products: str, **more: str) -> Batch:
    """A source in which a firm makes products, each a product of the motor."""
    said: dict[str, Value] = {"statements": [f"{source}#rows!7"], "review": "candidate", "status": "done", **more}
    linked: dict[str, Value] = {**said, "rule": "term", "term": "电机", "review": "accepted"}
    nodes = [NodeRow("Firm", f"Firm:{firm}", firm), NodeRow("Segment", "Segment:motor", "电机")]
    edges = []
    for name in products:
        nodes.append(NodeRow("Product", f"Product:{name}", name))
        edges.append(EdgeRow("PRODUCES", ("Firm", f"Firm:{firm}"), ("Product", f"Product:{name}"), said))
        edges.append(EdgeRow("OF_SEGMENT", ("Product", f"Product:{name}"), ("Segment", "Segment:motor"), linked))
    return Batch(source, nodes, edges)


def test_targets_go_by_products_then_name_and_say_where_nobody_knows(fresh: Store) -> None:
    fresh.load(makes("k1", "乙外地厂", "直流电机"))
    fresh.load(makes("k2", "甲外地厂", "直流电机"))
    fresh.load(makes("k3", "中山丙厂", "直流电机", "交流电机"))
    fresh.load(makes("k4", "丁外地厂", "直流电机", review="rejected"))
    nodes = [NodeRow("Firm", "Firm:甲外地厂", "甲外地厂"), NodeRow("Region", "Region:佛山市", "佛山市")]
    there = EdgeRow("LOCATED_IN", ("Firm", "Firm:甲外地厂"), ("Region", "Region:佛山市"), SAID)
    fresh.load(Batch("map", nodes, [there]))
    found = targets(fresh, "电机")
    assert [(firm.name, firm.place, firm.named_here) for firm in found.firms] == [
        ("中山丙厂", UNPLACED, True),
        ("乙外地厂", UNPLACED, False),
        ("甲外地厂", "佛山市", False),
    ]
    made = found.firms[0].made[0]
    assert (made.rule, made.term, made.review, made.statement) == ("term", "电机", "candidate", "k3#rows!7")


def test_a_firm_that_is_known_here_is_no_target_and_targets_change_no_answer(fresh: Store) -> None:
    before = analyse_chain(fresh, "家电")
    fresh.load(makes("k1", "甲电机厂", "直流电机"))
    fresh.load(makes("k2", "己外地厂", "直流电机"))
    found = targets(fresh, "电机")
    assert [firm.name for firm in found.firms] == ["己外地厂"]
    assert [firm.name for firm in found.here] == ["甲电机厂"]
    assert analyse_chain(fresh, "家电").rows == before.rows
