"""Statements: stable keys, refused contradictions, quotes that must be in place."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from graph.errors import QuoteNotFound
from graph.evidence import Document, Entity, Figure, Ref, Review, Statement, Status, check_quotes, node_key
from graph.facts import document_batch
from graph.kinds import EDGES, NODES, allows

TEXT = "康方生物开发50余个创新药。中智药业上榜。"


def said(quote: str = "康方生物开发50余个创新药", **changes: Any) -> Statement:
    start = TEXT.find(quote)
    fields: dict[str, Any] = {
        "document": "d",
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "subject": Ref(kind="Firm", name="康方生物"),
        "predicate": "DEVELOPED",
        "object": Ref(kind="Product", name="创新药"),
        "review": Review.ACCEPTED,
    }
    return Statement(**{**fields, **changes})


def figure(**changes: Any) -> Statement:
    number = Figure(metric="创新药数", value="50", unit="个", number=50, normal=50, normal_unit="个")
    return said(predicate="HAS_STATISTIC", object=None, figure=number, qualifier="余", **changes)


def test_the_key_says_document_and_place_and_is_stable() -> None:
    assert said().key == "d#0-13/" + said().key[-10:]
    assert said().key == said(review=Review.REJECTED, extractor="other", confidence=0.1).key
    assert said().key != said(object=Ref(kind="Product", name="新药")).key


@pytest.mark.parametrize(
    "changes",
    [
        {"object": None},
        {"figure": Figure(metric="m", value="1")},
        {"predicate": "LIKES"},
        {"predicate": "LOCATED_IN"},
        {"predicate": "IN_SEGMENT", "object": Ref(kind="Segment", name="x")},
        {"end": 5},
        {"start": -1, "end": 11},
        {"confidence": 1.5},
    ],
    ids=["no object", "both", "unknown", "wrong ends", "not for sentences", "length", "negative", "confidence"],
)
def test_a_statement_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        said(**changes)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError):
        Ref(kind="Person", name="张三")


def test_a_quote_out_of_place_is_refused_and_told_where_it_stands() -> None:
    moved = said().model_copy(update={"start": 1, "end": 14})
    with pytest.raises(QuoteNotFound, match="这句话在 0-13"):
        check_quotes(TEXT, [moved])
    with pytest.raises(QuoteNotFound, match="全文没有这句话"):
        check_quotes("别的文字", [said()])


def test_full_width_and_half_width_names_are_one_thing() -> None:
    assert node_key("Product", "ＡＩ眼镜（新）") == node_key("Product", "AI眼镜(新)") == "Product:AI眼镜(新)"


def test_rejected_statements_support_nothing_but_are_kept() -> None:
    document = Document(key="d", title="t", text=TEXT)
    entities = [Entity(kind="Firm", name="康方生物", aliases=("康方",)), Entity(kind="Firm", name="无关")]
    batch = document_batch(document, entities, [said(review=Review.REJECTED), figure()])
    kinds = sorted(node.kind for node in batch.nodes)
    assert kinds == ["Document", "Firm", "Statement", "Statement", "Statistic"]
    assert sorted(edge.kind for edge in batch.edges) == ["FROM", "FROM", "HAS_STATISTIC"]


def test_two_sentences_that_say_the_same_make_one_edge_with_two_statements() -> None:
    document = Document(key="d", title="t", text=TEXT + TEXT)
    again = said().model_copy(update={"start": len(TEXT), "end": len(TEXT) + 13, "status": Status.PLANNED})
    batch = document_batch(document, [], [again, said()])
    (edge,) = [edge for edge in batch.edges if edge.kind == "DEVELOPED"]
    assert edge.properties["status"] == "done"
    assert sorted(map(str, edge.properties["statements"] or [])) == sorted([said().key, again.key])  # type: ignore[arg-type]


def test_two_figures_for_one_thing_stand_side_by_side() -> None:
    document = Document(key="d", title="t", text=TEXT)
    number = Figure(metric="创新药数", value="60", unit="个")
    other = said(predicate="HAS_STATISTIC", object=None, figure=number)
    batch = document_batch(document, [], [figure(), other])
    assert len([node for node in batch.nodes if node.kind == "Statistic"]) == 2


def test_every_declared_end_is_a_declared_kind() -> None:
    for kind in EDGES.values():
        assert kind.ends, kind.name
        for start, end in kind.ends:
            assert {start, end} <= NODES.keys(), kind.name
    assert allows("PRODUCES", "Firm", "Product")
    assert not allows("PRODUCES", "Product", "Firm")


def test_marks_and_labels_tell_kinds_apart() -> None:
    assert len({kind.mark for kind in NODES.values()}) == len(NODES)
    assert len({kind.zh for kind in NODES.values()}) == len(NODES)
