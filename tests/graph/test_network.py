"""The networkx view: what it draws, and that candidates stay out unless asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.exchange.network import network
from graph.store import Batch, EdgeRow, NodeRow, Value


def feeds(start: str, end: str, review: str = "accepted") -> EdgeRow:
    said: dict[str, Value] = {"statements": ["t#1"], "review": review, "status": "done", "basis": "stated"}
    return EdgeRow("INPUT_OF", ("Segment", f"Segment:{start}"), ("Segment", f"Segment:{end}"), said)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    nodes = [NodeRow("Segment", f"Segment:{name}", f"环节{name}") for name in "abcd"]
    edges = [feeds("a", "b"), feeds("b", "c"), feeds("c", "d", "candidate")]
    with EmbeddedStore(tmp_path / "s.lbug") as opened:
        opened.load(Batch("t", nodes, edges))
        yield opened


def test_accepted_edges_are_drawn_with_their_properties(store: EmbeddedStore) -> None:
    drawn = network(store, ["INPUT_OF"])
    assert sorted(drawn.nodes) == ["Segment:a", "Segment:b", "Segment:c"]
    assert drawn.nodes["Segment:a"] == {"kind": "Segment", "name": "环节a"}
    assert drawn.edges["Segment:a", "Segment:b", "INPUT_OF"]["basis"] == "stated"
    assert nx.has_path(drawn, "Segment:a", "Segment:c")


def test_candidates_are_drawn_only_when_asked_for(store: EmbeddedStore) -> None:
    assert "Segment:d" not in network(store)
    assert network(store, candidates=True).has_edge("Segment:c", "Segment:d")


def test_an_unknown_kind_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(InputError, match="NOTHING"):
        network(store, ["NOTHING"])
