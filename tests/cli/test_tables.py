"""Registers through the command line: the account of rows, and what a complete list does to the answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import openpyxl

from tests.cli.conftest import run_liantu
from tests.loaders.tables.samples import HEADER, firm_row, xlsx

CHAIN = "智能家电"
COMPRESSOR, FRIDGE, KITCHEN, SOFTWARE = (
    f"Segment:{key}"
    for key in ("smart-appliance.compressor", "smart-appliance.fridge", "smart-appliance.small-kitchen", "iot-software")
)
FIRMS = [
    firm_row(1, classes="3851", products="冰箱"),
    firm_row(2, classes="3854", products="电饭煲"),
    firm_row(3, classes="3854", products="酸奶机"),
]
COMPLETE = """\
extends: firms
document: {title: 2024年规上工业企业名录, issuer: 中山市统计局, date: "2024-12"}
covers: {completeness: complete, gbt4754: ["34", "38", "39"], as_of: "2024-12", declared_by: 中山市统计局}
"""


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def classes(home: Path) -> dict[str, str]:
    return {row["segment"]["key"]: row["class_zh"] for row in answer("gaps", CHAIN, home=home)["rows"]}


def mapping(folder: Path, text: str = COMPLETE) -> Path:
    path = folder / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_partial_list_never_turns_insufficient_data_into_a_gap(home: Path, tmp_path: Path) -> None:
    before = classes(home)
    done = answer("load", "table", xlsx(tmp_path / "a.xlsx", [HEADER, *FIRMS]), "--mapping", "firms", home=home)
    assert done["rows"] == {"loaded": 3, "unchanged": 0, "merged": 0, "rejected": 0, "aside": 0, "total": 3}
    assert done["coverage"]["completeness"] == "partial"
    assert set(classes(home).values()) == set(before.values()) == {"数据不足"}


def test_a_list_declared_complete_at_the_load_answers_as_one_declared_by_its_mapping(
    home: Path, tmp_path: Path
) -> None:
    path = xlsx(tmp_path / "名录.xlsx", [HEADER, *FIRMS])
    load: list[object] = ["load", "table", path, "--mapping", "firms", "--covers", "34、38-39"]
    refused = run_liantu(*load, "--complete", home=home, code=2)
    assert "--as-of" in refused.stderr
    assert "--declared-by" in refused.stderr
    assert "9999" in run_liantu(*load, "--covers", "9999", home=home, code=2).stderr
    assert "日期" in run_liantu(*load, "--as-of", "去年", home=home, code=2).stderr
    partial = answer(*load, "--as-of", "2024-12", "--dry-run", home=home)
    assert partial["coverage"] == {"completeness": "partial", "covers": ["34", "38", "39"], "region": "中山市"}
    said: list[object] = ["--complete", "--as-of", "2024年12月", "--declared-by", "中山市统计局"]
    done = answer(*load, *said, home=home)
    assert done["coverage"] == {"completeness": "complete", "covers": ["34", "38", "39"], "region": "中山市"}
    found = classes(home)
    assert (found[FRIDGE], found[COMPRESSOR]) == ("有企业", "缺链")
    assert (found[SOFTWARE]) == "数据不足"


def test_a_complete_list_turns_insufficient_data_into_answers(home: Path, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名录.xlsx", [HEADER, *FIRMS])
    done = answer("load", "table", path, "--mapping", mapping(tmp_path), home=home)
    assert done["coverage"] == {"completeness": "complete", "covers": ["34", "38", "39"], "region": "中山市"}
    found = classes(home)
    assert found[FRIDGE] == "有企业"
    assert found[KITCHEN] == "有企业"
    assert found[COMPRESSOR] == "缺链"
    assert found[SOFTWARE] == "数据不足"
    why = run_liantu("why", COMPRESSOR, home=home).stdout
    assert "2024年规上工业企业名录" in why
    assert "截至 2024-12，中山市统计局声明" in why
    firm = run_liantu("why", FRIDGE, home=home).stdout
    assert "工作表“名录”第 2 行" in firm


def test_the_account_is_readable_and_points_to_the_next_step(home: Path, tmp_path: Path) -> None:
    rows = [[*HEADER, "联系人"], [*FIRMS[0], "王小明"], [*firm_row(5, town="坦州镇"), "李四"]]
    path, errors = xlsx(tmp_path / "名录.xlsx", rows), tmp_path / "退回.xlsx"
    said = run_liantu("load", "table", path, "--mapping", "firms", "--errors", errors, home=home).stdout
    for words in ("名录!C3", "坦洲镇", "剔除个人信息 2 处", "部分名录", "--key 名录"):
        assert words in said, words
    assert "王小明" not in said
    assert openpyxl.load_workbook(errors)["名录"]["C3"].value == "坦州镇"
    english = run_liantu("--lang", "en", "load", "table", path, "--mapping", "firms", "--dry-run", home=home).stdout
    assert "no such town" in english


def test_nothing_but_rejections_is_an_error_and_leaves_the_store(home: Path, tmp_path: Path) -> None:
    before = answer("doctor", home=home)
    path, errors = xlsx(tmp_path / "名录.xlsx", [HEADER, firm_row(1, town="桃花镇")]), tmp_path / "e.xlsx"
    said = run_liantu("load", "table", path, "--mapping", "firms", "--errors", errors, home=home, code=2).stdout
    assert "没有一行能载入" in said
    assert errors.exists()
    assert answer("doctor", home=home) == before


def test_a_mistake_in_a_mapping_is_named_with_its_line(built: Path, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [HEADER, *FIRMS])
    wrong = mapping(tmp_path, "extends: firms\ncovers: {region: 中山市, gbt4754: ['9999']}\n")
    refused = run_liantu("load", "table", path, "--mapping", wrong, home=built, code=2)
    assert "9999" in refused.stderr
    assert "m.yaml:2" in refused.stderr


def test_a_form_and_a_guess_come_from_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "f.xlsx"
    assert "liantu load table" in run_liantu("form", "firms", "-o", out, home=tmp_path).stdout
    run_liantu("form", "firms", "-o", tmp_path / "f.txt", home=tmp_path, code=2)
    run_liantu("form", "nothing", "-o", out, home=tmp_path, code=3)
    found = answer("table-guess", out, home=tmp_path)
    assert found["mapping"] == "firms"
    assert "extends: firms" in found["yaml"]
    assert not (tmp_path / "liantu.lbug").exists()


def test_the_table_of_gaps_names_a_few_firms_of_many_and_says_how_many(home: Path, tmp_path: Path) -> None:
    firms = [firm_row(number, classes="3851", products="冰箱") for number in range(1, 8)]
    run_liantu("load", "table", xlsx(tmp_path / "名录.xlsx", [HEADER, *firms]), "--mapping", "firms", home=home)
    shown = re.sub(r"\s", "", run_liantu("gaps", CHAIN, home=home).stdout)
    assert re.search(r"第4号电器有限公司等[78]家", shown), "of the list, and what the letter has besides"
    assert [f"第{number}号" in shown for number in (4, 5)] == [True, False]
    named = run_liantu("why", FRIDGE, home=home).stdout
    assert all(f"第{number}号" in named for number in range(1, 8))
