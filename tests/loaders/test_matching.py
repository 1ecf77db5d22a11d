"""Firms in segments, by rules that can be shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.embedded.store import EmbeddedStore
from graph.evidence import Document, Entity, Figure, Ref, Review, Statement
from graph.facts import document_batch
from graph.store import Batch, EdgeRow, NodeRow, Value
from loaders.matching import Terms, matching_batch

TEXT = (
    "甲公司研发5座电动垂直起降飞行器（eVTOL）M1。乙电机落户。依托丙公司发展风电。"
    "灯饰照明产业升级。丁公司拟生产机载雷达。"
)


def said(quote: str, subject: Ref, predicate: str, target: Ref | Figure, **changes: Any) -> Statement:
    start = TEXT.index(quote)
    ends = {"figure": target} if isinstance(target, Figure) else {"object": target}
    fields: dict[str, Any] = {"document": "d", "start": start, "end": start + len(quote), "quote": quote}
    fields |= {"subject": subject, "predicate": predicate, "review": "accepted", **ends}
    return Statement(**{**fields, **changes})


def firm(name: str) -> Ref:
    return Ref(kind="Firm", name=name)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    terms = {
        "evtol": ["电动垂直起降飞行器"],
        "motor": ["电机", "马达"],
        "wind": ["风电"],
        "lamp": ["灯饰"],
        "radar": ["机载雷达"],
    }
    chain = NodeRow("Chain", "Chain:c", "链")
    nodes = [NodeRow("Segment", f"Segment:{key}", words[0], {"products": [*words]}) for key, words in terms.items()]
    row: dict[str, Value] = {"statements": ["t#1"], "review": "accepted", "status": "done"}
    places = [EdgeRow("IN_CHAIN", ("Segment", node.key), ("Chain", "Chain:c"), row) for node in nodes]
    craft = Ref(kind="Product", name="5座电动垂直起降飞行器（eVTOL）M1")
    statements = [
        said("甲公司研发5座电动垂直起降飞行器（eVTOL）M1", firm("甲公司"), "DEVELOPED", craft),
        said("乙电机落户", Ref(kind="Region", name="市"), "INTRODUCED", firm("乙电机")),
        said("依托丙公司发展风电", firm("丙公司"), "ANCHORS", Ref(kind="Segment", name="风电")),
        said(
            "灯饰照明产业升级",
            Ref(kind="Industry", name="灯饰照明产业"),
            "HAS_STATISTIC",
            Figure(metric="增速", value="1"),
        ),
        said(
            "丁公司拟生产机载雷达", firm("丁公司"), "PRODUCES", Ref(kind="Product", name="机载雷达"), status="planned"
        ),
    ]
    with EmbeddedStore(tmp_path / "s.lbug") as opened:
        opened.load(Batch("t", [chain, *nodes], places))
        opened.load(
            document_batch(Document(key="d", title="d", text=TEXT), [Entity(kind="Firm", name="甲公司")], statements)
        )
        yield opened


def placed(store: EmbeddedStore) -> dict[tuple[str, str], dict[str, Any]]:
    edges = [edge for edge in matching_batch(store).edges if edge.kind == "IN_SEGMENT"]
    return {(edge.start[1], edge.end[1]): dict(edge.properties) for edge in edges}


def test_a_product_places_its_maker_whatever_model_code_it_bears(store: EmbeddedStore) -> None:
    edge = placed(store)["Firm:甲公司", "Segment:evtol"]
    assert (edge["rule"], edge["term"], edge["review"]) == ("product", "电动垂直起降飞行器", "accepted")


def test_a_stated_link_places_the_firm(store: EmbeddedStore) -> None:
    assert placed(store)["Firm:丙公司", "Segment:wind"]["rule"] == "stated"


def test_a_name_only_makes_a_candidate(store: EmbeddedStore) -> None:
    edge = placed(store)["Firm:乙电机", "Segment:motor"]
    assert (edge["rule"], edge["review"]) == ("name", "candidate")


def makes(store: EmbeddedStore, *products: tuple[str, str]) -> None:
    """Load a document in which 戊公司 makes products, each accepted or candidate."""
    text = "".join(f"戊公司生产{name}。" for name, _ in products)
    statements = []
    for name, review in products:
        start = text.index(f"戊公司生产{name}。")
        statements.append(
            Statement(
                document="e", start=start, end=start + 5 + len(name), quote=f"戊公司生产{name}", subject=firm("戊公司"),
                predicate="PRODUCES", object=Ref(kind="Product", name=name), review=Review(review),
            )
        )  # fmt: skip
    store.load(document_batch(Document(key="e", title="e", text=text), [], statements))


def test_a_part_or_a_test_of_a_thing_is_not_the_thing(store: EmbeddedStore) -> None:
    makes(store, ("电机零配件", "accepted"), ("电动垂直起降飞行器检测", "accepted"))
    assert not [segment for name, segment in placed(store) if name == "Firm:戊公司"]


def test_a_product_called_product_is_the_product(store: EmbeddedStore) -> None:
    makes(store, ("灯饰产品", "accepted"))
    edge = placed(store)["Firm:戊公司", "Segment:lamp"]
    assert (edge["rule"], edge["review"]) == ("product", "accepted")


def test_the_word_that_is_shown_is_one_on_which_the_verdict_rests(store: EmbeddedStore) -> None:
    makes(store, ("电机", "candidate"), ("马达", "accepted"))
    edge = placed(store)["Firm:戊公司", "Segment:motor"]
    assert (edge["term"], edge["review"]) == ("马达", "accepted")


def test_planned_stays_planned(store: EmbeddedStore) -> None:
    assert placed(store)["Firm:丁公司", "Segment:radar"]["status"] == "planned"


def test_an_industry_is_not_the_segment_whose_word_its_name_begins_with(store: EmbeddedStore) -> None:
    mentions = [
        edge for edge in matching_batch(store).edges if edge.kind == "MENTIONS" and edge.end[1] == "Segment:lamp"
    ]
    assert {edge.properties["review"] for edge in mentions} == {"candidate"}


def test_every_match_rests_on_the_statements_it_was_drawn_from(store: EmbeddedStore) -> None:
    known = {str(row[0]) for row in store.read("MATCH (s:Statement) RETURN s.key").rows}
    for edge in matching_batch(store).edges:
        keys = edge.properties["statements"]
        assert isinstance(keys, list)
        assert keys
        assert set(map(str, keys)) <= known


def test_deriving_twice_changes_nothing(store: EmbeddedStore) -> None:
    store.load(matching_batch(store))
    report = store.load(matching_batch(store))
    assert (report.added, report.changed, report.withdrawn) == (0, 0, 0)


def test_the_longest_word_wins_and_latin_words_stand_alone() -> None:
    rows: list[dict[str, Value]] = [
        {"key": "a", "name": "芯片", "aliases": None, "products": ["驱动芯片"], "local_name": None},
        {"key": "b", "name": "智能算法", "aliases": ["CAD"], "products": [], "local_name": None},
    ]
    terms = Terms(rows)
    assert terms.held("布局驱动芯片") == {"a": "驱动芯片"}
    assert terms.held("采用CAD设计") == {"b": "CAD"}
    assert terms.held("SCADA系统") == {}
