"""Parts of the graph and the walk through it: the same on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import graph.walk
from graph.errors import InputError, NotFound
from graph.exchange.graph_files import FORMATS, read_graph
from graph.exchange.network import node_name, originals, to_networkx
from graph.parts import Part, around, of_query
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from graph.walk import Walk, whole
from loaders.imported.convert import checked, convert
from loaders.imported.mapping import LeaveOut, Mapping
from tests.contract.engines import NAMES, engine_named


def edge(kind: str, start: str, end: str, review: str = "accepted") -> EdgeRow:
    said: dict[str, Value] = {"statements": [f"a#{kind}"], "review": review, "status": "done"}
    return EdgeRow(kind, (start.partition(":")[0], start), (end.partition(":")[0], end), said)


def firm(name: str, **more: Value) -> NodeRow:
    return NodeRow("Firm", f"Firm:{name}", name, more)


BATCHES = (
    Batch(
        "a",
        [
            firm("甲", aliases=["甲厂", "甲 公司"], credit_code="91442000MA4UEKXX0T"),
            firm("乙\x07\r\n"),
            firm("丁"),
            NodeRow("Town", "Town:东镇", "东镇"),
            NodeRow("Town", "Firm:甲", "同键的镇"),
            NodeRow("Industry", "Industry:灯", "灯"),
            NodeRow("Segment", "Segment:灯", "灯", {"products": ["灯具"]}),
            NodeRow("Statistic", "Statistic:a#1", "数", {"number": 3.5, "value": "3.5"}),
        ],
        [
            edge("LOCATED_IN", "Firm:甲", "Town:东镇"),
            edge("MEMBER_OF_CHAIN", "Firm:甲", "Industry:灯"),
            edge("ANCHORS", "Firm:甲", "Industry:灯"),
            edge("INVESTS_IN", "Firm:乙\x07\r\n", "Firm:甲"),
            edge("INVESTS_IN", "Firm:丁", "Firm:甲", "candidate"),
            edge("HAS_STATISTIC", "Industry:灯", "Statistic:a#1"),
        ],
    ),
    Batch(
        "b",
        [firm("甲", aliases=["甲"]), NodeRow("Town", "Town:东镇", "东镇")],
        [edge("LOCATED_IN", "Firm:甲", "Town:东镇")],
    ),
)
ALL = {"甲", "乙\x07\r\n", "丁", "东镇", "同键的镇", "灯", "数"}


@pytest.fixture(params=NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with engine_named(request.param, request).open(tmp_path) as opened:
        for batch in BATCHES:
            opened.load(batch)
        yield opened


def names(part: Part) -> set[str]:
    return {str(row["name"]) for row in part.nodes.values()}


def kinds(part: Part) -> list[str]:
    return sorted(kind for kind, _, _ in part.edges)


def test_around_goes_both_ways_as_far_as_asked(store: Store) -> None:
    assert names(around(store, ["Town:东镇"], 0)) == {"东镇"}
    assert names(around(store, ["Town:东镇"])) == {"东镇", "甲"}
    two = around(store, ["Town:东镇"], 2)
    assert names(two) == {"东镇", "甲", "灯", "乙\x07\r\n"}
    assert kinds(two) == ["ANCHORS", "INVESTS_IN", "LOCATED_IN", "MEMBER_OF_CHAIN"]
    assert names(around(store, ["Town:东镇"], 3)) == {"东镇", "甲", "灯", "乙\x07\r\n", "数"}


def test_around_keeps_to_the_kinds_and_leaves_candidates_out_unless_asked_for(store: Store) -> None:
    assert names(around(store, ["Firm:甲"], 2, kinds=["LOCATED_IN"])) == {"甲", "东镇", "同键的镇"}
    assert "丁" in names(around(store, ["Firm:甲"], candidates=True))


def test_nodes_come_with_all_their_properties(store: Store) -> None:
    part = around(store, ["Town:东镇"])
    row = part.nodes["Firm", "Firm:甲"]
    assert row["aliases"] == ["甲厂", "甲 公司", "甲"]
    assert (row["sources"], row["credit_code"]) == (["a", "b"], "91442000MA4UEKXX0T")
    (said,) = part.edges.values()
    assert (said["kind"], said["sources"]) == ("LOCATED_IN", ["a", "b"])


def test_between_the_nodes_of_a_query_stand_all_their_edges(store: Store) -> None:
    part = of_query(store, "MATCH p = (f:Firm)-[:ANCHORS]->(i:Industry) RETURN p")
    assert names(part) == {"甲", "灯"}
    assert kinds(part) == ["ANCHORS", "MEMBER_OF_CHAIN"]
    some = of_query(store, "MATCH (f:Firm) WHERE f.name = $name RETURN collect(f) AS firms", {"name": "丁"})
    assert (names(some), some.edges) == ({"丁"}, {})


@pytest.mark.parametrize(
    ("keys", "more", "error"),
    [
        (["Firm:无"], {}, NotFound),
        (["Firm:甲"], {"hops": 9}, InputError),
        (["Firm:甲"], {"kinds": ["NOTHING"]}, InputError),
        (["Firm:甲"], {"hops": 2, "most": 2}, InputError),
    ],
)
def test_what_cannot_be_shown_is_refused(
    store: Store, keys: list[str], more: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        around(store, keys, **more)  # type: ignore[arg-type]


def test_a_query_without_nodes_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="没有返回节点"):
        of_query(store, "MATCH (f:Firm) RETURN f.name")


def test_the_walk_finds_what_the_store_holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    found = whole(store, candidates=True)
    info = store.info()
    assert (len(found.nodes), len(found.edges)) == (sum(info.nodes.values()), sum(info.edges.values()))
    assert names(found) == ALL
    monkeypatch.setattr(graph.walk, "_PAGE", graph.walk._PAGE.replace("LIMIT 2000", "LIMIT 1"))
    monkeypatch.setattr(graph.walk, "PAGE", 1)
    assert whole(store, candidates=True) == found


def test_the_walk_leaves_out_what_only_candidates_speak_of(store: Store) -> None:
    found = whole(store)
    assert names(found) == ALL - {"丁"}
    assert len(found.edges) == 5


@pytest.mark.parametrize(
    ("wanted", "nodes", "edges"),
    [
        (["LOCATED_IN"], {"甲", "东镇"}, ["LOCATED_IN"]),
        (["Firm", "Town"], {"甲", "乙\x07\r\n", "东镇", "同键的镇"}, ["INVESTS_IN", "LOCATED_IN"]),
        (["Firm", "Town", "LOCATED_IN"], {"甲", "乙\x07\r\n", "东镇", "同键的镇"}, ["LOCATED_IN"]),
        (["Role"], set(), []),
    ],
)
def test_the_walk_keeps_to_the_kinds(store: Store, wanted: list[str], nodes: set[str], edges: list[str]) -> None:
    found = whole(store, wanted)
    assert (names(found), kinds(found)) == (nodes, edges)


def test_the_walk_refuses_an_unknown_kind(store: Store) -> None:
    with pytest.raises(InputError, match="NOTHING"):
        Walk(store, ["Firm", "NOTHING"])


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_the_rows_of_the_store(store: Store, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"all.{form}"
    with path.open("wb") as file:
        FORMATS[form](file, Walk(store, candidates=True))
    back = read_graph(path)
    assert back == whole(store, candidates=True)
    rows = {
        (row[0], row[1]): row
        for row in store.read("MATCH (n) WHERE n.kind <> 'Change' RETURN n.kind, n.key, n.name, n.aliases").rows
    }
    for node_id, row in back.nodes.items():
        assert rows[node_id][2:] == (row["name"], row.get("aliases"))


def test_networkx_has_it_all_and_brings_it_back_with_provenance(store: Store) -> None:
    part = whole(store, candidates=True)
    drawn = to_networkx(part)
    assert drawn.nodes[node_name(("Town", "Firm:甲"))]["name"] == "同键的镇"
    assert set(drawn["Firm:甲"]["Industry:灯"]) == {"MEMBER_OF_CHAIN", "ANCHORS"}
    drawn.remove_nodes_from(["Firm:乙\x07\r\n", "Town|Firm:甲"])  # such a name and such a key are not imported
    leave = LeaveOut(labels=frozenset({"Statistic"}))
    batch = checked(convert(originals(drawn), Mapping(source="nx", leave_out=leave)))
    report = store.load(batch)
    assert report.added == 1  # the source's document; the rest was there, and is now said by it too
    after = whole(store, candidates=True)
    assert after.nodes["Firm", "Firm:甲"]["sources"] == ["a", "b", "imported-nx"]
    said = after.edges["ANCHORS", ("Firm", "Firm:甲"), ("Industry", "Industry:灯")]
    assert (said["review"], said["sources"]) == ("accepted", ["a", "imported-nx"])
    store.withdraw("imported-nx")
    assert whole(store, candidates=True) == part
