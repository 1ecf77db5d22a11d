"""``liantu calibrate`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from loaders.reference.tables import INPUT_OUTPUT, read_input_output
from tests.cli.conftest import run_liantu

PROVINCES = INPUT_OUTPUT / "provinces-2017-42.csv"


def test_the_calibration_is_printed_for_people_and_for_programs(tmp_path: Path) -> None:
    shown = run_liantu("calibrate", home=tmp_path).stdout
    for words in ("FLQ δ=0.3", "0.331", "校准的估计", "最小的 5 个", "重庆", "市场服务", "区间在留出的省上", "假定"):
        assert words in shown, words
    data = json.loads(run_liantu("calibrate", "--json", home=tmp_path).stdout)
    assert (data["regions"], data["sectors"]) == (31, 42)
    assert {row["key"] for row in data["methods"]} >= {"flq-0.3", "slq", "regression", "calibrated", "nested"}
    assert data["model"]["slopes"].keys() == {"traded", "hub"}
    assert not (tmp_path / "liantu.lbug").exists()


def test_it_speaks_english(tmp_path: Path) -> None:
    shown = run_liantu("--lang", "en", "calibrate", "--table", PROVINCES, home=tmp_path).stdout
    assert "mean error 0.1" in shown
    assert "not left out" in shown


def own_table(path: Path) -> Path:
    """Two provinces with halved outputs, in a workbook with Chinese headings."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["地区", "产品部门", "总产出", "中间使用合计", "最终使用合计", "进口", "国内省外流入"])
    for row in read_input_output("provinces-2017-42"):
        if row["province"] in ("福建", "江西"):
            cells = [float(row[column]) / 2 for column in ("GO", "TIU", "TFU", "IM", "IF")]
            sheet.append([row["province"] + "省", row["name"], *cells])
    made.save(path)
    return path


def test_ones_own_table_is_checked(tmp_path: Path) -> None:
    path = own_table(tmp_path / "own.xlsx")
    data = json.loads(run_liantu("calibrate", "--table", path, "--json", home=tmp_path).stdout)
    assert [row["region"] for row in data["rows"]] == ["江西省", "福建省"]
    assert not any(row["seen_before"] for row in data["rows"])
    assert all(0.03 < row["error"] < row["flegg"] for row in data["rows"])
    assert data["covered"].keys() == {"0.8", "0.9"}
    seen = json.loads(run_liantu("calibrate", "--table", PROVINCES, "--json", home=tmp_path).stdout)
    assert all(row["seen_before"] for row in seen["rows"])
    other = run_liantu("calibrate", "--table", path, "--national", "china-2020-42", home=tmp_path).stdout
    assert "china-2020-42" in other
    file = run_liantu("calibrate", "--table", path, "--national", INPUT_OUTPUT / "china-2017-42.csv", home=tmp_path)
    assert "own.xlsx" in file.stdout


BAD = [
    (("--table", "none.csv"), "读不出来"),
    (("--table", INPUT_OUTPUT / "china-2017-42.csv"), "找不到表头"),
    (("--national", "火星"), "没有这张全国表"),
    (("--table", PROVINCES, "--national", INPUT_OUTPUT / "china-2020-153.csv"), "不在全国表"),
    (("--write", "--table", PROVINCES), "--write"),
]


@pytest.mark.parametrize(("arguments", "said"), BAD, ids=[said for _, said in BAD])
def test_bad_input_gets_one_message(tmp_path: Path, arguments: tuple[object, ...], said: str) -> None:
    done = run_liantu("calibrate", *arguments, home=tmp_path, code=2)
    assert said in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
