"""The national product graph: what is read, what is left out and counted, and what is refused whole."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import UnreadableFile
from graph.store import EdgeRow
from loaders.chain_kg import FILES, LEFT_OUT, chain_kg

Rows = list[dict[str, Any]]


def said(rel: str, first: str, second: str) -> dict[str, Any]:
    return {"from_entity": first, "to_entity": second, "rel": rel}


def firm(name: str, short: str, code: str) -> dict[str, Any]:
    return {"fullname": name, "name": short, "code": code, "location": "某交易所", "time": "2020-01-01"}


def makes(short: str, code: str, product: str, rel: str = "主营产品") -> dict[str, Any]:
    return {"company_name": short, "company_code": code, "product_name": product, "rel": rel, "rel_weight": -59.0}


SMALL: dict[str, Rows] = {
    "product": [{"name": name} for name in ("电机", "转子", "电机", "ＰＶＣ管", "PVC管", "步进电机", " 磁钢")],
    "product_product": [
        said("上游材料", "电机", "转子"),
        said("下游产品", "转子", "步进电机"),
        said("产品小类", "电机", "步进电机"),
        said("上游材料", "电机", "电机"),
        said("上游材料", "电机", "转子"),
        said("替代品", "电机", "转子"),
        said("上游材料", "转子", "没有这个产品"),
    ],
    "company": [
        firm("甲电机股份有限公司", "甲电机", "000001.SZ"),
        firm("乙（旧名）股份有限公司", "乙股份", "000002.SZ"),
        firm("乙（新名）股份有限公司", "乙股份", "000002.SZ"),
        firm("丙一股份有限公司", "丙股份", "000003"),
        firm("丙二股份有限公司", "丙股份", "000004.SH"),
    ],
    "company_product": [
        makes("甲电机", "000001", "电机"),
        makes("*ST甲", "000001.SZ", "磁钢"),
        makes("乙股份", "000002.SZ", "电机"),
        makes("丙股份", "000004.SH", "转子"),
        makes("丁股份", "000009.SZ", "转子"),
        makes("丙股份", "000003", "PVC管", "持股"),
    ],
    "industry": [{"name": "电气设备", "code": "1"}, {"name": "电机Ⅱ", "code": "2"}],
    "industry_industry": [{"from_industry": "电机Ⅱ", "to_industry": "电气设备", "rel": "上级行业"}],
    "company_industry": [
        {"company_name": "甲电机", "company_code": "000001.SZ", "industry_name": "电机Ⅱ", "rel": "所属行业"}
    ],
}


def folder(place: Path, rows: dict[str, Rows] = SMALL) -> Path:
    """Write files in the graph's form."""
    place.mkdir(exist_ok=True)
    for name, lines in rows.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (place / f"{name}.json.gz").write_bytes(gzip.compress(text.encode()))
    return place


def joined(edges: list[EdgeRow], kind: str) -> set[tuple[str, str]]:
    return {(e.start[1].partition(":")[2], e.end[1].partition(":")[2]) for e in edges if e.kind == kind}


def test_relations_point_as_the_graph_declares_them(tmp_path: Path) -> None:
    stream = chain_kg(folder(tmp_path))
    names = {node.key: node.name for node in stream.node_rows()}
    edges = list(stream.edge_rows())
    assert names["Product:磁钢"] == "磁钢"
    assert joined(edges, "INPUT_OF") == {("转子", "电机"), ("转子", "步进电机")}
    assert joined(edges, "IS_A") == {("步进电机", "电机"), ("电机II", "电气设备")}
    assert joined(edges, "IN_INDUSTRY") == {("甲电机股份有限公司", "电机II")}


def test_every_edge_is_a_candidate_that_leads_to_its_row(tmp_path: Path) -> None:
    stream = chain_kg(folder(tmp_path))
    list(stream.node_rows())
    for edge in stream.edge_rows():
        assert edge.properties["review"] == "candidate"
        places = edge.properties["statements"]
        assert isinstance(places, list)
        file, _, line = str(places[0]).removeprefix("chain-kg#").partition("!")
        row = unicodedata.normalize("NFKC", json.dumps(SMALL[file][int(line) - 1], ensure_ascii=False))
        ends = [edge.end] if edge.start[0] == "Firm" else [edge.start, edge.end]
        assert all(f'"{key.partition(":")[2]}"' in row for _, key in ends), "a row names what the edge joins"


def test_a_firm_is_known_by_its_code_and_never_guessed_by_its_short_name(tmp_path: Path) -> None:
    stream = chain_kg(folder(tmp_path))
    list(stream.node_rows())
    assert joined(list(stream.edge_rows()), "PRODUCES") == {
        ("甲电机股份有限公司", "电机"),
        ("甲电机股份有限公司", "磁钢"),
        ("丙二股份有限公司", "转子"),
    }


def test_what_is_left_out_is_counted_by_its_reason(tmp_path: Path) -> None:
    left_out: Counter[str] = Counter()
    stream = chain_kg(folder(tmp_path), left_out=left_out)
    nodes, edges = list(stream.node_rows()), list(stream.edge_rows())
    assert left_out == {"same": 2, "width": 1, "self": 1, "relation": 2, "end": 2, "renamed": 1}
    assert left_out.keys() == LEFT_OUT.keys()
    assert len(nodes) + len(edges) + left_out.total() == sum(map(len, SMALL.values())) + 1, "each row is accounted for"


def test_only_products_without_firms(tmp_path: Path) -> None:
    stream = chain_kg(folder(tmp_path, {name: SMALL[name] for name in FILES[:2]}), firms=False)
    assert {node.kind for node in stream.node_rows()} == {"Document", "Product"}
    assert {edge.start[0] for edge in stream.edge_rows()} == {"Product"}


def test_its_source_declares_the_whole_country_and_no_completeness(tmp_path: Path) -> None:
    document = next(chain_kg(folder(tmp_path)).node_rows())
    assert (document.properties["region"], document.properties["completeness"]) == ("全国", "partial")
    assert "covers" not in document.properties


def test_loading_again_changes_nothing_and_a_shorter_graph_withdraws(tmp_path: Path) -> None:
    place = folder(tmp_path / "kg")
    with EmbeddedStore(tmp_path / "s.lbug") as store:
        added = store.load(chain_kg(place)).added
        again = store.load(chain_kg(place))
        assert (again.added, again.changed, again.unchanged, again.withdrawn) == (0, 0, added, 0)
        report = store.load(chain_kg(folder(tmp_path / "kg", {**SMALL, "company_product": []})))
        assert (report.added, report.withdrawn) == (0, 3)


def _cut(place: Path) -> None:
    data = (place / "company_product.json.gz").read_bytes()
    (place / "company_product.json.gz").write_bytes(data[: len(data) // 2])


def _plain(place: Path) -> None:
    (place / "product.json.gz").write_text('{"name": "电机"}\n', encoding="utf-8")


def _line(name: str, line: str | bytes) -> Any:
    data = line.encode() if isinstance(line, str) else line
    return lambda place: (place / f"{name}.json.gz").write_bytes(gzip.compress(data))


@pytest.mark.parametrize(
    ("damage", "where"),
    [
        (lambda place: (place / "industry.json.gz").unlink(), ""),
        (_cut, "company_product.json.gz:"),
        (_plain, "product.json.gz:1"),
        (_line("product", '{"name": "电机"}\n{"name": \n'), "product.json.gz:2"),
        (_line("product", '["电机"]\n'), "product.json.gz:1"),
        (_line("product", '{"name": 7}\n'), "product.json.gz:1"),
        (_line("product", '{"name": " "}\n'), "product.json.gz:1"),
        (_line("product", "[" * 100_000), "product.json.gz:1"),
        (_line("product", "电机".encode("gbk")), "product.json.gz:1"),
        (_line("product_product", '{"from_entity": "电机", "rel": "上游材料"}\n'), "product_product.json.gz:1"),
    ],
)
def test_a_damaged_folder_is_refused_whole_with_file_and_line(tmp_path: Path, damage: Any, where: str) -> None:
    place = folder(tmp_path / "kg")
    damage(place)
    with EmbeddedStore(tmp_path / "s.lbug") as store:
        with pytest.raises(UnreadableFile) as refused:
            store.load(chain_kg(place))
        assert where in refused.value.where
        assert not store.info().nodes
