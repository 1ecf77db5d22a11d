"""What the mappings that ship make of the registers they are for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from loaders.tables.read import TableRead
from tests.loaders.tables.samples import batch, edges, nodes, read, xlsx


def figures(found: TableRead) -> set[tuple[str, str, str, float]]:
    """(subject, metric, period, value in yuan or another base unit) of every figure."""
    rows = [row for (kind, _), (_, row) in nodes(found).items() if kind == "Statistic"]
    return {
        (str(row["subject_name"]), str(row["metric"]), str(row.get("period") or ""), float(str(row["normal"])))
        for row in rows
    }


def test_a_project_says_who_builds_where_what_for_how_much_and_how_far_it_is(tmp_path: Path) -> None:
    header = "序号 项目名称 投资方 落户镇街 项目进展 产业方向 拟生产产品 计划总投资（亿元） 占地面积 动工时间 跟进人"
    rows: list[list[Any]] = [
        ["2025年招商引资项目台账"],
        header.split(),
        [1, "甲基地", "甲公司", "翠亨", "已投产", "智能家电", "压缩机、电机", 10, 120, "2024年3月", "王小明"],
        [2, "乙基地", "乙公司、丙公司", "三角", "在建", "新能源", "", "5000万元", "30亩", "", "李四"],
        [3, "丁基地", "丁公司", "三角镇", "差不多了", "新能源", "", 1, "", "", ""],
    ]
    found = read(xlsx(tmp_path / "a.xlsx", rows), "projects")
    assert {(a, b): e["status"] for (a, b), e in edges(found, "INVESTS_IN").items()} == {
        ("甲公司", "甲基地"): "done",
        ("乙公司", "乙基地"): "signed",
        ("丙公司", "乙基地"): "signed",
    }
    assert ("甲公司", "压缩机") in edges(found, "PRODUCES")
    assert ("甲基地", "翠亨新区") in edges(found, "LOCATED_IN")
    assert nodes(found)["Project", "Project:甲基地"][1]["started"] == "2024-03"
    assert ("乙基地", "总投资", "2025年", 5e7) in figures(found)
    assert ("乙基地", "用地面积", "2025年", 30.0) in figures(found)
    assert [refused.row for refused in found.refused] == [5]
    assert found.personal == 2


def test_an_honour_that_is_only_announced_is_applied_for(tmp_path: Path) -> None:
    rows = [["企业名称", "荣誉名称", "状态"], ["甲公司", "高新技术企业", ""], ["甲公司", "单项冠军", "公示"]]
    found = read(xlsx(tmp_path / "a.xlsx", rows), "honours")
    status = {honour: e["status"] for (_, honour), e in edges(found, "HONOURED_BY").items()}
    assert status == {"高新技术企业": "done", "单项冠军": "applied"}
    assert not found.merged
    alone = read(xlsx(tmp_path / "2024年高新技术企业名单.xlsx", [["企业名称"], ["甲公司"]]), "honours")
    assert list(edges(alone, "HONOURED_BY")) == [("甲公司", "2024年高新技术企业名单")]


def test_a_park_and_a_policy(tmp_path: Path) -> None:
    header = ["园区名称", "类型", "所在镇街", "主导产业", "面积", "可招商面积（㎡）", "在园企业数", "运营状态"]
    park = ["甲园", "产业园", "火炬开发区", "医药；光电", "1,200亩", "5000", "32家", "在建"]
    parks = read(xlsx(tmp_path / "a.xlsx", [header, park]), "parks")
    assert {end: e["status"] for (_, end), e in edges(parks, "SUPPORTS").items()} == {
        "医药": "signed",
        "光电": "signed",
    }
    assert {(metric, value) for _, metric, _, value in figures(parks)} == {
        ("占地面积", 1200.0), ("可用面积", 5000.0), ("入驻企业数", 32.0),
    }  # fmt: skip
    header = ["文件名称", "发文字号", "制定单位", "印发日期", "有效期", "适用产业"]
    rows = [
        header,
        ["《某产业办法》", "中府办〔2024〕1号", "市工信局、市科技局", "2024.1.5", "2026年12月31日", "低空经济"],
        ["某细则", "", "市科技局", "2024-02-01", "三年", ""],
    ]
    policies = read(xlsx(tmp_path / "b.xlsx", rows), "policies")
    policy = nodes(policies)["Policy", "Policy:某产业办法"][1]
    said = [policy[name] for name in ("number", "issued", "valid_until")]
    assert said == ["中府办〔2024〕1号", "2024-01-05", "2026-12-31"]
    assert len(edges(policies, "ISSUED_BY")) == 2
    assert [refused.row for refused in policies.refused] == [3]


def test_output_by_sector_one_column_a_year_or_one_row_a_year(tmp_path: Path) -> None:
    wide: list[list[Any]] = [["分行业产值", None, "单位：亿元"], ["行业", "2022年", "2023年"], ["电气机械", 10, "12.5"]]
    wide.append(["合计", 10, 12.5])
    long: list[list[Any]] = [["行业", "年份", "产值（万元）"], ["电气机械", 2022, 1e5], ["电气机械", "2023年", 125000]]
    expected = {("电气机械", "工业总产值", "2022年", 1e9), ("电气机械", "工业总产值", "2023年", 1.25e9)}
    assert figures(read(xlsx(tmp_path / "a.xlsx", wide), "sector-output")) == expected
    assert figures(read(xlsx(tmp_path / "b.xlsx", long), "sector-output")) == expected


def test_a_square_of_inputs_and_the_clusters_of_neighbours(tmp_path: Path) -> None:
    square: list[list[Any]] = [["单位：亿元"], ["部门", "农业", "制造业"], ["农业", 1, 2], ["制造业", 4, 5]]
    found = figures(read(xlsx(tmp_path / "a.xlsx", square), "io-table"))
    assert ("农业", "投入到 制造业", "", 2e8) in found
    assert len(found) == 4
    coded: list[list[Any]] = [
        ["单位：亿元"],
        ["代码", "部门", "A01", "C38", "TII"],
        ["A01", "农业", 1, 2, 3],
        ["C38", "电气", 4, 5, 9],
    ]
    found = figures(read(xlsx(tmp_path / "c.xlsx", coded), "io-table"))
    assert ("农业", "投入到 电气", "", 2e8) in found
    assert ("电气", "投入到 TII", "", 9e8) in found, "a code that no row explains stays a code"
    rows: list[list[Any]] = [["城市", "集群名称", "产业规模（亿元）", "年份"], ["深圳", "电子集群", "超3000", 2024]]
    rows.append(["火星", "甲集群", 1, 2024])
    neighbours = read(xlsx(tmp_path / "b.xlsx", rows), "neighbours")
    assert list(edges(neighbours, "LOCATED_IN")) == [("电子集群", "深圳市")]
    assert figures(neighbours) == {("电子集群", "产业规模", "2024年", 3e11)}
    assert batch(neighbours).nodes[0].properties["completeness"] == "partial"
