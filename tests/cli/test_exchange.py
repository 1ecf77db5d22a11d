"""Handing the graph to other programs and taking theirs in, through the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import py2neo
import pytest

from graph.embedded.store import EmbeddedStore
from graph.exchange.graph_files import read_graph
from graph.walk import whole
from tests.cli.conftest import run_liantu
from tests.server.neo4j_server import wipe

MAPPING = """\
source: crm
nodes:
  Company: {kind: Firm, aliases: [short_name], properties: {uscc: credit_code}}
relationships:
  AT: {kind: LOCATED_IN, status: done}
"""


@pytest.mark.parametrize("form", ["graphml", "gexf"])
@pytest.mark.parametrize("review", ["accepted", "all"])
def test_the_shipped_graph_is_exported_with_every_property(built: Path, tmp_path: Path, form: str, review: str) -> None:
    path = tmp_path / f"all.{form}"
    said = json.loads(run_liantu("export", form, "-o", path, "--review", review, "--json", home=built).stdout)
    with EmbeddedStore(built / "liantu.lbug", read_only=True) as store:
        expected = whole(store, candidates=review == "all")
        info = store.info()
    back = read_graph(path)
    assert (len(back.nodes), len(back.edges)) == (said["nodes"], said["edges"])
    assert back.nodes == expected.nodes
    assert back.edges == expected.edges
    if review == "all":
        assert said["nodes"] == sum(info.nodes.values())
        assert said["edges"] == sum(info.edges.values())
    else:
        assert "candidate" not in {row["review"] for row in back.edges.values()}


def test_some_kinds_are_exported_to_standard_output(built: Path) -> None:
    text = run_liantu("export", "graphml", "--kinds", "IN_CHAIN，Segment、Chain", home=built).stdout
    drawn = nx.parse_graphml(text)
    assert {data["kind"] for _, data in drawn.nodes(data=True)} == {"Segment", "Chain"}
    assert {data["kind"] for *_, data in drawn.edges(data=True)} == {"IN_CHAIN"}
    assert drawn.number_of_edges() > 300


def test_an_export_that_cannot_be_is_refused(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.gexf"
    path.write_text("before", encoding="utf-8")
    wrong = run_liantu("export", "gexf", "-o", path, "--kinds", "Nothing", home=built, code=2)
    assert "没有这些类型：Nothing" in wrong.stderr
    assert path.read_text(encoding="utf-8") == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.gexf"]
    assert "-o" in run_liantu("export", "gexf", "--json", home=built, code=2).stderr


@pytest.fixture
def written(neo4j_uri: str, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A database with what a py2neo script wrote, and the mapping for it."""
    wipe(neo4j_uri)
    graph = py2neo.Graph(neo4j_uri, user="neo4j", password="none")  # noqa: S106
    firm = py2neo.Node(
        "Company", name="中山甲电机有限公司", short_name="甲电机", uscc="91442000MA4UEKXX0T", phone="0760-88881234"
    )
    graph.create(py2neo.Relationship(firm, "AT", py2neo.Node("Town", name="古镇镇")))
    graph.service.connector.close()
    path = tmp_path / "crm.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    yield neo4j_uri, path
    wipe(neo4j_uri)


def load(*arguments: object, home: Path, code: int = 0) -> Any:
    done = run_liantu("load", "py2neo", *arguments, "--json", home=home, code=code)
    return json.loads(done.stdout or done.stderr)


def test_what_a_script_wrote_is_loaded_into_a_file(written: tuple[str, Path], home: Path) -> None:
    address, mapping = written
    arguments = ("--mapping", mapping, "--from", address)
    dry = load(*arguments, "--dry-run", home=home)
    assert (dry["nodes"], dry["links"], dry["problems"], dry["dropped_personal"]) == (2, 1, [], 1)
    assert run_liantu("find", "甲电机", home=home).stdout.startswith("没有")
    first = load(*arguments, home=home)
    assert first["reports"][0] | {"dry_run": False} == dry["reports"][0] | {"dry_run": False}
    again = load(*arguments, home=home)
    assert {(r["added"], r["changed"], r["withdrawn"]) for r in again["reports"]} == {(0, 0, 0)}
    shown = run_liantu("show", "甲电机", home=home).stdout
    assert "古镇镇（已实施，候选）" in shown
    assert '"type": "AT"' in shown
    assert "88881234" not in shown
    load(*arguments, "--review", "accepted", home=home)
    assert "古镇镇（已实施，已采信）" in run_liantu("show", "甲电机", home=home).stdout
    assert run_liantu("doctor", home=home).stdout


def test_what_a_script_wrote_beside_the_store_is_loaded(written: tuple[str, Path], tmp_path: Path) -> None:
    address, mapping = written
    said = run_liantu("load", "py2neo", "--mapping", mapping, home=tmp_path, LIANTU_STORE=address).stdout
    assert "节点 2，关系 1" in said
    assert "剔除个人信息 1 处" in said
    found = run_liantu("find", "甲电机", home=tmp_path, LIANTU_STORE=address).stdout
    assert "Firm:中山甲电机有限公司" in found


def test_what_does_not_fit_is_listed_and_nothing_is_loaded(written: tuple[str, Path], home: Path) -> None:
    address, mapping = written
    mapping.write_text(MAPPING.replace("AT:", "NEAR:"), encoding="utf-8")
    arguments = ("--mapping", mapping, "--from", address)
    listed = load(*arguments, "--dry-run", home=home, code=2)
    assert [problem["zh"] for problem in listed["problems"]] == ["关系 AT 不在对照表里"]
    refused = load(*arguments, home=home, code=2)
    assert "没有载入任何内容：关系 AT 不在对照表里" in refused["error"]["message"]
    plain = run_liantu("load", "py2neo", *arguments, "--dry-run", home=home, code=2).stdout
    assert "关系 AT 不在对照表里（1 处：" in plain
    assert run_liantu("find", "甲电机", home=home).stdout.startswith("没有")


def test_a_file_cannot_be_what_the_script_wrote(written: tuple[str, Path], home: Path) -> None:
    refused = load("--mapping", written[1], home=home, code=2)
    assert "py2neo 只能连 Neo4j 服务器" in refused["error"]["message"]


def test_an_export_whose_words_were_changed_is_refused(built: Path, tmp_path: Path) -> None:
    path, home = tmp_path / "all.ndjson", tmp_path / "home"
    run_liantu("export", "ndjson", "-o", path, home=built)
    assert "来源" in run_liantu("load", "export", path, home=home).stdout
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if '"start_offset"' in line and '"letter-2025-112"' in line)
    words = json.loads(lines[at])
    words["quote"] = words["quote"] + "不曾写过"
    for claim in words.get("contributions", {}).values():
        claim["quote"] = words["quote"]
    lines[at] = json.dumps(words, ensure_ascii=False) + "\n"
    path.write_text("".join(lines), "utf-8")
    other = tmp_path / "other"
    refused = run_liantu("load", "export", path, home=other, code=2)
    assert "引文和原文不符" in refused.stderr
    assert words["key"] in refused.stderr
    assert not (other / "liantu.lbug").exists()
