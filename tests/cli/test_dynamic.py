"""What would change, what is stable, on what chains hang: through the command line, with nothing stored."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import LETTER, run_liantu


def answer(*arguments: object, home: Path) -> Any:
    return json.loads(run_liantu(*arguments, "--json", home=home).stdout)


def test_what_if_tells_before_and_after_and_leaves_the_store_alone(home: Path) -> None:
    store = home / "liantu.lbug"
    stored = store.read_bytes()
    found = answer("what-if", "--add", "新厂@智能控制器", "--complete", "智能控制器", home=home)
    assert store.read_bytes() == stored
    assert found["stored"] is False
    rows = {(one["chain"], row["segment"]): row for one in found["chains"] for row in one["rows"]}
    row = rows["Chain:smart-appliance", "Segment:smart-controller"]
    assert (row["before"]["class"], row["after"]["class"]) == ("insufficient", "present")
    assert "假设的完整名录" in row["after"]["sentence"]
    assert found["parameters"]["weak_gap"] == 0.5
    assert all(row["before"] != row["after"] for row in rows.values())
    assert {one["chain"] for one in answer("what-if", "智能家电", "--add", "新厂@智能控制器", home=home)["chains"]} == {
        "Chain:smart-appliance"
    }


def test_what_if_reads_for_people(built: Path) -> None:
    text = run_liantu("what-if", "低空经济", "--remove", "福昆", home=built).stdout
    for words in ("没有写入库", "去掉 福昆航空", "原来：", "变为：", "直接用它的本地环节 1→0", "参数"):
        assert words in text
    assert "没有一个类别、次序变化" in run_liantu("what-if", "办公耗材", "--remove", "福昆航空", home=built).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "没有说假设什么"),
        (["--add", "新厂"], 2, "企业@环节"),
        (["--add", "新厂@没有这个"], 3, "没有叫“没有这个”的环节"),
        (["--add", "新厂@家电智能控制器@x/y"], 3, "没有叫“x”的产业链"),
        (["--remove", "没有这家"], 3, "没有一条链上有"),
        (["--complete", "9999"], 3, "没有一个环节用到小类"),
        (["没有这条链", "--remove", "福昆航空"], 3, "没有叫“没有这条链”的产业链"),
        (["--remove", "福昆航空", "--set", "weak_gab=1"], 2, "是不是 weak_gap"),
        (["--remove", "福昆航空", "--set", "weak_gap"], 2, "名称=值"),
        (["--remove", "福昆航空", "--set", "weak_gap=很大"], 2, "不是数"),
        (["--remove", "福昆航空", "--set", "single_share=0"], 2, "超出范围"),
        (["--remove", "福昆航空", "--set", "minimum_suppliers=nan"], 2, "超出范围"),
        (["--remove", "福昆航空", "--set", "weak_quotient=2"], 2, "不能又弱又强"),
        (["--remove", "福昆航空", "--set", "region=没有市"], 3, "没有叫“没有市”的地区"),
        (["--remove", "福昆航空", "--parameters", "没有.yaml"], 2, "没有.yaml"),
    ],
)
def test_what_cannot_be_supposed_gets_one_message(built: Path, arguments: list[str], code: int, words: str) -> None:
    done = run_liantu("what-if", *arguments, home=built, code=code)
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_parameters_come_from_a_file_and_then_from_flags(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "p.yaml"
    place.write_text("weak_gap: 0.4\nsingle_share: 0.25\n", encoding="utf-8")
    for command in (["gaps", "风电"], ["why", "钢材"], ["stability", "风电"], ["bottlenecks"]):
        found = answer(*command, "--parameters", place, "--set", "single_share=.2", home=built)
        assert found["parameters"]["weak_gap"] == 0.4
        assert found["parameters"]["single_share"] == 0.2
    shown = run_liantu("check-list", "风电", "--set", "extension_share=0.375", home=built).stdout
    assert "改过的参数：extension_share=0.375" in shown
    assert "延链：直接投入本地占 37.5% 以上" in shown
    for text, words in (
        ("weak_gap: [1]\n", "不是数"),
        ("weak_gap: true\n", "不是数"),
        ("a: 1\n", "没有“a”这个参数"),
        ("- 1\n", "键"),
        ("weak_gap: .4\nweak_gap: .5\n", "写了两次"),
    ):
        place.write_text(text, encoding="utf-8")
        done = run_liantu("gaps", "风电", "--parameters", place, home=built, code=2)
        assert words in done.stderr
        assert "p.yaml" in done.stderr


def test_stability_counts_runs_by_kind(built: Path) -> None:
    found = answer("stability", "智能家电", "--top", "5", home=built)
    assert set(found["runs"]) == {"twice", "less", "more"}
    rows = {row["segment"]: row for row in found["rows"]}
    assert len(rows) == 41
    first = next(row for row in found["rows"] if row["check_place"] == 1)
    runs = sum(len(names) for names in found["runs"].values())
    assert first["in_checks"]["all"]["runs"] == runs
    assert 0 < first["in_checks"]["all"]["share"] <= 1
    assert first["class_kept"]["less"]["runs"] == len(found["runs"]["less"])
    text = run_liantu("stability", "智能家电", home=built).stdout
    assert f"重算 {runs} 次" in text
    assert "参数没有试" in text
    why = answer("why", "家电智能控制器", "--stability", home=built)
    assert why["stability"]["in_checks"]["all"]["runs"] == runs
    assert "稳不稳" in run_liantu("why", "家电智能控制器", "--stability", home=built).stdout


def test_bottlenecks_tell_which_chains_hang_on_a_segment(built: Path) -> None:
    found = answer("bottlenecks", home=built)
    assert found["rows"][0]["chains"] >= found["rows"][-1]["chains"] >= 2
    for row in found["rows"]:
        assert len([hold for hold in row["holds"] if hold["direct"] or hold["indirect"]]) == row["chains"]
    (steel,) = answer("bottlenecks", "风电", home=built)["rows"]
    assert steel["segment"] == "Segment:steel"
    assert steel["counts"]["cut"] == 1
    assert "几条链同时靠它" in run_liantu("bottlenecks", home=built).stdout
    assert "还没有已知的本地环节" in run_liantu("bottlenecks", "机器人", home=built).stdout


@pytest.mark.parametrize("name", ["补链", "延链", "强链"])
def test_an_empty_work_list_says_which_register_to_load(built: Path, tmp_path: Path, name: str) -> None:
    found = answer("gaps", "低空经济", "--list", name, home=built)
    assert (found["list"], found["rows"], found["not_covered"]) == (name, [], 34)
    assert found["openings"][0]["list_name"] == "规上工业企业名录"
    place = tmp_path / "list.csv"
    text = run_liantu("gaps", "--list", name, "--csv", place, home=built).stdout
    assert "还判不了" in text
    assert "liantu load table 规上工业企业名录.xlsx" in text
    assert list(csv.DictReader(place.read_text(encoding="utf-8-sig").splitlines())) == []


def test_a_work_list_without_any_chain_is_refused(tmp_path: Path) -> None:
    run_liantu("load", "letter", LETTER, home=tmp_path)
    assert "库里还没有产业链" in run_liantu("gaps", "--list", "补链", home=tmp_path, code=2).stderr
    assert "库里还没有产业链" in run_liantu("stability", home=tmp_path, code=2).stderr
    assert "库里还没有产业链" in run_liantu("bottlenecks", home=tmp_path, code=2).stderr
