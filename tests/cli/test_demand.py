"""Demand as a user sees it: the amounts that ship are recomputed here from the table's cells and the letter's words."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from loaders.reference.tables import read_input_output
from tests.cli.conftest import LETTER, run_liantu

LABEL = "需求额（按全国投入系数测算）"


def answer(home: Path, *arguments: object) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def cell(row: str, column: str) -> float:
    return float(next(r for r in read_input_output("china-2020-153") if r["code"] == row)[column])


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def stated(found: Any, name: str) -> Any:
    return next(one for one in found["stated"] if one["figure"]["subject_name"] == name)


def test_what_the_appliance_cluster_takes_of_components_follows_from_the_cells(built: Path) -> None:
    one = stated(answer(built, "demand", "家电"), "智能家电产业集群")
    assert "智能家电集群（2485.1亿元）" in one["figure"]["quote"]
    assert one["figure"]["quote"] in LETTER.read_text(encoding="utf-8")
    assert [product["name"] for product in one["outputs"]] == ["家用器具"]
    components = next(row for row in one["rows"] if row["product_name"] == "电子元器件")
    expected = cell("094", "088") / cell("088", "GO") * 2485.1
    assert components["low"] == components["high"] == pytest.approx(expected)
    assert expected == pytest.approx(166.84, abs=0.005)
    (only,) = components["lines"]
    assert (only["flow"], only["total"]) == (8542727, 127241408)


def test_lamps_have_no_stated_output_and_no_demand(built: Path) -> None:
    """The letter gives the fair's turnover and shares of sales: neither is an output."""
    found = answer(built, "demand", "灯饰")
    assert found["stated"] == []
    assert "没有写明的产出" in run_liantu("demand", "灯饰", home=built).stdout


def test_wide_clusters_have_ranges_and_unclear_ones_a_reason(built: Path) -> None:
    found = answer(built, "demand")
    equipment = stated(found, "高端装备产业集群")
    assert len(equipment["outputs"]) == 3
    assert any(row["low"] < row["high"] for row in equipment["below"])
    assert "讲几个产业" in stated(found, "超高清视频产业")["refused"]
    assert stated(found, "超高清视频产业")["rows"] == []
    unused = {one["figure"]["subject_name"]: one["reason"] for one in found["unused"]}
    assert "目标" in unused["光电光学"]


def test_two_stated_figures_for_one_chain_stand_side_by_side(built: Path) -> None:
    found = answer(built, "demand", "新一代信息技术")
    values = {one["figure"]["subject_name"]: one["figure"]["value"] for one in found["stated"]}
    assert values["新一代信息技术产业集群"] == "1048.4"
    assert values["新一代电子信息行业"] == "1050"


def test_gaps_why_and_csv_carry_it_and_never_call_it_a_gap(built: Path, tmp_path: Path) -> None:
    rows = answer(built, "gaps", "家电")["rows"]
    motor = next(row for row in rows if row["segment"]["name"] == "家电电机")
    expected = cell("084", "088") / cell("088", "GO") * 2485.1
    assert motor["demand"][0]["high"] == pytest.approx(expected)
    assert motor["tier"] == "T0"
    assert motor["class"] == "insufficient"
    why = answer(built, "why", "智能家电/家电电机")
    assert why["row"]["demand"] == motor["demand"]
    told = run_liantu("why", "智能家电/家电电机", home=built).stdout
    (line,) = [line for line in told.splitlines() if LABEL in line]
    assert "139.23 亿元" in line
    assert "缺" not in line
    path = tmp_path / "gaps.csv"
    run_liantu("gaps", "家电", "--csv", path, home=built)
    (of_motor,) = [row for row in table(path) if row["环节"] == "家电电机"]
    assert "139.23 亿元" in of_motor[LABEL]
    assert "7,128,675 ÷ 127,241,408" in of_motor["需求额算式"]
    assert "letter-2025-112" in of_motor["需求额依据"]


def test_the_table_is_written_as_csv_and_other_tables_can_be_asked(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "demand.csv"
    run_liantu("demand", "家电", "--csv", path, home=built)
    rows = table(path)
    assert {row["产出主体"] for row in rows} == {"智能家电产业集群"}
    assert any(row["环节"] == "家电电机" and row["产品部门"] == "084" for row in rows)
    coarse = stated(answer(built, "demand", "家电", "--table", "china-2020-42"), "智能家电产业集群")
    assert [product["name"] for product in coarse["outputs"]] == ["电气机械和器材"]
    assert any("比产品部门细" in caution for caution in coarse["cautions"])
    refused = run_liantu("demand", "--table", "atlantis", home=built, code=2)
    assert "china-2020-153" in refused.stderr
    run_liantu("demand", "没有这条链", home=built, code=3)


def test_without_a_store_there_is_nothing_to_reckon(tmp_path: Path) -> None:
    done = run_liantu("demand", home=tmp_path, code=3)
    assert done.stdout == ""
