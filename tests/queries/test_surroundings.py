"""What stands around things: cut nearest first and told, never by way of a region, each edge with its words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError, NotFound
from graph.store import Batch, NodeRow, Store
from queries.paths import paths
from queries.surroundings import keys_in, keys_of, surroundings
from tests.queries.samples import fill
from viz.graph.picture import picture


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with EmbeddedStore(tmp_path_factory.mktemp("around") / "store.lbug") as made:
        fill(made)
        yield made


def test_a_name_or_a_key_is_enough_and_each_thing_stands_once(store: Store) -> None:
    assert keys_of(store, ["乙厂", "Firm:乙整机厂"]) == ["Firm:乙整机厂"]
    with pytest.raises(NotFound):
        keys_of(store, ["没有这一家"])


def test_a_key_may_hold_commas(store: Store) -> None:
    assert keys_in(store, "Segment:motor, Segment:steel,Segment:motor", 50) == ["Segment:motor", "Segment:steel"]
    store.load(Batch("named", [NodeRow("Firm", "Firm:A CO.,LTD,B", "A CO.,LTD,B", {})], []))
    listed = "Segment:motor,Firm:A CO.,LTD,B,Segment:none"
    assert keys_in(store, listed, 50) == ["Segment:motor", "Firm:A CO.,LTD,B", "Segment:none"]


def test_all_edges_between_what_is_shown_are_there(store: Store) -> None:
    found = surroundings(store, ["Segment:motor"], 1)
    ends = {end for _, start, last in found.part.edges for end in (start, last)}
    assert ends <= set(found.part.nodes)
    assert found.steps["Segment", "Segment:motor"] == 0
    assert not {"Statement", "Document", "Statistic"} & {kind for kind, _ in found.part.nodes}


def test_what_does_not_fit_is_counted(store: Store) -> None:
    every = surroundings(store, ["Segment:motor"], 1)
    some = surroundings(store, ["Segment:motor"], 2, most=3)
    assert len(some.part.nodes) == 3
    assert some.left_out == len(every.part.nodes) - 3
    assert some.not_gone == 1
    assert ("Segment", "Segment:motor") in some.part.nodes


def test_candidates_come_only_when_asked_for(store: Store) -> None:
    sure = {id_ for id_, row in surroundings(store, ["Segment:motor"], 2).part.edges.items()}
    both = surroundings(store, ["Segment:motor"], 2, candidates=True).part.edges
    assert sure <= set(both)
    assert {row.get("review") for id_, row in both.items() if id_ not in sure} <= {"candidate"}


def test_a_walk_ends_at_a_region_and_at_a_chain(store: Store) -> None:
    near = surroundings(store, ["Segment:steel"], 1)
    far = surroundings(store, ["Segment:steel"], 3)
    chain = [id_ for id_ in near.part.nodes if id_[0] == "Chain"]
    assert chain
    around_chain = surroundings(store, [chain[0][1]], 1)
    assert any(far.steps.get(id_, 9) != 2 for id_ in around_chain.part.nodes)


def test_quotes_stand_in_their_text_letter_by_letter(store: Store) -> None:
    found = surroundings(store, ["Firm:乙整机厂"], 2, candidates=True)
    assert found.words
    for words in found.words.values():
        assert words.exact == bool(words.quote.text)
    edges = picture(found)["edges"]
    assert any(edge["quotes"] for edge in edges)
    assert all(edge["quotes"] or edge["rows"] for edge in edges if edge["review"])


def test_an_unknown_relation_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="没有这些类型"):
        surroundings(store, ["Segment:motor"], 1, relations=["NONE"])


def test_no_path_is_told_twice(store: Store) -> None:
    found = paths(store, "Segment:steel", "Segment:maker", most_steps=3)
    assert found.steps == 2
    assert len(found.paths) == len(set(found.paths)) == 1
