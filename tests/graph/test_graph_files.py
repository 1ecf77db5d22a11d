"""GraphML and GEXF: what is written is valid, and comes back as it was, by networkx alone too."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from graph.errors import InputError
from graph.exchange.graph_files import FORMATS, PartRows, escaped, read_graph, unescaped
from graph.loading.merge import Properties
from graph.parts import Part

NASTY = "铃\x07 换行\n回车\r\n制表\t <&>\"' _x0041_ _x0041\x01 𠮷 \ufffe ]]> 末 "
TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
SCHEMAS = {
    "graphml": """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://graphml.graphdrawing.org/xmlns"
    xmlns="http://graphml.graphdrawing.org/xmlns" elementFormDefault="qualified">
  <xs:element name="graphml"><xs:complexType><xs:sequence>
    <xs:element name="key" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="id" type="xs:NMTOKEN" use="required"/>
      <xs:attribute name="for" use="required"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="node"/><xs:enumeration value="edge"/></xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="attr.name" type="xs:NMTOKEN" use="required"/>
      <xs:attribute name="attr.type" use="required"><xs:simpleType><xs:restriction base="xs:NMTOKEN">
        <xs:enumeration value="long"/><xs:enumeration value="double"/><xs:enumeration value="string"/>
      </xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>
    <xs:element name="graph"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
      <xs:element name="node"><xs:complexType><xs:sequence>
        <xs:element name="data" type="data" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="id" type="xs:NMTOKEN" use="required"/></xs:complexType></xs:element>
      <xs:element name="edge"><xs:complexType><xs:sequence>
        <xs:element name="data" type="data" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
        <xs:attribute name="id" type="xs:NMTOKEN" use="required"/>
        <xs:attribute name="source" type="xs:NMTOKEN" use="required"/>
        <xs:attribute name="target" type="xs:NMTOKEN" use="required"/></xs:complexType></xs:element></xs:choice>
      <xs:attribute name="id" type="xs:NMTOKEN"/>
      <xs:attribute name="edgedefault" fixed="directed" use="required"/></xs:complexType>
      <xs:key name="nodes"><xs:selector xpath="*"/><xs:field xpath="@id"/></xs:key>
      <xs:keyref name="sources" refer="nodes"><xs:selector xpath="*"/><xs:field xpath="@source"/></xs:keyref>
      <xs:keyref name="targets" refer="nodes"><xs:selector xpath="*"/><xs:field xpath="@target"/></xs:keyref>
    </xs:element></xs:sequence></xs:complexType>
    <xs:key name="keys"><xs:selector xpath="*"/><xs:field xpath="@id"/></xs:key>
    <xs:keyref name="used" refer="keys"><xs:selector xpath="*/*/*"/><xs:field xpath="@key"/></xs:keyref>
  </xs:element>
  <xs:complexType name="data" mixed="true"><xs:attribute name="key" type="xs:NMTOKEN" use="required"/></xs:complexType>
</xs:schema>""",
    "gexf": """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://gexf.net/1.3" xmlns="http://gexf.net/1.3"
    elementFormDefault="qualified">
  <xs:element name="gexf"><xs:complexType><xs:sequence>
    <xs:element name="meta"><xs:complexType><xs:sequence><xs:element name="creator" type="xs:string"/></xs:sequence>
      </xs:complexType></xs:element>
    <xs:element name="graph"><xs:complexType><xs:sequence>
      <xs:element name="attributes" maxOccurs="2"><xs:complexType><xs:sequence>
        <xs:element name="attribute" maxOccurs="unbounded"><xs:complexType>
          <xs:attribute name="id" type="xs:string" use="required"/>
          <xs:attribute name="title" type="xs:string" use="required"/>
          <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string">
            <xs:enumeration value="long"/><xs:enumeration value="double"/><xs:enumeration value="string"/>
          </xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element></xs:sequence>
        <xs:attribute name="class" use="required"/><xs:attribute name="mode" fixed="static"/></xs:complexType>
      </xs:element>
      <xs:element name="nodes"><xs:complexType><xs:sequence>
        <xs:element name="node" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
          <xs:sequence><xs:element name="attvalues" type="attvalues"/></xs:sequence>
          <xs:attribute name="id" type="xs:string" use="required"/>
          <xs:attribute name="label" type="xs:string" use="required"/></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="edges"><xs:complexType><xs:sequence>
        <xs:element name="edge" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
          <xs:sequence><xs:element name="attvalues" type="attvalues"/></xs:sequence>
          <xs:attribute name="id" type="xs:string" use="required"/>
          <xs:attribute name="source" type="xs:string" use="required"/>
          <xs:attribute name="target" type="xs:string" use="required"/>
          <xs:attribute name="kind" type="xs:string" use="required"/>
          <xs:attribute name="label" type="xs:string" use="required"/></xs:complexType></xs:element>
      </xs:sequence></xs:complexType></xs:element></xs:sequence>
      <xs:attribute name="defaultedgetype" fixed="directed" use="required"/>
      <xs:attribute name="mode" fixed="static"/></xs:complexType>
      <xs:key name="nodes"><xs:selector xpath="*/*"/><xs:field xpath="@id"/></xs:key>
      <xs:keyref name="sources" refer="nodes"><xs:selector xpath="*/*"/><xs:field xpath="@source"/></xs:keyref>
      <xs:keyref name="targets" refer="nodes"><xs:selector xpath="*/*"/><xs:field xpath="@target"/></xs:keyref>
      <xs:keyref name="used" refer="nodes"><xs:selector xpath="*/*/*/*"/><xs:field xpath="@for"/></xs:keyref>
    </xs:element></xs:sequence><xs:attribute name="version" fixed="1.3" use="required"/></xs:complexType></xs:element>
  <xs:complexType name="attvalues"><xs:sequence>
    <xs:element name="attvalue" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="for" type="xs:string" use="required"/>
      <xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
</xs:schema>""",
}
"""The rules of both formats, of what is used of them: order, types of identifiers, what has to be declared."""


RULES = {form: etree.XMLSchema(etree.fromstring(text)) for form, text in SCHEMAS.items()}


def sample(text: str = NASTY) -> Part:
    """Nodes of one name and of several kinds, parallel edges, every type of value, and a text."""
    a, b, c = ("Firm", f"Firm:{text}甲"), ("Industry", "Industry:a b/c|d"), ("Statistic", "letter#1-2/x")
    other = ("Firm", "Industry:a b/c|d")
    said: Properties = {"review": "accepted", "status": "done", "sources": ["s"], "contributions": None}
    nodes: dict[tuple[str, str], Properties] = {
        a: {"name": text, "aliases": ["一", text, ""], "contributions": json.dumps({"s": text})},
        b: {"name": "乙"},
        c: {"name": "丙", "number": 0.1, "number_high": 1e300, "normal": -0.0, "metric": "1", "value": "007"},
        other: {"name": "同键不同类", "credit_code": "12345678901234567890"},
        ("Document", "d"): {"name": "d", "number": "〔2025〕1号", "dropped_personal": 2**62},
    }
    edges: dict[Any, Properties] = {
        (kind, a, b): {**said, "kind": kind, "statements": [f"s#1/{kind}", text]}
        for kind in ("MEMBER_OF_CHAIN", "ANCHORS", "CHAIN_LEADER_OF")
    }
    edges["HAS_STATISTIC", a, c] = {**said, "kind": "HAS_STATISTIC", "statements": ["s#2"]}
    edges["INVESTS_IN", a, a] = {**said, "kind": "INVESTS_IN", "statements": ["s#3"]}
    for row in edges.values():
        del row["contributions"]
    return Part({(kind, key): {"kind": kind, "key": key, **row} for (kind, key), row in nodes.items()}, edges)


def written(part: Part, form: str, folder: Path) -> Path:
    path = folder / f"graph.{form}"
    with path.open("wb") as file:
        counts = FORMATS[form](file, PartRows(part))
    assert counts == (len(part.nodes), len(part.edges))
    return path


@given(TEXT)
def test_any_text_is_escaped_to_what_xml_takes_and_comes_back(text: str) -> None:
    mark = escaped(text)
    assert unescaped(mark) == text
    element = etree.Element("x")
    element.text = mark  # refuses what XML forbids


@pytest.mark.parametrize("form", FORMATS)
def test_everything_comes_back_as_it_was(form: str, tmp_path: Path) -> None:
    part = sample()
    back = read_graph(written(part, form, tmp_path))
    assert back == part
    types = {type(back.nodes["Statistic", "letter#1-2/x"][name]) for name in ("number", "normal")}
    assert types == {float}
    assert math.copysign(1, float(str(back.nodes["Statistic", "letter#1-2/x"]["normal"]))) == -1


@given(TEXT, st.floats(allow_nan=False), st.integers(-(2**63), 2**63 - 1))
def test_any_value_comes_back(text: str, number: float, whole: int) -> None:
    part = sample(text)
    part.nodes["Statistic", "letter#1-2/x"]["number"] = number
    part.nodes["Document", "d"]["dropped_personal"] = whole
    for form, write in FORMATS.items():
        file = io.BytesIO()
        write(file, PartRows(part))
        root = etree.fromstring(file.getvalue())
        assert RULES[form].validate(root)
        file.seek(0)
        drawn = nx.read_gexf(file, version="1.3") if form == "gexf" else nx.read_graphml(file)
        rows = [data for _, data in drawn.nodes(data=True) if unescaped(data["key"]) == f"Firm:{text}甲"]
        assert [unescaped(data["name"]) for data in rows] == [text]
        assert [[unescaped(name) for name in json.loads(data["aliases"])] for data in rows] == [["一", text, ""]]
        assert [data["number.double"] for _, data in drawn.nodes(data=True) if "number.double" in data] == [number]
        assert [d["dropped_personal"] for _, d in drawn.nodes(data=True) if "dropped_personal" in d] == [whole]


@pytest.mark.parametrize("form", FORMATS)
def test_networkx_reads_kinds_labels_and_parallel_edges(form: str, tmp_path: Path) -> None:
    path = written(sample("甲公司"), form, tmp_path)
    drawn = nx.read_gexf(path, version="1.3") if form == "gexf" else nx.read_graphml(path)
    assert isinstance(drawn, nx.MultiDiGraph)
    assert sorted(data["label"] for _, data in drawn.nodes(data=True)) == ["d", "丙", "乙", "同键不同类", "甲公司"]
    between = drawn["Firm:甲公司甲"]["Industry:a_x0020_b_x002F_c_x007C_d"]
    assert sorted(data["kind"] for data in between.values()) == ["ANCHORS", "CHAIN_LEADER_OF", "MEMBER_OF_CHAIN"]
    assert sorted(data["label"] for data in between.values()) == ["在链上", "支撑", "链主"]
    assert all(key.startswith(f"{data['kind']}-") for key, data in between.items())
    assert json.loads(drawn.nodes["Firm:甲公司甲"]["aliases"]) == ["一", "甲公司", ""]


@pytest.mark.parametrize("form", FORMATS)
def test_the_file_keeps_the_rules_of_its_format(form: str, tmp_path: Path) -> None:
    schema = RULES[form]
    tree = etree.parse(str(written(sample(), form, tmp_path)))
    assert schema.validate(tree), schema.error_log
    edge = next(tree.iter("{*}edge"))
    edge.set("target", "nobody")
    assert not schema.validate(tree), "the rules see an edge to nothing"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_file(form: str, tmp_path: Path) -> None:
    part = sample()
    turned = Part(
        {node_id: dict(reversed(row.items())) for node_id, row in part.nodes.items()},
        {edge_id: dict(reversed(row.items())) for edge_id, row in part.edges.items()},
    )
    first = written(part, form, tmp_path).read_bytes()
    assert written(turned, form, tmp_path).read_bytes() == first


def test_infinite_numbers_are_written_as_xml_schema_has_them(tmp_path: Path) -> None:
    part = sample()
    row = part.nodes["Statistic", "letter#1-2/x"]
    row |= {"number": math.inf, "number_high": -math.inf, "normal": math.nan}
    text = written(part, "graphml", tmp_path).read_text(encoding="utf-8")
    assert all(f">{word}<" in text for word in ("INF", "-INF", "NaN"))
    assert read_graph(tmp_path / "graph.graphml").nodes["Statistic", "letter#1-2/x"]["number"] == math.inf


@pytest.mark.parametrize("content", ["", "<x/>", "no xml", '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"/>'])
@pytest.mark.parametrize("form", FORMATS)
def test_another_file_is_refused(form: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        read_graph(path)
