"""``multipliers`` and ``quotients`` need no store: a table in, figures with their scope out, or one clear refusal."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_liantu

TEXTBOOK = "单位：万元\n部门,甲,乙,最终使用,总产出\n甲,150,500,350,1000\n乙,200,100,1700,2000\n增加值,650,1400\n"
QUOTIENTS = "部门,本地,全国\na,170,24019\nb,2227,129248\nc,403,36320\nd,821,63521\ne,4896,484087\nf,2484,216831\n"


def file_of(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def answer(*words: object, home: Path) -> Any:
    return json.loads(run_liantu(*words, "--json", home=home).stdout)


def test_multipliers_of_a_file_are_those_of_the_textbook(tmp_path: Path) -> None:
    found = answer("multipliers", file_of(tmp_path, TEXTBOOK), home=tmp_path / "home")
    assert [round(row["backward"], 4) for row in found["rows"]] == [1.5182, 1.4521]
    assert [round(row["extraction"] * 100, 3) for row in found["rows"]] == [13.772, 26.863]
    assert (found["unit"], found["flows"]) == ("万元", "unstated")
    assert not (tmp_path / "home").exists()


def test_multipliers_print_source_unit_scope_and_cautions(tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    shown = run_liantu("multipliers", "china-2020-42", "--csv", out, home=tmp_path / "home").stdout
    for words in ("2020 年全国投入产出表", "单位：万元", "国内投入系数（不含进口）", "不预测供给", "电气机械和器材"):
        assert words in shown
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert rows[0][:3] == ["部门", "产出（万元）", "产出乘数"]
    assert [len(row) for row in rows[:43]] == [7] * 43
    assert any("国内投入系数" in row[0] for row in rows[43:])


def test_domestic_multipliers_are_smaller_and_only_they_have_forward_linkages(tmp_path: Path) -> None:
    home = tmp_path / "home"
    domestic = answer("multipliers", "china-2017-42", home=home)
    total = answer("multipliers", "china-2017-42", "--flows", "total", home=home)
    assert all(d["backward"] <= t["backward"] for d, t in zip(domestic["rows"], total["rows"], strict=True))
    assert sum(row["forward"] is not None for row in domestic["rows"]) > 35
    assert all(row["forward"] is None for row in total["rows"])
    shown = run_liantu("--lang", "en", "multipliers", "guangdong-2017-42", home=home).stdout
    assert "imports and flows from other provinces included" in shown
    refused = run_liantu("multipliers", "guangdong-2017-42", "--flows", "domestic", home=home, code=2).stderr
    assert "没有单列国内流量" in refused


def test_a_sector_that_makes_and_buys_nothing_is_left_out_and_said(tmp_path: Path) -> None:
    text = "部门,甲,乙,空,总产出\n甲,150,500,0,1000\n乙,200,100,0,2000\n空,10,20,0,0\n增加值,640,1380,0\n"
    found = answer("multipliers", file_of(tmp_path, text), home=tmp_path)
    assert [row["sector"] for row in found["rows"]] == ["甲", "乙"]
    assert any("空" in words for words in found["cautions"])


def test_quotients_of_a_file_are_those_printed(tmp_path: Path) -> None:
    found = answer("quotients", file_of(tmp_path, QUOTIENTS), "--delta", 0.3, home=tmp_path / "home")
    assert [round(row["quotient"], 4) for row in found["rows"]] == [0.6138, 1.4943, 0.9622, 1.1209, 0.8771, 0.9935]
    assert round(found["regions"][0]["lambda"], 4) == 0.2921
    assert len(found["regions"][0]["trade_shares"]) == 6
    assert all(0 <= row["share_low"] <= row["share_high"] <= 1 for row in found["rows"])


def test_quotients_without_a_reference_compare_the_regions(tmp_path: Path) -> None:
    path = file_of(tmp_path, "部门,A,B,C\nx,10,40,60\ny,20,50,0\nz,30,0,0\n")
    found = answer("quotients", path, home=tmp_path)
    quotients = {(row["sector"], row["region"]): round(row["quotient"], 4) for row in found["rows"]}
    assert quotients["x", "A"] == 0.3182
    assert quotients["z", "A"] == 3.5
    assert quotients["y", "B"] == 1.6667


def test_a_sector_that_the_reference_lacks_has_a_reason_and_no_figure(tmp_path: Path) -> None:
    path = file_of(tmp_path, "部门,中山,全国\nx,5,50\ny,0,50\nz,0,0\n")
    rows = answer("quotients", path, "--delta", 0, home=tmp_path)["rows"]
    assert [row["quotient"] for row in rows] == [2.0, 0.0, None]
    assert [row["note"] for row in rows] == ["", "本地没有", "参照没有这个部门，不算"]
    assert rows[2]["flq"] is None
    shown = run_liantu("quotients", path, home=tmp_path).stdout
    assert "—" in shown
    assert "nan" not in shown


REFUSED = {
    "negative": ("multipliers", TEXTBOOK.replace("150", "-150"), (), "Z[1, 1] 甲→甲"),
    "unbalanced": ("multipliers", TEXTBOOK.replace("650", "900"), (), "列不平衡"),
    "not productive": (
        "multipliers",
        "部门,甲,乙,总产出\n甲,1500,500,1000\n乙,200,100,2000\n",
        (),
        "谱半径",
    ),
    "zero output with inputs": ("multipliers", TEXTBOOK.replace("350,1000", "350,0"), (), "x[1] 甲"),
    "nothing made": ("multipliers", "部门,甲,乙,总产出\n甲,0,0,0\n乙,0,0,0\n", (), "所有部门的产出都是 0"),
    "unknown unit": ("multipliers", TEXTBOOK, ("--unit", "斤"), "读不懂单位"),
    "another unit": ("multipliers", TEXTBOOK.replace("总产出", "总产出（亿元）"), ("--unit", "万元"), "单位不一"),
    "no sheet": ("multipliers", TEXTBOOK, ("--sheet", "x"), "没有工作表"),
    "one region only": ("quotients", "部门,中山\nx,1\ny,2\n", (), "只有 1 个地区"),
    "delta without reference": ("quotients", "部门,A,B\nx,1,2\ny,3,4\n", ("--delta", "0.1"), "算 FLQ 要有参照"),
    "delta of one": ("quotients", QUOTIENTS, ("--delta", "1"), "δ 应在"),
    "delta of nan": ("quotients", QUOTIENTS, ("--delta", "nan"), "δ 应在"),
    "swapped": ("quotients", QUOTIENTS.replace("本地,全国", "全国,本地"), ("--delta", "0"), "比参照的"),
    "nothing here": ("quotients", "部门,A,B\nx,0,2\ny,0,4\n", (), "位置：A ΣX"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_bad_tables_get_one_clear_line(tmp_path: Path, name: str) -> None:
    command, text, options, words = REFUSED[name]
    done = run_liantu(command, file_of(tmp_path, text), *options, home=tmp_path / "home", code=2)
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not done.stdout


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    for command in ("multipliers", "quotients"):
        refused = run_liantu(command, "nowhere.xlsx", home=tmp_path, code=3)
        assert "guangdong-2017-42" in refused.stderr
