"""What a complete list, a rejected row and a plan do to the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.embedded.store import EmbeddedStore
from graph.errors import LiantuError
from loaders.build import refresh
from loaders.tables.declared import declared
from loaders.tables.load import Loaded, load_table
from loaders.tables.mapping import read_mapping
from loaders.tables.reading.book import open_book
from queries.gaps.analyse import analyse
from queries.gaps.load import load_chains
from queries.gaps.model import GapClass, GapRow
from tests.loaders.tables.samples import HEADER, firm_row, xlsx

COMPRESSOR = "Segment:smart-appliance.compressor"
COMPLETE = """\
extends: firms
document: {title: 2024年规上工业企业名录, issuer: 中山市统计局, date: "2024-12"}
covers: {completeness: complete, gbt4754: ["34", "38", "39"], as_of: "2024-12", declared_by: 中山市统计局}
"""
FIRMS: list[list[Any]] = [
    firm_row(1, classes="3851", products="冰箱"),
    firm_row(2, classes="3854", products="电饭煲"),
]


def load(store: EmbeddedStore, folder: Path, rows: list[list[Any]], mapping: str = COMPLETE) -> Loaded:
    text = folder / "m.yaml"
    text.write_text(mapping, encoding="utf-8")
    wanted = read_mapping(str(text))
    path = xlsx(folder / f"{wanted.mapping}.xlsx", rows)
    done = load_table(store, path, wanted, open_book(path))
    refresh(store)
    return done


def compressor(store: EmbeddedStore) -> GapRow:
    (chain,) = [gaps for gaps in analyse(load_chains(store)) if gaps.chain.name.startswith("智能家电")]
    return chain.row(COMPRESSOR)


def test_a_complete_list_without_a_firm_of_the_class_is_a_gap_and_a_partial_one_is_not(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    load(store, tmp_path, [HEADER, *FIRMS], "extends: firms\n")
    assert compressor(store).gap_class is GapClass.INSUFFICIENT
    load(store, tmp_path, [HEADER, *FIRMS])
    assert compressor(store).gap_class is GapClass.MISSING
    load(store, tmp_path, [HEADER, *FIRMS, firm_row(4, classes="3464", products="制冷压缩机")])
    assert compressor(store).gap_class in (GapClass.PRESENT, GapClass.SINGLE)


def test_a_list_of_another_city_says_nothing_here(store: EmbeddedStore, tmp_path: Path) -> None:
    load(store, tmp_path, [HEADER, *FIRMS], COMPLETE.replace("covers: {", "covers: {region: 佛山市, "))
    assert compressor(store).gap_class is GapClass.INSUFFICIENT


def test_segments_may_be_declared_by_name(store: EmbeddedStore, tmp_path: Path) -> None:
    by_name = COMPLETE.replace('gbt4754: ["34", "38", "39"]', "segments: [智能家电产业链/制冷压缩机]")
    done = load(store, tmp_path, [HEADER, *FIRMS], by_name)
    assert done.read.coverage.covers == (COMPRESSOR,)
    assert compressor(store).gap_class is GapClass.MISSING
    load(store, tmp_path, [HEADER, *FIRMS, firm_row(4, town="桃花镇")], by_name)
    assert compressor(store).gap_class is GapClass.INSUFFICIENT


def test_codes_and_segments_may_be_declared_together_at_the_load(store: EmbeddedStore, tmp_path: Path) -> None:
    said = {"complete": True, "as_of": "2024-12", "declared_by": "中山市统计局"}
    wanted = declared(read_mapping("firms"), ["34、智能家电产业链/制冷压缩机", "38"], **said)  # type: ignore[arg-type]
    path = xlsx(tmp_path / "名录.xlsx", [HEADER, *FIRMS])
    done = load_table(store, path, wanted, open_book(path))
    assert sorted(done.read.coverage.covers) == ["34", "38", COMPRESSOR]
    refresh(store)
    assert compressor(store).gap_class is GapClass.MISSING
    wrong = declared(read_mapping("firms"), ["34", "智能家电产业链/没有这个环节"], **said)  # type: ignore[arg-type]
    with pytest.raises(LiantuError, match="没有这个环节"):
        load_table(store, path, wrong, open_book(path))


def test_a_firm_of_a_class_that_several_segments_share_leaves_them_open(store: EmbeddedStore, tmp_path: Path) -> None:
    """3857 is a class of compressors, of heating elements and of more: a firm of it may make any of them."""
    rows = [HEADER, *FIRMS, firm_row(4, classes="3857", products="家电配件")]
    load(store, tmp_path, rows)
    row = compressor(store)
    assert row.gap_class is GapClass.INSUFFICIENT
    assert row.verify_rank > 0
    assert not row.extension
    assert "同一行业小类的 1 家（中山市第4号电器有限公司" in row.sentence
    (firm,) = row.segment.firms
    assert (firm.rule, firm.review, firm.rule_zh) == ("code", "candidate", "行业小类相符")
    rows[3][4] = "温控器"
    load(store, tmp_path, rows)
    assert compressor(store).gap_class is GapClass.MISSING


def test_a_class_of_one_segment_alone_places_the_firm_whatever_it_says_it_makes(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    load(store, tmp_path, [HEADER, *FIRMS, firm_row(4, classes="3442", products="某物")])
    (firm,) = compressor(store).segment.firms
    assert (firm.rule, firm.review, firm.term[:4]) == ("code", "accepted", "3442")
    assert compressor(store).gap_class is not GapClass.MISSING


def test_a_rejected_row_takes_its_class_out_of_what_is_complete(store: EmbeddedStore, tmp_path: Path) -> None:
    rows = [HEADER, *FIRMS, firm_row(4, town="桃花镇", classes="3464", products="制冷压缩机")]
    done = load(store, tmp_path, rows)
    assert done.rows.rejected == 1
    assert "3464" not in done.read.coverage.covers
    assert "3851" in done.read.coverage.covers
    assert "3464" in done.read.coverage.lost[0][0]
    assert compressor(store).gap_class is GapClass.INSUFFICIENT
    rows[3][2] = "东凤镇"
    load(store, tmp_path, rows)
    assert compressor(store).gap_class in (GapClass.PRESENT, GapClass.SINGLE)


@pytest.mark.parametrize("written", ["", "38"])
def test_a_row_without_a_four_digit_class_limits_the_claim(written: str, store: EmbeddedStore, tmp_path: Path) -> None:
    done = load(store, tmp_path, [HEADER, *FIRMS, firm_row(4, classes=written, products="某物")])
    assert done.rows.loaded == 3
    assert "3857" not in done.read.coverage.covers
    assert done.read.coverage.lost
    assert compressor(store).gap_class is GapClass.INSUFFICIENT


def test_what_is_under_construction_is_listed_and_not_counted(store: EmbeddedStore, tmp_path: Path) -> None:
    load(store, tmp_path, [HEADER, *FIRMS])
    header = ["项目名称", "建设单位", "镇街", "项目状态", "主要产品", "总投资（亿元）"]
    rows: list[list[Any]] = [header, ["压缩机基地", "广东某设备有限公司", "翠亨新区", "在建", "制冷压缩机", 10]]
    load(store, tmp_path, rows, "extends: projects\n")
    row = compressor(store)
    assert row.gap_class is GapClass.MISSING
    assert "广东某设备有限公司（签约）还没有实施" in row.sentence
    (project,) = store.read("MATCH (p:Project) RETURN p.state AS state, p.name AS name").dicts()
    assert project == {"state": "在建", "name": "压缩机基地"}
    rows[1][3] = "已投产"
    load(store, tmp_path, rows, "extends: projects\n")
    assert compressor(store).gap_class in (GapClass.PRESENT, GapClass.SINGLE)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("extends: firms\ncovers:\n  completeness: complete\n", 3, "as_of"),
        ("extends: firms\ncovers: {region: 中山市, gbt4754: ['9999']}\n", 2, "9999"),
        ("extends: firms\ncolumns:\n  镇街:\n    as: village\n", 4, "as"),
        ("extends: firms\ncolumns:\n  联系人: {as: name}\n", 1, "个人信息"),
        ("extends: firms\nedges: [企业 EATS 镇街]\n", 1, "EATS"),
        ("extends: firms\nnodes: {镇街: {name: 企业名称}, 企业: {name: 镇街}}\n", 1, "应是 Town"),
        ("extends: firms\nfigures: [{of: 企业, metric: 甲, value: 镇街}]\n", 1, "amount"),
        ("extends: nothing-like-that\n", 0, "没有“nothing-like-that”"),
        ("extends: m.yaml\n", 1, "绕圈"),
        ("extends: firms\ncolour: red\n", 1, "colour"),
    ],
)
def test_a_mistake_in_a_mapping_is_named_with_its_line(text: str, line: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LiantuError) as refused:
        read_mapping(str(path))
    assert said in refused.value.message()
    assert not line or f"m.yaml:{line}" in refused.value.where
