"""A complete list of firms and their output by sector, both invented and marked as such on every row.

They are here so that pages can be looked at and tested with all six classes. Nothing in them is a fact of Zhongshan.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from graph.facts import thing_node
from graph.opening import open_store
from graph.store import Batch, EdgeRow, NodeRow, Value
from loaders.reference.tables import read_input_output
from queries.gaps.load import load_chains
from tests.cli.conftest import run_liantu
from tests.loaders.tables.samples import code, xlsx

HEADER = ["企业名称", "统一社会信用代码", "镇街", "产品", "环节"]
MAPPING = """\
extends: firm-products
document: {title: 示例名录（虚构，仅供测试）, issuer: 示例单位, date: "2026-06"}
covers: {region: 中山市, completeness: complete, segments: [%s], as_of: "2026-06", declared_by: 示例单位}
"""
COUNTS = (0, 3, 1, 4, 2, 1, 3, 0)
"""Firms of a segment, in turn: segments without any become gaps where something here takes them."""
TOWNS = ("东凤镇", "南头镇", "黄圃镇", "小榄镇", "古镇镇", "坦洲镇", "三乡镇", "板芙镇")
HOSTILE = (
    "示例<script>alert(1)</script>电器有限公司",
    "示例" + "很长" * 90 + "有限公司",
    "示例\u202e司公限有器电倒写\u202c有限公司",
    "示例🏭\"'&amp;`{{7*7}}有限公司",
)
"""Names that try to break a page."""
PART = 0.003


def segments(home: Path) -> list[tuple[str, str]]:
    """Return key and name of the segments that the list is said to cover: those with an industry code, bar some."""
    with open_store(str(home / "liantu.lbug"), read_only=True) as store:
        chains = load_chains(store)
    nodes = {node.key: node for chain in chains for node in chain.segments if node.gbt4754}
    ordered = [(key, nodes[key].canonical) for key in sorted(nodes)]
    return [pair for at, pair in enumerate(ordered) if at % 6 != 5]


def rows(covered: list[tuple[str, str]]) -> Iterator[list[object]]:
    """Yield invented firms, each with its segment."""
    number = 0
    for at, (key, name) in enumerate(covered):
        for nth in range(COUNTS[at % len(COUNTS)]):
            number += 1
            yield [f"示例{name}第{nth + 1}有限公司", code(number), TOWNS[number % len(TOWNS)], f"{name}示例品", key]


def hostile() -> Batch:
    """Make the batch of firms whose names try to break a page, all in one segment and one town."""
    said: dict[str, Value] = {"statements": ["示例坏名#2"], "review": "accepted", "status": "done"}
    segment, town = ("Segment", "Segment:electric-motor"), ("Town", "Town:东凤镇")
    nodes = [NodeRow("Segment", segment[1], "电机"), NodeRow("Town", town[1], "东凤镇")]
    edges = []
    for name in HOSTILE:
        firm = ("Firm", f"Firm:{name}")
        nodes.append(thing_node("Firm", firm[1], name))
        edges.append(EdgeRow("IN_SEGMENT", firm, segment, {**said, "rule": "stated", "term": "电机"}))
        edges.append(EdgeRow("LOCATED_IN", firm, town, said))
    return Batch("示例坏名", nodes, edges)


def load(home: Path, folder: Path) -> None:
    """Load both into the store of a folder."""
    covered = segments(home)
    mapping = folder / "示例名录.yaml"
    mapping.write_text(MAPPING % ", ".join(f'"{key}"' for key, _ in covered), encoding="utf-8")
    book = xlsx(folder / "示例名录.xlsx", [HEADER, *rows(covered)])
    run_liantu("load", "table", book, "--mapping", mapping, home=home)
    with open_store(str(home / "liantu.lbug")) as store:
        store.load(hostile())
    run_liantu("load", "table", _outputs(folder / "示例产值.csv"), "--mapping", "sector-output", home=home)


def _outputs(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行业", "年份", "产值（万元）", "地区"])
        for row in read_input_output("china-2020-42"):
            if row["code"].isdigit() and row["origin"] == "Domestic":
                factor = (0.2, 1.0, 2.5)[int(row["code"]) % 3]
                writer.writerow([row["name"], "2023", round(float(row["GO"]) * PART * factor), "中山市"])
    return path
