"""Products in segments, by rules that can be shown; firms of a source without places in none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from graph.embedded.store import EmbeddedStore
from graph.store import Batch, EdgeRow, NodeRow, Value
from loaders.build import refresh
from loaders.chain_kg import chain_kg
from loaders.matching import Terms, matching_batch, placeless_sources
from loaders.product_links import fitting
from tests.loaders.test_chain_kg import folder

TERMS: list[dict[str, Value]] = [
    {"key": "motor", "name": "电机", "aliases": ["马达"], "products": ["步进电机"], "local_name": "家电电机"},
    {"key": "rotor", "name": "转子与定子", "aliases": [], "products": ["转子"], "local_name": None},
    {"key": "lamp", "name": "灯具", "aliases": [], "products": ["转子"], "local_name": None},
]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["步进电机"], [("motor", "term", "步进电机")]),
        (["马达"], [("motor", "alias", "马达")]),
        (["家电电机"], [("motor", "alias", "家电电机")]),
        (["微型步进电机"], [("motor", "ending", "步进电机")]),
        (["转子"], [("lamp", "term", "转子"), ("rotor", "term", "转子")]),
        (["驱动器", "马达"], [("motor", "alias", "马达")]),
        (["电机零配件"], []),
        (["电机控制"], []),
        (["发动机"], []),
        (["步进電机"], []),
    ],
)
def test_a_product_is_linked_by_its_words_and_never_by_likeness(
    names: Sequence[str], found: list[tuple[str, str, str]]
) -> None:
    assert list(fitting(Terms(TERMS), names)) == found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    """A chain with the motor and the rotor, and the small national graph."""
    row: dict[str, Value] = {"statements": ["t#3"], "review": "accepted", "status": "done"}
    segments = [
        NodeRow("Segment", "Segment:motor", "电机", {"products": ["步进电机"]}),
        NodeRow("Segment", "Segment:rotor", "铁芯", {"products": ["转子"]}),
    ]
    places = [EdgeRow("IN_CHAIN", ("Segment", node.key), ("Chain", "Chain:c"), row) for node in segments]
    with EmbeddedStore(tmp_path / "s.lbug") as opened:
        opened.load(Batch("t", [NodeRow("Chain", "Chain:c", "链"), *segments], places))
        opened.load(chain_kg(folder(tmp_path / "kg")))
        yield opened


def links(store: EmbeddedStore) -> dict[tuple[str, str], tuple[Value, ...]]:
    rows = store.read(
        "MATCH (p:Product)-[e:OF_SEGMENT]->(s:Segment) "
        "RETURN p.name, s.name, e.rule, e.term, e.review, e.statements ORDER BY p.name"
    ).rows
    return {(str(product), str(segment)): tuple(rest) for product, segment, *rest in rows}


def test_a_link_rests_on_the_templates_row_and_an_ending_stays_a_candidate(store: EmbeddedStore) -> None:
    refresh(store)
    assert links(store) == {
        ("电机", "电机"): ("alias", "电机", "accepted", ["t#3"]),
        ("步进电机", "电机"): ("term", "步进电机", "accepted", ["t#3"]),
        ("转子", "铁芯"): ("term", "转子", "accepted", ["t#3"]),
    }
    more: dict[str, Value] = {"statements": ["u#1"], "review": "accepted", "status": "done"}
    made = EdgeRow("PRODUCES", ("Firm", "Firm:戊"), ("Product", "Product:微型电机"), more)
    store.load(
        Batch("u", [NodeRow("Firm", "Firm:戊", "戊"), NodeRow("Product", "Product:微型电机", "微型电机")], [made])
    )
    refresh(store)
    assert links(store)["微型电机", "电机"] == ("ending", "电机", "candidate", ["t#3"])


def test_linking_twice_changes_nothing_and_links_go_with_the_source(store: EmbeddedStore) -> None:
    refresh(store)
    assert all((r.added, r.changed, r.withdrawn) == (0, 0, 0) for r in refresh(store))
    store.withdraw("chain-kg")
    refresh(store)
    assert links(store) == {}
    assert store.info().nodes.get("Product", 0) == 0


def test_firms_of_a_source_without_places_stand_in_no_segment(store: EmbeddedStore) -> None:
    assert placeless_sources(store) == ["chain-kg"]
    assert not [edge for edge in matching_batch(store).edges if edge.kind == "IN_SEGMENT"]


def test_a_national_list_that_says_where_firms_are_places_them(store: EmbeddedStore) -> None:
    said: dict[str, Value] = {"statements": ["n#1"], "review": "accepted", "status": "done"}
    nodes = [
        NodeRow("Document", "Document:n", "n", {"region": "全国"}),
        NodeRow("Firm", "Firm:己", "己"),
        NodeRow("Town", "Town:某镇", "某镇"),
        NodeRow("Product", "Product:电机", "电机"),
    ]
    makes = EdgeRow("PRODUCES", ("Firm", "Firm:己"), ("Product", "Product:电机"), said)
    there = EdgeRow("LOCATED_IN", ("Firm", "Firm:己"), ("Town", "Town:某镇"), said)
    store.load(Batch("n", nodes, [makes]))
    assert placeless_sources(store) == ["chain-kg", "n"]
    store.load(Batch("n", nodes, [makes, there]))
    assert placeless_sources(store) == ["chain-kg"]
    placed = {edge.start[1] for edge in matching_batch(store).edges if edge.kind == "IN_SEGMENT"}
    assert placed == {"Firm:己"}


def test_what_a_local_source_says_too_still_places(store: EmbeddedStore) -> None:
    said: dict[str, Value] = {"statements": ["l#1"], "review": "accepted", "status": "done"}
    key = "Firm:甲电机股份有限公司"
    nodes = [
        NodeRow("Document", "Document:l", "l", {"region": "中山市"}),
        NodeRow("Firm", key, "甲电机股份有限公司"),
        NodeRow("Product", "Product:电机", "电机"),
    ]
    store.load(Batch("l", nodes, [EdgeRow("PRODUCES", ("Firm", key), ("Product", "Product:电机"), said)]))
    (edge,) = [edge for edge in matching_batch(store).edges if edge.kind == "IN_SEGMENT"]
    assert (edge.start[1], edge.properties["review"]) == (key, "accepted")
