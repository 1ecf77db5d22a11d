"""Importing another program's graph: mapped, checked, with each original to be read, without persons."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import InputError
from graph.exchange.network import originals
from graph.exchange.originals import Link, Original, Originals
from graph.store import Batch
from loaders.imported.convert import Imported, checked, convert, describe
from loaders.imported.mapping import Mapping, read_mapping
from loaders.imported.privacy import is_person, is_personal, without_persons
from queries.show import quotes_of, show

MAPPING = """\
source: crm
title: 招商客户库
nodes:
  Company: {kind: Firm, aliases: [short_name, names], properties: {uscc: credit_code}}
  Place: {kind: Town}
relationships:
  HOSTS_COMPANY: {kind: LOCATED_IN, reverse: true, status: done}
  MAKES: {kind: PRODUCES, status_from: progress}
leave_out: {labels: [Log], relationships: [SEEN]}
"""
COMPANY = Original(
    "7", ("Company",), {"name": "中山甲电机有限公司", "short_name": "甲电机", "uscc": 91442000, "staff": 30}
)
PLACE = Original("8", ("Place",), {"name": "古镇镇"})
PRODUCT = Original("9", ("Product",), {"name": "电机"})
HOSTS = Link("70", "HOSTS_COMPANY", "8", "7", {"since": 2019})
MAKES = Link("71", "MAKES", "7", "9", {"progress": "规划"})


@pytest.fixture
def mapping(tmp_path: Path) -> Mapping:
    path = tmp_path / "map.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    return read_mapping(path)


def of(*items: Original | Link) -> Originals:
    nodes = tuple(item for item in items if isinstance(item, Original))
    return Originals(nodes, tuple(item for item in items if isinstance(item, Link)))


def text_of(imported: Imported) -> str:
    return str(imported.batch.nodes[0].properties["text"])


def test_nodes_and_relationships_become_declared_kinds(mapping: Mapping) -> None:
    imported = convert(of(COMPANY, PLACE, PRODUCT, HOSTS, MAKES), mapping)
    assert imported.problems == ()
    document, firm, town, product = imported.batch.nodes
    assert (imported.batch.source, document.kind, document.properties["title"]) == (
        "imported-crm",
        "Document",
        "招商客户库",
    )
    assert (firm.kind, firm.key, firm.name) == ("Firm", "Firm:中山甲电机有限公司", "中山甲电机有限公司")
    assert (firm.properties["aliases"], firm.properties["credit_code"]) == (["甲电机"], "91442000")
    assert (town.key, product.key) == ("Town:古镇镇", "Product:电机")
    located, produces = imported.batch.edges
    assert (located.kind, located.start[1], located.end[1]) == ("LOCATED_IN", firm.key, town.key)
    assert (produces.kind, produces.properties["status"]) == ("PRODUCES", "planned")
    assert {edge.properties["review"] for edge in imported.batch.edges} == {"candidate"}
    assert imported.kept_as_text == {"Company.staff": 1, "HOSTS_COMPANY.since": 1}


def test_a_statement_leads_to_the_original(mapping: Mapping) -> None:
    imported = convert(of(COMPANY, PLACE, PRODUCT, HOSTS, MAKES), mapping)
    lines = text_of(imported).split("\n")
    assert len(lines) == 5
    assert imported.batch.edges[0].properties["statements"] == ["imported-crm#4"]
    original = json.loads(lines[4 - 1])
    assert original == {
        "id": "70",
        "type": "HOSTS_COMPANY",
        "start": "8",
        "end": "7",
        "properties": {"since": 2019},
    }
    ends = [line for line in map(json.loads, lines) if line["id"] in (original["start"], original["end"])]
    assert [line["properties"]["name"] for line in ends] == ["中山甲电机有限公司", "古镇镇"]


def test_the_original_is_shown_where_quotes_are_shown(mapping: Mapping, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "s.lbug") as store:
        store.load(checked(convert(of(COMPANY, PLACE, PRODUCT, HOSTS, MAKES), mapping)))
        shown = show(store, "甲电机")
        (quote,) = next(group for group in shown.groups if group.relation == "LOCATED_IN").edges[0].quotes
        assert json.loads(quote.text)["id"] == "70"
        (row,) = store.read("MATCH (d:Document) RETURN d.text").rows
        assert str(row[0])[quote.start : quote.end] == quote.text
        assert quotes_of(store, ["imported-crm#99", "imported-none#1", "imported-crm#0"]) == {}


def test_loading_again_changes_nothing_and_what_is_gone_is_withdrawn(mapping: Mapping, tmp_path: Path) -> None:
    with EmbeddedStore(tmp_path / "s.lbug") as store:
        store.load(checked(convert(of(COMPANY, PLACE, HOSTS), mapping)))
        again = store.load(checked(convert(of(COMPANY, PLACE, HOSTS), mapping)))
        assert (again.added, again.changed, again.withdrawn) == (0, 0, 0)
        less = store.load(checked(convert(of(COMPANY), mapping)))
        assert less.withdrawn == 2


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([Original("1", ("Robot",), {"name": "x"})], "标签 Robot 不在对照表里"),
        ([Original("1", (), {"name": "x"})], "标签 （无） 不在对照表里"),
        ([Original("1", ("Company", "Place"), {"name": "x"})], "标签 Company、Place 对应几种类型"),
        ([Original("1", ("Document",), {"name": "x"})], "标签 Document 不在对照表里"),
        ([Original("1", ("Company",), {})], "名称"),
        ([Original("1", ("Company",), {"name": 5})], "名称"),
        ([Original("1", ("Company",), {"name": " "})], "名称"),
        ([Original("1", ("Company",), {"name": "x" * 301})], "名称"),
        ([Original("1", ("Company",), {"name": "甲\x00"})], "控制字符"),
        ([Original("1", ("Company",), {"name": "王工，电话13800138000"})], "名称里有个人信息"),
        ([Original("a@b.cn", ("Company",), {"name": "x"})], "编号里有个人信息"),
        ([Original("1", ("Company",), {"name": "x", "uscc": ["a"]})], "uscc 的值不能作 credit_code"),
        ([Original("1", ("Company",), {"name": "x", "names": [1.5]})], "names 不是文字"),
        ([Original("1", ("Firm",), {"name": "x", "key": "Town:x"})], "键应以 Firm: 开头"),
        ([COMPANY, COMPANY], "编号相同"),
        ([COMPANY, Original("2", ("Company",), {**COMPANY.properties, "uscc": "2"})], "credit_code 却不同"),
        ([COMPANY, PLACE, Link("1", "NEAR", "7", "8")], "关系 NEAR 不在对照表里"),
        ([COMPANY, PLACE, Link("1", "", "7", "8")], "关系 （无类型） 不在对照表里"),
        ([COMPANY, PLACE, Link("1", "HOSTS_COMPANY", "7", "8")], "LOCATED_IN 不能从 Town 到 Firm，反过来可以"),
        ([COMPANY, PRODUCT, Link("1", "HOSTS_COMPANY", "7", "9")], "LOCATED_IN 不能从 Product 到 Firm（"),
        ([COMPANY, PRODUCT, Link("1", "MAKES", "7", "9")], "没有说明状态"),
        ([COMPANY, PRODUCT, Link("1", "MAKES", "7", "9", {"progress": "快了"})], "没有说明状态"),
        ([COMPANY, Link("1", "MAKES", "7", "5", {"progress": "done"})], "一端不在节点里"),
        ([COMPANY, Link("1", "HAS_STATISTIC", "7", "7")], "HAS_STATISTIC 不在对照表里"),
    ],
)
def test_what_does_not_fit_is_listed_with_the_reason_and_nothing_is_loaded(
    mapping: Mapping, items: list[Original | Link], reason: str
) -> None:
    imported = convert(of(*items), mapping)
    assert [problem.count for problem in imported.problems] == [1]
    assert reason in describe(imported.problems[0])
    assert all(not ("一" <= char <= "鿿") for char in imported.problems[0].en)
    with pytest.raises(InputError, match="没有载入任何内容"):
        checked(imported)


def test_one_reason_is_one_problem_however_often(mapping: Mapping) -> None:
    imported = convert(of(*(Original(str(at), ("Robot",), {"name": "x"}) for at in range(9))), mapping)
    (problem,) = imported.problems
    assert (problem.count, problem.examples) == (9, ("0", "1", "2"))


def test_nothing_to_import_is_refused(mapping: Mapping) -> None:
    with pytest.raises(InputError, match="没有可导入的节点"):
        checked(convert(of(Original("1", ("Log",), {})), mapping))


def test_what_is_left_out_is_counted_with_its_relationships(mapping: Mapping) -> None:
    log = Original("1", ("Log",), {})
    imported = convert(
        of(COMPANY, PLACE, log, HOSTS, Link("2", "SEEN", "7", "8"), Link("3", "ABOUT_IT", "1", "7")), mapping
    )
    assert imported.problems == ()
    assert imported.left_out == {"Log": 1, "SEEN": 1, "ABOUT_IT": 1}
    assert len(imported.batch.edges) == 1


def test_parallel_relationships_are_one_edge_with_all_statements(mapping: Mapping) -> None:
    done = Link("72", "MAKES", "7", "9", {"progress": "done"})
    (edge,) = convert(of(COMPANY, PRODUCT, MAKES, done), mapping).batch.edges
    assert edge.properties["statements"] == ["imported-crm#3", "imported-crm#4"]
    assert edge.properties["status"] == "done"


def test_two_originals_of_one_name_are_one_node(mapping: Mapping) -> None:
    twin = Original("17", ("Company", "Firm"), {"name": "中山甲电机有限公司", "names": ["甲机"]})
    imported = convert(of(COMPANY, twin, PLACE, Link("1", "HOSTS_COMPANY", "8", "17")), mapping)
    assert [node.key for node in imported.batch.nodes[1:]] == ["Firm:中山甲电机有限公司", "Town:古镇镇"]
    assert imported.batch.nodes[1].properties["aliases"] == ["甲电机", "甲机"]


def test_persons_are_dropped_and_counted(mapping: Mapping) -> None:
    company = Original(
        "7",
        ("Company",),
        {
            "name": "甲公司",
            "contactName": "王小明",
            "legal_person": "李四",
            "手机": 13800138000,
            "note": "联系人：赵小六，电话0760-88881234",
            "extra": {"email": "a@b.cn", "size": 3},
            "numbers": ["13900139000"],
            "fax": "",
        },
    )
    person = Original("1", ("Person",), {"name": "孙七"})
    works = Link("2", "WORKS_AT", "1", "7", {"tel": "13800138000"})
    invests = Link("c@d.cn", "INVESTS_IN", "7", "7", {"status": "done", "电话": "88881234"})
    imported = convert(of(company, person, works, invests), mapping)
    assert imported.problems == ()
    everything = json.dumps([(n.name, dict(n.properties)) for n in imported.batch.nodes], ensure_ascii=False)
    for personal in ("王小明", "李四", "13800138000", "赵小六", "88881234", "a@b.cn", "c@d.cn", "13900139000", "孙七"):
        assert personal not in everything
    assert '"size": 3' in text_of(imported)
    assert imported.dropped_personal == 10
    assert imported.batch.nodes[0].properties["dropped_personal"] == 10
    assert imported.left_out == {"Person": 1, "WORKS_AT": 1}


def test_names_of_firms_and_properties_are_not_taken_for_persons() -> None:
    said = {
        "name": "中山市联昌喷雾有限公司",
        "uscc": "91442000MA4UEKXX0T",
        "output": 1234567,
        "phone_model": "X1",
        "since": 2019,
    }
    assert without_persons(said) == (said, 0)
    assert not is_person("Personnel")
    assert [is_personal(name) for name in ("contact", "mobilePhone", "e-mail", "company", "title")] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("source: CRM", "source"),
        ("title: x", "source"),
        ("source: a\nreview: rejected", "candidate 或 accepted"),
        ("source: a\nnodes: {X: {kind: Nothing}}", "没有“Nothing”这种类型"),
        ("source: a\nnodes: {X: {kind: Document}}", "Document 由链图自己的载入程序写"),
        ("source: a\nnodes: {X: {kind: Firm, properties: {a: name}}}", "没有“name”这个可写的属性"),
        ("source: a\nnodes: {X: {kind: Firm, colour: red}}", "没有这一项"),
        ("source: a\nrelationships: {X: {kind: HAS_STATISTIC, status: done}}", "HAS_STATISTIC"),
        ("source: a\nrelationships: {X: {kind: LOCATED_IN}}", "规划的不是已实施的"),
        ("source: a\nrelationships: {X: {kind: LOCATED_IN, status: soon}}", "status 只能是"),
        ("- a", "顶层"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_is_wrong(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_mapping(path)
    assert reason in caught.value.message("zh")
    assert str(path) in caught.value.message("zh")


@pytest.mark.parametrize("make", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_a_networkx_graph_of_any_sort_comes_in(make: type[nx.Graph[object]]) -> None:
    drawn = make()
    drawn.add_node("甲公司", kind="Firm", aliases=["甲"])
    drawn.add_node(2, kind="Town", name="古镇镇")
    drawn.add_edge("甲公司", 2, kind="LOCATED_IN", status="done")
    batch: Batch = checked(convert(originals(drawn), Mapping(source="x")))
    assert [node.key for node in batch.nodes] == ["Document:imported-x", "Firm:甲公司", "Town:古镇镇"]
    assert [(edge.start[1], edge.kind, edge.end[1]) for edge in batch.edges] == [
        ("Firm:甲公司", "LOCATED_IN", "Town:古镇镇")
    ]
