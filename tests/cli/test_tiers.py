"""A city's output by sector, through the command line. The register is invented: no such figures of Zhongshan exist."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.reference.tables import read_input_output
from tests.cli.conftest import run_liantu
from tests.loaders.tables.samples import HEADER, firm_row, xlsx

MOTOR = "Segment:electric-motor"
COMPLETE = """\
extends: firms
document: {title: 虚构的完整名录, issuer: 虚构单位, date: "2024-12"}
covers: {completeness: complete, gbt4754: ["34", "38", "39"], as_of: "2024-12", declared_by: 虚构单位}
"""
FIRST, SECOND = (f"中山市第{number}号电器有限公司" for number in (1, 2))
PART = 0.003
"""The invented city is this part of the country in every sector, but for those that a test makes larger or smaller."""


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def country() -> dict[str, tuple[str, float]]:
    rows = [row for row in read_input_output("china-2020-42") if row["code"].isdigit() and row["origin"] == "Domestic"]
    return {row["code"]: (row["name"], float(row["GO"])) for row in rows}


def register(path: Path, wanted: Callable[[str], float] = lambda code: 1.0, extra: str = "") -> Path:
    """Write an invented register of all 42 sectors; a factor of -1 leaves a sector out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行业", "年份", "产值（万元）", "地区"])
        for code, (name, output) in country().items():
            if wanted(code) >= 0:
                writer.writerow([name, "2023", round(output * PART * wanted(code)), "中山市"])
        file.write(extra)
    return path


def row(home: Path, *options: object) -> Any:
    rows = answer("gaps", "智能家电", *options, home=home)["rows"]
    return next(one for one in rows if one["segment"]["key"] == MOTOR)


@pytest.fixture
def listed(home: Path, tmp_path: Path) -> Path:
    """A store with an invented complete list, so that motors have three makers."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text(COMPLETE, encoding="utf-8")
    firms = [firm_row(n, classes=code, products="家用电机") for n, code in ((1, "3812"), (2, "3812"), (3, "3813"))]
    run_liantu("load", "table", xlsx(tmp_path / "虚构名录.xlsx", [HEADER, *firms]), "--mapping", mapping, home=home)
    return home


def load(home: Path, path: Path) -> None:
    run_liantu("load", "table", path, "--mapping", "sector-output", home=home)


def test_without_a_register_of_sectors_a_row_says_what_to_load(home: Path) -> None:
    told = row(home)
    assert told["tier"] == "T0"
    assert "liantu load table 规上工业企业名录.xlsx --mapping 规上工业企业名录.yaml" in told["next_tier"]
    assert told["measures"]["quotient"] is None


def test_sector_output_does_not_open_a_segment_that_no_complete_list_covers(home: Path, tmp_path: Path) -> None:
    load(home, register(tmp_path / "虚构产值.csv", lambda code: 0.2 if code == "19" else 1.0))
    told = row(home)
    assert (told["class"], told["tier"]) == ("insufficient", "T0")
    assert told["measures"]["quotient"] < 0.5
    assert told["measures"]["gap"] is None
    assert "不列缺口额" in "".join(told["measures"]["reasons"])


def test_with_both_the_row_is_of_tier_two_and_prints_interval_and_error(listed: Path, tmp_path: Path) -> None:
    counts = row(listed)
    assert counts["tier"] == "T1"
    assert "liantu load table 分行业产值.xlsx --mapping sector-output" in counts["next_tier"]
    load(listed, register(tmp_path / "虚构产值.csv"))
    told = row(listed)
    gap = told["measures"]["gap"]
    assert (told["tier"], told["next_tier"]) == ("T2", "")
    assert gap["sector"] == "电气机械和器材"
    assert 0 <= gap["low"] < gap["amount"] < gap["high"] <= gap["requirement"]
    assert gap["error"] > 0
    assert told["measures"]["quotient"] == pytest.approx(1, abs=0.01), "the invented city is the country made smaller"
    rows = [one for one in read_input_output("china-2020-42") if one["code"] == "19"]
    of_it = sum(float(one[code]) for one in rows for code in country())
    assert gap["requirement"] == pytest.approx(of_it * PART / 1e4, rel=1e-4)
    text = run_liantu("why", MOTOR, home=listed).stdout
    assert "缺口" in text
    assert "区间" in text
    assert len(gap["notes"]) >= 2
    assert all(note in text for note in gap["notes"])


def test_flegg_can_be_chosen_and_says_its_error(listed: Path, tmp_path: Path) -> None:
    load(listed, register(tmp_path / "虚构产值.csv"))
    told = row(listed, "--local-share", "flq", "--delta", "0.1")["measures"]["gap"]
    assert "δ = 0.1" in told["method"]
    assert told["error"] == 0.18
    assert told["low"] is None
    run_liantu("gaps", "--local-share", "flq", "--delta", "1", home=listed, code=2)


def test_a_register_that_lacks_sectors_keeps_the_quotient_and_says_what_the_gap_needs(
    listed: Path, tmp_path: Path
) -> None:
    load(listed, register(tmp_path / "虚构产值.csv", lambda code: -1.0 if code > "26" else 1.0))
    told = row(listed)
    assert told["tier"] == "T1"
    assert told["measures"]["quotient"] is not None
    assert "还缺 建筑" in told["next_tier"]
    assert row(listed, "--local-share", "flq")["tier"] == "T2"


def test_a_register_that_counts_a_sector_twice_is_not_used(listed: Path, tmp_path: Path) -> None:
    load(listed, register(tmp_path / "虚构产值.csv", extra="电气机械和器材制造业,2023,1000,中山市\n"))
    told = row(listed)
    assert told["tier"] == "T1"
    assert told["measures"]["quotient"] is None
    assert "会重复计算" in told["next_tier"] or "有两个数" in told["next_tier"]


def test_sectors_by_division_are_compared_at_their_own_grain(listed: Path, tmp_path: Path) -> None:
    path = tmp_path / "虚构大类.csv"
    path.write_text(
        "行业,年份,产值（万元）,地区\n"
        "金属制品业,2023,1000000,中山市\n通用设备制造业,2023,500000,中山市\n"
        "38 电气机械和器材制造业,2023,3000000,中山市\n计算机、通信和其他电子设备制造业,2023,2000000,中山市\n",
        encoding="utf-8",
    )
    load(listed, path)
    told = row(listed)
    made = {
        code: sum(
            float(one["GO"])
            for one in read_input_output("china-2020-153")
            if one["code"].isdigit() and low <= int(one["code"]) <= high
        )
        for code, low, high in (("33", 66, 66), ("34", 67, 73), ("38", 84, 89), ("39", 90, 95))
    }
    expected = (3000000 / 6500000) / (made["38"] / sum(made.values()))
    assert told["measures"]["quotient"] == pytest.approx(expected)
    assert told["measures"]["quotient_figure"]["sector"] == "38 电气机械和器材制造业"
    assert "行业细" in told["measures"]["quotient_figure"]["grain"]


def test_a_loaded_country_is_the_reference(listed: Path, tmp_path: Path) -> None:
    rows = "电气机械和器材,2023,1000,全国\n金属制品,2023,9000,全国\n"
    path = tmp_path / "虚构产值.csv"
    path.write_text(
        f"行业,年份,产值（万元）,地区\n电气机械和器材,2023,30,中山市\n金属制品,2023,70,中山市\n{rows}", encoding="utf-8"
    )
    load(listed, path)
    told = row(listed)["measures"]
    assert told["quotient"] == pytest.approx(3.0)
    assert "全国工业总产值（2023年）" in told["quotient_figure"]["reference"]


def test_every_command_sees_the_same_measures(listed: Path, tmp_path: Path) -> None:
    load(listed, register(tmp_path / "虚构产值.csv", lambda code: 5.0 if code == "19" else 1.0))
    assert row(listed)["class"] == "strong"
    assert len(answer("demand", home=listed)["stated"]) == 7, "figures by sector are no stated outputs of clusters"
    strong = answer("gaps", "智能家电", "--list", "强链", home=listed)
    assert MOTOR in json.dumps(strong, ensure_ascii=False)
    told = answer("stability", "智能家电", home=listed)
    assert "FLQ，δ=0.3" in json.dumps(told, ensure_ascii=False)
    supposed = answer("what-if", "智能家电", "--remove", FIRST, "--remove", SECOND, home=listed)
    changed = json.dumps(supposed, ensure_ascii=False)
    assert MOTOR in changed
    assert "区位商" in changed
