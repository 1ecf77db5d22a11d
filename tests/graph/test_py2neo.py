"""The py2neo bridge on a real server: reading, classes, sub-graphs both ways, and what it refuses."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import py2neo
import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError, StoreDenied, StoreReadOnly, StoreUnreachable
from graph.exchange import py2neo_bridge as bridge
from graph.kinds import EDGES, NODES
from graph.opening import open_store
from graph.parts import around
from graph.store import Batch, EdgeRow, NodeRow, Store, Value
from graph.walk import whole
from loaders.imported.convert import checked, convert
from loaders.imported.mapping import LeaveOut, LinkMapping, Mapping, NodeMapping
from tests.server.neo4j_server import started, wipe

SAID: dict[str, Value] = {"statements": ["a#1"], "review": "accepted", "status": "done"}
FIRM, TOWN, GUANGZHOU = ("Firm", "Firm:甲"), ("Town", "Town:东镇"), ("Region", "Region:广州市")
BATCH = Batch(
    "a",
    [
        NodeRow(*FIRM, "甲", {"aliases": ["甲厂", "甲公司"], "credit_code": "007"}),
        NodeRow(*TOWN, "东镇"),
        NodeRow(*GUANGZHOU, "广州市"),
        NodeRow("Statistic", "Statistic:a#1", "数", {"number": 3.5}),
    ],
    [
        EdgeRow("LOCATED_IN", FIRM, TOWN, SAID),
        EdgeRow("ORIGINATES_FROM", FIRM, GUANGZHOU, {**SAID, "review": "candidate"}),
        EdgeRow("HAS_STATISTIC", FIRM, ("Statistic", "Statistic:a#1"), SAID),
    ],
)


@pytest.fixture
def server(neo4j_uri: str) -> Iterator[Store]:
    wipe(neo4j_uri)
    with open_store(neo4j_uri) as store:
        store.load(BATCH)
        yield store


@pytest.fixture
def graph(server: Store, neo4j_uri: str) -> Iterator[bridge.StoreGraph]:
    with bridge.open_graph(neo4j_uri) as opened:
        yield opened


@pytest.fixture
def writing(server: Store, neo4j_uri: str) -> Iterator[bridge.StoreGraph]:
    with bridge.open_graph(neo4j_uri, write=True) as opened:
        yield opened


def test_the_graph_is_found_where_the_store_is(server: Store, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANTU_STORE", neo4j_uri.replace("bolt://", "neo4j://"))
    with bridge.open_graph() as graph:
        assert graph.evaluate("MATCH (f:Firm) RETURN f.name") == "甲"
        assert graph.nodes.match("Firm", name="甲").first()["aliases"] == ["甲厂", "甲公司"]


def test_user_and_password_are_those_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_login = started(tmp_path / "login", authentication=True)
    try:
        with neo4j.GraphDatabase.driver(with_login.uri, auth=("neo4j", "neo4j")) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO 'a-new-password'"
            driver.execute_query(change, database_="system")
        monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", "a-new-password")
        with bridge.open_graph(with_login.uri) as graph:
            assert graph.evaluate("RETURN 1") == 1
            assert "a-new-password" not in repr(graph)
        monkeypatch.setenv("LIANTU_NEO4J_PASSWORD", "wrong-password")
        with pytest.raises(StoreDenied):
            bridge.open_graph(with_login.uri)
    finally:
        with_login.kill()


def test_a_graph_for_reading_writes_nothing(graph: bridge.StoreGraph, server: Store) -> None:
    before = whole(server, candidates=True)
    town = bridge.models()["Town"].match(graph, "Town:东镇").first()
    town.name = "西镇"
    attempts: list[Callable[[], object]] = [
        lambda: graph.run("CREATE (n:Own {name: 'x'})"),
        lambda: graph.create(py2neo.Node("Own", name="x")),
        lambda: graph.merge(py2neo.Node("Own", name="x"), "Own", "name"),
        lambda: graph.push(town),
        lambda: graph.delete_all(),
        lambda: graph.update("MATCH (n) DETACH DELETE n"),
        lambda: graph.schema.create_index("Own", "name"),
    ]
    for attempt in attempts:
        with pytest.raises(StoreReadOnly):
            attempt()
    assert whole(server, candidates=True) == before
    assert graph.nodes.match("Own").count() == 0


def test_classes_follow_from_the_kinds() -> None:
    models = bridge.models()
    assert list(models) == list(NODES)
    for kind in NODES.values():
        model = models[kind.name]
        assert (model.__primarylabel__, model.__primarykey__) == (kind.name, "key")
        out = {edge.name.lower() for edge in EDGES.values() if kind.name in [start for start, _ in edge.ends]}
        come = {f"{edge.name.lower()}_of" for edge in EDGES.values() if kind.name in [end for _, end in edge.ends]}
        columns = {column.name for column in kind.columns}
        assert not columns & (out | come), "a property and a relation share a name"
        own = {name for name in vars(model) if not name.startswith("_")}
        assert own == columns | out | come


def test_objects_have_properties_and_lead_to_objects_of_their_kind(graph: bridge.StoreGraph) -> None:
    models = bridge.models()
    firm = models["Firm"].match(graph, "Firm:甲").first()
    assert (firm.name, firm.aliases, firm.credit_code) == ("甲", ["甲厂", "甲公司"], "007")
    (town,) = firm.located_in
    assert (type(town), town.name) == (models["Town"], "东镇")
    assert [type(thing) for thing in town.located_in_of] == [models["Firm"]]
    assert firm.located_in.get(town, "statements") == ["a#1"]
    (figure,) = firm.has_statistic
    assert figure.number == 3.5


def test_a_part_of_a_file_becomes_a_subgraph_that_a_server_takes(neo4j_uri: str, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "s.lbug") as file:
        file.load(BATCH)
        part = around(file, ["Town:东镇"], 2, candidates=True)
    subgraph = bridge.to_subgraph(part)
    assert (len(subgraph.nodes), len(subgraph.relationships)) == (4, 3)
    wipe(neo4j_uri)
    with open_store(neo4j_uri) as server:
        with bridge.open_graph(neo4j_uri, write=True) as graph:
            graph.merge(subgraph)
            graph.merge(bridge.to_subgraph(part))
        assert whole(server, candidates=True) == part


def test_a_part_of_a_server_becomes_a_subgraph(server: Store) -> None:
    subgraph = bridge.to_subgraph(around(server, ["Firm:甲"]))
    assert sorted(type(link).__name__ for link in subgraph.relationships) == ["HAS_STATISTIC", "LOCATED_IN"]
    (firm,) = [node for node in subgraph.nodes if node["key"] == "Firm:甲"]
    assert firm["aliases"] == ["甲厂", "甲公司"]


def test_a_subgraph_of_a_script_comes_in_with_provenance(server: Store) -> None:
    firm, maker = py2neo.Node("Company", name="甲"), py2neo.Node("Company", name="丁")
    town = py2neo.Node("Place", name="东镇")
    at = py2neo.Relationship.type("AT")
    mapping = Mapping(
        source="script",
        nodes={"Company": NodeMapping(kind="Firm"), "Place": NodeMapping(kind="Town")},
        relationships={"AT": LinkMapping(kind="LOCATED_IN", status="done")},
    )
    report = server.load(checked(convert(bridge.originals_of(at(firm, town) | at(maker, town)), mapping)))
    assert (report.added, report.changed) == (3, 3)  # 丁, its edge and the document; 甲, 东镇 and their edge are there
    (row,) = server.read("MATCH (:Firm {name: '甲'})-[e:LOCATED_IN]->() RETURN e.review, e.statements, e.sources").rows
    assert (row[0], row[2]) == ("accepted", ["a", "imported-script"])
    (row,) = server.read("MATCH (:Firm {name: '丁'})-[e:LOCATED_IN]->() RETURN e.review").rows
    assert row == ("candidate",)


def test_what_a_script_wrote_into_the_same_database_is_read_and_what_is_ours_is_not(
    writing: bridge.StoreGraph, server: Store
) -> None:
    assert bridge.read_originals(writing).nodes == ()
    script = """
        MATCH (t:Town {key: 'Town:东镇'})
        CREATE (c:Company {name: '丁', since: date('2020-02-01'), at: point({x: 1, y: 2})})-[:AT {w: 1.5}]->(t)
        CREATE (:Firm:Mine {name: '戊'})
    """
    writing.run(script)
    found = bridge.read_originals(writing)
    said = {node.labels: dict(node.properties) for node in found.nodes}
    assert said[("Company",)] == {"name": "丁", "since": "2020-02-01", "at": [1.0, 2.0]}
    assert said[("Town",)] == {"key": "Town:东镇", "name": "东镇"}
    assert said[("Firm", "Mine")] == {"name": "戊"}
    (link,) = found.links
    assert (link.type, link.properties) == ("AT", {"w": 1.5})
    mapping = Mapping(
        source="script",
        nodes={"Company": NodeMapping(kind="Firm")},
        relationships={"AT": LinkMapping(kind="LOCATED_IN", status="planned")},
        leave_out=LeaveOut(labels=frozenset({"Mine"})),
    )
    server.load(checked(convert(found, mapping)))
    rows = server.read(
        "MATCH (f:Firm)-[e:LOCATED_IN]->(t:Town) RETURN f.name, e.status, t.sources ORDER BY f.name"
    ).rows
    assert rows == (("丁", "planned", ["a", "imported-script"]), ("甲", "done", ["a", "imported-script"]))


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("CREATE (:Firm {key: 'Firm:己', name: '己'})", r"\(:Firm {key: 'Firm:己'}\)"),
        (
            "MATCH (f:Firm {key: 'Firm:甲'}), (r:Region) CREATE (f)-[:INVESTS_IN]->(r)",
            r"\(Firm:甲\)-\[:INVESTS_IN\]->\(Region:广州市\)",
        ),
    ],
)
def test_what_cannot_be_told_from_ours_is_refused(writing: bridge.StoreGraph, script: str, named: str) -> None:
    writing.run(script)
    with pytest.raises(InputError, match=named):
        bridge.read_originals(writing)


def test_importing_twice_changes_nothing(writing: bridge.StoreGraph, server: Store) -> None:
    writing.run("MATCH (t:Town) CREATE (:Product {name: '灯'})<-[:MAKES]-(:Firm {name: '丁'})-[:AT]->(t)")
    mapping = Mapping(
        source="script",
        relationships={
            "AT": LinkMapping(kind="LOCATED_IN", status="done"),
            "MAKES": LinkMapping(kind="PRODUCES", status="done"),
        },
    )
    server.load(checked(convert(bridge.read_originals(writing), mapping)))
    again = server.load(checked(convert(bridge.read_originals(writing), mapping)))
    assert (again.added, again.changed, again.withdrawn) == (0, 0, 0)


def test_schema_calls_speak_the_language_of_the_server(writing: bridge.StoreGraph) -> None:
    schema = writing.schema
    schema.create_index("Own", "name", "city")
    schema.create_uniqueness_constraint("Own", "code")
    assert sorted(schema.get_indexes("Own")) == [("code",), ("name", "city")]
    assert schema.get_uniqueness_constraints("Own") == ["code"]
    schema.drop_index("Own", "name", "city")
    schema.drop_uniqueness_constraint("Own", "code")
    assert schema.get_indexes("Own") == []
    with pytest.raises(InputError, match="链图自己管"):
        schema.create_uniqueness_constraint("Firm", "name")
    with pytest.raises(InputError, match="链图自己管"):
        schema.drop_uniqueness_constraint("Firm", "key")


def test_a_file_and_a_dead_server_are_refused_clearly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="这个库是一个文件"):
        bridge.open_graph(str(tmp_path / "s.lbug"))
    monkeypatch.delenv("LIANTU_STORE", raising=False)
    with pytest.raises(InputError, match="这个库是一个文件"):
        bridge.open_graph()
    with pytest.raises(StoreUnreachable):
        bridge.open_graph("bolt://127.0.0.1:1")


def test_a_server_that_py2neo_cannot_talk_to_is_told_so(
    server: Store, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise TypeError("Unable to agree supported protocol version")

    monkeypatch.setattr(bridge, "StoreGraph", fail)
    with pytest.raises(Exception, match=r"Bolt 4\.3") as caught:
        bridge.open_graph(neo4j_uri)
    assert "Neo4j 5." in str(caught.value)


def test_without_the_extra_one_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py2neo", None)
    monkeypatch.delitem(sys.modules, "graph.exchange.py2neo_bridge")
    with pytest.raises(InputError) as caught:
        importlib.import_module("graph.exchange.py2neo_bridge")
    assert "liantu[py2neo]" in caught.value.message("zh")
    assert "liantu[py2neo]" in caught.value.message("en")
